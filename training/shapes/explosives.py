"""What explodes."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast
from .details import around, flame
from .kinds import Parts, kind, mix, pick
from .solids import box, ellipsoid, torus, tube, union


@kind(
    "bomb",
    "cherry bomb",
    height=0.3,
    senses=("bomb.n.01",),
    bomb=("black", "gray", "red"),
    fuse=("brown", "white", "gray"),
    spark=("orange", "yellow", "red"),
)
@cast(1.0)
def bomb(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far the fuse bends, u4 its length, u5 width of the collar, u6 size of the flame, u7
    number of points of the flame."""
    bend, long, size = mix(u[3], 0.05, 0.3), mix(u[4], 0.2, 0.36), mix(u[6], 0.13, 0.18)
    collar = mix(u[5], 0.22, 0.3)
    body = union(
        c.ball(0.68, 0.68, 0.66, (0, 0, 0.66)),
        c.turned([(collar, 1.2), (collar, 1.42)], rounding=0.03),
    )
    end = (0, bend, 1.4 + long)
    fuse = c.bar((0, 0, 1.36), (0, bend * 0.2, 1.4 + long * 0.5), end, radius=0.075)
    x, y, z = c.place(end)
    if u[7] < 0.5:
        spark = flame(size * 2.6, (x, y, z - 0.06))
    else:
        point = tube([(0, 0, 0), (0, -size * 1.5, 0)], [0.1, 0.06])
        spark = union(around(point, 6), around(point, 4).rotated(90, "y"))
        spark = union(spark, tube([(0, 0, 0), (0, 0, size * 1.5)], [0.1, 0.06])).at(x, y, z)
    return [(0, body), (1, fuse), (2, spark)]


@kind(
    "grenade",
    "hand grenade",
    height=0.11,
    senses=("grenade.n.01",),
    body=("green", "gray", "black", "brown"),
    lever=("gray", "same", "black"),
    ring=("yellow", "gray", "red"),
)
@cast(1.0)
def grenade(u: np.ndarray, c: Kit) -> Parts:
    """u3 egg or barrel, u4 number of knobs around, u5 length of the lever, u6 size of the ring, u7
    height of the top."""
    tall, r = mix(u[3], 0.62, 0.54), 0.5
    count, top = 6 + 2 * pick(u[4], 2), mix(u[7], 0.2, 0.3)
    middle = tall + 0.02
    # Round from above, however far the lever reaches.
    round_, rise = math.sqrt(c.stretch[0] * c.stretch[1]), float(c.stretch[2])
    knobs = []
    for row in (-0.6, -0.2, 0.2, 0.6):
        wide = r * round_ * math.sqrt(1 - row * row) - 0.03
        arc = max(0.64 * 2 * math.pi * wide / count, 0.12)
        at = (0, -wide, (middle + row * tall) * rise)
        knobs.append(around(box(arc, 0.18, tall * 0.3 * rise, at), count))
    egg = ellipsoid(r * round_, r * round_, tall * rise, (0, 0, middle * rise))
    body = union(egg, *knobs)
    high = middle + tall
    neck = c.turned([(0.2, high - 0.12), (0.2, high + top)], rounding=0.03)
    reach = mix(u[5], 0.5, 0.85)
    lever = c.plate(
        [(0.16, high + top + 0.06), (-0.24, high + top + 0.06), (-0.66, high - 0.12),
         (-0.7, high - reach), (-0.58, high - reach), (-0.54, high - 0.2),
         (-0.2, high + top - 0.1), (0.16, high + top - 0.1)], 0.2, rounding=0.025,
    )  # fmt: skip
    size = mix(u[6], 0.17, 0.22)
    ring = torus(size, 0.07, (0, 0.2 * round_ + size - 0.01, (high + top * 0.45) * rise), "x")
    return [(0, union(body, neck)), (1, lever), (2, ring)]
