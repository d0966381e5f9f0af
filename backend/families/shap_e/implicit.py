"""A latent as an implicit function: where the surface is, how dense the fog, and what colour.

The network of appendix A of arXiv 2305.02463, as diffusers' `MLPNeRSTFModel` has it, with these
differences:
- The generated weights stay in this object; diffusers copies them into the renderer's one MLP.
- The positional code is computed in fp32, whatever the weights are: at degree 14 half a unit in
  the last place of fp16 is a phase error of more than a turn.
- No viewing direction: its code is all zeros at inference, so its columns are dropped. So are
  columns of the positional code that the first layer has no weights for.
- Only the output rows that were asked for are computed.
"""

from __future__ import annotations

import math

import torch
from diffusers.pipelines.shap_e.renderer import ShapERenderer

from ...compute.linear import linear

POSITION_DEGREES = 15  # renderer.py, encode_position: 3 + 3 * 15 * 2 = 93 columns
DIRECTION_COLUMNS = 3 + 3 * 8 * 2  # renderer.py, encode_direction
DISTANCE = slice(0, 1)  # rows of the last layer; renderer.py, map_indices_to_keys
STF_COLOUR = slice(3, 6)
RADIANCE = [1, 2, 9, 10, 11]  # density, coarse and fine; colour, fine


class ImplicitFunction:
    """The function that `latent` (rows, d_latent) describes, through a `ShapERenderer`.

    Points are (N, 3) fp32 tensors in [-1, 1], Z up, on the latent's device.
    """

    @torch.inference_mode()
    def __init__(self, renderer: ShapERenderer, latent: torch.Tensor) -> None:
        generated = renderer.params_proj(latent[None].to(renderer.dtype))
        shared = renderer.mlp.state_dict()
        parameters = {
            name: generated[f"nerstf.{name}"][0] if f"nerstf.{name}" in generated else value
            for name, value in shared.items()
        }
        self._layers = [
            (parameters[f"mlp.{i}.weight"], parameters[f"mlp.{i}.bias"])
            for i in range(len(renderer.mlp.mlp))
        ]
        directed = renderer.config["insert_direction_at"]
        if directed is not None:
            weight, bias = self._layers[directed]
            self._layers[directed] = weight[:, :-DIRECTION_COLUMNS].contiguous(), bias

        weight, bias = self._layers[0]
        self._columns = weight.any(dim=0).nonzero()[:, 0]
        self._layers[0] = weight[:, self._columns], bias

    def logit(self, points: torch.Tensor) -> torch.Tensor:
        """(N,), positive inside: what the signed distance is the tanh of."""
        return self._evaluate(points, DISTANCE)[:, 0]

    def signed_distance(self, points: torch.Tensor) -> torch.Tensor:
        """(N,) in (-1, 1), positive inside. Not metric: tanh of the network's output."""
        return torch.tanh(self.logit(points))

    def colour(self, points: torch.Tensor) -> torch.Tensor:
        """(N, 3) sRGB in 0..1: the head that was trained on surface colours."""
        return torch.sigmoid(self._evaluate(points, STF_COLOUR))

    def radiance(self, points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Densities (N, 2) >= 0 a unit of length, coarse and fine, and sRGB (N, 3) in 0..1: the
        heads that were trained on images. The coarse one tells where the fine one is worth
        sampling; the fine one is what is seen."""
        output = self._evaluate(points, RADIANCE)
        return torch.relu(output[:, :2]), torch.sigmoid(output[:, 2:])

    @torch.inference_mode()
    def _evaluate(self, points: torch.Tensor, rows: slice | list[int]) -> torch.Tensor:
        h = encode_position(points, self._columns).to(self._layers[0][0].dtype)
        for weight, bias in self._layers[:-1]:
            h = linear(h, weight, bias, "silu")
        weight, bias = self._layers[-1]
        return linear(h, weight[rows], bias[rows]).float()


def encode_position(points: torch.Tensor, columns: torch.Tensor) -> torch.Tensor:
    """(N, 3) -> (N, len(columns)) fp32: some of the 93 columns [x, sin(2^k x), sin(2^k x + pi/2)],
    k = 0..14, xyz fastest."""
    count = 3 * POSITION_DEGREES
    plain, waves = columns[columns < 3], columns[columns >= 3] - 3
    scale = 2.0 ** (waves % count // 3).float()
    phase = (waves >= count) * (math.pi / 2)
    points = points.float()
    turned = points.index_select(1, waves % 3).mul_(scale).add_(phase).sin_()
    return torch.cat([points.index_select(1, plain), turned], dim=1)
