"""What is known at points, asked for in between: the mean of the nearest ones."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def interpolated(
    points: np.ndarray, values: np.ndarray, neighbours: int
) -> Callable[[np.ndarray], np.ndarray]:
    """Of values (V, C) at points (V, 3): places (N, 3) -> (N, C) float32, the mean of so many
    neighbours, or of all, where there are fewer, weighted by the square of their nearness."""
    from scipy.spatial import cKDTree  # pyright: ignore[reportAttributeAccessIssue] - compiled

    tree, near = cKDTree(points), min(neighbours, len(points))

    def at(places: np.ndarray) -> np.ndarray:
        distance, point = tree.query(places, k=range(1, near + 1), workers=-1)
        weight = 1 / np.maximum(distance, 1e-9) ** 2
        weight /= weight.sum(axis=1, keepdims=True)
        return np.einsum("nk,nkc->nc", weight, values[point]).astype(np.float32)

    return at
