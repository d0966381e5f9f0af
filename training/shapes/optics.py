"""What takes pictures, looks far or close."""

from __future__ import annotations

import math

import numpy as np

from .casting import Kit, cast, pairs
from .details import CRISP
from .fittings import pipe, ring
from .kinds import Parts, extents, kind, mix
from .solids import (
    Solid,
    cylinder,
    ellipsoid,
    torus,
    tube,
    union,
)

_CASE = ("black", "gray", "white")


def _tripod(c: Kit, top: float, spread: float, radius: float = 0.06) -> Solid:
    """Three legs under a place at x = y = 0, one of them to the back."""
    front = c.bar((0.04, 0, top), (spread * 0.87, -spread * 0.5, 0.05), radius=radius)
    back = c.bar((0, 0, top), (0, spread, 0.05), radius=radius)
    return union(pairs(front), back, c.can(0.14, 0.16, (0, 0, top), "z", CRISP))


@kind(
    "camera",
    "photo camera",
    "photographic camera",
    height=0.1,
    senses=("camera.n.01",),
    body=("black", "gray", "brown", "red"),
    lens=("black", "gray", "same"),
    top=("gray", "white", "same", "black"),
    forms={"with a flash": (3, 0.5, 1.0)},
)
@cast()
def camera(u: np.ndarray, c: Kit) -> Parts:
    """u3 a hump above the lens or a flash, u4 length of the lens, u5 its size, u6 height of the
    body, u7 depth."""
    long, r = mix(u[4], 0.24, 0.62), mix(u[5], 0.32, 0.4)
    tall, deep = mix(u[6], 0.72, 0.86), mix(u[7], 0.42, 0.54)
    face, z = -deep / 2, tall * 0.5
    body = c.box(1.56, deep, tall, (0, 0, tall / 2), 0.06)
    plate = c.box(1.56, deep + 0.04, 0.22, (0, 0, tall + 0.02), 0.04)
    top = [plate, pairs(c.can(0.13, 0.24, (0.56, 0, tall + 0.14), "z", CRISP))]
    if u[3] < 0.5:
        hump = [(-0.34, tall), (-0.2, tall + 0.36), (0.2, tall + 0.36), (0.34, tall)]
        top.append(c.plate(hump, deep * 0.9, "y", (0, 0.0, 0), 0.03))
    else:
        top.append(c.box(0.5, deep * 0.6, 0.34, (0, 0, tall + 0.24), 0.03))
        top.append(c.box(0.38, 0.14, 0.2, (0, -deep * 0.3, tall + 0.26), CRISP))
    barrel = union(
        c.can(r, 0.16, (0, face - 0.06, z), "y", CRISP),
        c.can(r * 0.86, long, (0, face - long / 2, z), "y", CRISP),
        ring(c, r * 0.94, 0.12, 0.18, 0, face - long, z),
    )
    glass = c.ball(r * 0.62, 0.1, r * 0.62, (0, face - long, z))
    return [(0, body), (1, union(barrel, glass)), (2, union(*top))]


@kind(
    "video camera",
    "movie camera",
    "film camera",
    "camcorder",
    height=1.5,
    senses=("television_camera.n.01", "motion-picture_camera.n.01"),
    body=("black", "gray", "red"),
    lens=("gray", "black", "same"),
    tripod=("black", "gray", "brown"),
    forms={"with two reels": (3, 0.0, 0.5), "with a handle": (3, 0.5, 1.0)},
)
@cast()
def video_camera(u: np.ndarray, c: Kit) -> Parts:
    """On a tripod; u3 two reels or a handle on top, u4 length of the body, u5 height of the
    tripod, u6 size of the reels, u7 the lens."""
    long, low, r = mix(u[4], 0.8, 0.98), mix(u[5], 0.7, 0.95), mix(u[6], 0.25, 0.3)
    z = low + 0.3
    body = [c.box(0.46, long, 0.52, (0, 0.04, z), 0.03)]
    top = z + 0.26
    if u[3] < 0.5:
        for y, size in ((-0.2, r * 0.88), (0.2 + r * 0.3, r)):
            reel = c.can(size, 0.2, (0, y, top + size * 0.92), "x", CRISP)
            hub = c.can(size * 0.36, 0.32, (0, y, top + size * 0.92), "x", CRISP)
            body += [reel, hub]
    else:
        body.append(
            c.bar((0, -0.3, top - 0.05), (0, -0.3, top + 0.2), (0, 0.3, top + 0.2),
                  (0, 0.3, top - 0.05), radius=0.065)
        )  # fmt: skip
    front = 0.04 - long / 2
    reach = mix(u[7], 0.26, 0.4)
    lens = union(
        pipe(c, (0, front + 0.1, z), (0, front - reach, z), 0.17),
        pipe(c, (0, front - reach + 0.06, z), (0, front - reach - 0.16, z), 0.19, 0.27),
    )
    eye = c.box(0.16, 0.3, 0.16, (0, long / 2 + 0.12, z + 0.12), CRISP)
    return [(0, union(*body, eye)), (1, lens), (2, _tripod(c, low, 0.5))]


@kind(
    "telescope",
    "astronomical telescope",
    height=1.4,
    senses=("telescope.n.01",),
    pipe=("white", "yellow", "black", "blue"),
    tripod=("brown", "black", "gray"),
    rims=("gray", "yellow", "black", "same"),
)
@cast()
def telescope(u: np.ndarray, c: Kit) -> Parts:
    """On a tripod; u3 how steep, u4 length, u5 thickness, u6 height of the tripod, u7 spread."""
    steep, long, r = math.radians(mix(u[3], 16, 42)), mix(u[4], 1.3, 1.6), mix(u[5], 0.15, 0.21)
    top = mix(u[6], 0.8, 1.0)
    y, z = -math.cos(steep), math.sin(steep)

    def on(along: float) -> tuple[float, float, float]:
        """A place on the middle line; 0 is above the tripod, 1 the front end."""
        return 0.0, y * along * long * 0.56, top + 0.24 + z * along * long * 0.56

    shaft = union(pipe(c, on(-0.3), on(1), r), pipe(c, on(-0.72), on(-0.2), r * 0.68))
    rims = union(
        pipe(c, on(0.84), on(1.05), r * 1.25),
        pipe(c, on(-0.34), on(-0.2), r * 1.16),
        pipe(c, on(-0.9), on(-0.68), r * 0.56, r * 0.8),
    )
    yoke = pairs(c.bar((0.16, 0, top), (0.16 + r * 0.5, 0, top + 0.26), radius=0.06))
    return [(0, shaft), (1, union(_tripod(c, top, mix(u[7], 0.44, 0.58)), yoke)), (2, rims)]


@kind(
    "microscope",
    "light microscope",
    height=0.4,
    senses=("microscope.n.01",),
    frame=("white", "gray", "black", "blue"),
    pipe=("black", "gray", "yellow", "same"),
    stage=("black", "gray", "same"),
)
@cast()
def microscope(u: np.ndarray, c: Kit) -> Parts:
    """u3 lean of the eyepiece, u4 width of the foot, u5 thickness of the pipe, u6 height of the
    stage, u7 wheels at the sides."""
    lean, r, high = mix(u[3], 0.0, 0.3), mix(u[5], 0.14, 0.18), mix(u[6], 0.52, 0.64)
    wide = mix(u[4], 0.72, 0.9)
    foot = c.plate(
        [(-wide / 2, -0.42), (-wide / 2, 0.5), (wide / 2, 0.5), (wide / 2, -0.42),
         (wide * 0.28, -0.42), (wide * 0.2, 0.0), (-wide * 0.2, 0.0), (-wide * 0.28, -0.42)],
        0.16, "z", (0, 0, 0.08), CRISP,
    )  # fmt: skip
    spine = [(0.36, 0.1), (0.42, 0.6), (0.4, 1.0), (0.26, 1.24), (-0.02, 1.32)]
    arm = c.bar(*((0.0, y, z) for y, z in spine), radius=0.13)
    wheels = pairs(c.can(mix(u[7], 0.12, 0.16), 0.2, (0.2, 0.4, 0.72), "x", CRISP))
    y = -0.1
    barrel = union(
        pipe(c, (0, y, high + 0.32), (0, y, 1.44), r),
        pipe(c, (0, y, 1.36), (0, y - lean, 1.8), r * 0.8),
        pipe(c, (0, y - lean * 0.84, 1.72), (0, y - lean * 1.18, 1.88), r, r * 1.1),
        c.turned([(0.07, high + 0.1), (r * 0.7, high + 0.2), (r, high + 0.4)], (0, y, 0), CRISP),
    )  # fmt: skip
    stage = union(
        c.box(0.62, 0.72, 0.12, (0, 0.04, high), CRISP),
        c.can(0.15, 0.2, (0, y, high - 0.12), "z", CRISP),
        c.can(0.2, 0.1, (0, y, 0.24), "z", CRISP),
        c.bar((0, 0.36, 0.24), (0, y, 0.24), radius=0.06),
    )
    return [(0, union(foot, arm, wheels)), (1, barrel), (2, stage)]


@kind(
    "binoculars",
    "field glasses",
    "opera glasses",
    height=0.17,
    senses=("binoculars.n.01",),
    barrels=("black", "green", "gray", "brown"),
    eyepieces=("gray", "black", "same"),
    bridge=("same", "gray", "black"),
)
@cast()
def binoculars(u: np.ndarray, c: Kit) -> Parts:
    """Upright on their wide ends; u3 size of these, u4 slope of the shoulders, u5 length of the
    eyepieces, u6 the wheel between, u7 place of the bridge."""
    r, up, eye = mix(u[3], 0.36, 0.44), mix(u[4], 0.16, 0.34), mix(u[5], 0.2, 0.34)
    x, neck = 0.47, 1.0
    barrel = c.turned(
        [
            (r, 0), (r, 0.2), (r * 0.9, 0.22), (r * 0.8, 0.62), (0.34, neck - up * 0.3),
            (0.34, neck + 0.1), (0.22, neck + 0.12 + up),
        ],
        (x, 0, 0), CRISP,
    )  # fmt: skip
    low = neck + 0.06 + up
    cup = c.turned([(0.2, low), (0.18, low + eye), (0.26, low + eye + 0.06),
                    (0.26, low + eye + 0.16)], (x, 0, 0), CRISP)  # fmt: skip
    z = mix(u[7], neck - 0.1, neck + 0.08)
    bridge = union(
        c.box(0.9, 0.2, 0.16, (0, 0, z), CRISP),
        c.box(0.7, 0.18, 0.14, (0, 0, 0.46), CRISP),
        c.can(0.1, z - 0.3, (0, 0, z / 2 + 0.2), "z", CRISP),
        c.can(mix(u[6], 0.13, 0.17), 0.24, (0, 0, z + 0.14), "z", CRISP),
    )
    return [(0, pairs(barrel)), (1, pairs(cup)), (2, bridge)]


@kind(
    "magnifying glass",
    "magnifier",
    "hand lens",
    height=0.2,
    senses=("magnifying_glass.n.01",),
    rim=("gray", "black", "yellow", "brown"),
    handle=("brown", "black", "red", "blue"),
    lens=("cyan", "white", "blue"),
)
def magnifying_glass(u: np.ndarray) -> Parts:
    """Upright, the handle below; u3 thickness of the rim, u4 of the handle, u5 of the lens,
    u6 shape of the handle."""
    x, _, z = extents(u, 0.86, 0.22, 1.9)
    thick = mix(u[3], 0.07, 0.1)
    r = x / 2 - thick
    middle, end = z - x / 2, z - x
    rim = torus(r, thick, (0, 0, middle), "y")
    collar = cylinder(0.085, 0.22, (0, 0, end - 0.04), rounding=CRISP)
    wide = mix(u[4], 0.09, 0.125)
    radii = [wide * mix(u[6], 0.75, 1.2), wide, wide * 0.75]
    handle = tube([(0, 0, radii[0]), (0, 0, end * 0.4), (0, 0, end - 0.12)], radii)
    lens = ellipsoid(r, mix(u[5], 0.07, 0.1), r, (0, 0, middle))
    return [(0, union(rim, collar)), (1, handle), (2, lens)]
