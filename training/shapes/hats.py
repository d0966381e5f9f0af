"""What is worn on the head."""

from __future__ import annotations

import numpy as np

from .bodies import marks
from .casting import Kit, cast
from .details import CRISP, around
from .kinds import Parts, extents, kind, mix, pick
from .ovals import oval
from .solids import (
    Solid,
    blend,
    box,
    cylinder,
    difference,
    ellipsoid,
    intersection,
    mirror,
    pot,
    prism,
    sphere,
    torus,
    union,
)


def _brim(kit: Kit, x: float, y: float, curl: float, thick: float = 0.12) -> Solid:
    """A brim around z = 0 whose sides rise by `curl`."""
    if curl < 0.02:
        return oval(kit, x, y, thick, "z", (0, 0, thick / 2))
    steps = [0.0, 0.5, 0.75, 0.92, 1.0]
    top = [(x * s, thick + curl * s**4) for s in steps]
    low = [(x * s, curl * s**4) for s in steps]
    half = [*top, *low[:0:-1]]
    outline = [*half, *((-p, q) for p, q in reversed(half) if p > 0)]
    # Counted from the top's middle round by the right edge, so the bottom's middle closes it.
    outline.insert(len(half), (0.0, 0.0))
    sheet = kit.plate(outline, 2 * y, "y", rounding=0.03)
    return intersection(sheet, oval(kit, x, y, 4, "z"), CRISP)


@kind(
    "hat",
    "fedora",
    "bowler hat",
    "sun hat",
    "boater",
    "straw hat",
    height=0.14,
    senses=("hat.n.01",),
    forms={"domed": (3, 0.0, 0.33), "creased": (3, 0.34, 0.66), "flat topped": (3, 0.67, 1.0)},
    hat=("brown", "black", "gray", "yellow", "white"),
    band=("black", "red", "blue", "white"),
    brim=("same", "black", "brown"),
)
@cast(deep=1.0)
def hat(u: np.ndarray, kit: Kit) -> Parts:
    """u3 domed, creased or flat on top, u4 height of it, u5 width of the brim, u6 how far the brim
    curls up, u7 height of the band."""
    a, b, tall = 0.5, 0.58, mix(u[4], 0.58, 0.78)
    reach = mix(u[5], 0.28, 0.5)
    style = pick(u[3], 3)
    if style == 0:
        crown = intersection(kit.ball(a, b, tall), kit.box(4, 4, 4, (0, 0, 2.0), 0.001), 0.01)
    else:
        lean = 0.82 if style == 1 else 0.94
        half = [(a, 0), (a * lean, tall), (-a * lean, tall), (-a, 0)]
        edge = 0.12 if style == 1 else 0.05
        crown = intersection(
            kit.plate(half, 2 * b, "y", rounding=0.03),
            oval(kit, a, b, 3, "z"),
            edge,
        )
        if style == 1:
            dent = kit.ball(0.13, 0.46, 0.16, (0, 0.05, tall))
            pinch = mirror(kit.ball(0.14, 0.16, 0.22, (0.36, -0.48, tall * 0.82)))
            crown = difference(difference(crown, dent, 0.08), pinch, 0.08)
    tape = mix(u[7], 0.14, 0.22)
    band = oval(kit, a + 0.035, b + 0.035, tape, "z", (0, 0, 0.1 + tape / 2))
    curl = mix(u[6], 0.06, 0.22) if style < 2 else 0.0
    return [(0, crown), (1, band), (2, _brim(kit, a + reach, b + reach, curl))]


@kind(
    "top hat",
    "cylinder hat",
    "magician hat",
    "tophat",
    height=0.17,
    senses=("dress_hat.n.01",),
    hat=("black", "purple", "gray", "white"),
    band=("red", "white", "gray", "purple"),
)
@cast(deep=1.0)
def top_hat(u: np.ndarray, kit: Kit) -> Parts:
    """u3 waist of it, u4 brim's width, u5 curl of the brim, u6 band's height, u7 height."""
    tall, r = mix(u[7], 1.0, 1.3), 0.56
    waist = mix(u[3], 0.46, 0.54)
    top = kit.turned([(r, 0), (waist, tall * 0.5), (r + 0.03, tall)])
    tape = mix(u[6], 0.18, 0.3)
    band = kit.turned([(r + 0.03, 0.08), (mix(0.3, r, waist) + 0.03, 0.08 + tape)], rounding=CRISP)
    reach = r + mix(u[4], 0.2, 0.34)
    return [(0, union(top, _brim(kit, reach, reach, mix(u[5], 0.0, 0.2)))), (1, band)]


@kind(
    "cowboy hat",
    "stetson",
    "ten gallon hat",
    height=0.15,
    senses=("cowboy_hat.n.01",),
    hat=("brown", "black", "white", "yellow"),
    band=("black", "red", "brown", "yellow"),
)
@cast(deep=1.0)
def cowboy_hat(u: np.ndarray, kit: Kit) -> Parts:
    """u3 curl of the brim, u4 brim's width, u5 height, u6 depth of the crease, u7 band's height."""
    a, b, tall = 0.46, 0.56, mix(u[5], 0.62, 0.78)
    brim = _brim(kit, mix(u[4], 0.92, 1.05), 1.0, mix(u[3], 0.3, 0.46))
    half = [(a, 0), (a * 0.78, tall), (-a * 0.78, tall), (-a, 0)]
    crown = intersection(
        kit.plate(half, 2 * b, "y", rounding=0.03),
        oval(kit, a, b, 3, "z"),
        0.12,
    )
    dent = kit.ball(0.13, 0.5, mix(u[6], 0.16, 0.24), (0, 0, tall))
    pinch = mirror(kit.ball(0.16, 0.2, 0.3, (0.36, -0.5, tall * 0.85)))
    crown = difference(difference(crown, dent, 0.08), pinch, 0.08)
    tape = mix(u[7], 0.13, 0.18)
    band = oval(kit, a + 0.04, b + 0.04, tape, "z", (0, 0, 0.1 + tape / 2))
    return [(0, union(crown, brim)), (1, band)]


@kind(
    "witch hat",
    "wizard hat",
    "witch's hat",
    height=0.4,
    senses=(),
    forms={"straight": (3, 0.0, 0.5), "bent": (3, 0.5, 1.0)},
    hat=("black", "purple", "blue", "green"),
    band=("purple", "orange", "red", "green"),
    buckle=("yellow", "gray", "white"),
)
@cast(deep=1.0)
def witch_hat(u: np.ndarray, kit: Kit) -> Parts:
    """u3 straight or bent tip, u4 brim's width, u5 width of the cone, u6 band's height, u7 curl of
    the brim."""
    r, reach = mix(u[5], 0.4, 0.5), mix(u[4], 0.78, 0.9)
    bent = u[3] > 0.5
    path = [(0, 0, 0.0), (0, 0.02, 0.8), (0, 0.14, 1.25), (0, 0.42, 1.5)]
    if not bent:
        path = [(0, 0, 0.0), (0, 0, 0.75), (0, 0, 1.3), (0, 0, 1.7)]
    cone = kit.limb(path, [r, r * 0.5, r * 0.26, 0.06])
    cone = intersection(cone, kit.box(6, 6, 6, (0, 0, 3.0), 0.001), 0.01)
    tape = mix(u[6], 0.18, 0.26)
    low = 0.09
    band = kit.turned([(r + 0.08, low), (r * (1 - 0.6 * tape) + 0.06, low + tape)], rounding=CRISP)
    brim = _brim(kit, reach, reach, mix(u[7], 0.0, 0.12))
    y = -r - 0.02
    frame = kit.box(0.34, 0.2, tape + 0.1, (0, y, low + tape / 2))
    hole = kit.box(0.12, 0.3, tape - 0.12, (0, y - 0.12, low + tape / 2), 0.01)
    return [(0, union(cone, brim)), (1, band), (2, difference(frame, hole, 0.01))]


@kind(
    "cap",
    "baseball cap",
    "trucker cap",
    "peaked cap",
    height=0.13,
    senses=("cap.n.01",),
    cap=("red", "blue", "black", "green", "white"),
    visor=("same", "white", "black", "blue"),
    button=("same", "white", "yellow"),
)
@cast(deep=1.0)
def cap(u: np.ndarray, kit: Kit) -> Parts:
    """u3 height of the dome, u4 length of the visor, u5 its droop, u6 seams, u7 size of the
    button; the peak points to -y."""
    a, b, tall = 0.6, 0.66, mix(u[3], 0.58, 0.72)
    dome = kit.dome(a, b, tall, (0, 0, 0))
    if u[6] > 0.5:
        seams = marks(
            kit.ball(a, b, tall),
            union(kit.box(0.1, 4, 4, (0, 0, 2.06)), kit.box(4, 0.1, 4, (0, 0, 2.06))),
        )
        dome = union(dome, seams)
    reach = mix(u[4], 0.52, 0.68)
    outline = [(0.52, -0.2), (0.56, -0.45), (0.46, -0.42 - reach * 0.7)]
    outline += [(0.24, -0.5 - reach * 0.92), (0.0, -0.5 - reach)]
    shape = [*outline, *((-p, q) for p, q in outline[-2::-1])]
    peak = kit.plate(shape, 2.0, "z", (0, 0, 0), CRISP)
    droop = mix(u[5], 0.04, 0.16)
    xs = (0.0, 0.3, 0.6)
    sheet = [(s, 0.19 - droop * (s / 0.6) ** 2 + 0.02) for s in xs]
    low = [(s, 0.04 - droop * (s / 0.6) ** 2 + 0.02) for s in xs[::-1]]
    half = [*sheet[1:], *low[:-1]]
    bowed = [sheet[0], *half, low[-1], *((-p, q) for p, q in reversed(half))]
    visor = intersection(kit.plate(bowed, 4.0, "y", rounding=0.03), peak, CRISP)
    visor = difference(visor, kit.ball(a - 0.08, b - 0.08, tall), 0.01)
    button = kit.ball(mix(u[7], 0.09, 0.13), mix(u[7], 0.09, 0.13), 0.11, (0, 0, tall))
    return [(0, dome), (1, visor), (2, button)]


@kind(
    "beanie",
    "woolen hat",
    "knit cap",
    "bobble hat",
    "winter hat",
    height=0.25,
    senses=("beanie.n.01", "stocking_cap.n.01", "ski_cap.n.01"),
    cap=("red", "blue", "green", "purple", "gray"),
    cuff=("white", "same", "yellow"),
    pompom=("white", "red", "yellow", "same"),
)
def beanie(u: np.ndarray) -> Parts:
    """u3 cuff's height, u4 size of the pompom, u5 plain or ribbed, u6 how pointed, u7 how far the
    cuff stands out."""
    x, _, z = extents(u, 1.4, 1.4, 1.65)
    r, ball = x / 2, min(x, z) * mix(u[4], 0.13, 0.19)
    fold = z * mix(u[3], 0.2, 0.28)
    top, edge = z - ball * 1.5, mix(u[7], 0.06, 0.1)
    low = fold * 0.5
    wide = r - edge
    dome = ellipsoid(wide, wide, top - low, (0, 0, low))
    dome = intersection(dome, box(4, 4, 4, (0, 0, low + 2), 0.001), 0.01)
    if u[6] > 0.5:
        dome = blend(dome, ellipsoid(wide * 0.5, wide * 0.5, 0.2, (0, 0, top - 0.12)), radius=0.2)
    cuff = pot([(r - 0.09, 0.09), (r - 0.09, fold - 0.09)], 0.18)
    if u[5] > 0.5:
        rib = box(0.14, 0.2, fold * 0.8, (0, -r + 0.06, fold / 2), 0.06)
        cuff = union(cuff, around(rib, 14))
    return [(0, dome), (1, cuff), (2, sphere(ball, (0, 0, z - ball)))]


@kind(
    "helmet",
    "motorcycle helmet",
    "knight helmet",
    "racing helmet",
    height=0.28,
    senses=("helmet.n.01", "helmet.n.02"),
    forms={"modern": (3, 0.0, 0.5), "medieval": (3, 0.5, 1.0)},
    helmet=("gray", "red", "blue", "yellow", "black"),
    visor=("black", "cyan", "gray", "brown"),
    crest=("white", "red", "yellow", "black"),
)
@cast(deep=1.0)
def helmet(u: np.ndarray, kit: Kit) -> Parts:
    """u3 a rider's or a knight's, u4 height of the visor, u5 chin, u6 height of the crest, u7 its
    width."""
    wide = mix(u[7], 0.14, 0.2)
    above = kit.box(6, 6, 6, (0, 0, 3 - 0.55), 0.001)
    if u[3] < 0.5:
        skull = kit.ball(0.72, 0.84, 0.78, (0, 0, 0.1))
        jaw = kit.ball(0.6, 0.62, 0.5, (0, -0.3, -0.28))
        shell = intersection(blend(skull, jaw, radius=0.2), above, 0.06)
        tall = mix(u[4], 0.42, 0.56)
        window = kit.box(3, 0.9, tall, (0, -0.62, 0.12), 0.1)
        visor = marks(kit.ball(0.73, 0.87, 0.78, (0, 0, 0.1)), window, lift=0.03)
        strip = kit.box(wide * 1.4, 1.6, 2, (0, 0, 1.12 + tall / 2), CRISP)
        crest = marks(skull, strip, lift=mix(u[6], 0.03, 0.06))
        vent = kit.box(0.3, 0.2, 0.12, (0, -0.84 - mix(u[5], 0.0, 0.04), -0.36))
        return [(0, union(shell, vent)), (1, visor), (2, crest)]
    dome = kit.ball(0.66, 0.74, 0.8, (0, 0, 0.3))
    neck = kit.turned([(0.62, -0.56), (0.66, 0.3)])
    flare = kit.turned([(0.78, -0.56), (0.66, -0.3)])
    shell = union(intersection(dome, above), neck, flare)
    tall = mix(u[4], 0.5, 0.62)
    front = kit.plate(
        [(0, 0.5), (-0.95, mix(u[5], -0.08, 0.02)), (-0.72, -0.4), (0, -0.4)], 1.5, "x"
    )
    around_ = oval(kit, 0.74, 1.15, 3, "z")
    visor = intersection(front, around_, 0.05)
    slit = kit.box(1.1, 0.5, 0.12, (0, -0.92, 0.24), 0.01)
    holes = [kit.box(0.07, 0.5, 0.16, (x, -0.9, -0.2), 0.01) for x in (0.14, 0.34)]
    visor = difference(visor, union(slit, mirror(union(*holes))), 0.01)
    high = mix(u[6], 0.12, 0.28) + tall * 0.1
    ridge = [(-0.5, 0.82), (-0.46, 0.98 + high * 0.4), (-0.1, 1.08 + high), (0.4, 1.0 + high)]
    ridge += [(0.86, 0.55), (0.7, 0.3), (0.5, 0.6), (0.0, 1.0)]
    return [(0, shell), (1, visor), (2, kit.plate(ridge, wide, "x", rounding=0.05))]


@kind(
    "hard hat",
    "construction helmet",
    "safety helmet",
    "builder's helmet",
    height=0.16,
    senses=("hard_hat.n.02",),
    helmet=("yellow", "orange", "white", "blue", "red"),
    brim=("same", "white", "black"),
    lamp=("white", "gray", "cyan"),
)
@cast(deep=1.0)
def hard_hat(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one or three ribs, u4 length of the peak, u5 height, u6 size of the lamp, u7 brim's
    width."""
    a, b, tall = 0.6, 0.72, mix(u[5], 0.62, 0.76)
    dome = kit.dome(a, b, tall, (0, 0, 0.05))
    whole = kit.ball(a, b, tall, (0, 0, 0.05))
    ribs = [kit.box(0.2, 4, 4, (0, 0, 2.25), 0.02)]
    if u[3] > 0.5:
        ribs.append(mirror(kit.box(0.12, 4, 4, (0.3, 0, 2.25), 0.02)))
    rib = marks(whole, *ribs, lift=0.05)
    edge, peak = mix(u[7], 0.1, 0.16), mix(u[4], 0.2, 0.34)
    flat = union(
        oval(kit, a + edge, b + edge, 0.12, "z", (0, 0, 0.06)),
        oval(kit, a, b * 0.7 + peak, 0.12, "z", (0, -0.3, 0.06)),
    )
    size = mix(u[6], 0.12, 0.17)
    lamp = kit.can(size, 0.2, (0, -b * 0.8, tall * 0.62), "y")
    return [(0, union(dome, rib)), (1, flat), (2, lamp)]


@kind(
    "crown",
    "royal crown",
    "king's crown",
    "queen's crown",
    "tiara",
    "diadem",
    "coronet",
    height=0.18,
    senses=("crown.n.04", "tiara.n.01", "coronet.n.01"),
    forms={"with six points": (3, 0.0, 0.5), "with eight points": (3, 0.5, 1.0)},
    crown=("yellow", "orange", "white", "gray"),
    jewels=("red", "blue", "green", "purple"),
    velvet=("red", "purple", "blue"),
)
def crown(u: np.ndarray) -> Parts:
    """u3 six or eight points, u4 height of the band, u5 how far the points lean out, u6 balls'
    size, u7 height of the velvet."""
    x, _, z = extents(u, 1.7, 1.7, 1.15)
    r, thick = x / 2, 0.13
    ball = min(mix(u[6], 0.085, 0.115), z * 0.12)
    lean = mix(u[5], 0.0, 0.12)
    count = 6 + 2 * pick(u[3], 2)
    foot = r - lean - ball * 0.4
    band = z * mix(u[4], 0.34, 0.42)
    ring = pot([(foot - thick / 2, thick / 2), (foot - thick / 2, band)], thick)
    rim = torus(foot - 0.06, 0.085, (0, 0, 0.085))
    step = foot * np.pi / count
    top = z - ball * 1.6
    triangle = [(step * 1.02, band - 0.1), (0.05, top), (-0.05, top), (-step * 1.02, band - 0.1)]
    point = prism(triangle, 0.13, "y", rounding=0.02)
    degrees = float(np.degrees(np.arctan2(lean, top - band)))
    point = point.at(0, 0, -band).rotated(degrees, "x").at(0, -foot + thick * 0.62, band)
    tip = sphere(ball, (0, -r + ball, z - ball))
    jewel = cylinder(min(0.11, band * 0.3), 0.2, (0, -foot + 0.04, band * 0.55), "y", 0.03)
    cushion = ellipsoid(
        foot - 0.08, foot - 0.08, mix(mix(u[7], 0.5, 0.8), band, top) - band * 0.5,
        (0, 0, band * 0.5),
    )  # fmt: skip
    velvet = intersection(cushion, box(4, 4, 4, (0, 0, band * 0.5 + 2), 0.001), 0.01)
    return [
        (0, union(ring, rim, around(union(point, tip), count))),
        (1, around(jewel, count)),
        (2, velvet),
    ]
