"""Points of anything -> clouds as Point-E's networks know them, and back.

A raw cloud is (6, points): coordinates in about +-0.5, Z up, and sRGB 0..255. A `PointCloud` is
twice as large and has linear colors.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ...asset.mesh import linear_to_srgb, srgb_to_linear
from ...asset.point_cloud import PointCloud
from ...shared.errors import MaquetteError

RAW = np.float32(0.5)  # of the length of a PointCloud


def coordinates_and_colours(cloud: torch.Tensor) -> tuple[np.ndarray, np.ndarray]:
    """Of a raw cloud: coordinates (points, 3) fp32 in model units, about +-1, and colors
    (points, 3) fp32, sRGB 0..1 in steps of 1/255, as OpenAI's are."""
    numbers = cloud.T.float().cpu().numpy()
    return numbers[:, :3] / RAW, np.rint(numbers[:, 3:]).clip(0, 255) / np.float32(255)


def placed(cloud: torch.Tensor) -> PointCloud:
    """A raw cloud as an asset."""
    points, colours = coordinates_and_colours(cloud)
    return PointCloud(points, srgb_to_linear(colours))


def encoded(cloud: PointCloud, stages: Sequence[int], seed: int) -> np.ndarray:
    """A raw cloud (6, points) fp32 of as many points as the first stage draws, or where there are
    enough of them as all `stages` do together: points of `cloud`, drawn by the seed; if there are
    fewer than that, each as often as the others, or once more.

    Raises MaquetteError("request") for points that all lie in one place.
    """
    box = cloud.points.min(axis=0), cloud.points.max(axis=0)
    longest = float((box[1] - box[0]).max())
    if not longest > 0:
        raise MaquetteError(
            "request",
            "All points lie in one place: they have no shape.",
            "Choose another object.",
        )
    count = sum(stages) if len(cloud.points) >= sum(stages) else stages[0]
    random = np.random.default_rng(seed)
    chosen = np.resize(random.permutation(len(cloud.points)), count)
    points = (cloud.points[chosen] - (box[0] + box[1]) / 2) * (2 * RAW / longest)
    colours = linear_to_srgb(cloud.colors[chosen]).clip(0, 1) * 255
    return np.concatenate([points, colours], axis=1).T.astype(np.float32)
