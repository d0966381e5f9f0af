"""Towels, brushes, combs and what stands before the mirror."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, difference, union

_CLOTH = ("blue", "white", "pink", "green", "yellow", "red")


@kind(
    "towel",
    "bath towel",
    "folded towel",
    height=0.14,
    senses=("towel.n.01",),
    cloth=_CLOTH,
    stripes=("white", "yellow", "red", "same"),
    forms={"in a stack": (3, 0.0, 0.5), "rolled": (3, 0.5, 1.0)},
)
@cast()
def towel(u: np.ndarray, c: Kit) -> Parts:
    """u3 folded in a stack, or three rolls, u4 thickness, u5 number of layers, u6 place of the
    stripes."""
    thick, place = mix(u[4], 0.2, 0.26), mix(u[6], 0.3, 0.42)
    if u[3] < 0.5:
        count = 2 + pick(u[5], 2)
        wide, deep = 1.3, 0.86
        soft, bands = [], []
        for i in range(count):
            z = thick * 2 * i
            # Each is folded once: two leaves, joined in front by a round edge.
            fold = difference(
                c.box(wide, deep, 2 * thick - 0.01, (0, 0, z + thick), thick * 0.5),
                c.box(2, deep, 0.045, (0, 0.16, z + thick), 0.015), 0.03,
            )  # fmt: skip
            soft.append(fold)
            ring = difference(
                c.box(0.12, deep + 0.04, 2 * thick + 0.02, (place, 0, z + thick), thick * 0.5),
                c.box(2, deep, 0.045, (0, 0.2, z + thick), 0.015), 0.02,
            )  # fmt: skip
            bands.append(pairs(ring))
        core = c.box(wide * 0.9, deep * 0.8, thick * 2 * count - 0.1, (0, 0, thick * count), 0.04)
        return [(0, union(*soft, core)), (1, union(*bands))]
    r, long = thick * 1.1, 1.3

    def roll(x: float, z: float) -> tuple[Solid, Solid]:
        body = c.can(r, long, (x, 0, z), "y", 0.05)
        rings = [
            difference(c.can(q + 0.03, 0.1, (x, -long / 2, z), "y", 0.01),
                       c.can(q - 0.02, 0.4, (x, -long / 2, z), "y", 0.005), 0.005)
            for q in (r * 0.36, r * 0.66)
        ]  # fmt: skip
        body = difference(body, union(*rings), 0.01)
        band = union(*(c.can(r + 0.025, 0.11, (x, y, z), "y", 0.02) for y in (-place, place)))
        return body, band

    sides, middle = roll(r * 1.0, r), roll(0, r + r * math.sqrt(3) - 0.01)
    return [(0, union(pairs(sides[0]), middle[0])), (1, union(pairs(sides[1]), middle[1]))]


@kind(
    "hairbrush",
    "hair brush",
    "paddle brush",
    height=0.05,
    senses=("hairbrush.n.01",),
    handle=("pink", "purple", "red", "brown", "black", "blue"),
    pad=("black", "white", "same", "gray"),
    bristles=("black", "white", "yellow"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast()
def hairbrush(u: np.ndarray, c: Kit) -> Parts:
    """It lies on its back, the handle to the front; u3 round or square head, u4 its width, u5
    length of the bristles, u6 length of the handle, u7 its thickness."""
    half, tall, reach = mix(u[4], 0.26, 0.36), mix(u[5], 0.14, 0.22), mix(u[6], -1.0, -0.84)
    thick = mix(u[7], 0.075, 0.1)
    y, power = 0.46, (1.0 if u[3] < 0.5 else 0.5)
    turns = np.linspace(0, 2 * math.pi, 28, endpoint=False)

    def oval(a: float, b: float) -> list[tuple[float, float]]:
        return [
            (
                a * math.copysign(abs(math.cos(t)) ** power, math.cos(t)),
                y + b * math.copysign(abs(math.sin(t)) ** power, math.sin(t)),
            )
            for t in turns
        ]

    head = c.plate(oval(half, 0.48), 0.16, "z", (0, 0, 0.08), 0.04)
    handle = c.bar(
        (0, 0.1, 0.09), (0, -0.3, 0.09), (0, reach, 0.1), radius=[0.1, 0.075, thick + 0.02]
    )
    pad = c.plate(oval(half - 0.06, 0.41), 0.12, "z", (0, 0, 0.16), 0.03)
    bristles = []
    for row, x in enumerate(np.linspace(0, half - 0.12, 3)):
        long = 0.3 * math.sqrt(max(1 - (x / half) ** 2, 0.1)) + (0.04 if power < 1 else 0)
        count = 4 - row
        for at in np.linspace(-long, long, count):
            spike = c.bar(
                (float(x), y + float(at), 0.18), (float(x), y + float(at), 0.2 + tall), radius=0.062
            )
            bristles.append(spike)
    return [(0, blend(head, handle, radius=0.08)), (1, pad), (2, pairs(*bristles))]


@kind(
    "hair comb",
    "pocket comb",
    height=0.06,
    senses=("comb.n.01",),
    comb=("black", "brown", "pink", "blue", "red", "yellow"),
    forms={"with a handle": (3, 0.6, 1.0)},
)
@cast()
def hair_comb(u: np.ndarray, c: Kit) -> Parts:
    """It stands on its teeth, seen from the front; u3 without or with a bow over the back, u4
    number of teeth, u5 their length, u6 depth of the back."""
    count, long, back = 9 + 2 * pick(u[4], 2), mix(u[5], 0.36, 0.5), mix(u[6], 0.2, 0.28)
    half, top = 0.9, long + back
    xs = np.linspace(-half, half, 9)
    curve = [(float(x), top + 0.1 * (1 - (x / half) ** 2)) for x in xs]
    plate = c.plate([(-half, 0), *curve, (half, 0)], 0.14, "y", rounding=0.02)
    pitch = (2 * half - 0.24) / count
    gaps = [c.box(pitch * 0.42, 1, long * 2, (0, 0, 0), 0.01)]
    for i in range(1, count // 2 + 1):
        gaps.append(pairs(c.box(pitch * 0.42, 1, long * 2, (pitch * i, 0, 0), 0.01)))
    comb = difference(plate, union(*gaps), 0.01)
    if u[3] > 0.6:
        turns = np.linspace(0, math.pi, 9)
        bow = [(0.5 * math.cos(t), 0, top - 0.02 + 0.36 * math.sin(t)) for t in turns]
        comb = union(comb, c.bar(*bow, radius=0.065))
    return [(0, comb)]


@kind(
    "lipstick",
    "lip balm",
    height=0.08,
    senses=("lipstick.n.01",),
    case=("black", "white", "yellow", "purple"),
    stick=("red", "pink", "purple", "orange"),
    band=("yellow", "gray", "white", "same"),
    forms={"square": (3, 0.6, 1.0)},
)
@cast(1.0)
def lipstick(u: np.ndarray, c: Kit) -> Parts:
    """u3 a round or square case, u4 how far the stick is out, u5 its slant, u6 thickness."""
    out, slant, r = mix(u[4], 0.36, 0.56), mix(u[5], 0.14, 0.3), mix(u[6], 0.26, 0.32)
    top = 1.2 + out
    if u[3] < 0.6:
        case = c.can(r + 0.06, 0.76, (0, 0, 0.38), "z", 0.03)
        band = union(
            c.can(r, 0.5, (0, 0, 0.96), "z", 0.02), c.can(r + 0.08, 0.1, (0, 0, 0.76), "z", 0.02)
        )
    else:
        case = c.box(2 * r + 0.1, 2 * r + 0.1, 0.76, (0, 0, 0.38), 0.03)
        band = union(
            c.box(2 * r, 2 * r, 0.5, (0, 0, 0.96), 0.02),
            c.box(2 * r + 0.14, 2 * r + 0.14, 0.12, (0, 0, 0.76), 0.02),
        )
    q = r - 0.06
    stick = c.can(q, top - 0.9, (0, 0, (top + 0.9) / 2), "z", 0.03)
    # The tip is cut off at a slant that faces the front; its back edge stays as high.
    wedge = c.plate(
        [(-2, top - slant * 2), (-q - 0.1, top - slant * 2), (q * 0.7, top + 0.01),
         (q * 0.7, top + 1), (-2, top + 1)],
        3, rounding=0.01,
    )  # fmt: skip
    return [(0, case), (1, difference(stick, wedge, 0.04)), (2, band)]


@kind(
    "perfume bottle",
    "perfume",
    "cologne",
    height=0.12,
    senses=("perfume.n.02",),
    bottle=("pink", "cyan", "purple", "yellow", "orange"),
    cap=("yellow", "white", "black", "gray"),
    label=("white", "yellow", "same"),
    forms={"round": (3, 0.0, 0.4), "square": (3, 0.4, 1.0)},
)
@cast()
def perfume_bottle(u: np.ndarray, c: Kit) -> Parts:
    """u3 a round or square flacon, u4 its depth, u5 a ball or a block for a cap, u6 label size, u7
    length of the neck."""
    deep, size, neck = mix(u[4], 0.36, 0.5), mix(u[6], 0.2, 0.3), mix(u[7], 0.08, 0.16)
    if u[3] < 0.4:
        body = union(
            c.can(0.54, deep, (0, 0, 0.54), "y", 0.1), c.box(0.6, deep, 0.14, (0, 0, 0.08), 0.03)
        )
        top, middle = 1.06, 0.54
        label = c.can(size + 0.06, deep + 0.06, (0, 0, middle), "y", 0.02)
    else:
        body = union(
            c.box(1.0, deep, 0.92, (0, 0, 0.46), 0.06),
            c.box(0.6, deep * 0.7, 0.16, (0, 0, 0.92), 0.05),
        )
        top, middle = 0.98, 0.42
        label = c.box(2.2 * size, deep + 0.06, 2 * size, (0, 0, middle), 0.02)
    collar = c.can(0.16, neck + 0.1, (0, 0, top + neck / 2), "z", 0.03)
    if u[5] < 0.5:
        stopper = c.bead(0.21, (0, 0, top + neck + 0.16), 0.1)
    else:
        stopper = c.box(0.36, 0.32, 0.32, (0, 0, top + neck + 0.16), 0.03)
    return [(0, body), (1, union(collar, stopper)), (2, label)]
