"""How a network learns to say what lies under the noise (x_start) of points or images.

Weighed so that much noise counts, too: by the noise, as the published networks learned it, an error
weighs the signal over the noise, and what thing it is, which is decided while there is little
signal, would never be learned by networks as small as these.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from torch.nn.attention import SDPBackend

# From 256 tokens on, torch's fused kernels are faster on the CPU too, unlike what `loop` chooses.
ATTENTION = [SDPBackend.FLASH_ATTENTION, SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH]
UNTOLD = 0.1  # of what is said of the things: for classifier-free guidance
DECIDED = 500  # time after which it is decided what thing it is
LIGHTEST, HEAVIEST = 0.5, 4.0  # weights by signal over noise


def loss(
    said: Callable[[torch.Tensor, torch.Tensor], torch.Tensor],
    clean: torch.Tensor,
    shares: np.ndarray,
    latest: int,
    power: float = 0.5,
    heaviest: float = HEAVIEST,
) -> torch.Tensor:
    """Weighed mean squared error, half of the times from those in which it is decided what it is.

    said    (noisy, time) -> the same without noise, each shaped as `clean`; time (N,) int64
    clean   (N, ...), about -1..1
    shares  (steps,) of the signal's variance, at each time
    latest  time to learn, not included
    power, heaviest  the weight is signal over noise (of their variances) to this power, and no more
    """
    early = torch.randint(0, len(shares), (len(clean),))
    late = torch.randint(DECIDED, latest, (len(clean),))
    time = torch.where(torch.rand(len(clean)) < 0.5, early, late)
    share = torch.from_numpy(shares)[time].float().to(clean.device)
    share = share.reshape(-1, *[1] * (clean.ndim - 1))
    noisy = share.sqrt() * clean + (1 - share).sqrt() * torch.randn_like(clean)
    weight = ((share / (1 - share)) ** power).clamp(LIGHTEST, heaviest)
    return (weight * (said(noisy, time.to(clean.device)).float() - clean).square()).mean()
