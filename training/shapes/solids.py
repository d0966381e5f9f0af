"""Signed distance functions (SDF): primitive solids and the operations that combine them.

Units are model units (the longest side of a finished shape is at most 1.9); distances are
negative inside. Every solid also has a support function, from which tight bounds follow even
after rotations.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from . import surfaces
from .sheets import Sheet

Array = np.ndarray
Vector = tuple[float, float, float]
ORIGIN: Vector = (0.0, 0.0, 0.0)
ROUND = 0.04
"""Default radius of rounded edges."""

_STEPS = 4
"""Newton steps for the distance to an ellipsoid."""

_AXES = {"x": (1, 2, 0), "y": (0, 2, 1), "z": (0, 1, 2)}
"""For every axis: the two coordinates across it, then the one along it."""


@dataclass(frozen=True)
class Solid:
    """distance: (N,3) float32 -> (N,), negative inside; support: (K,3) directions -> (K,); sheets:
    of its surface, together all of it, or none where nobody says how to lay them."""

    distance: Callable[[Array], Array]
    support: Callable[[Array], Array]
    sheets: Callable[[], tuple[Sheet, ...]] = tuple

    @property
    def bounds(self) -> Array:
        """(2,3): lowest and highest corner."""
        reach = self.support(np.concatenate([-np.eye(3), np.eye(3)]))
        return np.stack([-reach[:3], reach[3:]])

    def at(self, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Solid:
        """The solid moved by (x, y, z)."""
        offset = np.array([x, y, z], np.float32)
        return Solid(
            lambda points: self.distance(points - offset),
            lambda directions: self.support(directions) + directions @ offset,
            lambda: tuple(
                sheet.moved(lambda points: points + offset, lambda points: points - offset)
                for sheet in self.sheets()
            ),
        )

    def rotated(self, degrees: float, axis: str = "z") -> Solid:
        """The solid turned about an axis through the origin ("x", "y" or "z")."""
        c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        turn = {
            "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
            "y": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
            "z": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
        }[axis]
        # Row vectors times the matrix apply its inverse: points go back to the solid's own frame.
        matrix = np.array(turn, np.float32)

        def back(points: Array) -> Array:
            return (matrix.T @ points.T).T

        return Solid(
            lambda points: self.distance(back(points)),
            lambda directions: self.support(directions @ matrix),
            lambda: tuple(
                sheet.moved(lambda points: (matrix @ points.T).T, back) for sheet in self.sheets()
            ),
        )

    def scaled(self, factor: float) -> Solid:
        """The solid scaled uniformly about the origin."""
        return Solid(
            lambda points: self.distance(points / factor) * factor,
            lambda directions: self.support(directions) * factor,
            lambda: tuple(
                sheet.moved(lambda points: points * factor, lambda points: points / factor, factor)
                for sheet in self.sheets()
            ),
        )


def _length(*components: Array) -> Array:
    return np.sqrt(sum(component * component for component in components))


# ---------------------------------------------------------------- primitives


def box(x: float, y: float, z: float, at: Vector = ORIGIN, rounding: float = ROUND) -> Solid:
    """Rounded box with full side lengths x, y, z."""
    rounding = min(rounding, 0.45 * min(x, y, z))
    half = np.array([x, y, z], np.float32) / 2 - np.float32(rounding)

    def distance(points: Array) -> Array:
        qx, qy, qz = (np.abs(points[:, i]) - half[i] for i in range(3))
        outside = _length(np.maximum(qx, 0), np.maximum(qy, 0), np.maximum(qz, 0))
        return outside + np.minimum(np.maximum(np.maximum(qx, qy), qz), 0) - rounding

    def support(directions: Array) -> Array:
        return np.abs(directions) @ half + rounding * np.linalg.norm(directions, axis=1)

    def surface() -> tuple[Sheet, ...]:
        profile = [(0, -z / 2), (y / 2, -z / 2), (y / 2, z / 2), (0, z / 2)]
        return (surfaces.squared("box", np.array(profile), x / y, distance),)

    return Solid(distance, support, surface).at(*at)


def ellipsoid(x: float, y: float, z: float, at: Vector = ORIGIN) -> Solid:
    """Ellipsoid with radii x, y, z."""
    radii = np.array([x, y, z], np.float32)
    if x == y == z:
        return sphere(x, at)

    def distance(points: Array) -> Array:
        # The nearest surface point is r^2 p / (t + r^2) for the t that puts it on the surface.
        if x == y:
            terms = [(_length(points[:, 0], points[:, 1]), radii[0]), (points[:, 2], radii[2])]
        else:
            terms = [(points[:, i], radii[i]) for i in range(3)]
        # Off the symmetry planes by a hair, so that no denominator vanishes.
        terms = [(np.maximum(np.abs(p), np.float32(1e-4) * r), r) for p, r in terms]
        t = reduce(np.maximum, (r * p - r * r for p, r in terms))
        for _ in range(_STEPS):
            # Newton on 1 / |q| - 1, which is nearly linear in t.
            scale = [1 / (t + r * r) for _, r in terms]
            squares = [(r * p * s) ** 2 for (p, r), s in zip(terms, scale, strict=True)]
            total = sum(squares)
            slope = sum(square * s for square, s in zip(squares, scale, strict=True))
            t = t + total / slope * (np.sqrt(total) - 1)
        return t * _length(*(p / (t + r * r) for p, r in terms))

    return Solid(
        distance,
        lambda directions: np.linalg.norm(directions * radii, axis=1),
        lambda: (surfaces.ball(radii, distance),),
    ).at(*at)


def sphere(radius: float, at: Vector = ORIGIN) -> Solid:
    """Ball."""

    def distance(points: Array) -> Array:
        return _length(points[:, 0], points[:, 1], points[:, 2]) - radius

    return Solid(
        distance,
        lambda directions: radius * np.linalg.norm(directions, axis=1),
        lambda: (surfaces.ball(np.full(3, radius), distance),),
    ).at(*at)


def tube(path: Sequence[Vector], radius: float | Sequence[float]) -> Solid:
    """Round tube along a polyline; one radius, or one per vertex (tapered)."""
    vertices = np.array(path, np.float32)
    radii = np.broadcast_to(np.array(radius, np.float32), len(vertices))

    def distance(points: Array) -> Array:
        nearest = None
        for a, b, ra, rb in zip(vertices, vertices[1:], radii, radii[1:], strict=False):
            edge = b - a
            w = [points[:, i] - a[i] for i in range(3)]
            t = sum(w[i] * edge[i] for i in range(3)) / max(edge @ edge, np.float32(1e-9))
            t = np.clip(t, 0, 1)
            d = _length(*(w[i] - t * edge[i] for i in range(3))) - (ra + t * (rb - ra))
            nearest = d if nearest is None else np.minimum(nearest, d)
        return nearest

    def support(directions: Array) -> Array:
        length = np.linalg.norm(directions, axis=1)[:, None]
        return (directions @ vertices.T + length * radii).max(axis=1)

    return Solid(distance, support, lambda: (surfaces.piped(vertices, radii, distance),))


def cylinder(
    radius: float, height: float, at: Vector = ORIGIN, axis: str = "z", rounding: float = ROUND
) -> Solid:
    """Rounded cylinder, centred, along an axis."""
    rounding = min(rounding, 0.45 * height, 0.9 * radius)
    a, b, c = _AXES[axis]
    core, half = radius - rounding, height / 2 - rounding

    def distance(points: Array) -> Array:
        across = _length(points[:, a], points[:, b]) - core
        along = np.abs(points[:, c]) - half
        outside = _length(np.maximum(across, 0), np.maximum(along, 0))
        return outside + np.minimum(np.maximum(across, along), 0) - rounding

    def support(directions: Array) -> Array:
        across = np.hypot(directions[:, a], directions[:, b])
        length = np.linalg.norm(directions, axis=1)
        return core * across + half * np.abs(directions[:, c]) + rounding * length

    def along_axis(points: Array) -> Array:
        return points.T[np.argsort([a, b, c])].T

    def upright(points: Array) -> Array:
        return points.T[[a, b, c]].T

    def surface() -> tuple[Sheet, ...]:
        end = height / 2
        profile = np.array([(0, -end), (radius, -end), (radius, end), (0, end)])
        sheet = surfaces.revolved(
            "can", profile, False, lambda points: distance(along_axis(points))
        )
        return (sheet.moved(along_axis, upright),)

    return Solid(distance, support, surface).at(*at)


def torus(radius: float, thickness: float, at: Vector = ORIGIN, axis: str = "z") -> Solid:
    """Torus about an axis: radius of the centre circle, radius (thickness) of the tube."""
    a, b, c = _AXES[axis]

    def distance(points: Array) -> Array:
        across = _length(points[:, a], points[:, b]) - radius
        return _length(across, points[:, c]) - thickness

    def support(directions: Array) -> Array:
        across = np.hypot(directions[:, a], directions[:, b])
        return radius * across + thickness * np.linalg.norm(directions, axis=1)

    return Solid(
        distance, support, lambda: (surfaces.ringed(radius, thickness, (a, b, c), distance),)
    ).at(*at)


# ---------------------------------------------------------------- from 2-D outlines


def curve(points: Sequence[tuple[float, float]], steps: int = 4) -> list[tuple[float, float]]:
    """Catmull-Rom curve through 2-D points, as a polyline of `steps` edges per span."""
    p = np.array([points[0], *points, points[-1]], float)
    t = (np.arange(steps) / steps)[:, None]
    spans = [
        0.5
        * (
            2 * b
            + (c - a) * t
            + (2 * a - 5 * b + 4 * c - d) * t**2
            + (3 * b - a - 3 * c + d) * t**3
        )
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return [(float(u), float(v)) for u, v in np.concatenate([*spans, p[-1:]])]


def _inset(polygon: Array, amount: float) -> Array:
    """Closed polygon (M,2) with all edges moved inwards by `amount` (mitred)."""
    edge = np.roll(polygon, -1, axis=0) - polygon
    edge /= np.linalg.norm(edge, axis=1, keepdims=True)
    x, y = polygon.T
    turn = np.sign(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1)))
    after = turn * np.stack([-edge[:, 1], edge[:, 0]], axis=1)
    before = np.roll(after, 1, axis=0)
    return polygon + amount * (before + after) / (1 + np.sum(before * after, axis=1))[:, None]


def _outline(a: Array, b: Array, edges: Array, signed: bool = True) -> Array:
    """Distance of points (a, b) to edges (M,2,2); negative inside when signed."""
    squared, inside = None, None
    for (a0, b0), (a1, b1) in edges:
        ea, eb = a1 - a0, b1 - b0
        wa, wb = a - a0, b - b0
        t = np.clip((wa * ea + wb * eb) / max(ea * ea + eb * eb, np.float32(1e-12)), 0, 1)
        da, db = wa - t * ea, wb - t * eb
        d = da * da + db * db
        squared = d if squared is None else np.minimum(squared, d)
        if signed and eb != 0:
            crossed = ((b >= b0) != (b >= b1)) & (wa < wb * (ea / eb))
            inside = crossed if inside is None else inside ^ crossed
    d = np.sqrt(squared)
    return np.where(inside, -d, d) if signed else d


def lathe(profile: Sequence[tuple[float, float]], rounding: float = ROUND) -> Solid:
    """Solid of revolution about z: profile of (radius, z) from bottom to top, edges rounded."""
    half = [(r, z) for r, z in profile if r > 1e-6]
    half = [(0.0, profile[0][1]), *half, (0.0, profile[-1][1])]
    closed = np.array(half + [(-r, z) for r, z in half[-2:0:-1]], float)
    core = _inset(closed, rounding)[: len(half)].astype(np.float32)
    core[:, 0] = np.maximum(core[:, 0], 0)
    edges = np.stack([core[:-1], core[1:]], axis=1)

    def distance(points: Array) -> Array:
        return _outline(_length(points[:, 0], points[:, 1]), points[:, 2], edges) - rounding

    return Solid(
        distance,
        _revolved_support(core, rounding),
        lambda: (surfaces.revolved("lathe", np.array(half), False, distance),),
    )


def ring_lathe(section: Sequence[tuple[float, float]], rounding: float = ROUND) -> Solid:
    """Solid of revolution of a closed (radius, z) polygon that keeps clear of the axis."""
    core = _inset(np.array(section, float), rounding).astype(np.float32)
    edges = np.stack([core, np.roll(core, -1, axis=0)], axis=1)

    def distance(points: Array) -> Array:
        return _outline(_length(points[:, 0], points[:, 1]), points[:, 2], edges) - rounding

    return Solid(
        distance,
        _revolved_support(core, rounding),
        lambda: (surfaces.revolved("turned ring", np.array(section), True, distance),),
    )


def pot(profile: Sequence[tuple[float, float]], wall: float) -> Solid:
    """Open shell of revolution about z: wall of full thickness `wall` around (radius, z) lines."""
    core = np.array(profile, np.float32)
    edges = np.stack([core[:-1], core[1:]], axis=1)

    def distance(points: Array) -> Array:
        radius = _length(points[:, 0], points[:, 1])
        return _outline(radius, points[:, 2], edges, signed=False) - wall / 2

    return Solid(
        distance,
        _revolved_support(core, wall / 2),
        lambda: (surfaces.revolved("pot", *surfaces.thickened(core, wall), distance),),
    )


def _revolved_support(core: Array, rounding: float) -> Callable[[Array], Array]:
    def support(directions: Array) -> Array:
        across = np.hypot(directions[:, 0], directions[:, 1])[:, None]
        reach = (across * core[:, 0] + directions[:, 2:] * core[:, 1]).max(axis=1)
        return reach + rounding * np.linalg.norm(directions, axis=1)

    return support


def frustum(bottom: float, top: float, z0: float, z1: float, rounding: float = ROUND) -> Solid:
    """Round cone between the radii `bottom` at z0 and `top` at z1 (0 for a tip)."""
    return lathe([(bottom, z0), (top, z1)], rounding)


def prism(
    polygon: Sequence[tuple[float, float]],
    length: float,
    axis: str = "y",
    at: Vector = ORIGIN,
    rounding: float = ROUND,
) -> Solid:
    """Extruded polygon, centred along the axis; its plane is (y,z), (x,z) or (x,y)."""
    a, b, c = _AXES[axis]
    core = _inset(np.array(polygon, float), rounding).astype(np.float32)
    edges = np.stack([core, np.roll(core, -1, axis=0)], axis=1)
    half = length / 2 - rounding

    def distance(points: Array) -> Array:
        across = _outline(points[:, a], points[:, b], edges)
        along = np.abs(points[:, c]) - half
        outside = _length(np.maximum(across, 0), np.maximum(along, 0))
        return outside + np.minimum(np.maximum(across, along), 0) - rounding

    def support(directions: Array) -> Array:
        reach = (directions[:, [a, b]] @ core.T).max(axis=1)
        length_ = np.linalg.norm(directions, axis=1)
        return reach + half * np.abs(directions[:, c]) + rounding * length_

    def surface() -> tuple[Sheet, ...]:
        return (surfaces.extruded(np.array(polygon), length / 2, (a, b, c), distance),)

    return Solid(distance, support, surface).at(*at)


def pyramid(bottom: float, top: float, z0: float, z1: float, rounding: float = ROUND) -> Solid:
    """Square frustum: full side lengths `bottom` at z0 and `top` at z1 (0 for a tip)."""
    half = [(0.0, z0), (bottom / 2, z0), *([(top / 2, z1)] if top > 0 else []), (0.0, z1)]
    closed = np.array(half + [(-r, z) for r, z in half[-2:0:-1]], float)
    core = _inset(closed, rounding)[: len(half)].astype(np.float32)
    edges = np.stack([core[:-1], core[1:]], axis=1)

    def distance(points: Array) -> Array:
        x, y, z = np.abs(points[:, 0]), np.abs(points[:, 1]), points[:, 2]
        major, minor = np.maximum(x, y), np.minimum(x, y)
        flat = _outline(major, z, edges)
        # Beside a corner edge the nearest point of the face's section lies beyond the face.
        (r0, h0), (r1, h1) = core[1], core[-2] if top > 0 else core[-1]
        t = np.clip(
            ((major - r0) * (r1 - r0) + (z - h0) * (h1 - h0)) / ((r1 - r0) ** 2 + (h1 - h0) ** 2),
            0,
            1,
        )
        beyond = np.maximum(minor - (r0 + t * (r1 - r0)), 0)
        return np.where(flat > 0, np.sqrt(flat * flat + beyond * beyond), flat) - rounding

    corners = np.array([(r * i, r * j, z) for r, z in core for i in (-1, 1) for j in (-1, 1)])

    def support(directions: Array) -> Array:
        reach = (directions @ corners.T).max(axis=1)
        return reach + rounding * np.linalg.norm(directions, axis=1)

    return Solid(
        distance, support, lambda: (surfaces.squared("pyramid", np.array(half), 1.0, distance),)
    )


# ---------------------------------------------------------------- combinators


def union(*solids: Solid) -> Solid:
    """All of the solids together."""

    def distance(points: Array) -> Array:
        return reduce(np.minimum, (solid.distance(points) for solid in solids))

    def support(directions: Array) -> Array:
        return reduce(np.maximum, (solid.support(directions) for solid in solids))

    return Solid(
        distance, support, lambda: tuple(sheet for solid in solids for sheet in solid.sheets())
    )


def _smooth_minimum(a: Array, b: Array, blend: float) -> Array:
    h = np.maximum(blend - np.abs(a - b), 0) / blend
    return np.minimum(a, b) - h * h * (blend / 4)


def blend(*solids: Solid, radius: float = 0.1) -> Solid:
    """Union with fillets of about the given radius where the solids meet."""

    def distance(points: Array) -> Array:
        distances = (solid.distance(points) for solid in solids)
        return reduce(lambda a, b: _smooth_minimum(a, b, radius), distances)

    whole = union(*solids)
    return Solid(
        distance,
        whole.support,
        lambda: tuple(sheet.drawn_to(distance) for sheet in whole.sheets()),
    )


def intersection(a: Solid, b: Solid, rounding: float = ROUND) -> Solid:
    """What lies in both; its support is an upper bound, tight if one bounds the other."""

    def distance(points: Array) -> Array:
        return -_smooth_minimum(-a.distance(points), -b.distance(points), rounding)

    def surface() -> tuple[Sheet, ...]:
        smaller = min((a, b), key=lambda solid: float(np.diff(solid.bounds, axis=0).prod()))
        return tuple(sheet.drawn_to(distance) for sheet in smaller.sheets())

    return Solid(distance, lambda d: np.minimum(a.support(d), b.support(d)), surface)


def difference(a: Solid, b: Solid, rounding: float = ROUND) -> Solid:
    """a without b; b must leave a's extremes in place, for the bounds stay those of a."""

    def distance(points: Array) -> Array:
        return -_smooth_minimum(-a.distance(points), b.distance(points), rounding)

    return Solid(
        distance,
        a.support,
        lambda: tuple(sheet.carved(sheet.distance, b.distance, distance) for sheet in a.sheets()),
    )


def mirror(solid: Solid, axes: str = "x") -> Solid:
    """The solid and its mirror images; it should lie on the positive side of each axis."""
    folded = ["xyz".index(axis) for axis in axes]

    def distance(points: Array) -> Array:
        points = points.copy(order="K")
        for axis in folded:
            np.abs(points[:, axis], out=points[:, axis])
        return solid.distance(points)

    def support(directions: Array) -> Array:
        directions = directions.copy()
        directions[:, folded] = np.abs(directions[:, folded])
        return solid.support(directions)

    def surface() -> tuple[Sheet, ...]:
        signs = [[1, -1] if axis in folded else [0] for axis in range(3)]
        images = [np.array(each, np.float32) for each in itertools.product(*signs)]
        return tuple(sheet.folded(image, distance) for sheet in solid.sheets() for image in images)

    return Solid(distance, support, surface)
