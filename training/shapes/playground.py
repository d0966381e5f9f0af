"""What children play with and on: slides, seesaws, dolls, balloons, dice."""

from __future__ import annotations

import math

import numpy as np

from .bodies import Beast, curve_tail, mane, pointed_ears, standing
from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, difference, mirror, union

_BRIGHT = ("red", "yellow", "blue", "green", "orange", "purple", "pink")


@kind(
    "seesaw",
    "teeter totter",
    height=0.8,
    senses=("seesaw.n.01",),
    plank=("red", "blue", "yellow", "green", "brown"),
    support=("gray", "brown", "yellow", "blue"),
    handles=("black", "yellow", "gray", "red"),
)
@cast()
def seesaw(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side; u3 how far it tilts, u4 a wedge or two legs below, u5 height of the
    handles, u6 width of the plank."""
    tilt, high, wide = mix(u[3], 0.0, 0.26), 0.46, mix(u[6], 0.34, 0.48)
    y = 0.9

    def at(along: float, above: float) -> tuple[float, float]:
        return along * y, high + along * tilt + above

    outline = [at(-1, -0.07), at(1, -0.07), at(1, 0.07), at(-1, 0.07)]
    plank = c.plate(outline, wide, "x")
    seats = [
        c.plate([at(a, 0.02), at(b, 0.02), at(b, 0.15), at(a, 0.15)], wide + 0.06, "x")
        for a, b in ((-0.98, -0.72), (0.72, 0.98))
    ]
    if u[4] < 0.5:
        wedge = [(-0.3, 0), (0.3, 0), (0.09, high), (-0.09, high)]
        support = c.plate(wedge, wide * 0.8, "x")
    else:
        leg = c.bar((wide * 0.35, 0, high), (wide * 0.5, 0.3, 0.07), radius=0.07)
        support = union(
            mirror(leg, "xy"), c.can(0.1, wide + 0.14, (0, 0, high - 0.05), "x"),
            c.box(wide * 0.8, 0.14, 0.14, (0, 0, high - 0.1)),
        )  # fmt: skip
    grips = []
    for side in (-0.56, 0.56):
        foot, top = at(side, 0.0), at(side, mix(u[5], 0.28, 0.38))
        grips.append(c.bar((0, *foot), (0, *top), radius=0.08))
        grips.append(c.bar((-wide * 0.36, *top), (wide * 0.36, *top), radius=0.06))
    return [(0, union(plank, *seats)), (1, support), (2, union(*grips))]


@kind(
    "slide",
    "playground slide",
    "chute",
    height=2.0,
    senses=("slide.n.04", "slide.n.07"),
    chute=("red", "yellow", "blue", "orange", "green"),
    ladder=("blue", "gray", "yellow", "brown"),
    forms={"with waves": (3, 0.6, 1.0)},
)
@cast()
def slide(u: np.ndarray, c: Kit) -> Parts:
    """It leads to the front; u3 straight or wavy, u4 its length, u5 number of rungs, u6 height of
    the sides, u7 width."""
    top, far, wide, wall = 1.15, mix(u[4], -1.0, -1.2), mix(u[7], 0.5, 0.62), mix(u[6], 0.14, 0.22)
    if u[3] < 0.6:
        line = [(0.32, top), (0.06, top), (-0.1, top - 0.08), (far + 0.45, 0.24)]
    else:
        line = [(0.32, top), (0.06, top), (-0.2, top - 0.35), (-0.42, top - 0.45)]
        line += [(far + 0.48, 0.26)]
    line += [(far + 0.3, 0.16), (far, 0.16)]
    bed = c.plate(line + [(y, z - 0.13) for y, z in line[::-1]], wide, "x", rounding=0.02)
    edge = [(y, z + wall) for y, z in line] + [(y, z - 0.13) for y, z in line[::-1]]
    side = pairs(c.plate(edge, 0.12, "x", (wide / 2, 0, 0), 0.02))
    x, foot = wide / 2, 0.62
    rail = c.bar((x, foot, 0.06), (x, 0.34, top), (x, 0.24, top + 0.4), (x, 0.02, top + 0.4),
                 (x, -0.04, top + 0.1), radius=0.065)  # fmt: skip
    steps = 4 + pick(u[5], 2)
    rungs = [
        c.box(wide, 0.16, 0.12, (0, mix(t, foot - 0.02, 0.38), mix(t, 0.0, top)), 0.02)
        for t in (np.arange(steps) + 0.8) / (steps + 0.6)
    ]
    post = c.bar((x * 0.9, far + 0.42, 0.2), (x * 0.9, far + 0.42, 0.06), radius=0.06)
    prop = c.bar((x * 0.9, 0.02, top - 0.1), (x * 0.9, -0.02, 0.06), radius=0.065)
    return [(0, union(bed, side)), (1, union(pairs(rail, post, prop), *rungs))]


@kind(
    "doll",
    "rag doll",
    "dolly",
    height=0.4,
    senses=("doll.n.01",),
    dress=("red", "pink", "blue", "purple", "yellow", "green"),
    skin=("pink", "orange", "yellow", "brown", "white"),
    hair=("orange", "yellow", "brown", "black", "red"),
    forms={"with pigtails": (3, 0.0, 0.5), "with long hair": (3, 0.5, 1.0)},
)
@cast()
def doll(u: np.ndarray, c: Kit) -> Parts:
    """u3 pigtails or long hair, u4 size of the head, u5 width of the skirt, u6 arms' length."""
    r, wide, arm = mix(u[4], 0.34, 0.42), mix(u[5], 0.36, 0.46), mix(u[6], 0.3, 0.38)
    neck, z = 0.86, 0.82 + r * 0.9
    gown = c.turned(
        [(wide, 0.26), (wide, 0.32), (wide * 0.62, 0.52), (0.19, 0.7), (0.2, 0.8), (0.12, 0.88)],
        rounding=0.03,
    )
    puffs = pairs(c.bead(0.14, (0.22, 0, neck - 0.08)))
    arms = c.limb([(0.2, 0, neck - 0.08), (0.2 + arm, -0.04, neck - 0.22)], [0.09, 0.1])
    legs = c.limb([(0.14, 0, 0.4), (0.15, 0, 0.11), (0.15, -0.1, 0.1)], [0.1, 0.1, 0.1])
    head = c.ball(r, r * 0.9, r * 0.95, (0, 0, z))
    buttons = pairs(
        c.can(0.075, 0.14, (r * 0.38, -r * 0.84, z + 0.03), "y", 0.02),
    )
    cap = difference(
        c.ball(r * 1.1, r * 1.04, r * 1.06, (0, 0.03, z + 0.03)),
        c.box(1.42 * r, r, 1.5 * r, (0, -r * 0.9, z - 0.36 * r), 0.06), 0.02,
    )  # fmt: skip
    cap = difference(cap, c.box(3, 2, 1, (0, -0.95, z - 0.5 - 0.1 * r), 0.02), 0.02)
    if u[3] < 0.5:
        x = r * 1.02
        tail = c.limb(
            [(x, 0.02, z + r * 0.25), (x + 0.14, 0.02, z), (x + 0.12, 0.02, z - 0.34)],
            [0.1, 0.15, 0.07],
        )
        locks = pairs(tail)
    else:
        locks = union(
            pairs(c.limb([(r * 0.86, 0.1, z), (r * 0.98, 0.06, z - r * 1.35)], [0.12, 0.1])),
            c.ball(r * 0.9, 0.14, r * 1.0, (0, r * 0.72, z - 0.4 * r)),
        )
    skin = union(head, pairs(arms, legs))
    return [(0, union(gown, puffs)), (1, skin), (2, union(cap, locks, buttons))]


@kind(
    "dice",
    "die",
    height=0.016,
    senses=("dice.n.01",),
    cube=("white", "white", "red", "orange", "green"),
    pips=("black", "black", "blue"),
)
@cast(1.0)
def dice(u: np.ndarray, c: Kit) -> Parts:
    """u3 which faces show, u4 how round the corners are, u5 size of the pips, u6 how far apart."""
    h, r, p = 0.8, mix(u[5], 0.14, 0.18), mix(u[6], 0.36, 0.42)
    cube = c.box(1.6, 1.6, 1.6, (0, 0, 0), mix(u[4], 0.06, 0.26))

    def pip(x: float, y: float, z: float, axis: str) -> Solid:
        return c.can(r, 0.14, (x, y, z), axis, 0.02)

    sides = mirror(pip(h - 0.02, p, p, "x"), "xyz")
    if u[3] < 0.5:
        front = union(mirror(pip(p, -h + 0.02, p, "y"), "xz"), pip(0, -h + 0.02, 0, "y"))
        top = mirror(union(pip(p, p, h - 0.02, "z"), pip(p, 0, h - 0.02, "z")), "xy")
        rest = [pip(0, h - 0.02, q, "y") for q in (-p, p)] + [pip(0, 0, 0.02 - h, "z")]
    else:
        front = mirror(union(pip(p, -h + 0.02, p, "y"), pip(p, -h + 0.02, 0, "y")), "xz")
        top = pip(0, 0, h - 0.02, "z")
        rest = [pip(0, h - 0.02, 0, "y"), mirror(pip(p, p, 0.02 - h, "z"), "xy")]
    return [(0, cube), (1, union(sides, front, top, *rest))]


@kind(
    "pawn",
    "chess pawn",
    "chess piece",
    height=0.05,
    senses=("pawn.n.03", "chessman.n.01"),
    figure=("white", "black", "brown", "red"),
    foot=("same", "black", "yellow", "white"),
)
@cast(1.0)
def pawn(u: np.ndarray, c: Kit) -> Parts:
    """u3 size of the ball, u4 slimness of the waist, u5 width of the collar, u6 width of the foot,
    u7 rings on the foot."""
    r, waist, wide = mix(u[3], 0.27, 0.34), mix(u[4], 0.15, 0.23), mix(u[6], 0.46, 0.56)
    collar = mix(u[5], 0.27, 0.36)
    z = 1.72 - r
    body = c.turned(
        [(wide * 0.8, 0.2), (wide * 0.62, 0.36), (waist * 1.2, 0.66), (waist, z - r - 0.06),
         (collar, z - r * 0.86), (collar, z - r * 0.62), (waist, z - r * 0.5)],
        rounding=0.02,
    )  # fmt: skip
    foot = [(wide, 0), (wide, 0.13), (wide * 0.86, 0.2), (wide * 0.9, 0.26)]
    if u[7] > 0.5:
        foot += [(wide * 0.8, 0.3), (wide * 0.66, 0.34)]
    return [(0, union(body, c.ball(r, r, r, (0, 0, z)))), (1, c.turned(foot, rounding=0.02))]


@kind(
    "balloon",
    "party balloon",
    "rubber balloon",
    height=1.0,
    senses=("balloon.n.02",),
    skin=_BRIGHT,
    knot=("same",),
    string=("white", "gray", "black", "yellow"),
    forms={"heart shaped": (3, 0.6, 1.0)},
)
@cast(1.0)
def balloon(u: np.ndarray, c: Kit) -> Parts:
    """u3 egg or heart, u4 length of the string, u5 how it waves, u6 how pointed it is below."""
    low, wave, sharp = mix(u[4], 0.5, 0.75), mix(u[5], 0.0, 0.12), mix(u[6], 0.5, 0.62)
    if u[3] < 0.6:
        ball = c.ball(0.52, 0.52, 0.56, (0, 0, low + 0.72))
        tip = c.turned([(0.06, low + 0.02), (sharp * 0.62, low + 0.35), (sharp * 0.7, low + 0.6)])
        body = blend(ball, tip, radius=0.12)
    else:
        lobe = c.limb(
            [(0.27, 0, low + 0.88), (0.16, 0, low + 0.55), (0.02, 0, low + 0.16)], [0.34, 0.3, 0.11]
        )
        body = mirror(lobe)
    knot = c.turned([(0.13, low - 0.08), (0.13, low - 0.03), (0.06, low + 0.08)], rounding=0.02)
    path = [(0, wave * math.sin(math.pi * i / 2), low * (1 - i / 6)) for i in range(7)]
    return [(0, body), (1, knot), (2, c.limb(path, 0.08))]


@kind(
    "rocking horse",
    "hobby horse",
    height=0.8,
    senses=("rocking_horse.n.01",),
    horse=("brown", "white", "orange", "gray"),
    rockers=("red", "brown", "blue", "yellow"),
    mane=("yellow", "black", "white", "red"),
)
@cast()
def rocking_horse(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far the rockers bend, u4 thickness of the body, u5 neck, u6 length of the rockers."""
    thick, rise = mix(u[4], 0.4, 0.5), mix(u[3], 0.12, 0.24)
    beast = Beast(
        long=1.0, wide=0.42, thick=thick, leg=0.46, leg_r=0.085, stance=0.8,
        neck=mix(u[5], 0.26, 0.36), neck_r=0.15, rise=58, head_r=0.19, muzzle=0.22, muzzle_r=0.11,
        droop=38,
    )  # fmt: skip
    body = standing(c, beast)
    ears = pointed_ears(c, body, 0.12)
    tail = curve_tail(
        c, body, (0.1, 0.0), (0.2, -0.14), (0.2, -0.36), radius=[0.07, 0.08, 0.09, 0.06]
    )
    reach, x = mix(u[6], 0.78, 0.92), 0.17
    line = [(reach * t, rise * t * t - 0.09) for t in (-1, -0.6, -0.2, 0.2, 0.6, 1)]
    curve = line + [(y, z + 0.14) for y, z in line[::-1]]
    rockers = pairs(c.plate(curve, 0.14, "x", (x, 0, 0), 0.02))
    slats = [c.box(0.4, 0.12, 0.12, (0, y, 0.06), 0.02) for y in (-0.4, 0.4)]
    seat = c.box(0.5, 0.34, 0.12, (0, 0.02, 0.46 + thick - 0.01), 0.04)
    return [
        (0, union(body.whole, ears)),
        (1, union(rockers, seat, *slats)),
        (2, union(mane(c, body, 0.075), tail)),
    ]


@kind(
    "spinning top",
    "whirligig",
    height=0.08,
    senses=("top.n.08",),
    body=_BRIGHT,
    stripe=("yellow", "white", "blue", "red"),
    peg=("brown", "gray", "yellow", "same"),
)
@cast(1.0)
def spinning_top(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the belly, u4 how full it is, u5 length of the peg, u6 width of the stripe."""
    z, top, full = mix(u[3], 0.6, 0.78), mix(u[5], 1.35, 1.6), mix(u[4], 0.4, 0.6)
    body = c.turned(
        [(0.06, 0.1), (full, z - 0.26), (0.68, z), (0.68, z + 0.08), (full * 0.9, z + 0.24),
         (0.15, z + 0.36)],
        rounding=0.03,
    )  # fmt: skip
    half = mix(u[6], 0.075, 0.1)
    stripe = c.turned([(0.72, z + 0.04 - half), (0.72, z + 0.04 + half)], rounding=0.02)
    peg = union(
        c.bar((0, 0, 0.05), (0, 0, top), radius=[0.05, 0.09]),
        c.turned([(0.13, top - 0.1), (0.15, top), (0.08, top + 0.06)], rounding=0.02),
    )
    return [(0, body), (1, stripe), (2, peg)]


@kind(
    "ferris wheel",
    "observation wheel",
    height=40.0,
    senses=("ferris_wheel.n.01",),
    wheel=("white", "red", "blue", "gray", "yellow"),
    cabins=("red", "yellow", "green", "orange", "blue"),
    stand=("gray", "blue", "white", "same"),
)
@cast()
def ferris_wheel(u: np.ndarray, c: Kit) -> Parts:
    """u3 six or eight cabins, u4 round or square ones, u5 their size, u6 spread of the legs."""
    steps = (6, 8)[pick(u[3], 2)]
    r, z, size = 0.7, 0.98, mix(u[5], 0.12, 0.145)
    turns = [2 * math.pi * i / 24 for i in range(25)]
    rim = c.limb([(r * math.sin(a), 0, z + r * math.cos(a)) for a in turns[:13]], 0.078)
    spokes, cabins = [], []
    for i in range(steps // 2 + 1):
        a = 2 * math.pi * i / steps
        x, high = r * math.sin(a), z + r * math.cos(a)
        spokes.append(c.limb([(0, 0, z), (x, 0, high)], 0.055))
        if u[4] < 0.5:
            cabins.append(c.bead(size, (x, 0, high - 0.04), 0.09))
        else:
            cabins.append(c.box(size * 1.7, size * 2, size * 1.7, (x, 0, high - 0.06), 0.03))
    foot = mix(u[6], 0.4, 0.6)
    leg = c.limb([(0, 0.2, z), (foot, 0.26, 0.06)], 0.078)
    stand = union(
        mirror(leg, "xy"), c.can(0.11, 0.5, (0, 0, z), "y", 0.02),
        mirror(c.box(foot * 2 + 0.3, 0.2, 0.12, (0, 0.26, 0.06), 0.02), "y"),
    )  # fmt: skip
    return [(0, pairs(rim, *spokes)), (1, pairs(*cabins)), (2, stand)]
