"""Colored points without a surface between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..shared import raster
from .mesh import Mesh


@dataclass(frozen=True)
class PointCloud:
    """points   (N, 3) float32, Z up, model units, N > 0
    colors   (N, 3) float32, scene-linear Rec. 709, 0..1
    normals  (N, 3) float32 of length 1, if they are known
    radius   (N,) float32, model units; None: as large as lets a surface of them look closed
    """

    points: np.ndarray
    colors: np.ndarray
    normals: np.ndarray | None = None
    radius: np.ndarray | None = None

    @classmethod
    def on(cls, mesh: Mesh, count: int) -> PointCloud:
        """`count` points of a mesh's surface, one in every `count`th of its area, with its colors
        and normals. The same for the same mesh."""
        corners = mesh.vertices[mesh.faces].astype(np.float64)
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        ends = np.cumsum(np.linalg.norm(across, axis=1))
        random = np.random.default_rng(0)
        places = (np.arange(count) + random.random(count)) * (ends[-1] / count)
        face = np.searchsorted(ends, places, side="right").clip(max=len(ends) - 1)
        side, along = np.sqrt(random.random(count)), random.random(count)
        share = np.stack([1 - side, side * (1 - along), side * along], axis=1)[..., None]
        chosen = mesh.faces[face]
        between = [(values[chosen] * share).sum(axis=1) for values in (mesh.colours, mesh.normals)]
        length = np.linalg.norm(between[1], axis=1, keepdims=True)
        points = (corners[face] * share).sum(axis=1)
        return cls(*(each.astype(np.float32) for each in (points, between[0], between[1] / length)))

    def sized(self, length: float) -> PointCloud:
        """Larger or smaller: the longest side of their box becomes `length`."""
        longest = float(np.ptp(self.points, axis=0).max())
        factor = np.float32(length / longest if longest > 0 else 1.0)
        radius = None if self.radius is None else self.radius * factor
        return replace(self, points=self.points * factor, radius=radius)

    @property
    def octahedra(self) -> Mesh:
        """One around each point, as large as it is: for images of them."""
        return Mesh(*raster.octahedra(self.points, self.colors, self.radius))
