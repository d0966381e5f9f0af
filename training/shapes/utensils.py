"""Cutlery and what a cook holds, most of it upright so that its outline shows."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, around, closed
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    box,
    curve,
    cylinder,
    difference,
    ellipsoid,
    intersection,
    mirror,
    prism,
    sphere,
    tube,
    union,
)

_METAL = ("gray", "white", "yellow")
_HANDLE = ("same", "brown", "black", "red", "blue")


def _handle(wide: float, neck: float, length: float, thick: float) -> Solid:
    """A handle that stands on the ground and narrows to a neck."""
    half = curve(
        [
            (wide * 0.6, 0),
            (wide * 0.95, 0.08),
            (wide, 0.2),
            (wide * 0.75, length / 2),
            (neck, length),
        ],
        2,
    )
    return prism(closed(half), thick, "y", rounding=0.04)


@kind(
    "fork",
    "dinner fork",
    height=0.2,
    senses=("fork.n.01",),
    tines=_METAL,
    handle=_HANDLE,
    forms={"with three tines": (3, 0.0, 0.5), "with four tines": (3, 0.5, 1.0)},
)
def fork(u: np.ndarray) -> Parts:
    """u3 three or four tines, u4 their length, u5 handle length, u6 handle width, u7 thickness."""
    x, _, z = extents(u, 0.62, 0.2, 1.9, deep=0.0)
    thick, a = mix(u[7], 0.15, 0.2), x / 2
    long, grip = z * mix(u[4], 0.2, 0.27), z * mix(u[5], 0.44, 0.52)
    root = z - long
    palm = root - a * 1.1
    neck = 0.085
    half = [
        (neck, grip - 0.1),
        (neck, palm - 0.1),
        (a * 0.75, palm + 0.06),
        (a, root - 0.1),
        (a, root),
    ]
    body = prism(closed(half), thick * 0.8, "y", rounding=0.03)
    count = 3 + pick(u[3], 2)
    wide = x / (count + (count - 1) * 0.8)
    wide = max(wide, 0.085)
    step = (x - wide) / (count - 1)
    radii = [wide / 2, wide * 0.45]
    tines = [
        tube([(at, 0, root - 0.1), (at, 0, z - radii[1])], radii)
        for at in (wide / 2 - a + step * i for i in range(count))
    ]
    handle = _handle(a * mix(u[6], 0.4, 0.6), 0.1, grip, thick)
    return [(0, union(body, *tines)), (1, handle)]


@kind(
    "spoon",
    "teaspoon",
    "tablespoon",
    "ladle",
    height=0.18,
    senses=("spoon.n.01", "ladle.n.01"),
    bowl=_METAL,
    handle=_HANDLE,
)
def spoon(u: np.ndarray) -> Parts:
    """u3 length of the bowl, u4 depth, u5 handle length, u6 handle width, u7 thickness."""
    x, y, z = extents(u, 0.68, mix(u[4], 0.3, 0.42), 1.9, deep=0.0)
    a, thick = x / 2, mix(u[7], 0.15, 0.2)
    b = min(a * mix(u[3], 1.2, 1.5), z * 0.3)
    grip = min(z * mix(u[5], 0.46, 0.54), z - 2 * b - 0.1)
    middle = z - b
    back = y / 2
    bowl = ellipsoid(a, y - 0.06, b, (0, -back + 0.06, middle))
    shell = intersection(bowl, box(3, 2, 3, (0, 1.06 - back, middle)), 0.04)
    hollow = ellipsoid(a - 0.1, y * 0.55, b - 0.12, (0, -back + 0.02, middle))
    shell = difference(shell, hollow, 0.03)
    stem = tube([(0, 0, grip - 0.1), (0, 0, z - 2 * b + 0.1)], 0.1)
    handle = _handle(a * mix(u[6], 0.42, 0.58), 0.11, grip, thick)
    return [(0, union(shell, stem)), (1, handle)]


@kind(
    "knife",
    "kitchen knife",
    "chef's knife",
    height=0.25,
    senses=("knife.n.01", "knife.n.02"),
    blade=("gray", "white", "cyan"),
    handle=("brown", "black", "red", "blue"),
    rivets=("gray", "yellow", "same"),
)
def knife(u: np.ndarray) -> Parts:
    """Upright, its edge to -y. u3 blade width, u4 handle length, u5 curve of the edge, u6 number
    of rivets, u7 handle's curve."""
    x, y, z = extents(u, 0.26, mix(u[3], 0.42, 0.62), 1.9, deep=0.0)
    grip, back = z * mix(u[4], 0.3, 0.38), y / 2
    edge, thick = -y / 2, max(x * 0.6, 0.14)
    belly = grip + (z - grip) * mix(u[5], 0.45, 0.7)
    blade = prism(
        [
            (back, grip - 0.14), (back, z - 0.34),
            (back - y * 0.22, z - 0.12), (back - y * 0.42, z),
            (edge + y * 0.2, belly + (z - belly) * 0.55), (edge, belly), (edge, grip + 0.05),
            (back - y * 0.5, grip), (back - y * 0.5, grip - 0.14),
        ],
        thick, "x", rounding=0.03,
    )  # fmt: skip
    fat, bow = y * 0.26, mix(u[7], 0.0, 0.06)
    middle = back - fat
    side = [
        (middle - fat * 1.2, 0.04), (middle + fat, 0), (middle + fat - bow, grip * 0.5),
        (middle + fat, grip), (middle - fat * 0.9, grip), (middle - fat * 0.7 - bow, grip * 0.5),
    ]  # fmt: skip
    handle = prism(side, x - 0.02, "x", rounding=0.04)
    count = 2 + pick(u[6], 2)
    rivets = [
        cylinder(0.07, x, (0, middle - bow * 0.5, grip * (i + 0.8) / (count + 0.6)), "x", 0.015)
        for i in range(count)
    ]
    return [(0, blade), (1, handle), (2, union(*rivets))]


@kind(
    "spatula",
    "turner",
    "pancake turner",
    height=0.32,
    senses=("turner.n.08", "spatula.n.01"),
    blade=("gray", "black", "white"),
    handle=("brown", "black", "red", "blue"),
    forms={"with slots": (3, 0.4, 1.0)},
)
def spatula(u: np.ndarray) -> Parts:
    """u3 solid or with slots, u4 blade length, u5 taper, u6 handle length, u7 handle thickness."""
    x, _, z = extents(u, 0.72, 0.2, 1.9, deep=0.0)
    a, low = x / 2, z - z * mix(u[4], 0.26, 0.34)
    half = [(a * mix(u[5], 0.55, 0.9), low), (a, z - 0.02), (a * 0.6, z)]
    blade: Solid = prism(closed(half), 0.13, "y", rounding=0.03)
    if u[3] > 0.4:
        tall = (z - low) * 0.56
        slot = box(x * 0.11, 0.4, tall, (0, 0, (z + low) / 2), CRISP)
        slots = union(slot, mirror(slot.at(x=x * 0.22)))
        blade = difference(blade, slots, CRISP)
    grip, r = z * mix(u[6], 0.34, 0.44), mix(u[7], 0.1, 0.12)
    stem = tube([(0, 0, grip - 0.1), (0, 0, low + 0.08)], 0.075)
    handle = tube([(0, 0, r), (0, 0, grip * 0.6), (0, 0, grip)], [r, r, r * 0.85])
    return [(0, union(blade, stem)), (1, handle)]


@kind(
    "whisk",
    "egg beater",
    "balloon whisk",
    height=0.3,
    senses=("whisk.n.01",),
    wires=("gray", "white", "black"),
    handle=("brown", "red", "black", "blue", "yellow"),
)
def whisk(u: np.ndarray) -> Parts:
    """u3 number of wires, u4 length of the balloon, u5 where it is widest, u6 handle thickness, u7
    ring at the end."""
    x, _, z = extents(u, 0.85, 0.85, 1.9)
    wire, grip = 0.062, z * mix(u[4], 0.46, 0.36)
    a, r = x / 2 - wire, mix(u[6], 0.1, 0.13)
    count = 6 + 2 * pick(u[3], 2)
    tall = z - wire - grip
    belly = mix(u[5], 0.55, 0.68)
    side = curve(
        [(0.05, grip - 0.06), (a * 0.55, grip + tall * 0.25), (a, grip + tall * belly),
         (a * 0.72, grip + tall * 0.9), (0.02, z - wire)], 4,
    )  # fmt: skip
    wires = around(tube([(0, -p, q) for p, q in side], wire), count)
    if count == 6:
        wires = wires.rotated(90)
    low = 0.0
    handle = [tube([(0, 0, r), (0, 0, grip * 0.5), (0, 0, grip)], [r, r * 1.1, r * 0.9])]
    handle.append(cylinder(r * 1.15, 0.14, (0, 0, grip - 0.03 + low), rounding=0.03))
    if u[7] > 0.5:
        handle.append(sphere(r * 1.3, (0, 0, r * 1.3)))
    return [(0, wires), (1, union(*handle))]


@kind(
    "rolling pin",
    height=0.06,
    senses=("rolling_pin.n.01",),
    roller=("brown", "white", "orange"),
    handles=("same", "red", "black", "blue"),
)
def rolling_pin(u: np.ndarray) -> Parts:
    """u3 length of the roller, u4 thickness of the handles, u5 their shape, u6 taper of the
    roller, u7 collars."""
    x, _, z = extents(u, 1.9, 0.5, 0.5, deep=0.0)
    r, half = z / 2, x / 2
    long = half * mix(u[3], 0.58, 0.68)
    thin = max(r * mix(u[4], 0.36, 0.5), 0.085)
    end = r * mix(u[6], 0.85, 1.0)
    roller = tube([(0, 0, r), (long * 0.6, 0, r), (long - end, 0, r)], [r, r, end])
    disc = cylinder(end, long, (long / 2, 0, r), "x", 0.05)
    straight = cylinder(r, 2 * long, (0, 0, r), "x", 0.05)
    body = mirror(union(roller, disc)) if u[6] < 0.5 else straight
    if u[5] < 0.5:
        grip = tube([(long - 0.1, 0, r), (half - thin, 0, r)], [thin * 0.85, thin])
    else:
        grip = union(
            tube([(long - 0.1, 0, r), (half - thin, 0, r)], thin * 0.75),
            sphere(thin * 1.15, (half - thin * 1.15, 0, r)),
        )
    if u[7] > 0.5:
        grip = union(grip, cylinder(min(thin * 1.4, r * 0.9), 0.14, (long + 0.03, 0, r), "x", 0.03))
    return [(0, body), (1, mirror(grip))]


@kind(
    "cutting board",
    "chopping board",
    "breadboard",
    height=0.08,
    senses=("cutting_board.n.01",),
    board=("brown", "orange", "white"),
    carrots=("orange", "red", "green"),
    knife=("gray", "white", "black"),
)
def cutting_board(u: np.ndarray) -> Parts:
    """Carrots and a knife lie on it. u3 shape of its handle, u4 carrot length, u5 slices, u6
    rounding of the corners, u7 length."""
    x, y, z = extents(u, 1.25, mix(u[7], 1.65, 1.9), 0.36, deep=0.3)
    thick = max(z * 0.5, 0.13)
    tail = 0.34 if u[3] > 0.4 else 0.0
    deep = y - tail
    plate = box(x, deep, thick, (0, tail / 2, thick / 2), 0.03)
    corner = mix(u[6], 0.06, 0.2)
    a, b = x / 2, deep / 2
    rounded = [
        (i * (a - corner) + corner * math.cos(t), j * (b - corner) + corner * math.sin(t))
        for (i, j), start in (((1, 1), 0), ((-1, 1), 90), ((-1, -1), 180), ((1, -1), 270))
        for t in (math.radians(start + 22.5 * k) for k in range(5))
    ]
    plate = prism(rounded, thick, "z", (0, tail / 2, thick / 2), 0.03)
    if tail:
        lug = box(x * 0.3, tail + 0.2, thick, (0, tail / 2 + 0.1 - y / 2, thick / 2), 0.05)
        hole = cylinder(0.07, 1, (0, 0.15 - y / 2, thick / 2), rounding=0.01)
        plate = difference(union(plate, lug), hole, CRISP)
    else:
        slot = box(x * 0.36, 0.11, 1, (0, 0.2 - y / 2, 0), 0.05)
        plate = difference(plate, slot, CRISP)
    r = max((z - thick) / 2, 0.11)
    lie, tip, high = z - r, 0.08, b + tail / 2 - 0.16
    long = 2 * b * mix(u[4], 0.4, 0.55)
    carrots = [tube([(a * 0.6, high - r, lie), (a * 0.6, high - long, z - r * 1.3)], [r, tip])]
    for i in range(1 + pick(u[5], 2)):
        at = a * (0.66 - 0.28 * i), high - long - 0.32 + 0.02 * i
        carrots.append(cylinder(0.12, 0.16, (*at, thick + 0.05), rounding=0.03))
    back, rear = tail / 2 + b - 0.14, tail / 2 - b + 0.12
    edge = rear + 2 * b * 0.36
    half = [(0.13, edge), (0.16, edge + 0.1), (0.13, back - 0.3), (0.0, back)]
    blade = prism(closed(half), 0.18, "z", (0, 0, thick), CRISP)
    grip = box(0.17, edge - rear + 0.1, 0.22, (0, (edge + rear) / 2 + 0.05, thick + 0.04), 0.04)
    return [(0, plate), (1, mirror(union(*carrots))), (2, union(blade, grip))]
