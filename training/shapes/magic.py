"""Lanterns, torches and fires; potions, scrolls and treasure."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, blend, difference, mirror, union


def _flame(c: Kit, high: float, r: float, at: Vector) -> Solid:
    """A flame with a tip, which stands on a place."""
    x, y, z = at
    path = [(x, y, z + r), (x, y, z + high * 0.55), (x, y, z + high - 0.04)]
    return c.limb(path, [r, r * 0.72, 0.05])


@kind(
    "lantern",
    "camping lantern",
    "storm lantern",
    height=0.35,
    senses=("lantern.n.01",),
    frame=("black", "brown", "gray", "red", "green"),
    glass=("yellow", "yellow", "orange", "white"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast(1.0)
def lantern(u: np.ndarray, c: Kit) -> Parts:
    """u3 round or square, u4 width of the glass, u5 height of the roof, u6 size of the handle, u7
    number of bars."""
    roof, loop, r = mix(u[5], 0.2, 0.32), mix(u[6], 0.2, 0.28), mix(u[4], 0.32, 0.4)
    low, top = 0.22, 1.1
    ring = c.limb(
        [
            (loop * math.cos(a), 0, top + roof + loop * 0.8 + loop * math.sin(a))
            for a in np.linspace(0, 2 * math.pi, 15)
        ],
        0.055,
    )
    knob = c.can(0.11, 0.16, (0, 0, top + roof))
    if u[3] < 0.5:
        foot = c.turned([(0.5, 0), (0.5, 0.1), (0.42, 0.24)], rounding=0.02)
        cap = c.turned([(0.5, top - 0.03), (0.5, top + 0.06), (0.12, top + roof)], rounding=0.02)
        glass = c.turned([(r * 0.85, low), (r * 1.06, 0.6), (r * 0.85, top)], rounding=0.02)
        bars = around(
            c.limb([(0, -0.44, low - 0.08), (0, -0.44, top)], 0.055), 4 + 2 * pick(u[7], 2)
        )
    else:
        foot = union(
            c.box(0.96, 0.96, 0.12, (0, 0, 0.06), 0.02), c.box(0.84, 0.84, 0.2, (0, 0, 0.14), 0.02)
        )
        slope = [(-0.5, top), (0.5, top), (0.5, top + 0.08), (0.12, top + roof)]
        slope += [(-0.12, top + roof), (-0.5, top + 0.08)]
        cap = union(
            c.box(0.96, 0.96, 0.12, (0, 0, top + 0.02), 0.02),
            c.turned([(0.46, top), (0.14, top + roof)], rounding=0.02),
        )
        glass = c.box(r * 1.7, r * 1.7, top - low, (0, 0, (top + low) / 2), 0.02)
        post = c.box(0.13, 0.13, top - 0.1, (0.4, 0.4, (top + 0.1) / 2), 0.02)
        bars = mirror(post, "xy")
        if u[7] > 0.5:
            bars = union(bars, c.box(0.12, r * 1.7 + 0.1, top - 0.1, (0, 0, (top + 0.1) / 2), 0.02))
    return [(0, union(foot, cap, knob, ring, bars)), (1, glass)]


@kind(
    "torch",
    "burning torch",
    "flaming torch",
    height=0.6,
    senses=("torch.n.01",),
    stick=("brown", "brown", "black", "gray"),
    fire=("orange", "red", "yellow"),
    cup=("gray", "black", "brown", "yellow"),
)
@cast(1.0)
def torch(u: np.ndarray, c: Kit) -> Parts:
    """u3 a basket of bars or a wrapped head, u4 height of the flame, u5 thickness of the stick, u6
    how pointed it is."""
    high, r, end = mix(u[4], 0.55, 0.75), mix(u[5], 0.08, 0.11), mix(u[6], 0.055, 0.09)
    stick = c.bar((0, 0, end), (0, 0, 1.1), radius=[end + 0.01, r * 1.15])
    if u[3] < 0.5:
        cup = union(
            c.turned([(0.1, 0.96), (0.16, 1.02), (0.27, 1.24), (0.27, 1.32)], rounding=0.02),
            c.turned([(0.15, 0.86), (0.15, 0.98)], rounding=0.02),
        )
        z = 1.24
    else:
        cup = union(
            c.turned([(0.13, 0.92), (0.21, 1.0), (0.21, 1.26), (0.14, 1.34)], rounding=0.03),
            c.turned([(0.25, 1.06), (0.25, 1.18)], rounding=0.03),
        )
        z = 1.22
    tongues = around(_flame(c, high * 0.62, 0.12, (0, -0.12, z)), 5)
    return [(0, stick), (1, union(_flame(c, high, 0.2, (0, 0, z - 0.05)), tongues)), (2, cup)]


@kind(
    "campfire",
    "bonfire",
    "fire pit",
    height=0.8,
    senses=("campfire.n.01", "bonfire.n.01", "fire.n.01", "fire.n.03"),
    logs=("brown", "brown", "black"),
    flames=("orange", "red", "yellow"),
    stones=("gray", "black", "white"),
)
@cast(1.0)
def campfire(u: np.ndarray, c: Kit) -> Parts:
    """u3 logs that lean together or lie crossed, u4 height of the flames, u5 number of stones, u6
    their size, u7 number of logs."""
    high, count, size = mix(u[4], 0.9, 1.25), 8 + 2 * pick(u[5], 2), mix(u[6], 0.14, 0.17)
    sticks = 5 + pick(u[7], 2)
    if u[3] < 0.5:
        log = c.limb([(0, -0.55, 0.1), (0, 0.02, 0.62)], [0.11, 0.09])
    else:
        log = c.limb([(0, -0.62, 0.12), (0, 0.0, 0.26)], [0.12, 0.12])
    flames = union(
        _flame(c, high, 0.24, (0, 0, 0.12)),
        around(_flame(c, high * 0.62, 0.14, (0, -0.2, 0.12)), sticks).rotated(180),
    )
    stones = around(c.bead(size, (0, -0.82, size * 0.7)), count)
    ash = c.turned([(0.84, 0), (0.84, 0.1)], rounding=0.03)
    return [(0, around(log, sticks)), (1, flames), (2, union(stones, ash))]


@kind(
    "potion",
    "magic potion",
    "potion bottle",
    height=0.15,
    senses=("potion.n.01",),
    liquid=("purple", "green", "red", "blue", "pink", "cyan", "orange"),
    neck=("white", "cyan", "gray", "same"),
    cork=("brown", "orange"),
    forms={"round": (3, 0.0, 0.5), "pointed": (3, 0.5, 1.0)},
)
@cast(1.0)
def potion(u: np.ndarray, c: Kit) -> Parts:
    """u3 round or pointed, u4 how far it is filled, u5 width and u6 height of the neck, u7 size of
    the cork."""
    r, high, fill = mix(u[5], 0.16, 0.22), mix(u[6], 0.26, 0.42), mix(u[4], 0.55, 0.8)
    if u[3] < 0.5:
        turns = np.linspace(-1.2, 1.25, 11)
        side = [(0.6 * math.cos(a), 0.56 + 0.6 * math.sin(a)) for a in turns]
    else:
        side = [(0.6, 0), (0.62, 0.08), (0.6, 0.14), (0.2, 1.1)]
    top = 1.1 + high
    level = 1.15 * fill
    whole = [*side, (r, 1.14), (r, top - 0.12), (r + 0.08, top - 0.1), (r + 0.08, top)]
    below = [(x, z) for x, z in side if z < level - 0.03]
    (x0, z0) = below[-1]
    x1, z1 = side[len(below)]
    at = x0 + (x1 - x0) * (level - z0) / (z1 - z0)
    drink = c.turned([(x + 0.03, z) for x, z in below] + [(at + 0.03, level)], rounding=0.02)
    rest = [(at, level - 0.08)] + [(x, z) for x, z in whole if z > level + 0.01]
    neck = c.turned(rest, rounding=0.02)
    cork = c.turned([(r - 0.02, top - 0.1), (r + 0.02, top + mix(u[7], 0.14, 0.22))], rounding=0.03)
    return [(0, drink), (1, neck), (2, cork)]


@kind(
    "cauldron",
    "witch's cauldron",
    "caldron",
    height=0.6,
    senses=("cauldron.n.01",),
    iron=("black", "black", "gray", "brown"),
    brew=("green", "purple", "orange", "pink"),
)
@cast(1.0)
def cauldron(u: np.ndarray, c: Kit) -> Parts:
    """u3 how it closes to the rim, u4 height of the feet, u5 number of bubbles, u6 size of the
    ears, u7 how full it is."""
    rim, foot, count = mix(u[3], 0.56, 0.68), mix(u[4], 0.1, 0.2), 4 + pick(u[5], 3)
    z = foot
    body = c.turned(
        [(0.35, z), (0.64, z + 0.16), (0.78, z + 0.45), (0.74, z + 0.7), (rim, z + 0.94),
         (rim + 0.16, z + 0.98), (rim + 0.16, z + 1.1)],
        rounding=0.03,
    )  # fmt: skip
    inner = rim - 0.02
    pit = c.turned([(inner * 0.8, z + 0.6), (inner, z + 1.0), (inner, z + 1.4)], rounding=0.02)
    feet = around(c.limb([(0, -0.42, z + 0.2), (0, -0.52, 0.06)], [0.13, 0.08]), 3)
    ear = c.limb(
        [(0.72, 0, z + 0.78), (0.96, 0, z + 0.74), (0.98, 0, z + 0.56), (0.76, 0, z + 0.46)], 0.06
    )
    if u[6] > 0.4:
        feet = union(feet, pairs(ear))
    full = z + mix(u[7], 0.98, 1.06)
    brew = union(
        c.turned([(inner + 0.03, z + 0.7), (inner + 0.03, full)], rounding=0.02),
        around(c.bead(0.12, (0, -0.32, full)), count),
        c.bead(0.17, (0, 0.02, full)),
    )
    return [(0, union(difference(body, pit, 0.02), feet)), (1, brew)]


@kind(
    "magic wand",
    "wand",
    "fairy wand",
    height=0.35,
    senses=("wand.n.01", "wand.n.03"),
    stick=("brown", "black", "pink", "purple", "white"),
    star=("yellow", "yellow", "white", "orange"),
)
@cast(0.0)
def magic_wand(u: np.ndarray, c: Kit) -> Parts:
    """u3 size of the star, u4 how pointed it is, u5 a grip, u6 thickness of the star."""
    r, deep, thick = mix(u[3], 0.34, 0.46), mix(u[4], 0.42, 0.55), mix(u[6], 0.16, 0.26)
    z = 1.9 - r
    points = []
    for i in range(10):
        a, long = math.pi * i / 5, r if i % 2 == 0 else r * deep
        points.append((long * math.sin(a), z + long * math.cos(a)))
    star = c.plate(points, thick, "y", rounding=0.02)
    stick = c.bar((0, 0, 0.07), (0, 0, z), radius=[0.08, 0.075])
    if u[5] > 0.5:
        stick = union(stick, c.can(0.1, 0.42, (0, 0, 0.24)))
    return [(0, stick), (1, star)]


@kind(
    "scroll",
    "parchment",
    "treasure map",
    height=0.35,
    senses=("scroll.n.02", "parchment.n.01"),
    paper=("yellow", "white", "orange", "brown"),
    rods=("brown", "red", "black", "same"),
    writing=("black", "brown", "red"),
)
@cast(0.3)
def scroll(u: np.ndarray, c: Kit) -> Parts:
    """Unrolled between two rods; u3 length of the sheet, u4 thickness of the rolls, u5 number of
    lines, u6 knobs, u7 width of the sheet."""
    high, r, wide = mix(u[3], 0.95, 1.25), mix(u[4], 0.12, 0.17), mix(u[7], 0.95, 1.15)
    low, top = r, r + high
    paper = union(
        c.box(wide, 0.13, high, (0, 0, low + high / 2), 0.02),
        c.can(r, wide, (0, -0.05, low), "x", 0.03),
        c.can(r, wide, (0, -0.05, top), "x", 0.03),
    )
    size = mix(u[6], 0.09, 0.12)
    rods = [
        union(
            c.can(0.065, 0.3, (wide / 2 + 0.05, -0.05, z), "x", 0.02),
            c.bead(size, (wide / 2 + 0.2, -0.05, z)),
        )
        for z in (low, top)
    ]
    count = 3 + pick(u[5], 2)
    lines = []
    for i in range(count):
        z = mix((i + 0.5) / count, top - r - 0.08, low + r + 0.08)
        long = wide * (0.45 if i == count - 1 else 0.68)
        lines.append(c.box(long, 0.12, 0.09, (0, -0.06, z), 0.01))
    return [(0, paper), (1, pairs(*rods)), (2, union(*lines))]


@kind(
    "sack",
    "money bag",
    "bag of money",
    height=0.5,
    senses=("sack.n.01", "pouch.n.01"),
    bag=("brown", "orange", "white", "gray", "green"),
    cord=("yellow", "red", "black", "brown"),
    mark=("yellow", "black", "green", "same"),
)
@cast(1.0)
def sack(u: np.ndarray, c: Kit) -> Parts:
    """u3 how full it is, u4 width of the ruffle, u5 height of the neck, u6 a coin or a patch."""
    full, open_, z = mix(u[3], 0.6, 0.74), mix(u[4], 0.3, 0.42), mix(u[5], 1.1, 1.24)
    body = c.turned(
        [(0.5, 0), (full, 0.16), (full * 1.02, 0.42), (full * 0.8, 0.78), (0.26, z - 0.08),
         (0.17, z), (open_, z + 0.28)],
        rounding=0.05,
    )  # fmt: skip
    folds = around(c.limb([(0, -0.15, z), (0, -open_, z + 0.27)], [0.06, 0.1]), 6)
    cord = union(
        c.turned([(0.25, z - 0.07), (0.25, z + 0.07)], rounding=0.04),
        pairs(c.limb([(0.03, -0.24, z), (0.16, -0.34, z - 0.2)], 0.06)),
    )
    face = -full
    if u[6] < 0.5:
        mark = c.can(0.24, 0.3, (0, face + 0.1, 0.42), "y", 0.03)
    else:
        mark = c.box(0.36, 0.3, 0.36, (0, face + 0.1, 0.42), 0.02)
    return [(0, blend(body, folds, radius=0.04)), (1, cord), (2, mark)]


@kind(
    "coin",
    "penny",
    height=0.025,
    senses=("coin.n.01",),
    disc=("yellow", "yellow", "gray", "orange", "brown"),
    emblem=("same", "orange", "white", "brown"),
    forms={"with a star": (3, 0.5, 1.0)},
)
@cast(0.2)
def coin(u: np.ndarray, c: Kit) -> Parts:
    """On its edge; u3 a bar or a star on it, u4 width of the rim, u5 thickness, u6 size of the
    emblem."""
    thick, rim, size = mix(u[5], 0.22, 0.34), mix(u[4], 0.12, 0.18), mix(u[6], 0.42, 0.54)
    turns = [2 * math.pi * i / 24 for i in range(24)]
    outer = [(0.95 * math.cos(a), 0.95 * math.sin(a)) for a in turns]
    inner = [(x * (1 - rim / 0.95), z * (1 - rim / 0.95)) for x, z in outer]
    disc = c.plate(outer, thick, "y", rounding=0.03)
    cut = mirror(c.plate(inner, thick, "y", (0, thick - 0.06, 0), 0.01), "y")
    if u[3] < 0.5:
        mark = union(
            c.box(0.2, thick + 0.02, size * 2, (0, 0, 0), 0.02),
            c.box(size * 0.9, thick + 0.02, 0.16, (0, 0, size - 0.08), 0.02),
            c.box(size * 0.9, thick + 0.02, 0.16, (0, 0, 0.08 - size), 0.02),
        )
    else:
        points = []
        for i in range(10):
            a, long = math.pi * i / 5, size if i % 2 == 0 else size * 0.46
            points.append((long * math.sin(a), long * math.cos(a)))
        mark = c.plate(points, thick + 0.02, "y", rounding=0.02)
    return [(0, difference(disc, cut, 0.01)), (1, mark)]
