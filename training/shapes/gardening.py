"""What one works in a garden with."""

from __future__ import annotations

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import difference, lathe, mirror, union

_WOOD = ("brown", "orange", "yellow", "black")
_STEEL = ("gray", "black", "green", "red", "blue")


@kind(
    "shovel",
    "spade",
    "trowel",
    height=1.0,
    senses=("shovel.n.01", "spade.n.02", "trowel.n.01"),
    blade=_STEEL,
    handle=_WOOD,
    grip=("black", "brown", "red", "gray"),
    forms={"pointed": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast()
def shovel(u: np.ndarray, c: Kit) -> Parts:
    """Its blade down. u3 pointed or square, u4 length of the blade, u5 width of it, u6 thickness of
    the handle, u7 a grip like a D or like a T."""
    long, wide, r = mix(u[4], 0.55, 0.7), mix(u[5], 0.24, 0.3), mix(u[6], 0.06, 0.075)
    if u[3] < 0.5:
        half = [(0.05, 0.0), (wide * 0.6, long * 0.16), (wide * 0.95, long * 0.42), (wide, long)]
    else:
        half = [(wide * 0.92, 0.0), (wide, long)]
    half += [(wide * 0.85, long + 0.05), (0.1, long + 0.08)]
    outline = [(-0.12, half[0][1]), *half, (-0.12, long + 0.08)]
    plate = mirror(c.plate(outline, 0.13, "y", (0, 0, 0), 0.025))
    ridge = c.bar((0, -0.03, long * 0.45), (0, -0.03, long + 0.24), radius=[0.06, 0.1])
    side = mirror(c.bar((wide - 0.03, -0.06, long * 0.5), (wide - 0.02, -0.06, long), radius=0.06))
    top = 1.68
    handle = c.bar((0, 0, long), (0, 0, top), radius=r)
    if u[7] < 0.5:
        grip = union(
            pairs(c.bar((0, 0, top - 0.08), (0.16, 0, top + 0.05), (0.17, 0, 1.84), radius=0.06)),
            mirror(c.bar((0, 0, 1.84), (0.17, 0, 1.84), radius=0.065)),
        )
    else:
        grip = mirror(c.bar((0, 0, 1.82), (0.2, 0, 1.82), radius=0.08))
        grip = union(grip, c.can(0.1, 0.24, (0, 0, top + 0.06)))
    return [(0, union(plate, ridge, side)), (1, handle), (2, grip)]


@kind(
    "rake",
    "garden rake",
    "leaf rake",
    height=1.5,
    senses=("rake.n.03",),
    tines=("gray", "red", "green", "black", "yellow"),
    handle=_WOOD,
    forms={"fanned": (3, 0.5, 1.0)},
)
@cast()
def rake(u: np.ndarray, c: Kit) -> Parts:
    """Its teeth down. u3 a bar with teeth, or a fan, u4 number of teeth, u5 length of the teeth, u6
    thickness of the handle, u7 width."""
    r, wide = mix(u[6], 0.075, 0.085), mix(u[7], 0.42, 0.52)
    if u[3] < 0.5:
        long, count = mix(u[5], 0.24, 0.36), 3 + pick(u[4], 2)
        places = [wide * (i + 0.5) / count for i in range(count)]
        teeth = [c.bar((x, 0, long), (x, -0.05, 0.05), radius=[0.07, 0.055]) for x in places]
        bar = c.box(2 * wide + 0.04, 0.15, 0.14, (0, 0, long))
        brace = c.bar((wide * 0.66, 0, long), (0.12, 0, long + 0.2), (0, 0, long + 0.3))
        head = union(bar, pairs(*teeth, brace))
        low = long
    else:
        long, count = mix(u[5], 0.62, 0.8), 3 + pick(u[4], 2)
        teeth = []
        for i in range(count):
            a = (i + (0.5 if count == 3 else 0.0)) / (count - 0.5 if count == 3 else count - 1)
            x, rise = wide * a, 0.12 * a * a
            teeth.append(
                c.bar((0.1 * a, 0, long), (x, 0, 0.16 + rise), (x * 1.02, -0.12, 0.06 + rise),
                      radius=0.068)
            )  # fmt: skip
        brace = c.bar((0, 0, long * 0.56), (wide * 0.5, 0, long * 0.56))
        head = union(pairs(*teeth, brace), c.can(0.12, 0.24, (0, 0, long)))
        low = long
    handle = c.bar((0, 0, low), (0, 0, 1.9 - r), radius=r)
    return [(0, head), (1, handle)]


@kind(
    "pickaxe",
    "pick",
    "pickax",
    height=0.9,
    senses=("pick.n.07",),
    head=("gray", "black", "cyan", "yellow"),
    handle=("brown", "orange", "black"),
)
@cast()
def pickaxe(u: np.ndarray, c: Kit) -> Parts:
    """u3 curve of the head, u4 thickness of the head, u5 thickness of the handle, u6 flat or
    pointed ends, u7 size of the socket."""
    drop, fat, r = mix(u[3], 0.2, 0.42), mix(u[4], 0.1, 0.13), mix(u[5], 0.075, 0.1)
    top, size = 1.7, mix(u[7], 0.24, 0.32)
    path = [(0.0, top), (0.3, top - 0.07 * drop), (0.55, top - 0.4 * drop), (0.8, top - drop)]
    tip = 0.05 if u[6] < 0.5 else 0.07
    head = pairs(c.bar(*((x, 0, z) for x, z in path), radius=[fat, fat, fat * 0.85, tip]))
    socket = c.box(size, 0.3, size, (0, 0, top), 0.04)
    handle = c.bar((0, 0, r), (0, 0, 0.4), (0, 0, top + 0.16), radius=[r * 1.2, r, r])
    return [(0, union(head, socket)), (1, handle)]


@kind(
    "watering can",
    "watering pot",
    height=0.35,
    senses=("watering_can.n.01",),
    can=("green", "gray", "blue", "red", "yellow"),
    handle=("same", "brown", "black"),
    nozzle=("yellow", "gray", "orange", "same"),
)
@cast()
def watering_can(u: np.ndarray, c: Kit) -> Parts:
    """Its spout to -y. u3 taper of the body, u4 height of the spout, u5 size of the nozzle, u6
    height of the handle, u7 height of the body."""
    r, tall = 0.46, mix(u[7], 0.72, 0.9)
    top = r * mix(u[3], 0.72, 1.0)
    body = c.turned([(r, 0), (r * 1.02, 0.12), (top, tall), (top * 0.9, tall + 0.05)], (0, 0.3, 0))
    hole = c.can(top * 0.6, 0.3, (0, 0.26, tall + 0.08))
    body = difference(body, hole, 0.02)
    high = mix(u[4], 0.86, 1.1)
    end = -0.88
    spout = c.bar((0, -0.02, 0.22), (0, end, high), radius=[0.14, 0.075])
    size, mean = mix(u[5], 0.18, 0.24), max(c.mean, 0.8)
    rose = lathe([(0.08 * mean, -0.1), (size * mean, 0.14 * mean), (size * mean, 0.28 * mean)])
    rose = rose.rotated(52, "x").at(*c.place((0, end, high)))
    over = tall + mix(u[6], 0.3, 0.42)
    handle = union(
        c.bar((0, 0.3 - top * 0.8, tall - 0.05), (0, 0.04, over - 0.08), (0, 0.3, over),
              (0, 0.66, over - 0.1), (0, 0.98, tall * 0.78), (0, 0.94, tall * 0.45),
              (0, 0.3 + r * 0.9, tall * 0.24), radius=0.088),
    )  # fmt: skip
    return [(0, union(body, spout)), (1, handle), (2, rose)]


@kind(
    "lawn mower",
    "lawnmower",
    "mower",
    height=1.0,
    senses=("lawn_mower.n.01",),
    deck=("red", "green", "orange", "yellow", "blue"),
    wheels=("black", "gray"),
    handle=("gray", "black", "same"),
)
@cast()
def lawn_mower(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the handle, u4 size of the hind wheels, u5 size of the motor, u6 slope of the
    deck, u7 bag or none."""
    high, hind, motor = mix(u[3], 0.95, 1.2), mix(u[4], 0.2, 0.28), mix(u[5], 0.2, 0.26)
    nose = mix(u[6], 0.16, 0.3)
    deck = c.plate(
        [(-0.62, 0.12), (0.4, 0.12), (0.4, 0.42), (-0.3, 0.42), (-0.62, nose + 0.06)], 0.76,
        rounding=0.05,
    )  # fmt: skip
    top = c.box(0.42, 0.42, 0.14, (0, -0.08, 0.72), 0.04)
    wheels = pairs(c.wheel(0.18, 0.15, 0.42, -0.44), c.wheel(hind, 0.15, 0.42, 0.28))
    bar = pairs(
        c.bar((0.3, 0.24, 0.36), (0.3, 1.1, high - 0.04), (0.26, 1.2, high), (0, 1.2, high),
              radius=0.06),
        c.bar((0.3, 0.7, high * 0.63), (0, 0.7, high * 0.63)),
    )  # fmt: skip
    block = [c.can(motor, 0.36, (0, -0.08, 0.54)), c.can(0.11, 0.14, (0, -0.08, 0.82))]
    if u[7] > 0.5:
        block.append(c.box(0.56, 0.5, 0.36, (0, 0.62, 0.36), 0.07))
    return [(0, union(deck, top)), (1, wheels), (2, union(bar, *block))]
