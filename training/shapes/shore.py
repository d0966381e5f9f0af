"""What shows the wind, and what goes out to the water or the snow."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, around
from .fittings import pipe
from .kinds import Parts, kind, mix, pick
from .solids import Solid, curve, difference, mirror, union

_ROOSTER = [
    (-0.74, 0.6), (-0.5, 0.74), (-0.46, 0.9), (-0.3, 0.98), (-0.18, 0.84), (-0.14, 0.6),
    (0.06, 0.42), (0.22, 0.54), (0.24, 0.8), (0.36, 1.04), (0.62, 1.0), (0.84, 0.76),
    (0.72, 0.66), (0.86, 0.44), (0.66, 0.4), (0.54, 0.2), (0.28, -0.02), (0.0, -0.1),
    (-0.26, -0.04), (-0.44, 0.16), (-0.46, 0.4), (-0.52, 0.54),
]  # fmt: skip


@kind(
    "weathervane",
    "weather vane",
    "wind vane",
    "weathercock",
    height=0.9,
    senses=("weathervane.n.01", "weathercock.n.01"),
    rooster=("black", "yellow", "red", "brown", "green"),
    arrow=("black", "gray", "yellow", "same"),
    post=("gray", "black", "brown"),
)
@cast()
def weathervane(u: np.ndarray, c: Kit) -> Parts:
    """u3 size of the rooster, u4 length of the arrow, u5 of the arms that name the winds, u6 size
    of the ball, u7 height of the post."""
    size, reach, arm = mix(u[3], 0.9, 1.1), mix(u[4], 0.9, 1.05), mix(u[5], 0.4, 0.54)
    ball, tall = mix(u[6], 0.11, 0.15), mix(u[7], 0.9, 1.15)
    bar = tall + 0.1
    foot = bar + 0.34
    bird = c.plate([(y * size, foot + z * size) for y, z in _ROOSTER], 0.14, rounding=CRISP)
    comb = [(-0.52, 0.88, 0.08), (-0.4, 0.99, 0.09), (-0.25, 1.0, 0.09), (-0.53, 0.42, 0.09)]
    crest = [c.bead(r, (0, y * size, foot + z * size), 0.06) for y, z, r in comb]
    legs = c.box(0.12, 0.16, 0.44, (0, -0.02, foot - 0.12), CRISP)
    arrow = union(
        c.bar((0, -reach + 0.1, bar), (0, reach - 0.1, bar), radius=0.065),
        c.plate([(-reach - 0.16, bar), (-reach + 0.18, bar + 0.2), (-reach + 0.18, bar - 0.2)],
                0.13, rounding=CRISP),
        c.plate([(reach - 0.34, bar), (reach - 0.2, bar + 0.18), (reach + 0.1, bar + 0.18),
                 (reach - 0.02, bar), (reach + 0.1, bar - 0.18), (reach - 0.2, bar - 0.18)], 0.13,
                rounding=CRISP),
    )  # fmt: skip
    cross = tall * 0.5
    post = union(
        c.bar((0, 0, 0.05), (0, 0, bar), radius=0.075),
        c.bead(ball * 1.2, (0, 0, cross)), c.bead(ball * 0.9, (0, 0, bar - 0.2)),
        mirror(c.bar((0, 0, cross), (arm, 0, cross), radius=0.055)),
        c.bar((0, -arm, cross), (0, arm, cross), radius=0.055),
        pairs(c.box(0.15, 0.14, 0.2, (arm, 0, cross), CRISP)),
        mirror(c.box(0.15, 0.14, 0.2, (0, arm, cross), CRISP), "y"),
        c.turned([(0.34, 0), (0.3, 0.1), (0.1, 0.22)], rounding=CRISP),
    )  # fmt: skip
    return [(0, union(bird, legs, *crest)), (1, arrow), (2, post)]


@kind(
    "windsock",
    "wind sock",
    "air sock",
    "wind cone",
    height=5.0,
    senses=("windsock.n.01",),
    sock=("orange", "red"),
    stripes=("white", "yellow"),
    pole=("gray", "white", "black"),
)
@cast()
def windsock(u: np.ndarray, c: Kit) -> Parts:
    """It flies to the back, its mouth over the pole. u3 number of stripes, u4 how far it hangs, u5
    width of the mouth, u6 of the end, u7 thickness of the pole."""
    count, hang = 5 + 2 * pick(u[3], 2), mix(u[4], 0.05, 0.4)
    big, small, thick = mix(u[5], 0.27, 0.33), mix(u[6], 0.14, 0.18), mix(u[7], 0.06, 0.08)
    high, start, end = 1.62, -0.5, 0.95

    def place(s: float, past: float = 0.0) -> tuple[float, float, float]:
        return 0.0, mix(s, start, end) + past, high - hang * s

    bands: list[list[Solid]] = [[], []]
    for i in range(count):
        a, b = i / count, (i + 1) / count
        ring = pipe(c, place(a), place(b, 0.01), mix(a, big, small), mix(b, big, small))
        bands[i % 2].append(ring)
    hollow = pipe(c, place(-0.1), place(0.3), big * 0.84, mix(0.3, big, small) * 0.5)
    rim = difference(pipe(c, place(-0.03), place(0.05), big + 0.03, big + 0.03), hollow, CRISP)
    pole = union(
        c.bar((0, start + 0.03, 0.06), (0, start + 0.03, high - big * 0.86), radius=thick),
        c.turned([(0.26, 0), (0.24, 0.12), (0.1, 0.2)], (0, start + 0.03, 0)), rim,
    )  # fmt: skip
    sock = difference(union(*bands[0]), hollow, CRISP)
    stripes = difference(union(*bands[1]), hollow, CRISP)
    return [(0, sock), (1, stripes), (2, pole)]


@kind(
    "buoy",
    "sea buoy",
    "channel marker",
    "navigation buoy",
    height=3.0,
    senses=("buoy.n.01",),
    float=("red", "green", "yellow", "orange"),
    bands=("white", "yellow", "black"),
    light=("yellow", "red", "green", "white"),
    forms={"with a lattice": (3, 0.0, 0.5), "conical": (3, 0.5, 1.0)},
)
@cast(deep=1)
def buoy(u: np.ndarray, c: Kit) -> Parts:
    """u3 four legs under the light, or a cone, u4 width of the float, u5 its height, u6 place of
    the band, u7 size of the light."""
    wide, tall = mix(u[4], 0.66, 0.8), mix(u[5], 0.44, 0.6)
    place, size, top = mix(u[6], 0.3, 0.5), mix(u[7], 0.13, 0.18), 1.66
    body = c.turned([(wide * 0.6, 0), (wide * 0.95, 0.16), (wide, tall - 0.12), (wide * 0.9, tall)],
                    rounding=0.05)  # fmt: skip
    band = c.can(wide + 0.03, 0.14, (0, 0, tall * 0.55), rounding=CRISP)
    foot, head = wide * 0.62, 0.16
    z = mix(place, tall, top)
    r = mix(place, foot, head)
    if u[3] < 0.5:
        leg = c.bar((0, -foot, tall - 0.05), (0, -head, top - 0.04), radius=0.07)
        tower = union(around(leg, 4).rotated(45), c.can(head + 0.1, 0.12, (0, 0, top - 0.02)))
        plate = difference(c.can(r + 0.1, 0.16, (0, 0, z)), c.can(r - 0.1, 1, (0, 0, z)), CRISP)
        bands = union(band, plate)
    else:
        tower = c.turned([(foot, tall - 0.05), (head + 0.02, top)], rounding=0.03)
        low, half = mix(place, foot, head) + 0.03, 0.14
        slope = (foot - head) / (top - tall)
        ring = [(low + half * slope, z - half), (low - half * slope, z + half)]
        bands = union(band, c.turned(ring, rounding=CRISP))
    light = union(c.can(size, 0.26, (0, 0, top + 0.14)), c.bead(size, (0, 0, top + 0.26)))
    hook = pairs(c.bar((wide * 0.66, 0, tall - 0.02), (wide * 0.66, 0, tall + 0.12), radius=0.07))
    return [(0, union(body, tower, hook)), (1, bands), (2, light)]


@kind(
    "fishing rod",
    "fishing pole",
    "rod and reel",
    height=2.0,
    senses=("fishing_rod.n.01",),
    rod=("brown", "black", "green", "blue", "yellow"),
    reel=("gray", "black", "red", "blue"),
    bobber=("red", "orange", "yellow", "white"),
)
@cast()
def fishing_rod(u: np.ndarray, c: Kit) -> Parts:
    """It leans to the front, its line out. u3 how far it bends, u4 size of the reel, u5 length of
    the line, u6 size of the bobber, u7 thickness of the handle."""
    bend, size = mix(u[3], 0.05, 0.22), mix(u[4], 0.16, 0.2)
    long, ball, thick = mix(u[5], 0.5, 0.8), mix(u[6], 0.12, 0.15), mix(u[7], 0.085, 0.11)
    tip = (-1.15, 2.05 - bend)
    line = curve([(0.7, 0.1), (0.3, 0.75), (-0.2, 1.42), (-0.6, 1.8 - bend * 0.3), tip], 3)
    radii = np.linspace(0.085, 0.05, len(line))
    rod = c.bar(*((0, y, z) for y, z in line), radius=[float(r) for r in radii])
    string = c.bar((0, *tip), (0, tip[0], tip[1] - long), radius=0.05)
    rings = [c.bead(0.085, (0, *line[i])) for i in (6, 9, len(line) - 1)]
    grip = c.bar((0, 0.7, 0.1), (0, 0.42, 0.555), radius=[thick * 1.25, thick])
    y, z = 0.26, 0.5
    reel = union(
        c.can(size, 0.26, (0, y, z), "x", CRISP),
        pairs(c.can(size + 0.05, 0.12, (0.16, y, z), "x")),
        c.bar((0, y, z), (0, y + 0.12, z + 0.26), radius=0.08),
        c.bar((0, y, z), (0, y - 0.24, z - 0.2), radius=0.06),
    )  # fmt: skip
    low = tip[1] - long
    bobber = union(
        c.bead(ball, (0, tip[0], low)),
        c.bar((0, tip[0], low - ball * 1.8), (0, tip[0], low + ball * 1.7), radius=0.06),
    )
    return [(0, union(rod, string, *rings)), (1, union(reel, grip)), (2, bobber)]


@kind(
    "oar",
    "paddle",
    "boat paddle",
    "canoe paddle",
    "kayak paddle",
    "rowing oar",
    height=1.6,
    senses=("oar.n.01", "paddle.n.04"),
    shaft=("brown", "yellow", "black", "white"),
    blade=("same", "red", "blue", "yellow", "green", "white"),
    grip=("black", "brown", "gray", "same"),
    forms={"with one blade": (3, 0.0, 0.6), "with two blades": (3, 0.6, 1.0)},
)
@cast()
def oar(u: np.ndarray, c: Kit) -> Parts:
    """It stands on its blade. u3 one blade or two, u4 width of a blade, u5 its length, u6
    thickness of the shaft, u7 of the grip."""
    wide, long = mix(u[4], 0.24, 0.32), mix(u[5], 0.62, 0.76)
    thick, grip = mix(u[6], 0.085, 0.105), mix(u[7], 0.025, 0.05)
    top = 2.2
    half = [(0.05, 0.0), (wide * 0.8, 0.02), (wide, 0.12), (wide * 0.96, long * 0.6),
            (wide * 0.5, long * 0.92), (0.07, long + 0.05)]  # fmt: skip

    def blade(flip: bool) -> Solid:
        outline = [(x, top - z if flip else z) for x, z in half]
        flat = c.plate([*outline, *((-x, z) for x, z in outline[::-1])], 0.12, "y", rounding=CRISP)
        ends = ((0, 0, long * 0.35), (0, 0, long))
        rib = [(x, y, top - z if flip else z) for x, y, z in ends]
        return union(flat, c.bar(*rib, radius=[0.06, thick]))

    if u[3] < 0.6:
        shaft = c.bar((0, 0, long * 0.8), (0, 0, top), radius=thick)
        handle = union(
            c.can(thick + grip, 0.44, (0, 0, top - 0.36), rounding=0.03),
            c.can(thick + grip, 0.4, (0, 0, top), "x", 0.04),
        )
        return [(0, shaft), (1, blade(False)), (2, handle)]
    shaft = c.bar((0, 0, long * 0.8), (0, 0, top - long * 0.8), radius=thick)
    rings = [c.can(thick + grip, 0.2, (0, 0, top / 2 + z), rounding=0.03) for z in (-0.28, 0.28)]
    return [(0, shaft), (1, union(blade(False), blade(True))), (2, union(*rings))]


@kind(
    "ski pole",
    "ski stick",
    "trekking pole",
    "hiking pole",
    height=1.2,
    senses=("ski_pole.n.01",),
    pole=("gray", "red", "blue", "white", "yellow"),
    grip=("black", "gray", "red", "blue"),
    basket=("black", "red", "yellow", "white"),
    forms={"single": (3, 0.0, 0.4), "crossed": (3, 0.4, 1.0)},
)
@cast()
def ski_pole(u: np.ndarray, c: Kit) -> Parts:
    """u3 one, or two that cross, u4 size of the basket, u5 its height, u6 length of the grip, u7
    size of the strap."""
    size, low = mix(u[4], 0.16, 0.2), mix(u[5], 0.2, 0.32)
    long, loop = mix(u[6], 0.34, 0.46), mix(u[7], 0.2, 0.3)
    top = 2.0
    lean = 0.0 if u[3] < 0.4 else 0.36
    pieces: list[list[Solid]] = [[], [], []]
    for side in (1, -1) if lean else (1,):

        def at(z: float, y: float = 0.0, side: int = side) -> tuple[float, float, float]:
            return side * lean * (1.25 - z) / 1.25, y, z

        pieces[0].append(c.bar(at(0.0), at(0.16), at(top - 0.2), radius=[0.05, 0.065, 0.075]))
        strap = [
            at(top - 0.02),
            at(top - 0.04, loop),
            at(top - 0.4, loop * 1.1),
            at(top - 0.56, 0.06),
        ]
        pieces[1] += [
            c.bar(at(top - long), at(top - 0.06), radius=[0.1, 0.11]), c.bead(0.14, at(top)),
            c.bar(*strap, radius=0.055),
        ]  # fmt: skip
        hub = c.can(0.1, 0.16, at(low), rounding=CRISP)
        pieces[2] += [c.turned([(size, low - 0.06), (size, low + 0.0), (0.1, low + 0.12)],
                               (at(low)[0], 0, 0), CRISP), hub]  # fmt: skip
    return [(number, union(*solids)) for number, solids in enumerate(pieces)]
