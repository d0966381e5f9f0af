"""Points out of noise, in two stages: a few, and more among them.

Sampler "exact" is Heun's method with fresh noise at every step (arXiv 2206.00364, algorithm 2), the
same arithmetic as OpenAI's `PointCloudSampler`, with its noise in its order and the whole steps of
time that it asks for. Sampler "fast" is DPM-Solver++(2M) (arXiv 2211.01095): one call a step
instead of two, at times between whole ones, and none below the least noise that a network has seen.
There the exact one has 6 of its 64 steps, and all of them ask for time 0.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import torch

from ...compute.device import Offloader, Throttle
from ...compute.progress import Tracker
from ...shared.errors import MaquetteError
from . import diffusion
from .denoiser import BIASES, CHANNELS, SCALES, Denoiser
from .diffusion import Mean, Schedule

LEAST_NOISE = 1e-3  # of the exact sampler
STEPS = 64  # of a stage, as in OpenAI's examples
GUIDANCE = 3.0
POINTS = 4096  # of both stages of OpenAI's models

Noise = Callable[[int], torch.Tensor]  # how many points -> (N, 6, points), N(0, 1)
Predict = Callable[[torch.Tensor, float], torch.Tensor]  # x, sigma -> x0; (N, 6, points) each


@dataclass(frozen=True)
class Stage:
    """network   None: it draws nothing, its points have to be there
    points    how many it draws; a network that upsamples draws them among those it is given
    told      whether it is told what to draw
    guidance  classifier-free guidance scale; at 0 and 1 there is none
    most      sigma to begin at
    churn     how much noise is made anew on the whole way, by the exact sampler
    mean      what the network was trained to say
    """

    network: Denoiser | None
    schedule: Schedule
    points: int
    told: bool
    guidance: float
    most: float
    churn: float = 0.0
    steps: int = STEPS
    mean: Mean = "epsilon"

    @property
    def upsamples(self) -> bool:
        return self.network is not None and self.network.upsamples

    def sigmas(self, exact: bool) -> list[float]:
        least, most = self.schedule.sigmas
        if exact:
            return diffusion.karras(self.steps, LEAST_NOISE, self.most)
        return diffusion.karras(self.steps, least, min(most, self.most))


def base(
    network: Denoiser, guidance: float = GUIDANCE, points: int = 1024, steps: int = STEPS
) -> Stage:
    """The first stage as in OpenAI's examples."""
    told = network.told != "nothing"
    guidance = guidance if told else 0
    return Stage(network, diffusion.cosine(), points, told, guidance, 120.0, 3.0, steps)


def upsampler(network: Denoiser, image: bool, points: int = 3072, steps: int = STEPS) -> Stage:
    """The second stage as in OpenAI's examples: it is told of an image, but not of a prompt."""
    guidance = GUIDANCE if image else 0
    return Stage(network, diffusion.linear(), points, image, guidance, 160.0, 0.0, steps)


def given(points: int) -> Stage:
    """The only one, where no network draws: so many points that are there already."""
    return Stage(None, diffusion.cosine(), points, False, 0, 0.0)


def noise(seeds: Sequence[int]) -> Noise:
    """Each sample has its own generator on the CPU: it depends on its seed alone, not on the batch,
    not on the device."""
    generators = [torch.Generator().manual_seed(seed) for seed in seeds]
    return lambda points: torch.stack(
        [torch.randn(CHANNELS, points, generator=one) for one in generators]
    )


def guided(stages: Sequence[Stage], guidance: float, steps: int) -> list[Stage]:
    """Stages with so many steps, and this guidance where they have any."""
    return [
        replace(stage, guidance=guidance if stage.guidance else 0, steps=steps) for stage in stages
    ]


def started(stages: Sequence[Stage], latents: Sequence[Mapping[str, np.ndarray]]) -> torch.Tensor:
    """Clouds to begin from (N, 6, points), on the CPU: of all stages, or of the first alone, among
    whose points the others draw theirs.

    Raises MaquetteError("request") for what another model made.
    """
    counts = stages[0].points, sum(stage.points for stage in stages)
    for each in latents:
        found = each["cloud"].shape if "cloud" in each else next(iter(each.values())).shape
        if "cloud" not in each or found not in [(CHANNELS, count) for count in counts]:
            shape = " x ".join(map(str, found))
            raise MaquetteError(
                "request",
                f"The latent of this object ({shape}) does not fit this model"
                f" ({CHANNELS} x {counts[1]}).",
                "Choose the model that made the object.",
            )
    return torch.from_numpy(np.stack([each["cloud"] for each in latents]))


@torch.inference_mode()
def sample(
    stages: Sequence[Stage],
    condition: torch.Tensor | None,
    noise: Noise,
    sampler: str,
    offloader: Offloader,
    progress: Tracker,
    low_memory: bool = False,
    watch: Callable[[int, Sequence[torch.Tensor]], None] | None = None,
    begin: torch.Tensor | None = None,
    strength: float = 1.0,
) -> torch.Tensor:
    """Raw points (N, 6, points of all stages) fp32: coordinates in about +-0.5, Z up, and sRGB in
    about 0..255. Guidance may lead beyond both.

    condition  of one prompt (1, 768) or image (1, 256, 1024), for stages that are told
    sampler    "exact" or "fast"
    low_memory one row of the batch at a time, and nothing else in the device's memory
    watch      called after each step with its number and each cloud (6, points) so far
    begin      what this returned before, or points of the first stage alone, to begin from instead
               of noise: see `started`
    strength   how much of each stage's way is gone again from there: 1 all of it, 0 none (SDEdit,
               arXiv 2108.01073)

    Stage "sampling" counts the steps of all stages that are gone, and every call of a network looks
    for cancel.
    """
    if begin is not None:
        begin = begin.to(offloader.device, torch.float32)
    exact, device, throttle = sampler == "exact", offloader.device, Throttle(offloader.device)
    calls_a_step = 2 if exact else 1
    scale, bias = (torch.tensor(each, device=device)[:, None] for each in (SCALES, BIASES))
    owns = _own(begin, stages)
    todo = [
        stage.steps if own is None else math.ceil(strength * stage.steps)
        for own, stage in zip(owns, stages, strict=True)
    ]
    done, points = 0, None
    with progress.stage("sampling", sum(todo)) as advance:
        for stage, own, steps in zip(stages, owns, todo, strict=True):
            given = points if stage.upsamples else None
            if not steps:
                assert own is not None  # else it has steps
                points = own if given is None else torch.cat([given, own], dim=2)
                continue
            assert stage.network is not None  # else it has no steps
            offloader.onload(stage.network, alone=low_memory)
            predict = _predictor(stage, exact, condition, given, low_memory)

            def fresh(count: int = stage.points) -> torch.Tensor:
                return noise(count).to(device)

            sigmas = stage.sigmas(exact)[-steps:]
            x = fresh() * sigmas[0]
            if own is not None:
                x = x + own * scale + bias
            calls = (
                heun(predict, x, sigmas, stage.churn / stage.steps, fresh)
                if exact
                else multistep(predict, x, sigmas)
            )
            for call, x0 in enumerate(calls):
                throttle()
                points = (x0 - bias) / scale
                if given is not None:
                    points = torch.cat([given, points], dim=2)
                step, second = divmod(call, calls_a_step)
                advance(done + step + 1)
                if watch and not second:
                    watch(done + step + 1, list(points))
            done += steps
    assert points is not None
    return points


def heun(
    predict: Predict,
    x: torch.Tensor,
    sigmas: Sequence[float],
    churn: float,
    fresh: Callable[[], torch.Tensor],
) -> Iterator[torch.Tensor]:
    """What each call of `predict` says; the last is where the steps end, as the step to no noise at
    all goes all the way to it.

    x      (N, 6, points) with noise sigmas[0]
    churn  how much higher the noise is raised at every step, as a share of it
    fresh  noise like `x`, asked for once a step, whether there is churn or not, as OpenAI's does
    """
    factor = 1 + min(churn, math.sqrt(2) - 1)
    for sigma, following in pairwise([*sigmas, 0.0]):
        raised = sigma * factor
        x = x + fresh() * math.sqrt(raised**2 - sigma**2)
        x0 = predict(x, raised)
        yield x0
        if not following:
            return
        slope = (x - x0) / raised
        there = x + slope * (following - raised)
        x0 = predict(there, following)
        yield x0
        x = x + (slope + (there - x0) / following) / 2 * (following - raised)


def multistep(predict: Predict, x: torch.Tensor, sigmas: Sequence[float]) -> Iterator[torch.Tensor]:
    """The same by DPM-Solver++(2M): a straight line through the last two predictions, over the
    logarithm of sigma, leads to the next step."""
    width, before = 0.0, None
    for sigma, following in pairwise([*sigmas, 0.0]):
        x0 = predict(x, sigma)
        yield x0
        if not following:
            return
        last, width = width, math.log(sigma / following)
        ahead = x0 if before is None else x0 + (x0 - before) * (width / last / 2)
        x = x * (following / sigma) - ahead * math.expm1(-width)
        before = x0


def _predictor(
    stage: Stage,
    exact: bool,
    condition: torch.Tensor | None,
    given: torch.Tensor | None,
    low_memory: bool,
) -> Predict:
    """Of a stage: with guidance, a second half of the batch is told zeros, and given them."""
    guided, network = stage.guidance not in (0, 1), stage.network
    assert network is not None

    def rows(told: torch.Tensor | None, count: int) -> list[torch.Tensor | None]:
        if told is None:
            return [None] * count
        whole = torch.cat([told, torch.zeros_like(told)]) if guided else told
        return list(whole.split(len(whole) // count))

    def predict(x: torch.Tensor, sigma: float) -> torch.Tensor:
        time = stage.schedule.time(sigma)
        alpha = 1 / (sigma**2 + 1)
        if exact:  # the one of the table, though the time was rounded
            time = int(time)
            alpha = float(stage.schedule.alphas[time])
        scaled = x / math.sqrt(sigma**2 + 1)
        batch = torch.cat([scaled, scaled]) if guided else scaled
        count = len(batch) if low_memory else 1
        times = torch.full((len(batch) // count,), time, device=x.device)
        told = None
        if stage.told and condition is not None:
            told = condition.to(x.device).expand(len(x), *condition.shape[1:])
        parts = zip(batch.split(len(times)), rows(told, count), rows(given, count), strict=True)
        said = torch.cat([network(part, times, *one) for part, *one in parts])
        x0 = diffusion.points_of(said, batch, alpha, stage.mean)
        if guided:
            bound, free = x0.chunk(2)
            x0 = free + stage.guidance * (bound - free)
        return x0

    return predict


def _own(begin: torch.Tensor | None, stages: Sequence[Stage]) -> list[torch.Tensor | None]:
    """The points of `begin` that belong to each stage; None where it has none."""
    ends = list(itertools.accumulate(stage.points for stage in stages))
    return [
        begin[:, :, end - stage.points : end]
        if begin is not None and end <= begin.shape[2]
        else None
        for stage, end in zip(stages, ends, strict=True)
    ]
