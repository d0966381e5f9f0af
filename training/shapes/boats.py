"""Boats with motors; the bow at -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast
from .kinds import Parts, kind, mix
from .solids import intersection, union


@kind(
    "yacht",
    "motor yacht",
    "motorboat",
    "speedboat",
    height=7.0,
    senses=("yacht.n.01", "motorboat.n.01"),
    hull=("white", "blue", "red", "white", "black"),
    deck=("white", "brown", "same", "gray"),
    windows=("cyan", "black", "blue"),
    forms={"with two decks": (3, 0.5, 1.0)},
)
@cast()
def yacht(u: np.ndarray, c: Kit) -> Parts:
    """u3 one or two decks, u4 rise of the bow, u5 length of the cabin, u6 mast, u7 lean of the
    windows."""
    rise, long, lean = mix(u[4], 0.04, 0.14), mix(u[5], 0.66, 0.9), mix(u[7], 0.14, 0.3)
    plan = [(0, -0.96), (0.16, -0.66), (0.27, -0.3), (0.3, 0.1), (0.28, 0.9)]
    plan += [(-x, y) for x, y in plan[:0:-1]]
    side = [
        (-0.98, 0.32 + rise), (-0.92, 0.24), (-0.66, 0.04), (-0.5, 0), (0.88, 0), (0.92, 0.26),
        (0.56, 0.26), (0.5, 0.32), (-0.3, 0.32 + rise * 0.4),
    ]  # fmt: skip
    hull = intersection(
        c.plate(plan, 1.4, "z", (0, 0, 0.3), 0.03), c.plate(side, 0.8, "x", rounding=0.03), 0.03
    )
    back = 0.5
    front, low, top = back - long, 0.26, 0.5
    cabin = [(front, low), (front + lean, top), (back, top), (back - 0.06, low)]
    blocks, glass = [c.plate(cabin, 0.4, rounding=0.03)], [0.4]
    start = front + lean
    upper = [c.box(0.46, back - start + 0.2, 0.11, (0, (start + back) / 2 + 0.06, top), 0.03)]
    if u[3] > 0.5:
        start += 0.1
        deck = [
            (start, top),
            (start + lean, top + 0.2),
            (back - 0.1, top + 0.2),
            (back - 0.06, top),
        ]
        blocks.append(c.plate(deck, 0.32, rounding=0.03))
        glass.append(0.62)
        top += 0.2
        start += lean
        wide = back - start
        upper.append(c.box(0.38, wide, 0.11, (0, (start + back) / 2 - 0.02, top), 0.03))
    if u[6] > 0.3:
        arch = [(0.18, top), (0.3, top + 0.17), (0.42, top + 0.17), (0.36, top)]
        upper.append(c.plate(arch, 0.28, rounding=0.03))
    panes = [
        marks(b, c.box(2, 2, 0.11, (0, 0, z), 0.01), lift=0.02)
        for b, z in zip(blocks, glass, strict=True)
    ]
    stripe = marks(hull, c.box(2, 3, 0.1, (0, 0, 0.18), 0.01), lift=0.018)
    return [
        (0, hull),
        (1, union(*blocks, *upper)),
        (2, union(*panes, stripe)),
    ]
