"""Statues, thrones, coffins and bones."""

from __future__ import annotations

import math

import numpy as np

from . import folk
from .casting import Kit, cast, pairs
from .folk import Folk
from .kinds import Parts, kind, mix, pick
from .solids import mirror, union


@kind(
    "statue",
    "sculpture",
    "monument",
    height=3.0,
    senses=("statue.n.01", "sculpture.n.01", "memorial.n.03", "figurine.n.01"),
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
        [(-half * 0.72, seat + 0.14), (half * 0.72, seat + 0.14), *inner],
        0.2,
        "y",
        (0, 0.25, 0),
        0.03,
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
        pairs(
            c.bead(0.11, (half, 0.3, top - 0.1), 0.09), c.bead(0.1, (x, -0.34, seat + 0.38), 0.09)
        ),
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
        trim = [
            c.box(0.14, 1.15, 0.12, (0, 0.05, z), 0.02),
            c.box(0.46, 0.14, 0.12, (0, 0.36, z), 0.02),
        ]
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
    shaft=("white", "white", "yellow"),
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
