"""Birds; they look to -y."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bodies import Clay, marks, moulded, shift
from .kinds import Parts, kind, mix
from .solids import Solid, Vector, blend, mirror, union

SPREADS = {"with folded wings": (7, 0.0, 0.5), "with spread wings": (7, 0.5, 1.0)}


@dataclass(frozen=True)
class Fowl:
    """Measures of a bird: radii of the trunk, how far its breast rises (degrees), its middle's
    height; the head's place (y, z) and radius; the lengths of beak and tail."""

    wide: float = 0.34
    long: float = 0.5
    tall: float = 0.34
    tilt: float = 25.0
    lift: float = 0.62
    head: tuple[float, float] = (-0.42, 1.06)
    head_r: float = 0.24
    neck_r: float = 0.2
    beak: float = 0.22
    beak_r: float = 0.085
    hook: float = 0.04
    tail: float = 0.4
    leg_y: float = 0.02

    @property
    def crown(self) -> Vector:
        return (0.0, *self.head)

    @property
    def middle(self) -> Vector:
        return 0.0, 0.0, self.lift


def trunk_of(c: Clay, f: Fowl) -> Solid:
    return c.ball(f.wide, f.long, f.tall, f.middle, rx=-f.tilt)


def body_of(c: Clay, f: Fowl) -> Solid:
    """Trunk, neck and head."""
    chest = shift(f.middle, y=-0.5 * f.long, z=0.2 * f.tall)
    neck = c.limb([chest, f.crown], [f.neck_r * 1.15, f.neck_r])
    head = c.ball(f.head_r * 0.94, f.head_r, f.head_r, f.crown)
    return blend(trunk_of(c, f), neck, head, radius=0.08)


def beak_of(c: Clay, f: Fowl) -> Solid:
    at = shift(f.crown, y=-f.head_r * 0.75, z=-f.head_r * 0.08)
    reach = f.head_r * 0.25 + f.beak
    path = [at, shift(at, y=-reach * 0.7), shift(at, y=-reach, z=-f.hook)]
    return c.limb(path, [f.beak_r * 1.15, f.beak_r * 0.85, 0.05])


def eyes_of(c: Clay, f: Fowl, r: float = 0.06) -> Solid:
    return mirror(c.bead(r, shift(f.crown, f.head_r * 0.72, -f.head_r * 0.52, f.head_r * 0.24)))


def legs_of(c: Clay, f: Fowl, r: float = 0.055, apart: float = 0.45, foot: float = 0.26) -> Solid:
    """Straight legs with three toes forward."""
    x, y = f.wide * apart, f.leg_y
    ankle = (x, y, 0.055)
    shin = c.limb([(x, y, f.lift - 0.3 * f.tall), ankle], r)
    toes = [
        c.limb([ankle, (x + side * foot * 0.45, y - foot, 0.055)], 0.055) for side in (-1, 0, 1)
    ]
    return mirror(union(shin, *toes, c.limb([ankle, (x, y + foot * 0.45, 0.055)], 0.055)))


def tail_of(c: Clay, f: Fowl, wide: float = 0.2, lift: float = 0.0) -> Solid:
    """A flat tail, wider at its end; `lift` in degrees above the trunk's own line."""
    half = max(wide, 0.08)
    outline = [(-half * 0.5, 0.0), (half * 0.5, 0.0), (half, f.tail + 0.2), (-half, f.tail + 0.2)]
    turn = np.radians(-f.tilt)
    root = shift(f.middle, y=f.long * 0.72 * np.cos(turn), z=f.long * 0.72 * np.sin(turn))
    flat = c.plate(outline, 0.11, "z", (0, 0, 0), 0.03)
    return flat.rotated(-f.tilt + lift, "x").at(*c.place(root))


def wings_of(
    c: Clay, f: Fowl, spread: bool, span: float = 0.95, deep: float = 0.42, lift: float = 14.0
) -> Solid:
    """At the sides, or spread, with feathers at the ends."""
    if not spread:
        at = shift(f.middle, f.wide * 0.9, 0.12 * f.long, 0.1 * f.tall)
        return mirror(c.ball(0.08, f.long * 0.78, f.tall * 0.62, at, rx=-f.tilt * 1.1, rz=-6))
    d, s = deep, span
    outline = [
        (0.0, -d * 0.45), (s * 0.45, -d * 0.62), (s * 0.8, -d * 0.3), (s, d * 0.15),
        (s * 0.93, d * 0.5), (s * 0.86, d * 0.28), (s * 0.78, d * 0.68), (s * 0.7, d * 0.4),
        (s * 0.6, d * 0.78), (s * 0.5, d * 0.5), (0.0, d * 0.6),
    ]  # fmt: skip
    flat = c.plate(outline, 0.11, "z", (0, 0, 0), 0.025).rotated(-lift, "y")
    return mirror(flat.at(*c.place(shift(f.middle, y=-0.1 * f.long, z=0.42 * f.tall))))


@kind(
    "bird",
    "songbird",
    "sparrow",
    "robin",
    height=0.15,
    senses=("bird.n.01",),
    body=("blue", "red", "yellow", "brown", "green", "cyan"),
    wings=("same", "blue", "brown", "yellow"),
    beak=("orange", "yellow", "black"),
    forms=SPREADS,
)
@moulded
def bird(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 beak, u5 tail, u6 girth, u7 wings folded or spread."""
    wide, r = mix(u[6], 0.3, 0.38), mix(u[3], 0.26, 0.31)
    f = Fowl(
        wide=wide, tall=wide * 1.02, long=0.5, tilt=28, lift=0.56, head=(-0.38, 0.96), head_r=r,
        neck_r=0.22, beak=mix(u[4], 0.14, 0.26), tail=mix(u[5], 0.3, 0.5), leg_y=-0.02,
    )  # fmt: skip
    body = union(body_of(c, f), tail_of(c, f, 0.17, 10))
    beak = union(beak_of(c, f), legs_of(c, f), eyes_of(c, f, 0.065))
    return [(0, body), (1, wings_of(c, f, u[7] >= 0.5, 0.85)), (2, beak)]


@kind(
    "eagle",
    height=0.9,
    senses=("eagle.n.01", "bird_of_prey.n.01"),
    body=("brown", "brown", "black"),
    head=("white", "same", "yellow"),
    beak=("yellow", "orange"),
    forms=SPREADS,
)
@moulded
def eagle(u: np.ndarray, c: Clay) -> Parts:
    """u3 wing span, u4 beak, u5 tail, u6 girth, u7 wings folded or spread."""
    wide = mix(u[6], 0.26, 0.32)
    f = Fowl(
        wide=wide, tall=wide * 1.05, long=0.52, tilt=48, lift=0.62, head=(-0.38, 1.22), head_r=0.2,
        neck_r=0.17, beak=mix(u[4], 0.16, 0.22), beak_r=0.1, hook=0.13, tail=mix(u[5], 0.26, 0.4),
        leg_y=-0.06,
    )  # fmt: skip
    chest = shift(f.middle, y=-0.3, z=0.4)
    neck = c.limb([chest, f.crown], [0.22, 0.18])
    head = union(blend(neck, c.ball(0.2, 0.22, 0.2, f.crown), radius=0.06), tail_of(c, f, 0.2, 12))
    spread = u[7] >= 0.5
    wings = wings_of(c, f, spread, mix(u[3], 0.95, 1.25), 0.5, 24)
    if spread:
        wings = wings.at(*c.place((0, 0, 0.12)))
    thighs = mirror(c.ball(0.13, 0.15, 0.2, (f.wide * 0.5, -0.06, 0.36)))
    beak = union(beak_of(c, f), legs_of(c, f, 0.065, 0.5), eyes_of(c, f, 0.055))
    return [(0, union(trunk_of(c, f), wings, thighs)), (1, head), (2, beak)]


@kind(
    "owl",
    height=0.4,
    senses=("owl.n.01",),
    body=("brown", "brown", "gray", "white"),
    eyes=("yellow", "white", "orange"),
    beak=("black", "orange", "black"),
    forms=SPREADS,
)
@moulded
def owl(u: np.ndarray, c: Clay) -> Parts:
    """u3 eye size, u4 ear tufts, u5 head size, u6 girth, u7 wings folded or spread."""
    wide, r = mix(u[6], 0.38, 0.46), mix(u[5], 0.38, 0.44)
    trunk = c.ball(wide, wide * 0.86, 0.5, (0, 0, 0.56))
    at = (0.0, -0.02, 1.1)
    head = c.ball(r, r * 0.86, r * 0.84, at)
    tuft = mix(u[4], 0.16, 0.3)
    ears = mirror(
        c.limb(
            [shift(at, r * 0.55, -0.06, r * 0.45), shift(at, r * 0.85, -0.08, r * 0.6 + tuft)],
            [0.13, 0.05],
        )
    )
    e = mix(u[3], 0.15, 0.19)
    eyes = mirror(c.ball(e, 0.09, e, shift(at, r * 0.4, -r * 0.78, 0.04), rz=18))
    pupils = mirror(c.bead(0.08, shift(at, r * 0.42, -r * 0.78 - 0.07, 0.04)))
    beak = c.limb([shift(at, y=-r * 0.84, z=-0.06), shift(at, y=-r * 1.02, z=-0.2)], [0.085, 0.05])
    feet = mirror(c.ball(0.13, 0.18, 0.08, (wide * 0.42, -wide * 0.6, 0.08)))
    f = Fowl(wide=wide, long=0.4, tall=0.46, tilt=78, lift=0.6)
    if u[7] >= 0.5:
        wings = wings_of(c, f, True, 1.0, 0.5, 20).at(*c.place((0, 0.1, 0.08)))
    else:
        wings = mirror(c.ball(0.1, 0.26, 0.42, (wide * 0.96, 0.05, 0.56), ry=8))
    tail = c.plate([(-0.14, 0.1), (0.14, 0.1), (0.18, 0.62), (-0.18, 0.62)], 0.1, "z", (0, 0, 0.2))
    return [
        (0, union(blend(trunk, head, radius=0.06), ears, wings, tail)),
        (1, eyes),
        (2, union(beak, pupils, feet)),
    ]


@kind(
    "parrot",
    "parakeet",
    height=0.4,
    senses=("parrot.n.01",),
    body=("red", "green", "blue", "yellow"),
    wings=("blue", "green", "yellow", "red"),
    beak=("black", "yellow", "white"),
    forms=SPREADS,
)
@moulded
def parrot(u: np.ndarray, c: Clay) -> Parts:
    """u3 tail length, u4 head size, u5 crest, u6 girth, u7 wings folded or spread."""
    wide, r = mix(u[6], 0.24, 0.3), mix(u[4], 0.23, 0.27)
    f = Fowl(
        wide=wide, tall=wide, long=0.48, tilt=62, lift=0.72, head=(-0.24, 1.24), head_r=r,
        neck_r=0.2, tail=0.3, leg_y=-0.14,
    )  # fmt: skip
    at = shift(f.crown, y=-r * 0.75, z=-0.02)
    beak = c.limb(
        [at, shift(at, y=-0.16, z=-0.03), shift(at, y=-0.17, z=-0.2)], [0.13, 0.115, 0.05]
    )
    long = mix(u[3], 0.1, 0.4)
    tail = c.limb([(0, 0.16, 0.5), (0, 0.36, 0.2), (0, 0.46 + long, 0.08)], [0.14, 0.1, 0.07])
    crest = c.limb(
        [shift(f.crown, y=0.02, z=r * 0.7), shift(f.crown, y=0.16, z=r + mix(u[5], 0.0, 0.16))],
        [0.1, 0.055],
    )
    wings = wings_of(c, f, u[7] >= 0.5, 0.9, 0.46, 22)
    if u[7] >= 0.5:
        wings = wings.at(*c.place((0, 0, 0.14)))
    feet = union(legs_of(c, f, 0.06, 0.5, 0.2), eyes_of(c, f, 0.06))
    return [(0, union(body_of(c, f), crest)), (1, union(wings, tail)), (2, union(beak, feet))]


@kind(
    "penguin",
    height=0.7,
    senses=("penguin.n.01", "auk.n.01"),
    body=("black", "black", "blue", "gray"),
    belly=("white",),
    beak=("orange", "yellow"),
)
@moulded
def penguin(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 beak, u5 flippers hang or stand off, u6 girth."""
    wide, r = mix(u[6], 0.38, 0.46), mix(u[3], 0.28, 0.34)
    trunk = c.ball(wide, wide * 0.88, 0.58, (0, 0, 0.64))
    at = (0.0, -0.03, 1.26)
    head = c.ball(r, r, r, at)
    torso = blend(trunk, head, radius=0.16)
    white = marks(trunk, c.ball(wide * 0.74, 0.4, 0.52, (0, -wide * 0.72, 0.58)))
    face = mirror(c.ball(r * 0.44, r * 0.3, r * 0.46, shift(at, r * 0.36, -r * 0.78, 0.02)))
    eyes = mirror(c.bead(0.06, shift(at, r * 0.36, -r * 1.06, 0.05)))
    long = mix(u[4], 0.16, 0.28)
    beak = c.limb(
        [shift(at, y=-r * 0.7, z=-0.07), shift(at, y=-r * 0.92 - long, z=-0.11)], [0.1, 0.05]
    )
    feet = mirror(c.ball(0.17, 0.26, 0.075, (wide * 0.5, -wide * 0.6, 0.075), rz=12))
    out = mix(u[5], 0.04, 0.3)
    flippers = mirror(
        c.limb(
            [
                (wide * 0.85, 0.0, 0.94),
                (wide + 0.08 + out * 0.6, 0.02, 0.7),
                (wide + 0.08 + out, 0.0, 0.44 + out * 0.3),
            ],
            [0.1, 0.1, 0.06],
        )
    )
    tail = c.limb([(0, wide * 0.6, 0.3), (0, wide * 1.1, 0.07)], [0.14, 0.06])
    return [
        (0, union(torso, flippers, tail, eyes)),
        (1, union(white, face)),
        (2, union(beak, feet)),
    ]


@kind(
    "seagull",
    "gull",
    height=0.45,
    senses=("seagull.n.01", "seabird.n.01"),
    body=("white",),
    wings=("gray", "black"),
    beak=("yellow", "orange"),
    forms=SPREADS,
)
@moulded
def seagull(u: np.ndarray, c: Clay) -> Parts:
    """u3 wing span, u4 beak, u5 leg length, u6 girth, u7 wings folded or spread."""
    wide, leg = mix(u[6], 0.24, 0.3), mix(u[5], 0.0, 0.14)
    f = Fowl(
        wide=wide, tall=wide, long=0.56, tilt=14, lift=0.5 + leg, head=(-0.48, 0.88 + leg),
        head_r=0.2, neck_r=0.16, beak=mix(u[4], 0.2, 0.28), beak_r=0.075, hook=0.07, tail=0.26,
    )  # fmt: skip
    spread = u[7] >= 0.5
    wings = wings_of(c, f, spread, mix(u[3], 1.0, 1.25), 0.34, 18)
    if not spread:
        x, z = f.wide * 0.8, f.lift + 0.06
        point = c.limb([(x, 0.1, z), (0.1, 0.92, z - 0.08)], [0.14, 0.055])
        wings = union(wings, mirror(point))
    beak = union(beak_of(c, f), legs_of(c, f), eyes_of(c, f, 0.055))
    return [(0, union(body_of(c, f), tail_of(c, f, 0.15, 6))), (1, wings), (2, beak)]


@kind(
    "pigeon",
    "dove",
    height=0.3,
    senses=("pigeon.n.01", "columbiform_bird.n.01"),
    body=("gray", "gray", "white", "brown"),
    neck=("green", "purple", "same"),
    beak=("orange", "pink", "black"),
    forms=SPREADS,
)
@moulded
def pigeon(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 tail, u5 neck, u6 girth, u7 wings folded or spread."""
    wide, r = mix(u[6], 0.32, 0.39), mix(u[3], 0.16, 0.2)
    f = Fowl(
        wide=wide, tall=wide * 0.98, long=0.54, tilt=32, lift=0.56,
        head=(-0.42, 1.06 + mix(u[5], 0.0, 0.14)), head_r=r, neck_r=0.15, beak=0.14, beak_r=0.065,
        tail=mix(u[4], 0.34, 0.5), leg_y=-0.04,
    )  # fmt: skip
    breast = shift(f.middle, y=-0.28, z=0.12)
    collar = c.limb([breast, shift(f.crown, y=0.02, z=-0.1)], [0.3, r * 0.9])
    body = union(
        trunk_of(c, f),
        c.ball(r * 0.95, r, r, f.crown),
        tail_of(c, f, 0.2, 8),
        wings_of(c, f, u[7] >= 0.5, 0.9),
    )
    return [(0, body), (1, collar), (2, union(beak_of(c, f), legs_of(c, f), eyes_of(c, f, 0.055)))]
