"""The points of a mesh, where both were made: an object of their own in its place, hidden, which
goes where it goes. The mesh says how both were made.
"""

from __future__ import annotations

import bpy
import numpy as np

from . import material, mesh_import, naming, point_cloud, rest
from .mesh_import import MeshData

MARK = "maquette_companion"  # on the object of the points


def placed(points: MeshData, mesh: MeshData, there: np.ndarray) -> MeshData:
    """The points moved as the mesh was, whose vertices are `there` (V, 3) now."""
    frame = rest.affine(mesh.vertices, there)
    factor = np.float32(np.cbrt(abs(np.linalg.det(frame[:3, :3]))))
    radius = None if points.radius is None else points.radius * factor
    return points._replace(vertices=rest.moved(points.vertices, frame), radius=radius)


def give(made: bpy.types.Object, points: MeshData, layer: bpy.types.ViewLayer) -> None:
    """Points in the coordinates of the object, for an object beside it; the one that is there
    already, with its modifiers, gets them in the place of its own."""
    name = naming.object_name(f"{made.name} points")
    mesh = mesh_import.build(name, points, "SMOOTH")
    mesh.materials.append(material.vertex_colours())
    if there := of(made):
        before, there.data = there.data, mesh
        if not before.users:
            bpy.data.meshes.remove(before)
        point_cloud.show(there)
        return
    new = bpy.data.objects.new(name, mesh)
    new[MARK], new.parent, new.hide_render = True, made, True
    for collection in made.users_collection:
        collection.objects.link(new)
    point_cloud.show(new)
    layer.update()
    if new in set(layer.objects):
        new.hide_set(True, view_layer=layer)


def of(made: bpy.types.Object) -> bpy.types.Object | None:
    """The object of its points, if there is one."""
    return next((each for each in made.children if MARK in each and each.type == "MESH"), None)


def remove(made: bpy.types.Object) -> None:
    if there := of(made):
        bpy.data.meshes.remove(there.data)  # and the object with it
