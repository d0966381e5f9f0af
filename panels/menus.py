"""Where Blender's users look: the Add menu, the Object menu and its context menu."""

from __future__ import annotations

import bpy

from ..operators import collision, object_operator, restore
from ..operators.scene import provenance
from . import this_object

SEPARATED = ("VIEW3D_MT_object_context_menu", "VIEW3D_MT_object")


class MAQUETTE_MT_object(bpy.types.Menu):
    """What can be done with the active object."""

    bl_label = "Maquette"

    def draw(self, context: bpy.types.Context) -> None:
        layout, made = self.layout, context.object
        layout.operator_context = "INVOKE_DEFAULT"
        if not object_operator.why_not(made, needs_latent=False):
            layout.operator("maquette.regenerate", icon="FILE_REFRESH").new_seed = False
            again = layout.operator("maquette.regenerate", text="New Seed", icon="FILE_REFRESH")
            again.new_seed = True
        if not object_operator.why_not(made, needs_latent=True):
            if object_operator.can(made, "variations"):
                this_object.variations_button(context, layout, text="Variations")
            if object_operator.can(made, "mesh"):
                this_object.remesh_button(context, layout)
            if object_operator.can(made, "triangles"):
                layout.operator(
                    "maquette.make_levels", text="Levels of Detail...", icon="MOD_DECIM"
                )
        if not restore.why_no_restore(made):
            layout.operator("maquette.restore", icon="LOOP_BACK")
        if not collision.why_not(made):
            layout.operator_menu_enum("maquette.make_hulls", "shape", icon="MESH_ICOSPHERE")
        layout.operator("maquette.save_asset", text="Save as Asset...", icon="ASSET_MANAGER")


CLASSES = (MAQUETTE_MT_object,)


def register() -> None:
    bpy.types.VIEW3D_MT_mesh_add.append(_draw_add)
    for name in SEPARATED:
        getattr(bpy.types, name).append(_draw_object)


def unregister() -> None:
    for name in SEPARATED:
        getattr(bpy.types, name).remove(_draw_object)
    bpy.types.VIEW3D_MT_mesh_add.remove(_draw_add)


def _draw_add(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    if context.mode != "OBJECT":  # there, these add to the mesh that is edited
        return
    layout = menu.layout
    layout.separator()
    layout.operator_context = "INVOKE_REGION_WIN"
    layout.operator("maquette.add", text="Maquette...", icon="MOD_BUILD")


def _draw_object(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    made = context.object
    if made is not None and (made.type == "MESH" or provenance.ours(made)):
        menu.layout.separator()
        menu.layout.menu("MAQUETTE_MT_object")
