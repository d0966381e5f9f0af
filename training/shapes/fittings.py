"""What devices share: keys and buttons in rows, boards that lean, straight pipes."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit
from .details import CRISP
from .solids import Array, Solid, Vector, box, cylinder, difference, lathe


def grid(solid: Solid, counts: tuple[int, int, int], pitch: Vector) -> Solid:
    """Copies in x, y and z, centred, of a solid about the origin that is symmetric in these."""
    steps = np.array(pitch, np.float32)
    last = (np.array(counts, np.float32) - 1) / 2

    def distance(points: Array) -> Array:
        columns = []
        for axis in range(3):
            place = points[:, axis]
            if counts[axis] > 1:
                near = np.round(place / steps[axis] + last[axis])
                near = np.clip(near, 0, counts[axis] - 1) - last[axis]
                place = place - near * steps[axis]
            columns.append(place)
        return solid.distance(np.stack(columns).T)

    reach = steps * last
    return Solid(distance, lambda d: solid.support(d) + np.abs(d) @ reach)


def keys(c: Kit, size: Vector, counts: tuple[int, int, int], pitch: Vector, at: Vector) -> Solid:
    """Square keys of a drawing, in rows about `at`."""
    sides = [max(a * float(s), 0.09) for a, s in zip(size, c.stretch, strict=True)]
    return grid(box(*sides, rounding=CRISP), counts, c.place(pitch)).at(*c.place(at))


def buttons(
    c: Kit, radius: float, counts: tuple[int, int, int], pitch: Vector, at: Vector, deep: float
) -> Solid:
    """Round buttons of a drawing on a front, in rows about `at`."""
    r = max(radius * math.sqrt(c.stretch[0] * c.stretch[2]), 0.05)
    button = cylinder(r, max(deep * float(c.stretch[1]), 0.1), axis="y", rounding=CRISP)
    return grid(button, counts, c.place(pitch)).at(*c.place(at))


def ring(c: Kit, radius: float, wide: float, deep: float, x: float, y: float, z: float) -> Solid:
    """A flat ring on a front at y."""
    at = (x, y, z)
    hole = c.can(radius - wide, deep * 3, at, "y", CRISP)
    return difference(c.can(radius, deep, at, "y", CRISP), hole, CRISP)


def slab(
    foot: tuple[float, float], long: float, thick: float, lean: float, rise: float = 0.0
) -> list[tuple[float, float]]:
    """Outline in (y, z) of a board that leans back by `lean` degrees; its front's lower edge is
    at `foot`, raised along the board by `rise`."""
    s, k = math.sin(math.radians(lean)), math.cos(math.radians(lean))
    y, z = foot[0] + rise * s, foot[1] + rise * k
    top = (y + long * s, z + long * k)
    return [(y, z), top, (top[0] + thick * k, top[1] - thick * s), (y + thick * k, z - thick * s)]


def facing(y: float, z: float) -> float:
    """Degrees about x that turn what points up to a direction in the plane x = 0."""
    return math.degrees(math.atan2(-y, z))


def pipe(c: Kit, start: Vector, end: Vector, *radii: float, rounding: float = CRISP) -> Solid:
    """A straight pipe with flat ends between two places with the same x; one radius, or one for
    each end."""
    a, b = np.array(c.place(start)), np.array(c.place(end))
    _, y, z = (float(v) for v in b - a)
    wide = [max(r * c.mean, 0.055) for r in radii]
    made = lathe([(wide[0], 0), (wide[-1], math.hypot(y, z))], rounding)
    return made.rotated(facing(y, z), "x").at(*(float(v) for v in a))


def loop(c: Kit, a: float, b: float, radius: float, at: Vector, axis: str = "y") -> Solid:
    """A round bar bent to an ellipse across an axis; a and b as in `ovals.oval`."""
    first, second = {"x": (1, 2), "y": (0, 2), "z": (0, 1)}[axis]
    path = []
    for turn in np.linspace(0, 2 * math.pi, 21):
        point = list(at)
        point[first] += a * math.cos(turn)
        point[second] += b * math.sin(turn)
        path.append((point[0], point[1], point[2]))
    return c.bar(*path, radius=radius)
