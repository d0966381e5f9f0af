"""The network that tells noise from points (arXiv 2212.08751).

A set transformer: a token for the time, tokens for what is to be drawn, one for every point. It
knows no order of points and no count of them, so any count can be drawn.
"""

from __future__ import annotations

import math
from typing import Literal

import torch
from torch import nn

from .transformer import Mlp, Transformer, through

CHANNELS = 6  # x, y, z, red, green, blue
CLIP_WIDTH = 768  # of CLIP ViT-L/14's embeddings
GRID = (256, 1024)  # patches of an image, and the width of CLIP's hidden states

# Model space = raw * scale + bias; raw are coordinates in about +-0.5 and sRGB 0..255.
SCALES = (2.0, 2.0, 2.0, 0.007843137255, 0.007843137255, 0.007843137255)
BIASES = (0.0, 0.0, 0.0, -1.0, -1.0, -1.0)

Told = Literal["nothing", "vector", "grid"]


class Denoiser(nn.Module):
    """told       what it can be told: an embedding of CLIP, a grid of its hidden states, or nothing
    upsamples  whether it is given points too, among which it draws more
    told_shape of one embedding (width,) or grid (patches, width); (): CLIP ViT-L/14's
    """

    channel_scales: torch.Tensor
    channel_biases: torch.Tensor

    def __init__(
        self,
        width: int,
        layers: int,
        heads: int,
        told: Told,
        upsamples: bool = False,
        told_shape: tuple[int, ...] = (),
    ) -> None:
        super().__init__()
        self.width, self.told, self.upsamples = width, told, upsamples
        self.told_shape = told_shape or {"nothing": (), "vector": (CLIP_WIDTH,), "grid": GRID}[told]
        self.time_embed = Mlp(width)
        self.input_proj = nn.Linear(CHANNELS, width)
        self.ln_pre = nn.LayerNorm(width)
        self.backbone = Transformer(width, layers, heads)
        self.ln_post = nn.LayerNorm(width)
        self.output_proj = nn.Linear(width, 2 * CHANNELS)
        if told == "vector":
            self.clip_embed = nn.Linear(self.told_shape[0], width)
        elif told == "grid":
            self.clip_embed = nn.Sequential(
                nn.LayerNorm(self.told_shape[1]), nn.Linear(self.told_shape[1], width)
            )
        if upsamples:
            self.cond_point_proj = nn.Linear(CHANNELS, width)
            self.keep_scales_exact()

    def keep_scales_exact(self) -> None:
        """In fp32, whatever the weights are: what they scale is 0..255."""
        self.register_buffer("channel_scales", torch.tensor(SCALES))
        self.register_buffer("channel_biases", torch.tensor(BIASES))

    def forward(
        self,
        x: torch.Tensor,
        time: torch.Tensor,
        condition: torch.Tensor | None = None,
        low_res: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """The noise in `x`, and how sure that is.

        x          (N, 6, points) in model space, scaled to variance 1
        time       (N,) of the schedule, 0 to 1023; parts of a step are allowed
        condition  (N, *told_shape): vectors of length 1, grids not normalised; None or zeros: told
                   nothing
        low_res    (N, 6, given points), raw; for one that upsamples

        Returns (N, 12, points) in the weights' precision: noise, then variance.
        """
        dtype = self.input_proj.weight.dtype
        tokens = [self.time_embed(waves(time, self.width).to(dtype))[:, None]]
        if condition is None:
            condition = x.new_zeros(len(x), *self.told_shape)
        if self.told == "vector":
            scaled = condition.to(dtype) * math.sqrt(self.told_shape[0])
            tokens.append(self.clip_embed(scaled)[:, None])
        elif self.told == "grid":
            tokens.append(self.clip_embed(condition.to(dtype)))
        if self.upsamples:
            assert low_res is not None
            given = low_res.mT.float() * self.channel_scales + self.channel_biases
            tokens.append(through(self.cond_point_proj, given.to(dtype)))
        tokens.append(through(self.input_proj, x.mT.to(dtype)))
        h = self.backbone(self.ln_pre(torch.cat(tokens, dim=1)))
        h = self.ln_post(h[:, -x.shape[2] :])
        return through(self.output_proj, h).mT


def waves(time: torch.Tensor, width: int) -> torch.Tensor:
    """(N,) -> (N, width) fp32: cosines, then sines, of frequencies 1 to 1/10000."""
    half = width // 2
    falling = torch.arange(half, dtype=torch.float32, device=time.device) / half
    angles = time[:, None].float() * torch.exp(-math.log(10_000) * falling)
    return torch.cat([angles.cos(), angles.sin()], dim=1)
