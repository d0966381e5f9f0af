"""Networks and inputs whose numbers are a formula, so that what the original code makes of them
could be noted once and is compared with here."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import numpy as np
import torch

KEPT = ("pos_embed", "channel_scales", "channel_biases")  # have numbers of their own


def arr(shape: tuple[int, ...], throttle: float) -> torch.Tensor:
    """fp32 of `shape`: sin(throttle * i), i counting in C order."""
    made = np.sin(throttle * np.arange(math.prod(shape), dtype=np.float64))
    return torch.from_numpy(made.reshape(shape).astype(np.float32))


def cross_attention(layers: int, width: int) -> dict[str, tuple[int, ...]]:
    """Tensors that the original geometry network has and does not use, by their names."""
    shapes = {"c_kv_attn": 2 * width, "c_q_attn": width, "c_proj": width}
    return {
        f"blocks.{k}.cross_attn.{name}.{kind}": (out, width)[: 2 if kind == "weight" else 1]
        for k in range(layers)
        for name, out in shapes.items()
        for kind in ("weight", "bias")
    }


def weights(
    state: Mapping[str, torch.Tensor], unused: Collection[str] = ()
) -> dict[str, torch.Tensor]:
    """Numbers for the names in `state`, which are counted among `unused` ones."""
    made = {}
    for number, name in enumerate(sorted((*state, *unused))):
        if name in unused:
            continue
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


def filled(network, unused: Collection[str] = ()):
    """The network with these weights."""
    network.load_state_dict(weights(network.state_dict(), unused))
    return network.eval().requires_grad_(False)


def numbers(made: torch.Tensor) -> list[float]:
    """Mean, deviation, the first four and the last, of all numbers in C order."""
    flat = made.double().flatten()
    return [flat.mean().item(), flat.std(correction=0).item(), *flat[:4].tolist(), flat[-1].item()]
