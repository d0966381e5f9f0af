"""A mesh that is drawn into the 3D views and is no object: it cannot be saved, rendered, selected
or undone.
"""

from __future__ import annotations

import gpu
import numpy as np
from gpu_extras.batch import batch_for_shader
from mathutils import Matrix

from ...backend.shared import raster
from . import mesh_import, thumbnail

OPACITY = 0.85
LIGHT = np.array([0.35, -0.55, 0.75], np.float32) / np.float32(0.994)  # from the front left, above


def batch_of(mesh: mesh_import.MeshData) -> gpu.types.GPUBatch:
    if not len(mesh.faces):
        mesh = mesh_import.MeshData(*raster.octahedra(mesh.vertices, mesh.colours, mesh.radius))
    shader = gpu.shader.from_builtin("SMOOTH_COLOR")
    content = {"pos": mesh.vertices, "color": shaded(mesh.vertices, mesh)}
    return batch_for_shader(shader, "TRIS", content, indices=mesh.faces)


def draw(batch: gpu.types.GPUBatch, where: Matrix, before_all: bool = False) -> None:
    """Into the view that is being drawn; `before_all` of what would hide it."""
    with gpu.matrix.push_pop(), gpu.matrix.push_pop_projection():
        if before_all:
            gpu.matrix.load_projection_matrix(in_front(gpu.matrix.get_projection_matrix()))
        gpu.matrix.multiply_matrix(where)
        gpu.state.blend_set("ALPHA")
        gpu.state.depth_test_set("LESS_EQUAL")
        gpu.state.depth_mask_set(True)
        batch.draw(gpu.shader.from_builtin("SMOOTH_COLOR"))
        gpu.state.depth_mask_set(False)
        gpu.state.depth_test_set("NONE")
        gpu.state.blend_set("NONE")


def in_front(projection: Matrix) -> Matrix:
    """A projection onto the same places of the view, with all depths in the half of their range
    that is nearer to the eye: what is drawn with it hides itself, and nothing in the scene hides it
    but what is in that half. In perspective that ends at twice the distance of the near clip."""
    nearer = Matrix.Identity(4)
    nearer[2][2], nearer[2][3] = 0.5, -0.5
    return nearer @ projection


def shaded(vertices: np.ndarray, mesh: mesh_import.MeshData) -> np.ndarray:
    """(V, 4) what a view shows as it is: lit colours in sRGB, and the opacity."""
    corners = vertices[mesh.faces]
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(vertices)
    for corner in mesh.faces.T:
        np.add.at(normals, corner, facing)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    light = 0.35 + 0.65 * np.clip(normals / np.maximum(length, 1e-12) @ LIGHT, 0, 1)
    rgba = np.full((len(vertices), 4), OPACITY, np.float32)
    rgba[:, :3] = thumbnail.srgb(np.clip(mesh.colours * light[:, None], 0, 1))
    return rgba
