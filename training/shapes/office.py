"""What lies on a desk: books, what one writes and cuts with, letters and gifts."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP, around
from .kinds import Parts, extents, kind, mix, pick
from .solids import Solid, cylinder, lathe, mirror, prism, tube, union


@kind(
    "book",
    "hardcover book",
    height=0.25,
    senses=("book.n.02", "book.n.01"),
    cover=("red", "blue", "green", "brown", "purple", "black"),
    pages=("white", "white", "yellow"),
    print=("black", "yellow", "gray"),
    forms={"closed": (3, 0.0, 0.5), "open": (3, 0.5, 1.0)},
)
@cast()
def book(u: np.ndarray, c: Kit) -> Parts:
    """Upright; u3 closed, its back to the front, or open; u4 thickness, u5 how far it is open or
    how deep it is, u6 bands on the back, u7 edge of the cover."""
    rim = mix(u[7], 0.06, 0.11)
    if u[3] < 0.5:
        wide, deep, tall = mix(u[4], 0.5, 0.72), mix(u[5], 1.1, 1.3), 1.6
        half = wide / 2
        turns = [math.radians(a) for a in range(200, 341, 20)]
        back = [(half * math.cos(a), -deep / 2 + 0.1 + 0.14 * math.sin(a)) for a in turns]
        outline = [(-half, -deep / 2 + 0.2), *back, (half, -deep / 2 + 0.2)]
        cover = [
            c.plate(outline, tall, "z", (0, 0, tall / 2), CRISP),
            pairs(c.box(0.12, deep - 0.1, tall, (half - 0.06, 0.05, tall / 2), CRISP)),
        ]
        spine = [(x * 1.06, y * 1.03) for x, y in outline]
        bands = [
            c.plate(spine, 0.12, "z", (0, 0, z), CRISP)
            for z in (1.3, 0.3, 0.5)[: 1 + pick(u[6], 3)]
        ]
        bands.append(c.box(wide * 0.5, 0.14, 0.34, (0, -deep / 2, 0.92), CRISP))
        pages = c.box(wide - 0.14, deep - rim - 0.1, tall - 2 * rim, (0, 0, tall / 2), CRISP)
        return [(0, union(*cover)), (1, pages), (2, union(*bands))]
    tall, thick, swing = 1.36, mix(u[4], 0.18, 0.3), mix(u[5], 0.16, 0.5)
    half = 0.98
    # Each half is drawn from above: it comes forward from the fold by `swing`.
    board = [(0, 0.0), (half, -swing), (half, 0.14 - swing), (0.1, 0.16), (0, 0.16)]
    inner = half - rim
    fore = -swing * inner / half
    bulge = [
        (0, 0.08), (0.0, -0.02), (0.16, -thick - 0.12 * swing), (0.45, -thick - 0.4 * swing),
        (inner, fore - thick * 0.72), (inner, fore + 0.08),
    ]  # fmt: skip
    cover = c.plate(board, tall, "z", (0, 0, tall / 2), CRISP)
    pages = c.plate(bulge, tall - 2 * rim, "z", (0, 0, tall / 2), CRISP)
    cover = union(pairs(cover), c.box(0.22, 0.14, tall, (0, 0.1, tall / 2), CRISP))
    lines = [
        c.box(0.58, 2, 0.11, (0.5, 0, tall - rim - 0.24 - 0.24 * i), 0.01)
        for i in range(3 + pick(u[6], 2))
    ]
    words = marks(pages, *lines, lift=0.03)
    return [(0, cover), (1, pairs(pages)), (2, pairs(words))]


@kind(
    "pencil",
    "wax crayon",
    "crayon",
    "lead pencil",
    height=0.18,
    senses=("pencil.n.01", "crayon.n.01"),
    shaft=("yellow", "red", "blue", "green", "orange"),
    point=("brown", "orange", "black", "same"),
    cap=("pink", "gray", "same", "white"),
    forms={"with an edge": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
def pencil(u: np.ndarray) -> Parts:
    """Upright on its end; u3 six edges or round, u4 length of the point, u5 of the end, u6 of the
    lead."""
    x, _, z = extents(u, 0.36, 0.36, 1.9, deep=1.0)
    r, cone, end = x / 2, mix(u[4], 1.5, 2.1) * x, mix(u[5], 0.2, 0.32)
    cone = min(cone, z * 0.4)
    rings = [cylinder(r, 0.1, (0, 0, end * 0.55 + 0.05), rounding=CRISP)]
    if u[3] < 0.5:
        outline = [(r * math.cos(a), r * math.sin(a)) for a in (math.pi * i / 3 for i in range(6))]
        body = prism(outline, z - cone - end, "z", (0, 0, end + (z - cone - end) / 2), CRISP)
    else:
        body = cylinder(r, z - cone - end, (0, 0, end + (z - cone - end) / 2), rounding=CRISP)
    lead = mix(u[6], 0.3, 0.45)
    wood = lathe([(r * 0.94, z - cone - 0.04), (r * lead, z - cone * lead)], CRISP)
    tip = lathe([(r * lead + 0.01, z - cone * lead - 0.02), (0.025, z)], CRISP)
    cap = union(cylinder(r * 0.9, end + 0.1, (0, 0, end / 2 + 0.05), rounding=0.04), *rings)
    return [(0, union(body, tip)), (1, wood), (2, cap)]


@kind(
    "pen",
    "ballpoint pen",
    "fountain pen",
    height=0.14,
    senses=("pen.n.01",),
    shaft=("blue", "black", "red", "green", "white"),
    tip=("gray", "yellow", "black"),
    clip=("gray", "yellow", "same", "white"),
)
def pen(u: np.ndarray) -> Parts:
    """Upright, the tip up; u3 length of the clip, u4 of the tip, u5 thickness of the cap, u6 place
    of the ring, u7 a button at the end."""
    x, y, z = extents(u, 0.3, 0.4, 1.9, deep=1.0)
    r = x / 2
    tip, thin = mix(u[4], 0.3, 0.46), mix(u[5], 0.82, 0.96)
    low = 0.16 if u[7] > 0.5 else 0.0
    joint = z * mix(u[6], 0.44, 0.54)
    body = [
        lathe([(r * 0.8, low), (r, low + 0.08), (r, joint)], CRISP),
        lathe([(r * thin, joint - 0.05), (r * thin, z - tip - 0.15), (r * 0.66, z - tip)], CRISP),
    ]
    rings = [cylinder(r * 1.04, 0.1, (0, 0, joint), rounding=CRISP)]
    if low:
        rings.append(cylinder(max(r * 0.5, 0.06), 0.3, (0, 0, 0.15), rounding=CRISP))
    long = mix(u[3], 0.5, 0.7)
    out = -y + r
    clip = tube([(0, -r * 0.5, 0.28), (0, out + 0.06, 0.3), (0, out + 0.06, 0.28 + long)], 0.06)
    nib = lathe([(r * 0.7, z - tip - 0.03), (r * 0.5, z - tip * 0.45), (0.045, z)], CRISP)
    return [(0, union(*body)), (1, nib), (2, union(clip, *rings))]


@kind(
    "scissors",
    "pair of scissors",
    "shears",
    height=0.2,
    senses=("scissors.n.01", "shears.n.01"),
    handles=("red", "black", "blue", "orange", "green"),
    blades=("gray", "white"),
    screw=("black", "gray", "yellow"),
    forms={"open": (3, 0.5, 1.0)},
)
@cast()
def scissors(u: np.ndarray, c: Kit) -> Parts:
    """Upright, the points up; u3 how far open, u4 length of the blades, u5 size of the loops,
    u6 their thickness, u7 width of the blades."""
    wide, long = mix(u[3], 0.0, 0.5), mix(u[4], 1.0, 1.2)
    r, thick, half = mix(u[5], 0.22, 0.28), mix(u[6], 0.07, 0.09), mix(u[7], 0.1, 0.14)
    z = 0.86
    apart = r + thick + 0.05 + wide * 0.4
    loop = [
        (apart + r * math.cos(a), 0.0, 0.1 + 1.3 * r + 1.3 * r * math.sin(a))
        for a in (2 * math.pi * i / 12 for i in range(13))
    ]
    neck = [(apart - r * 0.4, 0.0, 0.1 + 2.45 * r), (0.04, 0.0, z - 0.04)]
    handle = union(c.bar(*loop, radius=thick), c.bar(*neck, radius=[thick, 0.1]))
    tip = (wide, z + long)
    s, k = wide / math.hypot(wide, long), long / math.hypot(wide, long)
    low = (-0.26 * s - 0.02, z - 0.22 * k)
    # The inner edge is straight, the outer one runs to the point.
    blade = [
        (low[0] - half * 0.5, low[1]), (low[0] + half * 1.2, low[1]),
        (0.45 * wide + half * 1.5, z + long * 0.45), (tip[0] + 0.05, tip[1]),
        (tip[0] - 0.05, tip[1]), (-half * 0.7, z + 0.05),
    ]  # fmt: skip
    edge = c.plate(blade, 0.15, "y", rounding=CRISP)
    screw = c.can(0.09, 0.28, (0, 0, z + 0.02), "y", CRISP)
    # Both blades lie in one plane, or the pair would not be its own mirror image.
    left = Solid(lambda p: edge.distance(p * np.array([-1, 1, 1], np.float32)),
                 lambda d: edge.support(d * np.array([-1, 1, 1])))  # fmt: skip
    return [(0, pairs(handle)), (1, union(edge, left)), (2, screw)]


@kind(
    "world globe",
    "globe",
    "desk globe",
    "terrestrial globe",
    height=0.4,
    senses=("globe.n.01", "globe.n.03"),
    sea=("blue", "cyan"),
    land=("green", "yellow", "brown", "orange"),
    stand=("brown", "black", "yellow", "gray"),
)
@cast(1.0)
def world_globe(u: np.ndarray, c: Kit) -> Parts:
    """u3 tilt of the axis, u4 height of the stand, u5 width of the foot, u6 size of the lands,
    u7 thickness of the bow."""
    tilt, low, r = mix(u[3], 0.0, 26.0), mix(u[4], 0.34, 0.52), 0.62
    z = low + r
    size = mix(u[6], 0.85, 1.1)
    ball = c.ball(r, r, r, (0, 0, z))
    lands = []
    for across, up, wide in (
        (0, 16, 0.26), (0, -8, 0.2), (0, -26, 0.12), (14, 54, 0.17), (58, 50, 0.2), (80, 42, 0.24),
        (100, 16, 0.16), (62, -22, 0.18), (70, -38, 0.1), (128, -16, 0.14),
        (146, 44, 0.22), (180, 24, 0.24), (90, -84, 0.24), (32, 80, 0.14),
    ):  # fmt: skip
        a, b = math.radians(across), math.radians(up)
        at = (r * math.sin(a) * math.cos(b), -r * math.cos(a) * math.cos(b), z + r * math.sin(b))
        lands.append(c.bead(wide * size, at))
    land = marks(ball, mirror(union(*lands)), lift=0.03)
    reach = r + 0.1
    turns = [math.radians(-90 + tilt + 180 * i / 8) for i in range(9)]
    bow = c.bar(
        *((0.0, reach * math.cos(a), z + reach * math.sin(a)) for a in turns),
        radius=mix(u[7], 0.055, 0.075),
    )

    def on(away: float, turn: float) -> tuple[float, float, float]:
        return 0.0, away * math.cos(turn), z + away * math.sin(turn)

    axis = [c.bar(on(r - 0.1, a), on(r + 0.16, a), radius=0.06) for a in (turns[0], turns[-1])]
    foot = c.turned(
        [(mix(u[5], 0.36, 0.46), 0), (0.34, 0.1), (0.1, 0.16), (0.08, max(low - 0.06, 0.2))],
        (0, 0.08, 0), CRISP,
    )  # fmt: skip
    return [(0, ball), (1, land), (2, union(bow, foot, *axis))]


@kind(
    "envelope",
    "letter",
    "mail envelope",
    height=0.12,
    senses=("envelope.n.01", "letter.n.01"),
    paper=("white", "brown", "yellow", "pink", "blue"),
    flap=("same", "same", "white", "brown", "yellow"),
    seal=("red", "purple", "yellow"),
    forms={"closed": (3, 0.0, 0.5), "open": (3, 0.5, 1.0)},
)
@cast()
def envelope(u: np.ndarray, c: Kit) -> Parts:
    """Upright, its back to the front; u3 closed or open with the sheet looking out, u4 proportions,
    u5 length of the flap, u6 thickness, u7 the seal."""
    tall, thick, drop = mix(u[4], 1.05, 1.2), mix(u[6], 0.18, 0.24), mix(u[5], 0.48, 0.62)
    half, face = 0.86, -thick / 2
    case = c.box(2 * half, thick, tall, (0, 0, tall / 2), CRISP)
    folds = pairs(
        c.bar((half - 0.06, face + 0.01, 0.06), (0.1, face - 0.01, tall * 0.5), radius=0.05)
    )
    seal = c.can(mix(u[7], 0.12, 0.17), 0.16, (0, face - 0.06, tall * 0.42), "y", CRISP)
    if u[3] < 0.5:
        low = tall * (1 - drop)
        flap = c.plate(
            [(-half, tall), (half, tall), (0, low)], 0.16, "y", (0, face - 0.02, 0), CRISP
        )
        seal = c.can(mix(u[7], 0.13, 0.18), 0.2, (0, face - 0.06, low + 0.08), "y", CRISP)
        return [(0, union(case, folds)), (1, flap), (2, seal)]
    flap = c.plate(
        [(-half, tall - 0.06), (half, tall - 0.06), (0, tall * (1 + drop))], 0.13, "y",
        (0, -face - 0.065, 0), CRISP,
    )  # fmt: skip
    return [(0, union(case, folds)), (1, flap), (2, seal)]


@kind(
    "hourglass",
    "sand timer",
    "sandglass",
    "egg timer",
    height=0.25,
    senses=("sandglass.n.01",),
    frame=("brown", "black", "yellow", "gray"),
    glass=("cyan", "white"),
    sand=("yellow", "orange", "red", "pink"),
    forms={"with three posts": (3, 0.0, 1 / 3), "with four posts": (3, 1 / 3, 2 / 3),
           "with six posts": (3, 2 / 3, 1.0)},
)  # fmt: skip
@cast(1.0)
def hourglass(u: np.ndarray, c: Kit) -> Parts:
    """u3 three, four or six posts, u4 width of the glass, u5 how much sand is below,
    u6 thickness of the plates, u7 of the neck."""
    count, r, thick = (3, 4, 6)[pick(u[3], 3)], mix(u[4], 0.36, 0.44), mix(u[6], 0.13, 0.18)
    top, neck = 1.8, mix(u[7], 0.07, 0.1)
    plates = union(
        c.can(0.62, thick, (0, 0, thick / 2), "z", CRISP),
        c.can(0.62, thick, (0, 0, top - thick / 2), "z", CRISP),
    )
    posts = around(c.bar((0, -0.53, 0.05), (0, -0.53, top - 0.05), radius=0.055), count)
    if count == 3:
        # One of three stands behind, so that the sand shows.
        posts = posts.rotated(180)
    half = (top - 2 * thick) / 2
    steps = [(0.62, 0), (1.0, 0.16), (1.0, 0.4), (0.8, 0.66), (0.4, 0.86), (0.0, 1.0)]
    lower = [(neck + (r - neck) * a, thick - 0.03 + half * b) for a, b in steps]
    upper = [(x, top - z) for x, z in lower[-2::-1]]
    glass = c.turned([*lower, *upper], rounding=CRISP)
    fill = thick + half * mix(u[5], 0.42, 0.72)
    below = c.box(2, 2, fill, (0, 0, fill / 2), 0.01)
    above = c.box(2, 2, 0.3, (0, 0, top / 2 + 0.21), 0.01)
    return [(0, union(plates, posts)), (1, glass), (2, marks(glass, below, above, lift=0.02))]


@kind(
    "gift",
    "present",
    "gift box",
    "birthday present",
    height=0.3,
    senses=("present.n.02", "gift.n.01"),
    paper=("red", "blue", "green", "purple", "white", "pink"),
    ribbon=("yellow", "red", "white", "pink", "green"),
    lid=("same", "same", "white", "yellow"),
)
@cast(1.0)
def gift(u: np.ndarray, c: Kit) -> Parts:
    """u3 height of the box, u4 width of the ribbon, u5 size of the bow, u6 height of the lid,
    u7 ends of the ribbon."""
    tall, band, r = mix(u[3], 0.7, 1.1), mix(u[4], 0.16, 0.26), mix(u[5], 0.24, 0.34)
    cap, side = mix(u[6], 0.18, 0.3), 1.2
    paper = c.box(side, side, tall, (0, 0, tall / 2), 0.03)
    lid = c.box(side + 0.1, side + 0.1, cap, (0, 0, tall - cap / 2 + 0.04), CRISP)
    up = tall + 0.04
    ribbon = [
        c.box(band, side + 0.18, up + 0.05, (0, 0, (up + 0.05) / 2), CRISP),
        c.box(side + 0.18, band, up + 0.05, (0, 0, (up + 0.05) / 2), CRISP),
        c.ball(0.14, 0.16, 0.13, (0, 0, up + 0.12)),
    ]
    turns = [math.radians(190 + 340 * i / 10) for i in range(11)]
    eye = up + 0.14 + r * 0.3
    loop = [(0.06 + r + r * math.cos(a), 0.0, eye + r * 0.62 * math.sin(a)) for a in turns]
    ribbon.append(pairs(c.bar(*loop, radius=0.075)))
    reach = mix(u[7], 0.3, 0.46)
    ribbon.append(
        pairs(c.bar((0.05, -0.06, up + 0.1), (reach * 0.8, -0.34, up + 0.06), radius=0.075))
    )
    return [(0, paper), (1, union(*ribbon)), (2, lid)]
