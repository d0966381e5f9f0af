"""Surfaces of solids as sheets: images of a rectangle that differ little between shapes that do.

A sheet's rectangle is cut into segments where the surface has edges: `s` runs along its rows from 0
to their number, `t` along its columns. So whatever samples it can lay samples on the edges.

Sheets follow the surface only about. `settled` pulls points onto it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

Array = np.ndarray
Distance = Callable[[Array], Array]

STEP = 2e-3  # between places that are asked for the direction of a surface
FREE, HIDDEN = 0.03, 0.1  # what lies so deep in a solid is still, is no more drawn to its surface
NEWTON = 3
MARCHES = 16
TETRAHEDRON = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)


@dataclass(frozen=True)
class Sheet:
    """form     what it is a surface of: sheets of equal forms and numbers of segments are alike
    rows     (K,) lengths of the segments of `s`, on average
    columns  (L,) of `t`, around the solid: it ends where it begins
    edges    of rows and of columns, which of the ends of segments are edges of the surface
    at       s (R,), t (C,) -> (R, C, 3)
    distance of the solid that it is a surface of
    """

    form: str
    rows: Array
    columns: Array
    edges: tuple[tuple[bool, ...], tuple[bool, ...]]
    at: Callable[[Array, Array], Array]
    distance: Distance

    def moved(
        self, there: Callable[[Array], Array], back: Callable[[Array], Array], scale: float = 1.0
    ) -> Sheet:
        """By a map of points (N, 3), and the one that undoes it."""
        at, distance = self.at, self.distance
        return replace(
            self,
            rows=self.rows * scale,
            columns=self.columns * scale,
            at=lambda s, t: _mapped(there, at(s, t)),
            distance=lambda points: distance(back(points)) * scale,
        )

    def drawn_to(self, distance: Distance) -> Sheet:
        """The same for another solid, which has nearly this surface."""
        return replace(self, distance=distance)

    def folded(self, signs: Array, distance: Distance) -> Sheet:
        """What of it has coordinates of these signs (3,), or where one is 0, all; each copy that
        has others is its mirror image."""
        at = self.at

        def copy(s: Array, t: Array) -> Array:
            points = at(s, t)
            return np.where(signs == 0, points, np.maximum(points, 0) * signs)

        return replace(self, at=copy, distance=distance)

    def carved(self, own: Distance, tool: Distance, distance: Distance) -> Sheet:
        """What is left of the surface of `own` where a tool took something away: what lies within
        that goes straight on into the solid, until it meets its wall."""
        at = self.at

        def wall(s: Array, t: Array) -> Array:
            points = at(s, t)
            flat = settled(points.reshape(-1, 3), own)
            within = np.flatnonzero(tool(flat) < 0)
            if len(within):
                some = flat[within]
                inward = -slope(some, own)[1]
                away = np.zeros(len(some), np.float32)
                for _ in range(MARCHES):
                    away += np.maximum(-tool(some + away[:, None] * inward), 0)
                flat[within] = some + away[:, None] * inward
            return flat.reshape(points.shape)

        return replace(self, at=wall, distance=distance)


def _mapped(there: Callable[[Array], Array], points: Array) -> Array:
    flat = np.ascontiguousarray(points.reshape(-1, 3), np.float32)
    return there(flat).reshape(points.shape)


def slope(points: Array, distance: Distance) -> tuple[Array, Array]:
    """Distance (N,) of points (N, 3), and the direction (N, 3) of length 1 in which it grows."""
    around = (points[:, None] + TETRAHEDRON * np.float32(STEP)).reshape(-1, 3)
    found = distance(np.ascontiguousarray(around.T, np.float32).T).reshape(-1, 4)
    grows = found @ TETRAHEDRON
    length = np.linalg.norm(grows, axis=1, keepdims=True)
    return found.mean(axis=1), (grows / np.maximum(length, 1e-9)).astype(np.float32)


def settled(points: Array, distance: Distance, steps: int = NEWTON) -> Array:
    """The points (N, 3) on the surface, by Newton's method; those deep in the solid stay, so that
    nothing tears on the way there."""
    points = points.astype(np.float32)
    for _ in range(steps):
        away, grows = slope(points, distance)
        share = np.clip((away + HIDDEN) / (HIDDEN - FREE), 0, 1)
        points = points - (share * away)[:, None] * grows
    return points
