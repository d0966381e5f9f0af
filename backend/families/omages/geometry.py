"""Noise and a class -> geometry: position and occupancy at every pixel.

Sampler "exact" is DDPM with a learned variance and classifier-free guidance, the same arithmetic
as the original, with its noise in its order. Sampler "fast" is DPM-Solver++(2M).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch

from . import diffusion
from .diffusion import Ancestral
from .dit import CHANNELS, Geometry

STEPS, FAST_STEPS = 250, 32
GUIDANCE = 4.0
ROWS = 8  # of a batch, in one call on a GPU: each is 1.3 TFLOP of the published network
BEGIN = 980  # of the fast way: earlier a thousandth of the variance is signal, and what is said of
# the noise would be multiplied by 30 and more
NOISY = 800  # the time at which a class is told by its geometry

Mean = Literal["epsilon", "x_start"]
Tick = Callable[[], None]  # called before each call of the network


@dataclass(frozen=True)
class Way:
    """What leads from noise to geometry.

    classes   (N,) int64
    guidance  classifier-free guidance scale; at 1 there is none
    mean      what the network was trained to say
    rows      of the batch, in one call
    """

    network: Geometry
    classes: torch.Tensor
    guidance: float
    mean: Mean = "epsilon"
    rows: int = ROWS

    def said(self, x: torch.Tensor, time: int, tick: Tick) -> tuple[torch.Tensor, torch.Tensor]:
        """What the network was trained to say, guided, and what it says of the variance, which is
        not guided: (N, 4, side, side) fp32 each. `x` is the same."""
        batch, classes = x, self.classes
        if self.guidance != 1:
            batch = torch.cat([x, x])
            classes = torch.cat([classes, torch.full_like(classes, self.network.nothing)])
        found = []
        for part, told in zip(batch.split(self.rows), classes.split(self.rows), strict=True):
            tick()
            times = torch.full((len(part),), time, device=x.device)
            found.append(self.network(part, times, told).float())
        mean, variance = torch.cat(found).split(CHANNELS, dim=1)
        if self.guidance != 1:
            bound, free = mean.chunk(2)
            mean = free + self.guidance * (bound - free)
        return mean, variance[: len(x)]

    def start_of(self, said: torch.Tensor, x: torch.Tensor, share: float) -> torch.Tensor:
        """The geometry without its noise, clamped to -1..1."""
        if self.mean == "epsilon":
            said = math.sqrt(1 / share) * x - math.sqrt(1 / share - 1) * said
        return said.clamp(-1, 1)


def likeliest(
    network: Geometry, classes: Sequence[int], shape: torch.Tensor, mean: Mean, tick: Tick
) -> int:
    """The class under which the network best finds a geometry (4, side, side) -1..1 again that is
    mostly noise (Li et al., "Your Diffusion Model is Secretly a Zero-Shot Classifier", arXiv
    2303.16203)."""
    way = Way(network, torch.tensor(classes, device=shape.device), 1.0, mean, rows=1)
    share = float(diffusion.shares()[NOISY])
    noise = torch.randn(shape.shape, generator=torch.Generator().manual_seed(0)).to(shape.device)
    x = math.sqrt(share) * shape + math.sqrt(1 - share) * noise
    x = x.expand(len(classes), *shape.shape)
    found = way.start_of(way.said(x, NOISY, tick)[0], x, share)
    return classes[int((found - shape).square().mean((1, 2, 3)).argmin())]


def times(sampler: str, steps: int) -> list[int]:
    """Whole times at which the network is asked, falling, each once: `steps` of them, if there are
    as many."""
    if sampler == "exact":
        return diffusion.evenly(steps)
    whole = np.round(BEGIN * diffusion.squarely(steps)).astype(int).tolist()
    return list(dict.fromkeys(whole))


def exact(
    way: Way, x: torch.Tensor, asked: Sequence[int], fresh: Callable[[], torch.Tensor], tick: Tick
) -> Iterator[torch.Tensor]:
    """What each step says of the geometry, (N, 4, side, side) -1..1; the last is where they end.

    x      with as much noise as there is at the first of the times `asked`, falling
    fresh  noise like `x`, asked for once a step, as the original does
    """
    chain = Ancestral.of(list(asked[::-1]))
    for step in reversed(range(len(asked))):
        said, variance = way.said(x, chain.times[step], tick)
        x0 = way.start_of(said, x, float(chain.shares[step]))
        noise = fresh()
        if step:
            x = chain.mean(x0, x, step) + chain.deviation(variance, step) * noise
        yield x0  # with which the mean of the last step agrees


def fast(way: Way, x: torch.Tensor, asked: Sequence[int], tick: Tick) -> Iterator[torch.Tensor]:
    """The same in few steps, without fresh noise."""
    shares = [float(diffusion.shares()[time]) for time in asked]

    def predict(x: torch.Tensor, step: int) -> torch.Tensor:
        said, _ = way.said(x, asked[step], tick)
        return way.start_of(said, x, shares[step])

    return diffusion.multistep(predict, x, [diffusion.ratio_of(share) for share in shares])
