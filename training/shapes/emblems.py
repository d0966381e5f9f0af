"""Crosses, arrows, flags, signs, statues, thrones and coffins."""

from __future__ import annotations

import math

import numpy as np

from . import folk
from .casting import Kit, cast, pairs
from .folk import Folk
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
    cloth, u6 its length, u7 a foot under the pole."""
    wave, tall, long = mix(u[4], 0.0, 0.09), mix(u[5], 0.6, 0.75), mix(u[6], 0.85, 1.1)
    top, steps, flat = 1.72, 6, float(c.stretch[0])

    def edge(t: float) -> float:
        return wave * math.sin(t * math.pi * 2)

    ts = [i / steps for i in range(steps + 1)]
    pole = union(
        c.bar((0, 0, 0.06), (0, 0, 1.8), radius=0.062), c.bead(0.1, (0, 0, 1.82), 0.09),
        c.can(0.22, 0.12, (0, 0, 0.06)) if u[7] < 0.5 else c.can(0.12, 0.16, (0, 0, 0.08)),
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
        return [(0, z - half), (end - half, z - half), (end, z), (end - half, z + half), (0, z + half)]

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
    """u3 one thick post or two, u4 height of the panel, u5 what is on it, u6 height of the posts."""
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


@kind(
    "statue",
    "sculpture",
    "monument",
    height=3.0,
    senses=("statue.n.01", "sculpture.n.01", "memorial.n.03"),
    figure=("gray", "white", "gray", "green", "brown", "yellow"),
    pedestal=("same", "gray", "white", "black"),
    forms={"with raised arms": (3, 0.6, 1.0), "in a robe": (4, 0.5, 1.0)},
)
@cast(0.6)
def statue(u: np.ndarray, c: Kit) -> Parts:
    """u3 hands at the hips or arms raised, u4 bare or in a robe, u5 height and u6 width of the
    pedestal."""
    high, wide = mix(u[5], 0.3, 0.6), mix(u[6], 0.62, 0.76)
    f = Folk(hip=0.62, trunk=0.52, broad=0.25, deep=0.16, head_r=0.18, limb_r=0.095)
    sleeve, palm = folk.posture(c, f, "hips" if u[3] < 0.6 else "raised")
    skull, _ = folk.face(c, f)
    pieces = [sleeve, palm, skull, folk.hair(c, f)]
    if u[4] < 0.5:
        leg, shoe = folk.legs(c, f)
        pieces += [folk.trunk(c, f), leg, shoe]
    else:
        pieces += [folk.robe(c, f, 0.32)]
    figure = union(*pieces).at(*c.place((0, 0, high + 0.1)))
    pedestal = union(
        c.box(wide, wide, 0.14, (0, 0, 0.07), 0.02),
        c.box(wide - 0.14, wide - 0.14, high, (0, 0, high / 2 + 0.06), 0.02),
        c.box(wide - 0.04, wide - 0.04, 0.12, (0, 0, high + 0.06), 0.02),
    )
    return [(0, figure), (1, pedestal)]


@kind(
    "throne",
    "royal chair",
    height=1.8,
    senses=("throne.n.01", "chair_of_state.n.01"),
    frame=("yellow", "yellow", "brown", "gray", "black"),
    cushions=("red", "purple", "blue", "green"),
    knobs=("same", "yellow", "red", "blue"),
    forms={"with a pointed back": (3, 0.0, 0.5), "with a round back": (3, 0.5, 1.0)},
)
@cast(0.6)
def throne(u: np.ndarray, c: Kit) -> Parts:
    """u3 pointed or round back, u4 height of the back, u5 width of the arms, u6 a step below."""
    top, arm, step = mix(u[4], 1.45, 1.65), mix(u[5], 0.13, 0.18), 0.14 if u[6] > 0.4 else 0.0
    half, seat = 0.42, 0.52 + step
    turns = np.linspace(0, math.pi, 9)
    if u[3] < 0.5:
        head = [(half, top - 0.25), (half * 0.55, top - 0.1), (0, top + 0.2)]
        head += [(-half * 0.55, top - 0.1), (-half, top - 0.25)]
    else:
        head = [(half * math.cos(a), top - 0.25 + 0.42 * math.sin(a)) for a in turns]
    back = c.plate([(-half, step), (half, step), *head], 0.16, "y", (0, 0.3, 0), 0.02)
    inner = [(x * 0.72, seat + 0.1 + (z - seat - 0.1) * 0.86) for x, z in head]
    pillow = c.plate(
        [(-half * 0.72, seat + 0.14), (half * 0.72, seat + 0.14), *inner], 0.2, "y", (0, 0.25, 0), 0.03
    )
    sit = c.box(half * 2, 0.72, seat - step, (0, 0, (seat + step) / 2), 0.02)
    x = half - arm / 2 + 0.06
    rail = pairs(
        c.box(arm, 0.7, 0.12, (x, 0, seat + 0.34), 0.03),
        c.box(arm, 0.14, seat + 0.3 - step, (x, -0.3, (seat + 0.3 + step) / 2), 0.02),
        c.box(0.16, 0.18, top - 0.15 - step, (half, 0.3, (top - 0.15 + step) / 2), 0.02),
    )
    frame = [back, sit, rail]
    if step:
        frame.append(c.box(1.2, 1.1, step, (0, -0.06, step / 2), 0.02))
    cushion = c.box(half * 2 - arm - 0.02, 0.62, 0.15, (0, -0.04, seat + 0.05), 0.05)
    balls = union(
        pairs(c.bead(0.11, (half, 0.3, top - 0.1), 0.09), c.bead(0.1, (x, -0.34, seat + 0.38), 0.09)),
        c.bead(0.1, (0, 0.3, top + 0.19), 0.09),
    )
    return [(0, union(*frame)), (1, union(cushion, pillow)), (2, balls)]


_HEX = [(0.26, -0.95), (0.46, 0.42), (0.3, 0.95), (-0.3, 0.95), (-0.46, 0.42), (-0.26, -0.95)]


@kind(
    "coffin",
    "casket",
    height=0.6,
    senses=("coffin.n.01",),
    wood=("brown", "brown", "black", "white", "gray"),
    lid=("same", "brown", "black", "white"),
    trim=("yellow", "gray", "white"),
    forms={"with six sides": (3, 0.0, 0.6)},
)
@cast(0.5)
def coffin(u: np.ndarray, c: Kit) -> Parts:
    """It lies, its foot to the front; u3 six-sided or rectangular, u4 height, u5 a cross or a plate
    on the lid, u6 number of handles, u7 thickness of the lid."""
    tall, thick = mix(u[4], 0.36, 0.5), mix(u[7], 0.12, 0.2)
    shape = _HEX if u[3] < 0.6 else [(0.4, -0.95), (0.4, 0.95), (-0.4, 0.95), (-0.4, -0.95)]
    small = [(x * 0.86, y * 0.95) for x, y in shape]
    top = tall + thick
    body = c.plate(small, tall, "z", (0, 0, tall / 2), 0.02)
    lid = union(
        c.plate(shape, thick, "z", (0, 0, tall + thick / 2), 0.03),
        c.plate([(x * 0.7, y * 0.84) for x, y in shape], 0.14, "z", (0, 0, top), 0.03),
    )
    z = top + 0.08
    if u[5] < 0.6:
        trim = [c.box(0.14, 1.15, 0.12, (0, 0.05, z), 0.02), c.box(0.46, 0.14, 0.12, (0, 0.36, z), 0.02)]
    else:
        trim = [c.box(0.3, 0.46, 0.12, (0, 0.3, z), 0.03)]
    for y in np.linspace(-0.5, 0.5, 2 + pick(u[6], 2)):
        wide = 0.86 * (0.26 + 0.2 * (float(y) + 0.95) / 1.37) if u[3] < 0.6 else 0.345
        grip = c.box(0.14, 0.24, 0.12, (wide + 0.03, float(y), tall * 0.55), 0.02)
        trim.append(pairs(grip))
    return [(0, body), (1, lid), (2, union(*trim))]


@kind(
    "bone",
    "dog bone",
    height=0.06,
    senses=("bone.n.01",),
    shaft=("white", "white", "yellow", "gray"),
    ends=("same",),
)
@cast(0.3)
def bone(u: np.ndarray, c: Kit) -> Parts:
    """It lies across; u3 thickness of the middle, u4 size of the knobs, u5 how far these spread, u6
    how the middle narrows."""
    r, size, apart = mix(u[3], 0.13, 0.19), mix(u[4], 0.24, 0.3), mix(u[5], 0.18, 0.24)
    thin = r * mix(u[6], 0.8, 1.0)
    shaft = pairs(c.limb([(-0.01, 0, 0), (0.72, 0, 0)], [thin, r * 1.1]))
    knob = c.limb([(0.66, 0, apart * 0.6), (0.74, 0, apart)], [size * 0.8, size])
    return [(0, shaft), (1, mirror(knob, "xz"))]
