"""Which processor computes, in which precision, and what its memory holds."""

from __future__ import annotations

import os
import platform
import time
from typing import TypeVar

# Before torch is loaded. Its threads otherwise spin while they wait for each other; where Blender
# needs a core too, they spin away the time in which the other could work: with both cores
# busy, sampling took 1 to 35 s; like this it takes 0.6 s.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import psutil
import torch

from ..shared.errors import MaquetteError
from ..shared.messages import Device
from .linear import linear

Network = TypeVar("Network", bound=torch.nn.Module)
DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
WORKING_ROOM = 1 << 29  # bytes that a network needs beside its weights
MEASURED_SIDE = 1024  # of the matrices whose product tells the speed


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
        f"The device {name!r} is not available on this computer, only {', '.join(present)}.",
        "Choose device auto, or install the backend again for this computer.",
    )


def precision(name: str, device: torch.device) -> torch.dtype:
    """The type of the weights for "auto", "fp32", "fp16" or "bf16".

    Auto is fp16 on a GPU, half the memory and several times the speed; fp32 on the CPU, where
    halves are slower. Raises MaquetteError("device") for halves on the CPU: some of torch's
    operations lack them there.
    """
    if name == "auto":
        name = "fp32" if device.type == "cpu" else "fp16"
    if name != "fp32" and device.type == "cpu":
        raise MaquetteError(
            "device", f"The CPU computes in fp32 only, not in {name}.", "Choose precision auto."
        )
    return DTYPES[name]


def describe(device: torch.device) -> str:
    """Short text for a person, such as "cpu" or "cuda: NVIDIA GeForce RTX 4070"."""
    label = _label(device.type)
    return device.type if device.type == "cpu" else f"{device.type}: {label}"


def survey() -> tuple[Device, ...]:
    """What this machine offers, the fastest first, with its memory and its measured speed."""
    return tuple(
        Device(name, _label(name), *memory(torch.device(name)), _speed(torch.device(name)))
        for name in _present()
    )


def memory(device: torch.device) -> tuple[int, int]:
    """Bytes that are free, and bytes in all. What torch holds in reserve counts as free."""
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        held = torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
        return free + held, total
    main = psutil.virtual_memory()
    if device.type == "mps":
        total = torch.mps.recommended_max_memory()
        return min(main.available, total - torch.mps.current_allocated_memory()), total
    return main.available, main.total


def release(device: torch.device) -> None:
    """Give what torch holds in reserve back to the system."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


class Throttle:
    """Keeps the one who asks a GPU for work no more than one piece of it ahead: progress then tells
    what is done, and cancel is heard soon. Call it after each piece."""

    def __init__(self, device: torch.device) -> None:
        self._asynchronous = device.type == "cuda"
        self._asked: torch.cuda.Event | None = None

    def __call__(self) -> None:
        if not self._asynchronous:
            return
        before, self._asked = self._asked, torch.cuda.Event(blocking=True)
        self._asked.record()
        if before:
            before.synchronize()


class Offloader:
    """Networks and the device they compute on: the one that is needed takes a seat there, the
    others keep theirs as long as there is room."""

    def __init__(self, device: torch.device, *networks: torch.nn.Module) -> None:
        self.device = device
        self._networks = networks

    def onload(self, network: Network, alone: bool = False) -> Network:
        """`network`, on the device. `alone`: the others leave it, room or not."""
        if self.device.type == "cpu":
            return network
        sits = _on(network, self.device)
        wanted = 0 if sits else size(network)
        with torch.inference_mode(False):  # weights that move within it can not be changed again
            if alone or memory(self.device)[0] < wanted + WORKING_ROOM:
                for other in self._networks:
                    if other is not network:
                        other.to("cpu")
                release(self.device)
            return network if sits else network.to(self.device)


def size(network: torch.nn.Module) -> int:
    """Bytes of its parameters and buffers."""
    tensors = (*network.parameters(), *network.buffers())
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


def _on(network: torch.nn.Module, device: torch.device) -> bool:
    return next(network.parameters()).device.type == device.type


def _label(name: str) -> str:
    if name == "cuda":
        return torch.cuda.get_device_name()
    if name == "mps":
        return f"Apple {platform.machine()}"
    return f"CPU, {os.cpu_count()} cores"


def _speed(device: torch.device) -> float:
    """TFLOP/s of a matrix product in the precision that auto takes. Takes some hundredths of a
    second, the first product of a GPU left out."""
    square = torch.ones(
        MEASURED_SIDE, MEASURED_SIDE, device=device, dtype=precision("auto", device)
    )
    seconds = []
    for _ in range(3):
        begun = time.perf_counter()
        linear(square, square, None)[0, 0].item()  # waits for the device
        seconds.append(time.perf_counter() - begun)
    return 2 * MEASURED_SIDE**3 / min(seconds) / 1e12


def _present() -> list[str]:
    """The devices of this machine, fastest first."""
    present = ["cpu"]
    if torch.backends.mps.is_available():
        present.insert(0, "mps")
    if torch.cuda.is_available():
        present.insert(0, "cuda")
    return present
