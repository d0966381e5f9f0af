"""Vegetables: what grows above the ground and below it."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, blend, curve, mirror, union


@kind(
    "tomato",
    "cherry tomato",
    height=0.07,
    senses=("tomato.n.01",),
    fruit=("red", "orange", "yellow", "green"),
    leaves=("green",),
    stem=("green", "brown"),
)
@cast(deep=1)
def tomato(u: np.ndarray, kit: Kit) -> Parts:
    """u3 smooth or ribbed, u4 how flat, u5 leaf length, u6 number of leaves, u7 stem length."""
    tall = mix(u[4], 0.62, 0.78)
    turns = [math.radians(-78 + 13 * i) for i in range(12)]
    side = [(0.9 * math.cos(a), tall * math.sin(a)) for a in turns]
    high = side[-1][1]
    if u[3] < 0.5:
        low = [(0, side[0][1]), *side, (0, high - 0.06)]
        body = kit.turned(low, rounding=0.03)
    else:
        body = around(kit.ball(0.5, 0.5, tall, (0, -0.4, 0)), 6)
    reach = mix(u[5], 0.44, 0.6)
    blade = kit.limb(
        [(0, 0, high), (0, -reach * 0.6, high + 0.04), (0, -reach, high - 0.03)], [0.09, 0.11, 0.05]
    )
    leaves = around(blade, 5 + pick(u[6], 2))
    stem = kit.limb([(0, 0, high - 0.1), (0, 0.02, high + mix(u[7], 0.16, 0.3))], [0.11, 0.1])
    return [(0, body), (1, leaves), (2, stem)]


@kind(
    "corn",
    "corn cob",
    "corncob",
    "maize",
    "sweetcorn",
    height=0.25,
    senses=("corn.n.03", "corn.n.01", "corncob.n.01"),
    cob=("yellow", "orange", "white"),
    husk=("green",),
    tassel=("brown", "yellow", "orange"),
    forms={"with two leaves": (3, 0.0, 0.5), "with four leaves": (3, 0.5, 1.0)},
)
@cast(deep=1)
def corn(u: np.ndarray, kit: Kit) -> Parts:
    """u3 two or four leaves, u4 thickness of the cob, u5 grains around, u6 how far the leaves
    open, u7 their length."""
    r, count = mix(u[4], 0.32, 0.38), 9 + pick(u[5], 3)
    line = curve([(r * 0.8, 0.1), (r, 0.5), (r * 0.95, 1.0), (r * 0.7, 1.45), (0.14, 1.72)], 2)
    core = kit.turned([(p - 0.05, q) for p, q in line], rounding=0.03)
    heights = [0.42 + 0.18 * i for i in range(7)]
    radii = np.interp(heights, [q for _, q in line], [p for p, _ in line])
    size = math.pi * r / count * 1.05
    grains = [
        kit.bead(min(size, 3.4 * p / count), (0, -p + 0.07, z))
        for p, z in zip(map(float, radii), heights, strict=True)
    ]
    cob = union(core, around(union(*grains), count))
    out, high = mix(u[6], 0.3, 0.55), mix(u[7], 0.95, 1.3)
    path = [(r * 0.4, 0, 0.12), (r + 0.12, 0, 0.5), (r + out * 0.6, 0, 0.85), (r + out, 0, high)]
    leaf = pairs(kit.limb(path, [0.2, 0.2, 0.15, 0.05]))
    husk = union(leaf, kit.turned([(0.14, 0.0), (r * 1.08, 0.3), (r * 0.9, 0.44)]))
    if u[3] >= 0.5:
        back = [(0, x, 0.8 * z if z > 0.5 else z) for x, _, z in path]
        husk = union(husk, mirror(kit.limb(back, [0.2, 0.2, 0.15, 0.05]), "y"))
    tassel = kit.limb([(0, 0, 1.6), (0, 0, 1.84)], [0.15, 0.07])
    return [(0, cob), (1, husk), (2, tassel)]


@kind(
    "eggplant",
    "aubergine",
    height=0.25,
    senses=("eggplant.n.01",),
    fruit=("purple", "black", "white"),
    cap=("green",),
    stem=("green", "brown", "same"),
)
@cast(deep=1)
def eggplant(u: np.ndarray, kit: Kit) -> Parts:
    """u3 slim or stout, u4 height of the belly, u5 neck, u6 length of the cap's leaves, u7 stem."""
    r, belly, neck = mix(u[3], 0.4, 0.56), mix(u[4], 0.38, 0.5), mix(u[5], 0.2, 0.28)
    line = [
        (r * 0.4, 0), (r * 0.85, 0.14), (r, belly), (r * 0.82, 0.85), (neck * 1.1, 1.25),
        (neck * 0.7, 1.48),
    ]  # fmt: skip
    body = kit.turned(curve(line, 3), rounding=0.05)
    low = mix(u[6], 1.05, 1.2)
    at = neck * 1.1 + (1.25 - low) * 0.5
    leaf = kit.limb(
        [(0, -neck * 0.4, 1.5), (0, -neck - 0.04, 1.32), (0, -at, low)], [0.1, 0.12, 0.06]
    )
    cap = union(around(leaf, 5), kit.limb([(0, 0, 1.42), (0, 0, 1.52)], [neck, neck * 0.6]))
    top = mix(u[7], 1.74, 1.86)
    stem = kit.limb([(0, 0, 1.45), (0, 0.03, top - 0.1), (0, 0.1, top)], [0.12, 0.105, 0.12])
    return [(0, body), (1, cap), (2, stem)]


@kind(
    "bell pepper",
    "paprika",
    "capsicum",
    "sweet pepper",
    height=0.1,
    senses=("sweet_pepper.n.02",),
    fruit=("red", "yellow", "green", "orange"),
    stem=("green",),
)
@cast(deep=1)
def bell_pepper(u: np.ndarray, kit: Kit) -> Parts:
    """u3 four or three lobes, u4 taper to the foot, u5 depth of the clefts, u6 stem length, u7
    its thickness."""
    out, foot = mix(u[5], 0.26, 0.34), mix(u[4], 0.62, 0.85)
    top = kit.ball(0.42, 0.42, 0.44, (0, -out, 1.0))
    low = kit.ball(0.4 * foot, 0.4 * foot, 0.5, (0, -out * foot * 0.9, 0.5))
    lobe = blend(top, low, radius=0.25)
    body = around(lobe, 4).rotated(45) if u[3] < 0.5 else around(lobe, 3)
    thick, high = mix(u[7], 0.09, 0.13), mix(u[6], 1.6, 1.78)
    stem = union(
        kit.limb([(0, 0, 1.2), (0, 0, 1.5), (0, 0.08, high)], [thick, thick, thick * 1.2]),
        kit.can(0.26, 0.14, (0, 0, 1.33), rounding=0.05),
    )
    return [(0, body), (1, stem)]


@kind(
    "chili",
    "chili pepper",
    "chilli",
    "jalapeno",
    "hot pepper",
    height=0.12,
    senses=("chili.n.02",),
    fruit=("red", "green", "yellow"),
    cap=("green",),
    stem=("green", "brown"),
)
@cast()
def chili(u: np.ndarray, kit: Kit) -> Parts:
    """Hangs from its stem, the tip to the front. u3 bend, u4 thickness, u5 tip, u6 stem's length,
    u7 cap."""
    r, bend = mix(u[4], 0.2, 0.27), mix(u[3], 0.25, 0.7)
    shares = [0, 0.1, 0.35, 0.6, 0.82, 1.0]
    path = [(0, -bend * s * s, 1.4 * (1 - s) + 0.1 * s) for s in shares]
    widths = [0.95, 1.0, 0.9, 0.75, 0.5, mix(u[5], 0.22, 0.34)]
    body = kit.limb(path, [r * w for w in widths])
    cap = kit.limb([(0, 0.01, 1.48), (0, 0, 1.36)], [r * 0.98, r * mix(u[7], 1.04, 1.16)])
    long = mix(u[6], 0.2, 0.32)
    stem = kit.limb([(0, 0.02, 1.6), (0, 0.04, 1.6 + long * 0.6), (0, 0.16, 1.6 + long)], 0.1)
    return [(0, body), (1, cap), (2, stem)]


@kind(
    "broccoli",
    "broccoli floret",
    height=0.15,
    senses=("broccoli.n.02", "broccoli.n.01"),
    florets=("green",),
    stalk=("green", "yellow", "white"),
)
@cast(deep=1)
def broccoli(u: np.ndarray, kit: Kit) -> Parts:
    """u3 five or six side florets, u4 stalk thickness, u5 size of the side florets, u6 of the
    middle one, u7 length of the stalk."""
    count, low = 5 + pick(u[3], 2), mix(u[7], 0.78, 1.0)
    r, big = mix(u[5], 0.3, 0.36), mix(u[6], 0.44, 0.52)
    out = 0.56
    lump = [
        kit.bead(r, (0, -out, low)), kit.bead(r * 0.7, (0, -out - r * 0.45, low + 0.08)),
        kit.bead(r * 0.7, (0, -out + r * 0.1, low + r * 0.75)),
        kit.bead(r * 0.62, (0, -out - r * 0.3, low - r * 0.25)),
    ]  # fmt: skip
    side = around(union(*lump), count)
    knobs = around(kit.bead(r * 0.72, (0, -0.3, low + 0.46)), 5).rotated(36)
    middle = kit.bead(big, (0, 0, low + 0.34))
    thick = mix(u[4], 0.2, 0.27)
    branch = kit.limb([(0, 0, low * 0.45), (0, -out, low)], [0.12, 0.13])
    stalk = kit.limb([(0, 0, thick), (0, 0, low)], [thick, thick * 0.95])
    base = kit.can(thick, 0.3, (0, 0, 0.17))
    return [(0, union(side, knobs, middle)), (1, union(stalk, base, around(branch, count)))]


@kind(
    "cauliflower",
    "cauliflower head",
    height=0.15,
    senses=("cauliflower.n.02", "cauliflower.n.01"),
    florets=("white", "yellow"),
    leaves=("green",),
)
@cast(deep=1)
def cauliflower(u: np.ndarray, kit: Kit) -> Parts:
    """u3 number of leaves, u4 how far they open, u5 size of the lumps, u6 height of the head, u7
    leaf length."""
    r, tall = mix(u[5], 0.25, 0.3), mix(u[6], 0.5, 0.66)
    lumps = [kit.ball(0.7, 0.7, tall, (0, 0, 0.62))]
    for i, (count, share) in enumerate(((8, 0.2), (7, 0.58), (4, 0.88))):
        out, z = 0.68 * math.sqrt(1 - share * share), 0.62 + tall * share
        ring = around(kit.bead(r, (0, -out, z)), count)
        lumps.append(ring.rotated(180 / count) if i == 1 else ring)
    lumps.append(kit.bead(r * 0.9, (0, 0, 0.64 + tall)))
    out, long = mix(u[4], 0.86, 1.02), mix(u[7], 0.75, 0.95)
    leaf = kit.limb(
        [(0, -0.2, 0.2), (0, -0.7, 0.32), (0, -out + 0.04, 0.62), (0, -out - 0.08, long)],
        [0.2, 0.24, 0.2, 0.07],
    )
    leaves = union(around(leaf, 6 + pick(u[3], 2)), kit.can(0.34, 0.3, (0, 0, 0.15)))
    return [(0, union(*lumps)), (1, leaves)]


@kind(
    "onion",
    "red onion",
    "shallot",
    height=0.09,
    senses=("onion.n.01", "onion.n.03"),
    bulb=("brown", "orange", "purple", "white"),
    neck=("same", "brown", "green"),
    roots=("white", "yellow", "brown"),
    forms={"with a short neck": (3, 0.0, 0.5), "with shoots": (3, 0.5, 1.0)},
)
@cast(deep=1)
def onion(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a dry neck or shoots, u4 how flat, u5 length of the neck, u6 roots, u7 ribs."""
    tall, r = mix(u[4], 1.0, 1.2), 0.75
    line = [
        (0.2, 0.1), (0.55, 0.2), (r, tall * 0.5), (0.6, tall * 0.82), (0.26, tall),
        (0.16, tall + 0.14),
    ]  # fmt: skip
    line = curve(line, 3)
    body = kit.turned(line, rounding=0.04)
    rib = [(0.0, -p + mix(u[7], 0.09, 0.07), q) for p, q in line[2:-1:2]]
    body = union(body, around(kit.limb(rib, 0.1), 8))
    long = mix(u[5], 0.2, 0.34)
    top = tall + 0.1
    if u[3] < 0.5:
        tuft = kit.limb([(0, 0, top), (0, -0.06, top + long * 0.6), (0, -0.2, top + long)], 0.075)
        neck = union(kit.limb([(0, 0, top - 0.1), (0, 0, top + 0.1)], [0.2, 0.12]), around(tuft, 3))
    else:
        shoot = kit.limb(
            [(0, 0, top), (0, -0.1, top + long), (0, -0.26, top + 2.2 * long)], [0.12, 0.1, 0.06]
        )
        neck = union(
            kit.limb([(0, 0, top - 0.1), (0, 0, top + 2.6 * long)], [0.18, 0.07]), around(shoot, 4)
        )
    root = kit.limb([(0, 0, 0.16), (0, -0.16, 0.07)], [0.09, 0.06])
    roots = union(around(root, 5 + pick(u[6], 2)), kit.can(0.16, 0.2, (0, 0, 0.1)))
    return [(0, body), (1, neck), (2, roots)]


@kind(
    "garlic",
    "garlic bulb",
    height=0.06,
    senses=("garlic.n.02", "garlic.n.01"),
    bulb=("white", "pink", "purple"),
    neck=("same", "yellow", "green"),
    roots=("brown", "yellow"),
)
@cast(deep=1)
def garlic(u: np.ndarray, kit: Kit) -> Parts:
    """u3 number of cloves, u4 their width, u5 length of the neck, u6 shoulder, u7 roots."""
    count, fat = 6 + pick(u[3], 3), mix(u[4], 0.36, 0.42)
    clove = kit.limb(
        [(0, -0.34, 0.36), (0, -0.38, 0.55), (0, -0.1, mix(u[6], 1.05, 1.2))],
        [fat * 0.8, fat, 0.12],
    )
    body = union(around(clove, count), kit.ball(0.5, 0.5, 0.4, (0, 0, 0.5)))
    high = mix(u[5], 1.5, 1.75)
    neck = kit.limb([(0, 0, 1.0), (0, 0, 1.25), (0, 0.02, high)], [0.26, 0.15, 0.13])
    roots = kit.can(mix(u[7], 0.2, 0.28), 0.22, (0, 0, 0.1), rounding=0.05)
    return [(0, body), (1, neck), (2, roots)]


@kind(
    "potato",
    "sweet potato",
    "spud",
    height=0.07,
    senses=("potato.n.01", "sweet_potato.n.02"),
    potato=("brown", "yellow", "orange", "red"),
    eyes=("brown", "black", "orange"),
)
@cast()
def potato(u: np.ndarray, kit: Kit) -> Parts:
    """Lies along the depth. u3 long or round, u4 a lump at the back, u5 a lump in front, u6
    places of the eyes, u7 their size."""
    long = mix(u[3], 0.62, 0.88)
    pieces = [
        kit.ball(0.56, long, 0.5), kit.ball(0.5, 0.42, mix(u[4], 0.4, 0.5), (0, long * 0.5, 0.06)),
        kit.ball(0.44, 0.4, mix(u[5], 0.34, 0.42), (0, -long * 0.6, -0.04)),
        mirror(kit.ball(0.34, 0.36, 0.34, (0.26, -long * 0.15, 0.1))),
    ]  # fmt: skip
    body = blend(*pieces, radius=0.08)
    size, slide = mix(u[7], 0.08, 0.1), mix(u[6], -0.08, 0.08)
    raw = np.array(
        [
            [0.55, -0.55, 0.3],
            [0.8, 0.1, 0.15],
            [0.4, 0.35, 0.9],
            [0, -0.2, 1],
            [0.5, -0.9, 0.05],
            [0, -1, 0.5],
        ]
    )
    dots = []
    for x, y, z in raw:
        start = np.array([x * 0.3, y * 0.6 + slide, z * 0.3])
        dots.append(_rest(kit, body, start, np.array([x, y * 0.4, z]), size))
    return [(0, body), (1, mirror(union(*dots)))]


def _rest(kit: Kit, body: Solid, start: np.ndarray, way: np.ndarray, size: float) -> Solid:
    """A dot where a ray from inside leaves a body."""
    way = way / np.linalg.norm(way)
    steps = np.linspace(0, 1.6, 200)[:, None]
    points = ((start + steps * way) * kit.stretch).astype(np.float32)
    out = int((body.distance(points) > -0.035).argmax())
    at: Vector = tuple(float(c) for c in (start + steps[out] * way))
    return kit.bead(size, at, 0.06)
