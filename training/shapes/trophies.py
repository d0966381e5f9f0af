"""What one wins, aims at or trains with."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast
from .details import CRISP, around, ellipse
from .kinds import Parts, kind, mix, pick
from .ovals import oval
from .solids import Solid, difference, intersection, mirror, union


@kind(
    "medal",
    "gold medal",
    "medallion",
    "silver medal",
    height=0.12,
    senses=("medal.n.01",),
    medal=("yellow", "gray", "orange"),
    ribbon=("red", "blue", "green", "purple"),
    star=("same", "white", "red"),
    forms={"with a star": (3, 0.0, 0.5), "with a disc": (3, 0.5, 1.0)},
)
@cast(deep=0.3)
def medal(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a star or a disc on it, u4 length of the ribbon, u5 how far its ends part, u6 width of the
    ribbon, u7 size of the star."""
    r, long, part = 0.5, mix(u[4], 0.7, 0.95), mix(u[5], 0.2, 0.38)
    coin = oval(kit, r, r, 0.2, "y", (0, 0, r))
    edge = difference(
        oval(kit, r, r, 0.3, "y", (0, 0, r)),
        oval(kit, r - 0.1, r - 0.1, 1, "y", (0, 0, r)),
        CRISP,
    )
    loop = kit.box(0.24, 0.16, 0.2, (0, 0, 2 * r + 0.02))
    wide, low = mix(u[6], 0.26, 0.34), 2 * r + 0.04
    band = [(-0.06, low), (wide * 0.5, low), (part + wide, low + long), (part, low + long)]
    ribbon = mirror(kit.plate(band, 0.13, "y", rounding=CRISP))
    size = mix(u[7], 0.28, 0.34)
    if u[3] < 0.5:
        points = [
            (k * math.sin(math.pi * i / 5), r + k * math.cos(math.pi * i / 5))
            for i, k in ((i, size if i % 2 == 0 else size * 0.45) for i in range(10))
        ]
    else:
        points = [(p, r + q) for p, q in ellipse(size * 0.75, size * 0.75, steps=20)]
    star = kit.plate(points, 0.32, "y", rounding=0.02)
    return [(0, union(coin, edge, loop)), (1, ribbon), (2, star)]


@kind(
    "dartboard",
    "dart board",
    "archery target",
    "shooting target",
    height=0.45,
    senses=("dartboard.n.01", "target.n.04"),
    board=("black", "brown", "white"),
    sectors=("white", "yellow", "gray"),
    rings=("red", "green", "blue"),
    forms={"with eight sectors": (3, 0.0, 0.5), "with ten sectors": (3, 0.5, 1.0)},
)
@cast(deep=0.3)
def dartboard(u: np.ndarray, kit: Kit) -> Parts:
    """u3 number of sectors, u4 size of the inner ring, u5 size of the bull's eye, u6 width of the
    rim, u7 thickness."""
    thick, rim = mix(u[7], 0.2, 0.3), mix(u[6], 0.12, 0.2)
    board = oval(kit, 0.95, 0.95, thick, "y")
    count = 8 + 2 * pick(u[3], 2)
    half = math.tan(math.pi / count / 2) * 2
    wedge = kit.plate([(0.0, 0.0), (half, -2.0), (-half, -2.0)], 3, "z", rounding=0.001)
    inner = 0.95 - rim
    field = oval(kit, inner, inner, thick + 0.06, "y")
    sectors = intersection(field, around(wedge, count).rotated(90, "x"), 0.01)
    where: list[Solid] = []
    for r in (inner - 0.05, inner * mix(u[4], 0.5, 0.62)):
        where.append(
            difference(
                oval(kit, r + 0.05, r + 0.05, thick + 0.1, "y"),
                oval(kit, r - 0.05, r - 0.05, 2, "y"),
                0.01,
            )
        )
    bull = kit.can(mix(u[5], 0.1, 0.15), thick + 0.14, (0, 0, 0), "y", CRISP)
    return [(0, board), (1, sectors), (2, union(*where, bull))]


def _weight(
    kit: Kit, reach: float, sizes: list[float], wide: float, sides: int, bar: float
) -> Parts:
    """Discs on both ends of a bar along x; the first size is that of the innermost."""
    discs = []
    x = reach - wide * len(sizes)
    for i, r in enumerate(sizes):
        outline = ellipse(r, r, steps=sides)
        at = (x + wide * (i + 0.5), 0, max(sizes))
        discs.append(kit.plate(outline, wide * 0.96, "x", at, CRISP))
    end = max(reach - 0.05, 0.1)
    rod = kit.bar((-end, 0, max(sizes)), (end, 0, max(sizes)), radius=bar)
    return [(0, mirror(union(*discs))), (1, rod)]


@kind(
    "dumbbell",
    "hand weight",
    "free weight",
    height=0.15,
    senses=("dumbbell.n.01",),
    weights=("black", "gray", "red", "blue", "purple"),
    handle=("gray", "white", "black"),
    forms={"hexagonal": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast(deep=0.5)
def dumbbell(u: np.ndarray, kit: Kit) -> Parts:
    """u3 six-sided or round, u4 one block or two discs, u5 thickness of the handle, u6 size of the
    outer disc, u7 width of the discs."""
    sides, r, wide = 6 if u[3] < 0.5 else 20, 0.42, mix(u[7], 0.2, 0.26)
    sizes = [r, r * mix(u[6], 0.68, 0.86)] if u[4] > 0.5 else [r, r]
    return _weight(kit, 0.95, sizes, wide, sides, mix(u[5], 0.1, 0.14))


@kind(
    "barbell",
    "bar bell",
    "weightlifting bar",
    height=0.45,
    senses=("barbell.n.01",),
    weights=("black", "red", "blue", "gray", "green"),
    bar=("gray", "white", "black"),
    forms={"with two plates": (3, 0.0, 0.5), "with three plates": (3, 0.5, 1.0)},
)
@cast(deep=0.5)
def barbell(u: np.ndarray, kit: Kit) -> Parts:
    """u3 two or three plates at each end, u4 size of the outer ones, u5 thickness of the bar, u6
    length beyond the plates, u7 width of the plates."""
    share, count = mix(u[4], 0.64, 0.82), 2 + pick(u[3], 2)
    sizes = [0.36 * share**i for i in range(count)]
    parts = _weight(kit, 0.82, sizes, mix(u[7], 0.12, 0.14), 20, 0.06)
    end = mix(u[6], 0.86, 0.95)
    rod = kit.bar((-end, 0, 0.36), (end, 0, 0.36), radius=mix(u[5], 0.07, 0.085))
    return [parts[0], (1, rod)]
