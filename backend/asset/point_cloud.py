"""Colored points without a surface between them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..shared.look import point_radius
from .mesh import Mesh

OCTAHEDRON = np.array([[1, 0, 0], [-1, 0, 0], [0, 1, 0], [0, -1, 0], [0, 0, 1], [0, 0, -1]], "f4")
SIDES = np.array(
    [[0, 2, 4], [2, 1, 4], [1, 3, 4], [3, 0, 4], [2, 0, 5], [1, 2, 5], [3, 1, 5], [0, 3, 5]]
)


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
        count, radius = len(self.points), self.radius
        if radius is None:
            longest = float(np.ptp(self.points, axis=0).max())
            radius = np.full(count, point_radius(count, longest), np.float32)
        vertices = self.points[:, None] + OCTAHEDRON * radius[:, None, None]
        faces = SIDES + len(OCTAHEDRON) * np.arange(count)[:, None, None]
        return Mesh(
            vertices.reshape(-1, 3).astype(np.float32),
            faces.reshape(-1, 3).astype(np.int32),
            np.repeat(self.colors, len(OCTAHEDRON), axis=0),
        )
