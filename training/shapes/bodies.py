"""Builders for what lives: a clay that stretches, four-legged bodies, birds and people.

A figure is drawn once in its natural proportions. `moulded` then stretches the drawing until its
sides are what height and width ask for: places and ellipsoids follow exactly, round limbs keep
their round section.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from . import solids
from .kinds import Parts, extents
from .solids import Solid, Vector, intersection, mirror, union

THIN = 0.05
"""Least radius of anything, in model units."""
FLAT = 0.12
"""Least thickness of what is flat."""
_AXES = {"x": (1, 2, 0), "y": (0, 2, 1), "z": (0, 1, 2)}


class Clay:
    """Makes solids of a drawing whose x, y and z are stretched by three factors."""

    def __init__(self, x: float = 1.0, y: float = 1.0, z: float = 1.0) -> None:
        self.stretch = np.array([x, y, z])
        self.mean = float(self.stretch.prod() ** (1 / 3))

    def place(self, point: Sequence[float]) -> Vector:
        """Where a point of the drawing comes to lie."""
        x, y, z = (float(a) * float(s) for a, s in zip(point, self.stretch, strict=True))
        return x, y, z

    def ball(
        self,
        x: float,
        y: float,
        z: float,
        at: Vector = solids.ORIGIN,
        rx: float = 0.0,
        ry: float = 0.0,
        rz: float = 0.0,
    ) -> Solid:
        """Ellipsoid with radii x, y, z, turned by rx, ry, rz degrees about the axes in this order;
        a turned one keeps its angles."""
        axes = np.eye(3)
        for degrees, (a, b) in ((rx, (1, 2)), (ry, (2, 0)), (rz, (0, 1))):
            c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
            axes[:, a], axes[:, b] = (
                axes[:, a] * c - axes[:, b] * s,
                axes[:, a] * s + axes[:, b] * c,
            )
        factors = np.linalg.norm(axes * self.stretch, axis=1)
        radii = [max(r * float(f), FLAT / 2) for r, f in zip((x, y, z), factors, strict=True)]
        solid = solids.ellipsoid(*radii)
        for degrees, axis in ((rx, "x"), (ry, "y"), (rz, "z")):
            if degrees:
                solid = solid.rotated(degrees, axis)
        return solid.at(*self.place(at))

    def bead(self, radius: float, at: Vector, least: float = 0.07) -> Solid:
        """A ball that stays one: an eye, a nose."""
        return solids.sphere(max(radius * self.mean, least), self.place(at))

    def limb(self, path: Sequence[Vector], radius: float | Sequence[float]) -> Solid:
        """Round tube along a polyline; one radius, or one per vertex."""
        points = np.array(path, float)
        along = np.abs(np.diff(points, axis=0)).sum(axis=0)
        across = 1 - (along / max(float(np.linalg.norm(along)), 1e-9)) ** 2
        factor = float((self.stretch ** (across / 2)).prod())
        radii = np.maximum(np.broadcast_to(np.array(radius, float), len(points)) * factor, THIN)
        return solids.tube([self.place(point) for point in points], [float(r) for r in radii])

    def box(self, x: float, y: float, z: float, at: Vector, rounding: float = 0.03) -> Solid:
        """Box with full side lengths x, y, z."""
        sides = [max(a * float(s), FLAT) for a, s in zip((x, y, z), self.stretch, strict=True)]
        return solids.box(sides[0], sides[1], sides[2], self.place(at), rounding)

    def can(
        self, radius: float, height: float, at: Vector, axis: str = "z", rounding: float = 0.03
    ) -> Solid:
        """Cylinder, centred, along an axis."""
        a, b, c = _AXES[axis]
        r = max(radius * math.sqrt(self.stretch[a] * self.stretch[b]), THIN)
        long = max(height * float(self.stretch[c]), FLAT)
        return solids.cylinder(r, long, self.place(at), axis, rounding)

    def plate(
        self,
        polygon: Sequence[tuple[float, float]],
        thickness: float = 0.12,
        axis: str = "x",
        at: Vector = solids.ORIGIN,
        rounding: float = 0.03,
    ) -> Solid:
        """Flat piece: an outline in the plane across the axis, (y,z), (x,z) or (x,y)."""
        a, b, c = _AXES[axis]
        outline = [(p * float(self.stretch[a]), q * float(self.stretch[b])) for p, q in polygon]
        thick = max(thickness * float(self.stretch[c]), FLAT)
        return solids.prism(outline, thick, axis, self.place(at), rounding)

    def turned(
        self,
        profile: Sequence[tuple[float, float]],
        at: Vector = solids.ORIGIN,
        rounding: float = 0.03,
    ) -> Solid:
        """Solid of revolution about the vertical: (radius, z) from bottom to top."""
        wide, tall = math.sqrt(self.stretch[0] * self.stretch[1]), float(self.stretch[2])
        made = solids.lathe([(r * wide, z * tall) for r, z in profile], rounding)
        return made.at(*self.place(at))


Draw = Callable[[np.ndarray, Clay], Parts]


def sides_of(parts: Parts) -> np.ndarray:
    """(3,) side lengths of a drawing."""
    low, high = union(*(solid for _, solid in parts)).bounds
    return high - low


def moulded(draw: Draw) -> Callable[[np.ndarray], Parts]:
    """A kind's build function from a drawing: height and width come out as `extents` has them."""

    @functools.wraps(draw)
    def build(u: np.ndarray) -> Parts:
        natural = sides_of(draw(u, Clay()))
        wanted = np.array(extents(u, *(float(side) for side in natural), deep=0.5))
        stretch = wanted / natural
        for _ in range(6):
            parts = draw(u, Clay(*stretch))
            missing = wanted / sides_of(parts)
            if np.abs(missing - 1).max() < 0.003:
                break
            stretch = stretch * missing
        return parts

    return build


def marks(surface: Solid, *where: Solid, lift: float = 0.025) -> Solid:
    """What of a surface lies in the given solids, raised a little: stripes, spots, a face."""

    def support(directions: np.ndarray) -> np.ndarray:
        return surface.support(directions) + lift * np.linalg.norm(directions, axis=1)

    raised = Solid(lambda points: surface.distance(points) - np.float32(lift), support)
    return intersection(raised, union(*where), 0.01)


def shift(point: Vector, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Vector:
    """The point moved by x, y, z."""
    return point[0] + x, point[1] + y, point[2] + z


# ---------------------------------------------------------------- on four legs


@dataclass(frozen=True)
class Beast:
    """Measures of a four-legged body: lengths, and radii that end in `_r`; angles in degrees."""

    long: float = 1.3
    wide: float = 0.56
    thick: float = 0.6
    leg: float = 0.5
    """From the ground to the belly."""
    leg_r: float = 0.12
    stance: float = 0.7
    """Between front and hind legs, as a share of the length."""
    neck: float = 0.35
    neck_r: float = 0.18
    rise: float = 50.0
    head_r: float = 0.26
    muzzle: float = 0.36
    muzzle_r: float = 0.14
    droop: float = 20.0
    paws: float = 0.0
    """How far the feet reach forward."""


@dataclass(frozen=True)
class Body:
    """Pieces of a beast, and places of the drawing that others hold on to."""

    torso: Solid
    legs: Solid
    neck: Solid
    head: Solid
    eyes: Solid
    nose: Solid
    crown: Vector
    """Middle of the head."""
    tip: Vector
    """End of the muzzle."""
    rump: Vector
    """Where the tail begins."""
    chest: Vector
    beast: Beast

    @property
    def whole(self) -> Solid:
        return solids.blend(self.torso, self.neck, self.head, self.legs, radius=0.08)

    @property
    def front(self) -> Solid:
        """Head and neck."""
        return solids.blend(self.neck, self.head, radius=0.06)


def _head(c: Clay, b: Beast, crown: Vector) -> tuple[Solid, Solid, Solid, Vector]:
    """Head with muzzle, eyes, nose and the muzzle's end."""
    down, r = math.radians(b.droop), b.head_r
    reach = 0.6 * r + b.muzzle
    tip = shift(crown, y=-reach * math.cos(down), z=-reach * math.sin(down) - 0.1 * r)
    skull = c.ball(r * 0.92, r, r, crown)
    head = solids.blend(
        skull, c.limb([shift(crown, z=-0.15 * r), tip], [b.muzzle_r * 1.2, b.muzzle_r]), radius=0.06
    )
    eyes = mirror(c.bead(max(0.25 * r, 0.065), shift(crown, 0.62 * r, -0.68 * r, 0.34 * r)))
    nose = c.bead(b.muzzle_r * 0.62, shift(tip, y=-b.muzzle_r * 0.72, z=b.muzzle_r * 0.42))
    return head, eyes, nose, tip


def standing(c: Clay, b: Beast) -> Body:
    """A beast on its four legs, looking to -y."""
    middle = b.leg + b.thick / 2
    torso = c.ball(b.wide / 2, b.long / 2, b.thick / 2, (0, 0, middle))
    x, y = b.wide / 2 - b.leg_r, b.stance * b.long / 2
    legs = []
    for at in (-y, y):
        foot = (x, at - b.paws, b.leg_r)
        legs.append(c.limb([(x, at, middle), (x, at, b.leg_r), foot], b.leg_r))
    chest = (0.0, -b.long * 0.33, middle + b.thick * 0.12)
    up = math.radians(b.rise)
    reach = b.long * 0.1 + b.neck
    crown = shift(chest, y=-reach * math.cos(up), z=reach * math.sin(up) + b.head_r * 0.3)
    neck = c.limb([chest, crown], [b.neck_r * 1.15, b.neck_r])
    head, eyes, nose, tip = _head(c, b, crown)
    rump = (0.0, b.long * 0.45, middle + b.thick * 0.2)
    return Body(torso, mirror(union(*legs)), neck, head, eyes, nose, crown, tip, rump, chest, b)


def sitting(c: Clay, b: Beast, lean: float = 56.0) -> Body:
    """A beast on its haunches; `lean` is how far its back rises."""
    cos, sin = math.cos(math.radians(lean)), math.sin(math.radians(lean))
    long, thick = b.long * 0.46, b.thick * 0.48
    middle = math.hypot(long * sin, thick * cos)
    torso = c.ball(b.wide / 2, long, thick, (0, 0, middle), rx=-lean)
    chest = (0.0, -0.62 * long * cos - 0.1 * thick, middle + 0.62 * long * sin)
    r, x = b.leg_r, b.wide / 2 - b.leg_r * 0.8
    front = chest[1] - 0.3 * thick
    arms = c.limb(
        [(x * 0.8, front + 0.05, chest[2]), (x * 0.8, front, r), (x * 0.8, front - 0.6 * r, r)], r
    )
    hips = long * cos * 0.5
    thigh = c.ball(b.wide * 0.2, thick * 0.8, thick * 0.8, (x, hips - 0.1 * thick, thick * 0.8))
    feet = c.limb([(x + r * 0.4, hips, r), (x + r * 0.4, hips - thick * 1.5, r)], r)
    neck_end = shift(chest, y=-0.3 * b.neck, z=0.35 * long + b.neck * 0.8 + b.head_r * 0.3)
    neck = c.limb([chest, neck_end], b.neck_r * 1.1)
    head, eyes, nose, tip = _head(c, b, neck_end)
    legs = mirror(union(arms, thigh, feet))
    rump = (0.0, long * cos * 0.85, max(0.35 * thick, 0.1))
    return Body(torso, legs, neck, head, eyes, nose, neck_end, tip, rump, chest, b)


def pose(c: Clay, b: Beast, sits: bool) -> Body:
    return sitting(c, b) if sits else standing(c, b)


def pointed_ears(c: Clay, body: Body, size: float, wide: float = 0.5, out: float = 0.5) -> Solid:
    """Upright triangles on the head."""
    r, (_, y, z) = body.beast.head_r, body.crown
    x, foot = out * r, z + 0.5 * r
    half = size * wide
    outline = [
        (x - half, foot),
        (x + half, foot - 0.25 * r),
        (x + half * 0.6, foot + 0.35 * r + size),
    ]
    return mirror(c.plate(outline, 0.12, "y", (0, y + 0.1 * r, 0), 0.02))


def round_ears(c: Clay, body: Body, size: float, out: float = 0.75, up: float = 0.7) -> Solid:
    r = body.beast.head_r
    return mirror(
        c.ball(size, max(size * 0.5, 0.06), size, shift(body.crown, out * r, 0.05, up * r))
    )


def hanging_ears(c: Clay, body: Body, size: float, turn: float = 18.0) -> Solid:
    r = body.beast.head_r
    at = shift(body.crown, r * 0.92, 0.06 * r, 0.35 * r - size * 0.5)
    return mirror(c.ball(0.07, size * 0.55, size, at, ry=-turn))


def leaf_ears(c: Clay, body: Body, size: float, turn: float = 60.0, wide: float = 0.42) -> Solid:
    """Leaves that stand off the head: 0 degrees is upright, 90 sideways."""
    r, a = body.beast.head_r, math.radians(turn)
    start = 0.6 * r + size * 0.75
    at = shift(body.crown, start * math.sin(a) * 0.95, 0.2 * r, start * math.cos(a) + 0.15 * r)
    return mirror(c.ball(max(size * wide, 0.06), 0.06, size, at, ry=turn))


def hooves(c: Clay, b: Beast, tall: float = 0.17) -> Solid:
    """Of a beast that stands."""
    x, y = b.wide / 2 - b.leg_r, b.stance * b.long / 2
    r = b.leg_r * 1.18
    return mirror(union(*(c.can(r, tall, (x, at - b.paws, tall / 2), "z", 0.02) for at in (-y, y))))


def mane(c: Clay, body: Body, thick: float = 0.09) -> Solid:
    """Along the back of a neck, from between the ears to the shoulders."""
    b = body.beast
    up = math.radians(b.rise)
    y, z = math.sin(up), math.cos(up)
    top = shift(body.crown, y=0.15 * b.head_r, z=b.head_r * 0.95)
    back = shift(body.crown, y=y * b.neck_r * 1.1 + 0.04, z=z * b.neck_r * 0.6)
    foot = shift(body.chest, y=y * b.neck_r * 1.25 + 0.02, z=z * b.neck_r * 1.25 + 0.04)
    return c.limb([top, back, foot], [thick * 0.9, thick, thick])


def curve_tail(
    c: Clay, body: Body, *steps: tuple[float, float], radius: float | Sequence[float]
) -> Solid:
    """A tail from the rump through places (y, z) relative to it."""
    path = [shift(body.rump, y=-0.12), *(shift(body.rump, y=y, z=z) for y, z in steps)]
    return c.limb(path, radius)
