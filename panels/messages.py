"""What the tab says below Generate: what failed, what waits, what is worth knowing. Each is said in
one place; what is over once it is read can be closed.
"""

from __future__ import annotations

import itertools

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.models import catalog
from ..backend.shared.prompt import instead
from ..backend.shared.prompt.scene_line import SceneLine
from ..operators import session
from ..operators.jobs import worker_start
from ..operators.scene import fitting, viewport_color
from ..operators.settings import (
    modality,
    model_of,
    prompts_of,
    reading,
    scene_of,
    understood,
    uses_names,
)
from . import progress
from .tab import CLOSE, draw_preferences, missing, wrap

INSTALL = "maquette.install_backend"
MENDS = {  # code of an error -> the button that mends it
    "environment": INSTALL,
    "version": INSTALL,
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
ONE_COLOR = "The result has one color here because Solid shading uses Material colors."
GRAY = {
    "VERTEX": (ONE_COLOR, "VERTEX", "Use Attribute Colors"),
    "TEXTURE": (ONE_COLOR, "TEXTURE", "Use Texture Colors"),
}
SUGGESTED = 6  # prompts, where one names nothing known; or names that do not
READ = 60  # names, for at each redraw there is no time for more


def draw(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    if session.current.error:
        _error(context, column, session.current.error)
    progress.draw_waiting(context, column, session.current)
    if told := viewport_color.notice(context):
        _color(context, column, told)
    _notes(context, column)
    if missing() is None:
        _hints(context, column)


def _names(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    """Which of the selected objects have a name that says nothing to the model, before they are
    filled."""
    settings = context.scene.maquette
    model = model_of(settings) if settings.model else catalog.taught_most()
    names = (each.name for each in context.selected_objects if each.type == "MESH")
    some = itertools.islice(names, READ)
    read = {name: model.vocabulary.read(fitting.prompt_of(name)) for name in some}
    unknown = [name for name, reading in read.items() if not reading.known]
    for name in unknown[:SUGGESTED]:
        wrap(context, column, iface_("{}: not learned").format(name), "ERROR", translate=False)
    if len(unknown) > SUGGESTED:
        more = iface_("and {} more").format(len(unknown) - SUGGESTED)
        column.label(text=more, translate=False, icon="BLANK1")
    if unknown:
        column.prop(settings, "anyway")


def _scene(context: bpy.types.Context, column: bpy.types.UILayout, line: SceneLine) -> None:
    """What is made of a line that names several objects, and what is not."""
    settings = context.scene.maquette
    line, left = understood(settings, line)
    many = line.many * settings.samples
    told = iface_("{}: {} objects in a row" if many > 1 else "{}: one object")
    wrap(context, column, told.format(line.name, many), "OUTLINER_COLLECTION", translate=False)
    read = (reading(settings, item.prompt).sentences for item in line.items)
    for sentence in dict.fromkeys(itertools.chain(*read)):
        wrap(context, column, sentence, "INFO")
    if left:
        said = iface_("Left out: {}.").format(", ".join(left))
        wrap(context, column, said, "ERROR", translate=False)
        column.prop(settings, "anyway")


def _error(context: bpy.types.Context, column: bpy.types.UILayout, error: MaquetteError) -> None:
    box = _message(context, column, "ERROR", "ERROR", error.message)
    if error.remedy:
        wrap(context, box, error.remedy, "BLANK1")
    if error.code == "library":
        _libraries(box)
    mend = MENDS.get(error.code)
    if mend == INSTALL and missing():  # that button is there already
        mend = "maquette.open_log"
    elif mend == INSTALL and worker_start.is_elsewhere():
        draw_preferences(box, "Open Preferences")
        return
    if mend:
        box.operator(mend)


def _libraries(box: bpy.types.UILayout) -> None:
    """A button that opens the preferences at the asset libraries: since Blender 5.2 they have a
    section of their own."""
    sections = bpy.types.Preferences.bl_rna.properties["active_section"].enum_items
    show = box.operator("screen.userpref_show", text="Open Preferences", icon="PREFERENCES")
    show.section = "ASSETS" if "ASSETS" in sections else "FILE_PATHS"


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
    if uses_names(settings):
        _names(context, column)
        return
    line = scene_of(settings)
    known = (reading(settings, item.prompt).known for item in line.items) if line else ()
    if line and (settings.anyway or any(known)):
        _scene(context, column, line)
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
