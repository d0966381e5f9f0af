"""Parts of a face, each on its own."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import Vector, blend, difference, intersection, mirror, union

_SKIN = ("pink", "orange", "brown", "white", "yellow")


@kind(
    "ear",
    "human ear",
    height=0.065,
    senses=("ear.n.01", "ear.n.03"),
    ear=_SKIN,
    inside=("same", "pink", "red", "brown"),
    forms={"pointed": (3, 0.6, 1.0)},
)
@cast(0.3)
def ear(u: np.ndarray, c: Kit) -> Parts:
    """Seen from the side; u3 round or pointed above, u4 thickness of its rim, u5 size of the lobe,
    u6 size of the hollow, u7 depth."""
    rim, lobe, hole, deep = (mix(u[i], *r) for i, r in (
        (4, (0.12, 0.15)), (5, (0.17, 0.23)), (6, (0.22, 0.27)), (7, (0.13, 0.17))))  # fmt: skip
    top = [(0.36, 1.6), (0.1, 1.76), (-0.2, 1.7)]
    if u[3] >= 0.6:
        top = [(0.5, 1.8), (0.66, 2.05), (0.3, 1.86), (-0.1, 1.76)]
    edge = [(0.02, lobe), (0.2, 0.5), (0.42, 0.86), (0.5, 1.28), *top, (-0.4, 1.46), (-0.4, 1.16)]
    helix = c.limb([(0, y, z) for y, z in [*edge, (-0.1, 1.0)]], rim)
    low = c.ball(deep * 1.2, lobe, lobe * 1.25, (0, -0.06, lobe * 1.25))
    inner = [(-0.24, 0.34), (0.0, 0.3), (0.16, 0.6), (0.4, 0.9), (0.46, 1.28), (0.3, 1.6),
             (-0.1, 1.66), (-0.36, 1.4), (-0.38, 0.8)]  # fmt: skip
    plate = c.plate(inner, deep, rounding=0.05)
    fold = c.limb([(0, 0.1, 0.62), (0, 0.24, 0.9), (0, 0.22, 1.2), (0, 0.06, 1.46)], deep * 0.8)
    flap = c.ball(deep * 1.15, 0.13, 0.18, (0, -0.34, 0.86))
    body = blend(plate, helix, low, fold, flap, radius=0.06)
    shell = [(hole * math.cos(t) - 0.08, 0.86 + 1.5 * hole * math.sin(t))
             for t in np.linspace(0, 2 * math.pi, 16, endpoint=False)]  # fmt: skip
    inside = c.plate(shell, deep + 0.06, rounding=0.02)
    return [(0, body), (1, inside)]


@kind(
    "eye",
    "eyeball",
    height=0.025,
    senses=("eye.n.01", "eyeball.n.01"),
    eye=("white",),
    iris=("blue", "brown", "green", "cyan", "gray"),
    pupil=("black",),
    forms={"round": (3, 0.0, 0.5), "with lashes": (3, 0.5, 1.0)},
)
@cast()
def eye(u: np.ndarray, c: Kit) -> Parts:
    """It looks to the front; u3 a ball, or between lids with lashes, u4 size of the iris, u5 of the
    pupil, u6 length of the lashes or how far the iris bulges, u7 opening of the lids."""
    iris, pupil = mix(u[4], 0.42, 0.52), mix(u[5], 0.18, 0.25)
    if u[3] < 0.5:
        ball = c.ball(0.95, 0.95, 0.95)
        front = blend(ball, c.ball(iris, 0.3, iris, (0, -0.72 - mix(u[6], 0, 0.06), 0)), radius=0.1)
        seen = [c.can(r, 1.2, (0, -0.75, 0), "y", 0.01) for r in (iris, pupil)]
        iris_solid = marks(front, seen[0], lift=0.02)
        return [(0, ball), (1, iris_solid), (2, marks(front, seen[1], lift=0.045))]
    high, long = mix(u[7], 0.46, 0.58), mix(u[6], 0.16, 0.28)
    steps = np.linspace(-1, 1, 13)
    upper = [(0.95 * s, 0.0, high * (1 - abs(s) ** 2)) for s in steps]
    outline = [(x, z) for x, _, z in upper] + [(x, -0.8 * z) for x, _, z in upper[-2:0:-1]]
    almond = c.plate(outline, 1.0, "y", rounding=0.02)
    white = intersection(almond, c.ball(1.1, 0.3, 0.8), 0.02)
    iris_r = min(iris * 0.85, high * 0.8)
    disc = marks(c.ball(1.1, 0.3, 0.8), c.can(iris_r, 1, (0, -0.5, 0), "y", 0.01), lift=0.05)
    dot = marks(c.ball(1.1, 0.3, 0.8), c.can(iris_r * 0.5, 1, (0, -0.5, 0), "y", 0.01), lift=0.1)
    rim = [c.limb(upper, 0.085), c.limb([(x, y, -0.8 * z) for x, y, z in upper], 0.06)]
    for s in (0.0, 0.36, 0.7):
        x, z = 0.95 * s, high * (1 - s * s)
        a = 1.0 * s
        tip = (x + long * math.sin(a), -0.12, z + long * math.cos(a) + 0.04)
        rim.append(mirror(c.limb([(x, 0, z), tip], [0.08, 0.05])))
    shut = intersection(disc, almond, 0.01)
    return [(0, white), (1, shut), (2, union(intersection(dot, almond, 0.01), *rim))]


@kind(
    "nose",
    "human nose",
    height=0.055,
    senses=("nose.n.01",),
    nose=_SKIN,
    nostrils=("black", "brown", "red"),
)
@cast()
def nose(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far it sticks out, u4 size of its tip and u5 of its wings, u6 hump of the bridge, u7
    thickness of the bridge."""
    out, tip, wing = -mix(u[3], 0.5, 0.75), mix(u[4], 0.26, 0.34), mix(u[5], 0.22, 0.28)
    hump, bridge = mix(u[6], 0.0, 0.12), mix(u[7], 0.15, 0.21)
    z = 0.36
    body = blend(
        c.limb([(0, 0.02, 1.5), (0, out * 0.5 - hump, 0.98), (0, out, z + 0.06)],
               [bridge, bridge, tip * 0.9]),
        c.bead(tip, (0, out, z)),
        c.limb([(0, 0.1, 1.4), (0, 0.06, 0.95), (0, out * 0.3, 0.36)], [0.22, 0.32, 0.42]),
        mirror(c.ball(wing * 0.8, wing * 1.2, wing * 0.85, (tip + 0.06, out * 0.4, z - 0.06))),
        radius=0.16,
    )  # fmt: skip
    body = intersection(body, c.box(4, 2, 4, (0, -0.98, 1), 0.02), 0.03)
    where: Vector = (tip * 0.66, out * 0.62, z - wing * 0.8)
    hole = c.ball(0.1, 0.17, 0.16, where, rz=14)
    return [(0, difference(body, mirror(hole), 0.03)), (1, mirror(c.ball(0.11, 0.18, 0.11, where)))]


@kind(
    "mouth",
    "lips",
    "smile",
    height=0.03,
    senses=("mouth.n.02", "mouth.n.01", "lip.n.01"),
    lips=("red", "pink", "purple", "orange"),
    teeth=("white",),
    tongue=("red", "pink", "black"),
    forms={"smiling": (3, 0.5, 1.0)},
)
@cast(0.3)
def mouth(u: np.ndarray, c: Kit) -> Parts:
    """u3 how far its corners rise, u4 how wide it opens, u5 thickness of the lips, u6 bow of the
    upper lip, u7 length of the teeth."""
    rise, gape, bow = mix(u[3], 0.0, 0.3), mix(u[4], 0.34, 0.5), mix(u[6], 0.03, 0.08)
    thick, long = mix(u[5], 0.12, 0.16), mix(u[7], 0.16, 0.24)
    ts = np.linspace(0, 1, 9)

    def edge(t: float, high: float, dip: float) -> Vector:
        z = high * (1 - t**2.4) + rise * t**2 - dip * math.exp(-((t / 0.16) ** 2))
        return 0.85 * t, 0.14 * t * t, z

    over = [edge(t, gape * 0.62, bow) for t in ts]
    under = [edge(t, -gape, 0.0) for t in ts]
    upper = c.limb(over, [thick * (0.95 + 0.25 * math.sin(3 * t)) * (1 - 0.6 * t**3) for t in ts])
    lower = c.limb(under, [thick * 1.2 * (1 - 0.65 * t**2) for t in ts])
    half = [(x, z) for x, _, z in [*over, *under[-2::-1]]]
    inner = [*half, *((-x, z) for x, z in half[-2:0:-1])]
    hole = c.plate(inner, 0.14, "y", (0, 0.1, 0), 0.015)
    line = gape * 0.62 - thick * 0.5 - long
    row = intersection(
        c.plate(inner, 0.2, "y", (0, 0.08, 0), 0.015),
        c.box(1.3, 1, 1, (0, 0, line + 0.5), 0.02),
        0.01,
    )
    gaps = [c.box(0.02, 0.3, 2, (0.17 * i, -0.12, 0), 0.005) for i in range(4)]
    teeth = difference(row, pairs(*gaps), 0.015)
    tongue = intersection(
        c.ball(0.4, 0.18, 0.22, (0, 0.06, -gape * 0.85)), c.box(2, 2, 2, (0, -0.9, 0), 0.02), 0.01
    )
    return [(0, pairs(upper, lower)), (1, teeth), (2, union(hole, tongue))]


@kind(
    "moustache",
    "mustache",
    "handlebar moustache",
    height=0.04,
    senses=("moustache.n.01",),
    hair=("black", "brown", "gray", "orange", "white"),
    forms={"curled": (3, 0.0, 0.5), "drooping": (3, 0.5, 1.0)},
)
@cast(0.3)
def moustache(u: np.ndarray, c: Kit) -> Parts:
    """u3 curls up or hangs down, u4 thickness, u5 length of its ends, u6 number of strands, u7
    depth."""
    thick, end, deep = mix(u[4], 0.17, 0.22), mix(u[5], 0.0, 0.22), mix(u[7], 0.0, 0.1)
    if u[3] < 0.5:
        path = [(0.12, 0.3), (0.34, 0.24), (0.58, 0.12), (0.8, 0.16), (0.94, 0.36),
                (0.9, 0.52 + 0.5 * end), (0.78, 0.56 + end)]  # fmt: skip
        sizes = [0.9, 1.1, 1.0, 0.7, 0.5, 0.4, 0.3]
    else:
        path = [(0.12, 0.34), (0.36, 0.26), (0.6, 0.08), (0.74, -0.18), (0.8, -0.36 - end)]
        sizes = [0.95, 1.1, 1.05, 0.8, 0.4]
    hair = []
    for i in range(3 + pick(u[6], 2)):
        dz, dy = 0.1 * (i - 1), (0, -0.1 - deep)[i % 2]
        line = [(x, dy * size, z + dz * size**2) for (x, z), size in zip(path, sizes, strict=True)]
        hair.append(c.limb(line, [thick * size * 0.8 for size in sizes]))
    return [(0, pairs(blend(*hair, radius=0.02)))]
