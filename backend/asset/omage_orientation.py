"""Which side of an omage's faces is outside."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..shared import raster

CLEAR = 0.5  # cosine: how far a face's own normal is believed
UNIT = 0.25  # how far from 1 the length of a normal may be; 0, 0, 0 was never written, and is -1
COARSE = 96  # texels a side of what is looked at from outside
VIEW = 160  # pixels of an image of it
VIEWS = [(azimuth, elevation) for elevation in (-50, 0, 50) for azimuth in range(0, 360, 60)] + [
    (0, 90),
    (0, -90),
]


def outward(
    points: np.ndarray, faces: np.ndarray, occupied: np.ndarray, normals: np.ndarray
) -> np.ndarray:
    """The faces (F, 3), wound counter-clockwise as seen from outside.

    points    (H * W, 3) of each texel
    faces     numbers of texels, wound alike in the image
    occupied  (H, W)
    normals   (H * W, 3); those that are not about 1 long are taken for absent

    A face whose own normals are clear is wound as they say, others as most of their patch: what is
    connected in the image. A patch without normals shows its outside to more views of the object
    than its inside.
    """
    from scipy import ndimage

    labels, count = cast("tuple[np.ndarray, int]", ndimage.label(occupied))
    patch = labels.ravel()[faces[:, 0]] - 1
    facing = _facing(points, faces)
    area = np.sqrt(np.einsum("fc,fc->f", facing, facing))
    length = np.sqrt(np.einsum("nc,nc->n", normals, normals))
    known = np.where(np.abs(length - 1)[:, None] < UNIT, normals, 0)
    said = known[faces[:, 0]] + known[faces[:, 1]] + known[faces[:, 2]]
    agrees = np.einsum("fc,fc->f", facing, said) / 3  # area times cosine
    clear = np.abs(agrees) > CLEAR * area
    votes = np.bincount(patch[clear], agrees[clear], count)
    unknown = votes == 0
    if unknown[patch].any():
        votes = np.where(unknown, _seen(points, faces, patch, len(occupied), count), votes)
    backward = np.where(clear, agrees < 0, votes[patch] < 0)
    return np.where(backward[:, None], faces[:, ::-1], faces)


def _facing(points: np.ndarray, faces: np.ndarray) -> np.ndarray:
    a = points[faces[:, 0]]
    return np.cross(points[faces[:, 1]] - a, points[faces[:, 2]] - a)


def _seen(
    points: np.ndarray, faces: np.ndarray, patch: np.ndarray, side: int, count: int
) -> np.ndarray:
    """(count,) of patches: how much more of their fronts than of their backs shows from outside.
    Where that is nothing, whether they face away from the middle."""
    low, high = points[faces].min((0, 1)), points[faces].max((0, 1))
    middle = (low + high) / 2
    away = np.einsum("fc,fc->f", _facing(points, faces), points[faces[:, 0]] - middle)
    guess = np.bincount(patch, away, count)
    faces, patch = _coarser(faces, patch, side)
    votes = np.zeros(count)
    if len(faces):
        scale = VIEW / max(float(np.linalg.norm(high - low)), 1e-9)
        for view in VIEWS:
            seen = (points - middle) @ raster.camera(*view).T * scale + [VIEW / 2, VIEW / 2, 0]
            corners = seen[faces]
            _, face, _ = raster.visible(corners, VIEW)
            front = np.sign(_facing(seen, faces[face])[:, 2])
            votes += np.bincount(patch[face], front, count)
    return np.where(votes == 0, guess, votes)


def _coarser(faces: np.ndarray, patch: np.ndarray, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Faces between each `step`-th texel, where all between are of one patch at their corners; each
    half of a coarse square is found by the face at its corner."""
    step = side // COARSE
    if step < 2:
        return faces, patch
    turn = np.where(faces[:, 1] > faces[:, 0], step, -step)[:, None]  # which half of a square
    row, column = np.divmod(faces[:, 0], side)
    kept = (row % step == 0) & (column % step == 0)
    larger = faces[:, :1] + np.concatenate([0 * turn, turn, turn * side], axis=1)
    row, column = np.divmod(larger[:, 0], side)
    reach = turn[:, 0]
    inside = (column + reach >= 0) & (column + reach < side)
    inside &= (row + reach >= 0) & (row + reach < side)
    kept &= inside
    known = np.full(side * side, -1)
    known[faces] = patch[:, None]
    kept[kept] &= (known[larger[kept]] == patch[kept, None]).all(axis=1)
    return larger[kept], patch[kept]
