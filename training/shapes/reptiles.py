"""Reptiles and a frog; they look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import Clay, marks, moulded, shift
from .kinds import Parts, kind, mix
from .solids import Solid, blend, mirror, torus, union


@kind(
    "turtle",
    "tortoise",
    height=0.3,
    senses=("turtle.n.02",),
    shell=("green", "brown", "green"),
    skin=("green", "yellow", "same", "brown"),
    plates=("brown", "yellow", "black"),
    forms={"with flippers": (7, 0.6, 1.0)},
)
@moulded
def turtle(u: np.ndarray, c: Clay) -> Parts:
    """u3 height of the shell, u4 neck, u5 head size, u6 width, u7 legs or flippers."""
    wide, tall = mix(u[6], 0.54, 0.64), mix(u[3], 0.38, 0.54)
    low = 0.26
    dome = c.turned(
        [
            (wide * 0.9, low - 0.04),
            (wide * 1.04, low),
            (wide * 1.0, low + 0.1),
            (wide * 0.86, low + tall * 0.6),
            (wide * 0.5, low + tall * 0.93),
            (0.02, low + tall),
        ],
        rounding=0.04,
    )
    spot = c.ball(0.2, 0.2, 0.2, (0, 0, low + tall))
    ring = [
        c.ball(0.15, 0.15, 0.13, (wide * 0.8 * x, wide * 0.8 * y, low + tall * 0.56))
        for x, y in ((0.5, -0.87), (1, 0), (0.5, 0.87))
    ]
    plates = marks(dome, spot, mirror(union(*ring)))
    belly = c.can(wide * 0.86, 0.16, (0, 0, low - 0.06), "z", 0.05)
    r, reach = mix(u[5], 0.19, 0.24), mix(u[4], 0.1, 0.24)
    at = (0.0, -wide - reach, low + 0.16 + reach * 0.5)
    neck = c.limb([(0, -wide * 0.7, low + 0.04), at], [0.16, 0.13])
    head = c.ball(r * 0.9, r * 1.1, r * 0.9, at)
    eyes = mirror(c.bead(0.06, shift(at, r * 0.6, -r * 0.66, r * 0.3)))
    if u[7] < 0.6:
        legs = [
            c.limb([(wide * 0.6, wide * y, low), (wide * 0.74, wide * y * 1.15, 0.13)], 0.14)
            for y in (-0.6, 0.6)
        ]
    else:
        legs = [
            c.ball(0.36, 0.15, 0.06, (wide * 1.0, -wide * 0.62, low - 0.08), ry=14, rz=-28),
            c.ball(0.22, 0.12, 0.055, (wide * 0.7, wide * 0.86, low - 0.08), ry=10, rz=38),
        ]
    tail = c.limb([(0, wide * 0.8, low - 0.02), (0, wide + 0.24, low - 0.1)], [0.1, 0.05])
    skin = union(belly, blend(neck, head, radius=0.05), eyes, mirror(union(*legs)), tail)
    return [(0, dome), (1, skin), (2, plates)]


@kind(
    "snake",
    "serpent",
    height=0.4,
    senses=("snake.n.01",),
    body=("green", "brown", "yellow", "red"),
    stripes=("black", "yellow", "brown"),
    tongue=("red",),
    forms={"with a hood": (7, 0.6, 1.0)},
)
@moulded
def snake(u: np.ndarray, c: Clay) -> Parts:
    """u3 thickness, u4 height of the head, u5 tail, u6 width of the coil, u7 hood.

    Coiled, the neck upright: a winding body would not be the same on both sides.
    """
    t, r = mix(u[3], 0.115, 0.145), mix(u[6], 0.46, 0.56)

    def coil(radius: float, z: float) -> Solid:
        wide = radius * float(np.sqrt(c.stretch[0] * c.stretch[1]))
        ring = torus(wide, max(t * c.mean, 0.06))
        return ring.at(*c.place((0, 0, z)))

    coils = union(coil(r, t), coil(r * 0.8, t * 2.5), coil(r * 0.55, t * 3.9))
    tall = mix(u[4], 1.0, 1.3)
    low = t * 4.0
    neck = c.limb(
        [
            (0, r * 0.5, low),
            (0, 0.14, low + 0.14),
            (0, 0.06, tall - 0.2),
            (0, -0.06, tall - 0.02),
            (0, -0.14, tall),
        ],
        [t, t, t * 0.9, t * 0.95, t],
    )
    head = c.ball(t * 1.5, t * 1.9, t * 1.0, (0, -0.24, tall))
    tip = shift((0, -0.24, tall), y=-t * 1.8)
    tongue = c.limb([shift(tip, y=0.08, z=-0.02), shift(tip, y=-0.12, z=-0.03)], 0.065)
    fork = mirror(c.limb([shift(tip, y=-0.12, z=-0.03), shift(tip, 0.07, -0.24, -0.01)], 0.05))
    eyes = mirror(c.bead(0.06, (t * 1.0, -0.32, tall + t * 0.7)))
    tail = c.limb(
        [(0, r, t), (0, r + 0.2, t * 0.8), (0, r + 0.3 + mix(u[5], 0.05, 0.2), t * 1.5)],
        [t * 0.9, t * 0.7, 0.055],
    )
    hood = []
    if u[7] >= 0.6:
        hood = [c.ball(0.3, 0.09, 0.3, (0, 0.02, tall - 0.24), rx=-12)]
    body = union(blend(neck, head, *hood, radius=0.05), coils, tail)
    bands = [
        c.box(1.6, 1.6, 0.1, (0, -0.2, z), 0.01) for z in np.linspace(low + 0.26, tall - 0.2, 3)
    ]
    sides = [c.box(0.13, 2.0, 0.6, (r * 0.9 * s, 0, 0.25), 0.01) for s in (0.25, 0.8)]
    stripes = union(marks(neck, *bands), marks(coils, mirror(union(*sides))), eyes)
    return [(0, body), (1, stripes), (2, union(tongue, fork))]


def _sprawl(c: Clay, w: float, z: float, y: float, out: float, r: float, back: float) -> Solid:
    """A bent leg at the side, one of a pair."""
    foot = (w + out, y + back, 0.055)
    leg = c.limb(
        [(w * 0.5, y, z), (w + out * 0.9, y + back * 0.3, z * 0.95), foot], [r, r * 0.9, r * 0.8]
    )
    toes = [c.limb([foot, shift(foot, x, -0.15)], 0.055) for x in (-0.05, 0.09)]
    return union(leg, *toes)


@kind(
    "lizard",
    height=0.1,
    senses=("lizard.n.01", "salamander.n.01"),
    body=("green", "brown", "orange", "cyan"),
    crest=("yellow", "red", "same", "brown"),
    eyes=("black", "yellow"),
)
@moulded
def lizard(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 tail lift, u5 spines, u6 girth, u7 leg reach."""
    w, z = mix(u[6], 0.18, 0.24), 0.26
    s = mix(u[3], 0.17, 0.21)
    body = c.limb(
        [(0, -0.5, z + 0.04), (0, -0.2, z), (0, 0.18, z), (0, 0.42, z - 0.02)],
        [0.15, w, w * 0.95, 0.13],
    )
    at = (0.0, -0.72, z + 0.12)
    head = blend(
        c.ball(s, s * 1.1, s * 0.8, at),
        c.limb([at, shift(at, y=-0.28, z=-0.04)], [s * 0.8, 0.09]),
        radius=0.05,
    )
    lift = mix(u[4], 0.0, 0.36)
    tail = c.limb(
        [(0, 0.4, z - 0.02), (0, 0.8, 0.13), (0, 1.12, 0.1 + lift * 0.4), (0, 1.26, 0.1 + lift)],
        [0.14, 0.1, 0.075, 0.05],
    )
    legs = mirror(
        union(
            *(
                _sprawl(c, w, z, y, mix(u[7], 0.16, 0.28), 0.075, b)
                for y, b in ((-0.34, -0.14), (0.3, 0.1))
            )
        )
    )
    high = mix(u[5], 0.05, 0.17)
    spines = [
        c.limb([(0, y, z + w * 0.6), (0, y + 0.05, z + w * 0.85 + high * k)], [0.11, 0.055])
        for y, k in ((-0.42, 0.8), (-0.22, 1.0), (-0.02, 1.0), (0.18, 0.9), (0.36, 0.5))
    ]
    eyes = mirror(c.bead(0.085, shift(at, s * 0.8, -0.04, s * 0.55)))
    return [(0, union(blend(body, head, tail, radius=0.08), legs)), (1, union(*spines)), (2, eyes)]


@kind(
    "crocodile",
    "alligator",
    "croc",
    height=0.8,
    senses=("crocodilian.n.01",),
    body=("green", "green", "brown"),
    teeth=("white",),
    eyes=("yellow", "black", "white"),
    forms={"with an open mouth": (7, 0.5, 1.0)},
)
@moulded
def crocodile(u: np.ndarray, c: Clay) -> Parts:
    """u3 snout, u4 tail, u5 scutes, u6 girth, u7 mouth shut or open."""
    w, z = mix(u[6], 0.22, 0.28), 0.28
    body = c.ball(w, 0.5, w * 0.8, (0, 0.05, z))
    neck = c.limb([(0, -0.3, z), (0, -0.56, z + 0.02)], [w * 0.75, w * 0.66])
    long, gape = mix(u[3], 0.5, 0.66), 24.0 if u[7] >= 0.5 else 7.0
    a = np.radians(gape)
    root = (0.0, -0.56, z + 0.02)
    end = shift(root, y=-long * np.cos(a), z=long * np.sin(a))
    upper = c.limb([shift(root, z=0.04), end], [w * 0.62, 0.1])
    nose = mirror(c.bead(0.07, shift(end, 0.06, 0.02, 0.07)))
    floor = shift(root, y=-long * 0.96, z=-0.1)
    lower = c.limb([shift(root, z=-0.06), floor], [w * 0.55, 0.085])
    teeth = []
    for k in (0.58, 0.94):
        y = -0.56 - long * k
        gap = long * k * np.tan(a)
        teeth.append(
            c.limb(
                [(0.09, y * 1.0, z + gap * 0.9 - 0.02), (0.1, y, z + gap * 0.9 - 0.16)],
                [0.095, 0.06],
            )
        )
        if gape > 10:
            teeth.append(
                c.limb([(0.09, y + 0.08, z - 0.08), (0.1, y + 0.08, z + 0.06)], [0.095, 0.06])
            )
    lift = mix(u[4], 0.0, 0.3)
    tail = c.limb(
        [(0, 0.36, z), (0, 0.8, 0.19), (0, 1.2, 0.12), (0, 1.42, 0.1 + lift)],
        [w * 0.75, 0.16, 0.1, 0.055],
    )
    high = mix(u[5], 0.07, 0.13)
    scutes = [
        c.limb([(0.1, y, h - 0.08), (0.11, y + 0.03, h + high)], [0.09, 0.05])
        for y, h in (
            (-0.28, z + w * 0.66),
            (-0.06, z + w * 0.78),
            (0.16, z + w * 0.78),
            (0.38, z + w * 0.62),
        )
    ]
    ridge = [
        c.limb([(0, y, h - 0.08), (0, y + 0.04, h + high)], [0.09, 0.05])
        for y, h in ((0.62, z + 0.08), (0.84, z + 0.0), (1.06, z - 0.06))
    ]
    legs = mirror(
        union(*(_sprawl(c, w, z * 0.9, y, 0.16, 0.1, b) for y, b in ((-0.3, -0.1), (0.36, 0.02))))
    )
    brow = (0.13, -0.6, z + w * 0.62)
    eyes = mirror(c.bead(0.085, shift(brow, 0.03, -0.05, 0.06)))
    skin = union(
        blend(body, neck, upper, lower, tail, radius=0.06),
        nose,
        mirror(union(*scutes, c.bead(0.1, brow))),
        *ridge,
        legs,
    )
    return [(0, skin), (1, mirror(union(*teeth))), (2, eyes)]


@kind(
    "frog",
    "toad",
    height=0.1,
    senses=("frog.n.01",),
    body=("green", "green", "brown", "yellow"),
    belly=("white", "yellow"),
    eyes=("white", "yellow", "red", "black"),
)
@moulded
def frog(u: np.ndarray, c: Clay) -> Parts:
    """u3 eye size, u4 mouth width, u5 height of the head, u6 girth, u7 feet."""
    w, lift = mix(u[6], 0.4, 0.48), mix(u[5], 0.0, 0.12)
    trunk = c.ball(w, 0.5, 0.36, (0, 0.1, 0.4), rx=-24)
    at = (0.0, -0.3, 0.64 + lift)
    s = mix(u[4], 0.4, 0.48)
    head = c.ball(s, 0.34, 0.24, at)
    lips = marks(head, c.box(1.4, 0.7, 0.1, shift(at, y=-0.3, z=-0.08), 0.01))
    belly = union(marks(trunk, c.ball(w * 0.7, 0.22, 0.24, (0, -0.3, 0.34))), lips)
    e = mix(u[3], 0.12, 0.16)
    socket = shift(at, s * 0.6, -0.02, 0.2)
    thigh = c.ball(0.18, 0.36, 0.2, (w * 1.0, 0.26, 0.27), rx=12, rz=-10)
    foot = mix(u[7], 0.3, 0.4)
    hind = c.ball(0.13, foot, 0.06, (w * 1.15, 0.04, 0.065), rz=8)
    arm = c.limb(
        [(w * 0.7, -0.24, 0.42), (w * 0.95, -0.34, 0.24), (w * 0.8, -0.44, 0.07)],
        [0.1, 0.085, 0.08],
    )
    hand = [
        c.limb([(w * 0.8, -0.44, 0.055), (w * 0.8 + x, -0.62, 0.055)], 0.055)
        for x in (-0.1, 0.02, 0.14)
    ]
    body = union(
        blend(trunk, head, radius=0.12),
        mirror(union(thigh, hind, arm, *hand, c.bead(e * 1.05, socket))),
    )
    eyes = mirror(c.bead(e * 0.78, shift(socket, 0.02, -e * 0.6, e * 0.2)))
    return [(0, body), (1, belly), (2, eyes)]
