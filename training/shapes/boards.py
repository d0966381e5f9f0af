"""What one rides, swings or flies for sport."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP, closed, ellipse
from .kinds import Parts, kind, mix, pick
from .solids import curve, difference, intersection, mirror, union


@kind(
    "skateboard",
    "longboard",
    "penny board",
    height=0.13,
    senses=("skateboard.n.01",),
    deck=("red", "brown", "blue", "black", "green"),
    wheels=("white", "yellow", "black", "orange"),
    trucks=("gray", "black", "same"),
)
@cast()
def skateboard(u: np.ndarray, kit: Kit) -> Parts:
    """u3 how far both ends rise, u4 size of the wheels, u5 length of the ends, u6 roundness of the
    ends, u7 thickness."""
    rise, r, end = mix(u[3], 0.1, 0.2), mix(u[4], 0.12, 0.15), mix(u[5], 0.22, 0.32)
    wide, thick = 0.27, mix(u[7], 0.12, 0.15)
    low = 2 * r + 0.05
    top = [(0.95, low + rise + thick), (0.95 - end, low + thick)]
    under = [(0.95 - end + 0.03, low), (0.95, low + rise)]
    half = [*top, *((-p, q) for p, q in top[::-1]), *((-p, q) for p, q in under[::-1]), *under]
    outline = kit.plate(ellipse(wide, 0.95, mix(u[6], 0.35, 0.55), 24), 4, "z", rounding=0.02)
    deck = intersection(kit.plate(half, 4 * wide, "x", rounding=0.03), outline, 0.02)
    axles, blocks = [], []
    for y in (-0.52, 0.52):
        middle = kit.hub(r, 0, y)[2]
        axles.append(kit.box(2 * wide * 0.8, 0.12, 0.12, (0, y, middle)))
        blocks.append(kit.box(0.2, 0.26, low - middle + 0.05, (0, y, (low + middle) / 2)))
    wheels = pairs(*(kit.wheel(r, 0.15, wide * 0.74, y) for y in (-0.52, 0.52)))
    return [(0, deck), (1, wheels), (2, union(*axles, *blocks))]


@kind(
    "surfboard",
    "surf board",
    "shortboard",
    "paddleboard",
    height=2.1,
    senses=("surfboard.n.01",),
    board=("white", "yellow", "cyan", "orange", "blue"),
    stripe=("red", "blue", "black", "pink", "green"),
    fins=("same", "black", "gray"),
    forms={"with one fin": (3, 0.0, 0.5), "with three fins": (3, 0.5, 1.0)},
)
@cast(deep=0.2)
def surfboard(u: np.ndarray, kit: Kit) -> Parts:
    """Upright, its tail below. u3 one fin or three, u4 pointed or round nose, u5 width of the tail,
    u6 stripe down the middle or bands across, u7 thickness."""
    wide, tail, thick = 0.3, mix(u[5], 0.1, 0.2), mix(u[7], 0.14, 0.18)
    nose = mix(u[4], 0.05, 0.16)
    half = curve([(tail, 0), (wide * 0.85, 0.4), (wide, 1.0), (wide * 0.72, 1.5), (nose, 1.88)], 3)
    board = kit.plate(closed([*half, (0.0, 1.92)]), thick, "y", rounding=0.04)
    if u[6] < 0.5:
        where = [kit.box(0.14, 2, 4, (0, 0, 1), 0.01)]
    else:
        where = [kit.box(2, 2, w, (0, 0, z), 0.01) for z, w in ((1.28, 0.16), (1.04, 0.12))]
    fin = [(0.0, 0.42), (0.0, 0.12), (0.3, 0.04), (0.24, 0.16)]
    y = thick / 2 - 0.04
    fins = kit.plate(fin, 0.12, "x", (0, y, 0.06))
    if u[3] > 0.5:
        side = [(p * 0.75, q + 0.26) for p, q in fin]
        fins = union(fins, mirror(kit.plate(side, 0.12, "x", (0.17, y, 0.0))))
    return [(0, board), (1, marks(board, *where)), (2, fins)]


@kind(
    "snowboard",
    "snow board",
    "wakeboard",
    height=1.5,
    senses=("snowboard.n.01",),
    board=("blue", "red", "purple", "green", "black"),
    bindings=("black", "gray", "white"),
    stripe=("white", "yellow", "orange", "cyan"),
)
@cast(deep=0.3)
def snowboard(u: np.ndarray, kit: Kit) -> Parts:
    """Upright, bindings to -y. u3 waist, u4 distance of the bindings, u5 stripes in the middle or
    at the ends, u6 roundness of the ends, u7 bend of the ends."""
    waist, apart = mix(u[3], 0.24, 0.28), mix(u[4], 0.3, 0.4)
    nose = mix(u[6], 0.12, 0.2)
    top = [(waist, 0.95), (0.29, 1.45), (0.3, 1.65), (nose + 0.06, 1.84), (nose * 0.6, 1.9)]
    half = [*((p, 1.9 - q) for p, q in top[:0:-1]), *top]
    flat = kit.plate(closed(half), 3, "y", rounding=0.03)
    bend = mix(u[7], 0.06, 0.16)
    lines = [(0.06, 0.35), (0.06, 1.55), (0.06 - bend, 1.9), (-0.06 - bend, 1.9), (-0.06, 1.55)]
    lines += [(-0.06, 0.35), (-0.06 - bend, 0.0), (0.06 - bend, 0.0)]
    board = intersection(flat, kit.plate(lines, 3, "x", rounding=0.03), 0.02)
    bindings = []
    for z in (0.95 - apart, 0.95 + apart):
        bindings.append(kit.box(0.36, 0.12, 0.24, (0, -0.1, z)))
        bindings.append(kit.box(0.42, 0.16, 0.1, (0, -0.18, z)))
        bindings.append(mirror(kit.box(0.12, 0.2, 0.14, (0.15, -0.13, z))))
    heights = (0.86, 1.04) if u[5] < 0.5 else (0.3, 1.6)
    where = [kit.box(2, 2, 0.12, (0, 0, z), 0.01) for z in heights]
    return [(0, board), (1, union(*bindings)), (2, marks(board, *where))]


@kind(
    "ski",
    "skis",
    "snow ski",
    "alpine ski",
    height=0.25,
    senses=("ski.n.01",),
    ski=("red", "blue", "yellow", "white", "green"),
    binding=("black", "gray", "white"),
)
@cast(deep=0.2)
def ski(u: np.ndarray, kit: Kit) -> Parts:
    """One ski that lies, its tip to -y. u3 height of the tip, u4 size of the binding, u5 how far
    back it sits, u6 width of the tip, u7 thickness."""
    rise, thick, tip = mix(u[3], 0.2, 0.3), mix(u[7], 0.12, 0.14), mix(u[6], 0.13, 0.16)
    top = [(0.95, thick + 0.02), (0.0, thick + 0.05), (-0.6, thick), (-0.8, thick + rise * 0.3)]
    top += [(-0.95, rise + thick * 0.7)]
    low = [(-0.98, rise - 0.02), (-0.8, rise * 0.26 - 0.02), (-0.58, 0.0), (0.95, 0.0)]
    side = kit.plate([*top, *low], 2, "x", rounding=0.03)
    half = [(0.13, 0.95), (0.11, 0.0), (tip, -0.65), (tip * 0.9, -0.85), (0.05, -1.0)]
    body = intersection(side, kit.plate(closed(half), 4, "z", rounding=0.02), 0.02)
    size, y = mix(u[4], 0.9, 1.1), mix(u[5], 0.05, 0.2)
    binding = union(
        kit.box(0.18, 0.62 * size, 0.12, (0, y, thick + 0.06)),
        kit.box(0.22, 0.2 * size, 0.24, (0, y + 0.3 * size, thick + 0.14)),
        kit.box(0.22, 0.16 * size, 0.18, (0, y - 0.3 * size, thick + 0.12)),
    )
    return [(0, body), (1, binding)]


@kind(
    "sled",
    "sledge",
    "toboggan",
    "sleigh",
    height=0.35,
    senses=("sled.n.01",),
    slats=("brown", "red", "yellow", "blue"),
    runners=("red", "gray", "black", "brown"),
    forms={"with three slats": (3, 0.0, 0.5), "with four slats": (3, 0.5, 1.0)},
)
@cast()
def sled(u: np.ndarray, kit: Kit) -> Parts:
    """u3 three or four slats, u4 height of the curl in front, u5 height of the seat, u6 distance of
    the runners, u7 length behind."""
    high, seat, x = mix(u[4], 0.5, 0.7), mix(u[5], 0.34, 0.42), mix(u[6], 0.3, 0.36)
    r, back = 0.065, mix(u[7], 0.75, 0.9)
    turns = [math.radians(a) for a in (270, 235, 200, 160, 120)]
    curl = [(x, -0.65 + 0.3 * math.cos(a), high / 2 + r + high / 2 * math.sin(a)) for a in turns]
    runner = kit.bar((x, back, r), *curl, (x, -0.5, high + r - 0.05), radius=r)
    legs = [kit.bar((x, y, r), (x * 0.9, y, seat), radius=0.06) for y in (-0.35, 0.5)]
    cross = [kit.box(2 * x + 0.1, 0.14, 0.12, (0, y, seat - 0.02)) for y in (-0.35, 0.5)]
    count = 3 + pick(u[3], 2)
    wide = (2 * x + 0.3) / count
    slats = []
    for i in range(count):
        at = (i - (count - 1) / 2) * wide
        if at >= -1e-6:
            slat = kit.box(wide - 0.05, back + 0.55, 0.12, (at, (back - 0.6) / 2, seat + 0.09))
            slats.append(mirror(slat) if at > 1e-6 else slat)
    return [(0, union(*slats)), (1, union(pairs(runner, *legs), *cross))]


@kind(
    "golf club",
    "golf driver",
    "putter",
    "golf iron",
    height=1.1,
    senses=("golf_club.n.02",),
    club=("gray", "black", "white"),
    head=("same", "black", "red", "blue"),
    grip=("black", "brown", "red"),
    forms={"with a flat head": (3, 0.0, 0.5), "with a round head": (3, 0.5, 1.0)},
)
@cast()
def golf_club(u: np.ndarray, kit: Kit) -> Parts:
    """Its head to -y, seen from the side. u3 a thin blade or a bulb, u4 size of the head, u5 lean
    of the shaft, u6 length of the grip, u7 thickness of the grip."""
    size, lean = mix(u[4], 0.85, 1.1), mix(u[5], 0.1, 0.22)
    top = (0, lean, 1.84)
    shaft = kit.bar((0, 0, 0.12), top, radius=0.08)
    if u[3] < 0.5:
        blade = [
            (0.06, 0.02),
            (0.08, 0.16),
            (-0.1, 0.2),
            (-0.44 * size, 0.34 * size),
            (-0.5 * size, 0.2),
        ]
        blade += [(-0.42 * size, 0.0)]
        head = kit.plate(blade, 0.16, "x", rounding=0.03)
    else:
        head = kit.ball(0.2, 0.32 * size, 0.17, (0, -0.2 * size, 0.17))
    t = 1 - mix(u[6], 0.2, 0.28)
    start = (0, lean * t, 0.12 + 1.72 * t)
    grip = kit.bar(start, top, radius=mix(u[7], 0.11, 0.125))
    return [(0, shaft), (1, head), (2, grip)]


@kind(
    "hockey stick",
    "ice hockey stick",
    "hurling stick",
    height=1.5,
    senses=("hockey_stick.n.01",),
    stick=("brown", "black", "red", "yellow"),
    blade=("black", "white", "same"),
    tape=("white", "black", "red"),
)
@cast()
def hockey_stick(u: np.ndarray, kit: Kit) -> Parts:
    """Its blade to -y, seen from the side. u3 lean of the shaft, u4 length of the blade, u5 its
    height, u6 length of the tape, u7 thickness."""
    lean, long, r = mix(u[3], 0.3, 0.5), mix(u[4], 0.5, 0.62), mix(u[7], 0.06, 0.075)
    high = mix(u[5], 0.15, 0.2)
    top = 1.85
    shaft = [(-r * 0.9, 0.1), (r * 1.1, 0.1), (lean + r, top), (lean - r, top)]
    body = kit.plate(shaft, 2 * r, "x", rounding=0.02)
    edge = [(0.12, 0.0), (0.15, 0.34), (-0.02, 0.34), (-0.12, high + 0.02), (-long, high + 0.06)]
    blade = kit.plate([*edge, (-long - 0.04, 0.04)], 2 * r, "x", rounding=0.03)
    t = 1 - mix(u[6], 0.14, 0.2)
    foot = mix(t, 0.0, lean)
    z = mix(t, 0.1, top)
    wrap = [(foot - r - 0.03, z), (foot + r + 0.03, z), (lean + r + 0.04, top + 0.03)]
    tape = kit.plate([*wrap, (lean - r - 0.02, top + 0.03)], 2 * r + 0.07, "x", rounding=0.03)
    return [(0, body), (1, blade), (2, tape)]


@kind(
    "kite",
    "diamond kite",
    height=1.2,
    senses=("kite.n.03",),
    kite=("red", "yellow", "blue", "purple", "green"),
    cross=("same", "brown", "white", "black"),
    tail=("yellow", "blue", "red", "orange"),
    forms={"with two bows": (3, 0.0, 0.5), "with three bows": (3, 0.5, 1.0)},
)
@cast(deep=0.2)
def kite(u: np.ndarray, kit: Kit) -> Parts:
    """u3 two or three bows on the tail, u4 height of its widest place, u5 width, u6 length of the
    tail, u7 size of the bows."""
    long, high = mix(u[6], 0.7, 0.9), 1.15
    waist = long + high * mix(u[4], 0.58, 0.7)
    wide = mix(u[5], 0.42, 0.52)
    sail = kit.plate(
        [(0, long), (wide, waist), (0, long + high), (-wide, waist)], 0.13, "y", rounding=CRISP
    )
    cross = union(
        kit.bar((0, -0.05, long + 0.06), (0, -0.05, long + high - 0.08), radius=0.072),
        kit.bar((-wide + 0.08, -0.05, waist), (wide - 0.08, -0.05, waist), radius=0.072),
    )
    count = 2 + pick(u[3], 2)
    size = mix(u[7], 0.13, 0.18)
    string = kit.bar((0, 0, long + 0.08), (0, 0, 0.05), radius=0.05)
    bows = []
    for i in range(count):
        z = 0.14 + (long - 0.34) * i / (count - 1)
        wing = [(0.0, z + 0.04), (0.0, z - 0.04), (size, z - size * 0.62), (size, z + size * 0.62)]
        bows.append(kit.plate(wing, 0.13, "y", rounding=0.02))
    return [(0, sail), (1, cross), (2, union(string, mirror(union(*bows))))]


@kind(
    "frisbee",
    "flying disc",
    "flying disk",
    height=0.03,
    senses=("frisbee.n.01",),
    disc=("red", "yellow", "blue", "orange", "green"),
    rings=("white", "same", "black", "yellow"),
)
@cast(deep=1.0)
def frisbee(u: np.ndarray, kit: Kit) -> Parts:
    """u3 slope of the edge, u4 size of the disc in the middle, u5 where the ring lies, u6 depth."""
    deep, edge = mix(u[6], 0.3, 0.38), mix(u[3], 0.08, 0.2)
    side = [(0.95, 0), (0.95, 0.1), (0.95 - edge, deep - 0.06), (0.7, deep)]
    disc = difference(
        kit.turned(side, rounding=0.04), kit.turned([(0.82, -0.3), (0.8, deep - 0.14)]), CRISP
    )
    at = mix(u[5], 0.5, 0.58)
    ring = difference(
        kit.can(at + 0.07, 0.14, (0, 0, deep - 0.03), rounding=CRISP),
        kit.can(at - 0.07, 0.6, (0, 0, deep), rounding=CRISP),
        CRISP,
    )
    middle = kit.can(mix(u[4], 0.18, 0.3), 0.14, (0, 0, deep - 0.03), rounding=CRISP)
    return [(0, disc), (1, union(ring, middle))]
