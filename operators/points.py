"""Points made into something else: Convert to Point Cloud."""

from __future__ import annotations

import bpy

from . import session
from .job_operator import allowed
from .scene import mesh_import, point_cloud


class MAQUETTE_OT_to_point_cloud(bpy.types.Operator):
    """Convert this object to a point cloud object of Blender. It can no longer be regenerated"""

    bl_idname = "maquette.to_point_cloud"
    bl_label = "Convert to Point Cloud"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, why_no_point_cloud(context.object))

    def execute(self, context: bpy.types.Context) -> set[str]:
        made = context.object
        mesh_import.leave_edit_mode(context)
        mesh_import.select(context.view_layer, [made])
        point_cloud.hide(made)
        done = bpy.ops.object.convert(target="POINTCLOUD")
        session.redraw()
        return done


CLASSES = (MAQUETTE_OT_to_point_cloud,)


def makes_point_clouds() -> bool:
    """Whether this Blender converts meshes to its own point clouds; those up to 4.x do not."""
    target = bpy.ops.object.convert.get_rna_type().properties["target"]
    return "POINTCLOUD" in target.enum_items


def why_no_point_cloud(made: bpy.types.Object | None) -> str:
    """Why an object cannot become one; empty if it can."""
    if not makes_point_clouds():
        return "This version of Blender has no point cloud objects"
    if made is None or made.type != "MESH" or not point_cloud.is_one(made.data):
        return "The active object does not consist of points"
    return "" if made.is_editable else "The active object is not a mesh in this file"
