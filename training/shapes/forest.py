"""Animals of the wood and the hedge, a kangaroo and a bat; they look to -y."""

from __future__ import annotations

import numpy as np

from .animals import SITS
from .bodies import (
    Beast,
    Clay,
    curve_tail,
    hooves,
    leaf_ears,
    marks,
    moulded,
    pointed_ears,
    pose,
    shift,
    standing,
)
from .kinds import Parts, kind, mix
from .solids import blend, mirror, union


@kind(
    "wolf",
    height=0.8,
    senses=("wolf.n.01", "canine.n.02", "jackal.n.01"),
    body=("gray", "gray", "black", "white"),
    chest=("white", "same", "brown"),
    eyes=("yellow", "cyan", "black"),
    forms={**SITS, "howling": (7, 0.72, 1.0)},
)
@moulded
def wolf(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 muzzle, u5 tail size, u6 girth, u7 stands, sits, or sits and howls."""
    thick = mix(u[6], 0.48, 0.58)
    howls = u[7] >= 0.72
    b = Beast(
        long=1.25, wide=thick * 0.85, thick=thick, leg=mix(u[3], 0.42, 0.56), leg_r=0.095,
        neck=0.26, neck_r=0.2, rise=32, head_r=0.25, muzzle=mix(u[4], 0.26, 0.36), muzzle_r=0.105,
        droop=-58 if howls else 14, paws=0.07,
    )  # fmt: skip
    body = pose(c, b, u[7] >= 0.5)
    r = mix(u[5], 0.12, 0.16)
    steps = (
        [(0.18, -0.02), (0.34, -0.3), (0.4, -0.5)] if u[7] < 0.5 else [(0.3, 0.02), (0.56, 0.08)]
    )
    tail = curve_tail(c, body, *steps, radius=[0.09, *[r] * (len(steps) - 1), 0.06])
    ears = pointed_ears(c, body, 0.2, 0.42, 0.55)
    if howls:
        r_ = b.head_r
        root = shift(body.crown, 0.5 * r_, 0.6 * r_, 0.3 * r_)
        ears = mirror(c.limb([root, shift(root, 0.04, 0.2, 0.02)], [0.1, 0.05]))
    fur = c.ball(b.wide * 0.42, 0.16, 0.24, shift(body.chest, y=-0.16, z=0.02), rx=-20)
    jaw = c.limb([shift(body.tip, y=0.2, z=-0.07), shift(body.tip, y=0.0, z=-0.035)], 0.085)
    chest = union(fur, jaw) if not howls else fur
    return [(0, union(body.whole, ears, tail, body.nose)), (1, chest), (2, body.eyes)]


@kind(
    "fox",
    height=0.4,
    senses=("fox.n.01",),
    body=("orange", "orange", "red", "gray"),
    tail_tip=("white",),
    ears=("black", "brown"),
    forms=SITS,
)
@moulded
def fox(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 ear size, u5 tail size, u6 girth, u7 stands or sits."""
    thick = mix(u[6], 0.42, 0.52)
    b = Beast(
        long=1.1, wide=thick * 0.88, thick=thick, leg=mix(u[3], 0.3, 0.42), leg_r=0.08, neck=0.2,
        neck_r=0.17, rise=42, head_r=0.27, muzzle=0.28, muzzle_r=0.085, droop=20, paws=0.05,
    )  # fmt: skip
    body = pose(c, b, u[7] >= 0.5)
    r = mix(u[5], 0.15, 0.2)
    if u[7] < 0.5:
        path = [(0.12, 0.0), (0.42, 0.04), (0.66, 0.14), (0.86, 0.28)]
    else:
        path = [(0.16, 0.04), (0.4, 0.1), (0.56, 0.3), (0.58, 0.55)]
    tail = curve_tail(c, body, *path[:3], radius=[0.07, 0.1, r, r])
    tip = c.limb([shift(body.rump, 0, y, z) for y, z in path[2:]], [r * 1.04, 0.06])
    bib = c.ball(b.wide * 0.36, 0.13, 0.2, shift(body.chest, y=-0.16, z=-0.02), rx=-20)
    cheeks = mirror(c.ball(0.12, 0.1, 0.11, shift(body.crown, 0.13, -0.17, -0.13)))
    ears = pointed_ears(c, body, mix(u[4], 0.2, 0.28), 0.5, 0.55)
    return [
        (0, union(body.whole, tail)),
        (1, union(tip, bib, cheeks)),
        (2, union(ears, body.nose, body.eyes)),
    ]


@kind(
    "deer",
    "stag",
    "reindeer",
    height=1.8,
    senses=("deer.n.01",),
    body=("brown", "brown", "orange"),
    antlers=("white", "yellow", "gray"),
    hooves=("black",),
    forms={"with spots": (7, 0.6, 1.0)},
)
@moulded
def deer(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 antler size, u5 neck, u6 girth, u7 with or without light spots."""
    thick = mix(u[6], 0.42, 0.52)
    b = Beast(
        long=1.1, wide=thick * 0.85, thick=thick, leg=mix(u[3], 0.52, 0.68), leg_r=0.075,
        stance=0.7, neck=mix(u[5], 0.34, 0.46), neck_r=0.14, rise=60, head_r=0.19, muzzle=0.24,
        muzzle_r=0.095, droop=26,
    )  # fmt: skip
    body = standing(c, b)
    s, root = mix(u[4], 0.8, 1.15), shift(body.crown, 0.08, 0.04, 0.13)

    def at(x: float, y: float, z: float) -> tuple[float, float, float]:
        return shift(root, x * s, y * s, z * s)

    beam = c.limb([root, at(0.16, 0.08, 0.16), at(0.32, 0.06, 0.36), at(0.34, -0.02, 0.6)], 0.06)
    tines = [
        c.limb([at(0.16, 0.08, 0.16), at(0.14, -0.14, 0.34)], 0.055),
        c.limb([at(0.3, 0.06, 0.34), at(0.48, -0.06, 0.5)], 0.055),
        c.limb([at(0.24, 0.07, 0.26), at(0.14, 0.06, 0.52)], 0.055),
    ]
    horns = mirror(union(beam, *tines))
    tail = c.ball(0.08, 0.1, 0.12, shift(body.rump, y=0.1, z=0.04), rx=20)
    ears = leaf_ears(c, body, 0.15, 95)
    if u[7] >= 0.6:
        z = b.leg + thick * 0.72
        dots = [
            c.bead(0.075, (b.wide * 0.36, y, z + s))
            for y, s in ((-0.3, 0.02), (-0.05, 0.06), (0.2, 0.02), (0.08, -0.14), (-0.2, -0.12))
        ]
        horns = union(horns, marks(body.torso, mirror(union(*dots))))
    nose = union(hooves(c, b, 0.12), body.nose, body.eyes)
    return [(0, union(body.whole, tail, ears)), (1, horns), (2, nose)]


@kind(
    "rabbit",
    "bunny",
    "hare",
    height=0.35,
    senses=("rabbit.n.01", "hare.n.01", "leporid.n.01"),
    body=("white", "brown", "gray", "white"),
    ears=("same", "pink"),
    tail=("white", "same"),
    forms={"with floppy ears": (5, 0.7, 1.0), "upright": (7, 0.5, 1.0)},
)
@moulded
def rabbit(u: np.ndarray, c: Clay) -> Parts:
    """u3 ear length, u4 head size, u5 upright or floppy ears, u6 girth, u7 crouches or upright."""
    wide, r, up = mix(u[6], 0.33, 0.4), mix(u[4], 0.26, 0.31), u[7] >= 0.5
    if up:
        trunk = c.ball(wide, wide * 0.95, 0.5, (0, 0, 0.5))
        at = (0.0, -0.08, 0.94 + r * 0.6)
        arms = c.limb([(wide * 0.7, -0.14, 0.72), (wide * 0.5, -0.42, 0.6)], 0.09)
        rear = (0.0, wide * 0.95, 0.22)
    else:
        trunk = c.ball(wide, 0.55, 0.38, (0, 0.08, 0.4), rx=-10)
        at = (0.0, -0.5, 0.66 + r * 0.4)
        arms = c.limb(
            [(wide * 0.5, -0.36, 0.36), (wide * 0.5, -0.42, 0.09), (wide * 0.5, -0.54, 0.09)], 0.09
        )
        rear = (0.0, 0.6, 0.36)
    head = c.ball(r * 0.95, r, r * 0.92, at)
    cheeks = mirror(c.ball(0.12, 0.11, 0.1, shift(at, 0.08, -r * 0.86, -r * 0.3)))
    thigh = c.ball(0.15, 0.28, 0.26, (wide * 0.82, 0.22 if not up else 0.06, 0.27))
    foot = c.ball(0.11, 0.3, 0.09, (wide * 0.85, 0.08 if not up else -0.22, 0.09))
    long = mix(u[3], 0.3, 0.44)
    if u[5] < 0.7:
        ears = mirror(
            c.ball(0.1, 0.075, long, shift(at, r * 0.42, 0.06, r * 0.75 + long * 0.8), ry=9, rx=-8)
        )
    else:
        ears = mirror(
            c.ball(0.07, 0.12, long * 0.9, shift(at, r * 1.0, 0.04, r * 0.55 - long * 0.6), ry=-12)
        )
    eyes = mirror(c.bead(0.06, shift(at, r * 0.6, -r * 0.66, r * 0.24)))
    body = union(
        blend(trunk, head, mirror(arms), radius=0.08), mirror(union(thigh, foot)), cheeks, eyes
    )
    return [(0, body), (1, ears), (2, c.bead(0.15, rear))]


@kind(
    "mouse",
    "rat",
    height=0.06,
    senses=("mouse.n.01", "rat.n.01", "rodent.n.01", "shrew.n.02"),
    body=("gray", "white", "brown"),
    ears=("pink", "same"),
    tail=("pink",),
)
@moulded
def mouse(u: np.ndarray, c: Clay) -> Parts:
    """u3 ear size, u4 snout, u5 tail, u6 girth, u7 head size."""
    wide, r = mix(u[6], 0.32, 0.4), mix(u[7], 0.27, 0.32)
    trunk = c.ball(wide, 0.52, wide * 0.95, (0, 0.1, wide * 0.95 + 0.04))
    at = (0.0, -0.46, wide * 0.9)
    head = c.ball(r, r * 1.1, r, at)
    long = mix(u[4], 0.16, 0.3)
    tip = shift(at, y=-r - long, z=-r * 0.25)
    snout = c.limb([shift(at, y=-r * 0.4, z=-r * 0.1), tip], [r * 0.68, 0.075])
    ear = mix(u[3], 0.2, 0.28)
    ears = mirror(
        c.ball(ear, 0.07, ear, shift(at, r * 0.72 + ear * 0.2, 0.12, r * 0.62 + ear * 0.4), rz=10)
    )
    eyes = mirror(c.bead(0.065, shift(at, r * 0.56, -r * 0.84, r * 0.32)))
    paws = mirror(union(*(c.ball(0.09, 0.15, 0.08, (wide * 0.62, y, 0.08)) for y in (-0.34, 0.3))))
    lift = mix(u[5], 0.1, 0.55)
    tail = c.limb(
        [(0, 0.5, 0.2), (0, 0.8, 0.1), (0, 1.05, 0.2), (0, 1.2, 0.2 + lift)],
        [0.08, 0.07, 0.06, 0.05],
    )
    nose = c.bead(0.07, tip)
    body = union(blend(trunk, head, snout, radius=0.08), paws, eyes)
    return [(0, body), (1, union(ears, nose)), (2, tail)]


@kind(
    "squirrel",
    height=0.25,
    senses=("squirrel.n.01",),
    body=("brown", "orange", "red", "gray"),
    tail=("same", "brown", "orange"),
    belly=("white", "yellow"),
)
@moulded
def squirrel(u: np.ndarray, c: Clay) -> Parts:
    """u3 tail height, u4 head size, u5 tail thickness, u6 girth, u7 ears."""
    wide, r = mix(u[6], 0.26, 0.33), mix(u[4], 0.23, 0.28)
    trunk = c.ball(wide, wide * 1.05, 0.44, (0, 0, 0.46), rx=-14)
    at = (0.0, -0.22, 0.86 + r * 0.5)
    head = c.ball(r * 0.95, r, r, at)
    snout = c.limb(
        [shift(at, y=-r * 0.5, z=-r * 0.2), shift(at, y=-r * 1.2, z=-r * 0.35)], [r * 0.6, 0.09]
    )
    arms = c.limb(
        [(wide * 0.75, -0.12, 0.66), (wide * 0.6, -0.36, 0.52), (0.09, -0.46, 0.6)], 0.075
    )
    thigh = c.ball(0.14, 0.25, 0.24, (wide * 0.82, 0.04, 0.25))
    foot = c.ball(0.1, 0.24, 0.08, (wide * 0.85, -0.2, 0.08))
    ear = mix(u[7], 0.16, 0.26)
    ears = c.limb(
        [shift(at, r * 0.55, 0.02, r * 0.7), shift(at, r * 0.72, 0.05, r * 0.8 + ear)], [0.09, 0.05]
    )
    eyes = mirror(c.bead(0.065, shift(at, r * 0.66, -r * 0.68, r * 0.22)))
    t, tall = mix(u[5], 0.17, 0.23), mix(u[3], 1.15, 1.5)
    tail = c.limb(
        [
            (0, 0.2, 0.16),
            (0, 0.52, 0.24),
            (0, 0.66, 0.6),
            (0, 0.56, tall - 0.28),
            (0, 0.66, tall - 0.08),
            (0, 0.86, tall - 0.1),
        ],
        [0.12, t * 0.9, t, t * 1.15, t, 0.12],
    )
    belly = marks(trunk, c.ball(wide * 0.68, 0.3, 0.34, (0, -wide * 0.95, 0.48)))
    body = union(
        blend(trunk, head, snout, radius=0.06), mirror(union(arms, thigh, foot, ears)), eyes
    )
    return [(0, body), (1, tail), (2, belly)]


@kind(
    "hedgehog",
    "porcupine",
    height=0.15,
    senses=("hedgehog.n.02", "porcupine.n.01"),
    spines=("brown", "gray", "black"),
    face=("yellow", "orange", "white", "pink"),
    nose=("black",),
)
@moulded
def hedgehog(u: np.ndarray, c: Clay) -> Parts:
    """u3 spine length, u4 snout, u5 rows of spines, u6 girth, u7 ears."""
    wide = mix(u[6], 0.52, 0.6)
    tall, deep = wide * 0.92, 0.66
    z = tall * 0.62
    trunk = c.ball(wide, deep, tall, (0, 0.12, z))
    under = c.ball(wide * 0.86, deep * 0.92, tall * 0.5, (0, 0.06, tall * 0.42))
    long = mix(u[3], 0.14, 0.22)
    spines = []
    rings = ((12, 7), (40, 6), (66, 3)) if u[5] < 0.5 else ((8, 8), (32, 7), (54, 5), (74, 2))
    for lift, count in rings:
        a = np.radians(lift)
        for turn in np.linspace(-62, 90, count):
            t = np.radians(turn)
            way = np.array([np.cos(t) * np.cos(a), np.sin(t) * np.cos(a), np.sin(a)])
            foot = way * (wide, deep, tall)
            tip = foot + way * long
            spines.append(
                c.limb(
                    [
                        (foot[0] * 0.9, 0.12 + foot[1] * 0.9, z + foot[2] * 0.9),
                        (tip[0], 0.12 + tip[1], z + tip[2]),
                    ],
                    [0.1, 0.05],
                )
            )
    crown = c.limb([(0, 0.12, z + tall * 0.9), (0, 0.16, z + tall + long)], [0.1, 0.05])
    reach = mix(u[4], 0.24, 0.36)
    at = (0.0, -0.42, z * 0.82)
    tip = shift(at, y=-reach - 0.16, z=-0.06)
    face = blend(c.ball(0.34, 0.24, 0.3, at), c.limb([at, tip], [0.24, 0.085]), radius=0.05)
    ear = mix(u[7], 0.1, 0.14)
    ears = mirror(c.ball(ear, 0.06, ear, shift(at, 0.27, -0.06, 0.27)))
    paws = mirror(union(*(c.ball(0.1, 0.15, 0.09, (wide * 0.5, y, 0.08)) for y in (-0.34, 0.36))))
    eyes = mirror(c.bead(0.065, shift(at, 0.16, -0.22, 0.12)))
    nose = c.bead(0.085, shift(tip, y=-0.06, z=0.02))
    return [
        (0, union(trunk, mirror(union(*spines)), crown)),
        (1, union(under, face, ears, paws)),
        (2, union(nose, eyes)),
    ]


@kind(
    "kangaroo",
    height=1.5,
    senses=("kangaroo.n.01",),
    body=("brown", "orange", "gray"),
    belly=("white", "yellow"),
    ears=("same", "pink", "brown"),
)
@moulded
def kangaroo(u: np.ndarray, c: Clay) -> Parts:
    """u3 ear length, u4 tail, u5 lean, u6 girth, u7 neck."""
    wide, lean = mix(u[6], 0.25, 0.31), mix(u[5], 56, 72)
    trunk = c.ball(wide, 0.5, wide * 1.05, (0, 0.02, 0.74), rx=-lean)
    front = np.cos(np.radians(lean))
    low, chest = (0.0, 0.16, 0.56), (0.0, -0.42 * front, 1.08)
    at = shift(chest, y=-0.2, z=mix(u[7], 0.26, 0.36))
    neck = c.limb([low, chest, at], [wide * 1.1, 0.19, 0.12])
    head = c.ball(0.16, 0.19, 0.16, at)
    snout = c.limb([at, shift(at, y=-0.3, z=-0.08)], [0.13, 0.09])
    long = mix(u[3], 0.17, 0.24)
    ears = mirror(c.ball(0.08, 0.06, long, shift(at, 0.12, 0.08, 0.1 + long), ry=18))
    arms = c.limb(
        [
            shift(chest, 0.17, 0, -0.05),
            shift(chest, 0.24, -0.2, -0.26),
            shift(chest, 0.18, -0.36, -0.2),
        ],
        0.07,
    )
    thigh = c.ball(0.15, 0.3, 0.26, (wide * 0.9, 0.16, 0.46), rx=25)
    shin = c.limb(
        [(wide * 0.95, 0.0, 0.34), (wide * 0.95, 0.3, 0.1), (wide * 0.95, -0.3, 0.085)],
        [0.11, 0.09, 0.085],
    )
    lift = mix(u[4], 0.09, 0.24)
    tail = c.limb(
        [(0, 0.24, 0.56), (0, 0.56, 0.24), (0, 0.9, 0.11), (0, 1.15, lift)],
        [0.19, 0.13, 0.1, 0.065],
    )
    eyes = mirror(c.bead(0.06, shift(at, 0.12, -0.1, 0.06)))
    pouch = marks(trunk, c.ball(wide * 0.7, 0.24, 0.34, (0, -0.32, 0.68)))
    body = union(
        blend(trunk, neck, head, snout, tail, radius=0.08), mirror(union(arms, thigh, shin)), eyes
    )
    return [(0, body), (1, pouch), (2, ears)]


@kind(
    "bat",
    height=0.12,
    senses=("bat.n.01",),
    body=("brown", "black", "gray", "purple"),
    wings=("same", "black", "purple"),
    eyes=("red", "yellow", "white"),
)
@moulded
def bat(u: np.ndarray, c: Clay) -> Parts:
    """u3 ear size, u4 wing depth, u5 lift of the wings, u6 girth, u7 scallops."""
    r, lift = mix(u[6], 0.2, 0.26), mix(u[5], 0.0, 0.22)
    trunk = c.ball(r, r * 0.9, 0.32, (0, 0, 0.32))
    at = (0.0, -0.04, 0.6 + r * 0.6)
    head = c.ball(r * 1.05, r, r, at)
    ear = mix(u[3], 0.2, 0.3)
    ears = mirror(
        c.plate(
            [(0.04, at[2] + r * 0.5), (r * 1.0, at[2] + r * 0.3), (r * 0.95, at[2] + r + ear)],
            0.12,
            "y",
            (0, 0, 0),
            0.02,
        )
    )
    low, dip = 0.5 - mix(u[4], 0.3, 0.46), mix(u[7], 0.1, 0.16)
    wing = [
        (0.0, 0.52), (0.4, 0.74 + lift * 0.5), (0.58, 0.82 + lift), (0.78, 0.7 + lift),
        (1.0, 0.36 + lift), (0.84, 0.36 + lift), (0.72, low + 0.04 + dip), (0.62, low + lift * 0.4),
        (0.46, low + dip), (0.34, low), (0.14, low + dip), (0.0, low + dip),
    ]  # fmt: skip
    wings = mirror(c.plate(wing, 0.11, "y", (0, 0.03, 0), 0.025))
    feet = mirror(c.limb([(0.1, -0.02, 0.1), (0.1, -0.06, 0.0)], 0.06))
    eyes = mirror(c.bead(0.065, shift(at, r * 0.42, -r * 0.88, r * 0.12)))
    fangs = mirror(
        c.limb([shift(at, 0.07, -r * 0.8, -r * 0.4), shift(at, 0.07, -r * 0.86, -r * 0.8)], 0.05)
    )
    return [(0, union(blend(trunk, head, radius=0.08), ears, feet, fangs)), (1, wings), (2, eyes)]
