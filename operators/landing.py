"""Where a finished job lands: in the scene at hand, as one undo step."""

from __future__ import annotations

from pathlib import Path

import bpy

from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.messages import Sample, version
from . import mesh_import
from .job import Job

SPACING = 1.25  # between samples side by side, in sizes
PROPERTY_HIGHEST = 2**31 - 1  # of a whole number in a custom property


def possible() -> bool:
    """Not while a tool has the mouse or a render runs: both hold on to the scene as it is."""
    windows = bpy.context.window_manager.windows
    return not (
        any(len(window.modal_operators) for window in windows) or bpy.app.is_job_running("RENDER")
    )


def land(context: bpy.types.Context, job: Job) -> list[bpy.types.Object]:
    """Make an object of each sample, select them, and push one undo step."""
    request = job.request
    try:
        arrays = [mesh_import.read(Path(request.folder, s.mesh)) for s in job.result.samples]
        mesh_import.leave_edit_mode(context)
        picture = _picture(job)
        made = [
            mesh_import.make_object(
                context,
                mesh,
                job.title,
                _provenance(job, sample, picture),
                size=job.size,
                smooth=job.smooth,
                offset=k * job.size * SPACING,
            )
            for k, (mesh, sample) in enumerate(zip(arrays, job.result.samples, strict=True))
        ]
    finally:
        job.discard()
    mesh_import.select(context, made)
    bpy.ops.ed.undo_push(message=f"Generate {mesh_import.object_name(job.title)}")
    return made


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


def _provenance(job: Job, sample: Sample, picture: bpy.types.Image | None) -> dict[str, object]:
    """How to make this object again."""
    seed = sample.seed
    shown = job.request.picture
    return {
        "prompt": job.request.prompt,
        **({"picture": picture} if picture else {}),
        **({"preparation": ", ".join(shown.preparation)} if shown else {}),
        **({"drawer": job.request.drawer} if job.request.drawer else {}),
        "model": job.result.model or job.request.model,
        "seed": seed if seed <= PROPERTY_HIGHEST else str(seed),
        "preset": job.request.preset,
        "steps": job.result.steps,
        "guidance": job.result.guidance,
        "resolution": job.request.resolution,
        "version": version(),
    }
