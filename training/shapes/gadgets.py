"""Small electric things that shine, fly, receive and sell."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP
from .fittings import keys, pipe
from .kinds import Parts, kind, mix, pick
from .solids import (
    Solid,
    box,
    difference,
    mirror,
    torus,
    union,
)


@kind(
    "satellite dish",
    "dish antenna",
    "parabolic antenna",
    height=1.2,
    senses=("dish.n.05",),
    reflector=("white", "gray", "orange"),
    stand=("gray", "black", "same"),
    receiver=("red", "black", "gray", "blue"),
)
@cast()
def satellite_dish(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far up it looks, u4 height of the stand, u5 depth of the dish, u6 a pole or three
    legs, u7 reach of the receiver."""
    up, low, deep = mix(u[3], 15, 42), mix(u[4], 0.5, 0.8), mix(u[5], 0.26, 0.38)
    r, reach = 0.72, mix(u[7], 0.5, 0.66)
    s, k = math.sin(math.radians(up)), math.cos(math.radians(up))
    y, z = -0.1, low + 0.5

    def on(away: float, rise: float = 0.0) -> tuple[float, float, float]:
        """A place before the middle of the dish, and above the line on which it looks."""
        return 0.0, y - away * k + rise * s, z + away * s + rise * k

    shell = c.ball(r, deep, r, on(0), rx=-up)
    hollow = c.ball(r * 0.94, deep, r * 0.94, on(0.13), rx=-up)
    _, edge, rise = c.place(on(0.03))
    fore = box(4, 1.8, 4, rounding=CRISP).rotated(-up, "x").at(0, edge - 0.9 * k, rise + 0.9 * s)
    dish = difference(difference(shell, hollow, CRISP), fore, 0.03)
    arms = union(
        c.bar(on(0.0, -r * 0.72), on(reach, -0.03), radius=0.05),
        pairs(c.bar((r * 0.62, *on(0.02, r * 0.3)[1:]), on(reach, 0.02), radius=0.05)),
    )
    head = union(pipe(c, on(reach - 0.12), on(reach + 0.12), 0.15, 0.11), c.bead(0.11, on(reach)))
    mount = pipe(c, on(-deep + 0.04), (0, y + 0.42, low), 0.13, 0.1)
    if u[6] < 0.5:
        foot = union(
            c.can(0.09, low + 0.1, (0, y + 0.42, low / 2 + 0.05), "z", CRISP),
            c.turned([(0.36, 0), (0.34, 0.1), (0.14, 0.14)], (0, y + 0.42, 0), CRISP),
        )
    else:
        foot = union(
            pairs(c.bar((0, y + 0.42, low), (0.44, y + 0.12, 0.05), radius=0.07)),
            c.bar((0, y + 0.42, low), (0, y + 0.85, 0.05), radius=0.07),
        )
    return [(0, dish), (1, union(mount, foot, arms)), (2, head)]


@kind(
    "drone",
    "quadcopter",
    "quadrocopter",
    height=0.12,
    senses=("drone.n.04",),
    body=("white", "black", "gray", "red", "orange"),
    propellers=("black", "gray", "red", "orange"),
    legs=("gray", "black", "same"),
    forms={"with four rings": (3, 0.5, 1.0)},
)
@cast(1.0)
def drone(u: np.ndarray, c: Kit) -> Parts:
    """u3 open propellers or in rings, u4 their size, u5 length of the body, u6 height of the
    legs, u7 thickness of the arms."""
    r, long, low = mix(u[4], 0.3, 0.36), mix(u[5], 0.36, 0.46), mix(u[6], 0.24, 0.36)
    x, z = 0.58, low + 0.14
    body = [
        c.ball(0.3, long, 0.17, (0, 0, z)),
        mirror(c.bar((0.1, 0.1, z), (x, x, z + 0.06), radius=mix(u[7], 0.065, 0.085)), "xy"),
        mirror(c.can(0.11, 0.26, (x, x, z + 0.1), "z", CRISP), "xy"),
    ]
    up = z + 0.26
    if u[3] < 0.5:
        blade = c.ball(r * 1.2, 0.09, 0.06, (x, x, up))
    else:
        wide = r * float(c.stretch[0])
        hoop = torus(wide, 0.055, c.place((x, x, up)))
        blade = union(hoop, c.box(2 * r, 0.12, 0.1, (x, x, up), CRISP))
    hub = c.can(0.07, 0.2, (x, x, up - 0.02), "z", CRISP)
    leg = union(
        c.bar((0.16, 0.2, z), (0.34, 0.26, 0.06), radius=0.055),
        c.bar((0.34, 0, 0.06), (0.34, 0.4, 0.06), radius=0.06),
    )
    eye = union(
        c.box(0.2, 0.2, 0.18, (0, -long + 0.1, z - 0.16), 0.03),
        pipe(c, (0, -long + 0.1, z - 0.16), (0, -long - 0.06, z - 0.16), 0.075),
    )
    return [
        (0, union(*body)),
        (1, mirror(union(blade, hub), "xy")),
        (2, union(mirror(leg, "xy"), eye)),
    ]


@kind(
    "flashlight",
    "pocket torch",
    "electric torch",
    height=0.2,
    senses=("flashlight.n.01",),
    case=("red", "black", "yellow", "gray", "blue"),
    lens=("yellow", "white"),
    rims=("gray", "black", "same"),
)
@cast(1.0)
def flashlight(u: np.ndarray, c: Kit) -> Parts:
    """Upright, shining up; u3 size of the head, u4 its length, u5 grooves, u6 thickness of the
    grip, u7 the switch."""
    r, long, thin = mix(u[3], 0.38, 0.46), mix(u[4], 0.24, 0.4), mix(u[6], 0.2, 0.25)
    neck = 1.72 - long - 0.2
    case = c.turned(
        [(thin, 0.05), (thin, neck), (r - 0.03, neck + long), (r - 0.03, 1.68)], rounding=CRISP
    )
    rims = [
        ring_about(c, r + 0.02, 0.1, 0.2, 1.72),
        c.can(thin + 0.05, 0.16, (0, 0, 0.08), "z", CRISP),
        c.box(0.14, 0.16, mix(u[7], 0.2, 0.32), (0, -thin + 0.01, neck * 0.72), 0.03),
    ]
    for i in range(pick(u[5], 3)):
        rims.append(c.can(thin + 0.035, 0.1, (0, 0, 0.34 + 0.22 * i), "z", CRISP))
    lens = c.dome(r * 0.86, r * 0.86, 0.26, (0, 0, 1.66))
    return [(0, case), (1, lens), (2, union(*rims))]


def ring_about(c: Kit, radius: float, wide: float, tall: float, z: float) -> Solid:
    """A flat ring about the vertical."""
    hole = c.can(radius - wide, tall * 3, (0, 0, z), "z", CRISP)
    return difference(c.can(radius, tall, (0, 0, z), "z", CRISP), hole, CRISP)


@kind(
    "light bulb",
    "lightbulb",
    "electric bulb",
    height=0.11,
    senses=("light_bulb.n.01",),
    glass=("yellow", "white", "orange", "cyan"),
    screw=("gray", "yellow", "black"),
    forms={"round": (3, 0.0, 1 / 3), "shaped like a flame": (3, 2 / 3, 1.0)},
)
@cast(1.0)
def light_bulb(u: np.ndarray, c: Kit) -> Parts:
    """Upright on its screw; u3 a ball, a pear or a flame, u4 length of the neck, u5 windings,
    u6 width of the screw."""
    form, neck, r = pick(u[3], 3), mix(u[4], 0.2, 0.4), mix(u[6], 0.24, 0.29)
    low = 0.5
    if form == 0:
        z = low + neck * 0.5 + 0.5
        turns = [math.radians(a) for a in range(-52, 90, 12)]
        round_ = [(0.58 * math.cos(a), z + 0.58 * math.sin(a)) for a in turns]
        side = [(r, low - 0.04), *round_, (0.06, z + 0.58)]
    elif form == 1:
        z = low + neck + 0.5
        turns = [math.radians(a) for a in range(-20, 90, 12)]
        round_ = [(0.56 * math.cos(a), z + 0.56 * math.sin(a)) for a in turns]
        side = [(r, low - 0.04), (r + 0.04, low + neck * 0.4), *round_, (0.06, z + 0.56)]
    else:
        side = [
            (r, low - 0.04), (0.4, low + 0.2), (0.45, low + 0.4), (0.38, low + 0.66),
            (0.22, low + 0.9 + neck * 0.4), (0.08, low + 1.06 + neck),
        ]  # fmt: skip
    glass = c.turned(side, rounding=CRISP)
    count = 2 + pick(u[5], 2)
    step = 0.36 / count
    rounds = [
        c.can(r + 0.05, step * 0.62, (0, 0, 0.2 + step * (i + 0.4)), "z", CRISP)
        for i in range(count)
    ]
    core = c.turned([(0.09, 0), (0.12, 0.08), (r, 0.17), (r, low)], rounding=CRISP)
    return [(0, glass), (1, union(core, *rounds))]


@kind(
    "battery",
    "electric battery",
    height=0.05,
    senses=("battery.n.02",),
    case=("black", "green", "blue", "red"),
    cap=("orange", "yellow", "gray"),
    terminal=("gray", "yellow", "white"),
    forms={"round": (3, 0.0, 0.6), "square": (3, 0.6, 1.0)},
)
@cast(1.0)
def battery(u: np.ndarray, c: Kit) -> Parts:
    """Upright; u3 round with one terminal or square with two, u4 thickness, u5 height of the cap,
    u6 size of the terminal."""
    cap, knob = mix(u[5], 0.3, 0.5), mix(u[6], 0.13, 0.17)
    if u[3] < 0.6:
        r = mix(u[4], 0.36, 0.48)
        case = c.can(r, 1.66, (0, 0, 0.83), "z", 0.03)
        band = c.can(r + 0.02, cap, (0, 0, 1.68 - cap / 2), "z", 0.03)
        tip = c.can(knob, 0.3, (0, 0, 1.7), "z", CRISP)
        return [(0, case), (1, band), (2, tip)]
    wide, deep = 1.0, mix(u[4], 0.52, 0.66)
    case = c.box(wide, deep, 1.5, (0, 0, 0.75), 0.03)
    band = c.box(wide + 0.04, deep + 0.04, cap, (0, 0, 1.52 - cap / 2), 0.03)
    ends = pairs(
        c.can(knob, 0.3, (0.25, 0, 1.58), "z", CRISP),
        c.can(knob * 1.25, 0.1, (0.25, 0, 1.72), "z", CRISP),
    )
    return [(0, case), (1, band), (2, ends)]


@kind(
    "vending machine",
    "snack machine",
    "drinks machine",
    height=1.85,
    senses=("vending_machine.n.01",),
    case=("red", "blue", "black", "gray"),
    window=("cyan", "white", "black"),
    goods=("yellow", "orange", "green", "red"),
)
@cast()
def vending_machine(u: np.ndarray, c: Kit) -> Parts:
    """u3 rows of goods, u4 columns, u5 height of the window, u6 sign on top, u7 depth."""
    rows, columns, deep = 3 + pick(u[3], 3), 3 + pick(u[4], 2), mix(u[7], 0.8, 0.96)
    glass, face = mix(u[5], 1.0, 1.14), -deep / 2
    case = [
        c.box(1.12, deep, 1.86, (0, 0, 0.98), 0.03),
        c.box(1.0, deep * 0.9, 0.2, (0, 0, 0.1), CRISP),
    ]
    low = 1.7 - glass
    frame = 0.08
    case.append(
        difference(
            c.box(1.04, 0.16, glass + 2 * frame, (0, face, low + glass / 2), CRISP),
            c.box(0.88, 0.5, glass, (0, face, low + glass / 2), CRISP),
            CRISP,
        )
    )
    case.append(c.box(mix(u[6], 0.6, 1.0), 0.16, 0.12, (0, face, 1.84), CRISP))
    slot = difference(
        c.box(0.8, 0.16, 0.34, (0, face, 0.36), CRISP),
        c.box(0.6, 0.4, 0.16, (0, face - 0.1, 0.36), CRISP),
        CRISP,
    )
    pane = c.box(0.9, 0.16, glass + 0.02, (0, face + 0.06, low + glass / 2), CRISP)
    step, pitch = glass / rows, 0.88 / columns
    size = (pitch * 0.56, 0.16, step * 0.6)
    goods = keys(c, size, (columns, 1, rows), (pitch, 1, step), (0, face, low + glass / 2 - 0.01))
    return [(0, union(*case, slot)), (1, pane), (2, goods)]
