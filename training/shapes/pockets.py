"""What fits a pocket or a coat: lighters, matches, erasers, stethoscopes, boomerangs."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .ovals import oval
from .solids import Solid, Vector, blend, difference, intersection, union


def _flame(c: Kit, tall: float, at: Vector) -> Solid:
    """A flame that stands on a point, drawn."""
    x, y, z = at
    r = tall * 0.3
    low, high = (x, y, z + r * 0.9), (x, y, z + tall - 0.06)
    return blend(c.ball(r, r, r, low), c.limb([low, high], [r * 0.9, 0.05]), radius=0.05)


@kind(
    "lighter",
    "cigarette lighter",
    "pocket lighter",
    "cigar lighter",
    height=0.09,
    senses=("lighter.n.02",),
    body=("red", "blue", "green", "yellow", "black", "purple"),
    hood=("gray", "gray", "white", "black"),
    flame=("orange", "yellow", "red"),
    forms={"round": (3, 0.0, 0.5), "with a lid": (3, 0.5, 1.0)},
)
@cast(0.6)
def lighter(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side; u3 an oval one or one with a lid that is open, u4 width, u5 height of the
    flame, u6 height of the hood, u7 size of the wheel."""
    wide, high = mix(u[4], 0.3, 0.38), mix(u[6], 0.24, 0.32)
    burning, r = mix(u[5], 0.4, 0.56), mix(u[7], 0.1, 0.13)
    top = 1.1
    if u[3] < 0.5:
        body = union(
            oval(c, wide * 0.72, wide, 1.0, "z", (0, 0, 0.5)),
            oval(c, wide * 0.72 + 0.03, wide + 0.03, 0.14, "z", (0, 0, 0.07)),
        )
        hood = oval(c, wide * 0.64, wide * 0.62, high, "z", (0, wide * 0.3, 1.0 + high / 2 - 0.02))
        press = c.plate([(-wide, 1.0), (-0.02, 1.0), (-0.02, 1.14), (-wide, 1.06)], wide * 0.7)
        wheel = c.can(r, wide * 0.9, (0, -0.06, 1.1 + r * 0.5), "x", 0.02)
        return [
            (0, union(body, press)),
            (1, union(hood, wheel)),
            (2, _flame(c, burning, (0, wide * 0.3, 0.94 + high))),
        ]
    deep = wide * 1.4
    body = c.box(deep, 2 * wide, top, (0, 0, top / 2), 0.06)
    lid = difference(
        c.box(deep, 2 * wide, 0.5, (0, 2 * wide + 0.04, top - 0.1), 0.06),
        c.box(deep - 0.24, 2 * wide - 0.22, 0.5, (0, 2 * wide + 0.04, top - 0.36), 0.02), 0.02,
    )  # fmt: skip
    hinge = c.can(0.07, deep * 0.7, (0, wide + 0.02, top - 0.02), "x", 0.02)
    hood = c.box(deep * 0.6, wide * 1.15, high, (0, wide * 0.15, top + high / 2 - 0.02), 0.04)
    wheel = c.can(r, deep * 0.4, (0, -wide * 0.62, top + r * 0.6), "x", 0.02)
    return [
        (0, union(body, lid)),
        (1, union(hood, wheel, hinge)),
        (2, _flame(c, burning, (0, wide * 0.15, top + high - 0.08))),
    ]


@kind(
    "matchbox",
    "match",
    "box of matches",
    "matchbook",
    "matchstick",
    height=0.05,
    senses=("matchbox.n.01", "match.n.01", "match.n.03"),
    box=("red", "blue", "yellow", "green", "brown"),
    sticks=("orange", "white", "yellow"),
    heads=("red", "red", "black", "brown"),
    forms={"open": (3, 0.0, 0.5), "folded": (3, 0.5, 1.0)},
)
@cast(0.4)
def matchbox(u: np.ndarray, c: Kit) -> Parts:
    """u3 a box whose drawer is out to the front, or a folded cover around a row of matches, u4 how
    far they show, u5 number of matches, u6 height of the box, u7 its width."""
    wide, out = mix(u[7], 0.9, 1.1), mix(u[4], 0.36, 0.52)
    count = 3 + pick(u[5], 2)
    xs = np.linspace(0, wide / 2 - 0.2, count)
    if u[3] < 0.5:
        tall = mix(u[6], 0.36, 0.5)
        sleeve = c.box(wide, 1.3, tall, (0, 0.35, tall / 2), 0.02)
        front = -0.3 - out
        tray = [c.box(wide - 0.1, 1.2, 0.2, (0, front + 0.6, 0.14), 0.02),
                c.box(wide - 0.1, 0.12, tall - 0.14, (0, front, tall / 2), 0.02),
                pairs(c.box(0.12, 1.0, tall - 0.14, (wide / 2 - 0.11, front + 0.5, tall / 2),
                            0.02))]  # fmt: skip
        sticks, heads = [], []
        for i, x in enumerate(xs):
            y, z = front + 0.24 + 0.05 * (i % 2), tall - 0.12
            sticks.append(c.bar((float(x), y, z), (float(x), 0.2, z), radius=0.065))
            heads.append(c.ball(0.09, 0.12, 0.09, (float(x), y, z)))
        return [(0, sleeve), (1, union(*tray, pairs(*sticks))), (2, pairs(*heads))]
    high, low = 1.2, mix(u[6], 0.3, 0.42)
    cover = union(
        c.plate([(-0.12, 0), (0.2, 0), (0.3, 1.0), (0.72, 1.5 + out), (0.6, 1.56 + out),
                 (0.14, 1.0), (0.06, 0.2), (-0.12, 0.2)], wide, "x", rounding=0.02),
        c.box(wide, 0.3, low, (0, -0.02, low / 2), 0.03),
    )  # fmt: skip
    top = high + out * 0.4
    sticks = [c.bar((float(x), 0, 0.2), (float(x), 0, top), radius=0.1) for x in xs]
    heads = [c.ball(0.125, 0.125, 0.16, (float(x), 0, top)) for x in xs]
    return [(0, cover), (1, pairs(*sticks)), (2, pairs(*heads))]


@kind(
    "eraser",
    "rubber eraser",
    "pencil eraser",
    height=0.025,
    senses=("eraser.n.01",),
    rubber=("pink", "pink", "white", "red", "green"),
    sleeve=("blue", "blue", "white", "gray", "red"),
    forms={"slanted": (3, 0.0, 0.5), "in a sleeve": (3, 0.5, 1.0)},
)
@cast(0.4)
def eraser(u: np.ndarray, c: Kit) -> Parts:
    """u3 a slanted one of two halves, seen from the side, or one in a sleeve that stands, u4 width,
    u5 height or depth, u6 share of the sleeve, u7 slant or how worn its corners are."""
    wide, tall, share = mix(u[4], 0.5, 0.7), mix(u[5], 0.36, 0.5), mix(u[6], 0.36, 0.55)
    if u[3] < 0.5:
        slant, end = mix(u[7], 0.1, 0.24), 0.85
        split = end - 2 * end * share

        def part(start: float, stop: float, more: float) -> Solid:
            line = [
                (start - slant, 0),
                (stop - slant, 0),
                (stop + slant, tall),
                (start + slant, tall),
            ]
            return c.plate(line, wide + more, "x", rounding=0.04)

        return [(0, part(-end, split + 0.1, 0)), (1, part(split, end, 0.005))]
    long, worn = 1.7, mix(u[7], 0.08, 0.2)
    body = c.box(2 * wide - 0.1, tall, long, (0, 0, long / 2), worn)
    z = 0.34 + long * share / 2
    band = [c.box(2 * wide, tall + 0.1, long * share, (0, 0, z), 0.02)]
    return [(0, body), (1, union(*band))]


@kind(
    "stethoscope",
    height=0.6,
    senses=("stethoscope.n.01",),
    tube=("black", "blue", "red", "green", "purple"),
    ears=("gray", "white"),
    disc=("gray", "gray", "white", "yellow"),
)
@cast(0.3)
def stethoscope(u: np.ndarray, c: Kit) -> Parts:
    """It hangs, ears above; u3 how wide its arms bend, u4 where they meet, u5 size of the disc, u6
    thickness of the tube, u7 how the tube hangs to the front."""
    bend, meet, disc = mix(u[3], 0.3, 0.4), mix(u[4], 0.8, 0.95), mix(u[5], 0.2, 0.26)
    r, sag = mix(u[6], 0.068, 0.09), mix(u[7], 0.02, 0.16)
    y = -sag
    arm = [(bend, 0, 1.44), (bend * 0.98, 0, 1.3), (bend * 0.72, 0, meet + 0.18), (0.1, 0, meet)]
    tube = blend(
        pairs(c.limb(arm, r)),
        c.limb([(0, 0, meet), (0, y * 0.6, 0.55), (0, y, 0.36)], [r * 1.25, r, r]),
        radius=0.05,
    )
    metal = c.limb(
        [(bend, 0, 1.4), (bend * 0.96, 0, 1.58), (bend * 0.76, 0, 1.75), (0.15, 0, 1.86)],
        [r * 0.9, r * 0.85, r * 0.85, r * 0.85],
    )
    bud = c.ball(0.12, 0.11, 0.11, (0.17, 0, 1.86))
    chest = union(
        c.can(disc, 0.14, (0, y - 0.07, 0.1), "y", 0.03),
        c.can(disc * 0.7, 0.3, (0, y - 0.03, 0.1), "y", 0.03),
        c.can(r * 1.3, 0.16, (0, y, 0.1 + disc * 0.92)),
    )
    ring = difference(c.can(disc * 1.04, 0.12, (0, y - 0.13, 0.1), "y", 0.02),
                      c.can(disc * 0.76, 1, (0, y - 0.13, 0.1), "y", 0.01), 0.02)  # fmt: skip
    return [
        (0, tube),
        (1, pairs(metal, bud)),
        (2, union(chest, ring)),
    ]


@kind(
    "boomerang",
    "throwing stick",
    height=0.3,
    senses=("boomerang.n.01",),
    wood=("brown", "orange", "yellow", "red", "blue"),
    stripes=("white", "red", "black", "yellow", "green"),
)
@cast(0.0)
def boomerang(u: np.ndarray, c: Kit) -> Parts:
    """Its arms hang to both sides; u3 how far they are spread, u4 width of the arms, u5 thickness,
    u6 place and u7 width of the stripes."""
    angle, wide, thick = (
        math.radians(mix(u[3], 36, 52)),
        mix(u[4], 0.15, 0.19),
        mix(u[5], 0.2, 0.28),
    )
    place, half = mix(u[6], 0.6, 0.75), mix(u[7], 0.07, 0.1)
    ax, az = math.sin(angle), -math.cos(angle)

    def at(along: float, across: float) -> tuple[float, float]:
        return along * ax - across * az, along * az + across * ax

    bend = [(0.0, wide * 0.9), (0.16, wide * 0.72)]
    outer = [*bend, at(0.5, wide), at(1.0, wide * 0.9), at(1.2, wide * 0.45), at(1.24, 0.0)]
    inner = [at(1.2, -wide * 0.45), at(1.0, -wide * 0.8), at(0.5, -wide), (0.12, -wide * 2.1)]
    right = [*outer, *inner, (0.0, -wide * 1.95)]
    outline = [*right, *((-x, z) for x, z in right[-2:0:-1])]
    body = c.plate(outline, thick, "y", rounding=0.05)
    bands = []
    for along in (place, place + 0.3):
        box = [at(along - half, -1), at(along + half, -1), at(along + half, 1), at(along - half, 1)]
        skin = c.plate(outline, thick + 0.05, "y", rounding=0.05)
        bands.append(intersection(skin, c.plate(box, 2, "y", rounding=0.005), 0.01))
    return [(0, body), (1, pairs(*bands))]
