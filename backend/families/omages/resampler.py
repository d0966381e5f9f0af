"""Tokens of any number -> a few of them, for the material network (Alayrac et al., "Flamingo",
arXiv 2204.14198, section 3.1.1). Names and arithmetic are those of imagen-pytorch 1.26.0."""

from __future__ import annotations

import torch
from torch import nn

from .attention import Gain, LatentAttention, feed_forward

LEARNED, POOLED = 32, 4  # latents: parameters, and of the tokens' mean
PLACES = 512
LAYERS = 2


class Resampler(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.latents = nn.Parameter(torch.randn(LEARNED, width))
        self.pos_emb = nn.Embedding(PLACES, width)
        self.to_latents_from_mean_pooled_seq = nn.Sequential(
            Gain(width), nn.Linear(width, POOLED * width), nn.Unflatten(1, (POOLED, width))
        )
        self.layers = nn.ModuleList(
            nn.ModuleList([LatentAttention(width, heads), feed_forward(width, 4)])
            for _ in range(LAYERS)
        )

    def forward(self, tokens: torch.Tensor) -> torch.Tensor:
        """(N, tokens, width) -> (N, `POOLED` + `LEARNED`, width)."""
        pooled = self.to_latents_from_mean_pooled_seq(tokens.mean(dim=1))
        latents = torch.cat([pooled, self.latents.expand(len(tokens), -1, -1)], dim=1)
        placed = tokens + self.pos_emb.weight[: tokens.shape[1]]
        for attention, forward in self.layers:  # pyright: ignore[reportGeneralTypeIssues] pairs
            latents = attention(placed, latents) + latents
            latents = forward(latents) + latents
        return latents
