"""Food: sweets, fruit, a carrot and a burger."""

from __future__ import annotations

import math

import numpy as np

from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    blend,
    box,
    curve,
    cylinder,
    ellipsoid,
    frustum,
    intersection,
    lathe,
    mirror,
    ring_lathe,
    sphere,
    torus,
    tube,
    union,
)


@kind(
    "donut",
    "doughnut",
    height=0.04,
    senses=("doughnut.n.02",),
    dough=("brown", "orange"),
    icing=("pink", "white", "cyan", "yellow"),
)
def donut(u: np.ndarray) -> Parts:
    """u3 size of the hole, u4 how far the icing reaches down."""
    x, _, z = extents(u, 1.9, 1.9, 0.72)
    half = z / 2
    tube_x = mix(u[3], 0.185, 0.155) * x
    middle = x / 2 - tube_x
    turns = [2 * math.pi * i / 20 for i in range(20)]

    def outline(grow: float, low: float) -> list[tuple[float, float]]:
        """Section of the ring, an ellipse cut off at `low` of its half height."""
        return [
            (middle + (tube_x + grow) * math.cos(a), (half + grow) * max(math.sin(a), low))
            for a in turns
        ]

    reach = mix(u[4], 0.25, -0.1)
    dough = ring_lathe(outline(-0.025, -1.0), 0.05)
    return [(0, dough), (1, ring_lathe(outline(0.0, reach), 0.05))]


@kind(
    "ice cream",
    "gelato",
    height=0.15,
    senses=("ice_cream.n.01", "ice-cream_cone.n.01"),
    scoop=("pink", "white", "brown", "cyan", "green"),
    cone=("orange", "brown", "yellow"),
    cherry=("red",),
    forms={"with one scoop": (3, 0.0, 0.5), "with two scoops": (3, 0.5, 1.0)},
)
def ice_cream(u: np.ndarray) -> Parts:
    """u3 one or two scoops, u4 cone length, u5 cherry size, u6 rim."""
    x, _, z = extents(u, 0.95, 0.95, 1.85)
    r, berry = x / 2, mix(u[5], 0.1, 0.14)
    rim = z * mix(u[4], 0.56, 0.48)
    cone = lathe([(0.07, 0), (r * 0.88, rim)], 0.05)
    edge = torus(r * mix(u[6], 0.82, 0.88), 0.085, (0, 0, rim - 0.02))
    top = z - 1.3 * berry
    if u[3] < 0.5:
        low = rim - 0.12
        scoop = ellipsoid(r, r, (top - low) / 2, (0, 0, (top + low) / 2))
    else:
        low, split = rim - 0.15, rim + (top - rim) * 0.42
        scoop = blend(
            ellipsoid(r, r, (split + 0.12 - low) / 2, (0, 0, (split + 0.12 + low) / 2)),
            ellipsoid(r * 0.8, r * 0.8, (top - split + 0.1) / 2, (0, 0, (top + split - 0.1) / 2)),
            radius=0.04,
        )
    return [(0, scoop), (1, union(cone, edge)), (2, sphere(berry, (0, 0, z - berry)))]


@kind(
    "cake",
    "birthday cake",
    height=0.15,
    senses=("cake.n.03",),
    cake=("brown", "pink", "white", "yellow"),
    icing=("white", "pink", "brown", "cyan"),
    candles=("red", "yellow", "blue"),
    forms={
        "with two tiers": (3, 0.5, 1.0),
        "with one candle": (5, 0.0, 0.4),
        "with three candles": (5, 0.4, 1.0),
    },
)
def cake(u: np.ndarray) -> Parts:
    """u3 one or two tiers, u4 icing thickness, u5 one or three candles, u6 candle height."""
    x, _, z = extents(u, 1.6, 1.6, 1.3)
    r, stick = x / 2, z * mix(u[6], 0.2, 0.3)
    top, cream = z - stick, mix(u[4], 0.13, 0.2)
    pieces: Parts = []
    if u[3] < 0.5:
        pieces += [
            (0, cylinder(r - 0.03, top, (0, 0, top / 2))),
            (1, cylinder(r, cream, (0, 0, top - cream / 2 + 0.02), rounding=0.06)),
        ]
        spread = r * 0.5
    else:
        tier, small = top * 0.55, r * 0.62
        pieces += [
            (0, cylinder(r - 0.03, tier, (0, 0, tier / 2))),
            (0, cylinder(small - 0.03, top, (0, 0, top / 2))),
            (1, cylinder(r, cream, (0, 0, tier - cream / 2 + 0.02), rounding=0.06)),
            (1, cylinder(small, cream, (0, 0, top - cream / 2 + 0.02), rounding=0.06)),
        ]
        spread = small * 0.55
    candle = tube([(0, 0, top - 0.1), (0, 0, z - 0.075)], 0.075)
    if u[5] < 0.4:
        return [*pieces, (2, candle)]
    return [
        *pieces,
        (2, mirror(candle.at(spread, spread * 0.5, 0))),
        (2, candle.at(0, -spread * 0.7, 0)),
    ]


@kind(
    "apple",
    height=0.08,
    senses=("apple.n.01",),
    fruit=("red", "green", "yellow"),
    leaf=("green",),
    stem=("brown",),
)
def apple(u: np.ndarray) -> Parts:
    """u3 depth of the hollow on top, u4 width of the foot, u5 leaf size."""
    x, _, z = extents(u, 1.6, 1.6, 1.7)
    r, top = x / 2, z * 0.82
    dip = mix(u[3], 0.1, 0.2) * top
    foot = mix(u[4], 0.3, 0.45)
    side = [
        (foot * r, 0.01), (0.86 * r, 0.25 * top), (r, 0.6 * top), (0.86 * r, 0.88 * top),
        (0.55 * r, top), (0.28 * r, top - 0.35 * dip),
    ]  # fmt: skip
    profile = [(0, 0.05), (foot * 0.6 * r, 0), *curve(side, 3), (0, top - dip)]
    body = lathe(profile, 0.05)
    stem = tube([(0, 0, top - dip - 0.1), (0, 0.05, z - 0.08)], [0.07, 0.08])
    long = mix(u[5], 0.24, 0.32)
    leaf = ellipsoid(0.15, long, 0.085).rotated(-25, "x").at(0, -long * 0.75, top + 0.08)
    return [(0, body), (1, leaf), (2, stem)]


@kind(
    "pear",
    height=0.1,
    senses=("pear.n.01",),
    fruit=("green", "yellow"),
    leaf=("green",),
    stem=("brown",),
)
def pear(u: np.ndarray) -> Parts:
    """u3 neck width, u4 height of the belly, u5 leaf size."""
    x, _, z = extents(u, 1.15, 1.15, 1.8)
    r, top = x / 2, z * 0.86
    neck = r * mix(u[3], 0.42, 0.55)
    belly = top * mix(u[4], 0.28, 0.34)
    profile = curve(
        [
            (0.3 * r, 0),
            (0.86 * r, 0.1 * top),
            (r, belly),
            (0.8 * r, 0.52 * top),
            (neck, 0.78 * top),
            (neck * 0.8, 0.94 * top),
            (neck * 0.3, top),
        ],
        3,
    )
    stem = tube([(0, 0, top - 0.12), (0, 0.04, z - 0.075)], 0.075)
    long = mix(u[5], 0.2, 0.27)
    leaf = ellipsoid(0.14, long, 0.08).rotated(-20, "x").at(0, -long * 0.8, top + 0.06)
    return [(0, lathe(profile, 0.05)), (1, leaf), (2, stem)]


@kind("carrot", height=0.2, senses=("carrot.n.03",), root=("orange",), leaves=("green",))
def carrot(u: np.ndarray) -> Parts:
    """u3 bluntness, u4 length of the leaves, u5 spread of the leaves, u6 shoulder."""
    x, _, z = extents(u, 0.72, 0.72, 1.9)
    r, top = x / 2, z * mix(u[4], 0.76, 0.62)
    tip = mix(u[3], 0.08, 0.4) * r + 0.05
    root = lathe(
        [(tip, 0), (r * 0.7, top * 0.5), (r, top * mix(u[6], 0.84, 0.92)), (r * 0.6, top)], 0.05
    )
    out = mix(u[5], 0.45, 0.85) * r
    high = z - 0.08
    tufts = [tube([(0, 0, top - 0.1), (0, 0, high)], [0.08, 0.08])]
    tufts.append(mirror(tube([(0, 0, top - 0.08), (out, 0, mix(0.75, top, high))], [0.08, 0.08])))
    tufts.append(
        mirror(tube([(0, 0, top - 0.08), (0, out, mix(0.75, top, high))], [0.08, 0.08]), "y")
    )
    return [(0, root), (1, union(*tufts))]


@kind(
    "burger",
    "hamburger",
    height=0.1,
    senses=("hamburger.n.01",),
    bun=("orange", "brown", "yellow"),
    patty=("brown", "black"),
    lettuce=("green",),
)
def burger(u: np.ndarray) -> Parts:
    """u3 patty thickness, u4 bun height, u5 lettuce reach."""
    x, _, z = extents(u, 1.7, 1.7, 1.3)
    r, meat, leaf = x / 2, z * mix(u[3], 0.19, 0.27), 0.14
    bottom = z * mix(u[4], 0.2, 0.26)
    wide = r - mix(u[5], 0.02, 0.06)
    lower = cylinder(wide, bottom, (0, 0, bottom / 2), rounding=min(0.1, bottom * 0.4))
    patty = cylinder(r - 0.02, meat + 0.04, (0, 0, bottom + meat / 2), rounding=0.07)
    green = cylinder(r, leaf, (0, 0, bottom + meat + leaf / 2 - 0.01), rounding=0.05)
    start = bottom + meat + leaf - 0.05
    dome = ellipsoid(wide, wide, z - start, (0, 0, start))
    upper = intersection(dome, box(2, 2, 2, (0, 0, start + 1.0), 0.01), 0.06)
    return [(0, union(lower, upper)), (1, patty), (2, green)]


@kind(
    "pumpkin",
    "gourd",
    height=0.3,
    senses=("pumpkin.n.02", "pumpkin.n.01", "gourd.n.03"),
    fruit=("orange",),
    stem=("green", "brown"),
)
def pumpkin(u: np.ndarray) -> Parts:
    """u3 number of ribs, u4 depth of the ribs, u5 stem thickness."""
    x, _, z = extents(u, 1.7, 1.7, 1.4)
    count = (6, 8, 10)[pick(u[3], 3)]
    top = z * 0.86
    wide = x / 2 * mix(u[4], 0.5, 0.56)
    out = x / 2 - wide
    ribs = [
        ellipsoid(wide, wide * 0.8, top / 2, (out, 0, top / 2)).rotated(360 * i / count + 90)
        for i in range(count)
    ]
    stem = frustum(mix(u[5], 0.12, 0.18), mix(u[5], 0.1, 0.13), top - 0.25, z)
    return [(0, union(*ribs)), (1, stem)]
