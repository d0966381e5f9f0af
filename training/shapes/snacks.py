"""Snacks: what is eaten from the hand."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import Solid, box, mirror, prism, ring_lathe, union


@kind(
    "pizza",
    "pizza pie",
    "pepperoni pizza",
    height=0.04,
    senses=("pizza.n.01",),
    crust=("orange", "brown"),
    cheese=("yellow", "orange", "red", "white"),
    toppings=("red", "green", "brown", "black"),
    forms={"sliced": (3, 0.0, 0.5), "whole": (3, 0.5, 1.0)},
)
@cast(deep=1)
def pizza(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a slice, its point to the front, or a whole one, u4 thickness of the rim, u5 number of
    toppings, u6 their size, u7 length of the slice or width of the rim."""
    edge, size, more = mix(u[4], 0.13, 0.17), mix(u[6], 0.15, 0.19), pick(u[5], 2)
    if u[3] < 0.5:
        tip, back = -mix(u[7], 0.95, 1.15), 0.66
        base = [(0.62, back), (0.05, tip), (-0.05, tip), (-0.62, back)]
        inner = [(0.56, back), (0.04, tip + 0.06), (-0.04, tip + 0.06), (-0.56, back)]
        rim = [(0.7, back - 0.02, edge), (0.36, back + 0.09, edge), (0, back + 0.12, edge)]
        crust = union(kit.plate(base, 0.14, "z", (0, 0, 0.07)), pairs(kit.limb(rim, edge)))
        cheese = kit.plate(inner, 0.14, "z", (0, 0, 0.16))
        drip = kit.limb([(0.2, -0.4, 0.18), (0.24, -0.45, 0.08)], 0.08)
        spots = [pairs(kit.can(size, 0.14, (0.3, 0.4, 0.24), rounding=0.03))]
        spots.append(kit.can(size, 0.14, (0, -0.05, 0.24), rounding=0.03))
        if more:
            spots.append(kit.can(size * 0.75, 0.14, (0, -0.48, 0.24), rounding=0.03))
        return [(0, crust), (1, union(cheese, pairs(drip))), (2, union(*spots))]
    r = 0.92 - edge - mix(u[7], 0.0, 0.05)
    ring = union(kit.can(0.86, 0.16, (0, 0, 0.08)), _ring(kit, r, edge))
    cheese = kit.can(r, 0.14, (0, 0, 0.17), rounding=0.03)
    spot = kit.can(size, 0.14, (0, -0.5, 0.25), rounding=0.03)
    spots = union(around(spot, 6 + more), kit.can(size, 0.14, (0, 0, 0.25), rounding=0.03))
    return [(0, ring), (1, cheese), (2, spots)]


def _ring(kit: Kit, radius: float, thick: float) -> Solid:
    """A round rim on the ground, round in section as far as the clay allows."""
    turns = [2 * math.pi * i / 10 for i in range(10)]
    section = [(radius + thick * math.cos(a), thick + thick * math.sin(a)) for a in turns]
    wide, tall = math.sqrt(kit.stretch[0] * kit.stretch[1]), float(kit.stretch[2])
    return ring_lathe([(r * wide, z * tall) for r, z in section], 0.03)


@kind(
    "sandwich",
    "club sandwich",
    "panini",
    height=0.08,
    senses=("sandwich.n.01",),
    bread=("white", "orange", "brown", "yellow"),
    filling=("red", "pink", "yellow", "brown"),
    salad=("green",),
    forms={"triangular": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast(deep=0.7)
def sandwich(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a triangle, its long side in front, or a square, u4 thickness of the bread, u5 of the
    filling, u6 one or two layers of it, u7 how far the salad hangs out."""
    slab, layer, out = mix(u[4], 0.24, 0.32), mix(u[5], 0.15, 0.2), mix(u[7], 0.04, 0.09)

    def piece(grow: float, low: float, thick: float) -> Solid:
        at = (0, 0, low + thick / 2)
        if u[3] >= 0.5:
            a, b = 0.75 + grow, 0.7 + grow
            top = [(a, -b), (a, b * 0.7), (a * 0.86, b), (-a * 0.86, b), (-a, b * 0.7), (-a, -b)]
            return kit.plate(top, thick, "z", at, 0.05)
        a, low_y, high_y = 0.95 + grow * 1.6, -0.45 - grow, 0.5 + grow * 1.4
        top = [(a, low_y), (0.08, high_y), (-0.08, high_y), (-a, low_y)]
        return kit.plate(top, thick, "z", at, 0.05)

    z, layers = slab, []
    bread = [piece(0, 0, slab)]
    for i in range(1 if u[6] < 0.5 else 2):
        layers.append(piece(0.02, z - 0.01, layer + 0.02))
        z += layer
        if i == 0:
            leaf = piece(out, z - 0.02, 0.17)
            z += 0.12
    bread.append(piece(0, z - 0.01, slab + 0.01))
    return [(0, union(*bread)), (1, union(*layers)), (2, leaf)]


@kind(
    "hot dog",
    "hotdog",
    "frankfurter",
    height=0.06,
    senses=("hotdog.n.02",),
    bun=("orange", "yellow", "brown"),
    sausage=("red", "brown", "pink"),
    mustard=("yellow", "white"),
)
@cast()
def hot_dog(u: np.ndarray, kit: Kit) -> Parts:
    """Lies across. u3 turns of the mustard, u4 thickness of the sausage, u5 of the bun, u6 length
    of the sausage, u7 width of the wave."""
    r, side, long = mix(u[4], 0.18, 0.22), mix(u[5], 0.2, 0.25), mix(u[6], 0.9, 1.05)
    half = kit.limb([(0, side + r * 0.55, side), (0.72, side + r * 0.55, side)], side)
    base = kit.limb([(0, 0, 0.17), (0.7, 0, 0.17)], 0.17)
    bun = mirror(union(half, base), "xy")
    z = side + r * 0.7
    sausage = mirror(kit.limb([(0, 0, z), (0.5, 0, z), (long - r, 0, z + 0.06)], r))
    count, wave = 3 + pick(u[3], 3), r * mix(u[7], 0.45, 0.65)
    path = [
        (mix(i / count, 0.0, 0.7), wave * (1 if i % 2 else -1), z + r * 0.9 + 0.01)
        for i in range(count + 1)
    ]
    return [(0, bun), (1, sausage), (2, mirror(kit.limb(path, 0.07)))]


@kind(
    "french fries",
    "fries",
    "french fry",
    height=0.15,
    senses=("french_fries.n.01",),
    fries=("yellow", "orange"),
    box=("red", "white", "blue"),
    label=("yellow", "white", "same"),
)
@cast(deep=0.6)
def french_fries(u: np.ndarray, kit: Kit) -> Parts:
    """In their box. u3 number of fries, u4 height of the box, u5 its flare, u6 how uneven the
    fries are, u7 shape of the label."""
    low, foot = mix(u[4], 0.85, 1.0), mix(u[5], 0.4, 0.5)
    back = [(-foot, 0), (-0.6, low - 0.04), (0.6, low - 0.04), (foot, 0)]
    dip = [(0.6, low), (0.32, low - 0.16), (0, low - 0.22), (-0.32, low - 0.16), (-0.6, low)]
    front = [(-foot, 0), *reversed(dip), (foot, 0)]
    carton = union(
        kit.plate(front, 0.14, "y", (0, -0.26, 0)), kit.plate(back, 0.5, "y", (0, 0.08, 0))
    )
    fries: list[Solid] = []
    count, rough = 3 + pick(u[3], 2), mix(u[6], 0.1, 0.3)
    wide = 0.17 * math.sqrt(kit.stretch[0] * kit.stretch[1])
    _, step, tall = (float(s) for s in kit.stretch)
    for i in range(count):
        x = mix(i / (count - 1), 0.0, 0.45)
        pair = []
        for y, lift in ((-0.13, 0.45), (0.12, 0.67)):
            high = low + lift + rough * math.sin(2.4 * i + 7 * y + 2)
            long = (high - low + 0.3) * tall
            pair.append(box(wide, wide, long, (0, y * step, high * tall - long / 2), 0.02))
        fries.append(union(*pair).rotated(x * 16, "y").at(*kit.place((x * 0.7, 0, 0))))
    label = ellipse(0.2, 0.2, steps=10) if u[7] < 0.5 else [(0.26, 0.14), (0, -0.2), (-0.26, 0.14)]
    face = [(p, q + low * 0.42) for p, q in label]
    sign = kit.plate(face, 0.2, "y", (0, -0.27, 0))
    return [(0, mirror(union(*fries))), (1, carton), (2, sign)]


@kind(
    "taco",
    "tortilla",
    height=0.09,
    senses=("taco.n.02",),
    shell=("yellow", "orange", "brown"),
    filling=("brown", "red", "orange"),
    salad=("green",),
)
@cast()
def taco(u: np.ndarray, kit: Kit) -> Parts:
    """u3 how far it opens, u4 height of the shell, u5 number of lumps, u6 size of the lumps, u7
    how far the salad stands out."""
    open_, tall, out = mix(u[3], 10, 20), mix(u[4], 0.85, 1.0), mix(u[7], 0.05, 0.13)
    turns = [math.pi * i / 10 for i in range(11)]

    def half(r: float) -> list[tuple[float, float]]:
        low = [(-r * 0.9, 0.0), (r * 0.9, 0.0)]
        return [*low, *((r * math.cos(a), 0.14 + tall * r * math.sin(a)) for a in turns)]

    sx, sy, sz = (float(s) for s in kit.stretch)
    outline = [(x * sx, z * sz) for x, z in half(0.95)]
    thick = max(0.13 * sy, 0.12)
    lean = math.degrees(math.atan(math.tan(math.radians(open_)) * sy / sz))
    sheet = prism(outline, thick, "y", rounding=0.03)
    sides = mirror(sheet.rotated(-lean, "x").at(0, 0.13 * sy, 0), "y")
    floor = kit.box(1.5, 0.3, 0.2, (0, 0, 0.12), 0.06)
    inner = [(x * 0.97, z * 0.98) for x, z in half(0.95)[:2] + half(0.95)[2::2]]
    fill = kit.plate(inner, 0.3, "y")
    count, size = 5 + 2 * pick(u[5], 2), mix(u[6], 0.12, 0.16)
    lumps = []
    for i in range(count):
        a = math.pi * (0.14 + 0.72 * i / (count - 1))
        r = 0.92
        if math.cos(a) > -0.01:
            lumps.append(kit.bead(size, (r * math.cos(a), -0.06, 0.14 + tall * r * math.sin(a))))
    leaf = [(x * (1 + out), z * (1 + out)) for x, z in half(0.95)][2:]
    wavy = [
        (x * (1 + 0.035 * (-1) ** i), z * (1 + 0.035 * (-1) ** i)) for i, (x, z) in enumerate(leaf)
    ]
    salad = kit.plate(wavy, 0.14, "y", (0, 0.12, 0))
    return [(0, union(sides, floor)), (1, union(fill, pairs(*lumps))), (2, salad)]


@kind(
    "sushi",
    "sushi roll",
    "maki",
    "nigiri",
    height=0.03,
    senses=("sushi.n.01",),
    rice=("white",),
    topping=("orange", "red", "pink", "green"),
    seaweed=("black", "green"),
    forms={"rolled": (3, 0.0, 0.5), "oblong": (3, 0.5, 1.0)},
)
@cast(deep=1)
def sushi(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a roll or a slice of fish on rice, u4 size of the filling or thickness of the fish, u5
    height of the rice, u6 width of the band, u7 how round."""
    if u[3] < 0.5:
        core, lift = mix(u[4], 0.24, 0.34), mix(u[5], 0.05, 0.09)
        wall, soft = mix(u[6], 0.12, 0.17), mix(u[7], 0.03, 0.07)
        band = kit.can(0.75, 0.9, (0, 0, 0.45), rounding=soft)
        r = 0.75 - wall
        rice = kit.can(r, 0.9 + 2 * lift, (0, 0, 0.45), rounding=0.05)
        middle = kit.can(core, 0.9 + 3.4 * lift, (0, 0, 0.45), rounding=0.05)
        return [(0, rice), (1, middle), (2, band)]
    tall, thick, wide = mix(u[5], 0.42, 0.52), mix(u[4], 0.2, 0.26), mix(u[6], 0.2, 0.3)
    soft = mix(u[7], 0.1, 0.16)
    rice = kit.box(1.5, 0.72, tall, (0, 0, tall / 2), soft)
    top = tall + thick * 0.3
    slab = kit.box(1.1, 0.82, thick, (0, 0, top), 0.07)
    droop = pairs(kit.ball(0.42, 0.41, thick * 0.62, (0.52, 0, top - 0.06), ry=14))
    fish = union(slab, droop)
    band = kit.box(wide, 0.9, top + thick / 2 + 0.04, (0, 0, (top + thick / 2 + 0.04) / 2), 0.05)
    return [(0, rice), (1, fish), (2, band)]
