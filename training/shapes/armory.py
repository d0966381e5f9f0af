"""Weapons of old: shields, bows, spears and maces."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import Solid, box, mirror, union

_WOOD = ("brown", "orange", "black")
_STEEL = ("gray", "white", "black", "yellow")
Outline = list[tuple[float, float]]


@kind(
    "shield",
    "buckler",
    height=0.8,
    senses=("shield.n.02",),
    shield=("red", "blue", "green", "brown", "gray"),
    rim=("gray", "yellow", "brown", "black"),
    emblem=("yellow", "white", "gray", "black"),
    forms={
        "pointed": (3, 0.0, 1 / 3),
        "round": (3, 1 / 3, 2 / 3),
        "rectangular": (3, 2 / 3, 1.0),
        "with a cross": (4, 0.0, 1 / 3),
        "with a boss": (4, 1 / 3, 2 / 3),
        "with a stripe": (4, 2 / 3, 1.0),
    },
)
@cast()
def shield(u: np.ndarray, c: Kit) -> Parts:
    """u3 pointed, round or rectangular, u4 a cross, a boss or a stripe, u5 size of the emblem, u6
    width of the rim, u7 belly of the sides."""
    style, sign = pick(u[3], 3), pick(u[4], 3)
    edge, size = mix(u[6], 0.86, 0.8), mix(u[5], 0.8, 1.15)
    if style == 0:
        side = mix(u[7], 0.54, 0.64)
        outline: Outline = [
            (0.0, 0.0), (0.3, 0.22), (0.52, 0.56), (side, 0.95), (0.6, 1.45), (0.3, 1.4),
            (0.0, 1.5), (-0.3, 1.4), (-0.6, 1.45), (-side, 0.95), (-0.52, 0.56), (-0.3, 0.22),
        ]  # fmt: skip
        middle, half, tall = 0.88, 0.58, 1.5
    elif style == 1:
        outline = [(x, z + 0.7) for x, z in ellipse(0.7, 0.7, steps=24)]
        middle, half, tall = 0.7, 0.7, 1.4
    else:
        corner = mix(u[7], 0.28, 0.5)
        outline = [(x, z + 0.8) for x, z in ellipse(0.5, 0.8, corner, steps=20)]
        middle, half, tall = 0.8, 0.5, 1.6
    inner = [(x * edge, middle + (z - middle) * edge) for x, z in outline]
    rim = c.plate(outline, 0.16, "y", (0, 0, 0))
    face = c.plate(inner, 0.16, "y", (0, -0.07, 0), 0.02)
    handle = mirror(c.bar((0.0, 0.16, middle), (0.18, 0.13, middle), (0.2, 0.03, middle)))
    front, bar = -0.15, 0.16 * size
    if sign == 1:
        emblem = union(
            c.ball(0.2 * size, 0.17, 0.2 * size, (0, front, middle)),
            c.can(0.27 * size, 0.12, (0, front + 0.01, middle), "y"),
        )
    elif sign == 0:
        emblem = union(
            c.box(bar, 0.12, tall * edge * 0.8, (0, front, middle * 0.97), 0.02),
            c.box(half * 2 * edge * 0.88, 0.12, bar, (0, front, middle * 1.06), 0.02),
        )
    else:
        emblem = c.box(bar * 2, 0.12, tall * edge * 0.84, (0, front, middle * 0.97), 0.02)
    return [(0, face), (1, union(rim, handle)), (2, emblem)]


def _arrow(c: Kit, back: float, tip: float, z: float) -> Solid:
    """An arrow in the plane x = 0 that flies to -y."""
    head = [(tip, z), (tip + 0.22, z - 0.13), (tip + 0.17, z), (tip + 0.22, z + 0.13)]
    tail = [(back, z + 0.15), (back - 0.24, z + 0.15), (back - 0.32, z), (back - 0.24, z - 0.15),
            (back, z - 0.15), (back - 0.07, z)]  # fmt: skip
    return union(
        c.bar((0, back - 0.08, z), (0, tip + 0.15, z), radius=0.05),
        c.plate(head, 0.12, rounding=0.02),
        c.plate(tail, 0.12, rounding=0.02),
    )


@kind(
    "bow",
    "longbow",
    "bow and arrow",
    "archery bow",
    height=1.4,
    senses=("bow.n.04", "bow_and_arrow.n.01"),
    bow=("brown", "orange", "black", "red"),
    string=("white", "gray", "black"),
    arrow=("yellow", "red", "gray", "brown"),
    forms={"recurved": (3, 0.5, 1.0)},
)
@cast()
def bow(u: np.ndarray, c: Kit) -> Parts:
    """It shoots to -y. u3 a simple arc, or tips that curve forward, u4 depth of the arc, u5 how far
    the string is drawn, u6 thickness, u7 length of the arrow."""
    deep, fat, drawn = mix(u[4], 0.4, 0.55), mix(u[6], 0.07, 0.085), mix(u[5], 0.0, 0.35)
    half = 0.93
    if u[3] < 0.5:
        path = [(0.0, 0.0), (0.05, 0.3), (0.24, 0.56), (0.6, 0.8), (1.0, 0.95)]
        places = [(deep * (p - 1), half * q / 0.95) for p, q in path]
    else:
        path = [(0.06, 0.0), (0.0, 0.2), (0.2, 0.42), (0.8, 0.68), (1.0, 0.82), (0.85, 0.95)]
        places = [(deep * (p - 1), half * q / 0.95) for p, q in path]
    radii = [fat * (1 - 0.3 * i / (len(places) - 1)) for i in range(len(places))]
    upper = [(0, y, 0.95 + z) for y, z in places]
    lower = [(0, y, 0.95 - z) for y, z in places]
    limbs = union(c.bar(*upper, radius=radii), c.bar(*lower, radius=radii))
    grip = c.bar((0, places[0][0], 0.8), (0, places[0][0], 1.1), radius=fat * 1.5)
    end = places[-2] if u[3] > 0.5 else places[-1]
    nock = end[0] + drawn
    string = c.bar((0, end[0], 0.95 + end[1]), (0, nock, 0.95), (0, end[0], 0.95 - end[1]),
                   radius=0.068)  # fmt: skip
    tip = -deep - mix(u[7], 0.3, 0.45)
    arrow = _arrow(c, nock + 0.08, tip, 0.95)
    return [(0, union(limbs, grip)), (1, string), (2, arrow)]


@kind(
    "crossbow",
    "arbalest",
    height=0.25,
    senses=("crossbow.n.01",),
    stock=_WOOD,
    limbs=("gray", "black", "brown", "red"),
    string=("white", "gray", "yellow"),
)
@cast()
def crossbow(u: np.ndarray, c: Kit) -> Parts:
    """It shoots to -y. u3 curve of the limbs, u4 how far the string is drawn, u5 drop of the butt,
    u6 stirrup, u7 thickness of the limbs."""
    sweep, drawn, drop = mix(u[3], 0.2, 0.4), mix(u[4], 0.1, 0.4), mix(u[5], 0.0, 0.14)
    fat, z, y = mix(u[7], 0.07, 0.085), 0.42, -0.55
    stock = union(
        c.plate(
            [(-0.72, 0.3), (0.25, 0.28), (0.5, 0.2), (0.98, 0.12 - drop), (1.0, 0.4 - drop),
             (0.5, 0.4), (0.3, 0.44), (-0.72, 0.44)], 0.2, rounding=0.035,
        ),
        c.bar((0, 0.2, 0.3), (0, 0.28, 0.12), (0, 0.46, 0.08)),
    )  # fmt: skip
    path = [(0, y, z), (0.3, y + sweep * 0.12, z), (0.6, y + sweep * 0.5, z), (0.82, y + sweep, z)]
    limbs = [pairs(c.bar(*path, radius=[fat * 1.25, fat * 1.1, fat, 0.06]))]
    if u[6] > 0.4:
        ring = [(0.0, -0.98), (0.15, -0.95), (0.19, -0.84), (0.1, -0.68)]
        limbs.append(pairs(c.bar(*((p, q, 0.37) for p, q in ring), radius=0.055)))
    else:
        limbs.append(c.box(0.26, 0.18, 0.24, (0, -0.66, 0.38)))
    nock = y + sweep + drawn
    string = pairs(c.bar((0.8, y + sweep, z), (0.05, nock, 0.49), (0, nock, 0.49), radius=0.05))
    bolt = c.bar((0, nock, 0.49), (0, -0.8, 0.49), radius=0.05)
    head = c.plate([(0.0, -1.0), (0.11, -0.76), (-0.11, -0.76)], 0.12, "z", (0, 0, 0.49), 0.02)
    return [(0, stock), (1, union(*limbs)), (2, union(string, bolt, head))]


@kind(
    "spear",
    "lance",
    "javelin",
    height=2.0,
    senses=("spear.n.01", "spear.n.02"),
    shaft=_WOOD,
    head=_STEEL,
    binding=("red", "yellow", "white", "black"),
    forms={"with barbs": (3, 0.5, 1.0)},
)
@cast()
def spear(u: np.ndarray, c: Kit) -> Parts:
    """u3 a leaf, or a point with barbs, u4 length of the head, u5 width, u6 thickness of the
    shaft, u7 length of the binding."""
    long, wide, r = mix(u[4], 0.42, 0.58), mix(u[5], 0.16, 0.22), mix(u[6], 0.065, 0.075)
    foot = 1.9 - long
    if u[3] < 0.5:
        half = [(0.06, foot), (wide * 0.7, foot + 0.06), (wide, foot + long * 0.3), (0.0, 1.9)]
    else:
        half = [(0.06, foot), (0.06, foot + 0.16), (wide * 1.2, foot + 0.02), (0.0, 1.9)]
    outline = [*half, *((-p, q) for p, q in half[-2::-1])]
    head = union(
        c.plate(outline, 0.13, "y", (0, 0, 0), 0.02),
        c.bar((0, 0, foot), (0, 0, 1.9 - long * 0.45), radius=[0.085, 0.05]),
    )
    shaft = c.bar((0, 0, r), (0, 0, foot + 0.05), radius=r)
    tie = mix(u[7], 0.1, 0.2)
    binding = union(
        c.can(r + 0.045, tie, (0, 0, foot - tie / 2), "z", 0.025),
        c.can(r + 0.03, 0.12, (0, 0, 0.1), "z", 0.025),
    )
    return [(0, shaft), (1, head), (2, binding)]


@kind(
    "trident",
    "pitchfork",
    "hayfork",
    height=1.7,
    senses=("trident.n.01", "pitchfork.n.01"),
    shaft=("brown", "yellow", "blue", "red"),
    prongs=("gray", "yellow", "black", "red"),
    forms={"with three prongs": (3, 0.0, 0.6), "with four prongs": (3, 0.6, 1.0)},
)
@cast()
def trident(u: np.ndarray, c: Kit) -> Parts:
    """u3 three or four prongs, u4 their length, u5 width, u6 thickness, u7 barbs."""
    long, wide, r = mix(u[4], 0.5, 0.66), mix(u[5], 0.26, 0.34), mix(u[6], 0.055, 0.065)
    root = 1.85 - long
    shaft = union(
        c.bar((0, 0, r), (0, 0, root), radius=r), c.can(0.1, 0.14, (0, 0, root - 0.05), "z")
    )
    path = [(0, 0, root), (wide * 0.75, 0, root + 0.02), (wide, 0, root + 0.16), (wide, 0, 1.82)]
    pieces = [mirror(c.bar(*path, radius=[0.065, 0.065, 0.065, 0.05]))]
    outer = [wide]
    if u[3] < 0.6:
        pieces.append(c.bar((0, 0, root), (0, 0, 1.86), radius=[0.07, 0.055]))
        outer.append(0.0)
    else:
        x = wide / 3
        pieces.append(mirror(c.bar((x, 0, root), (x, 0, 1.84), radius=[0.06, 0.05])))
    if u[7] > 0.5:
        for x in outer:
            tip = 1.92 if x == 0 else 1.88
            outline = [(x - 0.12, tip - 0.26), (x, tip - 0.2), (x + 0.12, tip - 0.26), (x, tip)]
            barb = c.plate(outline, 0.13, "y", (0, 0, 0), 0.02)
            pieces.append(barb if x == 0 else mirror(barb))
    return [(0, shaft), (1, union(*pieces))]


@kind(
    "mace",
    "morning star",
    "war mace",
    height=0.7,
    senses=("mace.n.04",),
    head=("gray", "black", "yellow"),
    handle=("brown", "black", "red", "gray"),
    spikes=("same", "white", "yellow", "gray"),
    forms={"with spikes": (3, 0.0, 0.5), "with ridges": (3, 0.5, 1.0)},
)
@cast(1.0)
def mace(u: np.ndarray, c: Kit) -> Parts:
    """u3 spikes or ridges, u4 size of the head, u5 number of spikes or ridges, u6 length of the
    spikes, u7 thickness of the handle."""
    r, fat = mix(u[4], 0.27, 0.34), mix(u[7], 0.075, 0.095)
    count, reach = 6 + 2 * pick(u[5], 2), mix(u[6], 0.13, 0.18)
    z = 1.5
    handle = union(
        c.bar((0, 0, 0.1), (0, 0, z - r + 0.1), radius=fat),
        c.turned([(fat * 1.7, 0.0), (fat * 1.7, 0.14)]),
        c.can(fat * 1.5, 0.12, (0, 0, 0.5)),
        c.can(fat * 1.6, 0.14, (0, 0, z - r - 0.02)),
    )
    wide = r * math.sqrt(c.stretch[0] * c.stretch[1])
    _, _, high = c.place((0, 0, z))
    if u[3] < 0.5:
        head = c.ball(r, r, r, (0, 0, z))
        spikes = []
        for rise, number in ((0, count), (45, count - 2), (-40, count - 2)):
            a = math.radians(rise)
            path = [(0, -k * math.cos(a), z + k * math.sin(a)) for k in (r - 0.06, r + reach)]
            spikes.append(around(c.bar(*path, radius=[0.095, 0.05]), number))
        spikes.append(c.bar((0, 0, z + r - 0.06), (0, 0, z + r + reach), radius=[0.1, 0.05]))
        return [(0, head), (1, handle), (2, union(*spikes))]
    tall = r * 2.2 * float(c.stretch[2])
    head = union(
        c.can(r * 0.7, r * 2.0, (0, 0, z)), c.ball(r * 0.5, r * 0.5, r * 0.6, (0, 0, z + r)),
    )  # fmt: skip
    ridge = box(0.12, wide * 0.8, tall * 0.75, (0, -wide * 0.85, high), 0.03)
    return [(0, head), (1, handle), (2, around(ridge, count))]
