"""Insects, a spider, a snail and a caterpillar; they look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import Clay, marks, moulded, shift
from .kinds import Parts, kind, mix
from .solids import Solid, blend, curve, mirror, union


def _feelers(c: Clay, root: tuple[float, float, float], x: float, y: float, z: float) -> Solid:
    """A pair with knobs, from a place on the head to one moved by x, y, z."""
    tip = shift(root, x, y, z)
    bend = shift(root, x * 0.55, y * 0.2, z * 0.75)
    return mirror(union(c.limb([root, bend, tip], 0.05), c.bead(0.07, tip)))


@kind(
    "snail",
    height=0.05,
    senses=("snail.n.01", "gastropod.n.01"),
    body=("yellow", "orange", "brown", "pink"),
    shell=("brown", "orange", "red", "green"),
    eyes=("black", "white"),
)
@moulded
def snail(u: np.ndarray, c: Clay) -> Parts:
    """u3 shell size, u4 stalks, u5 neck, u6 girth, u7 lean of the shell."""
    w, r = mix(u[6], 0.19, 0.25), mix(u[3], 0.44, 0.54)
    tall = mix(u[5], 0.56, 0.76)
    foot = c.limb([(0, -0.6, 0.15), (0, 0.3, 0.14), (0, 0.98, 0.06)], [w * 0.95, w, 0.06])
    at = (0.0, -0.8, tall)
    neck = c.limb([(0, -0.5, 0.18), (0, -0.74, 0.36), at], [w, w * 0.85, w * 0.78])
    head = c.ball(w * 0.95, w * 1.05, w * 0.9, at)
    stalk = mix(u[4], 0.22, 0.38)
    tip = shift(at, 0.16, -0.1, w * 0.5 + stalk)
    stalks = mirror(c.limb([shift(at, 0.08, -0.04, w * 0.5), tip], 0.06))
    middle = (0.0, 0.16 + mix(u[7], -0.06, 0.08), 0.24 + r * 0.86)
    # A spiral in side view, as steps of a cone on each side.
    shell = c.can(r, 0.34, middle, "x", 0.14)
    rings = [
        c.can(r * k, x, shift(middle, y=(1 - k) * 0.1, z=-(1 - k) * 0.1), "x", 0.05)
        for k, x in ((0.76, 0.46), (0.52, 0.58), (0.28, 0.68))
    ]
    lip = c.limb([shift(middle, y=-r * 0.7, z=-r * 0.35), (0, -0.36, 0.26)], [0.16, 0.2])
    eyes = mirror(c.bead(0.075, tip))
    body = union(blend(foot, neck, head, radius=0.08), stalks)
    return [(0, body), (1, union(shell, *rings, lip)), (2, eyes)]


@kind(
    "caterpillar",
    "worm",
    height=0.02,
    senses=("caterpillar.n.01", "worm.n.01", "larva.n.01"),
    body=("green", "green", "yellow", "brown"),
    head=("red", "same", "yellow", "orange"),
    feet=("black", "brown", "orange", "purple"),
    forms={"arched": (7, 0.5, 1.0)},
)
@moulded
def caterpillar(u: np.ndarray, c: Clay) -> Parts:
    """u3 segment size, u4 number of segments, u5 head size, u6 feelers, u7 flat or arched."""
    r, count = mix(u[3], 0.2, 0.25), 5 + int(u[4] * 3)
    high = 0.42 if u[7] >= 0.5 else 0.05
    foot, places = 0.1, np.linspace(-0.62, 0.85, count)
    row = []
    for i, y in enumerate(places):
        size = r * (1.0 if i < count - 1 else 0.86)
        lift = high * float(np.sin(np.pi * (i + 0.4) / (count - 0.2))) ** 2
        row.append(((0.0, float(y), foot + size * 0.9 + lift), size))
    core = c.limb([at for at, _ in row], r * 0.62)
    balls = [c.ball(size * 1.06, size * 0.95, size, at) for at, size in row]
    feet = [
        c.limb(
            [shift(at, size * 0.5, 0, -size * 0.6), shift(at, size * 0.62, 0, -size - foot * 0.55)],
            0.085,
        )
        for at, size in row
    ]
    s = mix(u[5], 0.27, 0.33)
    at = (0.0, -0.88, foot + s + 0.1)
    head = c.ball(s, s * 0.92, s, at)
    eyes = mirror(c.bead(0.085, shift(at, s * 0.42, -s * 0.78, s * 0.25)))
    feelers = _feelers(c, shift(at, s * 0.3, 0, s * 0.8), 0.12, -0.04, mix(u[6], 0.2, 0.34))
    return [
        (0, union(*balls, core, c.limb([row[0][0], at], r * 0.55))),
        (1, head),
        (2, union(mirror(union(*feet)), eyes, feelers)),
    ]


@kind(
    "butterfly",
    "moth",
    height=0.07,
    senses=("butterfly.n.01", "lepidopterous_insect.n.01", "dragonfly.n.01"),
    body=("black", "brown"),
    wings=("orange", "blue", "yellow", "purple", "pink", "red"),
    spots=("white", "yellow", "black", "cyan"),
    forms={"with raised wings": (7, 0.55, 1.0)},
)
@moulded
def butterfly(u: np.ndarray, c: Clay) -> Parts:
    """u3 lower wings, u4 spot size, u5 sweep of the wings, u6 body, u7 wings flat or raised.

    It stands on its tail, the wings spread for the one who looks.
    """
    t, s, sweep = mix(u[6], 0.12, 0.15), mix(u[3], 0.85, 1.1), mix(u[5], 0.0, 0.16)
    up = u[7] >= 0.55
    trunk = c.limb([(0, 0, 0.18), (0, 0, 0.62), (0, 0, 1.0)], [t * 0.8, t, t])
    head = c.bead(0.14, (0, 0, 1.14))
    feelers = _feelers(c, (0.06, 0, 1.22), 0.2, 0.0, 0.3)
    upper = [
        (0.0, 0.72),
        (0.1, 1.0),
        (0.45, 1.3 + sweep),
        (0.8, 1.4 + sweep),
        (0.92, 1.2 + sweep),
        (0.86, 0.92),
        (0.62, 0.74),
        (0.0, 0.62),
    ]
    lower = [
        (0.0, 0.78),
        (0.56, 0.76),
        (0.74 * s, 0.56),
        (0.7 * s, 0.3),
        (0.5 * s, 0.1),
        (0.3 * s, 0.16),
        (0.0, 0.5),
    ]
    spot = mix(u[4], 0.1, 0.14)
    spots = [
        c.can(spot * k, 0.18, (x, 0, z), "y", 0.03)
        for x, z, k in ((0.66, 1.16 + sweep * 0.7, 1.0), (0.44, 1.04, 0.75), (0.5 * s, 0.4, 0.95))
    ]
    wings = union(
        c.plate(curve(upper, 3), 0.12, "y", (0, 0, 0), 0.04),
        c.plate(curve(lower, 3), 0.12, "y", (0, 0, 0), 0.04),
    )
    if up:
        wings, spots = wings.rotated(32), [spot_.rotated(32) for spot_ in spots]
    return [(0, union(trunk, head, feelers)), (1, mirror(wings)), (2, mirror(union(*spots)))]


@kind(
    "bee",
    "bumblebee",
    "honeybee",
    height=0.02,
    senses=("bee.n.01", "hymenopterous_insect.n.01", "fly.n.01", "dipterous_insect.n.01"),
    body=("yellow", "yellow", "orange"),
    stripes=("black", "brown"),
    wings=("white", "cyan"),
)
@moulded
def bee(u: np.ndarray, c: Clay) -> Parts:
    """u3 wing size, u4 head size, u5 wing lift, u6 girth, u7 legs."""
    w, z = mix(u[6], 0.36, 0.44), 0.62
    trunk = c.ball(w, 0.62, w * 0.96, (0, 0.1, z))
    r = mix(u[4], 0.27, 0.33)
    at = (0.0, -0.62, z + 0.06)
    head = c.ball(r, r * 0.92, r, at)
    bands = marks(trunk, *(c.box(1.4, 0.14, 1.4, (0, y, z), 0.01) for y in (-0.1, 0.2, 0.48)))
    sting = c.limb([(0, 0.62, z), (0, 0.92, z + 0.02)], [0.12, 0.05])
    eyes = mirror(c.bead(0.1, shift(at, r * 0.5, -r * 0.72, r * 0.2)))
    feelers = _feelers(c, shift(at, r * 0.3, -0.08, r * 0.8), 0.1, -0.16, 0.22)
    long = mix(u[7], 0.2, 0.34)
    legs = [
        c.limb([(w * 0.5, y, z - w * 0.7), (w * 0.72, y - 0.02, z - w - long)], 0.06)
        for y in (-0.24, 0.05, 0.34)
    ]
    s, tilt = mix(u[3], 0.9, 1.15), mix(u[5], 30, 56)
    root = (0.1, 0.0, z + w * 0.85)
    a = np.radians(tilt)

    def wing(size: float, y: float, turn: float) -> Solid:
        place = shift(root, size * np.cos(a), y, size * np.sin(a))
        return c.ball(size * 1.05, size * 0.62, 0.055, place, ry=-tilt, rz=turn)

    wings = mirror(union(wing(0.42 * s, 0.02, 12), wing(0.3 * s, 0.28, 30)))
    dark = union(bands, sting, eyes, feelers, mirror(union(*legs)))
    return [(0, union(trunk, head)), (1, dark), (2, wings)]


@kind(
    "ladybug",
    "ladybird",
    height=0.01,
    senses=("ladybug.n.01", "beetle.n.01"),
    shell=("red", "red", "orange", "yellow"),
    spots=("black",),
    eyes=("white",),
    forms={"with open wings": (7, 0.65, 1.0)},
)
@moulded
def ladybug(u: np.ndarray, c: Clay) -> Parts:
    """u3 spot size, u4 number of spots, u5 head size, u6 height of the shell, u7 wings open."""
    tall, w = mix(u[6], 0.46, 0.6), 0.6
    low = 0.16
    spot = mix(u[3], 0.13, 0.17)
    turn = 26.0 if u[7] >= 0.65 else 0.0
    dome = c.ball(w, 0.68, tall, (0, 0.1, low + 0.12))
    places = [(0.3, -0.26, 0.78), (0.42, 0.14, 0.72), (0.24, 0.46, 0.78)]
    if u[4] >= 0.5:
        places.append((0.56, -0.14, 0.24))
        places.append((0.5, 0.42, 0.36))
    dots = [
        c.ball(spot, spot, spot * 1.2, (x, y + 0.1, low + 0.12 + tall * k)) for x, y, k in places
    ]
    under = c.ball(w * 0.92, 0.62, 0.2, (0, 0.1, low + 0.08))
    if turn:
        # Half shells, swung outwards about the shoulder.
        half = c.ball(w * 0.52, 0.62, tall * 0.62, (0, 0, 0))
        marked = marks(
            half,
            *(
                c.ball(spot * 0.9, spot * 0.9, spot, (x, y, tall * 0.5))
                for x, y in ((0.2, -0.22), (-0.14, 0.02), (0.2, 0.26))
            ),
        )
        spin = c.place((w * 0.72, 0.1, low + 0.16 + tall * 0.45))
        shell = mirror(half.rotated(-26, "y").rotated(turn).at(*spin))
        dotted = mirror(marked.rotated(-26, "y").rotated(turn).at(*spin))
        back = c.ball(w * 0.55, 0.66, tall * 0.7, (0, 0.1, low + 0.1))
    else:
        shell, dotted = (
            dome,
            marks(dome, mirror(union(*dots)), c.box(0.1, 1.4, 1.0, (0, 0.16, low + tall), 0.01)),
        )
        back = under
    r = mix(u[5], 0.27, 0.33)
    at = (0.0, -0.66, low + 0.2)
    head = c.ball(r, r * 0.82, r * 0.86, at)
    feelers = _feelers(c, shift(at, r * 0.36, -0.1, r * 0.7), 0.14, -0.12, 0.2)
    legs = [
        c.limb(
            [
                (w * 0.6, y, low + 0.06),
                (w + 0.08, y + b, low + 0.06),
                (w + 0.16, y + b * 1.6, 0.055),
            ],
            0.06,
        )
        for y, b in ((-0.3, -0.08), (0.08, 0.0), (0.44, 0.08))
    ]
    eyes = mirror(c.bead(0.1, shift(at, r * 0.55, -r * 0.55, r * 0.3)))
    dark = union(dotted, under, back, head, feelers, mirror(union(*legs)))
    return [(0, shell), (1, dark), (2, eyes)]


@kind(
    "spider",
    height=0.03,
    senses=("spider.n.01", "arachnid.n.01"),
    body=("black", "black", "brown", "gray"),
    legs=("same", "brown", "orange"),
    eyes=("red", "white", "yellow", "green"),
)
@moulded
def spider(u: np.ndarray, c: Clay) -> Parts:
    """u3 abdomen size, u4 height of the knees, u5 reach, u6 leg thickness, u7 body height."""
    r, z = mix(u[3], 0.34, 0.44), mix(u[7], 0.34, 0.46)
    rear = c.ball(r, r * 1.15, r * 0.92, (0, 0.42, z + 0.08))
    front = c.ball(0.26, 0.28, 0.22, (0, -0.16, z))
    knee, far, t = mix(u[4], 0.24, 0.46), mix(u[5], 0.8, 0.98), mix(u[6], 0.06, 0.08)
    legs = []
    for a, spread in ((-56, 0.95), (-18, 0.9), (18, 0.9), (56, 1.05)):
        x, y = np.cos(np.radians(a)), np.sin(np.radians(a))
        d = far * spread
        line = [(0.14, z), (d * 0.5, z + knee), (d * 0.86, z * 0.7), (d, 0.05)]
        legs.append(
            c.limb([(x * k, -0.14 + y * k, h) for k, h in line], [t * 1.1, t, t * 0.9, 0.05])
        )
    fangs = c.limb([(0.09, -0.36, z - 0.04), (0.08, -0.46, z - 0.2)], [0.075, 0.05])
    eyes = [c.bead(0.085, (0.09, -0.4, z + 0.1)), c.bead(0.06, (0.19, -0.32, z + 0.13))]
    body = union(blend(rear, front, radius=0.06), mirror(fangs))
    return [(0, body), (1, mirror(union(*legs))), (2, mirror(union(*eyes)))]


@kind(
    "ant",
    height=0.01,
    senses=("ant.n.01", "termite.n.01", "insect.n.01"),
    body=("black", "red", "brown", "orange"),
    legs=("same", "black", "brown"),
    eyes=("white", "red", "black"),
)
@moulded
def ant(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 abdomen size, u5 reach of the legs, u6 height, u7 feelers."""
    z, s, r = mix(u[6], 0.34, 0.46), mix(u[3], 0.24, 0.3), mix(u[4], 0.28, 0.36)
    thorax = c.ball(0.17, 0.26, 0.18, (0, -0.06, z))
    at = (0.0, -0.52, z + 0.1)
    head = c.ball(s, s * 0.95, s * 0.9, at)
    rear = c.ball(r, r * 1.35, r * 0.95, (0, 0.22 + r * 1.1, z + 0.08))
    links = [
        c.limb([(0, -0.3, z + 0.02), at], 0.1),
        c.limb([(0, 0.1, z), (0, 0.34, z + 0.06)], 0.1),
    ]
    out = mix(u[5], 0.56, 0.72)
    legs = [
        c.limb(
            [
                (0.1, -0.06 + y * 0.3, z),
                (out * 0.55, y * 0.8 - 0.06, z + 0.16),
                (out, y * 1.5 - 0.06, 0.05),
            ],
            0.06,
        )
        for y in (-0.34, 0.02, 0.36)
    ]
    long = mix(u[7], 0.2, 0.34)
    root = shift(at, s * 0.35, -s * 0.5, s * 0.65)
    bend = shift(root, 0.14, -0.06, long)
    feelers = mirror(c.limb([root, bend, shift(bend, 0.06, -0.26, 0.02)], 0.055))
    jaws = mirror(
        c.limb(
            [shift(at, 0.11, -s * 0.8, -0.08), shift(at, 0.05, -s * 0.8 - 0.2, -0.12)],
            [0.075, 0.05],
        )
    )
    eyes = mirror(c.bead(0.085, shift(at, s * 0.68, -s * 0.52, s * 0.24)))
    body = union(thorax, head, rear, *links, jaws)
    return [(0, body), (1, union(mirror(union(*legs)), feelers)), (2, eyes)]
