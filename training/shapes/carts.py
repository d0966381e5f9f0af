"""What is pushed, pulled or ridden on small wheels; the front at -y."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import TYRE
from .kinds import Parts, kind, mix
from .solids import Solid, difference, union

_PAINT = ("red", "blue", "green", "yellow", "orange")


def _spoked(c: Kit, r: float, x: float, y: float, count: int = 3, thick: float = 0.055) -> Solid:
    """A wheel of rim, spokes and hub that stands on z = 0."""
    hub = c.hub(r, x, y)
    turns = math.pi * np.arange(count) / count
    up = hub[2] - 0.05
    out = up * float(c.stretch[2] / c.stretch[1])
    spokes = [
        c.bar(
            (x, y - out * math.cos(t), hub[2] - up * math.sin(t)),
            (x, y + out * math.cos(t), hub[2] + up * math.sin(t)),
            radius=0.03,
        )
        for t in turns
    ]
    return union(c.tyre(r, thick, x, y), c.can(0.09, 0.16, hub, "x", 0.02), *spokes)


@kind(
    "wagon",
    "toy wagon",
    "handcart",
    "cart",
    height=0.8,
    senses=("wagon.n.01", "wagon.n.04", "cart.n.01", "handcart.n.01"),
    box=("red", "brown", "blue", "green"),
    wheels=("black", "brown", "white"),
    handle=("black", "gray", "brown"),
    forms={"with slatted sides": (3, 0.5, 1.0)},
)
@cast()
def wagon(u: np.ndarray, c: Kit) -> Parts:
    """u3 closed or slatted sides, u4 wheel size, u5 depth of the box, u6 how far the handle rises,
    u7 spoked or solid wheels."""
    r, tall, rise = mix(u[4], 0.2, 0.28), mix(u[5], 0.3, 0.42), mix(u[6], 0.62, 0.95)
    low = r * 1.25
    y, half = 0.25, 0.66
    if u[3] < 0.5:
        tub = c.box(0.84, 2 * half, tall, (0, y, low + tall / 2), 0.03)
        hollow = c.box(0.6, 2 * half - 0.24, tall, (0, y, low + tall / 2 + 0.13), 0.02)
        rim = difference(
            c.box(0.92, 2 * half + 0.08, 0.12, (0, y, low + tall - 0.04), 0.03),
            c.box(0.62, 2 * half - 0.22, 0.5, (0, y, low + tall), 0.02),
            0.01,
        )
        body = union(difference(tub, hollow, 0.02), rim)
    else:
        tall += 0.14
        deck = c.box(0.84, 2 * half, 0.13, (0, y, low + 0.06), 0.02)
        shell = difference(
            c.box(0.84, 2 * half, tall, (0, y, low + tall / 2), 0.02),
            c.box(0.6, 2 * half - 0.24, 2 * tall, (0, y, low + tall / 2), 0.01),
            0.01,
        )
        at = low + 0.13 + (tall - 0.13) * 0.25
        gaps = [
            union(
                c.box(2, 2 * half - 0.3, 0.1, (0, y, z), 0.01),
                c.box(0.56, 3, 0.1, (0, y, z), 0.01),
            )
            for z in (at, at + (tall - 0.13) * 0.48)
        ]
        body = union(deck, difference(shell, union(*gaps), 0.01))
    axles = [
        union(
            c.can(0.07, 0.8, c.hub(r, 0, at), "x"), c.box(0.3, 0.16, 0.2, (0, at, low - 0.06), 0.02)
        )
        for at in (y - 0.42, y + 0.42)
    ]
    make = (lambda at: _spoked(c, r, 0.47, at)) if u[7] < 0.5 else (
        lambda at: union(c.wheel(r, 0.16, 0.47, at), c.can(r * 0.5, 0.22, c.hub(r, 0.47, at), "x"))
    )  # fmt: skip
    wheels = pairs(*(make(at) for at in (y - 0.42, y + 0.42)))
    start, end = (0, y - 0.5, low - 0.02), (0, -0.98, rise)
    handle = union(
        c.bar(start, (0, -0.52, low + 0.02), end, radius=0.055),
        c.bar((-0.2, -0.98, rise), (0.2, -0.98, rise), radius=0.075),
    )
    return [(0, union(body, *axles)), (1, wheels), (2, handle)]


@kind(
    "shopping cart",
    "shopping trolley",
    "grocery cart",
    height=1.0,
    senses=("shopping_cart.n.01",),
    basket=("gray", "white", "blue", "red"),
    wheels=("black", "gray"),
    handle=("red", "blue", "green", "orange"),
)
@cast()
def shopping_cart(u: np.ndarray, c: Kit) -> Parts:
    """u3 depth of the basket, u4 slant of its front, u5 number of bars, u6 handle height, u7 rack
    below."""
    low, rim, slant = mix(u[3], 0.74, 0.62), 1.14, mix(u[4], 0.08, 0.26)
    front, back = -0.78, 0.5
    outer = [
        (front + slant, low),
        (front, rim - 0.06),
        (back, rim + 0.04),
        (back - 0.08, low + 0.02),
    ]
    shell = c.plate(outer, 0.8, rounding=0.02)
    inner = [
        (front + slant + 0.1, low + 0.12), (front + 0.12, rim + 0.2), (back - 0.11, rim + 0.2),
        (back - 0.18, low + 0.12),
    ]  # fmt: skip
    cuts = [c.plate(inner, 0.58, rounding=0.01)]
    count = 5 if u[5] < 0.5 else 6
    y0, y1 = front + slant + 0.06, back - 0.14
    pitch = (y1 - y0) / count
    slot = (rim - low) * 0.56
    z = low + 0.11 + slot / 2
    for i in range(count):
        cuts.append(c.box(2, pitch - 0.1, slot, (0, y0 + pitch * (i + 0.5), z), 0.01))
    cuts.append(pairs(c.box(0.12, 4, slot, (0.22, 0, z), 0.01)))
    cuts.append(c.box(0.12, 4, slot, (0, 0, z), 0.01))
    basket = difference(shell, union(*cuts), 0.01)
    r = 0.11
    frame = [
        c.bar((0.3, 0.5, 0.22), (0.34, 0.42, low + 0.08), (0.36, 0.56, rim), radius=0.055),
        c.bar((0.3, 0.5, 0.22), (0.3, -0.6, 0.22), radius=0.055),
        c.bar((0.3, 0.3, 0.24), (0.3, front + slant + 0.14, low + 0.04), radius=0.055),
        *(c.bar((0.3, y, 0.22), (0.3, y + 0.02, r), radius=0.05) for y in (0.5, -0.58)),
    ]
    pieces = [basket, pairs(*frame), c.bar((-0.3, -0.6, 0.22), (0.3, -0.6, 0.22), radius=0.055)]
    pieces.append(c.bar((-0.3, 0.5, 0.22), (0.3, 0.5, 0.22), radius=0.055))
    if u[7] > 0.5:
        pieces.append(c.box(0.6, 1.0, 0.12, (0, -0.06, 0.24), 0.02))
    top = mix(u[6], 1.2, 1.32)
    handle = union(
        c.bar((-0.4, 0.74, top), (0.4, 0.74, top), radius=0.065),
        pairs(c.bar((0.36, 0.74, top), (0.36, 0.52, rim - 0.02), radius=0.055)),
    )
    wheels = pairs(*(c.wheel(r, 0.12, 0.3, y, 0.03) for y in (-0.54, 0.54)))
    return [(0, union(*pieces)), (1, wheels), (2, handle)]


@kind(
    "wheelchair",
    "wheel chair",
    height=0.95,
    senses=("wheelchair.n.01",),
    seat=("blue", "black", "red", "green", "purple"),
    wheels=TYRE,
    frame=("gray", "black", "white"),
)
@cast()
def wheelchair(u: np.ndarray, c: Kit) -> Parts:
    """u3 size of the big wheels, u4 height of the back, u5 width of the cushion, u6 armrests, u7
    reach of the footrests."""
    r, top, out = mix(u[3], 0.46, 0.54), mix(u[4], 1.3, 1.46), mix(u[7], -0.84, -0.7)
    wide = mix(u[5], 0.5, 0.58)
    z, y = 0.7, 0.24
    seat = union(
        c.box(wide, 0.7, 0.14, (0, -0.06, z), 0.04),
        c.plate([(0.2, z - 0.04), (0.32, z - 0.04), (0.42, top), (0.3, top)], wide, rounding=0.03),
    )
    side = [
        c.bar((0.3, 0.26, z - 0.2), (0.3, 0.4, top), (0.3, 0.62, top + 0.05), radius=0.055),
        c.bar((0.3, 0.3, z - 0.08), (0.3, -0.42, z - 0.08), (0.26, out + 0.1, 0.2), radius=0.055),
        c.bar((0.3, 0.28, c.hub(r, 0, y)[2] - 0.06), (0.3, -0.44, 0.34), radius=0.055),
        c.bar((0.3, -0.4, z - 0.1), (0.3, -0.44, 0.14), radius=0.055),
        c.box(0.2, 0.28, 0.11, (0.18, out, 0.16), 0.02),
    ]
    if u[6] < 0.7:
        side.append(c.bar((0.3, -0.34, z), (0.3, -0.34, z + 0.26), radius=0.055))
        side.append(c.box(0.13, 0.7, 0.11, (0.3, 0.02, z + 0.28), 0.03))
    axle = c.bar((-0.42, y, c.hub(r, 0, y)[2]), (0.42, y, c.hub(r, 0, y)[2]), radius=0.055)
    cross = c.bar((-0.3, -0.3, z - 0.1), (0.3, -0.3, z - 0.1), radius=0.055)
    wheels = pairs(_spoked(c, r, 0.44, y, 4, 0.06), c.wheel(0.15, 0.12, 0.3, -0.46, 0.04))
    return [(0, seat), (1, wheels), (2, union(pairs(*side), axle, cross))]


@kind(
    "stroller",
    "baby carriage",
    "pram",
    "baby buggy",
    height=1.05,
    senses=("baby_buggy.n.01",),
    body=("blue", "pink", "red", "purple", "green", "gray"),
    wheels=TYRE,
    hood=("same", "white", "cyan", "yellow"),
    forms={"with spoked wheels": (3, 0.5, 1.0)},
)
@cast()
def stroller(u: np.ndarray, c: Kit) -> Parts:
    """u3 solid or spoked wheels, u4 their size, u5 depth of the tub, u6 how far the hood closes, u7
    height of the handle."""
    r, deep, close = mix(u[4], 0.2, 0.28), mix(u[5], 0.34, 0.44), mix(u[6], 0.0, 0.16)
    rim, top = 0.92, mix(u[7], 1.16, 1.34)
    tub = c.plate(
        [(-0.74, rim), (-0.7, rim - deep * 0.4), (-0.5, rim - deep * 0.85), (-0.26, rim - deep),
         (0.26, rim - deep), (0.46, rim - deep * 0.8), (0.6, rim - deep * 0.4), (0.62, rim)],
        0.62, rounding=0.05,
    )  # fmt: skip
    tub = difference(tub, c.box(0.4, 1.1, 0.4, (0, -0.06, rim + 0.04), 0.04), 0.02)
    # The hood's open side leans back over the tub, towards the feet at -y.
    pivot = (-0.0, rim - 0.06)
    fan = [
        (pivot[0] + 0.62 * math.cos(a), pivot[1] + 0.62 * math.sin(a))
        for a in np.linspace(math.radians(-2), math.radians(105) + close * 2, 10)
    ]
    hood = c.plate([pivot, *fan], 0.68, rounding=0.03)
    inner = [
        (pivot[0] + 0.5 * math.cos(a), pivot[1] + 0.5 * math.sin(a))
        for a in np.linspace(math.radians(0), math.radians(135) + close * 2, 10)
    ]
    hood = difference(
        hood, c.plate([(-0.2, rim - 0.2), (0.4, rim - 0.2), *inner], 0.46, rounding=0.02), 0.02
    )
    ribs = [
        c.plate([(pivot[0] + q * math.cos(a + w), pivot[1] + q * math.sin(a + w))
                 for q, w in ((0.5, -0.1), (0.66, -0.08), (0.66, 0.08), (0.5, 0.1))], 0.74,
                rounding=0.02)
        for a in (math.radians(35), math.radians(70), math.radians(101) + close * 2)
    ]  # fmt: skip
    ys = (-0.5, 0.44)
    z = c.hub(r, 0, 0)[2]
    legs = pairs(
        c.bar((0.26, -0.4, rim - deep * 0.5), (0.34, ys[1], z), radius=0.055),
        c.bar((0.26, 0.34, rim - deep * 0.5), (0.34, ys[0], z), radius=0.055),
        c.bar((0.28, 0.4, rim - deep * 0.5), (0.28, 0.88, top), radius=0.055),
    )
    bars = [c.bar((-0.28, 0.88, top), (0.28, 0.88, top), radius=0.065)]
    bars += [c.bar((-0.38, y, z), (0.38, y, z), radius=0.055) for y in ys]
    if u[3] < 0.5:
        wheels = pairs(
            *(
                union(c.wheel(r, 0.13, 0.4, y), c.can(r * 0.4, 0.2, c.hub(r, 0.4, y), "x"))
                for y in ys
            )
        )
    else:
        wheels = pairs(*(_spoked(c, r, 0.4, y) for y in ys))
    return [(0, union(tub, legs, *bars)), (1, wheels), (2, union(hood, *ribs))]


@kind(
    "kick scooter",
    "scooter",
    "push scooter",
    height=0.95,
    senses=("scooter.n.02",),
    frame=("red", "blue", "green", "gray", "pink", "orange"),
    wheels=TYRE,
    grips=("black", "same", "white"),
)
@cast()
def kick_scooter(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 width of the deck, u5 handlebar height, u6 its lean, u7 mudguard."""
    r, wide, top = mix(u[3], 0.14, 0.2), mix(u[4], 0.2, 0.28), mix(u[5], 1.25, 1.5)
    lean = mix(u[6], 0.06, 0.2)
    front, back = -0.72, 0.7
    deck = r + 0.02
    head = (0, front + 0.1, deck + 0.2)
    bars = (0, front + 0.08 + lean, top)
    pieces = [
        c.box(wide, 1.0, 0.12, (0, 0.1, deck - 0.02), 0.03),
        c.bar((0, -0.34, deck), (0, front + 0.12, deck + 0.26), radius=0.075),
        pairs(c.bar((0.11, front, c.hub(r, 0, 0)[2]), (0.1, front + 0.04, 2 * r + 0.03),
                    (0, front + 0.07, 2 * r + 0.06), radius=0.05)),
        c.can(0.05, 0.28, c.hub(r, 0, front), "x", 0.02),
        pairs(c.bar((0.1, 0.5, deck - 0.02), (0.11, back, c.hub(r, 0, 0)[2]), radius=0.05)),
        c.can(0.05, 0.28, c.hub(r, 0, back), "x", 0.02),
        c.bar((0, front + 0.06, 2 * r + 0.02), head, bars, radius=0.065),
        c.bar((-0.34, *bars[1:]), (0.34, *bars[1:]), radius=0.055),
    ]  # fmt: skip
    if u[7] > 0.4:
        arc = [
            (back + (r + q) * math.cos(a), r + (r + q) * math.sin(a))
            for q, turns in ((0.03, (165, 130, 95, 60)), (0.13, (60, 95, 130, 165)))
            for a in map(math.radians, turns)
        ]
        pieces.append(c.plate(arc, 0.16, rounding=0.02))
    wheels = union(*(c.wheel(r, 0.13, 0, y, 0.04) for y in (front, back)))
    grips = pairs(c.bar((0.24, *bars[1:]), (0.4, *bars[1:]), radius=0.08))
    return [(0, union(*pieces)), (1, wheels), (2, grips)]
