"""What rooms are furnished with: seats, desks, chests with drawers and doors, beds of children."""

from __future__ import annotations

import numpy as np

from .details import CLOTH, CRISP, WOOD, drawers, feet, front, grip, knob, pad
from .kinds import Parts, extents, kind, mix, pick
from .solids import Solid, box, cylinder, difference, mirror, sphere, tube, union


@kind(
    "bench",
    "park bench",
    height=0.85,
    senses=("bench.n.01",),
    seat=("brown", "green", "white", "red"),
    legs=("black", "gray", "same"),
    forms={"with a back": (5, 0.4, 1.0)},
)
def bench(u: np.ndarray) -> Parts:
    """u3 leg thickness, u4 seat height, u5 with a back, u6 armrests, u7 two to four boards."""
    backed = u[5] >= 0.4
    x, y, z = extents(u, 1.9, 0.75, 1.05 if backed else 0.62, deep=0.2)
    seat = z * mix(u[4], 0.42, 0.52) if backed else z
    gap, leg = 0.07, mix(u[3], 0.14, 0.2)
    count = max(2, min(2 + pick(u[7], 3), int((y + gap) / 0.23)))
    pitch, out = (y + gap) / count, x / 2 - leg / 2 - 0.12
    boards = [
        box(x, pitch - gap, 0.14, (0, -y / 2 + pitch * (i + 0.5) - gap / 2, seat - 0.07), CRISP)
        for i in range(count)
    ]
    under = seat - 0.1
    side = [
        box(leg, y - 0.04, 0.14, (out, 0, seat - 0.19), CRISP),
        box(leg, 0.14, under, (out, 0.13 - y / 2, under / 2), CRISP),
        box(leg, 0.14, under, (out, y / 2 - 0.13, under / 2), CRISP),
    ]
    if backed:
        side.append(box(leg, 0.13, z - 0.08, (out, y / 2 - 0.065, (z - 0.08) / 2), CRISP))
        tall = (z - seat - 0.14) / 2
        boards += [
            box(x, 0.14, tall - gap / 2, (0, y / 2 - 0.14, z - tall * (i + 0.48)), CRISP)
            for i in range(2)
        ]
        if u[6] > 0.5:
            rest = seat + (z - seat) * 0.5
            side.append(box(leg, y - 0.05, 0.12, (out, 0, rest - 0.06), CRISP))
            side.append(box(leg, 0.13, rest - 0.03, (out, 0.13 - y / 2, rest / 2), CRISP))
    return [(0, union(*boards)), (1, mirror(union(*side)))]


@kind(
    "ottoman",
    "pouf",
    "footstool",
    "hassock",
    height=0.45,
    senses=("ottoman.n.03", "footstool.n.01"),
    cushion=CLOTH,
    base=("same", "white", "gray"),
    legs=("brown", "black"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
def ottoman(u: np.ndarray) -> Parts:
    """u3 round or square, u4 leg height, u5 cushion thickness, u6 depth, u7 leg thickness."""
    x, y, z = extents(u, 1.5, mix(u[6], 1.1, 1.5) if u[3] > 0.5 else 1.5, 0.95)
    short, thick, leg = z * mix(u[4], 0.16, 0.3), z * mix(u[5], 0.26, 0.4), mix(u[7], 0.14, 0.2)
    middle, tall = (short + z - thick) / 2, z - thick - short + 0.08
    if u[3] > 0.5:
        base = box(x - 0.12, y - 0.12, tall, (0, 0, middle), 0.04)
        top = box(x, y, thick, (0, 0, z - thick / 2), 0.11)
        button = 0.27 * x, 0.27 * y
        legs = feet(x, y, short, leg, 0.12)
    else:
        base = cylinder(x / 2 - 0.06, tall, (0, 0, middle))
        top = cylinder(x / 2, thick, (0, 0, z - thick / 2), rounding=0.12)
        button = 0.18 * x, 0.18 * x
        legs = feet(x * 0.8, x * 0.8, short, leg, 0.06)
    dents = mirror(sphere(0.11, (*button, z + 0.06)), "xy")
    return [(0, difference(top, dents, 0.05)), (1, base), (2, legs)]


@kind(
    "rocking chair",
    "rocker",
    height=1.1,
    senses=("rocking_chair.n.01",),
    frame=WOOD,
    cushions=("red", "blue", "green", "white"),
)
def rocking_chair(u: np.ndarray) -> Parts:
    """u3 length of the rockers, u4 seat height, u5 lean of the back, u6 slats, u7 thickness."""
    x, y, z = extents(u, 1.15, mix(u[3], 1.5, 1.75), 1.75, deep=0.5)
    r, seat = mix(u[7], 0.075, 0.09), z * mix(u[4], 0.36, 0.44)
    out, half = x / 2 - r, y / 2 - r
    # The rockers are arcs of a circle that touches the ground below the seat.
    rise = 0.22 * half
    curve = [(out, half * t, r + rise * t * t) for t in np.linspace(-1, 1, 11)]
    front_y, rear, lean = -0.42 * half, 0.3 * half, mix(u[5], 0.15, 0.4) * half
    rest = seat + (z - seat) * 0.42
    top = z - 0.1
    posts = [
        tube([(out, front_y, r + 0.05), (out, front_y, rest)], r),
        tube([(out, rear, r + 0.02), (out, rear, seat), (out, rear + lean, top)], r),
        tube([(out, front_y - 0.06, rest), (out, rear + lean * 0.5, rest)], r),
        tube(curve, r),
    ]
    rail = box(x, 0.16, 0.24, (0, rear + lean, z - 0.12), 0.05)
    plate = box(x - 0.02, rear - front_y + 0.16, 0.13, (0, (front_y + rear) / 2, seat), 0.04)
    count = 2 + pick(u[6], 2)
    slats = [
        mirror(tube([(at, rear, seat), (at, rear + lean, top)], 0.06))
        for at in (out * (i + 0.5) / count for i in range(count))
    ]
    cushion = pad(x - 0.24, rear - front_y - 0.02, 0.16, (0, (front_y + rear) / 2, seat + 0.1))
    pillow = pad(x - 0.3, 0.18, 0.24, (0, rear + lean - 0.09, z - 0.12))
    frame = union(mirror(union(*posts)), rail, plate, *slats)
    return [(0, frame), (1, union(cushion, pillow))]


@kind(
    "desk",
    "writing desk",
    "office desk",
    height=0.75,
    senses=("desk.n.01",),
    desk=WOOD,
    drawers=("same", "white", "brown", "gray"),
    knobs=("yellow", "gray", "black"),
    forms={"with legs": (3, 0.6, 1.0)},
)
def desk(u: np.ndarray) -> Parts:
    """u3 pedestals of drawers or a row of drawers on legs, u4 two or three drawers a side, u5
    thickness of the top, u6 width of the pedestals or thickness of the legs, u7 depth."""
    x, y, z = extents(u, 1.9, mix(u[7], 0.85, 1.05), 0.98, deep=0.3)
    thick = mix(u[5], 0.12, 0.17)
    under, inner, face = z - thick, x - 0.08, 0.06 - y / 2
    top = box(x, y, thick, (0, 0, z - thick / 2), CRISP)
    deep = y - 0.12
    if u[3] > 0.6:
        low = under - 0.34
        body = box(inner, deep, 0.4, (0, 0, under - 0.14), CRISP)
        legs = feet(inner, deep, low, mix(u[6], 0.14, 0.2))
        # Two outer drawers and one in the middle.
        wide = inner / 3 - 0.07
        fronts = union(
            front(wide, low + 0.06, under - 0.02, face),
            front(wide, low + 0.06, under - 0.02, face, inner / 3),
        )
        level = (low + under) / 2 + 0.02
        knobs = union(knob(0, face - 0.08, level), knob(inner / 3, face - 0.08, level))
        return [(0, union(top, body, legs)), (1, fronts), (2, knobs)]
    wide = inner * mix(u[6], 0.26, 0.33)
    x0 = (inner - wide) / 2
    boxes = mirror(box(wide, deep, under + 0.05, (x0, 0, (under + 0.05) / 2), CRISP))
    back = box(inner, 0.14, under * 0.75, (0, deep / 2 - 0.07, under * 0.62), CRISP)
    rows = 2 + pick(u[4], 2)
    pitch = (under - 0.1) / rows
    fronts, knobs = [], []
    for i in range(rows):
        z0 = 0.08 + pitch * i
        fronts.append(front(wide - 0.1, z0 + 0.03, z0 + pitch - 0.04, face, x0))
        knobs.append(knob(x0, face - 0.08, z0 + pitch / 2))
    fronts.append(front(inner - 2 * wide - 0.1, under - 0.22, under - 0.01, face + 0.1))
    middle = box(inner - 2 * wide + 0.1, deep - 0.1, 0.22, (0, 0, under - 0.09), CRISP)
    return [(0, union(top, boxes, back, middle)), (1, union(*fronts)), (2, union(*knobs))]


def _case(x: float, y: float, z: float, short: float, leg: float, top: float = 0.1) -> Solid:
    """A case on feet under a top that sticks out by 0.04; its front lies at y = 0.09 - y/2."""
    body = box(x - 0.08, y - 0.12, z - short - 0.04, (0, 0.03, (z + short - 0.04) / 2), CRISP)
    plate = box(x, y, top, (0, 0, z - top / 2), CRISP)
    return union(body, plate, feet(x - 0.08, y - 0.12, short, leg).at(y=0.03))


_FACE = 0.09


@kind(
    "nightstand",
    "bedside table",
    "night table",
    height=0.55,
    senses=(),
    body=WOOD,
    drawers=("same", "white", "gray"),
    knobs=("yellow", "black", "gray"),
    forms={"with one drawer": (3, 0.0, 0.5), "with two drawers": (3, 0.5, 1.0)},
)
def nightstand(u: np.ndarray) -> Parts:
    """u3 one drawer over an open shelf or two drawers, u4 leg height, u5 leg thickness, u6 top's
    thickness, u7 depth."""
    x, y, z = extents(u, 1.25, mix(u[7], 1.0, 1.25), 1.6, deep=0.6)
    short, leg, top = z * mix(u[4], 0.14, 0.34), mix(u[5], 0.14, 0.2), mix(u[6], 0.1, 0.16)
    face = _FACE - y / 2
    case = _case(x, y, z, short, leg, top)
    inner = x - 0.16
    if u[3] > 0.5:
        fronts, knobs = drawers(inner, short + 0.04, z - top - 0.02, face, 2)
        return [(0, case), (1, fronts), (2, knobs)]
    middle = (short + z - top) / 2
    hole = box(
        inner - 0.1, y - 0.1, middle - short - 0.12, (0, -0.15, (middle + short) / 2 + 0.03), CRISP
    )
    fronts, knobs = drawers(inner, middle, z - top - 0.02, face, 1)
    return [(0, difference(case, hole, CRISP)), (1, fronts), (2, knobs)]


@kind(
    "dresser",
    "chest of drawers",
    "bureau",
    height=0.95,
    senses=("chest_of_drawers.n.01", "dresser.n.04"),
    body=WOOD,
    drawers=("same", "white", "brown", "blue"),
    knobs=("yellow", "black", "white"),
    forms={
        "with two drawers": (3, 0.0, 1 / 4),
        "with four drawers": (3, 1 / 2, 3 / 4),
        "with six drawers": (3, 3 / 4, 1.0),
    },
)
def dresser(u: np.ndarray) -> Parts:
    """u3 two drawers, three, two rows of two, or three rows of two, u4 leg height, u5 leg
    thickness, u6 top's thickness, u7 depth."""
    x, y, z = extents(u, 1.65, mix(u[7], 0.75, 1.0), 1.35, deep=0.2)
    short, leg, top = mix(u[4], 0.1, 0.3), mix(u[5], 0.14, 0.22), mix(u[6], 0.1, 0.16)
    rows, columns = ((2, 1), (3, 1), (2, 2), (3, 2))[pick(u[3], 4)]
    case = _case(x, y, z, short, leg, top)
    fronts, knobs = drawers(x - 0.14, short + 0.04, z - top - 0.02, _FACE - y / 2, rows, columns)
    return [(0, case), (1, fronts), (2, knobs)]


@kind(
    "cabinet",
    "cupboard",
    "sideboard",
    height=1.0,
    senses=("cabinet.n.01", "cupboard.n.01", "buffet.n.01"),
    body=WOOD,
    doors=("same", "white", "cyan", "gray"),
    knobs=("yellow", "black", "gray"),
    forms={"with a drawer": (3, 0.5, 1.0), "without drawers": (3, 0.0, 0.5)},
)
def cabinet(u: np.ndarray) -> Parts:
    """u3 two doors alone or below a drawer, u4 leg height, u5 knobs or grips, u6 panels sunk into
    the doors, u7 depth."""
    x, y, z = extents(u, 1.35, mix(u[7], 0.7, 0.95), 1.6, deep=0.3)
    short, top = mix(u[4], 0.1, 0.26), 0.12
    face, high = _FACE - y / 2, z - top - 0.04
    pieces: Parts = [(0, _case(x, y, z, short, 0.16, top))]
    inner = x - 0.14
    if u[3] > 0.5:
        split = high - 0.3
        fronts, knobs = drawers(inner, split, high + 0.04, face, 1)
        pieces += [(1, fronts), (2, knobs)]
        high = split
    low = short + 0.06
    doors = front(inner / 2 - 0.05, low, high, face, inner / 4)
    if u[6] > 0.5:
        sunk = box(
            inner / 2 - 0.28,
            0.2,
            high - low - 0.22,
            (inner / 4, face - 0.12, (low + high) / 2),
            CRISP,
        )
        doors = difference(doors, mirror(sunk), CRISP)
    middle = (low + high) / 2
    if u[5] > 0.5:
        pieces.append((2, grip(0.13, 0.3, face - 0.04, middle, 0.13)))
    else:
        pieces.append((2, knob(0.13, face - 0.08, middle)))
    return [*pieces, (1, doors)]


@kind(
    "wardrobe",
    "closet",
    "armoire",
    height=2.0,
    senses=("wardrobe.n.01", "armoire.n.01"),
    body=WOOD,
    doors=("same", "white", "gray"),
    handles=("yellow", "gray", "black"),
    forms={"with a drawer": (3, 0.5, 1.0)},
)
def wardrobe(u: np.ndarray) -> Parts:
    """u3 doors to the floor or over a drawer, u4 leg height, u5 grip length, u6 cornice, u7
    panels sunk into the doors."""
    x, y, z = extents(u, 1.2, 0.65, 1.85, deep=0.3)
    short, top = mix(u[4], 0.08, 0.2), mix(u[6], 0.1, 0.22)
    face, low, high = _FACE - y / 2, short + 0.05, z - top - 0.04
    pieces: Parts = [(0, _case(x, y, z, short, 0.18, top))]
    inner = x - 0.14
    if u[3] > 0.5:
        fronts, knobs = drawers(inner, low - 0.03, low + 0.34, face, 1)
        pieces += [(1, fronts), (2, knobs)]
        low += 0.34
    doors = front(inner / 2 - 0.04, low, high, face, inner / 4)
    if u[7] > 0.4:
        count, gap = 1 + pick((u[7] - 0.4) / 0.6, 2), 0.12
        tall = (high - low - gap) / count
        sunk = [
            box(
                inner / 2 - 0.26,
                0.2,
                tall - gap,
                (inner / 4, face - 0.12, low + gap / 2 + tall * (i + 0.5)),
                CRISP,
            )
            for i in range(count)
        ]
        doors = difference(doors, mirror(union(*sunk)), CRISP)
    handles = grip(0.13, mix(u[5], 0.2, 0.45), face - 0.04, (low + high) / 2, 0.11)
    return [*pieces, (1, doors), (2, handles)]
