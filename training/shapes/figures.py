"""Figures of geometry and of the sky: what is an outline before it is a thing."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP
from .kinds import Parts, extents, kind, mix, pick
from .primitives import ANY
from .solids import Solid, blend, difference, prism, union


def _polygon(u: np.ndarray, corners: int, turn: float) -> Solid:
    """A plate with so many corners, upright; u3 full or a frame, u4 thickness, u5 rounding, u6
    width of the frame. `turn` is where the first corner lies, in degrees from the right."""
    angles = [math.radians(turn) + 2 * math.pi * i / corners for i in range(corners)]
    points = np.array([(math.cos(a), math.sin(a)) for a in angles])
    sides = np.ptp(points, axis=0)
    middle = (points.max(axis=0) + points.min(axis=0)) / 2
    x, y, z = extents(u, sides[0], mix(u[4], 0.36, 0.6), sides[1], deep=0.0)
    scale = np.array([x, z]) / sides
    outline = [(float(a), float(b)) for a, b in (points - middle) * scale]
    rounding = mix(u[5], 0.02, 0.07)
    plate = prism(outline, y, "y", rounding=rounding)
    if u[3] < 0.6:
        return plate
    # The same outline, moved inwards by the width of the frame.
    inside = math.cos(math.pi / corners) * float(scale.min())
    share = 1 - mix(u[6], 0.2, 0.26) / inside
    hole = [(float(a), float(b)) for a, b in (points * share - middle) * scale]
    return difference(plate, prism(hole, 4, "y", rounding=CRISP), CRISP)


@kind(
    "triangle",
    height=0.5,
    senses=("triangle.n.01", "triangle.n.04", "triangle.n.05"),
    body=ANY,
    forms={"hollow": (3, 0.6, 1.0)},
)
def triangle(u: np.ndarray) -> Parts:
    """It stands on a side; the parameters are those of `_polygon`."""
    return [(0, _polygon(u, 3, 90))]


@kind("hexagon", height=0.5, senses=("hexagon.n.01",), body=ANY, forms={"hollow": (3, 0.6, 1.0)})
def hexagon(u: np.ndarray) -> Parts:
    """It stands on a side; the parameters are those of `_polygon`."""
    return [(0, _polygon(u, 6, 0))]


@kind("octagon", height=0.5, senses=("octagon.n.01",), body=ANY, forms={"hollow": (3, 0.6, 1.0)})
def octagon(u: np.ndarray) -> Parts:
    """It stands on a side; the parameters are those of `_polygon`."""
    return [(0, _polygon(u, 8, 22.5))]


@kind("zigzag", "zig zag", "squiggle", height=0.3, senses=("zigzag.n.01",), body=ANY)
@cast(0.0)
def zigzag(u: np.ndarray, c: Kit) -> Parts:
    """From left to right; u3 number of its corners, u4 thickness, u5 depth, u6 how high it goes, u7
    up or down at its ends."""
    count = 4 + 2 * pick(u[3], 2)
    half, high = mix(u[4], 0.13, 0.17) * (1.2 if count == 4 else 1), mix(u[6], 0.3, 0.42)
    way = 1 if u[7] < 0.5 else -1
    xs = np.linspace(-1, 1, count + 1)
    line = [(float(x), way * high * (1, -1)[i % 2]) for i, x in enumerate(xs)]
    outline = [(x, z + half) for x, z in line] + [(x, z - half) for x, z in line[::-1]]
    return [(0, c.plate(outline, mix(u[5], 0.26, 0.4), "y", rounding=CRISP))]


@kind(
    "lightning bolt",
    "lightning",
    "thunderbolt",
    "bolt of lightning",
    height=1.0,
    senses=("lightning.n.01", "thunderbolt.n.01"),
    bolt=("yellow", "yellow", "orange", "white", "blue"),
)
@cast()
def lightning_bolt(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side; u3 one notch or two, u4 thickness, u5 width, u6 slant, u7 rounding."""
    wide, slant, rounding = mix(u[5], 0.24, 0.32), mix(u[6], 0.26, 0.4), mix(u[7], 0.015, 0.04)
    steps = 2 + pick(u[3], 2)
    right, left = [], []
    for i in range(steps):
        low, high = (1.9 * (steps - i - k) / steps for k in (1, 0))
        share = 1 - 0.28 * i
        middle = 0.3 * slant * (steps - 1 - 2 * i)
        top, end = middle + slant / 2, middle - slant / 2
        half = wide * share
        tip = i == steps - 1
        right += [(top + half, high), *([] if tip else [(end + half * 0.9, low)])]
        left += [(top - half, high), (end - half, low - 0.12 * (not tip))]
    return [(0, c.plate(right + left[::-1], mix(u[4], 0.3, 0.46), "x", rounding=rounding))]


@kind(
    "tornado",
    "twister",
    "whirlwind",
    "cyclone",
    "hurricane",
    height=100.0,
    senses=("tornado.n.01", "hurricane.n.01", "cyclone.n.02"),
    funnel=("gray", "gray", "white", "black", "cyan"),
    dust=("brown", "gray", "white", "same"),
)
@cast()
def tornado(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of its windings, u4 how far it sways, u5 width above, u6 width below, u7 size of
    the dust."""
    count, sway = 6 + pick(u[3], 3), mix(u[4], 0.06, 0.2)
    wide, narrow, dust = mix(u[5], 0.7, 0.85), mix(u[6], 0.1, 0.16), mix(u[7], 0.2, 0.28)
    rings, path, sizes = [], [], []
    for i in range(count):
        t = i / (count - 1)
        r, y, z = mix(t**1.5, narrow, wide), sway * math.sin(4.6 * t), mix(t, 0.28, 1.72)
        tall = 0.62 * 1.44 / (count - 1)
        rings.append(c.can(r, tall, (0, y, z), "z", 0.08))
        path.append((0.0, y, z))
        sizes.append(max(r * 0.84, 0.07))
    core = [c.turned([(a, p[2]), (b, q[2])], (0, (p[1] + q[1]) / 2, 0))
            for p, q, a, b in zip(path, path[1:], sizes, sizes[1:], strict=False)]  # fmt: skip
    puffs = [c.ball(dust, dust, dust * 0.85, (0, -0.24, dust * 0.8)),
             c.ball(dust * 1.1, dust, dust * 0.8, (0, 0.2, dust * 0.75)),
             pairs(c.ball(dust, dust, dust * 0.9, (0.3, 0.02, dust * 0.85)))]  # fmt: skip
    return [(0, union(*rings, *core)), (1, blend(*puffs, radius=0.06))]
