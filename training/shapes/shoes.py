"""What is worn on the feet: one piece of a pair, toes to -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, difference, intersection, mirror, union

_LEATHER = ("brown", "black", "red", "white")


def _sole(wide: float, front: float, back: float) -> list[tuple[float, float]]:
    """Outline (x, y) of a foot between y = -front and y = back."""
    half = [(wide * 0.55, back), (wide * 0.85, back * 0.75), (wide * 0.78, 0.0)]
    half += [(wide, -front * 0.5), (wide * 0.8, -front * 0.86), (wide * 0.36, -front)]
    return [*half, *((-p, q) for p, q in half[::-1])]


def _upper(
    kit: Kit, side: list[tuple[float, float]], wide: float, front: float, back: float
) -> Solid:
    """What lies over a sole: an outline (y, z) from the side within that of the foot."""
    return intersection(
        kit.plate(side, 4 * wide, "x"),
        kit.plate(_sole(wide, front, back), 8, "z", rounding=0.03),
        0.14,
    )


@kind(
    "shoe",
    "sneaker",
    "running shoe",
    "trainer",
    "tennis shoe",
    "gym shoe",
    height=0.12,
    senses=("shoe.n.01",),
    forms={"low cut": (3, 0.0, 0.5), "with a high top": (3, 0.5, 1.0)},
    shoe=("red", "blue", "white", "black", "green"),
    sole=("white", "gray", "black"),
    laces=("white", "yellow", "black"),
)
@cast()
def shoe(u: np.ndarray, kit: Kit) -> Parts:
    """u3 low or with a high top, u4 thickness of the sole, u5 height of the toe, u6 number of
    laces, u7 width of the toe."""
    thick, front, back = mix(u[4], 0.15, 0.22), 1.0, 0.85
    wide = mix(u[7], 0.38, 0.46)
    toe, collar = thick + mix(u[5], 0.28, 0.36), 0.72 if u[3] < 0.5 else 1.02
    side = [(back - 0.02, thick - 0.1), (back + 0.02, collar + 0.04), (back * 0.85, collar + 0.08)]
    side += [(0.12, collar), (-0.02, collar), (-0.5, toe + 0.1), (-0.8, toe), (-0.97, toe - 0.14)]
    side.append((-front + 0.02, thick - 0.1))
    upper = _upper(kit, side, wide, front, back)
    opening = kit.ball(wide * 0.56, 0.32, 0.4, (0, 0.44, collar + 0.1))
    upper = difference(upper, opening, 0.03)
    sole = kit.plate(_sole(wide + 0.05, front + 0.05, back + 0.05), thick, "z", (0, 0, thick / 2))
    cap = marks(upper, kit.box(3, 0.5, 0.3, (0, -1.05, thick)), lift=0.03)
    count = 3 + pick(u[6], 2)
    laces = []
    for i in range(count):
        t = (i + 0.5) / count
        at = (0, mix(t, -0.46, -0.06), mix(t, toe + 0.1, collar))
        laces.append(kit.box(wide * 1.0, 0.12, 0.14, at, 0.05))
    bow = kit.ball(0.16, 0.1, 0.08, (0.14, 0.0, collar + 0.05))
    return [(0, upper), (1, union(sole, cap)), (2, union(*laces, mirror(bow)))]


@kind(
    "boot",
    "rain boot",
    "rubber boot",
    "cowboy boot",
    "hiking boot",
    "wellington",
    height=0.35,
    senses=("boot.n.01",),
    forms={"with laces": (3, 0.5, 1.0), "plain": (3, 0.0, 0.5)},
    boot=("brown", "black", "yellow", "red", "green"),
    sole=("black", "brown", "white", "same"),
    cuff=("same", "brown", "white", "black"),
)
@cast()
def boot(u: np.ndarray, kit: Kit) -> Parts:
    """u3 plain or with laces, u4 height of the leg, u5 height of the heel, u6 width of the leg, u7
    thickness of the sole."""
    thick, wide, front, back = mix(u[7], 0.12, 0.17), 0.38, 0.95, 0.55
    heel = mix(u[5], 0.1, 0.24)
    tall = mix(u[4], 1.25, 1.7)
    low = heel + thick
    side = [(back - 0.02, low - 0.06), (back, low + 0.4), (-0.2, low + 0.55), (-0.45, low + 0.42)]
    side += [(-0.8, low + 0.28), (-front + 0.04, low + 0.08), (-front + 0.06, low - 0.06)]
    foot = _upper(kit, side, wide, front, back)
    leg_r = mix(u[6], 0.36, 0.42)
    leg = kit.turned([(0.34, low), (0.33, low + 0.4), (leg_r, tall)], (0, 0.16, 0))
    sheath = blend(foot, leg, radius=0.16)
    hole = kit.turned([(leg_r - 0.14, tall - 0.3), (leg_r - 0.1, tall + 0.3)], (0, 0.16, 0))
    cuff = kit.turned([(leg_r + 0.05, tall - 0.14), (leg_r + 0.06, tall + 0.04)], (0, 0.16, 0))
    if u[3] > 0.5:
        heights = [low + 0.5 + (tall - low - 0.75) * i / 3 for i in range(4)]
        lace = [kit.box(0.34, 0.22, 0.12, (0, -0.16, z), 0.04) for z in heights]
        cuff = union(cuff, *lace)
    plate = kit.plate(
        _sole(wide + 0.04, front + 0.03, back + 0.04), thick, "z", (0, 0, low - thick / 2)
    )
    block = intersection(
        kit.plate(_sole(wide + 0.03, front, back + 0.03), 2 * heel, "z", (0, 0, heel)),
        kit.box(2, 0.5, 2, (0, back - 0.13, 0), CRISP),
        0.02,
    )
    tread = kit.box(wide * 1.7, 0.9, heel, (0, -0.42, low - thick - heel / 2 + 0.02), CRISP)
    if heel > 0.16:
        tread = plate
    return [
        (0, difference(sheath, hole, 0.02)),
        (1, union(plate, block, tread)),
        (2, difference(cuff, hole, 0.02)),
    ]


@kind(
    "high heel",
    "high heeled shoe",
    "stiletto",
    "pump shoe",
    "heels",
    height=0.16,
    senses=("pump.n.03",),
    forms={"with a thin heel": (3, 0.0, 0.5), "with a thick heel": (3, 0.5, 1.0)},
    shoe=("red", "black", "pink", "purple", "blue"),
    heel=("same", "black", "yellow"),
    bow=("same", "yellow", "white", "black"),
)
@cast()
def high_heel(u: np.ndarray, kit: Kit) -> Parts:
    """u3 thin or thick heel, u4 height of the heel, u5 height at the back, u6 size of the bow, u7
    length of the toe."""
    rise, toe = mix(u[4], 0.7, 0.95), mix(u[7], 0.95, 1.1)
    back, wide = 0.8, 0.34
    rim = rise + mix(u[5], 0.34, 0.46)
    side = [(back, rise - 0.02), (back + 0.02, rim), (back - 0.15, rim), (0.2, rise * 0.62 + 0.2)]
    side += [(-0.3, 0.36), (-0.55, 0.34), (-toe, 0.17), (-toe, 0.0), (-0.4, 0.0)]
    side += [(0.05, rise * 0.3), (0.45, rise * 0.78)]
    body = _upper(kit, side, wide, toe + 0.1, back)
    inside = [(back - 0.12, rise + 0.1), (back - 0.12, 3.0), (-0.34, 3.0), (-0.34, 0.22)]
    inside += [(0.1, rise * 0.42 + 0.1), (0.45, rise * 0.86 + 0.06)]
    body = difference(body, kit.plate(inside, wide * 1.25, "x"), 0.02)
    foot, top = (0.07, 0.16) if u[3] < 0.5 else (0.16, 0.2)
    heel = kit.bar(
        (0, back - 0.1, rise - 0.02),
        (0, back - 0.06, rise * 0.4),
        (0, back - 0.04, foot),
        radius=[top, (top + foot) * 0.45, foot],
    )
    size = mix(u[6], 0.13, 0.18)
    bow = union(
        mirror(kit.ball(size, 0.09, size * 0.7, (size * 0.9, -0.42, 0.36))),
        kit.bead(0.09, (0, -0.46, 0.36)),
    )
    return [(0, body), (1, heel), (2, bow)]


@kind(
    "sandal",
    "flip flop",
    "flip-flop",
    "slipper",
    "clog",
    height=0.1,
    senses=("sandal.n.01", "slipper.n.01", "clog.n.01"),
    forms={"with one strap": (3, 0.0, 0.5), "with two straps": (3, 0.5, 1.0)},
    sole=("brown", "blue", "black", "yellow"),
    straps=("brown", "red", "white", "black", "pink"),
)
@cast()
def sandal(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one broad strap, or two with a loop behind the heel, u4 thickness of the sole, u5 height
    of the straps, u6 their breadth, u7 width of the toe."""
    thick, wide = mix(u[4], 0.17, 0.26), mix(u[7], 0.38, 0.44)
    sole = kit.plate(_sole(wide, 1.0, 0.85), thick, "z", (0, 0, thick / 2))
    high = thick + mix(u[5], 0.3, 0.42)

    def strap(y: float, breadth: float, x: float, top: float) -> Solid:
        rings = [kit.plate(_bow(x, thick * 0.4, top), breadth, "y", (0, y, 0), CRISP)]
        hole = kit.plate(_bow(x - 0.1, thick * 0.4, top - 0.12), 3, "y", rounding=CRISP)
        return difference(rings[0], hole, CRISP)

    broad = mix(u[6], 0.3, 0.46)
    if u[3] < 0.5:
        straps = strap(-0.4, broad * 1.3, wide + 0.02, high)
    else:
        x = wide * 0.84
        path = [(x, 0.2, thick), (x, 0.34, high), (x * 0.85, 0.74, high), (0, 0.86, high)]
        loop = mirror(kit.bar(*path, radius=0.065))
        straps = union(
            strap(-0.5, broad * 0.7, wide + 0.02, high),
            strap(0.15, 0.2, x + 0.04, high * 1.3),
            loop,
        )
    return [(0, sole), (1, straps)]


def _bow(x: float, low: float, top: float) -> list[tuple[float, float]]:
    """Outline (x, z) of an arch that stands on a height."""
    half = [(x, low), (x, mix(0.45, low, top)), (x * 0.75, mix(0.85, low, top)), (x * 0.3, top)]
    return [*half, *((-p, q) for p, q in half[::-1])]


@kind(
    "sock",
    "christmas stocking",
    "stocking",
    "knee sock",
    height=0.3,
    senses=("hosiery.n.01",),
    sock=("red", "white", "blue", "green", "gray"),
    cuff=("white", "same", "yellow", "black"),
    toe=("same", "white", "black", "red"),
)
@cast()
def sock(u: np.ndarray, kit: Kit) -> Parts:
    """u3 height of the leg, u4 length of the foot, u5 cuff's height, u6 width of the leg, u7 how
    far the toe points up."""
    tall, long, r = mix(u[3], 1.15, 1.6), mix(u[4], 0.75, 0.95), 0.26
    leg = mix(u[6], 0.25, 0.3)
    lift = mix(u[7], 0.0, 0.1)
    path = [
        (0, 0.3, tall),
        (0, 0.3, 0.62),
        (0, 0.24, 0.32),
        (0, -0.2, 0.27),
        (0, 0.3 - long, r + lift),
    ]
    body = kit.limb(path, [leg, leg * 0.92, 0.3, 0.27, 0.25])
    body = difference(
        intersection(body, kit.box(4, 4, 4, (0, 0, tall - 2), 0.01), 0.01),
        kit.can(leg - 0.12, 0.4, (0, 0.3, tall + 0.05)),
        0.02,
    )
    deep = mix(u[5], 0.24, 0.36)
    cuff = difference(
        kit.can(leg + 0.06, deep, (0, 0.3, tall - deep / 2 + 0.05)),
        kit.can(leg - 0.1, 0.5, (0, 0.3, tall + 0.1)),
        0.02,
    )
    tip = kit.ball(0.5, 0.36, 0.5, (0, 0.14 - long, r + lift))
    heel = kit.ball(0.5, 0.26, 0.26, (0, 0.5, 0.22))
    return [(0, body), (1, cuff), (2, marks(body, tip, heel))]


@kind(
    "roller skate",
    "rollerskate",
    "quad skate",
    "inline skate",
    height=0.25,
    senses=("roller_skate.n.01",),
    forms={"with wheels in a row": (3, 0.0, 0.5), "with paired wheels": (3, 0.5, 1.0)},
    boot=("white", "red", "blue", "pink", "black"),
    wheels=("red", "yellow", "black", "orange"),
    laces=("same", "white", "yellow", "black"),
)
@cast()
def roller_skate(u: np.ndarray, kit: Kit) -> Parts:
    """u3 four wheels in a row or two pairs, u4 height of the leg, u5 size of the wheels, u6 laces,
    u7 width of the toe."""
    r, wide = mix(u[5], 0.19, 0.23), mix(u[7], 0.34, 0.4)
    row = u[3] < 0.5
    low = 2 * r + 0.1
    tall = low + mix(u[4], 0.95, 1.15)
    side = [(0.6, low - 0.1), (0.58, low + 0.3), (0.64, tall), (-0.06, tall), (-0.14, low + 0.6)]
    side += [(-0.6, low + 0.4), (-0.86, low + 0.24), (-0.86, low - 0.1)]
    boot = _upper(kit, side, wide, 0.88, 0.66)
    boot = difference(boot, kit.ball(wide * 0.5, 0.22, 0.3, (0, 0.27, tall + 0.04)), 0.03)
    sole = kit.plate(_sole(wide + 0.04, 0.92, 0.68), 0.14, "z", (0, 0, low))
    if row:
        step = 0.46
        wheels = [kit.wheel(r, 0.22, 0, -0.78 + step * i) for i in range(4)]
        rail = kit.box(0.14, 1.5, low - r, (0, -0.1, (low + r) / 2))
        rolling = union(*wheels)
    else:
        stop = kit.can(0.13, 0.3, (0, -0.84, low - 0.2))
        rolling = union(pairs(*(kit.wheel(r, 0.24, wide * 0.8, y) for y in (-0.5, 0.4))), stop)
        rail = union(
            *(kit.box(wide * 1.6, 0.14, 0.14, (0, y, kit.hub(r, 0, y)[2])) for y in (-0.5, 0.4)),
            kit.box(0.3, 1.1, low - r, (0, -0.05, (low + r) / 2 + 0.04)),
        )
    count = 3 + pick(u[6], 2)
    laces = []
    for i in range(count):
        t = (i + 0.3) / count
        at = (0, mix(t, -0.42, -0.06), mix(min(t * 2.2, 1), low + 0.44, low + 0.6))
        at = (0, at[1], at[2] + max(t - 0.45, 0) * (tall - low - 0.6) * 1.7)
        laces.append(kit.box(wide, 0.14, 0.12, at, 0.05))
    return [(0, union(boot, sole, rail)), (1, rolling), (2, union(*laces))]
