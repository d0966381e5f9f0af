"""Dinosaurs and a dragon; they look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import Clay, marks, moulded, shift
from .kinds import Parts, kind, mix
from .solids import blend, mirror, union


@kind(
    "dinosaur",
    "tyrannosaurus",
    "t rex",
    height=4.0,
    senses=("dinosaur.n.01", "theropod.n.01"),
    body=("green", "green", "orange", "brown", "purple"),
    belly=("yellow", "white", "same"),
    teeth=("white",),
)
@moulded
def dinosaur(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 tail, u5 jaw, u6 girth, u7 leg length."""
    w, leg = mix(u[6], 0.27, 0.34), mix(u[7], 0.0, 0.14)
    z = 0.72 + leg
    trunk = c.ball(w, 0.46, 0.34, (0, 0, z), rx=-34)
    s = mix(u[3], 0.9, 1.12)
    at = (0.0, -0.52, z + 0.56)
    neck = c.limb([(0, -0.2, z + 0.14), (0, -0.4, z + 0.36), at], [0.26, 0.2, 0.19])
    skull = c.ball(0.22 * s, 0.24 * s, 0.21 * s, at)
    upper = c.limb([shift(at, y=-0.06, z=0.02), shift(at, y=-0.5 * s, z=0.0)], [0.2 * s, 0.14 * s])
    gape = mix(u[5], 0.14, 0.26)
    jaw = c.limb(
        [shift(at, y=-0.04, z=-0.12), shift(at, y=-0.42 * s, z=-0.1 - gape)], [0.14 * s, 0.09]
    )
    teeth = [
        c.limb(
            [shift(at, 0.1 * s, -y * s, -0.08 * s), shift(at, 0.1 * s, -y * s, -0.2 * s)],
            [0.065, 0.05],
        )
        for y in (0.26, 0.4, 0.54)
    ]
    lift = mix(u[4], 0.0, 0.36)
    tail = c.limb(
        [(0, 0.24, z - 0.1), (0, 0.62, z - 0.26), (0, 0.98, z - 0.3), (0, 1.24, z - 0.26 + lift)],
        [0.26, 0.17, 0.11, 0.06],
    )
    thigh = c.ball(0.17, 0.24, 0.3, (w * 0.85, 0.08, z - 0.16), rx=14)
    shin = c.limb(
        [(w * 0.9, 0.0, z - 0.34), (w * 0.9, 0.2, 0.26), (w * 0.9, 0.04, 0.09)], [0.13, 0.095, 0.1]
    )
    foot = c.ball(0.13, 0.22, 0.085, (w * 0.9, -0.08, 0.085))
    arm = c.limb(
        [(w * 0.7, -0.3, z + 0.12), (w * 0.85, -0.42, z - 0.02), (w * 0.75, -0.56, z + 0.02)],
        [0.08, 0.065, 0.06],
    )
    eyes = mirror(c.bead(0.075, shift(at, 0.18 * s, -0.1, 0.13 * s)))
    belly = marks(trunk, c.ball(w * 0.66, 0.24, 0.36, (0, -0.34, z - 0.12), rx=30))
    body = union(
        blend(trunk, neck, skull, upper, jaw, tail, radius=0.06),
        mirror(union(thigh, shin, foot, arm)),
    )
    return [(0, body), (1, belly), (2, union(mirror(union(*teeth)), eyes))]


@kind(
    "brontosaurus",
    "apatosaurus",
    "long neck dinosaur",
    height=7.0,
    senses=("sauropod.n.01", "brontosaurus.n.01"),
    body=("green", "blue", "gray", "purple"),
    belly=("yellow", "white", "same"),
    eyes=("black", "white"),
)
@moulded
def brontosaurus(u: np.ndarray, c: Clay) -> Parts:
    """u3 neck length, u4 tail, u5 head size, u6 girth, u7 leg length."""
    w, low = mix(u[6], 0.3, 0.37), mix(u[7], 0.26, 0.4)
    z = low + 0.3
    trunk = c.ball(w, 0.52, 0.34, (0, 0, z))
    tall = z + mix(u[3], 0.6, 0.9)
    at = (0.0, -0.86, tall)
    neck = c.limb(
        [(0, -0.28, z + 0.06), (0, -0.56, z + 0.24), (0, -0.7, tall - 0.3), (0, -0.76, tall)],
        [0.24, 0.17, 0.125, 0.12],
    )
    s = mix(u[5], 0.16, 0.2)
    head = c.ball(s * 0.9, s * 1.35, s * 0.85, at)
    lift = mix(u[4], 0.0, 0.34)
    tail = c.limb(
        [(0, 0.3, z), (0, 0.66, z - 0.14), (0, 1.0, z - 0.26), (0, 1.24, z - 0.26 + lift)],
        [0.25, 0.16, 0.1, 0.055],
    )
    legs = mirror(
        union(
            *(c.limb([(w * 0.62, y, z), (w * 0.66, y, 0.12)], [0.16, 0.125]) for y in (-0.28, 0.28))
        )
    )
    belly = marks(trunk, c.ball(w * 0.8, 0.46, 0.2, (0, 0, z - 0.3)))
    eyes = mirror(c.bead(0.06, shift(at, s * 0.7, -s * 0.5, s * 0.35)))
    return [(0, blend(trunk, neck, head, tail, legs, radius=0.08)), (1, belly), (2, eyes)]


@kind(
    "dragon",
    height=3.0,
    senses=("dragon.n.01", "mythical_monster.n.01"),
    body=("red", "green", "purple", "black", "blue"),
    wings=("same", "orange", "yellow", "purple"),
    horns=("yellow", "white", "orange"),
    forms={"with folded wings": (7, 0.0, 0.35), "with spread wings": (7, 0.35, 1.0)},
)
@moulded
def dragon(u: np.ndarray, c: Clay) -> Parts:
    """u3 neck, u4 tail, u5 horns, u6 girth, u7 wings folded or spread."""
    w = mix(u[6], 0.26, 0.33)
    z = 0.52
    trunk = c.ball(w, 0.48, 0.32, (0, 0.05, z), rx=-16)
    tall = z + mix(u[3], 0.46, 0.66)
    at = (0.0, -0.66, tall)
    neck = c.limb(
        [(0, -0.24, z + 0.1), (0, -0.5, z + 0.22), (0, -0.58, tall - 0.12), at],
        [0.23, 0.17, 0.14, 0.15],
    )
    head = blend(
        c.ball(0.18, 0.2, 0.17, at),
        c.limb([at, shift(at, y=-0.38, z=-0.07)], [0.16, 0.1]),
        radius=0.05,
    )
    snout = mirror(c.bead(0.065, shift(at, 0.06, -0.4, 0.03)))
    lift = mix(u[4], 0.1, 0.44)
    end = (0.0, 1.16, 0.16 + lift)
    tail = c.limb(
        [(0, 0.34, z - 0.06), (0, 0.7, 0.2), (0, 1.0, 0.14), end], [0.22, 0.14, 0.1, 0.06]
    )
    barb = c.ball(0.13, 0.15, 0.09, shift(end, y=0.08, z=0.04), rx=40)
    legs = []
    for y, r in ((-0.26, 0.1), (0.3, 0.13)):
        legs += [
            c.limb(
                [(w * 0.7, y, z - 0.04), (w * 1.0, y + 0.06, 0.3), (w * 0.95, y, 0.1)],
                [r * 1.3, r, r * 0.9],
            ),
            c.ball(0.11, 0.17, 0.08, (w * 0.95, y - 0.07, 0.08)),
        ]
    long = mix(u[5], 0.2, 0.34)
    root = shift(at, 0.1, 0.08, 0.1)
    horns = mirror(
        c.limb(
            [root, shift(root, 0.05, long * 0.7, long * 0.4), shift(root, 0.06, long * 0.85, long)],
            [0.08, 0.07, 0.05],
        )
    )
    places = (
        (-0.5, z + 0.48),
        (-0.28, z + 0.38),
        (0.06, z + 0.36),
        (0.32, z + 0.22),
        (0.56, z - 0.02),
        (0.8, 0.32),
    )
    spines = [c.limb([(0, y, h - 0.12), (0, y + 0.06, h + 0.1)], [0.1, 0.05]) for y, h in places]
    if u[7] >= 0.35:
        edge = [
            (0.0, 0.0),
            (0.34, 0.34),
            (0.6, 0.5),
            (0.82, 0.44),
            (1.05, 0.1),
            (0.84, 0.08),
            (0.7, -0.1),
            (0.52, 0.0),
            (0.34, -0.14),
            (0.14, -0.06),
        ]
        flat = c.plate(edge, 0.11, "y", (0, 0, 0), 0.025).rotated(-20, "z")
    else:
        edge = [
            (-0.1, 0.0),
            (-0.06, 0.42),
            (0.1, 0.52),
            (0.56, 0.3),
            (0.86, 0.02),
            (0.58, 0.06),
            (0.5, -0.14),
            (0.28, -0.04),
            (0.12, -0.2),
        ]
        flat = c.plate(edge, 0.11, "x", (0, 0, 0), 0.025).rotated(12, "y").rotated(-10, "z")
    wings = mirror(flat.at(*c.place((w * 0.62, -0.02, z + 0.2))))
    eyes = mirror(c.bead(0.065, shift(at, 0.14, -0.1, 0.09)))
    body = union(blend(trunk, neck, head, tail, radius=0.08), snout, mirror(union(*legs)))
    return [(0, body), (1, union(wings, barb)), (2, union(horns, *spines, eyes))]
