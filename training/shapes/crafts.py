"""More that floats and flies; the front at -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import GLASS
from .kinds import Parts, kind, mix, pick
from .solids import blend, box, difference, intersection, union


@kind(
    "helicopter",
    "chopper",
    height=3.5,
    senses=("helicopter.n.01",),
    body=("red", "blue", "yellow", "green", "white", "orange"),
    rotor=("gray", "black", "white"),
    windows=GLASS,
    forms={"with two blades": (4, 0.0, 0.4), "with four blades": (4, 0.4, 1.0)},
)
@cast()
def helicopter(u: np.ndarray, c: Kit) -> Parts:
    """u3 rotor span, u4 two or four blades, u5 cabin length, u6 tail fin, u7 skids' width."""
    long = mix(u[5], 0.46, 0.56)
    cabin = c.ball(0.36, long, 0.36, (0, -0.42, 0.58))
    fin = mix(u[6], 0.94, 1.08)
    tail = c.bar((0, -0.2, 0.66), (0, 0.98, 0.74), radius=[0.2, 0.08])
    rudder = c.plate([(0.78, 0.7), (1.02, 0.66), (1.12, fin), (0.98, fin)], 0.12)
    plane = c.box(0.56, 0.16, 0.12, (0, 0.74, 0.73), 0.03)
    x = mix(u[7], 0.28, 0.36)
    skids = pairs(
        c.bar((x, -0.98, 0.14), (x, -0.86, 0.055), (x, 0.06, 0.055), radius=0.055),
        c.bar((0.1, -0.66, 0.34), (x, -0.68, 0.055), radius=0.05),
        c.bar((0.1, -0.18, 0.34), (x, -0.16, 0.055), radius=0.05),
    )
    mast = union(
        c.can(0.09, 0.3, (0, -0.4, 1.02), "z", 0.03), c.box(0.3, 0.5, 0.16, (0, -0.36, 0.92), 0.06)
    )
    reach, y, z = mix(u[3], 1.5, 1.8), -0.4, 1.16
    blades = [c.box(reach, 0.14, 0.09, (0, y, z), 0.02), c.can(0.13, 0.14, (0, y, z), "z", 0.03)]
    if u[4] > 0.4:
        blades.append(c.box(0.14, reach * 0.8, 0.09, (0, y, z), 0.02))
    blades.append(c.box(0.12, 0.1, 0.5, (0.0, 1.02, 0.76), 0.02))
    blades.append(c.box(0.2, 0.1, 0.1, (0.0, 1.02, 0.76), 0.02))
    panes = [
        c.box(0.56, 0.5, 0.4, (0, -0.42 - long * 0.86, 0.7), 0.03),
        c.box(1.2, 0.26, 0.24, (0, -0.4, 0.68), 0.03),
    ]
    body = blend(cabin, tail, radius=0.1)
    windows = marks(cabin, *panes)
    return [(0, union(body, rudder, plane, skids, mast)), (1, union(*blades)), (2, windows)]


@kind(
    "hot air balloon",
    "air balloon",
    height=22.0,
    senses=("hot-air_balloon.n.01",),
    balloon=("red", "blue", "yellow", "orange", "purple", "green"),
    basket=("brown",),
    stripes=("white", "yellow", "orange", "cyan"),
    forms={"with upright stripes": (4, 0.0, 0.6), "with a band": (4, 0.6, 1.0)},
)
@cast(1.0)
def hot_air_balloon(u: np.ndarray, c: Kit) -> Parts:
    """u3 where it is widest, u4 upright stripes or a band, u5 basket size, u6 stripe width."""
    waist = mix(u[3], 1.2, 1.32)
    bag = c.turned(
        [
            (0.2, 0.52), (0.3, 0.66), (0.52, 0.94), (0.64, waist), (0.6, 1.56), (0.44, 1.76),
            (0.22, 1.87), (0.02, 1.9),
        ],
        rounding=0.015,
    )  # fmt: skip
    side = mix(u[5], 0.3, 0.4)
    outer = c.box(side, side, 0.28, (0, 0, 0.14), 0.03)
    basket = difference(outer, c.box(side - 0.18, side - 0.18, 0.3, (0, 0, 0.27), 0.02), 0.02)
    x = side / 2 - 0.06
    ropes = pairs(
        c.bar((x, x, 0.24), (0.17, 0.1, 0.6), radius=0.045),
        c.bar((x, -x, 0.24), (0.17, -0.1, 0.6), radius=0.045),
    )
    wide = mix(u[6], 0.16, 0.24)
    if u[4] < 0.6:
        cuts = [box(wide, 3, 4, rounding=0.01).rotated(turn) for turn in (0, 60, 120)]
        cuts.append(c.can(0.3, 0.14, (0, 0, 0.57)))
    else:
        cuts = [
            c.can(1.5, wide * 1.6, (0, 0, waist)),
            c.can(1.5, 0.3, (0, 0, 1.9)),
            c.can(0.4, 0.16, (0, 0, 0.57)),
        ]
    return [(0, bag), (1, union(basket, ropes)), (2, marks(bag, *cuts))]


@kind(
    "ship",
    "ocean liner",
    "steamship",
    height=40.0,
    senses=("ship.n.01",),
    hull=("black", "blue", "red", "white", "gray"),
    cabins=("white", "yellow"),
    funnels=("red", "orange", "black", "yellow"),
    forms={
        "with one funnel": (3, 0.0, 1 / 3),
        "with two funnels": (3, 1 / 3, 2 / 3),
        "with three funnels": (3, 2 / 3, 1.0),
    },
)
@cast()
def ship(u: np.ndarray, c: Kit) -> Parts:
    """u3 one to three funnels, u4 hull height, u5 funnel height, u6 length of the cabins."""
    deck = mix(u[4], 0.34, 0.44)
    plan = [
        (0, -0.98), (0.2, -0.68), (0.28, -0.3), (0.28, 0.6), (0.2, 0.92),
        (-0.2, 0.92), (-0.28, 0.6), (-0.28, -0.3), (-0.2, -0.68),
    ]  # fmt: skip
    side = [
        (-0.98, deck + 0.12), (-0.78, 0), (0.78, 0), (0.95, deck * 0.5), (0.95, deck + 0.06),
        (0.6, deck + 0.05), (0.56, deck), (-0.5, deck), (-0.56, deck + 0.08),
    ]  # fmt: skip
    hull = intersection(
        c.plate(plan, 1.2, "z", (0, 0, 0.4), 0.03), c.plate(side, 0.7, "x", rounding=0.02), 0.03
    )
    long, count = mix(u[6], 0.9, 1.05), 1 + pick(u[3], 3)
    first = c.box(0.42, long, 0.18, (0, 0.04, deck + 0.06), 0.02)
    second = c.box(0.34, long - 0.2, 0.18, (0, 0.06, deck + 0.2), 0.02)
    bridge = c.box(0.5, 0.18, 0.14, (0, 0.08 - long / 2 + 0.14, deck + 0.32), 0.02)
    mast = c.bar((0, -0.62, deck), (0, -0.6, deck + 0.5), radius=0.05)
    tall = mix(u[5], 0.3, 0.42)
    places = [0.1] if count == 1 else np.linspace(-0.12, 0.36, count)
    wide = 0.13 if count == 1 else 0.1
    roof = [c.can(wide, tall + 0.2, (0, y, deck + 0.26 + tall / 2), "z", 0.02) for y in places]
    return [(0, hull), (1, union(first, second, bridge, mast)), (2, union(*roof))]


@kind(
    "canoe",
    "rowing canoe",
    height=0.5,
    senses=("canoe.n.01",),
    hull=("red", "green", "brown", "blue", "yellow"),
    seats=("brown", "white"),
    paddle=("yellow", "brown", "orange"),
    forms={"with two seats": (4, 0.0, 0.5), "with three seats": (4, 0.5, 1.0)},
)
@cast()
def canoe(u: np.ndarray, c: Kit) -> Parts:
    """u3 rise of the ends, u4 two or three seats, u5 sharpness of the ends, u6 wall."""
    rise, full = mix(u[3], 0.1, 0.2), mix(u[5], 0.17, 0.23)
    rim = 0.32

    def shell(inset: float, low: float) -> list:
        half, end = 0.3 - inset, 0.95 - 2.2 * inset
        wide = full - inset * 0.8
        right = [(0.05, -end), (wide, -0.56), (half, -0.2), (half, 0.2), (wide, 0.56), (0.05, end)]
        plan = right + [(-x, y) for x, y in right[::-1]]
        side = [
            (-end, rim + rise), (-end + 0.05, 0.2 + low), (-end + 0.24, low), (end - 0.24, low),
            (end - 0.05, 0.2 + low), (end, rim + rise), (end - 0.22, rim + rise * 0.25), (0.3, rim),
            (-0.3, rim), (-end + 0.22, rim + rise * 0.25),
        ]  # fmt: skip
        return [plan, side]

    plan, side = shell(0.0, 0.0)
    outer = intersection(
        c.plate(plan, 1.2, "z", (0, 0, 0.4), 0.03), c.plate(side, 0.8, "x", rounding=0.015), 0.1
    )
    plan, _ = shell(mix(u[6], 0.095, 0.11), 0.0)
    inner = c.plate(plan, 1.2, "z", (0, 0, 0.72), 0.02)
    hull = difference(outer, inner, 0.02)
    places = (-0.34, 0.34) if u[4] < 0.5 else (-0.42, 0.0, 0.42)
    seats = [c.box(0.46, 0.13, 0.1, (0, y, 0.27), 0.02) for y in places]
    paddle = union(
        c.bar((0, -0.62, 0.38), (0, 0.5, 0.38), radius=0.05),
        c.box(0.2, 0.32, 0.1, (0, -0.5, 0.38), 0.04),
        c.box(0.2, 0.1, 0.1, (0, 0.5, 0.38), 0.04),
    )
    return [(0, hull), (1, union(*seats)), (2, paddle)]


@kind(
    "ufo",
    "flying saucer",
    height=8.0,
    senses=("ufo.n.01",),
    saucer=("gray", "green", "purple", "black"),
    dome=("cyan", "green", "white"),
    lights=("yellow", "red", "orange", "pink"),
    forms={"with legs": (5, 0.5, 1.0)},
)
@cast(1.0)
def ufo(u: np.ndarray, c: Kit) -> Parts:
    """u3 dome size, u4 disc thickness, u5 legs, u6 six to ten lights."""
    dome, thick = mix(u[3], 0.36, 0.46), mix(u[4], 0.15, 0.22)
    rim = 0.5 if u[5] > 0.5 else 0.26
    disc = c.turned(
        [
            (0.3, rim - thick), (0.62, rim - thick * 0.7), (0.95, rim - 0.05),
            (0.95, rim + 0.05), (0.5, rim + thick),
        ],
        rounding=0.03,
    )  # fmt: skip
    pieces = [disc]
    if u[5] > 0.5:
        pieces.append(pairs(c.bar((0.4, 0.24, rim - 0.1), (0.6, 0.36, 0.06), radius=0.06)))
        pieces.append(c.bar((0, -0.46, rim - 0.1), (0, -0.7, 0.06), radius=0.06))
        pieces.append(pairs(c.can(0.1, 0.08, (0.6, 0.36, 0.06)), c.can(0.1, 0.08, (0, -0.7, 0.06))))
    else:
        pieces.append(c.can(0.4, 0.2, (0, 0, rim - thick - 0.02)))
    top = c.dome(dome, dome, dome * 0.95, (0, 0, rim + thick - 0.04))
    count = 3 + pick(u[6], 3)
    turns = np.pi * ((np.arange(count) + 0.5) / count - 0.5)
    beads = [c.bead(0.085, (0.74 * np.cos(t), 0.74 * np.sin(t), rim + thick * 0.52)) for t in turns]
    return [(0, union(*pieces)), (1, top), (2, pairs(*beads))]
