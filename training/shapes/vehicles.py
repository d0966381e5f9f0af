"""Vehicles: their length runs along y, the front at -y."""

from __future__ import annotations

import numpy as np

from .details import GLASS, TYRE
from .kinds import Parts, extents, kind, mix
from .solids import (
    ROUND,
    Solid,
    blend,
    box,
    cylinder,
    ellipsoid,
    intersection,
    lathe,
    mirror,
    prism,
    tube,
    union,
)

_PAINT = ("red", "blue", "yellow", "green", "orange", "white", "purple", "cyan")


def _wheels(x: float, radius: float, wide: float, *places: float) -> Solid:
    """Pairs of wheels that stand on z = 0, their outer faces at x / 2, at the given y."""
    return union(
        *(mirror(cylinder(radius, wide, (x / 2 - wide / 2, y, radius), "x", 0.05)) for y in places)
    )


@kind(
    "car",
    "sedan",
    "automobile",
    height=1.5,
    senses=("car.n.01",),
    body=_PAINT,
    wheels=TYRE,
    windows=GLASS,
)
def car(u: np.ndarray) -> Parts:
    """u3 wheel size, u4 place of the cabin, u5 its length, u6 windscreen slope, u7 hood height."""
    x, y, z = extents(u, 1.0, 1.9, 0.85, deep=0.0)
    radius = min(mix(u[3], 0.19, 0.26), 0.3 * z)
    low, belt = radius * 0.6, z * mix(u[7], 0.54, 0.62)
    lower = box(x - 0.06, y, belt - low, (0, 0, (belt + low) / 2), 0.09)
    middle, long = y * mix(u[4], 0.02, 0.12), y * mix(u[5], 0.5, 0.62)
    lean = mix(u[6], 0.12, 0.3) * min(1.0, z)
    rear, front = middle + long / 2, middle - long / 2
    start = belt - 0.12
    side = [(front, start), (rear, start), (rear - lean * 0.6, z), (front + lean, z)]
    cabin = prism(side, x * 0.84, "x", rounding=0.06)
    slope = z - start
    h0, h1 = belt - 0.03, z - 0.28 * (z - belt)
    grow = 0.025
    glass = [
        (front + lean * (h0 - start) / slope - grow, h0),
        (rear - 0.6 * lean * (h0 - start) / slope + grow, h0),
        (rear - 0.6 * lean * (h1 - start) / slope + grow, h1),
        (front + lean * (h1 - start) / slope - grow, h1),
    ]
    windows = prism(glass, x * 0.84 + 2 * grow, "x", rounding=0.02)
    wheels = _wheels(x, radius, 0.22, -0.29 * y, 0.29 * y)
    return [(0, lower), (0, cabin), (1, wheels), (2, windows)]


@kind(
    "truck",
    "lorry",
    height=3.2,
    senses=("truck.n.01",),
    cab=_PAINT,
    wheels=TYRE,
    cargo=("white", "gray", "yellow", "brown"),
)
def truck(u: np.ndarray) -> Parts:
    """u3 wheel size, u4 length of the cab, u5 height of the cab, u6 hood."""
    x, y, z = extents(u, 0.95, 1.9, 1.1, deep=0.0)
    radius = min(mix(u[3], 0.18, 0.24), 0.24 * z)
    deck = radius * 1.3
    long = y * mix(u[4], 0.28, 0.36)
    top = z * mix(u[5], 0.68, 0.86)
    chassis = box(x - 0.2, y - 0.1, 0.2, (0, 0, deck - 0.08))
    front = -y / 2
    if u[6] < 0.5:
        side = [(0, 0), (long, 0), (long, 1), (long * 0.18, 1), (0, 0.5)]
    else:
        side = [(0, 0), (long, 0), (long, 1), (long * 0.55, 1), (long * 0.45, 0.52), (0, 0.45)]
    low = deck - 0.14
    cab = prism([(front + a, low + b * (top - low)) for a, b in side], x - 0.05, "x", rounding=0.06)
    cargo_long = y - long - 0.08
    cargo = box(x, cargo_long, z - deck, (0, y / 2 - cargo_long / 2, (z + deck) / 2), 0.05)
    wheels = _wheels(x, radius, 0.2, front + long * 0.5, 0.14 * y, y / 2 - radius - 0.06)
    return [(0, cab), (0, chassis), (1, wheels), (2, cargo)]


@kind(
    "bus",
    "coach",
    height=3.1,
    senses=("bus.n.01",),
    body=("yellow", "red", "blue", "green", "orange"),
    wheels=TYRE,
    windows=GLASS,
)
def bus(u: np.ndarray) -> Parts:
    """u3 wheel size, u4 number of windows, u5 window height."""
    x, y, z = extents(u, 0.8, 1.9, 0.95, deep=0.0)
    radius = min(mix(u[3], 0.16, 0.21), 0.25 * z)
    low = radius * 0.7
    body = box(x, y - 0.04, z - low, (0, 0, (z + low) / 2), 0.08)
    count = 4 + (u[4] > 0.5)
    tall = (z - low) * mix(u[5], 0.34, 0.42)
    centre, pitch = z - 0.14 * z - tall / 2, (y - 0.2) / count
    panes = [
        box(x + 0.04, pitch - 0.1, tall, (0, (i - (count - 1) / 2) * pitch, centre), 0.03)
        for i in range(count)
    ]
    ends = box(x - 0.2, y, tall, (0, 0, centre), 0.03)
    wheels = _wheels(x + 0.04, radius, 0.2, -0.3 * y, 0.3 * y)
    return [(0, body), (1, wheels), (2, union(*panes, ends))]


@kind(
    "boat",
    "sailboat",
    height=9.0,
    senses=("sailboat.n.01", "boat.n.01"),
    hull=("red", "blue", "brown", "white"),
    sail=("white", "yellow", "red"),
    mast=("brown", "black"),
    forms={"with one sail": (6, 0.0, 0.5), "with two sails": (6, 0.5, 1.0)},
)
def boat(u: np.ndarray) -> Parts:
    """u3 hull depth, u4 sail size, u5 place of the mast, u6 with or without a jib."""
    x, y, z = extents(u, 0.75, 1.6, 1.7, deep=0.25)
    deep = max(z * mix(u[3], 0.22, 0.3), 0.3)
    h, bow = x / 2, -y / 2
    plan = [
        (0, bow), (h * 0.55, bow + 0.2 * y), (h * 0.95, bow + 0.45 * y), (h, bow + 0.65 * y),
        (h * 0.8, y / 2), (-h * 0.8, y / 2), (-h, bow + 0.65 * y), (-h * 0.95, bow + 0.45 * y),
        (-h * 0.55, bow + 0.2 * y),
    ]  # fmt: skip
    side = [
        (bow, deep), (bow + 0.1 * y, deep * 0.4), (bow + 0.28 * y, 0), (y * 0.36, 0),
        (y / 2, deep * 0.5), (y / 2, deep * 0.92), (0, deep * 0.85),
    ]  # fmt: skip
    hull = intersection(prism(plan, deep, "z", (0, 0, deep / 2)), prism(side, x, "x"), 0.08)
    step = y * mix(u[5], -0.12, 0.0)
    mast = tube([(0, step, deep * 0.5), (0, step, z - 0.085)], 0.085)
    reach = (y / 2 - step) * mix(u[4], 0.75, 0.95)
    foot = deep * 0.9
    sheet = [(step, foot), (step + reach, foot), (step, z - 0.12)]
    sail = prism(sheet, 0.13, "x")
    if u[6] > 0.5:
        jib = [(step, foot), (step, foot + (z - foot) * 0.72), (bow * 0.92, foot)]
        sail = union(sail, prism(jib, 0.13, "x"))
    return [(0, hull), (1, sail), (2, mast)]


@kind(
    "airplane",
    "plane",
    "jet",
    height=12.0,
    senses=("airplane.n.01",),
    body=("white", "red", "blue", "yellow", "gray"),
    wings=("same", "red", "blue", "gray"),
    engines=("gray", "black", "same"),
)
def airplane(u: np.ndarray) -> Parts:
    """u3 sweep, u4 wing depth, u5 body thickness, u6 place of the wings."""
    x, y, z = extents(u, 1.9, 1.75, 0.7, deep=0.0)
    r = z * mix(u[5], 0.24, 0.3)
    h, chord = x / 2, mix(u[4], 0.34, 0.48)
    sweep = mix(u[3], 0.02, 0.4) * h
    nose, tail = -y / 2, y / 2
    body = tube(
        [(0, nose + r, r), (0, tail * 0.3, r), (0, tail - 0.12, r + 0.35 * r)],
        [r, r, max(r * 0.5, 0.1)],
    )
    root = mix(u[6], -0.2, -0.05) * y
    tip = root + sweep
    plan = [
        (0, root - 0.02), (h, tip), (h, tip + chord * 0.6), (0, root + chord * 1.1),
        (-h, tip + chord * 0.6), (-h, tip),
    ]  # fmt: skip
    wings = prism(plan, 0.13, "z", (0, 0, r * 0.9), 0.05)
    s, back = h * 0.42, tail - 0.04
    rear = [(0, back - 0.36), (s, back - 0.2), (s, back), (-s, back), (-s, back - 0.2)]
    stabiliser = prism(rear, 0.12, "z", (0, 0, r * 1.3), 0.05)
    fin = prism([(back - 0.5, r), (back, r), (tail, z), (tail - 0.2, z)], 0.13, "x", rounding=0.05)
    y0 = root + sweep * 0.42 + 0.06
    pods = mirror(tube([(h * 0.42, y0 - 0.12, r * 0.72), (h * 0.42, y0 + 0.16, r * 0.72)], 0.095))
    return [(0, body), (0, fin), (1, wings), (1, stabiliser), (2, pods)]


@kind(
    "rocket",
    "space rocket",
    height=50.0,
    senses=("rocket.n.01", "spacecraft.n.01"),
    body=("white", "gray", "yellow"),
    fins=("red", "blue", "orange"),
    nose=("red", "blue", "orange", "black"),
)
def rocket(u: np.ndarray) -> Parts:
    """u3 fin reach, u4 fin height, u5 nose length, u6 belly."""
    x, _, z = extents(u, 1.0, 1.0, 1.85)
    r = x / 2 * mix(u[3], 0.66, 0.52)
    low, cap = z * 0.1, z * mix(u[5], 0.66, 0.74)
    bulge = r * mix(u[6], 0.0, 0.12)
    wide = r - bulge
    body = lathe(
        [
            (wide * 0.7, low),
            (wide, low + 0.2 * z),
            (r, z * 0.42),
            (wide, cap),
            (wide * 0.8, cap + 0.02),
        ]
    )
    span = z - cap
    tip = lathe(
        [
            (wide + 0.03, cap),
            (wide * 0.86, cap + 0.36 * span),
            (wide * 0.5, cap + 0.72 * span),
            (0.06, z),
        ],
        0.05,
    )
    high = z * mix(u[4], 0.3, 0.42)
    edge = [
        (wide * 0.3, low + 0.05),
        (wide * 0.3, high),
        (wide * 0.9, high),
        (x / 2, z * 0.16),
        (x / 2, 0),
        (wide * 0.9, low * 0.8),
    ]
    fin = prism(edge, 0.14, "y")
    fins = union(mirror(fin), mirror(fin.rotated(90), "y"))
    return [(0, body), (1, fins), (2, tip)]


@kind(
    "submarine",
    height=12.0,
    senses=("submarine.n.01",),
    hull=("yellow", "gray", "red", "green"),
    tower=("same", "red", "white"),
    windows=("cyan", "white", "black"),
)
def submarine(u: np.ndarray) -> Parts:
    """u3 place of the tower, u4 its length, u5 bluntness, u6 periscope height."""
    x, y, z = extents(u, 0.8, 1.9, 1.1, deep=0.0)
    tall = z * 0.62
    body = ellipsoid(x / 2, y / 2, tall / 2, (0, 0, tall / 2))
    long, place = mix(u[4], 0.4, 0.6), mix(u[3], -0.2, 0.05)
    roof = z * mix(u[6], 0.86, 0.78)
    tower = box(
        min(0.34, x * 0.5), long, roof - tall * 0.6, (0, place, (roof + tall * 0.6) / 2), 0.09
    )
    pipe = tube([(0, place, tall * 0.7), (0, place, z - 0.075), (0, place - 0.2, z - 0.075)], 0.075)
    rear = box(x * 0.8, 0.22, 0.14, (0, y * 0.4, tall / 2), ROUND)
    rudder = box(0.14, 0.22, tall * 0.9, (0, y * 0.4, tall / 2), ROUND)
    ports = [cylinder(0.1, x, (0, at, tall * 0.56), "x", 0.04) for at in (-0.24 * y, 0.0, 0.24 * y)]
    # Portholes follow the hull: each is cut by a slightly larger ellipsoid.
    skin = ellipsoid(x / 2 + 0.03, y / 2 + 0.03, tall / 2 + 0.03, (0, 0, tall / 2))
    windows = intersection(union(*ports), skin, 0.03)
    return [(0, blend(body, rear, rudder, radius=0.06)), (1, union(tower, pipe)), (2, windows)]
