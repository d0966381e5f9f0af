"""Hedges, bamboo, roses, a Christmas tree; nests and hives; shells and corals."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, difference, mirror, union


@kind(
    "christmas tree",
    "xmas tree",
    "decorated tree",
    height=2.0,
    senses=("christmas_tree.n.05",),
    needles=("green", "green", "green", "white"),
    ornaments=("red", "red", "yellow", "blue", "purple"),
    star=("yellow", "yellow", "white"),
)
@cast(1.0)
def christmas_tree(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of balls, u4 their size, u5 size of the star, u6 width of the tiers, u7 a pot or a
    trunk below."""
    count, size, wide = 5 + pick(u[3], 3), mix(u[4], 0.09, 0.115), mix(u[6], 0.6, 0.72)
    tiers = [(0.24, wide, 0.82), (0.62, wide * 0.78, 1.2), (1.02, wide * 0.55, 1.62)]
    cones, balls = [], []
    for i, (low, r, top) in enumerate(tiers):
        cones.append(c.turned([(r * 0.9, low), (r, low + 0.04), (0.05, top)], rounding=0.025))
        ring = around(c.bead(size, (0, -r * 0.94, low + 0.05)), count - i)
        balls.append(ring.rotated(180) if i % 2 else ring)
    size = mix(u[5], 0.2, 0.27)
    points = []
    for i in range(10):
        a, long = math.pi * i / 5, size if i % 2 == 0 else size * 0.48
        points.append((long * math.sin(a), 1.72 + long * math.cos(a)))
    star = c.plate(points, 0.16, "y", rounding=0.015)
    if u[7] < 0.5:
        foot = c.can(0.13, 0.4, (0, 0, 0.2))
    else:
        foot = c.turned([(0.2, 0), (0.27, 0.24)], rounding=0.02)
    return [(0, union(*cones)), (1, union(foot, *balls)), (2, star)]


@kind(
    "hedge",
    "hedgerow",
    "box hedge",
    height=1.2,
    senses=("hedge.n.01",),
    foliage=("green", "green", "yellow"),
    blossoms=("pink", "white", "red", "same"),
)
@cast(0.4)
def hedge(u: np.ndarray, c: Kit) -> Parts:
    """u3 flat on top or with a row of bumps, u4 height, u5 depth, u6 size of the blossoms."""
    tall, deep, dot = mix(u[4], 0.7, 0.9), mix(u[5], 0.42, 0.56), mix(u[6], 0.08, 0.1)
    pieces = [c.box(1.84, deep, tall, (0, 0, tall / 2), 0.1)]
    r = deep * 0.58
    lumps = [
        c.bead(r * 0.8, (x, -deep * 0.18, z)) for x in (0.26, 0.72) for z in (0.24, tall - 0.2)
    ]
    if u[3] > 0.5:
        lumps += [c.bead(r, (x, 0, tall - 0.04)) for x in (0.24, 0.68)]
    face = -deep * 0.18 - r * 0.8
    dots = [
        c.bead(dot, (x, face + 0.02, z))
        for x, z in ((0.26, 0.26), (0.74, tall - 0.2), (0.3, tall - 0.2), (0.7, 0.3))
    ]
    front = blend(*pieces, pairs(*lumps), radius=0.06)
    return [(0, front), (1, pairs(*dots))]


@kind(
    "bamboo",
    "bamboo plant",
    "bamboo stalks",
    height=3.0,
    senses=("bamboo.n.02",),
    stalks=("green", "green", "yellow", "brown"),
    joints=("same", "yellow", "brown", "white"),
    leaves=("green", "green", "yellow"),
)
@cast(0.8)
def bamboo(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of joints, u4 height and u5 distance of the outer stalks, u6 thickness, u7 length
    of the leaves."""
    count, r, far = 4 + pick(u[3], 2), mix(u[6], 0.1, 0.13), mix(u[5], 0.26, 0.34)
    tall, outer, long = 1.85, mix(u[4], 1.2, 1.55), mix(u[7], 0.34, 0.46)
    stalks = union(
        c.can(r, tall, (0, 0.06, tall / 2), "z", 0.02),
        pairs(c.can(r * 0.9, outer, (far, -0.04, outer / 2), "z", 0.02)),
    )
    rings = []
    for i in range(count):
        t = (i + 0.6) / count
        rings.append(c.can(r + 0.035, 0.12, (0, 0.06, t * tall), "z", 0.03))
        rings.append(pairs(c.can(r * 0.9 + 0.035, 0.12, (far, -0.04, t * outer), "z", 0.03)))

    def leaf(x: float, y: float, z: float, way: float, rise: float) -> Solid:
        tip, middle = x + way * long, x + way * long * 0.45
        outline = [(x, z - 0.03), (middle, z + rise * 0.5 - 0.09), (tip, z + rise)]
        outline += [(middle, z + rise * 0.5 + 0.1), (x, z + 0.05)]
        return c.plate(outline, 0.12, "y", (0, y, 0), 0.015)

    leaves = pairs(
        leaf(0.03, 0.06, tall * 0.82, 1, 0.16),
        leaf(far + 0.04, -0.04, outer * 0.94, 1, 0.2),
        leaf(far + 0.04, -0.04, outer * 0.6, 1, -0.12),
    )
    base = c.turned([(0.5, 0), (0.46, 0.09), (0.2, 0.14)], rounding=0.03)
    return [(0, stalks), (1, union(base, *rings)), (2, leaves)]


@kind(
    "rose flower",
    "garden rose",
    "rosebud",
    height=0.5,
    senses=("rose.n.01",),
    petals=("red", "red", "pink", "white", "yellow"),
    stem=("green",),
    leaves=("green",),
)
@cast(1.0)
def rose(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far it is open, u4 size of the bud, u5 height and u6 length of the leaves."""
    z, open_, r = 1.15, mix(u[3], 0.0, 0.12), mix(u[4], 0.17, 0.22)
    bud = c.turned([(0.1, z + 0.05), (r + 0.08, z + 0.25), (r, z + 0.62), (r * 0.5, z + 0.7)])
    swirl = difference(
        c.can(r * 0.62, 0.22, (0, 0, z + 0.68)),
        c.can(r * 0.28, 0.5, (0, 0, z + 0.8), rounding=0.01), 0.01,
    )  # fmt: skip

    def petal(y: float, high: float, wide: float) -> Solid:
        path = [(0, -0.06, z + 0.02), (0, -y * 0.8, z + high * 0.5), (0, -y, z + high)]
        return c.limb(path, [0.12, wide, wide * 0.72])

    outer = around(petal(0.3 + open_, 0.4, 0.19), 5)
    inner = around(petal(0.2 + open_ / 2, 0.58, 0.16), 4).rotated(180)
    sepals = around(c.limb([(0, -0.05, z), (0, -0.24, z - 0.08)], [0.09, 0.05]), 5)
    stem = union(c.bar((0, 0, 0.07), (0, 0, z + 0.05), radius=0.07), sepals)
    low, long = mix(u[5], 0.35, 0.55), mix(u[6], 0.38, 0.5)
    side = [
        (0.02, low - 0.04),
        (long * 0.4, low - 0.02),
        (long * 0.8, low + 0.1),
        (long, low + 0.26),
    ]
    side += [(long * 0.55, low + 0.24), (long * 0.25, low + 0.16), (0.02, low + 0.06)]
    thorns = pairs(c.limb([(0.04, 0, low + 0.35), (0.15, 0, low + 0.4)], [0.07, 0.05]))
    leaves = pairs(c.plate(side, 0.13, "y", rounding=0.015))
    return [(0, union(bud, swirl, outer, inner)), (1, union(stem, thorns)), (2, leaves)]


@kind(
    "nest",
    "bird nest",
    "bird's nest",
    height=0.12,
    senses=("nest.n.01",),
    twigs=("brown", "brown", "orange", "gray"),
    eggs=("white", "cyan", "blue", "yellow"),
    forms={"with two eggs": (3, 0.0, 0.4), "with three eggs": (3, 0.4, 1.0)},
)
@cast(1.0)
def nest(u: np.ndarray, c: Kit) -> Parts:
    """u3 two or three eggs, u4 their size, u5 height of the nest, u6 number of twigs."""
    size, high, count = mix(u[4], 0.2, 0.25), mix(u[5], 0.5, 0.66), 9 + 2 * pick(u[6], 3)
    bowl = c.turned([(0.5, 0), (0.78, 0.18), (0.9, high - 0.08), (0.84, high)], rounding=0.05)
    pit = c.turned([(0.36, high * 0.45), (0.56, high * 0.62), (0.72, high + 0.4)], rounding=0.03)
    twig = c.limb([(-0.22, -0.86, high * 0.4), (0.22, -0.82, high * 0.9)], 0.06)
    other = c.limb([(-0.22, -0.82, high * 0.9), (0.22, -0.86, high * 0.4)], 0.06)
    sticks = around(union(twig, other), count)
    egg = size, size * 0.86, size * 1.15
    z = high * 0.5 + size * 0.6
    eggs = [pairs(c.ball(*egg, (size * 1.0, -0.08, z)))]
    if u[3] >= 0.4:
        eggs.append(c.ball(*egg, (0, 0.24, z)))
    return [(0, union(difference(bowl, pit, 0.03), sticks)), (1, union(*eggs))]


@kind(
    "beehive",
    "hive",
    "skep",
    height=0.5,
    senses=("beehive.n.02", "beehive.n.04"),
    hive=("yellow", "yellow", "orange", "brown"),
    entrance=("black", "brown"),
    bench=("brown", "same", "gray", "white"),
)
@cast(1.0)
def beehive(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of coils, u4 how pointed it is, u5 size of the entrance, u6 height of the bench."""
    count, sharp, hole, low = 5 + pick(u[3], 3), mix(u[4], 0.7, 1.0), mix(u[5], 0.17, 0.22), 0.0
    low = mix(u[6], 0.14, 0.3)
    pitch = 1.3 / count
    side = []
    for i in range(count):
        t = (i + 0.5) / count
        r = 0.66 * math.sqrt(max(1 - t ** (2.4 * sharp), 0.02)) + 0.02
        side += [(r - 0.06, low + i * pitch + 0.01), (r, low + (i + 0.5) * pitch)]
    side.append((0.05, low + 1.32))
    body = c.turned(side, rounding=0.02)
    door = c.can(hole, 0.5, (0, -0.46, low + 0.3), "y", 0.02)
    bench = c.box(1.5, 1.5, 0.12, (0, 0, low - 0.05), 0.02)
    if low > 0.2:
        leg = c.box(0.16, 0.16, low, (0.56, 0.56, low / 2), 0.02)
        bench = union(bench, mirror(leg, "xy"))
    return [(0, body), (1, door), (2, bench)]


@kind(
    "seashell",
    "scallop",
    "clam shell",
    height=0.07,
    senses=("seashell.n.01", "shell.n.10"),
    fan=("pink", "orange", "white", "yellow", "purple"),
    ribs=("same", "white", "orange", "brown"),
)
@cast(0.2)
def seashell(u: np.ndarray, c: Kit) -> Parts:
    """Upright, its outside to the front; u3 number of ribs, u4 spread, u5 how it bulges, u6 size of
    the ears below."""
    count, spread = (2, 3)[pick(u[3], 2)], mix(u[4], 55, 72)
    bulge, ear = mix(u[5], 0.16, 0.26), mix(u[6], 0.3, 0.42)
    ways = np.linspace(-spread, spread, 2 * count + 1)
    outline = [(-ear, 0.0), (ear, 0.0), (ear * 0.8, 0.2)]
    for a in np.linspace(spread, -spread, 9):
        outline.append((1.08 * math.sin(math.radians(a)), 0.16 + 1.3 * math.cos(math.radians(a))))
    outline.append((-ear * 0.8, 0.2))
    fan = union(
        c.plate(outline, 0.2, "y", rounding=0.03),
        c.ball(0.72, bulge, 0.56, (0, -0.04, 0.78)),
    )
    ribs = []
    for a in ways[count:]:
        x, z = math.sin(math.radians(a)), math.cos(math.radians(a))
        path = [
            (0.1 * x, -0.1, 0.1 + 0.1 * z), (0.62 * x, -0.04 - bulge, 0.16 + 0.68 * z),
            (1.08 * x, -0.08, 0.16 + 1.32 * z),
        ]  # fmt: skip
        ribs.append(c.limb(path, [0.055, 0.085, 0.1]))
    return [(0, fan), (1, pairs(*ribs))]


@kind(
    "coral",
    "coral reef",
    "branching coral",
    height=0.4,
    senses=("coral.n.04", "coral.n.02"),
    branches=("red", "pink", "orange", "purple", "yellow"),
    reef=("gray", "same", "brown", "white"),
)
@cast(0.6)
def coral(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the middle, u4 spread of the branches, u5 their thickness, u6 a branch to the
    front, u7 width of the foot."""
    r, out, top = mix(u[5], 0.085, 0.12), mix(u[4], 0.55, 0.75), mix(u[3], 1.2, 1.5)
    ends = [r * 1.1, r, r * 1.15]
    middle = c.limb([(0, 0, 0.2), (0, 0, 0.6), (0, 0, top)], [r * 1.4, r * 1.1, r * 1.1])
    side = [
        c.limb([(0, 0, 0.3), (out * 0.6, 0.03, 0.62), (out * 0.72, 0.03, 1.15)], ends),
        c.limb([(out * 0.45, 0.02, 0.54), (out, 0, 0.62), (out * 1.1, 0, 0.92)], ends),
        c.limb([(0, 0, 0.72), (0.22, 0, 0.95), (0.26, 0, 1.3)], ends),
    ]
    front = c.limb([(0, 0, 0.42), (0, -0.32, 0.62), (0, -0.36, mix(u[6], 0.85, 1.1))], ends)
    back = c.limb([(0, 0, 0.5), (0, 0.32, 0.7), (0, 0.36, 1.0)], ends)
    wide = mix(u[7], 0.42, 0.55)
    foot = c.turned([(wide, 0), (wide * 0.9, 0.14), (wide * 0.4, 0.24)], rounding=0.04)
    return [(0, blend(middle, pairs(*side), front, back, radius=0.06)), (1, foot)]


@kind(
    "feather",
    "bird feather",
    "quill",
    height=0.2,
    senses=("feather.n.01",),
    vane=("white", "blue", "red", "brown", "green", "black"),
    shaft=("white", "yellow", "brown", "black"),
)
@cast(0.0)
def feather(u: np.ndarray, c: Kit) -> Parts:
    """Upright on its quill; u3 notches, u4 width, u5 length of the bare quill, u6 a round or a
    pointed tip."""
    wide, low = mix(u[4], 0.28, 0.38), mix(u[5], 0.4, 0.6)
    side = [(-0.1, low), (wide * 0.5, low - 0.04), (wide * 0.85, low + 0.2)]
    if u[3] > 0.4:
        z = low + 0.42
        side += [(wide * 0.92, z), (wide * 0.45, z + 0.02), (wide, z + 0.2)]
    else:
        side.append((wide, low + 0.55))
    side += [(wide * 0.95, 1.35), (wide * 0.62, 1.68)]
    side += [(wide * 0.3, 1.86), (-0.1, 1.9)] if u[6] < 0.5 else [(0.0, 1.94), (-0.1, 1.94)]
    vane = pairs(c.plate(side, 0.14, "y", rounding=0.015))
    rib = union(
        c.bar((0, 0, 0.05), (0, 0, low + 0.1), radius=[0.06, 0.07]),
        c.box(0.12, 0.26, 1.55 - low, (0, 0, (1.55 + low) / 2), 0.02),
    )
    return [(0, vane), (1, rib)]
