"""The Take It Up Again sub-panel: what can be done with an object that Maquette made."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..operators import object_operator, points, regenerate, variations
from ..operators.jobs import installed_models
from ..operators.scene import fitting, point_cloud, provenance
from ..operators.scene.latent import size as latent_size
from . import turntable
from .tab import Tab, missing


class MAQUETTE_PT_again(Tab, bpy.types.Panel):
    bl_label = "This Object"
    bl_parent_id = "MAQUETTE_PT_main"

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
        if not points.why_no_mesh(context):
            layout.operator("maquette.points_to_mesh", icon="OUTLINER_OB_POINTCLOUD")
        if not points.why_no_point_cloud(made):
            layout.operator("maquette.to_point_cloud", icon="OUTLINER_OB_POINTCLOUD")
        if provenance.ours(made):
            _draw_ours(context, layout, made)
        if made.type == "MESH" and not point_cloud.is_one(made.data):
            layout.operator("maquette.export_omage", icon="EXPORT")


CLASSES = (MAQUETTE_PT_again,)


def _draw_ours(
    context: bpy.types.Context, layout: bpy.types.UILayout, made: bpy.types.Object
) -> None:
    """What only objects can that say how they were made."""
    row = layout.row(align=True)
    row.operator("maquette.regenerate", icon="FILE_REFRESH").new_seed = False
    row.operator("maquette.regenerate", text="New Seed", icon="FILE_REFRESH").new_seed = True
    latent = layout.column()
    latent.enabled = bool(latent_size(made))
    if object_operator.can(made, "mesh"):
        _draw_remesh(context, latent.column(align=True))
    if object_operator.can(made, "retexturing"):
        latent.operator("maquette.retexture", icon="MATERIAL")
    if object_operator.can(made, "variations"):
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
    layout.operator("maquette.save_asset", icon="ASSET_MANAGER")


def _draw_remesh(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    settings = context.scene.maquette
    known = installed_models.family_of(str(context.object["maquette_model"]))
    for name in regenerate.REMESHED:
        if not known or name not in object_operator.MESHING or known.has(name):
            column.prop(settings, name)
    remesh = column.operator("maquette.remesh", icon="MOD_REMESH")
    for name in regenerate.REMESHED:
        setattr(remesh, name, getattr(settings, name))


def _draw_variations(context: bpy.types.Context, column: bpy.types.UILayout) -> None:
    settings = context.scene.maquette_again
    column.prop(settings, "strength", slider=True)
    column.prop(settings, "samples")
    given = column.operator("maquette.vary", icon="MOD_NOISE")
    given.strength, given.samples = settings.strength, settings.samples
    if variations.other_of(context) and object_operator.can(context.object, "blending"):
        column.operator("maquette.blend", icon="MOD_WARP").samples = settings.samples


def _counted(made: bpy.types.Object) -> str:
    """How many triangles, and whether the mesh is closed: as it was made, and still has two corners
    of faces an edge. Whoever takes a face away sees that at once."""
    mesh = made.data
    if point_cloud.is_one(mesh):
        return iface_("{:,} points").format(len(mesh.vertices))
    triangles = len(mesh.loops) - 2 * len(mesh.polygons)
    known = provenance.found(made)
    closed = known and known.mesh.watertight and len(mesh.loops) == 2 * len(mesh.edges)
    told = iface_("{:,} triangles, watertight") if closed else iface_("{:,} triangles, open edges")
    return told.format(triangles)
