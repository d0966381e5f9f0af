"""How noise and time belong together, of both networks, and the fast way through it.

x = sqrt(a) x0 + sqrt(1 - a) N(0, 1), where `a` is the share of the signal's variance and falls with
the time. The material network counts noise as log(a / (1 - a)).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch

STEPS = 1000  # of the geometry's time
LARGEST_BETA = 0.999
LEAST = 1e-5  # noise over signal of the material's schedule

Predict = Callable[[torch.Tensor, int], torch.Tensor]  # x, number of the step -> x0


@functools.cache
def shares() -> np.ndarray:
    """(STEPS,) fp64: `a` at each of the geometry's times (arXiv 2102.09672, equation 17)."""
    times = np.arange(STEPS + 1) / STEPS
    falling = np.cos((times + 0.008) / 1.008 * math.pi / 2) ** 2
    betas = 1 - falling[1:] / falling[:-1]
    return np.cumprod(1 - np.minimum(betas, LARGEST_BETA))


def evenly(steps: int) -> list[int]:
    """So many whole times, falling from the last to 0; all, where there are not as many."""
    if steps == 1:
        return [STEPS - 1]
    return np.round(np.linspace(STEPS - 1, 0, min(steps, STEPS))).astype(int).tolist()


def squarely(steps: int) -> np.ndarray:
    """(steps,) times of the fast way, falling from 1 to 0: closer together the less noise there is.
    Of numbers whose distribution is known it finds the width to 3% in 32 steps, where evenly spaced
    times are 20% off."""
    return np.linspace(1, 0, steps) ** 2


@dataclass(frozen=True)
class Ancestral:
    """What DDPM needs to know of some of the times, as if there were no others (arXiv 2102.09672,
    section 4), each (times,) fp64.

    times   rising
    shares  `a`
    betas   of the noise that comes with each
    least, most  logarithms of the variance between which a network chooses
    """

    times: list[int]
    shares: np.ndarray
    betas: np.ndarray
    least: np.ndarray
    most: np.ndarray

    @classmethod
    def of(cls, times: list[int]) -> Ancestral:
        share = shares()[times]
        before = np.concatenate([[1.0], share[:-1]])
        betas = 1 - share / before
        least = betas * (1 - before) / (1 - share)
        least[0] = least[min(1, len(least) - 1)]  # or its logarithm would have no end
        return cls(times, share, betas, np.log(np.maximum(least, 1e-20)), np.log(betas))

    def mean(self, x0: torch.Tensor, x: torch.Tensor, step: int) -> torch.Tensor:
        """Of what is one step less noisy than `x`: equation 10 of arXiv 2102.09672."""
        share, beta = self.shares[step], self.betas[step]
        before = self.shares[step - 1] if step else 1.0
        ahead = beta * math.sqrt(before) / (1 - share)
        return ahead * x0 + (1 - before) * math.sqrt(1 - beta) / (1 - share) * x

    def deviation(self, said: torch.Tensor, step: int) -> torch.Tensor:
        """What `said`, -1 to 1 between the least and the most, means."""
        between = (said.float() + 1) / 2
        return (between * self.most[step] + (1 - between) * self.least[step]).div(2).exp()


def log_ratio(time: float) -> float:
    """log(a / (1 - a)) of the material's time, 0..1: imagen-pytorch's cosine schedule, in fp32 as
    there, which is what the end of the time comes to."""
    angle = torch.tensor((time + 0.008) / 1.008 * math.pi * 0.5, dtype=torch.float32)
    return -float((torch.cos(angle) ** -2 - 1).clamp(min=LEAST).log())


def scales(ratio: float) -> tuple[float, float]:
    """Of signal and noise, by the logarithm of their ratio."""
    share = 1 / (1 + math.exp(-ratio))
    return math.sqrt(share), math.sqrt(1 / (1 + math.exp(ratio)))


def ratio_of(share: float) -> float:
    return math.log(share / (1 - share))


def multistep(predict: Predict, x: torch.Tensor, ratios: Sequence[float]) -> Iterator[torch.Tensor]:
    """What each call of `predict` says, the last of which is where the way ends: DPM-Solver++(2M)
    (arXiv 2211.01095, algorithm 2). A straight line through the last two predictions leads on.

    x       with as much noise as ratios[0] says
    ratios  log(a / (1 - a)), rising
    """
    width, before = 0.0, None
    for step, (ratio, following) in enumerate(pairwise([*ratios, math.inf])):
        x0 = predict(x, step)
        yield x0
        if following == math.inf:
            return
        last, width = width, (following - ratio) / 2
        ahead = x0 if before is None else x0 + (x0 - before) * (width / last / 2)
        (_, noise), (signal, less) = scales(ratio), scales(following)
        x = x * (less / noise) - ahead * (signal * math.expm1(-width))
        before = x0
