"""What warms, lights and adorns a room."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, around, disc, flame
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    blend,
    box,
    cylinder,
    difference,
    ellipsoid,
    frustum,
    mirror,
    prism,
    sphere,
    torus,
    tube,
    union,
)


@kind(
    "picture frame",
    "painting",
    "photo frame",
    "framed picture",
    height=0.5,
    senses=("picture_frame.n.01", "painting.n.01", "photograph.n.01"),
    frame=("brown", "yellow", "black", "white"),
    canvas=("cyan", "white", "blue", "orange"),
    mountains=("green", "purple", "brown", "red"),
    forms={"upright": (3, 0.0, 0.5), "with a stand": (4, 0.5, 1.0)},
)
def picture_frame(u: np.ndarray) -> Parts:
    """Mountains under a sun. u3 upright or lying, u4 a stand behind, u5 rim width, u6 height of
    the mountains, u7 number of summits."""
    wide, tall = (1.45, 1.85) if u[3] < 0.5 else (1.85, 1.45)
    held = u[4] > 0.5
    x, y, z = extents(u, wide, 0.75 if held else 0.3, tall, deep=0.2)
    rim, deep = mix(u[5], 0.15, 0.26), 0.26
    at = deep / 2 - y / 2
    low = 0.05
    frame = difference(
        box(x, deep, z, (0, at, z / 2), CRISP),
        box(x - 2 * rim, deep, z - 2 * rim, (0, at - deep * 0.6, z / 2), CRISP), CRISP,
    )  # fmt: skip
    if held:
        prop = prism([(at, z * 0.75), (y / 2, 0), (y / 2 - 0.16, 0), (at, 0.3)], x * 0.3, "x")
        frame = union(frame, prop)
    a, b = x / 2 - rim, z / 2 - rim
    canvas = box(2 * a + 0.04, 0.14, 2 * b + 0.04, (0, at, z / 2), CRISP)
    summit = rim + 2 * b * mix(u[6], 0.45, 0.7)
    if u[7] < 0.5:
        line = [(-a, rim), (a, rim), (a, rim + b * 0.35), (a * 0.5, rim + b * 0.5), (0, summit)]
        line += [(-a * 0.5, rim + b * 0.5), (-a, rim + b * 0.35)]
        sun = mirror(cylinder(0.13, 0.2, (a * 0.62, at - low, rim + b * 1.55), "y", CRISP))
    else:
        line = [(-a, rim), (a, rim), (a, rim + b * 0.3), (a * 0.5, summit)]
        line += [(0, rim + b * 0.35), (-a * 0.5, summit), (-a, rim + b * 0.3)]
        sun = cylinder(0.15, 0.2, (0, at - low, rim + b * 1.5), "y", CRISP)
    return [
        (0, frame),
        (1, canvas),
        (2, union(prism(line, 0.2, "y", (0, at - low, 0), CRISP), sun)),
    ]


@kind(
    "fireplace",
    "hearth",
    "chimneypiece",
    height=1.3,
    senses=("fireplace.n.01",),
    surround=("white", "gray", "brown", "red"),
    logs=("brown", "black"),
    fire=("orange", "red", "yellow"),
    forms={"with an arch": (4, 0.5, 1.0), "with a chimney": (3, 0.5, 1.0)},
)
def fireplace(u: np.ndarray) -> Parts:
    """u3 chimney breast above the mantel, u4 square or arched opening, u5 opening's width, u6
    mantel's thickness, u7 height of the fire."""
    breast = u[3] > 0.5
    x, y, z = extents(u, 1.7, 0.8, 1.75 if breast else 1.4, deep=0.3)
    mantel = z * 0.62 if breast else z
    thick, base = mix(u[6], 0.12, 0.18), 0.14
    under = mantel - thick
    wall = box(x - 0.16, y - 0.2, under, (0, 0.06, under / 2), CRISP)
    shelf = box(x, y - 0.08, thick, (0, 0.04, mantel - thick / 2), CRISP)
    hearth = box(x - 0.04, y, base, (0, 0, base / 2), CRISP)
    a, top = x * mix(u[5], 0.22, 0.29), base + (under - base) * 0.78
    if u[4] > 0.5:
        spring = top - min(a, (top - base) * 0.5)
        turns = [math.pi * i / 12 for i in range(13)]
        hole = [(a * math.cos(t), spring + (top - spring) * math.sin(t)) for t in turns]
        hole += [(-a, base), (a, base)]
    else:
        hole = [(a, top), (-a, top), (-a, base), (a, base)]
    room = prism(hole, y - 0.2, "y", (0, -0.12, 0), CRISP)
    pillar = box((x - 2 * a) / 2 - 0.14, 0.2, under - base, (0, 0, (under + base) / 2), CRISP)
    pillars = mirror(pillar.at(x=(a + x / 2) / 2 - 0.02, y=0.12 - y / 2))
    walls = [difference(wall, room, CRISP), shelf, hearth, pillars]
    if breast:
        walls.append(
            box(x * 0.72, y - 0.3, z - mantel + 0.1, (0, 0.1, (z + mantel) / 2 - 0.05), CRISP)
        )
        walls.append(box(x * 0.8, y - 0.2, 0.14, (0, 0.06, z - 0.07), CRISP))
    back, r = 0.0, 0.085
    logs = union(
        tube([(-a * 0.7, back - 0.1, base + r), (a * 0.7, back - 0.1, base + r)], r),
        tube([(-a * 0.7, back + 0.1, base + r), (a * 0.7, back + 0.1, base + r)], r),
        tube([(-a * 0.55, back, base + 2.7 * r), (a * 0.55, back, base + 2.7 * r)], r),
    )
    high = (top - base) * mix(u[7], 0.55, 0.8)
    fire = union(
        flame(high, (0, back - 0.02, base + 0.1)),
        mirror(flame(high * 0.7, (a * 0.38, back - 0.02, base + 0.1))),
    )
    return [(0, union(*walls)), (1, logs), (2, fire)]


@kind(
    "radiator",
    "heater",
    height=0.7,
    senses=("radiator.n.02",),
    ribs=("white", "gray", "black"),
    valves=("red", "gray", "yellow", "blue"),
)
def radiator(u: np.ndarray) -> Parts:
    """u3 number of ribs, u4 rib depth, u5 foot height, u6 size of the valves, u7 flat or round
    ribs."""
    x, y, z = extents(u, 1.75, mix(u[4], 0.4, 0.55), 1.25, deep=0.2)
    count, valve, short = 5 + pick(u[3], 4), mix(u[6], 0.11, 0.15), mix(u[5], 0.1, 0.22)
    long = x - 4 * valve
    pitch = long / count
    wide, tall = pitch - 0.05, z - short
    middle = (z + short) / 2
    ribs: list[Solid] = []
    for i in range((count + 1) // 2):
        at = pitch * (i if count % 2 else i + 0.5)
        if u[7] < 0.5:
            rib = box(wide, y, tall, (at, 0, middle), 0.45 * wide)
        else:
            r, far = max(wide / 2, 0.07), y / 2
            ring = [(far - r, short + 0.18), (far - r, z - 0.18), (0, z - r), (r - far, z - 0.18)]
            ring += [(r - far, short + 0.18), (0, short + r), (far - r, short + 0.18)]
            rib = tube([(at, b, c) for b, c in ring], r)
        ribs.append(mirror(rib) if at else rib)
    pipes = [
        tube([(-long / 2 - 0.04, 0, h), (long / 2 + 0.04, 0, h)], 0.075)
        for h in (short + 0.2, z - 0.22)
    ]
    legs = mirror(
        box(0.16, y * 0.7, short + 0.2, (long / 2 - pitch / 2, 0, short / 2 + 0.1), CRISP)
    )
    at = x / 2 - valve
    valves = union(
        cylinder(valve, 0.2, (at, 0, z - 0.18), "z", 0.04),
        tube([(long / 2, 0, z - 0.22), (at, 0, z - 0.22)], 0.07),
        tube([(long / 2, 0, short + 0.2), (at, 0, short + 0.2), (at, 0, 0.06)], 0.065),
    )
    return [(0, union(*ribs, *pipes, legs)), (1, mirror(valves))]


@kind(
    "fan",
    "electric fan",
    "ventilator",
    height=0.6,
    senses=("fan.n.01",),
    stand=("white", "black", "gray", "blue"),
    blades=("cyan", "blue", "white", "gray"),
    cage=("same", "gray", "black"),
)
def fan(u: np.ndarray) -> Parts:
    """u3 four blades or six, u4 blade width, u5 ribs of the cage, u6 foot size, u7 pole
    thickness."""
    x, y, z = extents(u, 1.2, 0.75, 1.8, deep=0.4)
    r = min(x / 2, (z - 0.4) / 2)
    foot = x / 2 if r < x / 2 - 0.01 else r * mix(u[6], 0.62, 0.85)
    middle, half = z - r, 0.15
    pole = mix(u[7], 0.07, 0.1)
    base = union(
        disc(foot, min(y / 2, foot), 0.15, (0, 0, 0.075), rounding=0.03),
        tube([(0, 0.22, 0.1), (0, 0.22, middle)], pole),
        cylinder(0.17, 0.36, (0, 0.2, middle), "y", 0.06),
    )
    count = 4 + 2 * pick(u[3], 2)
    reach = r - 0.14
    wide = reach * mix(u[4], 0.26, 0.36) * (4 / count) ** 0.7
    leaf = disc(wide, reach * 0.44, 0.11, (0, -reach * 0.54, 0), rounding=0.03)
    blades = union(around(leaf, count), cylinder(0.15, 0.2, rounding=0.04))
    spokes = 8 if u[5] > 0.5 else 4
    rib = tube([(0, 0, half + 0.02), (0, -r * 0.6, half + 0.02), (0, 0.05 - r, 0.1)], 0.045)
    rear = tube([(0, 0, -half), (0, -r * 0.6, -half), (0, 0.05 - r, -0.1)], 0.045)
    cage = union(
        around(union(rib, rear), spokes).rotated(22.5 if spokes == 8 else 0),
        mirror(torus(r - 0.06, 0.06, (0, 0, 0.09)), "z"),
        around(box(0.1, 0.1, 0.2, (0, 0.06 - r, 0), CRISP), 8),
        cylinder(0.13, 0.14, (0, 0, half + 0.02), rounding=0.04),
    )

    def upright(solid: Solid) -> Solid:
        return solid.rotated(90, "x").at(y=-0.08, z=middle)

    turn = 45 if count == 4 else 0
    return [(0, base), (1, upright(blades.rotated(turn))), (2, upright(cage))]


@kind(
    "air conditioner",
    "ac unit",
    "air conditioning",
    height=0.35,
    senses=("air_conditioner.n.01",),
    body=("white", "gray", "brown"),
    vents=("gray", "black", "same"),
    display=("green", "cyan", "black", "red"),
    forms={"with knobs": (3, 0.5, 1.0)},
)
def air_conditioner(u: np.ndarray) -> Parts:
    """u3 smooth with a flap below, or a grille and knobs, u4 number of slats, u5 roundness of the
    front, u6 display's width, u7 depth."""
    boxy = u[3] > 0.5
    x, y, z = extents(u, 1.9, mix(u[7], 0.6, 0.8), 1.1 if boxy else 0.75, deep=0.2)
    face = -y / 2
    if boxy:
        body = box(x, y - 0.05, z, (0, 0.025, z / 2), 0.04)
        low, high = 0.3, z - 0.12
        hole = box(x - 0.24, 0.3, high - low, (0, face, (high + low) / 2), CRISP)
        count = 3 + pick(u[4], 2)
        pitch = (high - low) / count
        slats = [
            box(x - 0.2, 0.26, pitch * 0.48, (0, face + 0.15, low + pitch * (i + 0.5)), CRISP)
            for i in range(count)
        ]
        slats.append(box(x - 0.2, 0.2, high - low, (0, face + 0.23, (high + low) / 2), CRISP))
        knobs = mirror(cylinder(0.09, 0.2, (x * 0.32, face + 0.1, 0.16), "y", CRISP))
        display = box(x * mix(u[6], 0.2, 0.35), 0.2, 0.14, (0, face + 0.1, 0.16), CRISP)
        return [
            (0, difference(body, hole, CRISP)),
            (1, union(*slats)),
            (2, union(display, knobs)),
        ]
    bulge = mix(u[5], 0.1, 0.24)
    side = [
        (y / 2, 0), (y / 2, z), (face + 0.1, z), (face + 0.02, z - 0.08),
        (face, z * 0.55), (face + bulge * 0.5, z * 0.26), (face + bulge + 0.12, 0),
    ]  # fmt: skip
    shell = prism(side, x, "x", rounding=0.03)
    slot = box(x * 0.86, 0.3, 0.13, (0, face + bulge * 0.5 - 0.02, z * 0.2), CRISP)
    lip = box(x * 0.84, 0.26, 0.14, (0, face + bulge + 0.07, z * 0.2 - 0.02), CRISP)
    count = 2 + pick(u[4], 2)
    bars = [
        box(x * 0.84, 0.14, 0.13, (0, y / 2 - y * 0.26 * (i + 0.8), z - 0.035), CRISP)
        for i in range(count)
    ]
    display = box(x * mix(u[6], 0.12, 0.24), 0.2, 0.13, (0, face + 0.07, z * 0.62), CRISP)
    shell = difference(shell, slot, CRISP)
    return [(0, shell), (1, union(lip, *bars)), (2, display)]


@kind(
    "aquarium",
    "fish tank",
    height=0.5,
    senses=("aquarium.n.01",),
    frame=("black", "gray", "white", "brown"),
    water=("cyan", "blue"),
    fishes=("orange", "yellow", "red"),
)
def aquarium(u: np.ndarray) -> Parts:
    """u3 size of the fish, u4 where they swim, u5 a third fish or a plant, u6 frame thickness, u7
    depth."""
    x, y, z = extents(u, 1.85, mix(u[7], 0.85, 1.05), 1.25, deep=0.2)
    beam = mix(u[6], 0.12, 0.17)
    rims = [box(x, y, beam, (0, 0, h), CRISP) for h in (beam / 2, z - beam / 2)]
    posts = mirror(box(beam, beam, z, ((x - beam) / 2, (y - beam) / 2, z / 2), CRISP), "xy")
    water = box(x - 0.1, y - 0.1, z - 0.1, (0, 0, z / 2), CRISP)
    face, s = 0.05 - y / 2, mix(u[3], 0.9, 1.25)

    def swimmer(size: float, px: float, pz: float) -> Solid:
        tail = prism(
            [(0.1 * size, 0), (0.34 * size, 0.15 * size), (0.34 * size, -0.15 * size)], 0.16, "y",
            rounding=0.03,
        )  # fmt: skip
        return union(ellipsoid(0.22 * size, 0.11, 0.14 * size), tail).at(px, face, pz)

    high = mix(u[4], 0.4, 0.62) * z
    fish = [mirror(swimmer(s, 0.2 * x, high))]
    if u[5] > 0.5:
        fish.append(
            mirror(swimmer(s * 0.8, 0.12 * x, high + (0.26 if high < z / 2 else -0.28) * z))
        )
    sand = mirror(ellipsoid(0.22, 0.12, 0.1, (x * 0.3, face, beam + 0.04)))
    stones = ellipsoid(0.2, 0.1, 0.13, (0, face, beam + 0.04))
    return [(0, union(*rims, posts, sand, stones)), (1, water), (2, union(*fish))]


@kind(
    "birdcage",
    "bird cage",
    "cage",
    height=0.6,
    senses=("cage.n.01",),
    bars=("yellow", "gray", "black", "white"),
    floor=("brown", "same", "white", "blue"),
    canary=("yellow", "green", "blue", "red"),
)
def birdcage(u: np.ndarray) -> Parts:
    """u3 number of bars, u4 height of the dome, u5 height of the floor, u6 perch height, u7 bird
    size."""
    x, _, z = extents(u, 1.2, 1.2, 1.8)
    r, floor, loop = x / 2, mix(u[5], 0.14, 0.24), 0.13
    top = z - 2 * loop - 0.04
    spring = top - (top - floor) * mix(u[4], 0.28, 0.42)
    out = r - 0.08
    count = 8 + 4 * pick(u[3], 2)
    turns = [math.pi / 2 * i / 6 for i in range(7)]
    path = [(0, -out, floor - 0.04)]
    path += [(0, -out * math.cos(t), spring + (top - spring) * math.sin(t)) for t in turns]
    bars = union(
        around(tube(path, 0.064), count),
        torus(out, 0.06, (0, 0, spring)),
        sphere(0.12, (0, 0, top)),
        torus(loop, 0.06, (0, 0, z - loop - 0.06), "y"),
    )
    base = frustum(r, r * 0.94, 0, floor, CRISP)
    perch = floor + (spring - floor) * mix(u[6], 0.3, 0.5)
    s, perch = mix(u[7], 0.85, 1.1) * min(r, 0.6), perch - 0.05
    bird = blend(
        ellipsoid(0.28 * s, 0.34 * s, 0.33 * s, (0, 0, perch + 0.34 * s)),
        sphere(0.24 * s, (0, -0.16 * s, perch + 0.78 * s)),
        tube(
            [(0, 0.2 * s, perch + 0.28 * s), (0, 0.58 * s, perch + 0.1 * s)], [0.14 * s, 0.09 * s]
        ),
        tube([(0, -0.34 * s, perch + 0.78 * s), (0, -0.5 * s, perch + 0.74 * s)], [0.09 * s, 0.05]),
        radius=0.05,
    )
    rod = tube([(-out, 0, perch + 0.05), (out, 0, perch + 0.05)], 0.065)
    return [(0, union(bars, rod)), (1, base), (2, bird)]
