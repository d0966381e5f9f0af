"""Where a finished job lands: in the scene at hand, as one undo step."""

from __future__ import annotations

from pathlib import Path

import bpy

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
        made = [
            mesh_import.make_object(
                context,
                mesh,
                request.prompt,
                _provenance(job, sample),
                size=job.size,
                smooth=job.smooth,
                offset=k * job.size * SPACING,
            )
            for k, (mesh, sample) in enumerate(zip(arrays, job.result.samples, strict=True))
        ]
    finally:
        job.discard()
    mesh_import.select(context, made)
    bpy.ops.ed.undo_push(message=f"Generate {mesh_import.object_name(request.prompt)}")
    return made


def _provenance(job: Job, sample: Sample) -> dict[str, object]:
    """How to make this object again."""
    seed = sample.seed
    return {
        "prompt": job.request.prompt,
        "model": job.result.model or job.request.model,
        "seed": seed if seed <= PROPERTY_HIGHEST else str(seed),
        "steps": job.result.steps,
        "guidance": job.result.guidance,
        "resolution": job.request.resolution,
        "version": version(),
    }
