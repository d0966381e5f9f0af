"""Tools, weapons and containers of wood."""

from __future__ import annotations

import math

import numpy as np

from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    blend,
    box,
    cylinder,
    lathe,
    mirror,
    prism,
    sphere,
    torus,
    tube,
    union,
)

_WOOD = ("brown", "orange")
_METAL = ("gray", "black", "white")


@kind(
    "sword",
    "longsword",
    height=1.0,
    senses=("sword.n.01",),
    blade=("gray", "white", "cyan"),
    handle=("brown", "black", "yellow"),
)
def sword(u: np.ndarray) -> Parts:
    """u3 blade width, u4 grip length, u5 point length, u6 guard thickness, u7 pommel size."""
    x, _, z = extents(u, 0.75, 0.2, 1.9)
    knob = mix(u[7], 0.1, 0.13)
    guard = z * mix(u[4], 0.24, 0.32)
    wide = x / 2 * mix(u[3], 0.4, 0.58)
    point = z - z * mix(u[5], 0.12, 0.22)
    blade = prism(
        [(-wide, guard), (wide, guard), (wide, point), (0, z), (-wide, point)],
        0.16,
        "y",
        rounding=0.05,
    )
    cross = box(x, 0.22, mix(u[6], 0.15, 0.22), (0, 0, guard), 0.06)
    grip = cylinder(0.09, guard, (0, 0, guard / 2 + knob * 0.4))
    return [(0, blade), (1, union(cross, grip, sphere(knob, (0, 0, knob))))]


@kind(
    "hammer",
    "mallet",
    height=0.33,
    senses=("hammer.n.02",),
    head=("gray", "black", "brown"),
    handle=("brown", "red", "yellow"),
)
def hammer(u: np.ndarray) -> Parts:
    """u3 head length, u4 head height, u5 round or square head, u6 handle thickness."""
    x, y, z = extents(u, 0.56, mix(u[3], 1.0, 1.3), 1.85, deep=0.5)
    square = u[5] > 0.5
    tall = x * mix(u[4], 0.9, 1.15) if square else x
    at = (0.0, 0.0, z - tall / 2)
    if square:
        head = box(x, y, tall, at, 0.08)
    else:
        face = cylinder(x / 2, y * 0.26, (0, -y * 0.37, at[2]), "y", 0.06)
        neck = cylinder(x * 0.38, y * 0.6, (0, -y * 0.1, at[2]), "y")
        half = x * 0.4
        claw = [
            (0, at[2] - half), (0, at[2] + half), (y * 0.2, at[2] + half),
            (y / 2, at[2] - half * 0.3), (y / 2, at[2] - half * 0.3 - 0.12),
            (y * 0.2, at[2] - half),
        ]  # fmt: skip
        head = union(face, neck, prism(claw, x * 0.72, "x", rounding=0.05))
    grip = min(mix(u[6], 0.09, 0.13), x * 0.4)
    handle = cylinder(grip, z - tall * 0.3, (0, 0, (z - tall * 0.3) / 2))
    return [(0, head), (1, handle)]


@kind(
    "axe",
    "hatchet",
    height=0.75,
    senses=("ax.n.01",),
    blade=("gray", "red", "black"),
    handle=("brown", "orange"),
)
def axe(u: np.ndarray) -> Parts:
    """u3 blade reach, u4 blade height, u5 back of the head, u6 handle thickness."""
    x, y, z = extents(u, 0.3, mix(u[3], 0.9, 1.15), 1.85)
    x = max(x, 0.2)
    tall, back = z * mix(u[4], 0.36, 0.46), mix(u[5], 0.16, 0.3)
    front = -(y - back)
    middle = z - tall / 2 - 0.05
    side = [
        (back, middle - 0.14), (-0.14, middle - 0.14), (front * 0.85, middle - tall / 2),
        (front, middle - tall * 0.28), (front, middle + tall * 0.28),
        (front * 0.85, middle + tall / 2), (-0.14, middle + 0.16), (back, middle + 0.16),
    ]  # fmt: skip
    grip = min(mix(u[6], 0.085, 0.12), x * 0.45)
    return [(0, prism(side, x, "x", rounding=0.05)), (1, cylinder(grip, z, (0, 0, z / 2)))]


@kind(
    "barrel",
    "cask",
    "keg",
    height=0.9,
    senses=("barrel.n.02",),
    staves=("brown", "orange"),
    hoops=("gray", "black"),
    forms={
        "with two hoops": (4, 0.0, 1 / 3),
        "with three hoops": (4, 1 / 3, 2 / 3),
        "with four hoops": (4, 2 / 3, 1.0),
    },
)
def barrel(u: np.ndarray) -> Parts:
    """u3 bulge, u4 two to four hoops, u5 hoop thickness."""
    x, _, z = extents(u, 1.3, 1.3, 1.7)
    r = x / 2 - 0.03
    end = r * mix(u[3], 0.86, 0.7)
    side = [
        (end + (r - end) * math.cos(math.pi / 2 * (2 * t - 1)), t * z) for t in np.linspace(0, 1, 9)
    ]
    count = 2 + pick(u[4], 3)
    tall = mix(u[5], 0.12, 0.17)
    hoops = []
    for place in np.linspace(0.14, 0.86, count):
        radius = end + (r - end) * math.cos(math.pi / 2 * (2 * float(place) - 1)) + 0.03
        hoops.append(cylinder(radius, tall, (0, 0, float(place) * z), rounding=0.03))
    return [(0, lathe(side)), (1, union(*hoops))]


@kind(
    "crate",
    "wooden box",
    height=0.5,
    senses=("crate.n.01",),
    panels=_WOOD,
    frame=("same", "brown", "gray", "black"),
)
def crate(u: np.ndarray) -> Parts:
    """u3 thickness of the beams, u4 plain, crossed or barred faces."""
    x, y, z = extents(u, 1.6, 1.6, 1.6)
    beam, sunk = mix(u[3], 0.16, 0.24), 0.07
    inner = box(x - 2 * sunk, y - 2 * sunk, z - 2 * sunk)
    a, b, c = (x - beam) / 2, (y - beam) / 2, (z - beam) / 2
    edges = [
        mirror(box(x, beam, beam, (0, b, c)), "yz"),
        mirror(box(beam, y, beam, (a, 0, c)), "xz"),
        mirror(box(beam, beam, z, (a, b, 0)), "xy"),
    ]
    style = pick(u[4], 3)
    if style == 1:
        edges += [box(x, y * 0.985, beam), box(beam, y * 0.985, z * 0.985)]
    elif style == 2:
        edges.append(box(x * 0.99, y * 0.99, beam))
    return [(0, inner), (1, union(*edges))]


@kind(
    "anchor",
    height=1.5,
    senses=("anchor.n.01",),
    shank=("gray", "black", "blue"),
    ring=("same", "yellow", "gray"),
)
def anchor(u: np.ndarray) -> Parts:
    """u3 thickness, u4 crossbar width, u5 ring size, u6 depth of the arms."""
    x, _, z = extents(u, 1.4, 0.3, 1.8)
    r, eye = mix(u[3], 0.09, 0.12), mix(u[5], 0.15, 0.2)
    hole = z - 2 * eye - 0.14
    shank = tube([(0, 0, r), (0, 0, hole)], r)
    bar = x * mix(u[4], 0.26, 0.36)
    cross = mirror(tube([(0, 0, hole - 0.2), (bar, 0, hole - 0.2)], r))
    rise = z * mix(u[6], 0.3, 0.4)
    turns = [math.radians(90 * i / 6) for i in range(7)]
    tip = x / 2 - 0.16
    arms = mirror(tube([(tip * math.sin(a), 0, r + rise * (1 - math.cos(a))) for a in turns], r))
    fluke = prism(
        [(tip - 0.16, rise), (x / 2, rise), (tip + 0.02, rise + 0.3)], 0.2, "y", rounding=0.05
    )
    ring = torus(eye, 0.075, (0, 0, z - eye - 0.075), "y")
    return [(0, blend(shank, arms, cross, mirror(fluke), radius=0.04)), (1, ring)]


@kind(
    "key",
    height=0.07,
    senses=("key.n.01",),
    shaft=("yellow", "gray", "orange"),
    bow=("same", "red", "blue"),
    forms={"with two teeth": (4, 0.0, 0.5), "with three teeth": (4, 0.5, 1.0)},
)
def key(u: np.ndarray) -> Parts:
    """A key that stands on its tip, teeth to -y; u3 bow size, u4 two or three teeth, u5 reach."""
    x, y, z = extents(u, 0.25, 0.95, 1.8)
    thick = min(max(x / 2, 0.085), 0.17)
    bow = y / 2 - thick
    middle = z - bow - thick
    shaft = cylinder(max(thick, 0.09), middle - bow, (0, 0, (middle - bow) / 2 + 0.02))
    count = 2 + pick(u[4], 2)
    reach = mix(u[5], 0.3, 0.4)
    teeth: list[Solid] = [
        box(2 * thick, reach + (0.1 if i == 0 else 0.0), 0.15, (0, -reach / 2, 0.12 + i * 0.26))
        for i in range(count)
    ]
    return [(0, union(shaft, *teeth)), (1, torus(bow, thick, (0, 0, middle), "x"))]
