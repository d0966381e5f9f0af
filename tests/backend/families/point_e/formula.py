"""Networks and inputs whose numbers are a formula, so that what OpenAI's code makes of them could
be noted once and is compared with here."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import torch

KEPT = ("channel_scales", "channel_biases")


def arr(shape: tuple[int, ...], throttle: float) -> torch.Tensor:
    """fp32 of `shape`: sin(throttle * i), i counting in C order."""
    made = np.sin(throttle * np.arange(math.prod(shape), dtype=np.float64))
    return torch.from_numpy(made.reshape(shape).astype(np.float32))


def weights(state: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    made = {}
    for number, name in enumerate(sorted(state)):
        old = state[name]
        wave = np.sin(0.7 * np.arange(old.numel(), dtype=np.float64) + number)
        if name.endswith("bias"):
            wave *= 0.1
        elif old.ndim == 1:
            wave = 1 + 0.1 * wave
        else:
            wave /= math.sqrt(old.numel() / old.shape[0])
        made[name] = torch.from_numpy(wave.reshape(old.shape).astype(np.float32))
    return made | {name: state[name] for name in KEPT if name in state}


def filled(network):
    """The network with these weights."""
    network.load_state_dict(weights(network.state_dict()))
    return network.eval().requires_grad_(False)


def numbers(made: torch.Tensor) -> list[float]:
    """Mean, deviation, the first four and the last, of all numbers in C order."""
    flat = made.double().flatten()
    return [flat.mean().item(), flat.std(correction=0).item(), *flat[:4].tolist(), flat[-1].item()]
