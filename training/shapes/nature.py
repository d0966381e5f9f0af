"""Plants, mushrooms and a snowman."""

from __future__ import annotations

import math

import numpy as np

from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    blend,
    cylinder,
    ellipsoid,
    frustum,
    intersection,
    mirror,
    pot,
    sphere,
    tube,
    union,
)
from .solids import box as block


@kind(
    "tree",
    "oak",
    height=8.0,
    senses=("tree.n.01",),
    crown=("green", "green", "orange", "red"),
    trunk=("brown",),
)
def tree(u: np.ndarray) -> Parts:
    """u3 trunk thickness, u4 crown height, u5 one ball or a cluster, u6 roots."""
    x, y, z = extents(u, 1.4, 1.3, 1.75)
    low = z * mix(u[4], 0.42, 0.28)
    trunk = mix(u[3], 0.1, 0.17)
    stem = frustum(trunk * mix(u[6], 1.05, 1.6), trunk, 0, low + 0.3)
    half = (z - low) / 2
    middle = low + half
    if u[5] < 0.5:
        crown = ellipsoid(x / 2, y / 2, half, (0, 0, middle))
    else:
        top = ellipsoid(x * 0.32, y * 0.34, half * 0.6, (0, 0, z - half * 0.6))
        side = mirror(ellipsoid(x * 0.26, y * 0.3, half * 0.58, (x * 0.24, 0, low + half * 0.62)))
        front = mirror(
            ellipsoid(x * 0.3, y * 0.27, half * 0.6, (0, y * 0.23, low + half * 0.62)), "y"
        )
        crown = blend(top, side, front, radius=0.08)
    return [(0, crown), (1, stem)]


@kind(
    "pine tree",
    "pine",
    "fir",
    height=15.0,
    senses=("conifer.n.01",),
    needles=("green", "green", "cyan", "white"),
    trunk=("brown",),
    forms={"with three tiers": (4, 0.0, 0.5), "with four tiers": (4, 0.5, 1.0)},
)
def pine(u: np.ndarray) -> Parts:
    """u3 trunk thickness, u4 three or four tiers, u5 taper of the tiers, u6 trunk height."""
    x, _, z = extents(u, 1.1, 1.1, 1.9)
    count = 3 + pick(u[4], 2)
    low = z * mix(u[6], 0.17, 0.25)
    trunk = cylinder(mix(u[3], 0.1, 0.15), low + 0.3, (0, 0, (low + 0.3) / 2))
    pitch = (z - low) / (count + 0.6)
    tiers = []
    for i in range(count):
        bottom = x / 2 * (1 - mix(u[5], 0.4, 0.6) * i / max(count - 1, 1))
        start = low + i * pitch
        tiers.append(frustum(bottom, 0, start, z if i == count - 1 else start + 1.75 * pitch))
    return [(0, union(*tiers)), (1, trunk)]


@kind(
    "cactus",
    "saguaro",
    height=1.5,
    senses=("cactus.n.01",),
    plant=("green",),
    pot=("orange", "brown", "red", "white"),
)
def cactus(u: np.ndarray) -> Parts:
    """u3 stem thickness, u4 where the arms leave, u5 arm length, u6 arm thickness, u7 pot size."""
    x, _, z = extents(u, 1.2, 1.0, 1.85)
    pot_z, r = max(z * 0.22, 0.26), min(mix(u[3], 0.17, 0.24), x * 0.17)
    arm = min(r * mix(u[6], 0.65, 0.8), 0.16)
    elbow = mix(u[4], pot_z + 0.3 * (z - pot_z), pot_z + 0.45 * (z - pot_z))
    end = mix(u[5], elbow + 0.2 * (z - elbow), elbow + 0.62 * (z - elbow))
    out = x / 2 - arm
    stem = tube([(0, 0, pot_z * 0.5), (0, 0, z - r)], r)
    arms = mirror(
        tube([(0, 0, elbow), (out - 0.06, 0, elbow), (out, 0, elbow + 0.06), (out, 0, end)], arm)
    )
    plant = blend(stem, arms, radius=0.05)
    wide = min(x / 2 - 0.04, r + mix(u[7], 0.1, 0.2))
    return [(0, plant), (1, frustum(wide * 0.75, wide, 0, pot_z))]


@kind(
    "mushroom",
    "toadstool",
    height=0.1,
    senses=("mushroom.n.05", "mushroom.n.02", "toadstool.n.01"),
    cap=("red", "brown", "orange"),
    stem=("white",),
    spots=("white", "yellow"),
)
def mushroom(u: np.ndarray) -> Parts:
    """u3 stem thickness, u4 cap height, u5 spot size, u6 foot of the stem."""
    x, y, z = extents(u, 1.45, 1.45, 1.4)
    low = z * mix(u[4], 0.52, 0.4)
    high = z - low
    r = x / 2 * mix(u[3], 0.26, 0.4)
    dome = ellipsoid(x / 2, y / 2, high, (0, 0, low))
    cap = intersection(dome, block(2, 2, 2, (0, 0, low + 1.0), 0.01), 0.1)
    stem = frustum(r * mix(u[6], 1.05, 1.4), r, 0, low + 0.3 * high, 0.06)
    spot = mix(u[5], 0.11, 0.16) * (0.7 + 0.3 * x / 1.9)
    spots = [ellipsoid(spot * 1.3, spot * 1.3, 0.09, (0, 0, z - 0.06))]
    for turn, lift, both in (
        (-90, 38, False),
        (90, 38, False),
        (-25, 34, True),
        (35, 42, True),
        (-58, 14, True),
    ):
        a, b = math.radians(turn), math.radians(lift)
        at = (
            0.97 * x / 2 * math.cos(a) * math.cos(b) if both else 0.0,
            0.97 * y / 2 * math.sin(a) * math.cos(b),
            low + 0.97 * high * math.sin(b),
        )
        dot = ellipsoid(spot, spot, spot * 0.8, at)
        spots.append(mirror(dot) if both else dot)
    return [(0, cap), (1, stem), (2, union(*spots))]


@kind(
    "snowman",
    height=1.6,
    senses=("snowman.n.01",),
    body=("white",),
    hat=("black", "red", "blue"),
    nose=("orange",),
    forms={"with two balls": (5, 0.0, 0.4), "with three balls": (5, 0.4, 1.0)},
)
def snowman(u: np.ndarray) -> Parts:
    """u3 head size, u4 hat height, u5 two or three balls, u6 hat brim."""
    x, _, z = extents(u, 1.0, 1.0, 1.85)
    hat = z * mix(u[4], 0.13, 0.2)
    top = z - hat
    sizes = [1.0, mix(u[3], 0.62, 0.72)] if u[5] < 0.4 else [1.0, 0.76, mix(u[3], 0.52, 0.62)]
    heights = [size**0.8 for size in sizes]
    scale = top / (sum(heights) - 0.22 * sum(heights[1:]))
    balls, base = [], 0.0
    for size, height in zip(sizes, heights, strict=True):
        tall = height * scale
        balls.append(ellipsoid(x / 2 * size, x / 2 * size, tall / 2, (0, 0, base + tall / 2)))
        base += tall * 0.8 if size != sizes[-1] else 0
    head_r, head_z, tall = x / 2 * sizes[-1], base + heights[-1] * scale / 2, heights[-1] * scale
    brim = head_r * mix(u[6], 0.85, 1.05)
    seat = top - tall * 0.16
    crown = cylinder(head_r * 0.62, z - seat, (0, 0, (z + seat) / 2))
    nose = tube([(0, -head_r * 0.6, head_z), (0, -head_r - 0.16, head_z - 0.02)], [0.1, 0.06])
    return [
        (0, blend(*balls, radius=0.04)),
        (1, union(crown, cylinder(brim, 0.12, (0, 0, seat)))),
        (2, nose),
    ]


@kind(
    "flower",
    "daisy",
    height=0.4,
    senses=("flower.n.01",),
    petals=("red", "yellow", "pink", "white", "purple", "blue"),
    stem=("green",),
    centre=("yellow", "orange", "brown"),
    forms={
        "with five petals": (3, 0.0, 1 / 3),
        "with six petals": (3, 1 / 3, 2 / 3),
        "with eight petals": (3, 2 / 3, 1.0),
    },
)
def flower(u: np.ndarray) -> Parts:
    """u3 five to eight petals, u4 petal width, u5 centre size, u6 leaf height, u7 stem."""
    x, _, z = extents(u, 1.05, 0.5, 1.8)
    r = x / 2
    count = (5, 6, 8)[pick(u[3], 3)]
    middle = z - r
    heart = r * mix(u[5], 0.32, 0.42)
    reach = (r - heart * 0.4) / 2
    wide = min(math.pi * (r - reach) / count * mix(u[4], 0.85, 1.1), reach)
    petals = []
    for i in range(count):
        turn = 360 * i / count
        petal = ellipsoid(wide, 0.12, reach, (0, 0, r - reach))
        petals.append(petal.rotated(turn, "y").at(0, -0.02, middle))
    centre = ellipsoid(heart, 0.18, heart, (0, -0.06, middle))
    thick = mix(u[7], 0.09, 0.115)
    stem = tube([(0, 0.03, thick), (0, 0.03, middle)], thick)
    height = mix(u[6], 0.12, 0.35) * middle
    long = min(0.28, r * 0.5)
    leaf = ellipsoid(long, 0.1, 0.11).rotated(-35, "y").at(long * 0.8, 0.03, height + 0.2)
    return [(0, union(*petals)), (1, union(stem, mirror(leaf))), (2, centre)]


@kind(
    "potted plant",
    "houseplant",
    height=0.6,
    senses=("houseplant.n.01",),
    leaves=("green",),
    pot=("orange", "brown", "white", "blue"),
)
def potted_plant(u: np.ndarray) -> Parts:
    """u3 pot height, u4 pot taper, u5 leaf width, u6 pot width."""
    x, y, z = extents(u, 1.2, 1.2, 1.6)
    tall = z * mix(u[3], 0.34, 0.44)
    wide = x / 2 * mix(u[6], 0.55, 0.75)
    body = frustum(wide * mix(u[4], 0.6, 0.85), wide, 0, tall)
    rim = pot([(wide - 0.06, tall - 0.08), (wide - 0.06, tall + 0.02)], 0.14)
    leaf, long = mix(u[5], 0.1, 0.15), (z - tall) / 2 + 0.1
    leaves = [ellipsoid(leaf * 1.2, leaf * 1.2, long, (0, 0, z - long))]
    root = (0.0, 0.0, tall - 0.05)
    for turn, out, up in (
        (0, 1.0, 0.62),
        (60, 0.95, 0.8),
        (-60, 0.95, 0.8),
        (90, 0.8, 0.55),
        (-90, 0.8, 0.55),
    ):
        a = math.radians(turn)
        tip = (
            out * (x / 2 - 0.07) * math.cos(a) if abs(turn) != 90 else 0.0,
            out * (y / 2 - 0.07) * math.sin(a),
            tall + up * (z - tall),
        )
        middle = (tip[0] * 0.55, tip[1] * 0.55, tall + 0.62 * (tip[2] - tall) + 0.08)
        blade = tube([root, middle, tip], [0.07, leaf, 0.065])
        leaves.append(mirror(blade) if abs(turn) != 90 else blade)
    return [(0, union(*leaves)), (1, union(body, rim))]


@kind("cloud", "puff", height=20.0, senses=("cloud.n.02",), body=("white", "gray", "cyan", "pink"))
def cloud(u: np.ndarray) -> Parts:
    """u3 size of the side puffs, u4 size of the middle puff, u5 depth."""
    x, y, z = extents(u, 1.9, mix(u[5], 0.8, 1.1), 1.05, deep=0.3)
    side = x * mix(u[3], 0.22, 0.26)
    low = z * 0.36
    middle = ellipsoid(x * mix(u[4], 0.26, 0.32), y / 2, z / 2, (0, 0, z / 2))
    flank = mirror(ellipsoid(side, y * 0.42, low, (x / 2 - side, 0, low)))
    front = ellipsoid(x * 0.3, y * 0.46, z * 0.3, (0, -y * 0.04, z * 0.3))
    lump = mirror(sphere(min(side, low, y * 0.4) * 0.85, (x * 0.2, 0, z * 0.55)))
    return [(0, blend(middle, flank, front, lump, radius=0.05))]
