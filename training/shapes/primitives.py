"""Plain solids with one colour."""

from __future__ import annotations

import math

import numpy as np

from .kinds import Parts, extents, kind, mix
from .solids import box as solid_box
from .solids import cylinder as solid_cylinder
from .solids import ellipsoid, frustum, prism, tube
from .solids import pyramid as solid_pyramid

ANY = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "white", "gray")


@kind(
    "sphere",
    "ball",
    height=0.5,
    senses=("sphere.n.05", "ball.n.01", "globe.n.03"),
    body=ANY,
)
def sphere(u: np.ndarray) -> Parts:
    """No parameters of its own: height and width make it long or flat."""
    x, y, z = extents(u, 1.9, 1.9, 1.9)
    return [(0, ellipsoid(x / 2, y / 2, z / 2))]


@kind("cube", "block", "box", height=0.5, senses=("cube.n.05", "block.n.01"), body=ANY)
def cube(u: np.ndarray) -> Parts:
    """u3 rounding."""
    return [(0, solid_box(*extents(u, 1.6, 1.6, 1.6), rounding=mix(u[3], 0.03, 0.14)))]


@kind("cylinder", "column", "tube", height=0.5, senses=("cylinder.n.01", "tube.n.01"), body=ANY)
def cylinder(u: np.ndarray) -> Parts:
    """u3 rounding."""
    x, _, z = extents(u, 1.1, 1.1, 1.6)
    return [(0, solid_cylinder(x / 2, z, rounding=mix(u[3], 0.03, 0.1)))]


@kind("cone", "party hat", height=0.5, senses=("cone.n.01",), body=ANY)
def cone(u: np.ndarray) -> Parts:
    """u3 rounding."""
    x, _, z = extents(u, 1.4, 1.4, 1.7)
    return [(0, frustum(x / 2, 0, 0, z, mix(u[3], 0.03, 0.07)))]


@kind(
    "pyramid",
    height=0.5,
    senses=("pyramid.n.01", "pyramid.n.03"),
    body=("yellow", "orange", "gray", "red", "blue"),
)
def pyramid(u: np.ndarray) -> Parts:
    """u3 rounding."""
    x, _, z = extents(u, 1.8, 1.8, 1.45)
    return [(0, solid_pyramid(x, 0, 0, z, mix(u[3], 0.03, 0.06)))]


@kind(
    "ring",
    "hoop",
    height=0.5,
    senses=("hoop.n.02",),
    body=("yellow", "gray", "orange", "red", "blue"),
)
def ring(u: np.ndarray) -> Parts:
    """A ring that stands upright; u3 thickness."""
    x, _, z = extents(u, 1.7, 0.3, 1.7)
    thick = mix(u[3], 0.09, 0.17)
    turns = [2 * math.pi * i / 24 for i in range(25)]
    path = [((x / 2 - thick) * math.cos(a), 0.0, (z / 2 - thick) * math.sin(a)) for a in turns]
    return [(0, tube(path, thick))]


@kind("star", height=0.5, senses=("star.n.05",), body=("yellow", "orange", "red", "white"))
def star(u: np.ndarray) -> Parts:
    """A five-pointed star that stands upright; u3 depth of the notches, u4 thickness."""
    x, _, z = extents(u, 1.9, 0.4, 1.8)
    radii = 1.0, mix(u[3], 0.45, 0.58)
    turns = [math.pi / 2 + math.pi * i / 5 for i in range(10)]
    outline = [
        (radii[i % 2] * math.cos(a) * x / 1.9, radii[i % 2] * math.sin(a) * z / 1.81)
        for i, a in enumerate(turns)
    ]
    return [(0, prism(outline, mix(u[4], 0.3, 0.55), "y", rounding=0.05))]


@kind("heart", height=0.5, senses=("heart.n.07",), body=("red", "pink", "purple"))
def heart(u: np.ndarray) -> Parts:
    """A heart that stands upright; u3 thickness."""
    x, _, z = extents(u, 1.9, 0.5, 1.75)
    lobe, tip = x / 4, math.radians(-42)
    turns = [mix(i / 10, math.pi, tip) for i in range(11)]
    right = [(lobe + lobe * math.cos(a), 0.65 * x + lobe * math.sin(a)) for a in turns[1:]]
    rise = z / (0.65 * x + lobe)
    right = [(a, b * rise) for a, b in [(0.0, 0.67 * x), *right, (0.0, 0.0)]]
    outline = right + [(-a, b) for a, b in right[-2:0:-1]]
    return [(0, prism(outline, mix(u[3], 0.35, 0.6), "y", rounding=0.06))]
