"""What stands in streets and parks; its face at -y."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix
from .solids import difference, union

_METAL = ("gray", "black", "green")


@kind(
    "street lamp",
    "streetlight",
    "lamppost",
    height=4.5,
    senses=("streetlight.n.01",),
    post=("black", "gray", "green"),
    lamps=("yellow", "white", "orange"),
    forms={"with one lamp": (3, 0.0, 0.5), "with two lamps": (3, 0.5, 1.0)},
)
@cast(1.0)
def street_lamp(u: np.ndarray, c: Kit) -> Parts:
    """u3 one lantern or two on arms, u4 foot, u5 globe or lantern, u6 lamp size."""
    foot = c.turned(
        [(mix(u[4], 0.2, 0.27), 0), (0.2, 0.1), (0.12, 0.16), (0.1, 0.44), (0.06, 0.5)],
        rounding=0.02,
    )
    size = mix(u[6], 0.15, 0.19)
    one = u[3] < 0.5
    x, low = (0.0, 1.36) if one else (0.36, 1.3)
    if u[5] < 0.5:
        lamp = c.ball(size, size, size, (x, 0, low + size))
        cap = c.turned([(0.1, 0), (0.08, 0.1), (0.02, 0.18)], (x, 0, low + 2 * size - 0.06), 0.015)
        tray = c.turned([(0.1, 0), (0.14, 0.08)], (x, 0, low - 0.04), 0.02)
    else:
        tall = size * 1.8
        lamp = c.turned([(size * 0.65, 0), (size, tall)], (x, 0, low), 0.02)
        cap = c.turned(
            [(size * 1.25, 0), (size * 1.2, 0.05), (0.05, 0.18), (0.04, 0.25)],
            (x, 0, low + tall - 0.02), 0.012,
        )  # fmt: skip
        tray = c.turned([(size * 0.6, 0), (size * 0.8, 0.08)], (x, 0, low - 0.06), 0.02)
    if one:
        post = union(foot, c.bar((0, 0, 0.2), (0, 0, low), radius=0.065), cap, tray)
        return [(0, post), (1, lamp)]
    arms = c.bar((0, 0, 1.02), (0.26, 0, 1.06), (x, 0, 1.16), (x, 0, low), radius=0.055)
    top = union(c.bar((0, 0, 0.2), (0, 0, 1.42), radius=0.065), c.bead(0.1, (0, 0, 1.46)))
    return [(0, union(foot, top, pairs(arms, cap, tray))), (1, pairs(lamp))]


@kind(
    "traffic light",
    "stoplight",
    "traffic signal",
    height=3.5,
    senses=("traffic_light.n.01",),
    housing=("black", "yellow", "gray", "green"),
    lights=("red", "green", "yellow"),
    post=("gray", "black", "same"),
    forms={"on a post": (4, 0.0, 0.7), "without a post": (4, 0.7, 1.0)},
)
@cast()
def traffic_light(u: np.ndarray, c: Kit) -> Parts:
    """u3 width of the housing, u4 on a long post or a short foot, u5 hoods, u6 back plate."""
    wide, low = mix(u[3], 0.4, 0.48), 0.74 if u[4] < 0.7 else 0.2
    middle = low + 0.55
    case = c.box(wide, 0.3, 1.1, (0, 0, middle), 0.05)
    pieces, lights = [case], []
    for z in (middle - 0.34, middle, middle + 0.34):
        lights.append(c.can(0.14, 0.16, (0, -0.12, z), "y", 0.03))
        if u[5] > 0.35:
            shade = difference(
                c.can(0.18, 0.28, (0, -0.22, z), "y", 0.02),
                union(
                    c.can(0.125, 0.5, (0, -0.3, z), "y", 0.01),
                    c.box(0.5, 0.5, 0.3, (0, -0.3, z - 0.17), 0.01),
                ),
                0.01,
            )
            pieces.append(shade)
    if u[6] > 0.6:
        pieces.append(c.box(wide + 0.18, 0.12, 1.26, (0, 0.06, middle), 0.04))
    post = union(
        c.can(0.085, low + 0.1, (0, 0, low / 2 + 0.05), "z", 0.02),
        c.can(0.24, 0.12, (0, 0, 0.06), "z", 0.03),
    )
    return [(0, union(*pieces)), (1, union(*lights)), (2, post)]


@kind(
    "fire hydrant",
    "hydrant",
    "fireplug",
    height=0.8,
    senses=("hydrant.n.02",),
    body=("red", "red", "yellow", "orange"),
    caps=("gray", "white", "yellow", "same"),
)
@cast(1.0)
def fire_hydrant(u: np.ndarray, c: Kit) -> Parts:
    """u3 thickness, u4 height of the nozzles, u5 size of the front nozzle, u6 the cap's shape."""
    r, z = mix(u[3], 0.29, 0.36), mix(u[4], 0.82, 0.96)
    dome = mix(u[6], 1.42, 1.52)
    body = c.turned(
        [
            (0.48, 0), (0.48, 0.12), (r + 0.02, 0.16), (r, 0.4), (r, 1.1), (r + 0.1, 1.13),
            (r + 0.1, 1.24), (r * 0.92, 1.27), (r * 0.72, dome - 0.06),
            (0.12, dome), (0.1, dome + 0.14),
        ],
        rounding=0.02,
    )  # fmt: skip
    size = mix(u[5], 0.19, 0.24)
    necks = union(
        pairs(c.can(0.15, 0.6, (0.24, 0, z), "x")),
        c.can(size, 0.4, (0, -0.26, z - 0.08), "y"),
    )
    caps = union(
        pairs(
            c.can(0.19, 0.14, (r + 0.19, 0, z), "x"),
            c.box(0.14, 0.14, 0.14, (r + 0.28, 0, z), 0.02),
        ),
        c.can(size + 0.04, 0.14, (0, -r - 0.14, z - 0.08), "y"),
        c.box(0.16, 0.14, 0.16, (0, -r - 0.23, z - 0.08), 0.02),
    )
    return [(0, union(body, necks)), (1, caps)]


@kind(
    "stop sign",
    "road sign",
    height=2.2,
    senses=("street_sign.n.01",),
    sign=("red",),
    post=("gray", "white", "brown"),
    border=("white",),
)
@cast()
def stop_sign(u: np.ndarray, c: Kit) -> Parts:
    """u3 sign size, u4 post thickness, u5 foot, u6 border."""
    r, thick = mix(u[3], 0.44, 0.54), mix(u[4], 0.07, 0.085)
    z = 1.86 - r

    def eight(size: float) -> list[tuple[float, float]]:
        turns = np.pi * (np.arange(8) + 0.5) / 4
        return [
            (float(size * np.cos(t)) / 0.924, z + float(size * np.sin(t)) / 0.924) for t in turns
        ]

    rim = c.plate(eight(r), 0.2, "y", (0, -0.1, 0), 0.02)
    face = c.plate(eight(r - mix(u[6], 0.07, 0.1)), 0.22, "y", (0, -0.13, 0), 0.01)
    word = c.box(r * 1.1, 0.18, 0.19, (0, -0.18, z), 0.01)
    post = c.can(thick, z + 0.3, (0, 0, (z + 0.3) / 2), "z", 0.02)
    if u[5] > 0.5:
        post = union(post, c.can(0.28, 0.12, (0, 0, 0.06), "z", 0.03))
    return [(0, face), (1, post), (2, union(rim, word))]


@kind(
    "mailbox",
    "letter box",
    "postbox",
    height=1.2,
    senses=("mailbox.n.01", "mailbox.n.02"),
    box=("red", "blue", "gray", "white", "yellow"),
    post=("brown", "white", "black"),
    flag=("red", "yellow", "orange"),
)
@cast()
def mailbox(u: np.ndarray, c: Kit) -> Parts:
    """u3 length of the box, u4 its height, u5 flag up or on the roof, u6 foot of the post."""
    long, tall, low = mix(u[3], 0.8, 1.1), mix(u[4], 0.4, 0.52), 0.95
    turns = np.linspace(0, np.pi, 7)
    arch = [(0.27 * np.cos(t), low + tall - 0.24 + 0.27 * np.sin(t)) for t in turns]
    case = c.plate(
        [(0.27, low), *[(float(a), float(b)) for a, b in arch], (-0.27, low)],
        long,
        "y",
        (0, 0, 0),
        0.03,
    )
    door = c.box(0.34, 0.12, 0.1, (0, -long / 2 - 0.02, low + tall * 0.6), 0.02)
    post = c.box(0.16, 0.16, low + 0.05, (0, 0.05, low / 2), 0.02)
    shelf = c.box(0.36, long * 0.8, 0.1, (0, 0, low - 0.02), 0.02)
    brace = c.bar((0, -0.3, low - 0.02), (0, 0.05, low - 0.36), radius=0.06)
    pieces = [post, shelf, brace]
    if u[6] > 0.5:
        pieces.append(c.box(0.46, 0.46, 0.12, (0, 0.05, 0.06), 0.03))
    top = low + tall
    flag = union(
        c.box(0.1, 0.1, 0.3, (0, 0.1, top + 0.12), 0.02),
        c.box(0.1, mix(u[5], 0.24, 0.36), 0.16, (0, 0.02, top + 0.24), 0.02),
    )
    return [(0, union(case, door)), (1, union(*pieces)), (2, flag)]


@kind(
    "traffic cone",
    "pylon",
    height=0.7,
    senses=(),
    cone=("orange", "orange", "red", "yellow"),
    stripes=("white",),
    base=("same", "black"),
    forms={"with one stripe": (3, 0.0, 0.5), "with two stripes": (3, 0.5, 1.0)},
)
@cast(1.0)
def traffic_cone(u: np.ndarray, c: Kit) -> Parts:
    """u3 one or two stripes, u4 thickness of the tip, u5 stripe height, u6 base size."""
    tip, foot = mix(u[4], 0.07, 0.13), 0.46
    cone = c.turned([(foot, 0.06), (tip, 1.6)], rounding=0.03)
    side = mix(u[6], 1.15, 1.4)
    base = c.box(side, side, 0.16, (0, 0, 0.08), 0.04)
    tall = mix(u[5], 0.2, 0.28)
    places = (0.85,) if u[3] < 0.5 else (0.6, 1.12)
    bands = [c.box(2, 2, tall, (0, 0, z), 0.01) for z in places]
    return [(0, cone), (1, marks(cone, *bands)), (2, base)]


@kind(
    "fountain",
    "water fountain",
    height=2.5,
    senses=("fountain.n.01",),
    basin=("gray", "white", "brown"),
    water=("cyan", "blue"),
    forms={"with one bowl": (3, 0.0, 0.5), "with two bowls": (3, 0.5, 1.0)},
)
@cast(1.0)
def fountain(u: np.ndarray, c: Kit) -> Parts:
    """u3 one or two bowls, u4 basin depth, u5 bowl size, u6 water on top."""
    deep, wide = mix(u[4], 0.26, 0.36), mix(u[5], 0.42, 0.52)
    basin = c.turned(
        [(0.86, 0), (0.86, deep - 0.08), (0.92, deep - 0.06), (0.92, deep)], rounding=0.02
    )
    basin = difference(basin, c.can(0.76, deep, (0, 0, deep / 2 + 0.12), "z", 0.02), 0.02)
    pool = c.can(0.78, deep - 0.12, (0, 0, (deep - 0.12) / 2 + 0.05), "z", 0.02)
    two = u[3] >= 0.5
    z = 0.8
    stem = c.turned([(0.22, 0.1), (0.18, 0.3), (0.1, 0.5), (0.12, z)], rounding=0.02)

    def bowl(size: float, at: float) -> object:
        return c.turned(
            [(0.1, at - 0.16), (size * 0.7, at - 0.1), (size, at), (size, at + 0.06)], rounding=0.02
        )

    stone, water = (
        [basin, stem, bowl(wide, z)],
        [pool, c.can(wide - 0.07, 0.12, (0, 0, z + 0.03), "z", 0.02)],
    )
    top = z
    if two:
        top = 1.16
        stone += [c.can(0.09, top - z, (0, 0, (top + z) / 2)), bowl(wide * 0.6, top)]
        water.append(c.can(wide * 0.6 - 0.06, 0.12, (0, 0, top + 0.03), "z", 0.02))
    jet = mix(u[6], 0.3, 0.42)
    water.append(c.bar((0, 0, top), (0, 0, top + jet), radius=[0.07, 0.09]))
    reach = (wide * 0.6 if two else wide) * 0.75
    spray = c.bar(
        (0, 0, top + jet), (reach * 0.6, 0, top + jet * 0.9), (reach, 0, top), radius=0.055
    )
    water += [pairs(spray)]
    back = c.bar(
        (0, 0, top + jet), (0, reach * 0.6, top + jet * 0.9), (0, reach, top), radius=0.055
    )
    front = c.bar(
        (0, 0, top + jet), (0, -reach * 0.6, top + jet * 0.9), (0, -reach, top), radius=0.055
    )
    return [(0, union(*stone)), (1, union(*water, back, front))]


@kind(
    "gravestone",
    "tombstone",
    "headstone",
    height=1.0,
    senses=("gravestone.n.01",),
    stone=("gray", "white", "black"),
    grave=("brown", "green", "gray"),
    forms={"round": (3, 0.0, 0.5), "shaped like a cross": (3, 0.65, 1.0)},
)
@cast()
def gravestone(u: np.ndarray, c: Kit) -> Parts:
    """u3 rounded, square or a cross, u4 thickness, u5 mark on the stone, u6 mound or plinth."""
    thick, y = mix(u[4], 0.2, 0.3), 0.3
    if u[3] < 0.65:
        top = 1.3
        turns = np.linspace(0, np.pi, 9) if u[3] < 0.5 else np.array([0.25, 0.75]) * np.pi
        span = [(0.45 * float(np.cos(t)), top - 0.45 + 0.45 * float(np.sin(t))) for t in turns]
        stone = c.plate(
            [(0.45, 0.05), (0.45, top - 0.4), *span, (-0.45, top - 0.4), (-0.45, 0.05)][::-1]
            if u[3] >= 0.5
            else [(0.45, 0.05), *span, (-0.45, 0.05)],
            thick,
            "y",
            (0, y, 0),
            0.025,
        )
        if u[5] > 0.3:
            cut = union(
                c.box(0.12, 0.14, 0.5, (0, y - thick / 2, 0.82), 0.01),
                c.box(0.36, 0.14, 0.12, (0, y - thick / 2, 0.9), 0.01),
            )
            stone = difference(stone, cut, 0.01)
    else:
        stone = union(
            c.box(0.26, thick, 1.3, (0, y, 0.68), 0.02),
            c.box(0.86, thick, 0.24, (0, y, 0.94), 0.02),
        )
    if u[6] > 0.5:
        base = c.dome(0.5, 0.75, 0.24, (0, -0.1, 0))
    else:
        base = union(
            c.box(1.1, 0.5, 0.16, (0, y, 0.08), 0.02), c.box(0.8, 1.0, 0.12, (0, -0.2, 0.06), 0.02)
        )
    return [(0, stone), (1, base)]


@kind(
    "swing",
    "swing set",
    height=2.2,
    senses=("swing.n.02",),
    frame=("red", "blue", "green", "yellow", "brown"),
    seat=("black", "brown", "red", "yellow"),
    ropes=("gray", "white", "brown"),
)
@cast()
def swing(u: np.ndarray, c: Kit) -> Parts:
    """u3 spread of the legs, u4 seat height, u5 seat width, u6 crossbars."""
    spread, z, half = mix(u[3], 0.38, 0.5), mix(u[4], 0.34, 0.5), mix(u[5], 0.2, 0.28)
    legs = [
        c.bar((0.78, 0, 1.5), (0.86, spread, 0.06), radius=0.065),
        c.bar((0.78, 0, 1.5), (0.86, -spread, 0.06), radius=0.065),
    ]
    if u[6] > 0.4:
        legs.append(c.bar((0.83, -spread * 0.6, 0.62), (0.83, spread * 0.6, 0.62), radius=0.055))
    beam = c.bar((-0.84, 0, 1.5), (0.84, 0, 1.5), radius=0.075)
    ropes = pairs(c.bar((half, 0, z), (half, 0, 1.5), radius=0.072))
    seat = c.box(2 * half + 0.16, 0.28, 0.12, (0, 0, z), 0.03)
    return [(0, union(pairs(*legs), beam)), (1, seat), (2, ropes)]


@kind(
    "birdhouse",
    "nesting box",
    height=0.4,
    senses=("birdhouse.n.01",),
    box=("brown", "white", "yellow", "blue", "red"),
    roof=("red", "brown", "green", "black"),
    hole=("black", "brown"),
    forms={"on a post": (4, 0.5, 1.0)},
)
@cast()
def birdhouse(u: np.ndarray, c: Kit) -> Parts:
    """u3 roof pitch, u4 on a post, u5 hole size, u6 overhang of the roof."""
    low, rise, hole = 0.7 if u[4] > 0.5 else 0.0, mix(u[3], 0.34, 0.5), mix(u[5], 0.12, 0.16)
    eaves, half = low + 0.66, 0.36
    house = c.plate(
        [(-half, low), (-half, eaves), (0, eaves + rise), (half, eaves), (half, low)], 0.62, "y"
    )
    out = half + 0.16
    drop = eaves - rise * 0.16 / half
    roof = c.plate(
        [(-out, drop), (-out, drop + 0.19), (0, eaves + rise + 0.19), (out, drop + 0.19),
         (out, drop), (0, eaves + rise)],
        mix(u[6], 0.8, 0.95), "y", rounding=0.02,
    )  # fmt: skip
    perch = c.bar((0, -0.25, low + 0.26), (0, -0.52, low + 0.26), radius=0.055)
    door = c.can(hole, 0.2, (0, -0.26, low + 0.54), "y", 0.02)
    body = union(house, perch)
    if low:
        body = union(
            body,
            c.box(0.15, 0.15, 0.8, (0, 0, 0.4), 0.02),
            c.box(0.4, 0.4, 0.12, (0, 0, 0.06), 0.03),
        )
    return [(0, body), (1, roof), (2, door)]
