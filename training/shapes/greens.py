"""Vegetables that are green: pods, stalks and what is made of leaves."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import around
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, difference, intersection, union


def scales(
    kit: Kit, rows: list[tuple[float, float]], count: int, size: Vector, lean: Vector
) -> Solid:
    """Rounded scales in rings (distance from the axis, height), every second one shifted; `size` of
    the first, which shrinks with the distance; `lean` in degrees at the foot and the top, and the
    least share of the size."""
    widest = max(r for r, _ in rows)
    rings = []
    for i, (r, z) in enumerate(rows):
        share = max(r / widest, lean[2])
        tilt = mix(i / max(len(rows) - 1, 1), lean[0], lean[1])
        wide, thick, long = size[0] * share, size[1], size[2] * max(share, 0.7)
        ring = around(kit.ball(wide, thick, long, (0, -r, z), rx=tilt), count)
        rings.append(ring.rotated(180 / count) if i % 2 else ring)
    return union(*rings)


@kind(
    "asparagus",
    "asparagus spear",
    height=0.2,
    senses=("asparagus.n.02",),
    stalks=("green", "white", "purple"),
    tips=("green", "purple", "same"),
    band=("blue", "red", "purple", "white", "yellow"),
)
@cast(deep=1)
def asparagus(u: np.ndarray, kit: Kit) -> Parts:
    """A bundle. u3 number of stalks, u4 their thickness, u5 length of the tips, u6 height of the
    band, u7 how much taller the middle one is."""
    count, r = 5 + pick(u[3], 2), mix(u[4], 0.15, 0.18)
    long, high = mix(u[5], 0.36, 0.5), mix(u[6], 0.4, 0.62)
    out = 1.02 * r / math.sin(math.pi / count)
    top = 1.4

    def spear(y: float, top: float) -> tuple[Solid, Solid]:
        stem = kit.limb([(0, y, r), (0, y, top)], [r, r * 0.92])
        leaves = [kit.limb([(0, y - r * 0.5, z), (0, y - r * 0.92, z + 0.16)], [0.1, 0.05])
                  for z in (top - 0.5, top - 0.22)]  # fmt: skip
        core = kit.ball(r * 0.9, r * 0.9, long, (0, y, top + 0.04))
        rows = []
        for i, (share, z) in enumerate(((1.0, 0.0), (0.78, 0.4), (0.45, 0.75))):
            foot = top - 0.06 + z * long
            blade = kit.limb(
                [(0, -r * share * 0.8, foot), (0, -r * share * 0.95, foot + 0.1),
                 (0, -r * share * 0.4, foot + 0.24)], [0.09, 0.1, 0.05],
            )  # fmt: skip
            ring = around(blade, 4)
            rows.append(ring.rotated(45) if i % 2 else ring)
        return union(stem, *leaves), union(core, union(*rows).at(*kit.place((0, y, 0))))

    stems, tips = spear(-out, top)
    middle, crown = spear(0, top + mix(u[7], 0.08, 0.24))
    band = kit.can(out + r + 0.05, 0.26, (0, 0, high), rounding=0.03)
    foot = kit.can(out + 0.02, 0.2, (0, 0, 0.2))
    return [
        (0, union(around(stems, count), middle, foot)), (1, union(around(tips, count), crown)),
        (2, band),
    ]  # fmt: skip


@kind(
    "celery",
    "celery stalk",
    "celery stick",
    height=0.35,
    senses=("celery.n.02", "celery.n.01"),
    stalks=("green", "yellow", "white"),
    leaves=("green",),
    foot=("white", "yellow", "same"),
)
@cast(deep=1)
def celery(u: np.ndarray, kit: Kit) -> Parts:
    """u3 number of stalks, u4 how far they spread, u5 thickness, u6 size of the leaves, u7 height
    of the foot."""
    count, out, thick = 5 + pick(u[3], 2), mix(u[4], 0.4, 0.56), mix(u[5], 0.13, 0.16)
    leaf, low = mix(u[6], 0.15, 0.19), mix(u[7], 0.2, 0.32)
    foot = kit.turned([(0.2, 0), (0.34, 0.06), (0.36, low), (0.3, low + 0.1)], rounding=0.04)

    def stalk(y: float, top: float) -> tuple[Solid, Solid]:
        path = [(0, -y * 0.6, low), (0, -y * 0.72, 0.7), (0, -y, top)]
        # Ribs along the outside tell it from a plain stick.
        ribs = [(x, yy - thick * 0.85, z) for x, yy, z in path for x in (thick * 0.45,)]
        stem = union(kit.limb(path, [thick * 1.15, thick, thick * 0.8]),
                     pairs(kit.limb(ribs, [0.05] * 3)))  # fmt: skip
        tuft = union(
            kit.ball(leaf * 0.8, leaf * 0.8, leaf * 1.5, (0, -y, top + leaf)),
            pairs(kit.ball(leaf, leaf * 0.6, leaf * 0.9, (leaf * 0.7, -y - 0.03, top), ry=30)),
            kit.ball(leaf * 0.8, leaf, leaf * 0.7, (0, -y - leaf * 0.8, top + leaf * 0.2), rx=-25),
        )
        return stem, tuft

    outer, leaves = stalk(out, 1.3)
    inner, tops = stalk(out * 0.4, 1.55)
    stalks = union(around(outer, count), around(inner, 3).rotated(180))
    return [(0, stalks), (1, union(around(leaves, count), around(tops, 3).rotated(180))), (2, foot)]


@kind(
    "artichoke",
    "globe artichoke",
    height=0.12,
    senses=("artichoke.n.02",),
    scales=("green", "purple"),
    stem=("green", "brown"),
)
@cast(deep=1)
def artichoke(u: np.ndarray, kit: Kit) -> Parts:
    """u3 scales in a ring, u4 width of the globe, u5 how far the scales open, u6 length of the
    stem, u7 its thickness."""
    count, wide, lean = 7 + pick(u[3], 2), mix(u[4], 0.62, 0.74), mix(u[5], 16, 26)
    stem, thick = mix(u[6], 0.34, 0.56), mix(u[7], 0.15, 0.2)
    middle = stem + 0.62
    core = kit.ball(wide * 0.86, wide * 0.86, 0.6, (0, 0, middle))
    rows = [
        (wide * 0.72, middle - 0.34), (wide * 0.86, middle - 0.12), (wide * 0.82, middle + 0.12),
        (wide * 0.66, middle + 0.32), (wide * 0.4, middle + 0.5),
    ]  # fmt: skip
    half = wide * math.tan(math.pi / count) * 0.98
    body = scales(kit, rows, count, (half, 0.11, 0.32), (lean + 6, -lean, 0.62))
    bud = kit.ball(0.2, 0.2, 0.24, (0, 0, middle + 0.62))
    stalk = kit.limb([(0, 0, thick), (0, 0, middle - 0.3)], [thick, thick * 1.15])
    return [(0, union(core, body, bud)), (1, union(stalk, kit.can(thick, 0.2, (0, 0, 0.1))))]


@kind(
    "pea pod",
    "pea",
    "peapod",
    "snow pea",
    "sugar snap pea",
    "snap pea",
    height=0.09,
    senses=("pea.n.01", "pea_pod.n.01", "pea.n.02"),
    pod=("green",),
    peas=("green", "yellow", "same"),
    stem=("green", "brown"),
)
@cast()
def pea_pod(u: np.ndarray, kit: Kit) -> Parts:
    """It stands open to the front, the stem on top. u3 number of peas, u4 width of the pod, u5 of
    its opening, u6 bend, u7 length of the stem."""
    count, wide = 4 + pick(u[3], 3), mix(u[4], 0.38, 0.46)
    gap, bend = mix(u[5], 0.72, 0.84), mix(u[6], 0.05, 0.2)

    def back(z: float) -> float:
        return bend * (z - 0.8) ** 2 - bend * 0.6

    levels = [0.06, 0.16, 0.35, 0.6, 0.85, 1.1, 1.32, 1.48, 1.58]
    widths = [0.16, 0.42, 0.74, 0.95, 1.0, 0.95, 0.74, 0.42, 0.2]
    path = [(0.0, back(z), z) for z in levels]
    shell = kit.limb(path, [wide * w for w in widths])
    open_ = [(0.0, back(z) - wide * 0.8, z) for z in levels[1:-1]]
    hollow = kit.limb(open_, [wide * gap * w for w in widths[1:-1]])
    face = kit.box(4, 4, 4, (0, 2 - 0.6 * bend - wide * 0.52, 0.8), 0.005)
    pod = intersection(difference(shell, hollow, 0.03), face, 0.02)
    size = min(1.24 / count / 2 * 1.08, wide * gap * 0.8)
    peas = []
    for i in range(count):
        z = 0.82 + (i - (count - 1) / 2) * (1.24 / count)
        small = 1 - 0.22 * abs(2 * i / (count - 1) - 1)
        peas.append(kit.bead(size * small, (0, back(z) - wide * 0.46, z)))
    top = 1.58 + mix(u[7], 0.12, 0.28)
    stem = union(
        kit.limb([(0, back(1.58), 1.54), (0, back(1.6) + 0.03, top)], [0.1, 0.09]),
        around(kit.limb([(0, 0, 1.58), (0, -0.17, 1.5), (0, -0.24, 1.38)], [0.1, 0.09, 0.05]), 4)
        .at(*kit.place((0, back(1.5), 0))),
    )  # fmt: skip
    tip = kit.limb([(0, back(0.1), 0.1), (0, back(0) - 0.06, 0.0)], [0.07, 0.05])
    return [(0, union(pod, tip)), (1, union(*peas)), (2, stem)]


@kind(
    "green bean",
    "string bean",
    "runner bean",
    "french bean",
    "bean pod",
    height=0.13,
    senses=("green_bean.n.01", "fresh_bean.n.01"),
    pods=("green", "yellow"),
    stems=("green", "brown", "same"),
    forms={"single": (3, 0.0, 0.4), "bunched": (3, 0.4, 1.0)},
)
@cast()
def green_bean(u: np.ndarray, kit: Kit) -> Parts:
    """u3 one that is bent to the front, or three side by side, u4 bend, u5 thickness, u6 how far
    the grains show, u7 length of the stem."""
    thick, bend, swell = mix(u[5], 0.12, 0.15), mix(u[4], 0.2, 0.42), mix(u[6], 0.78, 0.94)
    long = mix(u[7], 0.12, 0.24)
    steps = np.linspace(0, 1, 17)

    def bean(foot: float, top: float) -> tuple[Solid, Solid]:
        """From side to side by `foot` and `top`."""

        def at(s: float) -> Vector:
            return mix(s, foot, top), -bend * 4 * (s - 0.5) ** 2 * (1 if s < 0.5 else 0.6), 1.6 * s

        radii = []
        for i, s in enumerate(map(float, steps)):
            end = min(1.0, 0.45 + 3.2 * s, 0.55 + 4 * (1 - s))
            radii.append(thick * end * mix(0.5 + 0.5 * math.cos(math.pi * i / 2), swell, 1.05))
        tip = kit.limb([at(0.01), (at(0)[0], at(0)[1] - 0.09, -0.13)], [0.06, 0.05])
        x, y, z = at(1.0)
        stem = union(
            kit.limb([at(0.95), at(1.0)], [thick * 0.8, thick * 0.7]),
            kit.limb([(x, y, z), (x * 1.1, y + 0.05, z + long)], [0.06, 0.075]),
        )
        return union(kit.limb([at(float(s)) for s in steps], radii), tip), stem

    pod, stem = bean(0.0, 0.0)
    if u[3] < 0.4:
        return [(0, pod), (1, stem)]
    side, other = bean(thick * 3.4, thick * 1.5)
    low = kit.place((0, 0.03, -0.12))
    return [
        (0, union(pod, pairs(side.at(*low)))), (1, union(stem, pairs(other.at(*low)))),
    ]  # fmt: skip


@kind(
    "cucumber",
    "pickle",
    "gherkin",
    "dill pickle",
    "cuke",
    height=0.05,
    senses=("cucumber.n.02", "pickle.n.01"),
    cucumber=("green",),
    bumps=("green", "yellow", "same"),
    ends=("yellow", "brown", "green"),
)
@cast()
def cucumber(u: np.ndarray, kit: Kit) -> Parts:
    """It lies from side to side. u3 bend, u4 thickness, u5 number of bumps along it, u6 size of
    the bumps, u7 taper to the ends."""
    bend, r, end = mix(u[3], 0.12, 0.32), mix(u[4], 0.26, 0.34), mix(u[7], 0.5, 0.7)
    xs = np.linspace(-0.7, 0.7, 11)

    def up(x: float) -> float:
        return bend * (x / 0.7) ** 2

    def thick(x: float) -> float:
        return r * mix((abs(x) / 0.7) ** 3, 1.0, end)

    body = kit.limb([(float(x), 0, up(float(x))) for x in xs], [thick(float(x)) for x in xs])
    size, count = mix(u[6], 0.06, 0.085), 5 + pick(u[5], 2)
    warts = []
    for row, degrees in enumerate((-10, 35, 80, 125)):
        a = math.radians(degrees)
        for i in range(count):
            x = (i + 0.5 * (row % 2) - (count - 1) / 2) * (1.3 / count)
            q = thick(x) * 0.96
            if x >= -0.01:
                at = (x, -q * math.cos(a), up(x) + q * math.sin(a))
                warts.append(kit.bead(size, at, 0.06))
    x = 0.7 + r * end
    ends = kit.limb([(x - 0.08, 0, up(0.78)), (x + 0.01, 0, up(0.8))], [0.12, 0.1])
    return [(0, body), (1, pairs(*warts)), (2, pairs(ends))]
