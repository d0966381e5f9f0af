"""Objects that land together stand in a grid, and beside what stands there already."""

from __future__ import annotations

from collections.abc import Sequence

import bpy
import numpy as np
from mathutils import Matrix, Vector

SPACING = 1.25  # from one to the next, in sizes
ROW = 4  # so many stand side by side; more stand in a square
SURROUNDS = 3.0  # what is so many times as wide is a room or a floor, and no neighbor
TRIES = 200  # places, one beside the other
TOUCHING = 1e-3  # of the size: neighbors may touch

Box = tuple[np.ndarray, np.ndarray]  # lowest and highest corner in the world, (3,) each


def grid(count: int, pitch: float) -> list[Vector]:
    """Where `count` objects stand, from the first one at 0: along x, the rows along y."""
    columns = count if count <= ROW else int(np.ceil(np.sqrt(count)))
    return [Vector((k % columns * pitch, k // columns * pitch, 0.0)) for k in range(count)]


def box(made: bpy.types.Object, matrix: Matrix | None = None) -> Box:
    """Around an object, as it is or as it would be with another matrix."""
    matrix = np.array(made.matrix_world if matrix is None else matrix)
    corners = np.array([tuple(corner) for corner in made.bound_box])
    return _around(corners @ matrix[:3, :3].T + matrix[:3, 3])


def around(vertices: np.ndarray) -> Box:
    """Around vertices (V, 3)."""
    return _around(np.asarray(vertices, float))


def neighbours(layer: bpy.types.ViewLayer, size: float) -> list[Box]:
    """The visible things of a view layer that something of this size can stand beside."""
    found = []
    for made in layer.objects:
        if made.type in {"CAMERA", "LIGHT", "SPEAKER", "LIGHT_PROBE"} or not made.visible_get(
            view_layer=layer
        ):
            continue
        low, high = box(made)
        if 0 < float((high - low)[:2].max()) <= SURROUNDS * size:
            found.append((low, high))
    return found


def free(start: Vector, step: Vector, boxes: Sequence[Box], taken: Sequence[Box]) -> Vector:
    """The first of the places from `start` on, a step apart, where none of the `boxes` (of what is
    to stand there, around their own zero) meets one that is taken."""
    if not taken:
        return start
    lows, highs = (np.array(corners) for corners in zip(*taken, strict=True))
    for k in range(TRIES):
        place = start + k * step
        if not any(_meets(low + place, high + place, lows, highs) for low, high in boxes):
            return place
    return start


def _meets(low: np.ndarray, high: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> bool:
    little = TOUCHING * float((high - low).max())
    return bool(((low + little < highs) & (high - little > lows)).all(axis=1).any())


def _around(points: np.ndarray) -> Box:
    return points.min(0), points.max(0)
