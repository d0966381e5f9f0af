"""Crosses, arrows, flags and signs."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import mirror, union


@kind(
    "cross",
    "crucifix",
    "latin cross",
    height=1.5,
    senses=("cross.n.01", "cross.n.03"),
    beams=("brown", "brown", "gray", "white", "yellow"),
    foot=("gray", "same", "brown", "white"),
    forms={"with a circle": (3, 0.6, 1.0)},
)
@cast(0.3)
def cross(u: np.ndarray, c: Kit) -> Parts:
    """u3 plain or with a circle, u4 thickness of the beams, u5 height and u6 length of the
    crosspiece, u7 one step or two below."""
    wide, z, long = mix(u[4], 0.2, 0.3), mix(u[5], 1.25, 1.4), mix(u[6], 1.0, 1.2)
    beams = [
        c.box(wide, wide, 1.75, (0, 0, 0.1 + 1.75 / 2), 0.02),
        c.box(long, wide * 0.98, wide, (0, 0, z), 0.02),
    ]
    if u[3] >= 0.6:
        turns = [2 * math.pi * i / 20 for i in range(21)]
        beams.append(c.limb([(0.34 * math.sin(a), 0, z + 0.34 * math.cos(a)) for a in turns], 0.07))
    foot = c.box(wide + 0.36, wide + 0.32, 0.2, (0, 0, 0.1), 0.02)
    if u[7] > 0.5:
        foot = union(foot, c.box(wide + 0.18, wide + 0.16, 0.2, (0, 0, 0.26), 0.02))
    return [(0, union(*beams)), (1, foot)]


@kind(
    "arrow",
    "archer's arrow",
    height=0.75,
    senses=("arrow.n.02", "arrow.n.01"),
    shaft=("brown", "brown", "black", "white", "yellow"),
    tip=("gray", "black", "red", "same"),
    feathers=("red", "white", "green", "blue", "yellow"),
)
@cast(1.0)
def arrow(u: np.ndarray, c: Kit) -> Parts:
    """It points up; u3 a broad tip with barbs or a slim one, u4 its length, u5 length and u6 width
    of the feathers, u7 thickness of the shaft."""
    long, tall, wide = mix(u[4], 0.36, 0.48), mix(u[5], 0.36, 0.5), mix(u[6], 0.2, 0.27)
    low = 1.9 - long
    r = max(mix(u[7], 0.065, 0.085), 0.074 / math.sqrt(c.stretch[0] * c.stretch[1]))
    half, barb = (0.24, -0.12) if u[3] < 0.5 else (0.17, 0.06)
    side = [(0, low), (half, low + barb), (0, 1.9), (-half, low + barb)]
    tip = union(c.plate(side, 0.14, "y", rounding=0.015), c.plate(side, 0.14, "x", rounding=0.015))
    vane = [(-0.02, 0.16), (wide, 0.04), (wide, tall - 0.14), (-0.02, tall + 0.06)]
    fins = union(
        pairs(c.plate(vane, 0.12, "y", rounding=0.015)),
        mirror(c.plate(vane, 0.12, "x", rounding=0.015), "y"),
    )
    return [(0, c.bar((0, 0, 0.05), (0, 0, low + 0.05), radius=r)), (1, tip), (2, fins)]


@kind(
    "flag",
    "banner",
    "pennant",
    height=3.0,
    senses=("flag.n.01", "flag.n.04", "flag.n.05"),
    cloth=("red", "blue", "green", "yellow", "white", "orange"),
    pole=("gray", "brown", "white", "yellow", "black"),
    stripe=("white", "yellow", "red", "blue", "black"),
    forms={"triangular": (3, 0.6, 1.0), "with a tail": (3, 0.4, 0.6)},
)
@cast(0.4)
def flag(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side; u3 rectangle, cut out or triangle, u4 how it waves, u5 height of the
    cloth, u6 its length, u7 width of the foot."""
    wave, tall, long = mix(u[4], 0.0, 0.09), mix(u[5], 0.6, 0.75), mix(u[6], 0.85, 1.1)
    top, steps, flat = 1.72, 6, float(c.stretch[0])

    def edge(t: float) -> float:
        return wave * math.sin(t * math.pi * 2)

    ts = [i / steps for i in range(steps + 1)]
    pole = union(
        c.bar((0, 0, 0.06), (0, 0, 1.8), radius=0.062), c.bead(0.1, (0, 0, 1.82), 0.09),
        c.can(mix(u[7], 0.2, 0.28), 0.12, (0, 0, 0.06)),
    )  # fmt: skip

    def strip(above: float, below: float) -> list[tuple[float, float]]:
        """The cloth between two shares of its height."""
        upper, lower = [], []
        for t in ts:
            taper = 1 - 0.9 * t if u[3] >= 0.6 else 1.0
            middle = top - tall / 2 + edge(t)
            upper.append((-long * t, middle + tall * (0.5 - above) * taper))
            lower.append((-long * t, middle + tall * (0.5 - below) * taper))
        notch = []
        if 0.4 <= u[3] < 0.6:
            share = (above + below) / 2
            notch.append((-long * 0.72, top - tall / 2 + edge(0.72) + tall * (0.5 - share)))
        return upper + notch + lower[::-1]

    cloth = c.plate(strip(0, 1), 0.13 / flat, "x", rounding=0.015)
    stripe = c.plate(strip(0.34, 0.66), 0.21 / flat, "x", rounding=0.015)
    return [(0, cloth), (1, pole), (2, stripe)]


@kind(
    "signpost",
    "wooden sign",
    "direction sign",
    "guidepost",
    height=1.8,
    senses=("signpost.n.01", "signboard.n.01"),
    boards=("brown", "orange", "white", "green"),
    post=("brown", "same", "gray", "black"),
    letters=("white", "black", "yellow"),
    forms={"with one board": (3, 0.0, 1 / 3), "with pointed boards": (3, 1 / 3, 1.0)},
)
@cast(0.3)
def signpost(u: np.ndarray, c: Kit) -> Parts:
    """u3 one board, one that points to both sides, or two that point to the front and the back, u4
    height of the boards, u5 thickness of the post, u6 length of the boards."""
    which, tall, thick = pick(u[3], 3), mix(u[4], 0.3, 0.4), mix(u[5], 0.15, 0.2)
    long = mix(u[6], 0.62, 0.78)
    post = union(
        c.box(thick, thick, 1.75, (0, 0, 1.75 / 2), 0.02),
        c.turned([(thick * 0.6, 1.7), (0.05, 1.86)], rounding=0.015),
        c.box(thick + 0.24, thick + 0.2, 0.12, (0, 0, 0.06), 0.03),
    )
    face = -thick / 2 - 0.05
    if which == 0:
        z = 1.3
        board = c.box(long * 1.9, 0.14, tall * 1.7, (0, face, z), 0.02)
        lines = [
            c.box(long * w, 0.16, 0.1, (0, face - 0.03, z + d), 0.01)
            for d, w in ((tall * 0.42, 1.4), (0, 1.4), (-tall * 0.42, 0.9))
        ]
        return [(0, board), (1, post), (2, union(*lines))]

    def pointer(z: float, end: float) -> list[tuple[float, float]]:
        half = tall / 2
        return [
            (0, z - half),
            (end - half, z - half),
            (end, z),
            (end - half, z + half),
            (0, z + half),
        ]

    if which == 1:
        z = 1.35
        shape = pointer(z, long + 0.2)
        both = [*shape[1:4], *((-x, h) for x, h in shape[3:0:-1])]
        board = c.plate(both, 0.14, "y", (0, face, 0), 0.02)
        word = c.box(long * 1.2, 0.16, 0.11, (0, face - 0.03, z), 0.01)
        return [(0, board), (1, post), (2, word)]
    boards, words = [], []
    for z, way, start in ((1.5, -1, 0.25), (1.5 - tall * 1.2, 1, 0.25)):
        shape = [(way * y, h) for y, h in pointer(z, long + 0.1)]
        shape[0], shape[-1] = (-way * start, shape[0][1]), (-way * start, shape[-1][1])
        boards.append(c.plate(shape, thick + 0.14, "x", rounding=0.02))
        words.append(c.box(thick + 0.22, long * 0.6, 0.11, (0, way * long * 0.2, z), 0.01))
    return [(0, union(*boards)), (1, post), (2, union(*words))]


@kind(
    "billboard",
    "hoarding",
    "advertising board",
    height=6.0,
    senses=("billboard.n.01",),
    panel=("white", "yellow", "blue", "red", "cyan"),
    frame=("gray", "black", "brown", "same"),
    picture=("red", "blue", "green", "black"),
)
@cast(0.3)
def billboard(u: np.ndarray, c: Kit) -> Parts:
    """u3 one thick post or two, u4 height of the panel, u5 what is on it, u6 length of the
    posts."""
    tall, low = mix(u[4], 0.7, 0.9), mix(u[6], 0.5, 0.75)
    z = low + tall / 2
    frame = [
        mirror(c.box(1.84, 0.22, 0.12, (0, 0, tall / 2), 0.02), "z").at(*c.place((0, 0, z))),
        pairs(c.box(0.12, 0.22, tall + 0.1, (0.87, 0, z), 0.02)),
        c.box(1.7, 0.16, 0.12, (0, -0.14, low - 0.04), 0.02),
    ]
    if u[3] < 0.5:
        frame.append(c.can(0.11, low + 0.2, (0, 0.06, low / 2 + 0.1)))
        frame.append(c.can(0.2, 0.12, (0, 0.06, 0.06)))
    else:
        frame.append(pairs(c.box(0.14, 0.16, low + 0.2, (0.55, 0.06, low / 2 + 0.1), 0.02)))
    panel = c.box(1.8, 0.14, tall, (0, 0, z), 0.01)
    h = tall / 2
    if u[5] < 0.5:
        marks = union(
            c.box(1.3, 0.14, 0.16, (0, -0.04, z + h * 0.4), 0.01),
            c.box(1.0, 0.14, 0.1, (0, -0.04, z - h * 0.05), 0.01),
            c.box(1.0, 0.14, 0.1, (0, -0.04, z - h * 0.45), 0.01),
        )
    else:
        marks = union(
            c.can(h * 0.5, 0.14, (0, -0.04, z), "y", 0.01),
            pairs(c.box(0.3, 0.14, 0.12, (0.6, -0.04, z), 0.01)),
        )
    return [(0, panel), (1, union(*frame)), (2, marks)]
