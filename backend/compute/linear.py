"""Affine maps, by the quickest arithmetic at hand.

torch multiplies fp32 matrices on a CPU with MKL, which takes half of what an AMD processor can:
190 GFLOP/s on two cores of a Zen 5 where oneDNN, also in torch, has 300 to 450. oneDNN applies the
activation on the way too. Elsewhere (other processors, GPUs, other types) torch's own choice is
taken.
"""

from __future__ import annotations

import platform

import torch
from torch.nn import functional

# name here: (name in oneDNN, its variant, the same by torch)
ACTIVATIONS = {
    "none": ("none", "", lambda x: x),
    "gelu": ("gelu", "none", functional.gelu),
    "silu": ("swish", "", functional.silu),
}


def _onednn() -> torch._ops.OpOverload | None:
    """What torch's compiler calls for nn.Linear; None where torch has no oneDNN, and on ARM, where
    torch chooses as well."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return None
    if not torch.backends.mkldnn.is_available():
        return None
    found = getattr(torch.ops.mkldnn, "_linear_pointwise", None)
    return found.default if found else None


ONEDNN = _onednn()


def linear(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor | None, activation: str = "none"
) -> torch.Tensor:
    """activation(x @ weight.T + bias): (..., in), (out, in), (out,) -> (..., out).

    activation  "none", "gelu" (the exact one) or "silu"
    """
    name, variant, function = ACTIVATIONS[activation]
    if ONEDNN and x.device.type == "cpu" and x.dtype == torch.float32 and x.numel():
        return ONEDNN(x, weight, bias, name, [], variant)
    return function(functional.linear(x, weight, bias))
