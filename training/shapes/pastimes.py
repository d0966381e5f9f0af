"""Pools, ponds and what else one plays at on a day off."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import Solid, difference, mirror, union


@kind(
    "swimming pool",
    "pool",
    "paddling pool",
    "kiddie pool",
    height=1.6,
    senses=("swimming_pool.n.01", "pool.n.01"),
    edge=("white", "gray", "yellow", "orange"),
    water=("cyan", "blue", "cyan"),
    ladder=("gray", "white", "red", "black"),
    forms={"round": (3, 0.0, 1 / 3), "rectangular": (3, 1 / 3, 1.0)},
)
@cast(0.8)
def swimming_pool(u: np.ndarray, c: Kit) -> Parts:
    """u3 round, rectangular, or rectangular with round corners, u4 width of the edge, u5 height of
    the edge, u6 height of the ladder, u7 length of the pool."""
    which, rim, tall = pick(u[3], 3), mix(u[4], 0.16, 0.24), mix(u[5], 0.28, 0.44)
    high, deep = mix(u[6], 0.22, 0.34), mix(u[7], 0.64, 0.8)
    power = (1.0, 0.12, 0.5)[which]

    def outline(less: float) -> list[tuple[float, float]]:
        return ellipse(0.95 - less, deep - less, power)

    basin = c.plate(outline(rim), tall, "z", (0, 0, tall * 0.65), 0.01)
    edge = difference(c.plate(outline(0), tall, "z", (0, 0, tall / 2), 0.03), basin, CRISP)
    level = tall - 0.1
    water = c.plate(outline(rim - 0.03), level, "z", (0, 0, level / 2 + 0.02), 0.01)
    y = deep - rim
    line = [(y - 0.1, level - 0.06), (y - 0.08, tall + high), (y + 0.06, tall + high),
            (y + rim * 0.6, tall + high * 0.6), (y + rim * 0.6, tall - 0.05)]  # fmt: skip
    rail = c.limb([(0.16, *place) for place in line], 0.06)
    rung = [c.bar((-0.16, y - 0.1, z), (0.16, y - 0.1, z), radius=0.055)
            for z in (level + 0.06, level + 0.06 + high * 0.6)]  # fmt: skip
    return [(0, edge), (1, water), (2, union(pairs(rail), *rung))]


@kind(
    "pond",
    "lake",
    "puddle",
    "duck pond",
    "lagoon",
    height=0.5,
    senses=("pond.n.01", "lake.n.01", "puddle.n.02"),
    water=("blue", "cyan"),
    shore=("gray", "green", "brown", "yellow"),
    plants=("green", "green", "pink", "yellow"),
)
@cast(0.8)
def pond(u: np.ndarray, c: Kit) -> Parts:
    """u3 how winding its shore is, u4 number of stones, u5 size of the stones, u6 height of the
    reeds, u7 size of the lily pads."""
    wave, size = mix(u[3], 0.0, 0.12), mix(u[5], 0.15, 0.19)
    reed, pad = mix(u[6], 0.4, 0.66), mix(u[7], 0.14, 0.19)
    count = 9 + 2 * pick(u[4], 2)

    def shore(a: float, share: float = 1.0) -> tuple[float, float]:
        r = share * (0.76 + wave * math.cos(3 * a))
        return r * math.sin(a), -0.8 * r * math.cos(a)

    turns = [2 * math.pi * i / 36 for i in range(36)]
    water = c.plate([shore(a) for a in turns], 0.2, "z", (0, 0, 0.12), 0.02)
    stones = []
    for i in range(count + 1):
        a = math.pi * i / count
        x, y = shore(a)
        r = size * (1.0, 0.8, 1.15)[i % 3]
        stone = c.ball(r, r * 0.9, r * 0.85, (x if 0 < i < count else 0, y, r * 0.55))
        stones.append(stone)
    bank = c.plate([shore(a, 1.06) for a in turns], 0.12, "z", (0, 0, 0.06), 0.03)
    plants = [c.can(pad, 0.12, (0.26, -0.24, 0.21), "z", 0.02),
              c.can(pad * 0.8, 0.12, (0, -0.02, 0.21), "z", 0.02)]  # fmt: skip
    for x, y, z in ((0.2, 0.36, 0.85), (0.36, 0.3, 0.62), (0.07, 0.42, 1.0)):
        top = 0.2 + reed * z
        plants.append(c.bar((x, y, 0.1), (x * 1.15, y, top), radius=0.055))
        plants.append(c.limb([(x * 1.12, y, top - 0.16), (x * 1.15, y, top)], 0.075))
    return [(0, water), (1, union(pairs(*stones), bank)), (2, pairs(*plants))]


@kind(
    "diving board",
    "springboard",
    "diving tower",
    "diving platform",
    height=3.5,
    senses=("diving_board.n.01", "springboard.n.01"),
    board=("blue", "white", "red", "yellow", "cyan"),
    frame=("gray", "white", "yellow", "same"),
    water=("cyan", "blue"),
    forms={"low": (3, 0.0, 0.5), "high": (3, 0.5, 1.0)},
)
@cast()
def diving_board(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side, over water in front; u3 low or high, u4 width, u5 length of the board, u6
    height of the rails, u7 how far it bends."""
    high = u[3] >= 0.5
    wide, reach, rail = mix(u[4], 0.4, 0.52), mix(u[5], 0.6, 0.8), mix(u[6], 0.26, 0.36)
    top, dip = 1.3 if high else 0.62, mix(u[7], 0.0, 0.1)
    line = [(0.8, top), (0.2, top), (-0.2, top - dip * 0.3), (-reach, top - dip)]
    board = c.plate(line + [(y, z - 0.13) for y, z in line[::-1]], wide, "x", rounding=0.03)
    x, foot = wide / 2, 0.98
    frame = [pairs(c.limb([(x, 0.74, top), (x, foot, 0.1)], 0.065)),
             pairs(c.limb([(x * 0.8, 0.1, top - 0.1), (x, 0.14, 0.1)], 0.075)),
             c.box(wide + 0.2, 1.0, 0.16, (0, 0.56, 0.08), 0.03),
             c.can(0.1, wide + 0.1, (0, 0.1, top - 0.17), "x", 0.03)]  # fmt: skip
    rungs = 4 if high else 2
    for i in range(1, rungs + 1):
        t = i / (rungs + 1)
        y, z = foot + (0.74 - foot) * t, 0.1 + (top - 0.1) * t
        frame.append(c.bar((-x, y, z), (x, y, z), radius=0.06))
    bow = [
        (x, 0.78, top - 0.05),
        (x, 0.74, top + rail),
        (x, 0.3, top + rail),
        (x, 0.12, top - 0.05),
    ]
    frame.append(pairs(c.limb(bow, 0.06)))
    water = c.box(wide + 0.46, 1.06, 0.22, (0, -0.44, 0.11), 0.03)
    return [(0, board), (1, union(*frame)), (2, water)]


@kind(
    "snorkel",
    "snorkel mask",
    "diving mask",
    "scuba mask",
    height=0.3,
    senses=("snorkel.n.01",),
    mask=("blue", "black", "yellow", "red", "pink"),
    glass=("cyan", "cyan", "white", "blue"),
    tube=("orange", "yellow", "same", "red", "green"),
    forms={"with two glasses": (3, 0.0, 0.5), "with one glass": (3, 0.5, 1.0)},
)
@cast(0.4)
def snorkel(u: np.ndarray, c: Kit) -> Parts:
    """A mask that looks to the front, its tube above; u3 two glasses or one, u4 width of the rim,
    u5 length of the tube, u6 its thickness, u7 depth of the mask."""
    rim, long, r = mix(u[4], 0.12, 0.16), mix(u[5], 0.62, 0.85), mix(u[6], 0.1, 0.13)
    deep, z = mix(u[7], 0.36, 0.5), 0.66

    def plate(less: float, thick: float, y: float) -> Solid:
        half = [(0.0, -0.3), (0.14, -0.36), (0.26, -0.56), (0.5, -0.5), (0.76, -0.2), (0.8, 0.16),
                (0.62, 0.42), (0.0, 0.46)]  # fmt: skip
        share = 1 - less / 0.5
        outline = [(x * (1 - less / 0.8), z + h * share) for x, h in half]
        left = [(-x, h) for x, h in outline[-2:0:-1]]
        return c.plate(outline + left, thick, "y", (0, y, 0), 0.03)

    face = -deep / 2
    hole = plate(rim, 0.3, face)
    if u[3] < 0.5:
        hole = difference(hole, c.box(0.15, 1, 3, (0, face, z), 0.02), 0.02)
    mask = difference(plate(0, deep, 0), hole, CRISP)
    skirt = plate(0.07, 0.24, deep / 2 + 0.04)
    strap = pairs(c.box(0.2, 0.16, 0.2, (0.82, 0.08, z + 0.1), 0.03))
    pane = plate(rim - 0.02, deep * 0.5, face + 0.08 + deep * 0.25)
    if u[3] < 0.5:
        pane = difference(pane, c.box(0.13, 2, 3, (0, face, z), 0.01), 0.01)
    top = z + 0.4
    path = [(0, 0.04, top), (0, 0.06, top + 0.2), (0, 0.14, top + 0.5 * long), (0, 0.3, top + long)]
    tube = union(
        c.limb(path, r), c.can(r * 1.5, 0.16, (0, 0.05, top + 0.1)),
        c.limb([(0, 0.26, top + long - 0.1), (0, 0.32, top + long + 0.04)], r * 1.35),
    )  # fmt: skip
    return [(0, union(mask, skirt, strap)), (1, pane), (2, tube)]


@kind(
    "garden hose",
    "hose",
    "water hose",
    "hosepipe",
    height=0.6,
    senses=("garden_hose.n.01", "hose.n.03"),
    hose=("green", "green", "yellow", "orange", "blue"),
    nozzle=("orange", "yellow", "gray", "red"),
    hook=("gray", "black", "brown", "white"),
)
@cast(0.4)
def garden_hose(u: np.ndarray, c: Kit) -> Parts:
    """Coiled on a hook, its end hanging in front; u3 number of coils, u4 thickness of the hose, u5
    how long the coil hangs, u6 how low the nozzle hangs, u7 length of the nozzle."""
    count, r, hang = 3 + pick(u[3], 2), mix(u[4], 0.1, 0.125), mix(u[5], 0.66, 0.8)
    low, long, wide = mix(u[6], 0.5, 0.66), mix(u[7], 0.26, 0.36), 0.6
    z = hang + r
    turns = np.linspace(0, math.pi, 15)
    coils = []
    for i in range(count):
        y, more = 1.75 * r * (i - (count - 1) / 2), 0.04 * (i % 2)
        half = [((wide - more) * math.sin(a), y, z + (hang - more) * math.cos(a)) for a in turns]
        coils.append(c.limb(half, r))
    front = -1.75 * r * count / 2 - r * 0.6
    top = z + hang
    end = [
        (0, 0, top - 0.04),
        (0, front * 0.6, top + 0.1),
        (0, front, top - 0.1),
        (0, front, low + 0.1),
    ]
    hose = union(pairs(*coils), c.limb(end, r))
    nozzle = c.limb(
        [
            (0, front, low + 0.16),
            (0, front, low),
            (0, front, low - long * 0.6),
            (0, front, low - long),
        ],
        [r * 1.5, r * 1.5, r * 0.9, r * 1.25],
    )
    deep = 1.75 * r * count
    hook = union(
        c.can(0.2, deep, (0, 0.1, top - r - 0.2), "y", 0.03),
        c.box(0.62, 0.14, 0.62, (0, deep / 2 + 0.1, top - 0.2), 0.03),
        c.box(0.4, 0.12, 0.34, (0, 0.1 - deep / 2, top - r - 0.22), 0.04),
    )
    return [(0, hose), (1, nozzle), (2, hook)]


@kind(
    "roller coaster",
    "rollercoaster",
    "big dipper",
    "roller coaster loop",
    height=30.0,
    senses=("roller_coaster.n.02",),
    track=("red", "blue", "yellow", "orange", "purple"),
    supports=("gray", "white", "brown", "same"),
    cars=("yellow", "red", "green", "blue", "black"),
)
@cast(0.3)
def roller_coaster(u: np.ndarray, c: Kit) -> Parts:
    """A loop between two slopes; u3 size of the loop, u4 height of the slopes, u5 number of the
    supports, u6 width of the track, u7 size of the cars."""
    r, high, half = mix(u[3], 0.42, 0.5), mix(u[4], 0.8, 1.15), mix(u[6], 0.12, 0.15)
    size, low = mix(u[7], 0.17, 0.21), 0.26
    turns = np.linspace(0, math.pi, 11)
    loop = [(r * math.sin(a), low + 1.15 * r * (1 - math.cos(a))) for a in turns]
    slope = [(0.0, low), (0.34, low), (0.6, low + 0.12), (0.8, low + 0.55 * high),
             (0.96, low + high), (1.12, low + high + 0.08), (1.26, low + high)]  # fmt: skip
    rails = [c.limb([(x, half, z) for x, z in line], 0.055) for line in (loop, slope)]
    track = [pairs(mirror(rail, "y")) for rail in rails]
    ties = [c.bar((x, -half, z), (x, half, z), radius=0.055)
            for x, z in [*loop[1::2], *slope[1:]]]  # fmt: skip
    posts = []
    for x, z in [slope[4], slope[6], *([slope[3]] if u[5] > 0.5 else [])]:
        posts.append(mirror(c.limb([(x, half, z - 0.03), (x, half + 0.08, 0.06)], 0.06), "y"))
    side = c.limb([(r + 0.02, half + 0.02, low + r * 1.2), (r + 0.06, half + 0.1, 0.06)], 0.06)
    posts.append(mirror(side, "y"))
    base = c.box(2.7, 2 * half + 0.36, 0.12, (0, 0, 0.06), 0.02)
    middle = c.box(0.3, 2 * half, low - 0.04, (0, 0, (low - 0.04) / 2 + 0.02), 0.02)
    car = c.box(1.5 * size, 2 * half + 0.02, size, (0, 0, low + 0.06 + size / 2), 0.04)
    riders = c.bead(0.09, (size * 0.4, 0, low + size + 0.1), 0.07)
    wagon = c.box(
        1.3 * size, 2 * half + 0.02, size * 0.9, (1.9 * size, 0, low + 0.08 + size / 2), 0.04
    )
    link = c.box(2.6 * size, 0.14, 0.12, (0, 0, low + 0.12), 0.02)
    cars = union(car, link, pairs(riders, wagon))
    return [(0, union(*track, pairs(*ties))), (1, union(pairs(*posts), base, middle)), (2, cars)]
