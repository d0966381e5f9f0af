"""What somebody or something rests on: tripods, easels, crutches, walking sticks, saddles."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, arc, around
from .kinds import Parts, kind, mix
from .ovals import oval
from .solids import blend, union


@kind(
    "tripod",
    "camera tripod",
    "camera stand",
    height=1.4,
    senses=("tripod.n.01",),
    legs=("black", "gray", "brown"),
    head=("gray", "black", "red", "same"),
    feet=("black", "gray", "red", "yellow"),
)
@cast(1.0)
def tripod(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far the legs are spread, u4 height of the head, u5 thickness of the legs, u6 place of
    the clamps, u7 length of the handle."""
    wide, high, thick = mix(u[3], 0.5, 0.75), mix(u[4], 0.3, 0.5), mix(u[5], 0.065, 0.085)
    hip = 1.4
    foot, joint = (0.0, -wide, 0.08), (0.0, -0.13, hip)

    def along(t: float) -> tuple[float, float, float]:
        return 0.0, foot[1] + (joint[1] - foot[1]) * t, foot[2] + (joint[2] - foot[2]) * t

    clamp = mix(u[6], 0.42, 0.58)
    lower = c.bar(along(0), along(clamp), radius=thick * 0.85)
    upper = c.bar(along(clamp), along(1), radius=thick * 1.1)
    rings = c.bar(along(clamp - 0.03), along(clamp + 0.03), radius=thick * 1.5)
    crown = c.can(0.22, 0.18, (0, 0, hip), "z", CRISP)
    top = hip + high
    post = c.bar((0, 0, hip - 0.4), (0, 0, top - 0.1), radius=0.085)
    head = union(
        c.box(0.42, 0.42, 0.13, (0, 0, top), CRISP),
        c.can(0.13, 0.3, (0, 0, top - 0.12), "x", CRISP),
        c.bar((0, 0.05, top - 0.12), (0, mix(u[7], 0.4, 0.6), top - 0.34), radius=[0.055, 0.075]),
    )
    legs = union(around(union(lower, upper), 3), crown, post)
    feet = around(union(rings, c.bead(thick * 1.5, foot)), 3)
    return [(0, legs), (1, head), (2, feet)]


@kind(
    "easel",
    "painter's easel",
    "artist's easel",
    "canvas easel",
    height=1.6,
    senses=("easel.n.01",),
    frame=("brown", "orange", "white"),
    canvas=("white", "white", "yellow", "cyan"),
    paint=("red", "blue", "green", "yellow", "purple"),
    forms={"with a tall canvas": (3, 0.0, 0.5), "with a wide canvas": (3, 0.5, 1.0)},
)
@cast()
def easel(u: np.ndarray, c: Kit) -> Parts:
    """u3 a tall or a wide canvas, u4 height of the ledge, u5 spread of the legs, u6 reach of the
    hind leg, u7 size of the picture's sun."""
    low, wide, back = mix(u[4], 0.5, 0.66), mix(u[5], 0.48, 0.62), mix(u[6], 0.5, 0.75)
    half, tall = (0.4, 0.92) if u[3] < 0.5 else (0.6, 0.7)
    top = 1.9
    legs = pairs(c.bar((wide, -0.1, 0.06), (0.1, 0.06, top - 0.1), radius=0.068))
    mast = c.box(0.16, 0.14, top - low + 0.1, (0, 0.03, (top + low) / 2), CRISP)
    hind = c.bar((0, 0.06, top - 0.2), (0, back, 0.06), radius=0.068)
    ledge = c.box(1.3, 0.34, 0.13, (0, -0.2, low), CRISP)
    clip = c.box(0.24, 0.3, 0.14, (0, -0.12, low + tall + 0.1), CRISP)
    z = low + tall / 2 + 0.05
    canvas = c.box(2 * half, 0.14, tall, (0, -0.18, z), CRISP)
    size = mix(u[7], 0.12, 0.17)
    sun = oval(c, size, size, 0.13, "y", (0, -0.25, z + tall * 0.2))
    hills = pairs(c.plate(
        [(0, z - tall * 0.38), (half * 0.8, z - tall * 0.38), (half * 0.45, z - tall * 0.05),
         (0.12, z - tall * 0.26), (0, z - tall * 0.2)],
        0.13, "y", (0, -0.25, 0), 0.01,
    ))  # fmt: skip
    return [(0, union(legs, mast, hind, ledge, clip)), (1, canvas), (2, union(sun, hills))]


@kind(
    "walking stick",
    "cane",
    "walking cane",
    height=0.9,
    senses=("walking_stick.n.01", "cane.n.01"),
    stick=("brown", "black", "orange"),
    tip=("black", "gray", "yellow"),
    handle=("same", "same", "yellow", "white", "brown"),
    forms={"with a crook": (3, 0.0, 0.5), "with a straight handle": (3, 0.5, 1.0)},
)
@cast()
def walking_stick(u: np.ndarray, c: Kit) -> Parts:
    """Its handle to the front. u3 a crook or a straight handle, u4 size of that, u5 thickness, u6
    height of the tip, u7 height of a ring below the handle."""
    size, r, end = mix(u[4], 0.16, 0.24), mix(u[5], 0.085, 0.105), mix(u[6], 0.14, 0.24)
    top, ring = 1.55, mix(u[7], 0.14, 0.24)
    shaft = c.bar((0, 0, 0.12), (0, 0, top), radius=[r * 0.85, r])
    tip = c.can(r + 0.03, end, (0, 0, end / 2), "z", 0.03)
    band = c.can(r + 0.03, ring, (0, 0, top - 0.04 - ring / 2), "z", CRISP)
    if u[3] < 0.5:
        hook = arc(-size, top, size, size * 1.1, 0, 180, 12)
        handle = c.bar(*hook, (0, -2 * size, top - 0.12), radius=r * 1.08)
    else:
        z = top + 0.06
        path = (0, 0.14, z - 0.03), (0, 0, z), (0, -size, z + 0.02), (0, -2 * size, z - 0.05)
        handle = c.bar(*path, radius=[r * 0.9, r * 1.3, r * 1.25, r * 1.1])
    return [(0, shaft), (1, tip), (2, union(handle, band))]


@kind(
    "crutch",
    "underarm crutch",
    height=1.3,
    senses=("crutch.n.01",),
    frame=("brown", "gray", "orange", "white"),
    pads=("black", "gray", "blue", "brown"),
    foot=("black", "gray", "red"),
)
@cast()
def crutch(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the front. u3 where the two bars meet, u4 width, u5 height of the grip, u6
    thickness of the pad, u7 of the bars."""
    fork, wide, thick = mix(u[3], 0.55, 0.8), mix(u[4], 0.22, 0.3), mix(u[7], 0.068, 0.085)
    hold, pad, top = mix(u[5], 1.1, 1.3), mix(u[6], 0.095, 0.125), 1.85
    side = c.bar((0, 0, fork - 0.2), (0.06, 0, fork), (wide, 0, hold), (wide, 0, top), radius=thick)
    shaft = c.bar((0, 0, 0.1), (0, 0, fork + 0.1), radius=0.1)
    brace = c.can(0.12, 0.14, (0, 0, fork), "z", CRISP)
    rest = [(-wide - 0.12, 0, top - 0.03), (0, 0, top - 0.09), (wide + 0.12, 0, top - 0.03)]
    pads = union(c.bar(*rest, radius=pad), c.can(0.1, 2 * wide, (0, 0, hold), "x", 0.03))
    foot = c.turned([(0.16, 0), (0.15, 0.1), (0.12, 0.2)], rounding=0.03)
    return [(0, union(pairs(side), shaft, brace)), (1, pads), (2, foot)]


@kind(
    "saddle",
    "horse saddle",
    "western saddle",
    "riding saddle",
    height=0.6,
    senses=("saddle.n.01",),
    saddle=("brown", "black", "orange"),
    flaps=("same", "red", "blue", "brown", "black"),
    stirrups=("gray", "yellow", "black"),
    forms={"with a horn": (3, 0.5, 1.0)},
)
@cast()
def saddle(u: np.ndarray, c: Kit) -> Parts:
    """Its pommel to the front. u3 without or with a horn, u4 height of the back, u5 length of the
    flaps, u6 of the stirrups, u7 width of the seat."""
    back, low, wide = mix(u[4], 0.22, 0.4), mix(u[5], 0.36, 0.52), mix(u[7], 0.56, 0.7)
    seat = c.plate(
        [(-0.62, 0.9), (0.66, 0.9), (0.82, 1.12 + back), (0.68, 1.16 + back), (0.44, 1.14),
         (0.1, 1.06), (-0.3, 1.12), (-0.5, 1.36), (-0.7, 1.36), (-0.76, 1.2)],
        wide, rounding=0.09,
    )  # fmt: skip
    bump = c.ball(wide * 0.52, 0.2, 0.2, (0, -0.6, 1.18))
    body = blend(seat, bump, radius=0.06)
    if u[3] >= 0.5:
        horn = c.bar((0, -0.6, 1.3), (0, -0.72, 1.58), radius=[0.09, 0.07])
        body = union(body, horn, c.can(0.16, 0.13, (0, -0.73, 1.6), "z", 0.04))
    outline = [(-0.6, 1.06), (0.72, 1.06), (0.84, 0.74), (0.6, low + 0.14), (0.2, low),
               (-0.36, low), (-0.66, low + 0.2), (-0.72, 0.8)]  # fmt: skip
    flap = c.plate(outline, 0.16, "x", (0, 0, 0), 0.05)
    x = wide / 2 - 0.02
    # They lean outwards by 14 degrees whatever the stretch, and hold on to the seat at their top.
    lean = math.sin(math.radians(14)) * float(c.stretch[2] / c.stretch[0])
    flap = flap.rotated(-14, "y").at(c.place((x + lean, 0, 0))[0])
    reach = mix(u[6], 0.24, 0.36)
    out = x + 0.3 * lean + 0.1
    strap = c.box(0.13, 0.2, 0.9 - reach, (out, -0.06, 0.45 + reach / 2), CRISP)
    ring = [(out, -0.06 + y, z) for y, z in
            ((0.0, reach + 0.02), (0.14, reach - 0.06), (0.2, 0.07), (-0.2, 0.07),
             (-0.14, reach - 0.06), (0.0, reach + 0.02))]  # fmt: skip
    stirrups = union(strap, c.bar(*ring, radius=0.065))
    return [(0, body), (1, pairs(flap)), (2, pairs(stirrups))]
