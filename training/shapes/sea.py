"""Animals of the sea; they look to -y."""

from __future__ import annotations

import numpy as np

from .bodies import Clay, marks, moulded, shift
from .kinds import Parts, kind, mix
from .solids import blend, mirror, union


@kind(
    "dolphin",
    "porpoise",
    height=0.8,
    senses=("dolphin.n.02", "toothed_whale.n.01"),
    body=("gray", "blue", "cyan"),
    belly=("white",),
    eyes=("black",),
    forms={"jumping": (7, 0.5, 1.0)},
)
@moulded
def dolphin(u: np.ndarray, c: Clay) -> Parts:
    """u3 beak, u4 back fin, u5 flippers, u6 girth, u7 lies flat or leaps in a bow."""
    r, bow = mix(u[6], 0.26, 0.32), 0.3 if u[7] >= 0.5 else 0.05

    def z(y: float) -> float:
        return 0.5 - bow * (y * y * 1.5 - 0.1 * y)

    spine = [(0.0, y, z(y)) for y in (-0.62, -0.3, 0.05, 0.4, 0.72)]
    body = c.limb(spine, [r * 0.7, r, r * 0.96, r * 0.62, 0.1])
    long = mix(u[3], 0.2, 0.32)
    root = (0.0, -0.72, z(-0.72) - 0.04)
    beak = c.limb([root, shift(root, y=-0.1 - long, z=-0.06 - bow * long)], [0.13, 0.075])
    h = z(0.05) + r * 0.8
    high = mix(u[4], 0.24, 0.36)
    fin = c.plate([(-0.16, h), (0.24, h - 0.02), (0.34, h + high), (0.2, h + high * 0.86)], 0.11)
    out = mix(u[5], 0.3, 0.44)
    flipper = mirror(
        c.limb(
            [(r * 0.6, -0.3, z(-0.3) - r * 0.45), (r * 0.6 + out, -0.02, z(-0.3) - r * 0.9)],
            [0.11, 0.06],
        )
    )
    end = z(0.72)
    fluke = [(0.0, -0.1), (0.2, -0.02), (0.4, 0.2), (0.38, 0.26), (0.14, 0.2), (0.0, 0.16)]
    tail = mirror(
        c.plate(fluke, 0.1, "z", (0, 0, 0), 0.03).rotated(-25 if bow > 0.2 else -4, "x")
    ).at(*c.place((0, 0.74, end)))
    belly = marks(
        body, *(c.ball(r * 0.8, 0.36, r * 0.8, (0, y, z(y) - r * 0.85)) for y in (-0.42, -0.05))
    )
    eyes = mirror(c.bead(0.06, (r * 0.66, -0.62, z(-0.62) + 0.04)))
    return [(0, union(blend(body, beak, radius=0.06), fin, flipper, tail)), (1, belly), (2, eyes)]


@kind(
    "whale",
    height=3.0,
    senses=("whale.n.02", "cetacean.n.01", "sea_cow.n.01"),
    body=("blue", "blue", "gray", "black"),
    belly=("white", "cyan"),
    eyes=("black", "white"),
    forms={"with a water spout": (7, 0.5, 1.0)},
)
@moulded
def whale(u: np.ndarray, c: Clay) -> Parts:
    """u3 head size, u4 lift of the tail, u5 flippers, u6 girth, u7 with or without a spout."""
    wide, tall = mix(u[6], 0.42, 0.52), mix(u[3], 0.38, 0.48)
    trunk = c.ball(wide, 0.74, tall, (0, -0.2, tall))
    lift = mix(u[4], 0.1, 0.5)
    tail = c.limb(
        [(0, 0.1, tall * 0.9), (0, 0.56, tall * 0.85), (0, 0.86, tall * 0.9 + lift)],
        [0.34, 0.2, 0.1],
    )
    fluke = [(0.0, -0.12), (0.22, -0.06), (0.46, 0.18), (0.44, 0.28), (0.16, 0.2), (0.0, 0.12)]
    flukes = mirror(c.plate(fluke, 0.11, "z", (0, 0, 0), 0.03).rotated(30 * lift + 5, "x")).at(
        *c.place((0, 0.88, tall * 0.9 + lift))
    )
    out = mix(u[5], 0.24, 0.36)
    flipper = mirror(
        c.ball(0.3, 0.14, 0.06, (wide * 0.8 + out * 0.5, -0.2, tall * 0.42), ry=24, rz=18)
    )
    belly = marks(trunk, c.ball(wide * 0.86, 0.66, tall * 0.6, (0, -0.4, tall * 0.18)), lift=0.03)
    eyes = mirror(c.bead(0.07, (wide * 0.78, -0.62, tall * 1.06)))
    parts = [blend(trunk, tail, radius=0.1), flukes, flipper]
    if u[7] >= 0.5:
        top = tall * 1.9
        jet = c.limb([(0, -0.3, top), (0, -0.3, top + 0.32)], 0.065)
        side = mirror(
            c.limb(
                [(0, -0.3, top + 0.28), (0.15, -0.3, top + 0.42), (0.27, -0.3, top + 0.32)], 0.075
            )
        )
        belly = union(belly, jet, side)
    return [(0, union(*parts)), (1, belly), (2, eyes)]


@kind(
    "shark",
    height=1.0,
    senses=("shark.n.01",),
    body=("gray", "gray", "blue"),
    belly=("white",),
    eyes=("black",),
)
@moulded
def shark(u: np.ndarray, c: Clay) -> Parts:
    """u3 snout, u4 back fin, u5 side fins, u6 girth, u7 tail."""
    r = mix(u[6], 0.25, 0.32)
    z = 0.46
    long = mix(u[3], 0.0, 0.14)
    body = c.limb(
        [
            (0, -0.92 - long, z + 0.04),
            (0, -0.5, z),
            (0, -0.05, z),
            (0, 0.45, z),
            (0, 0.82, z + 0.04),
        ],
        [0.1, r * 0.92, r, r * 0.56, 0.085],
    )
    high, h = mix(u[4], 0.36, 0.48), z + r * 0.8
    fin = c.plate(
        [(-0.26, h), (0.22, h), (0.24, h + high * 0.4), (0.16, h + high), (0.06, h + high * 0.9)],
        0.11,
    )
    t = mix(u[7], 0.85, 1.1)
    tail = c.plate(
        [
            (0.72, z),
            (0.86, z + 0.06),
            (1.0, z + 0.5 * t),
            (1.12, z + 0.48 * t),
            (0.98, z + 0.02),
            (1.04, z - 0.28 * t),
            (0.94, z - 0.28 * t),
        ],
        0.11,
        "x",
        (0, 0, 0),
        0.03,
    )
    out = mix(u[5], 0.4, 0.56)
    wing = [
        (0.0, -0.3),
        (r * 0.6, -0.26),
        (r + out, 0.1),
        (r + out * 0.8, 0.14),
        (r * 0.6, 0.06),
        (0.0, 0.0),
    ]
    sides = mirror(
        c.plate(wing, 0.1, "z", (0, 0, 0), 0.03)
        .rotated(18, "y")
        .at(*c.place((0, -0.08, z - r * 0.1)))
    )
    belly = marks(
        body, *(c.ball(r * 0.9, 0.4, r * 0.8, (0, y, z - r * 0.8)) for y in (-0.55, -0.05))
    )
    eyes = mirror(c.bead(0.08, (r * 0.66, -0.68, z + r * 0.3)))
    return [(0, union(body, fin, tail, sides)), (1, belly), (2, eyes)]


@kind(
    "seal",
    "sea lion",
    height=0.8,
    senses=("seal.n.09", "pinniped_mammal.n.01"),
    body=("gray", "black", "brown", "white"),
    muzzle=("white", "same", "brown"),
    nose=("black",),
    forms={"with tusks": (7, 0.7, 1.0)},
)
@moulded
def seal(u: np.ndarray, c: Clay) -> Parts:
    """u3 neck, u4 head size, u5 tail, u6 girth, u7 with or without tusks."""
    wide, r = mix(u[6], 0.34, 0.42), mix(u[4], 0.23, 0.28)
    tall = mix(u[3], 0.78, 1.0)
    trunk = c.ball(wide, 0.6, 0.32, (0, 0.14, 0.33), rx=-14)
    at = (0.0, -0.46, tall)
    neck = c.limb([(0, -0.12, 0.42), (0, -0.36, 0.62), at], [0.32, 0.25, r * 0.85])
    head = c.ball(r * 0.95, r, r, at)
    lift = mix(u[5], 0.1, 0.3)
    tail = c.limb([(0, 0.5, 0.24), (0, 0.86, 0.12), (0, 1.0, 0.1 + lift * 0.4)], [0.22, 0.11, 0.08])
    fins = mirror(c.ball(0.09, 0.24, 0.06, (0.13, 1.12, 0.12 + lift), rx=34, rz=-24))
    flippers = mirror(
        c.limb(
            [(wide * 0.7, -0.26, 0.4), (wide * 1.2, -0.34, 0.07), (wide * 1.45, -0.5, 0.065)],
            [0.12, 0.1, 0.065],
        )
    )
    muzzle = mirror(c.ball(0.115, 0.11, 0.1, shift(at, 0.075, -r * 0.95, -r * 0.26)))
    if u[7] >= 0.7:
        muzzle = union(
            muzzle,
            mirror(
                c.limb(
                    [
                        shift(at, 0.08, -r * 1.1, -r * 0.4),
                        shift(at, 0.08, -r * 1.2, -r * 0.5 - 0.32),
                    ],
                    [0.065, 0.05],
                )
            ),
        )
    eyes = mirror(c.bead(0.065, shift(at, r * 0.58, -r * 0.72, r * 0.26)))
    nose = c.bead(0.07, shift(at, y=-r * 0.95 - 0.09, z=-r * 0.06))
    body = union(blend(trunk, neck, head, tail, radius=0.1), fins, flippers)
    return [(0, body), (1, muzzle), (2, union(nose, eyes))]


@kind(
    "octopus",
    height=0.4,
    senses=("octopus.n.02", "cephalopod.n.01"),
    body=("purple", "red", "orange", "pink"),
    arms=("same", "red", "pink"),
    eyes=("white", "yellow", "black"),
)
@moulded
def octopus(u: np.ndarray, c: Clay) -> Parts:
    """u3 head height, u4 reach of the arms, u5 curl, u6 girth, u7 arm thickness."""
    wide, tall = mix(u[6], 0.36, 0.44), mix(u[3], 0.38, 0.54)
    head = c.ball(wide, wide * 0.95, tall, (0, 0, 0.36 + tall))
    neck = c.ball(wide * 0.8, wide * 0.76, 0.24, (0, 0, 0.32))
    reach, curl, t = mix(u[4], 0.66, 0.84), mix(u[5], 0.16, 0.36), mix(u[7], 0.1, 0.125)
    arms = []
    for turn in (-68, -22, 22, 68):
        x, y = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        line = [
            (0.16, 0.32),
            (0.42, 0.2),
            (reach * 0.8, t),
            (reach, 0.13),
            (reach + 0.1, 0.13 + curl),
        ]
        arms.append(
            c.limb(
                [(x * d, y * d, z) for d, z in line], [t * 1.25, t * 1.1, t * 0.9, t * 0.75, 0.055]
            )
        )
    eyes = mirror(c.bead(0.11, (wide * 0.48, -wide * 0.76, 0.36 + tall * 0.62)))
    return [(0, blend(head, neck, radius=0.12)), (1, mirror(union(*arms))), (2, eyes)]


@kind(
    "crab",
    height=0.1,
    senses=("crab.n.01",),
    body=("red", "red", "orange", "blue"),
    legs=("same", "orange", "red"),
    eyes=("black", "white"),
)
@moulded
def crab(u: np.ndarray, c: Clay) -> Parts:
    """u3 claw size, u4 eye stalks, u5 height of the claws, u6 depth of the shell, u7 leg reach."""
    shell = c.ball(0.52, mix(u[6], 0.36, 0.44), 0.24, (0, 0.06, 0.36))
    s, lift = mix(u[3], 0.85, 1.15), mix(u[5], 0.1, 0.36)
    elbow, wrist = (0.78, -0.32, 0.36 + lift * 0.4), (0.72, -0.56, 0.44 + lift)
    arm = c.limb([(0.4, -0.16, 0.36), elbow, wrist], [0.1, 0.09, 0.1])
    x, y, z = wrist
    palm = c.ball(0.17 * s, 0.14, 0.19 * s, shift(wrist, z=0.06))
    outer = c.limb(
        [
            shift(wrist, 0.08 * s, 0, 0.14 * s),
            (x + 0.12 * s, y, z + 0.32 * s),
            (x + 0.01, y, z + 0.48 * s),
        ],
        [0.1 * s, 0.085, 0.05],
    )
    inner = c.limb(
        [
            shift(wrist, -0.08 * s, 0, 0.14 * s),
            (x - 0.15 * s, y, z + 0.3 * s),
            (x - 0.1 * s, y, z + 0.42 * s),
        ],
        [0.09 * s, 0.07, 0.05],
    )
    far = mix(u[7], 0.82, 0.98)
    legs = [
        c.limb(
            [(0.38, 0.06 + b * 0.6, 0.34), (far * 0.82, b, 0.4), (far + a, b * 1.25, 0.06)],
            [0.085, 0.075, 0.055],
        )
        for a, b in ((0.04, -0.1), (0.06, 0.16), (0.0, 0.4))
    ]
    stalk = mix(u[4], 0.12, 0.24)
    root = (0.17, -0.24, 0.5)
    tip = shift(root, 0.02, -0.03, stalk)
    body = union(shell, mirror(union(arm, palm, outer, inner, c.limb([root, tip], 0.06))))
    return [(0, body), (1, mirror(union(*legs))), (2, mirror(c.bead(0.085, shift(tip, z=0.04))))]


@kind(
    "lobster",
    "crayfish",
    height=0.12,
    senses=(
        "lobster.n.02",
        "crayfish.n.03",
        "shrimp.n.03",
        "decapod_crustacean.n.01",
        "scorpion.n.03",
    ),
    body=("red", "red", "blue", "orange"),
    claws=("same", "orange", "red"),
    eyes=("black",),
)
@moulded
def lobster(u: np.ndarray, c: Clay) -> Parts:
    """u3 claw size, u4 feelers, u5 tail fan, u6 girth, u7 reach of the claws."""
    w = mix(u[6], 0.18, 0.23)
    z = 0.28
    back = c.ball(w, 0.36, w * 0.95, (0, -0.1, z))
    rings = [
        c.ball(
            w * (0.95 - 0.07 * i), 0.13, w * (0.9 - 0.07 * i), (0, 0.24 + 0.17 * i, z - 0.02 * i)
        )
        for i in range(4)
    ]
    f = mix(u[5], 0.85, 1.15)
    fan = union(
        c.ball(0.09, 0.2 * f, 0.06, (0, 0.98, 0.2)),
        mirror(
            union(
                c.ball(0.1, 0.21 * f, 0.055, (0.13 * f, 0.95, 0.2), rz=-28),
                c.ball(0.09, 0.2 * f, 0.055, (0.25 * f, 0.87, 0.2), rz=-58),
            )
        ),
    )
    legs = [
        c.limb([(w * 0.6, y, z), (0.4, y * 1.3, z + 0.08), (0.5, y * 1.6, 0.055)], 0.055)
        for y in (-0.28, -0.06, 0.16)
    ]
    s, far = mix(u[3], 0.9, 1.2), mix(u[7], 0.34, 0.44)
    wrist = (far, -0.72, z + 0.04)
    arm = c.limb([(w * 0.6, -0.32, z), (far + 0.06, -0.46, z + 0.06), wrist], [0.085, 0.08, 0.085])
    palm = c.ball(0.14 * s, 0.2 * s, 0.09, shift(wrist, y=-0.1 * s))
    outer = c.limb(
        [
            shift(wrist, 0.07 * s, -0.2 * s),
            shift(wrist, 0.07 * s, -0.36 * s),
            shift(wrist, -0.02, -0.5 * s),
        ],
        [0.09 * s, 0.075, 0.05],
    )
    inner = c.limb(
        [
            shift(wrist, -0.08 * s, -0.16 * s),
            shift(wrist, -0.12 * s, -0.32 * s),
            shift(wrist, -0.09 * s, -0.42 * s),
        ],
        [0.075, 0.065, 0.05],
    )
    long = mix(u[4], 0.1, 0.3)
    feeler = c.limb(
        [(0.09, -0.4, z + 0.1), (0.16, -0.62, z + 0.3), (0.34, -0.4 + long, z + 0.46)], 0.05
    )
    eyes = mirror(c.bead(0.07, (0.11, -0.42, z + 0.12)))
    body = union(blend(back, *rings, radius=0.03), fan, mirror(union(*legs, feeler)))
    return [(0, body), (1, mirror(union(arm, palm, outer, inner))), (2, eyes)]


@kind(
    "jellyfish",
    "medusa",
    height=0.4,
    senses=("jellyfish.n.02", "jellyfish.n.01"),
    bell=("pink", "purple", "cyan", "blue", "white"),
    tentacles=("same", "white", "purple"),
    spots=("white", "yellow", "purple"),
)
@moulded
def jellyfish(u: np.ndarray, c: Clay) -> Parts:
    """u3 height of the bell, u4 tentacle length, u5 waves, u6 width, u7 frills."""
    wide, tall = mix(u[6], 0.54, 0.64), mix(u[3], 0.4, 0.54)
    z = 1.0
    profile = [
        (wide * 0.55, z - 0.06),
        (wide, z - 0.12),
        (wide * 1.02, z),
        (wide * 0.95, z + tall * 0.42),
        (wide * 0.7, z + tall * 0.78),
        (wide * 0.3, z + tall * 0.97),
        (0.02, z + tall),
    ]
    bell = c.turned(profile, rounding=0.06)
    long, wave = mix(u[4], 0.7, 0.95), mix(u[5], 0.03, 0.1)
    strands = []
    for turn in (-72, -36, 0, 36, 72):
        x, y, r = np.cos(np.radians(turn)), np.sin(np.radians(turn)), wide * 0.76
        line = [
            (r, z),
            (r + wave, z - long * 0.3),
            (r - wave, z - long * 0.65),
            (r + wave * 0.6, z - long),
        ]
        strands.append(c.limb([(x * d, y * d, h) for d, h in line], [0.075, 0.065, 0.06, 0.05]))
    frill = mix(u[7], 0.09, 0.13)
    inner = c.limb(
        [(0, 0, z), (0.0, wave, z - long * 0.35), (0.0, -wave, z - long * 0.7), (0, 0.0, z - long)],
        [frill * 1.4, frill * 1.1, frill, 0.06],
    )
    dots = [c.bead(0.09, (wide * 0.52, y * wide, z + tall * 0.78)) for y in (-0.44, 0.44)]
    dots.append(c.bead(0.09, (wide * 0.86, 0, z + tall * 0.55)))
    eyes = union(
        mirror(union(*dots)),
        *(c.bead(0.09, (0, y, z + tall * 0.55)) for y in (-wide * 0.86, wide * 0.86)),
    )
    return [(0, bell), (1, union(mirror(union(*strands)), inner)), (2, eyes)]


@kind(
    "starfish",
    "sea star",
    height=0.2,
    senses=("starfish.n.01",),
    body=("orange", "red", "yellow", "pink"),
    dots=("white", "yellow", "red"),
    forms={"lying": (7, 0.0, 0.4), "upright": (7, 0.4, 1.0)},
)
@moulded
def starfish(u: np.ndarray, c: Clay) -> Parts:
    """u3 arm thickness, u4 size of the dots, u5 middle, u7 lies or stands."""
    thick, dot = mix(u[3], 0.2, 0.27), mix(u[4], 0.075, 0.1)
    lies = u[7] < 0.4

    def at(x: float, z: float, out: float) -> tuple[float, float, float]:
        return (x, -z, out) if lies else (x, -out, z)

    arms, dots = [], []
    for turn in (90, 18, -54):
        x, z = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        x = 0.0 if turn == 90 else float(x)
        arms.append(
            c.limb(
                [at(0, 0, 0.0), at(x * 0.5, z * 0.5, 0.0), at(x * 0.84, z * 0.84, 0.0)],
                [thick * 1.2, thick * 0.85, 0.1],
            )
        )
        for far, lift in ((0.36, thick * 0.92), (0.62, thick * 0.7)):
            dots.append(c.bead(dot, at(x * far, z * far, lift)))
    r = mix(u[5], 0.3, 0.38)
    hub = c.ball(*((r, r, thick * 1.15) if lies else (r, thick * 1.15, r)))
    body = blend(hub, mirror(union(*arms)), radius=0.08)
    return [(0, body), (1, union(mirror(union(*dots)), c.bead(dot * 1.1, at(0, 0, thick * 1.12))))]
