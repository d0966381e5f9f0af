"""What stands in a bathroom and lies on its basin."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, arc, around, disc, ellipse, feet
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    blend,
    box,
    curve,
    cylinder,
    difference,
    ellipsoid,
    frustum,
    lathe,
    mirror,
    prism,
    sphere,
    tube,
    union,
)

_PORCELAIN = ("white", "pink", "cyan", "blue")


def _taps(y: float, z: float, reach: float, rise: float, apart: float) -> Solid:
    """A spout that stands at (0, y, z), leans to -y and turns down, between two knobs."""
    spout = tube(
        [
            (0, y, z - 0.08), (0, y, z + rise),
            (0, y - reach, z + rise), (0, y - reach, z + rise - 0.14),
        ],
        [0.09, 0.08, 0.075, 0.08],
    )  # fmt: skip
    stem = cylinder(0.06, 0.2, (apart, y, z + 0.04), rounding=CRISP)
    return union(spout, mirror(union(stem, sphere(0.1, (apart, y, z + 0.18)))))


@kind(
    "bathtub",
    "bath",
    "tub",
    height=0.75,
    senses=("bathtub.n.01",),
    tub=_PORCELAIN,
    water=("cyan", "blue"),
    taps=("yellow", "gray", "black"),
    forms={"on feet": (3, 0.4, 1.0)},
)
def bathtub(u: np.ndarray) -> Parts:
    """u3 on the ground or on feet, u4 oval or squarer, u5 thickness of the rim, u6 water level,
    u7 height of the taps."""
    rise = mix(u[7], 0.2, 0.32)
    x, y, z = extents(u, 1.9, 1.05, 1.0, deep=0.3)
    rim = z - rise - 0.09
    short = min(0.2, rim * 0.25) if u[3] > 0.4 else 0.0
    power, edge = mix(u[4], 0.9, 0.55), mix(u[5], 0.1, 0.14)

    def plate(inset: float, low: float, high: float, rounding: float) -> Solid:
        outline = ellipse(x / 2 - inset, y / 2 - inset, power)
        return prism(outline, high - low, "z", (0, 0, (low + high) / 2), rounding)

    wall = 0.1
    body = plate(wall * 0.8, short, rim, min(0.13, 0.4 * (rim - short)))
    hole = plate(wall * 0.8 + 0.12, short + 0.16, rim + 0.4, 0.08)
    tub = difference(union(body, plate(0, rim - 1.2 * edge, rim, 0.04)), hole, 0.03)
    level = max(rim - mix(u[6], 0.1, 0.2), short + 0.28)
    water = plate(wall * 0.8 + 0.1, short + 0.12, level, 0.03)
    pieces: Parts = [(0, tub), (1, water)]
    if short:
        paw = union(
            sphere(0.12, (x * 0.3, y * 0.26, 0.12)),
            tube([(x * 0.3, y * 0.26, 0.12), (x * 0.27, y * 0.23, short + 0.14)], [0.1, 0.13]),
        )
        pieces.append((0, mirror(paw, "xy")))
    return [*pieces, (2, _taps(y / 2 - 0.1, rim, y * 0.22, rise, 0.28))]


@kind(
    "toilet",
    "lavatory",
    "commode",
    height=0.8,
    senses=("toilet.n.02",),
    bowl=_PORCELAIN,
    seat=("same", "white", "brown", "black"),
    button=("gray", "yellow", "black"),
    forms={"open": (3, 0.5, 1.0), "closed": (3, 0.0, 0.5)},
)
def toilet(u: np.ndarray) -> Parts:
    """u3 lid closed or open, u4 seat height, u5 width of the foot, u6 tank's depth, u7 length of
    the bowl."""
    x, y, z = extents(u, 0.95, mix(u[7], 1.25, 1.45), 1.55, deep=0.7)
    deep, rim = mix(u[6], 0.32, 0.42), z * mix(u[4], 0.44, 0.52)
    back = y / 2 - deep
    back_y, high = y / 2 - deep / 2, (z + rim - 0.05) / 2
    tank = union(
        box(x - 0.06, deep - 0.04, z - rim - 0.05, (0, back_y, high), 0.05),
        box(x, deep, 0.13, (0, back_y, z - 0.1), 0.04),
    )
    rx, ry = x * 0.43, (y - deep) / 2
    middle = -y / 2 + ry
    lip = disc(rx, ry, 0.2, (0, middle, rim - 0.1), rounding=0.05)
    cup = ellipsoid(rx * 0.92, ry * 0.92, rim * 0.62, (0, middle + 0.03, rim - 0.12))
    cup = difference(cup, box(3, 3, 1, (0, 0, rim + 0.45)), CRISP)
    wide = x * mix(u[5], 0.42, 0.56)
    foot = box(wide, y * 0.72, rim * 0.75, (0, y * 0.1, rim * 0.375), 0.08)
    shelf = box(x * 0.62, 0.5, rim * 0.5, (0, back + 0.05, rim * 0.7), 0.06)
    sole = box(wide + 0.14, y * 0.76, 0.14, (0, y * 0.1, 0.07), 0.04)
    hole = ellipsoid(rx * 0.6, ry * 0.62, rim * 0.42, (0, middle, rim + 0.02))
    bowl = blend(lip, cup, foot, shelf, sole, radius=0.08)
    ring = disc(rx + 0.02, ry + 0.01, 0.14, (0, middle, rim + 0.05), rounding=0.04)
    if u[3] < 0.5:
        cover = disc(rx + 0.01, ry, 0.13, (0, middle, rim + 0.15), rounding=0.05)
        seat = union(ring, cover)
    else:
        ring = difference(ring, disc(rx * 0.62, ry * 0.64, 0.4, (0, middle, rim)), 0.03)
        bowl = difference(bowl, hole, 0.03)
        tall = min(ry, (z - rim) / 2 - 0.02)
        cover = disc(rx, tall, 0.12, (0, back - 0.08, rim + 0.1 + tall), "y", 0.04)
        seat = union(ring, cover)
    button = cylinder(0.11, 0.14, (0, y / 2 - deep / 2, z - 0.04), rounding=0.03)
    return [(0, union(tank, bowl)), (1, seat), (2, button)]


@kind(
    "sink",
    "washbasin",
    "basin",
    height=0.9,
    senses=("sink.n.01",),
    basin=_PORCELAIN,
    pedestal=("same", "white", "brown", "gray"),
    taps=("gray", "yellow", "black"),
    forms={
        "with a pedestal": (3, 0.0, 0.5),
        "with a cupboard": (3, 0.5, 1.0),
        "round": (4, 0.0, 0.5),
        "square": (4, 0.5, 1.0),
    },
)
def sink(u: np.ndarray) -> Parts:
    """u3 on a pedestal or a cupboard, u4 round or square, u5 depth of the basin, u6 thickness of
    the pedestal, u7 height of the taps."""
    rise = mix(u[7], 0.18, 0.28)
    x, y, z = extents(u, 1.25, 1.05, 1.75, deep=0.5)
    rim, deep = z - rise - 0.08, mix(u[5], 0.28, 0.4)
    power = 1.0 if u[4] < 0.5 else 0.3
    outline = ellipse(x / 2, y / 2, power)
    top = prism(outline, 0.2, "z", (0, 0, rim - 0.1), 0.05)
    hole_y = -0.08 * y
    inner = ellipse(x / 2 - 0.13, y * 0.34, power)
    hole = prism(inner, 2 * deep - 0.14, "z", (0, hole_y, rim), 0.1)
    belly = prism(
        ellipse(x / 2 - 0.05, y / 2 - 0.05, power), deep, "z", (0, 0, rim - deep / 2), 0.12
    )
    ledge = box(x * 0.7, 0.2, 0.2, (0, y / 2 - 0.1, rim - 0.1), 0.04)
    basin = difference(union(top, belly, ledge), hole, 0.03)
    under = rim - deep + 0.06
    if u[3] < 0.5:
        r = mix(u[6], 0.15, 0.22)
        side = curve([(r * 1.9, 0), (r * 1.15, 0.2), (r, under * 0.6), (r * 1.6, under)], 3)
        base = lathe(side, 0.03)
    else:
        base = union(
            box(x - 0.14, y - 0.2, under - 0.1, (0, 0.02, (under + 0.1) / 2), CRISP),
            feet(x - 0.14, y - 0.2, 0.12, 0.16),
            mirror(
                box(x / 2 - 0.2, 0.2, under - 0.3, (x / 4 - 0.03, 0.18 - y / 2, under / 2), CRISP)
            ),
            mirror(sphere(0.07, (0.12, 0.06 - y / 2, under * 0.6))),
        )
    return [(0, basin), (1, base), (2, _taps(y / 2 - 0.12, rim, y * 0.26, rise, x * 0.22))]


@kind(
    "faucet",
    "tap",
    "spigot",
    height=0.3,
    senses=("faucet.n.01", "tap.n.03"),
    spout=("gray", "yellow", "black", "white"),
    handles=("same", "white", "red", "blue"),
    drop=("cyan", "blue"),
)
def faucet(u: np.ndarray) -> Parts:
    """u3 swan's neck or straight spout, u4 crosses or levers as handles, u5 thickness, u6 reach,
    u7 round or oval plate."""
    x, y, z = extents(u, 1.25, mix(u[6], 0.95, 1.25), 1.5, deep=0.4)
    r = mix(u[5], 0.1, 0.13)
    rear = y / 2 - 0.24
    reach = y / 2 + rear - r - 0.02
    if u[3] < 0.6:
        half = reach / 2
        bend = max(z - r - half, 0.6)
        path = [(0, rear, 0.1), (0, rear, bend)]
        path += arc(rear - half, bend, half, z - r - bend, 10, 170)
        path.append((0, rear - reach, bend - 0.14))
    else:
        path = [(0, rear, 0.1), (0, rear, z - r), (0, rear - reach, z - r - 0.02)]
        path.append((0, rear - reach, z - r - 0.24))
    tip = path[-1]
    ring = cylinder(r + 0.04, 0.14, (0, tip[1], tip[2]), rounding=0.03)
    plate = disc(x / 2 if u[7] > 0.5 else x / 2, 0.24, 0.14, (0, rear, 0.07), rounding=0.03)
    foot = frustum(r * 2, r * 1.2, 0.05, 0.32, 0.03).at(y=rear)
    at, level = x / 2 - 0.24, 0.42
    stem = cylinder(0.09, level, (at, rear, level / 2), rounding=CRISP)
    if u[4] < 0.5:
        bars = tube([(at - 0.2, rear, level), (at + 0.2, rear, level)], 0.065)
        bars = union(bars, tube([(at, rear - 0.2, level), (at, rear + 0.2, level)], 0.065))
        turn = union(bars, sphere(0.11, (at, rear, level + 0.02)))
    else:
        turn = union(
            sphere(0.13, (at, rear, level)),
            tube([(at, rear, level), (at + 0.02, rear - 0.32, level + 0.12)], [0.1, 0.075]),
        )
    size = min(0.13, tip[2] * 0.2)
    drop = union(
        sphere(size, (0, tip[1], tip[2] - 0.2 - size)),
        tube([(0, tip[1], tip[2] - 0.2 - size), (0, tip[1], tip[2] - 0.04)], [size * 0.95, 0.05]),
    )
    spout = union(tube(path, r), ring, plate, foot)
    return [(0, spout), (1, mirror(union(stem, turn))), (2, drop)]


@kind(
    "toothbrush",
    height=0.19,
    senses=("toothbrush.n.01",),
    handle=("blue", "red", "green", "purple", "orange"),
    bristles=("white", "cyan", "yellow"),
)
def toothbrush(u: np.ndarray) -> Parts:
    """Upright, bristles to -y. u3 head length, u4 tufts, u5 waist, u6 bristle length, u7 width of
    the neck."""
    x, y, z = extents(u, 0.34, mix(u[6], 0.5, 0.65), 1.9, deep=0.2)
    a, thick = x / 2, 0.2
    head = z * mix(u[3], 0.28, 0.36)
    low, neck = z - head, max(a * mix(u[7], 0.45, 0.6), 0.06)
    half = [(a * 0.55, 0.0), (a * 0.9, 0.06), (a, z * 0.2), (a * mix(u[5], 0.6, 0.9), z * 0.34)]
    half += [(a * 0.8, z * 0.44), (neck, low - 0.14), (neck, low - 0.04), (a * 0.95, low + 0.08)]
    half += [(a, z - 0.12), (a * 0.6, z)]
    outline = curve(half, 2)
    y0 = y / 2 - thick / 2
    handle = prism([*outline, *((-p, q) for p, q in outline[::-1])], thick, "y", (0, y0, 0), 0.04)
    count = 3 + pick(u[4], 2)
    first, last = low + 0.1, z - 0.08
    pitch = (last - first) / count
    deep = y - thick / 2
    tufts = [
        box(
            x * 0.86,
            deep - (0.0 if i % 2 else 0.05),
            pitch - 0.05,
            (0, y0 - deep / 2 + (0.0 if i % 2 else 0.025), first + pitch * (i + 0.5)),
            CRISP,
        )
        for i in range(count)
    ]
    bed = box(x * 0.8, 0.2, last - first, (0, y0 - 0.06, (first + last) / 2), 0.03)
    return [(0, handle), (1, union(bed, *tufts))]


@kind(
    "hair dryer",
    "hairdryer",
    "blow dryer",
    height=0.25,
    senses=("hair_dryer.n.01",),
    body=("red", "pink", "purple", "black", "white"),
    handle=("same", "black", "white"),
    nozzle=("black", "gray", "white"),
)
def hair_dryer(u: np.ndarray) -> Parts:
    """It stands on its handle and blows to -y. u3 length of the barrel, u4 taper, u5 handle
    thickness, u6 nozzle width, u7 lean of the handle."""
    x, y, z = extents(u, 0.78, mix(u[3], 1.5, 1.85), 1.6, deep=0.2)
    r = x / 2
    front_y, nose = r * mix(u[4], 0.62, 0.8), 0.34
    back = y / 2
    side = [(r * 0.55, 0), (r * 0.9, 0.1), (r, 0.34), (r * 0.95, 0.6), (front_y, y - nose)]
    barrel = lathe(curve(side, 3), 0.04)
    # A lathe's axis points up; turned, up becomes -y.
    middle = z - r
    shell = barrel.rotated(90, "x").at(y=back, z=middle)
    tip = front_y * mix(u[6], 0.75, 1.1)
    nozzle = lathe(
        [(front_y * 0.95, y - nose - 0.1), (front_y * 0.8, y - nose + 0.12), (tip, y)], 0.03
    )
    bore = frustum(tip * 0.6, tip * 0.7, y - 0.12, y + 0.2, CRISP)
    nozzle = difference(nozzle, bore, CRISP).rotated(90, "x").at(y=back, z=middle)
    thick, lean = mix(u[5], 0.15, 0.19), mix(u[7], -0.05, 0.16)
    top_y = back - 0.42
    grip = tube([(0, top_y - lean, thick), (0, top_y, middle)], [thick, thick * 1.15])
    button = box(0.14, 0.16, 0.26, (0, top_y - lean * 0.5 - thick, middle * 0.55), 0.05)
    rear = around(box(0.09, r * 0.45, 0.14, (0, -r * 0.3, 0), CRISP), 8)
    rear = (
        union(rear, cylinder(0.12, 0.14, rounding=CRISP))
        .rotated(90, "x")
        .at(y=back - 0.02, z=middle)
    )
    return [(0, shell), (1, grip), (2, union(nozzle, button, rear))]


@kind(
    "towel rack",
    "towel rail",
    "towel holder",
    height=0.9,
    senses=("towel_rack.n.01", "towel_rail.n.01"),
    rack=("gray", "brown", "black", "white"),
    cloth=("blue", "white", "pink", "green", "yellow"),
    stripes=("white", "red", "yellow", "same"),
)
def towel_rack(u: np.ndarray) -> Parts:
    """u3 thickness, u4 how far the towel hangs down, u5 towel's width, u6 a second bar below, u7
    round or square feet."""
    x, y, z = extents(u, 1.4, 0.7, 1.65, deep=0.3)
    r, out = mix(u[3], 0.075, 0.1), x / 2
    at = out - r
    posts = [tube([(at, 0, r), (at, 0, z - r - 0.1)], r)]
    if u[7] > 0.5:
        posts.append(box(2 * r, y, 0.15, (at, 0, 0.075), CRISP))
    else:
        posts.append(tube([(at, r - y / 2, r), (at, 0, 0.16), (at, y / 2 - r, r)], r))
    frame = [mirror(union(*posts))]
    levels = [z - r - 0.1] + ([z * 0.3] if u[6] > 0.4 else [])
    frame += [tube([(-at, 0, level), (at, 0, level)], r) for level in levels]
    wide, hang = (x - 4 * r) * mix(u[5], 0.6, 0.9), z * mix(u[4], 0.42, 0.6)
    bar, cloth = levels[0], 0.1
    grow = r + cloth
    turns = [math.pi * i / 10 for i in range(11)]
    outer = [(-grow * math.cos(t), bar + grow * math.sin(t)) for t in turns]

    def fold(width: float, out_by: float, low: float, high: float) -> Solid:
        sheet = box(width, 2 * (grow + out_by), high - low, (0, 0, (low + high) / 2), CRISP)
        return sheet

    side = [(-grow, bar - hang), *outer, (grow, bar - hang * 0.82), (0, bar - hang * 0.82)]
    side.append((0, bar - hang))
    towel = prism(side, wide, "x", rounding=0.03)
    bands = [
        fold(wide + 0.02, 0.025, bar - hang * f - 0.06, bar - hang * f + 0.06) for f in (0.6, 0.38)
    ]
    return [(0, union(*frame)), (1, towel), (2, union(*bands))]


@kind(
    "soap dispenser",
    "soap bottle",
    "lotion bottle",
    height=0.18,
    senses=(),
    bottle=("white", "pink", "cyan", "green", "purple"),
    pump=("white", "black", "gray", "yellow"),
    label=("white", "blue", "yellow"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
def soap_dispenser(u: np.ndarray) -> Parts:
    """u3 round or square, u4 body height, u5 shoulder, u6 length of the spout, u7 label height."""
    x, y, z = extents(u, 0.85, 0.85, 1.8, deep=1.0)
    tall, r = z * mix(u[4], 0.52, 0.62), x / 2
    neck = max(r * 0.36, 0.13)
    if u[3] < 0.5:
        slope = mix(u[5], 0.1, 0.25)
        side = [(r * 0.94, 0), (r, 0.1), (r, tall - slope), (neck, tall)]
        body = lathe(side, 0.05)
        label = cylinder(
            r + 0.025, tall * mix(u[7], 0.3, 0.45), (0, 0, tall * 0.45), rounding=CRISP
        )
    else:
        body = box(x, y, tall, (0, 0, tall / 2), mix(u[5], 0.06, 0.14))
        label = box(x * 0.7, y + 0.06, tall * mix(u[7], 0.35, 0.5), (0, 0, tall * 0.47), CRISP)
    collar = cylinder(neck + 0.05, 0.2, (0, 0, tall + 0.05), rounding=0.03)
    head = z - 0.11
    stem = cylinder(0.085, head - tall, (0, 0, (head + tall) / 2), rounding=CRISP)
    reach = r * mix(u[6], 0.75, 0.98) - 0.02
    spout = tube(
        [(0, 0.06, head), (0, -reach, head), (0, -reach - 0.04, head - 0.16)], [0.11, 0.09, 0.075]
    )
    cap = cylinder(0.17, 0.2, (0, 0, z - 0.1), rounding=0.05)
    return [(0, body), (1, union(collar, stem, spout, cap)), (2, label)]
