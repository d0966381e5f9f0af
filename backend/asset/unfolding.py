"""A surface as its UV map shows it: where its faces lie in an image, and what each texel shows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .mesh import Mesh

CHUNK = 1 << 20  # texels at a time: 0.2 GB


def unfold(mesh: Mesh, side: int, gap: int) -> np.ndarray:
    """(F, 3, 2) float32 places of the faces' corners in an image of `side` texels: u to the right
    and v upwards, 0..1. Between two islands at least `gap` texels are free.

    30 000 triangles take about five seconds, and let no other thread work meanwhile.
    """
    import xatlas

    atlas = xatlas.Atlas()
    atlas.add_mesh(mesh.vertices, mesh.faces.astype(np.uint32))
    packing = xatlas.PackOptions()
    packing.resolution, packing.padding = side, gap
    atlas.generate(pack_options=packing)
    _, corners, places = atlas[0]
    return places[corners]


def texels(
    uv: np.ndarray, side: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
    """Row (N,), from the bottom, column (N,), face (N,) and the weights (N, 3) of its corners, of
    the middles of all texels that a face covers; in parts, face by face."""
    places = uv.astype(np.float64) * side - 0.5  # a texel's middle is at whole numbers
    first = np.ceil(places.min(1)).astype(np.int64).clip(0, side - 1)
    last = np.floor(places.max(1)).astype(np.int64).clip(0, side - 1)
    wide, high = (last - first + 1).clip(0).T
    a, b, c = places.transpose(1, 0, 2)
    area = _cross(b - a, c - a)
    counts = np.where(area != 0, wide * high, 0)
    ends = np.cumsum(counts)
    if not counts.any():
        return
    starts = np.unique(np.searchsorted(ends, np.arange(0, ends[-1], CHUNK) + 1))
    for start, end in zip(starts, [*starts[1:], len(counts)], strict=True):
        face = np.repeat(np.arange(start, end), counts[start:end])
        number = np.arange(len(face)) - (ends[face] - counts[face] - (ends[start] - counts[start]))
        up, across = np.divmod(number, wide[face])
        texel = first[face] + np.column_stack([across, up])
        weights = (
            np.column_stack(
                [
                    _cross(b[face] - texel, c[face] - texel),
                    _cross(c[face] - texel, a[face] - texel),
                    _cross(a[face] - texel, b[face] - texel),
                ]
            )
            / area[face, None]
        )
        inside = (weights >= 0).all(1)
        column, row = texel[inside].T
        yield row, column, face[inside], weights[inside]


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
