"""What lies about a dining table: corks, chopsticks, coasters, tea bags, the cloth itself."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP, around, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, difference, intersection, mirror, union


@kind(
    "cork",
    "wine cork",
    "bottle cork",
    "champagne cork",
    "stopper",
    height=0.045,
    senses=("cork.n.04", "cork.n.01"),
    cork=("orange", "brown", "yellow"),
    end=("red", "purple", "same", "black"),
    forms={"straight": (3, 0.0, 0.4), "with a round head": (3, 0.4, 1.0)},
)
@cast(1.0)
def cork(u: np.ndarray, c: Kit) -> Parts:
    """u3 straight or with a round head, u4 taper, u5 height of the head, u6 size of the pits, u7
    height of the stained end."""
    low, pit, end = mix(u[4], 0.34, 0.44), mix(u[6], 0.05, 0.08), mix(u[7], 0.16, 0.26)
    if u[3] < 0.4:
        profile = [(low, end), (0.46, 1.0), (0.47, 1.5)]
    else:
        neck = mix(u[5], 0.9, 1.05)
        profile = [(low + 0.1, end), (0.36, neck - 0.2), (0.36, neck), (0.52, neck + 0.08),
                   (0.56, neck + 0.3), (0.42, neck + 0.5), (0.16, neck + 0.56)]  # fmt: skip
    body = c.turned(profile, rounding=0.04)
    pits = []
    for i in range(7):
        a, z = math.radians((10, 55, 120, 160, 30, 85, 140)[i]), end + 0.14 + 0.1 * i
        r = 0.41 if u[3] < 0.4 else 0.4
        pits.append(c.bead(pit, (r * math.sin(a) * 1.05, -r * math.cos(a) * 1.05, z), 0.05))
    body = difference(body, pairs(*pits), 0.02)
    foot = low + (0.02 if u[3] < 0.4 else 0.12)
    return [(0, body), (1, c.turned([(foot - 0.02, 0), (foot, end + 0.02)], rounding=0.03))]


@kind(
    "corkscrew",
    "cork screw",
    "bottle screw",
    "wine opener",
    height=0.16,
    senses=("corkscrew.n.01",),
    handle=("brown", "gray", "red", "black"),
    screw=("gray", "white", "black"),
    forms={"with wings": (3, 0.5, 1.0)},
)
@cast()
def corkscrew(u: np.ndarray, c: Kit) -> Parts:
    """Its tip down. u3 with a cross handle or with wings, u4 width of the handle, u5 of the screw,
    u6 number of turns, u7 how far the wings are raised."""
    wide, r, count = mix(u[4], 0.44, 0.6), mix(u[5], 0.14, 0.18), 3 + pick(u[6], 3)
    winged = u[3] >= 0.5
    top, end = 1.75, 0.9 if winged else 1.0
    pitch = (end - 0.26) / count
    turns = np.linspace(0, math.pi, 7)
    screw = []
    # A screw is no mirror image of itself: rings that lean stand for its turns.
    for i in range(count):
        z = 0.28 + pitch * i
        ring = [(r * math.sin(a), -r * math.cos(a), z + pitch * a / math.pi / 2) for a in turns]
        screw.append(pairs(c.bar(*ring, radius=0.06)))
    screw.append(c.bar((0, 0, 0.04), (0, 0, 0.3), (0, 0, top), radius=[0.05, 0.08, 0.085]))
    if not winged:
        grip = c.bar((0, 0, top), (wide, 0, top), radius=[0.19, 0.14])
        handle = union(mirror(grip), c.can(0.14, 0.3, (0, 0, top - 0.24)))
        return [(0, handle), (1, union(*screw))]
    up = math.radians(mix(u[7], 15, 60))
    elbow = (0.2, 0.0, 1.15)
    tip = (0.2 + wide * math.cos(up), 0.0, 1.15 + wide * math.sin(up))
    wing = c.bar(elbow, tip, radius=[0.08, 0.11])
    gear = c.can(0.15, 0.26, elbow, "y", CRISP)
    bell = difference(c.turned([(0.32, 0.7), (0.3, 0.86), (0.2, 1.0)], rounding=CRISP),
                      c.can(0.22, 0.3, (0, 0, 0.66)), CRISP)  # fmt: skip
    post = c.box(0.3, 0.24, 0.5, (0, 0, 1.12), CRISP)
    head = union(c.bar((-0.24, 0, top + 0.1), (0.24, 0, top + 0.1), radius=0.1),
                 c.can(0.1, 0.2, (0, 0, top)))  # fmt: skip
    return [(0, union(mirror(union(wing, gear)), bell, post, head)), (1, union(*screw))]


@kind(
    "cigarette",
    "cigar",
    "ciggy",
    height=0.08,
    senses=("cigarette.n.01", "cigar.n.01"),
    paper=("white", "white", "brown"),
    filter=("orange", "brown", "yellow"),
    ember=("red", "gray", "orange", "black"),
    forms={"with smoke": (3, 0.6, 1.0)},
)
@cast(1.0)
def cigarette(u: np.ndarray, c: Kit) -> Parts:
    """Upright on its filter, the burning end up. u3 without or with a curl of smoke, u4 length of
    the filter, u5 thickness, u6 length of the ash, u7 height of the smoke."""
    low, r, ash = mix(u[4], 0.42, 0.62), mix(u[5], 0.17, 0.22), mix(u[6], 0.12, 0.24)
    top = 1.9
    paper = c.can(r, top - low - ash, (0, 0, (top - ash + low) / 2), "z", CRISP)
    stub = union(c.can(r + 0.015, low, (0, 0, low / 2), "z", CRISP),
                 c.can(r + 0.03, 0.12, (0, 0, low - 0.02), "z", CRISP))  # fmt: skip
    ember = c.turned([(r - 0.01, top - ash - 0.04), (r * 0.94, top - ash * 0.5), (r * 0.66, top)],
                     rounding=0.04)  # fmt: skip
    if u[3] >= 0.6:
        high = mix(u[7], 0.4, 0.6)
        curl = [(0, 0.09 * math.sin(7 * t), top - 0.06 + high * t) for t in np.linspace(0, 1, 10)]
        ember = union(ember, c.bar(*curl, radius=np.linspace(0.075, 0.06, 10)))
    return [(0, paper), (1, stub), (2, ember)]


@kind(
    "chopsticks",
    "chopstick",
    "pair of chopsticks",
    "chop sticks",
    height=0.03,
    senses=("chopstick.n.01",),
    sticks=("brown", "red", "black", "orange"),
    rest=("white", "blue", "cyan", "gray"),
    bands=("yellow", "black", "white", "red"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast()
def chopsticks(u: np.ndarray, c: Kit) -> Parts:
    """A pair on its rest, the tips to the front. u3 round or square, u4 how far apart, u5
    thickness, u6 place of the rest, u7 place of the bands."""
    x, thick, y = mix(u[4], 0.13, 0.2), mix(u[5], 0.08, 0.1), mix(u[6], -0.62, -0.4)
    band = mix(u[7], 0.5, 0.72)
    near, far, high = (x * 0.8, -0.95, 0.32), (x * 1.15, 0.95, 0.13), 0.32

    def at(y: float) -> tuple[float, float, float]:
        t = (y + 0.95) / 1.9
        return near[0] + (far[0] - near[0]) * t, y, high + (far[2] - high) * t

    if u[3] < 0.5:
        stick = c.bar(near, far, radius=[thick * 0.65, thick])
        rings = [c.bar(at(band + d - 0.05), at(band + d + 0.05), radius=thick * 1.15)
                 for d in (0.0, 0.2)]  # fmt: skip
    else:
        t = thick * 0.9
        outline = [(near[1], near[2] - t * 0.6), (far[1], far[2] - t), (far[1], far[2] + t),
                   (near[1], near[2] + t * 0.6)]  # fmt: skip
        stick = c.plate(outline, 2 * t, "x", (x, 0, 0), CRISP)
        rings = [c.box(2 * t + 0.04, 0.12, 2 * t + 0.04, (x, band + d, at(band + d)[2]), CRISP)
                 for d in (0.0, 0.2)]  # fmt: skip
    half, z = x + thick + 0.16, at(y)[2] - thick * 0.5
    rest = blend(c.box(2 * half, 0.3, 0.14, (0, y, 0.07), 0.05),
                 pairs(c.box(0.16, 0.28, z + 0.12, (half - 0.06, y, (z + 0.12) / 2), 0.06)),
                 c.box(2 * half, 0.22, z, (0, y, z / 2), 0.04), radius=0.06)  # fmt: skip
    return [(0, pairs(stick)), (1, rest), (2, pairs(*rings))]


@kind(
    "coaster",
    "drink coaster",
    "beer mat",
    "cup coaster",
    "beermat",
    height=0.012,
    senses=("coaster.n.03",),
    coaster=("brown", "orange", "gray", "blue"),
    rim=("black", "white", "red", "same", "brown"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast(1.0)
def coaster(u: np.ndarray, c: Kit) -> Parts:
    """u3 round or square, u4 thickness, u5 width of the rim, u6 how far the rim stands up, u7 size
    of a groove in the middle."""
    thick, wide, up = mix(u[4], 0.16, 0.24), mix(u[5], 0.13, 0.2), mix(u[6], 0.07, 0.12)
    power, inner = (1.0 if u[3] < 0.5 else 0.2), 0.95 - wide

    def sheet(r: float, low: float, high: float) -> Solid:
        return c.plate(ellipse(r, r, power), high - low, "z", (0, 0, (low + high) / 2), CRISP)

    rim = difference(sheet(0.95, 0, thick + up), sheet(inner, -1, 1), CRISP)
    size = mix(u[7], 0.35, 0.55)
    groove = difference(sheet(size, thick - 0.03, thick + 0.5), sheet(size - 0.1, -1, 1), 0.01)
    return [(0, difference(sheet(inner + 0.02, 0, thick), groove, 0.01)), (1, rim)]


@kind(
    "tea bag",
    "teabag",
    "bag of tea",
    height=0.12,
    senses=("tea_bag.n.02", "tea_bag.n.01"),
    bag=("white", "brown", "orange", "yellow"),
    string=("white", "gray", "brown"),
    tag=("green", "red", "yellow", "orange", "blue"),
    forms={"square": (3, 0.0, 0.5), "pointed": (3, 0.5, 1.0)},
)
@cast()
def tea_bag(u: np.ndarray, c: Kit) -> Parts:
    """Its string up, the tag at the end of it. u3 a square bag or a pyramid, u4 how full it is, u5
    length of the string, u6 size of the tag, u7 width of the bag."""
    full, long, size = mix(u[4], 0.2, 0.32), mix(u[5], 0.34, 0.56), mix(u[6], 0.2, 0.28)
    wide = mix(u[7], 0.42, 0.54)
    if u[3] < 0.5:
        half = [(wide, 0.0), (wide, 0.68), (wide * 0.6, 0.92)]
        bag = c.plate([*half, *((-x, z) for x, z in half[::-1])], 0.13, "y", rounding=0.04)
        bag = blend(bag, c.ball(wide * 0.8, full, 0.36, (0, 0, 0.42)), radius=0.1)
        bag = union(bag, c.box(wide * 0.7, 0.2, 0.13, (0, 0, 0.9), CRISP))
        top = 0.92
    else:
        top = 1.0
        bag = c.plate([(-wide * 1.25, 0), (wide * 1.25, 0), (0.06, top), (-0.06, top)],
                      0.3 + full, "y", rounding=0.1)  # fmt: skip
    end = top + long
    string = c.bar((0, 0, top - 0.06), (0, 0.05, top + long / 2), (0, 0, end + 0.1), radius=0.055)
    tag = c.box(2 * size, 0.14, 2 * size, (0, 0, end + size), CRISP)
    leaf = c.ball(size * 0.36, 0.1, size * 0.62, (0, -0.05, end + size))
    return [(0, bag), (1, union(string, leaf)), (2, tag)]


@kind(
    "tablecloth",
    "table cloth",
    "table cover",
    height=0.75,
    senses=("tablecloth.n.01",),
    cloth=("white", "red", "blue", "green", "pink"),
    hem=("same", "yellow", "red", "white", "blue"),
)
@cast(1.0)
def tablecloth(u: np.ndarray, c: Kit) -> Parts:
    """On a round table that it hides. u3 number of folds, u4 depth of these, u5 flare, u6 height of
    the hem, u7 height of the table."""
    count, deep, flare = 8 + 4 * pick(u[3], 2), mix(u[4], 0.12, 0.18), mix(u[5], 0.04, 0.16)
    high, r = mix(u[7], 0.95, 1.3), 0.72
    core = c.turned([(r + flare * 0.7, 0.0), (r, high * 0.6), (r, high)], rounding=0.06)
    # Folds hang from the edge of the table's top and widen on the way down.
    fold = c.bar((0, -r + 0.1, high - 0.16), (0, -r - flare, deep * 0.6), radius=[0.08, deep])
    cloth = blend(core, around(fold, count), radius=0.08)
    cloth = intersection(cloth, c.box(6, 6, 6, (0, 0, 3), 0.001), 0.02)
    tall = mix(u[6], 0.16, 0.23)
    hem = marks(cloth, c.box(6, 6, tall, (0, 0, tall / 2), 0.01), lift=0.035)
    return [(0, cloth), (1, hem)]
