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
