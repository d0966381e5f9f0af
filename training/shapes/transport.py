"""More that rolls; the front at -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import GLASS, PAINT, TYRE
from .kinds import Parts, kind, mix, pick
from .solids import blend, difference, union


@kind(
    "bicycle",
    "bike",
    "cycle",
    height=1.1,
    senses=("bicycle.n.01",),
    frame=("red", "blue", "green", "yellow", "black", "pink"),
    wheels=TYRE,
    saddle=("black", "brown", "same"),
    forms={"with a basket": (6, 0.6, 1.0), "with a crossbar": (4, 0.0, 0.55)},
)
@cast()
def bicycle(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 crossbar or a low step, u5 handlebar height, u6 basket, u7 saddle."""
    r = mix(u[3], 0.38, 0.45)
    back, front = c.hub(r, 0, 0.52), c.hub(r, 0, -0.54)
    crank = (0, 0.04, back[2] * 0.86)
    seat, neck = (0, 0.24, mix(u[7], 0.92, 1.02)), (0, -0.36, 0.86)
    bars = mix(u[5], 1.0, 1.16)
    pieces = [
        c.bar(crank, seat, radius=0.055),
        c.bar(crank, (0, -0.37, 0.76), radius=0.055),
        c.bar((0, -0.38, 0.76), (0, -0.33, bars), radius=0.055),
        pairs(
            c.bar((0.13, *front[1:]), (0.13, -0.43, 0.84), (0, -0.4, 0.86), radius=0.05),
            c.bar((0.12, *back[1:]), (0.04, *crank[1:]), radius=0.05),
            c.bar((0.12, *back[1:]), (0.12, 0.3, 0.8), (0.02, 0.2, 0.82), radius=0.05),
            c.bar((0, -0.33, bars), (0.24, -0.36, bars + 0.02), (0.32, -0.2, bars), radius=0.055),
            c.bar((0, *crank[1:]), (0.16, crank[1], crank[2]), radius=0.075),
            c.box(0.16, 0.18, 0.1, (0.2, crank[1], crank[2]), 0.02),
        ),
        c.can(0.06, 0.32, front, "x", 0.02),
        c.can(0.06, 0.3, back, "x", 0.02),
    ]
    if u[4] < 0.55:
        pieces.append(c.bar((0, 0.2, 0.84), neck, radius=0.055))
    else:
        pieces.append(c.bar((0, 0.13, 0.6), (0, -0.1, 0.52), (0, -0.36, 0.8), radius=0.055))
    if u[6] > 0.6:
        basket = c.box(0.36, 0.28, 0.24, (0, -0.56, bars - 0.1), 0.03)
        hollow = c.box(0.2, 0.12, 0.3, (0, -0.56, bars + 0.07), 0.03)
        pieces.append(difference(basket, hollow, 0.02))
    wheels = []
    for hub in (front, back):
        wheels.append(c.tyre(r, 0.07, 0, hub[1]))
        reach = r * 0.9
        wheels.append(c.bar((0, hub[1] - reach, hub[2]), (0, hub[1] + reach, hub[2]), radius=0.02))
        wheels.append(c.bar((0, hub[1], hub[2] - reach), (0, hub[1], hub[2] + reach), radius=0.02))
    top = seat[2] + 0.03
    saddle = blend(
        c.ball(0.14, 0.13, 0.07, (0, 0.32, top)),
        c.bar((0, 0.3, top), (0, 0.12, top), radius=0.06),
        radius=0.05,
    )
    return [(0, union(*pieces)), (1, union(*wheels)), (2, saddle)]


@kind(
    "motorcycle",
    "motorbike",
    height=1.1,
    senses=("motorcycle.n.01", "motor_scooter.n.01"),
    body=("red", "black", "blue", "green", "orange"),
    wheels=TYRE,
    seat=("black", "brown"),
)
@cast()
def motorcycle(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 rake of the fork, u5 handlebar height, u6 windscreen, u7 tail."""
    r = mix(u[3], 0.36, 0.42)
    back, front = c.hub(r, 0, 0.5), c.hub(r, 0, -0.56)
    bars = mix(u[5], 0.98, 1.12)
    top = -0.56 + mix(u[4], 0.22, 0.32)
    tank = c.ball(0.19, 0.32, 0.17, (0, -0.12, 0.78), rx=-8)
    engine = c.box(0.34, 0.44, 0.34, (0, -0.04, 0.42), 0.06)
    frame = c.bar((0, top, 0.86), (0, -0.3, 0.4), (0, 0.2, 0.34), (0, 0.3, 0.62), radius=0.08)
    mud = c.plate(
        [(-0.8, 0.62), (-0.66, 0.8), (-0.46, 0.8), (-0.32, 0.62), (-0.48, 0.68), (-0.64, 0.68)],
        0.22,
        rounding=0.02,
    )
    tail = c.plate(
        [(0.1, 0.56), (0.1, 0.7), (0.8, mix(u[7], 0.78, 0.92)), (0.84, 0.7), (0.5, 0.62)], 0.26
    )
    sides = pairs(
        c.bar((0.16, *front[1:]), (0.16, top, 0.92), (0, top + 0.02, 0.92), radius=0.055),
        c.bar((0.16, *back[1:]), (0.14, 0.1, 0.42), radius=0.06),
        c.bar((0.22, -0.2, 0.3), (0.22, 0.3, 0.26), (0.22, 0.72, 0.34), radius=[0.06, 0.075, 0.09]),
        c.bar(
            (0, top + 0.04, 0.94), (0.22, top, bars), (0.4, top + 0.16, bars - 0.02), radius=0.055
        ),
    )
    axles = union(c.can(0.1, 0.34, front, "x", 0.02), c.can(0.1, 0.36, back, "x", 0.02))
    lamp = c.can(0.13, 0.2, (0, top - 0.12, 0.9), "y", 0.05)
    body = [blend(tank, frame, radius=0.05), engine, mud, tail, sides, axles, lamp]
    if u[6] > 0.6:
        body.append(c.box(0.34, 0.1, 0.4, (0, top - 0.12, 1.12), 0.04))
    wheels = []
    for hub in (front, back):
        wheels.append(c.tyre(r, 0.115, 0, hub[1]))
        wheels.append(c.can(r * 0.75, 0.1, hub, "x", 0.02))
    seat = blend(
        c.ball(0.19, 0.26, 0.09, (0, 0.3, 0.79)),
        c.ball(0.17, 0.2, 0.1, (0, 0.56, 0.87)),
        radius=0.05,
    )
    return [(0, union(*body)), (1, union(*wheels)), (2, seat)]


@kind(
    "tractor",
    "farm tractor",
    height=2.7,
    senses=("tractor.n.01",),
    body=("green", "red", "blue", "orange"),
    wheels=("black",),
    hubs=("yellow", "red", "white", "orange"),
    forms={"with a roof": (5, 0.0, 0.65)},
)
@cast()
def tractor(u: np.ndarray, c: Kit) -> Parts:
    """u3 rear wheel size, u4 front wheel size, u5 roof on posts or an open seat, u6 hood height."""
    big, small = mix(u[3], 0.46, 0.54), mix(u[4], 0.25, 0.32)
    hood = mix(u[6], 0.8, 0.9)
    rear, fore = 0.42, -0.62
    nose = c.plate(
        [(-0.92, 0.4), (0.1, 0.4), (0.1, hood), (-0.8, hood - 0.06), (-0.92, hood - 0.14)],
        0.4,
        rounding=0.05,
    )
    frame = c.box(0.36, 1.5, 0.2, (0, -0.06, 0.42), 0.04)
    axles = union(
        c.can(0.08, 0.8, c.hub(big, 0, rear), "x"),
        c.can(0.08, 0.76, c.hub(small, 0, fore), "x"),
        c.bar(c.hub(small, 0, fore), (0, fore, 0.46), radius=0.1),
    )
    floor = c.box(0.6, 0.66, 0.16, (0, 0.4, 0.62), 0.04)
    mud = pairs(
        c.plate(
            [(rear - 0.5, 0.84), (rear - 0.3, 1.08), (rear + 0.3, 1.08), (rear + 0.5, 0.84),
             (rear + 0.34, 0.84), (rear + 0.2, 0.96), (rear - 0.2, 0.96), (rear - 0.34, 0.84)],
            0.3, "x", (0.41, 0, 0), 0.02,
        )
    )  # fmt: skip
    rests = pairs(c.bar((0.26, rear, 0.62), (0.34, rear, 1.0), radius=0.07))
    seat = union(
        c.box(0.34, 0.3, 0.3, (0, 0.42, 0.74), 0.04), c.box(0.34, 0.12, 0.4, (0, 0.6, 0.96), 0.05)
    )
    pipe = c.bar((0, -0.56, 0.7), (0, -0.56, 1.2), radius=0.055)
    wheel = union(
        c.bar((0, 0.0, 0.8), (0, 0.16, 1.0), radius=0.05), c.can(0.14, 0.08, (0, 0.16, 1.02))
    )
    pieces = [nose, frame, axles, floor, mud, rests, seat, pipe, wheel]
    if u[5] < 0.65:
        pieces.append(c.box(0.76, 0.84, 0.12, (0, 0.4, 1.5), 0.04))
        pieces.append(
            pairs(
                c.bar((0.28, 0.08, 0.6), (0.31, 0.08, 1.5), radius=0.055),
                c.bar((0.3, 0.74, 0.9), (0.31, 0.74, 1.5), radius=0.055),
                c.bar((0.26, 0.66, 0.62), (0.3, 0.74, 0.95), radius=0.055),
            )
        )
    wheels = pairs(c.wheel(big, 0.26, 0.43, rear), c.wheel(small, 0.2, 0.4, fore))
    hubs = pairs(
        c.can(big * 0.5, 0.3, (0.43, *c.hub(big, 0, rear)[1:]), "x", 0.03),
        c.can(small * 0.5, 0.24, (0.4, *c.hub(small, 0, fore)[1:]), "x", 0.03),
    )
    return [(0, union(*pieces)), (1, wheels), (2, hubs)]


@kind(
    "tank",
    "army tank",
    "battle tank",
    height=2.4,
    senses=("tank.n.01",),
    hull=("green", "brown", "gray"),
    tracks=("black", "gray"),
    turret=("same", "green", "brown"),
)
@cast()
def tank(u: np.ndarray, c: Kit) -> Parts:
    """u3 gun length, u4 turret size, u5 round or square turret, u6 gun's rise, u7 wheels."""
    low = c.plate(
        [(-0.86, 0.34), (-0.7, 0.56), (0.76, 0.56), (0.8, 0.3), (0.6, 0.16), (-0.66, 0.16)], 0.62
    )
    deck = c.box(1.06, 1.3, 0.12, (0, 0.08, 0.54), 0.03)
    track = c.plate(
        [(-0.92, 0.3), (-0.84, 0.44), (0.82, 0.44), (0.92, 0.3), (0.66, 0.0), (-0.66, 0.0)],
        0.28, "x", (0.42, 0, 0), 0.05,
    )  # fmt: skip
    count = 4 + pick(u[7], 2)
    rolls = [c.can(0.11, 0.34, (0.42, y, 0.15), "x", 0.02) for y in np.linspace(-0.52, 0.52, count)]
    rolls += [c.can(0.09, 0.34, (0.42, y, 0.29), "x", 0.02) for y in (-0.78, 0.78)]
    size, middle = mix(u[4], 0.34, 0.42), 0.14
    if u[5] < 0.5:
        head = c.turned(
            [(size * 1.1, 0.56), (size, 0.78), (size * 0.8, 0.86)], (0, middle, 0), 0.05
        )
    else:
        outline = [
            (middle - size * 1.3, 0.66), (middle - size * 1.05, 0.86), (middle + size * 1.3, 0.86),
            (middle + size * 1.4, 0.62), (middle - size * 1.1, 0.58),
        ]  # fmt: skip
        head = c.plate(outline, size * 1.9, rounding=0.05)
    hatch = c.can(0.14, 0.12, (0, middle + 0.12, 0.9), "z", 0.03)
    rise, reach = mix(u[6], 0.0, 0.16), mix(u[3], -1.2, -1.0)
    gun = c.bar((0, middle, 0.72), (0, reach, 0.72 + rise), radius=0.065)
    end = c.bar((0, reach, 0.72 + rise), (0, reach + 0.12, 0.72 + rise * 0.9), radius=0.09)
    return [
        (0, union(low, deck, pairs(*rolls))),
        (1, pairs(track)),
        (2, union(head, hatch, gun, end)),
    ]


@kind(
    "fire truck",
    "fire engine",
    height=3.2,
    senses=("fire_engine.n.01",),
    body=("red", "red", "red", "orange", "yellow"),
    wheels=("black",),
    ladder=("white", "gray", "yellow"),
    forms={"with a raised ladder": (4, 0.5, 1.0)},
)
@cast()
def fire_truck(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 lying or raised ladder, u5 cab length, u6 how far the ladder rises."""
    r, long = mix(u[3], 0.17, 0.2), mix(u[5], 0.44, 0.54)
    front, low = -0.92, 0.16
    cab = c.plate(
        [
            (front, low), (front, 0.46), (front + 0.1, 0.82), (front + long, 0.82),
            (front + long, low),
        ],
        0.66, rounding=0.04,
    )  # fmt: skip
    middle = front + long / 2
    bed = c.box(0.66, 1.84 - long - 0.04, 0.5, (0, (front + long + 0.96) / 2, 0.4), 0.03)
    joint = c.box(0.5, 0.3, 0.4, (0, front + long, 0.36), 0.03)
    bumper = c.box(0.7, 0.14, 0.14, (0, front, 0.23), 0.03)
    wheels = pairs(*(c.wheel(r, 0.2, 0.26, y) for y in (-0.6, 0.26, 0.62)))
    lift = mix(u[6], 0.35, 0.6) if u[4] > 0.5 else 0.0
    y0, y1, z0 = 0.86, -0.86, 0.9
    at = [(y0 + (y1 - y0) * t, z0 + lift * t) for t in np.linspace(0.06, 0.94, 7)]
    rails = pairs(
        c.bar((0.16, y0, z0), (0.16, y1, z0 + lift), radius=0.05),
        *(c.bar((0, y, z), (0.16, y, z), radius=0.045) for y, z in at),
    )
    table = c.box(0.4, 0.36, 0.3, (0, 0.66, 0.74), 0.04)
    light = c.box(0.46, 0.14, 0.12, (0, front + 0.3, 0.84), 0.03)
    stripe = marks(union(cab, bed), c.box(2, 3, 0.1, (0, 0, 0.36), 0.01), lift=0.02)
    glass = marks(
        cab,
        c.box(0.54, 0.3, 0.24, (0, front, 0.64), 0.02),
        c.box(2, long - 0.24, 0.22, (0, middle + 0.06, 0.64), 0.02),
    )
    return [
        (0, union(cab, bed, joint, bumper, table)),
        (1, wheels),
        (2, union(rails, light, stripe, glass)),
    ]


@kind(
    "van",
    "minivan",
    "delivery van",
    height=2.2,
    senses=("van.n.05",),
    body=("white", "blue", "red", "yellow", "green", "orange"),
    wheels=TYRE,
    windows=GLASS,
    forms={"with side windows": (5, 0.5, 1.0)},
)
@cast()
def van(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 hood length, u5 closed sides or windows, u6 slope of the windscreen."""
    r, hood, lean = mix(u[3], 0.17, 0.21), mix(u[4], 0.14, 0.3), mix(u[6], 0.18, 0.34)
    front, top = -0.94, 0.96
    base = front + hood
    outline = [
        (front, 0.14), (front, 0.42), (base, 0.54), (base + lean, top), (0.92, top), (0.94, 0.14),
    ]  # fmt: skip
    body = c.plate(outline, 0.78, rounding=0.06)
    bumpers = union(
        c.box(0.8, 0.14, 0.14, (0, -0.93, 0.2), 0.04), c.box(0.8, 0.14, 0.14, (0, 0.93, 0.2), 0.04)
    )
    wheels = pairs(*(c.wheel(r, 0.18, 0.33, y) for y in (-0.56, 0.56)))
    face = base + lean * 0.5
    panes = [
        c.box(0.6, 0.5, 0.28, (0, face - 0.1, 0.74), 0.02),
        c.box(2, 0.3, 0.27, (0, base + lean + 0.18, 0.73), 0.02),
        c.box(0.56, 0.2, 0.27, (0, 0.94, 0.73), 0.02),
    ]
    if u[5] > 0.5:
        start = base + lean + 0.4
        wide = (0.84 - start) / 2
        panes += [
            c.box(2, wide - 0.08, 0.27, (0, start + wide * i + wide / 2, 0.73), 0.02)
            for i in (0, 1)
        ]
    return [(0, union(body, bumpers)), (1, wheels), (2, marks(body, *panes))]


@kind(
    "pickup truck",
    "pickup",
    height=1.9,
    senses=("pickup.n.01",),
    body=PAINT,
    wheels=TYRE,
    windows=GLASS,
    forms={"with a long bed": (5, 0.0, 0.5), "with a long cab": (5, 0.5, 1.0)},
)
@cast()
def pickup_truck(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 hood height, u5 place where the bed begins, u6 slope of the windscreen."""
    r, hood, split = mix(u[3], 0.2, 0.25), mix(u[4], 0.5, 0.56), mix(u[5], -0.02, 0.24)
    rim, lean, start = 0.52, mix(u[6], 0.14, 0.26), -0.48
    outline = [
        (-0.95, 0.2), (-0.95, hood - 0.06), (-0.9, hood), (start, hood + 0.03),
        (start + lean, 0.86), (split - 0.04, 0.86), (split, rim), (0.95, rim), (0.95, 0.2),
    ]  # fmt: skip
    body = c.plate(outline, 0.76, rounding=0.035)
    long = 0.84 - split - 0.06
    bed = c.box(0.54, long, 0.5, (0, split + 0.06 + long / 2, 0.56), 0.02)
    hull = difference(body, bed, 0.02)
    bumpers = c.box(0.72, 1.96, 0.12, (0, 0, 0.24), 0.04)
    wheels = pairs(*(c.wheel(r, 0.2, 0.31, y) for y in (-0.58, 0.56)))
    panes = [
        c.box(0.58, lean + 0.2, 0.2, (0, start + lean * 0.5 - 0.08, 0.71), 0.02),
        c.box(2, split - start - lean - 0.1, 0.2, (0, (split + start + lean) / 2, 0.71), 0.02),
        c.box(0.5, 0.16, 0.16, (0, split, 0.72), 0.02),
    ]
    return [(0, union(hull, bumpers)), (1, wheels), (2, marks(body, *panes, lift=0.02))]
