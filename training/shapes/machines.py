"""Machines that dig, lift and carry; their length runs along y, the front at -y."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix
from .solids import Solid, difference, mirror, union

_PAINT = ("yellow", "orange", "yellow", "red", "green")
_DARK = ("black", "gray")


def _track(c: Kit, y0: float, y1: float, tall: float, x: float, wide: float) -> Solid:
    """A pair of crawler tracks from y0 to y1 with rollers in them."""
    side = [
        (y0, tall * 0.55), (y0 + tall * 0.3, tall), (y1 - tall * 0.3, tall), (y1, tall * 0.55),
        (y1 - tall * 0.45, 0), (y0 + tall * 0.45, 0),
    ]  # fmt: skip
    belt = c.plate(side, wide, "x", (x, 0, 0), 0.05)
    inner = [(y0 + (y - y0) * 0.84 + (y1 - y0) * 0.08, tall * (0.5 + (z / tall - 0.5) * 0.55))
             for y, z in side]  # fmt: skip
    groove = c.plate(inner, 0.12, "x", (x + wide / 2, 0, 0), 0.01)
    rolls = [
        c.can(tall * 0.25, 0.14, (x + wide / 2 - 0.05, y, tall * 0.48), "x", 0.02)
        for y in np.linspace(y0 + tall * 0.6, y1 - tall * 0.6, 4)
    ]
    return pairs(difference(belt, groove, 0.01), *rolls)


def _cab(c: Kit, wide: float, y0: float, y1: float, z0: float, z1: float) -> Solid:
    """A driver's cab of posts and a roof, open where the windows are."""
    middle, low = (y0 + y1) / 2, z0 + (z1 - z0) * 0.3
    high = z1 - 0.12
    block = c.box(wide, y1 - y0, z1 - z0, (0, middle, (z0 + z1) / 2), 0.03)
    tall = high - low
    at = (0, middle, (low + high) / 2)
    across = c.box(wide * 2, y1 - y0 - 0.2, tall, at, 0.01)
    along = c.box(wide - 0.2, (y1 - y0) * 2, tall, at, 0.01)
    return difference(block, union(across, along), 0.01)


@kind(
    "excavator",
    "digger",
    "backhoe",
    height=3.2,
    senses=("power_shovel.n.01",),
    body=_PAINT,
    tracks=_DARK,
    shovel=("gray", "black", "same"),
)
@cast()
def excavator(u: np.ndarray, c: Kit) -> Parts:
    """u3 shovel size, u4 track height, u5 how high the boom rises, u6 cab height, u7 reach."""
    tall, up, top = mix(u[4], 0.28, 0.34), mix(u[5], 1.1, 1.32), mix(u[6], 1.04, 1.16)
    out, deck = mix(u[7], -1.14, -0.96), 0.46
    house = c.plate(
        [(-0.22, deck), (-0.22, 0.66), (0.24, 0.78), (0.7, 0.78), (0.78, 0.7), (0.76, deck)],
        0.78, rounding=0.04,
    )  # fmt: skip
    ring = c.can(0.27, 0.24, (0, 0.16, tall + 0.06), "z", 0.02)
    under = c.box(0.6, 0.6, 0.18, (0, 0.12, tall * 0.6), 0.02)
    cab = _cab(c, 0.48, -0.14, 0.34, 0.6, top)
    boom = c.plate(
        [
            (-0.1, deck), (-0.36, deck), (-0.62, up - 0.12), (out, up - 0.08),
            (out - 0.04, up + 0.08), (-0.54, up + 0.1), (-0.42, up - 0.12), (-0.16, deck + 0.2),
        ],
        0.17, rounding=0.02,
    )  # fmt: skip
    stick = c.plate(
        [(out + 0.12, up + 0.12), (out - 0.06, up + 0.14), (out - 0.2, 0.44), (out - 0.06, 0.44)],
        0.15, rounding=0.02,
    )  # fmt: skip
    ram = c.bar((0, -0.58, up + 0.16), (0, out + 0.06, up + 0.16), radius=0.055)
    size = mix(u[3], 0.85, 1.15)
    scoop = [
        (-0.26, 0.62), (-0.34, 0.42), (-0.26, 0.22), (-0.08, 0.14), (0.16, 0.18), (0.1, 0.3),
        (-0.08, 0.34), (-0.02, 0.62),
    ]  # fmt: skip
    at = [(out + y * size, 0.6 + (z - 0.6) * size) for y, z in scoop]
    shovel = c.plate(at, 0.44 * size, rounding=0.02)
    tip = (out + 0.14 * size, 0.6 - 0.36 * size)
    teeth = union(
        pairs(c.box(0.1, 0.16, 0.1, (0.16 * size, tip[0], tip[1]), 0.02)),
        c.box(0.1, 0.16, 0.1, (0, tip[0], tip[1]), 0.02),
    )
    return [
        (0, union(house, ring, under, cab, boom, stick, ram)),
        (1, _track(c, -0.5, 0.74, tall, 0.36, 0.24)),
        (2, union(shovel, teeth)),
    ]


@kind(
    "bulldozer",
    "dozer",
    height=3.2,
    senses=("bulldozer.n.01",),
    body=_PAINT,
    tracks=_DARK,
    blade=("gray", "same", "black"),
    forms={"with a ripper": (5, 0.5, 1.0)},
)
@cast()
def bulldozer(u: np.ndarray, c: Kit) -> Parts:
    """u3 blade height, u4 track height, u5 ripper at the back, u6 cab height, u7 hood length."""
    blade, tall, top = mix(u[3], 0.56, 0.7), mix(u[4], 0.4, 0.5), mix(u[6], 1.16, 1.3)
    nose = mix(u[7], -0.66, -0.56)
    hood = c.plate(
        [(nose, 0.3), (nose, 0.72), (nose + 0.08, 0.78), (0.1, 0.84), (0.1, 0.3)], 0.44,
        rounding=0.03,
    )  # fmt: skip
    frame = c.box(0.5, 1.0, 0.4, (0, 0.06, 0.42), 0.03)
    cab = _cab(c, 0.62, 0.02, 0.56, 0.5, top)
    roof = c.box(0.7, 0.64, 0.12, (0, 0.29, top), 0.03)
    tank = c.box(0.56, 0.2, 0.36, (0, 0.62, 0.66), 0.03)
    pipe = c.bar((0, nose + 0.28, 0.7), (0, nose + 0.28, 1.12), radius=0.06)
    pieces = [hood, frame, cab, roof, tank, pipe]
    if u[5] > 0.5:
        pieces.append(c.bar((0, 0.6, 0.5), (0, 0.92, 0.52), radius=0.08))
        pieces.append(c.box(0.5, 0.14, 0.14, (0, 0.9, 0.5), 0.02))
        pieces.append(pairs(c.bar((0.18, 0.9, 0.5), (0.18, 0.96, 0.1), radius=[0.075, 0.055])))
    front = nose - 0.36
    curve = [
        (front, 0.02), (front + 0.12, 0.16), (front + 0.14, blade * 0.6), (front + 0.02, blade),
        (front + 0.14, blade), (front + 0.26, blade * 0.6), (front + 0.24, 0.14),
        (front + 0.12, 0.0),
    ]  # fmt: skip
    plate = c.plate(curve, 1.24, rounding=0.02)
    arms = pairs(
        c.bar((0.52, front + 0.2, 0.22), (0.58, -0.1, tall * 0.55), radius=0.06),
        c.can(0.1, 0.3, (0.52, -0.1, tall * 0.55), "x", 0.02),
        c.bar((0.14, nose + 0.06, 0.56), (0.14, front + 0.18, 0.36), radius=0.06),
    )
    return [
        (0, union(*pieces)),
        (1, _track(c, -0.6, 0.72, tall, 0.38, 0.26)),
        (2, union(plate, arms)),
    ]


@kind(
    "forklift",
    "fork lift",
    "lift truck",
    height=2.2,
    senses=("forklift.n.01",),
    body=_PAINT,
    wheels=("black",),
    mast=("gray", "black", "same"),
)
@cast()
def forklift(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the forks, u4 wheel size, u5 mast height, u6 roof height, u7 fork length."""
    lift, r, top = mix(u[3], 0.08, 0.5), mix(u[4], 0.19, 0.23), mix(u[5], 1.4, 1.6)
    roof, long = mix(u[6], 1.24, 1.34), mix(u[7], 0.52, 0.64)
    base = c.plate(
        [(-0.5, 0.14), (-0.5, 0.46), (-0.28, 0.46), (-0.24, 0.34), (0.0, 0.34), (0.04, 0.58),
         (0.5, 0.6), (0.62, 0.52), (0.62, 0.14)],
        0.62, rounding=0.035,
    )  # fmt: skip
    seat = c.plate(
        [(0.02, 0.5), (0.02, 0.66), (0.28, 0.66), (0.34, 0.94), (0.44, 0.94), (0.4, 0.5)], 0.36
    )
    guard = union(
        c.box(0.62, 0.82, 0.12, (0, 0.06, roof), 0.03),
        pairs(
            c.bar((0.25, -0.42, 0.4), (0.25, -0.28, roof), radius=0.055),
            c.bar((0.25, 0.48, 0.5), (0.25, 0.42, roof), radius=0.055),
        ),
    )
    wheel = union(
        c.bar((0, -0.4, 0.42), (0, -0.24, 0.7), radius=0.05),
        c.can(0.13, 0.1, (0, -0.22, 0.72), "z", 0.02),
    )
    wheels = pairs(c.wheel(r, 0.2, 0.31, -0.42), c.wheel(r * 0.82, 0.18, 0.31, 0.42))
    y = -0.66
    mast = union(
        pairs(c.box(0.12, 0.16, top - 0.06, (0.2, y, top / 2 + 0.03), 0.015)),
        c.box(0.5, 0.12, 0.12, (0, y, top - 0.06), 0.02),
        c.box(0.5, 0.12, 0.12, (0, y, top * 0.55), 0.02),
        c.box(0.3, 0.24, 0.2, (0, y + 0.12, 0.26), 0.02),
        c.box(0.62, 0.12, 0.12, (0, y - 0.1, lift + 0.12), 0.02),
        c.box(0.62, 0.12, 0.12, (0, y - 0.1, lift + 0.44), 0.02),
        pairs(
            c.box(0.12, 0.12, 0.5, (0.2, y - 0.12, lift + 0.24), 0.02),
            c.box(0.13, long, 0.11, (0.2, y - 0.06 - long / 2, lift), 0.02),
        ),
    )
    return [(0, union(base, seat, guard, wheel)), (1, wheels), (2, mast)]


def _zigzag(c: Kit, low: float, high: float, half: float, steps: int) -> Solid:
    """Braces of an upright lattice on all four of its sides."""
    zs = np.linspace(low, high, steps + 1)
    turn = [half if i % 2 else -half for i in range(steps + 1)]
    side = c.bar(*((half, y, float(z)) for y, z in zip(turn, zs, strict=True)), radius=0.04)
    face = pairs(
        *(
            c.bar((0, half, float(a)), (half, half, float(b)), radius=0.04)
            for a, b in (zip(zs[::2], zs[1::2], strict=False))
        )
    )
    return union(pairs(side), mirror(face, "y"))


@kind(
    "crane",
    "construction crane",
    "tower crane",
    height=45.0,
    senses=("crane.n.04",),
    frame=("yellow", "red", "orange", "blue", "white"),
    cab=("white", "gray", "cyan", "same"),
    hook=("black", "gray"),
    forms={"with a pointed top": (3, 0.0, 0.6), "with a flat top": (3, 0.6, 1.0)},
)
@cast()
def crane(u: np.ndarray, c: Kit) -> Parts:
    """u3 pointed or flat top, u4 length of the jib, u5 counterweight, u6 how far the hook hangs, u7
    its place on the jib."""
    half, z = 0.11, 1.44
    out = mix(u[4], -1.2, -1.0)
    legs = mirror(c.box(0.1, 0.1, z, (half, half, z / 2), 0.015), "xy")
    foot = c.box(0.6, 0.6, 0.12, (0, 0, 0.06), 0.02)
    frame = [legs, foot, _zigzag(c, 0.06, z - 0.04, half, 6)]
    frame.append(c.can(0.17, 0.12, (0, 0, z), "z", 0.02))
    steps = 6
    ys = np.linspace(-0.02, out + 0.1, steps + 1)
    web = [(0, float(y), z + (0.28 if i % 2 else 0.1)) for i, y in enumerate(ys)]
    frame += [
        pairs(c.box(0.1, 0.6 - out, 0.1, (0.08, (0.6 + out) / 2, z + 0.08), 0.015)),
        c.box(0.1, -out - 0.16, 0.1, (0, (out - 0.02) / 2, z + 0.28), 0.015),
        c.bar(*web, (0, out + 0.06, z + 0.1), radius=0.04),
        c.box(0.24, 0.12, 0.12, (0, out + 0.06, z + 0.08), 0.02),
    ]
    if u[3] < 0.6:
        top = z + 0.52
        frame.append(pairs(c.bar((0.09, 0.0, z + 0.1), (0, 0.04, top), radius=0.055)))
        frame.append(c.bar((0, 0.04, top), (0, out * 0.62, z + 0.28), radius=0.04))
        frame.append(c.bar((0, 0.04, top), (0, 0.54, z + 0.12), radius=0.04))
    cabin = c.box(0.26, 0.24, 0.24, (0, -0.22, z - 0.08), 0.03)
    size = mix(u[5], 0.2, 0.32)
    weight = c.box(0.34, 0.22, size, (0, 0.5, z + 0.06 - size / 2), 0.02)
    y, drop = mix(u[7], out * 0.9, out * 0.66), mix(u[6], 0.4, 0.85)
    rope = c.bar((0, y, z + 0.06), (0, y, z - drop), radius=0.045)
    turns = [math.radians(a) for a in range(90, -181, -45)]
    claw = [(0, y + 0.09 * math.cos(a), z - drop - 0.18 + 0.09 * math.sin(a)) for a in turns]
    hook = union(
        c.box(0.2, 0.2, 0.12, (0, y, z + 0.03), 0.02),
        c.box(0.14, 0.16, 0.16, (0, y, z - drop), 0.03),
        c.bar(*claw, radius=0.05),
    )
    return [(0, union(*frame)), (1, cabin), (2, union(rope, hook, weight))]


@kind(
    "dump truck",
    "tipper truck",
    "dumper",
    height=3.4,
    senses=("dump_truck.n.01",),
    body=_PAINT,
    wheels=("black",),
    hopper=("same", "gray", "yellow", "orange"),
    forms={"tipped": (4, 0.6, 1.0)},
)
@cast()
def dump_truck(u: np.ndarray, c: Kit) -> Parts:
    """u3 wheel size, u4 hopper down or tipped, u5 how steep, u6 hopper depth, u7 hood."""
    r, rim = mix(u[3], 0.22, 0.27), mix(u[6], 0.94, 1.04)
    hood = mix(u[7], 0.0, 0.16)
    cab = c.plate(
        [(-0.95, 0.24), (-0.95, 0.56), (-0.93 + hood, 0.6), (-0.86 + hood, 0.94),
         (-0.42, 0.94), (-0.42, 0.24)],
        0.66, rounding=0.035,
    )  # fmt: skip
    panes = union(
        c.box(0.5, 0.16, 0.2, (0, -0.92 + hood, 0.77), 0.01),
        pairs(c.box(0.2, 0.26 - hood * 0.6, 0.2, (0.36, -0.64 + hood / 3, 0.77), 0.01)),
    )
    frame = c.box(0.44, 1.7, 0.18, (0, 0.02, 0.34), 0.03)
    bumper = c.box(0.74, 0.14, 0.16, (0, -0.93, 0.28), 0.03)
    wheels = pairs(*(c.wheel(r, 0.22, 0.31, y) for y in (-0.62, 0.2, 0.2 + 2 * r + 0.03)))
    pivot, angle = (0.76, 0.44), math.radians(mix(u[5], 24, 38)) if u[4] > 0.6 else 0.0

    def turned(*points: tuple[float, float]) -> list[tuple[float, float]]:
        made = []
        for y, z in points:
            dy, dz = y - pivot[0], z - pivot[1]
            made.append((
                pivot[0] + dy * math.cos(angle) + dz * math.sin(angle),
                pivot[1] - dy * math.sin(angle) + dz * math.cos(angle),
            ))  # fmt: skip
        return made

    outer = turned(
        (-0.36, 0.44), (0.76, 0.44), (0.98, rim - 0.06), (-0.3, rim), (-0.3, rim + 0.06),
        (-0.8, rim + 0.06), (-0.8, rim - 0.04), (-0.38, rim - 0.06),
    )  # fmt: skip
    inner = turned((-0.24, 0.58), (0.7, 0.56), (1.1, rim - 0.0), (1.0, 1.6), (-0.24, 1.6))
    hopper = difference(
        c.plate(outer, 0.74, rounding=0.02), c.plate(inner, 0.5, rounding=0.01), 0.01
    )
    ribs = [
        pairs(c.plate(turned((y, 0.5), (y + 0.1, 0.5), (y + 0.1, rim - 0.04), (y, rim - 0.04)),
                      0.12, "x", (0.35, 0, 0), 0.015))
        for y in (-0.24, 0.1, 0.44)
    ]  # fmt: skip
    pieces = [difference(cab, panes, 0.01), frame, bumper]
    if angle:
        (end,) = turned((0.1, 0.46))
        pieces.append(c.bar((0, 0.0, 0.36), (0, *end), radius=0.08))
        pieces.append(c.box(0.4, 0.2, 0.2, (0, 0.72, 0.4), 0.02))
    return [(0, union(*pieces)), (1, wheels), (2, union(hopper, *ribs))]
