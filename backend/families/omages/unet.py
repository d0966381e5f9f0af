"""The network that tells noise from material, beside the geometry that is to have it: the U-Net of
imagen-pytorch 1.26.0 (Saharia et al., "Photorealistic Text-to-Image Diffusion Models with Deep
Language Understanding", arXiv 2205.11487), as Omages trains it (arXiv 2408.03178).

Later releases have other norms, and weights of one do not fit the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, cast

import torch
from torch import nn

from .attention import Transformer
from .resampler import Resampler
from .residual import Both, Kernels, Larger, Residual, smaller

CHANNELS = 5  # base color, metallic, roughness
GIVEN = 4  # position, occupancy
TOKENS = 256  # that a text is filled up to
TIME_TOKENS = 2
WAVES = 8  # of the time, with learned frequencies
MIDDLE_HEADS = 8  # of the lowest level's blocks, however many the others have
SKIP = 2**-0.5  # of what comes from the way down


class Told(NamedTuple):
    """A class as the network reads it, whatever the time: tokens (N, 36, width), and what is added
    to the time (N, 4 * width)."""

    tokens: torch.Tensor
    hidden: torch.Tensor


class Material(nn.Module):
    """width   of the first level; each of the others is a multiple of it
    blocks  a level, behind its first one
    attends which levels look at the whole image, and at what they are told
    text    width of what tells the class
    """

    def __init__(
        self,
        width: int,
        multiples: Sequence[int],
        blocks: int,
        attends: Sequence[bool],
        heads: int,
        text: int,
    ) -> None:
        super().__init__()
        time = 4 * width
        self.null_text_embed = nn.Parameter(torch.randn(1, TOKENS, width))
        self.null_text_hidden = nn.Parameter(torch.randn(1, time))
        self.init_conv = Kernels(GIVEN + CHANNELS, width)
        self.to_time_hiddens = nn.Sequential(_Waves(), nn.Linear(2 * WAVES + 1, time), nn.SiLU())
        self.to_time_cond = nn.Sequential(nn.Linear(time, time))
        self.to_time_tokens = nn.Sequential(
            nn.Linear(time, TIME_TOKENS * width), nn.Unflatten(1, (TIME_TOKENS, width))
        )
        self.norm_cond = nn.LayerNorm(width)
        self.text_to_cond = nn.Linear(text, width)
        self.attn_pool = Resampler(width, heads)
        self.to_text_non_attn_cond = nn.Sequential(
            nn.LayerNorm(width), nn.Linear(width, time), nn.SiLU(), nn.Linear(time, time)
        )
        widths = [width, *(width * each for each in multiples)]
        levels = [(*ends, looks) for ends, looks in zip(pairwise(widths), attends, strict=True)]
        self.downs = nn.ModuleList(
            _down(each, out, time, heads, width if looks else None, blocks, k == len(levels) - 1)
            for k, (each, out, looks) in enumerate(levels)
        )
        deep = widths[-1]
        self.mid_block1 = Residual(deep, deep, time, MIDDLE_HEADS, width)
        self.mid_attn = Transformer(deep, heads, None)
        self.mid_block2 = Residual(deep, deep, time, MIDDLE_HEADS, width)
        self.ups = nn.ModuleList(
            _up(each, out, time, heads, width if looks else None, blocks, k == 0)
            for k, (each, out, looks) in reversed(list(enumerate(levels)))
        )
        self.final_res_block = Residual(2 * width, width, time, gated=True)
        self.final_conv = nn.Conv2d(width, CHANNELS, 3, padding=1)

    def read(self, text: torch.Tensor | None, count: int = 1) -> Told:
        """`text` (N, text), or some of them (N, some, text); None: `count` of nothing.

        One is read beside `TOKENS` - 1 that say nothing, as the published one was trained. Several
        are read alone: among those a small network does not learn to hear them.
        """
        tokens = self.null_text_embed.expand(count if text is None else len(text), -1, -1)
        if text is not None:
            said = self.text_to_cond(text.to(self.null_text_embed.dtype))
            one = said.ndim == 2
            tokens = torch.cat([said[:, None], tokens[:, 1:]], dim=1) if one else said
        tokens = self.attn_pool(tokens)
        if text is None:
            return Told(tokens, self.null_text_hidden.expand(count, -1))
        return Told(tokens, self.to_text_non_attn_cond(tokens.mean(dim=1)))

    def forward(
        self, x: torch.Tensor, given: torch.Tensor, noise: torch.Tensor, told: Told
    ) -> torch.Tensor:
        """What it says of `x`, a velocity (N, 5, side, side) in the weights' precision.

        x      (N, 5, side, side), scaled to variance 1
        given  (N, 4, side, side), the geometry, -1..1
        noise  (N,) the logarithm of the signal's variance over the noise's
        """
        dtype = self.final_conv.weight.dtype
        hidden = self.to_time_hiddens(noise.float())
        context = torch.cat([self.to_time_tokens(hidden), told.tokens], dim=1)
        context = self.norm_cond(context)
        time = self.to_time_cond(hidden) + told.hidden
        x = begin = self.init_conv(torch.cat([given, x], dim=1).to(dtype))
        skips = []
        for level in self.downs:
            first, blocks, attention, shrink = list(cast("nn.ModuleList", level))[1:]
            x = first(x, time, context)
            for block in cast("nn.ModuleList", blocks):
                x = block(x, time)
                skips.append(x)
            x = attention(x, context) if isinstance(attention, Transformer) else x
            skips.append(x)
            x = shrink(x)
        x = self.mid_block1(x, time, context)
        x = self.mid_block2(self.mid_attn(x), time, context)
        for level in self.ups:
            first, blocks, attention, grow = cast("nn.ModuleList", level)
            x = first(torch.cat([x, skips.pop() * SKIP], dim=1), time, context)
            for block in cast("nn.ModuleList", blocks):
                x = block(torch.cat([x, skips.pop() * SKIP], dim=1), time)
            x = attention(x, context) if isinstance(attention, Transformer) else x
            x = grow(x)
        x = self.final_res_block(torch.cat([x, begin], dim=1), time)
        return self.final_conv(x)


class Labeled(nn.Module):
    """The same, told a class by its number and, where it was taught words, one for each part.

    classes  how many there are
    text     width of what tells one
    words    how many there are for a part, of which the first says nothing; 0: it reads none
    parts    that words can be said of
    """

    def __init__(
        self, unet: Material, classes: int, text: int, words: int = 0, parts: int = 0
    ) -> None:
        super().__init__()
        self.unet, self.words = unet, words
        self.label_embedder = nn.Embedding(classes, text)
        self.word_embedder = nn.Embedding(parts * words, text) if words else None

    def read(self, classes: torch.Tensor, words: torch.Tensor | None = None) -> Told:
        """`classes` (N,) int64, `words` (N, parts) int64."""
        text = self.label_embedder(classes)
        if self.word_embedder is not None and words is not None:
            first = torch.arange(words.shape[1], device=words.device) * self.words
            text = torch.cat([text[:, None], self.word_embedder(words + first)], dim=1)
        return self.unet.read(text)


def _down(
    width: int, out: int, time: int, heads: int, context: int | None, blocks: int, last: bool
) -> nn.ModuleList:
    """The original's first place is empty where nothing shrinks before the blocks."""
    return nn.ModuleList(
        [
            nn.Identity(),
            Residual(width, width, time, heads, context),
            nn.ModuleList(Residual(width, width, time, gated=True) for _ in range(blocks)),
            Transformer(width, heads, context) if context else nn.Identity(),
            Both(width, out) if last else smaller(width, out),
        ]
    )


def _up(
    width: int, out: int, time: int, heads: int, context: int | None, blocks: int, last: bool
) -> nn.ModuleList:
    """From `out`, joined by as wide images as went down from there, to `width`."""
    return nn.ModuleList(
        [
            Residual(out + width, out, time, heads, context),
            nn.ModuleList(Residual(out + width, out, time, gated=True) for _ in range(blocks)),
            Transformer(out, heads, context) if context else nn.Identity(),
            nn.Identity() if last else Larger(out, width),
        ]
    )


class _Waves(nn.Module):
    """(N,) -> (N, 17): the number itself, its sines, its cosines."""

    def __init__(self) -> None:
        super().__init__()
        self.weights = nn.Parameter(torch.randn(WAVES))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        angles = x[:, None] * self.weights.float() * (2 * math.pi)
        waves = torch.cat([x[:, None], angles.sin(), angles.cos()], dim=1)
        return waves.to(self.weights.dtype)
