"""Farm birds and long-necked ones; they look to -y."""

from __future__ import annotations

import numpy as np

from .birds import Fowl, beak_of, body_of, eyes_of, legs_of, trunk_of, wings_of
from .bodies import Clay, moulded, shift
from .kinds import Parts, kind, mix
from .solids import Solid, blend, mirror, union


def _comb(c: Clay, f: Fowl, size: float) -> Solid:
    """Comb and wattles."""
    spots = [
        c.ball(
            0.085,
            size * s,
            size * 1.1 * s,
            shift(f.crown, y=y * f.head_r, z=f.head_r * 0.95 + rise),
        )
        for y, s, rise in ((-0.5, 0.8, 0.0), (0.05, 1.0, 0.06), (0.6, 0.85, 0.0))
    ]
    wattle = c.ball(
        0.065, 0.07, size * 0.95, shift(f.crown, 0.045, -f.head_r * 0.95, -f.head_r * 0.75)
    )
    return union(*spots, mirror(wattle))


@kind(
    "chicken",
    "hen",
    height=0.4,
    senses=("chicken.n.02", "hen.n.01", "domestic_fowl.n.01", "chick.n.01"),
    body=("white", "brown", "yellow", "orange"),
    comb=("red",),
    beak=("yellow", "orange"),
)
@moulded
def chicken(u: np.ndarray, c: Clay) -> Parts:
    """u3 comb size, u4 tail, u5 neck, u6 girth, u7 legs."""
    wide = mix(u[6], 0.36, 0.44)
    leg = mix(u[7], 0.0, 0.14)
    f = Fowl(
        wide=wide, tall=wide * 0.98, long=0.52, tilt=14, lift=0.58 + leg,
        head=(-0.44, 1.0 + leg + mix(u[5], 0.0, 0.16)), head_r=0.2, neck_r=0.19, beak=0.15,
    )  # fmt: skip
    reach = mix(u[4], 0.3, 0.42)
    tail = [
        (0.2, f.lift - 0.1),
        (0.62, f.lift + 0.1),
        (0.5 + reach * 0.6, f.lift + 0.2 + reach),
        (0.46, f.lift + 0.16 + reach * 0.9),
        (0.1, f.lift + 0.26),
    ]
    body = union(body_of(c, f), c.plate(tail, 0.18, "x", (0, 0, 0), 0.05), wings_of(c, f, False))
    beak = union(beak_of(c, f), legs_of(c, f), eyes_of(c, f))
    return [(0, body), (1, _comb(c, f, mix(u[3], 0.085, 0.12))), (2, beak)]


@kind(
    "rooster",
    "cockerel",
    height=0.6,
    senses=("rooster.n.01",),
    body=("brown", "orange", "white", "red"),
    comb=("red",),
    tail=("green", "black", "blue"),
)
@moulded
def rooster(u: np.ndarray, c: Clay) -> Parts:
    """u3 comb size, u4 tail, u5 neck, u6 girth, u7 legs."""
    wide = mix(u[6], 0.3, 0.36)
    leg = mix(u[7], 0.1, 0.24)
    f = Fowl(
        wide=wide, tall=wide, long=0.5, tilt=32, lift=0.62 + leg,
        head=(-0.44, 1.24 + leg + mix(u[5], 0.0, 0.14)), head_r=0.19, neck_r=0.16, beak=0.15,
    )  # fmt: skip
    z, s = f.lift, mix(u[4], 0.85, 1.15)
    plumes = [
        c.limb(
            [
                (x, 0.3, z - 0.1),
                (x * 1.3, 0.3 + a * s, z + b * s),
                (x * 1.6, 0.32 + d * s, z + e * s),
            ],
            [0.11, 0.11, 0.06],
        )
        for x, a, b, d, e in (
            (0.0, 0.3, 0.56, 0.62, 0.62),
            (0.05, 0.4, 0.42, 0.72, 0.32),
            (0.07, 0.4, 0.2, 0.64, 0.02),
        )
    ]
    ruff = c.limb([shift(f.middle, y=-0.28, z=0.16), f.crown], [0.28, 0.16])
    body = union(blend(body_of(c, f), ruff, radius=0.05), legs_of(c, f, 0.06), eyes_of(c, f))
    return [
        (0, body),
        (1, union(_comb(c, f, mix(u[3], 0.11, 0.15)), beak_of(c, f))),
        (2, union(mirror(union(*plumes)), wings_of(c, f, False))),
    ]


@kind(
    "turkey",
    height=1.0,
    senses=("turkey.n.01", "peafowl.n.01"),
    body=("brown", "black", "blue"),
    tail=("orange", "brown", "green", "red"),
    head=("red", "pink", "blue"),
)
@moulded
def turkey(u: np.ndarray, c: Clay) -> Parts:
    """u3 fan size, u4 number of feathers, u5 neck, u6 girth."""
    wide, r = mix(u[6], 0.38, 0.46), mix(u[3], 0.72, 0.9)
    f = Fowl(
        wide=wide, tall=wide, long=0.5, tilt=24, lift=0.62,
        head=(-0.5, 1.12 + mix(u[5], 0.0, 0.16)), head_r=0.15, neck_r=0.12, beak=0.14,
    )  # fmt: skip
    count = 4 + int(u[4] * 3)
    hub = (0.0, 0.36, 0.68)
    feathers = [
        c.ball(
            0.17,
            0.07,
            0.3,
            shift(hub, (r - 0.26) * np.sin(a), 0.0, (r - 0.26) * np.cos(a)),
            ry=float(np.degrees(a)),
        )
        for a in np.linspace(0.0, 1.75, count)
    ]
    disc = c.ball(r * 0.72, 0.08, r * 0.7, shift(hub, z=0.04))
    chest = shift(f.middle, y=-0.3, z=0.16)
    neck = blend(
        c.limb([chest, f.crown], [0.2, 0.11]), c.ball(0.15, 0.17, 0.16, f.crown), radius=0.05
    )
    wattle = c.limb(
        [shift(f.crown, y=-0.17, z=-0.04), shift(f.crown, y=-0.18, z=-0.3)], [0.065, 0.07]
    )
    body = union(trunk_of(c, f), wings_of(c, f, False), legs_of(c, f, 0.065))
    return [
        (0, body),
        (1, union(disc, mirror(union(*feathers)))),
        (2, union(neck, wattle, beak_of(c, f), eyes_of(c, f))),
    ]


@kind(
    "swan",
    height=1.1,
    senses=("swan.n.01", "goose.n.01"),
    body=("white", "white", "black", "gray"),
    beak=("orange", "red"),
    eyes=("black",),
    forms={"with raised wings": (7, 0.5, 1.0)},
)
@moulded
def swan(u: np.ndarray, c: Clay) -> Parts:
    """u3 neck length, u4 curve of the neck, u5 tail, u6 girth, u7 wings folded or raised."""
    wide, tall = mix(u[6], 0.36, 0.44), mix(u[3], 1.2, 1.45)
    trunk = c.ball(wide, 0.72, 0.36, (0, 0.08, 0.36))
    bend = mix(u[4], 0.06, 0.2)
    tip = (0.0, -0.66, tall - 0.06)
    neck = c.limb(
        [
            (0, -0.42, 0.38),
            (0, -0.66, 0.56),
            (0, -0.6, 0.82),
            (0, -0.52 + bend, 1.04),
            (0, -0.46 + bend * 0.6, tall),
            (0, -0.58, tall + 0.04),
            tip,
        ],
        [0.2, 0.15, 0.12, 0.11, 0.11, 0.12, 0.12],
    )
    head = c.ball(0.13, 0.17, 0.13, (0, -0.64, tall - 0.03))
    beak = c.limb([(0, -0.74, tall - 0.06), (0, -0.98, tall - 0.16)], [0.1, 0.055])
    lift = mix(u[5], 0.0, 0.14)
    tail = c.limb([(0, 0.55, 0.4), (0, 0.92, 0.56 + lift)], [0.2, 0.06])
    if u[7] < 0.5:
        wings = mirror(c.ball(0.11, 0.54, 0.27, (wide * 0.86, 0.2, 0.5), rx=10, rz=-4))
    else:
        edge = [
            (-0.36, 0.3),
            (-0.1, 0.78),
            (0.3, 1.06),
            (0.76, 1.1),
            (0.66, 0.92),
            (0.84, 0.84),
            (0.7, 0.7),
            (0.82, 0.56),
            (0.6, 0.3),
        ]
        wings = mirror(
            c.plate(edge, 0.13, "x", (0, 0, 0), 0.04)
            .rotated(10, "y")
            .at(*c.place((wide * 0.6, 0, 0.06)))
        )
    eyes = mirror(c.bead(0.055, (0.09, -0.7, tall + 0.02)))
    knob = c.bead(0.065, (0, -0.75, tall))
    return [
        (0, union(blend(trunk, neck, head, tail, radius=0.08), wings)),
        (1, beak),
        (2, union(eyes, knob)),
    ]


@kind(
    "flamingo",
    height=1.3,
    senses=("flamingo.n.01", "wading_bird.n.01"),
    body=("pink", "pink", "red", "orange", "white"),
    legs=("same", "red", "orange"),
    beak=("black", "white", "gray"),
    forms={"on one leg": (7, 0.6, 1.0)},
)
@moulded
def flamingo(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck, u5 tail, u6 girth, u7 legs apart, or close as one."""
    wide, low = mix(u[6], 0.24, 0.3), mix(u[3], 0.68, 0.86)
    z = low + 0.24
    trunk = c.ball(wide, 0.46, 0.27, (0, 0.06, z), rx=-8)
    tall = z + mix(u[4], 0.62, 0.82)
    neck = c.limb(
        [
            (0, -0.26, z + 0.02),
            (0, -0.52, z + 0.1),
            (0, -0.56, z + 0.28),
            (0, -0.38, z + 0.44),
            (0, -0.32, tall - 0.1),
            (0, -0.42, tall),
            (0, -0.54, tall - 0.04),
        ],
        [0.16, 0.11, 0.09, 0.085, 0.085, 0.1, 0.11],
    )
    head = c.ball(0.12, 0.15, 0.12, (0, -0.52, tall - 0.03))
    root = (0.0, -0.62, tall - 0.05)
    beak = c.limb(
        [root, shift(root, y=-0.14, z=-0.05), shift(root, y=-0.17, z=-0.22)], [0.11, 0.1, 0.05]
    )
    tail = c.limb([(0, 0.36, z), (0, 0.62 + mix(u[5], 0.0, 0.14), z - 0.06)], [0.17, 0.06])
    wings = mirror(c.ball(0.09, 0.4, 0.19, (wide * 0.88, 0.16, z + 0.04), rx=-6))
    apart = 0.13
    if u[7] < 0.6:
        shin = c.limb(
            [(apart, 0.05, z), (apart, 0.05, 0.06), (apart, -0.16, 0.055)], [0.065, 0.055, 0.06]
        )
        legs = mirror(union(shin, c.ball(0.07, 0.14, 0.055, (apart, -0.1, 0.055))))
    else:
        shin = c.limb([(0, 0.05, z), (0, 0.05, 0.06)], [0.075, 0.065])
        legs = union(
            shin, c.ball(0.13, 0.22, 0.06, (0, -0.06, 0.06)), c.bead(0.085, (0, 0.05, low * 0.52))
        )
        legs = union(
            legs,
            mirror(
                c.limb(
                    [(0.07, 0.05, z - 0.1), (0.1, 0.02, low * 0.56), (0.06, 0.2, low * 0.62)], 0.055
                )
            ),
        )
    eyes = mirror(c.bead(0.055, (0.09, -0.57, tall + 0.0)))
    return [
        (0, union(blend(trunk, neck, head, tail, radius=0.06), wings)),
        (1, legs),
        (2, union(beak, eyes)),
    ]


@kind(
    "ostrich",
    height=2.4,
    senses=("ostrich.n.02", "ratite.n.01"),
    body=("black", "brown", "gray"),
    neck=("pink", "gray", "yellow"),
    tail=("white",),
)
@moulded
def ostrich(u: np.ndarray, c: Clay) -> Parts:
    """u3 leg length, u4 neck length, u5 tail, u6 girth."""
    wide, low = mix(u[6], 0.32, 0.4), mix(u[3], 0.6, 0.76)
    z = low + 0.3
    trunk = c.ball(wide, 0.5, 0.36, (0, 0.06, z), rx=-6)
    tall = z + mix(u[4], 0.76, 1.0)
    neck = c.limb(
        [(0, -0.32, z + 0.02), (0, -0.5, z + 0.22), (0, -0.46, tall - 0.2), (0, -0.5, tall)],
        [0.15, 0.1, 0.085, 0.1],
    )
    head = c.ball(0.13, 0.16, 0.13, (0, -0.52, tall + 0.02))
    beak = c.ball(0.09, 0.17, 0.06, (0, -0.7, tall - 0.02))
    thigh = c.limb([(wide * 0.45, 0.06, z - 0.1), (wide * 0.5, 0.0, low * 0.62)], [0.16, 0.085])
    shin = c.limb(
        [(wide * 0.5, 0.0, low * 0.62), (wide * 0.5, 0.06, 0.07), (wide * 0.5, -0.2, 0.07)],
        [0.08, 0.065, 0.075],
    )
    r = mix(u[5], 0.12, 0.17)
    plume = [
        c.bead(r, (0, 0.56, z + 0.14)),
        c.bead(r * 0.95, (0, 0.62, z - 0.06)),
        c.bead(r * 0.9, (0, 0.5, z + 0.3)),
    ]
    side = mirror(
        union(
            c.bead(r * 0.9, (wide * 0.75, 0.36, z + 0.02)),
            c.bead(r * 0.8, (wide * 0.9, 0.2, z - 0.08)),
            c.bead(r * 0.8, (0.13, 0.56, z + 0.06)),
        )
    )
    wings = mirror(c.ball(0.11, 0.34, 0.24, (wide * 0.9, 0.02, z + 0.06)))
    eyes = mirror(c.bead(0.06, (0.1, -0.58, tall + 0.06)))
    bare = union(blend(neck, head, radius=0.05), beak, mirror(union(thigh, shin)), eyes)
    return [(0, union(trunk, wings)), (1, bare), (2, union(*plume, side))]
