"""Live preview: the first sample of the running job as it is so far, drawn into the 3D views.

It is drawn, and no object: so it cannot be saved, rendered, selected or undone.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import bpy
import gpu
import numpy as np
from gpu_extras.batch import batch_for_shader
from mathutils import Matrix, Vector

from ...backend.shared import raster
from ...backend.shared.errors import MaquetteError
from ..jobs.job import Job
from . import landing, mesh_import, thumbnail

OPACITY = 0.85
LIGHT = np.array([0.35, -0.55, 0.75], np.float32) / np.float32(0.994)  # from the front left, above

_handler: object | None = None
_running: Callable[[], Job | None] | None = None
_shape: tuple[tuple[str, int], Matrix, bool, gpu.types.GPUBatch] | None = None


def _draw() -> None:
    """Called by every 3D view. Whatever fails, it only draws nothing."""
    global _shape
    job = _running() if _running else None
    if job is None or job.preview is None:
        _shape = None
        return
    press = job.placement.press
    if press and press.scene.find([bpy.context.scene]) is None:  # this view shows another one
        return
    known = job.name, job.preview.step
    if _shape is None or _shape[0] != known:
        try:
            mesh = mesh_import.read(Path(job.preview.mesh))
        except MaquetteError:  # its file is gone: the job is about to end
            return
        mesh, where = placed(job, mesh)
        if not len(mesh.faces):
            solid = raster.octahedra(mesh.vertices, mesh.colours, mesh.radius)
            mesh = mesh_import.MeshData(*solid)
        shader = gpu.shader.from_builtin("SMOOTH_COLOR")
        content = {"pos": mesh.vertices, "color": shaded(mesh.vertices, mesh)}
        batch = batch_for_shader(shader, "TRIS", content, indices=mesh.faces)
        _shape = known, where, landing.target_of(job) is not None, batch
    _known, where, filling, batch = _shape
    with gpu.matrix.push_pop(), gpu.matrix.push_pop_projection():
        if filling:  # what it will take the place of would hide it
            gpu.matrix.load_projection_matrix(in_front(gpu.matrix.get_projection_matrix()))
        gpu.matrix.multiply_matrix(where)
        gpu.state.blend_set("ALPHA")
        gpu.state.depth_test_set("LESS_EQUAL")
        gpu.state.depth_mask_set(True)
        batch.draw(gpu.shader.from_builtin("SMOOTH_COLOR"))
        gpu.state.depth_mask_set(False)
        gpu.state.depth_test_set("NONE")
        gpu.state.blend_set("NONE")


def placed(job: Job, mesh: mesh_import.MeshData) -> tuple[mesh_import.MeshData, Matrix]:
    """The mesh as it will be, and the matrix that puts it where the first sample will land."""
    target, layer = landing.target_of(job), bpy.context.view_layer
    form, box, press = job.placement.form, job.placement.box, job.placement.press
    mesh = mesh_import.fitted(mesh, target, form.size, form.origin, box)
    if target is not None:
        return mesh, target.matrix_world.copy()
    cursor = press.cursor if press else bpy.context.scene.cursor.location
    turn, places = landing.stand(job, layer, Vector(cursor), [mesh.vertices])
    return mesh, Matrix.Translation(places[0]) @ turn.to_4x4()


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


def register(running: Callable[[], Job | None]) -> None:
    """Draw, from now on, the job that `running` tells."""
    global _handler, _running
    _running = running
    _handler = bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_VIEW")


def unregister() -> None:
    global _handler, _shape
    bpy.types.SpaceView3D.draw_handler_remove(_handler, "WINDOW")
    _handler = _shape = None
