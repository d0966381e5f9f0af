"""The device that is asked for, or a sentence."""

from __future__ import annotations

import pytest
import torch

from backend.compute import device
from backend.shared.errors import MaquetteError


@pytest.fixture
def machine(monkeypatch):
    def pretend(cuda: bool = False, mps: bool = False) -> None:
        monkeypatch.setattr(torch.cuda, "is_available", lambda: cuda)
        monkeypatch.setattr(torch.backends.mps, "is_available", lambda: mps)

    return pretend


@pytest.mark.parametrize(
    ("has", "best"), [({}, "cpu"), ({"cuda": True}, "cuda"), ({"mps": True}, "mps")]
)
def test_auto_takes_the_fastest(machine, has, best):
    machine(**has)
    assert device.choose("auto").type == best
    assert device.choose("cpu").type == "cpu"


@pytest.mark.parametrize("name", ["cuda", "mps", "tpu"])
def test_an_absent_device_is_an_error(machine, name):
    machine()
    with pytest.raises(MaquetteError, match=f"{name}.*only cpu") as caught:
        device.choose(name)
    assert caught.value.code == "device"


def test_describe(monkeypatch):
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda *_device: "NVIDIA X")
    assert device.describe(torch.device("cpu")) == "cpu"
    assert device.describe(torch.device("cuda")) == "cuda: NVIDIA X"
    assert device.describe(torch.device("mps")).startswith("mps: Apple")


def test_precision(monkeypatch):
    cpu, cuda = torch.device("cpu"), torch.device("cuda")
    assert device.precision("auto", cpu) == torch.float32
    assert device.precision("auto", cuda) == torch.float16
    assert device.precision("bf16", cuda) == torch.bfloat16
    assert device.precision("fp32", cuda) == torch.float32
    with pytest.raises(MaquetteError, match="CPU computes in fp32 only, not in fp16") as caught:
        device.precision("fp16", cpu)
    assert caught.value.code == "device"


def test_the_survey_measures_this_machine():
    (cpu,) = [found for found in device.survey() if found.name == "cpu"]
    assert 1 << 28 < cpu.free <= cpu.total
    assert 1e-4 < cpu.speed < 100 and "CPU" in cpu.label


class Network(torch.nn.Linear):
    """Claims to move; its weights stay."""

    def __init__(self) -> None:
        super().__init__(1000, 1000)
        self.moves: list[str] = []

    def to(self, place):
        self.moves.append(torch.device(place).type)
        return self


@pytest.mark.parametrize(("free", "leave"), [(1 << 33, False), (1 << 28, True)])
def test_others_leave_a_gpu_only_when_memory_is_short(monkeypatch, free, leave):
    monkeypatch.setattr(device, "memory", lambda _device: (free, 1 << 33))
    encoder, prior = Network(), Network()
    offloader = device.Offloader(torch.device("cuda"), encoder, prior)
    assert offloader.onload(prior) is prior
    assert prior.moves == ["cuda"] and encoder.moves == (["cpu"] if leave else [])
    offloader.onload(prior, alone=True)
    assert encoder.moves[-1:] == ["cpu"]


def test_on_the_cpu_nothing_moves():
    encoder, prior = Network(), Network()
    device.Offloader(torch.device("cpu"), encoder, prior).onload(prior, alone=True)
    assert encoder.moves == prior.moves == []


def test_size_counts_buffers_too():
    assert device.size(torch.nn.BatchNorm1d(10)) == (10 + 10) * 4 + (10 + 10) * 4 + 8
