"""Small things that are worn: buttons, earrings, headbands, swimsuits, bibs, pins; a saddle."""

from __future__ import annotations

import math

import numpy as np

from .bodies import marks
from .casting import Kit, cast, pairs
from .details import CRISP, closed
from .fittings import loop
from .kinds import Parts, kind, mix
from .ovals import oval
from .solids import Solid, blend, difference, mirror, union

_CLOTH = ("red", "blue", "pink", "purple", "green", "black", "yellow")


@kind(
    "button",
    "shirt button",
    "coat button",
    "sewing button",
    height=0.02,
    senses=("button.n.01",),
    button=("red", "blue", "yellow", "green", "brown", "white", "black"),
    rim=("same", "same", "white", "yellow"),
    forms={"with two holes": (3, 0.0, 0.5), "with four holes": (3, 0.5, 1.0)},
)
@cast()
def button(u: np.ndarray, c: Kit) -> Parts:
    """It stands on its edge, seen from the front. u3 two or four holes, u4 width of the rim, u5
    thickness, u6 size of the holes, u7 how far they are apart."""
    deep, wide = mix(u[5], 0.22, 0.32), mix(u[4], 0.15, 0.23)
    hole, apart = mix(u[6], 0.1, 0.13), mix(u[7], 0.18, 0.24)
    places = [(apart, 0.0)] if u[3] < 0.5 else [(apart, apart), (apart, -apart)]
    holes = pairs(*(oval(c, hole, hole, 2, "y", (x, 0, z)) for x, z in places))
    disc = difference(oval(c, 0.86, 0.86, deep, "y"), holes, CRISP)
    inner = 0.92 - wide
    rim = difference(oval(c, 0.92, 0.92, deep + 0.16, "y"), oval(c, inner, inner, 3, "y"), 0.05)
    return [(0, disc), (1, rim)]


@kind(
    "earring",
    "ear ring",
    "hoop earring",
    "drop earring",
    height=0.05,
    senses=("earring.n.01",),
    hook=("yellow", "gray"),
    drop=("red", "blue", "green", "yellow", "purple", "cyan"),
    bead=("same", "white", "yellow", "red"),
    forms={"with a drop": (3, 0.0, 0.5), "with a hoop": (3, 0.5, 1.0)},
)
@cast(1.0)
def earring(u: np.ndarray, c: Kit) -> Parts:
    """Its hook up. u3 a drop or a hoop, u4 width of that, u5 how far the hook reaches back, u6 its
    height, u7 size of the bead."""
    back, high, size = mix(u[5], 0.24, 0.34), mix(u[6], 0.3, 0.44), mix(u[7], 0.13, 0.17)
    if u[3] < 0.5:
        r, top = mix(u[4], 0.28, 0.38), 1.0
        profile = [(r * 0.45, 0.0), (r * 0.86, 0.12), (r, 0.32), (r * 0.8, 0.56), (0.09, top)]
        drop, bead = c.turned(profile, rounding=0.04), c.bead(size, (0, 0, top + 0.04))
    else:
        r, top = mix(u[4], 0.42, 0.52), 1.14
        drop = loop(c, r, top / 2 - 0.07, 0.085, (0, 0, top / 2))
        beads = (c.bead(size, (r * 0.78, 0, 0.28)), c.bead(size, (0, 0, top - 0.02)))
        bead = union(mirror(beads[0]), beads[1], c.bead(size, (0, 0, 0.08)))
    turns = np.linspace(0, math.pi, 8)
    bow = [(0.0, back * (1 - math.cos(a)) / 2, top + high + 0.2 * math.sin(a)) for a in turns]
    hook = c.bar((0, 0, top), *bow, (0, back + 0.02, top + 0.06), radius=0.06)
    return [(0, hook), (1, drop), (2, bead)]


@kind(
    "headband",
    "hair band",
    "hairband",
    "alice band",
    height=0.15,
    senses=("headband.n.01",),
    band=("pink", "red", "blue", "black", "purple", "yellow"),
    ornament=("same", "red", "white", "pink", "yellow"),
    forms={"with a bow": (3, 0.0, 0.5), "with ears": (3, 0.5, 1.0)},
)
@cast()
def headband(u: np.ndarray, c: Kit) -> Parts:
    """It stands on its ends. u3 a bow or a cat's ears on it, u4 size of these, u5 width of the
    band, u6 how far its ends come together, u7 its thickness."""
    deep, thick, size = mix(u[5], 0.26, 0.38), mix(u[7], 0.13, 0.17), mix(u[4], 0.8, 1.0)
    start = -math.radians(mix(u[6], 22, 42))
    turns = np.linspace(start, math.pi - start, 25)
    outer = [(0.72 * math.cos(a), 0.78 * math.sin(a)) for a in turns]
    inner = [((0.72 - thick) * math.cos(a), (0.78 - thick) * math.sin(a)) for a in turns[::-1]]
    band = c.plate([*outer, *inner], deep, "y", rounding=0.04)
    if u[3] < 0.5:
        half, tall, z = 0.5 * size, 0.26 * size, 0.84
        edge = [(half * 0.8, z + tall), (half, z + tall * 0.7), (half, z - tall * 0.7)]
        edge += [(half * 0.8, z - tall), (0.0, z - 0.08), (0.0, z + 0.08)]
        wing = c.plate(edge, 0.26, "y", rounding=0.05)
        ornament = union(pairs(wing), c.box(0.22, 0.4, 0.26, (0, 0, z), 0.06))
    else:
        ear = [(0.14, 0.7), (0.54, 0.5), (0.2 + 0.36 * size, 0.6 + 0.6 * size)]
        ornament = pairs(c.plate(ear, 0.2, "y", rounding=0.05))
    return [(0, band), (1, ornament)]


@kind(
    "swimsuit",
    "bathing suit",
    "swimming costume",
    "bathing costume",
    "swimming suit",
    "leotard",
    height=0.7,
    senses=("swimsuit.n.01", "leotard.n.01"),
    suit=_CLOTH,
    trim=("white", "yellow", "same", "red"),
    straps=("same", "same", "white", "black"),
    forms={"with stripes": (3, 0.0, 0.5), "with a belt": (3, 0.5, 1.0)},
)
@cast()
def swimsuit(u: np.ndarray, c: Kit) -> Parts:
    """Standing as if somebody wore it. u3 stripes or a belt, u4 depth of the neckline, u5 height of
    the legs' openings, u6 waist, u7 width of the straps."""
    neck, leg, waist = mix(u[4], 1.0, 1.16), mix(u[5], 0.34, 0.52), mix(u[6], 0.34, 0.41)
    half = [(0.12, 0.0), (0.2, 0.1), (0.34, leg * 0.72), (0.52, leg), (0.5, 0.64), (waist, 0.95),
            (0.48, 1.24), (0.4, 1.36), (0.36, 1.5), (0.22, 1.5), (0.16, 1.28)]  # fmt: skip
    body = c.plate(closed([*half, (0.0, neck)]), 0.46, "y", rounding=0.09)
    hollow = c.box(0.86, 0.2, 0.6, (0, 0, 1.5), 0.05)
    body = difference(body, hollow, CRISP)
    wide = mix(u[7], 0.065, 0.085)
    arch = [(0.29, 0.19 * math.cos(a), 1.46 + 0.26 * math.sin(a))
            for a in np.linspace(0, math.pi, 9)]  # fmt: skip
    straps = pairs(c.bar((0.29, 0.16, 1.3), *arch, (0.29, -0.16, 1.3), radius=wide))
    if u[3] < 0.5:
        bands = [c.box(3, 3, 0.12, (0, 0, z), 0.01) for z in (leg + 0.02, 0.8, 1.08)]
    else:
        bands = [c.box(3, 3, 0.15, (0, 0, 0.88), 0.01)]
    trim = marks(body, *bands, lift=0.025)
    if u[3] >= 0.5:
        trim = union(trim, c.box(0.22, 0.2, 0.24, (0, -0.2, 0.88), CRISP))
    return [(0, body), (1, trim), (2, straps)]


@kind(
    "brassiere",
    "bra",
    "bikini top",
    height=0.25,
    senses=("brassiere.n.01",),
    cups=("pink", "white", "black", "red", "purple"),
    band=("same", "white", "black"),
    bow=("same", "red", "white"),
)
@cast()
def brassiere(u: np.ndarray, c: Kit) -> Parts:
    """u3 fullness of the cups, u4 height of the straps, u5 width of the band, u6 size of the bow,
    u7 how far the straps are apart."""
    full, high, wide = mix(u[3], 0.24, 0.34), mix(u[4], 1.1, 1.3), mix(u[5], 0.2, 0.28)
    apart = mix(u[7], 0.4, 0.5)
    cups = blend(pairs(c.ball(0.35, full, 0.36, (0.36, -0.3, 0.38))),
                 c.box(0.24, 0.16, 0.2, (0, -0.36, 0.3)), radius=0.06)  # fmt: skip
    ring = difference(
        oval(c, 0.74, 0.44, wide, "z", (0, 0, 0.28)),
        oval(c, 0.6, 0.3, wide * 3, "z", (0, 0, 0.28)), 0.03,
    )  # fmt: skip
    turns = np.linspace(0, math.pi, 9)
    arch = [(apart, 0.3 * math.cos(a), 0.76 + (high - 0.76) * math.sin(a)) for a in turns]
    straps = pairs(c.bar((apart, 0.36, 0.3), *arch, (apart, -0.42, 0.5), radius=0.065))
    size = mix(u[6], 0.12, 0.18)
    wing = c.plate([(0, 0.36), (size * 1.4, 0.28), (size * 1.4, 0.52), (0, 0.44)], 0.14, "y")
    bow = union(pairs(wing.at(*c.place((0, -0.46, 0)))), c.bead(0.08, (0, -0.48, 0.4)))
    return [(0, cups), (1, union(ring, straps)), (2, bow)]


@kind(
    "baby bib",
    "bib",
    "baby's bib",
    "feeding bib",
    height=0.3,
    senses=("bib.n.02", "bib.n.01"),
    bib=("white", "yellow", "pink", "cyan", "green"),
    trim=("blue", "red", "pink", "green", "white"),
    picture=("red", "same", "yellow", "pink", "blue"),
    forms={"with a heart": (3, 0.0, 0.5), "with a star": (3, 0.5, 1.0)},
)
@cast()
def baby_bib(u: np.ndarray, c: Kit) -> Parts:
    """Flat, seen from the front. u3 a heart or a star on it, u4 size of that, u5 size of the neck,
    u6 width of the trim, u7 width of the bib."""
    size, neck, rim = mix(u[4], 0.24, 0.32), mix(u[5], 0.25, 0.31), mix(u[6], 0.06, 0.1)
    wide = mix(u[7], 0.7, 0.82)
    gap = c.box(0.16, 3, 1.0, (0, 0, 1.9), CRISP)

    def sheet(grow: float, deep: float) -> Solid:
        collar = neck + 0.2 + grow
        outer = union(
            oval(c, wide + grow, 0.72 + grow, deep, "y", (0, 0, 0.72)),
            oval(c, collar, collar, deep, "y", (0, 0, 1.4)),
        )
        hole = oval(c, neck - grow, neck - grow, 3, "y", (0, 0, 1.44))
        return difference(difference(outer, hole, CRISP), gap, CRISP)

    turns = np.linspace(0, 2 * math.pi, 30, endpoint=False)
    if u[3] < 0.5:
        high = 0.8 * np.cos(turns) - 0.32 * np.cos(2 * turns) - 0.13 * np.cos(3 * turns)
        outline = [(1.05 * size * math.sin(a) ** 3, 0.6 + size * float(h))
                   for a, h in zip(turns, high, strict=True)]  # fmt: skip
    else:
        spokes = [(size * (1.2 if i % 2 == 0 else 0.6), math.pi * i / 5) for i in range(10)]
        outline = [(r * math.sin(a), 0.6 + r * math.cos(a)) for r, a in spokes]
    picture = c.plate(outline, 0.16, "y", (0, -0.14, 0), 0.015)
    return [(0, sheet(0, 0.24)), (1, sheet(rim, 0.13)), (2, picture)]


@kind(
    "pacifier",
    "baby's dummy",
    "baby dummy",
    "baby's pacifier",
    height=0.06,
    senses=("pacifier.n.03",),
    shield=("pink", "blue", "green", "yellow", "white"),
    nipple=("orange", "yellow", "white", "brown"),
    ring=("same", "white", "red", "yellow"),
)
@cast()
def pacifier(u: np.ndarray, c: Kit) -> Parts:
    """Its nipple up, its ring down. u3 length of the nipple, u4 its bulge, u5 width of the shield,
    u6 size of the ring, u7 depth of the shield."""
    long, bulge, wide = mix(u[3], 0.62, 0.84), mix(u[4], 0.24, 0.3), mix(u[5], 0.66, 0.82)
    size, z = mix(u[6], 0.34, 0.44), 0.86
    shield = oval(c, wide, mix(u[7], 0.44, 0.54), 0.17, "z", (0, 0, z))
    holes = pairs(c.can(0.09, 2, (wide * 0.66, 0, z), "z", CRISP))
    shield = union(difference(shield, holes, CRISP), c.can(0.24, 0.24, (0, 0, z - 0.12)))
    top = z + long
    nipple = c.turned([(0.26, z), (0.17, z + 0.16), (0.16, z + 0.26), (bulge, top - 0.26),
                       (bulge * 0.95, top - 0.13), (bulge * 0.5, top)], rounding=0.06)  # fmt: skip
    ring = loop(c, size, size * 0.88, 0.09, (0, 0, z - 0.1 - size * 0.88))
    return [(0, shield), (1, nipple), (2, ring)]
