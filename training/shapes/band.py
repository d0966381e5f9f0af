"""What a band blows, squeezes and strikes."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, curve, difference, lathe, mirror, union

_BRASS = ("yellow", "gray", "orange")
Outline = list[tuple[float, float]]


def _funnel(c: Kit, profile: Outline, at: Vector, rounding: float = 0.02) -> Solid:
    """Solid of revolution that opens to -y: (radius, how far to -y)."""
    round_, along = math.sqrt(c.stretch[0] * c.stretch[2]), float(c.stretch[1])
    made = lathe([(r * round_, t * along) for r, t in profile], rounding)
    return made.rotated(90, "x").at(*c.place(at))


@kind(
    "drum",
    "snare drum",
    "conga",
    "bongo",
    height=0.4,
    senses=("drum.n.01",),
    shell=("red", "blue", "brown", "black", "green"),
    skin=("white", "yellow", "brown"),
    rims=("yellow", "gray", "brown", "white"),
    forms={
        "with drumsticks": (3, 0.0, 1 / 3),
        "with ropes": (3, 1 / 3, 2 / 3),
        "tapered": (3, 2 / 3, 1.0),
    },
)
@cast(1.0)
def drum(u: np.ndarray, c: Kit) -> Parts:
    """u3 with two sticks and lugs, with ropes, or tapered, u4 height, u5 number of ropes or lugs,
    u6 thickness of the rims, u7 taper or bulge."""
    style, thick = pick(u[3], 3), mix(u[6], 0.06, 0.075)
    r, count = 0.7, 6 + 2 * pick(u[5], 2)
    if style == 2:
        tall, low = mix(u[4], 1.3, 1.6), mix(u[7], 0.3, 0.42)
        shell = c.turned([(low, 0), (low * 1.06, 0.3), (0.62, tall * 0.7), (0.6, tall)])
        skin = c.turned([(0.58, tall - 0.1), (0.58, tall + 0.05)], rounding=0.02)
        rod = c.bar((0, -0.64, tall * 0.68), (0, -0.63, tall - 0.04), radius=0.05)
        rims = union(_hoop(c, 0.61, thick, tall - 0.04), _hoop(c, low, thick, 0.07),
                     around(rod, count))  # fmt: skip
        return [(0, shell), (1, skin), (2, rims)]
    tall = mix(u[4], 0.6, 0.85) if style == 0 else mix(u[4], 0.9, 1.2)
    shell = c.turned([(r, 0), (r, tall)])
    skin = c.turned([(r - 0.04, tall - 0.1), (r - 0.04, tall + 0.04)], rounding=0.02)
    rims = [_hoop(c, r, thick, z) for z in (thick, tall - thick + 0.02)]
    if style == 0:
        lug = c.box(0.1, 0.1, tall * 0.8, (0, -r - 0.01, tall / 2), 0.03)
        rims.append(around(lug, count))
        stick = c.bar((0.12, -0.75, tall + 0.16), (0.34, 0.5, tall + 0.09), radius=[0.05, 0.055])
        tip = c.bead(0.08, (0.34, 0.5, tall + 0.09))
        rims.append(pairs(stick, tip))
    else:
        a = math.pi / count
        rope = c.bar(
            (0, -r - 0.01, 0.1), (r * math.sin(a) * 1.02, -r * math.cos(a) * 1.02, tall - 0.1),
            radius=0.05,
        )  # fmt: skip
        rims.append(around(mirror(rope), count))
    return [(0, shell), (1, skin), (2, union(*rims))]


def _hoop(c: Kit, radius: float, thick: float, z: float) -> Solid:
    return c.turned([(radius + 0.05, z - thick), (radius + 0.05, z + thick)], rounding=0.03)


@kind(
    "bell",
    "church bell",
    "hand bell",
    height=0.25,
    senses=("bell.n.01", "chime.n.01"),
    bell=("yellow", "orange", "gray"),
    handle=("brown", "black", "same", "red"),
    clapper=("gray", "black", "same"),
    forms={"with a stick": (3, 0.0, 0.5), "with a loop": (3, 0.5, 1.0)},
)
@cast(1.0)
def bell(u: np.ndarray, c: Kit) -> Parts:
    """u3 a hand bell with a stick, or a hanging one with a loop, u4 flare, u5 shoulder, u6 length
    of the handle, u7 a band around it."""
    rim, shoulder, tall = mix(u[4], 0.6, 0.72), mix(u[5], 0.32, 0.4), 1.15
    half = curve(
        [(rim, 0.1), (rim * 0.92, 0.2), (rim * 0.7, 0.45), (shoulder + 0.05, 0.8),
         (shoulder, 1.0), (0.2, tall)], 3,
    )  # fmt: skip
    hollow = [
        (rim - 0.1, -0.2),
        (rim - 0.12, 0.16),
        (rim * 0.7 - 0.13, 0.45),
        (shoulder - 0.1, 0.8),
    ]
    body = difference(c.turned(half), c.turned(hollow, rounding=0.02), 0.03)
    if u[7] > 0.5:
        body = union(body, c.turned([(rim * 0.84, 0.36), (rim * 0.76, 0.46)], rounding=0.02))
        body = difference(body, c.turned(hollow, rounding=0.02), 0.03)
    clapper = union(
        c.bead(0.16, (0, 0, 0.12)), c.bar((0, 0, 0.1), (0, 0, 1.05), radius=0.055),
    )  # fmt: skip
    long = mix(u[6], 0.55, 0.8)
    if u[3] < 0.5:
        handle = c.turned(
            [(0.16, tall - 0.06), (0.15, tall + 0.06), (0.08, tall + 0.1),
             (0.12, tall + long * 0.5), (0.08, tall + long * 0.85), (0.12, tall + long * 0.95),
             (0.09, tall + long)],
        )  # fmt: skip
    else:
        high = long * 0.6
        turns = [math.pi * i / 8 for i in range(9)]
        path = [(0.2 * math.cos(a), 0, tall - 0.02 + high * math.sin(a)) for a in turns]
        handle = union(c.bar(*path, radius=0.075), c.can(0.24, 0.12, (0, 0, tall), "z"))
    return [(0, body), (1, handle), (2, clapper)]


@kind(
    "trumpet",
    "cornet",
    "bugle",
    height=0.18,
    senses=("brass.n.02",),
    horn=_BRASS,
    valves=("same", "gray", "white"),
    mouthpiece=("gray", "same", "white"),
)
@cast()
def trumpet(u: np.ndarray, c: Kit) -> Parts:
    """Its bell to -y. u3 width of the bell, u4 length of the loop, u5 height of the valves, u6
    thickness of the tube, u7 length of the flare."""
    wide, r, flare = mix(u[3], 0.26, 0.34), mix(u[6], 0.055, 0.068), mix(u[7], 0.4, 0.6)
    axis = 0.5
    half = curve([(r, 0), (r * 1.25, flare * 0.5), (r * 2.0, flare * 0.8), (wide, flare)], 2)
    cup = _funnel(c, half, (0, -0.95 + flare, axis))
    mouth = _funnel(
        c, [(0.03, flare * 0.6), (r * 1.05, flare * 0.82), (wide - 0.06, flare + 0.02),
            (wide, flare + 0.2)], (0, -0.95 + flare, axis),
    )  # fmt: skip
    back, ahead = mix(u[4], 0.4, 0.52), -0.32
    turns = [math.pi / 2 * i / 2 for i in range(-2, 3)]
    low, bend = 0.1, (axis - 0.1) / 2
    loop = [(0.0, back + 0.14 * math.cos(a), low + bend + bend * math.sin(a)) for a in turns]
    other = [(0.0, ahead - 0.14 * math.cos(a), low + bend - bend * math.sin(a)) for a in turns]
    pipe = union(
        c.bar((0, -0.95 + flare + 0.05, axis), (0, 0.8, axis), radius=r),
        c.bar(*loop, *other, loop[0], radius=r),
    )
    top = mix(u[5], 0.66, 0.76)
    valves = [
        piece
        for y in (-0.15, 0.03, 0.21)
        for piece in (
            c.can(0.085, top - 0.08, (0, y, top / 2), "z"),
            c.bar((0, y, top - 0.1), (0, y, top + 0.08), radius=0.05),
            c.can(0.075, 0.06, (0, y, top + 0.1), "z", 0.02),
        )
    ]
    tip = _funnel(c, [(0.12, -0.98), (0.12, -0.86), (0.06, -0.7)], (0, 0, axis), 0.02)
    return [(0, union(difference(cup, mouth, 0.02), pipe)), (1, union(*valves)), (2, tip)]


@kind(
    "saxophone",
    "sax",
    height=0.7,
    senses=("sax.n.02",),
    horn=("yellow", "orange", "gray"),
    keys=("white", "gray", "brown"),
    mouthpiece=("black", "brown"),
)
@cast()
def saxophone(u: np.ndarray, c: Kit) -> Parts:
    """Its bell to -y. u3 width of the bell, u4 its height, u5 number of keys, u6 how far the neck
    reaches, u7 thickness."""
    wide, high, fat = mix(u[3], 0.26, 0.33), mix(u[4], 0.78, 0.95), mix(u[7], 0.9, 1.1)
    back = 0.16
    body = c.bar((0, back, 1.5), (0, back, 0.34), radius=[0.075 * fat, 0.15 * fat])
    bow = c.bar(
        (0, back, 0.36), (0, back - 0.06, 0.23), (0, back - 0.2, 0.17), (0, back - 0.36, 0.22),
        (0, back - 0.44, 0.38), (0, back - 0.47, 0.55),
        radius=[0.15 * fat, 0.155 * fat, 0.16 * fat, 0.165 * fat, 0.17 * fat, 0.175 * fat],
    )  # fmt: skip
    at = (0, back - 0.47, 0.0)
    cup = c.turned([(0.17 * fat, 0.5), (0.185 * fat, high * 0.8), (wide, high)], at, 0.02)
    hollow = c.turned(
        [(0.06, 0.55), (0.11 * fat, high * 0.8), (wide - 0.07, high + 0.02), (wide, high + 0.2)],
        at, 0.02,
    )  # fmt: skip
    reach = mix(u[6], 0.28, 0.4)
    neck = c.bar(
        (0, back, 1.45), (0, back, 1.6), (0, back + 0.07, 1.7), (0, back + 0.17, 1.72),
        (0, back + reach, 1.64), radius=[0.075, 0.07, 0.068, 0.065, 0.06],
    )  # fmt: skip
    ring = c.can(0.11, 0.12, (0, back, 1.48), "z")
    tip = c.bar(
        (0, back + reach - 0.04, 1.66), (0, back + reach + 0.2, 1.52), radius=[0.085, 0.055]
    )
    count = 5 + pick(u[5], 3)
    keys = []
    for i in range(count):
        z = 0.42 + 0.95 * i / (count - 1)
        r = 0.15 - 0.07 * i / (count - 1)
        keys.append(c.can(r * 0.62 + 0.02, 0.1, (0, back - r * fat - 0.01, z), "y", 0.02))
    rod = mirror(c.bar((0.1, back - 0.04, 0.4), (0.065, back - 0.04, 1.4), radius=0.05))
    guard = c.can(0.09, 0.12, (0, back - 0.47 - 0.18 * fat, high * 0.68), "y", 0.02)
    return [
        (0, union(body, bow, difference(cup, hollow, 0.02), neck, ring)),
        (1, union(*keys, rod, guard)),
        (2, tip),
    ]


@kind(
    "accordion",
    "concertina",
    height=0.4,
    senses=("accordion.n.01", "concertina.n.02"),
    case=("red", "black", "blue", "white"),
    bellows=("black", "white", "gray", "yellow"),
    keys=("white", "yellow", "black"),
)
@cast()
def accordion(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far it is drawn apart, u4 number of folds, u5 depth, u6 keys or buttons, u7 height of
    the ends."""
    half, deep = mix(u[3], 0.4, 0.62), mix(u[5], 0.55, 0.7)
    count = 3 + pick(u[4], 2)
    step = half / (count + 0.5)
    core = c.box(2 * half + 0.1, deep - 0.16, 0.86, (0, 0, 0.55), 0.02)
    folds = [c.box(step * 0.6, deep, 1.02, (step * (i + 0.5), 0, 0.55), 0.03) for i in range(count)]
    high = mix(u[7], 1.1, 1.25)
    end = half + 0.17
    case = c.box(0.34, deep + 0.1, high, (end, 0, 0.55), 0.05)
    sides = [0.55 + (high - 0.26) * (i / 4 - 0.5) for i in range(5)]
    if u[6] < 0.5:
        keys = [c.box(0.3, 0.14, 0.13, (end + 0.12, -deep / 2 - 0.06, z), 0.02) for z in sides]
    else:
        keys = [c.can(0.07, 0.14, (end, -deep / 2 - 0.06, z), "y", 0.025) for z in sides]
    strap = c.bar(
        (end + 0.1, 0, 0.55 + high * 0.36), (end + 0.26, 0, 0.8), (end + 0.26, 0, 0.3),
        (end + 0.1, 0, 0.55 - high * 0.36), radius=0.055,
    )  # fmt: skip
    return [(0, pairs(case, strap)), (1, union(core, pairs(*folds))), (2, pairs(*keys))]
