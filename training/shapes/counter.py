"""What stands on a counter: scales, cash registers, graters, record players; and whistles."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, closed
from .fittings import keys, loop, pipe
from .kinds import Parts, kind, mix, pick
from .ovals import oval
from .solids import difference, mirror, union


@kind(
    "scale",
    "weighing scale",
    "kitchen scale",
    "bathroom scale",
    "weighing machine",
    "food scale",
    height=0.25,
    senses=("scale.n.07",),
    body=("red", "white", "cyan", "green", "gray", "black"),
    dial=("white", "white", "yellow", "black"),
    pan=("gray", "yellow", "same", "black"),
    forms={"with a pan": (3, 0.0, 0.6), "flat": (3, 0.6, 1.0)},
)
@cast()
def scale(u: np.ndarray, c: Kit) -> Parts:
    """u3 for a kitchen, its pan above, or flat to stand on, u4 size of the dial, u5 depth, u6 width
    of the pan, u7 length of the pointer."""
    size, deep, wide = mix(u[4], 0.3, 0.36), mix(u[5], 0.7, 0.9), mix(u[6], 0.62, 0.78)
    hand = mix(u[7], 0.55, 0.85)
    if u[3] >= 0.6:
        body = c.box(1.7, 1.7, 0.32, (0, 0, 0.22), 0.09)
        feet = mirror(c.can(0.14, 0.16, (0.64, 0.64, 0.08)), "xy")
        at = (0, -0.5, 0.38)
        dial = oval(c, size + 0.06, size - 0.06, 0.14, "z", at)
        mat = pairs(c.box(wide * 0.72, 0.9, 0.14, (0.42, 0.22, 0.37), 0.04))
        pointer = c.box(0.13, size * hand, 0.14, (0, -0.5 + size * hand * 0.3, 0.42), CRISP)
        return [(0, union(body, feet)), (1, dial), (2, union(mat, pointer))]
    half = deep / 2
    body = union(
        c.plate(closed([(0.66, 0), (0.66, 0.14), (0.46, 1.0)]), deep, "y", rounding=0.06),
        c.can(0.18, 0.3, (0, 0, 1.05)),
    )
    at = (0, -half, 0.5)
    dial = oval(c, size, size, 0.16, "y", at)
    needle = closed([(0.07, 0.46), (0.03, 0.5 + size * hand)])
    pointer = c.plate(needle, 0.16, "y", (0, -half - 0.05, 0), 0.01)
    bowl = c.turned([(wide * 0.5, 1.12), (wide, 1.36), (wide, 1.44)], rounding=0.04)
    bowl = difference(bowl, c.turned([(wide * 0.4, 1.26), (wide - 0.1, 1.44), (wide - 0.1, 1.8)]),
                      CRISP)  # fmt: skip
    return [(0, body), (1, dial), (2, union(bowl, pointer))]


@kind(
    "balance scale",
    "balance",
    "scales of justice",
    "beam balance",
    "pair of scales",
    height=0.45,
    senses=("balance.n.12",),
    stand=("yellow", "brown", "black", "gray"),
    pans=("yellow", "gray", "orange", "same"),
    beam=("same", "gray", "black"),
)
@cast()
def balance_scale(u: np.ndarray, c: Kit) -> Parts:
    """u3 width of the foot, u4 length of the beam, u5 how deep the pans hang, u6 width of these, u7
    height of the tip."""
    foot, long, hang = mix(u[3], 0.36, 0.46), mix(u[4], 0.62, 0.72), mix(u[5], 0.62, 0.86)
    wide, tip = mix(u[6], 0.3, 0.36), mix(u[7], 0.12, 0.26)
    top = 1.6
    stand = union(
        c.turned([(foot, 0), (foot, 0.1), (foot * 0.6, 0.18), (0.1, 0.3)], rounding=0.03),
        c.bar((0, 0, 0.1), (0, 0, top), radius=[0.1, 0.075]),
        c.bead(0.12, (0, 0, top)), c.bead(0.1, (0, 0, top + tip)),
        c.bar((0, 0, top), (0, 0, top + tip), radius=0.065),
    )  # fmt: skip
    end = (long, 0, top - 0.03)
    beam = pairs(c.bar((0, 0, top), (long * 0.55, 0, top + 0.05), end, radius=0.065),
                 c.bead(0.09, end))  # fmt: skip
    z = top - hang
    dish = c.turned(
        [(wide * 0.4, z - 0.14), (wide * 0.8, z - 0.08), (wide, z + 0.04)], rounding=0.04
    )
    dish = dish.at(*c.place((long, 0, 0)))
    cords = [c.bar(end, (long + x, y, z), radius=0.052)
             for x, y in ((wide * 0.85, 0), (-wide * 0.85, 0))]  # fmt: skip
    return [(0, stand), (1, pairs(dish, *cords)), (2, beam)]


@kind(
    "cash register",
    "till",
    "cash box",
    "shop register",
    height=0.4,
    senses=("cash_register.n.01",),
    register=("red", "gray", "brown", "white", "blue"),
    keys=("white", "yellow", "black", "gray"),
    drawer=("gray", "black", "same", "yellow"),
)
@cast(0.7)
def cash_register(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the drawer, u4 rows of keys, u5 height and u6 width of the display, u7 how far
    the drawer is open."""
    base, rows, tall = mix(u[3], 0.3, 0.4), 3 + pick(u[4], 2), mix(u[5], 0.3, 0.42)
    wide, out = mix(u[6], 0.8, 1.1), mix(u[7], 0.05, 0.34)
    body = [c.box(1.6, 1.3, base, (0, 0, base / 2), CRISP)]
    step, rise = 0.72 / rows, 0.56 / rows
    buttons = []
    for i in range(rows):
        front, top = -0.6 + step * i, base + 0.1 + rise * (i + 1)
        body.append(c.box(1.4, 0.62 - front, top - base + 0.1, (0, (front + 0.62) / 2,
                          (top + base - 0.1) / 2), CRISP))  # fmt: skip
        at = (0, front + step * 0.5, top + 0.03)
        buttons.append(keys(c, (0.2, step * 0.62, 0.14), (5, 1, 1), (0.26, 1, 1), at))
    top = base + 0.66
    body.append(c.box(1.4, 0.46, 0.2, (0, 0.38, top + 0.04), CRISP))
    body.append(c.box(wide, 0.34, tall, (0, 0.36, top + 0.12 + tall / 2), CRISP))
    screen = c.box(wide - 0.16, 0.14, tall - 0.14, (0, 0.19, top + 0.13 + tall / 2), CRISP)
    drawer = c.box(1.44, 0.4 + out, base - 0.1, (0, -0.48 - out / 2, base / 2), CRISP)
    handle = c.box(0.5, 0.14, 0.13, (0, -0.7 - out, base / 2), CRISP)
    return [(0, union(*body)), (1, union(*buttons)), (2, union(drawer, handle, screen))]


@kind(
    "grater",
    "cheese grater",
    "box grater",
    height=0.23,
    senses=("grater.n.01",),
    grater=("gray", "gray", "white"),
    handle=("black", "red", "blue", "green", "yellow"),
    teeth=("same", "black", "same", "white"),
)
@cast(0.8)
def grater(u: np.ndarray, c: Kit) -> Parts:
    """u3 taper, u4 depth, u5 height of the handle, u6 rows of teeth, u7 size of these."""
    top, deep, high = mix(u[3], 0.36, 0.48), mix(u[4], 0.56, 0.76), mix(u[5], 0.26, 0.38)
    rows, r = 4 + pick(u[6], 2), mix(u[7], 0.065, 0.085)
    body = c.plate(closed([(0.56, 0.06), (top, 1.4)]), deep, "y", rounding=0.03)
    slots = [pairs(c.box(0.14, deep * 0.62, 0.08, (0.58 - 0.1 * z, 0, z), 0.02))
             for z in (0.35, 0.6, 0.85, 1.1)]  # fmt: skip
    body = difference(body, union(*slots), CRISP)
    teeth = []
    for i in range(rows):
        z = 0.28 + 0.95 * i / (rows - 1)
        reach = 0.4 - (0.4 - top + 0.14) * z / 1.4
        for x in (0.0, reach) if i % 2 == 0 else (reach * 0.5,):
            teeth += [c.bead(r, (x, side * deep / 2, z), 0.05) for side in (-1, 1)]
    arch = [(top * 0.7 * math.cos(a), 0.0, 1.44 + high * math.sin(a) ** 0.6)
            for a in np.linspace(0, math.pi, 13)]  # fmt: skip
    handle = union(
        c.bar(*arch, radius=0.085),
        c.box(2 * top + 0.06, deep + 0.06, 0.13, (0, 0, 1.4), CRISP),
        c.box(1.18, deep + 0.06, 0.13, (0, 0, 0.065), CRISP),
    )
    return [(0, body), (1, handle), (2, pairs(*teeth))]


@kind(
    "record player",
    "turntable",
    "vinyl player",
    height=0.15,
    senses=("record_player.n.01", "turntable.n.01"),
    case=("brown", "red", "white", "cyan", "black"),
    record=("black", "black", "red"),
    arm=("gray", "white", "yellow"),
    forms={"with a lid": (3, 0.5, 1.0)},
)
@cast(0.9)
def record_player(u: np.ndarray, c: Kit) -> Parts:
    """u3 without or with an open lid, u4 height of the case, u5 size of the record, u6 of its
    label, u7 place of the knobs."""
    high, r, label = mix(u[4], 0.28, 0.42), mix(u[5], 0.58, 0.66), mix(u[6], 0.17, 0.23)
    case = c.box(1.7, 1.6, high, (0, 0, high / 2), 0.04)
    y, top = -0.1, high
    disc = c.can(r, 0.14, (0, y, top + 0.05), "z", CRISP)
    for q in (r - 0.1, r - 0.22):
        groove = difference(
            c.can(q, 0.12, (0, y, top + 0.16)), c.can(q - 0.04, 1, (0, y, top)), 0.01
        )
        disc = difference(disc, groove, 0.01)
    if u[3] >= 0.5:
        lid = [(0.66, high), (0.8, high), (1.02, high + 0.9), (0.9, high + 0.94)]
        case = union(case, c.plate(lid, 1.7, rounding=0.03))
    back = y + r + 0.1
    arm = union(
        c.can(0.13, 0.28, (0, back, top + 0.1), "z", CRISP),
        c.bar((0, back, top + 0.2), (0, y + r * 0.7, top + 0.22), radius=0.065),
        c.box(0.15, 0.22, 0.16, (0, y + r * 0.66, top + 0.17), CRISP),
        c.can(label, 0.12, (0, y, top + 0.1), "z", CRISP),
        pairs(c.can(0.1, 0.16, (mix(u[7], 0.3, 0.64), -0.8, high / 2), "y", CRISP)),
    )
    return [(0, case), (1, disc), (2, arm)]


@kind(
    "gramophone",
    "phonograph",
    "victrola",
    "grammophone",
    height=0.6,
    senses=("gramophone.n.01",),
    case=("brown", "black", "red"),
    record=("black", "black", "red"),
    horn=("yellow", "orange", "red", "green"),
)
@cast(0.8)
def gramophone(u: np.ndarray, c: Kit) -> Parts:
    """Its horn to the front. u3 height of the case, u4 width of the horn, u5 its height, u6 size of
    the record, u7 how far it reaches forward."""
    high, wide, up = mix(u[3], 0.34, 0.48), mix(u[4], 0.46, 0.58), mix(u[5], 0.5, 0.66)
    r, reach = mix(u[6], 0.4, 0.46), mix(u[7], -0.45, -0.25)
    case = union(c.box(1.1, 1.1, high, (0, 0, high / 2), CRISP),
                 c.box(1.24, 1.24, 0.14, (0, 0, 0.07), CRISP),
                 c.box(1.2, 1.2, 0.12, (0, 0, high), CRISP))  # fmt: skip
    disc = union(c.can(r, 0.13, (0, -0.1, high + 0.1), "z", CRISP),
                 c.can(0.1, 0.24, (0, -0.1, high + 0.1)))  # fmt: skip
    elbow, base = (0.0, 0.4, high + up), (0.0, 0.5, high)
    neck = c.bar(base, (0, 0.56, high + up * 0.7), elbow, radius=[0.085, 0.085, 0.1])
    middle, mouth = (0.0, 0.06, high + up + 0.22), (0.0, reach, high + up + 0.5)
    bell = union(pipe(c, elbow, middle, 0.1, 0.2), pipe(c, middle, mouth, 0.18, wide))
    beyond = (0.0, reach * 1.2 - 0.012, mouth[2] + 0.07)
    inside = pipe(c, (0, 0.02, high + up + 0.24), beyond, 0.08, wide - 0.04)
    return [(0, case), (1, disc), (2, union(neck, difference(bell, inside, CRISP)))]


@kind(
    "whistle",
    "referee whistle",
    "sports whistle",
    "police whistle",
    height=0.03,
    senses=("whistle.n.03", "whistle.n.04"),
    whistle=("red", "yellow", "gray", "blue", "green", "orange"),
    ball=("brown", "orange", "white", "black"),
    ring=("gray", "black", "same"),
)
@cast(0.3)
def whistle(u: np.ndarray, c: Kit) -> Parts:
    """Its mouthpiece to the front. u3 length and u4 thickness of the mouthpiece, u5 width, u6 size
    of the window, u7 size of the ring."""
    long, thick, wide = mix(u[3], 0.95, 1.2), mix(u[4], 0.28, 0.38), mix(u[5], 0.5, 0.66)
    size, gap = mix(u[7], 0.17, 0.24), mix(u[6], 0.16, 0.24)
    turns = np.radians(np.linspace(75, -180, 19))
    round_ = [(0.45 * math.cos(a), 0.45 + 0.45 * math.sin(a)) for a in turns]
    mouth = [(-long, 0.88 - thick), (-long, 0.88), (0.1, 0.92)]
    outline = [*round_, (-0.45, 0.9 - thick - 0.06), *mouth]
    body = c.plate(outline, wide, rounding=0.05)
    window = c.plate([(-0.34, 1.2), (-0.34, 0.8), (-0.3 + gap, 0.55), (-0.1 + gap, 1.2)],
                     wide - 0.18, rounding=0.01)  # fmt: skip
    body = difference(body, window, CRISP)
    ball = c.bead(0.17, (0, -0.2 + gap * 0.5, 0.66))
    ring = loop(c, size, size, 0.06, (0, 0.42 + size * 0.8, 0.5), "x")
    return [(0, body), (1, ball), (2, ring)]
