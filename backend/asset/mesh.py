"""A triangle mesh with colours, or with a material of images."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..shared.look import PLAIN, Material
from . import nearest


@dataclass(frozen=True)
class Mesh:
    """vertices  (V, 3) float32, Z up, model units: the sampled box is [-1, 1]^3
    faces     (F, 3) int32, wound outward (counter-clockwise seen from outside)
    colours   (V, 3) float32, scene-linear Rec. 709, 0..1
    uv        (F, 3, 2) float32, corners of faces in the material's images, from their lower left
    material  with images only where there is a uv
    quads     whether faces are halves of quads, two and two: (a, b, c) and (a, c, d)
    """

    vertices: np.ndarray
    faces: np.ndarray
    colours: np.ndarray
    uv: np.ndarray | None = None
    material: Material = PLAIN
    quads: bool = False

    def only(self, kept: np.ndarray) -> Mesh:
        """The faces that `kept` (F,) says, with the vertices that they use."""
        faces = self.faces[kept]
        used = np.zeros(len(self.vertices), bool)
        used[faces] = True
        place = np.cumsum(used, dtype=np.int32) - 1
        return replace(
            self,
            vertices=self.vertices[used],
            faces=place[faces].astype(np.int32),
            colours=self.colours[used],
            uv=None if self.uv is None else self.uv[kept],
        )

    def sized(self, length: float) -> Mesh:
        """Larger or smaller about the middle of the box: the longest side becomes `length`."""
        longest = float(np.ptp(self.vertices, axis=0).max()) if len(self.vertices) else 0.0
        factor = np.float32(length / longest if longest > 0 else 1.0)
        return replace(self, vertices=self.vertices * factor)

    @property
    def watertight(self) -> bool:
        """Whether every edge has two faces, one on each side, wound alike."""
        start, end = half_edges(self.faces)
        there = np.sort(start * len(self.vertices) + end)
        back = np.sort(end * len(self.vertices) + start)
        once = len(there) and (start != end).all() and np.diff(there).all()
        return bool(once and np.array_equal(there, back))

    @property
    def pieces(self) -> np.ndarray:
        """(F,) number of the connected piece that each face belongs to, from 0."""
        from scipy.sparse import coo_matrix
        from scipy.sparse.csgraph import connected_components

        start, end = half_edges(self.faces)
        count = len(self.vertices)
        edges = coo_matrix((np.ones(len(start), bool), (start, end)), (count, count))
        return connected_components(edges, directed=False)[1][self.faces[:, 0]]

    @property
    def normals(self) -> np.ndarray:
        """(V, 3) float32 of length 1, outward: of the faces around a vertex, by their areas. Up
        where a vertex has no face."""
        a, b, c = (self.vertices[self.faces[:, k]].astype(np.float64) for k in range(3))
        facing, corners = np.cross(b - a, c - a), self.faces.ravel()
        total = np.stack(
            [np.bincount(corners, np.repeat(axis, 3), len(self.vertices)) for axis in facing.T], 1
        )
        length = np.linalg.norm(total, axis=1, keepdims=True)
        return np.where(length > 0, total / np.where(length > 0, length, 1), [0, 0, 1]).astype("f4")

    def colours_at(self, points: np.ndarray) -> np.ndarray:
        """(N, 3) float32 colours of the surface nearest to `points` (N, 3), interpolated between
        the vertices there."""
        return nearest.interpolated(self.vertices, self.colours, 3)(points)


def half_edges(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each edge of faces (F, 3) begins (3F,) and ends (3F,), as its face goes around: int64,
    three of a face one after the other."""
    whole = faces.astype(np.int64)
    return whole.ravel(), np.roll(whole, -1, axis=1).ravel()


def srgb_to_linear(srgb: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1, sRGB 0..1 -> linear 0..1. diffusers' renderer.py has the same numbers."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1, linear 0..1 -> sRGB 0..1; the inverse of `srgb_to_linear`."""
    linear = np.maximum(linear, 0)  # a negative base has no real power
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def srgb_bytes(linear: np.ndarray) -> np.ndarray:
    """Linear 0..1 -> sRGB 0..255, uint8; what lies outside of that becomes the nearest."""
    return np.rint(linear_to_srgb(linear).clip(0, 1) * 255).astype(np.uint8)
