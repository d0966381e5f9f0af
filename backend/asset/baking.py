"""Colours of a surface -> an image, and where on it each face lies."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import numpy as np

from ..shared.look import Material
from .mesh import Mesh, linear_to_srgb

GAP = 4  # texels between two islands, so that neighbours do not shine through from afar
CHUNK = 1 << 20  # texels at a time: 0.2 GB


def bake(mesh: Mesh, surface: Mesh, side: int, tick: Callable[[], None]) -> Mesh:
    """The mesh with a texture of `side` texels a side, which shows the colours of `surface`: the
    same shape, perhaps of more triangles. What no face covers has the colour of the nearest texel
    that one does, so that no seam shows. `tick` is called now and then.

    Unfolding 30 000 triangles takes about five seconds, and lets no other thread work meanwhile.
    """
    from PIL import Image
    from scipy import ndimage

    uv = _unfold(mesh, side)
    tick()
    picture = np.zeros((side, side, 3), np.uint8)
    covered = np.zeros((side, side), bool)
    for row, column, points in _texels(mesh, uv, side):
        srgb = linear_to_srgb(surface.colours_at(points)).clip(0, 1)
        picture[row, column] = np.rint(srgb * 255)
        covered[row, column] = True
        tick()
    row, column = cast(  # None only where it writes into an array that it is given
        "np.ndarray",
        ndimage.distance_transform_edt(~covered, return_distances=False, return_indices=True),
    )
    file = io.BytesIO()
    Image.fromarray(picture[row, column]).save(file, format="PNG")
    return replace(mesh, uv=uv, material=Material(base_colour=file.getvalue()))


def _unfold(mesh: Mesh, side: int) -> np.ndarray:
    """(F, 3, 2) float32 places of the faces' corners in the image: u to the right and v upwards,
    0..1."""
    import xatlas

    atlas = xatlas.Atlas()
    atlas.add_mesh(mesh.vertices, mesh.faces.astype(np.uint32))
    packing = xatlas.PackOptions()
    packing.resolution, packing.padding = side, GAP
    atlas.generate(pack_options=packing)
    _, corners, places = atlas[0]
    return places[corners]


def _texels(
    mesh: Mesh, uv: np.ndarray, side: int
) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Row, column and point of the surface, for the middles of all texels that a face covers; row 0
    is at the top."""
    places = uv.astype(np.float64) * side - 0.5  # a texel's middle is at whole numbers
    first = np.ceil(places.min(1)).astype(np.int64).clip(0, side - 1)
    last = np.floor(places.max(1)).astype(np.int64).clip(0, side - 1)
    wide, high = (last - first + 1).clip(0).T
    a, b, c = places.transpose(1, 0, 2)
    area = _cross(b - a, c - a)
    counts = np.where(area != 0, wide * high, 0)
    ends = np.cumsum(counts)
    starts = np.unique(np.searchsorted(ends, np.arange(0, ends[-1], CHUNK) + 1))
    for start, end in zip(starts, [*starts[1:], len(counts)], strict=True):
        face = np.repeat(np.arange(start, end), counts[start:end])
        number = np.arange(len(face)) - (ends[face] - counts[face] - (ends[start] - counts[start]))
        down, across = np.divmod(number, wide[face])
        texel = first[face] + np.column_stack([across, down])
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
        corners = mesh.vertices[mesh.faces[face[inside]]]
        points = np.einsum("nk,nkc->nc", weights[inside], corners)
        column, row = texel[inside].T
        yield side - 1 - row, column, points


def _cross(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]
