"""What lies in pockets, drawers and first-aid kits."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP, around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, difference, intersection, mirror, union


@kind(
    "toothpaste",
    "tube of toothpaste",
    "toothpaste tube",
    "tooth paste",
    height=0.16,
    senses=("toothpaste.n.01",),
    tube=("white", "red", "blue", "cyan", "green"),
    cap=("white", "blue", "green", "red"),
    stripe=("red", "blue", "cyan", "green"),
)
@cast()
def toothpaste(u: np.ndarray, c: Kit) -> Parts:
    """It stands on its cap; u3 thickness, u4 size of the cap, u5 width above, u6 place of the
    stripe, u7 height of the stripe."""
    r, cap, wide = mix(u[3], 0.27, 0.33), mix(u[4], 0.2, 0.25), mix(u[5], 0.44, 0.52)
    low, top = 0.36, 1.84

    def tube(more: float) -> Solid:
        front = [(-0.36 - more, low), (0.36 + more, low), (wide + more, top), (-wide - more, top)]
        side = [(-r - more, low), (r + more, low), (0.07 + more, top), (-0.07 - more, top)]
        return intersection(c.plate(front, 3, "y"), c.plate(side, 3, "x"), 0.14)

    crimp = c.box(2 * wide, 0.14, 0.16, (0, 0, top), 0.02)
    neck = c.turned([(0.34, low + 0.06), (0.3, low - 0.02), (0.14, low - 0.1), (0.14, 0.2)][::-1])
    ribs = around(c.bar((0, -cap, 0.05), (0, -cap, 0.25), radius=0.05), 12)
    lid = union(c.can(cap, 0.3, (0, 0, 0.15), rounding=0.03), ribs)
    z, tall = mix(u[6], 0.95, 1.25), mix(u[7], 0.3, 0.5)
    stripe = intersection(tube(0.03), c.box(4, 4, tall, (0, 0, z), 0.01), 0.01)
    return [(0, union(tube(0), crimp, neck)), (1, lid), (2, stripe)]


@kind(
    "bandage",
    "band aid",
    "adhesive bandage",
    "sticking plaster",
    "gauze",
    height=0.05,
    senses=("bandage.n.01", "gauze.n.01"),
    cloth=("white", "white", "white", "orange", "pink"),
    patch=("red", "white", "same", "blue"),
    forms={"rolled": (3, 0.0, 0.5), "adhesive": (3, 0.5, 1.0)},
)
@cast(0.8)
def bandage(u: np.ndarray, c: Kit) -> Parts:
    """u3 a roll with a cross, or a strip with a pad, u4 width, u5 length of the end, u6 size of the
    patch, u7 number of turns or of holes."""
    wide, size = mix(u[4], 0.5, 0.7), mix(u[6], 0.17, 0.22)
    if u[3] < 0.5:
        r, end = 0.6, -mix(u[5], 0.9, 1.2)
        rings = []
        for i in range(3 + pick(u[7], 2)):
            q = r * (0.28 + 0.2 * i)
            if q < r - 0.08:
                inner = c.can(q - 0.025, 5, (0, 0, r), "x", 0.01)
                rings.append(difference(c.can(q + 0.025, 4, (0, 0, r), "x", 0.01), inner, 0.01))
        core = c.box(2 * wide - 0.12, 4, 4, (0, 0, r), 0.01)
        groove = [difference(ring, core, 0.01) for ring in rings]
        body = difference(c.can(r, 2 * wide, (0, 0, r), "x", 0.03), union(*groove), 0.02)
        tail = c.box(2 * wide, -end, 0.12, (0, end / 2, 0.06), 0.02)
        front = intersection(
            c.can(r + 0.05, 2 * wide, (0, 0, r), "x", 0.02),
            c.box(4, 1, 4, (0, -0.6, 0), 0.01),
            0.01,
        )
        beams = union(c.box(3 * size, 9, size, (0, 0, r * 1.25), 0.01),
                      c.box(size, 9, 2.6 * size, (0, 0, r * 1.25), 0.01))  # fmt: skip
        return [(0, union(body, tail)), (1, intersection(front, beams, 0.01))]
    half, deep = 0.96, 0.26 + 0.12 * wide
    ends = [c.can(deep, 0.16, (s * (half - deep), 0, 0.08), "z", 0.04) for s in (-1, 1)]
    strip = union(c.box(2 * (half - deep), 2 * deep, 0.16, (0, 0, 0.08), 0.04), *ends)
    pad = c.box(2.6 * size, 2 * deep - 0.1, 0.16, (0, 0, 0.14 + 0.1 * u[5]), 0.04)
    rows = (-0.5, 0.5) if u[7] < 0.5 else (-0.55, 0.0, 0.55)
    holes = [c.can(0.05, 1, (0.46 + 0.2 * j, deep * y, 0), "z", 0.01) for j in (0, 1) for y in rows]
    return [(0, difference(strip, pairs(*holes), 0.02)), (1, pad)]


@kind(
    "bottle cap",
    "bottlecap",
    "crown cap",
    height=0.007,
    senses=("bottlecap.n.01",),
    cap=("red", "yellow", "gray", "blue", "green"),
    picture=("white", "yellow", "black", "red"),
    forms={"crimped": (3, 0.0, 0.6), "for a screw thread": (3, 0.6, 1.0)},
)
@cast(1.0)
def bottle_cap(u: np.ndarray, c: Kit) -> Parts:
    """u3 crimped or with ribs, u4 height, u5 size of the picture, u6 a star or a disc on it, u7
    number of teeth."""
    tall, size = mix(u[4], 0.4, 0.5), mix(u[5], 0.36, 0.46)
    count = 15 + 3 * pick(u[7], 3)
    if u[3] < 0.6:
        body = c.turned([(0.86, 0), (0.84, 0.1), (0.68, tall - 0.06), (0.6, tall)], rounding=0.03)
        tooth = c.limb([(0, -0.85, 0.1), (0, -0.68, tall - 0.12)], [0.1, 0.05])
        cap = union(body, around(tooth, count))
        hollow = c.turned([(0.66, -0.3), (0.66, 0.06), (0.5, 0.14)], rounding=0.02)
        cap = difference(cap, hollow, 0.02)
    else:
        tall += 0.3
        body = c.can(0.72, tall, (0, 0, tall / 2), "z", 0.07)
        rib = c.box(0.1, 0.1, tall - 0.2, (0, -0.72, tall / 2 - 0.03), 0.03)
        cap = union(body, around(rib, count + 5))
    if u[6] < 0.5:
        turns = [math.pi * i / 5 for i in range(10)]
        star = [(size * (1, 0.48)[i % 2] * math.sin(a), -size * (1, 0.48)[i % 2] * math.cos(a))
                for i, a in enumerate(turns)]  # fmt: skip
        mark = c.plate(star, 0.16, "z", (0, 0, tall), 0.02)
    else:
        mark = c.can(size, 0.16, (0, 0, tall), "z", 0.02)
    return [(0, cap), (1, mark)]


@kind(
    "calendar",
    "desk calendar",
    "wall calendar",
    height=0.25,
    senses=("calendar.n.03", "calendar.n.01", "calendar.n.02"),
    pages=("white", "white", "yellow"),
    header=("red", "red", "blue", "green", "orange"),
    days=("black", "gray", "blue"),
    forms={"standing": (3, 0.0, 0.5), "hanging": (3, 0.5, 1.0)},
)
@cast()
def calendar(u: np.ndarray, c: Kit) -> Parts:
    """u3 stands as a tent does, or a block of pages with a loop, u4 height of the header, u5 number
    of the rings, u6 days in a week, u7 depth."""
    head, days, deep = mix(u[4], 0.26, 0.4), 4 + pick(u[6], 2), mix(u[7], 0.0, 0.2)
    wide, tall = 1.5, 1.36
    stands = u[3] < 0.5
    thick = 0.16 if stands else 0.16 + deep
    face = -thick / 2
    pages = c.box(wide, thick, tall, (0, 0, tall / 2), 0.02)
    header = c.box(wide + 0.03, thick + 0.06, head, (0, 0, tall - head / 2 + 0.01), 0.02)
    pitch = (wide - 0.16) / days
    rows, left = 4, tall - head - 0.12
    marks = []
    for i in range(rows):
        for j in range(days // 2 + days % 2):
            x = pitch * (j + (0.5 if days % 2 == 0 else 0))
            day = c.box(pitch * 0.58, 0.12, left / rows * 0.56,
                        (x, face, 0.1 + left * (i + 0.5) / rows), 0.01)  # fmt: skip
            marks.append(mirror(day) if x else day)
    count = 2 + pick(u[5], 3)
    for x in np.linspace(0.2, 0.6, count):
        turns = np.linspace(0, 2 * math.pi, 9)
        ring = [(float(x), 0.1 * math.sin(a), tall + 0.03 + 0.12 * math.cos(a)) for a in turns]
        marks.append(pairs(c.limb(ring, 0.05)))
    if not stands:
        loop = [(0.1 * math.cos(a), 0, tall + 0.1 + 0.17 * math.sin(a)) for a in
                np.linspace(0, math.pi, 7)]  # fmt: skip
        header = union(header, c.limb(loop, 0.05))
        return [(0, pages), (1, header), (2, union(*marks))]
    # The front leans back, and a second leaf behind holds it.
    z = tall * float(c.stretch[2])
    lean = [(part.at(0, 0, -z).rotated(-15, "x").at(0, 0, z)) for part in
            (pages, header, union(*marks))]  # fmt: skip
    back = c.plate([(0.02, tall - 0.04), (0.02, tall + 0.02), (0.12, tall + 0.02),
                    (0.58 + deep, 0.0), (0.44 + deep, 0.0)], wide, "x", rounding=0.02)  # fmt: skip
    return [(0, lean[0]), (1, union(lean[1], back)), (2, lean[2])]


@kind(
    "compass",
    "magnetic compass",
    "pocket compass",
    height=0.08,
    senses=("compass.n.01",),
    case=("yellow", "brown", "gray", "black", "orange"),
    dial=("white", "white", "cyan", "yellow"),
    needle=("red", "red", "black", "blue"),
    forms={"with a ring": (3, 0.0, 0.6), "on a foot": (3, 0.6, 1.0)},
)
@cast(0.4)
def compass(u: np.ndarray, c: Kit) -> Parts:
    """Its dial to the front; u3 a ring above or a foot below, u4 depth, u5 width of the rim, u6
    width of the needle, u7 number of marks."""
    deep, rim, half = mix(u[4], 0.34, 0.5), mix(u[5], 0.13, 0.18), mix(u[6], 0.11, 0.15)
    r, z = 0.78, 0.85
    face = -deep / 2
    case = difference(c.can(r, deep, (0, 0, z), "y", 0.04),
                      c.can(r - rim, 0.3, (0, face, z), "y", 0.01), CRISP)  # fmt: skip
    if u[3] < 0.6:
        turns = np.linspace(0, 2 * math.pi, 13)
        ring = [(0.17 * math.sin(a), 0, z + r + 0.26 - 0.17 * math.cos(a)) for a in turns]
        case = union(case, c.can(0.12, 0.2, (0, 0, z + r)), c.limb(ring, 0.06))
    else:
        foot = [(-0.6, 0), (0.6, 0), (0.42, 0.34), (-0.42, 0.34)]
        case = union(case, c.plate(foot, deep + 0.1, "y", (0, 0, -0.02), 0.03))
    dial = c.can(r - rim + 0.02, deep * 0.5, (0, deep * 0.06 - 0.02, z), "y", 0.01)
    long, front = r - rim - 0.1, face + 0.08
    points = [(0, z + long), (-half, z), (0, z - long), (half, z)]
    marks = [c.plate(points, 0.14, "y", (0, front, 0), 0.01),
             c.can(0.1, 0.22, (0, front, z), "y", 0.02)]  # fmt: skip
    for i in range(4 if u[7] < 0.5 else 8):
        a = 2 * math.pi * (i + 0.5) / (4 if u[7] < 0.5 else 8)
        at = ((long - 0.02) * math.sin(a), front + 0.04, z + (long - 0.02) * math.cos(a))
        marks.append(c.bead(0.06, at, 0.055))
    return [(0, case), (1, dial), (2, union(*marks))]
