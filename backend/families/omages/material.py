"""Noise, geometry and a class -> material: base color, metallic and roughness at every pixel.

Sampler "exact" is the original's: ancestral steps of a continuous time, with dynamic thresholds.
Sampler "fast" is DPM-Solver++(2M). There is no guidance, as the original has none.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch

from . import diffusion
from .unet import Material, Told

PERCENTILE = 0.95  # of absolute values: beyond it they are too large
ROWS = 16  # of a batch, in one call on a GPU

Tick = Callable[[], None]  # called before each call of the network


@dataclass(frozen=True)
class Way:
    """What leads from noise to a material.

    told   the classes, as the network reads them
    given  (N, 4, side, side), the geometry, -1..1. It is as it was sampled, as in the original's
           pipeline, though the network was trained with pixels that show nothing at -1
    rows   of the batch, in one call
    static whether thresholds are static
    """

    network: Material
    told: Told
    given: torch.Tensor
    rows: int = ROWS
    static: bool = False

    def start(self, x: torch.Tensor, ratio: float, tick: Tick) -> torch.Tensor:
        """The material without its noise (N, 5, side, side) fp32. `x` is the same."""
        found = []
        for k in range(0, len(x), self.rows):
            tick()
            part = slice(k, k + self.rows)
            noise = torch.full((len(x[part]),), ratio, device=x.device)
            told = Told(*(each[part] for each in self.told))
            found.append(self.network(x[part], self.given[part], noise, told).float())
        return start_of(torch.cat(found), x, ratio, self.static)


def start_of(
    velocity: torch.Tensor, x: torch.Tensor, ratio: float, static: bool = False
) -> torch.Tensor:
    """Within -1..1 by dynamic or static thresholds (arXiv 2205.11487, section 2.3)."""
    signal, noise = diffusion.scales(ratio)
    x0 = signal * x - noise * velocity
    if static:
        return x0.clamp(-1, 1)
    limit = torch.quantile(x0.flatten(1).abs(), PERCENTILE, dim=1).clamp(min=1)[:, None, None, None]
    return x0.clamp(-limit, limit) / limit


def ratios(sampler: str, steps: int) -> list[float]:
    """log(a / (1 - a)) at the end of every step, rising; the exact sampler's first is where they
    begin, and its last where they end. The fast one's are where the network is asked. Each comes
    once."""
    times = torch.linspace(1, 0, steps + 1) if sampler == "exact" else diffusion.squarely(steps)
    return list(dict.fromkeys(diffusion.log_ratio(float(time)) for time in times))


def posterior(
    x0: torch.Tensor, x: torch.Tensor, ratio: float, following: float
) -> tuple[torch.Tensor, float]:
    """Mean and variance of what is less noisy than `x` (arXiv 2107.00630, equation 33)."""
    (signal, _), (ahead, less) = diffusion.scales(ratio), diffusion.scales(following)
    share = -math.expm1(ratio - following)
    return ahead * (x * (1 - share) / signal + share * x0), less**2 * share


def exact(
    way: Way, x: torch.Tensor, asked: Sequence[float], fresh: Callable[[], torch.Tensor], tick: Tick
) -> Iterator[torch.Tensor]:
    """What each step says of the material, (N, 5, side, side) -1..1; the last is where they end.

    x      with as much noise as `asked[0]` says: see `ratios`
    fresh  noise like `x`, asked for once a step, as the original does
    """
    for step, (ratio, following) in enumerate(pairwise(asked), start=2):
        x0 = way.start(x, ratio, tick)
        x, variance = posterior(x0, x, ratio, following)
        noise = fresh()
        if step < len(asked):
            x = x + math.sqrt(variance) * noise
            yield x0
        else:
            yield x.clamp(-1, 1)


def fast(way: Way, x: torch.Tensor, asked: Sequence[float], tick: Tick) -> Iterator[torch.Tensor]:
    """The same in few steps, without fresh noise."""
    return diffusion.multistep(lambda x, step: way.start(x, asked[step], tick), x, asked)
