"""Meals: eggs, cheese and meat."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import box, curve, difference, intersection, mirror, sphere, union


@kind(
    "egg",
    "chicken egg",
    "boiled egg",
    height=0.06,
    senses=("egg.n.02", "egg.n.01"),
    egg=("white", "brown", "yellow"),
    cup=("blue", "red", "yellow", "white"),
)
@cast(deep=1)
def egg(u: np.ndarray, kit: Kit) -> Parts:
    """In its cup. u3 pointed or blunt, u4 height of the cup, u5 its foot, u6 how deep it sits, u7
    flare of the cup."""
    high, foot = mix(u[4], 0.4, 0.6), mix(u[5], 0.28, 0.42)
    low, tip = high - mix(u[6], 0.18, 0.32), mix(u[3], 0.2, 0.3)
    turns = [math.radians(-80 + 16 * i) for i in range(11)]
    side = [
        (0.55 * math.cos(a) * (1 - tip * math.sin(a) * 0.8), low + 0.72 + 0.72 * math.sin(a))
        for a in turns
    ]
    body = kit.turned(side, rounding=0.03)
    rim = mix(u[7], 0.56, 0.66)
    cup = kit.turned([(foot, 0), (foot * 0.9, 0.08), (0.2, 0.14), (0.42, 0.24), (rim, high)])
    return [(0, body), (1, cup)]


@kind(
    "fried egg",
    "sunny side up egg",
    "omelet",
    height=0.03,
    senses=("fried_egg.n.01", "omelet.n.01"),
    egg=("white",),
    yolk=("yellow", "orange"),
)
@cast(deep=0.8)
def fried_egg(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one yolk or two, u4 size of the yolk, u5 and u6 outline of the white, u7 thickness."""
    a, b, thick = mix(u[5], 0.06, 0.16), mix(u[6], -0.1, 0.1), mix(u[7], 0.18, 0.26)
    turns = [2 * math.pi * i / 28 for i in range(28)]
    # Sines of odd and cosines of even multiples keep the outline symmetric in x.
    outline = []
    for t in turns:
        r = 0.85 + a * math.sin(3 * t) * 0.8 + b * math.cos(4 * t) * 0.6 + 0.05 * math.sin(5 * t)
        outline.append((r * math.cos(t), r * math.sin(t)))
    white = kit.plate(outline, thick, "z", (0, 0, thick / 2), 0.07)
    r = mix(u[4], 0.3, 0.38)
    yolk = kit.ball(r, r, r * 0.75, (0, 0, thick - 0.02))
    if u[3] >= 0.5:
        yolk = pairs(kit.ball(r * 0.85, r * 0.85, r * 0.7, (0.32, 0, thick - 0.02)))
    return [(0, white), (1, yolk)]


@kind(
    "cheese",
    "cheese wedge",
    "cheese wheel",
    height=0.1,
    senses=("cheese.n.01",),
    cheese=("yellow", "orange", "white"),
    rind=("orange", "red", "brown", "yellow"),
    forms={"wedged": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast(deep=1)
def cheese(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a wedge, its point to the front, or a wheel with a piece cut out, u4 height, u5 number of
    holes, u6 their size, u7 thickness of the rind."""
    tall, size, rind = mix(u[4], 0.7, 0.9), mix(u[6], 0.13, 0.18), mix(u[7], 0.12, 0.18)
    more = pick(u[5], 2)
    if u[3] < 0.5:
        arc = [(math.sin(a) * 1.7, math.cos(a) * 1.7 - 1) for a in np.linspace(0.5, -0.5, 6)]
        plan = [(0.03, -1.0), *((float(x), float(y)) for x, y in arc), (-0.03, -1.0)]
        body = kit.plate(plan, tall, "z", (0, 0, tall / 2), 0.03)
        holes = [(0.22, -0.55, 0.6), (0.38, -0.1, 0.3), (0.55, 0.3, 0.68), (0.28, 0.2, 1.0)]
        places = holes[: 3 + more]
        outer = [(x * 1.02, y + 0.03) for x, y in plan[1:-1]]
        inner = [(x * 0.92, y - rind) for x, y in reversed(outer)]
        shell = kit.plate([*outer, *inner], tall + 0.06, "z", (0, 0, tall / 2), 0.03)
    else:
        disc = kit.can(0.88, tall * 0.75, (0, 0, tall * 0.375), rounding=0.05)
        coat = kit.can(0.95, tall * 0.75 - 0.12, (0, 0, tall * 0.375), rounding=0.05)
        cut = kit.plate([(0, 0), (0.9, -1.4), (-0.9, -1.4)], 4, "z", rounding=0.01)
        gap = kit.plate([(0, 0.02), (0.91, -1.4), (-0.91, -1.4)], 4, "z", rounding=0.01)
        # Nothing is left in front of the cut's corners; that keeps the bounds right.
        left = box(6, 6, 6, (0, 3 - 0.8 * float(kit.stretch[1]), 0), 0.001)
        body, shell = (
            difference(intersection(part, left, 0.01), piece, 0.02)
            for part, piece in ((disc, cut), (coat, gap))
        )
        places = [(0.2, -0.32, 0.45), (0.36, -0.55, 0.22), (0.3, 0.3, 0.75), (0.55, 0.05, 0.75)]
        places = places[: 3 + more]
    bites = [
        sphere(size * s, kit.place((x, y, z * tall)))
        for (x, y, z), s in zip(places, (1.0, 0.8, 1.1, 0.9), strict=False)
    ]
    return [(0, difference(body, mirror(union(*bites)), 0.02)), (1, shell)]


@kind(
    "steak",
    "beefsteak",
    "meat",
    height=0.03,
    senses=("steak.n.01", "cut.n.06"),
    meat=("red", "brown", "pink"),
    rind=("white", "yellow", "pink"),
    bone=("white", "gray"),
)
@cast(deep=0.8)
def steak(u: np.ndarray, kit: Kit) -> Parts:
    """A slice with its rim of fat and a bone. u3 bone round or shaped like a T, u4 thickness, u5
    width of the foot, u6 width of the fat, u7 size of the bone."""
    thick, foot, rim = mix(u[4], 0.3, 0.4), mix(u[5], 0.5, 0.7), mix(u[6], 0.09, 0.13)
    right = curve(
        [(0, -0.85), (foot * 0.8, -0.7), (foot, -0.3), (0.72, 0.15), (0.6, 0.62), (0, 0.75)], 2
    )
    outline = right + [(-x, y) for x, y in right[-2:0:-1]]
    fat = kit.plate(outline, thick * 0.9, "z", (0, 0, thick * 0.45), 0.06)
    inner = [(x * (1 - rim * 1.5), y * (1 - rim * 1.5)) for x, y in outline]
    meat = kit.plate(inner, thick + 0.04, "z", (0, 0, thick * 0.5), 0.05)
    big = mix(u[7], 0.9, 1.15)
    tall = thick + 0.08
    if u[3] < 0.5:
        bone = kit.can(0.17 * big, tall, (0, 0.28, tall / 2 + 0.02), rounding=0.04)
    else:
        bone = union(
            kit.box(0.8 * big, 0.15, tall, (0, 0.4, tall / 2 + 0.02)),
            kit.box(0.15, 0.62 * big, tall, (0, 0.14, tall / 2 + 0.02)),
        )
    return [(0, meat), (1, fat), (2, bone)]


@kind(
    "drumstick",
    "chicken leg",
    "turkey leg",
    "chicken drumstick",
    "ham",
    height=0.07,
    senses=("drumstick.n.01", "ham.n.01", "leg.n.05"),
    meat=("brown", "orange", "pink"),
    bone=("white", "gray"),
)
@cast(deep=1)
def drumstick(u: np.ndarray, kit: Kit) -> Parts:
    """Stands on its thick end, the bone up. u3 slim or stout, u4 length of the bone, u5 its
    thickness, u6 height of the belly, u7 size of the knuckles."""
    r, belly = mix(u[3], 0.42, 0.54), mix(u[6], 0.42, 0.52)
    line = [
        (r * 0.45, 0),
        (r * 0.86, 0.14),
        (r, belly),
        (r * 0.8, 0.82),
        (r * 0.42, 1.12),
        (0.16, 1.24),
    ]
    meat = kit.turned(curve(line, 3), rounding=0.06)
    thin, top = mix(u[5], 0.085, 0.11), mix(u[4], 1.5, 1.66)
    knuckle = kit.bead(thin * mix(u[7], 1.4, 1.7), (thin * 1.05, 0, top))
    bone = union(kit.limb([(0, 0, 1.1), (0, 0, top)], thin), pairs(knuckle))
    return [(0, meat), (1, bone)]


@kind(
    "sausage",
    "bratwurst",
    "wiener",
    height=0.07,
    senses=("sausage.n.01",),
    sausage=("brown", "red", "pink"),
    ends=("brown", "yellow", "black", "same"),
    marks=("black", "brown", "same"),
)
@cast()
def sausage(u: np.ndarray, kit: Kit) -> Parts:
    """Bends up at both ends, with marks of the grill. u3 bend, u4 thickness, u5 number of marks,
    u6 length of the ends, u7 slant of the marks."""
    rise, r, count = mix(u[3], 0.12, 0.34), mix(u[4], 0.19, 0.25), 2 + pick(u[5], 2)
    xs = [0.0, 0.3, 0.58, 0.82]
    path = [(x, 0.0, r + rise * (x / 0.82) ** 2) for x in xs]
    body = kit.limb(path, [r, r, r, r * 0.95])
    (_, _, z0), (x1, _, z1) = path[-2:]
    slope = (z1 - z0) / (x1 - xs[-2])
    out = r + mix(u[6], 0.1, 0.18)
    knot = kit.limb(
        [(x1 + r * 0.8, 0, z1 + slope * r * 0.8), (x1 + out, 0, z1 + slope * out)], 0.08
    )
    slant, marks = mix(u[7], 0.0, 0.08), []
    for i in range(count):
        x = mix((i + 0.5) / count, 0.02, 0.8)
        z = r + rise * (x / 0.82) ** 2
        points = [
            (x + slant * math.sin(a) * 2, -r * 0.97 * math.cos(a), z + r * 0.97 * math.sin(a))
            for a in (0.35, 0.95, 1.57, 2.19)
        ]
        marks.append(kit.limb(points, 0.08))
    return [(0, mirror(body)), (1, mirror(knot)), (2, mirror(union(*marks)))]
