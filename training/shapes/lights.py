"""Lamps, candles and clocks."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, WOOD, arch, around, disc, flame, stand
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    blend,
    box,
    cylinder,
    difference,
    frustum,
    lathe,
    mirror,
    pot,
    prism,
    sphere,
    torus,
    tube,
    union,
)


@kind(
    "floor lamp",
    "standing lamp",
    height=1.6,
    senses=("floor_lamp.n.01",),
    shade=("yellow", "white", "red", "orange"),
    stand=("brown", "black", "gray", "white"),
    forms={"with three legs": (3, 0.5, 1.0), "with a round foot": (3, 0.0, 0.5)},
)
def floor_lamp(u: np.ndarray) -> Parts:
    """u3 round foot or tripod, u4 shade height, u5 taper, u6 foot width, u7 pole thickness."""
    x, _, z = extents(u, 0.72, 0.72, 1.9)
    low, r = z * mix(u[4], 0.76, 0.66), x / 2
    shade = lathe([(r, low), (r * mix(u[5], 0.5, 0.9), z)], 0.03)
    shade = difference(shade, frustum(r - 0.1, r * 0.5, low - 0.1, low + 0.12, 0.02), CRISP)
    pole, reach = mix(u[7], 0.065, 0.08), r * mix(u[6], 0.7, 0.95)
    if u[3] < 0.5:
        return [(0, shade), (1, stand(max(reach, 0.2), low + 0.2, pole))]
    joint = low * 0.9
    reach -= pole
    legs = union(
        tube([(0, -reach, pole), (0, -0.03, joint)], pole),
        mirror(tube([(reach * 0.87, reach * 0.5, pole), (0.03, 0.02, joint)], pole)),
        tube([(0, 0, joint - 0.1), (0, 0, low + 0.2)], pole),
        sphere(0.12, (0, 0, joint)),
    )
    return [(0, shade), (1, legs)]


@kind(
    "chandelier",
    "candelabra",
    "hanging lamp",
    height=0.8,
    senses=("chandelier.n.01",),
    frame=("yellow", "black", "gray"),
    candles=("white", "yellow"),
    flames=("orange", "yellow", "red"),
    forms={"with six candles": (3, 0.0, 0.5), "with eight candles": (3, 0.5, 1.0)},
)
def chandelier(u: np.ndarray) -> Parts:
    """u3 six arms or eight, u4 how far they sag, u5 size of the ball in the middle, u6 candle
    height, u7 size of the cups."""
    x, _, z = extents(u, 1.85, 1.85, 1.5)
    count, ball, cup = 6 + 2 * pick(u[3], 2), mix(u[5], 0.16, 0.22), mix(u[7], 0.14, 0.18)
    r, arm = x / 2 - cup, 0.065
    hub, sag = z * 0.3, mix(u[4], 0.08, 0.16)
    level = hub + 0.06
    drop = max(hub - sag * 2, 0.16)
    candle = z * mix(u[6], 0.18, 0.26)
    path = [(0, -0.06, hub + 0.1), (0, -r * 0.3, hub - sag * 0.4), (0, -r * 0.62, drop + 0.02)]
    path += [(0, -r * 0.9, drop + 0.1), (0, -r, level + 0.02)]
    arms = around(tube(path, arm), count)
    cups = around(frustum(0.07, cup, level, level + 0.12, CRISP).at(y=-r), count)
    wax = around(cylinder(0.075, candle, (0, -r, level + 0.06 + candle / 2), rounding=CRISP), count)
    fires = around(flame(0.24, (0, -r, level + candle)), count)
    side = [(0.05, 0.0), (0.12, 0.1), (0.07, 0.18), (ball, hub), (0.08, hub + 0.24)]
    middle = lathe([*side, (0.07, z - 0.16)], 0.03)
    top = frustum(0.07, 0.3, z - 0.2, z, CRISP)
    return [(0, union(arms, cups, middle, top)), (1, wax), (2, fires)]


@kind(
    "candle",
    "candlestick",
    "taper",
    height=0.2,
    senses=("candle.n.01", "candlestick.n.01"),
    wax=("white", "red", "yellow", "purple", "green"),
    holder=("yellow", "gray", "black", "blue"),
    flame=("orange", "yellow", "red"),
    forms={
        "with a loop": (3, 0.0, 1 / 3),
        "on a stand": (3, 1 / 3, 2 / 3),
    },
)
def candle(u: np.ndarray) -> Parts:
    """u3 on a plate with a loop, on a candlestick, or thick on a low foot, u4 wax thickness, u5
    runs of wax, u6 flame size, u7 plate's rim."""
    style = pick(u[3], 3)
    x, y, z = extents(u, 0.85, 1.05 if style == 0 else 0.85, 1.7)
    r, burn = x / 2, z * mix(u[6], 0.17, 0.22)
    wide = mix(u[4], 0.13, 0.18) if style < 2 else r * mix(u[4], 0.62, 0.78)
    top = z - burn - 0.03
    if style == 0:
        rim = r - 0.055
        tray = pot([(0, 0.055), (rim * 0.8, 0.055), (rim, mix(u[7], 0.12, 0.22))], 0.11)
        loop = torus(0.16, 0.055, (0, r + 0.1, 0.16), "x")
        holder, low = (
            union(tray, cylinder(wide + 0.08, 0.3, (0, 0, 0.15), rounding=0.03), loop),
            0.1,
        )
    elif style == 1:
        low = z * 0.36
        side = [(r, 0), (r * 0.85, 0.1), (0.1, 0.22), (0.16, low * 0.62), (0.08, low * 0.8)]
        holder = lathe([*side, (wide + 0.1, low), (wide + 0.1, low + 0.08)], CRISP)
    else:
        low = 0.1
        holder = frustum(r, r * 0.9, 0, 0.16, CRISP)
    wax = [cylinder(wide, top - low, (0, 0, (top + low) / 2), rounding=0.04)]
    if u[5] > 0.35:
        long = (top - low) * 0.35
        wax.append(mirror(tube([(wide * 0.9, 0, top - 0.08), (wide * 0.97, 0, top - long)], 0.06)))
        wax.append(tube([(0, -wide * 0.9, top - 0.08), (0, -wide, top - long * 1.6)], 0.06))
    return [(0, blend(*wax, radius=0.04)), (1, holder), (2, flame(burn + 0.06, (0, 0, top - 0.03)))]


def _dial(x: float, z: float, face: float, middle: float, ticks: int) -> Solid:
    """Hands at ten past ten and marks, on an elliptic dial with radii x and z."""
    hand = tube([(0, 0, 0), (x * 0.46, 0, z * 0.34)], [0.075, 0.06]).at(0, face, middle)
    angles = [2 * math.pi * i / ticks for i in range(ticks)]
    size = min(0.11, 0.16 * x)
    marks = [
        box(size, 0.14, size, (x * 0.8 * math.sin(a), face, middle + z * 0.8 * math.cos(a)), CRISP)
        for a in angles
    ]
    return union(mirror(hand), cylinder(0.1, 0.18, (0, face, middle), "y", 0.03), *marks)


@kind(
    "clock",
    "wall clock",
    height=0.35,
    senses=("clock.n.01",),
    case=("brown", "black", "red", "blue", "white"),
    face=("white", "yellow", "cyan"),
    hands=("black", "red", "brown"),
    forms={"round": (3, 0.0, 0.6), "square": (3, 0.6, 1.0)},
)
def clock(u: np.ndarray) -> Parts:
    """u3 round or square, u4 rim width, u5 four marks or twelve, u6 depth, u7 bulge of the rim."""
    x, y, z = extents(u, 1.85, mix(u[6], 0.35, 0.55), 1.85, deep=0.0)
    rim, ticks = mix(u[4], 0.13, 0.22), 12 if u[5] > 0.5 else 4
    a, b = x / 2 - rim, z / 2 - rim
    edge = mix(u[7], 0.02, 0.1)
    if u[3] < 0.6:
        outer, inner = (
            disc(x / 2, z / 2, y, (0, 0, z / 2), "y", edge),
            disc(a, b, y, (0, -0.14, z / 2), "y", CRISP),
        )
        face = disc(a + 0.03, b + 0.03, 0.14, (0, 0.0, z / 2), "y", CRISP)
        outer = difference(outer, inner.at(y=0.1 - y / 2), CRISP)
    else:
        outer = box(x, y, z, (0, 0, z / 2), max(edge, 0.04))
        outer = difference(outer, box(2 * a, y, 2 * b, (0, -0.04 - y / 2, z / 2), CRISP), CRISP)
        face = box(2 * a + 0.06, 0.14, 2 * b + 0.06, (0, 0, z / 2), CRISP)
    level = 0.07 - y / 2
    face = face.at(y=level + 0.08)
    return [(0, outer), (1, face), (2, _dial(a, b, level, z / 2, ticks))]


@kind(
    "grandfather clock",
    "longcase clock",
    height=2.0,
    senses=("pendulum_clock.n.01",),
    case=WOOD,
    face=("white", "yellow"),
    pendulum=("yellow", "gray", "orange"),
    forms={"with a round top": (3, 0.5, 1.0)},
)
def grandfather_clock(u: np.ndarray) -> Parts:
    """u3 gabled or round top, u4 waist's width, u5 height of the foot, u6 pendulum's length, u7
    balls on the corners."""
    x, y, z = extents(u, 0.72, 0.55, 1.9, deep=0.4)
    hood, foot = z * 0.3, z * mix(u[5], 0.18, 0.25)
    crown = min(x * 0.36, 0.26)
    low, top = z - crown - hood, z - crown
    wide = x * mix(u[4], 0.68, 0.8)
    body = [
        box(x, y, foot, (0, 0, foot / 2), CRISP),
        box(wide, y - 0.1, low - foot + 0.1, (0, 0.0, (low + foot) / 2), CRISP),
        box(x * 0.96, y, hood, (0, 0, low + hood / 2), CRISP),
        box(x, y, 0.1, (0, 0, low), CRISP),
    ]
    a = x / 2
    if u[3] > 0.5:
        turns = [math.pi * i / 12 for i in range(13)]
        roof = [(a * math.cos(t), top + crown * math.sin(t)) for t in turns]
        roof = [(a, top - 0.08), *roof[0:], (-a, top - 0.08)]
    else:
        roof = [(a, top - 0.08), (a, top + 0.04), (0, z), (-a, top + 0.04), (-a, top - 0.08)]
    body.append(prism(roof, y, "y", rounding=CRISP))
    if u[7] > 0.5:
        body.append(mirror(sphere(0.08, (a - 0.09, 0.04 - y / 2, top + crown * 0.55))))
    window = box(wide - 0.22, 0.24, low - foot - 0.26, (0, -y / 2 + 0.02, (low + foot) / 2), CRISP)
    case = difference(union(*body), window, CRISP)
    r, front_y = min(x * 0.38, hood * 0.42), -y / 2
    middle = low + hood / 2 + 0.02
    face = cylinder(r, 0.2, (0, front_y + 0.06, middle), "y", CRISP)
    hands = mirror(tube([(0, 0, 0), (r * 0.55, 0, r * 0.45)], 0.05)).at(0, front_y - 0.05, middle)
    bob = low - 0.12 - (low - foot - 0.3) * mix(u[6], 0.6, 0.85)
    swing = union(
        tube([(0, front_y + 0.1, low - 0.1), (0, front_y + 0.1, bob)], 0.05),
        cylinder(min(wide * 0.24, 0.16), 0.16, (0, front_y + 0.1, bob), "y", 0.03),
    )
    return [(0, case), (1, face), (2, union(swing, hands))]


@kind(
    "alarm clock",
    height=0.15,
    senses=("alarm_clock.n.01",),
    case=("red", "blue", "green", "yellow", "pink"),
    face=("white", "yellow"),
    bells=("yellow", "gray", "black"),
)
def alarm_clock(u: np.ndarray) -> Parts:
    """u3 bell size, u4 rim width, u5 foot length, u6 depth, u7 four marks or twelve."""
    x, y, z = extents(u, 1.4, mix(u[6], 0.6, 0.8), 1.8, deep=0.4)
    short, crown = mix(u[5], 0.14, 0.24), z * 0.24
    a, b = x / 2, (z - short - crown) / 2
    middle, rim = short + b, mix(u[4], 0.12, 0.18)
    body = difference(
        disc(a, b, y, (0, 0, middle), "y", 0.05),
        disc(a - rim, b - rim, y, (0, -0.06 - y / 2, middle), "y", CRISP), CRISP,
    )  # fmt: skip
    level = 0.1 - y / 2
    face = disc(a - rim + 0.02, b - rim + 0.02, 0.2, (0, level + 0.12, middle), "y", CRISP)
    legs = mirror(tube([(a * 0.5, 0, middle - b * 0.7), (a * 0.72, 0, 0.1)], 0.1))
    bell = mix(u[3], 0.19, 0.24) * x
    cup = lathe([(bell, 0), (bell * 0.9, bell * 0.45), (bell * 0.4, bell * 0.85)], 0.03)
    top = middle + b
    bells = mirror(cup.rotated(26, "y").at(a * 0.52, 0, top - b * 0.12 + 0.04))
    r = crown * 0.5
    handle = arch(0, z - 0.06 - r, a * 0.3, r, 0.06)
    posts = mirror(tube([(a * 0.3, 0, top - 0.12), (a * 0.3, 0, z - 0.06 - r)], 0.06))
    hands = _dial(a - rim, b - rim, level, middle, 12 if u[7] > 0.5 else 4)
    return [(0, union(body, legs)), (1, face), (2, union(bells, handle, posts, hands))]
