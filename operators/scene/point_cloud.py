"""Points in a scene: a mesh of vertices alone, and a modifier that shows them.

A mesh can be sculpted, selected and exported; Blender's own point clouds cannot be made by Python
before 5.0, nor edited.
"""

from __future__ import annotations

import bpy
import numpy as np

from ...backend.shared import raster
from . import material, point_shapes, rest
from .point_shapes import RADIUS

MANY = 20_000  # points; solids around more of them would make Blender slow


def is_one(mesh: bpy.types.Mesh) -> bool:
    """Whether a mesh is points: it has vertices alone."""
    return bool(mesh.vertices) and not mesh.edges and not mesh.polygons


def show(made: bpy.types.Object) -> None:
    """Give the object the modifier if its mesh is points, before its other modifiers, or else take
    it away."""
    if not is_one(made.data):
        hide(made)
        return
    if not _ours(made):
        modifier = made.modifiers.new(point_shapes.NAME, "NODES")
        modifier.node_group = point_shapes.group()
        if len(made.data.vertices) > MANY:
            point_shapes.choose(modifier, "Points")
        made.modifiers.move(len(made.modifiers) - 1, 0)
    for modifier in _ours(made):
        point_shapes.paint(modifier, made.data.materials)


def is_shown(made: bpy.types.Object) -> bool:
    """Whether the object is points, and the modifier shows them."""
    return is_one(made.data) and bool(_ours(made))


def hide(made: bpy.types.Object) -> None:
    """Take the modifier away."""
    for modifier in _ours(made):
        made.modifiers.remove(modifier)


def is_gray(made: bpy.types.Object) -> bool:
    """Whether Solid shading shows the object in one color whatever it is set to, as it does
    Blender's own points."""
    return any(point_shapes.chosen(modifier) == "Points" for modifier in _ours(made))


def keep_radius(mesh: bpy.types.Mesh, radius: np.ndarray | None) -> None:
    """As an attribute of its points, (N,); None: as large as lets a surface of them look closed."""
    radius = raster.usual_radius(rest.coordinates(mesh)) if radius is None else radius
    mesh.attributes.new(RADIUS, "FLOAT", "POINT").data.foreach_set("value", radius)


def drawn(mesh: bpy.types.Mesh) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What an image of points shows: `octahedra` of a mesh that is points, in its own space."""
    count = len(mesh.vertices)
    colors, radius = np.ones(4 * count, np.float32), np.zeros(count, np.float32)
    if layer := mesh.color_attributes.get(material.COLOUR):
        layer.data.foreach_get("color", colors)
    if sized := mesh.attributes.get(RADIUS):
        sized.data.foreach_get("value", radius)
    return raster.octahedra(rest.coordinates(mesh), colors.reshape(-1, 4)[:, :3], radius)


def _ours(made: bpy.types.Object) -> list[bpy.types.Modifier]:
    return [modifier for modifier in made.modifiers if point_shapes.is_ours(modifier)]
