"""Palms, bushes, grass, logs, single flowers and leaves."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, curve, ellipsoid, intersection, union

Outline = list[tuple[float, float]]


def _shifted(solid: Solid, c: Kit, z: float) -> Solid:
    return solid.at(*c.place((0, 0, z)))


@kind(
    "palm tree",
    "coconut palm",
    "coconut tree",
    height=8.0,
    senses=("palm.n.03",),
    leaves=("green", "green", "yellow"),
    trunk=("brown", "orange", "gray"),
    coconuts=("brown", "orange", "black"),
)
@cast(1.0)
def palm_tree(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far the trunk leans, u4 number of leaves, u5 how far they hang, u6 their length, u7
    thickness of the trunk."""
    top, lean, count = 1.25, mix(u[3], 0.0, 0.5), 6 + pick(u[4], 3)
    long, hang, r = mix(u[6], 0.72, 0.86), mix(u[5], 0.1, 0.4), mix(u[7], 0.08, 0.11)
    spine = [(0.0, 0.0), (0.22, 0.2), (0.48, 0.22), (long * 0.85, 0.02 - hang * 0.5)]
    spine.append((long, -0.18 - hang))
    half = 0.07 / float(c.stretch[2])
    side = [(-y, z + half) for y, z in spine] + [(-y, z - half) for y, z in spine[:0:-1]]
    side.append((0.0, -0.1))
    wide = 1.1 * math.pi / count * 0.42
    plan = [(-0.08, 0.0), (-wide, -0.38), (-wide * 0.66, -long * 0.72), (-0.045, -long)]
    plan += [(-x, y) for x, y in plan[::-1]]
    frond = intersection(
        c.plate(side, 2 * wide + 0.2, "x", rounding=0.02),
        c.plate(plan, 3, "z", rounding=0.01),
        0.02,
    )
    fronds = _shifted(around(frond, count), c, top)
    steps = [(0.0, lean * (1 - t) ** 2, 1.25 * t) for t in (0.0, 0.25, 0.5, 0.75, 1.0)]
    trunk = c.limb(steps, [r * 1.5, r * 1.15, r, r * 0.9, r * 0.85])
    nuts = union(
        pairs(c.bead(0.11, (0.12, 0.04, top - 0.09), 0.09)),
        c.bead(0.11, (0, -0.14, top - 0.1), 0.09),
    )
    return [(0, fronds), (1, trunk), (2, nuts)]


@kind(
    "bush",
    "shrub",
    height=1.2,
    senses=("bush.n.01", "bush.n.03"),
    leaves=("green", "green", "green", "yellow"),
    blossoms=("pink", "red", "white", "yellow", "purple"),
    twigs=("brown",),
)
@cast(1.0)
def bush(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of lobes around, u4 their size, u5 height of the middle one, u6 number and u7 size
    of the blossoms."""
    count, r, high = 5 + pick(u[3], 3), mix(u[4], 0.32, 0.4), mix(u[5], 0.5, 0.66)
    ring = around(c.bead(r, (0, -0.5, 0.36)), count)
    crown = around(c.bead(r * 0.9, (0, -0.25, high)), 4)
    leaves = blend(ring, crown, c.ball(0.6, 0.6, 0.5, (0, 0, 0.45)), radius=0.06)
    dot, places = mix(u[7], 0.085, 0.11), 5 + 2 * pick(u[6], 2)
    low = around(c.bead(dot, (0, -0.5 - r * 0.86, 0.52)), count)
    up = around(c.bead(dot, (0, -0.25 - r * 0.5, high + r * 0.7)), places)
    twigs = around(c.limb([(0, -0.1, 0.3), (0, -0.24, -0.12)], 0.07), 4)
    return [(0, leaves), (1, union(low, up)), (2, twigs)]


@kind(
    "grass",
    "tuft of grass",
    "blades of grass",
    height=0.2,
    senses=("grass.n.01", "tuft.n.01"),
    blades=("green", "green", "yellow"),
    soil=("brown", "same", "black"),
)
@cast(1.0)
def grass(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far the blades lean, u4 number of the outer ones, u5 width, u6 height of the middle,
    u7 size of the clod."""
    lean, count, wide = mix(u[3], 0.55, 0.8), 6 + pick(u[4], 3), mix(u[5], 0.11, 0.15)

    def blade(foot: float, tip: float, high: float) -> Solid:
        bend = foot + (tip - foot) * 0.35
        side = [(-foot + 0.09, 0.05), (-bend + 0.07, high * 0.6), (-tip, high)]
        side += [(-bend - 0.05, high * 0.6), (-foot - 0.05, 0.05)]
        face = [(-wide, 0), (wide, 0), (wide * 0.9, high * 0.5), (0, high + 0.05)]
        face.append((-wide * 0.9, high * 0.5))
        return intersection(
            c.plate(side, 2 * wide + 0.1, "x", rounding=0.015),
            c.plate(face, 3, "y", rounding=0.01),
            0.02,
        )

    outer = around(blade(0.22, lean, 0.85), count)
    inner = around(blade(0.1, lean * 0.4, mix(u[6], 1.15, 1.4)), 4)
    r = mix(u[7], 0.42, 0.56)
    soil = c.turned([(r, 0), (r, 0.06), (r * 0.7, 0.17)])
    return [(0, union(outer, inner)), (1, soil)]


@kind(
    "log",
    "tree trunk",
    "wooden log",
    height=0.4,
    senses=("log.n.01", "trunk.n.01"),
    bark=("brown", "brown", "gray", "black"),
    wood=("orange", "yellow", "white"),
    forms={"hollow": (3, 0.6, 1.0)},
)
@cast()
def log(u: np.ndarray, c: Kit) -> Parts:
    """It lies across; u3 solid or hollow, u4 thickness, u5 a branch's stub, u6 its way."""
    r = mix(u[4], 0.3, 0.4)
    knots = pairs(c.ball(0.16, r * 0.8, r * 0.8, (0.5, -0.1, r + 0.09)))
    bark = blend(c.can(r, 1.8, (0, 0, r), "x", 0.03), knots, radius=0.08)
    turn = mix(u[6], -0.8, 0.8)
    way = math.sin(turn), math.cos(turn)
    if u[5] > 0.4:
        stub = [(0, way[0] * r * 0.5, r * (1 + way[1] * 0.5))]
        stub.append((0, way[0] * r * 1.7, r * (1 + way[1] * 1.7)))
        bark = blend(bark, c.limb(stub, [0.14, 0.12]), radius=0.06)
    if u[3] < 0.6:
        ends = union(
            c.can(r * 0.82, 1.88, (0, 0, r), "x", 0.02), c.can(r * 0.3, 1.94, (0, 0, r), "x", 0.02)
        )
        return [(0, bark), (1, ends)]
    hole = c.can(r * 0.5, 3, (0, 0, r), "x", 0.01)
    core = pairs(c.can(r * 0.9, 0.3, (0.79, 0, r), "x", 0.02))
    return [(0, _without(bark, hole)), (1, _without(core, hole))]


def _without(a: Solid, b: Solid) -> Solid:
    return Solid(lambda points: np.maximum(a.distance(points), -b.distance(points)), a.support)


@kind(
    "stump",
    "tree stump",
    height=0.5,
    senses=("stump.n.01",),
    bark=("brown", "brown", "gray", "black"),
    wood=("orange", "yellow", "white"),
)
@cast(1.0)
def stump(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the roots, u4 their number, u5 taper, u6 how far they reach."""
    r, count, top = mix(u[5], 0.48, 0.56), 5 + pick(u[4], 3), 0.85
    body = c.turned([(0.6, 0), (0.55, 0.2), (r, 0.45), (r, top)], rounding=0.03)
    reach, rise = mix(u[6], 0.85, 1.0), mix(u[3], 0.3, 0.5)
    root = c.limb([(0, -0.42, rise), (0, -0.62, 0.16), (0, -reach, 0.07)], [0.16, 0.14, 0.08])
    ring = c.turned([(r * 0.46, top - 0.1), (r * 0.46, top + 0.065)], rounding=0.01)
    hole = c.turned([(r * 0.27, top - 0.2), (r * 0.27, top + 0.3)], rounding=0.01)
    bark = union(blend(body, around(root, count), radius=0.12), _without(ring, hole))
    return [
        (0, bark),
        (1, c.turned([(r * 0.84, top - 0.2), (r * 0.84, top + 0.04)], rounding=0.02)),
    ]


def _stalk(c: Kit, high: float, thick: float) -> Solid:
    return c.bar((0, 0.03, thick), (0, 0.03, high), radius=thick)


@kind(
    "tulip",
    height=0.4,
    senses=("tulip.n.01", "bulbous_plant.n.01"),
    petals=("red", "yellow", "pink", "purple", "orange", "white"),
    stem=("green",),
    leaves=("green", "same"),
)
@cast(1.0)
def tulip(u: np.ndarray, c: Kit) -> Parts:
    """u3 closed or open, u4 height of the cup, u5 height of the leaves, u6 how far they lean."""
    low, tall = 1.1, mix(u[4], 0.62, 0.78)
    open_ = mix(u[3], -0.04, 0.16)
    path = [(0, -0.06, low), (0, -0.2, low + tall * 0.3), (0, -0.19 - open_ / 2, low + tall * 0.65)]
    path.append((0, -0.14 - open_, low + tall))
    petals = around(c.limb(path, [0.13, 0.18, 0.165, 0.1]), 3)
    path[1:] = [(x, y * 0.9, z + 0.04) for x, y, z in path[1:]]
    inner = around(c.limb(path, [0.13, 0.18, 0.165, 0.1]), 3).rotated(180)
    cup = c.bead(0.24, (0, 0, low + tall * 0.35))
    high, out = mix(u[5], 0.75, 1.05), mix(u[6], 0.4, 0.58)
    side = [(0.0, 0.03), (0.05, 0.0), (0.24, 0.12), (out * 0.85, high * 0.55), (out, high)]
    side += [(out * 0.45, high * 0.6), (0.03, 0.3)]
    leaves = pairs(c.plate(side, 0.14, "y", rounding=0.02))
    return [(0, union(petals, inner, cup)), (1, _stalk(c, low + 0.1, 0.088)), (2, leaves)]


@kind(
    "sunflower",
    height=1.6,
    senses=("sunflower.n.01",),
    petals=("yellow", "yellow", "orange"),
    stem=("green",),
    seeds=("brown", "black", "orange"),
)
@cast(0.0)
def sunflower(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of petals, u4 size of the seeds' disc, u5 length of the petals, u6 where the leaves
    are, u7 length of the leaves."""
    count, heart, long = 10 + 2 * pick(u[3], 3), mix(u[4], 0.27, 0.34), mix(u[5], 0.2, 0.28)
    middle, wide = 1.4, heart * math.pi / count * 1.15
    end = heart + long
    shape = [(-wide * 0.8, -heart + 0.06), (-wide, -heart - long * 0.4), (0, -end)]
    shape += [(wide, -heart - long * 0.4), (wide * 0.8, -heart + 0.06)]
    flat = Kit(c.stretch[0], c.stretch[0], 1)
    plate = flat.plate(shape, 0.13, "z", rounding=0.02)
    back = flat.can(heart, 0.13, (0, 0, 0))
    at = c.place((0, -0.06, middle))
    petals = union(around(plate, count), back).rotated(-90, "x").at(*at)
    wide = heart * float(c.stretch[0])
    seeds = ellipsoid(wide, wide, 0.15).rotated(90, "x").at(*c.place((0, -0.1, middle)))
    low, leaf = mix(u[6], 0.3, 0.55), mix(u[7], 0.42, 0.54)
    side: Outline = [(0.02, low - 0.06), (0.2, low - 0.1), (leaf * 0.75, low + 0.04)]
    side += [(leaf, low + 0.22), (leaf * 0.55, low + 0.26), (0.18, low + 0.16), (0.02, low + 0.06)]
    leaves = pairs(c.plate(side, 0.13, "y", (0, 0.03, 0), 0.02))
    return [(0, petals), (1, union(_stalk(c, middle, 0.07), leaves)), (2, seeds)]


_LEAVES: tuple[Outline, ...] = (
    [(0.0, 0.35), (0.2, 0.42), (0.4, 0.65), (0.46, 0.95), (0.36, 1.3), (0.18, 1.62), (0.0, 1.9)],
    [
        (0.0, 0.5), (0.36, 0.36), (0.34, 0.54), (0.86, 0.66), (0.74, 0.84), (0.96, 1.12),
        (0.72, 1.14), (0.66, 1.34), (0.36, 1.1), (0.44, 1.56), (0.24, 1.48), (0.0, 1.9),
    ],
    [
        (0.0, 0.35), (0.2, 0.4), (0.36, 0.5), (0.36, 0.64), (0.24, 0.74), (0.44, 0.84),
        (0.52, 1.0), (0.46, 1.12), (0.28, 1.18), (0.44, 1.32), (0.46, 1.48), (0.34, 1.58),
        (0.2, 1.58), (0.18, 1.76), (0.0, 1.9),
    ],
)  # fmt: skip


@kind(
    "leaf",
    "maple leaf",
    "oak leaf",
    height=0.12,
    senses=("leaf.n.01",),
    blade=("green", "green", "orange", "red", "yellow"),
    veins=("same", "green", "brown", "yellow"),
    forms={
        "oval": (3, 0.0, 1 / 3),
        "with points": (3, 1 / 3, 2 / 3),
        "with lobes": (3, 2 / 3, 1.0),
    },
)
@cast(0.0)
def leaf(u: np.ndarray, c: Kit) -> Parts:
    """It stands on its stalk; u3 as of a beech, a maple or an oak, u4 thickness, u5 number of side
    veins, u6 width, u7 length of the stalk."""
    which, fuller = pick(u[3], 3), mix(u[6], 0.9, 1.15)
    half = [(x * fuller, z) for x, z in _LEAVES[which]]
    if which == 0:
        half = [(x, z) for z, x in curve([(z, x) for x, z in half], 2)]
    outline = [(-0.15, half[0][1]), *half, (-0.15, half[-1][1])]
    thick = mix(u[4], 0.13, 0.2)
    blade = pairs(c.plate(outline, thick, "y", rounding=0.015))
    low = mix(u[7], 0.0, 0.2)
    face = thick / 2
    veins = [
        c.bar((0, 0, low), (0, 0, 0.6), radius=[0.075, 0.07]),
        c.box(0.085, thick + 0.1, 1.2, (0, 0, 1.1), 0.02),
    ]
    rows = ((0.6, 0.66, 0.74), (0.72, 0.82, 1.1)) if which == 1 else _ribs(2 + pick(u[5], 2))
    for start, x, z in rows:
        tip = x * fuller
        veins.append(pairs(_rib(c, start, tip, z, face + 0.05)))
    return [(0, blade), (1, union(*veins))]


def _ribs(count: int) -> list[tuple[float, float, float]]:
    return [(z, 0.36 if z < 1.2 else 0.26, z + 0.26) for z in np.linspace(0.6, 1.2, count)]


def _rib(c: Kit, start: float, x: float, z: float, face: float) -> Solid:
    across = [(-0.02, start - 0.05), (x, z - 0.03), (x, z + 0.03), (-0.02, start + 0.06)]
    return c.plate(across, 2 * face, "y", rounding=0.01)
