"""Cars of special kinds, and a trailer; their length runs along y, the front at -y."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import PAINT, TYRE
from .kinds import Parts, kind, mix
from .solids import Solid, blend, difference, union


def _rimmed(c: Kit, r: float, wide: float, x: float, *places: float) -> Solid:
    """Pairs of wheels with a dished face."""
    made = []
    for y in places:
        hub = c.hub(r, x + wide / 2, y)
        dish = c.can(r * 0.62, 0.12, hub, "x", 0.01)
        made.append(difference(c.wheel(r, wide, x, y, 0.04), dish, 0.01))
        made.append(c.can(r * 0.25, 0.12, c.hub(r, x + wide / 2 - 0.05, y), "x", 0.02))
    return pairs(*made)


@kind(
    "racing car",
    "race car",
    "formula one car",
    "racecar",
    height=1.0,
    senses=("racer.n.02",),
    body=PAINT,
    wheels=("black",),
    wings=("same", "white", "black", "yellow"),
)
@cast()
def racing_car(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 nose length, u5 height of the rear wing, u6 width of the side pods, u7 a
    helmet or a bar over the cockpit."""
    r, nose = mix(u[3], 0.2, 0.24), mix(u[4], -0.96, -0.86)
    high, pod = mix(u[5], 0.5, 0.6), mix(u[6], 0.27, 0.33)
    keel = [
        (-0.07, nose), (0.07, nose), (0.13, -0.4), (0.15, -0.2), (pod, -0.08), (pod, 0.3),
        (0.16, 0.62), (0.13, 0.84), (-0.13, 0.84), (-0.16, 0.62), (-pod, 0.3), (-pod, -0.08),
        (-0.15, -0.2), (-0.13, -0.4),
    ]  # fmt: skip
    floor = c.plate(keel, 0.2, "z", (0, 0, 0.19), 0.03)
    spine = c.plate(
        [(nose, 0.12), (nose, 0.21), (-0.34, 0.37), (-0.24, 0.4), (0.16, 0.4), (0.22, 0.54),
         (0.34, 0.52), (0.84, 0.3), (0.84, 0.12)],
        0.26, rounding=0.05,
    )  # fmt: skip
    cockpit = c.box(0.16, 0.28, 0.2, (0, -0.02, 0.44), 0.03)
    body = [difference(blend(floor, spine, radius=0.05), cockpit, 0.02)]
    if u[7] < 0.5:
        body.append(c.ball(0.08, 0.09, 0.1, (0, 0.03, 0.42)))
    else:
        body.append(c.bar((0, -0.2, 0.36), (0, -0.16, 0.5), radius=0.045))
        body.append(
            pairs(c.bar((0, -0.16, 0.5), (0.11, -0.02, 0.5), (0.1, 0.16, 0.46), radius=0.045))
        )
    fore, rear = -0.58, 0.62
    for y, size in ((fore, r * 0.92), (rear, r)):
        z = c.hub(size, 0, y)[2]
        body.append(c.bar((-0.4, y, z), (0.4, y, z), radius=0.055))
        body.append(pairs(c.bar((0.4, y, z), (0.1, y + 0.14, z + 0.02), radius=0.05)))
    wheels = union(_rimmed(c, r * 0.92, 0.2, 0.38, fore), _rimmed(c, r, 0.25, 0.37, rear))
    wings = union(
        c.box(0.92, 0.2, 0.11, (0, nose + 0.04, 0.1), 0.02),
        pairs(c.box(0.11, 0.26, 0.17, (0.43, nose + 0.04, 0.13), 0.02)),
        c.box(0.66, 0.2, 0.11, (0, 0.9, high), 0.02),
        pairs(c.box(0.11, 0.28, 0.3, (0.32, 0.9, high - 0.08), 0.02)),
        c.box(0.13, 0.14, high - 0.2, (0, 0.86, (high + 0.2) / 2), 0.02),
    )
    return [(0, union(*body)), (1, wheels), (2, wings)]


def _saloon(c: Kit, front: float, lean: float) -> tuple[Solid, Solid]:
    """A car's lower body, and its cabin with windows cut into it."""
    lower = c.plate(
        [(-0.95, 0.16), (-0.95, 0.38), (-0.9, 0.46), (front, 0.53), (0.6, 0.53), (0.92, 0.5),
         (0.95, 0.44), (0.95, 0.16)],
        0.8, rounding=0.05,
    )  # fmt: skip
    cabin = c.plate(
        [(front - 0.04, 0.46), (front + lean, 0.82), (0.42, 0.82), (0.66, 0.46)], 0.7, rounding=0.05
    )
    return lower, cabin


@kind(
    "police car",
    "patrol car",
    "cop car",
    "squad car",
    height=1.6,
    senses=("cruiser.n.01",),
    body=("white", "blue", "black", "white"),
    wheels=("black",),
    lights=("red", "blue"),
)
@cast()
def police_car(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 place of the windscreen, u5 its slope, u6 size of the light bar, u7 bars
    before the radiator."""
    r, front, lean = mix(u[3], 0.19, 0.22), mix(u[4], -0.42, -0.34), mix(u[5], 0.16, 0.26)
    lower, cabin = _saloon(c, front, lean)
    belt, eaves = 0.56, 0.74
    slope = lean * 0.4
    middle = (front + lean + 0.44) / 2
    left, right = front + slope + 0.14, 0.5
    side = [(left, belt), (front + lean + 0.08, eaves), (0.4, eaves), (right, belt)]
    panes = union(
        pairs(c.plate(side, 0.12, "x", (0.37, 0, 0), 0.01)),
        c.plate([(front - 0.2, belt), (front + slope, belt), (front + lean * 0.7, eaves),
                 (front - 0.2, eaves)], 0.5, rounding=0.01),
        c.plate([(0.9, belt), (0.66, belt), (0.5, eaves), (0.9, eaves)], 0.5, rounding=0.01),
    )  # fmt: skip
    post = pairs(c.box(0.12, 0.12, 0.3, (0.29, middle, 0.66), 0.01))
    wheels = union(*(_rimmed(c, r, 0.18, 0.32, y) for y in (-0.58, 0.58)))
    bumpers = union(
        c.box(0.82, 0.14, 0.14, (0, -0.93, 0.22), 0.03),
        c.box(0.82, 0.14, 0.14, (0, 0.93, 0.22), 0.03),
    )
    body = [lower, difference(cabin, panes, 0.01), post, bumpers]
    if u[7] > 0.5:
        body.append(pairs(c.bar((0.2, -0.98, 0.2), (0.2, -1.0, 0.46), radius=0.05)))
        body.append(c.bar((-0.2, -1.0, 0.44), (0.2, -1.0, 0.44), radius=0.05))
    # Black as the tyres, as on the cars of most films.
    doors = marks(lower, c.box(2, 0.92, 0.36, (0, (front + 0.62) / 2 - 0.02, 0.4), 0.02), lift=0.02)
    size = mix(u[6], 0.4, 0.56)
    bar = union(
        c.box(size, 0.16, 0.15, (0, middle - 0.04, 0.88), 0.03),
        c.box(0.18, 0.12, 0.06, (0, middle - 0.04, 0.82), 0.02),
    )
    lamps = pairs(c.can(0.075, 0.12, (0.27, -0.94, 0.38), "y", 0.02))
    return [(0, union(*body)), (1, union(wheels, doors)), (2, union(bar, lamps))]


@kind(
    "jeep",
    "off-road vehicle",
    "land rover",
    height=1.8,
    senses=("jeep.n.01",),
    body=("green", "brown", "red", "yellow", "blue"),
    wheels=("black",),
    seats=("black", "gray", "brown"),
    forms={"with a roll bar": (5, 0.5, 1.0), "with a canvas top": (5, 0.0, 0.5)},
)
@cast()
def jeep(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 hood length, u5 canvas top or roll bar, u6 windscreen height, u7 spare
    wheel at the back."""
    r, hood, top = mix(u[3], 0.24, 0.28), mix(u[4], -0.3, -0.22), mix(u[6], 0.98, 1.08)
    body = c.plate(
        [(-0.88, 0.26), (-0.88, 0.6), (hood, 0.64), (hood, 0.68), (hood + 0.2, 0.64),
         (hood + 0.3, 0.5), (0.28, 0.5), (0.36, 0.64), (0.86, 0.64), (0.86, 0.26)],
        0.66, rounding=0.025,
    )  # fmt: skip
    inside = c.box(0.42, 0.8 - hood - 0.2, 0.5, (0, (hood + 0.2 + 0.76) / 2, 0.68), 0.02)
    body = difference(body, inside, 0.02)
    grille = union(
        *(c.box(0.06, 0.12, 0.2, (x, -0.9, 0.48), 0.01) for x in (0.0,)),
        pairs(c.box(0.06, 0.12, 0.2, (0.12, -0.9, 0.48), 0.01)),
    )
    body = difference(body, grille, 0.01)
    fenders = []
    for y in (-0.56, 0.52):
        turns = np.linspace(math.radians(20), math.radians(160), 6)
        z = r + 0.02
        arc = [(y + (r + 0.04) * math.cos(t), z + (r + 0.03) * math.sin(t)) for t in turns]
        arc += [(y + (r + 0.17) * math.cos(t), z + (r + 0.14) * math.sin(t)) for t in turns[::-1]]
        fenders.append(c.plate(arc, 0.24, "x", (0.38, 0, 0), 0.02))
    screen = difference(
        c.box(0.64, 0.12, top - 0.56, (0, hood + 0.06, (top + 0.56) / 2), 0.02),
        c.box(0.44, 0.5, top - 0.84, (0, hood + 0.06, (top + 0.6) / 2), 0.01),
        0.01,
    )
    lamps = pairs(c.can(0.085, 0.12, (0.24, -0.9, 0.5), "y", 0.02))
    pieces = [body, pairs(*fenders), screen, lamps]
    pieces.append(c.box(0.7, 0.12, 0.13, (0, -0.94, 0.32), 0.03))
    pieces.append(c.box(0.7, 0.12, 0.13, (0, 0.9, 0.32), 0.03))
    seats = [
        pairs(c.box(0.2, 0.26, 0.16, (0.14, 0.16, 0.52), 0.04)),
        pairs(c.box(0.2, 0.12, 0.36, (0.14, 0.3, 0.68), 0.04)),
    ]
    if u[5] < 0.5:
        cover = c.plate(
            [(hood + 0.02, top - 0.06), (hood + 0.04, top + 0.06), (0.3, top + 0.1),
             (0.8, top + 0.05), (0.88, 0.6), (0.74, 0.6), (0.7, top - 0.08)],
            0.66, rounding=0.03,
        )  # fmt: skip
        seats.append(cover)
    else:
        seats.append(
            pairs(c.bar((0.28, 0.46, 0.56), (0.26, 0.44, top), (0, 0.44, top), radius=0.06))
        )
    wheels = [_rimmed(c, r, 0.22, 0.35, -0.56, 0.52)]
    if u[7] > 0.35:
        wheels.append(c.can(r, 0.18, (0, 0.94, 0.52), "y", 0.05))
    return [(0, union(*pieces)), (1, union(*wheels)), (2, union(*seats))]


@kind(
    "golf cart",
    "golf buggy",
    "golfcart",
    height=1.8,
    senses=("golfcart.n.01",),
    body=("white", "green", "red", "blue", "yellow"),
    wheels=("black",),
    seat=("brown", "black", "gray", "white"),
)
@cast()
def golf_cart(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 slope of the front, u5 roof height, u6 roof overhang, u7 a bag behind."""
    r, lean, top = mix(u[3], 0.17, 0.21), mix(u[4], 0.06, 0.18), mix(u[5], 1.34, 1.48)
    base = c.plate(
        [(-0.72, 0.16), (-0.74, 0.4), (-0.66, 0.56), (-0.44 + lean, 0.68), (-0.36 + lean, 0.66),
         (-0.3, 0.28), (0.02, 0.28), (0.06, 0.46), (0.7, 0.5), (0.74, 0.4), (0.72, 0.16)],
        0.76, rounding=0.04,
    )  # fmt: skip
    out = mix(u[6], 0.02, 0.12)
    roof = c.plate(
        [(-0.48 - out, top), (-0.44 - out, top + 0.1), (0.1, top + 0.14), (0.6 + out, top + 0.1),
         (0.62 + out, top)],
        0.78, rounding=0.03,
    )  # fmt: skip
    posts = pairs(
        c.bar((0.32, -0.48, 0.56), (0.32, -0.36, top + 0.04), radius=0.055),
        c.bar((0.32, 0.62, 0.44), (0.32, 0.54, top + 0.04), radius=0.055),
    )
    wheel = union(
        c.bar((0, -0.36, 0.6), (0, -0.2, 0.78), radius=0.05),
        c.can(0.14, 0.1, (0, -0.18, 0.8), "z", 0.02),
    )
    lamps = pairs(c.can(0.08, 0.12, (0.24, -0.72, 0.44), "y", 0.02))
    pieces = [base, roof, posts, wheel, lamps]
    seat = [
        c.box(0.7, 0.4, 0.16, (0, 0.22, 0.54), 0.05),
        c.plate([(0.34, 0.54), (0.46, 0.54), (0.56, 0.96), (0.43, 0.96)], 0.7, rounding=0.04),
    ]
    if u[7] > 0.5:
        seat.append(c.can(0.15, 0.5, (0, 0.68, 0.72), "z", 0.05))
    wheels = _rimmed(c, r, 0.18, 0.32, -0.48, 0.46)
    return [(0, union(*pieces)), (1, wheels), (2, union(*seat))]


@kind(
    "trailer",
    "caravan",
    "camper",
    "camping trailer",
    height=2.6,
    senses=("trailer.n.04", "camper.n.02", "van.n.03"),
    body=("white", "white", "yellow", "cyan", "red"),
    wheels=TYRE,
    windows=("cyan", "blue", "black"),
    forms={"rounded": (3, 0.0, 0.5), "boxy": (3, 0.5, 1.0)},
)
@cast()
def trailer(u: np.ndarray, c: Kit) -> Parts:
    """u3 rounded or boxy, u4 wheel size, u5 number of side windows, u6 length of the drawbar."""
    r, bar = mix(u[4], 0.17, 0.22), mix(u[6], 0.26, 0.4)
    low, top, front, back = 0.18, 1.06, -0.62, 0.9
    middle = (front + back) / 2
    if u[3] < 0.5:
        turns = np.linspace(0, 2 * math.pi, 24, endpoint=False)
        ry, rz = (back - front) / 2, (top - low) / 2
        outline = [
            (
                middle + ry * math.copysign(abs(math.cos(t)) ** 0.55, math.cos(t)),
                (low + top) / 2 + rz * math.copysign(abs(math.sin(t)) ** 0.6, math.sin(t)),
            )
            for t in turns
        ]
    else:
        outline = [
            (front + 0.06, low), (front, 0.4), (front, 0.62), (front + 0.2, top),
            (back - 0.06, top), (back, top - 0.1), (back, low + 0.04), (back - 0.04, low),
        ]  # fmt: skip
    body = c.plate(outline, 0.78, rounding=0.06)
    tow = union(
        pairs(c.bar((0.24, front + 0.1, 0.24), (0, front - bar, 0.24), radius=0.055)),
        c.bar((0, front - bar, 0.3), (0, front - bar * 0.9, 0.06), radius=0.06),
        c.can(0.08, 0.2, (0, front - bar * 0.5, 0.3), "z", 0.02),
        c.box(0.34, 0.16, 0.26, (0, front - 0.06, 0.36), 0.03),
    )
    hatch = c.box(0.3, 0.3, 0.12, (0, middle, top + 0.01), 0.03)
    hub = c.can(r * 0.5, 0.22, c.hub(r, 0.34, middle + 0.06), "x", 0.02)
    wheels = pairs(c.wheel(r, 0.18, 0.34, middle + 0.06), hub)
    count = 2 if u[5] < 0.5 else 3
    pitch = 1.24 / count
    panes = [
        c.box(2, pitch - 0.12, 0.28, (0, middle - 0.62 + pitch * (i + 0.5), 0.74), 0.03)
        for i in range(count)
    ]
    panes.append(c.box(0.5, 4, 0.26, (0, 0, 0.74), 0.03))
    stripe = c.box(2, 3, 0.1, (0, 0, 0.5), 0.01)
    return [(0, union(body, tow, hatch)), (1, wheels), (2, marks(body, *panes, stripe, lift=0.02))]
