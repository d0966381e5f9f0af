"""Nuts, cones, what has a hard or hairy shell, and meatballs."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast
from .details import around
from .fittings import facing
from .greens import scales
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, blend, curve, difference, intersection, mirror, union


@kind(
    "peanut",
    "groundnut",
    "monkey nut",
    "goober",
    height=0.05,
    senses=("peanut.n.04", "peanut.n.01"),
    shell=("brown", "orange", "yellow"),
    ridges=("brown", "same", "orange"),
)
@cast(deep=1)
def peanut(u: np.ndarray, kit: Kit) -> Parts:
    """It stands on one end. u3 waist, u4 width of the lower half, u5 of the upper one, u6 ridges
    around, u7 rings across."""
    waist, low, high = mix(u[3], 0.28, 0.36), mix(u[4], 0.44, 0.52), mix(u[5], 0.38, 0.46)
    line = curve(
        [(0.1, 0), (low * 0.75, 0.12), (low, 0.46), (low * 0.85, 0.78), (waist, 1.02),
         (high * 0.88, 1.26), (high, 1.52), (high * 0.7, 1.8), (0.16, 1.92)], 3,
    )  # fmt: skip
    body = kit.turned(line, rounding=0.04)
    beak = kit.limb([(0, 0, 1.84), (0, -0.03, 2.0)], [0.13, 0.07])
    count = 7 + pick(u[6], 2)
    rib = kit.limb([(0, -r + 0.025, z) for r, z in line[2:-2]], 0.06)
    heights = [0.24, 0.5, 0.76, 1.02, 1.28, 1.54, 1.78][:: 1 + pick(u[7], 2)]
    bands = []
    for z in heights:
        r = float(np.interp(z, [q for _, q in line], [p for p, _ in line])) - 0.03
        turns = [math.pi / count * i / 3 for i in range(-3, 4)]
        bands.append(kit.limb([(r * math.sin(a), -r * math.cos(a), z) for a in turns], 0.058))
    return [(0, union(body, beak)), (1, around(union(rib, *bands), count))]


@kind(
    "almond",
    "hazelnut",
    "edible nut",
    height=0.025,
    senses=("almond.n.02", "edible_nut.n.01", "hazelnut.n.02"),
    nut=("brown", "orange"),
    ridges=("same", "brown", "orange"),
)
@cast()
def almond(u: np.ndarray, kit: Kit) -> Parts:
    """Its tip up. u3 how flat, u4 width, u5 height of the belly, u6 number of ridges, u7 tip."""
    wide, deep, belly = mix(u[4], 0.52, 0.62), mix(u[3], 0.3, 0.4), mix(u[5], 0.62, 0.72)
    tip, rows = mix(u[7], 0.07, 0.12), 2 + pick(u[6], 2)
    egg = kit.ball(wide, deep, belly, (0, 0, belly))
    cone = kit.limb([(0, 0, belly * 1.1), (0, 0, belly * 2 + 0.1)], [deep * 0.95, tip])
    turns = [math.radians(-64 + 16 * i) for i in range(9)]
    ribs = []
    for i in range(rows):
        across = math.radians(18 + 58 * i / (rows - 0.6))
        path = [
            (wide * math.sin(across) * math.cos(t), (deep - 0.03) * math.cos(across) * math.cos(t),
             belly * (1 + math.sin(t))) for t in turns
        ]  # fmt: skip
        ribs.append(kit.limb(path, 0.075))
    return [(0, blend(egg, cone, radius=0.3)), (1, mirror(union(*ribs), "xy"))]


@kind(
    "pinecone",
    "pine cone",
    "fir cone",
    "conifer cone",
    height=0.1,
    senses=("pinecone.n.01", "cone.n.03"),
    scales=("brown", "orange", "black"),
    tips=("yellow", "brown", "same", "orange"),
    stem=("brown", "green", "black"),
)
@cast(deep=1)
def pinecone(u: np.ndarray, kit: Kit) -> Parts:
    """u3 scales in a ring, u4 width, u5 how far they stand off, u6 size of the tips, u7 length of
    the stem."""
    count, wide, off = 7 + pick(u[3], 2), mix(u[4], 0.54, 0.64), mix(u[5], 34, 52)
    shares = [0.62, 0.9, 1.0, 0.97, 0.85, 0.68, 0.45]
    heights = [0.12 + 0.21 * i for i in range(7)]
    rows = [(wide * s, z) for s, z in zip(shares, heights, strict=True)]
    core = kit.turned(
        curve([(0.1, 0), (wide * 0.6, 0.1), (wide * 0.86, 0.45), (wide * 0.62, 1.1),
               (0.12, 1.56)], 3),
        rounding=0.04,
    )  # fmt: skip
    half = wide * math.tan(math.pi / count) * 0.95
    body = scales(kit, rows, count, (half, 0.11, 0.26), (off, off * 0.4, 0.55))
    size = mix(u[6], 0.07, 0.095)
    a = math.radians(off * 0.75)
    knobs = [(r + 0.2 * math.sin(a), z + 0.2 * math.cos(a)) for r, z in rows]
    rings = []
    for i, (r, z) in enumerate(knobs):
        ring = around(kit.bead(size, (0, -r, z), 0.06), count)
        rings.append(ring.rotated(180 / count) if i % 2 else ring)
    top = kit.limb([(0, 0, 1.4), (0, 0, 1.72)], [0.2, 0.09])
    stem = kit.limb([(0, 0, 0.1), (0, 0, -mix(u[7], 0.12, 0.26))], [0.14, 0.11])
    return [(0, union(core, body, top)), (1, union(*rings)), (2, stem)]


def _half(kit: Kit, radii: Vector, at: Vector, lift: float) -> tuple[Solid, Solid]:
    """Half of an egg whose cut looks to the front and, by `lift` degrees, up; and a solid of all
    that lies in front of the cut."""
    whole = kit.ball(*radii, at)
    block = kit.box(4, 2, 4, (0, -1, 0), 0.005).rotated(-lift, "x")
    front = block.at(*kit.place(at))
    sides, a = np.array(radii) * kit.stretch, math.radians(lift)
    out = sides * (0, -math.cos(a), math.sin(a))
    out /= np.linalg.norm(out)

    def support(directions: np.ndarray) -> np.ndarray:
        """Of the ellipsoid, or of the cut where the way leads through it."""
        reach = directions * sides
        past = np.maximum(reach @ out, 0)
        return np.sqrt(np.maximum((reach**2).sum(axis=1) - past**2, 0)) + directions @ middle

    middle = np.array(kit.place(at))
    return Solid(difference(whole, front, 0.02).distance, support), front


def _cup(kit: Kit, r: Vector, at: Vector, lift: float, wall: float) -> tuple[Solid, Solid]:
    """The rind of such a half, and what fills it to a little in front of the cut."""
    rind, front = _half(kit, r, at, lift)
    inner = kit.ball(r[0] - wall, r[1] - wall, r[2] - wall, at)
    a = math.radians(lift)
    out = kit.place((0, -0.03 * math.cos(a), 0.03 * math.sin(a)))
    flesh = Solid(difference(inner, front.at(*out), 0.02).distance, rind.support)
    return difference(rind, inner, 0.02), flesh


@kind(
    "coconut",
    "cocoanut",
    "half coconut",
    height=0.12,
    senses=("coconut.n.02",),
    shell=("brown", "black", "green"),
    flesh=("white", "yellow"),
    forms={"halved": (3, 0.0, 0.5), "whole": (3, 0.5, 1.0)},
)
@cast()
def coconut(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a half that shows its flesh, or one before a whole nut, u4 thickness of the shell, u5 of
    the flesh, u6 how far the half looks up, u7 number of fibers."""
    wall, meat, lift = mix(u[4], 0.14, 0.17), mix(u[5], 0.22, 0.28), mix(u[6], 22, 38)
    count = 10 + 2 * pick(u[7], 2)
    r = 0.72
    at = (0.0, 0.0, r)
    half, front = _half(kit, (r, r, r), at, lift)
    rim = kit.ball(r - wall, r - wall, r - wall, at)
    bowl = kit.ball(r - wall - meat, r - wall - meat, r - wall - meat, at)
    a = math.radians(lift)
    out = kit.place((0, -0.035 * math.cos(a), 0.035 * math.sin(a)))
    flesh = difference(difference(rim, front.at(*out), 0.02), bowl, 0.03)
    flesh = Solid(flesh.distance, half.support)
    shell = difference(half, rim, 0.02)
    if u[3] < 0.5:
        return [(0, shell), (1, flesh)]
    big = 0.8
    turns = [math.radians(-80 + 20 * i) for i in range(9)]
    q = big - 0.03
    hair = kit.limb([(0, -q * math.cos(t), q * 1.04 * math.sin(t)) for t in turns], 0.06)
    ball = union(kit.ball(big, big, big * 1.04), around(hair, count))
    eyes = [kit.bead(0.12, (0, big * -0.34, big * 0.98))]
    eyes += [kit.bead(0.12, (x, big * 0.2, big * 0.98)) for x in (-0.28, 0.28)]
    ball = difference(ball, union(*eyes), 0.02)
    nut = ball.rotated(38, "x").at(*kit.place((0, 1.16, big)))
    return [(0, union(shell, nut)), (1, flesh)]


@kind(
    "kiwi fruit",
    "kiwi",
    "kiwifruit",
    height=0.06,
    senses=("kiwi.n.03",),
    skin=("brown", "orange"),
    flesh=("green", "yellow"),
    seeds=("black", "brown"),
    forms={"halved": (3, 0.0, 0.5), "whole": (3, 0.5, 1.0)},
)
@cast()
def kiwi_fruit(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a half that shows its flesh, or one before a whole fruit, u4 length, u5 how far the cut
    looks up, u6 number of seeds, u7 size of the core."""
    tall, lift = mix(u[4], 0.82, 0.92), mix(u[5], 8, 20)
    count, heart = 10 + 2 * pick(u[6], 2), mix(u[7], 0.2, 0.26)
    r = 0.74
    skin, flesh = _cup(kit, (r, 0.6, tall), (0, 0, tall), lift, 0.09)
    a = math.radians(lift)
    flat = facing(-math.cos(a), math.sin(a))
    middle = (0.0, -0.05 * math.cos(a), tall + 0.05 * math.sin(a))
    core = kit.ball(heart, heart * 1.25, 0.08).rotated(flat, "x").at(*kit.place(middle))
    ring = around(kit.limb([(0, -0.38, 0), (0, -0.47, 0)], [0.055, 0.075]), count)
    seeds = ring.rotated(flat, "x").at(*kit.place(middle))
    if u[3] >= 0.5:
        whole = kit.ball(r, 0.7, tall, (0, 0.95, tall))
        tuft = kit.can(0.14, 0.16, (0, 0.95, 2 * tall), rounding=0.04)
        skin = union(skin, whole, tuft)
    return [(0, skin), (1, union(flesh, core)), (2, seeds)]


@kind(
    "meatball",
    "swedish meatball",
    height=0.06,
    senses=("meatball.n.01",),
    meat=("brown", "orange"),
    sauce=("red", "orange", "brown"),
    leaves=("green",),
)
@cast(deep=1)
def meatball(u: np.ndarray, kit: Kit) -> Parts:
    """A few in sauce. u3 three or four below one, u4 their size, u5 lumps, u6 width of the sauce,
    u7 leaf size."""
    count, r = 3 + pick(u[3], 2), mix(u[4], 0.38, 0.44)
    lump, wide, leaf = mix(u[5], 0.5, 0.62), mix(u[6], 0.16, 0.3), mix(u[7], 0.13, 0.18)
    out = r * 1.0 / math.sin(math.pi / count)
    spots = [(0.6, -0.4, 0.5), (-0.6, -0.4, 0.5), (0, -0.8, 0.1), (0.5, -0.6, -0.3),
             (-0.5, -0.6, -0.3), (0, -0.45, 0.72), (0, 0.6, 0.5)]  # fmt: skip

    def ball(y: float, z: float) -> Solid:
        far = r * (1.05 - lump * 0.5) * 1.12
        lumps = [
            kit.bead(r * lump * 0.72, (x * far, y + q * far, z + p * far)) for x, q, p in spots
        ]
        return union(kit.ball(r, r, r, (0, y, z)), *lumps)

    high = r + math.sqrt(max(4 * r * r - out * out, r * r)) * 0.92 + 0.1
    meat = union(around(ball(-out, r + 0.1), count), ball(0, high))
    sauce = union(
        kit.turned(
            [(out + r * 0.7 + wide, 0), (out + r * 0.7 + wide, 0.09), (out, 0.2)], rounding=0.04
        ),
        around(kit.ball(0.3, 0.34, 0.1, (0, -out - r * 0.55 - wide, 0.07)), count).rotated(
            180 / count
        ),
        intersection(
            kit.ball(r + 0.05, r + 0.05, r + 0.05, (0, 0, high)),
            kit.ball(r, r, r, (0, 0, high + r * 0.72)),
            0.03,
        ),
    )
    top = high + r + 0.05
    blade = kit.limb(
        [(0, 0, top), (0, -leaf, top + 0.1), (0, -2 * leaf, top + 0.05)], [0.06, 0.1, 0.05]
    )
    return [(0, meat), (1, sauce), (2, around(blade, 3))]
