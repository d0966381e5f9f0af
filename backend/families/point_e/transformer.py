"""Blocks of transformers: what the networks of Point-E are made of.

Modules are named as in OpenAI's files, whose weights load as they are. Rows of `c_qkv` and `c_kv`
are those of query, key and value of head 0, then those of head 1, ...
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

from ...compute.linear import ACTIVATIONS, linear


class Mlp(nn.Module):
    """(..., width) -> (..., width), four times as wide between, with the exact GELU."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.c_fc = nn.Linear(width, 4 * width)
        self.c_proj = nn.Linear(4 * width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return through(self.c_proj, through(self.c_fc, x, "gelu"))


class SelfAttention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.c_qkv = nn.Linear(width, 3 * width)
        self.c_proj = nn.Linear(width, width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return through(self.c_proj, attend(*by_head(through(self.c_qkv, x), self.heads, 3)))


class Block(nn.Module):
    """(N, tokens, width) -> the same."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attn = SelfAttention(width, heads)
        self.ln_1 = nn.LayerNorm(width)
        self.mlp = Mlp(width)
        self.ln_2 = nn.LayerNorm(width)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Transformer(nn.Module):
    """(N, tokens, width) -> the same. It knows no order of its tokens."""

    def __init__(self, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.resblocks = nn.ModuleList(Block(width, heads) for _ in range(layers))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        for block in self.resblocks:
            x = block(x)
        return x


def through(layer: nn.Linear, x: torch.Tensor, activation: str = "none") -> torch.Tensor:
    """A layer by the quickest arithmetic; while it is trained by that which has gradients."""
    if torch.is_grad_enabled() and layer.weight.requires_grad:
        return ACTIVATIONS[activation][2](layer(x))
    return linear(x, layer.weight, layer.bias, activation)


def by_head(x: torch.Tensor, heads: int, parts: int) -> tuple[torch.Tensor, ...]:
    """(N, tokens, heads * parts * w) -> `parts` tensors (N, heads, tokens, w)."""
    return x.unflatten(-1, (heads, parts, -1)).permute(3, 0, 2, 1, 4).unbind(0)


def attend(query: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
    """(N, heads, tokens, w) each -> (N, tokens, heads * w)."""
    key, value = key.contiguous(), value.contiguous()  # 1.4 times as fast as apart, on a CPU
    seen = functional.scaled_dot_product_attention(query, key, value)
    return seen.transpose(1, 2).flatten(2)
