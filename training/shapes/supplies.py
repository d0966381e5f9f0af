"""What is used up in a house: tape, paper on rolls and in boxes, soap, sponges, clothespins."""

from __future__ import annotations

import numpy as np

from . import solids
from .casting import Kit, cast, pairs
from .details import CRISP, closed, ellipse
from .kinds import Parts, extents, kind, mix, pick
from .ovals import oval
from .solids import Solid, difference, mirror, union


def _roll(u: np.ndarray, wide: float) -> tuple[float, float]:
    """Width and radius of a roll that lies on its side, as wide as told when 1 high."""
    x, _, z = extents(u, 1.5 * wide, 0.1, 1.5, deep=0.0)
    return x, z / 2


def _ring(outer: float, inner: float, x: float, r: float) -> Solid:
    """Around x, its lowest point at z = 0 where its outer radius is r."""
    at = (0.0, 0.0, r)
    hole = solids.cylinder(inner, 4, at, "x", CRISP)
    return difference(solids.cylinder(outer, x, at, "x", CRISP), hole, CRISP)


@kind(
    "tape",
    "roll of tape",
    "adhesive tape",
    "duct tape",
    "scotch tape",
    "sticky tape",
    "masking tape",
    "tape roll",
    height=0.1,
    senses=("tape.n.01", "adhesive_tape.n.01"),
    tape=("gray", "yellow", "red", "blue", "brown", "black"),
    core=("brown", "white", "black", "orange"),
)
def tape(u: np.ndarray) -> Parts:
    """A roll on its edge, its end to the front. u3 length of the end, u4 thickness of the roll, u5
    thickness of the core, u6 a groove between the windings, u7 how far the core stands out."""
    x, r = _roll(u, 0.36)
    hole, wall = r * mix(u[4], 0.48, 0.6), mix(u[5], 0.13, 0.17)
    inner = hole + wall
    roll = _ring(r, inner - 0.03, x * mix(u[7], 0.8, 0.96), r)
    if u[6] > 0.5:
        middle = (inner + r) / 2
        groove = _ring(middle + 0.025, middle - 0.025, 4, r)
        side = solids.box(4, 4, 4, (2 + x * 0.34, 0, 0), 0.001)
        roll = difference(roll, mirror(solids.intersection(groove, side, 0.01)), 0.01)
    long = r * mix(u[3], 1.15, 1.6)
    end = solids.box(x * 0.8, long, 0.12, (0, -long / 2, 0.06), CRISP)
    return [(0, union(roll, end)), (1, _ring(inner, hole, x, r))]


@kind(
    "toilet paper",
    "toilet tissue",
    "toilet roll",
    "bathroom tissue",
    "roll of toilet paper",
    "toilet paper roll",
    "loo roll",
    height=0.11,
    senses=("toilet_tissue.n.01",),
    paper=("white", "white", "pink", "cyan"),
    core=("brown", "orange", "gray"),
)
def toilet_paper(u: np.ndarray) -> Parts:
    """A roll on its side, its last sheet down and out to the front. u3 length of the sheet, u4 size
    of the hole, u5 thickness of the core, u6 how far the core stands out, u7 number of dents."""
    x, r = _roll(u, 1.0)
    hole, wall = r * mix(u[4], 0.24, 0.34), mix(u[5], 0.12, 0.15)
    roll = _ring(r, hole + wall - 0.02, x - 0.08, r)
    front, long = -r + 0.06, r * mix(u[3], 0.5, 0.85)
    fall = solids.box(x - 0.14, 0.13, r, (0, front, r / 2), CRISP)
    lies = solids.box(x - 0.14, long, 0.13, (0, front - long / 2 + 0.06, 0.065), CRISP)
    count = 2 + pick(u[7], 2)
    dents = [solids.box(3, 0.04, 0.04, (0, front - 0.065, r * (i + 1) / (count + 1)), 0.01)
             for i in range(count)]  # fmt: skip
    paper = difference(union(roll, fall, lies), union(*dents), 0.02)
    return [(0, paper), (1, _ring(hole + wall, hole, x - 0.08 + mix(u[6], 0.03, 0.08), r))]


@kind(
    "paper towel",
    "paper towel roll",
    "kitchen roll",
    "kitchen paper",
    "paper towel holder",
    height=0.3,
    senses=("paper_towel.n.01",),
    paper=("white", "white", "yellow", "cyan"),
    holder=("brown", "gray", "black", "red"),
    core=("brown", "orange", "gray"),
    forms={"on a holder": (3, 0.4, 1.0)},
)
@cast(1.0)
def paper_towel(u: np.ndarray, c: Kit) -> Parts:
    """A tall roll. u3 on a small foot or on a wide holder with a knob, u4 thickness of the roll, u5
    size of the hole, u6 number of grooves, u7 how far the pole stands out."""
    r, hole, out = mix(u[4], 0.46, 0.56), mix(u[5], 0.16, 0.2), mix(u[7], 0.14, 0.24)
    foot, tall = 0.13, 1.5
    top = foot + tall
    roll = difference(c.can(r, tall, (0, 0, foot + tall / 2), "z", 0.03),
                      c.can(hole, 0.3, (0, 0, top), "z", CRISP), CRISP)  # fmt: skip
    count = 2 + pick(u[6], 3)
    for i in range(count):
        z = foot + tall * (i + 1) / (count + 1)
        around = r * float(c.stretch[0] * c.stretch[1]) ** 0.5
        dent = solids.torus(around + 0.01, 0.035, c.place((0, 0, z)))
        roll = difference(roll, dent, 0.02)
    ring = difference(c.can(hole + 0.16, 0.3, (0, 0, top - 0.09), "z", CRISP),
                      c.can(hole - 0.02, 0.8, (0, 0, top), "z", CRISP), CRISP)  # fmt: skip
    wide = 0.62 if u[3] > 0.4 else r - 0.04
    holder = [c.can(wide, foot + 0.02, (0, 0, foot / 2), "z", CRISP)]
    holder.append(c.bar((0, 0, foot), (0, 0, top + out), radius=0.08))
    if u[3] > 0.4:
        holder.append(c.bead(0.14, (0, 0, top + out + 0.08)))
    return [(0, roll), (1, union(*holder)), (2, ring)]


@kind(
    "tissue box",
    "box of tissues",
    "tissue",
    "kleenex",
    "tissue paper",
    "facial tissue",
    height=0.13,
    senses=("kleenex.n.01", "tissue.n.02"),
    box=("blue", "pink", "green", "yellow", "purple", "cyan"),
    tissue=("white", "white", "yellow"),
    slot=("white", "same", "black", "gray"),
    forms={"tall": (3, 0.0, 0.5), "flat": (3, 0.5, 1.0)},
)
@cast(0.8)
def tissue_box(u: np.ndarray, c: Kit) -> Parts:
    """u3 a cube or a flat box, u4 height of the tissue, u5 its width, u6 size of the slot, u7 depth
    of the box."""
    tall = u[3] < 0.5
    half, high = (0.5, 1.0) if tall else (0.8, 0.5)
    deep, out, size = mix(u[7], 0.85, 1.0), mix(u[4], 0.42, 0.62), mix(u[6], 0.3, 0.38)
    box = c.box(2 * half, deep, high, (0, 0, high / 2), CRISP)
    a = size if tall else size * 1.6
    ring = c.plate(ellipse(a, size * 0.8), 0.14, "z", (0, 0, high - 0.03), CRISP)
    w = a * mix(u[5], 0.75, 1.0)
    low, top = high - 0.1, high + out
    front = closed([(w * 0.45, low), (w * 0.55, high + out * 0.3), (w * 1.2, high + out * 0.75),
                    (w * 0.55, top - out * 0.2), (w * 0.3, top), (0, top - out * 0.3)])  # fmt: skip
    side = [(-0.14, low), (0.14, low), (0.2, high + out * 0.4), (0.34, top - out * 0.2)]
    side += [(0.04, top - out * 0.45), (-0.3, top - out * 0.1), (-0.18, high + out * 0.4)]
    sheets = c.plate(front, 0.15, "y"), c.plate(side, 0.2, "x")
    return [(0, box), (1, solids.blend(*sheets, radius=0.12)), (2, ring)]


@kind(
    "soap",
    "bar of soap",
    "soap bar",
    "bar soap",
    height=0.04,
    senses=("soap.n.01",),
    soap=("pink", "white", "green", "yellow", "cyan", "purple"),
    foam=("white", "white", "cyan"),
    forms={"round": (3, 0.0, 0.5), "square": (3, 0.5, 1.0)},
)
@cast()
def soap(u: np.ndarray, c: Kit) -> Parts:
    """A bar with foam on it. u3 oval or with straight sides, u4 thickness, u5 depth, u6 size of the
    bubbles, u7 a hollow in front or a raised edge around it."""
    high, deep, size = mix(u[4], 0.5, 0.66), mix(u[5], 0.54, 0.64), mix(u[6], 0.14, 0.2)
    power = 0.75 if u[3] < 0.5 else 0.3
    bar = c.plate(ellipse(0.95, deep, power), high, "z", (0, 0, high / 2), 0.13)
    dish = oval(c, 0.5, high * 0.24, 0.2, "y", (0, -deep, high * 0.5))
    if u[7] < 0.5:
        bar = difference(bar, dish, 0.03)
    else:
        bar = union(bar, c.box(0.9, 0.12, high * 0.3, (0, -deep, high * 0.5), 0.04))
    places = ((0.0, -0.1, 1.3), (0.24, 0.05, 1.05), (0.44, -0.12, 0.8), (0.12, 0.26, 0.9),
              (0.3, -0.34, 0.65), (0.06, -0.36, 0.7), (0.62, 0.06, 0.6))  # fmt: skip
    foam = [c.bead(size * s, (x, y, high + size * s * 0.35), 0.06) for x, y, s in places]
    return [(0, bar), (1, union(foam[0], pairs(*foam[1:])))]


@kind(
    "sponge",
    "kitchen sponge",
    "bath sponge",
    "scouring sponge",
    "scrubber",
    height=0.04,
    senses=("sponge.n.01", "sponge.n.04"),
    sponge=("yellow", "yellow", "pink", "orange", "blue"),
    pad=("green", "green", "blue", "red", "same"),
    forms={"with a pad": (3, 0.0, 0.6)},
)
@cast()
def sponge(u: np.ndarray, c: Kit) -> Parts:
    """Full of holes. u3 the pad above or below, u4 thickness, u5 depth, u6 size of the holes, u7
    thickness of the pad."""
    high, deep, hole = mix(u[4], 0.5, 0.7), mix(u[5], 0.55, 0.7), mix(u[6], 0.07, 0.1)
    thick = mix(u[7], 0.17, 0.24)
    above = u[3] < 0.6
    low, top = (0.0, high - thick) if above else (thick, high)
    soft = c.box(1.9, 2 * deep, top - low, (0, 0, (low + top) / 2), 0.07)
    pad = c.box(1.88, 2 * deep - 0.02, thick + 0.03, (0, 0, top + thick / 2 if above else low / 2),
                CRISP)  # fmt: skip
    places = ((0.14, 0.3), (0.42, 0.7), (0.68, 0.28), (0.84, 0.68), (0.0, 0.72), (0.54, 0.34))
    pits = []
    for i, (x, z) in enumerate(places):
        r, level = hole * (1.25 if i % 2 else 0.8), low + (top - low) * z
        pits += [c.bead(r, (x, -deep, level), 0.05), c.bead(r, (x, deep, level), 0.05)]
        if not above:
            pits.append(c.bead(r, (x, (z - 0.5) * 2.2 * deep, high), 0.05))
    for y in (-0.55, 0.0, 0.5):
        pits.append(c.bead(hole * 1.2, (0.95, y * deep, (low + top) / 2 + y * 0.1), 0.05))
    return [(0, difference(soft, pairs(*pits), 0.03)), (1, pad)]


@kind(
    "clothespin",
    "clothes pin",
    "clothes peg",
    "laundry peg",
    height=0.07,
    senses=("clothespin.n.01",),
    pin=("brown", "orange", "yellow", "red", "blue", "green"),
    spring=("gray", "black", "yellow"),
    forms={"with a round head": (3, 0.65, 1.0)},
)
@cast()
def clothespin(u: np.ndarray, c: Kit) -> Parts:
    """Upright on its grips. u3 two halves and a spring, or one piece with a round head, u4 how far
    it is open, u5 height of the spring, u6 thickness, u7 depth."""
    wide, z, deep = mix(u[4], 0.1, 0.2), mix(u[5], 0.95, 1.15), mix(u[7], 0.4, 0.52)
    thick = mix(u[6], 0.2, 0.26)
    if u[3] < 0.65:
        half = [(wide, 0), (wide + thick, 0), (thick + 0.05, z), (thick + 0.04, z + 0.45)]
        half += [(0.13, 1.9), (0.02, 1.9), (0.02, z + 0.62), (0.12, z + 0.5), (0.02, z + 0.38)]
        half.append((0.02, z))
        pin = mirror(c.plate(half, deep, "y", rounding=CRISP))
        coil = [c.can(0.16, 0.14, (0, side * (deep / 2 + 0.03), z), "y", CRISP) for side in (-1, 1)]
        arm = c.bar((0, -deep / 2 - 0.05, z), (thick + 0.06, -deep / 2 - 0.04, z + 0.22),
                    (thick + 0.07, 0, z + 0.26), radius=0.055)  # fmt: skip
        return [(0, pin), (1, union(*coil, c.can(0.12, deep, (0, 0, z), "y"), mirror(arm)))]
    r = thick + 0.12
    leg = [(wide * 0.6, 0), (wide * 0.6 + thick, 0), (r, 0.5), (r, 1.3), (0.02, 1.3), (0.06, 0.6)]
    legs = mirror(c.plate(leg, 2 * r, "y", rounding=0.06))
    head = union(c.can(r, 0.3, (0, 0, 1.36), "z", 0.04), c.bead(r * 0.95, (0, 0, 1.68)))
    ring = c.can(r + 0.05, 0.16, (0, 0, z + 0.2), "z", 0.05)
    return [(0, union(legs, head)), (1, ring)]
