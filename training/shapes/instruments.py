"""Instruments with strings."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, box, curve, difference, mirror, union

_WOOD = ("brown", "orange", "red", "black")
Outline = list[tuple[float, float]]


def _halves(
    c: Kit, half: Outline, thick: float, at: Vector = (0, 0, 0), rounding: float = 0.03
) -> Solid:
    """A plate to -y that is symmetric in x, from the right half of its outline, bottom to top."""
    first, last = half[0], half[-1]
    closed = [(-0.12, first[1]), *half, (-0.12, last[1])]
    return mirror(c.plate(closed, thick, "y", at, rounding))


def _pegs(c: Kit, low: float, step: float, count: int, x: float, y: float) -> Solid:
    places = [low + step * i for i in range(count)]
    return pairs(
        *(c.bar((x * 0.5, y, z), (x, y, z), radius=[0.05, 0.065]) for z in places),
    )


@kind(
    "guitar",
    "ukulele",
    height=1.0,
    senses=("guitar.n.01",),
    body=("brown", "orange", "red", "blue", "black"),
    neck=("brown", "black", "orange"),
    strings=("white", "gray", "yellow", "black"),
    forms={
        "acoustic": (3, 0.0, 1 / 3),
        "electric": (3, 1 / 3, 2 / 3),
        "bass": (3, 2 / 3, 1.0),
    },
)
@cast()
def guitar(u: np.ndarray, c: Kit) -> Parts:
    """u3 acoustic, electric or bass, u4 waist, u5 size of the body, u6 headstock, u7 upper bout or
    horns."""
    style = pick(u[3], 3)
    waist, big = mix(u[4], -0.03, 0.03), mix(u[5], 0.92, 1.08)
    upper = mix(u[7], -0.03, 0.03)
    if style == 0:
        half = curve(
            [(0.1, 0), (0.33, 0.1), (0.39, 0.29), (0.26 + waist, 0.57), (0.29 + upper, 0.76),
             (0.2, 0.9), (0.1, 0.92)], 3,
        )  # fmt: skip
        nut, heel, thick = 1.5, 0.86, 0.24
    else:
        tall = 1.0 if style == 1 else 0.94
        half = [
            (0.1, 0), (0.24, 0.02), (0.35, 0.11), (0.39, 0.24), (0.36, 0.36),
            (0.27 + waist, 0.48), (0.26 + waist, 0.58), (0.31, 0.7),
            (0.34, 0.84 + upper), (0.29, 0.9 + upper), (0.21, 0.8), (0.13, 0.68), (0.1, 0.66),
        ]  # fmt: skip
        half = [(x * tall, z * tall) for x, z in half]
        nut, heel, thick = (1.48, 0.6, 0.18) if style == 1 else (1.55, 0.56, 0.17)
    half = [(x * big, z * big) for x, z in half]
    front = -thick / 2
    body = _halves(c, half, thick)
    bridge = 0.26 * big
    if style == 0:
        hole = c.can(0.135 * big, 0.3, (0, front - 0.03, 0.62 * big), "y")
        body = difference(body, hole, 0.02)
        extra = c.box(0.32, 0.12, 0.1, (0, front + 0.02, bridge))
    else:
        extra = union(
            c.box(0.3, 0.12, 0.13, (0, front + 0.01, bridge)),
            c.box(0.3, 0.12, 0.12, (0, front + 0.01, bridge + 0.22)),
        )
    wide = 0.2 if style < 2 else 0.18
    neck = c.box(wide, 0.2, nut - heel + 0.1, (0, front, (nut + heel) / 2), 0.02)
    flare = mix(u[6], 0.1, 0.15)
    head = c.plate(
        [(-0.09, nut), (0.09, nut), (flare + 0.01, nut + 0.1), (flare, 1.86), (0, 1.9),
         (-flare, 1.86), (-flare - 0.01, nut + 0.1)], 0.13, "y", (0, front, 0), 0.02,
    )  # fmt: skip
    count = 3 if style < 2 else 2
    pegs = _pegs(c, nut + 0.12, (1.8 - nut - 0.12) / (count - 1), count, flare + 0.1, front)
    long = nut - bridge + 0.06
    strings = c.box(0.1, 0.12, long, (0, front - 0.08, bridge - 0.04 + long / 2), 0.015)
    return [(0, body), (1, union(neck, head, pegs)), (2, union(strings, extra))]


@kind(
    "violin",
    "fiddle",
    "cello",
    "viola",
    height=0.6,
    senses=("bowed_stringed_instrument.n.01",),
    body=("brown", "orange", "red"),
    fingerboard=("black", "brown"),
    scroll=("same", "brown", "orange"),
)
@cast()
def violin(u: np.ndarray, c: Kit) -> Parts:
    """u3 depth of the waist, u4 length of the body, u5 size of the scroll, u6 thickness, u7 width
    of the upper bout."""
    waist, long, upper = mix(u[3], 0.17, 0.22), mix(u[4], 0.94, 1.04), mix(u[7], 0.25, 0.29)
    half = [
        (0.08, 0.0), (0.2, 0.02), (0.29, 0.09), (0.335, 0.2), (0.33, 0.31), (0.3, 0.4),
        (0.31, 0.45), (0.23, 0.48), (waist, 0.56), (waist, 0.64), (0.22, 0.73), (0.28, 0.755),
        (upper, 0.82), (upper, 0.92), (0.22, 1.02), (0.14, 1.08), (0.08, 1.1),
    ]  # fmt: skip
    half = [(x, z * long) for x, z in half]
    thick = mix(u[6], 0.2, 0.26)
    front = -thick / 2
    body = _halves(c, half, thick)
    board = c.plate(
        [(-0.09, 0.66), (0.09, 0.66), (0.07, 1.58), (-0.07, 1.58)], 0.14, "y",
        (0, front - 0.06, 0), 0.02,
    )  # fmt: skip
    tail = c.plate(
        [(-0.05, 0.04), (0.05, 0.04), (0.1, 0.36), (-0.1, 0.36)], 0.14, "y", (0, front - 0.03, 0),
        0.02,
    )  # fmt: skip
    bridge = c.box(0.26, 0.14, 0.06, (0, front - 0.03, 0.54), 0.02)
    sound = c.bar((0.17, front + 0.03, 0.44), (0.135, front + 0.03, 0.64), radius=0.05)
    # Through strings too fine to be seen, bridge and tailpiece belong to the fingerboard.
    link = c.bar((0, front - 0.03, 0.3), (0, front - 0.03, 0.7), radius=0.05)
    size = mix(u[5], 0.085, 0.11)
    top = 1.9 - size
    neck = c.box(0.13, 0.16, 0.72, (0, front + 0.04, 1.36), 0.03)
    curl = union(
        c.can(size, 0.2, (0, front + 0.02, top), "x", 0.03),
        c.can(size * 0.55, 0.28, (0, front + 0.02, top), "x", 0.02),
    )
    pegs = pairs(
        *(c.bar((0.04, front + 0.03, z), (0.18, front + 0.03, z), radius=[0.05, 0.06])
          for z in (1.61, 1.73))
    )  # fmt: skip
    return [(0, body), (1, union(board, tail, bridge, pairs(sound), link)),
            (2, union(neck, curl, pegs))]  # fmt: skip


def _keyboard(c: Kit, wide: float, deep: float, y: float, z: float) -> tuple[Solid, Solid]:
    """White keys whose middle lies at y and whose top lies at z, and the black ones on them."""
    white = c.box(wide, deep, 0.12, (0, y, z - 0.06), 0.015)
    pitch = wide / 10
    sx, sy, sz = (float(s) for s in c.stretch)
    keys = [
        box(max(pitch * 0.75 * sx, 0.105), max(deep * 0.6 * sy, 0.12), max(0.16 * sz, 0.12),
            c.place((pitch * i, y + deep * 0.2, z - 0.02)), 0.015)
        for i in (0, 1, 3, 4)
    ]  # fmt: skip
    return white, union(keys[0], pairs(*keys[1:]))


@kind(
    "piano",
    "pianoforte",
    height=1.1,
    senses=("piano.n.01",),
    case=("black", "brown", "white", "red"),
    keys=("white", "yellow"),
    sharps=("black", "brown"),
    forms={"upright": (3, 0.0, 0.5), "grand": (3, 0.5, 1.0)},
)
@cast()
def piano(u: np.ndarray, c: Kit) -> Parts:
    """u3 upright or grand, u4 depth, u5 height of the keys, u6 music stand, u7 legs."""
    if u[3] < 0.5:
        level, deep = mix(u[5], 0.72, 0.8), mix(u[4], 0.5, 0.62)
        white, black = _keyboard(c, 1.5, 0.3, -0.2, level)
        x = 0.86
        pieces = [
            c.box(1.84, deep, 1.36, (0, deep / 2, 0.68)),
            c.box(1.9, deep + 0.08, 0.12, (0, deep / 2, 1.4), 0.025),
            c.box(1.84, 0.46, 0.14, (0, -0.18, level - 0.14)),
            mirror(c.box(0.16, 0.46, 0.26, (x - 0.02, -0.18, level - 0.07))),
            mirror(c.box(0.13, 0.14, level - 0.1, (x - 0.02, -0.32, level / 2 - 0.05))),
            c.box(1.84, deep + 0.1, 0.14, (0, deep / 2 - 0.05, 0.07)),
            c.box(mix(u[6], 0.5, 0.9), 0.14, 0.3, (0, -0.03, level + 0.34), 0.02),
        ]
        pedals = [c.box(0.12, 0.3, 0.12, (0.16 * i, -0.16, 0.1), 0.025) for i in (0, 1)]
        pieces += [pedals[0], mirror(pedals[1])]
        return [(0, union(*pieces)), (1, white), (2, black)]
    level, tail = mix(u[5], 0.74, 0.84), mix(u[4], 0.8, 1.1)
    white, black = _keyboard(c, 1.3, 0.3, -0.66, level)
    side = curve([(0.76, -0.5), (0.76, 0.0), (0.6, tail * 0.5), (0.42, tail * 0.9)], 2)
    half = [*side, (0.3, tail), (0.12, tail + 0.04)]
    rim = [(-0.12, -0.5), *half, (-0.12, tail + 0.04)]
    lid = [(-0.12, -0.46), *((p + 0.04, q) for p, q in half), (-0.12, tail + 0.07)]
    pieces = [
        mirror(c.plate(rim, 0.34, "z", (0, 0, level + 0.02), 0.03)),
        mirror(c.plate(lid, 0.12, "z", (0, 0, level + 0.24), 0.025)),
        c.box(1.52, 0.4, 0.13, (0, -0.64, level - 0.13)),
        mirror(c.box(0.13, 0.4, 0.26, (0.7, -0.64, level - 0.06))),
        c.box(mix(u[6], 0.6, 0.9), 0.12, 0.28, (0, -0.36, level + 0.42), 0.02),
    ]
    foot = mix(u[7], 0.06, 0.09)
    leg = [(foot * 1.3, 0), (foot * 0.9, 0.1), (foot, 0.3), (foot * 1.6, level)]
    pieces += [
        mirror(c.turned(leg, (0.6, -0.5, 0), 0.02)),
        c.turned(leg, (0, tail * 0.78, 0), 0.02),
        mirror(c.bar((0.08, -0.42, level - 0.1), (0.12, -0.46, 0.12), radius=0.05)),
        c.box(0.42, 0.24, 0.12, (0, -0.5, 0.1), 0.03),
    ]
    return [(0, union(*pieces)), (1, white), (2, black)]


@kind(
    "harp",
    "lyre",
    height=1.7,
    senses=("harp.n.01", "lyre.n.01"),
    frame=("brown", "yellow", "orange", "white"),
    strings=("white", "gray", "yellow"),
)
@cast()
def harp(u: np.ndarray, c: Kit) -> Parts:
    """Its column to -y. u3 slant, u4 curve of the neck, u5 number of strings, u6 thickness, u7
    crown on the column."""
    fat, back = mix(u[6], 0.9, 1.15), mix(u[3], 0.5, 0.66)
    front, low, shoulder = -0.55, 0.16, 1.3
    sag = mix(u[4], 0.1, 0.2)
    box_ = c.bar((0, front + 0.08, low), (0, back, shoulder), radius=[0.2 * fat, 0.1 * fat])
    post = c.bar((0, front, low), (0, front, 1.74), radius=0.085 * fat)
    neck = [
        (back, shoulder), (back - 0.06, shoulder + 0.14), (back - 0.2, shoulder + 0.17),
        (0.0, shoulder + 0.28 - sag), (front + 0.22, 1.68 - sag * 0.4), (front, 1.74),
    ]  # fmt: skip
    arm = c.bar(*((0, y, z) for y, z in neck), radius=0.095 * fat)
    base = c.plate(
        [(front - 0.18, 0), (front + 0.36, 0), (front + 0.3, 0.16), (front - 0.12, 0.16)], 0.46,
    )  # fmt: skip
    frame = [box_, post, arm, base]
    if u[7] > 0.5:
        frame.append(c.turned([(0.09, 1.7), (0.15, 1.82), (0.12, 1.9)], (0, front, 0), 0.02))
    else:
        frame.append(c.bead(0.14, (0, front, 1.78)))
    count = 4 + pick(u[5], 2)
    strings = []
    for i in range(count):
        y = front + 0.26 + (back - front - 0.42) * i / (count - 1)
        foot = low + (shoulder - low) * (y - front - 0.08) / (back - front - 0.08)
        top = float(np.interp(y, [p for p, _ in neck[::-1]], [q for _, q in neck[::-1]]))
        strings.append(c.bar((0, y, foot), (0, y, top), radius=0.072))
    return [(0, union(*frame)), (1, union(*strings))]
