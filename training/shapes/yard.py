"""A tent, a gate, an arch, a skyscraper and a wheelbarrow; their faces at -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import difference, union


@kind(
    "tent",
    "camping tent",
    height=1.6,
    senses=("tent.n.01",),
    canvas=("green", "orange", "blue", "yellow", "red"),
    entrance=("black", "brown", "white"),
    poles=("brown", "gray", "white"),
)
@cast()
def tent(u: np.ndarray, c: Kit) -> Parts:
    """u3 length, u4 bend of the sides, u5 entrance width, u6 height of the poles."""
    deep, bend, wide = mix(u[3], 1.2, 1.6), mix(u[4], -0.06, 0.08), mix(u[5], 0.28, 0.4)
    face = -deep / 2
    side = [(-0.75, 0), (-0.38 - bend, 0.52), (0, 1.05), (0.38 + bend, 0.52), (0.75, 0)]
    canvas = c.plate(side, deep, "y", rounding=0.02)
    flap = c.plate([(-wide, 0), (0, 0.86), (wide, 0)], 0.16, "y", (0, face + 0.03, 0), 0.01)
    top = 1.05 + mix(u[6], 0.08, 0.2)
    poles = [c.bar((0, y, 0.9), (0, y, top), radius=0.065) for y in (face + 0.08, -face - 0.08)]
    pegs = pairs(*(c.box(0.14, 0.14, 0.2, (0.78, y, 0.1), 0.02) for y in (face * 0.7, -face * 0.7)))
    return [(0, canvas), (1, flap), (2, union(*poles, pegs))]


@kind(
    "gate",
    "garden gate",
    height=1.8,
    senses=("gate.n.01",),
    posts=("gray", "brown", "white"),
    bars=("black", "brown", "white", "green"),
    forms={"with balls on the posts": (5, 0.0, 0.5)},
)
@cast()
def gate(u: np.ndarray, c: Kit) -> Parts:
    """u3 bars per wing, u4 rise or fall to the middle, u5 balls or caps, u6 post width."""
    wide, count, rise = mix(u[6], 0.24, 0.32), 3 + pick(u[3], 2), mix(u[4], -0.2, 0.3)
    post = [
        c.box(wide, wide, 1.2, (0.8, 0, 0.6), 0.02),
        c.box(wide + 0.1, wide + 0.1, 0.12, (0.8, 0, 1.2), 0.02),
    ]
    if u[5] < 0.5:
        post.append(c.bead(0.15, (0.8, 0, 1.38)))
    else:
        post.append(c.box(wide - 0.06, wide - 0.06, 0.16, (0.8, 0, 1.3), 0.04))
    xs = np.linspace(0.07, 0.62, count)
    bars = [c.bar((x, 0, 0.12), (x, 0, 0.94 + rise * (1 - x / 0.7)), radius=0.075) for x in xs]
    bars.append(c.bar((0, 0, 0.8 + rise), (0.74, 0, 0.8), radius=0.08))
    bars.append(c.bar((0, 0, 0.22), (0.74, 0, 0.22), radius=0.08))
    return [(0, pairs(*post)), (1, pairs(*bars))]


@kind(
    "arch",
    "archway",
    "triumphal arch",
    height=10.0,
    senses=("arch.n.03", "arch.n.04"),
    arch=("gray", "white", "brown", "yellow"),
    ledges=("same", "white", "gray"),
)
@cast()
def arch(u: np.ndarray, c: Kit) -> Parts:
    """u3 width of the opening, u4 its height, u5 depth, u6 attic."""
    half, high, deep = mix(u[3], 0.32, 0.42), mix(u[4], 0.95, 1.12), mix(u[5], 0.45, 0.65)
    top = 1.36
    turns = np.linspace(0, np.pi, 9)
    span = [(half * float(np.cos(t)), high - half + half * float(np.sin(t))) for t in turns]
    hole = c.plate([(half, -0.3), *span, (-half, -0.3)], 3, "y", rounding=0.01)
    body = difference(c.box(1.4, deep, top, (0, 0, top / 2), 0.02), hole, 0.01)
    ledge = c.box(1.56, deep + 0.16, 0.13, (0, 0, top), 0.02)
    x, wide = (half + 0.7) / 2, 0.7 - half
    feet = pairs(
        c.box(wide + 0.1, deep + 0.12, 0.14, (x, 0, 0.07), 0.02),
        c.box(wide + 0.06, deep + 0.1, 0.11, (x, 0, high - half), 0.02),
    )
    if u[6] > 0.4:
        body = union(body, c.box(1.2, deep - 0.06, 0.3, (0, 0, top + 0.15), 0.02))
    return [(0, body), (1, union(ledge, feet))]


@kind(
    "skyscraper",
    "high rise",
    "office tower",
    height=200.0,
    senses=("skyscraper.n.01",),
    walls=("gray", "white", "brown", "blue"),
    windows=("cyan", "blue", "black", "yellow"),
    forms={"with a spire": (5, 0.4, 1.0), "with stripes": (6, 0.5, 1.0)},
)
@cast(1.0)
def skyscraper(u: np.ndarray, c: Kit) -> Parts:
    """u3 one to three steps, u4 their heights, u5 spire, u6 windows in a grid or in stripes."""
    steps, first = 1 + pick(u[3], 3), mix(u[4], 0.7, 0.95)
    levels = [(0.62, 1.55)] if steps == 1 else [(0.7, first), (0.54, 1.3), (0.38, 1.6)][:steps]
    blocks = [c.box(side, side, top, (0, 0, top / 2), 0.015) for side, top in levels]
    body, high = union(*blocks), levels[-1][1]
    walls = [body]
    if u[5] > 0.4:
        walls.append(c.box(0.2, 0.2, 0.2, (0, 0, high + 0.06), 0.02))
        walls.append(c.bar((0, 0, high), (0, 0, high + 0.36), radius=[0.07, 0.055]))
    lanes = [(0.0, 0.12), (0.19, 0.1)]
    panes = []
    for x, wide in lanes:
        strip = union(
            c.box(wide, 2, high - 0.2, (x, 0, high / 2), 0.01),
            c.box(2, wide, high - 0.2, (0, x, high / 2), 0.01),
        )
        panes += [strip, c.box(2, wide, high - 0.2, (0, -x, high / 2), 0.01)] if x else [strip]
    skin = marks(body, pairs(*panes), lift=0.03)
    if u[6] < 0.5:
        rows = [c.box(3, 3, 0.07, (0, 0, z), 0.001) for z in np.linspace(0.28, high - 0.28, 6)]
        skin = difference(skin, union(*rows), 0.001)
    return [(0, union(*walls)), (1, skin)]


@kind(
    "wheelbarrow",
    "barrow",
    height=0.7,
    senses=("wheelbarrow.n.01",),
    tray=("red", "green", "blue", "gray", "yellow"),
    handles=("brown", "black", "gray"),
    wheel=("black", "gray"),
)
@cast()
def wheelbarrow(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 depth of the tray, u5 length of the handles, u6 slope of the front."""
    r, top, end = mix(u[3], 0.22, 0.28), mix(u[4], 0.72, 0.84), mix(u[5], 0.85, 1.0)
    lean, low = mix(u[6], 0.2, 0.36), 0.4
    tray = c.plate(
        [(-0.3, low), (-0.3 - lean, top), (0.5, top - 0.06), (0.34, low)], 0.66, rounding=0.03
    )
    hollow = c.plate(
        [(-0.24, low + 0.12), (-0.2 - lean, top + 0.1), (0.4, top + 0.1), (0.3, low + 0.12)],
        0.48, rounding=0.01,
    )  # fmt: skip
    tray = difference(tray, hollow, 0.02)
    hub = c.hub(r, 0, -0.66)
    frame = pairs(
        c.bar((0.11, *hub[1:]), (0.2, -0.2, 0.37), (0.28, 0.4, 0.42), (0.3, end, 0.6), radius=0.06),
        c.bar((0.26, 0.3, 0.4), (0.28, 0.4, 0.06), radius=0.06),
    )
    axle = c.can(0.06, 0.3, hub, "x", 0.02)
    wheel = union(c.tyre(r, 0.075, 0, -0.66), c.can(r * 0.7, 0.1, hub, "x", 0.02))
    return [(0, tray), (1, union(frame, axle)), (2, wheel)]
