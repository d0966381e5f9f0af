"""Where the backend lives, and whether it is there."""

from __future__ import annotations

import bpy

from ..backend.protocol.errors import MaquetteError
from ..operators import session, whereabouts


class MAQUETTE_AP_preferences(bpy.types.AddonPreferences):
    bl_idname = whereabouts.PACKAGE

    environment_folder: bpy.props.StringProperty(
        name="Backend Folder",
        description="Where Install Backend puts 2 GB. Empty: Maquette's own folder",
        subtype="DIR_PATH",
    )
    python: bpy.props.StringProperty(
        name="Existing Python",
        description="A Python that has what the backend needs, used instead of an installation",
        subtype="FILE_PATH",
    )

    def draw(self, _context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "environment_folder", placeholder=str(whereabouts.default_environment()))
        layout.prop(self, "python", placeholder="None")
        try:
            layout.label(text=f"Ready: {whereabouts.worker_python()}", icon="CHECKMARK")
        except MaquetteError as missing:
            layout.label(text=str(missing), icon="INFO")
        if session.current.error:
            layout.label(text=str(session.current.error), icon="ERROR")
        row = layout.row()
        if not bpy.app.online_access:
            row.operator("maquette.allow_online", icon="INTERNET")
        row.operator("maquette.install_backend", icon="IMPORT")
        row.operator("maquette.remove_backend", icon="TRASH")
        row.operator("maquette.open_log", icon="TEXT")


CLASSES = (MAQUETTE_AP_preferences,)
