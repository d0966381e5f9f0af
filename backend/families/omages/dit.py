"""The network that tells noise from geometry: a diffusion transformer over an image of four
channels (Peebles and Xie, "Scalable Diffusion Models with Transformers", arXiv 2212.09748; as
Omages trains it, arXiv 2408.03178).

Time and class do not become tokens: they scale, shift and gate what every block adds.
"""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional

CHANNELS = 4  # position, occupancy
FREQUENCIES = 256  # of the time's waves
EPSILON = 1e-6  # of norms


class Geometry(nn.Module):
    """side      of the image, in pixels
    patch     side of what becomes one token
    classes   that it can be told; the id after the last one says nothing
    """

    pos_embed: torch.Tensor

    def __init__(
        self, side: int, patch: int, width: int, layers: int, heads: int, classes: int
    ) -> None:
        super().__init__()
        if side % patch or width % 4 or width % heads:
            raise ValueError("patches must fill the image, and heads and waves the width")
        self.side, self.patch, self.classes = side, patch, classes
        self.x_embedder = _Patches(patch, width)
        self.t_embedder = _Time(width)
        self.y_embedder = _Classes(classes + 1, width)
        places = places_of(side // patch, width)
        self.pos_embed = nn.Parameter(places[None], requires_grad=False)
        self.blocks = nn.ModuleList(_Block(width, heads) for _ in range(layers))
        self.final_layer = _Final(width, 2 * CHANNELS * patch**2)

    @property
    def nothing(self) -> int:
        """The id of no class."""
        return self.classes

    def forward(self, x: torch.Tensor, time: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        """What it says of `x`, then of its variance: (N, 8, side, side) in the weights' precision.

        x        (N, 4, side, side), scaled to variance 1, row 0 first
        time     (N,) of the schedule's steps, 0 to 999
        classes  (N,) int64
        """
        dtype = self.x_embedder.proj.weight.dtype
        told = self.t_embedder(waves(time, FREQUENCIES).to(dtype))
        told = functional.silu(told + self.y_embedder.embedding_table(classes))
        h = self.x_embedder(x.to(dtype)) + self.pos_embed.to(dtype)
        for block in self.blocks:
            h = block(h, told)
        return self._image(self.final_layer(h, told))

    def _image(self, tokens: torch.Tensor) -> torch.Tensor:
        """(N, tokens, patch * patch * channels) -> (N, channels, side, side)."""
        rows, p = self.side // self.patch, self.patch
        patches = tokens.reshape(len(tokens), rows, rows, p, p, -1)
        return patches.permute(0, 5, 1, 3, 2, 4).reshape(len(tokens), -1, self.side, self.side)


class _Patches(nn.Module):
    def __init__(self, patch: int, width: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(CHANNELS, width, patch, stride=patch)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.proj(x).flatten(2).mT


class _Time(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.mlp = nn.Sequential(nn.Linear(FREQUENCIES, width), nn.SiLU(), nn.Linear(width, width))

    def forward(self, said: torch.Tensor) -> torch.Tensor:
        return self.mlp(said)


class _Classes(nn.Module):
    def __init__(self, count: int, width: int) -> None:
        super().__init__()
        self.embedding_table = nn.Embedding(count, width)


class _Attention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        split = self.qkv(x).unflatten(2, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        heads = functional.scaled_dot_product_attention(*split)
        return self.proj(heads.transpose(1, 2).flatten(2))


class _Mlp(nn.Module):
    def __init__(self, width: int) -> None:
        super().__init__()
        self.fc1 = nn.Linear(width, 4 * width)
        self.fc2 = nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(functional.gelu(self.fc1(x), approximate="tanh"))


class _Block(nn.Module):
    """adaLN-Zero: section 3.2 of the paper."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attn = _Attention(width, heads)
        self.mlp = _Mlp(width)
        self.adaLN_modulation = _modulation(width, 6)

    def forward(self, x: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        shift, scale, gate, shift2, scale2, gate2 = _parts(self.adaLN_modulation, told, 6)
        x = x + gate * self.attn(_normed(x, shift, scale))
        return x + gate2 * self.mlp(_normed(x, shift2, scale2))


class _Final(nn.Module):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.linear = nn.Linear(width, out)
        self.adaLN_modulation = _modulation(width, 2)

    def forward(self, x: torch.Tensor, told: torch.Tensor) -> torch.Tensor:
        return self.linear(_normed(x, *_parts(self.adaLN_modulation, told, 2)))


def _modulation(width: int, parts: int) -> nn.Sequential:
    """In the file it is the second of two; the SiLU before it is taken once, for all blocks."""
    return nn.Sequential(nn.Identity(), nn.Linear(width, parts * width))


def _parts(modulation: nn.Sequential, told: torch.Tensor, count: int) -> tuple[torch.Tensor, ...]:
    return modulation(told)[:, None].chunk(count, dim=2)


def _normed(x: torch.Tensor, shift: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    return functional.layer_norm(x, x.shape[-1:], eps=EPSILON) * (1 + scale) + shift


def waves(time: torch.Tensor, width: int) -> torch.Tensor:
    """(N,) -> (N, width) fp32: cosines, then sines, of frequencies 1 to 1/10000."""
    half = width // 2
    falling = torch.arange(half, dtype=torch.float32, device=time.device) / half
    angles = time[:, None].float() * torch.exp(-math.log(10_000) * falling)
    return torch.cat([angles.cos(), angles.sin()], dim=1)


def places_of(rows: int, width: int) -> torch.Tensor:
    """(rows * rows, width) fp32, what tells a token where it stands: of its column sines and
    cosines, then of its row, of frequencies 1 to 1/10000."""
    quarter = width // 4
    frequencies = 10_000.0 ** (-torch.arange(quarter, dtype=torch.float64) / quarter)
    angles = torch.arange(rows, dtype=torch.float64)[:, None] * frequencies
    each = torch.cat([angles.sin(), angles.cos()], dim=1)
    column, row = each[None].expand(rows, -1, -1), each[:, None].expand(-1, rows, -1)
    return torch.cat([column, row], dim=2).flatten(0, 1).float()
