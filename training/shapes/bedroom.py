"""What bedrooms have besides a bed: bunks, a crib, bedding, a rug, a mirror, curtains."""

from __future__ import annotations

import math

import numpy as np

from .details import CLOTH, CRISP, WOOD, disc, ellipse, pad
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    blend,
    box,
    cylinder,
    difference,
    ellipsoid,
    mirror,
    prism,
    sphere,
    tube,
    union,
)


@kind(
    "bunk bed",
    "bunk",
    "double decker bed",
    height=1.65,
    senses=("bunk_bed.n.01",),
    frame=WOOD,
    blankets=("blue", "red", "green", "pink"),
    pillows=("white", "yellow"),
)
def bunk_bed(u: np.ndarray) -> Parts:
    """Two beds with a ladder at their foot. u3 post thickness, u4 height of the lower bed, u5
    rungs, u6 blanket length, u7 guard rails."""
    x, y, z = extents(u, 1.0, 1.75, 1.6, deep=0.3)
    post = mix(u[3], 0.13, 0.18)
    posts = mirror(box(post, post, z, ((x - post) / 2, (y - post) / 2, z / 2), CRISP), "xy")
    low, high = z * mix(u[4], 0.2, 0.28), z * 0.68
    frame, covers, pillows = [posts], [], []
    inner, long = x - 0.16, (y - 0.3) * mix(u[6], 0.55, 0.7)
    for level in (low, high):
        frame.append(box(x - 0.04, y - 0.04, 0.17, (0, 0, level), CRISP))
        frame.append(box(x - 0.06, 0.12, 0.24, (0, y / 2 - 0.07, level + 0.26), CRISP))
        frame.append(pad(inner, y - 0.2, 0.2, (0, 0, level + 0.14)))
        covers.append(
            box(inner + 0.05, long, 0.22, (0, 0.12 + long / 2 - y / 2, level + 0.16), 0.06)
        )
        pillows.append(pad(inner * 0.75, 0.34, 0.2, (0, y / 2 - 0.36, level + 0.27)))
    if u[7] > 0.4:
        at = ((x - 0.1) / 2, 0, high + 0.36)
        frame.append(mirror(box(0.1, y - 0.1, 0.11, at, CRISP)))
        frame.append(mirror(box(0.1, 0.11, 0.4, (at[0], 0, high + 0.2), CRISP)))
    step, face = x * 0.24, 0.06 - y / 2
    frame.append(mirror(box(0.11, 0.12, high + 0.24, (step, face, (high + 0.24) / 2), CRISP)))
    count = 3 + pick(u[5], 2)
    frame += [
        box(2 * step, 0.11, 0.1, (0, face, (high + 0.05) * (i + 1) / (count + 0.6)), CRISP)
        for i in range(count)
    ]
    return [(0, union(*frame)), (1, union(*covers)), (2, union(*pillows))]


@kind(
    "crib",
    "baby bed",
    "cradle",
    height=1.0,
    senses=("baby_bed.n.01",),
    frame=("white", "brown", "gray"),
    mattress=("white", "blue", "pink", "yellow"),
    bear=("brown", "white", "orange"),
)
def crib(u: np.ndarray) -> Parts:
    """Bars on all sides, a toy bear on the mattress. u3 number of bars, u4 height of the
    mattress, u5 post thickness, u6 knobs on the posts, u7 wheels or feet."""
    x, y, z = extents(u, 1.8, 1.05, 1.35, deep=0.3)
    post = mix(u[5], 0.13, 0.18)
    ball = 0.1 if u[6] > 0.5 else 0.0
    rim, floor = z - ball, 0.28
    lie = floor + mix(u[4], 0.1, 0.25) * z
    posts = [box(post, post, rim - 0.1, ((x - post) / 2, (y - post) / 2, (rim + 0.1) / 2), CRISP)]
    posts.append(sphere(0.11, ((x - post) / 2, (y - post) / 2, 0.11)))
    if ball:
        posts.append(sphere(ball, ((x - post) / 2, (y - post) / 2, z - ball)))
    long, wide = (y - 0.12) / 2, (x - 0.12) / 2
    rails = [
        mirror(box(x - 0.06, 0.12, 0.13, (0, long, level), CRISP), "y")
        for level in (rim - 0.1, floor)
    ] + [mirror(box(0.12, y - 0.06, 0.13, (wide, 0, level), CRISP)) for level in (rim - 0.1, floor)]
    count = 3 + pick(u[3], 2)
    tall, middle = rim - floor - 0.1, (rim + floor - 0.1) / 2
    bars = [
        mirror(box(0.09, 0.09, tall, (wide * (i + 0.5) / (count + 0.2), long, middle), CRISP), "xy")
        for i in range(count)
    ]
    ends = max(1, round(count * y / x * 0.9))
    bars += [
        mirror(box(0.09, 0.09, tall, (wide, long * (i + 0.5) / (ends + 0.2), middle), CRISP), "xy")
        for i in range(ends)
    ]
    frame = union(mirror(union(*posts), "xy"), *rails, *bars)
    mattress = pad(x - 0.14, y - 0.14, lie - floor + 0.1, (0, 0, (lie + floor) / 2))
    r = 0.17
    bear = blend(
        ellipsoid(r * 1.1, r, r * 1.2, (0, 0, lie + r)),
        sphere(r * 0.9, (0, -0.02, lie + r * 2.7)),
        mirror(sphere(r * 0.4, (r * 0.75, 0, lie + r * 3.4))),
        mirror(
            tube([(r * 0.6, -r * 0.5, lie + r * 0.5), (r * 1.3, -r * 1.6, lie + r * 0.4)], 0.08)
        ),
        radius=0.04,
    )
    return [(0, frame), (1, mattress), (2, bear)]


@kind(
    "mattress",
    "air mattress",
    height=0.5,
    senses=("mattress.n.01",),
    body=("white", "blue", "gray", "pink"),
    edging=("same", "gray", "blue", "black"),
    buttons=("same", "gray", "blue"),
)
def mattress(u: np.ndarray) -> Parts:
    """u3 rows of buttons, u4 thickness of the edging, u5 rounding, u6 length."""
    x, y, z = extents(u, 1.35, mix(u[6], 1.6, 1.9), 0.5, deep=0.3)
    r = mix(u[4], 0.065, 0.08)
    body = box(x - 0.06, y - 0.06, z, (0, 0, z / 2), min(mix(u[5], 0.05, 0.11), 0.4 * z))
    edging = mirror(box(x, y, 2 * r, (0, 0, z / 2 - r - 0.05), r * 0.9), "z").at(z=z / 2)
    rows, columns = 2 + pick(u[3], 2), 2
    dots = [
        mirror(sphere(0.09, (x * 0.2 * (2 * i + 1 - columns % 2) / columns, at, z - 0.03)))
        for i in range(columns)
        for at in np.linspace(-0.32 * y, 0.32 * y, rows + 1)
    ]
    return [(0, body), (1, edging), (2, union(*dots))]


@kind(
    "pillow",
    "cushion",
    "throw pillow",
    height=0.15,
    senses=("cushion.n.03",),
    body=("white", "red", "blue", "purple", "pink", "yellow"),
    trim=("same", "white", "yellow"),
)
def pillow(u: np.ndarray) -> Parts:
    """u3 how far the sides are drawn in, u4 length, u5 fullness, u6 tassels or a button, u7 size
    of these."""
    x, y, z = extents(u, 1.7, mix(u[4], 1.2, 1.7), 0.85)
    pull = mix(u[3], 0.78, 0.9)
    ear = 0.1
    corner = (x / 2 - ear, y / 2 - ear)
    heart = ellipsoid(x / 2 * pull, y / 2 * pull, z / 2, (0, 0, z / 2))
    full = min(z * mix(u[5], 0.24, 0.32), 0.16 * min(x, y))
    wings = mirror(tube([(0.3 * x, 0.3 * y, z / 2), (*corner, z / 2)], [full, ear]), "xy")
    slab = prism(
        [
            (corner[0], corner[1]), (0, corner[1] * pull), (-corner[0], corner[1]),
            (-corner[0] * pull, 0), (-corner[0], -corner[1]), (0, -corner[1] * pull),
            (corner[0], -corner[1]), (corner[0] * pull, 0),
        ],
        z * 0.42, "z", (0, 0, z / 2), 0.08,
    )  # fmt: skip
    body = blend(heart, slab, wings, radius=0.13)
    size = mix(u[7], 0.1, 0.13)
    if u[6] > 0.5:
        trim = mirror(sphere(size, (*corner, z / 2)), "xy")
    else:
        trim = ellipsoid(size * 1.2, size * 1.2, size, (0, 0, z - 0.02))
    return [(0, body), (1, trim)]


@kind(
    "rug",
    "carpet",
    "mat",
    height=0.3,
    senses=("rug.n.01", "mat.n.01"),
    field=("red", "blue", "purple", "green", "orange"),
    pattern=("yellow", "white", "black"),
    fringes=("white", "yellow", "same"),
    forms={"round": (3, 0.7, 1.0), "rectangular": (3, 0.0, 0.7)},
)
def rug(u: np.ndarray) -> Parts:
    """u3 rectangular with fringes at its ends, or round with fringes around, u4 pattern's size,
    u5 a diamond or a disc in the middle, u6 number of fringes, u7 length."""
    if u[3] > 0.7:
        x, _, z = extents(u, 1.9, 1.9, 0.29)
        r = x / 2
        field = cylinder(r - 0.14, z - 0.04, (0, 0, (z - 0.04) / 2), rounding=0.03)
        inner = (r - 0.2) * mix(u[4], 0.75, 0.9)
        band = difference(
            cylinder(inner, z, (0, 0, z / 2), rounding=0.02),
            cylinder(inner - 0.15, 2 * z, (0, 0, z / 2), rounding=0.02), 0.02,
        )  # fmt: skip
        pattern = union(band, cylinder(inner * 0.45, z, (0, 0, z / 2), rounding=0.02))
        count = 20 + 2 * pick(u[6], 5)
        turns = [2 * math.pi * (i + 0.5) / count for i in range(count)]
        reach = cylinder(r, z * 0.7, (0, 0, z * 0.35), rounding=0.03)
        notches = [
            cylinder(0.07, z, (r * math.sin(a), r * math.cos(a), z / 2), rounding=0.02)
            for a in turns
        ]
        return [(0, field), (1, pattern), (2, difference(reach, union(*notches), 0.02))]
    x, y, z = extents(u, 1.3, mix(u[7], 1.6, 1.9), 0.28, deep=0.2)
    tall, reach = z - 0.04, 0.22
    field = box(x, y - 2 * reach, tall, (0, 0, tall / 2), 0.03)
    a, b = x / 2 - 0.1, y / 2 - reach - 0.1
    wide = mix(u[4], 0.15, 0.18)
    edge = difference(
        box(2 * a, 2 * b, z, (0, 0, z / 2), CRISP),
        box(2 * (a - wide), 2 * (b - wide), 2 * z, (0, 0, z / 2), CRISP), CRISP,
    )  # fmt: skip
    a, b = (a - wide - 0.08) * 0.8, (b - wide - 0.08) * 0.75
    if u[5] < 0.5:
        centre = prism([(a, 0), (0, b), (-a, 0), (0, -b)], z, "z", (0, 0, z / 2), CRISP)
    else:
        centre = disc(a, b * 0.85, z, (0, 0, z / 2), rounding=CRISP)
    count = max(2, min(3 + pick(u[6], 3), int(x / 0.4)))
    h = max(tall * 0.75, 0.14)
    pitch = x / (2 * count)
    tuft = reach + 0.3
    strings = mirror(
        union(*(
            box(pitch - 0.07, tuft, h, (pitch * (i + 0.5), y / 2 - tuft / 2, h / 2), 0.03)
            for i in range(count)
        )),
        "xy",
    )  # fmt: skip
    return [(0, field), (1, union(edge, centre)), (2, strings)]


@kind(
    "mirror",
    "standing mirror",
    "looking glass",
    height=1.6,
    senses=("mirror.n.01",),
    frame=("brown", "yellow", "black", "white"),
    glass=("cyan", "white", "gray"),
    forms={
        "oval": (3, 0.0, 1 / 3),
        "rectangular": (3, 1 / 3, 2 / 3),
        "arched": (3, 2 / 3, 1.0),
    },
)
def looking_glass(u: np.ndarray) -> Parts:
    """u3 oval, rectangular or arched, u4 rim width, u5 between two posts or on feet alone, u6
    foot length, u7 post thickness."""
    x, y, z = extents(u, 1.1, mix(u[6], 0.5, 0.75), 1.85, deep=0.3)
    posted = u[5] > 0.5
    post = mix(u[7], 0.07, 0.09)
    rim, low = mix(u[4], 0.11, 0.16), 0.16 if posted else 0.08
    a = x / 2 - (2 * post + 0.05 if posted else 0)
    rim = min(rim, 0.4 * a)
    b, middle = (z - low) / 2, (z + low) / 2
    style = pick(u[3], 3)

    def plate(inset: float, thick: float, y0: float) -> Solid:
        wide, tall = a - inset, b - inset
        if style == 0:
            outline = ellipse(wide, tall)
        elif style == 1:
            outline = [(wide, tall), (-wide, tall), (-wide, -tall), (wide, -tall)]
        else:
            turns = [math.pi * i / 14 for i in range(15)]
            outline = [(wide * math.cos(t), tall - wide + wide * math.sin(t)) for t in turns]
            outline += [(-wide, -tall), (wide, -tall)]
        return prism(outline, thick, "y", (0, y0, middle), CRISP)

    frame = difference(plate(0, 0.18, 0), plate(rim, 0.3, -0.19), CRISP)
    glass = plate(rim - 0.02, 0.17, 0.015)
    long = y - 0.02
    if posted:
        at = x / 2 - post
        poles = tube([(at, 0, 0.1), (at, 0, middle + 0.15)], post)
        foot = tube(
            [(at, -long / 2 + post, post), (at, 0, 0.16), (at, long / 2 - post, post)], post
        )
        knob = sphere(post * 1.3, (at - post * 0.3, 0, middle + 0.18))
        pin = tube([(a - 0.04, 0, middle), (at, 0, middle)], post)
        base = union(
            mirror(union(poles, foot, knob, pin)), box(2 * at, 0.13, 0.13, (0, 0, 0.16), 0.03)
        )
    else:
        at = a * 0.6
        foot = box(0.15, long, 0.16, (at, 0, 0.08), CRISP)
        base = union(mirror(foot), box(2 * at, 0.16, 0.2, (0, 0, 0.1), CRISP))
        brace = box(0.15, 0.16, 0.55, (at, 0.02, 0.3), CRISP)
        base = union(base, mirror(brace))
    return [(0, union(frame, base)), (1, glass)]


@kind(
    "curtain",
    "curtains",
    "drapes",
    "drape",
    height=2.2,
    senses=("curtain.n.01",),
    drapes=CLOTH,
    rod=("brown", "yellow", "black", "gray"),
    ties=("yellow", "white", "same"),
    forms={"open": (3, 0.5, 1.0), "closed": (3, 0.0, 0.5)},
)
def curtain(u: np.ndarray) -> Parts:
    """u3 drawn to the sides and tied, or hanging almost shut, u4 number of folds, u5 height of
    the ties, u6 size of the rod's ends, u7 rod thickness."""
    x, _, z = extents(u, 1.6, 0.4, 1.75)
    ball, rod = mix(u[6], 0.11, 0.14), mix(u[7], 0.065, 0.085)
    rail = z - ball
    pole = mirror(union(
        tube([(0, 0, rail), (x / 2 - ball, 0, rail)], rod), sphere(ball, (x / 2 - ball, 0, rail))
    ))  # fmt: skip
    count, out = 4 + pick(u[4], 2), x / 2 - 2 * ball
    tied = u[3] > 0.5
    knot = z * mix(u[5], 0.32, 0.45)
    r = max(out / count * 0.62, 0.085)
    folds = []
    for i in range(count):
        part = (i + 0.5) / count
        depth = 0.03 if i % 2 else -0.05
        top = (r + (out - 2 * r) * part, depth, rail - 0.02)
        if tied:
            waist = (out - r * 0.9 - (1 - part) * out * 0.3, depth, knot)
            hem = (out - r - (1 - part) * out * 0.42, depth, r)
            bow = (out * (0.14 + 0.86 * part) - r * 0.6, depth, (rail * 1.1 + knot) / 2.1)
            folds.append(tube([top, bow, waist, hem], [r, r * 1.0, r * 0.75, r * 0.95]))
        else:
            hem = (r + 0.03 + (out - 2 * r) * part * 1.02, depth, r)
            folds.append(tube([top, hem], [r, r * 1.08]))
    drapes = [mirror(blend(*folds, radius=0.03))]
    if tied:
        ties = mirror(box(out * 0.42, 0.4, 0.17, (out - out * 0.17, 0, knot), 0.06))
    else:
        step = out / 4
        ties = union(
            *(
                mirror(box(0.14, 0.3, 0.28, (step * (i + 0.5), 0, rail - 0.06), 0.04))
                for i in range(4)
            )
        )
    return [(0, union(*drapes)), (1, pole), (2, ties)]
