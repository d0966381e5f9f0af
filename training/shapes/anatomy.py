"""Parts of a body, each on its own."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix
from .solids import Array, Solid, blend, difference, intersection, mirror, union

_SKIN = ("pink", "orange", "brown", "white", "yellow")


def _folded(c: Kit, solid: Solid, deep: float, close: float, wave: float) -> Solid:
    """A solid with winding furrows: how deep, how close to each other, and how they wave."""

    def furrow(points: Array) -> Array:
        x, y, z = (points / c.stretch.astype(np.float32)).T
        x = np.abs(x)
        a, b = 7 * z + 4 * x + 2 * y, 8 * x - 6 * y + 3 * z
        turn = close * (y + 0.5 * x - 0.5 * z + wave * (np.sin(a) + 0.6 * np.sin(b)))
        # How fast it changes, to make a distance of it.
        p, q = wave * np.cos(a), 0.6 * wave * np.cos(b)
        slopes = 0.5 + 4 * p + 8 * q, 1 + 2 * p - 6 * q, -0.5 + 7 * p + 3 * q
        fast = sum((slope / side) ** 2 for slope, side in zip(slopes, c.stretch, strict=True))
        away = np.arcsin(np.abs(np.sin(turn)) * 0.999) / (close * np.sqrt(np.maximum(fast, 0.4)))
        return np.maximum(away - 0.015, -deep - solid.distance(points)).astype(np.float32)

    return difference(solid, Solid(furrow, solid.support), 0.04)


@kind(
    "brain",
    height=0.11,
    senses=("brain.n.01",),
    brain=("pink", "pink", "red", "gray", "purple"),
    cerebellum=("same", "red", "purple"),
    stem=("same", "white", "orange"),
)
@cast()
def brain(u: np.ndarray, c: Kit) -> Parts:
    """u3 number of its folds, u4 how they wind, u5 width of the furrow in the middle, u6 size of
    the cerebellum, u7 length of the stem."""
    gap, small, long = mix(u[5], 0.015, 0.035), mix(u[6], 0.25, 0.32), mix(u[7], 0.0, 0.14)
    z = 0.78
    half = blend(
        c.ball(0.46, 0.92, 0.6, (0.27, 0, z)),
        c.ball(0.38, 0.62, 0.34, (0.36, -0.1, z - 0.3)),
        radius=0.1,
    )
    half = _folded(c, half, 0.07, mix(u[3], 9, 12), mix(u[4], 0.09, 0.14))
    middle = c.box(2 * gap, 3, 0.9, (0, 0, z + 0.42), 0.02)
    body = difference(union(mirror(half), c.ball(0.5, 0.7, 0.4, (0, 0, z))), middle, 0.05)
    lobe = c.ball(small + 0.08, small, small * 0.85, (small * 0.7, 0.62, z - 0.42))
    stem = c.limb([(0, 0.2, z - 0.3), (0, 0.34, 0.2 - long)], [0.2, 0.15])
    return [(0, body), (1, pairs(lobe)), (2, stem)]


@kind(
    "tooth",
    "molar",
    height=0.02,
    senses=("tooth.n.01",),
    tooth=("white", "white", "yellow"),
    roots=("same", "yellow", "orange", "pink"),
)
@cast(0.7)
def tooth(u: np.ndarray, c: Kit) -> Parts:
    """u3 how wide the crown bulges, u4 height of its cusps, u5 length of the roots, u6 how far they
    spread, u7 depth."""
    wide, cusp, long = mix(u[3], 0.5, 0.6), mix(u[4], 0.02, 0.1), mix(u[5], 0.7, 0.9)
    out, deep = mix(u[6], 0.2, 0.36), mix(u[7], 0.4, 0.52)
    z = long + 0.36
    crown = blend(
        c.box(1.9 * wide, 1.9 * deep, 0.72, (0, 0, z), 0.16),
        mirror(c.ball(0.27, 0.24, 0.22 + cusp, (0.56 * wide, 0.48 * deep, z + 0.3)), "xy"),
        radius=0.08,
    )
    dip = c.ball(0.14, 0.26, 0.14, (0, 0, z + 0.44))
    path = [(0.3, 0, z - 0.1), (0.36, 0, long * 0.55), (out + 0.08, 0, 0.09)]
    roots = blend(pairs(c.limb(path, [0.24, 0.18, 0.11])), c.ball(0.42, 0.3, 0.24, (0, 0, z - 0.3)),
                  radius=0.1)  # fmt: skip
    return [(0, difference(crown, dip, 0.1)), (1, roots)]


@kind(
    "foot",
    "bare foot",
    "human foot",
    height=0.12,
    senses=("foot.n.01", "foot.n.04"),
    foot=_SKIN,
    nails=("white", "pink", "red", "same"),
)
@cast()
def foot(u: np.ndarray, c: Kit) -> Parts:
    """Its toes to the front; u3 height of the ankle, u4 size of the toes, u5 how far they are
    spread, u6 thickness of the leg, u7 height of the instep."""
    high, size, spread = mix(u[3], 0.8, 1.0), mix(u[4], 0.13, 0.155), mix(u[5], 0.235, 0.265)
    r, step = mix(u[6], 0.24, 0.29), mix(u[7], 0.36, 0.46)
    body = blend(
        c.ball(0.3, 0.36, 0.28, (0, 0.55, 0.27)),
        c.ball(0.5, 0.42, 0.2, (0, -0.46, 0.2)),
        c.limb([(0, 0.5, 0.3), (0, -0.4, 0.22)], [0.28, 0.22]),
        c.limb([(0, 0.48, high), (0, 0.42, 0.5), (0, 0.0, step)], [r, r * 0.92, 0.2]),
        radius=0.2,
    )
    body = intersection(body, c.box(4, 4, high, (0, 0, high / 2), 0.02), 0.04)
    toes, nails = [], []
    for i in range(3):
        toe = size * (1.08 - 0.08 * i)
        x, y = spread * i, -0.92 + 0.09 * i * i
        toes.append(c.limb([(x * 0.9, y + 0.3, 0.16), (x, y, 0.15)], [toe * 0.9, toe]))
        nails.append(c.ball(toe * 0.62, toe * 0.62, 0.07, (x, y - toe * 0.45, 0.15 + toe * 0.72)))
    return [(0, blend(body, mirror(union(*toes)), radius=0.05)), (1, pairs(*nails))]


@kind(
    "leg",
    "human leg",
    height=0.85,
    senses=("leg.n.01", "leg.n.02"),
    leg=_SKIN,
    foot=("same", "same", "white", "black"),
    forms={"straight": (3, 0.0, 0.5), "bent": (3, 0.5, 1.0)},
)
@cast()
def leg(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side; u3 straight or bent at the knee, u4 thickness of the thigh, u5 of the
    calf, u6 length of the foot, u7 height of the knee."""
    thigh, calf, long = mix(u[4], 0.25, 0.32), mix(u[5], 0.17, 0.21), mix(u[6], 0.42, 0.54)
    knee = (0.0, -0.04 if u[3] < 0.5 else -0.34, mix(u[7], 0.92, 1.02))
    top = (0.0, 0.08 if u[3] < 0.5 else 0.3, 1.8)
    heel = (0.0, 0.08, 0.26)
    middle = (0.0, knee[1] * 0.5 + 0.14, knee[2] * 0.66)
    upper = c.limb([top, knee], [thigh, 0.2])
    lower = c.limb([knee, middle, heel], [0.18, calf, 0.13])
    cap = c.ball(0.19, 0.17, 0.2, (0, knee[1] - 0.05, knee[2]))
    body = blend(upper, lower, cap, radius=0.12)
    body = intersection(body, c.box(3, 3, 1.8, (0, 0, 0.9), 0.02), 0.04)
    sole = c.limb([(0, 0.1, 0.12), (0, 0.08 - long, 0.11)], [0.13, 0.11])
    ball = c.ball(0.19, 0.2, 0.12, (0, 0.12 - long, 0.12))
    shin = c.limb([(0, 0.08, 0.28), (0, 0.1, 0.12)], [0.155, 0.15])
    arch = c.limb([(0, 0.05, 0.26), (0, -0.3 * long, 0.16)], [0.14, 0.11])
    return [(0, body), (1, blend(sole, ball, shin, arch, radius=0.08))]
