"""Where a finished job lands: in the scene at hand, as one undo step."""

from __future__ import annotations

from pathlib import Path

import bpy

from ..backend.protocol.errors import MaquetteError
from . import growth, mesh_import, provenance
from .job import Job

SHAPE = ("size", "shading", "origin", "voxels")  # of a job: how objects are made of its meshes
SPACING = 1.25  # between samples side by side, in sizes


def possible() -> bool:
    """Not while a tool has the mouse or a render runs: both hold on to the scene as it is."""
    windows = bpy.context.window_manager.windows
    return not (
        any(len(window.modal_operators) for window in windows) or bpy.app.is_job_running("RENDER")
    )


def land(context: bpy.types.Context, job: Job) -> list[bpy.types.Object]:
    """Make an object of each sample, or put the one sample's mesh into the job's target, select
    them, and push one undo step."""
    samples = job.result.samples
    meshes = [mesh_import.read(Path(job.request.folder, sample.mesh)) for sample in samples]
    frames = [mesh_import.read(Path(frame)) for frame in job.result.frames]
    mesh_import.leave_edit_mode(context)
    picture = _picture(job)
    target = target_of(job)
    source = target or object_of(job.beside)
    passed_on = provenance.inherited(source, job) if source else {}
    keeps = [{**provenance.told(job, sample, picture), **passed_on} for sample in samples]
    if target is not None:
        shape = [getattr(job, name) for name in SHAPE]
        mesh_import.replace_mesh(target, meshes[0], keeps[0], *shape, job.box)
        growth.remove(target)
        made = [target]
    else:
        made = _row(context, job, meshes, keeps)
    if frames:
        place = target, job.size, job.origin, job.box
        fitted = (mesh_import.fitted(frame, *place) for frame in frames)
        growth.add(made[0], [f._replace(vertices=v) for f, v in zip(frames, fitted, strict=True)])
    if target is None or target.name in context.view_layer.objects:
        mesh_import.select(context, made)
    verb = "Generate" if target is None or job.box else "Replace"
    bpy.ops.ed.undo_push(message=f"{verb} {mesh_import.object_name(job.title)}")
    return made


def _row(
    context: bpy.types.Context,
    job: Job,
    meshes: list[mesh_import.Mesh],
    keeps: list[dict[str, object]],
) -> list[bpy.types.Object]:
    """Objects side by side along x, from the 3D cursor or from the object they are to stand by."""
    neighbour, spacing = object_of(job.beside), job.size * SPACING
    first = 0.0 if neighbour is None else spacing
    place = None if neighbour is None else neighbour.matrix_world.translation
    return [
        mesh_import.make_object(
            context,
            mesh,
            job.title,
            kept,
            size=job.size,
            shading=job.shading,
            origin=job.origin,
            voxels=job.voxels,
            place=place,
            offset=first + k * spacing,
        )
        for k, (mesh, kept) in enumerate(zip(meshes, keeps, strict=True))
    ]


def target_of(job: Job) -> bpy.types.Object | None:
    """The object that shall get the mesh, unless it left its scenes meanwhile, or is edited where
    `leave_edit_mode` does not reach: there Blender keeps the mesh that it has."""
    made = object_of(job.target)
    return made if made and made.users_scene and made.mode == "OBJECT" else None


def object_of(uid: int | None) -> bpy.types.Object | None:
    """The object of this `session_uid`, which undo and renaming leave as it is; None: it is gone
    or was never there."""
    return next((made for made in bpy.data.objects if made.session_uid == uid), None)


def _picture(job: Job) -> bpy.types.Image | None:
    """The picture as the model saw it, kept in the file."""
    if not job.result.picture:
        return None
    try:
        image = bpy.data.images.load(job.result.picture)
        image.pack()
    except RuntimeError as error:
        raise MaquetteError(
            "file", "The prepared picture cannot be read.", "Press Generate again."
        ) from error
    image.name = f"{mesh_import.object_name(job.title)} picture"
    return image
