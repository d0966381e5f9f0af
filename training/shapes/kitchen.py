"""Kitchen appliances, pots and pans."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, RELIEF, disc, front, grip
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    box,
    cylinder,
    difference,
    frustum,
    lathe,
    mirror,
    pot,
    prism,
    sphere,
    torus,
    tube,
    union,
)

_WHITE_GOODS = ("white", "gray", "black", "red")


@kind(
    "refrigerator",
    "fridge",
    "freezer",
    height=1.75,
    senses=("refrigerator.n.01",),
    body=("white", "gray", "red", "cyan", "black"),
    doors=("same", "white", "gray"),
    handles=("gray", "black", "yellow"),
    forms={
        "with two doors side by side": (3, 0.5, 1.0),
        "with one door over the other": (3, 0.0, 0.5),
    },
)
def refrigerator(u: np.ndarray) -> Parts:
    """u3 a freezer over or under the door, or two doors side by side, u4 where they part, u5
    rounding, u6 grip length, u7 depth."""
    x, y, z = extents(u, 0.95, mix(u[7], 0.8, 0.95), 1.8, deep=0.7)
    short, edge, face = 0.1, mix(u[5], 0.03, 0.1), 0.14 - y / 2
    body = box(x, y - 0.16, z - short, (0, 0.06, (z + short) / 2), edge)
    legs = mirror(box(0.16, 0.16, 0.3, (x / 2 - 0.14, y / 2 - 0.26, 0.15), CRISP), "xy")

    def door(wide: float, low: float, high: float, at: float = 0.0) -> Solid:
        solid = box(wide, 0.24, high - low, (at, face, (low + high) / 2), min(edge, 0.08))
        return mirror(solid) if at else solid

    low, high, gap = short + 0.02, z - 0.02, 0.035
    if u[3] > 0.5:
        doors = door(x / 2 - gap, low, high, x / 4)
        long = (high - low) * mix(u[6], 0.3, 0.55)
        handles = grip(0.12, long, face - 0.12, (low + high) / 2 + 0.1, 0.13)
        if u[4] > 0.5:
            split = low + (high - low) * 0.3
            doors = union(
                door(x / 2 - gap, split + gap, high, x / 4), door(x - 0.02, low, split - gap)
            )
            middle = (split + high) / 2
            handles = union(
                grip(0.12, (high - split) * mix(u[6], 0.4, 0.6), face - 0.12, middle, 0.13),
                grip(x * 0.5, 0.12, face - 0.12, split - 0.16),
            )
        return [(0, union(body, legs)), (1, doors), (2, handles)]
    split = low + (high - low) * (mix(u[4], 0.6, 0.7) if u[3] > 0.2 else mix(u[4], 0.3, 0.4))
    doors = union(door(x - 0.02, low, split - gap), door(x - 0.02, split + gap, high))
    wide = x * mix(u[6], 0.4, 0.7)
    handles = union(
        grip(wide, 0.12, face - 0.12, split - 0.18), grip(wide, 0.12, face - 0.12, split + 0.18)
    )
    return [(0, union(body, legs)), (1, doors), (2, handles)]


@kind(
    "stove",
    "oven",
    "cooker",
    "kitchen range",
    height=0.95,
    senses=("stove.n.01", "oven.n.01"),
    body=_WHITE_GOODS,
    window=("black", "gray", "orange"),
    knobs=("black", "red", "gray"),
    forms={"with a back panel": (3, 0.4, 1.0)},
)
def stove(u: np.ndarray) -> Parts:
    """u3 back panel, u4 window's height, u5 number of knobs, u6 burner size, u7 a drawer below."""
    high = 0.28 if u[3] > 0.4 else 0.0
    x, y, z = extents(u, 1.35, 1.15, 1.45 + high, deep=0.6)
    top, face = z - high - 0.07, 0.12 - y / 2
    body = [box(x, y - 0.12, top, (0, 0.06, top / 2), CRISP)]
    if high:
        body.append(box(x, 0.16, high + 0.2, (0, y / 2 - 0.08, z - (high + 0.2) / 2), 0.04))
    strip, low = top - 0.26, 0.1
    if u[7] > 0.5:
        body.append(front(x - 0.08, 0.06, 0.3, face))
        low = 0.36
    door = front(x - 0.08, low, strip - 0.04, face)
    bar = grip(x * 0.72, 0.11, face - 0.06, strip - 0.15)
    tall = (strip - 0.3 - low - 0.08) * mix(u[4], 0.7, 1.0)
    window = box(x * 0.62, 0.2, tall, (0, face + 0.03 - RELIEF, strip - 0.28 - tall / 2), CRISP)
    count = 2 + pick(u[5], 2)
    pitch = (x - 0.2) / 2 / count
    knobs = [
        mirror(cylinder(0.075, 0.2, (pitch * (i + 0.5), face, strip + 0.11), "y", CRISP))
        for i in range(count)
    ]
    r = min(x, y) * mix(u[6], 0.14, 0.18)
    at = x * 0.24, y * 0.22
    back = 0.06 - (0.08 if high else 0)
    burner = union(
        torus(r - 0.055, 0.055, (0, 0, 0)), cylinder(r * 0.4, 0.14, (0, 0, 0), rounding=CRISP)
    )
    burners = union(
        mirror(burner.at(at[0], back - at[1], top + 0.01)),
        mirror(burner.at(at[0], back + at[1], top + 0.01)),
    )
    plate = box(x, y - 0.1, 0.1, (0, 0.05, top - 0.05), CRISP)
    return [
        (0, union(*body, door, plate)),
        (1, union(window, burners)),
        (2, union(*knobs, bar)),
    ]


@kind(
    "microwave",
    "microwave oven",
    height=0.3,
    senses=("microwave.n.02",),
    body=("white", "gray", "black", "red"),
    window=("black", "gray", "cyan"),
    buttons=("green", "white", "gray", "yellow"),
)
def microwave(u: np.ndarray) -> Parts:
    """A window between two columns of buttons. u3 window's width, u4 rows of buttons, u5 dials
    below, u6 grip, u7 depth."""
    x, y, z = extents(u, 1.85, mix(u[7], 1.05, 1.25), 1.1, deep=0.3)
    short, face = 0.09, 0.1 - y / 2
    body = box(x, y - 0.1, z - short, (0, 0.05, (z + short) / 2), 0.04)
    legs = mirror(cylinder(0.1, 0.24, (x / 2 - 0.2, y / 2 - 0.25, 0.12), rounding=CRISP), "xy")
    low, high = short + 0.1, z - 0.1
    wide = x * mix(u[3], 0.56, 0.64)
    door = front(wide, low, high, face)
    window = box(
        wide - 0.2, 0.2, high - low - 0.2, (0, face + 0.03 - RELIEF, (low + high) / 2), CRISP
    )
    at, rows = (x + wide) / 4 - 0.02, 2 + pick(u[4], 2)
    size = (x - wide) / 4 - 0.02
    screen = front(2 * size, high - 0.17, high - 0.02, face, at, 0.03)
    bottom = low
    buttons = [screen]
    if u[5] > 0.5:
        r = min(size, 0.15)
        buttons.append(mirror(cylinder(r, 0.24, (at, face, low + r), "y", CRISP)))
        bottom, rows = low + 2 * r + 0.04, rows - 1
    pitch = (high - 0.2 - bottom) / rows
    for i in range(rows):
        z0 = bottom + pitch * i
        buttons.append(front(2 * size, z0 + 0.025, z0 + pitch - 0.025, face, at, 0.04))
    handle = grip(wide * 0.5, 0.1, face - RELIEF - 0.02, low + 0.06) if u[6] > 0.5 else door
    return [(0, union(body, legs, door, handle)), (1, window), (2, union(*buttons))]


@kind(
    "dishwasher",
    "dish washer",
    height=0.85,
    senses=("dishwasher.n.01",),
    body=("white", "gray", "black"),
    door=("same", "gray", "white"),
    plates=("blue", "white", "yellow", "red"),
)
def dishwasher(u: np.ndarray) -> Parts:
    """The door is folded down and the basket with plates drawn out. u3 number of plates, u4 plate
    size, u5 how far it is drawn out, u6 control panel, u7 depth."""
    x, y, z = extents(u, 1.35, 1.75, 1.5, deep=0.3)
    flap = y * mix(u[7], 0.44, 0.5)
    face = flap - y / 2
    deep = y - flap
    low, high = 0.26, z - mix(u[6], 0.2, 0.3)
    body = box(x, deep, z, (0, y / 2 - deep / 2, z / 2), CRISP)
    room = box(x - 0.26, 2 * (deep - 0.16), high - low - 0.08, (0, face, (high + low) / 2), CRISP)
    case = difference(body, room, CRISP)
    dials = mirror(cylinder(0.07, 0.2, (x * 0.3, face + 0.03, (high + z) / 2), "y", CRISP))
    panel = front(x * 0.3, high + 0.05, z - 0.06, face, 0.0, 0.03)
    door = union(
        box(x - 0.04, flap + 0.06, 0.14, (0, face - flap / 2 + 0.03, low), 0.03),
        dials, panel,
    )  # fmt: skip
    out = face - flap * mix(u[5], 0.2, 0.6)
    tray = low + 0.16
    length = face + deep * 0.6 - out
    basket = box(x - 0.34, length, 0.25, (0, out + length / 2, tray - 0.06), CRISP)
    count = max(2, min(3 + pick(u[3], 2), int((length - 0.12) / 0.18)))
    r = min((high - tray) / 2 - 0.06, x * mix(u[4], 0.26, 0.32))
    pitch = (length - 0.12) / count
    plates = [
        cylinder(r, 0.13, (0, out + 0.06 + pitch * (i + 0.5), tray + r), "y", 0.03)
        for i in range(count)
    ]
    return [(0, case), (1, door), (2, union(*plates)), (0, basket)]


@kind(
    "toaster",
    height=0.2,
    senses=("toaster.n.02",),
    body=("gray", "red", "white", "cyan", "yellow"),
    toast=("brown", "orange", "yellow"),
    lever=("black", "white", "same"),
    forms={"with one slice": (3, 0.0, 0.3), "with two slices": (3, 0.3, 1.0)},
)
def toaster(u: np.ndarray) -> Parts:
    """u3 one slice or two, u4 how far they look out, u5 roundness, u6 size of the lever, u7
    length."""
    x, y, z = extents(u, 1.2, mix(u[7], 1.5, 1.85), 1.4, deep=0.3)
    count = 1 if u[3] < 0.3 else 2
    out, short = z * mix(u[4], 0.24, 0.36), 0.1
    top, long = z - out, y - 0.14
    high = (top + short) / 2
    body = box(x, long, top - short, (0, 0.07, high), mix(u[5], 0.08, 0.2))
    legs = mirror(cylinder(0.1, 0.3, (x / 2 - 0.2, long / 2 - 0.2, 0.15), rounding=CRISP), "xy")
    base = box(x - 0.08, long - 0.06, 0.16, (0, 0.07, short + 0.08), 0.04)
    thick, wide = min(0.2, x * 0.2), long * 0.66
    at = 0.0 if count == 1 else x * 0.2
    slot = box(thick + 0.14, wide + 0.14, 0.3, (at, 0.07, top), CRISP)
    a, low = wide / 2, top - 0.26
    crumb = [(a, low), (a, z - out * 0.45), (a + 0.05, z - out * 0.25), (a * 0.8, z), (0, z - 0.03)]
    slice_ = prism([*crumb, *((-p, q) for p, q in crumb[-2::-1])], thick, "x", rounding=0.04)
    slice_ = slice_.at(at, 0.07)
    lever = box(0.3, 0.22, mix(u[6], 0.13, 0.2), (0, 0.13 - y / 2, top * 0.66), 0.04)
    dial = cylinder(0.11, 0.2, (0, 0.13 - y / 2, short + (top - short) * 0.26), "y", 0.03)
    slots = mirror(slot) if at else slot
    toast = mirror(slice_) if at else slice_
    return [
        (0, union(difference(body, slots, CRISP), legs, base)),
        (1, toast),
        (2, union(lever, dial)),
    ]


@kind(
    "blender",
    "mixer",
    "liquidizer",
    height=0.4,
    senses=("blender.n.01", "food_processor.n.01"),
    base=("red", "black", "white", "gray"),
    jar=("cyan", "white", "pink", "green"),
    lid=("black", "same", "gray"),
)
def blender(u: np.ndarray) -> Parts:
    """u3 height of the base, u4 taper of the jar, u5 handle, u6 one knob or three buttons, u7
    square or round base."""
    x, _, z = extents(u, 0.85, 0.95, 1.85)
    r, foot, lid = x / 2, z * mix(u[3], 0.3, 0.38), z * 0.1
    low, high = foot + 0.06, z - lid - 0.08
    if u[7] < 0.5:
        base = lathe([(r, 0), (r, 0.12), (r * 0.66, foot)], 0.04)
        tilt = 0.0
    else:
        half = [(r, 0), (r, 0.14), (r * 0.7, foot)]
        base = prism([*half, *((-p, q) for p, q in half[::-1])], x * 0.92, "y", rounding=0.05)
        tilt = r * 0.2
    neck, rim = r * mix(u[4], 0.56, 0.7), r * 0.86
    jar = lathe([(neck, low - 0.1), (neck, low + 0.1), (rim, high)], 0.03)
    collar = cylinder(neck + 0.05, 0.16, (0, 0, low), rounding=0.03)
    cover = lathe([(rim + 0.03, high - 0.04), (rim + 0.02, high + 0.1), (rim * 0.8, z - 0.1)], 0.03)
    cap = cylinder(rim * 0.4, 0.2, (0, 0, z - 0.1), rounding=0.03)
    out = r * mix(u[5], 0.45, 0.6)
    loop = tube(
        [
            (0, rim * 0.8, high - 0.12), (0, rim + out, high - 0.16),
            (0, rim + out * 0.8, low + 0.34), (0, neck * 0.8, low + 0.2),
        ],
        0.085,
    )  # fmt: skip
    face = -r * 0.88 - tilt * 0.2
    level = foot * 0.42
    if u[6] < 0.5:
        dial = cylinder(0.13, 0.3, (0, face + 0.12, level), "y", CRISP)
    else:
        dial = box(0.12, 0.3, 0.12, (0, face + 0.12, level), CRISP)
        dial = union(dial, mirror(box(0.12, 0.36, 0.12, (0.19, face + 0.17, level), CRISP)))
    return [(0, union(base, collar)), (1, union(jar, loop)), (2, union(cover, cap, dial))]


@kind(
    "coffee maker",
    "coffee machine",
    "coffeemaker",
    "espresso machine",
    height=0.35,
    senses=("coffee_maker.n.01",),
    body=("black", "gray", "red", "white"),
    jug=("brown", "cyan", "white"),
    handle=("same", "black", "gray"),
)
def coffee_maker(u: np.ndarray) -> Parts:
    """u3 round or straight jug, u4 height of the head, u5 depth of the tower, u6 buttons, u7
    rounding."""
    x, y, z = extents(u, 1.1, 1.35, 1.7, deep=0.5)
    edge, head = mix(u[7], 0.03, 0.1), z * mix(u[4], 0.24, 0.34)
    tower, plate = y * mix(u[5], 0.3, 0.38), 0.18
    base = box(x, y - 0.02, plate, (0, 0.01, plate / 2), min(edge, 0.06))
    column = box(x, tower, z, (0, y / 2 - tower / 2, z / 2), edge)
    top = box(x, y - 0.14, head, (0, 0.07, z - head / 2), edge)
    room = y - tower - 0.06
    r = min(room / 2 - 0.12, x / 2 - 0.05)
    middle = y / 2 - tower - r - 0.02
    ceil = z - head
    rim = ceil - 0.1
    if u[3] < 0.5:
        side = [(r * 0.7, plate - 0.04), (r, plate + (rim - plate) * 0.35), (r * 0.6, rim - 0.1)]
    else:
        side = [(r * 0.95, plate - 0.04), (r * 0.9, rim - 0.1)]
    jug = lathe([*side, (r * 0.62, rim)], 0.04).at(y=middle)
    cone = frustum(r * 0.6, r * 0.75, rim - 0.02, ceil + 0.1, CRISP).at(y=middle)
    far = -y / 2 + 0.08
    loop = tube(
        [
            (0, middle - r * 0.5, rim - 0.12), (0, far, rim - 0.14),
            (0, far, plate + (rim - plate) * 0.4),
            (0, middle - r * 0.7, plate + (rim - plate) * 0.32),
        ],
        0.08,
    )  # fmt: skip
    lid = cylinder(r * 0.62, 0.14, (0, middle, rim - 0.02), rounding=0.03)
    face = 0.14 - y / 2
    keys = box(0.14, 0.2, 0.14, (0, face + 0.05, z - head / 2), 0.03)
    if u[6] > 0.5:
        keys = union(
            keys, mirror(box(0.14, 0.2, 0.14, (x * 0.27, face + 0.05, z - head / 2), 0.03))
        )
    else:
        keys = box(x * 0.5, 0.2, 0.16, (0, face + 0.05, z - head / 2), 0.03)
    return [(0, union(base, column, top, cone)), (1, jug), (2, union(loop, lid, keys))]


@kind(
    "pot",
    "cooking pot",
    "saucepan",
    "stockpot",
    height=0.2,
    senses=("pot.n.01", "saucepan.n.01", "caldron.n.01"),
    pot=("gray", "red", "blue", "black", "green"),
    lid=("same", "gray", "white"),
    handles=("black", "same", "yellow"),
)
def cooking_pot(u: np.ndarray) -> Parts:
    """u3 height of the lid, u4 knob size, u5 roundness of the bottom, u6 thickness of the
    handles, u7 rim."""
    x, _, z = extents(u, 1.9, 1.45, 1.3)
    reach, ball = 0.22, mix(u[4], 0.1, 0.14)
    r, dome = x / 2 - reach, mix(u[3], 0.14, 0.24) * z
    rim = z - dome - 1.5 * ball
    soft = mix(u[5], 0.05, 0.4)
    side = [(r * (1 - soft), 0), (r * (1 - soft * 0.3), rim * soft * 0.35), (r, rim * soft)]
    body = lathe([*side, (r, rim)], 0.04)
    body = union(body, cylinder(r + mix(u[7], 0.03, 0.06), 0.14, (0, 0, rim - 0.07), rounding=0.04))
    steps = [math.pi / 2 * i / 6 for i in range(7)]
    cover = lathe(
        [
            (r, rim - 0.03),
            *((r * math.cos(a), rim + 0.04 + dome * math.sin(a)) for a in steps[:-1]),
        ],
        0.03,
    )
    thick = mix(u[6], 0.07, 0.09)
    level = rim * 0.72
    loop = mirror(
        tube(
            [
                (r - 0.06, -0.24, level), (x / 2 - thick, -0.2, level + 0.04),
                (x / 2 - thick, 0.2, level + 0.04), (r - 0.06, 0.24, level),
            ],
            thick,
        )
    )  # fmt: skip
    top = union(
        sphere(ball, (0, 0, z - ball)), cylinder(ball * 0.7, 2 * ball, (0, 0, z - 1.8 * ball))
    )
    return [(0, body), (1, cover), (2, union(loop, top))]


@kind(
    "frying pan",
    "pan",
    "skillet",
    height=0.06,
    senses=("frying_pan.n.01", "pan.n.01"),
    pan=("black", "gray", "red"),
    handle=("brown", "black", "same"),
    egg=("white", "yellow"),
)
def frying_pan(u: np.ndarray) -> Parts:
    """A fried egg in it. u3 handle length, u4 height of the rim, u5 egg size, u6 slope of the
    side, u7 handle thickness."""
    x, y, z = extents(u, 1.15, mix(u[3], 1.75, 1.9), 0.45, deep=0.5)
    r, wall = x / 2, 0.13
    rim, r0 = z * mix(u[4], 0.6, 0.85), r - wall / 2
    low = r0 * mix(u[6], 0.72, 0.88)
    middle = y / 2 - r
    side = [(0, wall / 2), (low, wall / 2), (r0, rim - wall / 2)]
    pan = pot(side, wall).at(y=middle)
    thick = mix(u[7], 0.08, 0.11)
    path = [(0, middle - r0, rim - 0.1), (0, middle - r - 0.2, z - thick - 0.04)]
    path.append((0, thick - y / 2, z - thick))
    handle = tube(path, [0.085, thick * 0.9, thick])
    size = low * mix(u[5], 0.62, 0.8)
    lobe = disc(size * 0.45, size * 0.4, 0.16, (size * 0.55, middle - size * 0.4, wall))
    white = disc(size, size * 0.85, 0.16, (0, middle, wall))
    egg = union(white, mirror(lobe), sphere(size * 0.36, (0, middle, wall)))
    return [(0, pan), (1, handle), (2, egg)]
