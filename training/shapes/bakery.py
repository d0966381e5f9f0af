"""What a baker makes: bread, rolls, cookies, pies and what is fried in a pan."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, extents, kind, mix, pick
from .solids import Solid, box, cylinder, difference, intersection, mirror, tube, union


def _half(kit: Kit, x: float, y: float, z: float, rounding: float = 0.05) -> Solid:
    """A flat-bottomed loaf: the upper part of an ellipsoid, on the ground."""
    above = box(6, 6, 6, (0, 0, 3), 0.001)
    return intersection(kit.ball(x, y, z * 0.75, (0, 0, z * 0.25)), above, rounding)


@kind(
    "bread",
    "loaf",
    "bread loaf",
    "loaf of bread",
    height=0.12,
    senses=("bread.n.01", "loaf_of_bread.n.01"),
    crust=("brown", "orange"),
    crumb=("white", "yellow"),
    forms={"cut": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast()
def bread(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a tin loaf with its cut face in front and a slice before it, or a round loaf with scores,
    u4 length or height, u5 width of the top or number of scores, u6 height of the sides, u7 gap
    before the slice or depth of the scores."""
    if u[3] >= 0.5:
        tall, count = mix(u[4], 0.75, 0.95), 3 + pick(u[5], 2)
        body = _half(kit, 0.9, 0.9, tall)
        scores = []
        for i in range(count):
            y = mix(i / (count - 1), -0.46, 0.46)
            long = 0.8 * math.sqrt(1 - y * y / 0.81)
            scores.append(kit.box(2 * long, 0.13, 2, (0, y, 1.0), 0.02))
        lift = kit.ball(0.9, 0.9, tall * 0.75, (0, 0, tall * 0.25 + mix(u[7], 0.03, 0.05)))
        return [(0, body), (1, intersection(lift, union(*scores), 0.02))]
    long, top, low = mix(u[4], 1.3, 1.8), mix(u[5], 0.56, 0.64), mix(u[6], 0.5, 0.66)
    right = [(0.5, 0.0), (0.5, low), (top, low + 0.14), (top, low + 0.3), (0.42, low + 0.46)]
    outline = [*right, *((-x, z) for x, z in reversed(right))]
    inner = [(x * 0.82, 0.09 + z * 0.84) for x, z in outline]
    gap = mix(u[7], 0.14, 0.22)
    loaf = kit.plate(outline, long, "y", rounding=0.06)
    slice_y = -long / 2 - gap
    front = kit.plate(outline, 0.16, "y", (0, slice_y, 0), 0.04)
    foot = kit.box(0.6, gap + 0.1, 0.12, (0, -long / 2 - gap / 2, 0.06))
    face = kit.plate(inner, 0.12, "y", (0, -long / 2, 0))
    crumb = union(face, kit.plate(inner, 0.22, "y", (0, slice_y, 0)))
    return [(0, union(loaf, front, foot)), (1, crumb)]


@kind(
    "baguette",
    "french bread",
    "breadstick",
    height=0.07,
    senses=("baguet.n.01", "french_bread.n.01"),
    crust=("orange", "brown"),
    scores=("yellow", "white", "same"),
)
def baguette(u: np.ndarray) -> Parts:
    """Lies across. u3 number of scores, u4 how soon it tapers, u5 pointed or blunt ends, u6 slant
    of the scores, u7 their length."""
    x, _, z = extents(u, 1.9, 0.5, 0.5, deep=0.0)
    r, count = z / 2 - 0.025, 2 + pick(u[3], 3)
    end = r * mix(u[5], 0.5, 0.8)
    last = x / 2 - end
    line = [(0.0, 0.0, r), (last * mix(u[4], 0.4, 0.55), 0, r), (last, 0, r)]
    half, lift = tube(line, [r, r, end]), tube(line, [r + 0.05, r + 0.05, end + 0.05])
    turn, long = mix(u[6], 20, 50), mix(u[7], 1.1, 1.4) * r
    scores = []
    for i in range(count):
        score = box(0.14, long, 2, rounding=0.03).rotated(-turn)
        scores.append(score.at(last * mix((i + 0.5) / count, 0.02, 0.9), 0, r * 1.2 + 1))
    return [(0, mirror(half)), (1, mirror(intersection(lift, union(*scores), 0.02)))]


@kind(
    "croissant",
    "crescent roll",
    height=0.06,
    senses=("crescent_roll.n.01",),
    dough=("orange", "brown", "yellow"),
    folds=("brown", "same", "yellow", "orange"),
)
@cast()
def croissant(u: np.ndarray, kit: Kit) -> Parts:
    """Lies with its horns to the front. u3 number of folds, u4 how far it bends, u5 thickness of
    the middle, u6 of the horns, u7 depth of the folds."""
    count, bend = 3 + pick(u[3], 2), math.radians(mix(u[4], 100, 135))
    big, small, step = mix(u[5], 0.36, 0.44), mix(u[6], 0.11, 0.15), mix(u[7], 0.04, 0.07)

    def at(share: float, r: float) -> tuple[float, float, float]:
        a = bend * share
        return 0.68 * math.sin(a), 0.68 * math.cos(a), r

    dough, folds = [], []
    for i in range(count + 1):
        a, b = (i - 0.5) / (count + 0.5), (i + 0.5) / (count + 0.5)
        thick, thin = (mix(max(s, 0.0) ** 1.2, big, small) for s in (a, b))
        start = (0.0, at(0, thick)[1], thick) if i == 0 else at(a, thick)
        piece = kit.limb([start, at(b, thin + step * 0.3)], [thick + step * 0.5, thin + step])
        (folds if i % 2 else dough).append(piece)
    return [(0, pairs(*dough)), (1, pairs(*folds))]


@kind(
    "pretzel",
    "bretzel",
    height=0.12,
    senses=("pretzel.n.01",),
    dough=("brown", "orange"),
    salt=("white", "yellow"),
)
@cast()
def pretzel(u: np.ndarray, kit: Kit) -> Parts:
    """Stands with its arch on top. u3 thickness, u4 number of grains, u5 width of the arch, u6
    height of the knot, u7 taper of the ends."""
    r, wide, knot = mix(u[3], 0.12, 0.16), mix(u[5], 0.72, 0.82), mix(u[6], -0.05, 0.1)
    half = [
        (0.0, 0.66), (0.3, 0.8), (wide - 0.12, 0.66), (wide, 0.25), (wide - 0.14, -0.2),
        (0.36, -0.5), (0.0, knot - 0.32), (-0.14, knot - 0.1),
    ]  # fmt: skip
    path = [(x, 0.0, z) for x, z in half]
    path[0] = (0.0, 0.0, 0.5)
    loop = kit.limb(path[:7], [r, r, r * 1.02, r * 1.1, r * 1.15, r * 1.05, r])
    arm = kit.limb(
        [(0, -0.02, knot - 0.3), (0.1, -0.04, knot), (0.36, -0.05, 0.45), (0.42, -0.03, 0.68)],
        [r, r * 0.95, r * mix(u[7], 0.75, 0.9), r * 0.8],
    )
    spots = [
        (wide, 0.25), (wide - 0.07, 0.02), (wide - 0.05, 0.46), (0.44, -0.42), (0.18, -0.38),
        (wide - 0.22, 0.68), (wide - 0.2, -0.22),
    ][: 5 + pick(u[4], 3)]  # fmt: skip
    salt = [kit.bead(0.07, (x, -r * 1.0, z)) for x, z in spots]
    salt += [kit.bead(0.07, (x, r * 1.0, z)) for x, z in spots[:3]]
    return [(0, pairs(loop, arm)), (1, pairs(*salt))]


@kind(
    "cookie",
    "biscuit",
    "chocolate chip cookie",
    height=0.02,
    senses=("cookie.n.01", "cracker.n.01"),
    cookie=("brown", "orange", "yellow"),
    chips=("brown", "black", "white", "red"),
    forms={"whole": (3, 0.0, 0.5), "with a bite": (3, 0.5, 1.0)},
)
@cast(deep=1)
def cookie(u: np.ndarray, kit: Kit) -> Parts:
    """u3 whole or bitten, u4 thickness, u5 number of chips, u6 their size, u7 how domed."""
    tall, flat = mix(u[4], 0.34, 0.44), mix(u[7], 0.05, 0.13)
    body = kit.turned(
        [(0.78, 0), (0.9, tall * 0.35), (0.86, tall * 0.75), (0.6, tall), (0.2, tall + flat)],
        rounding=0.05,
    )
    if u[3] >= 0.5:
        # A straight cut first: it keeps the bounds right, which a difference leaves alone.
        x, y, _ = kit.place((1, 0.66, 0))
        body = intersection(body, box(6, 6, 6, (0, 3 - y, 0), 0.001), 0.03)
        gap = union(
            mirror(cylinder(0.21 * x, 4, (0.35 * x, -y, 0), rounding=0.01)),
            cylinder(0.26 * x, 4, (0, -y, 0), rounding=0.01),
        )
        body = difference(body, gap, 0.03)
    size, count = mix(u[6], 0.1, 0.13), 6 + pick(u[5], 3)
    chip = kit.bead(size, (0, 0.58, tall - 0.02 + size * 0.1))
    ring = [chip.rotated(360 * i / count) for i in range(count)]
    if u[3] >= 0.5:
        ring = [c for i, c in enumerate(ring) if math.cos(2 * math.pi * i / count) > -0.55]
    inner = around(kit.bead(size, (0, -0.24, tall + flat * 0.8)), 3).rotated(180)
    return [(0, body), (1, union(*ring, inner))]


@kind(
    "pie",
    "apple pie",
    "tart",
    "quiche",
    height=0.08,
    senses=("pie.n.01", "tart.n.02", "quiche.n.02"),
    crust=("orange", "brown", "yellow"),
    filling=("red", "purple", "orange", "yellow"),
    dish=("white", "gray", "blue", "red"),
    forms={"with a lattice": (3, 0.0, 0.5), "with slits": (3, 0.5, 1.0)},
)
@cast(deep=1)
def pie(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a lattice, or a closed top with slits, u4 height of the dish, u5 number of bars or slits,
    u6 scallops of the rim, u7 how domed."""
    tall, dome = mix(u[4], 0.34, 0.46), mix(u[7], 0.12, 0.24)
    dish = kit.turned([(0.6, 0), (0.86, tall), (0.7, tall + 0.02)], rounding=0.03)
    rim = around(kit.bead(0.15, (0, -0.8, tall + 0.05)), 14 + 2 * pick(u[6], 3))
    if u[3] < 0.5:
        filling = kit.turned([(0.7, tall - 0.2), (0.76, tall + 0.04), (0.4, tall + dome * 0.6)])
        count = 3 + pick(u[5], 2)
        places = [mix(i / (count - 1), -0.48, 0.48) for i in range(count)]
        cover = kit.turned([(0.8, tall - 0.05), (0.8, tall + 0.1), (0.4, tall + dome * 0.6 + 0.08)])
        bars = [kit.box(0.15, 3, 3, (p, 0, 0), 0.02) for p in places if p > -0.01]
        bars += [kit.box(3, 0.15, 3, (0, p, 0), 0.02) for p in places]
        crust = union(rim, intersection(cover, mirror(union(*bars)), 0.03))
        return [(0, crust), (1, filling), (2, dish)]
    top = [(0.76, tall - 0.05), (0.8, tall + 0.08), (0.5, tall + dome), (0.1, tall + dome + 0.08)]
    slit = kit.box(0.15, 0.36, 0.3, (0, -0.36, tall + dome - 0.04), 0.05)
    slits = around(slit, 4 + pick(u[5], 3))
    return [(0, union(rim, kit.turned(top))), (1, slits), (2, dish)]


@kind(
    "cupcake",
    "muffin",
    "fairy cake",
    height=0.08,
    senses=("cupcake.n.01", "muffin.n.01"),
    icing=("pink", "white", "brown", "cyan", "yellow", "purple"),
    wrapper=("yellow", "brown", "white", "blue", "red"),
    topping=("red", "yellow", "white"),
    forms={"swirled": (3, 0.0, 0.5), "domed": (3, 0.5, 1.0)},
)
@cast(deep=1)
def cupcake(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a swirl or a dome of icing, u4 height of the wrapper, u5 its taper, u6 height of the
    icing, u7 size of what is on top."""
    low, foot = mix(u[4], 0.6, 0.74), mix(u[5], 0.46, 0.56)
    cup = kit.turned([(foot, 0), (0.7, low)], rounding=0.03)
    fold = kit.limb([(0, -foot + 0.01, 0.07), (0, -0.68, low - 0.05)], 0.075)
    wrapper = union(cup, around(fold, 16))
    tall, berry = mix(u[6], 0.62, 0.82), mix(u[7], 0.13, 0.17)
    if u[3] < 0.5:
        steps = [(0.82, 0.08, 0.17), (0.62, 0.4, 0.16), (0.4, 0.68, 0.14)]
        rings = [
            kit.turned(
                [(r - 0.1, low + z * tall - h), (r, low + z * tall), (r - 0.1, low + z * tall + h)],
                rounding=0.07,
            )
            for r, z, h in steps
        ]
        tip = kit.turned([(0.26, low + 0.7 * tall), (0.08, low + tall)], rounding=0.06)
        icing = union(*rings, tip)
        top = low + tall + berry * 0.5
    else:
        icing = kit.turned(
            [(0.7, low - 0.08), (0.86, low + 0.06), (0.8, low + tall * 0.38), 
             (0.5, low + tall * 0.68), (0.14, low + tall * 0.78)], rounding=0.06,
        )  # fmt: skip
        top = low + tall * 0.78 + berry * 0.5
    return [(0, icing), (1, wrapper), (2, kit.bead(berry, (0, 0, top)))]


@kind(
    "pancakes",
    "pancake",
    "stack of pancakes",
    "flapjack",
    height=0.08,
    senses=("pancake.n.01",),
    pancakes=("orange", "brown", "yellow"),
    syrup=("brown", "red", "purple"),
    butter=("yellow", "white"),
    forms={
        "with three layers": (3, 0.0, 1 / 3),
        "with four layers": (3, 1 / 3, 2 / 3),
        "with five layers": (3, 2 / 3, 1.0),
    },
)
@cast(deep=1)
def pancakes(u: np.ndarray, kit: Kit) -> Parts:
    """A stack. u3 three to five, u4 thickness, u5 size of the butter, u6 how far the syrup runs,
    u7 number of drips."""
    count, thick = 3 + pick(u[3], 3), mix(u[4], 0.2, 0.26)
    discs = []
    for i in range(count):
        r = 0.9 - (0.05 if i % 2 else 0.0)
        z = thick * (i + 0.5)
        discs.append(kit.can(r, thick * 1.08, (0, 0, z), rounding=0.085))
    top = thick * count
    pool = kit.can(0.68, 0.12, (0, 0, top + 0.02), rounding=0.05)
    low = top - mix(u[6], 0.24, 0.4)
    drip = kit.limb([(0, -0.5, top), (0, -0.84, top - 0.02), (0, -0.9, low)], [0.09, 0.09, 0.12])
    side = mix(u[5], 0.34, 0.46)
    butter = kit.box(side, side, 0.2, (0, 0, top + 0.12), 0.04)
    return [(0, union(*discs)), (1, union(pool, around(drip, 5 + pick(u[7], 3)))), (2, butter)]


@kind(
    "waffle",
    "belgian waffle",
    height=0.03,
    senses=("waffle.n.01",),
    waffle=("orange", "yellow", "brown"),
    cream=("white", "pink", "yellow"),
    berry=("red", "blue", "purple"),
    forms={"square": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast(deep=1)
def waffle(u: np.ndarray, kit: Kit) -> Parts:
    """u3 square or round, u4 thickness, u5 number of bars, u6 size of the cream, u7 of the
    berry."""
    tall, count = mix(u[4], 0.3, 0.38), 4 + pick(u[5], 2)
    base = kit.can(0.88, tall * 0.6, (0, 0, tall * 0.3)) if u[3] >= 0.5 else None
    places = [mix(i / (count - 1), -0.78, 0.78) for i in range(count)]
    bars = mirror(union(*(kit.box(0.13, 1.8, tall, (p, 0, tall / 2)) for p in places if p > -0.01)))
    across = mirror(
        union(*(kit.box(1.8, 0.13, tall, (0, p, tall / 2)) for p in places if p > -0.01)), "y"
    )
    grid = union(bars, across)
    if base is None:
        body = union(kit.box(1.7, 1.7, tall * 0.6, (0, 0, tall * 0.3), 0.04), grid)
    else:
        rim = difference(kit.can(0.9, tall, (0, 0, tall / 2)), kit.can(0.74, 3, (0, 0, 0)), 0.02)
        body = union(base, intersection(grid, kit.can(0.9, tall, (0, 0, tall / 2)), 0.02), rim)
    r = mix(u[6], 0.34, 0.44)
    cream = kit.ball(r, r, r * 0.62, (0, 0, tall + 0.1))
    berry = mix(u[7], 0.15, 0.2)
    return [
        (0, body),
        (1, cream),
        (2, kit.bead(berry, (0, 0, tall + 0.1 + r * 0.62 + berry * 0.4))),
    ]


@kind(
    "gingerbread man",
    "gingerbread",
    "gingerbread cookie",
    height=0.12,
    senses=("gingerbread.n.01", "gingerbread_man.n.01"),
    cookie=("brown", "orange"),
    icing=("white", "pink", "yellow"),
    buttons=("red", "green", "blue", "yellow"),
    forms={"with two buttons": (3, 0.0, 0.5), "with three buttons": (3, 0.5, 1.0)},
)
@cast(deep=0.3)
def gingerbread_man(u: np.ndarray, kit: Kit) -> Parts:
    """u3 two or three buttons, u4 head size, u5 how high the arms are, u6 spread of the legs, u7
    thickness of the limbs."""
    head, thick = mix(u[4], 0.38, 0.44), 0.3
    lift, out, r = mix(u[5], -0.12, 0.16), mix(u[6], 0.28, 0.4), mix(u[7], 0.17, 0.2)

    def bar(a: tuple[float, float], b: tuple[float, float], wide: float) -> Solid:
        (x0, z0), (x1, z1) = a, b
        long = math.hypot(x1 - x0, z1 - z0)
        dx, dz = (x1 - x0) / long, (z1 - z0) / long
        nx, nz = -dz * wide, dx * wide
        line = [(x0 + nx, z0 + nz), (x0 - nx, z0 - nz), (x1 - nx, z1 - nz), (x1 + nx, z1 + nz)]
        return union(kit.plate(line, thick, "y"), kit.can(wide, thick, (x1, 0, z1), "y", 0.04))

    arm, leg = ((0.1, 1.02), (0.62, 1.0 + lift)), ((0.12, 0.6), (out, 0.2))
    body = union(
        kit.can(head, thick, (0, 0, 1.52), "y", 0.05),
        kit.plate([(-0.28, 0.45), (0.28, 0.45), (0.24, 1.25), (-0.24, 1.25)], thick, "y"),
        pairs(bar(*arm, r), bar(*leg, r * 1.1)),
    )
    face = -thick / 2
    mouth = [
        (0.2 * math.sin(a), face, 1.5 - 0.2 * math.cos(a)) for a in (-0.9, -0.45, 0, 0.45, 0.9)
    ]
    x, z = arm[1]
    cuff = kit.limb([(x - 0.03, face, z - r * 0.8), (x - 0.03, face, z + r * 0.8)], 0.06)
    sock = kit.limb([(out - 0.2, face, 0.24), (out + 0.16, face, 0.36)], 0.06)
    eyes = kit.bead(0.08, (0.14, face, 1.62))
    icing = union(kit.limb(mouth, 0.06), pairs(cuff, sock, eyes))
    count = 2 if u[3] < 0.5 else 3
    buttons = [
        kit.bead(0.09, (0, face - 0.01, mix(i / (count - 1), 0.6, 1.02))) for i in range(count)
    ]
    return [(0, body), (1, icing), (2, union(*buttons))]
