"""The Maquette tab of the 3D viewport's sidebar: one thing to do at a time."""

from __future__ import annotations

import blf
import bpy

from ..backend.protocol.errors import MaquetteError
from ..operators import session, whereabouts
from ..operators.job import Job
from ..operators.settings import MODELS

MENDS = {  # code of an error -> the button that mends it
    "environment": "maquette.install_backend",
    "version": "maquette.install_backend",
    "offline": "maquette.allow_online",
    "worker": "maquette.open_log",
    "protocol": "maquette.open_log",
    "internal": "maquette.open_log",
    "file": "maquette.open_log",
}
KINDS_SHOWN = 12
MARGIN = 96  # pixels of the sidebar beside a text: tabs, box, icon; at scale 1


class Tab:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Maquette"


class MAQUETTE_PT_main(Tab, bpy.types.Panel):
    bl_label = "Maquette"

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        current = session.current
        if current.job and current.job.installs:
            wrap(context, column, "Installing the backend. Blender stays usable.", "IMPORT")
            column.separator()
            _progress(column, current.job)
        elif missing := _missing():
            _welcome(context, column, missing)
        else:
            _prompt(context, column)
            button = column.column()
            button.scale_y = 1.6
            if current.job:
                # A label: Blender keeps the look of a button that the mouse rests on, so that one
                # greyed here would stay grey after the end, and a bar would leave remains.
                button.label(text="Generating", icon="SORTTIME")
                _progress(column, current.job)
            else:
                button.operator("maquette.generate", icon="MESH_MONKEY")
        if current.waiting and not current.lands():
            box = column.box()
            wrap(context, box, f"Ready to import: {current.waiting[0].request.prompt}", "CHECKMARK")
            box.operator("maquette.import_result", icon="IMPORT")
        if current.error:
            _error(context, column, current.error)


class MAQUETTE_PT_advanced(Tab, bpy.types.Panel):
    bl_label = "Advanced"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return _missing() is None

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        settings = context.scene.maquette
        for group in (("steps", "guidance", "resolution", "device"), ("size", "shade_smooth")):
            column = layout.column(align=True)
            for name in group:
                column.prop(settings, name)


CLASSES = (MAQUETTE_PT_main, MAQUETTE_PT_advanced)


def wrap(
    context: bpy.types.Context, layout: bpy.types.UILayout, text: str, icon: str = "NONE"
) -> None:
    """Labels do not wrap: one label a line, the icon before the first."""
    scale = context.preferences.system.ui_scale
    blf.size(0, context.preferences.ui_styles[0].widget.points * scale)
    widest = max(context.region.width - MARGIN * scale, 80 * scale)
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and blf.dimensions(0, longer)[0] > widest:
            lines.append(word)
        else:
            lines[-1] = longer
    column = layout.column(align=True)
    column.scale_y = 0.8
    for k, line in enumerate(lines):
        blank = "NONE" if icon == "NONE" else "BLANK1"
        column.label(text=line, translate=False, icon=blank if k else icon)


def _missing() -> MaquetteError | None:
    """Why no worker can be started, or None if one can."""
    try:
        whereabouts.worker_python()
    except MaquetteError as missing:
        return missing
    return None


def _welcome(
    context: bpy.types.Context, column: bpy.types.UILayout, missing: MaquetteError
) -> None:
    wrap(context, column, missing.message, "INFO")
    wrap(context, column, "It makes the shapes, on this computer. About 2 GB, once.", "BLANK1")
    column.separator()
    if not bpy.app.online_access:
        column.operator("maquette.allow_online", icon="INTERNET")
    button = column.column()
    button.scale_y = 1.6
    button.enabled = bpy.app.online_access
    button.operator("maquette.install_backend", icon="IMPORT")
    show = column.operator(
        "preferences.addon_show", text="Use an Existing Python", icon="PREFERENCES"
    )
    show.module = whereabouts.PACKAGE


def _prompt(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    settings = context.scene.maquette
    big = column.column()
    big.scale_y = 1.4
    big.prop(settings, "prompt", text="", placeholder="A red chair")
    model = MODELS[settings.model]
    if unknown := model.unknown_words(settings.prompt):
        wrap(context, column, f"{model.label} has not learned: {', '.join(unknown)}", "INFO")
        if model.kinds:
            more = "…" if len(model.kinds) > KINDS_SHOWN else ""
            wrap(
                context, column, f"It knows {', '.join(model.kinds[:KINDS_SHOWN])}{more}", "BLANK1"
            )
    column.separator()
    grid = column.column(align=True)
    grid.use_property_split = True
    grid.use_property_decorate = False
    grid.prop(settings, "model")
    row = grid.row(align=True)
    row.prop(settings, "seed")
    row.operator("maquette.randomize_seed", text="", icon="FILE_REFRESH")
    grid.prop(settings, "samples")
    column.separator()


def _progress(column: bpy.types.UILayout, job: Job) -> None:
    """A bar with the stage, how far it is and how long it takes, and Cancel."""
    told = job.progress
    text, factor = "Starting", 0.0
    if job.cancelled:
        text = "Cancelling"
    elif told:
        text = told.stage.capitalize()
        if told.total:
            factor = told.step / told.total
            text += f" {told.step}/{told.total}"
        if told.eta is not None:
            text += f" · {_duration(told.eta)} left"
    bar = column.column()
    bar.scale_y = 1.2
    bar.progress(factor=factor, type="BAR", text=text, translate=False)
    button = column.column()
    button.enabled = not job.cancelled
    button.operator("maquette.cancel", icon="CANCEL")


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def _error(context: bpy.types.Context, column: bpy.types.UILayout, error: MaquetteError) -> None:
    box = column.box()
    wrap(context, box, error.message, "ERROR")
    if error.remedy:
        wrap(context, box, error.remedy, "BLANK1")
    mend = MENDS.get(error.code)
    if mend == "maquette.install_backend" and _missing():  # that button is there already
        mend = "maquette.open_log"
    if mend:
        box.operator(mend)
