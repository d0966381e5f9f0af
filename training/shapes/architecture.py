"""Doors, gates, bridges and buildings; their faces at -y."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import Solid, difference, mirror, union

_WOOD = ("brown", "white", "red", "blue", "green")
_STONE = ("gray", "white", "brown")


def _arched(c: Kit, half: float, low: float, top: float, y: float, deep: float) -> Solid:
    """An upright panel with a round top, seen from the front."""
    turns = np.linspace(0, np.pi, 9)
    span = [(half * float(np.cos(t)), top - half + half * float(np.sin(t))) for t in turns]
    return c.plate([(half, low), *span, (-half, low)], deep, "y", (0, y, 0), 0.02)


@kind(
    "door",
    "front door",
    "wooden door",
    height=2.1,
    senses=("door.n.01",),
    door=_WOOD,
    frame=("white", "brown", "gray"),
    handles=("yellow", "gray", "black"),
    forms={"round at the top": (3, 0.0, 0.4), "with a flat top": (3, 0.4, 1.0)},
)
@cast()
def door(u: np.ndarray, c: Kit) -> Parts:
    """A double door; u3 round or flat top, u4 panels, u5 frame width, u6 handle height."""
    rim, z = mix(u[5], 0.1, 0.15), mix(u[6], 0.78, 0.92)
    if u[3] < 0.4:
        frame = _arched(c, 0.5, 0, 1.85, 0, 0.2)
        frame = difference(frame, _arched(c, 0.5 - rim, -0.3, 1.85 - rim, 0, 0.6), 0.01)
        leaf = _arched(c, 0.53 - rim, 0, 1.88 - rim, 0, 0.13)
    else:
        frame = difference(
            c.box(1.0, 0.2, 1.85, (0, 0, 0.925), 0.02),
            c.box(1.0 - 2 * rim, 0.6, 1.85, (0, 0, 0.925 - rim), 0.01),
            0.01,
        )
        leaf = c.box(1.06 - 2 * rim, 0.13, 1.85 - rim, (0, 0, 0.925 - rim / 2), 0.01)
    rows = ((0.42, 0.5), (1.2, 0.5)) if u[4] < 0.5 else ((0.3, 0.32), (0.78, 0.36), (1.28, 0.4))
    cuts = [pairs(c.box(0.22, 0.12, tall, (0.2, -0.085, at), 0.01)) for at, tall in rows]
    leaf = difference(leaf, union(*cuts), 0.01)
    knobs = pairs(c.bead(0.065, (0.075, -0.12, z), 0.06))
    return [(0, leaf), (1, frame), (2, knobs)]


@kind(
    "window",
    "house window",
    height=1.2,
    senses=("window.n.01",),
    frame=("white", "brown", "green", "blue"),
    glass=("cyan", "blue", "yellow"),
    shutters=("green", "blue", "red", "brown"),
    forms={"round at the top": (3, 0.0, 0.4), "square": (3, 0.4, 1.0)},
)
@cast()
def window(u: np.ndarray, c: Kit) -> Parts:
    """u3 round or square top, u4 one or two cross bars, u5 shutter width, u6 sill."""
    half, top, wide = 0.46, 1.3, mix(u[5], 0.3, 0.4)
    if u[3] < 0.4:
        frame = difference(
            _arched(c, half, 0, top, 0, 0.2),
            _arched(c, half - 0.12, 0.13, top - 0.12, 0, 0.6),
            0.01,
        )
        glass, side = _arched(c, half - 0.08, 0.08, top - 0.08, 0.02, 0.12), top - 0.2
    else:
        frame = difference(
            c.box(2 * half, 0.2, top, (0, 0, top / 2), 0.02),
            c.box(2 * half - 0.24, 0.6, top - 0.24, (0, 0, top / 2), 0.01),
            0.01,
        )
        glass = c.box(2 * half - 0.16, 0.12, top - 0.16, (0, 0.02, top / 2), 0.01)
        side = top
    bars = [c.box(0.11, 0.16, top - 0.1, (0, -0.01, top / 2), 0.01)]
    for z in (top * 0.5,) if u[4] < 0.5 else (top * 0.36, top * 0.66):
        bars.append(c.box(2 * half - 0.1, 0.16, 0.11, (0, -0.01, z), 0.01))
    sill = c.box(2 * half + 0.16, mix(u[6], 0.3, 0.44), 0.12, (0, -0.06, 0.0), 0.02)
    shutter = c.box(wide, 0.13, side, (half + wide / 2 - 0.01, 0, side / 2), 0.02)
    lines = [
        c.box(wide - 0.12, 0.1, 0.06, (half + wide / 2, -0.09, side * t), 0.01)
        for t in (0.2, 0.4, 0.6, 0.8)
    ]
    return [
        (0, union(frame, *bars, sill)),
        (1, glass),
        (2, pairs(difference(shutter, union(*lines), 0.01))),
    ]


@kind(
    "stairs",
    "staircase",
    "steps",
    height=2.5,
    senses=("stairway.n.01",),
    steps=("brown", "gray", "white"),
    railings=("black", "white", "brown"),
    forms={"with four steps": (3, 0.0, 1 / 3), "with six steps": (3, 2 / 3, 1.0)},
)
@cast()
def stairs(u: np.ndarray, c: Kit) -> Parts:
    """They rise to the back; u3 four to six steps, u4 solid or open below, u5 railing height."""
    count = 4 + pick(u[3], 3)
    run, rise = 1.5 / count, 1.2 / count
    outline = [(-0.75, 0.0)]
    for i in range(count):
        outline += [(-0.75 + run * i, rise * (i + 1)), (-0.75 + run * (i + 1), rise * (i + 1))]
    if u[4] < 0.5:
        outline.append((0.75, 0.0))
    else:
        outline += [(0.75, 1.2 - 1.6 * rise), (-0.75 + run * 1.1, 0.0)]
    body = c.plate(outline, 0.9, rounding=0.015)
    tall = mix(u[5], 0.34, 0.46)
    y0, y1, z0, z1 = -0.75 + run / 2, 0.75 - run / 2, rise, 1.2
    rail = [
        c.bar((0.4, y0, z0 + tall), (0.4, y1, z1 + tall), radius=0.06),
        *(
            c.bar(
                (0.4, y0 + (y1 - y0) * t, z0 + (z1 - z0) * t - 0.1),
                (0.4, y0 + (y1 - y0) * t, z0 + (z1 - z0) * t + tall),
                radius=0.055,
            )
            for t in (0.0, 0.5, 1.0)
        ),
    ]
    return [(0, body), (1, pairs(*rail))]


@kind(
    "fence",
    "picket fence",
    height=1.1,
    senses=("fence.n.01",),
    pickets=("white", "brown", "white", "green"),
    rails=("same", "brown", "gray"),
    forms={"pointed": (3, 0.0, 0.6), "flat": (3, 0.6, 1.0)},
)
@cast()
def fence(u: np.ndarray, c: Kit) -> Parts:
    """u3 pointed or flat pickets, u4 five or seven, u5 rail height, u6 picket width."""
    count = 5 + 2 * pick(u[4], 2)
    pitch = 1.9 / count
    half, tip = pitch * mix(u[6], 0.3, 0.38), 0.14 if u[3] < 0.6 else 0.0
    pieces = []
    for i in range(count // 2 + 1):
        x = i * pitch
        outline = [(x - half, 0), (x - half, 0.96 - tip), (x + half, 0.96 - tip), (x + half, 0)]
        if tip:
            outline.insert(2, (x, 0.96))
        picket = c.plate(outline, 0.13, "y", (0, -0.06, 0), 0.015)
        pieces.append(pairs(picket) if i else picket)
    low = mix(u[5], 0.2, 0.3)
    rails = [c.box(1.9, 0.14, 0.14, (0, 0.06, z), 0.02) for z in (low, 0.92 - low)]
    return [(0, union(*pieces)), (1, union(*rails))]


@kind(
    "bridge",
    "stone bridge",
    "footbridge",
    height=6.0,
    senses=("bridge.n.01",),
    bridge=("gray", "brown", "white"),
    railings=("same", "brown", "red", "white"),
    forms={"with one arch": (3, 0.0, 0.5), "with two arches": (3, 0.5, 1.0)},
)
@cast()
def bridge(u: np.ndarray, c: Kit) -> Parts:
    """It crosses from left to right; u3 one or two arches, u4 rise, u5 depth, u6 railing."""
    rise, deep = mix(u[4], 0.08, 0.22), mix(u[5], 0.5, 0.7)
    xs = np.linspace(-0.95, 0.95, 9)

    def deck(low: float, high: float) -> list[tuple[float, float]]:
        top = [(float(x), high + rise * float(1 - (x / 0.95) ** 2)) for x in xs]
        return [*top, (0.95, low), (-0.95, low)]

    block = c.plate(deck(0, 0.52), deep, "y", rounding=0.02)
    if u[3] < 0.5:
        hole = c.ball(0.6, 2, 0.4 + rise * 0.6, (0, 0, 0))
    else:
        hole = pairs(c.ball(0.34, 2, 0.36 + rise * 0.3, (0.43, 0, 0)))
    block = difference(block, hole, 0.02)
    height = mix(u[6], 0.2, 0.28)
    path = [
        (float(x), deep / 2 - 0.07, 0.5 + height + rise * float(1 - (x / 0.95) ** 2))
        for x in xs[::2]
    ]
    rail = c.bar(*path, radius=0.055)
    posts = [
        c.box(
            0.13,
            0.13,
            height + 0.14,
            (x, y - 0.07, 0.49 + height / 2 + rise * (1 - (x / 0.95) ** 2)),
            0.02,
        )
        for x, y in ((0.88, deep / 2), (0.45, deep / 2))
    ]
    middle = c.box(0.13, 0.13, height + 0.14, (0, deep / 2 - 0.07, 0.49 + height / 2 + rise), 0.02)
    rails = mirror(union(rail, mirror(union(*posts)), middle), "y")
    return [(0, block), (1, rails)]


@kind(
    "pillar",
    "stone column",
    "greek column",
    height=5.0,
    senses=("column.n.06", "column.n.07"),
    shaft=("white", "gray", "brown"),
    capital=("same", "white", "yellow"),
    forms={"fluted": (3, 0.5, 1.0)},
)
@cast(1.0)
def pillar(u: np.ndarray, c: Kit) -> Parts:
    """u3 smooth or fluted, u4 taper, u5 size of the ends, u6 belly."""
    r, head = 0.24, 0.24 * mix(u[4], 0.78, 1.0)
    shaft = c.turned([(r, 0.15), (r * mix(u[6], 0.98, 1.06), 0.8), (head, 1.7)], rounding=0.01)
    if u[3] > 0.5:
        turns = np.pi * (np.arange(6) / 6 - 5 / 12)
        grooves = [
            c.bar(
                (r * np.cos(t), r * np.sin(t), 0.3),
                (head * np.cos(t), head * np.sin(t), 1.6),
                radius=0.02,
            )
            for t in turns
        ]
        shaft = difference(shaft, pairs(*grooves), 0.01)
    side = mix(u[5], 0.62, 0.74)
    ends = union(
        c.box(side, side, 0.14, (0, 0, 0.07), 0.02),
        c.turned([(side * 0.46, 0.1), (side * 0.46, 0.2), (r + 0.02, 0.26)], rounding=0.02),
        c.turned([(head + 0.01, 1.56), (side * 0.46, 1.68), (side * 0.46, 1.78)], rounding=0.02),
        c.box(side, side, 0.14, (0, 0, 1.82), 0.02),
    )
    return [(0, shaft), (1, ends)]


@kind(
    "well",
    "wishing well",
    height=2.2,
    senses=("well.n.01",),
    wall=("gray", "brown", "white"),
    roof=("red", "brown", "blue"),
    posts=("brown", "black"),
)
@cast()
def well(u: np.ndarray, c: Kit) -> Parts:
    """u3 wall height, u4 roof pitch, u5 roof width, u6 bucket height."""
    tall, rise, out = mix(u[3], 0.46, 0.6), mix(u[4], 0.3, 0.46), mix(u[5], 0.52, 0.62)
    wall = difference(
        c.can(0.5, tall, (0, 0, tall / 2)), c.can(0.33, tall, (0, 0, tall / 2 + 0.15)), 0.02
    )
    rim = difference(c.can(0.55, 0.13, (0, 0, tall)), c.can(0.33, 0.5, (0, 0, tall)), 0.02)
    eaves = 1.2
    roof = c.plate(
        [(-0.5, eaves), (-0.5, eaves + 0.1), (0, eaves + rise), (0.5, eaves + 0.1), (0.5, eaves)],
        2 * out, "x", rounding=0.02,
    )  # fmt: skip
    posts = pairs(c.box(0.12, 0.12, eaves - 0.1, (0.4, 0, eaves / 2 + 0.1), 0.02))
    beam = c.bar((-0.4, 0, 1.02), (0.4, 0, 1.02), radius=0.065)
    z = mix(u[6], tall + 0.02, tall + 0.12)
    rope = c.bar((0, 0, 1.02), (0, 0, z), radius=0.05)
    bucket = c.turned([(0.1, z - 0.14), (0.14, z + 0.08)], rounding=0.02)
    return [(0, union(wall, rim)), (1, roof), (2, union(posts, beam, rope, bucket))]


@kind(
    "barn",
    "farm building",
    height=9.0,
    senses=("barn.n.01",),
    walls=("red", "red", "brown"),
    roof=("gray", "white", "black", "brown"),
    doors=("white", "brown"),
)
@cast()
def barn(u: np.ndarray, c: Kit) -> Parts:
    """u3 depth, u4 roof pitch, u5 door size, u6 hay window."""
    deep, knee, half = mix(u[3], 1.3, 1.7), mix(u[4], 0.98, 1.06), 0.62
    top = knee + 0.24
    shape = [
        (-half, 0),
        (-half, 0.7),
        (-0.42, knee),
        (0, top),
        (0.42, knee),
        (half, 0.7),
        (half, 0),
    ]
    walls = c.plate(shape, deep, "y", rounding=0.02)
    line = [(-0.7, 0.62), (-0.46, knee + 0.05), (0, top + 0.1), (0.46, knee + 0.05), (0.7, 0.62)]
    under = [(0.58, 0.6), (0.38, knee - 0.06), (0, top - 0.06), (-0.38, knee - 0.06), (-0.58, 0.6)]
    roof = c.plate([*line, *under], deep + 0.16, "y", rounding=0.015)
    wide, tall = mix(u[5], 0.24, 0.3), 0.56
    face = -deep / 2
    leaf = c.box(wide, 0.16, tall, (wide / 2 + 0.01, face + 0.03, tall / 2), 0.02)
    hole = c.plate(
        [(0.06, 0.1), (wide - 0.05, 0.1), (wide / 2 + 0.005, 0.24)],
        0.1,
        "y",
        (0, face - 0.06, 0),
        0.001,
    )
    upper = c.plate(
        [(0.06, 0.48), (wide - 0.05, 0.48), (wide / 2 + 0.005, 0.34)],
        0.1,
        "y",
        (0, face - 0.06, 0),
        0.001,
    )
    doors = [pairs(difference(leaf, union(hole, upper), 0.005))]
    if u[6] > 0.3:
        doors.append(c.box(0.3, 0.16, 0.26, (0, face + 0.03, 0.84), 0.02))
    return [(0, walls), (1, roof), (2, union(*doors))]


@kind(
    "church",
    "chapel",
    height=18.0,
    senses=("church.n.02", "chapel.n.01"),
    walls=("white", "gray", "brown", "yellow"),
    roof=("red", "gray", "black", "brown", "blue"),
    door=("brown", "red", "blue"),
)
@cast()
def church(u: np.ndarray, c: Kit) -> Parts:
    """u3 steeple height, u4 length of the nave, u5 roof pitch, u6 tower width."""
    long, rise, w = mix(u[4], 1.0, 1.3), mix(u[5], 0.32, 0.44), mix(u[6], 0.42, 0.5)
    eaves, tower, tip = 0.52, 1.06, mix(u[3], 1.6, 1.8)
    y = 0.15
    front = y - long / 2
    nave = c.plate(
        [(-0.38, 0), (-0.38, eaves), (0, eaves + rise), (0.38, eaves), (0.38, 0)],
        long,
        "y",
        (0, y, 0),
    )
    roof = c.plate(
        [(-0.48, eaves - 0.08), (-0.48, eaves + 0.02), (0, eaves + rise + 0.1),
         (0.48, eaves + 0.02),
         (0.48, eaves - 0.08), (0, eaves + rise - 0.06)],
        long + 0.08, "y", (0, y, 0), 0.015,
    )  # fmt: skip
    at = front - w / 2 + 0.12
    case = c.box(w, w, tower, (0, at, tower / 2), 0.02)
    spire = c.turned([(w * 0.62, tower - 0.04), (0.05, tip)], (0, at, 0), 0.02)
    cross = union(
        c.box(0.1, 0.1, 0.36, (0, at, tip + 0.06), 0.01),
        c.box(0.28, 0.1, 0.1, (0, at, tip + 0.1), 0.01),
    )
    gate = _arched(c, w * 0.3, 0, 0.42, at - w / 2 + 0.02, 0.14)
    bell = _arched(c, w * 0.2, 0.66, 0.94, at - w / 2 + 0.02, 0.12)
    panes = [
        c.box(0.12, 0.16, 0.28, (0.37, y + s * long * 0.26, 0.32), 0.02) for s in (-0.6, 0.4, 1.4)
    ]
    return [
        (0, union(nave, case)),
        (1, union(roof, spire, cross)),
        (2, union(gate, bell, pairs(*panes))),
    ]


@kind(
    "igloo",
    "snow house",
    height=1.8,
    senses=("igloo.n.01",),
    dome=("white", "white", "cyan"),
    entrance=("same", "cyan", "gray"),
)
@cast()
def igloo(u: np.ndarray, c: Kit) -> Parts:
    """u3 entrance length, u4 entrance size, u6 height of the dome."""
    half, long = mix(u[4], 0.28, 0.34), mix(u[3], 0.35, 0.55)
    tall = mix(u[6], 0.78, 0.92)
    dome = c.dome(0.85, 0.85, tall, (0, 0, 0))
    y = -0.72 - long / 2 + 0.1
    hall = _arched(c, half + 0.1, 0, 0.66, y, long + 0.3)
    hall = difference(hall, _arched(c, half - 0.06, -0.2, 0.5, y - 0.25, long + 0.3), 0.02)
    return [(0, dome), (1, hall)]
