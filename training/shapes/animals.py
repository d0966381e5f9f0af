"""Pets and farm animals; they look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import (
    Beast,
    Body,
    Clay,
    curve_tail,
    hanging_ears,
    hooves,
    leaf_ears,
    mane,
    marks,
    moulded,
    pointed_ears,
    pose,
    shift,
    standing,
)
from .kinds import Parts, kind, mix
from .solids import Solid, mirror, union

SITS = {"standing": (7, 0.0, 0.5), "sitting": (7, 0.5, 1.0)}


@kind(
    "dog",
    "hound",
    "puppy",
    height=0.6,
    senses=("dog.n.01",),
    body=("brown", "white", "black", "orange", "gray"),
    ears=("same", "brown", "black"),
    nose=("black",),
    forms={**SITS, "with pointed ears": (5, 0.0, 0.4), "with floppy ears": (5, 0.4, 1.0)},
)
@moulded
def dog(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 muzzle, u5 pointed or hanging ears, u6 girth, u7 stands or sits."""
    thick = mix(u[6], 0.46, 0.6)
    b = Beast(
        long=1.2, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.3, 0.55), leg_r=0.1, neck=0.26,
        neck_r=0.17, head_r=0.27, muzzle=mix(u[4], 0.2, 0.36), muzzle_r=0.14, paws=0.07,
    )  # fmt: skip
    body = pose(c, b, u[7] >= 0.5)
    ears = hanging_ears(c, body, 0.24) if u[5] >= 0.4 else pointed_ears(c, body, 0.22)
    tail = c.limb(
        [
            shift(body.rump, y=-0.1),
            shift(body.rump, y=0.22, z=0.14),
            shift(body.rump, y=0.34, z=0.4),
        ],
        [0.09, 0.075, 0.06],
    )
    return [(0, union(body.whole, tail)), (1, ears), (2, union(body.nose, body.eyes))]


@kind(
    "cat",
    "kitten",
    "kitty",
    height=0.3,
    senses=("cat.n.01",),
    body=("orange", "gray", "black", "white", "brown"),
    tail_tip=("white", "black", "same"),
    eyes=("green", "yellow", "cyan"),
    forms=SITS,
)
@moulded
def cat(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 ear size, u5 tail straight up or curled, u6 girth, u7 stands or sits."""
    thick = mix(u[6], 0.4, 0.54)
    b = Beast(
        long=1.15, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.3, 0.44), leg_r=0.085, neck=0.16,
        neck_r=0.15, head_r=0.3, muzzle=0.09, muzzle_r=0.13, droop=25, paws=0.06,
    )  # fmt: skip
    body = pose(c, b, u[7] >= 0.5)
    ears = pointed_ears(c, body, mix(u[4], 0.2, 0.28), 0.6, 0.62)
    bend = mix(u[5], 0.1, 0.34)
    path = [
        shift(body.rump, y=-0.15), shift(body.rump, y=0.24, z=0.06),
        shift(body.rump, y=0.34, z=0.34), shift(body.rump, y=0.34 - bend, z=0.66),
    ]  # fmt: skip
    tip = c.limb([path[2], path[3]], 0.085)
    cat_ = union(body.whole, ears, c.limb(path[:3], 0.075))
    return [(0, cat_), (1, tip), (2, body.eyes)]


def _horse(u: np.ndarray, ear: float, leg: float, neck: float) -> tuple[Beast, float]:
    """Measures of the horse's family, and of its ears; u3 leg length, u4 neck, u6 girth."""
    thick = mix(u[6], 0.46, 0.58)
    b = Beast(
        long=1.25, wide=thick * 0.9, thick=thick, leg=leg * mix(u[3], 0.85, 1.15), leg_r=0.085,
        stance=0.72, neck=neck * mix(u[4], 0.85, 1.15), neck_r=0.17, rise=54, head_r=0.2,
        muzzle=0.36, muzzle_r=0.115, droop=42,
    )  # fmt: skip
    return b, ear


def _hanging_tail(c: Clay, body: Body, long: float = 0.62) -> Solid:
    return curve_tail(
        c, body, (0.12, 0.04), (0.24, -0.14), (0.26, -long), radius=[0.07, 0.075, 0.11, 0.07]
    )


@kind(
    "horse",
    "pony",
    "stallion",
    "mare",
    height=1.8,
    senses=("horse.n.01", "equine.n.01"),
    body=("brown", "brown", "white", "black", "gray"),
    mane=("black", "brown", "white"),
    hooves=("black", "gray"),
)
@moulded
def horse(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck, u5 tail length, u6 girth, u7 mane."""
    b, ear = _horse(u, 0.15, 0.66, 0.5)
    body = standing(c, b)
    tail = _hanging_tail(c, body, mix(u[5], 0.45, 0.75))
    hair = union(mane(c, body, mix(u[7], 0.075, 0.11)), tail)
    all_ = union(body.whole, pointed_ears(c, body, ear, 0.45), body.eyes)
    return [(0, all_), (1, hair), (2, hooves(c, b))]


@kind(
    "donkey",
    "mule",
    "burro",
    height=1.3,
    senses=("donkey.n.02", "ass.n.03", "mule.n.01"),
    body=("gray", "brown"),
    mane=("black", "brown"),
    muzzle=("white",),
)
@moulded
def donkey(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck, u5 ear length, u6 girth, u7 muzzle."""
    b, _ = _horse(u, 0.3, 0.44, 0.36)
    body = standing(c, b)
    ears = leaf_ears(c, body, mix(u[5], 0.24, 0.32), 24, 0.3)
    r = b.muzzle_r * mix(u[7], 1.15, 1.35)
    tip = c.ball(r, r, r, body.tip)
    tail = curve_tail(c, body, (0.12, 0.0), (0.17, -0.4), radius=0.055)
    tuft = c.limb([shift(body.rump, y=0.17, z=-0.36), shift(body.rump, y=0.17, z=-0.52)], 0.085)
    all_ = union(body.whole, ears, tail, body.eyes)
    return [(0, all_), (1, union(mane(c, body, 0.09), tuft)), (2, tip)]


@kind(
    "unicorn",
    height=1.9,
    senses=("unicorn.n.01",),
    body=("white", "pink"),
    horn=("yellow", "orange", "pink"),
    mane=("pink", "purple", "cyan", "blue"),
)
@moulded
def unicorn(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck, u5 horn length, u6 girth, u7 mane."""
    b, ear = _horse(u, 0.14, 0.6, 0.46)
    body = standing(c, b)
    long = mix(u[5], 0.42, 0.6)
    root = shift(body.crown, y=-0.12, z=0.1)
    horn = c.limb([root, shift(root, y=-0.45 * long, z=long)], [0.1, 0.05])
    hair = union(mane(c, body, mix(u[7], 0.1, 0.13)), _hanging_tail(c, body, 0.65))
    all_ = union(body.whole, pointed_ears(c, body, ear, 0.45, 0.62), body.eyes)
    return [(0, all_), (1, horn), (2, hair)]


@kind(
    "cow",
    "bull",
    "ox",
    "calf",
    height=1.5,
    senses=("bovine.n.01", "bovid.n.01", "cow.n.02"),
    body=("white", "brown", "black"),
    spots=("black", "brown", "white"),
    horns=("white", "gray", "yellow"),
)
@moulded
def cow(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 size of the spots, u5 horn length, u6 girth, u7 where the spots are."""
    thick = mix(u[6], 0.6, 0.72)
    b = Beast(
        long=1.4, wide=thick * 0.88, thick=thick, leg=mix(u[3], 0.36, 0.5), leg_r=0.105, stance=0.7,
        neck=0.24, neck_r=0.19, rise=32, head_r=0.23, muzzle=0.26, muzzle_r=0.16, droop=38,
    )  # fmt: skip
    body = standing(c, b)
    z, r, slip = b.leg + thick * 0.62, mix(u[4], 0.19, 0.27), mix(u[7], -0.1, 0.1)
    patches = mirror(
        union(
            c.ball(0.2, r * 1.2, r, (b.wide * 0.42, -0.26 + slip, z + 0.05)),
            c.ball(0.2, r, r * 0.8, (b.wide * 0.42, 0.3 + slip, z - 0.1)),
            c.ball(0.16, 0.12, 0.16, shift(body.crown, 0.2, -0.1, 0.1)),
        )
    )
    spots = marks(union(body.torso, body.head), patches)
    long = mix(u[5], 0.14, 0.26)
    root = shift(body.crown, 0.1, 0.04, 0.16)
    horns = c.limb(
        [root, shift(root, 0.16, z=0.03), shift(root, 0.2, -0.03, long)], [0.07, 0.065, 0.05]
    )
    udder = c.ball(0.16, 0.18, 0.13, (0, 0.24, b.leg + 0.03))
    tail = curve_tail(c, body, (0.1, 0.04), (0.15, -0.45), radius=0.055)
    tuft = c.limb([shift(body.rump, y=0.15, z=-0.42), shift(body.rump, y=0.15, z=-0.56)], 0.08)
    all_ = union(body.whole, leaf_ears(c, body, 0.17, 100), udder, tail, tuft, body.eyes)
    return [(0, all_), (1, spots), (2, mirror(horns))]


@kind(
    "sheep",
    "lamb",
    "ram",
    "ewe",
    height=0.9,
    senses=("sheep.n.01",),
    wool=("white", "white", "gray", "black"),
    face=("black", "gray", "white", "brown"),
    legs=("black", "gray", "brown"),
)
@moulded
def sheep(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 curls, u5 head size, u6 girth."""
    thick = mix(u[6], 0.6, 0.74)
    b = Beast(
        long=1.15, wide=thick * 0.85, thick=thick, leg=mix(u[3], 0.24, 0.4), leg_r=0.085,
        stance=0.6, neck=0.22, neck_r=0.18, rise=30, head_r=mix(u[5], 0.19, 0.23), muzzle=0.2,
        muzzle_r=0.12, droop=40,
    )  # fmt: skip
    body = standing(c, b)
    curl, z = mix(u[4], 0.17, 0.23), b.leg + thick / 2
    w, h = b.wide / 2, thick / 2
    bumps = [
        c.bead(curl, (w * x, 0.5 * b.long * y, z + h * s))
        for x, y, s in (
            (0.75, -0.6, 0.0), (0.85, -0.15, -0.25), (0.85, 0.3, -0.2), (0.7, 0.68, 0.1),
            (0.62, -0.4, 0.6), (0.68, 0.08, 0.65), (0.6, 0.5, 0.6), (0.2, -0.7, 0.5),
        )
    ]  # fmt: skip
    tuft = c.bead(b.head_r * 0.72, shift(body.crown, y=0.05, z=b.head_r * 0.72))
    tail = c.bead(0.12, shift(body.rump, y=0.14, z=-0.05))
    wool = union(body.torso, mirror(union(*bumps)), body.neck, tuft, tail)
    face = union(body.head, leaf_ears(c, body, 0.17, 105), body.eyes)
    return [(0, wool), (1, face), (2, body.legs)]


@kind(
    "goat",
    "billy goat",
    height=0.9,
    senses=("goat.n.01", "antelope.n.01"),
    body=("white", "brown", "gray", "black"),
    horns=("gray", "brown", "black"),
    beard=("white", "gray", "same"),
)
@moulded
def goat(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 horn length, u5 beard, u6 girth."""
    thick = mix(u[6], 0.46, 0.58)
    b = Beast(
        long=1.1, wide=thick * 0.85, thick=thick, leg=mix(u[3], 0.38, 0.52), leg_r=0.08,
        stance=0.68, neck=0.32, neck_r=0.15, rise=52, head_r=0.2, muzzle=0.26, muzzle_r=0.11,
        droop=35,
    )  # fmt: skip
    body = standing(c, b)
    long, root = mix(u[4], 0.8, 1.2), shift(body.crown, 0.09, 0.0, 0.14)
    horns = c.limb(
        [
            root,
            shift(root, 0.03, 0.06 * long, 0.26 * long),
            shift(root, 0.06, 0.22 * long, 0.38 * long),
            shift(root, 0.1, 0.4 * long, 0.34 * long),
        ],
        [0.085, 0.08, 0.065, 0.05],
    )
    chin = shift(body.tip, y=0.05, z=-0.08)
    beard = c.limb([chin, shift(chin, y=0.02, z=-mix(u[5], 0.16, 0.28))], [0.085, 0.055])
    tail = curve_tail(c, body, (0.1, 0.1), (0.14, 0.24), radius=[0.08, 0.075, 0.055])
    all_ = union(body.whole, leaf_ears(c, body, 0.17, 105), tail, body.eyes)
    return [(0, all_), (1, mirror(horns)), (2, beard)]


@kind(
    "pig",
    "piglet",
    "hog",
    "boar",
    height=0.8,
    senses=("swine.n.01",),
    body=("pink", "pink", "brown", "black"),
    snout=("same", "red", "pink"),
    hooves=("brown", "gray", "black"),
)
@moulded
def pig(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 snout, u5 ear size, u6 girth."""
    thick = mix(u[6], 0.68, 0.82)
    b = Beast(
        long=1.3, wide=thick * 0.92, thick=thick, leg=mix(u[3], 0.18, 0.3), leg_r=0.12, stance=0.64,
        neck=0.24, neck_r=0.26, rise=18, head_r=0.33, muzzle=0.04, muzzle_r=0.17, droop=15,
    )  # fmt: skip
    body = standing(c, b)
    long = mix(u[4], 0.16, 0.26)
    snout = c.can(0.16, long, shift(body.tip, y=-0.2 - 0.2 * long, z=0.03), "y", 0.03)
    r = mix(u[5], 0.18, 0.25)
    ears = pointed_ears(c, body, r, 0.6, 0.62)
    tail = curve_tail(c, body, (0.14, 0.02), (0.24, 0.14), (0.14, 0.22), (0.1, 0.1), radius=0.055)
    all_ = union(body.whole, ears, tail, body.eyes)
    return [(0, all_), (1, snout), (2, hooves(c, b))]
