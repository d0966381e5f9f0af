"""What a table is laid with, and what food is kept in."""

from __future__ import annotations

import math

import numpy as np

from .details import CRISP, arc, around, ellipse
from .kinds import Parts, extents, kind, mix, pick
from .solids import (
    box,
    curve,
    cylinder,
    difference,
    frustum,
    intersection,
    lathe,
    mirror,
    pot,
    prism,
    sphere,
    torus,
    tube,
    union,
)

_CHINA = ("white", "blue", "red", "yellow", "green")


@kind(
    "plate",
    "dinner plate",
    height=0.045,
    senses=("plate.n.04", "saucer.n.02"),
    plate=_CHINA,
    rim=("same", "blue", "yellow", "red"),
    middle=("same", "blue", "pink", "green"),
)
def plate(u: np.ndarray) -> Parts:
    """u3 width of the rim, u4 depth, u5 pattern of dots, a disc or a ring in the middle, u6
    size of the pattern, u7 foot."""
    x, _, z = extents(u, 1.9, 1.9, 0.34)
    r, wall = x / 2, min(0.13, z * 0.5)
    edge = 0.075
    flat = r * mix(u[3], 0.68, 0.78)
    low = wall / 2 + mix(u[7], 0.0, 0.05)
    high = z - edge
    deep = mix(u[4], 0.4, 0.7)
    side = [(0, low), (flat * 0.92, low), (flat, mix(deep, low, high)), (r - edge, high)]
    body = union(pot(side, wall), cylinder(flat * 0.7, low + 0.03, (0, 0, (low + 0.03) / 2)))
    rim = torus(r - edge, edge, (0, 0, high))
    size, top = flat * mix(u[6], 0.45, 0.7), low + wall / 2
    style = pick(u[5], 3)
    if style == 0:
        dots = around(cylinder(flat * 0.16, 0.18, (0, -size, top - 0.04), rounding=0.03), 8)
        middle = union(dots, cylinder(flat * 0.16, 0.18, (0, 0, top - 0.04), rounding=0.03))
    elif style == 1:
        middle = cylinder(size, 0.17, (0, 0, top - 0.04), rounding=0.03)
    else:
        middle = torus(size, 0.08, (0, 0, top - 0.02))
    return [(0, body), (1, rim), (2, middle)]


@kind(
    "cup",
    "teacup",
    "coffee cup",
    height=0.08,
    senses=("cup.n.01",),
    cup=_CHINA,
    saucer=("same", "white", "yellow"),
    tea=("brown", "orange", "green"),
)
def cup(u: np.ndarray) -> Parts:
    """A cup on its saucer. u3 flare, u4 handle size, u5 saucer's width, u6 how full, u7 foot."""
    x, y, z = extents(u, 1.7, 1.75, 1.05)
    r, wall = x / 2, 0.12
    dish = 0.24
    rim = r * mix(u[5], 0.62, 0.7) - wall / 2
    low = dish * 0.55 + mix(u[7], 0.0, 0.06)
    foot = rim * mix(u[3], 0.42, 0.62)
    top = z - wall / 2
    side = curve([(foot, low), (rim * mix(u[3], 0.8, 0.95), (low + top) * 0.48), (rim, top)], 4)
    bowl = union(pot([(0, low), *side], wall), cylinder(foot, 0.16, (0, 0, low - 0.02)))
    level = mix(mix(u[6], 0.55, 0.8), low, top)
    fill = [(p, q) for p, q in side if q < level - 0.02]
    tea = lathe([(foot, low), *fill[1:], (rim * 0.97, level)], CRISP)
    saucer = pot([(0, 0.065), (r * 0.6, 0.065), (r - 0.065, dish - 0.065)], 0.13)
    middle, reach = rim * 0.9, min(mix(u[4], 0.26, 0.36), r - rim * 0.9)
    span = (top - low) * 0.34
    # The handle is a ring at the back: mirror-symmetric things have theirs in the middle.
    handle = tube(arc(-middle, (low + top) / 2 + 0.04, reach, span, 90, 270), 0.075)
    return [(0, union(bowl, handle)), (1, saucer), (2, tea)]


@kind(
    "wine glass",
    "wineglass",
    "goblet",
    "champagne glass",
    height=0.2,
    senses=("wineglass.n.01", "goblet.n.01", "chalice.n.01"),
    glass=("cyan", "white", "gray", "yellow"),
    drink=("red", "purple", "yellow", "pink"),
)
def wine_glass(u: np.ndarray) -> Parts:
    """u3 round bowl or slim flute, u4 height of the stem, u5 how full, u6 foot's width, u7 how far
    the rim draws in."""
    x, _, z = extents(u, 0.95, 0.95, 1.8)
    r, wall = x / 2, 0.1
    foot, low = r * mix(u[6], 0.72, 0.98), z * mix(u[4], 0.36, 0.48)
    wide, rim = r - wall / 2, (r - wall / 2) * mix(u[7], 0.72, 0.95)
    belly = mix(0.35 if u[3] < 0.5 else 0.6, low, z)
    side = curve(
        [(0.04, low), (wide * 0.7, mix(0.3, low, belly)), (wide, belly), (rim, z - wall / 2)], 4
    )
    bowl = pot(side, wall)
    base = lathe([(foot, 0), (foot * 0.96, 0.08), (0.13, 0.16), (0.09, 0.3), (0.085, low)], CRISP)
    level = mix(mix(u[5], 0.45, 0.7), low, z)
    fill = [(p, q) for p, q in side if low < q < level - 0.02]
    last = np.interp(level, [q for _, q in side], [p for p, _ in side])
    wine = lathe([(0.1, low + 0.02), *fill[1:], (float(last), level)], CRISP)
    # The wine shows as a band on the glass, for glass is not seen through here.
    band = [(p + wall / 2 + 0.012, q) for p, q in fill[3:]]
    if len(band) > 1:
        wine = union(wine, lathe([*band, (float(last) + wall / 2 + 0.012, level)], CRISP))
    return [(0, union(bowl, base)), (1, wine)]


@kind(
    "jar",
    "jam jar",
    "mason jar",
    height=0.15,
    senses=("jar.n.01",),
    jar=("red", "orange", "purple", "cyan", "yellow"),
    lid=("yellow", "white", "red", "gray", "black"),
    label=("white", "yellow", "same"),
)
def jar(u: np.ndarray) -> Parts:
    """u3 shoulder, u4 lid height, u5 lid width, u6 label round or oval, u7 ribs on the lid."""
    x, _, z = extents(u, 1.2, 1.2, 1.6)
    r, lid = x / 2 - 0.03, z * mix(u[4], 0.15, 0.24)
    top = z - lid
    slope, wide = mix(u[3], 0.14, 0.3), (x / 2 - 0.03) * mix(u[5], 0.78, 0.92)
    side = curve([(r * 0.94, 0), (r, 0.1), (r, top - slope), (wide * 0.86, top)], 3)
    body = union(lathe(side, 0.05), cylinder(wide * 0.86, 0.3, (0, 0, top), rounding=CRISP))
    cover = cylinder(wide, lid - 0.04, (0, 0, top + 0.04 + (lid - 0.04) / 2), rounding=0.04)
    if u[7] > 0.5:
        rib = box(0.1, 0.1, lid - 0.12, (0, -wide + 0.01, top + 0.04 + lid / 2), 0.03)
        cover = union(cover, around(rib, 16))
    tall = (top - slope) * 0.6
    if u[6] < 0.5:
        label = cylinder(r + 0.03, tall, (0, 0, (top - slope) * 0.52), rounding=CRISP)
    else:
        patch = prism(ellipse(r * 0.62, tall * 0.55), x, "y", (0, 0, (top - slope) * 0.52), CRISP)
        shell = cylinder(r + 0.03, tall * 1.2, (0, 0, (top - slope) * 0.52), rounding=CRISP)
        label = intersection(patch, shell)
    return [(0, body), (1, cover), (2, label)]


@kind(
    "can",
    "tin can",
    "soda can",
    "beer can",
    "tin",
    height=0.12,
    senses=("can.n.01",),
    can=("red", "blue", "green", "orange", "gray"),
    rims=("gray", "white"),
    label=("white", "yellow", "red", "same"),
    forms={"with ribs": (3, 0.5, 1.0)},
)
def can(u: np.ndarray) -> Parts:
    """u3 a drink's can with drawn-in ends, or a food tin with ribs, u4 label's height, u5 tab's
    size, u6 width of the ends or number of ribs, u7 label a band or a disc."""
    x, _, z = extents(u, 1.0, 1.0, 1.8)
    r = x / 2
    wall = 0.09
    if u[3] < 0.5:
        end = r * mix(u[6], 0.74, 0.86)
        body = lathe([(end, 0.04), (r - 0.02, 0.2), (r - 0.02, z - 0.24), (end, z - 0.06)], 0.03)
        label_r, a = r, end
    else:
        body = cylinder(r - 0.05, z - 0.06, (0, 0, z / 2), rounding=CRISP)
        count = 4 + pick(u[6], 3)
        ribs = [torus(r - 0.08, 0.06, (0, 0, z * (i + 0.8) / (count + 0.6))) for i in range(count)]
        body = union(body, *ribs)
        label_r, a = r - 0.005, r - 0.02
    rims = union(
        torus(a - wall * 0.6, wall * 0.8, (0, 0, z - wall * 0.8)),
        torus(a - wall * 0.6, wall * 0.8, (0, 0, wall * 0.8)),
        cylinder(a - wall, 0.12, (0, 0, z - 0.12), rounding=CRISP),
    )
    size = a * mix(u[5], 0.3, 0.4)
    tab = prism(ellipse(size * 0.7, size), 0.11, "z", (0, -size * 0.4, z - 0.055), CRISP)
    tall = z * mix(u[4], 0.3, 0.48)
    if u[7] < 0.6:
        label = cylinder(label_r, tall, (0, 0, z / 2), rounding=CRISP)
    else:
        patch = prism(ellipse(r * 0.66, tall * 0.6), x * 1.2, "y", (0, 0, z / 2), CRISP)
        label = intersection(patch, cylinder(label_r, tall * 1.3, (0, 0, z / 2), rounding=CRISP))
    return [(0, body), (1, union(rims, tab)), (2, label)]


@kind(
    "pitcher",
    "jug",
    "ewer",
    height=0.25,
    senses=("pitcher.n.02", "jug.n.01"),
    body=("blue", "white", "brown", "green", "cyan"),
    handle=("same", "white", "brown"),
)
def pitcher(u: np.ndarray) -> Parts:
    """Its spout to -y. u3 height of the belly, u4 neck width, u5 spout length, u6 handle size, u7
    handle thickness."""
    x, y, z = extents(u, 1.05, 1.6, 1.7, deep=0.6)
    wall, r = 0.12, x / 2 - 0.06
    beak, reach = mix(u[5], 0.14, 0.24), mix(u[6], 0.3, 0.4)
    belly, neck = z * mix(u[3], 0.3, 0.42), r * mix(u[4], 0.6, 0.76)
    lip = z - wall / 2
    side = curve([(r * 0.74, wall / 2), (r, belly), (neck, z * 0.76), (neck * 1.12, lip)], 4)
    body = pot([(0, wall / 2), *side], wall)
    edge = neck * 1.12
    pour = tube([(0, -edge * 0.75, lip - 0.14), (0, -edge - beak, z - 0.1)], [0.2, 0.08])
    groove = tube([(0, -edge * 0.3, z), (0, -edge - beak * 0.7, z + 0.06)], 0.12)
    spout = difference(pour, groove, 0.03)
    thick = mix(u[7], 0.08, 0.1)
    path = [(0, edge * 0.95, lip - 0.02), (0, edge + reach * 0.8, lip - 0.06)]
    path += [(0, edge + reach, z * 0.66), (0, r * 0.92, belly * 1.02)]
    handle = tube(path, thick)
    hole = cylinder(edge - wall / 2, 0.5, (0, 0, z + 0.1), rounding=0.02)
    return [(0, union(body, difference(spout, hole, 0.02))), (1, handle)]


@kind(
    "tray",
    "serving tray",
    "platter",
    height=0.12,
    senses=("tray.n.01", "platter.n.01"),
    tray=("brown", "gray", "black", "red", "white"),
    handles=("same", "yellow", "black"),
    glasses=("cyan", "orange", "white", "green"),
    forms={"oval": (3, 0.0, 0.5), "rectangular": (3, 0.5, 1.0)},
)
def tray(u: np.ndarray) -> Parts:
    """Two glasses stand on it. u3 oval or rectangular, u4 height of the rim, u5 handles' height,
    u6 width of the glasses, u7 length."""
    x, y, z = extents(u, 1.85, mix(u[7], 1.1, 1.4), 0.62, deep=0.4)
    rim, floor = max(z * mix(u[4], 0.36, 0.5), 0.22), 0.12
    reach = 0.14
    a, b = x / 2 - reach, y / 2
    power = 0.95 if u[3] < 0.5 else 0.3
    outer = prism(ellipse(a, b, power), rim, "z", (0, 0, rim / 2), 0.03)
    inner = prism(ellipse(a - 0.12, b - 0.12, power), 1.0, "z", (0, 0, floor + 0.5), CRISP)
    high = mix(u[5], 0.0, 0.1)
    wide = b * 0.36
    grip = tube(
        [
            (a - 0.12, -wide, rim - 0.08), (x / 2 - 0.07, -wide * 0.8, rim - 0.07 + high),
            (x / 2 - 0.07, wide * 0.8, rim - 0.07 + high), (a - 0.12, wide, rim - 0.08),
        ],
        0.07,
    )  # fmt: skip
    r = min(0.2, a * 0.26, b * 0.4) * mix(u[6], 0.85, 1.15)
    tumbler = difference(
        frustum(r * 0.8, r, floor - 0.04, z, CRISP),
        cylinder(r - 0.09, 0.3, (0, 0, z + 0.06), rounding=CRISP), CRISP,
    )  # fmt: skip
    glasses = mirror(tumbler.at(x=a * 0.4, y=0.06))
    return [(0, difference(outer, inner, CRISP)), (1, mirror(grip)), (2, glasses)]


@kind(
    "salt shaker",
    "pepper shaker",
    "shaker",
    height=0.08,
    senses=("saltshaker.n.01", "pepper_shaker.n.01", "shaker.n.03"),
    body=("white", "cyan", "red", "black"),
    cap=("gray", "yellow", "same"),
    holes=("black", "brown"),
    forms={"with facets": (3, 0.5, 1.0)},
)
def salt_shaker(u: np.ndarray) -> Parts:
    """u3 round or with eight facets, u4 waist, u5 height of the cap, u6 number of holes, u7 rim
    of the cap."""
    x, _, z = extents(u, 0.95, 0.95, 1.75)
    r, cap = x / 2, z * mix(u[5], 0.22, 0.32)
    low, wide = z - cap, x / 2 * mix(u[7], 0.78, 0.9)
    neck = wide - 0.06
    waist = r * mix(u[4], 0.66, 0.85)
    side = curve([(r * 0.97, 0), (r, 0.08), (waist, low * 0.6), (neck, low + 0.05)], 3)
    body = lathe(side, 0.04)
    if u[3] > 0.5:
        edge = tube(
            [(0, -p + 0.05, q + (0.08 if i == 0 else 0)) for i, (p, q) in enumerate(side)], 0.07
        )
        body = union(lathe([(p * 0.97, q) for p, q in side], 0.04), around(edge, 8))
    turns = [math.pi / 2 * i / 6 for i in range(7)]
    dome = cap - 0.16
    cover = lathe(
        [
            (wide, low),
            (wide, low + 0.12),
            *((wide * math.cos(t), low + 0.14 + dome * math.sin(t)) for t in turns[1:-1]),
        ],
        0.03,
    )
    count = 5 + pick(u[6], 2)
    tilt = math.radians(50)
    at = (0, -wide * math.cos(tilt), low + 0.14 + dome * math.sin(tilt))
    holes = union(around(sphere(0.08, at), count), sphere(0.08, (0, 0, z - 0.07)))
    return [(0, body), (1, cover), (2, holes)]
