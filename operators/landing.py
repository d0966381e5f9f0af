"""Where a finished job lands: in the scene that it was asked for in, as one undo step."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_
from mathutils import Matrix, Vector

from ..backend.protocol.errors import MaquetteError
from . import arrangement, growth, mesh_import, placement, provenance, replacing, rest
from .arrangement import SPACING
from .job import Job
from .placement import Site

SHAPE = ("size", "shading", "origin", "voxels")  # of a job: how objects are made of its meshes
PATIENCE = 5.0  # seconds that a tool is waited for
# The operators that hold on to the scene as it is while they have the mouse. Others stand by for
# hours, such as an add-on's that shows the keys that are pressed.
HOLDING = (
    *("TRANSFORM_OT_", "VIEW3D_OT_select", "SCULPT_OT_", "PAINT_OT_", "MESH_OT_", "CURVE_OT_"),
    *("CURVES_OT_", "GPENCIL_OT_", "GREASE_PENCIL_OT_", "SCULPT_CURVES_OT_", "OBJECT_OT_"),
    *("ARMATURE_OT_", "POSE_OT_", "PARTICLE_OT_", "UV_OT_", "ANIM_OT_", "GRAPH_OT_", "NODE_OT_"),
    *("BRUSH_OT_", "WM_OT_radial_control", "ED_OT_", "OUTLINER_OT_", "VIEW3D_OT_cursor3d"),
)

_held_since: float | None = None


def why_not(job: Job) -> str:
    """Why a job cannot land now; empty if it can."""
    if bpy.app.is_job_running("RENDER"):
        return "It waits for the render to end."
    if _tool_holds():
        return "It waits for the tool that you are using."
    made = object_of(job.target)
    if made and made.mode != "OBJECT" and not job.scripted:
        return iface_("It waits until {} is in Object Mode.").format(made.name)
    return ""


def _tool_holds() -> bool:
    """Whether a tool has the mouse, and not for so long that it must be waited for no more."""
    global _held_since
    if not tool_runs():
        _held_since = None
        return False
    _held_since = _held_since or time.monotonic()
    return time.monotonic() - _held_since < PATIENCE


def tool_runs() -> bool:
    windows = bpy.context.window_manager.windows
    running = [tool.bl_idname for window in windows for tool in window.modal_operators]
    return any(name.startswith(HOLDING) for name in running)


def land(context: bpy.types.Context, job: Job, same_file: bool = True) -> list[bpy.types.Object]:
    """Make an object of each sample, or put the one sample's mesh into the job's target, select
    them unless the artist works on something, and push one undo step."""
    chosen = job.placement or placement.take(context, script=True)
    if not same_file:
        _find_again(job, chosen)
    site = placement.resolve(context, chosen, same_file)
    samples = job.result.samples
    meshes = [mesh_import.read(Path(job.request.folder, sample.mesh)) for sample in samples]
    frames = [mesh_import.read(Path(frame)) for frame in job.result.frames]
    if not site.quiet:
        mesh_import.leave_edit_mode(context)
    picture = _picture(job)
    target = target_of(job)
    source = target or object_of(job.beside)
    passed_on = provenance.inherited(source, job) if source else {}
    keeps = [{**provenance.told(job, sample, picture), **passed_on} for sample in samples]
    if target is not None:
        shape = [getattr(job, name) for name in SHAPE]
        replacing.replace(target, meshes[0], keeps[0], *shape, job.box)
        growth.remove(target)
        made = [target]
    else:
        made = _row(site, job, meshes, keeps)
        if chosen.objects and job.beside is None:
            site.notes.append(iface_("The object that it was made for is gone."))
    if frames:
        place = target, job.size, job.origin, job.box
        growth.add(made[0], [mesh_import.fitted(frame, *place) for frame in frames])
    if not (site.quiet or tool_runs()):
        site.select(made)
    if context.mode == "OBJECT" and not tool_runs():  # else the next step takes it along
        verb = "Generate" if target is None or job.box else "Replace"
        bpy.ops.ed.undo_push(message=f"{verb} {mesh_import.object_name(job.title)}")
    job.result = replace(job.result, notes=(*job.result.notes, *site.notes))
    return made


def _row(
    site: Site,
    job: Job,
    meshes: list[mesh_import.Mesh],
    keeps: list[dict[str, object]],
) -> list[bpy.types.Object]:
    """Objects in a grid, from the 3D cursor or beside the object that they are to stand by."""
    shape = {name: getattr(job, name) for name in SHAPE}
    made: list[bpy.types.Object] = []
    try:
        for mesh, kept in zip(meshes, keeps, strict=True):
            made.append(mesh_import.make_object(mesh, job.title, kept, **shape))
        matrices = placed(site, job, [rest.coordinates(each.data) for each in made])
        for each, matrix in zip(made, matrices, strict=True):
            each.matrix_world = matrix
            site.link(each)
            site.show(each)
    except BaseException:
        for each in made:
            mesh = each.data
            bpy.data.objects.remove(each)
            bpy.data.meshes.remove(mesh)
        raise
    return made


def placed(site: Site, job: Job, shapes: list[np.ndarray]) -> list[Matrix]:
    """The matrices of objects with these vertices (V, 3)."""
    neighbour = object_of(job.beside)
    pitch = job.size * SPACING
    start, turned, right = site.cursor.copy(), Matrix.Identity(4), Vector((pitch, 0, 0))
    if neighbour is not None:
        turned = neighbour.matrix_world.to_quaternion().to_matrix().to_4x4()
        start = neighbour.matrix_world.translation + right
    places = arrangement.grid(len(shapes), pitch)
    turn = np.array(turned)[:3, :3]
    boxes = [arrangement.around(vertices @ turn.T) for vertices in shapes]
    if neighbour is not None:  # on the ground that it stands on
        ground = arrangement.box(neighbour)[0][2]
        lifts = [ground - (low[2] + start.z) for low, _high in boxes]
        places = [place + Vector((0, 0, lift)) for place, lift in zip(places, lifts, strict=True)]
    if site.free:
        site.layer.update()
        wanted = [
            (low + place, high + place)
            for (low, high), place in zip(boxes, map(np.array, places), strict=True)
        ]
        taken = arrangement.neighbours(site.layer, job.size)
        start = arrangement.free(start, right, wanted, taken)
    return [Matrix.Translation(start + place) @ turned for place in places]


def target_of(job: Job) -> bpy.types.Object | None:
    """The object that shall get the mesh, unless it left its scenes meanwhile, or is edited where
    `leave_edit_mode` does not reach: there Blender keeps the mesh that it has."""
    made = object_of(job.target)
    return made if made and made.users_scene and made.mode == "OBJECT" else None


def object_of(uid: int | None) -> bpy.types.Object | None:
    """The object of this `session_uid`, which undo and renaming leave as it is; None: it is gone
    or was never there."""
    return next((made for made in bpy.data.objects if made.session_uid == uid), None)


def _find_again(job: Job, chosen: placement.Placement) -> None:
    """Know the job's objects by their names, in a file that was loaded anew."""
    for role in ("target", "beside"):
        name = chosen.objects.get(getattr(job, role))
        found = bpy.data.objects.get((name, None)) if name else None
        setattr(job, role, found.session_uid if found else None)


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
