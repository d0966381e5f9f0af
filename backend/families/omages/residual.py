"""Blocks of convolutions of the material network, and how its images shrink and grow. Names and
arithmetic are those of imagen-pytorch 1.26.0."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from .attention import CrossAttention, image_of, pixels_of

GROUPS = 8
KERNELS = 3, 7, 15  # of the first layer


class Residual(nn.Module):
    """Two convolutions beside a short cut, told the time between them.

    time     width of what tells the time
    context  width of tokens that it looks at in between; None: at none
    gated    whether what it adds is scaled by what the whole image holds
    """

    def __init__(
        self,
        width: int,
        out: int,
        time: int,
        heads: int = 1,
        context: int | None = None,
        gated: bool = False,
    ) -> None:
        super().__init__()
        self.time_mlp = nn.Sequential(nn.SiLU(), nn.Linear(time, 2 * out))
        self.cross_attn = CrossAttention(out, heads, context) if context else None
        self.block1, self.block2 = _Convolution(width, out), _Convolution(out, out)
        self.gca = _Gate(out) if gated else None
        self.res_conv = nn.Conv2d(width, out, 1) if width != out else nn.Identity()

    def forward(
        self, x: torch.Tensor, time: torch.Tensor, context: torch.Tensor | None = None
    ) -> torch.Tensor:
        """x (N, width, rows, columns), time (N, time), context (N, tokens, context)."""
        scale, shift = self.time_mlp(time)[..., None, None].chunk(2, dim=1)
        h = self.block1(x)
        if self.cross_attn is not None:
            assert context is not None
            pixels = pixels_of(h)
            h = image_of(self.cross_attn(pixels, context) + pixels, h)
        h = self.block2(h, scale, shift)
        if self.gca is not None:
            h = h * self.gca(h)
        return h + self.res_conv(x)


class _Convolution(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.groupnorm = nn.GroupNorm(GROUPS, width)
        self.project = nn.Conv2d(width, out, 3, padding=1)

    def forward(
        self,
        x: torch.Tensor,
        scale: torch.Tensor | None = None,
        shift: torch.Tensor | None = None,
    ) -> torch.Tensor:
        x = self.groupnorm(x)
        if scale is not None and shift is not None:
            x = x * (scale + 1) + shift
        return self.project(functional.silu(x))


class _Gate(nn.Module):
    """(N, width, rows, columns) -> (N, width, 1, 1), 0..1 (Cao et al., arXiv 1904.11492)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        hidden = max(3, width // 2)
        self.to_k = nn.Conv2d(width, 1, 1)
        self.net = nn.Sequential(
            nn.Conv2d(width, hidden, 1), nn.SiLU(), nn.Conv2d(hidden, width, 1), nn.Sigmoid()
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        share = self.to_k(x).flatten(2).softmax(dim=-1)
        return self.net((x.flatten(2) @ share.mT)[..., None])


class Kernels(nn.Module):
    """Convolutions of several sizes side by side: half of the channels from the smallest, half of
    the rest from the next, the rest from the largest."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        parts = [out // 2 ** (k + 1) for k in range(len(KERNELS) - 1)]
        self.convs = nn.ModuleList(
            nn.Conv2d(width, part, size, padding=size // 2)
            for size, part in zip(KERNELS, [*parts, out - sum(parts)], strict=True)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([convolution(x) for convolution in self.convs], dim=1)


class Both(nn.Module):
    """In the place of a smaller image, at the lowest level."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.fns = nn.ModuleList([nn.Conv2d(width, out, 3, padding=1), nn.Conv2d(width, out, 1)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fns[0](x) + self.fns[1](x)


def smaller(width: int, out: int) -> nn.Sequential:
    """Half as many pixels a side."""
    return nn.Sequential(nn.PixelUnshuffle(2), nn.Conv2d(4 * width, out, 1))


class Larger(nn.Module):
    """Twice as many pixels a side."""

    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.net = nn.Sequential(nn.Conv2d(width, 4 * out, 1), nn.SiLU(), nn.PixelShuffle(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.net(x)
