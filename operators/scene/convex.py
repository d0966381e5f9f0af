"""Convex hulls of a surface: one, or a few that follow its shape, for collisions in games.

Parts come of cuts across the object's axes, each time the one that saves the most volume, as long
as one saves enough: greedy, as in Mamou and Ghorbel, "A Simple and Efficient Approach for 3D Mesh
Approximate Convex Decomposition" (2009), but with planes. All is done with points of the surface,
a cut's own to both of its sides, so that hulls meet there.
"""

from __future__ import annotations

from functools import lru_cache

import bmesh
import numpy as np

DIRECTIONS = 64  # in which a hull reaches as far as the surface; no hull has more vertices
POINTS = 3000  # of a surface, beside its vertices
ROUGHLY = 26  # directions, as long as cuts are tried
CUTS = 7  # that are tried across each axis
WORTH = 0.02  # of the hull's volume that a cut must save
OVERLAP = 0.015  # of the size: what belongs to both sides of a cut; points lie closer


def surface(vertices: np.ndarray, triangles: np.ndarray) -> np.ndarray:
    """(N, 3) points of a surface (V, 3) with triangles (T, 3): its vertices, and between them."""
    if not len(triangles):
        return vertices
    corners = vertices[triangles]
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    random = np.random.default_rng(0)
    chosen = random.choice(len(area), POINTS, p=area / max(area.sum(), 1e-30)) if area.any() else []
    weights = random.dirichlet((1, 1, 1), len(chosen))
    return np.concatenate([vertices, np.einsum("nk,nkc->nc", weights, corners[chosen])])


def parts(points: np.ndarray, most: int) -> list[np.ndarray]:
    """The points (N, 3) of so many parts at most whose hulls follow the shape; by their volume, the
    largest first."""
    size = float(np.ptp(points, axis=0).max())
    enough = WORTH * volume(points)
    found = [(points, _best_cut(points, size))]
    while len(found) < most:
        k = max(range(len(found)), key=lambda each: found[each][1][0])
        saved, sides = found[k][1]
        if saved <= enough:
            break
        found[k : k + 1] = [(side, _best_cut(side, size)) for side in sides]
    return sorted((each for each, _cut in found), key=volume, reverse=True)


def hull(points: np.ndarray, directions: int = DIRECTIONS) -> bmesh.types.BMesh:
    """Of points (N, 3): it reaches as far as they do in so many directions. Whoever gets it frees
    it."""
    made = bmesh.new()
    for number in np.unique((points @ _spread(directions).T).argmax(0)):
        made.verts.new(points[number])
    told = bmesh.ops.convex_hull(made, input=made.verts)
    lost = [each for each in told["geom_interior"] if isinstance(each, bmesh.types.BMVert)]
    bmesh.ops.delete(made, geom=lost, context="VERTS")
    bmesh.ops.recalc_face_normals(made, faces=made.faces)
    return made


def volume(points: np.ndarray) -> float:
    """Of the hull of points (N, 3), roughly; 0 where they are flat."""
    if len(points) < 4:
        return 0.0
    made = hull(points, ROUGHLY)
    try:
        return abs(made.calc_volume())
    finally:
        made.free()


def _best_cut(
    points: np.ndarray, size: float
) -> tuple[float, tuple[np.ndarray, np.ndarray] | None]:
    """How much volume it saves, and the points of its sides."""
    whole, best = volume(points), (0.0, None)
    for axis in range(3):
        along = points[:, axis]
        for place in np.linspace(along.min(), along.max(), CUTS + 2)[1:-1]:
            sides = tuple(
                points[way * (along - place) <= OVERLAP * size / 2] for way in (1.0, -1.0)
            )
            saved = whole - sum(map(volume, sides))
            if saved > best[0]:
                best = saved, sides
    return best


@lru_cache
def _spread(directions: int) -> np.ndarray:
    """(D, 3) along the axes, and evenly spread (Fibonacci's sphere)."""
    count = directions - 6
    height = 1 - 2 * (np.arange(count) + 0.5) / count
    turn = np.pi * (3 - np.sqrt(5)) * np.arange(count)
    radius = np.sqrt(1 - height**2)
    spread = np.stack([radius * np.cos(turn), radius * np.sin(turn), height], 1)
    return np.concatenate([np.eye(3), -np.eye(3), spread])
