"""What the tab says below Generate: what failed, what waits, what is worth knowing. Each is said in
one place; what is over once it is read can be closed.
"""

from __future__ import annotations

import itertools

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.prompt import instead
from ..operators import session
from ..operators.scene import viewport_color
from ..operators.settings import modality, model_of, prompts_of
from . import progress
from .tab import CLOSE, missing, wrap

MENDS = {  # code of an error -> the button that mends it
    "environment": "maquette.install_backend",
    "version": "maquette.install_backend",
    "offline": "maquette.allow_online",
    "network": "maquette.open_log",
    "worker": "maquette.open_log",
    "protocol": "maquette.open_log",
    "internal": "maquette.open_log",
    "file": "maquette.open_log",
}
BACK = ("MATERIAL", "Back to Material Colors")
# What shows the result in color -> what the panel says where it was chosen, and a button;
COLORED = {
    "VERTEX": ("Solid shading now uses Attribute colors, so the result shows in color.", *BACK),
    "TEXTURE": ("Solid shading now uses Texture colors, so the result shows in color.", *BACK),
}
# and where they could be.
SHOWS_GRAY = "The result looks gray because Solid shading uses Material colors here."
GRAY = {
    "VERTEX": (SHOWS_GRAY, "VERTEX", "Use Attribute Colors"),
    "TEXTURE": (SHOWS_GRAY, "TEXTURE", "Use Texture Colors"),
}
SUGGESTED = 6  # prompts, where one names nothing known


def draw(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    if session.current.error:
        _error(context, column, session.current.error)
    progress.draw_waiting(context, column, session.current)
    if told := viewport_color.notice(context):
        _color(context, column, told)
    _notes(context, column)
    if missing() is None:
        _hints(context, column)


def _error(context: bpy.types.Context, column: bpy.types.UILayout, error: MaquetteError) -> None:
    box = _message(context, column, "ERROR", "ERROR", error.message)
    if error.remedy:
        wrap(context, box, error.remedy, "BLANK1")
    mend = MENDS.get(error.code)
    if mend == "maquette.install_backend" and missing():  # that button is there already
        mend = "maquette.open_log"
    if mend:
        box.operator(mend)


def _notes(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    """What is worth knowing of the last result."""
    if notes := session.current.notes:
        box = _message(context, column, "NOTES", "INFO", notes[0])
        for note in notes[1:]:
            wrap(context, box, note, "BLANK1")


def _color(
    context: bpy.types.Context, column: bpy.types.UILayout, told: viewport_color.Notice
) -> None:
    sentence, color, label = COLORED[told.color] if told.taken else GRAY[told.color]
    box = _message(context, column, "COLOR", "INFO", sentence)
    box.operator("maquette.viewport_color", text=label).color = color


def _message(
    context: bpy.types.Context,
    column: bpy.types.UILayout,
    message: str,
    icon: str,
    sentence: str,
) -> bpy.types.UILayout:
    """A box with a sentence and a button that closes it; what else there is to say goes below."""
    box = column.box()
    row = box.row()
    wrap(context, row, sentence, icon, beside=CLOSE)
    row.operator("maquette.close_message", text="", icon="X", emboss=False).message = message
    return box


def _hints(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    """What the model makes of the prompt, where that is not what it says."""
    settings = context.scene.maquette
    if modality(settings) == "image":
        return
    model = model_of(settings)
    prompts = prompts_of(settings)
    read = [model.vocabulary.read(prompt) for prompt in prompts]
    sentences = dict.fromkeys(itertools.chain(*(reading.sentences for reading in read)))
    for sentence in sentences:
        wrap(context, column, sentence, "INFO")
    unknown = [prompt for prompt, reading in zip(prompts, read, strict=True) if not reading.known]
    if unknown:
        knows = iface_("{} knows {} things, such as:").format(model.label, len(model.kinds))
        wrap(context, column, knows, "BLANK1")
        grid = column.grid_flow(columns=2, align=True, row_major=True, even_columns=True)
        for other in instead(model.kinds, unknown[0], SUGGESTED):
            grid.operator("maquette.use_prompt", text=other, translate=False).prompt = other
        column.prop(settings, "anyway")
