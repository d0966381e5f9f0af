"""When a recording is made, used and given up: with a stand-in for the GPU's, and with the GPU's
own where there is one."""

from __future__ import annotations

import pytest
import torch

from backend.compute.cuda_graph import Recorder, Recording


def double(x: torch.Tensor) -> torch.Tensor:
    return 2 * x


class StandIn:
    """Replays on the CPU what a GPU would."""

    def __init__(self, wrong: float = 0.0, error: Exception | None = None) -> None:
        self.wrong, self.error = wrong, error
        self.made, self.replayed = 0, 0

    def __call__(self, function, given):
        self.made += 1
        if self.error:
            raise self.error
        inputs = tuple(one.clone() for one in given)
        output = function(*inputs)

        def replay() -> None:
            self.replayed += 1
            output.copy_(function(*inputs) + self.wrong)

        return Recording(inputs, output, replay)


def test_from_the_second_call_of_a_shape_on_it_is_replayed():
    stand_in = StandIn()
    recorder = Recorder(stand_in)
    given = [torch.randn(3) for _ in range(4)]
    made = [recorder(double, one) for one in given]
    for one, two in zip(given, made, strict=True):
        assert torch.equal(two, 2 * one)  # each result its own, whatever was replayed after it
    assert stand_in.made == 1 and stand_in.replayed == 4  # three calls and the check


def test_another_shape_or_type_is_recorded_anew():
    stand_in = StandIn()
    recorder = Recorder(stand_in)
    for one in (torch.randn(3), torch.randn(4), torch.randn(4).half()):
        for _ in range(3):
            assert torch.equal(recorder(double, one), 2 * one)
    assert stand_in.made == 3


@pytest.mark.parametrize(
    "error", [RuntimeError("not supported"), torch.OutOfMemoryError("CUDA out of memory")]
)
def test_what_cannot_be_recorded_is_called(error):
    stand_in = StandIn(error=error)
    recorder = Recorder(stand_in)
    for _ in range(4):
        assert torch.equal(recorder(double, torch.ones(3)), torch.full((3,), 2.0))
    assert stand_in.made == 1


@pytest.mark.parametrize("wrong", [1.0, float("nan")])
def test_a_recording_that_gives_something_else_is_not_used(wrong):
    stand_in = StandIn(wrong)
    recorder = Recorder(stand_in)
    for _ in range(4):
        one = torch.randn(9)
        assert torch.equal(recorder(double, one), 2 * one)
    assert stand_in.made == 1 and stand_in.replayed == 1


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs an NVIDIA GPU")
def test_the_gpu_replays_what_it_computes():
    weight = torch.randn(64, 64, device="cuda")
    recorder = Recorder()
    with torch.inference_mode():
        for _ in range(5):
            x = torch.randn(8, 64, device="cuda")
            made = recorder(lambda x: torch.tanh(x @ weight), x)
            assert torch.allclose(made, torch.tanh(x @ weight), atol=1e-5)
    assert recorder._recording is not None
