"""A monkey and a gorilla; they look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import (
    Clay,
    marks,
    moulded,
    shift,
)
from .kinds import Parts, kind, mix
from .solids import Solid, blend, mirror, union


def _ape_face(c: Clay, r: float, at: tuple[float, float, float]) -> Solid:
    """Brows, cheeks and mouth on the front of a round head."""
    brows = mirror(c.ball(r * 0.46, r * 0.3, r * 0.4, shift(at, r * 0.34, -r * 0.76, r * 0.14)))
    return union(brows, c.ball(r * 0.62, r * 0.46, r * 0.42, shift(at, y=-r * 0.82, z=-r * 0.42)))


@kind(
    "monkey",
    "chimpanzee",
    "ape",
    height=0.6,
    senses=("monkey.n.01", "primate.n.02"),
    body=("brown", "orange", "black", "gray"),
    face=("yellow", "orange", "pink", "white"),
    eyes=("black",),
)
@moulded
def monkey(u: np.ndarray, c: Clay) -> Parts:
    """u3 tail, u4 head size, u5 ear size, u6 girth, u7 arms rest or are raised."""
    wide, r = mix(u[6], 0.26, 0.33), mix(u[4], 0.3, 0.36)
    trunk = c.ball(wide, wide * 0.85, 0.4, (0, 0, 0.42))
    at = (0.0, -0.06, 0.78 + r * 0.8)
    head = c.ball(r, r * 0.92, r, at)
    ear = mix(u[5], 0.12, 0.17)
    ears = mirror(c.ball(ear, 0.07, ear, shift(at, r + ear * 0.55, 0.02, 0.02)))
    hand = (0.5, -0.24, 0.22) if u[7] < 0.6 else (0.62, -0.1, 1.12)
    arms = mirror(
        c.limb([(wide * 0.7, 0, 0.7), (0.48, -0.04, 0.52 if u[7] < 0.6 else 0.68), hand], 0.08)
    )
    legs = mirror(
        c.limb([(wide * 0.6, 0, 0.14), (0.4, -0.28, 0.3), (0.36, -0.48, 0.09)], [0.12, 0.1, 0.09])
    )
    feet = mirror(c.ball(0.09, 0.15, 0.08, (0.37, -0.54, 0.08)))
    bend = mix(u[3], 0.5, 0.85)
    tail = c.limb(
        [(0, 0.15, 0.14), (0, 0.5, 0.12), (0, 0.7, 0.34), (0, 0.62, bend), (0, 0.46, bend + 0.04)],
        0.065,
    )
    eyes = mirror(c.bead(0.06, shift(at, r * 0.32, -r * 1.02, r * 0.16)))
    face = union(
        _ape_face(c, r, at), marks(trunk, c.ball(wide * 0.7, 0.3, 0.28, (0, -wide * 0.8, 0.4)))
    )
    body = union(blend(trunk, head, arms, legs, radius=0.06), feet, tail, ears)
    return [(0, body), (1, face), (2, eyes)]


@kind(
    "gorilla",
    height=1.7,
    senses=("gorilla.n.01",),
    body=("black", "gray", "brown"),
    face=("gray", "brown", "pink"),
    eyes=("red", "white", "orange"),
)
@moulded
def gorilla(u: np.ndarray, c: Clay) -> Parts:
    """u3 arm thickness, u4 head size, u5 crest, u6 girth."""
    wide, r = mix(u[6], 0.36, 0.44), mix(u[4], 0.24, 0.29)
    trunk = c.ball(wide, 0.5, 0.38, (0, 0, 0.78), rx=-38)
    shoulders = c.ball(wide * 1.12, 0.28, 0.26, (0, -0.28, 1.0))
    at = (0.0, -0.52, 1.2)
    head = blend(
        c.ball(r * 0.95, r, r, at),
        c.ball(r * 0.7, r * 0.8, r * mix(u[5], 0.6, 0.9), shift(at, y=0.06, z=r * 0.6)),
        radius=0.06,
    )
    arm = mix(u[3], 0.13, 0.17)
    arms = mirror(
        c.limb(
            [(wide * 0.95, -0.28, 1.0), (wide * 1.25, -0.36, 0.58), (wide * 1.15, -0.5, arm)],
            [arm * 1.1, arm, arm],
        )
    )
    legs = mirror(
        c.limb(
            [(wide * 0.6, 0.24, 0.56), (wide * 0.85, 0.1, 0.36), (wide * 0.8, 0.24, 0.11)],
            [0.2, 0.16, 0.12],
        )
    )
    feet = mirror(c.ball(0.12, 0.2, 0.1, (wide * 0.82, 0.16, 0.1)))
    eyes = mirror(c.bead(0.055, shift(at, r * 0.34, -r * 1.02, r * 0.2)))
    chest = marks(trunk, c.ball(wide * 0.7, 0.2, 0.2, (0, -0.46, 0.72)))
    body = union(blend(trunk, shoulders, head, arms, legs, radius=0.08), feet)
    return [(0, body), (1, union(_ape_face(c, r, at), chest)), (2, eyes)]
