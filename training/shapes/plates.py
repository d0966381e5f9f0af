"""Plates: over a manhole, on a car and on a wall."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, difference, union


def _ring(kit: Kit, outer: float, inner: float, tall: float, z: float) -> Solid:
    hole = kit.can(inner, 4, (0, 0, z), rounding=CRISP)
    return difference(kit.can(outer, tall, (0, 0, z), rounding=CRISP), hole, CRISP)


@kind(
    "manhole cover",
    "manhole",
    "sewer cover",
    "drain cover",
    height=0.12,
    senses=("manhole_cover.n.01", "manhole.n.01"),
    cover=("gray", "black", "brown"),
    pattern=("same", "gray", "black", "brown"),
    frame=("gray", "black", "white"),
    forms={"with blocks": (3, 0.0, 0.5), "with spokes": (3, 0.5, 1.0)},
)
@cast(deep=1)
def manhole_cover(u: np.ndarray, kit: Kit) -> Parts:
    """u3 rings of blocks, or spokes between rings, u4 width of the frame, u5 its height, u6 number
    of blocks or spokes, u7 size of the disc in the middle."""
    wide, tall = mix(u[4], 0.13, 0.18), mix(u[5], 0.3, 0.36)
    count, heart = 10 + 2 * pick(u[6], 2), mix(u[7], 0.2, 0.28)
    r = 1.0 - wide - 0.03
    frame = union(
        _ring(kit, 1.0, r + 0.03, tall, tall / 2), kit.can(0.99, 0.14, (0, 0, 0.08), rounding=CRISP)
    )
    body = kit.can(r, tall - 0.05, (0, 0, (tall - 0.05) / 2), rounding=CRISP)
    face = tall - 0.05
    grips = pairs(kit.box(0.16, 0.12, 0.3, (r * 0.8, 0, face), CRISP))
    raised = [kit.can(heart, 0.16, (0, 0, face), rounding=CRISP)]
    if u[3] < 0.5:
        raised.append(around(kit.box(0.15, 0.17, 0.16, (0, -r * 0.86, face), CRISP), count + 4))
        raised.append(around(kit.box(0.15, 0.15, 0.16, (0, -r * 0.58, face), CRISP), count - 2))
    else:
        raised.append(_ring(kit, r * 0.96, r * 0.8, 0.16, face))
        raised.append(around(kit.box(0.11, r * 0.56, 0.16, (0, -r * 0.6, face), CRISP), count))
    return [(0, difference(body, grips, CRISP)), (1, difference(union(*raised), grips, CRISP)),
            (2, frame)]  # fmt: skip


@kind(
    "license plate",
    "licence plate",
    "number plate",
    "numberplate",
    "registration plate",
    height=0.15,
    senses=("license_plate.n.01",),
    plate=("white", "yellow", "blue"),
    letters=("black", "blue", "red", "green"),
    frame=("black", "gray", "blue", "same"),
)
@cast()
def license_plate(u: np.ndarray, c: Kit) -> Parts:
    """It stands upright. u3 and u4 which two letters are said, u5 their height, u6 width of the
    frame, u7 a dot or a dash in the middle."""
    high, rim = mix(u[5], 0.44, 0.56), mix(u[6], 0.09, 0.13)
    tall, deep = 1.0, 0.2
    front = -deep / 2
    plate = c.box(1.9, deep, tall, (0, 0, 0), 0.05)
    inner = c.box(1.9 - 2 * rim, 2, tall - 2 * rim, (0, front, 0), 0.04)
    frame = difference(c.box(1.94, deep + 0.1, tall + 0.04, (0, 0, 0), 0.05), inner, CRISP)
    bolts = pairs(
        *(c.can(0.06, 0.12, (0.5, front, z), "y", CRISP) for z in (-0.5 + rim + 0.07,)),
        *(c.can(0.06, 0.12, (0.5, front, z), "y", CRISP) for z in (0.5 - rim - 0.07,)),
    )
    wide = 0.34
    first, second = pick(u[3], 4), pick(u[4], 4)
    letters = [_letter(c, first, 0.63, wide, high), _letter(c, second, 0.25, wide * 0.92, high)]
    dot = c.box(0.11, 0.12, 0.11 if u[7] < 0.5 else 0.3, (0, front, 0), CRISP)
    return [(0, plate), (1, union(pairs(*letters), dot)), (2, union(frame, bolts))]


def _letter(c: Kit, which: int, x: float, wide: float, high: float) -> Solid:
    """0, 8, H or T about x on the front of the plate: letters that a mirror leaves as they are."""
    y, half, up = -0.1, wide / 2, high / 2
    stroke = 0.055
    sides = [c.bar((x + s * (half - 0.06), y, -up + 0.06), (x + s * (half - 0.06), y, up - 0.06),
                   radius=stroke) for s in (-1, 1)]  # fmt: skip
    left, right = x - half + 0.06, x + half - 0.06

    def bar(z: float) -> Solid:
        return c.bar((left, y, z), (right, y, z), radius=stroke)

    ends = [bar(-up + 0.06), bar(up - 0.06)]
    if which == 0:
        return union(*sides, *ends)
    if which == 1:
        return union(*sides, *ends, bar(0))
    if which == 2:
        return union(*sides, bar(0))
    return union(bar(up - 0.06), c.bar((x, y, -up + 0.06), (x, y, up - 0.06), radius=stroke))


@kind(
    "wall socket",
    "power outlet",
    "electrical outlet",
    "electric outlet",
    "power socket",
    "electrical socket",
    "outlet",
    "socket",
    height=0.11,
    senses=("wall_socket.n.01", "socket.n.03"),
    plate=("white", "gray", "black", "yellow"),
    sockets=("same", "white", "gray", "black"),
    holes=("black", "gray"),
    forms={"double": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast()
def wall_socket(u: np.ndarray, c: Kit) -> Parts:
    """u3 two with three holes each, one above the other, or a round one with two, u4 thickness of
    the plate, u5 how far the sockets stand out, u6 distance of the holes, u7 size of the holes."""
    deep, out = mix(u[4], 0.28, 0.38), mix(u[5], 0.05, 0.09)
    apart, size = mix(u[6], 0.13, 0.16), mix(u[7], 0.9, 1.1)
    front = -deep / 2
    if u[3] < 0.5:
        plate = c.box(1.2, deep, 1.9, (0, 0, 0), 0.06)
        faces, holes = [], [c.can(0.09, 0.14, (0, front + 0.03, 0), "y", CRISP)]
        cuts = []
        for z in (-0.46, 0.46):
            face = c.can(0.4, 0.3, (0, front - out + 0.15, z), "y", CRISP)
            trim = c.box(4, 2, 0.62, (0, front, z), CRISP)
            faces.append(
                difference(face, difference(c.box(4, 2, 4, (0, 0, z), CRISP), trim), CRISP)
            )
            cuts.append(pairs(c.box(0.12, 1, 0.24 * size, (apart, front - 0.42, z + 0.08), CRISP)))
            cuts.append(c.can(0.075 * size, 1, (0, front - 0.42, z - 0.17), "y", CRISP))
            holes.append(c.box(0.5, 0.14, 0.5, (0, front + 0.12, z), CRISP))
    else:
        plate = c.box(1.5, deep, 1.5, (0, 0, 0), 0.08)
        rim = c.can(0.62, 0.3, (0, front - out + 0.15, 0), "y", CRISP)
        dish = c.can(0.48, 0.4, (0, front - 0.2 + 0.02, 0), "y", CRISP)
        faces = [difference(rim, dish, CRISP)]
        plate = difference(plate, dish, CRISP)
        cuts = [pairs(c.can(0.1 * size, 1, (apart * 1.35, front - 0.42, 0), "y", CRISP))]
        holes = [c.box(0.8, 0.14, 0.4, (0, front + 0.13, 0), CRISP)]
        faces.append(c.box(0.13, 0.12, 0.2, (0, front + 0.0, 0.5), CRISP))
        faces.append(c.box(0.13, 0.12, 0.2, (0, front + 0.0, -0.5), CRISP))
    cut = union(*cuts)
    return [
        (0, difference(plate, cut, CRISP)), (1, difference(union(*faces), cut, CRISP)),
        (2, union(*holes)),
    ]  # fmt: skip
