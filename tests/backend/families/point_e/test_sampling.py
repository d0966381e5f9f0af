"""Samplers: the exact one is OpenAI's, and the fast one goes where it would."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from backend.compute.device import Offloader
from backend.compute.progress import Tracker
from backend.families.point_e import diffusion, sampling
from backend.families.point_e.denoiser import Denoiser
from backend.families.point_e.sampling import Stage
from backend.shared.errors import JobCancelled, MaquetteError
from tests.backend.families import formula

arr = formula.arr

EMBEDDING = torch.nn.functional.normalize(arr((2, 768), 0.11))


def wave(points: int) -> torch.Tensor:
    return arr((2, 6, points), 0.61)


def tiny(told: str, upsamples: bool = False) -> Denoiser:
    return formula.filled(Denoiser(16, 2, 2, told, upsamples))


def draw(stages, condition=EMBEDDING, noise=wave, sampler="exact", progress=None, **how):
    """The last points, and what was seen after each step."""
    seen = []
    offloader = Offloader(torch.device("cpu"), *(stage.network for stage in stages))
    made = sampling.sample(
        stages, condition, noise, sampler, offloader, progress or Tracker(),
        watch=lambda step, clouds: seen.append((step, clouds)), **how,
    )  # fmt: skip
    return made, seen


def predictions(stage: Stage) -> list[torch.Tensor]:
    """Raw points of all rows at each step of the exact sampler."""
    predict = sampling._predictor(stage, True, EMBEDDING, None, False)
    sigmas = stage.sigmas(True)
    x = wave(stage.points) * sigmas[0]
    calls = sampling.heun(predict, x, sigmas, stage.churn / stage.steps, lambda: wave(8))
    scale, bias = (torch.tensor(each)[:, None] for each in (sampling.SCALES, sampling.BIASES))
    return [(x0 - bias) / scale for x0 in calls]


def check(made: torch.Tensor, wanted: list[float]) -> None:
    """Coordinates to 5e-4, colors (0..255), and what mixes both, to 0.1."""
    found = formula.numbers(made)
    assert found[:2] == pytest.approx(wanted[:2], abs=0.01)
    assert found[2:6] == pytest.approx(wanted[2:6], abs=5e-4)
    assert found[6] == pytest.approx(wanted[6], abs=0.1)


# fmt: off
@pytest.mark.parametrize(
    ("guidance", "churn", "first", "last"),
    [
        (0, 0, [76.990888, 117.113165, 0.5, 0.5, 0.5, 0.5, 254.999985],
         [75.882864, 115.176777, 0.485932, 0.5, 0.5, 0.5, 254.999985]),
        (3, 3, [75.371646, 115.681565, 0.5, 0.5, 0.5, 0.5, 254.999985],
         [71.756388, 114.202454, 0.486059, 0.5, 0.5, 0.5, 254.999985]),
    ],
)
# fmt: on
def test_one_stage(guidance, churn, first, last):
    stage = Stage(tiny("vector"), diffusion.cosine(), 8, True, guidance, 120, churn, 8)
    made, seen = draw([stage], condition=EMBEDDING)
    assert [step for step, _ in seen] == list(range(1, 9))
    check(made, last)
    said = predictions(stage)
    check(said[0], first)
    torch.testing.assert_close(said[-1], made)


def two_stages(steps: int = 4) -> list[Stage]:
    first = sampling.base(tiny("vector"), points=8, steps=steps)
    return [first, sampling.upsampler(tiny("grid", True), False, 24, steps)]


def test_two_stages():
    made, seen = draw(two_stages())
    assert made.shape == (2, 6, 32)
    check(made, [86.427029, 117.636480, 0.307534, 0.5, 0.5, 0.5, 0])
    xyz, rgb = made[:, :3].double(), made[:, 3:].double()
    assert xyz.mean() == pytest.approx(-0.136729, abs=5e-4)
    assert xyz.std(correction=0) == pytest.approx(0.451789, abs=5e-4)
    assert rgb.mean() == pytest.approx(172.990787, abs=0.1)
    assert rgb.std(correction=0) == pytest.approx(112.649501, abs=0.1)
    assert [len(clouds) for _, clouds in seen] == [2] * 8
    assert [clouds[1].shape[1] for _, clouds in seen] == [8] * 4 + [32] * 4
    torch.testing.assert_close(torch.stack(seen[-1][1]), made)


def test_a_seed_depends_on_nothing_else_in_its_batch():
    condition = EMBEDDING[:1]
    both, _ = draw(two_stages(), condition, sampling.noise([7, 8]))
    alone, _ = draw(two_stages(), condition, sampling.noise([8]))
    torch.testing.assert_close(both[1:], alone, atol=0.05, rtol=0)
    low_memory, _ = draw(two_stages(), condition, sampling.noise([7, 8]), low_memory=True)
    torch.testing.assert_close(low_memory, both, atol=0.05, rtol=0)  # colors, 0..255


def test_noise_comes_in_the_order_of_the_original():
    torch.manual_seed(5)
    wanted = [torch.randn(1, 6, 8) for _ in range(5)] + [torch.randn(1, 6, 24) for _ in range(5)]
    given = []
    fresh = sampling.noise([5])

    def listening(points):
        given.append(fresh(points))
        return given[-1]

    draw(two_stages(), EMBEDDING[:1], listening)
    torch.testing.assert_close(given, wanted)


class Listening(Denoiser):
    def forward(self, x, time, condition=None, low_res=None):
        self.heard.append((len(x), time[0].item(), condition, low_res))
        return super().forward(x, time, condition, low_res)


def test_what_an_image_tells_both_stages():
    grid = arr((1, 256, 1024), 0.013)
    first = sampling.base(formula.filled(Listening(16, 2, 2, "grid")), points=8, steps=2)
    second = sampling.upsampler(formula.filled(Listening(16, 2, 2, "grid", True)), True, 24, 2)
    first.network.heard, second.network.heard = [], []
    draw([first, second], grid, sampling.noise([1]))
    assert len(first.network.heard) == len(second.network.heard) == 3
    for rows, _, condition, low_res in first.network.heard + second.network.heard:
        assert rows == 2
        torch.testing.assert_close(condition, torch.cat([grid, torch.zeros_like(grid)]))
        assert low_res is None or not low_res[1].any()
    given = second.network.heard[0][3][0]
    assert given[3:].max() > 50 and given[:3].abs().max() < 2  # raw, not clamped


class Known(torch.nn.Module):
    """Knows the noise of points that are all N(0.2, 0.2^2), so that their way is known too."""

    told, upsamples, middle, spread = "vector", False, 0.2, 0.2

    def __init__(self, schedule):
        super().__init__()
        self.schedule, self.times = schedule, []

    def forward(self, x, time, condition=None, low_res=None):
        self.times.append(time[0].item())
        sigma2 = 1 / self._alpha(self.times[-1]) - 1
        x = x * math.sqrt(1 + sigma2)
        share = self.spread**2 / (self.spread**2 + sigma2)
        noise = (x - share * x - (1 - share) * self.middle) / math.sqrt(sigma2)
        return torch.cat([noise, noise], dim=1)

    def _alpha(self, time):
        whole = min(int(time), 1022)
        a, b = self.schedule.alphas[whole : whole + 2]
        return float(a + (time - whole) * (b - a))

    def goal(self, x, sigma):
        """Where a point with so much noise ends."""
        return self.middle + self.spread * (x - self.middle) / math.hypot(self.spread, sigma)


@pytest.mark.parametrize("schedule", [diffusion.cosine(), diffusion.linear()])
def test_the_fast_sampler_follows_the_way(schedule):
    scale, bias = (torch.tensor(each)[:, None] for each in (sampling.SCALES, sampling.BIASES))
    missed = {}
    for sampler, steps in (("exact", 64), ("fast", 24), ("fast", 48)):
        network = Known(schedule)
        stage = Stage(network, schedule, 64, True, 0, 120, steps=steps)
        made, _ = draw([stage], EMBEDDING[:1], sampling.noise([3]), sampler)
        goal = network.goal(sampling.noise([3])(64) * 120, 120)
        missed[sampler, steps] = ((made * scale + bias) - goal.clamp(-1, 1)).abs().mean().item()
        if sampler == "fast":
            assert len(network.times) == steps
            assert sum(time < 1e-2 for time in network.times) == 1
        else:
            assert len(network.times) == 127 and all(time == int(time) for time in network.times)
    assert missed["exact", 64] < 0.003 and missed["fast", 24] < 0.01
    assert missed["fast", 48] < missed["fast", 24] / 3  # of the second order


def test_a_prediction_of_the_points_themselves():
    """The same way, by a network that was trained to say points instead of noise."""

    class Points(Known):
        def forward(self, x, time, condition=None, low_res=None):
            noise = super().forward(x, time)[:, :6]
            alpha = self._alpha(time[0].item())
            return (x - math.sqrt(1 - alpha) * noise) / math.sqrt(alpha)

    made = []
    for network, mean in ((Known, "epsilon"), (Points, "x_start")):
        stage = Stage(network(diffusion.cosine()), diffusion.cosine(), 16, True, 0, 120, steps=12)
        stage = replace(stage, mean=mean)
        made.append(draw([stage], EMBEDDING[:1], sampling.noise([3]), "fast")[0])
    torch.testing.assert_close(made[0], made[1], atol=0.5, rtol=1e-2)


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_from_points_instead_of_noise(sampler):
    condition, steps = EMBEDDING[:1], 8
    begin, _ = draw(two_stages(steps), condition, sampling.noise([1]), sampler)
    moved = []
    for strength in (0, 0.25, 1):
        made, seen = draw(
            two_stages(steps), condition, sampling.noise([2]), sampler,
            begin=begin, strength=strength,
        )  # fmt: skip
        assert made.shape == begin.shape and len(seen) == 2 * steps * strength
        moved.append((made - begin)[:, :3].abs().mean().item())
    assert moved[0] == 0 < moved[1]


@pytest.mark.parametrize("shape", [(1, 1024, 1024), (1, 6, 9)])
def test_a_start_of_another_model(shape):
    latents = [{"cloud": np.zeros(shape[1:], np.float32)}]
    with pytest.raises(MaquetteError, match=f"{shape[1]} x {shape[2]}. does not fit") as raised:
        sampling.started(two_stages(), latents)
    assert raised.value.code == "request"


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_cancel_is_heard_at_every_call(sampler):
    told = []

    def cancelled():
        return len(told) >= 6

    stages = two_stages(4)
    for stage in stages:
        stage.network.register_forward_hook(lambda *_: told.append(1))
    with pytest.raises(JobCancelled):
        draw(stages, EMBEDDING[:1], sampling.noise([1]), sampler, Tracker(cancelled=cancelled))
    assert len(told) == 6
