"""Wheels, gears and what else of iron and boards lies in a workshop."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast
from .details import CRISP, around
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    Solid,
    box,
    cylinder,
    difference,
    mirror,
    prism,
    torus,
    tube,
    union,
)


def _rolling(u: np.ndarray, wide: float) -> tuple[float, float]:
    """Width and radius of what is round and stands on its edge, as wide as told when 1 high."""
    x, _, z = extents(u, 1.5 * wide, 0.1, 1.5, deep=0.0)
    return x, z / 2


def _upright(*parts: Solid) -> Parts:
    """What is drawn around the vertical, around x."""
    return [(number, part.rotated(90, "y")) for number, part in enumerate(parts)]


def _ring(outer: float, inner: float, tall: float) -> Solid:
    return difference(
        cylinder(outer, tall, rounding=0.03), cylinder(inner, 4, rounding=CRISP), CRISP
    )


@kind(
    "wheel",
    "tire",
    "tyre",
    "wagon wheel",
    "car wheel",
    height=0.65,
    senses=("wheel.n.01", "tire.n.01"),
    tire=("black", "brown", "gray"),
    spokes=("gray", "white", "brown", "red", "yellow"),
    hub=("same", "gray", "black", "yellow"),
    forms={"rubber": (3, 0.0, 0.5), "spoked": (3, 0.5, 1.0)},
)
def wheel(u: np.ndarray) -> Parts:
    """u3 of rubber with a tread, or a wagon's with long spokes, u4 thickness of the tire, u5 number
    of spokes, u6 size of the hub, u7 depth of the tread or width of the spokes."""
    rubber = u[3] < 0.5
    x, r = _rolling(u, 0.42 if rubber else 0.24)
    count = 5 + pick(u[5], 2) if rubber else 8 + 2 * pick(u[5], 2)
    size = r * mix(u[6], 0.16, 0.24)
    if rubber:
        thick = r * mix(u[4], 0.28, 0.38)
        inner, block = r - thick, 0.05
        shell = r - block
        body = union(_ring(shell, inner, x * 0.96), torus(inner + 0.05, 0.07))
        number = 16 + 4 * pick(u[7], 2)
        arc = 0.55 * 2 * math.pi * r / number
        tread = mirror(box(arc, 0.18, x * 0.4, (0, -r + 0.09, x * 0.26), 0.03), "z")
        tire = union(body, around(tread, number))
        spoke = box(r * 0.24, inner, x * 0.5, (0, -inner / 2, 0), 0.04)
        spokes = union(around(spoke, count), _ring(inner + 0.03, inner - 0.13, x * 0.75))
    else:
        thick = max(r * mix(u[4], 0.13, 0.19), 0.12)
        inner = r - thick
        tire = _ring(r, inner, max(x * 0.7, 0.13))
        spoke = tube([(0, 0, 0), (0, -inner - 0.04, 0)], mix(u[7], 0.06, 0.08))
        spokes = around(spoke, count)
    hub = union(cylinder(size, x, rounding=0.04), cylinder(size * 1.35, x * 0.66, rounding=0.03))
    return _upright(tire, spokes, hub)


@kind(
    "gear",
    "cog",
    "cogwheel",
    "gear wheel",
    "sprocket",
    height=0.1,
    senses=("gear.n.01", "cog.n.02"),
    gear=("gray", "yellow", "orange", "brown", "black"),
    hub=("same", "black", "red", "gray"),
    forms={"with spokes": (3, 0.5, 1.0)},
)
def gear(u: np.ndarray) -> Parts:
    """u3 a full disc or with spokes, u4 number of teeth, u5 length of the teeth, u6 size of the
    hub, u7 taper of the teeth."""
    x, r = _rolling(u, 0.26)
    count = 8 + 2 * pick(u[4], 3)
    long = r * mix(u[5], 0.17, 0.23)
    root = r - long
    half = 0.27 * 2 * math.pi * root / count
    tip = half * mix(u[7], 0.6, 0.85)
    flat = x * 0.8
    outline = [(-half, -root + 0.1), (half, -root + 0.1), (half, -root), (tip, -r), (-tip, -r),
               (-half, -root)]  # fmt: skip
    teeth = around(prism(outline, flat, "z", rounding=CRISP), count)
    size = r * mix(u[6], 0.26, 0.34)
    bore = cylinder(size * 0.5, 4, rounding=CRISP)
    if u[3] < 0.5:
        disc = cylinder(root, flat, rounding=CRISP)
        body = union(difference(disc, bore, CRISP), teeth)
    else:
        rim = _ring(root, root * 0.72, flat)
        spoke = box(r * 0.18, root - size * 0.7, flat * 0.7, (0, -(root + size * 0.6) / 2, 0), 0.03)
        body = union(rim, teeth, around(spoke, 5))
    hub = difference(cylinder(size, x, rounding=0.03), bore, CRISP)
    return _upright(body, hub)


@kind(
    "magnet",
    "horseshoe magnet",
    height=0.12,
    senses=("magnet.n.01",),
    magnet=("red", "blue", "gray"),
    tips=("gray", "white", "blue"),
)
@cast()
def magnet(u: np.ndarray, c: Kit) -> Parts:
    """Its tips up. u3 length of the arms, u4 thickness, u5 length of the tips, u6 depth, u7 taper
    of the arms."""
    out = 0.75
    inner = out - mix(u[4], 0.32, 0.42)
    deep, long = mix(u[6], 0.34, 0.46), mix(u[3], 0.5, 0.85)
    lean = mix(u[7], 0.0, 0.1)
    turns = [math.pi / 2 * i / 6 for i in range(7)]
    top = out + long
    half = [(out * math.sin(a), out - out * math.cos(a)) for a in turns]
    back = [(inner * math.sin(a), out - inner * math.cos(a)) for a in turns[::-1]]
    arm = [*half, (out - lean, top), (inner - lean, top), *back]
    outline = [(-0.12, 0.0), *arm[1:-1], (-0.12, back[-1][1])]
    body = mirror(c.plate(outline, deep, "y"))
    tip, wide = mix(u[5], 0.24, 0.36), out - inner
    at = ((out + inner) / 2 - lean, 0, top + tip / 2 - 0.04)
    tips = mirror(c.box(wide + 0.02, deep + 0.02, tip, at, CRISP))
    return [(0, body), (1, tips)]


@kind(
    "anvil",
    height=0.75,
    senses=("anvil.n.01",),
    anvil=("gray", "black"),
    block=("brown", "orange", "gray"),
)
@cast()
def anvil(u: np.ndarray, c: Kit) -> Parts:
    """On a block of wood, its horn to -y. u3 length of the horn, u4 height of the block, u5 waist,
    u6 width, u7 length of the heel."""
    base, waist, wide = mix(u[4], 0.3, 0.6), mix(u[5], 0.2, 0.28), mix(u[6], 0.34, 0.44)
    heel, reach = mix(u[7], 0.55, 0.7), mix(u[3], 0.85, 1.0)
    top = base + 0.85
    body = c.plate(
        [(-0.5, base - 0.03), (0.5, base - 0.03), (0.5, base + 0.16), (waist, base + 0.3),
         (waist, base + 0.44), (heel, base + 0.62), (heel, top), (-0.4, top),
         (-0.4, base + 0.56), (-waist, base + 0.44), (-waist, base + 0.3), (-0.5, base + 0.16)],
        wide,
    )  # fmt: skip
    horn = c.bar((0, -0.34, top - 0.16), (0, -reach, top - 0.07), radius=[0.16, 0.055])
    foot = c.box(wide + 0.16, 1.0, 0.16, (0, 0, base + 0.05))
    block = c.can(0.58, base, (0, 0, base / 2))
    return [(0, union(body, horn, foot)), (1, block)]


@kind(
    "toolbox",
    "tool box",
    "tool chest",
    "tool kit",
    height=0.3,
    senses=("toolbox.n.01",),
    box=("red", "blue", "gray", "yellow", "green"),
    handle=("black", "gray", "same"),
    latches=("yellow", "gray", "white"),
    forms={"with a sloping lid": (3, 0.0, 0.5), "with drawers": (3, 0.5, 1.0)},
)
@cast()
def toolbox(u: np.ndarray, c: Kit) -> Parts:
    """u3 a sloping lid, or a flat one over two drawers, u4 height of the box, u5 height of the
    handle, u6 place of the latches, u7 length of the handle."""
    tall, high, x = mix(u[4], 0.58, 0.72), mix(u[5], 0.22, 0.34), mix(u[6], 0.45, 0.6)
    sloping = u[3] < 0.5
    deep, lid = 0.8, 0.32 if sloping else 0.24
    top = tall + lid
    body = c.box(1.8, deep, tall, (0, 0, tall / 2))
    if sloping:
        cover = c.plate(
            [(-0.43, tall + 0.03), (0.43, tall + 0.03), (0.43, tall + 0.1), (0.2, top),
             (-0.2, top), (-0.43, tall + 0.1)], 1.88,
        )  # fmt: skip
    else:
        cover = c.box(1.88, deep + 0.06, lid, (0, 0, tall + 0.03 + lid / 2))
    link = c.box(1.7, deep - 0.1, 0.2, (0, 0, tall), CRISP)
    reach = mix(u[7], 0.36, 0.5)
    grip = union(
        mirror(c.bar((0, 0, top + high), (reach, 0, top + high), (reach, 0, top - 0.04),
                     radius=0.07)),
        c.can(0.1, reach * 1.3, (0, 0, top + high), "x"),
    )  # fmt: skip
    front = -deep / 2
    latches = [mirror(c.box(0.2, 0.16, 0.28, (x, front - 0.02, tall), CRISP))]
    if not sloping:
        for z in (tall * 0.28, tall * 0.66):
            body = union(body, c.box(1.6, 0.12, tall * 0.3, (0, front, z), CRISP))
            latches.append(c.box(0.5, 0.14, 0.12, (0, front - 0.06, z), CRISP))
    return [(0, union(body, cover, link)), (1, grip), (2, union(*latches))]
