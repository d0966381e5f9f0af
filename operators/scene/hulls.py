"""Collision hulls of an object: its children, named as Unreal takes them in, seen as wires and in
no render."""

from __future__ import annotations

import bmesh
import bpy
import numpy as np
from mathutils import Matrix

from ...backend.shared.errors import MaquetteError
from . import convex, naming
from .replacement import remove_unused
from .rest import coordinates

MARK = "maquette_hull"  # of those that were made here
SHAPES = (
    ("BOX", "Box", "Use the bounding box"),
    ("CONVEX", "Convex", "Use one convex hull"),
    ("PARTS", "Parts", "Use a few convex hulls that follow the shape"),
)
MOST = 32  # parts
SMALLEST = 1e-6  # of the volume of a cube as long as the object: what has less is flat


def name_of(made: bpy.types.Object, number: int) -> str:
    return naming.around(made.name, "UCX_", f"_{number:02d}")


def make(
    made: bpy.types.Object, shape: str, most: int, depsgraph: bpy.types.Depsgraph
) -> list[bpy.types.Object]:
    """Give an object hulls in place of those that it has from here: one, or so many parts at most.

    Raises MaquetteError("request") if it has no volume, or if another object has such a name.
    """
    points = _points(made, depsgraph, surface=shape == "PARTS")
    size = float(np.ptp(points, axis=0).max()) if len(points) else 0.0
    if convex.volume(points) <= SMALLEST * size**3:
        raise MaquetteError("request", f"{made.name} is flat or empty.", "Choose a solid object.")
    if shape == "BOX":
        low, high = points.min(0), points.max(0)
        points = np.array([np.where(corner, high, low) for corner in np.ndindex(2, 2, 2)])
    found = convex.parts(points, most) if shape == "PARTS" else [points]
    earlier = [each for each in made.children if MARK in each]
    names = [name_of(made, number) for number in range(len(found))]
    naming.check_free(names, earlier)
    for each in earlier:
        mesh = each.data
        bpy.data.objects.remove(each)
        if mesh:
            remove_unused(mesh)
    return [_hull(made, name, each) for name, each in zip(names, found, strict=True)]


def _points(made: bpy.types.Object, depsgraph: bpy.types.Depsgraph, surface: bool) -> np.ndarray:
    """(N, 3) of the object as its modifiers show it."""
    shown = made.evaluated_get(depsgraph)
    mesh = shown.to_mesh()
    try:
        vertices = coordinates(mesh).astype(np.float64)
        if not surface:
            return vertices
        mesh.calc_loop_triangles()
        triangles = np.empty(3 * len(mesh.loop_triangles), np.int32)
        mesh.loop_triangles.foreach_get("vertices", triangles)
        return convex.surface(vertices, triangles.reshape(-1, 3))
    finally:
        shown.to_mesh_clear()


def _hull(made: bpy.types.Object, name: str, points: np.ndarray) -> bpy.types.Object:
    mesh = bpy.data.meshes.new(name)
    hull: bmesh.types.BMesh = convex.hull(points)
    hull.to_mesh(mesh)
    hull.free()
    own = bpy.data.objects.new(name, mesh)
    own[MARK] = True
    own.parent, own.matrix_parent_inverse = made, Matrix()
    own.display_type, own.hide_render = "WIRE", True
    for collection in made.users_collection:
        collection.objects.link(own)
    return own
