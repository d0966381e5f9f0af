"""Vessels: things that hold a drink, flowers or glory."""

from __future__ import annotations

import math

import numpy as np

from .details import arc
from .kinds import Parts, extents, kind, mix
from .solids import (
    blend,
    curve,
    cylinder,
    ellipsoid,
    lathe,
    mirror,
    pot,
    sphere,
    torus,
    tube,
    union,
)


@kind(
    "mug",
    "beer mug",
    height=0.1,
    senses=("mug.n.04",),
    body=("white", "red", "blue", "green", "yellow"),
    handle=("same", "white", "black"),
)
def mug(u: np.ndarray) -> Parts:
    """u3 wall thickness, u4 handle size, u5 taper, u6 handle thickness."""
    x, y, z = extents(u, 1.2, 1.55, 1.45)
    wall, reach = mix(u[3], 0.13, 0.17), max((y - x) * mix(u[4], 0.75, 1.0), 0.24)
    top = x / 2 - wall / 2
    low = top * mix(u[5], 1.0, 0.78)
    body = pot(
        [(0, wall / 2), (low - 0.08, wall / 2), (low, wall / 2 + 0.08), (top, z - wall / 2)], wall
    )
    middle = (low + top) / 2
    handle = tube(arc(-middle, z * 0.52, reach, z * 0.29, 90, 270), mix(u[6], 0.07, 0.09))
    return [(0, body), (1, handle)]


@kind(
    "bottle",
    "flask",
    height=0.3,
    senses=("bottle.n.01", "flask.n.01"),
    body=("green", "brown", "blue", "cyan"),
    cap=("red", "black", "white", "yellow"),
    label=("white", "yellow"),
)
def bottle(u: np.ndarray) -> Parts:
    """u3 neck width, u4 shoulder height, u5 slope of the shoulder, u6 label height."""
    x, _, z = extents(u, 0.8, 0.8, 1.85)
    body, neck = x / 2, max(x / 2 * mix(u[3], 0.3, 0.45), 0.09)
    shoulder = z * mix(u[4], 0.45, 0.6)
    start = min(shoulder + z * mix(u[5], 0.08, 0.2), z - 0.3)
    outline = curve(
        [(body, shoulder), (body * 0.9, shoulder + (start - shoulder) * 0.4), (neck, start)], 3
    )
    glass = lathe([(body, 0), *outline, (neck, z - 0.06)], 0.05)
    cap = cylinder(neck + 0.045, 0.2, (0, 0, z - 0.1))
    tall = shoulder * mix(u[6], 0.4, 0.6)
    label = cylinder(body + 0.02, max(tall, 0.16), (0, 0, shoulder * 0.5), rounding=0.02)
    return [(0, glass), (1, cap), (2, label)]


@kind(
    "vase",
    "urn",
    height=0.35,
    senses=("vase.n.01", "urn.n.01"),
    body=("blue", "white", "cyan", "orange", "purple"),
    rim=("same", "white", "yellow"),
)
def vase(u: np.ndarray) -> Parts:
    """u3 height of the belly, u4 neck width, u5 flare of the rim, u6 foot width."""
    x, _, z = extents(u, 0.95, 0.95, 1.7)
    wall = 0.13
    belly = x / 2 - wall / 2
    neck, rim = belly * mix(u[4], 0.5, 0.68), belly * mix(u[5], 0.78, 1.0)
    foot, middle = belly * mix(u[6], 0.5, 0.75), z * mix(u[3], 0.3, 0.5)
    side = curve([(foot, wall / 2), (belly, middle), (neck, z * 0.8), (rim, z - 0.08)], 4)
    body = pot([(0, wall / 2), *side], wall)
    return [(0, body), (1, torus(rim, 0.085, (0, 0, z - 0.085)))]


@kind(
    "bowl",
    "dish",
    height=0.1,
    senses=("bowl.n.03", "dish.n.01", "bowl.n.01"),
    body=("white", "blue", "brown", "orange"),
    foot=("same", "white", "brown"),
)
def bowl(u: np.ndarray) -> Parts:
    """u3 wall thickness, u4 foot width, u5 steepness of the side, u6 foot height."""
    x, _, z = extents(u, 1.9, 1.9, 0.95)
    wall, foot = mix(u[3], 0.13, 0.18), mix(u[6], 0.12, 0.2)
    rim, low = x / 2 - wall / 2, foot + wall / 2 - 0.04
    power = mix(u[5], 1.0, 0.6)
    steps = [math.radians(90 * i / 8) for i in range(9)]
    side = [
        (rim * math.sin(a) ** power, low + (z - wall / 2 - low) * (1 - math.cos(a))) for a in steps
    ]
    return [
        (0, pot(side, wall)),
        (1, cylinder(rim * mix(u[4], 0.35, 0.55), foot, (0, 0, foot / 2))),
    ]


@kind(
    "teapot",
    "tea pot",
    height=0.18,
    senses=("teapot.n.01", "kettle.n.01"),
    body=("white", "blue", "red", "green", "gray"),
    lid=("same", "white", "yellow"),
    handle=("same", "black", "brown"),
)
def teapot(u: np.ndarray) -> Parts:
    """u3 lid width, u4 spout length, u5 handle size, u6 knob size."""
    long, reach = mix(u[4], 0.3, 0.42), mix(u[5], 0.3, 0.4)
    x, _, z = extents(u, 1.15, 1.9, 1.1, deep=0.0)
    knob = mix(u[6], 0.1, 0.13)
    tall, r = (z - knob) * 0.84, x / 2
    # Spout and handle take what length the body leaves.
    spare = max(1.9 - x, 0.5) / 2
    long, reach = spare * (0.7 + long), spare * (0.6 + reach)
    body = ellipsoid(r, r, tall / 2, (0, 0, tall / 2))
    wide = r * mix(u[3], 0.5, 0.65)
    lid = ellipsoid(wide, wide, 0.2 * tall, (0, 0, tall * 0.9))
    spout = tube(
        [(0, -r * 0.7, tall * 0.32), (0, -r - long * 0.5, tall * 0.5), (0, -r - long, tall * 0.95)],
        [0.19, 0.13, 0.09],
    )
    handle = tube(arc(r * 0.9, tall * 0.52, reach, tall * 0.32, 110, -110), 0.085)
    foot = cylinder(r * 0.6, 0.12, (0, 0, 0.06))
    return [
        (0, blend(body, spout, foot, radius=0.08)),
        (1, union(lid, sphere(knob, (0, 0, z - knob)))),
        (1, cylinder(0.07, z - knob - tall * 0.8, (0, 0, (z - knob + tall * 0.8) / 2))),
        (2, handle),
    ]


@kind(
    "trophy",
    "award",
    height=0.35,
    senses=("trophy.n.02", "trophy.n.01"),
    cup=("yellow", "gray", "orange"),
    base=("black", "brown", "white"),
)
def trophy(u: np.ndarray) -> Parts:
    """u3 cup height, u4 base width, u5 handle size, u6 stem thickness."""
    x, _, z = extents(u, 1.35, 1.35, 1.75)
    wall, reach = 0.13, mix(u[5], 0.14, 0.2) * x
    rim = x / 2 - reach - 0.01
    low = z * mix(u[3], 0.55, 0.42)
    side = curve(
        [(0.02, low), (rim * 0.6, low + 0.06), (rim * 0.95, (low + z) / 2), (rim, z - wall / 2)], 4
    )
    plinth = z * 0.2
    stem = cylinder(mix(u[6], 0.09, 0.13), low - plinth + 0.1, (0, 0, (low + plinth) / 2))
    middle, ry = (low + z) / 2 + 0.04, (z - low) * 0.3
    ring = [(y, 0.0, h) for _, y, h in arc(rim - 0.02, middle, reach - 0.04, ry, -90, 90)]
    base = cylinder(rim * mix(u[4], 0.75, 1.0), plinth, (0, 0, plinth / 2))
    return [(0, pot(side, wall)), (0, stem), (0, mirror(tube(ring, 0.07))), (1, base)]
