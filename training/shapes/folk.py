"""Builders for people: measures, limbs in postures, faces, hair, robes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bodies import Clay, shift
from .solids import Solid, Vector, blend, mirror, union

SKIN = ("orange", "brown", "pink", "yellow")
HAIR = ("black", "brown", "yellow", "orange", "gray")


@dataclass(frozen=True)
class Folk:
    """Measures of a person: height of the hip and of the trunk above it, half the width of the
    shoulders, radii."""

    hip: float = 0.66
    trunk: float = 0.56
    broad: float = 0.26
    deep: float = 0.17
    head_r: float = 0.23
    limb_r: float = 0.1

    @property
    def shoulder(self) -> Vector:
        return self.broad, 0.0, self.hip + self.trunk - 0.08

    @property
    def crown(self) -> Vector:
        """Middle of the head."""
        return 0.0, -0.01, self.hip + self.trunk + 0.06 + self.head_r * 0.9


def legs(c: Clay, f: Folk, shoe: float = 0.2) -> tuple[Solid, Solid]:
    """Legs and shoes."""
    x, r = f.broad * 0.5, f.limb_r * 1.12
    leg = c.limb([(x, 0, f.hip + 0.04), (x, 0, r)], [r * 1.08, r])
    return mirror(leg), mirror(c.ball(r * 1.1, shoe, 0.1, (x * 1.06, -shoe * 0.42, 0.1)))


def seat(c: Clay, f: Folk, shoe: float = 0.2) -> tuple[Solid, Solid]:
    """Legs and shoes of one who sits on the ground; the hip is a limb's radius above it."""
    x, r = f.broad * 0.56, f.limb_r * 1.12
    leg = c.limb([(x, 0, r * 1.05), (x * 1.2, -0.62, r)], r)
    return mirror(leg), mirror(c.ball(r * 1.1, 0.1, shoe * 0.8, (x * 1.2, -0.68, shoe * 0.75)))


def trunk(c: Clay, f: Folk) -> Solid:
    top, low = f.hip + f.trunk, f.hip - 0.04
    chest = c.ball(f.broad, f.deep, 0.26, (0, 0, top - 0.22))
    waist = c.ball(f.broad * 0.86, f.deep * 0.98, 0.24, (0, 0, low + 0.18))
    return blend(chest, waist, radius=0.16)


def arms(c: Clay, f: Folk, elbow: Vector, hand: Vector) -> tuple[Solid, Solid]:
    """Sleeves and hands through places relative to the shoulder."""
    at, r = f.shoulder, f.limb_r * 0.84
    bend, end = shift(at, *elbow), shift(at, *hand)
    sleeve = c.limb([shift(at, -0.04), bend, end], [r * 1.1, r, r * 0.92])
    way = np.array(end) - np.array(bend)
    way = way / np.linalg.norm(way) * 0.06
    palm = shift(end, float(way[0]), float(way[1]), float(way[2]))
    return mirror(sleeve), mirror(c.ball(r * 1.12, r * 1.12, r * 1.12, palm))


def posture(c: Clay, f: Folk, which: str) -> tuple[Solid, Solid]:
    bends: dict[str, tuple[Vector, Vector]] = {
        "hanging": ((0.1, 0.02, -0.26), (0.12, -0.05, -0.48)),
        "raised": ((0.22, 0.0, 0.04), (0.3, -0.02, 0.36)),
        "out": ((0.22, 0.0, -0.02), (0.46, 0.0, -0.02)),
        "forward": ((0.06, -0.1, -0.22), (0.04, -0.38, -0.2)),
        "joined": ((0.09, -0.12, -0.24), (-f.broad + 0.07, -0.36, -0.2)),
        "hips": ((0.2, 0.04, -0.22), (0.0, -0.06, -0.42)),
    }
    return arms(c, f, *bends[which])


def face(c: Clay, f: Folk) -> tuple[Solid, Solid]:
    """Head with neck, nose and ears; the eyes apart."""
    r, at = f.head_r, f.crown
    neck = c.limb([(0, 0, f.hip + f.trunk - 0.14), at], [0.11, 0.1])
    skull = c.ball(r * 0.9, r * 0.94, r, at)
    nose = c.bead(0.055, shift(at, y=-r * 0.95, z=-r * 0.12), 0.05)
    ears = mirror(c.ball(0.06, 0.07, 0.085, shift(at, r * 0.9, 0, -r * 0.05)))
    eyes = mirror(c.bead(0.046, shift(at, r * 0.38, -r * 0.82, r * 0.16), 0.046))
    return union(blend(neck, skull, radius=0.04), nose, ears), eyes


def hair(c: Clay, f: Folk, long: float = 0.0) -> Solid:
    """A cap of hair, down the back where it is long."""
    r, at = f.head_r, f.crown
    cap = c.ball(r * 0.98, r * 0.98, r * 0.84, shift(at, y=r * 0.2, z=r * 0.32))
    if long <= 0:
        return cap
    side = mirror(
        c.limb(
            [shift(at, r * 0.74, r * 0.3, r * 0.1), shift(at, r * 0.86, r * 0.46, -r * 0.7 - long)],
            [0.11, 0.085],
        )
    )
    return union(
        cap,
        side,
        c.ball(
            r * 0.9, r * 0.5, r * 0.8 + long * 0.5, shift(at, y=r * 0.62, z=-r * 0.3 - long * 0.4)
        ),
    )


def robe(c: Clay, f: Folk, wide: float, top: float | None = None) -> Solid:
    """A bell from the shoulders to the ground."""
    z = f.hip + f.trunk - 0.02 if top is None else top
    w = f.broad
    profile = [
        (wide, 0.0),
        (wide, 0.07),
        (wide * 0.82, z * 0.3),
        (w * 0.86, z * 0.66),
        (w * 0.84, z * 0.86),
        (w * 0.5, z),
    ]
    return c.turned(profile, rounding=0.04)
