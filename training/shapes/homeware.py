"""Household things of every day: kettles, hangers, high chairs; the face at -y."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import blend, difference, union

_WOOD = ("brown", "white", "black")


@kind(
    "tea kettle",
    "kettle",
    "teakettle",
    "whistling kettle",
    "electric kettle",
    height=0.25,
    senses=("teakettle.n.01", "kettle.n.01"),
    body=("gray", "red", "blue", "green", "white"),
    handle=("black", "brown", "same"),
    lid=("same", "black", "gray"),
    forms={"with a handle on top": (3, 0.0, 0.5), "with a handle behind": (3, 0.5, 1.0)},
)
@cast(1.0)
def tea_kettle(u: np.ndarray, c: Kit) -> Parts:
    """The spout points forward; u3 handle over the top or behind, u4 width of the belly, u5 spout
    length, u6 height of the handle, u7 whistle or an open spout."""
    r, reach, rise = mix(u[4], 0.56, 0.66), mix(u[5], 0.16, 0.3), mix(u[6], 0.4, 0.52)
    tall_one = u[3] >= 0.5
    if tall_one:
        r *= 0.8
        top = 1.2
        profile = [(r * 0.95, 0.0), (r, 0.1), (r * 0.74, top - 0.04), (r * 0.6, top)]
    else:
        top = 0.8
        profile = [
            (r * 0.92, 0.0),
            (r, 0.1),
            (r * 0.96, 0.3),
            (r * 0.7, 0.6),
            (0.28, top - 0.02),
            (0.26, top),
        ]
    belly = c.turned(profile, rounding=0.04)
    if tall_one:
        start, tip = (0, -r * 0.5, top - 0.34), (0, -r * 0.74 - reach * 0.7, top - 0.02)
        spout = c.bar(start, tip, radius=[0.18, 0.1])
    else:
        start, tip = (0, -r * 0.72, 0.34), (0, -r - reach, 0.74)
        spout = c.bar(start, tip, radius=[0.16, 0.085])
    body = blend(belly, spout, radius=0.06)
    if u[7] < 0.5:
        end = c.can(0.1, 0.12, (0, tip[1] - 0.01, tip[2] + 0.02), "z", 0.03)
        body = union(body, end)
    if tall_one:
        y = r * 0.7
        handle = c.bar(
            (0, y * 0.9, top - 0.14), (0, y + 0.3, top - 0.08), (0, y + 0.4, top - 0.26),
            (0, y + 0.36, 0.42), (0, y + 0.18, 0.26), radius=0.085,
        )  # fmt: skip
        lid = union(
            c.can(r * 0.58, 0.12, (0, 0, top + 0.02), "z", 0.04), c.bead(0.09, (0, 0, top + 0.1))
        )
        return [(0, body), (1, handle), (2, lid)]
    turns = [math.radians(a) for a in range(0, 181, 20)]
    hoop = [(0, 0.44 * math.cos(t), 0.56 + (rise + 0.1) * math.sin(t) ** 0.8) for t in turns]
    hoop = [(x, y, z if 0 < i < len(turns) - 1 else 0.5) for i, (x, y, z) in enumerate(hoop)]
    handle = union(c.bar(*hoop, radius=0.06), c.bar(*hoop[3:7], radius=0.09))
    lid = union(
        c.turned([(0.3, top - 0.03), (0.28, top + 0.03), (0.1, top + 0.09)], rounding=0.02),
        c.bead(0.08, (0, 0, top + 0.13)),
    )
    return [(0, body), (1, handle), (2, lid)]


@kind(
    "highchair",
    "baby chair",
    "feeding chair",
    height=1.0,
    senses=(),
    seat=("red", "blue", "yellow", "green", "pink"),
    legs=_WOOD,
    tray=("white", "same", "yellow"),
)
@cast()
def high_chair(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the back, u4 spread of the legs, u5 depth of the tray, u6 shape of the back, u7
    footrest."""
    back, out, deep = mix(u[3], 1.5, 1.66), mix(u[4], 0.06, 0.16), mix(u[5], 0.3, 0.4)
    z = 0.96
    seat = [c.box(0.6, 0.56, 0.14, (0, 0.06, z), 0.05)]
    turns = np.linspace(0, math.pi, 9)
    if u[6] < 0.5:
        arch = [(0.29 * math.cos(t), back - 0.29 + 0.29 * math.sin(t)) for t in turns]
        panel = c.plate([(0.29, z), *arch, (-0.29, z)], 0.14, "y", (0, 0.32, 0), 0.03)
    else:
        panel = c.box(0.58, 0.14, back - z, (0, 0.32, (back + z) / 2), 0.05)
    seat += [panel, pairs(c.box(0.12, 0.5, 0.24, (0.3, 0.1, z + 0.14), 0.04))]
    x, y = 0.28, 0.26
    leg = c.bar((x, y, z), (x + out, y + out, 0.06), radius=0.065)
    fore = c.bar((x, -y + 0.1, z), (x + out, -y - out, 0.06), radius=0.065)
    at = 0.3
    q = x + out * (1 - at / z)
    legs = [
        pairs(leg, fore, c.bar((q, y + out * 0.7, at), (q, -y - out * 0.6, at), radius=0.055)),
        c.bar((-q, y + out * 0.7, at), (q, y + out * 0.7, at), radius=0.055),
    ]
    if u[7] > 0.3:
        legs.append(c.box(0.62, 0.24, 0.11, (0, -0.3, 0.46), 0.03))
        legs.append(pairs(c.box(0.12, 0.14, 0.12, (0.3, -0.24, 0.47), 0.03)))
    tray = c.box(0.78, deep, 0.13, (0, -0.2 - deep / 2 + 0.06, z + 0.3), 0.05)
    well = c.box(0.6, deep - 0.16, 0.12, (0, -0.2 - deep / 2 + 0.06, z + 0.37), 0.02)
    arms = pairs(c.box(0.12, 0.5, 0.12, (0.31, 0.0, z + 0.28), 0.03))
    return [(0, union(*seat)), (1, union(*legs)), (2, union(difference(tray, well, 0.02), arms))]


@kind(
    "coat rack",
    "coat stand",
    "coat tree",
    "hat stand",
    height=1.8,
    senses=("coatrack.n.01",),
    stand=("brown", "black", "white", "gray"),
    hooks=("same", "yellow", "gray", "brown"),
    forms={"with four hooks": (3, 0.0, 0.5), "with six hooks": (3, 0.5, 1.0)},
)
@cast(1.0)
def coat_rack(u: np.ndarray, c: Kit) -> Parts:
    """u3 four or six hooks, u4 their length, u5 feet or a round foot, u6 a second row below, u7
    knob on top."""
    count, reach, top = (4 if u[3] < 0.5 else 6), mix(u[4], 0.28, 0.38), 1.82
    pole = c.can(0.07, top, (0, 0, top / 2 + 0.04), "z", 0.03)
    if u[5] < 0.6:
        foot = around(
            c.bar((0, 0, 0.34), (0, -0.2, 0.14), (0, -0.44, 0.06), radius=[0.065, 0.06, 0.06]), 4
        ).rotated(45)
    else:
        foot = c.turned([(0.36, 0), (0.34, 0.09), (0.08, 0.16)], rounding=0.02)
    knob = c.bead(mix(u[7], 0.1, 0.13), (0, 0, top + 0.08))
    hook = c.bar(
        (0, 0, top - 0.3), (0, -reach * 0.6, top - 0.26), (0, -reach, top - 0.06),
        radius=[0.055, 0.055, 0.075],
    )  # fmt: skip
    hooks = [around(hook, count).rotated(180 / count)]
    if u[6] > 0.4:
        low = c.bar(
            (0, 0, top - 0.62), (0, -reach * 0.5, top - 0.6), (0, -reach * 0.75, top - 0.46),
            radius=[0.055, 0.055, 0.07],
        )  # fmt: skip
        hooks.append(around(low, 4))
    ring = c.can(0.11, 0.12, (0, 0, top - 0.3), "z", 0.03)
    return [(0, union(pole, foot, knob)), (1, union(*hooks, ring))]


@kind(
    "coat hanger",
    "clothes hanger",
    "hanger",
    height=0.24,
    senses=("coat_hanger.n.01",),
    frame=("brown", "black", "white", "blue", "pink", "red"),
    hook=("gray", "yellow", "same"),
    forms={"without a bar": (3, 0.0, 0.4), "with a bar": (3, 0.4, 1.0)},
)
@cast()
def coat_hanger(u: np.ndarray, c: Kit) -> Parts:
    """u3 bare shoulders or a bar below, u4 slope of the shoulders, u5 thickness, u6 size of the
    hook. The hook is seen from the side, so that both halves match."""
    drop, thick, r = mix(u[4], 0.3, 0.46), mix(u[5], 0.075, 0.095), mix(u[6], 0.12, 0.16)
    top = 0.56
    shoulder = c.bar(
        (0, 0, top), (0.24, 0, top - drop * 0.22), (0.7, 0, top - drop * 0.8),
        (0.92, 0, top - drop),
        radius=[thick * 1.15, thick * 1.1, thick, thick * 0.95],
    )  # fmt: skip
    body = [pairs(shoulder)]
    if u[3] >= 0.4:
        low = top - drop - 0.16
        body.append(pairs(c.bar((0.9, 0, top - drop), (0.84, 0, low), (0, 0, low), radius=0.055)))
    base = top + 0.14
    turns = [math.radians(a) for a in (-90, -45, 0, 45, 90, 135, 180, 205)]
    curl = [(0, r * math.cos(a), base + r + r * math.sin(a)) for a in turns]
    hook = union(c.bar((0, 0, top), (0, 0, base), radius=0.08), c.bar(*curl, radius=0.085))
    return [(0, union(*body)), (1, hook)]


@kind(
    "ironing board",
    "ironing table",
    height=0.9,
    senses=("ironing_board.n.01",),
    board=("blue", "red", "green", "gray", "pink"),
    legs=("gray", "white", "black"),
    cover=("white", "yellow", "same"),
)
@cast()
def ironing_board(u: np.ndarray, c: Kit) -> Parts:
    """Its nose points forward; u3 width, u4 pointedness, u5 spread of the legs, u6 iron rest, u7
    stripes of the cover."""
    half, tip, out = mix(u[3], 0.24, 0.3), mix(u[4], 0.06, 0.14), mix(u[5], 0.5, 0.64)
    top = 0.9
    plan = [
        (tip, -0.95), (half * 0.8, -0.62), (half, -0.2), (half, 0.86), (half - 0.06, 0.92),
    ]  # fmt: skip
    plan += [(-x, y) for x, y in plan[::-1]]
    board = c.plate(plan, 0.15, "z", (0, 0, top), 0.04)
    legs = pairs(
        c.bar((0.2, out, 0.06), (0.14, -out + 0.1, top - 0.06), radius=0.055),
        c.bar((0.16, -out, 0.06), (0.12, out - 0.1, top - 0.06), radius=0.055),
    )
    feet = union(
        c.bar((-0.34, out, 0.06), (0.34, out, 0.06), radius=0.06),
        c.bar((-0.3, -out, 0.06), (0.3, -out, 0.06), radius=0.06),
        c.bar((-0.2, 0.03, top / 2), (0.2, 0.03, top / 2), radius=0.055),
    )
    count = 2 + pick(u[7], 2)
    bands = [
        c.box(2 * half - 0.04, 0.12, 0.12, (0, y, top + 0.04), 0.03)
        for y in np.linspace(-0.2, 0.6, count)
    ]
    rest = []
    if u[6] > 0.5:
        rest.append(c.box(2 * half - 0.1, 0.3, 0.11, (0, 0.98, top), 0.03))
    return [(0, board), (1, union(legs, feet, *rest)), (2, union(*bands))]
