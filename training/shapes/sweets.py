"""Sweets, and what one sips with them."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import Solid, box, curve, difference, intersection, mirror, union


@kind(
    "lollipop",
    "lolly",
    "sucker",
    "lollypop",
    height=0.15,
    senses=("lollipop.n.02",),
    candy=("red", "pink", "yellow", "cyan", "purple", "green"),
    stick=("white", "brown", "yellow"),
    swirl=("white", "yellow", "pink", "blue"),
    forms={"flat": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast(deep=0.6)
def lollipop(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a disc with rings or a ball with bands, u4 length of the stick, u5 its thickness, u6
    thickness of the disc or place of the bands, u7 width of the rings."""
    long, thin = mix(u[4], 0.95, 1.25), mix(u[5], 0.11, 0.13)
    if u[3] < 0.5:
        r, deep, ring = 0.56, mix(u[6], 0.24, 0.34), mix(u[7], 0.072, 0.085)
        z = long + r
        disc = kit.plate([(x, z + q) for x, q in ellipse(r, r, steps=20)], deep, "y", rounding=0.06)
        face = deep + 0.06
        outer, inner = (
            [(x, z + q) for x, q in ellipse(p, p, steps=12)] for p in (0.42, 0.42 - 2 * ring)
        )
        rim = difference(kit.plate(outer, face, "y"), kit.plate(inner, 2, "y"), 0.01)
        body, swirl = disc, union(rim, kit.can(1.6 * ring, face, (0, 0, z), "y", 0.02))
    else:
        r = 0.46
        z, lift = long + r * 0.9, mix(u[6], 0.09, 0.13)
        body = kit.ball(r, r, r, (0, 0, z))
        more = kit.ball(r + 0.03, r + 0.03, r + 0.03, (0, 0, z))
        wide = mix(u[7], 0.11, 0.15)
        bands = [kit.box(3, 3, wide, (0, 0, z + lift * s)) for s in (-1.4, 1.4)]
        swirl = intersection(more, union(*bands), 0.02)
    stick = kit.limb([(0, 0, thin), (0, 0, long + 0.1)], thin)
    return [(0, body), (1, stick), (2, swirl)]


@kind(
    "candy",
    "wrapped candy",
    "bonbon",
    "toffee",
    height=0.02,
    senses=("candy.n.01",),
    candy=("red", "pink", "yellow", "cyan", "purple", "orange"),
    wrapper=("same", "white", "yellow", "pink"),
    stripes=("white", "yellow", "same"),
)
@cast()
def candy(u: np.ndarray, kit: Kit) -> Parts:
    """Wrapped, the wrapper's ends to the sides. u3 round or long, u4 width of the ends, u5 their
    length, u6 number of stripes, u7 their width."""
    long, fan, out = mix(u[3], 0.4, 0.56), mix(u[4], 0.34, 0.44), mix(u[5], 0.36, 0.48)
    body = kit.ball(long, 0.4, 0.4)
    lift = kit.ball(long + 0.03, 0.42, 0.42)
    count, wide = 1 + pick(u[6], 2), mix(u[7], 0.12, 0.17)
    places = [0.0] if count == 1 else [0.17]
    bands = mirror(union(*(kit.box(wide, 3, 3, (x, 0, 0), 0.01) for x in places)))
    x0, x1 = long - 0.06, long + out
    waves = [(x1, fan), (x1 - 0.1, fan * 0.5), (x1, 0), (x1 - 0.1, -fan * 0.5), (x1, -fan)]
    end = kit.plate([(x0, 0.1), *waves, (x0, -0.1)], 0.22, "y", rounding=0.03)
    knot = kit.limb([(x0, 0, 0), (x0 + 0.08, 0, 0)], 0.13)
    return [(0, body), (1, pairs(end, knot)), (2, intersection(lift, bands, 0.01))]


@kind(
    "candy cane",
    "sugar cane",
    height=0.15,
    senses=("candy_cane.n.01",),
    cane=("white", "red", "green"),
    stripes=("red", "green", "white"),
    bow=("green", "red", "yellow"),
)
@cast()
def candy_cane(u: np.ndarray, kit: Kit) -> Parts:
    """The hook to the front. u3 number of stripes, u4 thickness, u5 width of the hook, u6 height of
    the bow, u7 length of the hook's end."""
    r, hook, count = mix(u[4], 0.12, 0.15), mix(u[5], 0.3, 0.4), 4 + pick(u[3], 3)
    top, last = 1.35, mix(u[7], 0.05, 0.2)
    turns = [math.pi * i / 8 for i in range(9)]
    bend = [(0.0, hook * (math.cos(a) - 1), top + hook * math.sin(a)) for a in turns]
    path = np.array([(0, 0, r), *bend, (0, -2 * hook, top - last)])
    cane = kit.limb([tuple(p) for p in path], r)
    along = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])

    def at(share: float) -> tuple[float, float, float]:
        x, y, z = (float(np.interp(share * along[-1], along, path[:, i])) for i in range(3))
        return x, y, z

    stripes = []
    for i in range(count):
        share = mix((i + 0.5) / count, 0.0, 1.0)
        stripes.append(kit.limb([at(share - 0.022), at(share + 0.022)], r + 0.03))
    z = mix(u[6], 0.8, 1.05)
    wing = kit.plate([(0, z + 0.06), (0.34, z + 0.2), (0.34, z - 0.16), (0, z - 0.06)], 0.2, "y")
    knot = kit.bead(0.12, (0, -r * 0.9, z))
    bow = union(mirror(wing.at(0, -r * 0.9 * float(kit.stretch[1]), 0)), knot)
    return [(0, cane), (1, union(*stripes)), (2, bow)]


@kind(
    "chocolate bar",
    "candy bar",
    "bar of chocolate",
    height=0.15,
    senses=("chocolate.n.02", "candy_bar.n.01"),
    chocolate=("brown", "white", "black"),
    wrapper=("red", "blue", "purple", "yellow", "green"),
    foil=("gray", "white", "yellow"),
)
@cast(deep=0.3)
def chocolate_bar(u: np.ndarray, kit: Kit) -> Parts:
    """Stands, unwrapped above. u3 two or three squares across, u4 how far it is unwrapped, u5
    width, u6 thickness, u7 depth of the grooves."""
    across, wide, thick = 2 + pick(u[3], 2), mix(u[5], 0.95, 1.1), mix(u[6], 0.24, 0.32)
    low = mix(u[4], 0.6, 0.9)
    base = kit.box(wide, thick, 1.6 - 0.2, (0, 0, 0.9), 0.02)
    cell, gap = wide / across, 0.07
    rows = 3
    high = 1.62
    tall = (high - low) / rows
    pieces = []
    for i in range(rows):
        for j in range((across + 1) // 2):
            x = cell * (j if across == 3 else j + 0.5)
            at = (x, 0, high - tall * (i + 0.5) - 0.02)
            pieces.append(kit.box(cell - gap, thick + mix(u[7], 0.1, 0.14), tall - gap, at, 0.04))
    bar = union(base, mirror(union(*pieces)))
    wrapper = kit.box(wide + 0.1, thick + 0.2, low - 0.05, (0, 0, (low - 0.05) / 2), 0.03)
    half, step = wide / 2 + 0.06, (wide + 0.12) / 6
    teeth = [(half - step * i, low + (0.0 if i % 2 else 0.13)) for i in range(7)]
    edge = [(half, low - 0.2), *teeth, (-half, low - 0.2)]
    foil = kit.plate(edge, thick + 0.17, "y", rounding=0.02)
    return [(0, bar), (1, wrapper), (2, foil)]


@kind(
    "popsicle",
    "ice pop",
    "ice lolly",
    height=0.15,
    senses=("lollipop.n.01",),
    ice=("pink", "red", "orange", "cyan", "yellow", "brown"),
    stick=("brown", "yellow", "white"),
    glaze=("brown", "white", "red", "purple"),
    forms={"with a bite": (3, 0.5, 1.0)},
)
@cast(deep=0.5)
def popsicle(u: np.ndarray, kit: Kit) -> Parts:
    """u3 whole or bitten, u4 width, u5 thickness, u6 how far the glaze reaches down, u7 stick."""
    wide, thick, stick = mix(u[4], 0.42, 0.5), mix(u[5], 0.34, 0.44), mix(u[7], 0.13, 0.17)
    low, top = 0.5, 1.85
    dome = [
        (wide * math.cos(a), top - wide + wide * math.sin(a))
        for a in (math.pi * i / 10 for i in range(11))
    ]
    line = [(wide, low), *dome, (-wide, low)]
    body = kit.plate(line, thick, "y", rounding=0.07)
    edge = mix(u[6], 1.05, 1.3)
    drips = [(0.5, edge), (0.3, edge - 0.12), (0.12, edge + 0.04), (0, edge + 0.04)]
    drips += [(-x, z) for x, z in drips[-2::-1]]
    region = kit.plate([(0.9, 2.6), (0.9, edge), *drips, (-0.9, edge), (-0.9, 2.6)], 3, "y")
    coat = kit.plate([(x * 1.07, z + 0.03) for x, z in line], thick + 0.08, "y", rounding=0.08)
    glaze = intersection(coat, region, 0.03)
    if u[3] >= 0.5:
        # A straight cut first: it keeps the bounds right, which a difference leaves alone.
        _, _, z = kit.place((0, 0, top - 0.12))
        left, bite = box(6, 6, 6, (0, 0, z - 3), 0.001), kit.can(0.22, 3, (0, 0, top - 0.1), "y")
        body, glaze = (
            difference(intersection(part, left, 0.02), bite, 0.03) for part in (body, glaze)
        )
    flat = kit.box(2 * stick, 0.19, 0.7, (0, 0, 0.35), 0.06)
    return [(0, body), (1, flat), (2, glaze)]


@kind(
    "popcorn",
    "popcorn bucket",
    height=0.25,
    senses=("popcorn.n.02",),
    popcorn=("white", "yellow"),
    bucket=("red", "blue", "yellow"),
    stripes=("white", "yellow"),
)
@cast(deep=1)
def popcorn(u: np.ndarray, kit: Kit) -> Parts:
    """In its bucket. u3 number of stripes, u4 height of the bucket, u5 its foot, u6 size of the
    grains, u7 height of the heap."""
    low, foot, r = mix(u[4], 0.95, 1.15), mix(u[5], 0.42, 0.52), mix(u[6], 0.17, 0.2)
    count = 6 + 2 * pick(u[3], 2)
    bucket = kit.turned([(foot, 0), (0.68, low)], rounding=0.03)
    wide = 2 * math.pi * 0.56 / count / 4
    half = [(wide * foot / 0.6, 0.02), (wide * 1.2, low - 0.02)]
    outline = [*half, *((-x, z) for x, z in reversed(half))]
    lean = kit.plate(outline, 0.5, "y", (0, -0.6, 0), 0.02)
    coat = kit.turned([(foot + 0.03, 0.01), (0.71, low - 0.01)], rounding=0.03)
    stripes = intersection(coat, around(lean, count), 0.01)
    grains, heap = [kit.ball(0.6, 0.6, 0.34, (0, 0, low))], mix(u[7], 0.3, 0.45)
    for i, (number, out, up) in enumerate(((11, 0.56, 0.05), (8, 0.42, 0.5), (4, 0.2, 0.85))):
        grain = kit.bead(r, (0, -out, low + heap * up))
        bud = kit.bead(r * 0.62, (0, -out - r * 0.35, low + heap * up + r * 0.6))
        ring = around(union(grain, bud), number)
        grains.append(ring.rotated(180 / number) if i % 2 else ring)
    grains.append(kit.bead(r, (0, 0, low + heap * 1.05)))
    return [(0, union(*grains)), (1, bucket), (2, stripes)]


@kind(
    "milkshake",
    "milk shake",
    "smoothie",
    "sundae",
    height=0.22,
    senses=("milkshake.n.01", "ice-cream_sundae.n.01"),
    glass=("pink", "brown", "yellow", "cyan", "white"),
    cream=("white", "pink", "yellow"),
    straw=("red", "blue", "green"),
)
@cast(deep=1)
def milkshake(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a glass on a foot or a tumbler, u4 height of the glass, u5 width of its foot, u6 height of
    the cream, u7 length of the straw."""
    low, foot, tall = mix(u[4], 1.1, 1.25), mix(u[5], 0.3, 0.38), mix(u[6], 0.42, 0.56)
    if u[3] < 0.5:
        line = [(foot, 0), (foot, 0.09), (0.13, 0.16), (0.13, 0.26), (0.3, 0.42), (0.5, low)]
        glass = kit.turned(line, rounding=0.03)
    else:
        glass = kit.turned([(foot, 0), (0.5, low)], rounding=0.03)
    rings = []
    for r, z in ((0.5, 0.12), (0.37, 0.42), (0.23, 0.7)):
        h = 0.13
        at = low + z * tall
        rings.append(kit.turned([(r - 0.08, at - h), (r, at), (r - 0.08, at + h)], rounding=0.06))
    rings.append(kit.turned([(0.2, low + 0.7 * tall), (0.07, low + tall)], rounding=0.05))
    high = low + tall + mix(u[7], 0.1, 0.3)
    straw = kit.limb([(0, 0.16, low), (0, 0.36, high)], 0.115)
    return [(0, glass), (1, union(*rings)), (2, straw)]


@kind(
    "soda cup",
    "soft drink",
    "soda",
    "cola",
    "paper cup",
    height=0.2,
    senses=("soft_drink.n.01", "paper_cup.n.01"),
    cup=("red", "blue", "yellow", "white", "green"),
    lid=("white", "gray", "black"),
    straw=("red", "white", "yellow", "blue"),
    forms={"with a straight straw": (3, 0.0, 0.5), "with a bent straw": (3, 0.5, 1.0)},
)
@cast(deep=1)
def soda_cup(u: np.ndarray, kit: Kit) -> Parts:
    """u3 straw straight or bent, u4 height of the cup, u5 its foot, u6 height of the lid, u7 length
    of the straw."""
    low, foot, lid = mix(u[4], 1.1, 1.3), mix(u[5], 0.36, 0.42), mix(u[6], 0.12, 0.2)
    cup = kit.turned([(foot, 0), (0.52, low)], rounding=0.03)
    cover = kit.turned(
        [(0.58, low - 0.08), (0.58, low + 0.05), (0.48, low + 0.07), (0.42, low + lid)],
        rounding=0.03,
    )
    top = low + lid + mix(u[7], 0.3, 0.45)
    path = [(0.0, 0.05, low), (0.0, 0.1, top)]
    if u[3] >= 0.5:
        path = [path[0], (0.0, 0.08, top - 0.08), (0.0, -0.24, top + 0.08)]
    return [(0, cup), (1, cover), (2, kit.limb(path, 0.1))]


@kind(
    "honey pot",
    "honeypot",
    "honey jar",
    height=0.15,
    senses=("honey.n.01",),
    pot=("orange", "brown", "yellow", "blue"),
    honey=("yellow", "orange"),
    dipper=("brown", "same"),
)
@cast(deep=1)
def honey_pot(u: np.ndarray, kit: Kit) -> Parts:
    """u3 round or tall, u4 neck, u5 number of drips, u6 their length, u7 length of the dipper."""
    belly, neck = mix(u[3], 0.74, 0.6), mix(u[4], 0.46, 0.54)
    line = [(0.44, 0), (belly * 0.95, 0.25), (belly, 0.55), (neck, 0.96), (neck + 0.06, 1.12)]
    pot = kit.turned(curve(line, 3), rounding=0.05)
    pool = kit.can(neck + 0.08, 0.16, (0, 0, 1.14), rounding=0.06)
    low = mix(u[6], 0.72, 0.9)
    out = np.interp(low, [q for _, q in line], [p for p, _ in line])
    drip = kit.limb(
        [(0, -neck, 1.14), (0, -neck - 0.04, 1.0), (0, -float(out) + 0.01, low)], [0.1, 0.09, 0.11]
    )
    drips: Solid = around(drip, 5 + pick(u[5], 3))
    top = mix(u[7], 1.6, 1.85)
    rings = [kit.can(0.2, 0.12, (0, 0, 1.3 + 0.15 * i), rounding=0.04) for i in range(2)]
    stick = union(kit.limb([(0, 0, 1.1), (0, 0, top)], [0.09, 0.085]), *rings)
    return [(0, pot), (1, union(pool, drips)), (2, stick)]
