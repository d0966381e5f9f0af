"""The network that tells how far from a cloud's surface a place is (arXiv 2212.08751).

The cloud is read once, by an encoder. Places only look at it and never at each other, so they can
be asked in any number at a time.
"""

from __future__ import annotations

import torch
from torch import nn

from .transformer import Mlp, Transformer, attend, by_head, through

Read = list[tuple[torch.Tensor, torch.Tensor]]  # of a cloud: a decoder block's keys and values each


class CrossAttention(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.c_q = nn.Linear(width, width)
        self.c_kv = nn.Linear(width, 2 * width)
        self.c_proj = nn.Linear(width, width)

    def forward(self, x: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        (query,) = by_head(through(self.c_q, x), self.heads, 1)
        return through(self.c_proj, attend(query, key, value))


class DecoderBlock(nn.Module):
    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.attn = CrossAttention(width, heads)
        self.ln_1 = nn.LayerNorm(width)  # of places
        self.ln_2 = nn.LayerNorm(width)  # of the cloud
        self.ln_3 = nn.LayerNorm(width)
        self.mlp = Mlp(width)

    def read(self, cloud: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        key, value = by_head(through(self.attn.c_kv, self.ln_2(cloud)), self.attn.heads, 2)
        return key.contiguous(), value.contiguous()  # once, not at every look

    def forward(self, x: torch.Tensor, key: torch.Tensor, value: torch.Tensor) -> torch.Tensor:
        x = x + self.attn(self.ln_1(x), key, value)
        return x + self.mlp(self.ln_3(x))


class Decoder(nn.Module):
    def __init__(self, width: int, layers: int, heads: int) -> None:
        super().__init__()
        self.resblocks = nn.ModuleList(DecoderBlock(width, heads) for _ in range(layers))


class SignedDistance(nn.Module):
    """layers  of the encoder, of the decoder"""

    def __init__(self, width: int, layers: tuple[int, int], heads: int) -> None:
        super().__init__()
        self.encoder_input_proj = nn.Linear(3, width)
        self.encoder = Transformer(width, layers[0], heads)
        self.decoder_input_proj = nn.Linear(3, width)
        self.decoder = Decoder(width, layers[1], heads)
        self.ln_post = nn.LayerNorm(width)
        self.output_proj = nn.Linear(width, 1)

    def read(self, cloud: torch.Tensor) -> Read:
        """Of a cloud (N, points, 3), raw coordinates: what `forward` looks at."""
        h = self.encoder(through(self.encoder_input_proj, cloud.to(self._dtype)))
        return [block.read(h) for block in self.decoder.resblocks]  # pyright: ignore[reportCallIssue]

    def forward(self, places: torch.Tensor, cloud: Read) -> torch.Tensor:
        """(N, places, 3), raw coordinates -> (N, places) fp32, positive inside."""
        x = through(self.decoder_input_proj, places.to(self._dtype))
        for block, (key, value) in zip(self.decoder.resblocks, cloud, strict=True):
            x = block(x, key, value)
        return through(self.output_proj, self.ln_post(x))[..., 0].float()

    @property
    def _dtype(self) -> torch.dtype:
        return self.output_proj.weight.dtype
