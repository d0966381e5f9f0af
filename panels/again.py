"""The Take It Up Again sub-panel: what can be done with an object that Maquette made."""

from __future__ import annotations

import bpy

from ..operators import again, provenance, session
from .tab import Tab, missing


class MAQUETTE_PT_again(Tab, bpy.types.Panel):
    bl_label = "This Object"
    bl_parent_id = "MAQUETTE_PT_main"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return missing() is None and provenance.ours(context.object)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        made = context.object
        layout.label(text=made.name, icon="OBJECT_DATA", translate=False)
        if session.current.job:  # see the sidebar: no button is greyed under the mouse
            layout.label(text="A job is running", icon="SORTTIME")
            return
        row = layout.row(align=True)
        row.operator("maquette.regenerate", icon="FILE_REFRESH").new_seed = False
        row.operator("maquette.regenerate", text="New Seed", icon="FILE_REFRESH").new_seed = True
        column = layout.column(align=True)
        column.enabled = bool(provenance.latent_size(made))
        row = column.row(align=True)
        row.operator("maquette.vary", icon="MOD_NOISE")
        resolution = context.scene.maquette.resolution
        row.operator("maquette.remesh", icon="MOD_REMESH").resolution = resolution
        if again.other_of(context):
            column.operator("maquette.blend", icon="MOD_WARP")
        if size := provenance.latent_size(made):
            row = layout.row()
            row.label(text=f"Latent: {size / 1024:.0f} KB", translate=False)
            row.operator("maquette.forget_latent", text="", icon="X", emboss=False)
        else:
            layout.label(text="No latent: regenerate it first", icon="INFO")


CLASSES = (MAQUETTE_PT_again,)
