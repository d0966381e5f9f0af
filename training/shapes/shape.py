"""A finished shape: named parts, centred and scaled into the model's box [-1, 1]^3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .kinds import LONGEST, Kind
from .solids import Solid, union

SMALLEST = 0.66
"""Size, relative to the largest, of a shape with u[0] = 0."""


@dataclass(frozen=True)
class Shape:
    """Solids by part id, in a raw frame that `centre` and `scale` map to model units."""

    solids: tuple[Solid, ...]
    centre: np.ndarray
    scale: float

    def query(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """points (N,3) -> distance (N,) float32, negative inside, and part id (N,) int."""
        # One contiguous row per coordinate makes every later column access fast.
        raw = np.ascontiguousarray(points.T, np.float32) / np.float32(self.scale)
        raw += self.centre.astype(np.float32)[:, None]
        distances = np.stack([solid.distance(raw.T) for solid in self.solids])
        scaled = distances.min(axis=0) * np.float32(self.scale)
        return scaled.astype(np.float32, copy=False), distances.argmin(axis=0)

    def distance(self, points: np.ndarray) -> np.ndarray:
        """points (N,3) -> (N,) float32, negative inside, in model units."""
        return self.query(points)[0]

    def part(self, points: np.ndarray) -> np.ndarray:
        """points (N,3) -> (N,) id of the nearest part."""
        return self.query(points)[1]

    @property
    def bounds(self) -> np.ndarray:
        """(2,3): lowest and highest corner, in model units."""
        return (union(*self.solids).bounds - self.centre) * self.scale


def shape(kind: Kind, parameters: Sequence[float] | np.ndarray) -> Shape:
    """The shape of a kind for parameters u (8,) in [0,1]."""
    u = np.asarray(parameters, float)
    pieces = kind.build(u)
    solids = tuple(
        union(*(solid for part, solid in pieces if part == wanted))
        for wanted in range(len(kind.parts))
    )
    low, high = union(*solids).bounds
    size = SMALLEST + float(u[0]) * (1 - SMALLEST)
    return Shape(solids, (low + high) / 2, LONGEST * size / float((high - low).max()))
