"""Where the worker, the backend and the models live, and how long a model stays in memory."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.files import printable
from ..operators import session
from ..operators.jobs import paths, worker_start
from . import shortcut


def _use_another(_preferences: object, _context: object) -> None:
    session.current.forget_worker()
    session.redraw()


class MAQUETTE_PG_folder(bpy.types.PropertyGroup):
    """A model folder that the user added."""

    path: bpy.props.StringProperty(name="Folder", subtype="DIR_PATH")


class MAQUETTE_AP_preferences(bpy.types.AddonPreferences):
    bl_idname = paths.PACKAGE

    worker_command: bpy.props.StringProperty(
        name="Worker",
        description="A command that starts a worker on another computer, such as: ssh box"
        " maquette-worker. Leave empty for this computer",
        update=_use_another,
    )
    environment_folder: bpy.props.StringProperty(
        name="Backend Folder",
        description="Where to install the backend (2 GB). Leave empty for Maquette's own folder",
        subtype="DIR_PATH",
    )
    python: bpy.props.StringProperty(
        name="Existing Python",
        description="Use a Python that already has the packages of the backend, instead of"
        " installing them",
        subtype="FILE_PATH",
    )
    models_folder: bpy.props.StringProperty(
        name="Models Folder",
        description="Where to keep downloaded models. Leave empty for Hugging Face's own folder",
        subtype="DIR_PATH",
    )
    model_folders: bpy.props.CollectionProperty(type=MAQUETTE_PG_folder)
    unload_after: bpy.props.IntProperty(
        name="Unload After (Minutes)",
        description="How long the model may be idle before it is unloaded from"
        " memory. 0 keeps it loaded",
        default=10,
        min=0,
        soft_max=120,
    )
    unload_to_render: bpy.props.BoolProperty(
        name="Unload to Render",
        description="Unload the model from memory before a render starts",
        default=True,
    )

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        here = not worker_start.is_elsewhere()
        layout.prop(self, "worker_command", placeholder="This computer")
        if here:
            layout.prop(self, "environment_folder", placeholder=_own_folder())
            layout.prop(self, "python", placeholder="None")
            layout.prop(self, "models_folder", placeholder="Hugging Face's own folder")
        layout.prop(self, "unload_after")
        if here:
            layout.prop(self, "unload_to_render")
        shortcut.draw(layout, context)
        text, icon = _state()
        layout.label(text=text, icon=icon, translate=False)
        if session.current.error:
            layout.label(text=str(session.current.error), icon="ERROR")
        row = layout.row()
        if not bpy.app.online_access:
            row.operator("maquette.allow_online", icon="INTERNET")
        if here:
            row.operator("maquette.install_backend", icon="IMPORT")
            row.operator("maquette.remove_backend", icon="TRASH")
        else:
            row.operator("maquette.connect", icon="LINKED")
        row.operator("maquette.open_log", icon="TEXT")


def _state() -> tuple[str, str]:
    """Which worker there is, or why there is none, and an icon."""
    current = session.current
    try:
        worker_start.check()
        if not worker_start.is_elsewhere():
            return iface_("Ready: {}").format(printable(paths.worker_python())), "CHECKMARK"
    except MaquetteError as missing:
        return iface_(str(missing)), "INFO"
    if current.connecting:
        return iface_("Connecting"), "SORTTIME"
    if current.devices:
        return iface_("Ready: {}").format(printable(current.devices[0].label)), "CHECKMARK"
    return iface_("Not connected yet"), "INFO"


def _own_folder() -> str:
    """Where the environment lies unless another folder is chosen; the sentence stands below."""
    try:
        return printable(paths.default_environment())
    except MaquetteError:
        return ""


CLASSES = (MAQUETTE_PG_folder, MAQUETTE_AP_preferences)
