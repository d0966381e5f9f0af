"""The sun, the moon and a snowflake."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from .casting import Kit, cast
from .kinds import Parts, kind, mix, pick
from .solids import Solid, mirror, union


@kind(
    "sun",
    "shining sun",
    height=1e9,
    senses=("sun.n.01", "sun.n.04"),
    disc=("yellow", "yellow", "orange", "red"),
    rays=("orange", "same", "red", "yellow"),
    forms={"with long rays": (3, 0.6, 1.0)},
)
@cast(0.0)
def sun(u: np.ndarray, c: Kit) -> Parts:
    """u3 rays that are triangles or long and alternate, u4 their number, u5 size, u6 how flat."""
    steps, r, thick = 2 + pick(u[4], 3), mix(u[5], 0.48, 0.58), mix(u[6], 0.16, 0.4)
    wide, rays = r * math.pi / (4 * steps) * 0.85, []
    for i in range(steps + 1):
        end = 0.95 if u[3] < 0.6 or i % 2 == 0 else 0.78
        ray = [(r * 0.8, -wide), (end, -0.02), (end, 0.02), (r * 0.8, wide)]
        axes = "x" if i == 0 else "z" if i == steps else "xz"
        rays.append(mirror(_facing(c, ray, 90 * i / steps, 0.15), axes))
    return [(0, c.ball(r, thick, r)), (1, union(*rays))]


def _facing(c: Kit, outline: Sequence[tuple[float, float]], turn: float, thick: float) -> Solid:
    """An upright plate whose outline is turned from +x towards +z."""
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    turned = [(x * cos - z * sin, x * sin + z * cos) for x, z in outline]
    return c.plate(turned, thick, "y", rounding=0.015)


@kind(
    "moon",
    "crescent moon",
    "crescent",
    height=1e6,
    senses=("moon.n.01", "moon.n.06", "moon.n.02"),
    crescent=("yellow", "yellow", "white", "gray", "cyan"),
)
@cast(0.0)
def moon(u: np.ndarray, c: Kit) -> Parts:
    """A crescent seen from the side, open to the front; u3 how thick it is in the middle, u4 how
    far it closes, u5 thickness across."""
    inner, shift, thick = mix(u[4], 0.6, 0.74), mix(u[3], 0.34, 0.5), mix(u[5], 0.24, 0.5)
    end = math.acos((0.81 + shift**2 - inner**2) / (2 * 0.9 * shift))
    outer = np.linspace(end, 2 * math.pi - end, 13)
    tip = 0.9 * math.cos(end) - shift, 0.9 * math.sin(end)
    begin = math.atan2(tip[1], tip[0])
    back = np.linspace(2 * math.pi - begin, begin, 11)[1:-1]
    side = [(-0.9 * math.cos(a), 0.9 * math.sin(a)) for a in outer]
    side += [(-shift - inner * math.cos(a), inner * math.sin(a)) for a in back]
    return [(0, c.plate(side, thick, "x", rounding=0.03))]


@kind(
    "snowflake",
    "ice crystal",
    "snow crystal",
    height=0.003,
    senses=("snowflake.n.01",),
    arms=("white", "cyan", "blue"),
    heart=("same", "white", "cyan", "blue"),
)
@cast(0.0)
def snowflake(u: np.ndarray, c: Kit) -> Parts:
    """u3 where the branches leave, u4 one pair or two on an arm, u5 their length, u6 plates at the
    tips, u7 size of the middle."""
    first, long = mix(u[3], 0.42, 0.55), mix(u[5], 0.24, 0.32)
    rows = [(first, long)] if u[4] < 0.5 else [(first - 0.12, long * 0.7), (first + 0.14, long)]

    def arm(turn: float) -> Solid:
        end = 0.92
        pieces = [_facing(c, [(0, -0.08), (end, -0.08), (end, 0.08), (0, 0.08)], turn, 0.17)]
        for at, reach in rows:
            far = at + reach * 0.6
            twig = [(far - 0.09, -reach), (far + 0.07, -reach), (at + 0.07, 0), (at - 0.11, 0)]
            pieces.append(_facing(c, twig, turn, 0.17))
            if turn != 90:
                pieces.append(_facing(c, [(x, -y) for x, y in twig], turn, 0.17))
        if u[6] > 0.5:
            tip = [(0.8, 0), (0.93, -0.14), (1.06, 0), (0.93, 0.14)]
            pieces.append(_facing(c, tip, turn, 0.17))
        return union(*pieces)

    r = mix(u[7], 0.2, 0.28)
    six = [(r * math.cos(math.pi * i / 3), r * math.sin(math.pi * i / 3)) for i in range(6)]
    heart = _facing(c, six, 0, 0.28)
    return [(0, union(mirror(arm(90), "xz"), mirror(arm(30), "xz"))), (1, heart)]
