"""Rocks, crystals, mountains and an island."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, blend, difference, union

Plane = tuple[float, float, float, float]
"""A direction, its x at least 0, and how far out the face lies along it."""


def _polytope(c: Kit, planes: Sequence[Plane], at: Vector = (0.0, 0.0, 0.0)) -> Solid:
    """What is inside of all planes and of their mirror images in x."""
    normals = np.array([plane[:3] for plane in planes], float)
    reach = np.array([plane[3] for plane in planes]) * np.linalg.norm(normals, axis=1)
    normals /= c.stretch
    reach = reach / np.linalg.norm(normals, axis=1)
    normals /= np.linalg.norm(normals, axis=1)[:, None]
    both = np.concatenate([normals, normals[normals[:, 0] > 1e-6] * [-1, 1, 1]])
    far = np.concatenate([reach, reach[normals[:, 0] > 1e-6]])
    triples = np.array(list(itertools.combinations(range(len(both)), 3)))
    systems, sides = both[triples], far[triples]
    solvable = np.abs(np.linalg.det(systems)) > 1e-6
    points = np.linalg.solve(systems[solvable], sides[solvable][..., None])[..., 0]
    corners = points[(points @ both.T <= far + 1e-6).all(axis=1)].astype(np.float32)
    faces = [
        (tuple(map(np.float32, n)), np.float32(d)) for n, d in zip(normals, reach, strict=True)
    ]

    def distance(points: np.ndarray) -> np.ndarray:
        x, y, z = np.abs(points[:, 0]), points[:, 1], points[:, 2]
        nearest = None
        for (a, b, e), d in faces:
            to = a * x + b * y + e * z - d
            nearest = to if nearest is None else np.maximum(nearest, to, out=nearest)
        return nearest

    return Solid(distance, lambda directions: (directions @ corners.T).max(axis=1)).at(*c.place(at))


def _boulder(c: Kit, u: np.ndarray, at: Vector, size: float) -> Solid:
    """A stone with flat faces, on its lowest one."""
    rough, lean = mix(u[4], -0.08, 0.08), mix(u[5], -0.25, 0.25)
    planes = [
        (0, 0, -1, 0.42), (0.1, lean, 1, 0.55 + rough), (0.8, -0.5, 0.45, 0.62 - rough),
        (1, 0.25, -0.1, 0.68), (0.75, 0.8, 0.5, 0.6 + rough), (0.3, -1, 0.35, 0.55),
        (0.6, -0.8, -0.5, 0.58), (0.25, 0.9, 0.15, 0.6), (0.7, 0.5, -0.6, 0.58),
        (0.4, -0.5, 0.8, 0.6 + rough), (0.6, 0.3, 0.85, 0.62 - rough),
    ]  # fmt: skip
    scaled = [(x, y, z, d * size) for x, y, z, d in planes]
    return _polytope(c, scaled, (at[0], at[1], at[2] + 0.42 * size))


@kind(
    "rock",
    "boulder",
    height=0.8,
    senses=("rock.n.01", "boulder.n.01", "rock.n.02"),
    boulders=("gray", "gray", "brown", "black"),
    moss=("same", "green"),
    forms={"with small stones": (3, 0.6, 1.0)},
)
@cast(1.0)
def rock(u: np.ndarray, c: Kit) -> Parts:
    """u3 alone or between small ones, u4 faces, u5 where the top slopes, u6 how much moss."""
    main = _boulder(c, u, (0, 0, 0), 1.0)
    low = mix(u[6], 0.62, 0.78)
    moss = marks(main, c.box(0.9, 0.9, 1, (0, 0.05, low + 0.5), 0.01), lift=0.03)
    if u[3] < 0.6:
        return [(0, main), (1, moss)]
    small = [pairs(_boulder(c, u, (0.6, -0.3, 0), 0.36)), _boulder(c, u, (0, -0.66, 0), 0.28)]
    return [(0, union(main, *small)), (1, moss)]


def _crystal(c: Kit, high: float, r: float, lean: float, at: Vector, turn: float = 0.0) -> Solid:
    """A six-sided column with a tip; it leans to +x and is turned about the vertical."""
    side = [
        (math.cos(a), math.sin(a)) for a in (math.pi / 6, math.pi / 2, -math.pi / 6, -math.pi / 2)
    ]
    planes: list[Plane] = [(x, y, 0, r) for x, y in side]
    planes += [(x, y, 0.62, (high - r * 0.3) * 0.62 / math.hypot(1, 0.62)) for x, y in side]
    planes += [(0, 0, -1, 0), (0, 0, 1, high - r * 0.45)]
    solid = _polytope(Kit(c.mean, c.mean, float(c.stretch[2])), planes)
    return solid.rotated(lean, "y").rotated(turn).at(*c.place(at))


@kind(
    "crystal",
    "crystals",
    "crystal cluster",
    height=0.2,
    senses=("crystal.n.01", "crystal.n.03"),
    crystals=("purple", "cyan", "pink", "blue", "green", "red"),
    base=("gray", "black", "brown", "same"),
)
@cast(1.0)
def crystal(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the middle one, u4 how far the others lean, u5 their length, u6 thickness."""
    lean, long, r = mix(u[4], 22, 36), mix(u[5], 0.75, 1.0), mix(u[6], 0.2, 0.25)
    column = _crystal(c, mix(u[3], 1.2, 1.5), r * 1.1, 0, (0, 0.02, 0.12))
    sides = pairs(
        _crystal(c, long * 1.05, r * 0.9, lean, (0.16, 0.05, 0.18)),
        _crystal(c, long * 0.66, r * 0.7, lean + 10, (0.16, -0.14, 0.18), -50),
    )
    before = _crystal(c, long * 0.75, r * 0.75, lean, (0, -0.18, 0.18), -90)
    behind = _crystal(c, long * 0.85, r * 0.75, lean, (0, 0.2, 0.18), 90)
    base = _polytope(
        c,
        [
            (0, 0, -1, 0), (0, 0, 1, 0.3), (1, 0.3, 0.5, 0.58), (0.4, -1, 0.6, 0.55),
            (0.5, 1, 0.5, 0.55), (1, -0.5, 0.4, 0.6),
        ],
    )  # fmt: skip
    return [(0, union(column, sides, before, behind)), (1, base)]


@kind(
    "gem",
    "diamond",
    "gemstone",
    "jewel",
    height=0.01,
    senses=("gem.n.02", "gem.n.05", "diamond.n.02"),
    gem=("cyan", "white", "red", "green", "blue", "purple", "pink"),
    forms={"with a flat back": (3, 0.6, 1.0)},
)
@cast(1.0)
def gem(u: np.ndarray, c: Kit) -> Parts:
    """u3 pointed below or flat behind, u4 number of faces, u5 size of the table, u6 height of the
    crown, u7 depth."""
    count = (6, 8, 10)[pick(u[4], 3)]
    table, crown = mix(u[5], 0.5, 0.66), mix(u[6], 0.26, 0.36)
    down = mix(u[7], 0.75, 0.95)
    ways = [2 * math.pi * (i + 0.5) / count + math.pi / 2 for i in range(count)]
    planes: list[Plane] = [(0, 0, 1, crown)]
    rise, fall = crown / (1 - table), down if u[3] < 0.6 else 2.2 * down
    for way in ways:
        x, y = math.cos(way), math.sin(way)
        if x < -1e-6:
            continue
        x = max(x, 0.0)
        planes.append((x, y, 1 / rise, math.cos(math.atan(1 / rise))))
        planes.append((x, y, -1 / fall, math.cos(math.atan(1 / fall))))
        planes.append((x, y, 0, 0.96))
    if u[3] >= 0.6:
        planes.append((0, 0, -1, 0.42))
    return [(0, _polytope(c, planes))]


def _peak(c: Kit, at: Vector, high: float, wide: float, turn: float) -> Solid:
    """A steep pyramid with uneven faces."""
    planes: list[Plane] = [(0, 0, -1, 0.0)]
    for i, slope in enumerate((1.0, 0.82, 1.1, 0.9, 1.0, 0.86)):
        a = turn + math.pi * (i + 0.5) / 6 - math.pi / 2
        run = wide * slope
        length = math.hypot(high, run)
        planes.append((math.cos(a) * high, math.sin(a) * high, run, run * high / length))
    return _polytope(c, planes, at)


@kind(
    "mountain",
    "mountain peak",
    "hill",
    height=1500.0,
    senses=("mountain.n.01", "natural_elevation.n.01"),
    slopes=("gray", "gray", "brown", "green"),
    snow=("white",),
    forms={"with one peak": (3, 0.0, 0.4), "with three peaks": (3, 0.4, 1.0)},
)
@cast(0.7)
def mountain(u: np.ndarray, c: Kit) -> Parts:
    """u3 one peak or three, u4 how low the snow reaches, u5 height of the lower peaks, u6 where
    they stand, u7 ridges."""
    turn, side = mix(u[7], -0.12, 0.12), mix(u[5], 0.55, 0.78)
    peaks = [_peak(c, (0, 0, 0), 1.25, 0.85, turn)]
    if u[3] < 0.4:
        peaks.append(pairs(_peak(c, (0.5, 0.05, 0), 0.5 * side, 0.5, turn)))
        peaks.append(_peak(c, (0, -0.5, 0), 0.62 * side, 0.42, -turn))
    else:
        peaks.append(pairs(_peak(c, (mix(u[6], 0.5, 0.62), 0.1, 0), side * 1.1, 0.62, turn)))
        peaks.append(_peak(c, (0, -0.42, 0), 0.5 * side, 0.5, -turn))
    slopes = union(*peaks)
    low = mix(u[4], 0.62, 0.82)
    drips = [(0.0, low - 0.16), (0.14, low + 0.06), (0.28, low - 0.1), (0.42, low + 0.08)]
    drips += [(0.5, low - 0.04), (0.5, 1.6)]
    edge = drips + [(-x, z) for x, z in drips[:0:-1]]
    snow = marks(slopes, c.plate(edge, 1, "y", rounding=0.01), lift=0.03)
    return [(0, slopes), (1, snow)]


@kind(
    "volcano",
    height=1500.0,
    senses=("volcano.n.02", "volcano.n.01"),
    slopes=("brown", "gray", "black"),
    lava=("red", "orange", "yellow"),
    smoke=("gray", "white"),
)
@cast(1.0)
def volcano(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the smoke, u4 width of the crater, u5 number of streams of lava, u6 their
    length, u7 steepness."""
    r, count, low = mix(u[4], 0.26, 0.34), 4 + pick(u[5], 3), mix(u[6], 0.1, 0.4)
    bend = mix(u[7], 0.56, 0.68)
    cone = c.turned([(1.0, 0), (0.96, 0.06), (bend, 0.4), (r + 0.12, 0.8), (r, 1.0)], rounding=0.02)
    pit = c.turned([(0.02, 0.8), (r * 0.55, 0.84), (r * 0.95, 1.15)], rounding=0.01)
    slopes = difference(cone, pit, 0.02)
    streams = around(c.box(0.17, 0.8, 1.3 - low, (0, -0.5, low + (1.3 - low) / 2), 0.01), count)
    lava = union(
        marks(cone, streams, lift=0.035), c.turned([(r * 0.8, 0.7), (r * 0.8, 0.93)], rounding=0.02)
    )
    high = mix(u[3], 1.28, 1.5)
    lumps = [c.limb([(0, 0, 0.86), (0, 0, high)], [0.1, 0.18])]
    lumps.append(around(c.bead(0.2, (0, -0.2, high + 0.02)), 3))
    lumps.append(c.bead(0.22, (0, 0.05, high + 0.24)))
    return [(0, slopes), (1, lava), (2, blend(*lumps, radius=0.06))]


@kind(
    "island",
    "desert island",
    "tropical island",
    height=10.0,
    senses=("island.n.01",),
    sand=("yellow", "orange", "brown", "green"),
    water=("blue", "cyan"),
    palm=("green",),
)
@cast(1.0)
def island(u: np.ndarray, c: Kit) -> Parts:
    """u3 lean of the palm, u4 number of its leaves, u5 height of the palm, u6 width of the sand."""
    r, top, count = mix(u[6], 0.62, 0.74), mix(u[5], 1.0, 1.2), 5 + pick(u[4], 3)
    water = c.turned([(0.94, 0), (0.94, 0.17)])
    sand = c.turned([(r, 0.04), (r, 0.18), (r * 0.7, 0.29), (r * 0.3, 0.38)], rounding=0.03)
    lean = mix(u[3], 0.05, 0.35)
    path = [(0, lean * (1 - t) ** 2, 0.25 + (top - 0.25) * t) for t in (0, 0.33, 0.67, 1)]
    frond = c.limb(
        [(0, 0, 0), (0, -0.22, 0.14), (0, -0.42, 0.04), (0, -0.52, -0.16)], [0.07, 0.1, 0.085, 0.05]
    )
    palm = union(
        c.limb(path, [0.1, 0.08, 0.075, 0.07]), around(frond, count).at(*c.place((0, 0, top)))
    )
    return [(0, sand), (1, water), (2, palm)]
