"""What rings, plays, shows and listens at home."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, around
from .fittings import buttons, facing, grid, keys, ring
from .kinds import Parts, kind, mix, pick
from .solids import Solid, box, cylinder, difference, union

_CASE = ("black", "gray", "white")


@kind(
    "television",
    "tv",
    "television set",
    "telly",
    height=0.8,
    senses=("television.n.03",),
    case=("black", "brown", "gray", "white"),
    screen=("blue", "cyan", "black", "gray"),
    stand=("same", "gray", "black"),
    forms={"flat": (3, 0.0, 0.5), "with an antenna": (3, 0.5, 1.0)},
)
@cast()
def television(u: np.ndarray, c: Kit) -> Parts:
    """u3 flat or a deep box with an antenna, u4 height, u5 frame, u6 legs, u7 knobs or back."""
    edge = mix(u[5], 0.06, 0.11)
    if u[3] < 0.5:
        low, tall = 0.18, mix(u[4], 1.0, 1.16)
        z = low + tall / 2
        case = union(
            c.box(1.9, 0.16, tall, (0, 0, z), CRISP),
            c.box(mix(u[7], 1.0, 1.4), 0.2, tall * 0.5, (0, 0.1, z - 0.1), 0.03),
        )
        screen = c.box(1.9 - 2 * edge, 0.14, tall - 2 * edge, (0, -0.04, z), CRISP)
        if u[6] < 0.5:
            x = 0.66
            legs = union(
                c.bar((x, 0, low + 0.1), (x, -0.26, 0.055), radius=0.06),
                c.bar((x, 0, low + 0.1), (x, 0.26, 0.055), radius=0.06),
            )
            return [(0, case), (1, screen), (2, pairs(legs))]
        foot = union(
            c.box(0.9, 0.5, 0.12, (0, 0.02, 0.06), CRISP),
            c.box(0.3, 0.14, low + 0.3, (0, 0.08, low / 2 + 0.15), CRISP),
        )
        return [(0, case), (1, screen), (2, foot)]
    low, tall, deep = mix(u[6], 0.2, 0.42), mix(u[4], 0.94, 1.1), 0.74
    z = low + tall / 2 - 0.06
    case = [c.box(1.4, deep, tall, (0, 0, z), 0.04)]
    case.append(c.box(0.96, 0.3, tall * 0.7, (0, deep / 2 + 0.08, z), 0.04))
    face, panel = -deep / 2, mix(u[7], 0.2, 0.26)
    up = (tall - 2 * edge - panel) / 2
    middle = z + tall / 2 - edge - up
    screen = c.box(1.4 - 2 * edge - 0.06, 0.16, 2 * up, (0, face + 0.02, middle), 0.06)
    knobs = pairs(c.can(0.075, 0.2, (0.5, face, middle - up - 0.12), "y", CRISP))
    slots = c.box(0.6, 0.16, 0.1, (0, face + 0.03, middle - up - 0.12), CRISP)
    top = z + tall / 2
    rods = pairs(c.bar((0, 0.1, top), (0.42, 0.1, top + 0.5), radius=0.055))
    legs = pairs(
        c.bar((0.5, -0.24, low + 0.1), (0.6, -0.3, 0.05), radius=[0.08, 0.055]),
        c.bar((0.5, 0.24, low + 0.1), (0.6, 0.3, 0.05), radius=[0.08, 0.055]),
    )
    case.append(c.can(0.13, 0.14, (0, 0.1, top + 0.03), "z", CRISP))
    return [(0, union(*case)), (1, screen), (2, union(rods, legs, knobs, slots))]


@kind(
    "phone",
    "smartphone",
    "cell phone",
    "mobile phone",
    "cellphone",
    height=0.15,
    senses=("cellular_telephone.n.01", "radiotelephone.n.02"),
    case=("black", "gray", "white", "pink", "blue"),
    screen=("blue", "cyan", "black", "white"),
    buttons=("gray", "same", "black", "white"),
    forms={"with a round button": (3, 0.5, 1.0)},
)
@cast()
def phone(u: np.ndarray, c: Kit) -> Parts:
    """Upright; u3 a screen to the edge or a round button, u4 frame, u5 thickness, u6 camera."""
    edge, thick, wide = mix(u[4], 0.05, 0.09), mix(u[5], 0.15, 0.2), 0.96
    turns = [math.radians(a) for a in (0, 45, 90)]
    corner = [(0.1 * math.cos(a), 0.1 * math.sin(a)) for a in turns]
    x, z = wide / 2 - 0.1, 0.85
    outline = [(x + a, z + b) for a, b in corner] + [(-x - a, z + b) for a, b in corner[::-1]]
    outline += [(-x - a, -z - b) for a, b in corner] + [(x + a, -z - b) for a, b in corner[::-1]]
    case = c.plate(outline, thick, "y", (0, 0, 0.95), 0.03)
    face, button = -thick / 2, u[3] >= 0.5
    bottom, top = (0.32, 1.66) if button else (edge + 0.02, 1.88 - edge)
    screen = c.box(wide - 2 * edge, 0.14, top - bottom, (0, face + 0.04, (bottom + top) / 2), CRISP)
    if button:
        pressed = c.can(0.1, 0.14, (0, face + 0.04, 0.17), "y", CRISP)
        ear = c.box(0.28, 0.14, 0.08, (0, face + 0.045, 1.78), CRISP)
    else:
        pressed = c.box(0.36, 0.16, 0.1, (0, face + 0.04, top - 0.06), CRISP)
        ear = pairs(c.box(0.12, 0.12, 0.28, (wide / 2 - 0.03, 0, 1.3), CRISP))
    lens = c.can(mix(u[6], 0.1, 0.15), 0.16, (0, -face, 1.6), "y", CRISP)
    return [(0, case), (1, screen), (2, union(pressed, ear, lens))]


@kind(
    "telephone",
    "desk phone",
    "landline phone",
    "rotary phone",
    height=0.15,
    senses=("telephone.n.01",),
    base=("red", "black", "green", "white", "blue"),
    receiver=("same", "black", "red"),
    dial=("white", "gray", "yellow", "black"),
    forms={"with a dial": (3, 0.0, 0.6), "with buttons": (3, 0.6, 1.0)},
)
@cast()
def telephone(u: np.ndarray, c: Kit) -> Parts:
    """u3 a dial or buttons, u4 height of the body, u5 length of the receiver, u6 its thickness,
    u7 width of the top."""
    tall, half, r = mix(u[4], 0.62, 0.76), mix(u[5], 0.62, 0.74), mix(u[6], 0.09, 0.11)
    top = mix(u[7], 0.34, 0.46)
    outline = [(-0.7, 0), (-0.68, 0.14), (-top, tall), (top, tall), (0.68, 0.14), (0.7, 0)]
    shell = c.plate(outline, 0.64, "y", (0, 0.1, 0), 0.04)
    step = [(-0.66, 0), (-0.66, 0.12), (-0.24, tall), (0.34, tall), (0.42, 0)]
    base = union(
        shell,
        c.plate(step, 1.06, "x", rounding=0.04),
        pairs(c.box(0.14, 0.36, 0.2, (top - 0.1, 0.08, tall + 0.04), 0.03)),
    )
    rise = tall - 0.12
    y, z = -0.66 + 0.42 * 0.5, 0.12 + rise * 0.5
    _, up, out = c.place((0, 0.42, rise))
    size = math.hypot(up, out) * 0.44
    turn = facing(-out, up)
    if u[3] < 0.6:
        hole = cylinder(size * 0.19, 0.3, (0, -size * 0.64, 0.12), rounding=CRISP)
        dial = difference(cylinder(size, 0.2, rounding=CRISP), around(hole, 6), CRISP)
        cap = cylinder(size * 0.34, 0.28, rounding=CRISP).rotated(turn, "x").at(*c.place((0, y, z)))
        base = union(base, cap)
    else:
        key = box(size * 0.4, size * 0.3, 0.26, rounding=CRISP)
        dial = grid(key, (3, 4, 1), (size * 0.64, size * 0.44, 1.0))
    dial = dial.rotated(turn, "x").at(*c.place((0, y, z)))
    return [(0, base), (1, _receiver(c, half, r, tall)), (2, dial)]


def _receiver(c: Kit, half: float, r: float, z: float) -> Solid:
    """Of a telephone, across the top of it."""
    low = z + 0.06
    grip = c.bar(
        (0, 0.08, low + 0.2), (half * 0.6, 0.08, low + 0.18), (half, 0.08, low + 0.06), radius=r
    )
    cup = c.turned([(0.2, 0), (0.19, 0.14), (0.1, 0.26)], (half, 0.08, low - 0.14), CRISP)
    return pairs(grip, cup)


@kind(
    "remote control",
    "tv remote",
    "remote",
    height=0.18,
    senses=("remote_control.n.01",),
    case=("black", "gray", "white"),
    buttons=("white", "gray", "red", "blue"),
    ring=("gray", "same", "white", "red"),
)
@cast()
def remote_control(u: np.ndarray, c: Kit) -> Parts:
    """Upright; u3 two or three columns of buttons, u4 rows, u5 place of the ring, u6 waist,
    u7 round or square buttons."""
    waist, columns, rows = mix(u[6], 0.23, 0.29), 2 + pick(u[3], 2), 3 + pick(u[4], 2)
    outline = [
        (-0.2, 0), (-0.28, 0.08), (-waist, 0.6), (-0.3, 1.4), (-0.3, 1.8), (-0.22, 1.9),
        (0.22, 1.9), (0.3, 1.8), (0.3, 1.4), (waist, 0.6), (0.28, 0.08), (0.2, 0),
    ]  # fmt: skip
    case = c.plate(outline, 0.26, "y", rounding=0.04)
    face, upper = -0.13, u[5] < 0.5
    z, first = (1.36, 0.2) if upper else (0.42, 0.82)
    wheel = union(
        ring(c, 0.21, 0.1, 0.16, 0, face, z),
        c.box(0.3, 0.16, 0.1, (0, face, 1.76), CRISP),
    )
    step, pitch = 0.86 / rows, 0.46 / columns
    at = (0, face, first + 0.43)
    if u[7] < 0.5:
        block = buttons(c, 0.066, (columns, 1, rows), (pitch, 1, step), at, 0.18)
    else:
        size = (pitch * 0.62, 0.18, step * 0.5)
        block = keys(c, size, (columns, 1, rows), (pitch, 1, step), at)
    return [(0, case), (1, union(block, c.can(0.06, 0.18, (0, face, z), "y", CRISP))), (2, wheel)]


@kind(
    "game controller",
    "gamepad",
    "video game controller",
    "game pad",
    height=0.11,
    senses=(),
    case=("black", "white", "gray", "blue", "red"),
    buttons=("red", "green", "yellow", "blue", "white"),
    sticks=("gray", "black", "white", "same"),
)
@cast()
def game_controller(u: np.ndarray, c: Kit) -> Parts:
    """Upright, the grips below; u3 length of the grips, u4 how far apart they are, u5 size of the
    sticks, u6 thickness, u7 sticks below or beside the buttons."""
    long, out, r = mix(u[3], 0.1, 0.26), mix(u[4], 0.66, 0.78), mix(u[5], 0.15, 0.18)
    thick = mix(u[6], 0.3, 0.38)
    side = [
        (0.16, 1.06), (0.3, 1.12), (0.62, 1.12), (0.8, 1.0), (0.9, 0.7), (out + 0.22, 0.34),
        (out + 0.14, 0.18 - long), (out - 0.04, 0.14 - long), (out - 0.2, 0.3 - long * 0.4),
        (0.36, 0.42), (0.14, 0.44),
    ]  # fmt: skip
    outline = [*side, *[(-x, z) for x, z in side[::-1]]]
    case = c.plate(outline, thick, "y", rounding=0.06)
    lobe = pairs(c.ball(0.2, thick * 0.62, 0.3, (out + 0.02, 0, 0.36 - long * 0.5)))
    face = -thick / 2
    x, z = (0.3, 0.56) if u[7] < 0.5 else (0.28, 0.8)
    sticks = pairs(
        c.can(r * 0.62, 0.3, (x, face - 0.06, z), "y", CRISP),
        c.can(r, 0.13, (x, face - 0.17, z), "y", CRISP),
    )
    at = (0.6, 0.84) if u[7] < 0.5 else (0.66, 0.66)
    spots = [
        c.can(0.068, 0.2, (at[0] + a * 0.12, face, at[1] + b * 0.12), "y", CRISP)
        for a, b in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    home = c.box(0.2, 0.18, 0.1, (0, face + 0.02, 0.98), CRISP)
    shoulder = pairs(c.box(0.32, thick * 0.6, 0.14, (0.46, 0, 1.12), 0.03))
    return [(0, union(case, lobe)), (1, union(pairs(*spots), home)), (2, union(sticks, shoulder))]


@kind(
    "joystick",
    "arcade stick",
    height=0.2,
    senses=("joystick.n.02", "joystick.n.01"),
    base=("black", "gray", "red"),
    stick=("gray", "black", "white"),
    knob=("red", "black", "yellow", "blue"),
    forms={"with a round knob": (3, 0.0, 0.5), "with a long grip": (3, 0.5, 1.0)},
)
@cast(1.0)
def joystick(u: np.ndarray, c: Kit) -> Parts:
    """u3 a round knob or a long grip, u4 height of the base, u5 length of the stick, u6 its
    thickness, u7 buttons on the base."""
    low, long, r = mix(u[4], 0.3, 0.42), mix(u[5], 0.5, 0.75), mix(u[6], 0.08, 0.1)
    base = c.plate(
        [(-0.6, 0), (-0.6, low * 0.7), (0.1, low), (0.6, low), (0.6, 0)], 1.24, "x", rounding=0.04
    )
    boot = c.turned([(0.32, 0), (0.26, 0.1), (0.13, 0.2)], (0, 0.1, low - 0.04), CRISP)
    spots = pairs(c.can(0.11, 0.2, (0.38, -0.36, low * 0.8), "z", CRISP))
    if u[7] > 0.5:
        spots = union(spots, c.can(0.11, 0.2, (0, -0.4, low * 0.8), "z", CRISP))
    top = low + 0.1 + long
    stick = c.bar((0, 0.1, low), (0, 0.1, top), radius=r)
    if u[3] < 0.5:
        return [(0, union(base, boot)), (1, stick), (2, union(c.bead(0.21, (0, 0.1, top)), spots))]
    grip = c.bar(
        (0, 0.1, low + 0.36), (0, 0.08, top), (0, 0, top + 0.22), radius=[0.14, 0.15, 0.16]
    )
    trigger = c.bar((0, -0.02, top - 0.12), (0, -0.14, top - 0.08), radius=0.07)
    return [(0, union(base, boot)), (1, union(stick, trigger)), (2, union(grip, spots))]
