"""An omage with fewer texels, in which patches still end where they ended."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..shared.errors import MaquetteError
from .omage import CHANNELS, OCCUPANCY


def snapped(omage: np.ndarray, side: int) -> np.ndarray:
    """The omage (F, F, 12) with `side` texels a side ("edge snapping", Yan et al. 2024, 3.2): of a
    block of texels the mean of those on the border of a patch, if it has any, else the one in its
    middle. So borders that met in the fine image still meet, and no gap opens between patches. What
    shows nothing is 0.

    Deliberately otherwise than in the original: where borders of several patches cross one block,
    only the longest counts, as the middle between two patches is a point of neither.

    Raises MaquetteError("request") unless F is a multiple of `side`.
    """
    from scipy import ndimage

    fine = len(omage)
    step = fine // side
    if step * side != fine:
        raise MaquetteError(
            "request",
            f"An omage of {fine} texels a side cannot be brought to {side}.",
            f"Choose a number of which {fine} is a multiple, or keep its own.",
        )
    occupied = omage[..., OCCUPANCY] > 0.5
    if step == 1:
        return np.where(occupied[..., None], omage, 0).astype(np.float32)
    around = np.ones((3, 3), bool)
    # Beyond the image is nothing.
    border = occupied & ~cast("np.ndarray", ndimage.binary_erosion(occupied, around))
    patch, count = cast("tuple[np.ndarray, int]", ndimage.label(occupied, around))
    row, column = np.nonzero(border)
    block = row // step * side + column // step
    which, texel, lengths = np.unique(
        block * (count + 1) + patch[row, column], return_inverse=True, return_counts=True
    )
    longest = np.zeros(len(which), bool)
    order = np.lexsort((lengths, which // (count + 1)))  # of each block the longest comes last
    last = np.append(np.diff(which[order] // (count + 1)) > 0, True)
    longest[order[last]] = True
    kept = longest[texel]
    number = np.bincount(block[kept], minlength=side * side)
    values = omage[row[kept], column[kept]]
    total = np.stack(
        [np.bincount(block[kept], values[:, k], side * side) for k in range(CHANNELS)], axis=-1
    )
    middle = omage[step // 2 :: step, step // 2 :: step].reshape(-1, CHANNELS)
    middle = np.where(middle[:, OCCUPANCY, None] > 0.5, middle, 0)
    mean = total / np.maximum(number, 1)[:, None]
    found = np.where(number[:, None] > 0, mean, middle)
    return found.reshape(side, side, CHANNELS).astype(np.float32)
