"""Factories, towers for water and grain, walls and what stands at the curb; the face at -y."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix
from .solids import Solid, difference, intersection, mirror, union

_METAL = ("gray", "white", "blue", "green")


@kind(
    "factory",
    "industrial plant",
    "power plant",
    height=15.0,
    senses=("factory.n.01", "plant.n.01"),
    walls=("red", "brown", "gray", "yellow"),
    roof=("gray", "black", "same", "white"),
    chimneys=("same", "white", "gray", "red"),
    forms={"with a saw-tooth roof": (3, 0.0, 0.6), "with a flat roof": (3, 0.6, 1.0)},
)
@cast()
def factory(u: np.ndarray, c: Kit) -> Parts:
    """u3 saw-tooth or flat roof, u4 its teeth, u5 height of the chimneys, u6 one row of windows or
    two, u7 thickness of the chimneys."""
    teeth, high, r = (2 if u[4] < 0.5 else 3), mix(u[5], 1.2, 1.5), mix(u[7], 0.11, 0.14)
    half, eaves, front, back = 0.66, 0.62, -0.9, 0.5
    hall = c.box(2 * half, back - front, eaves, (0, (front + back) / 2, eaves / 2), 0.015)
    pitch = (back - front) / teeth
    roof = []
    if u[3] < 0.6:
        for i in range(teeth):
            y = front + pitch * i
            tooth = [(y, eaves - 0.06), (y, eaves + 0.34), (y + 0.09, eaves + 0.36),
                     (y + pitch, eaves + 0.05), (y + pitch, eaves - 0.06)]  # fmt: skip
            pane = pairs(c.box(0.36, 0.12, 0.2, (0.26, y, eaves + 0.17), 0.01))
            roof.append(difference(c.plate(tooth, 2 * half + 0.04, rounding=0.012), pane, 0.01))
    else:
        roof.append(
            c.box(2 * half + 0.08, back - front + 0.08, 0.13, (0, (front + back) / 2, eaves), 0.02)
        )
        for y in np.linspace(front + 0.3, back - 0.3, teeth):
            roof.append(c.box(0.3, 0.24, 0.2, (0, float(y), eaves + 0.1), 0.02))
    block = c.box(2 * half, 0.5, eaves + 0.16, (0, back + 0.2, (eaves + 0.16) / 2), 0.015)
    rows = (0.34,) if u[6] < 0.5 else (0.24, 0.46)
    tall = 0.26 if len(rows) == 1 else 0.13
    count = 4
    step = (back - front) / count
    cuts: list[Solid] = []
    for z in rows:
        cuts += [
            pairs(c.box(0.12, step - 0.14, tall, (half, front + step * (i + 0.5), z), 0.01))
            for i in range(count)
        ]
        cuts.append(pairs(c.box(0.18, 0.12, tall, (0.48, front, z), 0.01)))
    gate = c.box(0.5, 0.14, 0.42, (0, front - 0.0, 0.21), 0.015)
    lines = [c.box(0.6, 0.06, 0.03, (0, front - 0.08, z), 0.005) for z in (0.12, 0.22, 0.32)]
    walls = union(difference(hall, union(*cuts), 0.01), block)
    roof.append(difference(gate, union(*lines), 0.005))
    stack = [
        c.turned(
            [(r * 1.25, eaves), (r, eaves + 0.14), (r * 0.82, high)], (0.34, back + 0.2, 0), 0.015
        ),
        c.can(r * 1.05, 0.12, (0.34, back + 0.2, high - 0.04), "z", 0.02),
    ]
    chimneys = difference(
        union(*stack), c.can(r * 0.45, 0.2, (0.34, back + 0.2, high), "z", 0.01), 0.01
    )
    return [(0, walls), (1, union(*roof)), (2, pairs(chimneys))]


@kind(
    "water tower",
    "water tank",
    "elevated tank",
    height=30.0,
    senses=("water_tower.n.01",),
    tank=("white", "blue", "brown", "gray", "red"),
    roof=("same", "red", "gray", "green"),
    legs=("gray", "black", "brown"),
    forms={"round at the bottom": (3, 0.0, 0.5), "flat at the bottom": (3, 0.5, 1.0)},
)
@cast(1.0)
def water_tower(u: np.ndarray, c: Kit) -> Parts:
    """u3 a round or a flat bottom, u4 height of the legs, u5 of the tank, u6 of the roof, u7 a
    walkway."""
    low, tall, rise = mix(u[4], 0.76, 1.0), mix(u[5], 0.46, 0.62), mix(u[6], 0.2, 0.34)
    r = 0.52
    top = low + tall
    if u[3] < 0.5:
        profile = [(0.12, low - 0.22), (0.34, low - 0.14), (r, low + 0.06), (r, top)]
    else:
        profile = [(r * 0.98, low - 0.02), (r, low + 0.1), (r, top)]
    tank = [c.turned(profile, rounding=0.02)]
    for z in (low + 0.12, top - 0.1):
        tank.append(c.can(r + 0.03, 0.05, (0, 0, z), "z", 0.02))
    roof = c.turned(
        [(r + 0.06, top - 0.02), (r + 0.06, top + 0.06), (0.06, top + rise)], rounding=0.02
    )
    knob = c.bead(0.07, (0, 0, top + rise), 0.06)
    reach, foot = 0.36, 0.5
    leg = c.bar((foot, foot, 0.05), (reach, reach, low + 0.08), radius=0.06)
    at = 0.42
    q = foot + (reach - foot) * at
    zs = low * at
    brace = c.bar((q, -q, zs), (q, q, zs), radius=0.05)
    cross = [
        c.bar((q, -q, zs), (reach, reach, low - 0.05), radius=0.04),
        c.bar((q, q, zs), (reach, -reach, low - 0.05), radius=0.04),
    ]
    side = union(brace, *cross)
    front = union(
        c.bar((-q, q, zs), (q, q, zs), radius=0.05),
        c.bar((-q, q, zs), (reach, reach, low - 0.05), radius=0.04),
        c.bar((q, q, zs), (-reach, reach, low - 0.05), radius=0.04),
    )
    pipe = c.bar((0, 0, 0.06), (0, 0, low), radius=0.08)
    base = c.can(0.16, 0.12, (0, 0, 0.06), "z", 0.02)
    pads = c.box(0.2, 0.2, 0.12, (foot, foot, 0.06), 0.02)
    ties = union(
        c.bar((0, 0, zs), (0, q, zs), radius=0.045), c.bar((0, 0, zs), (0, -q, zs), radius=0.045)
    )
    legs = [mirror(union(leg, pads), "xy"), pairs(side), mirror(front, "y"), pipe, base, ties]
    if u[7] > 0.4:
        walk = difference(
            c.can(r + 0.13, 0.11, (0, 0, low + 0.02), "z", 0.02),
            c.can(r - 0.06, 1, (0, 0, low)),
            0.01,
        )
        legs.append(walk)
    return [(0, union(*tank)), (1, union(roof, knob)), (2, union(*legs))]


@kind(
    "silo",
    "grain silo",
    "grain elevator",
    height=18.0,
    senses=("silo.n.01",),
    body=("gray", "white", "red", "blue"),
    roof=("red", "gray", "blue", "white", "same"),
    ladder=("black", "gray", "yellow"),
    forms={"with a round roof": (3, 0.0, 0.5), "with a pointed roof": (3, 0.5, 1.0)},
)
@cast(1.0)
def silo(u: np.ndarray, c: Kit) -> Parts:
    """u3 a dome or a cone, u4 thickness, u5 number of rings, u6 height of the roof, u7 foot."""
    r, rise, count = mix(u[4], 0.36, 0.46), mix(u[6], 0.24, 0.36), 4 + int(u[5] > 0.5)
    top = 1.45
    rings = [
        c.can(r + 0.03, 0.06, (0, 0, z), "z", 0.02) for z in np.linspace(0.2, top - 0.2, count)
    ]
    body = union(
        c.can(r, top, (0, 0, top / 2), "z", 0.015),
        *rings,
        c.can(r + mix(u[7], 0.05, 0.1), 0.12, (0, 0, 0.06), "z", 0.02),
    )
    if u[3] < 0.5:
        roof = c.dome(r + 0.02, r + 0.02, rise, (0, 0, top))
        rim = c.can(r + 0.05, 0.12, (0, 0, top - 0.02), "z", 0.02)
    else:
        roof = c.turned(
            [(r + 0.06, top), (r + 0.06, top + 0.06), (0.08, top + rise)], rounding=0.015
        )
        rim = c.can(r + 0.03, 0.12, (0, 0, top), "z", 0.02)
    vent = c.can(0.09, 0.14, (0, 0, top + rise), "z", 0.03)
    y = -r - 0.08
    ladder = [pairs(c.bar((0.1, y, 0.08), (0.1, y, top + 0.05), radius=0.05))]
    ladder += [
        c.box(0.22, 0.12, 0.1, (0, y + 0.02, z), 0.02) for z in np.linspace(0.18, top - 0.05, 7)
    ]
    ladder.append(pairs(c.bar((0.1, y, top + 0.05), (0.1, -r + 0.05, top + 0.03), radius=0.05)))
    return [(0, body), (1, union(roof, rim, vent)), (2, union(*ladder))]


@kind(
    "brick wall",
    "stone wall",
    "garden wall",
    height=1.8,
    senses=("wall.n.07",),
    bricks=("red", "brown", "gray", "orange", "white"),
    mortar=("white", "gray", "black"),
    forms={"with a cap": (5, 0.5, 1.0)},
)
@cast()
def brick_wall(u: np.ndarray, c: Kit) -> Parts:
    """u3 rows of bricks, u4 bricks in a row, u5 a cap on top, u6 thickness, u7 depth of the
    joints."""
    rows, count = (5 if u[3] < 0.5 else 6), (4 if u[4] < 0.5 else 5)
    deep, tall, long = mix(u[6], 0.3, 0.42), 1.1, 1.8
    joint = 0.035
    pitch, step = long / count, tall / rows
    inner = deep - 2 * mix(u[7], 0.03, 0.045)
    mortar = c.box(long - 0.03, inner, tall - 0.03, (0, 0, tall / 2), 0.01)
    layers = []
    for i in range(rows):
        z = step * (i + 0.5)
        row = c.box(long, deep, step - joint, (0, 0, z), 0.02)
        gaps = []
        # Every second row is shifted by half a brick.
        xs = [
            x
            for k in range(count + 1)
            if -0.01
            < (x := pitch * (k - count / 2) + (pitch / 2 if i % 2 else 0))
            < long / 2 - 0.02
        ]
        for x in xs:
            gap = c.box(joint, 2, step, (x, 0, z), 0.004)
            gaps.append(pairs(gap) if x > 0.01 else gap)
        layers.append(difference(row, union(*gaps), 0.01))
    if u[5] > 0.5:
        layers.append(c.box(long + 0.08, deep + 0.1, 0.12, (0, 0, tall + 0.05), 0.02))
    return [(0, union(*layers)), (1, mortar)]


@kind(
    "bus stop",
    "bus shelter",
    height=2.6,
    senses=(),
    frame=("gray", "blue", "green", "red", "black"),
    panes=("cyan", "white"),
    bench=("brown", "gray", "yellow"),
    forms={"with a sign": (4, 0.5, 1.0)},
)
@cast()
def bus_stop(u: np.ndarray, c: Kit) -> Parts:
    """u3 slant of the roof, u4 a sign on the roof, u5 depth, u6 height of the bench."""
    slant, deep, seat = mix(u[3], 0.0, 0.14), mix(u[5], 0.56, 0.72), mix(u[6], 0.34, 0.42)
    half, top = 0.8, 1.24
    back = deep / 2
    roof = c.plate(
        [(-back - 0.16, top + slant), (-back - 0.16, top + slant + 0.12), (back + 0.08, top + 0.12),
         (back + 0.08, top)],
        2 * half + 0.2, rounding=0.02,
    )  # fmt: skip
    frame = [
        roof,
        pairs(
            c.box(0.11, 0.11, top + 0.06, (half, back, top / 2), 0.02),
            c.box(0.11, 0.11, top + slant + 0.06, (half, -back + 0.1, (top + slant) / 2), 0.02),
            c.box(0.11, deep, 0.11, (half, 0.04, 0.12), 0.02),
        ),
        c.box(2 * half, 0.11, 0.11, (0, back, 0.12), 0.02),
        c.box(0.11, 0.11, top, (0, back, top / 2), 0.02),
    ]
    if u[4] > 0.5:
        frame.append(c.box(0.8, 0.12, 0.24, (0, -back - 0.08, top + slant + 0.16), 0.02))
    panes = union(
        c.box(2 * half, 0.1, top - 0.3, (0, back, top / 2 + 0.06), 0.01),
        pairs(c.box(0.1, deep * 0.86, top - 0.3, (half, 0.04, top / 2 + 0.06), 0.01)),
    )
    bench = union(
        c.box(1.1, 0.3, 0.12, (0, back - 0.24, seat), 0.02),
        pairs(c.box(0.12, 0.2, seat, (0.42, back - 0.24, seat / 2), 0.02)),
        pairs(c.box(0.12, 0.34, 0.12, (0.42, back - 0.14, seat - 0.06), 0.02)),
    )
    return [(0, union(*frame)), (1, panes), (2, bench)]


@kind(
    "parking meter",
    height=1.4,
    senses=("parking_meter.n.01",),
    head=("gray", "blue", "red", "green"),
    post=("gray", "black", "same"),
    display=("white", "cyan", "yellow"),
    forms={"with two heads": (3, 0.6, 1.0)},
)
@cast()
def parking_meter(u: np.ndarray, c: Kit) -> Parts:
    """u3 one head or two, u4 size of the head, u5 thickness of the post, u6 foot, u7 slot."""
    size, thick = mix(u[4], 0.2, 0.26), mix(u[5], 0.065, 0.085)
    low, two = 1.1, u[3] >= 0.6
    x = size + 0.06 if two else 0.0

    def twin(solid: Solid) -> Solid:
        return pairs(solid) if two else solid

    mouth = low + size * 1.1
    body = union(
        c.box(2 * size, 0.3, size * 1.1, (x, 0, low + size * 0.55), 0.04),
        intersection(
            c.can(size, 0.3, (x, 0, mouth), "y", 0.04),
            c.box(4, 4, 2 * size, (x, 0, mouth + 0.98 * size), 0.01),
            0.01,
        ),
        c.can(thick + 0.05, 0.16, (x, 0, low), "z", 0.03),
    )
    slot = c.box(0.06, 0.12, 0.16, (x + size * 0.45, -0.15, low + size * 0.5), 0.01)
    slot = union(slot, c.box(0.06, 0.12, 0.16, (x - size * 0.45, -0.15, low + size * 0.5), 0.01))
    head = twin(difference(body, slot, 0.01))
    pane = c.dome(size * 0.74, 0.1, size * 0.7, (x, -0.14, mouth), 0.02)
    knob = c.can(0.075, 0.16, (x, -0.16, low + size * 0.5), "y", 0.03)
    foot = mix(u[6], 0.2, 0.28)
    post = [
        c.can(thick, low, (0, 0, low / 2), "z", 0.02),
        c.turned([(foot, 0), (foot, 0.08), (thick, 0.2)], rounding=0.02),
    ]
    if two:
        post.append(c.box(2 * x + 0.16, 0.16, 0.13, (0, 0, low - 0.06), 0.03))
    return [(0, head), (1, union(*post)), (2, twin(union(pane, knob)))]
