"""What many things share: copies around an axis, fronts of drawers, knobs, grips, panes, feet."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .kinds import mix
from .solids import ROUND, Array, Solid, Vector, box, frustum, mirror, prism, sphere, tube, union

WOOD = ("brown", "white", "black")
CLOTH = ("red", "blue", "green", "gray", "purple", "orange")
METAL = ("gray", "black", "white")
PAINT = ("red", "blue", "yellow", "green", "orange", "white")
GLASS = ("cyan", "black", "blue")
TYRE = ("black", "gray")
CRISP = 0.02
"""Radius of the edges of what is sawn, folded or moulded."""
RELIEF = 0.05
"""How far a drawer's front or a pane stands out of the face that it lies on."""


def around(solid: Solid, count: int) -> Solid:
    """`count` copies about z of a solid on the -y side that is symmetric in x and slim enough to
    keep to its share of the circle."""
    step = 2 * math.pi / count

    def distance(points: Array) -> Array:
        radius = np.hypot(points[:, 0], points[:, 1])
        angle = np.arctan2(points[:, 0], -points[:, 1])
        angle -= step * np.round(angle / step)
        return solid.distance(
            np.stack([radius * np.sin(angle), -radius * np.cos(angle), points[:, 2]]).T
        )

    turned = union(*(solid.rotated(360 * i / count) for i in range(count)))
    return Solid(distance, turned.support, turned.sheets)


def front(
    width: float, low: float, high: float, face: float, x: float = 0.0, relief: float = RELIEF
) -> Solid:
    """A door, drawer or pane between two heights that stands out of a face at y = `face`, to -y;
    mirrored unless x is 0."""
    height = high - low
    solid = box(width, 0.2, height, (x, face - relief + 0.1, low + height / 2), CRISP)
    return mirror(solid) if x else solid


def knob(x: float, y: float, z: float, radius: float = 0.075) -> Solid:
    """A ball half sunk in a face; mirrored unless x is 0."""
    solid = sphere(radius, (x, y, z))
    return mirror(solid) if x else solid


def grip(width: float, height: float, y: float, z: float, x: float = 0.0) -> Solid:
    """A bar that stands out of a face at y, to -y; mirrored unless x is 0."""
    solid = box(width, 0.2, height, (x, y, z), 0.03)
    return mirror(solid) if x else solid


def feet(x: float, y: float, height: float, thick: float, inset: float = 0.0) -> Solid:
    """Four square feet under the corners of an x by y rectangle; they reach 0.1 into what stands
    on them."""
    at = ((x - thick) / 2 - inset, (y - thick) / 2 - inset, height / 2 + 0.05)
    return mirror(box(thick, thick, height + 0.1, at, CRISP), "xy")


def drawers(
    width: float, low: float, high: float, face: float, rows: int, columns: int = 1
) -> tuple[Solid, Solid]:
    """Fronts of drawers that fill a face, and their knobs."""
    gap = 0.07
    pitch = (high - low) / rows
    wide = width / columns - gap
    x = 0.0 if columns == 1 else width / 4
    levels = [low + pitch * i for i in range(rows)]
    fronts = [front(wide, z + gap / 2, z + pitch - gap / 2, face, x) for z in levels]
    away = [x] if columns == 2 else [0.0] if wide < 1.0 else [wide * 0.27]
    knobs = [knob(at, face - RELIEF - 0.03, z + pitch / 2) for z in levels for at in away]
    return union(*fronts), union(*knobs)


def closed(half: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Closed outline from the right half of it."""
    return [*half, *((-p, q) for p, q in half[::-1] if p > 1e-6)]


def ellipse(x: float, y: float, power: float = 1.0, steps: int = 32) -> list[tuple[float, float]]:
    """Outline of an ellipse with radii x and y; a power below 1 squares it off."""
    angles = [2 * math.pi * i / steps for i in range(steps)]

    def along(value: float) -> float:
        return math.copysign(abs(value) ** power, value) if abs(value) > 1e-9 else 0.0

    return [(x * along(math.cos(a)), y * along(math.sin(a))) for a in angles]


def arc(
    y: float, z: float, ry: float, rz: float, start: float, stop: float, steps: int = 8
) -> list[Vector]:
    """Points of an elliptic arc in the plane x = 0; angles in degrees from +y towards +z."""
    angles = [math.radians(mix(i / steps, start, stop)) for i in range(steps + 1)]
    return [(0.0, y + ry * math.cos(a), z + rz * math.sin(a)) for a in angles]


def arch(
    x: float, z: float, rx: float, rz: float, radius: float | Sequence[float], y: float = 0.0
) -> Solid:
    """Upper half of an elliptic ring in the plane y, from x - rx to x + rx, on the height z."""
    turns = [math.pi * i / 12 for i in range(13)]
    return tube([(x + rx * math.cos(a), y, z + rz * math.sin(a)) for a in turns], radius)


def pad(x: float, y: float, z: float, at: Vector = (0.0, 0.0, 0.0)) -> Solid:
    """A soft block: cushion, mattress, seat."""
    return box(x, y, z, at, min(0.4 * min(x, y, z), 0.12))


def flame(height: float, at: Vector) -> Solid:
    """A flame that stands on a point."""
    x, y, z = at
    r = height * 0.3
    return union(
        sphere(r, (x, y, z + r)),
        tube([(x, y, z + r), (x, y, z + height - r * 0.3)], [r * 0.95, r * 0.3]),
    )


def disc(
    x: float, y: float, thick: float, at: Vector, axis: str = "z", rounding: float = ROUND
) -> Solid:
    """Elliptic plate with radii x and y across the axis."""
    return prism(ellipse(x, y), thick, axis, at, rounding)


def stand(radius: float, height: float, thick: float) -> Solid:
    """A round foot with a pole on it."""
    return union(
        frustum(radius, radius * 0.85, 0, 0.14, CRISP),
        tube([(0, 0, 0.1), (0, 0, height)], thick),
    )
