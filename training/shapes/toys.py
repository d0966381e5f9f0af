"""Toys and small characters; they look to -y."""

from __future__ import annotations

import numpy as np

from .kinds import Parts, extents, kind, mix
from .solids import blend, box, cylinder, ellipsoid, mirror, prism, sphere, tube, union


@kind(
    "robot",
    "android",
    height=1.6,
    senses=("automaton.n.02", "android.n.01"),
    body=("gray", "blue", "red", "white"),
    arms=("same", "gray", "black"),
    eyes=("yellow", "cyan", "red"),
    forms={"with an antenna": (6, 0.4, 1.0)},
)
def robot(u: np.ndarray) -> Parts:
    """u3 head size, u4 arm thickness, u5 leg length, u6 antenna, u7 round or square head."""
    x, _, z = extents(u, 1.2, 0.7, 1.8)
    arm = min(mix(u[4], 0.16, 0.24), x * 0.2)
    spike = 0.18 if u[6] > 0.4 else 0.0
    crown = z - spike
    legs, neck = crown * mix(u[5], 0.2, 0.3), crown * 0.68
    wide = x - 2 * arm - 0.04
    deep = min(wide * 0.8, 0.55)
    trunk = box(wide, deep, neck - legs, (0, 0, (neck + legs) / 2), 0.06)
    size = wide * mix(u[3], 0.7, 0.9)
    tall = crown - neck + 0.04
    head = box(size, deep * 0.9, tall, (0, 0, crown - tall / 2), 0.05 if u[7] < 0.5 else 0.14)
    leg = mirror(box(wide * 0.36, deep * 0.8, legs + 0.1, (wide * 0.28, 0, legs / 2 + 0.05), 0.05))
    parts = [trunk, head]
    if spike:
        parts += [
            tube([(0, 0, crown - 0.1), (0, 0, z - 0.08)], 0.06),
            sphere(0.09, (0, 0, z - 0.09)),
        ]
    long = (neck - legs) * 0.95
    arms = mirror(
        box(arm + 0.06, 0.2, long, (x / 2 - arm / 2 - 0.03, 0, neck - 0.05 - long / 2), 0.07)
    )
    at = (size * 0.22, -deep * 0.45, crown - tall * 0.45)
    eyes = mirror(cylinder(max(size * 0.14, 0.07), 0.16, at, "y", 0.03))
    return [(0, union(*parts)), (1, union(arms, leg)), (2, eyes)]


@kind(
    "teddy bear",
    "teddy",
    height=0.35,
    senses=("teddy.n.01",),
    body=("brown", "orange", "white", "pink"),
    muzzle=("white", "yellow", "orange"),
    nose=("black", "brown"),
)
def teddy_bear(u: np.ndarray) -> Parts:
    """u3 head size, u4 ear size, u5 belly, u6 arm length."""
    x, _, z = extents(u, 1.25, 1.0, 1.75)
    head_z = z * mix(u[3], 0.22, 0.26)
    head_x = x * mix(u[3], 0.34, 0.4)
    top = z - 0.07
    middle = top - head_z
    belly_x, belly_z = x * mix(u[5], 0.34, 0.4), z * 0.32
    body = ellipsoid(belly_x, belly_x * 0.85, belly_z, (0, 0, belly_z))
    head = ellipsoid(head_x, head_x * 0.88, head_z, (0, 0, middle))
    ear = mix(u[4], 0.13, 0.17) * (0.5 + 0.5 * x / 1.25)
    ears = mirror(ellipsoid(ear, ear * 0.75, ear, (head_x * 0.78, 0, z - ear)))
    hand = x / 2 - 0.13
    arms = mirror(
        tube([(belly_x * 0.6, -0.02, z * 0.46), (hand, -0.18, z * mix(u[6], 0.36, 0.28))], 0.13)
    )
    legs = mirror(tube([(belly_x * 0.55, 0, 0.17), (belly_x * 0.85, -belly_x - 0.12, 0.17)], 0.17))
    front = -head_x * 0.88
    muzzle = ellipsoid(
        head_x * 0.45, 0.16, head_z * 0.36, (0, front + 0.05, middle - head_z * 0.22)
    )
    patch = ellipsoid(belly_x * 0.66, belly_x * 0.35, belly_z * 0.62, (0, -belly_x * 0.54, belly_z))
    nose = ellipsoid(0.09, 0.075, 0.075, (0, front - 0.09, middle - head_z * 0.1))
    eyes = mirror(sphere(0.065, (head_x * 0.38, front * 0.86, middle + head_z * 0.25)))
    bear = blend(body, head, ears, arms, legs, radius=0.05)
    return [(0, bear), (1, union(muzzle, patch)), (2, union(nose, eyes))]


@kind(
    "duck",
    "rubber duck",
    height=0.08,
    senses=(),
    body=("yellow", "white"),
    beak=("orange", "red"),
    eyes=("black",),
)
def duck(u: np.ndarray) -> Parts:
    """u3 head size, u4 beak length, u5 tail height, u6 place of the head."""
    x, y, z = extents(u, 1.1, 1.5, 1.5, deep=0.5)
    r = z * mix(u[3], 0.24, 0.29)
    side = min(r, x * 0.42) if r > x * 0.42 else min(r, x * 0.5)
    tall = z * 0.6
    beak = mix(u[4], 0.16, 0.24)
    long = y - beak * 0.4
    body = ellipsoid(x / 2, long / 2, tall / 2, (0, beak * 0.2, tall / 2))
    tail = tube(
        [(0, long * 0.3, tall * 0.5), (0, y / 2 - 0.1, tall * mix(u[5], 0.85, 1.1))], [0.24, 0.1]
    )
    at = -long / 2 + side * mix(u[6], 0.8, 1.1)
    head = ellipsoid(side, side, r, (0, at, z - r))
    bill = ellipsoid(side * 0.55, beak + 0.1, 0.085, (0, at - side - beak * 0.3, z - r * 1.15))
    eyes = mirror(sphere(0.075, (side * 0.55, at - side * 0.68, z - r * 0.75)))
    wings = mirror(
        ellipsoid(0.1, long * 0.26, tall * 0.28, (x / 2 - 0.06, long * 0.08, tall * 0.58))
    )
    return [(0, blend(body, tail, head, wings, radius=0.06)), (1, bill), (2, eyes)]


@kind(
    "fish",
    "goldfish",
    height=0.12,
    senses=("fish.n.01",),
    body=("orange", "blue", "red", "yellow", "cyan"),
    fins=("same", "yellow", "orange"),
    eyes=("black", "white"),
)
def fish(u: np.ndarray) -> Parts:
    """u3 tail size, u4 back fin height, u5 body length, u6 side fin size."""
    x, y, z = extents(u, 0.62, 1.8, 1.1, deep=0.0)
    long = y * mix(u[5], 0.72, 0.8)
    fin = z * mix(u[4], 0.14, 0.22)
    half = (z - fin) / 2
    front = -y / 2
    body = ellipsoid(x * 0.42, long / 2, half, (0, front + long / 2, half))
    root, end = front + long - 0.2, y / 2
    spread = half * mix(u[3], 0.6, 0.9)
    tail = prism(
        [
            (root, half - 0.1), (end, half - spread), (end - 0.14, half), (end, half + spread),
            (root, half + 0.1),
        ],
        0.14, "x",
    )  # fmt: skip
    middle = front + long * 0.5
    back = prism(
        [
            (middle - long * 0.25, half), (middle + long * 0.3, half), (middle + long * 0.22, z),
            (middle, z),
        ],
        0.14, "x",
    )  # fmt: skip
    reach = mix(u[6], 0.2, 0.3)
    side = mirror(
        ellipsoid(0.09, reach, 0.12)
        .rotated(25, "x")
        .rotated(25, "z")
        .at(x / 2 - 0.13, middle + 0.1, half * 0.75)
    )
    eyes = mirror(sphere(0.1, (x * 0.25, front + long * 0.17, half * 1.2)))
    return [(0, body), (1, union(tail, back, side)), (2, eyes)]


@kind(
    "train",
    "locomotive",
    height=4.0,
    senses=("locomotive.n.01", "train.n.01"),
    body=("red", "blue", "green", "black"),
    wheels=("black", "gray"),
    roof=("yellow", "black", "same"),
)
def train(u: np.ndarray) -> Parts:
    """A steam engine; u3 wheel size, u4 cab length, u5 chimney height, u6 boiler thickness."""
    x, y, z = extents(u, 0.85, 1.9, 1.2, deep=0.0)
    wheel = min(mix(u[3], 0.19, 0.25), z * 0.22)
    deck, long = wheel * 1.3, y * mix(u[4], 0.32, 0.4)
    frame = box(x - 0.1, y - 0.05, 0.18, (0, 0, deck))
    cab = box(
        x - 0.08, long, z - deck - 0.05, (0, y / 2 - long / 2 - 0.03, (z - 0.05 + deck) / 2), 0.05
    )
    roof = box(x, long + 0.06, 0.14, (0, y / 2 - long / 2 - 0.03, z - 0.07))
    r = min(x * 0.4, (z - deck) * mix(u[6], 0.28, 0.34))
    centre = deck + 0.04 + r
    boiler = cylinder(r, y - long, (0, -long / 2 + 0.02, centre), "y", 0.06)
    top = z * mix(u[5], 0.88, 0.98)
    at = -y / 2 + r * 0.4 + 0.18
    stack = cylinder(0.1, top - centre, (0, at, (top + centre) / 2))
    rim = cylinder(0.16, 0.14, (0, at, top - 0.07))
    pair = mirror(union(*(
        cylinder(wheel, 0.18, (x / 2 - 0.09, place, wheel), "x", 0.05)
        for place in (-0.32 * y, 0.0, 0.32 * y)
    )))  # fmt: skip
    return [(0, union(frame, cab, boiler, stack)), (1, pair), (2, union(roof, rim))]
