"""What flies and orbits besides airliners; the front at -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix
from .solids import Solid, blend, difference, intersection, union

_PAINT = ("red", "yellow", "blue", "green", "white", "orange")


def _wing(c: Kit, y: float, z: float, chord: float, span: float) -> Solid:
    """A straight wing with rounded tips; `span` is its half."""
    q = chord / 2
    half = [
        (-0.3, y - q), (span - 0.13, y - q), (span, y - q * 0.35), (span, y + q * 0.35),
        (span - 0.13, y + q), (-0.3, y + q),
    ]  # fmt: skip
    return pairs(c.plate(half, 0.11, "z", (0, 0, z), 0.03))


@kind(
    "biplane",
    "propeller plane",
    "old airplane",
    height=2.8,
    senses=("biplane.n.01",),
    body=_PAINT,
    wings=("same", "yellow", "white", "red"),
    propeller=("brown", "black", "gray"),
)
@cast()
def biplane(u: np.ndarray, c: Kit) -> Parts:
    """u3 distance between the wings, u4 depth of the wings, u5 wheel size, u6 blades of the
    propeller, u7 stagger."""
    gap, chord, r = mix(u[3], 0.46, 0.58), mix(u[4], 0.34, 0.42), mix(u[5], 0.13, 0.17)
    z, step = 0.48, mix(u[7], 0.0, 0.12)
    hull = blend(
        c.bar((0, -0.56, z), (0, -0.1, z), (0, 0.82, z + 0.06), radius=[0.19, 0.2, 0.07]),
        c.can(0.2, 0.24, (0, -0.6, z), "y", 0.06),
        radius=0.06,
    )
    cockpit = c.box(0.2, 0.22, 0.24, (0, 0.12, z + 0.2), 0.03)
    hull = difference(hull, cockpit, 0.02)
    head = c.ball(0.09, 0.09, 0.1, (0, 0.12, z + 0.2))
    rest = c.ball(0.1, 0.2, 0.1, (0, 0.32, z + 0.14))
    gear = pairs(
        c.bar((0.12, -0.4, z - 0.12), (0.26, -0.42, c.hub(r, 0, 0)[2]), radius=0.055),
        c.bar((0.12, -0.18, z - 0.12), (0.26, -0.42, c.hub(r, 0, 0)[2]), radius=0.05),
    )
    axle = c.bar((-0.3, -0.42, c.hub(r, 0, 0)[2]), (0.3, -0.42, c.hub(r, 0, 0)[2]), radius=0.05)
    skid = c.bar((0, 0.72, z), (0, 0.82, 0.26), radius=0.05)
    low, top, y = z - 0.16, z - 0.16 + gap, -0.22
    wings = [
        _wing(c, y + step, low, chord, 0.92),
        _wing(c, y - step, top, chord, 0.95),
        pairs(
            *(
                c.bar((x, y + q * chord + step, low), (x, y + q * chord - step, top), radius=0.05)
                for x in (0.62,)
                for q in (-0.28, 0.28)
            ),
            c.bar((0.1, y, z + 0.1), (0.2, y - step, top), radius=0.05),
        ),
        _wing(c, 0.76, z + 0.08, 0.28, 0.38),
        c.plate(
            [(0.62, z + 0.04), (0.66, z + 0.3), (0.76, z + 0.38), (0.88, z + 0.34),
             (0.92, z + 0.04)],
            0.11, rounding=0.03,
        ),
    ]  # fmt: skip
    wheels = pairs(c.wheel(r, 0.13, 0.28, -0.42, 0.04))
    nose = -0.78
    prop = [c.ball(0.08, 0.1, 0.08, (0, nose, z)), c.bar((0, nose, z), (0, -0.6, z), radius=0.055)]
    blade = c.bar((0, nose, z), (0.36, nose, z), radius=[0.05, 0.075])
    if u[6] < 0.5:
        prop.append(pairs(blade))
    else:
        prop.append(c.bar((0, nose, z), (0, nose, z + 0.34), radius=[0.05, 0.075]))
        prop.append(pairs(c.bar((0, nose, z), (0.31, nose, z - 0.17), radius=[0.05, 0.075])))
    return [
        (0, union(hull, head, rest, gear, axle, skid)),
        (1, union(*wings)),
        (2, union(*prop, wheels)),
    ]


@kind(
    "blimp",
    "airship",
    "zeppelin",
    "dirigible",
    height=18.0,
    senses=("airship.n.01",),
    body=("white", "gray", "red", "blue", "yellow", "orange"),
    fins=("red", "blue", "yellow", "same", "white"),
    gondola=("gray", "brown", "black", "white"),
    forms={"with a stripe": (6, 0.5, 1.0)},
)
@cast()
def blimp(u: np.ndarray, c: Kit) -> Parts:
    """u3 thickness, u4 fin size, u5 gondola length, u6 stripe along the side, u7 engines."""
    r, fin, long = mix(u[3], 0.29, 0.36), mix(u[4], 0.24, 0.32), mix(u[5], 0.36, 0.54)
    z = 0.5
    hull = blend(
        c.ball(r, 0.7, r, (0, -0.24, z)), c.bar((0, -0.2, z), (0, 0.86, z), radius=[r * 0.9, 0.09]),
        radius=0.2,
    )  # fmt: skip
    q = r * 0.5
    flat = [(0.0, 0.48), (q + fin * 0.55, 0.68), (q + fin * 0.6, 0.96), (0.0, 0.94)]
    fins = [
        pairs(c.plate(flat, 0.11, "z", (0, 0, z), 0.02)),
        c.plate([(y, z + x) for x, y in flat], 0.11, rounding=0.02),
        c.plate([(y, z - x) for x, y in flat], 0.11, rounding=0.02),
    ]
    low = z - r - 0.05
    cabin = union(
        c.plate(
            [(-0.3 - long / 2, low + 0.04), (-0.28 - long / 2, low + 0.16), (-0.3, low + 0.2),
             (-0.24 + long / 2, low + 0.16), (-0.26 + long / 2, low - 0.02),
             (-0.24 - long / 2, low - 0.04)],
            0.24, rounding=0.04,
        ),
    )  # fmt: skip
    pods = []
    if u[7] > 0.4:
        pods.append(pairs(
            c.can(0.075, 0.24, (0.24, -0.18, low + 0.08), "y", 0.04),
            c.bar((0.0, -0.18, low + 0.08), (0.24, -0.18, low + 0.08), radius=0.05),
        ))  # fmt: skip
    if u[6] > 0.5:
        fins.append(marks(hull, c.box(2, 1.24, 0.12, (0, -0.3, z), 0.01), lift=0.02))
    return [(0, hull), (1, union(*fins)), (2, union(cabin, *pods))]


@kind(
    "starship",
    "spaceship",
    "space fighter",
    "spacecraft",
    "space shuttle",
    height=4.0,
    senses=("starship.n.01", "spacecraft.n.01"),
    body=("white", "gray", "blue", "red"),
    wings=("same", "red", "blue", "orange", "gray"),
    engines=("orange", "cyan", "black", "red"),
    forms={"with tail fins": (6, 0.5, 1.0)},
)
@cast()
def starship(u: np.ndarray, c: Kit) -> Parts:
    """u3 sweep of the wings, u4 nose length, u5 engine size, u6 fins on the tail, u7 guns at the
    tips of the wings."""
    sweep, nose, size = mix(u[3], 0.1, 0.5), mix(u[4], -0.95, -0.8), mix(u[5], 0.14, 0.18)
    z = 0.3
    hull = c.plate(
        [(0.05, nose), (0.14, -0.5), (0.24, 0.1), (0.27, 0.72), (-0.27, 0.72), (-0.24, 0.1),
         (-0.14, -0.5), (-0.05, nose)],
        0.5, "z", (0, 0, z), 0.04,
    )  # fmt: skip
    side = c.plate(
        [(nose, z - 0.07), (nose, z + 0.01), (-0.4, z + 0.12), (0.3, z + 0.2), (0.72, z + 0.16),
         (0.74, z - 0.12), (-0.3, z - 0.14)],
        1.0, rounding=0.04,
    )  # fmt: skip
    body = intersection(hull, side, 0.04)
    wing = c.plate(
        [(0.1, -0.14), (0.3, -0.06), (0.88, 0.1 + sweep), (0.9, 0.42 + sweep * 0.7), (0.3, 0.62),
         (0.1, 0.62)],
        0.12, "z", (0, 0, z - 0.04), 0.02,
    )  # fmt: skip
    wings = [pairs(wing)]
    if u[6] > 0.5:
        wings.append(pairs(c.plate(
            [(0.26, z + 0.02), (0.2, z + 0.06), (0.36, z + 0.42), (0.48, z + 0.4)], 0.34, "y",
            (0, 0.56, 0), 0.02,
        )))  # fmt: skip
    else:
        wings.append(c.plate(
            [(0.24, z + 0.1), (0.52, z + 0.44), (0.74, z + 0.44), (0.7, z + 0.1)], 0.13,
            rounding=0.02,
        ))  # fmt: skip
    if u[7] > 0.4:
        tip = 0.3 + sweep * 0.85
        wings.append(
            pairs(c.bar((0.88, tip - 0.56, z - 0.04), (0.88, tip + 0.1, z - 0.04), radius=0.06))
        )
    glass = c.ball(0.12, 0.3, 0.13, (0, -0.18, z + 0.14))
    jets = pairs(
        difference(
            c.can(size, 0.34, (0.2, 0.72, z + 0.02), "y", 0.03),
            c.can(size - 0.07, 0.2, (0.2, 0.88, z + 0.02), "y", 0.01), 0.01,
        )
    )  # fmt: skip
    return [(0, body), (1, union(*wings)), (2, union(jets, glass))]


@kind(
    "satellite",
    "space station",
    "space probe",
    height=6.0,
    senses=("satellite.n.01", "space_station.n.01", "space_probe.n.01"),
    body=("white", "gray", "yellow", "orange"),
    panels=("blue", "blue", "purple", "black"),
    dish=("white", "gray", "same"),
    forms={"square": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast()
def satellite(u: np.ndarray, c: Kit) -> Parts:
    """Panels left and right, the dish to the front; u3 square or round body, u4 size of the
    panels, u5 of the dish, u6 antenna on top, u7 fields of the panels."""
    tall, dish = mix(u[4], 0.36, 0.52), mix(u[5], 0.24, 0.32)
    if u[3] < 0.5:
        body = c.box(0.42, 0.44, 0.56, (0, 0, 0), 0.03)
    else:
        body = union(
            c.can(0.23, 0.6, (0, 0, 0), "z", 0.03), c.can(0.27, 0.12, (0, 0, 0.1), "z", 0.02)
        )
    arm = c.bar((-0.4, 0, 0), (0.4, 0, 0), radius=0.06)
    bell = c.turned([(0.15, -0.42), (0.08, -0.24)], rounding=0.02)
    pieces = [body, arm, bell]
    if u[6] > 0.4:
        pieces.append(c.bar((0, 0, 0.2), (0, 0, 0.6), radius=0.05))
        pieces.append(c.bead(0.075, (0, 0, 0.6)))
    low, high = 0.36, 0.95
    panel = c.box(high - low, 0.12, tall, ((low + high) / 2, 0, 0), 0.015)
    count = 2 if u[7] < 0.5 else 3
    pitch = (high - low) / count
    lines = [
        c.box(0.035, 0.5, tall + 0.2, (low + pitch * i, 0, 0), 0.005) for i in range(1, count)
    ] + [c.box(1, 0.5, 0.035, (0.7, 0, 0), 0.005)]
    core = c.box(high - low - 0.03, 0.06, tall - 0.03, ((low + high) / 2, 0, 0), 0.01)
    # Grooves between the cells: the panel is cut on both faces, a thinner one lies within.
    shallow = difference(union(*lines), c.box(2, 0.07, 2, (0, 0, 0), 0.005), 0.005)
    panels = pairs(union(difference(panel, shallow, 0.005), core))
    y = -0.3
    plate = difference(
        c.ball(dish, 0.2, dish, (0, y - 0.12, 0.02)),
        union(
            c.box(2, 0.4, 2, (0, y - 0.32, 0.02), 0.01),
            c.ball(dish - 0.08, 0.12, dish - 0.08, (0, y - 0.14, 0.02)),
        ),
        0.01,
    )
    feed = union(
        c.bar((0, y + 0.1, 0.02), (0, y - 0.26, 0.02), radius=0.045),
        c.bead(0.065, (0, y - 0.26, 0.02)),
    )
    return [(0, union(*pieces)), (1, panels), (2, union(_back(c, plate, y, dish), feed))]


def _back(c: Kit, dish: Solid, y: float, size: float) -> Solid:
    """A dish within the box that it fills, for tight bounds."""
    return intersection(dish, c.box(2 * size, 0.4, 2 * size, (0, y + 0.08, 0.02), 0.01), 0.005)


@kind(
    "parachute",
    height=7.0,
    senses=("parachute.n.01",),
    canopy=("red", "orange", "blue", "green", "yellow"),
    stripes=("white", "yellow", "same"),
    lines=("gray", "white", "black"),
    forms={"with a box": (6, 0.5, 1.0)},
)
@cast(1.0)
def parachute(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the dome, u4 number of lines, u5 their length, u6 a harness or a box below, u7
    scalloped rim."""
    tall, low = mix(u[3], 0.5, 0.66), mix(u[5], 1.1, 0.9)
    dome = c.dome(0.9, 0.9, tall, (0, 0, low))
    hollow = c.ball(0.79, 0.79, tall - 0.11, (0, 0, low - 0.01))
    bite = mix(u[7], 0.02, 0.12)
    count = 8
    cuts = around(c.ball(0.26, 0.3, bite + 0.02, (0, -0.88, low)), count)
    shell = difference(dome, hollow, 0.02)
    dome = difference(shell, cuts.rotated(22.5), 0.02)
    knot = 0.42
    lines = 4 if u[4] < 0.5 else 8
    cords = around(c.bar((0, -0.02, knot), (0, -0.8, low + 0.06), radius=0.045), lines)
    pieces = [cords.rotated(180 / lines)]
    if u[6] > 0.5:
        pieces.append(c.box(0.4, 0.4, 0.36, (0, 0, knot - 0.18), 0.03))
    else:
        pieces.append(c.bar((0, 0, knot), (0, 0, knot - 0.16), radius=0.08))
        pieces.append(c.box(0.34, 0.2, 0.12, (0, 0, knot - 0.2), 0.04))
    gore = around(
        c.plate([(-0.16, -2), (0.16, -2), (0.02, 0.0), (-0.02, 0.0)], 4, "z", rounding=0.01), 4
    )
    stripes = marks(shell, gore.rotated(45), lift=0.02)
    vent = c.can(0.12, 0.12, (0, 0, low + tall), "z", 0.03)
    return [(0, dome), (1, union(stripes, vent)), (2, union(*pieces))]
