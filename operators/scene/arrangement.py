"""Where new objects stand: at a point, beside what stands there, in a grid.

A box is (2, 3): its lowest and its highest corner, along the world's axes, in metres.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import bpy
import numpy as np
from mathutils import Matrix, Vector

SPACING = 1.25  # from one object of a grid to the next, in sizes
FIRST = 3  # rows and columns that are filled before the grid grows
LARGEST = 40  # rows and columns; where these are full, things may stand inside each other
WIDE = 3.0  # sizes; what is so wide both ways is something that others stand on or in
ROOM = 2.5  # meters; what is so wide both ways, too, is the ground or a room, and others are in it
FLAT = 0.05  # sizes; on what is no higher, such as a carpet, things stand
BODIES = {  # types of objects that something can stand inside of
    *("MESH", "CURVE", "SURFACE", "META", "FONT", "CURVES", "POINTCLOUD", "VOLUME"),
    *("GPENCIL", "GREASEPENCIL"),
}
UP = Vector((0.0, 0.0, 1.0))


def grid(point: Vector, count: int, size: float, first: int = 0) -> np.ndarray:
    """Places (n, 3) of so many objects, from the slot `first` of a grid on, which begins at the
    point, whatever stands there."""
    slots = itertools.islice(_slots(), first, first + count)
    return np.array([[*slot, 0] for slot in slots]) * size * SPACING + np.array(point)


def at(
    point: Vector, boxes: Sequence[np.ndarray], size: float, layer: bpy.types.ViewLayer
) -> np.ndarray:
    """Places (n, 3) of the origins of objects with these boxes around their origins: the first at
    the point itself, unless that is inside of something, the others beside it."""
    there = _around(point, size, layer)
    taken = any(_holds(box, point, size) for box in there)
    return _places(np.array(point), boxes, size, there, 0 if taken else None)


def beside(
    neighbour: bpy.types.Object,
    boxes: Sequence[np.ndarray],
    size: float,
    layer: bpy.types.ViewLayer,
) -> np.ndarray:
    """Places (n, 3) as above: in a grid that begins at the neighbour, on the same floor."""
    low, high = box_of(neighbour)
    floor = np.array([*(low + high)[:2] / 2, low[2]])
    ground = WIDE * size
    there = [
        box for made, box in _standing(layer) if made == neighbour or not _is_wide(box, ground)
    ]
    standing = [np.array([*(low + high)[:2] / 2, low[2]]) for low, high in boxes]
    based = [box - base for box, base in zip(boxes, standing, strict=True)]
    return _places(floor, based, size, there, 1) - standing


def in_row(
    point: Vector,
    boxes: Sequence[np.ndarray],
    size: float,
    members: Sequence[bpy.types.Object],
    layer: bpy.types.ViewLayer,
) -> np.ndarray:
    """Places (n, 3) of the origins of objects with these boxes around their origins: on the floor
    that the point lies on, to the right of the members of the row, or from the point on, and past
    what stands in the way."""
    gap, floor = (SPACING - 1) * size, np.array(point)
    others = [box for _, box in _standing(layer) if not _is_wide(box, ROOM)]
    there = np.array(others).reshape(-1, 2, 3)
    ends = [box_of(made)[1, 0] + gap for made in members if made.type in BODIES]
    found = []
    for low, high in boxes:
        width = high[0] - low[0]
        left = max(ends, default=floor[0] - width / 2)
        origin = floor - [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]]
        for _ in range(len(there) + 1):
            origin[0] = left - low[0]
            inside = _met(np.array([low, high]) + origin, there, size)
            if not inside.any():
                break
            left = there[inside, 1, 0].max() + gap
        ends.append(left + width + gap)
        found.append(origin)
    return np.array(found).reshape(-1, 3)


def box_of(made: bpy.types.Object) -> np.ndarray:
    return bounds(np.array([tuple(corner) for corner in made.bound_box]), made.matrix_world)


def bounds(corners: np.ndarray, matrix: Matrix) -> np.ndarray:
    """The box of points (n, 3) that a matrix takes into the world."""
    full = np.array(matrix.to_4x4())
    moved = corners @ full[:3, :3].T + full[:3, 3]
    return np.array([moved.min(0), moved.max(0)])


def _places(
    start: np.ndarray,
    boxes: Sequence[np.ndarray],
    size: float,
    there: Sequence[np.ndarray],
    begin: int | None,
) -> np.ndarray:
    """For each box the next slot of a grid, from a number on, where it is inside of nothing; with
    None the first box gets the first slot whatever is there."""
    full = np.array(there).reshape(-1, 2, 3)
    slots = itertools.islice(_slots(), begin or 0, None)
    found = []
    for k, box in enumerate(boxes):
        places = (start + np.array([*slot, 0]) * size * SPACING for slot in slots)
        anyway = begin is None and k == 0
        free = (place for place in places if anyway or not _meet(box + place, full, size))
        found.append(next(free, start))
    return np.array(found).reshape(-1, 3)


def _slots() -> Iterator[tuple[int, int]]:
    """Columns and rows: three by three of them, then what a square of four adds, and so on."""
    for side in range(FIRST, LARGEST + 1):
        for row in range(side):
            for column in range(side):
                if side == FIRST or side - 1 in (row, column):
                    yield column, row


def _meet(box: np.ndarray, there: np.ndarray, size: float) -> bool:
    return bool(_met(box, there, size).any())


def _met(box: np.ndarray, there: np.ndarray, size: float) -> np.ndarray:
    """Which of the boxes (n, 2, 3) it is inside of."""
    low, high = box + np.array([[0, 0, FLAT], [0, 0, 0]]) * size
    return ((there[:, 0] < high) & (low < there[:, 1])).all(1)


def _holds(box: np.ndarray, point: Vector, size: float) -> bool:
    """Whether what would stand at the point would stand inside the box. On top of it is not."""
    low, high = box
    inside = (low <= np.array(point) + 1e-4 * size) & (np.array(point) < high - 1e-4 * size)
    return bool(inside.all()) and high[2] - point.z > FLAT * size


def _around(point: Vector, size: float, layer: bpy.types.ViewLayer) -> list[np.ndarray]:
    """The boxes that count as full for something of this size at the point; not what has its
    surface right below the point, such as a chair's seat, which carries it. What is much wider
    does where the point is inside of its surface, and nobody would see what stands there."""
    found = []
    for made, box in _standing(layer):
        if _is_wide(box, WIDE * size):
            full = not _is_wide(box, ROOM) and _hides(made, point, layer)
        else:
            full = not (_holds(box, point, size) and _carries(made, point, size, layer))
        if full:
            found.append(box)
    return found


def _standing(layer: bpy.types.ViewLayer) -> Iterator[tuple[bpy.types.Object, np.ndarray]]:
    """What is seen in this view layer and its boxes."""
    for made in layer.objects:
        if made.type in BODIES and made.visible_get(view_layer=layer):
            yield made, box_of(made)


def _is_wide(box: np.ndarray, least: float) -> bool:
    """Whether it is so many meters wide both ways."""
    return bool((np.ptp(box, axis=0)[:2] >= least).all())


def _carries(
    made: bpy.types.Object, point: Vector, size: float, layer: bpy.types.ViewLayer
) -> bool:
    """Whether the point lies on a face of it that looks up: somebody put it there."""
    found = _nearest(made, point, layer)
    return bool(found and found[0].length < 1e-3 * size and found[1].dot(UP) > 0.5)


def _hides(made: bpy.types.Object, point: Vector, layer: bpy.types.ViewLayer) -> bool:
    """Whether the point is behind its surface."""
    found = _nearest(made, point, layer)
    return bool(found and found[0].dot(found[1]) > 1e-6)


def _nearest(
    made: bpy.types.Object, point: Vector, layer: bpy.types.ViewLayer
) -> tuple[Vector, Vector] | None:
    """From the point to the nearest one of its surface, and the normal there. None: it has none."""
    if made.type != "MESH" or abs(made.matrix_world.determinant()) < 1e-12:
        return None
    into = made.matrix_world.inverted()
    try:
        hit, where, normal, _face = made.closest_point_on_mesh(
            into @ point, depsgraph=layer.depsgraph
        )
    except RuntimeError:  # it has no faces, or was never evaluated
        return None
    upright = (into.to_3x3().transposed() @ normal).normalized()
    return (made.matrix_world @ where - point, upright) if hit else None
