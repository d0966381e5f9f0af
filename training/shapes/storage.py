"""What things are kept and carried in: racks, strong boxes, baskets, buckets."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, RELIEF, WOOD, arch, around, ellipse, feet, front, grip
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    box,
    cylinder,
    difference,
    ellipsoid,
    intersection,
    lathe,
    mirror,
    pot,
    prism,
    torus,
    tube,
    union,
)


@kind(
    "shelf",
    "shelving unit",
    "storage rack",
    height=1.6,
    senses=("shelf.n.01",),
    boards=WOOD,
    posts=("same", "black", "gray", "white"),
    boxes=("orange", "gray", "blue", "green"),
    forms={"with three boards": (3, 0.0, 0.5), "with four boards": (3, 0.5, 1.0)},
)
def shelf(u: np.ndarray) -> Parts:
    """An open rack. u3 three or four boards, u4 post thickness, u5 and u6 where boxes stand and
    how large they are, u7 depth."""
    x, y, z = extents(u, 1.35, mix(u[7], 0.55, 0.75), 1.75, deep=0.2)
    count, post, thick = 3 + pick(u[3], 2), mix(u[4], 0.11, 0.16), 0.12
    pitch = (z - 0.1 - 0.15) / (count - 1)
    levels = [0.15 + pitch * i for i in range(count)]
    boards = [box(x - 0.04, y - 0.04, thick, (0, 0, level), CRISP) for level in levels]
    posts = mirror(box(post, post, z, ((x - post) / 2, (y - post) / 2, z / 2), CRISP), "xy")
    tall, things = min(pitch - thick, 0.6) * mix(u[6], 0.55, 0.85), []
    for i, level in enumerate(levels[:-1]):
        at = level + thick / 2 + tall / 2 - 0.02
        if (i + (u[5] > 0.5)) % 2:
            things.append(box(x * 0.4, y - 0.2, tall, (0, 0, at), CRISP))
        else:
            side = box(x * 0.24, y - 0.2, tall * 0.85, (x * 0.22, 0, at - tall * 0.075), CRISP)
            things.append(mirror(side))
    return [(0, union(*boards)), (1, posts), (2, union(*things))]


@kind(
    "file cabinet",
    "filing cabinet",
    height=1.3,
    senses=("file.n.03",),
    body=("gray", "black", "white", "green"),
    drawers=("same", "white", "blue"),
    handles=("black", "gray", "white"),
    forms={
        "with two drawers": (3, 0.0, 1 / 3),
        "with three drawers": (3, 1 / 3, 2 / 3),
        "with four drawers": (3, 2 / 3, 1.0),
    },
)
def file_cabinet(u: np.ndarray) -> Parts:
    """u3 two to four drawers, u4 depth, u5 grip width, u6 label plates, u7 grip height."""
    count = 2 + pick(u[3], 3)
    x, y, z = extents(u, 0.95, mix(u[4], 0.95, 1.25), 0.75 + 0.35 * count, deep=0.8)
    face = RELIEF + 0.02 - y / 2
    body = box(x, y - 0.08, z, (0, 0.04, z / 2), CRISP)
    pitch = (z - 0.16) / count
    fronts, handles = [], []
    for i in range(count):
        low = 0.1 + pitch * i
        fronts.append(front(x - 0.12, low + 0.02, low + pitch - 0.05, face))
        level = low + pitch * mix(u[7], 0.38, 0.5)
        handles.append(grip(x * mix(u[5], 0.3, 0.5), 0.13, face - 0.05, level))
        if u[6] > 0.5 and pitch > 0.4:
            handles.append(box(x * 0.22, 0.2, 0.1, (0, face - 0.01, level + 0.15), CRISP))
    return [(0, body), (1, union(*fronts)), (2, union(*handles))]


@kind(
    "safe",
    "strongbox",
    height=0.6,
    senses=("safe.n.01",),
    body=("gray", "black", "green", "blue"),
    door=("same", "gray", "white"),
    dial=("yellow", "white", "black", "red"),
)
def safe(u: np.ndarray) -> Parts:
    """u3 a wheel with spokes or a dial, u4 size of the wheel, u5 foot height, u6 hinges, u7
    depth."""
    x, y, z = extents(u, 1.5, mix(u[7], 1.2, 1.5), 1.6, deep=0.7)
    short, face = mix(u[5], 0.08, 0.18), 0.2 - y / 2
    body = box(x, y - 0.2, z - short, (0, 0.1, (z + short) / 2), 0.05)
    rim, high, low = 0.16, z - 0.17, short + 0.17
    sunk = box(x - 2 * rim, 0.3, high - low, (0, face - 0.1, (high + low) / 2), CRISP)
    body = difference(body, sunk, CRISP)
    door = box(x - 2 * rim - 0.12, 0.3, high - low - 0.12, (0, face + 0.12, (high + low) / 2), 0.03)
    middle = (high + low) / 2
    r = min(x, z) * mix(u[4], 0.14, 0.2)
    if u[3] > 0.5:
        spokes = [
            tube([(0, 0, 0), (r * math.sin(a), 0, r * math.cos(a))], 0.06)
            for a in (math.pi / 3 * i for i in range(6))
        ]
        hub = cylinder(r * 0.45, 0.24, (0, 0, 0), "y", 0.03)
        dial = union(*spokes, hub).at(0, face - 0.1, middle)
    else:
        ring = cylinder(r, 0.2, (0, face - 0.06, middle), "y", 0.03)
        dial = union(ring, cylinder(r * 0.5, 0.26, (0, face - 0.07, middle), "y", 0.03))
    grips = (
        [grip(0.13, z * 0.2, face - 0.04, middle, (x - 2 * rim) / 2 - 0.14)] if u[6] > 0.4 else []
    )
    return [
        (0, union(body, feet(x, y - 0.2, short, 0.22, 0.06).at(y=0.1))),
        (1, door),
        (2, union(dial, *grips)),
    ]


@kind(
    "chest",
    "treasure chest",
    "trunk",
    "coffer",
    height=0.6,
    senses=("chest.n.02", "trunk.n.02"),
    wood=("brown", "red", "orange"),
    bands=("yellow", "gray", "black"),
    lock=("yellow", "gray", "black"),
    forms={"closed": (3, 0.0, 0.55), "open": (3, 0.55, 1.0)},
)
def chest(u: np.ndarray) -> Parts:
    """u3 closed or open, u4 lid height, u5 places of the bands, u6 band width, u7 depth."""
    opened = u[3] > 0.55
    x, y, z = extents(u, 1.75, mix(u[7], 1.0, 1.2), 1.5 if opened else 1.2, deep=0.3)
    dome = mix(u[4], 0.25, 0.38)
    split = z * (0.5 if opened else 1 - dome)
    band, out = mix(u[6], 0.14, 0.2), 0.05
    wide = x - 2 * out
    deep = y - 0.12
    lift = z - split

    def lid(length: float, grow: float) -> Solid:
        turns = [math.pi * i / 14 for i in range(15)]
        side = [((deep / 2 + grow) * math.cos(a), (lift - out + grow) * math.sin(a)) for a in turns]
        side = [(side[0][0], -0.1), *side, (side[-1][0], -0.1)]
        return prism(side, length, "x", rounding=CRISP)

    base = box(wide, deep, split + 0.02, (0, 0, (split + 0.02) / 2), CRISP)
    places = wide * mix(u[5], 0.2, 0.32), (x - band) / 2
    strips = [box(band, deep + 2 * out, split, (at, 0, split / 2), CRISP) for at in places]
    cover = lid(wide, 0)
    covers = [lid(band, out).at(x=at) for at in places]
    if opened:
        # The lid stands behind, half of it seen from within.
        hollow = box(wide - 0.24, deep - 0.24, split, (0, 0, split * 0.75), CRISP)
        base = difference(base, hollow, CRISP)
        shade = lid(wide - 0.24, -0.14).at(z=-0.05)

        def swung(piece: Solid) -> Solid:
            inside = difference(piece, shade, CRISP)
            return inside.at(y=-deep / 2).rotated(-100, "x").at(y=deep / 2, z=split)

        cover, covers = swung(cover), [swung(piece) for piece in covers]
    else:
        cover, covers = cover.at(z=split), [piece.at(z=split) for piece in covers]
    lock = box(0.26, 0.24, 0.3, (0, -deep / 2, split - 0.02), 0.04)
    return [
        (0, union(base, cover)),
        (1, mirror(union(*strips, *covers))),
        (2, lock),
    ]


@kind(
    "basket",
    "wicker basket",
    "picnic basket",
    height=0.35,
    senses=("basket.n.01",),
    wicker=("brown", "orange", "yellow"),
    handle=("same", "brown", "black"),
    cloth=("red", "white", "blue", "green"),
    forms={"round": (3, 0.0, 0.6), "oval": (3, 0.6, 1.0)},
)
def basket(u: np.ndarray) -> Parts:
    """Plaited bands, a handle across, a cloth within. u3 round or long, u4 flare, u5 number of
    bands, u6 height of the handle, u7 thickness of the handle."""
    long = u[3] > 0.6
    x, y, z = extents(u, 1.65, 1.15 if long else 1.6, 1.6, deep=0.8)
    tall = z * mix(u[6], 0.56, 0.46)
    rim, count = tall - 0.02, 4 + pick(u[5], 2)
    low = mix(u[4], 0.68, 0.88)
    a, b = x / 2 - 0.09, y / 2 - 0.09
    pitch = rim / count
    bands: list[Solid] = []
    for i in range(count):
        part = low + (1 - low) * (i + 0.5) / count
        grow = 0.09 if i == count - 1 else 0.045 if i % 2 else 0.0
        outline = ellipse(a * part + grow, b * part + grow)
        at = (0, 0, pitch * (i + 0.5))
        bands.append(prism(outline, pitch + 0.02, "z", at, min(0.05, 0.4 * pitch)))
    bands[-1] = prism(ellipse(x / 2, y / 2), pitch, "z", (0, 0, pitch * (count - 0.5)), 0.06)
    hole = prism(ellipse(a - 0.12, b - 0.12), 0.5, "z", (0, 0, rim + 0.16), 0.05)
    cloth = prism(ellipse(a - 0.08, b - 0.08), 0.3, "z", (0, 0, rim - 0.14), 0.1)
    lumps = mirror(ellipsoid(a * 0.4, b * 0.5, 0.15, (a * 0.42, 0, rim - 0.02)))
    r = mix(u[7], 0.07, 0.1)
    handle = arch(0, rim - 0.04, x / 2 - 0.1, z - rim + 0.04 - r, r)
    return [
        (0, difference(union(*bands), hole, 0.03)),
        (1, handle),
        (2, union(cloth, lumps)),
    ]


@kind(
    "bucket",
    "pail",
    height=0.3,
    senses=("bucket.n.01",),
    body=("red", "blue", "gray", "yellow", "green"),
    handle=("same", "gray", "black", "white"),
    forms={"with the handle up": (3, 0.0, 0.6)},
)
def bucket(u: np.ndarray) -> Parts:
    """u3 handle up or down in front, u4 taper, u5 rim, u6 height of the handle, u7 a hoop."""
    up = u[3] < 0.6
    x, _, z = extents(u, 1.4, 1.4, 1.75 if up else 1.3)
    r, wall = x / 2 - 0.14, 0.13
    rim = z * mix(u[6], 0.66, 0.6) if up else z
    low = r * mix(u[4], 0.66, 0.82)
    side = [(0, wall / 2), (low - wall / 2, wall / 2), (r - wall / 2, rim - wall / 2)]
    body = union(pot(side, wall), torus(r - 0.02, mix(u[5], 0.075, 0.1), (0, 0, rim - 0.1)))
    if u[7] > 0.5:
        at = 0.4
        body = union(body, torus(low + (r - low) * at - 0.03, 0.08, (0, 0, rim * at)))
    hang = rim - 0.12
    ears = mirror(cylinder(0.13, 0.16, (x / 2 - 0.08, 0, hang), "x", 0.04))
    bail = x / 2 - 0.1
    if up:
        handle = arch(0, hang, bail, z - hang - 0.07, 0.07)
    else:
        handle = arch(0, 0, bail, bail, 0.07).rotated(118, "x").at(z=hang)
    return [(0, body), (1, union(handle, ears))]


@kind(
    "trash can",
    "garbage can",
    "dustbin",
    "waste bin",
    "wastebasket",
    height=0.8,
    senses=("trash_can.n.01", "wastebasket.n.01"),
    body=("gray", "green", "blue", "black"),
    lid=("same", "black", "gray", "white"),
    handles=("black", "gray", "same"),
    forms={"round": (3, 0.0, 0.5), "on wheels": (3, 0.5, 1.0)},
)
def trash_can(u: np.ndarray) -> Parts:
    """u3 round with ribs, or square on wheels, u4 taper, u5 ribs, u6 height of the lid, u7 size
    of the handles."""
    if u[3] < 0.5:
        x, _, z = extents(u, 1.25, 1.25, 1.75)
        r, reach = x / 2, mix(u[7], 0.1, 0.15)
        wide, lid = r - reach, z * mix(u[6], 0.12, 0.2)
        top, low = z - lid - 0.06, (r - reach) * mix(u[4], 0.78, 0.92)
        body = lathe([(low, 0), (wide - 0.04, top)], 0.03)
        count = 8 + 4 * pick(u[5], 2)
        lean = math.degrees(math.atan2(wide - 0.04 - low, top))
        rib = box(0.13, 0.16, top * 0.78, (0, 0, 0), 0.04).rotated(lean, "x")
        ribs = around(rib.at(y=-(wide - 0.04 + low) / 2, z=top * 0.48), count)
        cover = lathe([(wide, top - 0.08), (wide, top + 0.06), (wide * 0.5, top + lid)], 0.03)
        crown = top + lid * 0.7
        loop = arch(0, crown, 0.18, z - crown - 0.06, 0.06)
        ears = mirror(torus(reach, 0.06, (wide - 0.03, 0, top * 0.72), "y"))
        return [(0, union(body, ribs)), (1, cover), (2, union(loop, ears))]
    x, y, z = extents(u, 1.15, 1.2, 1.7, deep=0.9)
    lid, low, wheel = z * mix(u[6], 0.12, 0.18), mix(u[4], 0.74, 0.88), mix(u[7], 0.15, 0.2)
    top, deep = z - lid, y - 0.14
    side = [
        (-deep / 2 * low, 0.05), (deep / 2 * low - 0.05, 0.05), (deep / 2, top), (-deep / 2, top),
    ]  # fmt: skip
    half = x / 2 - 0.05
    hull = [(half * low, 0.05), (half, top), (-half, top), (-half * low, 0.05)]
    body = intersection(
        prism(hull, 2 * y, "y", rounding=CRISP), prism(side, x, "x", rounding=CRISP), CRISP
    )
    slope = [(-deep / 2 - 0.06, top - 0.06), (deep / 2, top - 0.06), (deep / 2, z), (0, z - 0.03)]
    cover = prism([*slope, (-deep / 2 - 0.06, top + 0.06)], x, "x", rounding=0.03)
    wheels = mirror(
        cylinder(wheel, 0.16, (half * low - 0.02, deep / 2 * low - 0.02, wheel), "x", 0.03)
    )
    bar = tube([(-x * 0.3, y / 2 - 0.07, top), (x * 0.3, y / 2 - 0.07, top)], 0.07)
    hold = mirror(tube([(x * 0.3, y / 2 - 0.07, top), (x * 0.3, deep / 2 - 0.1, top - 0.02)], 0.07))
    return [(0, body), (1, cover), (2, union(wheels, bar, hold))]


@kind(
    "suitcase",
    "luggage",
    "travel bag",
    "baggage",
    height=0.7,
    senses=("baggage.n.01", "suitcase.n.01", "briefcase.n.01"),
    case=("red", "blue", "brown", "black", "purple"),
    trim=("same", "brown", "black", "yellow"),
    handle=("black", "gray", "brown"),
    forms={"on wheels": (3, 0.5, 1.0), "with straps": (3, 0.0, 0.5)},
)
def suitcase(u: np.ndarray) -> Parts:
    """u3 an old case with straps, or a ribbed one on wheels with a long handle, u4 depth, u5
    corners, u6 number of ribs or place of the straps, u7 handle width."""
    if u[3] < 0.5:
        x, y, z = extents(u, 1.75, mix(u[4], 0.5, 0.75), 1.4, deep=0.2)
        top = z - 0.2
        case = box(x, y - 0.1, top, (0, 0, top / 2), mix(u[5], 0.05, 0.14))
        band = box(0.18, y, top + 0.04, (x * mix(u[6], 0.2, 0.3), 0, top / 2 + 0.0), 0.04)
        corner = mirror(box(0.24, y - 0.04, 0.22, (x / 2 - 0.13, 0, 0.13), 0.04))
        band = union(mirror(band.at(z=0.02)), corner, corner.at(z=top - 0.26))
        wide, r = x * mix(u[7], 0.11, 0.16), 0.075
        handle = tube(
            [(-wide, 0, top - 0.05), (-wide, 0, z - r), (wide, 0, z - r), (wide, 0, top - 0.05)], r
        )
        locks = mirror(box(0.16, 0.2, 0.17, (wide + 0.02, 0.08 - y / 2, top - 0.14), CRISP))
        return [(0, case), (1, band), (2, union(handle, locks))]
    x, y, z = extents(u, 1.05, mix(u[4], 0.55, 0.75), 1.85, deep=0.4)
    top, wheel = z * 0.74, 0.12
    low = wheel * 1.2
    case = box(x, y - 0.08, top - low, (0, 0, (top + low) / 2), mix(u[5], 0.06, 0.14))
    count = 2 + pick(u[6], 2)
    pitch, middle = (x - 0.2) / count, (top + low) / 2
    ribs = [
        box(pitch * 0.5, y, top - low - 0.3, (pitch * (i - (count - 1) / 2), 0, middle), 0.04)
        for i in range(count)
    ]
    wide, r = x * mix(u[7], 0.22, 0.3), 0.07
    poles = mirror(tube([(wide, 0.1, top - 0.1), (wide, 0.1, z - 0.1)], r))
    bar = box(2 * wide + 0.2, 0.2, 0.18, (0, 0.1, z - 0.09), 0.06)
    wheels = mirror(cylinder(wheel, 0.14, (x / 2 - 0.15, y / 2 - 0.14, wheel), "x", 0.03), "xy")
    loop = arch(0, top - 0.04, 0.2, 0.14, 0.06, -0.1)
    return [(0, case), (1, union(*ribs)), (2, union(poles, bar, wheels, loop))]
