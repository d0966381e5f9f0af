"""What a doctor works with."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast
from .kinds import Parts, kind, mix, pick
from .solids import mirror, union


@kind(
    "syringe",
    "injection needle",
    "hypodermic",
    height=0.15,
    senses=("syringe.n.01",),
    barrel=("white", "cyan", "red", "green"),
    plunger=("gray", "blue", "white", "black"),
    needle=("gray", "white"),
)
@cast(1.0)
def syringe(u: np.ndarray, c: Kit) -> Parts:
    """Its needle up. u3 how far the plunger is drawn, u4 thickness, u5 length of the needle, u6
    number of marks, u7 width of the flange."""
    r, drawn, long = mix(u[4], 0.17, 0.22), mix(u[3], 0.3, 0.5), mix(u[5], 0.34, 0.46)
    low, top = drawn, 1.9 - long
    wing = mix(u[7], 1.7, 2.1) * r
    barrel = union(
        c.can(r, top - low, (0, 0, (top + low) / 2)),
        c.can(wing, 0.12, (0, 0, low + 0.04), rounding=0.03),
    )
    plunger = [
        c.can(r * 1.35, 0.12, (0, 0, 0.06)),
        c.bar((0, 0, 0.06), (0, 0, low + 0.1), radius=0.09),
    ]
    count = 4 + pick(u[6], 3)
    for i in range(count):
        z = low + 0.2 + (top - low - 0.3) * i / (count - 1)
        plunger.append(c.box(r * (1.1 if i % 2 else 0.75), 0.12, 0.05, (0, -r + 0.03, z), 0.02))
    needle = union(
        c.turned([(r * 0.7, top - 0.04), (r * 0.5, top + 0.12), (0.06, top + 0.16)], rounding=0.02),
        c.bar((0, 0, top), (0, 0, 1.86), radius=[0.06, 0.05]),
    )
    return [(0, barrel), (1, union(*plunger)), (2, needle)]


@kind(
    "thermometer",
    height=0.2,
    senses=("thermometer.n.01",),
    case=("white", "cyan", "gray", "yellow", "brown"),
    mercury=("red", "blue"),
    marks=("black", "gray"),
    forms={"rounded": (3, 0.0, 0.5), "on a board": (3, 0.5, 1.0)},
)
@cast()
def thermometer(u: np.ndarray, c: Kit) -> Parts:
    """u3 a rounded tube around its bulb, or a board with a pointed top, u4 how high the mercury
    stands, u5 size of the bulb, u6 number of marks, u7 width."""
    bulb, level = mix(u[5], 0.2, 0.25), mix(u[4], 0.7, 1.6)
    wide, middle = mix(u[7], 0.16, 0.2), 0.34
    if u[3] < 0.5:
        case = union(
            c.can(bulb + 0.1, 0.26, (0, 0, middle), "y"),
            c.box(2 * wide, 0.24, 1.4, (0, 0, 1.16), 0.1),
        )
    else:
        half = wide + 0.14
        case = c.plate(
            [(-half, 0), (half, 0), (half, 1.7), (0.12, 1.88), (-0.12, 1.88), (-half, 1.7)],
            0.22, "y", (0, 0, 0), 0.04,
        )  # fmt: skip
    front = -0.12
    mercury = union(
        c.ball(bulb, bulb * 0.75, bulb, (0, front, middle)),
        c.bar((0, front - 0.01, middle), (0, front - 0.01, level), radius=0.06),
    )
    count = 4 + pick(u[6], 2)
    marks = []
    for i in range(count):
        z = 0.74 + 0.9 * i / (count - 1)
        path = (wide * 0.62, front + 0.015, z), (wide * 0.92, front + 0.015, z)
        marks.append(c.bar(*path, radius=0.05))
    return [(0, case), (1, mercury), (2, mirror(union(*marks)))]
