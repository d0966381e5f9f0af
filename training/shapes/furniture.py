"""Furniture: seats, tables, shelves and a table lamp."""

from __future__ import annotations

import numpy as np

from .kinds import Parts, extents, kind, mix, pick
from .solids import box, cylinder, frustum, mirror, pot, tube, union

_WOOD = ("brown", "white", "black")
_CLOTH = ("red", "blue", "green", "gray", "purple", "orange")


def _legs(x: float, y: float, height: float, thick: float) -> tuple[int, object]:
    """Four square posts under the corners of an x by y rectangle, as part 1."""
    at = ((x - thick) / 2, (y - thick) / 2, height / 2)
    return 1, mirror(box(thick, thick, height, at), "xy")


@kind(
    "chair",
    "dining chair",
    height=0.9,
    senses=("chair.n.01",),
    seat=("brown", "red", "blue", "white"),
    legs=("same", "brown", "black"),
    forms={"slatted": (5, 0.0, 0.5), "with a solid back": (5, 0.5, 1.0)},
)
def chair(u: np.ndarray) -> Parts:
    """u3 leg thickness, u4 seat height, u5 back of slats or a panel, u6 back's lower gap."""
    x, y, z = extents(u, 1.0, 1.0, 1.85)
    leg, seat = min(mix(u[3], 0.14, 0.21), 0.26 * x), z * mix(u[4], 0.38, 0.5)
    low, deep = seat + mix(u[6], 0.0, 0.25) * (z - seat), y / 2 - 0.08
    if u[5] < 0.5:
        rail = box(x, 0.16, 0.2, (0, deep, z - 0.1))
        posts = mirror(box(0.15, 0.16, z - seat, (x / 2 - 0.075, deep, (z + seat) / 2)))
        middle = box(0.15, 0.16, z - seat, (0, deep, (z + seat) / 2))
        back = union(rail, posts, middle)
    else:
        panel = box(x, 0.16, z - low, (0, deep, (z + low) / 2), 0.06)
        posts = mirror(box(0.15, 0.16, z - seat, (x / 2 - 0.12, deep, (z + seat) / 2 - 0.05)))
        back = union(panel, posts)
    plate = box(x, y, 0.17, (0, 0, seat - 0.085))
    return [(0, plate), (0, back), _legs(x, y, seat - 0.04, leg)]


@kind(
    "stool",
    "bar stool",
    height=0.65,
    senses=("stool.n.01",),
    seat=("brown", "red", "black"),
    legs=("same", "brown", "gray"),
    forms={
        "round": (5, 0.0, 0.5),
        "square": (5, 0.5, 1.0),
        "with three legs": (6, 0.0, 1 / 3),
        "with four legs": (6, 1 / 3, 1.0),
        "with rungs": (6, 2 / 3, 1.0),
    },
)
def stool(u: np.ndarray) -> Parts:
    """u3 leg thickness, u4 splay, u5 round or square seat, u6 three legs, four, or four and rungs,
    u7 seat thickness."""
    x, y, z = extents(u, 1.0, 1.0, 1.35)
    leg, thick = mix(u[3], 0.075, 0.1), mix(u[7], 0.18, 0.3)
    foot, head = x / 2 - leg, (x / 2 - leg) * mix(u[4], 0.55, 0.8)
    across = 0.7 if u[5] < 0.5 else 0.95
    foot, head = foot * 0.98, head * across
    pieces: Parts
    if u[6] < 1 / 3:
        side = tube([(foot, foot * 0.6, leg), (head * 0.8, head * 0.5, z - thick)], leg)
        pieces = [(1, mirror(side)), (1, tube([(0, -foot, leg), (0, -head * 0.9, z - thick)], leg))]
    else:
        post = tube([(foot, foot * y / x, leg), (head, head * y / x, z - thick)], leg)
        pieces = [(1, mirror(post, "xy"))]
    top = (0.0, 0.0, z - thick / 2)
    if u[5] < 0.5:
        pieces.append((0, cylinder(x / 2, thick, top, rounding=0.07)))
    else:
        pieces.append((0, box(x, y, thick, top, 0.07)))
    if u[6] > 2 / 3:
        reach, height = foot * 0.62 + head * 0.38, z * 0.36
        pieces.append((1, mirror(tube([(0, reach, height), (reach, reach, height)], 0.065), "xy")))
        pieces.append((1, mirror(tube([(reach, 0, height), (reach, reach, height)], 0.065), "xy")))
    return pieces


@kind(
    "table",
    "dining table",
    height=0.75,
    senses=("table.n.02",),
    top=_WOOD,
    legs=("same", "brown", "black", "white"),
    forms={
        "round": (5, 0.5, 1.0),
        "with four legs": (5, 0.0, 0.5),
        "with three legs": (5, 0.5, 2 / 3),
        "with one leg": (5, 2 / 3, 1.0),
    },
)
def table(u: np.ndarray) -> Parts:
    """u3 leg thickness, u4 top thickness, u5 four legs, or a round top on three or on a pedestal,
    u6 depth."""
    if u[5] < 0.5:
        x, y, z = extents(u, 1.9, mix(u[6], 1.1, 1.6), 1.1, deep=0.5)
        thick = mix(u[4], 0.14, 0.22)
        top = box(x, y, thick, (0, 0, z - thick / 2))
        return [(0, top), _legs(x, y, z - thick / 2, mix(u[3], 0.15, 0.25))]
    x, y, z = extents(u, 1.9, 1.9, 1.1)
    thick = mix(u[4], 0.14, 0.22)
    top = cylinder(x / 2, thick, (0, 0, z - thick / 2))
    if u[5] < 2 / 3:
        leg, reach = mix(u[3], 0.08, 0.13), x / 2 * 0.8
        side = tube([(reach * 0.87, reach * 0.5, leg), (reach * 0.7, reach * 0.4, z - thick)], leg)
        front = tube([(0, -reach, leg), (0, -reach * 0.8, z - thick)], leg)
        return [(0, top), (1, union(mirror(side), front))]
    post = cylinder(mix(u[3], 0.1, 0.16), z - thick / 2, (0, 0, (z - thick / 2) / 2))
    foot = frustum(0.28 * x, 0.14 * x, 0, 0.2)
    return [(0, top), (1, union(post, foot))]


def _upholstered(u: np.ndarray, x: float, y: float, z: float, cushions: int) -> Parts:
    """Seat with back, armrests, loose cushions and short feet."""
    feet, arm = min(0.13, 0.14 * z), mix(u[3], 0.17, 0.26)
    seat, rest = z * mix(u[4], 0.42, 0.52), z * mix(u[5], 0.62, 0.78)
    base = box(x, y, seat - feet - 0.02, (0, 0, (seat - 0.02 + feet) / 2), 0.06)
    back = box(x, 0.28, z - feet, (0, y / 2 - 0.14, (z + feet) / 2), 0.09)
    arms = mirror(box(arm, y, rest - feet, (x / 2 - arm / 2, 0, (rest + feet) / 2), 0.08))
    inner, front = x - 2 * arm, -y / 2
    width = inner / cushions
    deep = y - 0.24
    pads = [
        box(
            width,
            deep,
            0.2,
            ((i - (cushions - 1) / 2) * width, front + deep / 2 - 0.02, seat),
            0.07,
        )
        for i in range(cushions)
    ]
    legs = mirror(box(0.16, 0.16, 0.26, (x / 2 - 0.13, y / 2 - 0.13, 0.13)), "xy")
    return [(0, base), (0, back), (0, arms), *((1, pad) for pad in pads), (2, legs)]


@kind(
    "sofa",
    "couch",
    "settee",
    height=0.85,
    senses=("sofa.n.01",),
    frame=_CLOTH,
    cushions=("same", "white", "gray", "yellow"),
    legs=("brown", "black"),
    forms={"with two cushions": (6, 0.0, 0.5), "with three cushions": (6, 0.5, 1.0)},
)
def sofa(u: np.ndarray) -> Parts:
    """u3 armrest thickness, u4 seat height, u5 armrest height, u6 two or three cushions."""
    x, y, z = extents(u, 1.9, 1.0, 1.15, deep=0.0)
    return _upholstered(u, x, y, z, 2 + pick(u[6], 2))


@kind(
    "armchair",
    "easy chair",
    height=0.95,
    senses=("armchair.n.01",),
    frame=_CLOTH,
    cushion=("same", "white", "gray", "yellow"),
    legs=("brown", "black"),
)
def armchair(u: np.ndarray) -> Parts:
    """u3 armrest thickness, u4 seat height, u5 armrest height."""
    x, y, z = extents(u, 1.3, 1.25, 1.6, deep=0.6)
    return _upholstered(u, x, y, z, 1)


@kind(
    "bed",
    "cot",
    height=0.9,
    senses=("bed.n.01",),
    frame=("brown", "white", "gray"),
    blanket=("blue", "red", "green", "pink", "purple"),
    pillows=("white",),
    forms={"with one pillow": (4, 0.0, 0.5), "with two pillows": (4, 0.5, 1.0)},
)
def bed(u: np.ndarray) -> Parts:
    """u3 footboard height, u4 one or two pillows, u5 mattress height, u6 blanket length."""
    x, y, z = extents(u, 1.25, 1.9, 0.95, deep=0.0)
    lie = z * mix(u[5], 0.48, 0.6)
    foot = max(z * mix(u[3], 0.3, 0.72), 0.2)
    head = box(x, 0.16, z, (0, y / 2 - 0.08, z / 2), 0.06)
    board = box(x, 0.16, foot, (0, 0.08 - y / 2, foot / 2), 0.06)
    rail = box(x - 0.1, y - 0.1, 0.18, (0, 0, lie * 0.45))
    long = (y - 0.2) * mix(u[6], 0.62, 0.72)
    mattress = box(x - 0.1, y - 0.2, lie * 0.55, (0, 0, lie * 0.7), 0.07)
    cover = box(x - 0.03, long, lie * 0.55, (0, -(y - 0.2 - long) / 2, lie * 0.72 + 0.03), 0.08)
    rest = (y / 2 - 0.34, lie + 0.02)
    if u[4] < 0.5:
        pillows = box(x * 0.62, 0.3, 0.2, (0, *rest), 0.09)
    else:
        pillows = mirror(box(x * 0.38, 0.3, 0.2, (x * 0.22, *rest), 0.09))
    return [(0, union(head, board, rail)), (1, cover), (2, pillows), (2, mattress)]


@kind(
    "bookshelf",
    "bookcase",
    height=1.8,
    senses=("bookshelf.n.01", "bookcase.n.01"),
    shelves=("brown", "white", "black"),
    books=("red", "blue", "green", "orange"),
)
def bookshelf(u: np.ndarray) -> Parts:
    """u3 number of shelves, u4 and u5 where the books stand, u6 how tall they are, u7 depth."""
    x, y, z = extents(u, 1.2, mix(u[7], 0.5, 0.7), 1.75, deep=0.0)
    count, thick = 2 + pick(u[3], 2) + (z > 1.5), 0.13
    sides = mirror(box(thick, y, z, ((x - thick) / 2, 0, z / 2)))
    back = box(x, thick, z, (0, (y - thick) / 2, z / 2))
    pitch = (z - thick) / count
    levels = [box(x, y, thick, (0, 0, thick / 2 + i * pitch)) for i in range(count + 1)]
    pieces: Parts = [(0, union(sides, back, *levels))]
    tall = (pitch - thick) * mix(u[6], 0.65, 0.85)
    inner = x - 2 * thick
    for i in range(count):
        height = tall + thick * 0.6
        z0, y0 = thick * 0.4 + i * pitch + height / 2 + 0.02, 0.02
        if (u[4] < 0.5) == (i % 2 == 0):
            wide = inner * mix(u[5], 0.4, 0.6)
            pieces.append((1, box(wide, y - 0.12, height, (0, y0, z0), 0.03)))
        else:
            wide = inner * mix(u[5], 0.38, 0.28)
            at = (inner / 2 - wide / 2 + 0.02, y0, z0)
            pieces.append((1, mirror(box(wide, y - 0.12, height, at, 0.03))))
    return pieces


@kind(
    "lamp",
    "table lamp",
    "desk lamp",
    height=0.5,
    senses=("lamp.n.02", "table_lamp.n.01"),
    shade=("yellow", "white", "red", "orange"),
    base=("brown", "black", "gray", "blue"),
)
def lamp(u: np.ndarray) -> Parts:
    """u3 pole thickness, u4 shade height, u5 shade taper, u6 base width, u7 disc or round base."""
    x, _, z = extents(u, 1.15, 1.15, 1.9)
    wall, low = 0.13, z * mix(u[4], 0.62, 0.48)
    rim, top = x / 2 - wall / 2, (x / 2) * mix(u[5], 0.4, 0.75)
    shade = pot([(0, z - wall / 2), (top, z - wall / 2), (rim, low)], wall)
    foot = x / 2 * mix(u[6], 0.55, 0.8)
    pole = cylinder(mix(u[3], 0.07, 0.1), z - 0.1, (0, 0, (z - 0.1) / 2))
    base = cylinder(foot, 0.17, (0, 0, 0.085))
    if u[7] > 0.5:
        base = union(base, frustum(foot * 0.85, 0.12, 0.02, low * 0.55, 0.08))
    return [(0, shade), (1, union(pole, base))]
