"""What is worn or carried beside clothes."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP, closed, ellipse
from .kinds import Parts, extents, kind, mix, pick
from .ovals import oval
from .solids import (
    Solid,
    difference,
    mirror,
    sphere,
    tube,
    union,
)


@kind(
    "tie",
    "necktie",
    "neck tie",
    "cravat",
    height=0.5,
    senses=("necktie.n.01", "cravat.n.01"),
    forms={"with stripes": (3, 0.0, 0.5), "with dots": (3, 0.5, 1.0)},
    tie=("red", "blue", "black", "green", "purple"),
    knot=("same", "black", "white"),
    pattern=("white", "yellow", "cyan", "same"),
)
@cast()
def tie(u: np.ndarray, kit: Kit) -> Parts:
    """u3 stripes that meet in the middle, or dots, u4 width of the blade, u5 size of the knot, u6
    number of stripes or dots, u7 thickness."""
    wide, thick = mix(u[4], 0.26, 0.34), mix(u[7], 0.16, 0.22)
    deep = mix(u[5], 0.26, 0.34)
    root = 1.9 - deep
    half = [(0, 0), (wide, 0.3), (0.11, root + 0.05)]
    blade = kit.plate(closed(half), thick, "y", rounding=0.03)
    bulb = [(0.13, root - 0.02), (0.24, 1.82), (0.18, 1.9)]
    knot = kit.plate(closed(bulb), thick + 0.12, "y", rounding=0.04)
    count = 3 + pick(u[6], 2)
    heights = [0.42 + (root - 0.75) * i / (count - 1) for i in range(count)]
    if u[3] < 0.5:
        stripes = [
            kit.plate(
                [(0, z), (0.5, z + 0.3), (0.5, z + 0.46), (0, z + 0.16), (-0.5, z + 0.46),
                 (-0.5, z + 0.3)], 1, "y", rounding=0.01,
            )
            for z in heights
        ]  # fmt: skip
    else:
        stripes = [kit.can(0.09, 1, (0, 0, z + 0.05), "y") for z in heights]
    return [(0, blade), (1, knot), (2, marks(blade, *stripes))]


@kind(
    "bow tie",
    "bowtie",
    "hair bow",
    height=0.06,
    senses=("bow_tie.n.01",),
    forms={"with rounded ends": (3, 0.5, 1.0), "with straight ends": (3, 0.0, 0.5)},
    bow=("red", "black", "pink", "blue", "purple"),
    knot=("same", "black", "white"),
    dots=("white", "yellow", "black"),
)
@cast()
def bow_tie(u: np.ndarray, kit: Kit) -> Parts:
    """u3 straight or rounded ends, u4 how broad the ends are, u5 size of the knot, u6 size of the
    dots, u7 thickness."""
    high, thick = mix(u[4], 0.42, 0.54), mix(u[7], 0.3, 0.42)
    wing = [(0.0, 0.13), (0.0, -0.13), (0.72, -high), (0.95, -high * 0.9)]
    if u[3] > 0.5:
        wing += [(1.02, -high * 0.5), (1.04, 0.0), (1.02, high * 0.5)]
    else:
        wing += [(0.88, 0.0)]
    wing += [(0.95, high * 0.9), (0.72, high)]
    body = kit.plate(wing, thick, "y", rounding=0.06)
    crease = kit.bar((0.1, -thick / 2, 0), (0.5, -thick / 2 - 0.02, 0), radius=[0.06, 0.03])
    loops = difference(body, crease, 0.03)
    size = mix(u[5], 0.17, 0.22)
    knot = kit.box(size * 1.7, thick + 0.14, size * 2, (0, 0, 0), 0.07)
    r = mix(u[6], 0.075, 0.1)
    places = [(0.42, 0.16), (0.46, -0.14), (0.7, 0.02), (0.76, 0.28), (0.76, -0.26)]
    dots = [kit.can(r, thick + 0.06, (x, 0, z), "y", CRISP) for x, z in places]
    return [(0, mirror(loops)), (1, knot), (2, pairs(*dots))]


@kind(
    "glasses",
    "eyeglasses",
    "spectacles",
    "sunglasses",
    "goggles",
    "reading glasses",
    height=0.05,
    senses=("spectacles.n.01",),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
    frame=("black", "brown", "red", "yellow", "blue"),
    lenses=("cyan", "black", "blue", "white", "gray"),
)
@cast(deep=1.0)
def glasses(u: np.ndarray, kit: Kit) -> Parts:
    """u3 round or square lenses, u4 thickness of the frame, u5 length of the temples, u6 their
    bend, u7 gap between the lenses."""
    rim, gap = mix(u[4], 0.07, 0.1), mix(u[7], 0.12, 0.2)
    a, b = 0.4, 0.34 if u[3] > 0.5 else 0.4
    power = 0.45 if u[3] > 0.5 else 1.0
    x = gap + a + rim
    outer = kit.plate(ellipse(a + rim, b + rim, power, 16), 0.21, "y", (x, 0, 0))
    inner = kit.plate(ellipse(a - rim * 0.4, b - rim * 0.4, power, 16), 0.6, "y", (x, 0, 0), 0.01)
    frame = difference(outer, inner, CRISP)
    lens = kit.plate(ellipse(a, b, power, 16), 0.15, "y", (x, 0, 0), CRISP)
    edge, long = x + a + rim - 0.06, mix(u[5], 1.15, 1.5)
    drop = mix(u[6], 0.16, 0.3)
    temple = kit.bar(
        (edge - 0.12, 0.0, 0.16), (edge, 0.08, 0.16), (edge, long * 0.78, 0.16),
        (edge, long, 0.16 - drop), radius=0.07,
    )  # fmt: skip
    bridge = kit.bar((0, 0, 0.15), (gap * 0.8, 0, 0.1), (gap + 0.06, 0, 0.06), radius=0.07)
    return [(0, pairs(frame, temple, bridge)), (1, mirror(lens))]


@kind(
    "watch",
    "wristwatch",
    "wrist watch",
    "smartwatch",
    height=0.07,
    senses=("wristwatch.n.01", "watch.n.01"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
    strap=("brown", "black", "blue", "red", "gray"),
    case=("yellow", "gray", "black"),
    dial=("white", "black", "cyan"),
)
@cast()
def watch(u: np.ndarray, kit: Kit) -> Parts:
    """Its face to -y, the strap closed behind. u3 round or square, u4 size of the face, u5 width of
    the strap, u6 depth of the loop, u7 thickness of the case."""
    r, wide, deep = mix(u[4], 0.46, 0.56), mix(u[5], 0.42, 0.54), mix(u[6], 0.62, 0.78)
    thick = mix(u[7], 0.2, 0.28)
    loop = difference(
        oval(kit, deep, 0.86, wide, "x"),
        oval(kit, deep - 0.12, 0.74, 3, "x"),
        CRISP,
    )
    buckle = kit.box(wide + 0.1, 0.18, 0.26, (0, deep - 0.06, 0))
    front = -deep - 0.02
    face = front - thick / 2

    def plate(less: float, deep: float, y: float) -> Solid:
        if u[3] < 0.5:
            return kit.can(r - less, deep, (0, y, 0), "y", CRISP)
        return kit.box(2 * (r - less), deep, 2 * (r - less), (0, y, 0), 0.1 if less == 0 else 0.05)

    case, recess, dial = (
        plate(0, thick, front),
        plate(0.1, 0.13, face),
        plate(0.08, 0.14, face + 0.08),
    )
    hand = kit.box(0.1, 0.12, r * 0.62, (0, face + 0.02, r * 0.24), 0.02)
    # One hand points up, the other two ways down: mirror-symmetric, ten to two upside down.
    other = mirror(kit.bar((0, face + 0.02, 0), (r * 0.34, face + 0.02, -r * 0.2), radius=0.05))
    lugs = pairs(
        kit.box(0.14, thick, 0.2, (wide * 0.42, front + 0.06, r)),
        kit.box(0.14, thick, 0.2, (wide * 0.42, front + 0.06, -r)),
        kit.can(0.08, 0.16, (r + 0.02, front, 0), "x"),
    )
    metal = union(difference(case, recess, CRISP), hand, other, lugs, buckle)
    return [(0, loop), (1, metal), (2, dial)]


@kind(
    "necklace",
    "pendant",
    "bead necklace",
    "pearl necklace",
    height=0.25,
    senses=("necklace.n.01", "pendant.n.01"),
    forms={"with a heart": (3, 0.0, 0.5), "with a drop": (3, 0.5, 1.0)},
    beads=("white", "yellow", "red", "blue", "green"),
    pendant=("red", "blue", "green", "purple", "yellow"),
)
def necklace(u: np.ndarray) -> Parts:
    """Upright, as it hangs. u3 a heart or a drop, u4 number of the beads, u5 size of the pendant,
    u6 how pointed the loop is, u7 size of the beads."""
    x, _, z = extents(u, 1.5, 0.3, 1.85, deep=0.0)
    size = min(x, z) * mix(u[5], 0.15, 0.2)
    bead = mix(u[7], 0.085, 0.11)
    a, b = x / 2 - bead, (z - 1.6 * size) / 2 - bead
    middle = z - b - bead
    count = 10 + 2 * pick(u[4], 3)
    power = mix(u[6], 1.0, 1.25)
    beads: list[Solid] = []
    path = []
    for i in range(count + 1):
        angle = math.pi * i / count
        sag = abs(math.sin(angle)) ** power
        at = (a * sag, 0.0, middle + b * math.cos(angle))
        path.append(at)
        beads.append(sphere(bead, at))
    string = tube(path, 0.06)
    low = middle - b
    if u[3] < 0.5:
        at = low - size * 0.55
        lobe = sphere(size * 0.56, (size * 0.42, 0, at))
        point = tube([(size * 0.36, 0, at - size * 0.1), (0, 0, size * 0.2)], [size * 0.54, 0.06])
        gem = mirror(union(lobe, point))
        drop = 0.2 * size - 0.06
    else:
        r = size * 0.7
        gem = tube([(0, 0, low - 0.05), (0, 0, r)], [0.08, r])
        drop = 0.0
    return [(0, mirror(union(string, *beads))), (1, gem.at(z=-drop))]


@kind(
    "handbag",
    "purse",
    "shoulder bag",
    "tote bag",
    "shopping bag",
    height=0.3,
    senses=("handbag.n.01", "shopping_bag.n.01", "tote.n.01"),
    forms={"with a flap": (3, 0.0, 0.5), "with a zipper": (3, 0.5, 1.0)},
    bag=("red", "brown", "black", "pink", "blue"),
    handle=("same", "brown", "black", "yellow"),
    clasp=("yellow", "gray", "white"),
)
@cast()
def handbag(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a flap or a zip, u4 width at the top, u5 height of the handle, u6 depth, u7 size of the
    clasp."""
    top, deep = mix(u[4], 0.55, 0.85), mix(u[6], 0.46, 0.62)
    half = [(0.78, 0), (0.82, 0.12), (top, 0.95), (top - 0.08, 1.05)]
    body = kit.plate(closed(half), deep, "y", rounding=0.09)
    rise = mix(u[5], 0.45, 0.75)
    turns = [math.pi * i / 10 for i in range(6)]
    reach = top * 0.62
    path = [(reach * math.cos(t), 0, 1.0 + rise * math.sin(t)) for t in turns]
    handle = mirror(kit.bar((reach, 0, 0.92), *path, radius=0.075))
    size = mix(u[7], 0.1, 0.15)
    front = -deep / 2
    if u[3] < 0.5:
        flap = [(0, 0.42), (top * 0.45, 0.5), (top * 0.98, 0.82), (top - 0.03, 1.07)]
        body = union(body, kit.plate(closed(flap), deep + 0.1, "y", rounding=0.05))
        clasp = kit.box(size * 2, 0.2, size * 1.8, (0, front - 0.06, 0.5))
    else:
        body = union(body, kit.box(top * 1.4, 0.14, 0.5, (0, front, 0.36)))
        rail = kit.box(top * 1.7, 0.16, 0.13, (0, 0, 1.07))
        pull = kit.box(0.14, 0.16, size * 2.4, (0, front - 0.08, 0.62))
        clasp = union(rail, pull)
    return [(0, body), (1, handle), (2, clasp)]


@kind(
    "backpack",
    "rucksack",
    "knapsack",
    "school bag",
    "haversack",
    height=0.45,
    senses=("backpack.n.01",),
    forms={"with one pocket": (3, 0.0, 0.5), "with two pockets": (3, 0.5, 1.0)},
    backpack=("red", "blue", "green", "purple", "brown"),
    pocket=("same", "yellow", "gray", "orange"),
    straps=("black", "same", "brown", "gray"),
)
@cast(deep=0.8)
def backpack(u: np.ndarray, kit: Kit) -> Parts:
    """Straps behind. u3 one pocket or one over the other, u4 rounded top, u5 depth, u6 height of
    the pocket, u7 side pockets."""
    deep, slope = mix(u[5], 0.52, 0.66), mix(u[4], 0.05, 0.2)
    half = [(0.56, 0), (0.6, 0.7), (0.58, 1.2), (0.56 - slope, 1.42), (0.36 - slope, 1.5)]
    body = kit.plate(closed(half), deep, "y", rounding=0.12)
    front, tall = -deep / 2, mix(u[6], 0.55, 0.68)
    pocket = kit.box(0.86, 0.34, tall, (0, front - 0.08, 0.08 + tall / 2), 0.1)
    lid = kit.box(0.9, 0.38, 0.16, (0, front - 0.08, 0.06 + tall), 0.05)
    pockets = union(pocket, lid)
    if u[3] > 0.5:
        upper = kit.box(0.7, 0.26, 0.36, (0, front - 0.04, tall + 0.42), 0.08)
        pockets = union(pockets, upper)
    if u[7] > 0.5:
        pockets = union(pockets, mirror(kit.box(0.22, 0.36, 0.56, (0.64, 0, 0.36), 0.08)))
    back = deep / 2
    strap = kit.bar(
        (0.3, back - 0.06, 1.32), (0.34, back + 0.2, 1.2), (0.38, back + 0.24, 0.8),
        (0.4, back - 0.04, 0.2), radius=0.09,
    )  # fmt: skip
    loop = kit.bar((0.16, 0.05, 1.44), (0.13, 0.05, 1.64), (0, 0.05, 1.67), radius=0.065)
    seam = kit.box(0.12, 0.16, 0.22, (0.2, front - 0.26, tall + 0.02), 0.03)
    return [(0, body), (1, pockets), (2, pairs(strap, loop, seam))]


@kind(
    "belt",
    "leather belt",
    "waist belt",
    height=0.05,
    senses=("belt.n.02",),
    belt=("brown", "black", "red", "white"),
    buckle=("yellow", "gray", "white"),
    forms={"with a square buckle": (3, 0.0, 0.5), "with a round buckle": (3, 0.5, 1.0)},
)
@cast(deep=1.0)
def belt(u: np.ndarray, kit: Kit) -> Parts:
    """Closed, its buckle to -y. u3 square or round buckle, u4 height of the strap, u5 depth of the
    loop, u6 size of the buckle, u7 a loop beside the buckle."""
    tall, deep = mix(u[4], 0.3, 0.4), mix(u[5], 0.64, 0.8)
    loop = difference(
        oval(kit, 0.92, deep, tall, "z", (0, 0, 0)),
        oval(kit, 0.79, deep - 0.13, 2, "z", (0, 0, 0)),
        CRISP,
    )
    y, r = -deep - 0.01, (tall / 2 + 0.1) * mix(u[6], 1.0, 1.15)
    power = 0.35 if u[3] < 0.5 else 1.0
    outer = kit.plate(ellipse(r * 1.2, r, power, 16), 0.2, "y", (0, y, 0))
    inner = kit.plate(
        ellipse(r * 1.2 - 0.11, r - 0.11, power, 16), 0.2, "y", (0, y - 0.12, 0), 0.01
    )
    pin = kit.box(0.12, 0.2, r * 1.7, (0, y - 0.02, 0))
    buckle = union(difference(outer, inner, CRISP), pin)
    if u[7] > 0.5:
        keeper = mirror(kit.box(0.12, 0.3, tall + 0.1, (0.48, -deep * 0.8, 0)))
        loop = union(loop, keeper)
    return [(0, loop), (1, buckle)]


@kind(
    "scarf",
    "winter scarf",
    "shawl",
    "muffler",
    height=0.6,
    senses=("scarf.n.01", "shawl.n.01"),
    scarf=("red", "blue", "green", "purple", "orange"),
    stripes=("white", "yellow", "same", "black"),
    fringes=("same", "white", "yellow"),
)
@cast()
def scarf(u: np.ndarray, kit: Kit) -> Parts:
    """Wound around a neck, both ends in front. u3 length of the ends, u4 thickness of the loop, u5
    number of stripes, u6 how far the ends part, u7 length of the fringes."""
    long, r = mix(u[3], 0.9, 1.25), mix(u[4], 0.17, 0.22)
    lean = mix(u[6], 0.02, 0.2)
    ring = [(0.5 * math.sin(t), 0.08 - 0.4 * math.cos(t), 0.1 * -math.cos(t)) for t in
            (math.pi * i / 8 for i in range(9))]  # fmt: skip
    loop = mirror(kit.bar(*ring, radius=r))
    tail = [(0.02, -0.02), (0.36, 0.0), (0.38 + lean, -long), (0.05 + lean, -long)]
    end = kit.plate(tail, 0.18, "y", (0, -0.44, 0))
    knot = kit.ball(0.22, 0.18, 0.2, (0, -0.46, -0.08))
    count = 2 + pick(u[5], 2)
    bands = [kit.box(3, 1, 0.13, (0, -0.44, 0.2 - long + 0.26 * i), 0.01) for i in range(count)]
    short = mix(u[7], 0.16, 0.26)
    xs = [lean + 0.1 + 0.116 * i for i in range(3)]
    fringe = [kit.box(0.07, 0.14, short + 0.1, (x, -0.44, 0.05 - long - short / 2)) for x in xs]
    return [
        (0, union(loop, knot, mirror(end))),
        (1, mirror(marks(end, *bands))),
        (2, pairs(*fringe)),
    ]
