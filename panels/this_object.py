"""The This Object sub-panel: what can be done with an object that Maquette made."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.request import detail
from ..operators import object_operator, points, regenerate, scatter, variations
from ..operators.scene import fitting, point_cloud, provenance
from ..operators.scene.latent import size as latent_size
from ..operators.settings import NUMBERS
from . import turntable
from .tab import CLOSE, Tab, missing, wrap


class MAQUETTE_PT_again(Tab, bpy.types.Panel):
    bl_label = "This Object"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_order = 1

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if missing():
            return False
        if provenance.ours(context.object) or not points.why_no_mesh(context):
            return True
        return not points.why_no_point_cloud(context.object)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        made = context.object
        layout.label(text=made.name, icon="OBJECT_DATA", translate=False)
        if made.type == "MESH":
            layout.label(text=_counted(made), icon="MESH_DATA", translate=False)
        is_mesh = made.type == "MESH" and not point_cloud.is_one(made.data)
        ours = provenance.ours(made)
        if not points.why_no_mesh(context) and not (ours and is_mesh):
            layout.operator("maquette.points_to_mesh", icon="OUTLINER_OB_POINTCLOUD")
        if not points.why_no_point_cloud(made):
            layout.operator("maquette.to_point_cloud", icon="OUTLINER_OB_POINTCLOUD")
        if ours:
            _draw_ours(context, layout, made)
        if is_mesh:
            layout.operator_menu_enum("maquette.make_hulls", "shape", icon="MESH_ICOSPHERE")
        if ours:
            layout.operator("maquette.save_asset", text="Save as Asset...", icon="ASSET_MANAGER")
        if is_mesh:
            layout.operator("maquette.export_omage", icon="EXPORT")


CLASSES = (MAQUETTE_PT_again,)


def remesh_button(context: bpy.types.Context, layout: bpy.types.UILayout) -> None:
    """With the panel's settings."""
    settings = context.scene.maquette_remesh
    given = layout.operator("maquette.remesh", icon="MOD_REMESH")
    for name in _remeshed(context):
        setattr(given, name, getattr(settings, name))


def variations_button(
    context: bpy.types.Context, layout: bpy.types.UILayout, text: str = "Vary"
) -> None:
    """With the panel's settings."""
    settings = context.scene.maquette_again
    given = layout.operator("maquette.vary", text=text, icon="MOD_NOISE")
    given.strength, given.samples = settings.strength, settings.samples


def _draw_ours(
    context: bpy.types.Context, layout: bpy.types.UILayout, made: bpy.types.Object
) -> None:
    """What only objects can that say how they were made."""
    _draw_made_of(context, layout, made)
    of_points = provenance.is_of_points(made)
    if not of_points:
        row = layout.row(align=True)
        row.operator("maquette.regenerate", icon="FILE_REFRESH").new_seed = False
        row.operator("maquette.regenerate", text="New Seed", icon="FILE_REFRESH").new_seed = True
    latent = layout.column()
    latent.enabled = bool(latent_size(made))
    if object_operator.can(made, "mesh"):
        _draw_remesh(context, latent.column(align=True))
    if object_operator.can(made, "retexturing") and not of_points:
        latent.operator("maquette.retexture", icon="MATERIAL")
    if object_operator.can(made, "variations") and not of_points:
        _draw_variations(context, latent.column(align=True))
    if fitting.is_filled(made):
        layout.operator("maquette.restore", icon="LOOP_BACK")
    if size := latent_size(made):
        row = layout.row()
        row.label(text=iface_("Latent: {:.0f} KB").format(size / 1024), translate=False)
        row.operator("maquette.forget_latent", text="", icon="X", emboss=False)
    else:
        layout.label(text="No latent: regenerate it first", icon="INFO")
    turntable.draw(layout, made)
    if object_operator.can(made, "triangles"):
        layout.operator("maquette.make_levels", text="Levels of Detail...", icon="MOD_DECIM")


def _draw_made_of(
    context: bpy.types.Context, layout: bpy.types.UILayout, made: bpy.types.Object
) -> None:
    """Its prompt and its seed, each with a button that copies it."""
    box = layout.box().column(align=True)
    if prompt := str(made.get("maquette_prompt", "")):
        row = box.row()
        wrap(context, row, prompt, beside=CLOSE, translate=False)
        row.operator("maquette.copy", text="", icon="COPYDOWN", emboss=False).text = prompt
    seed = str(made.get("maquette_seed", 0))
    row = box.row()
    row.label(text=iface_("Seed: {}").format(seed), translate=False)
    row.operator("maquette.copy", text="", icon="COPYDOWN", emboss=False).text = seed


def _draw_remesh(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    settings = context.scene.maquette_remesh
    for name in _remeshed(context):
        column.prop(settings, name)
    remesh_button(context, column)


def _remeshed(context: bpy.types.Context) -> list[str]:
    """The settings for another mesh of the active object: those of its model, and the numbers where
    they are what is chosen."""
    found = object_operator.meshing(str(context.object["maquette_model"]))
    others = [name for name in regenerate.REMESHED if name not in object_operator.MESHING]
    if "detail" in found and context.scene.maquette_remesh.detail != detail.CUSTOM:
        return [name for name in found if name not in NUMBERS]
    return [*found, *others]


def _draw_variations(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    settings = context.scene.maquette_again
    column.prop(settings, "strength", slider=True)
    column.prop(settings, "samples")
    variations_button(context, column)
    if not scatter.why_not(context):
        given = column.operator("maquette.scatter", icon="STICKY_UVS_DISABLE")
        given.strength, given.samples = settings.strength, settings.samples
    if variations.other_of(context) and object_operator.can(context.object, "blending"):
        column.operator("maquette.blend", icon="MOD_WARP").samples = settings.samples


def _counted(made: bpy.types.Object) -> str:
    """How many triangles or quads, and whether the mesh is closed: as it was made, and still has
    two corners of faces an edge. Whoever takes a face away sees that at once."""
    mesh = made.data
    if point_cloud.is_one(mesh):
        return iface_("{:,} points").format(len(mesh.vertices))
    triangles = len(mesh.loops) - 2 * len(mesh.polygons)
    known = provenance.found(made)
    closed = known and known.mesh.watertight and len(mesh.loops) == 2 * len(mesh.edges)
    if mesh.polygons and len(mesh.loops) == 4 * len(mesh.polygons):
        told = iface_("{:,} quads, watertight") if closed else iface_("{:,} quads, open edges")
        return told.format(len(mesh.polygons))
    told = iface_("{:,} triangles, watertight") if closed else iface_("{:,} triangles, open edges")
    return told.format(triangles)
