"""Live preview: the first sample of the running job as it is so far, drawn into the 3D views."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import bpy
import gpu
from mathutils import Matrix, Vector

from ...backend.shared.errors import MaquetteError
from ..jobs.job import Job
from . import ghost, landing, mesh_import

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
        _shape = known, where, landing.target_of(job) is not None, ghost.batch_of(mesh)
    _known, where, filling, batch = _shape
    ghost.draw(batch, where, before_all=filling)  # what it will take the place of would hide it


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


def register(running: Callable[[], Job | None]) -> None:
    """Draw, from now on, the job that `running` tells."""
    global _handler, _running
    _running = running
    _handler = bpy.types.SpaceView3D.draw_handler_add(_draw, (), "WINDOW", "POST_VIEW")


def unregister() -> None:
    global _handler, _shape
    bpy.types.SpaceView3D.draw_handler_remove(_handler, "WINDOW")
    _handler = _shape = None
