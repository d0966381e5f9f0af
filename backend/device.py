"""Which processor computes: CUDA, Apple's MPS, or the CPU."""

from __future__ import annotations

import os
import platform

# Before torch is loaded. Its threads otherwise spin while they wait for each other; where Blender
# needs a core too, they spin away the time in which the other could work: with both cores
# busy, sampling took 1 to 35 s; like this it takes 0.6 s.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import torch

from .protocol.errors import MaquetteError


def choose(name: str) -> torch.device:
    """The device called `name` ("auto", "cuda", "mps" or "cpu"); auto takes the fastest there is.

    Raises MaquetteError("device") for one that this machine, or this build of torch, lacks.
    """
    present = _present()
    if name == "auto":
        return torch.device(present[0])
    if name in present:
        return torch.device(name)
    raise MaquetteError(
        "device",
        f"This machine offers torch no device {name!r}, only {', '.join(present)}.",
        "Choose device auto, or install the backend again for this machine.",
    )


def describe(device: torch.device) -> str:
    """Short text for a person, such as "cpu" or "cuda: NVIDIA GeForce RTX 4070"."""
    if device.type == "cuda":
        return f"cuda: {torch.cuda.get_device_name(device)}"
    if device.type == "mps":
        return f"mps: Apple {platform.machine()}"
    return device.type


def _present() -> list[str]:
    """The devices of this machine, fastest first."""
    present = ["cpu"]
    if torch.backends.mps.is_available():
        present.insert(0, "mps")
    if torch.cuda.is_available():
        present.insert(0, "cuda")
    return present
