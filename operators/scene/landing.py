"""Where a finished job lands: where its press was, as one undo step, and in nobody's way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_
from mathutils import Matrix, Vector

from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import Sample
from ..jobs.job import Job
from . import (
    arrangement,
    busy,
    companion,
    fitting,
    growth,
    levels,
    mesh_import,
    naming,
    placement,
    provenance,
    replacement,
    rest,
    scatter,
)
from .placement import Attention, Spot
from .references import Reference

_left: Attention | None = None  # what was selected by the last landing: by us, and by nobody else
_found: Attention | None = None  # what the press of that one found


def land(context: bpy.types.Context, job: Job) -> list[bpy.types.Object]:
    """Make an object of each sample, or put the one sample's mesh into the job's target, and push
    one undo step. For a script, and for an artist who did nothing else meanwhile, new objects are
    selected and active. How it landed otherwise than asked for is in the job's `notes`.

    Raises MaquetteError: "file" if a file of the result cannot be read, "busy" while the target is
    edited, "request" where the scene takes nothing. Nothing is changed then.
    """
    target = target_of(job)
    samples = _landing(job, target)
    meshes = [mesh_import.read(Path(sample.mesh)) for sample in samples]
    clouds = [mesh_import.read(Path(sample.points)) for sample in samples if sample.points]
    seen = job.result.preview_meshes if samples[0] == job.result.samples[0] else ()
    frames = [mesh_import.read(Path(frame)) for frame in seen]
    if job.script:
        mesh_import.leave_edit_mode(context)
    if why_not := being_edited(target):
        raise why_not
    spot = placement.spot(context, job.placement.press)
    image = image_of(job)
    leveled = _present(object_of(job.placement.levels_of))
    beside = None if job.placement.cube else object_of(job.placement.beside)
    source = target or leveled or beside
    keeps = [provenance.told(job, sample, image, source) for sample in samples]
    form, box = job.placement.form, job.placement.box
    image_before = target.get("maquette_image") if target else None
    made, shown = [target] if target else [], []
    place = target, form.size, form.origin, box
    fitted = [mesh_import.fitted(each, *place).vertices for each in meshes] if clouds else []
    try:
        if target is not None and job.placement.material_only:
            replacement.repaint(target, meshes[0], keeps[0])
        elif target is not None:
            replacement.replace(target, meshes[0], keeps[0], *astuple(form), box)
            growth.remove(target)
        elif leveled is not None:
            made += levels.make(leveled, meshes, keeps, form, box)
            levels.group(leveled, made, spot.layer)
            shown = made[:1]  # the others are hidden
        else:
            for mesh, kept in zip(meshes, keeps, strict=True):
                given = *astuple(form), job.placement.cube
                made.append(mesh_import.make_object(mesh, job.title, kept, *given))
            ground = object_of(job.placement.scatter_on)
            if ground:
                shown = [scatter.put(made, job.title, ground, spot)]
            else:
                _put(job, spot, made)
        for each, cloud, mesh, there in zip(made, clouds, meshes, fitted, strict=False):
            companion.give(each, companion.placed(cloud, mesh, there), spot.layer)
        if frames:
            growth.add(made[0], [mesh_import.fitted(frame, *place) for frame in frames])
    except BaseException:
        for each in made if target is None else ():
            companion.remove(each)
            bpy.data.meshes.remove(each.data)  # and the object with it
        raise
    if image:
        if image_before and not (image_before.users or image_before.library):
            bpy.data.images.remove(image_before)
        naming.give(bpy.data.images, image, f"{made[0].name} image")
    at_hand = target is None and _at_hand(spot)
    _hide(job, spot)
    if job.script or at_hand:
        _select(spot, shown or made)
    if target is None:
        gone = iface_("The object it was made for is gone.")
        meant = job.placement.target or job.placement.levels_of or job.placement.scatter_on
        job.notes += [*spot.notes, *([gone] if meant and not shown else [])]
    if clouds:
        told = iface_("The points are in the same place. Show them in the Outliner.")
        job.notes.append(told)
    verb = "Generate" if target is None or box else "Replace"
    verb = "Levels of Detail" if leveled else verb
    verb = "Re-texture" if target and job.placement.material_only else verb
    with at_work():
        if bpy.ops.ed.undo_push.poll():  # not without a window
            bpy.ops.ed.undo_push(message=f"{verb} {naming.object_name(job.title)}")
    return made


def _landing(job: Job, target: bpy.types.Object | None) -> Sequence[Sample]:
    """All samples, or the one that fits the target's box best; without a target, the first."""
    samples = job.result.samples
    if not job.best:
        return samples
    if target is None or not all(sample.sides for sample in samples):
        return samples[:1]
    which, stretch = fitting.best(target, job.placement.box, [sample.sides for sample in samples])
    told = iface_("{}: seed {} fits best of {} candidates (stretch {:.2f}×).")
    job.notes.append(told.format(target.name, samples[which].seed, len(samples), stretch))
    return samples[which : which + 1]


def _put(job: Job, spot: Spot, made: list[bpy.types.Object]) -> None:
    """New objects into the scene, where there is room for them."""
    spot.layer.update()  # where everything is by now
    turn, places = stand(job, spot.layer, spot.cursor, [rest.coordinates(m.data) for m in made])
    home = job.placement.row.home(spot) if job.placement.row else spot.collection
    for each, place in zip(made, places, strict=True):
        each.location, each.rotation_euler = place, turn.to_euler()
        home.objects.link(each)
    spot.layer.update()  # so that it knows them
    _show(spot, made)


def stand(
    job: Job, layer: bpy.types.ViewLayer, cursor: Vector, vertices: list[np.ndarray]
) -> tuple[Matrix, np.ndarray]:
    """How new objects of these vertices are turned (3, 3), and where their origins are (n, 3)."""
    neighbour, size = object_of(job.placement.beside), job.placement.form.size
    cube, turn = job.placement.cube, Matrix.Identity(3)
    if neighbour is None or neighbour not in set(layer.objects):
        if cube:
            return turn, np.array([cube.origin] * len(vertices))
        boxes = [arrangement.bounds(each, turn) for each in vertices]
        if row := job.placement.row:
            return turn, arrangement.in_row(cursor, boxes, size, row.members(), layer)
        if job.script or job.placement.exact:
            return turn, arrangement.grid(cursor, len(vertices), size, job.placement.slot)
        return turn, arrangement.at(cursor, boxes, size, layer)
    turn = turn if cube else fitting.turn_of(neighbour)
    boxes = [arrangement.bounds(each, turn) for each in vertices]
    return turn, arrangement.beside(neighbour, boxes, size, layer)


def target_of(job: Job) -> bpy.types.Object | None:
    """The object that shall get the mesh, unless it left its scenes meanwhile."""
    return _present(object_of(job.placement.target))


def _present(made: bpy.types.Object | None) -> bpy.types.Object | None:
    """The object, if it is still in a scene and can be changed."""
    return made if made and made.users_scene and made.is_editable else None


def being_edited(target: bpy.types.Object | None) -> MaquetteError | None:
    """Why its mesh cannot be replaced now: it is what somebody works on. None if it can."""
    if target is None or target.mode in {"OBJECT", "POSE"}:
        return None
    mode = bpy.types.Object.bl_rna.properties["mode"].enum_items[target.mode].name
    return MaquetteError(
        "busy",
        iface_("{} is in {}.").format(target.name, iface_(mode)),
        iface_("Its new mesh will be added when you leave that mode."),
    )


def object_of(reference: Reference | None) -> bpy.types.Object | None:
    """The object that is meant; None: it is gone or was never there."""
    return reference.find(bpy.data.objects) if reference else None


def _at_hand(spot: Spot) -> bool:
    """Whether the artist looks on: has the same in hand as at the press, or what landed last, as
    far as that is still there, and is in no mode but Object Mode and in no tool."""
    now = placement.attention(spot.scene, spot.layer)
    there = {made.session_uid for made in spot.layer.objects}
    known = [each.among(there) for each in (spot.attention, _left) if each]
    calm = now.mode == "OBJECT" and not busy.runs()
    return bool(spot.windows) and calm and now in known


def _select(spot: Spot, made: list[bpy.types.Object]) -> None:
    """Together with what the same press made before."""
    global _left, _found
    earlier = _left.selected if _left and spot.attention is _found else ()
    before = [each for each in spot.layer.objects if each.session_uid in earlier]
    mesh_import.select(spot.layer, [*before, *made])
    _left, _found = placement.attention(spot.scene, spot.layer), spot.attention


def _hide(job: Job, spot: Spot) -> None:
    """What the new ones took the place of, unless somebody works on it."""
    before = object_of(job.placement.instead)
    if before and before in set(spot.layer.objects) and before.mode == "OBJECT":
        before.hide_set(True, view_layer=spot.layer)
        if before.is_editable:
            before.hide_render = True


def _show(spot: Spot, made: list[bpy.types.Object]) -> None:
    """Views that show only some objects (local view) show the new ones too."""
    for window in spot.windows:
        for area in window.screen.areas:
            if area.type == "VIEW_3D" and area.spaces.active.local_view:
                for each in made:
                    each.local_view_set(area.spaces.active, True)


def at_work() -> bpy.types.ContextTempOverride:
    """The context of a window with an object in another mode than Object Mode, or of any. It is
    there that undo must take its step, or redo would leave that mode. Scene and view layer are
    named too: with those that a script overrides, another window's context crashes Blender."""

    def working(window: bpy.types.Window) -> bool:
        active = window.view_layer.objects.active
        return active is not None and active.mode != "OBJECT"

    window = max(bpy.context.window_manager.windows, key=working, default=None)
    if window is None:
        return bpy.context.temp_override()
    return bpy.context.temp_override(
        window=window, scene=window.scene, view_layer=window.view_layer
    )


def image_of(job: Job) -> bpy.types.Image | None:
    """The image as the model saw it, kept in the file."""
    if not job.result.image:
        return None
    try:
        image = bpy.data.images.load(job.result.image.path)
        image.pack()
    except RuntimeError as error:
        raise MaquetteError(
            "file", "The prepared image cannot be read.", "Press Generate again."
        ) from error
    return image
