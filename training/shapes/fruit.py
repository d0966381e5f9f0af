"""Fruit: bananas, citrus, berries and what has a stone or a rind."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import (
    Solid,
    Vector,
    blend,
    box,
    curve,
    difference,
    ellipsoid,
    intersection,
    mirror,
    prism,
    union,
)


def _leaf(kit: Kit, at: Vector, long: float, sides: bool) -> Solid:
    """One leaf to the front or two to the sides, from a place on the stem."""
    x, y, z = at
    if sides:
        return pairs(kit.ball(long, 0.21, 0.07, (x + long * 0.85, y, z + 0.3 * long), ry=-22))
    return kit.ball(0.21, long, 0.07, (x, y - long * 0.8, z + 0.2 * long), rx=-20)


def _seeds(kit: Kit, rings: list[tuple[float, float]], count: int, radius: float) -> Solid:
    """Grains in rings (distance from the axis, height), every second ring shifted."""
    even = [kit.bead(radius, (0, -r, z), radius) for r, z in rings[::2]]
    odd = [kit.bead(radius, (0, -r, z), radius) for r, z in rings[1::2]]
    return union(around(union(*even), count), around(union(*odd), count).rotated(180 / count))


@kind(
    "banana",
    "plantain",
    height=0.1,
    senses=("banana.n.02",),
    fruit=("yellow", "green"),
    stem=("green", "brown", "yellow"),
    tip=("brown", "black"),
    forms={"single": (3, 0.0, 0.5), "bunched": (3, 0.5, 1.0)},
)
@cast()
def banana(u: np.ndarray, kit: Kit) -> Parts:
    """Lies on its back, the stem behind. u3 one or a bunch of three, u4 bend, u5 thickness, u6
    taper to the ends, u7 length of the stem."""
    bend, thick = mix(u[4], 48, 68), mix(u[5], 0.16, 0.2)
    radius = 0.9 / math.sin(math.radians(bend))
    end = thick * mix(u[6], 0.4, 0.55)

    def bow(degrees: float, turn: float = 0.0, lift: float = 0.0) -> Vector:
        """A place of the middle line, turned about the upright through the stem."""
        a = math.radians(degrees)
        y, z = radius * math.sin(a) - 0.9, radius * (1 - math.cos(a)) + lift
        t = math.radians(turn)
        return -y * math.sin(t), y * math.cos(t), z

    steps = [mix(i / 8, -bend, bend * 0.92) for i in range(9)]
    shares = [0.0, 0.66, 0.9, 1.0, 1.0, 1.0, 0.9, 0.62, 0.0]
    radii = [mix(s, end, thick) for s in shares]
    long = mix(u[7], 12, 20)

    def fruit(turn: float) -> Solid:
        return kit.limb([bow(s, turn) for s in steps], radii)

    def tip(turn: float) -> Solid:
        return kit.limb([bow(-bend - 4, turn), bow(-bend + 3, turn)], end * 1.12)

    stem = kit.limb([bow(bend * 0.88), bow(bend + long)], [end * 1.1, max(end * 0.9, 0.07)])
    if u[3] < 0.5:
        return [(0, fruit(0)), (1, stem), (2, tip(0))]
    stem = union(stem, kit.bead(end * 1.8, bow(bend), 0.1))
    return [
        (0, union(fruit(0), pairs(fruit(24)))), (1, stem), (2, union(tip(0), pairs(tip(24)))),
    ]  # fmt: skip


@kind(
    "tangerine",
    "clementine",
    "mandarin",
    "orange fruit",
    "grapefruit",
    height=0.07,
    senses=("tangerine.n.02", "orange.n.01", "grapefruit.n.02", "mandarin.n.05"),
    fruit=("orange", "yellow"),
    leaf=("green",),
    stem=("brown", "green"),
    forms={"with one leaf": (3, 0.0, 0.5), "with two leaves": (3, 0.5, 1.0)},
)
@cast(deep=1)
def tangerine(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one leaf or two, u4 how flat, u5 leaf size, u6 hollow on top, u7 stem length."""
    tall, dip = mix(u[4], 0.66, 0.82), mix(u[6], 0.05, 0.12)
    turns = [math.radians(-78 + 13 * i) for i in range(12)]
    side = [(0.85 * math.cos(a), tall * math.sin(a)) for a in turns]
    low, high = side[0][1], side[-1][1]
    body = kit.turned([(0, low), *side, (0, high - dip)], rounding=0.03)
    stem = kit.limb([(0, 0, tall - 0.15), (0, 0.02, tall + mix(u[7], 0.1, 0.2))], [0.105, 0.11])
    leaf = _leaf(kit, (0, 0, tall + 0.01), mix(u[5], 0.34, 0.46), u[3] >= 0.5)
    return [(0, body), (1, leaf), (2, stem)]


@kind(
    "lemon",
    "lime",
    height=0.09,
    senses=("lemon.n.01", "lime.n.06"),
    fruit=("yellow", "green"),
    leaf=("green",),
    stem=("brown", "green"),
    forms={"with one leaf": (3, 0.0, 0.5), "with two leaves": (3, 0.5, 1.0)},
)
@cast(deep=1)
def lemon(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one leaf or two, u4 belly, u5 length of the tips, u6 leaf size, u7 stem length."""
    r, nose = mix(u[4], 0.58, 0.68), mix(u[5], 0.08, 0.16)
    side = [
        (0.1, -0.84 - nose), (0.17, -0.82), (0.4, -0.66), (r * 0.93, -0.3), (r, 0),
        (r * 0.93, 0.3), (0.38, 0.66), (0.2, 0.8), (0.15, 0.82 + nose * 0.5),
    ]  # fmt: skip
    body = kit.turned(curve(side, 3), rounding=0.04)
    top = 0.82 + nose * 0.5
    stem = kit.limb([(0, 0, top - 0.1), (0, 0.02, top + mix(u[7], 0.06, 0.16))], [0.11, 0.11])
    leaf = _leaf(kit, (0, 0, top), mix(u[6], 0.3, 0.4), u[3] >= 0.5)
    return [(0, body), (1, leaf), (2, stem)]


@kind(
    "strawberry",
    "raspberry",
    height=0.04,
    senses=("strawberry.n.01", "raspberry.n.02"),
    berry=("red", "pink"),
    leaves=("green",),
    seeds=("yellow", "white", "same"),
)
@cast(deep=1)
def strawberry(u: np.ndarray, kit: Kit) -> Parts:
    """u3 pointed or blunt, u4 shoulders, u5 seeds in a ring, u6 leaf length, u7 stem length."""
    tip, wide = mix(u[3], 0.1, 0.3), mix(u[4], 0.68, 0.8)
    side = [
        (tip, -0.85), (tip + 0.2, -0.66), (wide * 0.82, -0.1), (wide, 0.35), (wide * 0.86, 0.66),
        (0.34, 0.78),
    ]  # fmt: skip
    line = curve(side, 4)
    body = kit.turned(line, rounding=0.05)
    heights = [-0.5, -0.2, 0.1, 0.4]
    radii = np.interp(heights, [z for _, z in line], [r for r, _ in line])
    rings = [(float(r) - 0.03, z) for r, z in zip(radii, heights, strict=True)]
    seeds = _seeds(kit, rings, (6, 7, 8)[pick(u[5], 3)], 0.066)
    reach = wide * mix(u[6], 0.75, 0.95)
    blade = kit.limb([(0, 0, 0.8), (0, -reach * 0.6, 0.86), (0, -reach, 0.7)], [0.13, 0.15, 0.06])
    top = 0.95 + mix(u[7], 0.04, 0.2)
    stem = kit.limb([(0, 0, 0.8), (0, 0.03, top)], [0.105, 0.11])
    return [(0, body), (1, union(around(blade, 6), stem)), (2, seeds)]


@kind(
    "pineapple",
    "ananas",
    height=0.3,
    senses=("pineapple.n.02",),
    fruit=("yellow", "orange", "brown"),
    leaves=("green",),
    eyes=("brown", "orange", "same"),
)
@cast(deep=1)
def pineapple(u: np.ndarray, kit: Kit) -> Parts:
    """u3 length of the fruit, u4 belly, u5 eyes in a ring, u6 spread of the leaves, u7 length of
    the outer leaves."""
    top, r = mix(u[3], 1.1, 1.3), mix(u[4], 0.44, 0.52)
    side = [
        (r * 0.6, 0),
        (r * 0.95, top * 0.22),
        (r, top * 0.5),
        (r * 0.9, top * 0.78),
        (0.22, top),
    ]
    line = curve(side, 4)
    body = kit.turned(line, rounding=0.05)
    heights = [top * share for share in (0.14, 0.3, 0.46, 0.62, 0.78)]
    radii = np.interp(heights, [z for _, z in line], [p for p, _ in line])
    rings = [(float(p) - 0.025, z) for p, z in zip(radii, heights, strict=True)]
    eyes = _seeds(kit, rings, (7, 8, 9)[pick(u[5], 3)], 0.085)
    out = mix(u[6], 0.24, 0.42)
    outer = mix(u[7], 0.24, 0.36)
    low = kit.limb(
        [(0, -0.06, top - 0.06), (0, -out * 0.7, top + outer * 0.6), (0, -out - 0.06, top + outer)],
        [0.1, 0.09, 0.05],
    )
    high = kit.limb(
        [(0, -0.05, top - 0.05), (0, -out * 0.5, top + 0.36), (0, -out * 0.62, top + 0.56)],
        [0.1, 0.09, 0.05],
    )
    middle = kit.limb([(0, 0, top - 0.1), (0, 0, top + 0.4), (0, 0, top + 0.72)], [0.12, 0.1, 0.05])
    leaves = union(around(low, 6), around(high, 5), middle)
    return [(0, body), (1, leaves), (2, eyes)]


@kind(
    "watermelon",
    "melon",
    height=0.25,
    senses=("watermelon.n.02", "melon.n.01"),
    rind=("green",),
    flesh=("red", "pink", "yellow"),
    seeds=("black", "brown"),
    forms={"sliced": (3, 0.0, 0.4), "halved": (3, 0.4, 2 / 3), "whole": (3, 2 / 3, 1.0)},
)
@cast(deep=1)
def watermelon(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a slice that stands on its rind, a half, or a whole one with a piece cut out; u4 thickness
    of the rind, u5 number of seeds, u6 thickness of the slice, u7 width of the cut."""
    peel = mix(u[4], 0.12, 0.17)
    if u[3] < 0.4:
        thick = mix(u[6], 0.32, 0.5)
        turns = [math.pi * (1 + i / 14) for i in range(15)]
        half = [(0.95 * math.cos(a), 0.95 * math.sin(a)) for a in turns]
        inner = 0.95 - peel
        flesh = [(inner * math.cos(a), inner * math.sin(a)) for a in turns]
        outer = kit.plate(half, thick, "y")
        red = kit.plate([(x, z + 0.03) for x, z in flesh], thick + 0.07, "y")
        count = 3 + 2 * pick(u[5], 2)
        dots = [
            kit.plate(
                [(p + x, q + z) for p, q in ellipse(0.055, 0.085, steps=8)], thick + 0.13, "y"
            )
            for x, z in (
                (0.55 * math.sin(a), -0.55 * math.cos(a) + 0.02)
                for a in (mix(i / (count - 1), -1.1, 1.1) for i in range(count))
            )
            if x > -0.01
        ]
        return [(0, outer), (1, red), (2, pairs(*dots))]
    r, rows = 0.9, 6 + 2 * pick(u[5], 2)
    wide, tall = math.sqrt(kit.stretch[0] * kit.stretch[1]), float(kit.stretch[2])

    def ball(less: float) -> Solid:
        # Exactly round from above: that is half the work.
        return ellipsoid((r - less) * wide, (r - less) * wide, (r - less) * tall)

    if u[3] < 2 / 3:
        lower = intersection(ball(0.0), box(4, 4, 4, (0, 0, -2), 0.001), 0.03)
        red = kit.can(r - peel, 0.3, (0, 0, -0.1))
        dot = kit.ball(0.06, 0.1, 0.08, (0, -r * 0.55, 0.04))
        return [(0, lower), (1, red), (2, around(dot, rows))]
    t = math.radians(mix(u[7], 34, 44))
    span = [(0, -0.12), (3 * math.sin(t), -3 * math.cos(t)), (-3 * math.sin(t), -3 * math.cos(t))]
    wedge = prism(span, 6, "z", (0, 0, 3.02), 0.02)
    inner = [(p, q - 0.12) for p, q in span]
    cut = prism(inner, 6, "z", (0, 0, 3.1), 0.02)
    rind = difference(ball(0.0), wedge, 0.03)
    red = difference(ball(peel), cut, 0.03)
    seeds = [
        kit.bead(0.07, (d * math.sin(t) * 0.92, -0.21 - d * math.cos(t) * 0.92, z), 0.07)
        for d, z in ((0.5, 0.42), (0.35, 0.2), (0.6, 0.14))
    ]
    return [(0, rind), (1, red), (2, pairs(*seeds))]


@kind(
    "grapes",
    "grape",
    "bunch of grapes",
    height=0.18,
    senses=("grape.n.01",),
    grapes=("purple", "green", "red", "blue"),
    stem=("brown", "green"),
    leaf=("green",),
    forms={"with one leaf": (3, 0.0, 0.5), "with two leaves": (3, 0.5, 1.0)},
)
@cast(deep=1)
def grapes(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one leaf or two, u4 taper, u5 size of the grapes, u6 leaf size, u7 stem length."""
    r, slim = mix(u[5], 0.21, 0.24), mix(u[4], 0.85, 1.05)
    rows = [
        (1, 0.0, 0.2), (3, 0.19, 0.46), (5, 0.34 * slim, 0.76), (6, 0.44 * slim, 1.06),
        (5, 0.36, 1.34),
    ]  # fmt: skip
    berries = [kit.ball(0.4 * slim, 0.4 * slim, 0.6, (0, 0, 0.9))]
    for i, (count, out, z) in enumerate(rows):
        berry = kit.bead(r, (0, -out, z))
        ring = around(berry, count) if count > 1 else berry
        berries.append(ring.rotated(180 / count) if i % 2 else ring)
    top = 1.5 + mix(u[7], 0.25, 0.38)
    stem = kit.limb([(0, 0, 1.3), (0, 0.02, top)], [0.11, 0.12])
    leaf = _leaf(kit, (0, 0, 1.58), mix(u[6], 0.3, 0.38), u[3] >= 0.5)
    return [(0, union(*berries)), (1, stem), (2, leaf)]


@kind(
    "cherry",
    "cherries",
    height=0.06,
    senses=("cherry.n.03",),
    fruit=("red", "black", "pink"),
    stem=("green", "brown"),
    leaf=("green",),
    forms={"with one leaf": (3, 0.0, 0.5), "with two leaves": (3, 0.5, 1.0)},
)
@cast(deep=0.6)
def cherry(u: np.ndarray, kit: Kit) -> Parts:
    """A pair. u3 one leaf or two, u4 spread, u5 size of the fruit, u6 leaf size, u7 bow of the
    stems."""
    r = mix(u[5], 0.42, 0.5)
    out = r * mix(u[4], 0.86, 0.96)
    fruit = pairs(kit.ball(r, r * 0.95, r * 0.95, (out, 0, r)))
    bow = mix(u[7], 0.55, 0.75) * out
    stem = pairs(
        kit.limb(
            [(out, 0, 2 * r - 0.15), (bow, 0, 2 * r + 0.45), (0.02, 0, 1.75)], [0.075, 0.075, 0.085]
        )
    )
    stem = union(stem, kit.bead(0.1, (0, 0, 1.76)))
    leaf = _leaf(kit, (0, 0, 1.74), mix(u[6], 0.34, 0.44), u[3] >= 0.5)
    return [(0, fruit), (1, stem), (2, leaf)]


@kind(
    "peach",
    "apricot",
    "nectarine",
    "plum",
    height=0.08,
    senses=("peach.n.03", "apricot.n.02", "plum.n.02"),
    fruit=("orange", "pink", "red", "purple"),
    leaf=("green",),
    stem=("brown",),
    forms={"with one leaf": (3, 0.0, 0.5), "with two leaves": (3, 0.5, 1.0)},
)
@cast(deep=1)
def peach(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one leaf or two, u4 depth of the cleft, u5 leaf size, u6 height, u7 stem length."""
    out, tall = mix(u[4], 0.18, 0.26), mix(u[6], 0.74, 0.84)
    cheek = mirror(kit.ball(0.68, 0.8, tall, (out, 0, 0)))
    stem = kit.limb([(0, 0, tall * 0.7), (0, 0.02, tall + mix(u[7], 0.08, 0.2))], [0.105, 0.11])
    leaf = _leaf(kit, (0, 0, tall), mix(u[5], 0.36, 0.48), u[3] >= 0.5)
    return [(0, cheek), (1, leaf), (2, stem)]


@kind(
    "avocado",
    "alligator pear",
    height=0.12,
    senses=("avocado.n.01",),
    skin=("green", "black", "brown"),
    flesh=("yellow", "white"),
    pit=("brown", "orange"),
    forms={"standing": (3, 0.0, 0.5), "lying": (3, 0.5, 1.0)},
)
@cast(deep=1)
def avocado(u: np.ndarray, kit: Kit) -> Parts:
    """A half with its pit. u3 stands or lies on its back, u4 neck, u5 size of the pit, u6 belly,
    u7 thickness of the skin."""
    neck, belly, peel = mix(u[4], 0.3, 0.4), mix(u[6], 0.54, 0.64), mix(u[7], 0.08, 0.12)
    lies = u[3] >= 0.5

    def place(long: float, up: float) -> Vector:
        """Along the fruit, towards the neck, and out of the cut face."""
        return (0, -long, up) if lies else (0, -up, long)

    def body(less: float) -> Solid:
        def ball(wide: float, long: float, along: float) -> Solid:
            w, t = wide - less, long - less
            return kit.ball(w, *((t, w) if lies else (w, t)), place(along, 0))

        return blend(ball(belly, 0.6, -0.32), ball(neck, 0.6, 0.32), radius=0.25)

    def slab(low: float, high: float) -> Solid:
        thick = high - low
        sides = (4, 4, thick) if lies else (4, thick, 4)
        return box(*sides, place(0, (low + high) / 2), 0.001)

    half = intersection(body(0), slab(-3.0, 0.0), 0.03)
    flesh = intersection(body(peel), slab(-0.2, 0.05), 0.03)
    pit = kit.bead(mix(u[5], 0.25, 0.32), place(-0.32, 0.04))
    return [(0, half), (1, flesh), (2, pit)]
