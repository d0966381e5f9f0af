"""An object of a scene becomes a file for the worker: the triangles of its surface as it stands,
with modifiers, their uv, and one material for all that it has.

The file is as `mesh_import.py` says. It may have a `uv` without an image, and a `layout` (F, 3, 2)
float32: where corners of faces lie in an omage, if that is not where their colors are in the
images. Without a layout it is the uv. Without either, or with a layout of no faces, the worker
makes one.
"""

from __future__ import annotations

from typing import NamedTuple

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_

from ...backend.shared.errors import MaquetteError
from . import paint, surface_images, surface_points
from .surface_images import Look

OUTSIDE = 1e-4  # of the unit square, that rounding may bring a corner
OTHER = "Choose another object."
NEW_MAP = "Move it inside, or choose New as the UV map."


class Exported(NamedTuple):
    """arrays  of the file
    notes   sentences about what was not taken as it is
    """

    arrays: dict[str, np.ndarray]
    notes: tuple[str, ...]


class _Corners(NamedTuple):
    """Of F triangles: numbers of their loops (F, 3) and vertices (F, 3), and of which slot of its
    object each is (F,)."""

    loops: np.ndarray
    vertices: np.ndarray
    slots: np.ndarray


def of(
    made: bpy.types.Object, depsgraph: bpy.types.Depsgraph, side: int, new_uv: bool = False
) -> Exported:
    """A mesh object, in the middle of the cube [-1, 1]^3 and as large as fits, upright as in the
    world. `new_uv`: as if it had no UV map to lay it out by.

    side  pixels of the images that anybody will look at

    Raises MaquetteError("request") for one that has no surface, or a UV map beyond the unit square.
    """
    made.update_from_editmode()
    evaluated = made.evaluated_get(depsgraph)
    try:
        return _exported(made, evaluated, evaluated.to_mesh(), side, new_uv)
    finally:
        evaluated.to_mesh_clear()


def _exported(
    made: bpy.types.Object,
    evaluated: bpy.types.Object,
    mesh: bpy.types.Mesh,
    side: int,
    new_uv: bool,
) -> Exported:
    corners = _corners(mesh)
    if not len(corners.loops):
        raise MaquetteError("request", f"{made.name} has no faces.", OTHER)
    turned = np.array(made.matrix_world.to_3x3(), np.float32)
    places = _fitted(made, surface_points.places_of(made.name, mesh) @ turned.T, corners.vertices)
    layout = None if new_uv else _uv(made, mesh, corners, mesh.uv_layers.active)
    looks, look = _looks(evaluated, mesh, corners, side)
    images = surface_images.of(looks)
    arrays = {"vertices": places, "faces": corners.vertices}
    if looks[0].base is None:
        arrays |= _painted(mesh, corners, places)
    else:
        arrays["colours"] = np.full_like(places, surface_images.plain(looks))
    if layout is not None:
        _check_inside(made, layout)
        arrays["uv"] = layout
    if images.files:
        seen = _uv(made, mesh, corners, _shown_layer(mesh))
        seen = np.zeros((*look.shape, 3, 2), np.float32) if seen is None else seen
        arrays["uv"] = images.place(seen, look)
        if layout is None:
            arrays["layout"] = np.zeros((0, 3, 2), np.float32)
        elif not np.array_equal(arrays["uv"], layout):
            arrays["layout"] = layout
    if np.linalg.det(turned) < 0:  # else it would be inside out
        for name in {"faces", "uv", "layout"} & set(arrays):
            arrays[name] = arrays[name][:, ::-1]
    arrays |= {name: np.frombuffer(file, np.uint8) for name, file in images.files.items()}
    arrays |= {name: np.float32(number) for name, number in images.numbers.items()}
    notes = [note for each in looks for note in each.notes]
    if layout is None and not new_uv:
        notes.append(iface_("{} has no UV map, so one was made.").format(made.name))
    return Exported(arrays, tuple(notes))


def _corners(mesh: bpy.types.Mesh) -> _Corners:
    """From attributes where there are some: a property takes a hundred times as long."""
    mesh.calc_loop_triangles()
    loops = paint.values(mesh.loop_triangles, "loops", 3, np.int32)
    vertices = paint.values(mesh.attributes[".corner_vert"].data, "value", 1, np.int32).ravel()
    slots = np.zeros(len(loops), np.int32)
    if there := mesh.attributes.get("material_index"):
        polygons = paint.values(mesh.loop_triangle_polygons, "value", 1, np.int32).ravel()
        slots = paint.values(there.data, "value", 1, np.int32).ravel()[polygons]
    return _Corners(loops, vertices[loops], slots)


def _fitted(made: bpy.types.Object, places: np.ndarray, vertices: np.ndarray) -> np.ndarray:
    """Places (V, 3) in the cube; loose vertices among them may lie outside of it."""
    used = np.zeros(len(places), bool)
    used[vertices] = True
    low, high = places[used].min(0), places[used].max(0)
    half = float((high - low).max()) / 2
    if half <= 0:
        raise MaquetteError("request", f"All faces of {made.name} are in one place.", OTHER)
    return ((places - (low + high) / 2) / half).astype(np.float32)


def _uv(
    made: bpy.types.Object,
    mesh: bpy.types.Mesh,
    corners: _Corners,
    layer: bpy.types.MeshUVLoopLayer | None,
) -> np.ndarray | None:
    """(F, 3, 2) of a UV map; None without one."""
    if layer is None:
        return None
    uv = paint.values(layer.uv, "vector", 2)[corners.loops]
    if not np.isfinite(uv).all():
        what = f"The UV map {layer.name} of {made.name} has values that are not finite numbers."
        raise MaquetteError("request", what, "Unwrap the object again.")
    return uv


def _shown_layer(mesh: bpy.types.Mesh) -> bpy.types.MeshUVLoopLayer | None:
    """Where materials look that name no UV map."""
    rendered = (layer for layer in mesh.uv_layers if layer.active_render)
    return next(rendered, mesh.uv_layers.active)


def _check_inside(made: bpy.types.Object, uv: np.ndarray) -> None:
    if uv.min() < -OUTSIDE or uv.max() > 1 + OUTSIDE:
        what = f"The UV map of {made.name} extends outside of the unit square."
        raise MaquetteError("request", what, NEW_MAP)


def _looks(
    evaluated: bpy.types.Object, mesh: bpy.types.Mesh, corners: _Corners, side: int
) -> tuple[list[Look], np.ndarray]:
    """Those of the materials that its faces have, and which one each triangle has (F,)."""
    materials = [slot.material for slot in evaluated.material_slots] or [None]
    slots = corners.slots.clip(0, len(materials) - 1)
    used = list(dict.fromkeys(materials[k] for k in np.unique(slots)))
    looks = [surface_images.look_of(each, mesh, side, len(used) == 1) for each in used]
    known = [used.index(each) if each in used else 0 for each in materials]
    painted = [look.base is None for look in looks]
    if any(painted) and not all(painted):  # an image has the same for all
        looks = [look._replace(base=_mean(mesh)) if look.base is None else look for look in looks]
    return looks, np.array(known)[slots]


def _mean(mesh: bpy.types.Mesh) -> np.ndarray:
    colors = paint.values(paint.color_layer(mesh).data, "color", 4)[:, :3]
    return surface_images.color(colors.mean(0))


def _painted(mesh: bpy.types.Mesh, corners: _Corners, places: np.ndarray) -> dict[str, np.ndarray]:
    """Vertices, faces and colours by the mesh's color attribute. Where corners of faces that meet
    have different ones, the vertex is there once for each."""
    layer = paint.color_layer(mesh)
    colors = paint.values(layer.data, "color", 4)[:, :3].clip(0, 1)
    if layer.domain == "POINT":
        return {"colours": colors}
    shades = np.rint(colors * 1023).astype(np.int64) @ np.array([1 << 20, 1 << 10, 1])
    keys = (corners.vertices.astype(np.int64) << 30 | shades[corners.loops]).ravel()
    _, first, faces = np.unique(keys, return_index=True, return_inverse=True)
    return {
        "vertices": places[corners.vertices.ravel()[first]],
        "faces": faces.reshape(-1, 3).astype(np.int32),
        "colours": colors[corners.loops.ravel()[first]],
    }
