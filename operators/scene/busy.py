"""Whether the scene can be changed just now, or whether something in Blender holds it as it is."""

from __future__ import annotations

import time

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..jobs.job import Job

PATIENCE = 5.0  # seconds that a result waits for a tool
# Blender's own modal operators. A stroke records its undo step as it goes, and these tools hold a
# mesh open: nothing can be put between. The others hold places or a frame, and take it if need be.
STROKES = (
    *("PAINT_OT_", "SCULPT_OT_", "SCULPT_CURVES_OT_", "PARTICLE_OT_"),
    *("GPENCIL_OT_", "GREASE_PENCIL_OT_", "MESH_OT_", "CURVE_OT_", "CURVES_OT_"),
)
TOOLS = (
    *("TRANSFORM_OT_", "OBJECT_OT_", "VIEW3D_OT_select_", "VIEW3D_OT_interactive_add"),
    *("ARMATURE_OT_", "POSE_OT_", "LATTICE_OT_", "MBALL_OT_", "FONT_OT_"),
)


def why_not(job: Job) -> str:
    """Why a finished job's objects do not come into the scene now; empty if they can."""
    if bpy.app.is_job_running("RENDER"):
        return iface_("It will be added when the render is done.")
    patient = time.monotonic() - job.ended < PATIENCE
    if runs(STROKES + TOOLS if patient else STROKES):
        return iface_("It will be added when the running tool is done.")
    return ""


def runs(kinds: tuple[str, ...] = STROKES + TOOLS) -> bool:
    """Whether a tool of these kinds has the mouse, in any window."""
    windows = bpy.context.window_manager.windows
    tools = [each.bl_idname for window in windows for each in window.modal_operators]
    return any(name.startswith(kinds) and not _of_an_add_on(name) for name in tools)


def _of_an_add_on(name: str) -> bool:
    """Whether an operator is written in Python. Such ones stand for hours, to show keys or to watch
    for something, and none of them holds what Blender's own tools hold."""
    return bpy.types.Operator.bl_rna_get_subclass_py(name) is not None
