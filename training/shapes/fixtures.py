"""What is fixed to a house and what runs in it: dials, extinguishers, motors and awnings."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP
from .kinds import Parts, kind, mix, pick
from .solids import Solid, curve, difference, union


@kind(
    "thermostat",
    "thermoregulator",
    height=0.1,
    senses=("thermostat.n.01",),
    case=("white", "gray", "black"),
    dial=("gray", "white", "black", "yellow"),
    screen=("black", "cyan", "green", "orange", "blue"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast()
def thermostat(u: np.ndarray, c: Kit) -> Parts:
    """u3 a dial around a round screen, or a screen above a dial between two buttons, u4 depth, u5
    size of the dial, u6 of the screen, u7 marks around the dial or size of the buttons."""
    deep, size, glass = mix(u[4], 0.26, 0.36), mix(u[5], 0.66, 0.76), mix(u[6], 0.4, 0.48)
    front = -deep / 2
    if u[3] < 0.5:
        case = c.box(1.8, deep, 1.8, (0, 0, 0), 0.1)
        dial = c.can(size, 0.4, (0, front - 0.1, 0), "y", 0.05)
        screen = c.can(glass, 0.3, (0, front - 0.19, 0), "y", CRISP)
        count, marks = 4 + pick(u[7], 2), []
        for i in range(count):
            a = math.radians(mix(i / (count - 1), 0, 130))
            at = (0.84 * math.sin(a), front + 0.01, 0.84 * math.cos(a))
            marks.append(c.can(0.055, 0.12, at, "y", CRISP))
        return [(0, case), (1, union(dial, pairs(*marks))), (2, screen)]
    case = c.box(1.9, deep, 1.5, (0, 0, 0), 0.08)
    screen = c.box(1.5, 0.14, 1.5 * glass, (0, front + 0.02, 0.3), CRISP)
    knob = c.can(size * 0.4, 0.3, (0, front - 0.06, -0.4), "y", 0.03)
    tick = c.box(0.06, 0.2, 0.2, (0, front - 0.26, -0.26), 0.01)
    button = c.can(mix(u[7], 0.12, 0.16), 0.2, (0.62, front, -0.4), "y", 0.03)
    return [(0, case), (1, union(difference(knob, tick, 0.01), pairs(button))), (2, screen)]


@kind(
    "fire extinguisher",
    "extinguisher",
    height=0.5,
    senses=("fire_extinguisher.n.01",),
    tank=("red",),
    hose=("black", "gray"),
    label=("white", "yellow"),
)
@cast(deep=1)
def fire_extinguisher(u: np.ndarray, c: Kit) -> Parts:
    """Its hose hangs in front. u3 thickness of the tank, u4 how far the hose hangs, u5 length of
    the levers, u6 height of the label, u7 size of the horn."""
    r, low = mix(u[3], 0.36, 0.44), mix(u[4], 0.5, 0.7)
    reach, tall, horn = mix(u[5], 0.4, 0.54), mix(u[6], 0.3, 0.46), mix(u[7], 0.12, 0.16)
    side = [(r, 0.06), (r, 1.2), (r * 0.93, 1.36), (r * 0.66, 1.5), (0.16, 1.57), (0.16, 1.66)]
    tank = union(
        c.turned([(r - 0.05, 0), *side], rounding=0.03), c.can(r + 0.03, 0.12, (0, 0, 0.07))
    )
    label = c.can(r + 0.025, tall, (0, 0, 0.78), rounding=CRISP)
    valve = c.can(0.15, 0.3, (0, 0, 1.74), rounding=0.03)
    levers = union(
        c.plate([(-0.14, 1.78), (0.1, 1.78), (reach, 1.66), (reach, 1.8), (0.1, 1.92),
                 (-0.14, 1.92)], 0.18, rounding=CRISP),
        c.plate([(-0.14, 1.96), (-0.02, 1.9), (reach, 2.06), (reach, 2.2), (-0.08, 2.06)], 0.18,
                rounding=CRISP),
        pairs(c.can(0.11, 0.12, (0.15, -0.02, 1.74), "x", CRISP)),
    )  # fmt: skip
    out = -r - 0.17
    line = curve(
        [(-0.1, 1.74), (-0.36, 1.76), (out - 0.06, 1.55), (out - 0.04, 1.2), (out, low + 0.3)], 3
    )
    hose = c.bar(*((0, y, z) for y, z in line), radius=0.08)
    nozzle = c.turned(
        [(horn, 0), (horn * 0.95, 0.08), (0.09, 0.36), (0.09, 0.46)], (0, out, low - 0.1)
    )
    clip = c.box(0.2, 0.3, 0.12, (0, out + 0.12, low + 0.36), CRISP)
    return [(0, tank), (1, union(valve, levers, hose, nozzle, clip)), (2, label)]


@kind(
    "motor",
    "electric motor",
    "electromotor",
    height=0.25,
    senses=("motor.n.01", "electric_motor.n.01"),
    casing=("blue", "gray", "green", "red"),
    ends=("gray", "black", "same"),
    shaft=("gray", "yellow", "white"),
)
@cast()
def motor(u: np.ndarray, c: Kit) -> Parts:
    """Its shaft to the front. u3 length, u4 number of ribs, u5 size of the box on top, u6 length
    of the shaft, u7 its thickness."""
    long, count, size = mix(u[3], 1.0, 1.3), 5 + pick(u[4], 2), mix(u[5], 0.4, 0.56)
    reach, thick = mix(u[6], 0.3, 0.46), mix(u[7], 0.11, 0.15)
    r, high = 0.52, 0.74
    ribs = []
    for i in range(count):
        a = math.pi * (i + 0.5) / count
        x, z = (r + 0.03) * math.sin(a), high + (r + 0.03) * math.cos(a)
        ribs.append(c.bar((x, -long * 0.42, z), (x, long * 0.42, z), radius=0.065))
    casing = union(
        c.can(r, long, (0, 0, high), "y", CRISP), pairs(*ribs),
        c.box(size, size * 1.1, 0.56, (0, 0, high + r - 0.02), CRISP),
        c.box(size + 0.08, size * 1.1 + 0.08, 0.12, (0, 0, high + r + 0.27), CRISP),
        pairs(c.box(0.3, long * 0.8, 0.14, (0.44, 0, 0.07), CRISP),
              c.box(0.16, long * 0.7, 0.6, (0.38, 0, 0.34), CRISP)),
    )  # fmt: skip
    ends = []
    for side in (-1, 1):
        ends.append(c.can(r + 0.08, 0.16, (0, side * long / 2, high), "y", 0.03))
        ends.append(c.can(r * 0.72, 0.16, (0, side * (long / 2 + 0.1), high), "y", 0.04))
    ends.append(c.can(0.22, 0.2, (0, -long / 2 - 0.18, high), "y", CRISP))
    tip = -long / 2 - 0.26 - reach
    shaft = union(
        c.can(thick, reach + 0.4, (0, tip + reach / 2 + 0.2, high), "y", CRISP),
        c.box(0.12, reach * 0.7, 0.12, (0, tip + reach * 0.5, high + thick - 0.02), CRISP),
    )
    return [(0, casing), (1, union(*ends)), (2, shaft)]


@kind(
    "engine",
    "car engine",
    "v8 engine",
    height=0.7,
    senses=("engine.n.01", "internal-combustion_engine.n.01"),
    block=("gray", "black", "blue"),
    covers=("red", "blue", "yellow", "gray", "orange"),
    pulleys=("black", "gray", "white"),
)
@cast()
def engine(u: np.ndarray, c: Kit) -> Parts:
    """Two banks of cylinders in a V, the pulleys in front. u3 cylinders along a bank, u4 angle of
    the banks, u5 size of the air filter, u6 of the low pulley, u7 length of the exhaust pipes."""
    count, lean = 3 + pick(u[3], 2), mix(u[4], 34, 44)
    filter_, wheel, drop = mix(u[5], 0.3, 0.38), mix(u[6], 0.24, 0.3), mix(u[7], 0.3, 0.46)
    long, middle = 1.3, 0.55
    s, k = math.sin(math.radians(lean)), math.cos(math.radians(lean))

    def bank(along: float, wide: float, tall: float, deep: float, rounding: float) -> Solid:
        """A block on a bank, its middle so far from the crank; turned after it is stretched."""
        places = [(-wide, -tall), (wide, -tall), (wide, tall), (-wide, tall)]
        outline = [(along * s + p * k + q * s, middle + along * k - p * s + q * k)
                   for p, q in places]  # fmt: skip
        return c.plate(outline, deep, "y", rounding=rounding)

    pitch = long * 0.86 / count
    pipes = []
    for i in range(count):
        y = (i - (count - 1) / 2) * pitch
        x, z = 0.56 * s + 0.22 * k, middle + 0.56 * k - 0.22 * s
        pipes.append(
            c.bar((x, y, z), (x + 0.22, y, z - 0.08), (x + 0.28, y, z - drop), radius=0.075)
        )
    x, z = 0.56 * s + 0.22 * k + 0.28, middle + 0.56 * k - 0.22 * s - drop
    pipes.append(c.bar((x, -long * 0.36, z), (x, long * 0.48, z), radius=0.1))
    block = union(
        c.plate([(-0.3, 0.12), (0.3, 0.12), (0.42, 0.45), (0.42, 0.75), (-0.42, 0.75),
                 (-0.42, 0.45)], long, "y", rounding=CRISP),
        c.box(0.46, long * 0.9, 0.24, (0, 0, 0.12), CRISP),
        pairs(bank(0.42, 0.25, 0.34, long, CRISP), *pipes),
        c.box(0.5, long * 0.7, 0.5, (0, 0, 0.95), CRISP),
    )  # fmt: skip
    covers = pairs(
        bank(0.82, 0.2, 0.11, long * 0.94, 0.04),
        *(bank(0.9, 0.14, 0.09, pitch * 0.36, CRISP).at(
            0, float(c.stretch[1]) * (i - (count - 1) / 2) * pitch, 0) for i in range(count)),
    )  # fmt: skip
    filter_solid = union(
        c.can(filter_, 0.24, (0, 0, 1.34), rounding=0.04), c.can(filter_ * 0.5, 0.4, (0, 0, 1.2)),
        c.can(0.08, 0.2, (0, 0, 1.46), rounding=CRISP),
    )  # fmt: skip
    front = -long / 2 - 0.08
    pulleys = union(
        c.can(wheel, 0.22, (0, front, 0.38), "y", CRISP),
        c.can(0.1, 0.3, (0, front - 0.04, 0.38), "y"),
        c.can(0.2, 0.22, (0, front, 0.9), "y", CRISP),
        pairs(c.can(0.15, 0.22, (0.36, front, 0.66), "y", CRISP)),
    )  # fmt: skip
    return [(0, block), (1, union(covers, filter_solid)), (2, pulleys)]


@kind(
    "awning",
    "sunshade",
    "sunblind",
    height=1.0,
    senses=("awning.n.01",),
    canvas=("red", "green", "blue", "orange", "yellow"),
    stripes=("white", "yellow"),
    frame=("gray", "black", "white", "brown"),
)
@cast()
def awning(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of stripes, u4 how steep, u5 length of the flaps, u6 thickness of the frame, u7
    how far it reaches out."""
    count, drop = 7 + 2 * pick(u[3], 2), mix(u[4], 0.5, 0.75)
    flap, thick, out = mix(u[5], 0.2, 0.3), mix(u[6], 0.06, 0.085), mix(u[7], 0.9, 1.1)
    wide = 2.0 / count
    top, low = drop + flap + 0.1, flap + 0.1
    outline = curve([(0.5, top), (0.5 - out * 0.5, mix(0.42, top, low)), (0.5 - out, low)], 3)
    roof = [(y, z) for y, z in outline]
    under = [(y, z - 0.14) for y, z in outline[::-1]]
    bands: list[list[Solid]] = [[], []]
    for i in range(count // 2 + 1):
        x = wide * i
        cloth = c.plate(
            [*roof, *under], wide * (1.0 if i % 2 == 0 else 1.01), "x", (x, 0, 0), 0.015
        )
        y = 0.5 - out + 0.06
        tab = union(
            c.box(wide, 0.13, flap, (x, y, low - flap / 2), 0.015),
            c.can(wide / 2 - 0.005, 0.13, (x, y, low - flap), "y", 0.015),
        )
        strip = union(cloth, tab)
        bands[(count // 2 - i) % 2].append(pairs(strip) if i else strip)
    bar = c.box(2.0, 0.16, 0.24, (0, 0.5, top - 0.04), CRISP)
    arm = c.bar((0.84, 0.52, 0.1), (0.84, 0.5 - out + 0.14, low - 0.08), radius=thick)
    post = c.box(0.14, 0.12, top, (0.84, 0.54, top / 2), CRISP)
    return [(0, union(*bands[0])), (1, union(*bands[1])), (2, union(bar, pairs(arm, post)))]
