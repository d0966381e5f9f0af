"""Attention as the material network has it: queries and keys of length 1, with learned scales, and
a key and value of nothing at all. Names and arithmetic are those of imagen-pytorch 1.26.0.
"""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional

HEAD = 64  # its width
SCALE = 8.0  # of the products of queries and keys


class Gain(nn.Module):
    """A layer norm that has a gain and no bias."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.g = nn.Parameter(torch.ones(width))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.layer_norm(x, x.shape[-1:], self.g)


class SelfAttention(nn.Module):
    """All heads have the same keys and values; those of `context` (N, tokens, context), where there
    is one, join them."""

    def __init__(self, width: int, heads: int, context: int | None) -> None:
        super().__init__()
        self.heads = heads
        self.null_kv = nn.Parameter(torch.randn(2, HEAD))
        self.q_scale, self.k_scale = scales()
        self.norm = Gain(width)
        self.to_q = nn.Linear(width, heads * HEAD, bias=False)
        self.to_kv = nn.Linear(width, 2 * HEAD, bias=False)
        self.to_context = (
            nn.Sequential(nn.LayerNorm(context), nn.Linear(context, 2 * HEAD)) if context else None
        )
        self.to_out = nn.Sequential(nn.Linear(heads * HEAD, width, bias=False), Gain(width))

    def forward(self, x: torch.Tensor, context: torch.Tensor | None = None) -> torch.Tensor:
        x = self.norm(x)
        found = [self.null_kv.flatten().expand(len(x), 1, -1), self.to_kv(x)]
        if self.to_context is not None:
            found.append(self.to_context(context))
        keys = torch.cat(found, dim=1)[:, None].expand(-1, self.heads, -1, -1)
        queries = self.to_q(x).unflatten(2, (self.heads, HEAD)).transpose(1, 2)
        return self.to_out(_attended(self, queries, *keys.chunk(2, dim=3)))


class CrossAttention(nn.Module):
    """To `context` (N, tokens, context) alone; every head has keys of its own."""

    def __init__(self, width: int, heads: int, context: int) -> None:
        super().__init__()
        self.heads = heads
        self.null_kv = nn.Parameter(torch.randn(2, HEAD))
        self.q_scale, self.k_scale = scales()
        self.norm = Gain(width)
        self.to_q = nn.Linear(width, heads * HEAD, bias=False)
        self.to_kv = nn.Linear(context, 2 * heads * HEAD, bias=False)
        self.to_out = nn.Sequential(nn.Linear(heads * HEAD, width, bias=False), Gain(width))

    def forward(self, x: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        null = self.null_kv[:, None].expand(2, self.heads, HEAD).reshape(1, 1, -1)
        found = torch.cat([null.expand(len(x), -1, -1), self.to_kv(context)], dim=1)
        keys, values = found.unflatten(2, (2, self.heads, HEAD)).permute(2, 0, 3, 1, 4)
        queries = self.to_q(self.norm(x)).unflatten(2, (self.heads, HEAD)).transpose(1, 2)
        return self.to_out(_attended(self, queries, keys, values))


class LatentAttention(nn.Module):
    """Of a few latents (N, latents, width) to tokens (N, tokens, width) and to themselves."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q_scale, self.k_scale = scales()
        self.norm, self.norm_latents = nn.LayerNorm(width), nn.LayerNorm(width)
        self.to_q = nn.Linear(width, heads * HEAD, bias=False)
        self.to_kv = nn.Linear(width, 2 * heads * HEAD, bias=False)
        self.to_out = nn.Sequential(nn.Linear(heads * HEAD, width, bias=False), nn.LayerNorm(width))

    def forward(self, tokens: torch.Tensor, latents: torch.Tensor) -> torch.Tensor:
        latents = self.norm_latents(latents)
        found = self.to_kv(torch.cat([self.norm(tokens), latents], dim=1))
        keys, values = found.unflatten(2, (2, self.heads, HEAD)).permute(2, 0, 3, 1, 4)
        queries = self.to_q(latents).unflatten(2, (self.heads, HEAD)).transpose(1, 2)
        return self.to_out(_attended(self, queries, keys, values))


class Transformer(nn.Module):
    """One layer over the pixels of an image (N, width, rows, columns)."""

    def __init__(self, width: int, heads: int, context: int | None) -> None:
        super().__init__()
        attention = SelfAttention(width, heads, context)
        self.layers = nn.ModuleList([nn.ModuleList([attention, feed_forward(width, 2)])])

    def forward(self, x: torch.Tensor, context: torch.Tensor | None = None) -> torch.Tensor:
        pixels = pixels_of(x)
        for attention, forward in self.layers:  # pyright: ignore[reportGeneralTypeIssues] pairs
            pixels = attention(pixels, context) + pixels
            pixels = forward(pixels) + pixels
        return image_of(pixels, x)


def feed_forward(width: int, factor: int) -> nn.Sequential:
    wide = factor * width
    first, last = nn.Linear(width, wide, bias=False), nn.Linear(wide, width, bias=False)
    return nn.Sequential(Gain(width), first, nn.GELU(), Gain(wide), last)


def scales() -> tuple[nn.Parameter, nn.Parameter]:
    """Of queries and of keys."""
    return nn.Parameter(torch.ones(HEAD)), nn.Parameter(torch.ones(HEAD))


def pixels_of(image: torch.Tensor) -> torch.Tensor:
    """(N, width, rows, columns) -> (N, rows * columns, width)."""
    return image.flatten(2).mT


def image_of(pixels: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    return pixels.mT.reshape(like.shape)


def _attended(
    layer: SelfAttention | CrossAttention | LatentAttention,
    queries: torch.Tensor,
    keys: torch.Tensor,
    values: torch.Tensor,
) -> torch.Tensor:
    """(N, heads, tokens, `HEAD`) each -> (N, tokens, heads * `HEAD`)."""
    queries = functional.normalize(queries, dim=-1) * layer.q_scale
    keys = functional.normalize(keys, dim=-1) * layer.k_scale
    heads = functional.scaled_dot_product_attention(queries, keys, values, scale=SCALE)
    return heads.transpose(1, 2).flatten(2)
