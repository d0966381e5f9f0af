"""Guns; their muzzles at -y."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .kinds import Parts, kind, mix, pick
from .solids import Solid, Vector, cylinder, difference, lathe, mirror, torus, tube, union

_STEEL = ("gray", "black", "white")
_GRIP = ("brown", "black", "same", "white")


def _loop(c: Kit, *places: tuple[float, float], radius: float = 0.05) -> Solid:
    """A bent rod in the plane x = 0, through places (y, z)."""
    return c.bar(*((0, y, z) for y, z in places), radius=radius)


def _aimed(
    c: Kit, profile: list[tuple[float, float]], at: Vector, rise: float, rounding: float = 0.03
) -> Solid:
    """Solid of revolution towards -y, raised by some degrees: (radius, how far)."""
    round_, along = math.sqrt(c.stretch[0] * c.stretch[2]), float(c.stretch[1])
    made = lathe([(r * round_, t * along) for r, t in profile], rounding)
    return made.rotated(90 - rise, "x").at(*c.place(at))


def _spoked(c: Kit, radius: float, x: float, y: float, count: int) -> Solid:
    """A wheel with a rim, a hub and spokes, on the ground; mirrored."""
    r = radius * math.sqrt(c.stretch[1] * c.stretch[2])
    px, py, _ = c.place((x, y, 0))
    spokes = [
        tube([(px, py - a, r - b), (px, py + a, r + b)], 0.06)
        for a, b in (
            (0.85 * r * math.cos(t), 0.85 * r * math.sin(t))
            for t in (math.pi * i / count for i in range(count))
        )
    ]
    rim = torus(r - 0.085, 0.085, (px, py, r), "x")
    return mirror(union(rim, cylinder(0.15, 0.26, (px, py, r), "x", 0.03), *spokes))


@kind(
    "pistol",
    "gun",
    "handgun",
    height=0.14,
    senses=("pistol.n.01", "gun.n.01"),
    slide=_STEEL,
    grip=_GRIP,
    trigger=("same", "black", "gray"),
    forms={"with a silencer": (4, 0.6, 1.0)},
)
@cast()
def pistol(u: np.ndarray, c: Kit) -> Parts:
    """u3 slant of the grip, u4 with a silencer or without, u5 height of the slide, u6 length of
    the grip, u7 length of the barrel."""
    low, muzzle = mix(u[5], 0.82, 0.76), mix(u[7], -0.66, -0.86)
    slant, foot = mix(u[3], 0.08, 0.26), mix(u[6], 0.1, 0.0)
    slide = [
        c.plate(
            [(muzzle, low), (0.62, low), (0.62, 1.02), (0.56, 1.07), (muzzle, 1.07)], 0.3,
            rounding=0.03,
        ),
        c.box(0.24, 0.5 - muzzle - 0.1, 0.2, (0, (0.5 + muzzle + 0.1) / 2, low - 0.04), 0.03),
        c.box(0.12, 0.12, 0.1, (0, muzzle + 0.1, 1.09), 0.02),
        c.box(0.16, 0.12, 0.1, (0, 0.5, 1.09), 0.02),
        _loop(c, (0.58, 0.88), (0.7, 0.98), radius=0.06),
    ]  # fmt: skip
    hollow = c.can(0.06, 0.3, (0, muzzle, (low + 1.07) / 2 + 0.01), "y", 0.01)
    slide[0] = difference(slide[0], hollow, 0.01)
    if u[4] > 0.6:
        slide.append(c.can(0.14, 0.62, (0, muzzle - 0.27, (low + 1.07) / 2), "y"))
    grip = union(
        c.plate(
            [(0.16, low - 0.04), (0.56, low - 0.04), (0.58, low - 0.14), (0.52 + slant, foot),
             (0.16 + slant, foot)], 0.28, rounding=0.05,
        ),
        c.plate(
            [(0.14 + slant, foot - 0.02), (0.54 + slant, foot - 0.02), (0.53 + slant, foot + 0.1),
             (0.15 + slant, foot + 0.1)], 0.31, rounding=0.025,
        ),
    )  # fmt: skip
    guard = _loop(
        c, (-0.2, low - 0.1), (-0.18, low - 0.3), (0.08, low - 0.33), (0.26, low - 0.3),
        radius=0.07,
    )  # fmt: skip
    trigger = _loop(c, (0.02, low - 0.08), (0.0, low - 0.17), (0.04, low - 0.26), radius=0.06)
    return [(0, union(*slide)), (1, grip), (2, union(guard, trigger))]


@kind(
    "revolver",
    "six shooter",
    height=0.14,
    senses=("revolver.n.01",),
    barrel=_STEEL,
    grip=("brown", "black", "white", "red"),
    chamber=("same", "gray", "yellow"),
)
@cast()
def revolver(u: np.ndarray, c: Kit) -> Parts:
    """u3 length of the barrel, u4 size of the chamber, u5 curve of the grip, u6 thickness of the
    barrel, u7 rod under the barrel."""
    muzzle, fat = mix(u[3], -0.75, -1.1), mix(u[6], 0.085, 0.105)
    drum, out = mix(u[4], 0.2, 0.23), mix(u[5], 0.0, 0.14)
    barrel = difference(
        c.can(fat, 0.1 - muzzle, (0, (0.1 + muzzle) / 2, 0.95), "y", 0.02),
        c.can(0.05, 0.3, (0, muzzle, 0.95), "y", 0.01), 0.01,
    )  # fmt: skip
    body = [
        barrel,
        c.box(0.12, 0.12, 0.14, (0, muzzle + 0.1, 1.05), 0.02),
        c.box(0.16, 0.78, 0.14, (0, 0.22, 1.06), 0.03),
        c.box(0.18, 0.16, 0.5, (0, -0.14, 0.84), 0.03),
        c.plate(
            [(-0.22, 0.6), (0.42, 0.6), (0.62, 0.5), (0.66, 0.88), (0.54, 1.12), (0.44, 1.12),
             (0.42, 0.7), (-0.22, 0.7)], 0.2, rounding=0.03,
        ),
        _loop(c, (0.52, 1.02), (0.7, 1.2), radius=[0.075, 0.055]),
        _loop(c, (-0.12, 0.62), (-0.1, 0.4), (0.1, 0.32), (0.36, 0.4), (0.42, 0.6)),
        _loop(c, (0.14, 0.64), (0.12, 0.52), (0.17, 0.44)),
    ]  # fmt: skip
    if u[7] > 0.5:
        body.append(c.can(0.07, -0.1 - muzzle * 0.7, (0, muzzle * 0.35, 0.8), "y", 0.02))
        body.append(c.box(0.14, 0.14, 0.2, (0, muzzle * 0.6, 0.87), 0.03))
    grip = c.plate(
        [(0.44, 0.66), (0.66, 0.84), (0.78, 0.62), (0.84 + out, 0.28), (0.96 + out, 0.06),
         (0.84 + out, 0.0), (0.56 + out, 0.06), (0.52, 0.36)], 0.26, rounding=0.05,
    )  # fmt: skip
    flute = c.can(drum, 0.42, (0, 0.15, 0.84), "y", 0.03)
    return [(0, union(*body)), (1, grip), (2, flute)]


@kind(
    "rifle",
    "shotgun",
    "musket",
    "hunting rifle",
    "sniper rifle",
    height=0.2,
    senses=("rifle.n.01", "shotgun.n.01", "musket.n.01"),
    stock=("brown", "black", "green", "gray"),
    barrel=("gray", "black", "same"),
    forms={"with a scope": (3, 0.0, 1 / 3), "with two barrels": (3, 2 / 3, 1.0)},
)
@cast()
def rifle(u: np.ndarray, c: Kit) -> Parts:
    """u3 with a scope, with a bolt, or with two barrels, u4 length of the wood in front, u5 height
    of the butt, u6 slant of the butt, u7 length of the barrel."""
    style = pick(u[3], 3)
    fore, tall, drop = mix(u[4], -0.3, -0.55), mix(u[5], 0.28, 0.36), mix(u[6], 0.0, 0.1)
    muzzle = mix(u[7], -0.95, -1.1)
    top = 0.5 - drop
    stock = union(
        c.plate(
            [(fore, 0.4), (0.2, 0.38), (0.42, 0.24), (0.95, top - tall), (0.95, top),
             (0.48, 0.44), (0.36, 0.5), (fore, 0.54)], 0.2, rounding=0.04,
        ),
        c.box(0.2, 0.12, tall + 0.02, (0, 0.97, top - tall / 2), 0.03),
    )  # fmt: skip
    guard = _loop(c, (0.06, 0.42), (0.08, 0.25), (0.28, 0.23), (0.36, 0.34))
    metal = [guard, _loop(c, (0.2, 0.42), (0.19, 0.3)), c.box(0.16, 0.5, 0.14, (0, 0.16, 0.56))]
    if style == 2:
        pipe = difference(
            c.can(0.075, 0.1 - muzzle, (0.07, (0.1 + muzzle) / 2, 0.57), "y", 0.02),
            c.can(0.05, 0.2, (0.07, muzzle - 0.06, 0.57), "y", 0.01), 0.01,
        )  # fmt: skip
        metal += [pairs(pipe), c.box(0.12, 0.12, 0.12, (0, muzzle + 0.1, 0.62), 0.02)]
    else:
        metal.append(c.can(0.068, 0.1 - muzzle, (0, (0.1 + muzzle) / 2, 0.58), "y", 0.02))
        metal.append(c.box(0.12, 0.12, 0.14, (0, muzzle + 0.1, 0.64), 0.02))
    if style == 0:
        metal += [
            _loop(c, (-0.22, 0.82), (0.34, 0.82), radius=0.065),
            _aimed(c, [(0.075, 0), (0.11, 0.1), (0.11, 0.22)], (0, -0.16, 0.82), 0, 0.02),
            c.can(0.095, 0.16, (0, 0.34, 0.82), "y", 0.02),
            c.box(0.12, 0.12, 0.26, (0, -0.04, 0.7), 0.02),
            c.box(0.12, 0.12, 0.26, (0, 0.24, 0.7), 0.02),
        ]
    elif style == 1:
        metal += [_loop(c, (0.3, 0.6), (0.42, 0.72)), c.bead(0.075, (0, 0.44, 0.72))]
        metal.append(c.box(0.14, 0.26, 0.2, (0, -0.06, 0.36), 0.03))
    return [(0, stock), (1, union(*metal))]


@kind(
    "machine gun",
    "assault rifle",
    "submachine gun",
    "ak 47",
    height=0.28,
    senses=("machine_gun.n.01", "assault_rifle.n.01"),
    receiver=("black", "gray", "green"),
    stock=("brown", "same", "black", "gray"),
    magazine=("black", "gray", "brown"),
    forms={"with a round magazine": (3, 2 / 3, 1.0)},
)
@cast()
def machine_gun(u: np.ndarray, c: Kit) -> Parts:
    """u3 curved, straight or round magazine, u4 length of the barrel, u5 solid or open butt, u6
    length of the magazine, u7 height of the sights."""
    style = pick(u[3], 3)
    muzzle, deep, sight = mix(u[4], -0.82, -1.05), mix(u[6], 0.36, 0.46), mix(u[7], 0.0, 0.08)
    receiver = union(
        c.plate([(-0.2, 0.5), (0.42, 0.5), (0.42, 0.7), (0.34, 0.76), (-0.2, 0.76)], 0.2),
        c.can(0.06, -0.1 - muzzle, (0, (-0.1 + muzzle) / 2, 0.64), "y", 0.015),
        c.can(0.085, 0.18, (0, muzzle + 0.09, 0.64), "y", 0.02),
        c.box(0.12, 0.12, 0.22 + sight, (0, muzzle + 0.3, 0.74 + sight / 2), 0.02),
        c.box(0.12, 0.14, 0.12 + sight, (0, 0.1, 0.78 + sight / 2), 0.02),
        _loop(c, (0.06, 0.52), (0.08, 0.36), (0.26, 0.36)),
    )
    butt = (
        c.plate(
            [(0.36, 0.52), (0.56, 0.5), (1.0, 0.28), (1.0, 0.66), (0.56, 0.66), (0.36, 0.7)],
            0.18, rounding=0.04,
        )
        if u[5] < 0.5
        else union(
            _loop(c, (0.36, 0.66), (0.98, 0.66), (0.98, 0.34), (0.74, 0.46), (0.4, 0.56),
                  radius=0.06),
            c.box(0.18, 0.12, 0.4, (0, 0.98, 0.5)),
        )
    )  # fmt: skip
    stock = union(
        butt,
        c.plate([(0.24, 0.56), (0.42, 0.56), (0.54, 0.16), (0.36, 0.14)], 0.18, rounding=0.04),
        c.box(0.22, 0.42, 0.2, (0, -0.36, 0.62), 0.05),
    )
    if style == 2:
        magazine = c.can(0.25, 0.24, (0, -0.06, 0.5 - deep * 0.55), "x", 0.03)
        magazine = union(magazine, c.box(0.16, 0.2, 0.3, (0, -0.06, 0.44)))
    else:
        bend = 0.16 if style == 0 else 0.03
        magazine = c.plate(
            [(-0.14, 0.54), (0.04, 0.54), (0.02, 0.54 - deep * 0.5), (0.04 - bend, 0.54 - deep),
             (-0.15 - bend, 0.6 - deep), (-0.16, 0.54 - deep * 0.5)], 0.15,
        )  # fmt: skip
    return [(0, receiver), (1, stock), (2, magazine)]


@kind(
    "cannon",
    "artillery",
    height=1.2,
    senses=("cannon.n.01", "artillery.n.01"),
    barrel=("black", "gray", "yellow", "brown"),
    wheels=("brown", "red", "black"),
    carriage=("brown", "red", "green"),
    forms={"with two wheels": (3, 0.0, 0.5), "with four wheels": (3, 0.5, 1.0)},
)
@cast()
def cannon(u: np.ndarray, c: Kit) -> Parts:
    """u3 two wheels with spokes or four small ones, u4 length of the barrel, u5 how far it is
    raised, u6 thickness, u7 number of spokes or height of the steps."""
    long, rise, fat = mix(u[4], 1.25, 1.55), mix(u[5], 4, 16), mix(u[6], 0.9, 1.12)
    two = u[3] < 0.5
    at = (0.0, 0.4, 0.66 if two else 0.62)
    wide, thin = 0.25 * fat, 0.17 * fat
    profile = [
        (0.07, -0.16), (0.1, -0.08), (wide * 0.9, -0.02), (wide, 0.06), (wide, 0.42),
        (thin * 1.15, 0.5), (thin, long - 0.2), (thin * 1.35, long - 0.14), (thin * 1.35, long),
    ]  # fmt: skip
    bore = _aimed(c, [(0.1, long - 0.25), (0.1, long + 0.2)], at, rise, 0.01)
    barrel = union(
        difference(_aimed(c, profile, at, rise, 0.025), bore, 0.02),
        _aimed(c, [(wide + 0.04, 0.2), (wide + 0.04, 0.3)], at, rise, 0.02),
        _aimed(c, [(0.09, -0.3), (0.09, -0.1)], at, rise, 0.04),
    )
    if two:
        wheels = _spoked(c, 0.52, 0.42, 0.0, 3 + pick(u[7], 2))
        carriage = union(
            mirror(c.plate(
                [(-0.36, 0.42), (0.2, 0.34), (1.0, 0.0), (1.2, 0.0), (1.2, 0.12), (0.3, 0.66),
                 (-0.36, 0.68)], 0.13, "x", (0.24, 0, 0),
            )),
            c.box(0.5, 0.2, 0.14, (0, 1.05, 0.1)),
            c.box(0.5, 0.5, 0.14, (0, 0.0, 0.46)),
            c.can(0.08, 0.8, (0, 0, 0.52), "x", 0.02),
        )  # fmt: skip
    else:
        step = mix(u[7], 0.1, 0.18)
        small = [c.wheel(0.19, 0.14, 0.38, y) for y in (-0.36, 0.5)]
        wheels = pairs(*small)
        carriage = union(
            mirror(c.plate(
                [(-0.55, 0.16), (0.8, 0.16), (0.8, 0.4), (0.55, 0.4), (0.55, 0.4 + step),
                 (0.25, 0.4 + step), (0.25, 0.5 + step), (-0.55, 0.5 + step)], 0.14, "x",
                (0.26, 0, 0),
            )),
            c.box(0.5, 1.3, 0.16, (0, 0.1, 0.26)),
            mirror(c.can(0.08, 0.24, (0.34, -0.02, 0.7), "x", 0.02)),
        )  # fmt: skip
    return [(0, barrel), (1, wheels), (2, carriage)]
