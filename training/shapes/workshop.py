"""Hand and power tools of a workshop."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .details import around, closed
from .kinds import Parts, kind, mix, pick
from .solids import difference, mirror, union

_GRIP = ("red", "yellow", "blue", "orange", "green", "black")
_STEEL = ("gray", "white", "black")
Outline = list[tuple[float, float]]


@kind(
    "screwdriver",
    height=0.2,
    senses=("screwdriver.n.01",),
    handle=_GRIP,
    shaft=_STEEL,
    collar=("black", "gray", "same"),
    forms={"with a flat tip": (3, 0.0, 0.5), "with a pointed tip": (3, 0.5, 1.0)},
)
@cast(1.0)
def screwdriver(u: np.ndarray, c: Kit) -> Parts:
    """Its tip down. u3 flat or pointed tip, u4 length of the handle, u5 thickness of it, u6 number
    of ridges, u7 thickness of the shaft."""
    low, r, thin = 1.9 - mix(u[4], 0.7, 0.9), mix(u[5], 0.2, 0.26), mix(u[7], 0.065, 0.085)
    long = 1.9 - low
    grip = c.turned(
        [(r * 0.75, low), (r * 0.62, low + long * 0.14), (r * 0.95, low + long * 0.32),
         (r, low + long * 0.8), (r * 0.6, 1.9)], rounding=0.04,
    )  # fmt: skip
    ridge = c.box(0.09, 0.12, long * 0.52, (0, -r * 0.94, low + long * 0.56), 0.03)
    handle = union(grip, around(ridge, 5 + pick(u[6], 3)))
    shaft = [c.bar((0, 0, 0.18), (0, 0, low + 0.1), radius=thin)]
    if u[3] < 0.5:
        half = [(0.13, 0.0), (0.15, 0.16), (0.06, 0.36)]
        shaft.append(c.plate(closed(half), 0.13, "y", (0, 0, 0), 0.02))
    else:
        shaft.append(c.bar((0, 0, 0.05), (0, 0, 0.22), (0, 0, 0.3), radius=[0.05, 0.115, 0.08]))
    collar = c.can(r * 0.62, 0.14, (0, 0, low - 0.02))
    return [(0, handle), (1, union(*shaft)), (2, collar)]


@kind(
    "wrench",
    "spanner",
    height=0.22,
    senses=("wrench.n.03",),
    handle=("gray", "red", "blue", "black", "white"),
    jaws=("same", "gray", "white"),
    forms={"with a ring": (3, 0.0, 0.5), "with two jaws": (3, 0.5, 1.0)},
)
@cast()
def wrench(u: np.ndarray, c: Kit) -> Parts:
    """u3 a ring or a second mouth below, u4 width of the mouths, u5 width of the handle, u6 depth
    of the mouths, u7 thickness."""
    gap, wide, deep = mix(u[4], 0.12, 0.16), mix(u[5], 0.09, 0.13), mix(u[6], 0.2, 0.28)
    thick = mix(u[7], 0.18, 0.24)

    def mouth(base: float, up: float) -> Outline:
        half = [
            (wide, 0.0), (0.32, 0.16), (0.36, 0.34), (0.28, 0.52), (gap + 0.02, 0.54),
            (gap, 0.52 - deep), (0.0, 0.46 - deep),
        ]  # fmt: skip
        return [(p, base + up * q) for p, q in closed(half)]

    top = c.plate(mouth(1.36, 1), thick, "y", (0, 0, 0), 0.03)
    if u[3] < 0.5:
        ring = c.can(0.28, thick, (0, 0, 0.28), "y")
        foot = difference(ring, c.can(0.14, 1, (0, 0, 0.28), "y", 0.01), 0.02)
        low = 0.5
    else:
        foot, low = c.plate(mouth(0.54, -1), thick, "y", (0, 0, 0), 0.03), 0.5
    handle = c.box(2 * wide, thick * 0.75, 1.42 - low, (0, 0, (1.42 + low) / 2))
    return [(0, handle), (1, union(top, foot))]


@kind(
    "saw",
    "handsaw",
    "hand saw",
    "hacksaw",
    height=0.15,
    senses=("saw.n.02",),
    blade=("gray", "white"),
    handle=("brown", "orange", "red", "black", "yellow"),
    forms={"with a frame": (3, 0.6, 1.0)},
)
@cast()
def saw(u: np.ndarray, c: Kit) -> Parts:
    """Its teeth down, its handle at the back. u3 a broad blade, or a narrow one in a frame, u4
    number of teeth, u5 height of the blade, u6 taper, u7 size of the handle."""
    count, size = 7 + pick(u[4], 3), mix(u[7], 0.9, 1.05)
    framed = u[3] > 0.6
    front, back = -1.0, 0.42
    step = (back - front) / count
    base = 0.1
    bite = 0.1 if framed else 0.13
    teeth = [
        place
        for i in range(count)
        for place in ((front + step * i, base + bite), (front + step * (i + 0.8), base))
    ]
    tall = mix(u[5], 0.46, 0.6)
    tip = tall * mix(u[6], 0.5, 0.72)
    if framed:
        top = [(back, base + bite), (back, base + 0.24), (front, base + 0.24)]
    else:
        top = [(back, base + bite), (back + 0.1, tall + base), (front, tip + base)]
    blade = c.plate([*teeth, *top], 0.13, rounding=0.015)
    hole = c.can(0.13 * size, 1, (0, 0.62, 0.36), "x", 0.01)
    slot = c.box(1, 0.17 * size, 0.3 * size, (0, 0.64, 0.36), 0.08)
    grip = c.plate(
        [(0.34, 0.16), (0.54, 0.0), (0.86, 0.02), (0.84, 0.16), (0.8, 0.36), (0.9, 0.6),
         (0.86, 0.72), (0.6, 0.7), (0.36, 0.56)], 0.24, rounding=0.04,
    )  # fmt: skip
    grip = difference(grip, union(hole, slot), 0.02)
    if not framed:
        return [(0, blade), (1, grip)]
    high = mix(u[5], 0.66, 0.8)
    bow = c.bar(
        (0, 0.5, 0.5), (0, 0.4, high), (0, front + 0.1, high), (0, front, high - 0.1),
        (0, front, base + 0.14), radius=0.07,
    )  # fmt: skip
    return [(0, blade), (1, union(grip, bow))]


@kind(
    "drill",
    "power drill",
    "electric drill",
    "cordless drill",
    height=0.22,
    senses=("drill.n.01", "power_drill.n.01"),
    body=("yellow", "red", "blue", "green", "orange"),
    bit=("gray", "white", "black"),
    battery=("black", "gray", "same"),
)
@cast()
def drill(u: np.ndarray, c: Kit) -> Parts:
    """Its bit to -y. u3 length of the bit, u4 size of the battery, u5 thickness of the motor, u6
    slant of the grip, u7 length of the motor."""
    r, slant = mix(u[5], 0.2, 0.25), mix(u[6], 0.0, 0.14)
    back, tip, axis = mix(u[7], 0.62, 0.78), mix(u[3], -0.9, -1.15), 1.02
    body = union(
        c.can(r, back + 0.2, (0, (back - 0.2) / 2, axis), "y", 0.06),
        c.can(r + 0.03, 0.14, (0, back - 0.16, axis), "y", 0.02),
        c.can(r * 0.82, 0.16, (0, -0.24, axis), "y"),
        c.plate(
            [(0.12, axis - 0.1), (0.5, axis - 0.1), (0.5 + slant, 0.2), (0.16 + slant, 0.2)],
            0.28, rounding=0.06,
        ),
    )  # fmt: skip
    trigger = c.box(0.16, 0.16, 0.2, (0, 0.12, axis - 0.36), 0.04)
    size = mix(u[4], 0.56, 0.74)
    battery = c.box(0.4, size, 0.28, (0, 0.28 + slant, 0.14), 0.04)
    chuck = c.bar((0, -0.28, axis), (0, -0.5, axis), radius=[0.16, 0.1])
    bit = [chuck, c.bar((0, -0.45, axis), (0, tip, axis), radius=[0.065, 0.055])]
    count = 5
    for i in range(count):
        y = -0.66 + (tip + 0.78) * i / (count - 1)
        bit.append(c.bar((0, y, axis - 0.05), (0, y - 0.08, axis + 0.05), radius=0.065))
    return [(0, body), (1, union(*bit)), (2, union(battery, trigger))]


@kind(
    "pliers",
    "pincers",
    "tongs",
    height=0.18,
    senses=("pliers.n.01", "pincer.n.01"),
    handles=_GRIP,
    jaws=_STEEL,
    pivot=("black", "white", "same"),
)
@cast()
def pliers(u: np.ndarray, c: Kit) -> Parts:
    """Open, jaws up. u3 length of the jaws, u4 how far open, u5 curve of the handles, u6 thickness
    of the handles, u7 width of the jaws."""
    long, gape, bulge = mix(u[3], 0.44, 0.7), mix(u[4], 0.05, 0.14), mix(u[5], 0.3, 0.44)
    fat, wide = mix(u[6], 0.085, 0.105), mix(u[7], 0.12, 0.16)
    joint, tip = 1.12, 1.12 + long
    handles = mirror(
        c.bar((0.12, 0, joint - 0.14), (bulge, 0, 0.72), (bulge + 0.05, 0, 0.4), (bulge, 0, fat),
              radius=[0.075, fat, fat, fat])
    )  # fmt: skip
    jaw = c.plate(
        [(-0.02, joint - 0.1), (0.2, joint - 0.06), (wide + 0.14, joint + 0.14),
         (wide + gape, tip - 0.04), (gape + 0.05, tip), (gape, tip), (0.02, joint + 0.14)],
        0.2, "y", (0, 0, 0), 0.02,
    )  # fmt: skip
    hub = c.can(0.2, 0.22, (0, 0, joint), "y")
    pivot = c.can(0.1, 0.34, (0, 0, joint), "y")
    shank = mirror(c.bar((0.05, 0, joint), (0.16, 0, joint - 0.22), radius=0.085))
    return [(0, handles), (1, union(pairs(jaw), hub, shank)), (2, pivot)]


@kind(
    "paintbrush",
    "brush",
    "paint brush",
    height=0.2,
    senses=("paintbrush.n.01", "brush.n.02"),
    handle=("brown", "red", "yellow", "blue", "black"),
    bristles=("white", "red", "blue", "green", "black", "orange"),
    ferrule=("gray", "yellow"),
    forms={"flat": (3, 0.0, 0.5), "with a round tip": (3, 0.5, 1.0)},
)
@cast(1.0)
def paintbrush(u: np.ndarray, c: Kit) -> Parts:
    """Its bristles up. u3 flat or round, u4 length of the bristles, u5 width of the handle, u6
    height of the ferrule, u7 slope of the tip."""
    long, band, fat = mix(u[4], 0.4, 0.56), mix(u[6], 0.2, 0.3), mix(u[5], 0.1, 0.13)
    root = 1.9 - long
    grip = root - band
    if u[3] < 0.5:
        wide = 0.36
        half = [(wide - 0.03, root - 0.1), (wide + 0.02, 1.72), (wide - mix(u[7], 0.02, 0.1), 1.9)]
        bristles = c.plate(closed(half), 0.2, "y", (0, 0, 0), 0.03)
        ferrule = c.box(2 * wide, 0.24, band + 0.04, (0, 0, grip + band / 2), 0.025)
        side = [
            (fat * 0.9, 0.0), (fat * 1.3, 0.1), (fat * 1.3, 0.25), (fat, grip * 0.6),
            (fat * 1.2, grip * 0.75), (wide - 0.05, grip + 0.03),
        ]  # fmt: skip
        hole = c.can(0.06, 1, (0, 0, 0.16), "y", 0.01)
        handle = difference(c.plate(closed(side), 0.2, "y", (0, 0, 0), 0.04), hole, 0.02)
        return [(0, handle), (1, bristles), (2, ferrule)]
    bristles = c.turned([(0.13, root - 0.05), (0.19, root + long * 0.4),
                         (mix(u[7], 0.06, 0.1), 1.9)], rounding=0.04)  # fmt: skip
    ferrule = c.turned([(fat, grip - 0.04), (0.15, root), (0.14, root + 0.04)], rounding=0.02)
    handle = c.turned([(0.06, 0.0), (fat * 1.25, grip * 0.75), (fat * 0.9, grip)])
    return [(0, handle), (1, bristles), (2, ferrule)]


@kind(
    "chainsaw",
    "chain saw",
    "power saw",
    height=0.3,
    senses=("chain_saw.n.01", "power_saw.n.01"),
    body=("orange", "red", "yellow", "green"),
    blade=("gray", "white", "black"),
    handle=("black", "gray", "same"),
)
@cast()
def chainsaw(u: np.ndarray, c: Kit) -> Parts:
    """Its blade to -y. u3 length of the blade, u4 height of it, u5 height of the body, u6 number of
    teeth, u7 size of the front handle."""
    tip, half, tall = mix(u[3], -0.95, -1.15), mix(u[4], 0.11, 0.15), mix(u[5], 0.42, 0.52)
    axis = 0.24
    body = union(
        c.plate(
            [(-0.1, 0.02), (0.56, 0.02), (0.6, tall * 0.7), (0.5, tall), (0.06, tall),
             (-0.1, tall * 0.8)], 0.44, rounding=0.05,
        ),
        mirror(c.can(0.15, 0.12, (0.22, 0.28, 0.26), "x")),
    )  # fmt: skip
    count = 6 + pick(u[6], 3)
    step = (-tip - 0.2) / count
    teeth = [
        c.box(0.16, step * 0.5, 2 * half + 0.12, (0, tip + 0.12 + step * (i + 0.3), axis), 0.02)
        for i in range(count)
    ]
    blade = union(
        c.plate(
            [(0.0, axis - half), (tip + 0.1, axis - half), (tip + 0.02, axis - half * 0.5),
             (tip, axis), (tip + 0.02, axis + half * 0.5), (tip + 0.1, axis + half),
             (0.0, axis + half)], 0.13, rounding=0.02,
        ),
        *teeth,
    )  # fmt: skip
    high = mix(u[7], 0.66, 0.8)
    hoop = pairs(
        c.bar((0.2, 0.14, 0.2), (0.27, 0.1, high - 0.12), (0.16, 0.08, high), (0, 0.08, high),
              radius=0.06)
    )  # fmt: skip
    rear = c.bar(
        (0, 0.5, tall - 0.06), (0, 0.78, tall - 0.08), (0, 0.92, tall * 0.55), (0, 0.86, 0.1),
        (0, 0.5, 0.1), radius=0.07,
    )  # fmt: skip
    guard = c.box(0.36, 0.12, 0.3, (0, -0.1, tall + 0.02), 0.03)
    return [(0, body), (1, blade), (2, union(hoop, rear, guard))]
