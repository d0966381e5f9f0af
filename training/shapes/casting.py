"""Builders for what is made: a clay with wheels, bars, arches and hollow boxes."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence

import numpy as np

from . import solids
from .bodies import FLAT, Clay, sides_of
from .kinds import Parts, extents
from .solids import Solid, mirror, union


class Kit(Clay):
    """Clay for things with wheels and holes."""

    def wheel(
        self, radius: float, wide: float, x: float, y: float, rounding: float = 0.05
    ) -> Solid:
        """A wheel that stands on z = 0, the middle of it at x, y."""
        r, at = self._hub(radius, x, y)
        return solids.cylinder(r, max(wide * float(self.stretch[0]), FLAT), at, "x", rounding)

    def tyre(self, radius: float, thick: float, x: float, y: float) -> Solid:
        """A round tyre that stands on z = 0; `radius` is the outer one."""
        r, at = self._hub(radius, x, y)
        thick = max(thick * self.mean, 0.05)
        return solids.torus(r - thick, thick, at, "x")

    def hub(self, radius: float, x: float, y: float) -> solids.Vector:
        """The middle of such a wheel, in the drawing."""
        return x, y, self._hub(radius, x, y)[1][2] / float(self.stretch[2])

    def _hub(self, radius: float, x: float, y: float) -> tuple[float, solids.Vector]:
        r = radius * math.sqrt(self.stretch[1] * self.stretch[2])
        px, py, _ = self.place((x, y, 0))
        return r, (px, py, r)

    def bar(self, *path: solids.Vector, radius: float | Sequence[float] = 0.055) -> Solid:
        return self.limb(path, radius)

    def dome(
        self, x: float, y: float, z: float, at: solids.Vector, rounding: float = 0.03
    ) -> Solid:
        """Upper half of an ellipsoid that rests on `at`."""
        px, py, pz = self.place(at)
        above = solids.box(4, 4, 4, (px, py, pz + 2), 0.001)
        return solids.intersection(self.ball(x, y, z, at), above, rounding)


Draw = Callable[[np.ndarray, Kit], Parts]


def cast(deep: float = 0.5) -> Callable[[Draw], Callable[[np.ndarray], Parts]]:
    """`moulded` for a kit; depth follows the width by `deep`: 1 for what is round from above."""

    def decorate(draw: Draw) -> Callable[[np.ndarray], Parts]:
        @functools.wraps(draw)
        def build(u: np.ndarray) -> Parts:
            natural = sides_of(draw(u, Kit()))
            wanted = np.array(extents(u, *(float(side) for side in natural), deep=deep))
            stretch = wanted / natural
            for _ in range(6):
                parts = draw(u, Kit(*stretch))
                missing = wanted / sides_of(parts)
                if np.abs(missing - 1).max() < 0.003:
                    break
                stretch = stretch * missing
            return parts

        return build

    return decorate


def pairs(*pieces: Solid) -> Solid:
    """The pieces and their mirror images in x."""
    return mirror(union(*pieces))
