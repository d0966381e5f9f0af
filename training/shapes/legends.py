"""Ghosts, bones, and beings out of stories; hands and heads. They look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import Clay, moulded, shift
from .folk import SKIN, Folk, face, hair, legs, posture, robe, trunk
from .kinds import Parts, kind, mix, pick
from .solids import Solid, blend, difference, mirror, torus, union


@kind(
    "ghost",
    "phantom",
    "spook",
    "spirit",
    height=1.6,
    senses=("ghost.n.03", "ghost.n.01"),
    body=("white", "white", "cyan", "gray"),
    eyes=("black", "blue"),
)
@moulded
def ghost(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 arms, u5 hem, u6 girth, u7 mouth."""
    r, w = mix(u[3], 0.42, 0.5), mix(u[6], 0.46, 0.58)
    tall = 1.6
    sheet = c.turned(
        [
            (w * 0.92, 0.14),
            (w, 0.22),
            (w * 0.88, 0.55),
            (r, tall - r * 1.1),
            (r * 0.96, tall - r * 0.7),
            (r * 0.72, tall - r * 0.3),
            (r * 0.4, tall - r * 0.07),
            (0.02, tall),
        ],
        rounding=0.05,
    )
    s = mix(u[5], 0.13, 0.17)
    hem = [
        c.limb([(w * 0.82 * x, w * 0.82 * y, 0.3), (w * 0.9 * x, w * 0.9 * y, s)], s)
        for x, y in ((0.0, -1.0), (0.0, 1.0))
    ]
    hem += [
        mirror(c.limb([(w * 0.82 * x, w * 0.82 * y, 0.3), (w * 0.9 * x, w * 0.9 * y, s)], s))
        for x, y in ((0.87, -0.5), (0.87, 0.5))
    ]
    lift = mix(u[4], -0.1, 0.3)
    arms = mirror(
        c.limb(
            [(r * 0.7, 0, 0.9), (r + 0.2, -0.16, 0.9 + lift * 0.6), (r + 0.26, -0.32, 0.86 + lift)],
            [0.2, 0.14, 0.1],
        )
    )
    z = tall - r * 0.78
    eyes = mirror(c.ball(0.1, 0.1, 0.15, (r * 0.4, -r * 0.9, z)))
    m = mix(u[7], 0.08, 0.13)
    mouth = c.ball(m, 0.1, m * 1.25, (0, -r * 0.98, z - 0.3))
    return [(0, union(blend(sheet, arms, radius=0.12), *hem)), (1, union(eyes, mouth))]


def _skull(c: Clay, r: float, at: tuple[float, float, float]) -> tuple[Solid, Solid, Solid]:
    """Bone, the dark of eyes and nose, and teeth."""
    brain = c.ball(r * 0.96, r * 1.08, r * 0.94, shift(at, y=r * 0.12, z=r * 0.16))
    cheeks = mirror(c.ball(r * 0.34, r * 0.34, r * 0.3, shift(at, r * 0.52, -r * 0.6, -r * 0.36)))
    upper = c.ball(r * 0.5, r * 0.5, r * 0.42, shift(at, y=-r * 0.52, z=-r * 0.56))
    jaw = c.ball(r * 0.52, r * 0.5, r * 0.2, shift(at, y=-r * 0.44, z=-r * 1.1))
    hinge = mirror(
        c.limb(
            [shift(at, r * 0.6, -r * 0.05, -r * 0.4), shift(at, r * 0.48, -r * 0.2, -r * 1.05)],
            r * 0.17,
        )
    )
    holes = mirror(c.ball(r * 0.3, r * 0.34, r * 0.29, shift(at, r * 0.4, -r * 0.84, -r * 0.02)))
    nose = c.ball(r * 0.14, r * 0.2, r * 0.2, shift(at, y=-r * 0.96, z=-r * 0.36))
    bone = blend(brain, cheeks, upper, radius=r * 0.2)
    teeth = [
        c.box(r * 0.22, r * 0.22, r * 0.36, shift(at, r * x, -r * y, -r * 0.9), 0.02)
        for x, y in ((0.13, 0.9), (0.38, 0.78))
    ]
    return union(bone, jaw, hinge), union(holes, nose), mirror(union(*teeth))


@kind(
    "skull",
    "death's head",
    height=0.22,
    senses=("skull.n.01",),
    bone=("white", "white", "gray", "yellow"),
    eyes=("black", "red", "black"),
    teeth=("same", "yellow", "gray"),
)
@moulded
def skull(u: np.ndarray, c: Clay) -> Parts:
    """u3 jaw, u4 eye size, u5 brow, u6 width of the cheeks, u7 teeth."""
    r = 0.72
    at = (0.0, 0.0, 1.1)
    brain = c.ball(r * 0.92, r * 1.08, r * 0.92, shift(at, y=r * 0.14, z=r * 0.16))
    w = mix(u[6], 0.46, 0.58)
    cheeks = mirror(c.ball(r * 0.3, r * 0.36, r * 0.26, shift(at, r * w, -r * 0.58, -r * 0.4)))
    upper = c.ball(r * 0.5, r * 0.52, r * 0.44, shift(at, y=-r * 0.5, z=-r * 0.5))
    brow = mirror(
        c.limb(
            [
                shift(at, r * 0.12, -r * 0.9, r * 0.24),
                shift(at, r * 0.62, -r * 0.68, r * mix(u[5], 0.22, 0.36)),
            ],
            r * 0.15,
        )
    )
    drop = mix(u[3], 0.0, 0.2)
    jaw_z = -r * (1.12 + drop)
    jaw = c.ball(r * 0.5, r * 0.52, r * 0.22, shift(at, y=-r * 0.42, z=jaw_z))
    hinge = mirror(
        c.limb([shift(at, r * 0.6, 0.0, -r * 0.4), shift(at, r * 0.46, -r * 0.2, jaw_z)], r * 0.15)
    )
    e = mix(u[4], 0.22, 0.29)
    holes = mirror(c.ball(r * e, r * 0.3, r * e, shift(at, r * 0.38, -r * 0.86, -r * 0.06)))
    nose = c.limb(
        [shift(at, y=-r * 0.96, z=-r * 0.22), shift(at, 0.0, -r * 0.98, -r * 0.42)], [0.06, 0.1]
    )
    bone = difference(blend(brain, cheeks, upper, brow, radius=r * 0.2), union(holes, nose), 0.03)
    deep = union(
        mirror(
            c.ball(r * e * 0.95, r * 0.2, r * e * 0.95, shift(at, r * 0.38, -r * 0.74, -r * 0.06))
        ),
        c.ball(r * 0.12, r * 0.2, r * 0.18, shift(at, y=-r * 0.82, z=-r * 0.36)),
    )
    t = mix(u[7], 0.2, 0.25)
    rows = [
        c.box(r * 0.19, r * 0.2, r * t, shift(at, r * x, -r * y, z), 0.02)
        for x, y in ((0.115, 0.88), (0.34, 0.78))
        for z in (-r * 0.84, jaw_z + r * 0.2)
    ]
    back = c.ball(r * 0.36, r * 0.36, r * 0.36, shift(at, y=-r * 0.4, z=-r * 0.86))
    return [(0, union(bone, jaw, hinge)), (1, union(deep, back)), (2, mirror(union(*rows)))]


@kind(
    "skeleton",
    "bones",
    height=1.75,
    senses=("skeleton.n.03",),
    bones=("white", "white", "gray", "yellow"),
    eyes=("black", "red"),
    forms={"with raised arms": (7, 0.5, 1.0)},
)
@moulded
def skeleton(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 ribs, u5 bone thickness, u6 width, u7 arms hang or are raised."""
    t, w, r = mix(u[5], 0.055, 0.068), mix(u[6], 0.24, 0.3), mix(u[3], 0.22, 0.27)
    hip, top = 0.76, 1.32
    head, holes, teeth = _skull(c, r, (0.0, -0.04, top + 0.14 + r))
    spine = c.limb([(0, 0.06, hip), (0, 0.04, top), (0, 0.0, top + 0.24)], t * 1.1)
    count = 3 + pick(u[4], 2)
    ribs = []
    for i in range(count):
        z = top - 0.1 - 0.36 * i / (count - 1)
        k = w * (0.86, 1.0, 0.94, 0.8)[i]
        ring = [
            (0.0, 0.07, z),
            (k * 0.75, 0.06, z),
            (k, -0.06, z - 0.02),
            (k * 0.72, -0.18, z - 0.05),
            (0.03, -0.2, z - 0.06),
        ]
        ribs.append(c.limb(ring, 0.05))
    chest = c.limb([(0, -0.2, top - 0.12), (0, -0.2, top - 0.44)], 0.055)
    collar = c.limb([(0, -0.02, top), (w + 0.06, 0, top - 0.02)], t)
    pelvis = union(
        c.ball(w * 0.42, 0.1, 0.13, (w * 0.42, 0.0, hip + 0.02), ry=-24),
        c.limb([(0, 0, hip - 0.06), (w * 0.55, 0, hip - 0.04)], t),
    )
    at = (w + 0.06, 0.0, top - 0.02)
    if u[7] < 0.5:
        elbow, hand = shift(at, 0.08, 0.02, -0.32), shift(at, 0.12, -0.06, -0.6)
    else:
        elbow, hand = shift(at, 0.24, 0.0, 0.02), shift(at, 0.32, -0.04, 0.34)
    way = 0.12 if u[7] >= 0.5 else -0.12
    fingers = [c.limb([hand, shift(hand, x, 0.0, way)], 0.05) for x in (-0.06, 0.07)]
    arm = union(
        c.limb([at, elbow, hand], t),
        c.bead(t * 1.45, at),
        c.bead(t * 1.4, elbow),
        c.bead(t * 1.3, hand),
        *fingers,
    )
    x = w * 0.56
    knee, ankle = (x, -0.03, 0.42), (x, 0.0, 0.09)
    leg = union(
        c.limb([(x, 0, hip - 0.04), knee, ankle], t * 1.05),
        c.bead(t * 1.5, knee),
        c.bead(t * 1.5, (x, 0, hip - 0.04)),
        c.limb([ankle, (x + 0.02, -0.24, 0.06)], [0.075, 0.06]),
    )
    body = union(head, teeth, spine, chest, mirror(union(*ribs, collar, pelvis, arm, leg)))
    return [(0, body), (1, holes)]


@kind(
    "hand",
    "palm",
    "fist",
    height=0.19,
    senses=("hand.n.01",),
    hand=("orange", "pink", "yellow", "brown", "white"),
    cuff=("white", "blue", "red", "black"),
    forms={"open": (7, 0.0, 0.4), "pointing": (7, 0.4, 0.6), "with a thumb up": (7, 0.8, 1.0)},
)
@moulded
def hand(u: np.ndarray, c: Clay) -> Parts:
    """u3 finger length, u4 spread, u5 cuff, u6 thickness, u7 open, pointing, victory or thumb up.

    The palm faces x, so that both sides are alike.
    """
    t, f = mix(u[6], 0.85, 1.15), 0.1
    low = 0.42
    palm = c.ball(0.16 * t, 0.36, 0.38, (0, 0.02, low + 0.36))
    block = c.box(0.27 * t, 0.6, 0.5, (0, 0.02, low + 0.4), 0.12)
    wrist = c.limb([(0, 0.04, 0.2), (0, 0.03, low + 0.2)], [0.17, 0.2])
    sleeve = c.turned(
        [(0.26, 0.0), (mix(u[5], 0.27, 0.33), 0.04), (mix(u[5], 0.25, 0.31), 0.3)],
        (0, 0.04, 0),
        0.04,
    )
    long, fan = mix(u[3], 0.42, 0.58), mix(u[4], 0.0, 0.16)
    up = {0: (1, 1, 1, 1), 1: (1, 1, 1, 1), 2: (1, 0, 0, 0), 3: (1, 1, 0, 0), 4: (0, 0, 0, 0)}[
        pick(u[7], 5)
    ]
    fingers, top = [], low + 0.58
    for i, (y, k) in enumerate(((-0.22, 0.92), (-0.06, 1.04), (0.1, 0.96), (0.25, 0.76))):
        root = (0.0, y, top - 0.02)
        if up[i]:
            tip = (0.0, y + (i - 1.4) * fan, top + long * k)
            fingers.append(c.limb([root, tip], [f * 1.02, f * 0.86]))
        else:
            fold = (0.0, y, top + 0.1)
            fingers.append(c.limb([root, fold], [f, f * 1.06]))
    if u[7] >= 0.8:
        thumb = c.limb(
            [(0, -0.2, low + 0.34), (0, -0.32, low + 0.6), (0, -0.34, low + 1.04)],
            [0.13, 0.115, 0.1],
        )
    elif sum(up) < 4:
        thumb = c.limb(
            [(0, -0.2, low + 0.24), (0, -0.36, low + 0.4), (0, -0.24, low + 0.56)],
            [0.13, 0.11, 0.1],
        )
    else:
        thumb = c.limb(
            [(0, -0.2, low + 0.2), (0, -0.44, low + 0.42), (0, -0.56 - fan * 0.6, low + 0.64)],
            [0.14, 0.11, 0.09],
        )
    return [(0, union(blend(palm, block, wrist, thumb, radius=0.08), *fingers)), (1, sleeve)]


@kind(
    "head",
    "bust",
    "face",
    height=0.6,
    senses=("head.n.01", "bust.n.03", "face.n.01"),
    bust=("white", "white", "gray", "orange"),
    pedestal=("gray", "black", "brown", "white"),
    hair=("same", "brown", "black", "yellow"),
)
@moulded
def head(u: np.ndarray, c: Clay) -> Parts:
    """u3 hair, u4 nose, u5 pedestal, u6 width of the shoulders, u7 jaw."""
    w, r = mix(u[6], 0.46, 0.58), 0.36
    base = mix(u[5], 0.18, 0.34)
    stand = c.turned(
        [(0.34, 0.0), (0.34, 0.09), (0.2, 0.13), (0.18, base), (0.28, base + 0.1)], rounding=0.025
    )
    z = base + 0.06
    chest = c.ball(w, 0.26, 0.32, (0, 0.03, z + 0.3))
    flat = c.ball(w * 0.66, 0.24, 0.22, (0, 0.02, z + 0.18))
    at = (0.0, -0.04, z + 0.62 + r * 1.1)
    neck = c.limb([(0, 0.04, z + 0.4), at], [0.2, 0.17])
    skull_ = c.ball(r * 0.84, r * 0.96, r, shift(at, z=0.08))
    chin = c.ball(r * mix(u[7], 0.5, 0.66), r * 0.6, r * 0.5, shift(at, y=-r * 0.28, z=-r * 0.62))
    n = mix(u[4], 0.09, 0.16)
    nose = c.limb(
        [shift(at, y=-r * 0.84, z=r * 0.2), shift(at, y=-r * 0.86 - n, z=-r * 0.2)], [0.06, 0.085]
    )
    brow = mirror(
        c.limb(
            [shift(at, r * 0.14, -r * 0.86, r * 0.36), shift(at, r * 0.56, -r * 0.66, r * 0.36)],
            0.07,
        )
    )
    lids = mirror(c.ball(0.09, 0.07, 0.06, shift(at, r * 0.36, -r * 0.78, r * 0.14)))
    lips = c.ball(0.12, 0.07, 0.06, shift(at, y=-r * 0.86, z=-r * 0.58))
    ears = mirror(c.ball(0.06, 0.09, 0.13, shift(at, r * 0.86, 0.06, 0.02)))
    curls = [
        c.bead(0.13, shift(at, x * r, y * r, h * r))
        for x, y, h in (
            (0.28, -0.62, 0.92),
            (0.66, -0.3, 0.86),
            (0.84, 0.24, 0.6),
            (0.76, 0.6, 0.1),
        )
    ]
    cap = c.ball(r * 0.9, r * 0.98, r * 0.8, shift(at, y=r * 0.18, z=r * 0.5))
    top = union(cap, mirror(union(*curls))) if u[3] >= 0.35 else cap
    body = union(blend(chest, flat, neck, skull_, chin, radius=0.08), nose, brow, lids, lips, ears)
    return [(0, body), (1, stand), (2, top)]


@kind(
    "angel",
    "cherub",
    "fairy",
    height=1.8,
    senses=("angel.n.01", "fairy.n.01"),
    robe=("white", "white", "yellow"),
    wings=("same", "white", "yellow"),
    halo=("yellow", "orange"),
)
@moulded
def angel(u: np.ndarray, c: Clay) -> Parts:
    """u3 wing size, u4 width of the robe, u5 hair, u6 halo, u7 hands folded or spread."""
    f = Folk(hip=0.56, trunk=0.52, head_r=0.22, broad=0.23)
    at, r = f.crown, f.head_r
    skin, eyes = face(c, f)
    gown = robe(c, f, mix(u[4], 0.36, 0.48))
    sleeves, hands = posture(c, f, "joined" if u[7] < 0.5 else "out")
    s, z = mix(u[3], 0.85, 1.1), f.shoulder[2] - 0.1
    edge = [
        (0.0, -0.1), (0.16, 0.16), (0.4, 0.46), (0.66, 0.56), (0.78, 0.44), (0.74, 0.16),
        (0.62, 0.16), (0.66, -0.1), (0.5, -0.06), (0.52, -0.3), (0.36, -0.22), (0.32, -0.44),
        (0.16, -0.32), (0.0, -0.3),
    ]  # fmt: skip
    flat = c.plate([(x * s, h * s) for x, h in edge], 0.12, "y", (0, 0, 0), 0.025)
    wings = mirror(flat.rotated(14).at(*c.place((0.04, f.deep + 0.02, z))))
    ring = mix(u[6], 0.19, 0.25)
    wide = ring * float(np.sqrt(c.stretch[0] * c.stretch[1]))
    halo = torus(wide, 0.06).at(*c.place(shift(at, z=r * 1.42)))
    rod = c.limb([shift(at, y=ring, z=r * 1.42), shift(at, y=r * 0.8, z=r * 0.5)], 0.05)
    return [
        (0, union(gown, sleeves, skin, hands)),
        (1, wings),
        (2, union(halo, rod, hair(c, f, mix(u[5], 0.02, 0.2)), eyes)),
    ]


@kind(
    "mermaid",
    "merman",
    "siren",
    height=1.7,
    senses=("mermaid.n.01", "sea_nymph.n.01"),
    tail=("green", "cyan", "blue", "purple"),
    skin=SKIN,
    hair=("red", "orange", "yellow", "black", "brown"),
)
@moulded
def mermaid(u: np.ndarray, c: Clay) -> Parts:
    """u3 hair, u4 curve of the tail, u5 fins, u6 girth, u7 arms.

    She sits on the bend of her tail; its fins rise behind.
    """
    g = mix(u[6], 0.9, 1.12)
    f = Folk(hip=0.42, trunk=0.54, broad=0.22 * g, deep=0.15 * g, head_r=0.22, limb_r=0.085)
    skin, eyes = face(c, f)
    sleeves, hands = posture(c, f, "hanging" if u[7] < 0.4 else "hips" if u[7] < 0.7 else "raised")
    bend, lift = mix(u[4], 0.0, 0.14), mix(u[4], 0.2, 0.5)
    r = 0.2 * g
    end = (0.0, 0.92 + bend, 0.26 + lift)
    tail = c.limb(
        [(0, 0, 0.58), (0, -0.1, 0.36), (0, -0.02, r), (0, 0.42, 0.16), (0, 0.74, 0.14), end],
        [r, r * 1.1, r * 1.05, 0.16, 0.12, 0.08],
    )
    s = mix(u[5], 0.85, 1.15)
    fin = [
        (0.0, -0.12),
        (0.14 * s, 0.0),
        (0.4 * s, 0.2),
        (0.42 * s, 0.34),
        (0.2 * s, 0.26),
        (0.0, 0.12),
    ]
    fins = mirror(c.plate(fin, 0.11, "z", (0, 0, 0), 0.025).rotated(50, "x").at(*c.place(end)))
    shells = mirror(
        c.ball(0.1, 0.08, 0.09, (f.broad * 0.45, -f.deep * 0.86, f.hip + f.trunk - 0.2))
    )
    body = union(trunk(c, f), sleeves, hands, skin)
    return [
        (0, union(tail, fins, shells)),
        (1, body),
        (2, union(hair(c, f, mix(u[3], 0.14, 0.44)), eyes)),
    ]


@kind(
    "alien",
    "martian",
    "extraterrestrial",
    height=1.3,
    senses=("alien.n.03",),
    body=("green", "green", "gray", "cyan", "purple"),
    eyes=("black", "black", "red", "yellow"),
    antennas=("same", "yellow", "pink", "red"),
)
@moulded
def alien(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 eye size, u5 antennas, u6 girth, u7 arms hang or are raised."""
    g, r = mix(u[6], 0.85, 1.15), mix(u[3], 0.36, 0.45)
    f = Folk(hip=0.46, trunk=0.46, broad=0.2 * g, deep=0.16 * g, head_r=r, limb_r=0.085)
    leg, feet = legs(c, f, 0.17)
    sleeves, hands = posture(c, f, "raised" if u[7] >= 0.6 else "hanging")
    at = f.crown
    dome = c.ball(r, r * 0.92, r * 0.84, shift(at, z=r * 0.12))
    chin = c.ball(r * 0.52, r * 0.56, r * 0.62, shift(at, y=-r * 0.16, z=-r * 0.42))
    neck = c.limb([(0, 0, f.hip + f.trunk - 0.14), at], 0.1)
    e = mix(u[4], 0.15, 0.2)
    eyes = mirror(c.ball(e * 0.68, 0.09, e, shift(at, r * 0.42, -r * 0.78, 0.0), ry=32, rz=20))
    long = mix(u[5], 0.2, 0.36)
    root = shift(at, r * 0.4, 0, r * 0.8)
    tip = shift(root, 0.12, 0, long)
    antennas = mirror(union(c.limb([root, tip], 0.05), c.bead(0.085, tip)))
    body = union(blend(dome, chin, neck, trunk(c, f), leg, sleeves, radius=0.06), feet, hands)
    return [(0, body), (1, eyes), (2, antennas)]
