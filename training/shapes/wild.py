"""Big wild animals; they look to -y."""

from __future__ import annotations

import math

import numpy as np

from .animals import SITS
from .bodies import (
    Beast,
    Clay,
    curve_tail,
    hooves,
    leaf_ears,
    mane,
    marks,
    moulded,
    pointed_ears,
    pose,
    round_ears,
    shift,
    standing,
)
from .kinds import Parts, kind, mix
from .solids import blend, mirror, union


@kind(
    "elephant",
    height=3.0,
    senses=("elephant.n.01", "mammoth.n.01", "proboscidean.n.01"),
    body=("gray", "gray", "blue", "pink"),
    ears=("same", "gray", "pink"),
    tusks=("white", "yellow"),
    forms={"with a raised trunk": (7, 0.5, 1.0)},
)
@moulded
def elephant(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 ear size, u5 tusk length, u6 girth, u7 trunk hangs or is raised."""
    thick = mix(u[6], 0.74, 0.86)
    b = Beast(
        long=1.25, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.28, 0.42), leg_r=0.16, stance=0.6,
        neck=0.3, neck_r=0.26, rise=30, head_r=0.36, muzzle=0.0, muzzle_r=0.2,
    )  # fmt: skip
    body = standing(c, b)
    at = body.crown
    if u[7] < 0.5:
        path = [(-0.2, -0.1), (-0.42, -0.26), (-0.5, -0.55), (-0.56, -0.74), (-0.68, -0.78)]
    else:
        path = [(-0.2, -0.1), (-0.48, -0.22), (-0.7, -0.1), (-0.76, 0.16), (-0.86, 0.34)]
    trunk = c.limb([shift(at, 0, y, z) for y, z in path], [0.2, 0.17, 0.13, 0.11, 0.095])
    root = shift(at, 0.2, -0.26, -0.2)
    long = mix(u[5], 0.24, 0.42)
    tusks = c.limb(
        [root, shift(root, 0.03, -long * 0.7, -0.18), shift(root, 0.03, -long, -0.1)],
        [0.09, 0.08, 0.05],
    )
    r = mix(u[4], 0.3, 0.4)
    ears = mirror(c.ball(r * 0.85, 0.075, r * 1.1, shift(at, 0.3 + r * 0.55, 0.1, -0.02), rz=22))
    tail = curve_tail(c, body, (0.16, -0.1), (0.22, -0.5), radius=0.06)
    return [
        (0, union(blend(body.whole, trunk, radius=0.06), tail, body.eyes)),
        (1, ears),
        (2, mirror(tusks)),
    ]


@kind(
    "giraffe",
    height=5.0,
    senses=("giraffe.n.01",),
    body=("yellow", "orange"),
    spots=("brown", "orange"),
    horns=("brown", "black"),
)
@moulded
def giraffe(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck length, u5 size of the spots, u6 girth."""
    thick = mix(u[6], 0.42, 0.52)
    b = Beast(
        long=0.95, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.62, 0.8), leg_r=0.08, stance=0.7,
        neck=mix(u[4], 0.8, 1.05), neck_r=0.13, rise=72, head_r=0.16, muzzle=0.24, muzzle_r=0.095,
        droop=28,
    )  # fmt: skip
    body = standing(c, b)
    dot, z = mix(u[5], 0.1, 0.13), b.leg + thick / 2
    where = [
        c.ball(0.16, dot, dot * 1.1, (b.wide * 0.42, 0.95 * y, z + thick * s))
        for y, s in ((-0.27, 0.18), (0.02, 0.24), (0.28, 0.12), (-0.12, -0.12), (0.16, -0.16))
    ]
    foot, top = np.array(body.chest), np.array(body.crown)
    for step, (x, y) in enumerate([(0.13, 0.03), (0.13, -0.03)] * 2):
        px, py, pz = foot + (top - foot) * (0.32 + 0.17 * step)
        where.append(c.ball(0.09, dot * 0.8, dot * 0.85, (px + x, py + y, pz)))
    spots = marks(union(body.torso, body.neck), mirror(union(*where)))
    root = shift(body.crown, 0.07, 0.02, 0.1)
    tip = shift(root, 0.02, 0.02, 0.2)
    horns = union(c.limb([root, tip], 0.05), c.bead(0.07, tip))
    tail = curve_tail(c, body, (0.12, -0.05), (0.16, -0.4), radius=[0.06, 0.055, 0.075])
    hair = mane(c, body, 0.055)
    all_ = union(body.whole, leaf_ears(c, body, 0.13, 85), tail, body.eyes)
    return [(0, all_), (1, spots), (2, union(mirror(horns), hair, hooves(c, b, 0.1)))]


@kind(
    "zebra",
    height=1.5,
    senses=("zebra.n.01",),
    body=("white",),
    stripes=("black",),
    mane=("black",),
)
@moulded
def zebra(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck, u5 width of the stripes, u6 girth."""
    thick = mix(u[6], 0.48, 0.58)
    b = Beast(
        long=1.25, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.46, 0.62), leg_r=0.09,
        stance=0.72, neck=mix(u[4], 0.36, 0.5), neck_r=0.17, rise=52, head_r=0.2, muzzle=0.34,
        muzzle_r=0.12, droop=42,
    )  # fmt: skip
    body = standing(c, b)
    wide = mix(u[5], 0.1, 0.13)
    belly, middle = b.leg, b.leg + thick / 2
    bands = [
        c.box(1.2, wide, thick + 0.2, (0, y, middle), 0.01) for y in (-0.36, -0.12, 0.12, 0.36)
    ]
    on_legs = [c.box(1.2, 1.6, 0.11, (0, 0, belly * part), 0.01) for part in (0.24, 0.58, 0.92)]
    foot, top = np.array(body.chest), np.array(body.crown)
    on_neck = []
    for part in (0.42, 0.66, 0.9):
        _, y, z = foot + (top - foot) * part
        on_neck.append(c.ball(0.4, 0.06, 0.3, (0, y, z), rx=90 - b.rise - 20))
    stripes = union(
        marks(body.torso, *bands), marks(body.legs, *on_legs), marks(body.neck, *on_neck),
        c.ball(b.muzzle_r * 1.05, b.muzzle_r, b.muzzle_r * 1.05, body.tip),
    )  # fmt: skip
    tail = curve_tail(
        c, body, (0.12, 0.0), (0.2, -0.2), (0.22, -0.5), radius=[0.06, 0.06, 0.065, 0.08]
    )
    all_ = union(body.whole, pointed_ears(c, body, 0.16, 0.45), body.eyes)
    return [(0, all_), (1, stripes), (2, union(mane(c, body, 0.08), tail, hooves(c, b, 0.1)))]


def _big_cat(u: np.ndarray) -> Beast:
    """u3 leg length, u6 girth."""
    thick = mix(u[6], 0.5, 0.62)
    return Beast(
        long=1.35, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.32, 0.46), leg_r=0.115, neck=0.28,
        neck_r=0.2, rise=42, head_r=0.29, muzzle=0.13, muzzle_r=0.16, droop=25, paws=0.08,
    )  # fmt: skip


@kind(
    "lion",
    height=1.1,
    senses=("lion.n.01",),
    body=("yellow", "orange"),
    mane=("brown", "orange", "red"),
    nose=("black", "brown"),
    forms=SITS,
)
@moulded
def lion(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 size of the mane, u5 tail, u6 girth, u7 stands or sits."""
    b = _big_cat(u)
    body = pose(c, b, u[7] >= 0.5)
    r = b.head_r * mix(u[4], 1.35, 1.6)
    ring = [
        c.bead(0.13, shift(body.crown, 0.86 * r * math.sin(a), 0.1, 0.86 * r * math.cos(a)))
        for a in np.linspace(0.0, math.pi, 8)
    ]
    hair = union(c.ball(r, 0.22, r, shift(body.crown, y=0.14)), mirror(union(*ring)))
    end = shift(body.rump, y=0.36, z=mix(u[5], 0.05, 0.35))
    tail = c.limb([shift(body.rump, y=-0.1), shift(body.rump, y=0.24, z=-0.05), end], 0.065)
    tuft = c.bead(0.12, end)
    all_ = union(body.whole, round_ears(c, body, 0.11, 0.6, 0.95), tail)
    return [(0, all_), (1, union(hair, tuft)), (2, union(body.nose, body.eyes))]


@kind(
    "tiger",
    height=1.0,
    senses=("tiger.n.02", "big_cat.n.01"),
    body=("orange", "orange", "white", "yellow"),
    stripes=("black", "brown"),
    muzzle=("white",),
    forms=SITS,
)
@moulded
def tiger(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 width of the stripes, u5 tail, u6 girth, u7 stands or sits."""
    b = _big_cat(u)
    body = pose(c, b, u[7] >= 0.5)
    wide = mix(u[4], 0.1, 0.12)
    if u[7] < 0.5:
        top = b.leg + b.thick * 0.62
        bands = [
            c.box(1.2, wide, b.thick * 0.8, (0, y, top), 0.01) for y in (-0.3, -0.06, 0.18, 0.42)
        ]
    else:
        bands = [c.box(1.2, 1.2, wide, (0, 0.62, z), 0.01) for z in (0.3, 0.54, 0.78)]
    crown = body.crown
    bands.append(c.box(wide, 0.5, 0.26, shift(crown, z=0.3), 0.01))
    bands += [c.box(0.9, 0.34, 0.1, shift(crown, y=0.12, z=z), 0.01) for z in (0.1, -0.1)]
    end = shift(body.rump, y=0.4, z=mix(u[5], 0.1, 0.4))
    path = [shift(body.rump, y=-0.1), shift(body.rump, y=0.26, z=-0.02), end]
    stripes = union(marks(union(body.torso, body.head), *bands), c.bead(0.085, end), body.eyes)
    snout = c.ball(b.muzzle_r * 1.25, b.muzzle_r, b.muzzle_r, shift(body.tip, y=-0.03))
    all_ = union(body.whole, round_ears(c, body, 0.12, 0.66, 0.9), c.limb(path, 0.07))
    return [(0, all_), (1, union(stripes, body.nose)), (2, snout)]


@kind(
    "bear",
    "grizzly",
    "polar bear",
    height=1.3,
    senses=("bear.n.01",),
    body=("brown", "brown", "white", "black"),
    muzzle=("yellow", "same", "orange"),
    nose=("black",),
    forms=SITS,
)
@moulded
def bear(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 muzzle, u5 ear size, u6 girth, u7 stands or sits."""
    thick = mix(u[6], 0.72, 0.86)
    b = Beast(
        long=1.35, wide=thick * 0.9, thick=thick, leg=mix(u[3], 0.22, 0.34), leg_r=0.15, neck=0.26,
        neck_r=0.28, rise=28, head_r=0.31, muzzle=mix(u[4], 0.16, 0.26), muzzle_r=0.13, droop=18,
        paws=0.08,
    )  # fmt: skip
    body = pose(c, b, u[7] >= 0.5)
    snout = c.limb([shift(body.tip, y=0.12, z=0.02), body.tip], [0.165, 0.145])
    tail = c.bead(0.1, shift(body.rump, y=0.1))
    all_ = union(body.whole, round_ears(c, body, mix(u[5], 0.11, 0.15)), tail)
    return [(0, all_), (1, snout), (2, union(body.nose, body.eyes))]


@kind(
    "panda",
    "panda bear",
    "giant panda",
    height=0.9,
    senses=("panda.n.01",),
    body=("white",),
    patches=("black",),
    nose=("black",),
    forms=SITS,
)
@moulded
def panda(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 head size, u5 ear size, u6 girth, u7 stands or sits."""
    thick = mix(u[6], 0.74, 0.86)
    b = Beast(
        long=1.25, wide=thick * 0.95, thick=thick, leg=mix(u[3], 0.2, 0.3), leg_r=0.15, neck=0.22,
        neck_r=0.28, rise=28, head_r=mix(u[4], 0.34, 0.4), muzzle=0.09, muzzle_r=0.14, droop=25,
        paws=0.08,
    )  # fmt: skip
    body = pose(c, b, u[7] >= 0.5)
    r = b.head_r
    round_eyes = mirror(
        c.ball(0.09, 0.08, 0.12, shift(body.crown, 0.42 * r, -0.82 * r, 0.18 * r), ry=25)
    )
    dark = union(body.legs, round_ears(c, body, mix(u[5], 0.12, 0.16)), round_eyes)
    if u[7] < 0.5:
        dark = union(dark, marks(body.torso, c.box(1.4, 0.3, 1.4, (0, -0.3, 0.7), 0.01)))
    white = blend(
        body.torso, body.neck, body.head, c.bead(0.1, shift(body.rump, y=0.1)), radius=0.06
    )
    return [(0, white), (1, dark), (2, body.nose)]


@kind(
    "camel",
    "dromedary",
    height=2.2,
    senses=("camel.n.01",),
    body=("yellow", "orange", "brown", "white"),
    humps=("same", "brown"),
    feet=("brown", "black"),
    forms={"with one hump": (7, 0.0, 0.5), "with two humps": (7, 0.5, 1.0)},
)
@moulded
def camel(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck, u5 height of the humps, u6 girth, u7 one or two humps."""
    thick = mix(u[6], 0.46, 0.56)
    b = Beast(
        long=1.2, wide=thick * 0.92, thick=thick, leg=mix(u[3], 0.56, 0.72), leg_r=0.085,
        stance=0.7, neck=0.0, neck_r=0.13, rise=54, head_r=0.19, muzzle=0.26, muzzle_r=0.115,
        droop=14,
    )  # fmt: skip
    body = standing(c, b)
    middle, tall = b.leg + thick / 2, mix(u[5], 0.24, 0.38)
    low = (0.0, -0.46, middle)
    bend = shift(low, y=-0.32, z=-0.02)
    top = shift(bend, y=-0.14, z=mix(u[4], 0.5, 0.66))
    neck = c.limb([low, bend, top], [0.2, 0.15, 0.12])
    skull = c.ball(0.17, 0.2, 0.17, top)
    face = c.limb([top, shift(top, y=-0.3, z=-0.05)], [0.14, 0.11])
    lift = b.leg + thick * 0.86
    if u[7] < 0.5:
        humps = c.ball(0.2, 0.3, tall, (0, 0.02, lift))
    else:
        humps = union(*(c.ball(0.18, 0.19, tall, (0, y, lift)) for y in (-0.22, 0.28)))
    ears = mirror(
        c.limb([shift(top, 0.1, 0.04, 0.12), shift(top, 0.14, 0.06, 0.26)], [0.065, 0.05])
    )
    eyes = mirror(c.bead(0.06, shift(top, 0.13, -0.1, 0.08)))
    tail = curve_tail(c, body, (0.12, -0.05), (0.16, -0.4), radius=[0.06, 0.055, 0.075])
    all_ = union(blend(body.torso, body.legs, neck, skull, face, radius=0.08), ears, eyes, tail)
    return [(0, all_), (1, humps), (2, hooves(c, b, 0.12))]


@kind(
    "rhinoceros",
    "rhino",
    height=1.7,
    senses=("rhinoceros.n.01",),
    body=("gray", "gray", "brown", "white"),
    horns=("white", "yellow", "black"),
    eyes=("black",),
)
@moulded
def rhinoceros(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 horn length, u5 second horn, u6 girth."""
    thick = mix(u[6], 0.72, 0.84)
    b = Beast(
        long=1.45, wide=thick * 0.88, thick=thick, leg=mix(u[3], 0.22, 0.34), leg_r=0.145,
        stance=0.64, neck=0.26, neck_r=0.26, rise=8, head_r=0.27, muzzle=0.36, muzzle_r=0.175,
        droop=28,
    )  # fmt: skip
    body = standing(c, b)
    long = mix(u[4], 0.4, 0.58)
    at = shift(body.tip, y=-0.05, z=0.1)
    big = c.limb(
        [at, shift(at, y=-0.1, z=long * 0.6), shift(at, y=-0.06, z=long)], [0.115, 0.08, 0.05]
    )
    at = shift(body.tip, y=0.2, z=0.2)
    small = c.limb([at, shift(at, y=-0.02, z=long * mix(u[5], 0.4, 0.65))], [0.1, 0.06])
    tail = curve_tail(c, body, (0.12, -0.05), (0.16, -0.35), radius=0.055)
    all_ = union(body.whole, leaf_ears(c, body, 0.15, 35), tail)
    return [(0, all_), (1, union(big, small)), (2, body.eyes)]


@kind(
    "hippopotamus",
    "hippo",
    height=1.5,
    senses=("hippopotamus.n.01",),
    body=("gray", "purple", "pink", "brown"),
    muzzle=("same", "pink"),
    eyes=("black", "white"),
)
@moulded
def hippopotamus(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 muzzle size, u5 ear size, u6 girth."""
    thick = mix(u[6], 0.82, 0.96)
    b = Beast(
        long=1.4, wide=thick * 0.95, thick=thick, leg=mix(u[3], 0.14, 0.24), leg_r=0.16, stance=0.6,
        neck=0.26, neck_r=0.32, rise=10, head_r=0.33, muzzle=0.1, muzzle_r=0.24, droop=18,
    )  # fmt: skip
    body = standing(c, b)
    r = mix(u[4], 0.28, 0.34)
    at = shift(body.tip, y=-0.12, z=-0.04)
    muzzle = union(
        c.ball(r * 1.15, 0.26, r * 0.86, at),
        mirror(c.bead(0.085, shift(at, r * 0.5, -0.12, r * 0.72))),
    )
    eyes = mirror(c.bead(0.085, shift(body.crown, 0.2, -0.14, 0.27)))
    tail = curve_tail(c, body, (0.14, -0.12), (0.16, -0.3), radius=0.06)
    all_ = union(body.whole, round_ears(c, body, mix(u[5], 0.1, 0.14), 0.62, 0.92), tail)
    return [(0, all_), (1, muzzle), (2, eyes)]
