"""What is listened to and spoken into."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP
from .fittings import keys, ring
from .kinds import Parts, kind, mix, pick
from .solids import difference, intersection, union


@kind(
    "headphones",
    "headset",
    "earphones",
    "headphone",
    height=0.2,
    senses=("headphone.n.01", "headset.n.01"),
    band=("black", "white", "red", "gray", "blue"),
    cups=("same", "black", "white", "red"),
    cushions=("black", "gray", "white", "brown"),
)
@cast()
def headphones(u: np.ndarray, c: Kit) -> Parts:
    """u3 size of the cups, u4 thickness of the band, u5 round or tall cups, u6 padding on top,
    u7 how far the band reaches over."""
    size, r, rise = mix(u[3], 0.33, 0.42), mix(u[4], 0.07, 0.1), mix(u[7], 0.66, 0.8)
    tall = size * (1.0 if u[5] < 0.5 else 1.25)
    z, half = tall, 0.72
    turns = [math.pi / 2 * i / 8 for i in range(9)]
    arc = [(half * math.sin(a), 0.0, z + 0.14 + rise * math.cos(a)) for a in turns]
    band = c.bar(*arc, (half, 0, z - 0.1), radius=[*[r] * 9, r])
    if u[6] > 0.4:
        soft = [(x * 0.98, y, up - 0.03) for x, y, up in arc[:5]]
        band = union(band, c.bar(*soft, radius=r * 1.5))
    cup = c.ball(0.15, size * 0.9, tall * 0.92, (half + 0.02, 0, z))
    flat = c.box(0.6, 2, 2, (half + 0.26, 0, z), CRISP)
    outer = intersection(cup, flat, CRISP)
    cushion = difference(
        c.ball(0.16, size, tall, (half - 0.12, 0, z)),
        c.ball(0.2, size * 0.45, tall * 0.45, (half - 0.3, 0, z)),
        0.03,
    )
    return [(0, pairs(band)), (1, pairs(outer)), (2, pairs(cushion))]


@kind(
    "speaker",
    "loudspeaker",
    "stereo speaker",
    height=0.5,
    senses=("loudspeaker.n.01",),
    case=("black", "brown", "gray", "white"),
    woofers=("gray", "black", "yellow", "white"),
    rims=("white", "gray", "same", "black"),
    forms={"with one membrane": (3, 0.0, 1 / 3), "with two membranes": (3, 1 / 3, 2 / 3),
           "with three membranes": (3, 2 / 3, 1.0)},
)  # fmt: skip
@cast()
def speaker(u: np.ndarray, c: Kit) -> Parts:
    """u3 one to three membranes, u4 depth, u5 width of the rims, u6 foot, u7 dust caps."""
    count, deep = 1 + pick(u[3], 3), mix(u[4], 0.7, 0.95)
    rim, face, dust = mix(u[5], 0.09, 0.12), -deep / 2, mix(u[7], 0.3, 0.42)
    low = 0.1 if u[6] < 0.5 else 0.0
    sizes = ((0.38,), (0.37, 0.22), (0.3, 0.3, 0.17))[count - 1]
    tall = (1.1, 1.5, 1.8)[count - 1]
    case = c.box(0.98, deep, tall, (0, 0, low + tall / 2), 0.03)
    if low:
        case = union(case, pairs(c.box(0.2, deep * 0.8, 0.2, (0.3, 0, 0.1), CRISP)))
    z, gap = low, (tall - 2 * sum(sizes)) / (count + 1)
    membranes, rims = [], []
    for size in sizes:
        z += gap + size
        rims.append(ring(c, size, rim, 0.2, 0, face, z))
        membranes.append(c.can(size - rim / 2, 0.2, (0, face + 0.06, z), "y", CRISP))
        membranes.append(c.ball(size * dust, 0.1, size * dust, (0, face - 0.02, z)))
        z += size
    return [(0, case), (1, union(*membranes)), (2, union(*rims))]


@kind(
    "microphone",
    "mic",
    "mike",
    height=0.25,
    senses=("microphone.n.01",),
    handle=("black", "gray", "red", "blue"),
    grille=("gray", "white", "yellow", "black"),
    band=("gray", "black", "white", "yellow"),
    forms={"on a stand": (3, 0.5, 1.0)},
)
@cast(1.0)
def microphone(u: np.ndarray, c: Kit) -> Parts:
    """u3 for the hand or on a stand, u4 the grille's size, u5 its length, u6 foot, u7 switch."""
    r, long = mix(u[4], 0.26, 0.34), mix(u[5], 0.9, 1.25)
    if u[3] < 0.5:
        low, thick, foot = 0.0, r * 0.72, r * mix(u[6], 0.4, 0.58)
        handle = [c.turned([(foot, 0), (foot + 0.01, 0.1), (thick, 1.2)], rounding=CRISP)]
        y = -(foot + thick) / 2
        handle.append(c.box(0.13, 0.16, mix(u[7], 0.16, 0.26), (0, y + 0.03, 0.7), CRISP))
        neck = 1.2
    else:
        thick, low = r * 0.8, 0.55
        disc, pole = mix(u[6], 0.38, 0.5), 0.07
        handle = [
            c.turned([(disc, 0), (disc, 0.08), (disc * 0.5, 0.14), (0.1, 0.2)], rounding=CRISP),
            c.can(pole, 0.7, (0, 0, 0.35), "z", CRISP),
            c.turned([(0.12, low), (thick, low + 0.16), (thick, 1.12)], rounding=CRISP),
        ]
        neck = 1.12
    tall = r * long
    grille = c.ball(r, r, tall, (0, 0, neck + tall * 0.8))
    band = c.can(r * 1.06, 0.13, (0, 0, neck + tall * 0.72), "z", CRISP)
    collar = c.can(thick * 1.06, 0.12, (0, 0, neck - 0.02), "z", CRISP)
    return [(0, union(*handle)), (1, grille), (2, union(band, collar))]


@kind(
    "radio",
    "boombox",
    "radio receiver",
    "stereo",
    height=0.25,
    senses=("radio.n.02", "stereo.n.01"),
    case=("red", "brown", "gray", "black", "white"),
    grille=("black", "gray", "brown", "yellow"),
    knobs=("white", "gray", "yellow", "same"),
    forms={"with a handle": (3, 0.0, 0.5), "round": (3, 0.5, 1.0)},
)
@cast()
def radio(u: np.ndarray, c: Kit) -> Parts:
    """u3 with two grilles and a handle, or of wood with a round top, u4 size of the grilles,
    u5 depth, u6 knobs, u7 width of the scale."""
    deep, scale = mix(u[5], 0.42, 0.56), mix(u[7], 0.42, 0.56)
    face = -deep / 2
    if u[3] < 0.5:
        r, tall = mix(u[4], 0.26, 0.32), 0.86
        case = [c.box(1.84, deep, tall, (0, 0, tall / 2), 0.05)]
        case.append(pairs(c.bar((0.66, 0, tall - 0.05), (0.66, 0, tall + 0.2),
                                (0, 0, tall + 0.2), radius=0.06)))  # fmt: skip
        grille = pairs(c.can(r, 0.18, (0.56, face, 0.38), "y", CRISP))
        caps = pairs(c.ball(r * 0.36, 0.1, r * 0.36, (0.56, face - 0.07, 0.38)))
        parts = [
            c.box(scale * 2, 0.16, 0.12, (0, face, 0.75), CRISP),
            caps,
            c.box(0.34, 0.16, 0.2, (0, face, 0.46), CRISP),
        ]
        number = 2 + pick(u[6], 2)
        parts.append(keys(c, (0.1, 0.18, 0.1), (number, 1, 1), (0.14, 1, 1), (0, face, 0.2)))
        rods = c.bar((0, 0.1, tall - 0.1), (0, 0.1, tall + 0.62), radius=0.05)
        return [(0, union(*case)), (1, grille), (2, union(*parts, rods))]
    turns = [math.pi * i / 12 for i in range(13)]
    top, half = 0.78, 0.6
    dome = [(half * math.cos(a), top + half * math.sin(a)) for a in turns]
    case = union(
        c.plate([(half, 0.1), *dome, (-half, 0.1)], deep, "y", rounding=0.03),
        c.box(1.36, deep + 0.12, 0.14, (0, 0, 0.07), CRISP),
    )
    r, z = mix(u[4], 0.32, 0.4), 0.9
    grille = c.can(r, 0.16, (0, face, z), "y", CRISP)
    bars = [c.box(0.1, 0.2, 2 * r + 0.06, (0, face, z), CRISP)]
    bars.append(pairs(c.box(0.1, 0.2, 1.7 * r, (r * 0.56, face, z), CRISP)))
    knobs = [pairs(c.can(mix(u[6], 0.08, 0.1), 0.22, (0.42, face, 0.32), "y", CRISP))]
    knobs.append(c.box(scale, 0.16, 0.16, (0, face, 0.32), CRISP))
    return [(0, union(case, *bars)), (1, grille), (2, union(*knobs))]
