"""The device that is asked for, or a sentence."""

from __future__ import annotations

import pytest
import torch

from backend import device
from backend.protocol.errors import MaquetteError


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
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda _device: "NVIDIA X")
    assert device.describe(torch.device("cpu")) == "cpu"
    assert device.describe(torch.device("cuda")) == "cuda: NVIDIA X"
    assert device.describe(torch.device("mps")).startswith("mps: Apple")
