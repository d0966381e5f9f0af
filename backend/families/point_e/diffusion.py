"""How noise and time belong together, and what a network's answer says of the points.

Samplers count noise as sigma: x = x0 + sigma * N(0, 1). A network was trained with sqrt(a) x0 +
sqrt(1 - a) N(0, 1), where a falls with the time; both are the same where a = 1 / (sigma^2 + 1).
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

STEPS = 1024  # of time
LARGEST_BETA = 0.999
RHO = 7.0  # of Karras' schedule: the higher, the more steps where there is little noise

Mean = Literal["epsilon", "x_start"]


@dataclass(frozen=True)
class Schedule:
    """alphas  (STEPS,) fp64, falling: the share of the signal's variance at every time"""

    alphas: np.ndarray

    @property
    def sigmas(self) -> tuple[float, float]:
        """The least and the most noise that a network has seen."""
        first, last = np.sqrt(1 / self.alphas[[0, -1]] - 1)
        return float(first), float(last)

    def time(self, sigma: float) -> float:
        """When there is so much noise, 0 to STEPS - 1. Between two times linear in `alphas`, which
        are compared in fp32, as in OpenAI's `GaussianToKarrasDenoiser`."""
        alpha = float(np.float32(1) / (np.float32(sigma) ** 2 + np.float32(1)))
        return float(np.interp(-alpha, -self.alphas, np.arange(len(self.alphas))))


@functools.cache
def cosine() -> Schedule:
    """Of the base models (arXiv 2102.09672, equation 17)."""

    def share(time: float) -> float:
        return math.cos((time + 0.008) / 1.008 * math.pi / 2) ** 2

    betas = [1 - share((k + 1) / STEPS) / share(k / STEPS) for k in range(STEPS)]
    return _of_betas(np.minimum(betas, LARGEST_BETA))


@functools.cache
def linear() -> Schedule:
    """Of the upsampler (arXiv 2006.11239, stretched to `STEPS`)."""
    return _of_betas(np.linspace(1e-4, 0.02, STEPS) * (1000 / STEPS))


def _of_betas(betas: np.ndarray) -> Schedule:
    return Schedule(np.cumprod(1 - betas))


def karras(steps: int, least: float, most: float) -> list[float]:
    """`steps` sigmas from `most` down to `least` (arXiv 2206.00364, equation 5)."""
    share = np.linspace(0, 1, steps)
    ends = most ** (1 / RHO), least ** (1 / RHO)
    return ((ends[0] + share * (ends[1] - ends[0])) ** RHO).tolist()


def points_of(
    said: torch.Tensor, x: torch.Tensor, alpha: float, mean: Mean = "epsilon"
) -> torch.Tensor:
    """The points without their noise, (N, 6, points) fp32 in model space, clamped to its box.

    said   (N, 12, points), what the network said about `x`
    x      (N, 6, points), scaled to variance 1
    alpha  the share of the signal in it
    mean   what the network was trained to say
    """
    said = said[:, : x.shape[1]].float()  # behind it is a variance, which no sampler here uses
    if mean == "epsilon":
        said = math.sqrt(1 / alpha) * x - math.sqrt(1 / alpha - 1) * said
    return said.clamp(-1, 1)
