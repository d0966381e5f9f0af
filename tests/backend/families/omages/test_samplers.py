"""Samplers of both networks: the exact ones are the original's, the fast ones go where they do."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from backend.families.omages import diffusion, geometry, material
from backend.families.omages.diffusion import Ancestral
from backend.families.omages.dit import Geometry
from backend.families.omages.unet import Material
from tests.backend.families import formula

arr = formula.arr

WAVE = arr((1, 4, 8, 8), 0.61)
CHAIR = torch.tensor([12])


def tick() -> None: ...


@pytest.fixture(scope="module")
def way() -> geometry.Way:
    network = formula.filled(Geometry(8, 1, 16, 2, 2, 63), formula.cross_attention(2, 16))
    return geometry.Way(network, CHAIR, 4.0)


@pytest.fixture(scope="module")
def painter() -> Material:
    return formula.filled(Material(16, (1, 2), 1, (False, True), 2, 12))


def test_the_times_of_the_original():
    asked = geometry.times("exact", 250)[::-1]
    assert asked[:6] == [0, 4, 8, 12, 16, 20] and asked[-3:] == [991, 995, 999]
    chain = Ancestral.of(asked)
    betas = [4.12842248e-5, 2.13697234e-4, 1.23893306e-2, 0.749990286, 0.999937499]
    assert chain.betas[[0, 1, 124, 248, 249]] == pytest.approx(betas, rel=1e-7)
    shares = [0.999958716, 0.999745027, 0.496960593, 2.42876691e-9]
    assert chain.shares[[0, 1, 124, 249]] == pytest.approx(shares, rel=1e-7)
    assert chain.least[0] == chain.least[1]
    assert geometry.times("exact", 4) == [999, 666, 333, 0]


@pytest.mark.parametrize("sampler", ["exact", "fast"])
@pytest.mark.parametrize("steps", [1, 2, 32, 1000, 1024])
def test_times_fall_and_none_comes_twice(sampler, steps):
    asked = geometry.times(sampler, steps)
    assert (np.diff(asked) < 0).all() and asked[0] == {"exact": 999, "fast": 980}[sampler]
    assert len(asked) <= steps and asked[-1] == 0 or steps == 1
    found = material.ratios(sampler, steps)
    assert (np.diff(found) > 0).all() and found[0] == pytest.approx(-33.891315)
    assert len(found) == steps + (sampler == "exact") or (sampler, steps >= 1000) == ("fast", True)


def test_guidance(way):
    x, time, nothing = arr((2, 4, 8, 8), 0.37)[:1], 500, torch.tensor([63])
    mean, variance = way.said(x, time, tick)
    free = way.network(x, torch.tensor([time]), nothing)[:, 4:]
    made = torch.cat([torch.cat([mean, variance], dim=1), torch.cat([mean, free], dim=1)])
    wanted = [-0.018420, 1.264996, 1.815922, 1.955196, 2.048642, 2.034745, -1.059563]
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)


@pytest.mark.parametrize("rows", [1, 8])
def test_geometry_as_the_original_samples_it(way, rows):
    way = geometry.Way(way.network, CHAIR, 4.0, rows=rows)
    calls = []
    asked = geometry.times("exact", 4)
    *_, made = geometry.exact(way, WAVE, asked, lambda: WAVE, lambda: calls.append(1))
    wanted = [0.208572, 0.925646, -1, -0.843272, -0.517224, -0.590703, 0.852728]
    assert formula.numbers(made) == pytest.approx(wanted, abs=5e-4)
    assert len(calls) == (8 if rows == 1 else 4)


def test_the_noise_of_the_material():
    times = [0, 0.001, 0.25, 0.5, 0.75, 0.999, 1]
    wanted = [8.769194, 8.533854, 1.710342, -0.024934, -1.780433, -12.928216, -33.891315]
    assert [diffusion.log_ratio(time) for time in times] == pytest.approx(wanted, abs=1e-5)


def test_one_step_of_the_material():
    """Two rows at times of their own."""
    x, velocity = arr((2, 5, 8, 8), 0.37), 1.5 * arr((2, 5, 8, 8), 0.2)
    starts, means, variances = [], [], []
    for row, (time, following) in enumerate([(0.5, 0.499), (0.9, 0.899)]):
        ratio, ahead = diffusion.log_ratio(time), diffusion.log_ratio(following)
        part = slice(row, row + 1)
        starts.append(material.start_of(velocity[part], x[part], ratio))
        mean, variance = material.posterior(starts[-1], x[part], ratio, ahead)
        means.append(mean)
        variances.append(variance)
    wanted = [-0.009523, 0.617564, 0, 0.025905, 0.035838, 0.016489, -0.872915]
    assert formula.numbers(torch.cat(starts)) == pytest.approx(wanted, abs=2e-5)
    wanted = [0.006400, 0.701593, 0, 0.360048, 0.671311, 0.891608, -0.719938]
    assert formula.numbers(torch.cat(means)) == pytest.approx(wanted, abs=2e-5)
    assert variances == pytest.approx([0.003135999, 0.019534098], abs=2e-6)


@pytest.mark.parametrize("rows", [1, 16])
def test_a_material_as_the_original_samples_it(painter, rows):
    told = painter.read(arr((2, 1, 12), 0.31)[:, 0])
    way = material.Way(painter, told, arr((2, 4, 8, 8), 0.23), rows)
    wave = arr((2, 5, 8, 8), 0.61)
    *_, made = material.exact(way, wave, material.ratios("exact", 4), lambda: wave, tick)
    wanted = [0.046237, 0.567508, -0.110400, 0.237418, 0.527255, 0.631775, 0.103129]
    assert formula.numbers(made) == pytest.approx(wanted, abs=5e-4)


MIDDLE, SPREAD = 0.3, 0.1  # of numbers that a network below knows all about


class KnownGeometry(torch.nn.Module):
    """Says the noise in numbers that are all N(MIDDLE, SPREAD^2), and the least variance."""

    nothing = 63

    def forward(self, x, time, classes):
        share = float(diffusion.shares()[int(time[0])])
        best = _best(x, share)
        said = (x - math.sqrt(share) * best) / math.sqrt(1 - share)
        return torch.cat([said, -torch.ones_like(said)], dim=1)


class KnownMaterial(torch.nn.Module):
    """Says the velocity of such numbers."""

    def forward(self, x, given, noise, told):
        signal, deviation = diffusion.scales(float(noise[0]))
        return (signal * x - _best(x, signal**2)) / deviation


def _best(x: torch.Tensor, share: float) -> torch.Tensor:
    """What is to be expected of such numbers, seen with noise."""
    noise = 1 - share
    gain = math.sqrt(share) * SPREAD**2 / (share * SPREAD**2 + noise)
    return MIDDLE + gain * (x - math.sqrt(share) * MIDDLE)


def test_both_samplers_come_to_what_the_networks_know():
    torch.manual_seed(3)
    x = torch.randn(4, 4, 16, 16)
    way = geometry.Way(KnownGeometry(), torch.zeros(4, dtype=torch.int64), 1.0)
    found = {}
    found["exact"] = list(
        geometry.exact(way, x, geometry.times("exact", 250), lambda: torch.randn_like(x), tick)
    )[-1]
    found["fast"] = list(geometry.fast(way, x, geometry.times("fast", 32), tick))[-1]
    told = material.Told(torch.zeros(4, 1, 1), torch.zeros(4, 1))
    x = torch.randn(4, 5, 16, 16)
    coloured = material.Way(KnownMaterial(), told, torch.zeros(4, 4, 16, 16))
    found["exact material"] = list(
        material.exact(
            coloured, x, material.ratios("exact", 1000), lambda: torch.randn_like(x), tick
        )
    )[-1]
    found["fast material"] = list(material.fast(coloured, x, material.ratios("fast", 32), tick))[-1]
    for name, made in found.items():
        assert made.mean().item() == pytest.approx(MIDDLE, abs=0.01), name
        assert made.std().item() == pytest.approx(SPREAD, abs=0.01), name
