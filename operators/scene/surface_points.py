"""Any object of a scene as colored points, for a model that takes those: samples of its surface, or
its vertices where it has none.
"""

from __future__ import annotations

from typing import NamedTuple

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_

from ...backend.shared.errors import MaquetteError
from . import paint, point_cloud
from .placement import Cube

SURFACES = ("MESH", "CURVE", "SURFACE", "META", "FONT")  # types of objects that Blender meshes
TYPES = (*SURFACES, "POINTCLOUD")
OTHER = "Choose another object."


class Points(NamedTuple):
    """points  (N, 3) float32 in [-1, 1]^3, Z up as the world's, in no order
    colors  (N, 3) float32, scene-linear, 0..1
    cube    where that is in the world
    notes   sentences about what was not taken as it is
    """

    points: np.ndarray
    colors: np.ndarray
    cube: Cube
    notes: tuple[str, ...]


class _Found(NamedTuple):
    """Some places in the object's own space, their colors, if they have any, and of how many."""

    places: np.ndarray
    colors: np.ndarray | None
    of: int


def of(made: bpy.types.Object, depsgraph: bpy.types.Depsgraph, count: int, seed: int) -> Points:
    """As many points of the object as it stands, with its modifiers: evenly over its surface by
    area, or of its vertices, of which there may be fewer.

    Raises MaquetteError("request") for an object that has nothing to take them from.
    """
    if made.type not in TYPES:
        raise MaquetteError("request", f"{made.name} has neither a surface nor points.", OTHER)
    if made.type == "MESH":
        made.update_from_editmode()
    turned = np.array(made.matrix_world.to_3x3(), np.float32)
    found = _found(made, depsgraph, turned, count, np.random.default_rng(seed))
    places = found.places @ turned.T
    _check(made, places)
    low, high = places.min(0), places.max(0)
    middle, half = (low + high) / 2, float((high - low).max()) / 2
    if half <= 0:
        raise MaquetteError("request", f"All points of {made.name} are in one place.", OTHER)
    notes = []
    if len(places) < found.of:
        notes.append(iface_("{:,} of {:,} points were used.").format(len(places), found.of))
    if found.colors is None:
        notes.append(iface_("{} has no colors, so it was taken to be gray.").format(made.name))
    colors = np.full_like(places, paint.GRAY) if found.colors is None else found.colors
    colors = np.nan_to_num(colors).clip(0, 1).astype(np.float32)
    cube = Cube(tuple(made.matrix_world.translation), tuple(map(float, middle)), half)
    return Points(((places - middle) / half).astype(np.float32), colors, cube, tuple(notes))


def _check(made: bpy.types.Object, places: np.ndarray) -> None:
    if not len(places):
        raise MaquetteError("request", f"{made.name} has no faces and no vertices.", OTHER)
    if len(places) == 1:
        raise MaquetteError("request", f"{made.name} has only one point.", OTHER)


def _found(
    made: bpy.types.Object,
    depsgraph: bpy.types.Depsgraph,
    turned: np.ndarray,
    count: int,
    random: np.random.Generator,
) -> _Found:
    """`turned` (3, 3) takes its space into the world's, where areas are measured."""
    if made.type == "MESH" and point_cloud.is_shown(made):  # not the solids that stand there
        return _of_vertices(made.name, made.data, count, random)
    evaluated = made.evaluated_get(depsgraph)
    if made.type == "POINTCLOUD":
        return _of_vertices(made.name, evaluated.data, count, random)
    try:
        mesh = evaluated.to_mesh()
        if mesh is None:
            raise MaquetteError("request", f"{made.name} has no faces and no vertices.", OTHER)
        surface = _of_surface(evaluated, mesh, turned, count, random)
        return surface or _of_vertices(made.name, mesh, count, random)
    finally:
        evaluated.to_mesh_clear()


def _of_vertices(
    name: str,
    data: bpy.types.Mesh | bpy.types.PointCloud,
    count: int,
    random: np.random.Generator,
) -> _Found:
    """One of each stretch of them, so that what was scanned in rows is evenly taken."""
    places = places_of(name, data)
    there = len(places)
    if there > count:
        which = ((np.arange(count) + random.random(count)) * (there / count)).astype(int)
        which = np.minimum(which, there - 1)
    else:
        which = np.arange(there)
    random.shuffle(which)
    colors = paint.of_points(data)
    return _Found(places[which], None if colors is None else colors[which], there)


def _of_surface(
    evaluated: bpy.types.Object,
    mesh: bpy.types.Mesh,
    turned: np.ndarray,
    count: int,
    random: np.random.Generator,
) -> _Found | None:
    """None where there is no area."""
    mesh.calc_loop_triangles()
    loops = paint.values(mesh.loop_triangles, "loops", 3, np.int32)
    if not len(loops):
        return None
    vertices = paint.values(mesh.loops, "vertex_index", 1, np.int32)[loops, 0]
    places = places_of(evaluated.name, mesh)
    turned_places = places @ turned.T
    first, second, third = (turned_places[corner] for corner in vertices.T)
    areas = np.linalg.norm(np.cross(second - first, third - first), axis=1)
    ends = np.cumsum(areas, dtype=np.float64)
    if not ends[-1]:
        return None
    at = (np.arange(count) + random.random(count)) / count * ends[-1]
    which = np.minimum(np.searchsorted(ends, at, side="right"), len(ends) - 1)
    random.shuffle(which)
    along, across = np.sqrt(random.random(count)), random.random(count)
    weights = np.stack([1 - along, along * (1 - across), along * across], 1).astype(np.float32)
    samples = paint.Samples(mesh, which, loops[which], vertices[which], weights)
    sampled = samples.take(places, samples.vertices)
    return _Found(sampled, paint.of_surface(evaluated, samples), count)


def places_of(name: str, data: bpy.types.Mesh | bpy.types.PointCloud) -> np.ndarray:
    """(V, 3) of the vertices or points of the object called `name`. The attribute, which an empty
    mesh has not, is the fastest way to them."""
    position = data.attributes.get("position")
    places = paint.values(position.data if position else [], "vector", 3)
    if not np.isfinite(places).all():
        raise MaquetteError(
            "request",
            f"{name} has coordinates that are not finite numbers.",
            "Delete those vertices, or choose another object.",
        )
    return places
