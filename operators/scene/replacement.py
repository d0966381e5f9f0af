"""Another mesh for an object: what Maquette makes of it, and the blockout again that it was.

Its name, place, parents, collections, modifiers and vertex groups stay, and the materials that
somebody gave it. What cannot be carried over is named beforehand, by `lost`. The new mesh and what
it is painted with are named after the object; what they replace leaves the file if nobody has it.
"""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np
from mathutils import Matrix
from mathutils.kdtree import KDTree

from ...backend.shared.errors import MaquetteError
from . import fitting, growth, latent, material, mesh_import, naming, point_cloud, provenance, rest
from .fitting import ORIGINAL, Box
from .mesh_import import PREFIX, MeshData

BLOCKOUT = "blockout"  # what its mesh is called behind the object's name, while that is taken
NAME = "maquette_name"  # on that mesh: what it was called
SLOTS = "maquette_slots"  # the materials that the blockout had of the object, and not of its mesh
PAINT = (material.COLOUR, point_cloud.RADIUS)
OURS = (*PAINT, "sharp_edge", "sharp_face", "material_index")  # attributes of a new mesh
CORNERS = [(x, y, z) for z in (0, 1) for y in (0, 1) for x in (0, 1)]
SIDES = [(0, 2, 3, 1), (4, 5, 7, 6), (0, 1, 5, 4), (2, 6, 7, 3), (0, 4, 6, 2), (1, 3, 7, 5)]


def replace(
    made: bpy.types.Object,
    mesh: MeshData,
    provenance: dict[str, object],
    size: float,
    shading: str,
    origin: str,
    voxels: int,
    kind: str = "OWN",
    box: Box | None = None,
) -> None:
    """Give an object another mesh. With a box the mesh fills that, and what the object was before
    is kept with it; a box that was changed since it was asked is filled as it is now. `kind` is one
    of `material.KINDS`."""
    before, original, slots = made.data, made.get(ORIGINAL), _slots(made)
    first = box is not None and not fitting.is_filled(made)
    box = fitting.now(made, box)
    frame = fitting.frame_of(made) if box else rest.frame_of(made)
    size = size if box else rest.size_of(made) or size
    if first:
        _leave_name(made)
    after = mesh_import.build(
        made.name, mesh_import.fitted(mesh, made, size, origin, box), shading, voxels
    )
    taken = [] if first else [kept for kept in before.materials if material.ours(kept)]
    reused = taken[0] if taken and before.users == 1 else None
    fresh = mesh_import.material_of(made.name, mesh, kind, reused) if first or taken else None
    if first:
        materials, original, slots = [fresh], before, _own_slots(made)
    else:
        materials = [fresh if kept in taken else kept for kept in before.materials]
    for each in materials:
        after.materials.append(each)
    _swap(made, after)
    point_cloud.show(made)
    if first:
        for slot in made.material_slots:
            slot.link = "DATA"
    forget(made)
    mesh_import.keep(made, {**provenance, "rest": rest.note(after, frame, size)})
    if box:
        mesh_import.keep(made, fitting.told(box))
    for name, kept in ((ORIGINAL, original), (SLOTS, slots)):
        if kept:
            made[name] = kept
    remove_unused(before, taken)
    naming.give(bpy.data.meshes, after, made.name)
    if fresh and fresh != reused:
        material.rename(fresh, made.name)


def repaint(made: bpy.types.Object, mesh: MeshData, provenance: dict[str, object]) -> None:
    """Give an object the material of another mesh of the same shape, in place of the one that its
    model made, or else of its active one."""
    if made.data.users > 1:  # the others keep theirs
        made.data = made.data.copy()
    own = made.data
    fresh = mesh_import.material_of(made.name, mesh, "OWN")
    ours = {k: kept for k, kept in enumerate(own.materials) if material.ours(kept)}
    for k in ours:
        own.materials[k] = fresh
    if not ours:
        made.active_material = fresh
    for each in set(ours.values()):
        material.remove_unused(each)
    material.rename(fresh, made.name)
    painted = own.color_attributes.get(material.COLOUR)
    if painted and len(painted.data) == len(mesh.colours):
        mesh_import.paint(painted, mesh.colours)
    latent.forget(made)
    mesh_import.keep(made, provenance)


def check_uv(made: bpy.types.Object) -> None:
    """Raise MaquetteError("request") for an object on which no image has a place."""
    if not made.data.uv_layers:
        raise MaquetteError(
            "request", f"{made.name} no longer has its UV map.", "Press Regenerate instead."
        )


def restore(made: bpy.types.Object) -> bool:
    """Give an object the mesh and the materials that it had before it was filled, where the box is
    now and as large. Answers whether that mesh was there; else a box takes its place."""
    original, frame = fitting.original_of(made), rest.frame_of(made)
    slots = _slots(made)
    mesh = original or _box_mesh(made.name, fitting.filled(made))
    if not np.allclose(frame, np.eye(4), atol=1e-6):
        mesh = mesh.copy() if mesh == original else mesh
        mesh.transform(Matrix(frame.tolist()), shape_keys=True)
        if np.linalg.det(frame[:3, :3]) < 0:
            mesh.flip_normals()
    filling, made.data = made.data, mesh
    for number, kept in slots.items():
        if int(number) < len(made.material_slots):
            slot = made.material_slots[int(number)]
            slot.link, slot.material = "OBJECT", kept or None
    forget(made)
    growth.remove(made)
    point_cloud.show(made)
    remove_unused(filling, [each for each in filling.materials if material.ours(each)])
    name = original.get(NAME, original.name) if original else made.name
    if original and original != mesh:
        remove_unused(original)
    if NAME in mesh:
        del mesh[NAME]
    naming.give(bpy.data.meshes, mesh, name)
    return original is not None


def forget(made: bpy.types.Object) -> None:
    """Take away what an object says of how it was made."""
    latent.forget(made)
    for key in [key for key, _ in made.items() if key.startswith(PREFIX)]:
        del made[key]


def lost(made: bpy.types.Object) -> list[str]:
    """What another mesh does not take over: words for a sentence."""
    mesh = made.data
    uv = [layer.name for layer in mesh.uv_layers]
    textured = any(each and material.BAKED in each for each in mesh.materials)  # by its model
    others = [
        each
        for each in mesh.attributes
        if not (each.is_internal or each.is_required or each.name.startswith("."))
        and each.name not in (*OURS, *uv)
    ]
    painted = [each for each in others if each.data_type in ("FLOAT_COLOR", "BYTE_COLOR")]
    there = {
        "mesh edits": rest.edited(made),
        "UV maps": len(uv) > (1 if _textured(made) or textured else 0),
        "shape keys": mesh.shape_keys is not None,
        "color attributes": bool(painted),
        "attributes": len(others) > len(painted),
        "face materials": len({face.material_index for face in mesh.polygons}) > 1,
    }
    return [word for word, is_there in there.items() if is_there]


def _textured(made: bpy.types.Object) -> bool:
    known = provenance.found(made)
    return bool(known and known.request.get("texture"))


def _slots(made: bpy.types.Object) -> dict[str, object]:
    kept = made.get(SLOTS)
    return dict(kept.items()) if kept else {}


def _own_slots(made: bpy.types.Object) -> dict[str, object]:
    """By number, the materials that the object has itself; "" for an empty slot."""
    slots = enumerate(made.material_slots)
    return {str(k): slot.material or "" for k, slot in slots if slot.link == "OBJECT"}


def _swap(made: bpy.types.Object, after: bpy.types.Mesh) -> None:
    """Its vertex groups, which belong to a mesh, come along: each vertex weighs as much as the one
    of the mesh before that is nearest to it."""
    before = made.data
    groups = [(group.name, group.lock_weight) for group in made.vertex_groups]
    active = made.vertex_groups.active_index
    weights = np.zeros((len(before.vertices), len(groups)), np.float32)
    if groups:
        for vertex in before.vertices:
            for each in vertex.groups:
                weights[vertex.index, each.group] = each.weight
    places = rest.coordinates(before)
    made.data = after
    if not groups:
        return
    near = _nearest(places, rest.coordinates(after))
    for k, (name, locked) in enumerate(groups):
        group = made.vertex_groups.new(name=name)
        weighs = weights[near, k] if len(places) else np.zeros(0, np.float32)
        for weight in np.unique(weighs[weighs > 0]):
            group.add(np.flatnonzero(weighs == weight).tolist(), float(weight), "REPLACE")
        group.lock_weight = locked
    made.vertex_groups.active_index = active


def _nearest(places: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Of each of the wanted (W, 3) the nearest of the places (P, 3), by number (W,)."""
    tree = KDTree(len(places))
    for k, place in enumerate(places):
        tree.insert(place, k)
    tree.balance()
    return np.array([tree.find(place)[1] or 0 for place in wanted], int)


def _box_mesh(name: str, box: Box) -> bpy.types.Mesh:
    low, high = np.array(box.low), np.array(box.high)
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([tuple(low + (high - low) * corner) for corner in CORNERS], [], SIDES)
    return mesh


def _leave_name(made: bpy.types.Object) -> None:
    """A blockout's mesh that is called as its object is called otherwise while it is replaced."""
    mesh = made.data
    if mesh.name == made.name and not mesh.library:
        mesh[NAME] = mesh.name
        naming.give(bpy.data.meshes, mesh, f"{mesh.name} {BLOCKOUT}")


def remove_unused(mesh: bpy.types.Mesh, ours: Sequence[bpy.types.Material] = ()) -> None:
    """Take a mesh, and the materials of it that are ours, out of the file if nobody has them any
    more."""
    if not (mesh.users or mesh.library):
        bpy.data.meshes.remove(mesh)
    for each in set(ours):
        material.remove_unused(each)
