"""The networks compute what OpenAI's compute, with the same weights."""

from __future__ import annotations

import pytest
import torch

from backend.families.point_e.denoiser import Denoiser
from backend.families.point_e.sdf import SignedDistance
from tests.backend.families import formula

arr = formula.arr

X, TIME = arr((2, 6, 8), 0.37), torch.tensor([1000, 3])
VECTOR = torch.nn.functional.normalize(arr((2, 768), 0.11))
GRID = arr((2, 1024, 256), 0.013).mT
LOW_RES = arr((2, 6, 8), 0.21)
LOW_RES = torch.cat([LOW_RES[:, :3] * 0.5, (LOW_RES[:, 3:] + 1) * 127.5], dim=1)


def tiny(told: str, upsamples: bool = False) -> Denoiser:
    return formula.filled(Denoiser(16, 2, 2, told, upsamples))


# fmt: off
@pytest.mark.parametrize(
    ("told", "time", "condition", "wanted"),
    [
        ("vector", TIME, VECTOR,
         [0.106148, 0.559205, 0.384057, 0.815589, 0.818140, 0.567465, 0.035876]),
        ("vector", torch.tensor([3.5, 3.5]), VECTOR,
         [0.105709, 0.558165, 0.384175, 0.815647, 0.818249, 0.568775, 0.034716]),
        ("grid", TIME, GRID,
         [-0.054825, 0.611509, 0.767552, 1.048326, 0.743735, 0.328235, -0.658456]),
        ("nothing", TIME, None,
         [0.159559, 1.132300, 1.363650, 1.612531, 1.484142, 1.193340, -0.087489]),
    ],
)
# fmt: on
def test_a_denoiser(told, time, condition, wanted):
    made = tiny(told)(X, time, condition)
    assert made.shape == (2, 12, 8)
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)


# fmt: off
@pytest.mark.parametrize(
    ("condition", "wanted"),
    [
        (None, [0.082355, 0.616941, -0.365808, -0.341060, -0.311437, -0.255770, 0.922498]),
        (GRID, [0.082357, 0.616931, -0.365590, -0.340877, -0.311252, -0.255525, 0.922383]),
    ],
)
# fmt: on
def test_the_upsampler(condition, wanted):
    made = tiny("grid", upsamples=True)(arr((2, 6, 24), 0.53), TIME, condition, LOW_RES)
    assert made.shape == (2, 12, 24)
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)


def test_signed_distance():
    network = formula.filled(SignedDistance(16, (2, 2), 2))
    cloud, places = 0.5 * arr((1, 3, 16), 0.9).mT, 0.51 * arr((1, 3, 10), 0.3).mT
    made = network(places, network.read(cloud))
    wanted = [1.746107, 0.033593, 1.807499, 1.794537, 1.771707, 1.746225, 1.753314]
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)
    apart = [network(one, network.read(cloud)) for one in places.split(3, dim=1)]
    torch.testing.assert_close(torch.cat(apart, dim=1), made)


def test_no_condition_is_one_of_zeros_and_rows_are_apart():
    network = tiny("grid", upsamples=True)
    x = arr((2, 6, 24), 0.53)
    made = network(x, TIME, torch.zeros_like(GRID), LOW_RES)
    torch.testing.assert_close(network(x, TIME, None, LOW_RES), made)
    torch.testing.assert_close(network(x[1:], TIME[1:], None, LOW_RES[1:]), made[1:])


@pytest.mark.parametrize("upsamples", [False, True])
def test_a_denoiser_can_be_trained(upsamples):
    network = tiny("vector", upsamples).requires_grad_(True)
    made = network(X, TIME, VECTOR, LOW_RES if upsamples else None)
    made[:, :6].square().mean().backward()
    assert all(p.grad is not None and p.grad.isfinite().all() for p in network.parameters())
    torch.testing.assert_close(made.detach(), tiny("vector", upsamples)(X, TIME, VECTOR, LOW_RES))


def test_half_precision_keeps_the_given_points_exact():
    network = tiny("grid", upsamples=True)
    wanted = network(X, TIME, GRID, LOW_RES)
    half = tiny("grid", upsamples=True).to(torch.bfloat16)
    half.channel_scales, half.channel_biases = network.channel_scales, network.channel_biases
    made = half(X, TIME, GRID, LOW_RES)
    assert made.dtype == torch.bfloat16
    assert (made.float() - wanted).abs().mean() < 0.02
