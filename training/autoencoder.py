"""Parameters -> latent -> implicit function: trains the renderer that maquette-mini ships.

The encoder reads what a shape was made from (kind, parameters, part colours) and is not shipped.
Shape, parameters and the colour of each part get channels of their own in every token of the
latent, of about the same spread, so that a prior trained on the squared error cannot overlook any.
Parameters and colours stand in every token as they are, which makes them plain to see even under
much noise: else the prior predicts the mean shape for so long that all seeds look alike. The shape
is said in `CODES` codes, each the same in all tokens of its group: what a prior has to know by
heart of every kind is 16 times less than if each token said something of its own.

The decoder is diffusers' ShapERenderer. Every shape is its own mirror image in x, therefore the
columns of the first layer that are odd in x stay zero: what the network draws is symmetric by
construction. Frequencies above 2^`DEGREES` stay zero too: they only add grain to the surface.

    python -m training.autoencoder --minutes 10            encoder and decoder together
    python -m training.autoencoder --minutes 30 --decoder  the decoder alone, the encoder frozen
"""

from __future__ import annotations

import math
from functools import partial

import numpy as np
import torch
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from torch import nn

from . import loop, palette
from .captions import PARAMETERS, PARTS
from .dataset import Dataset, load_or_make
from .loop import STATE
from .shapes import KINDS

HIDDEN, HIDDEN_LAYERS = 128, 4  # of the implicit function
READERS = 512, 768  # their widths; the second came later, and refines what the first says
SHAPES = 150_000
CHANNELS = SHAPE, PARAMETER, COLOUR = 40, 8, 9  # of a latent token
WIDTH = sum(CHANNELS)
STEPS = (1 / 3, 0.4, 0.5, 0.6, 2 / 3)  # where shapes jump from one form to another
LAYERS = ("nerstf.mlp.1.weight",)  # generated from the latent, a row a token
TOKENS = HIDDEN * len(LAYERS)
CODES = 8  # of a shape; neighbouring tokens share one
DEGREES = 6
SHARPNESS = 16.0  # the field is tanh(SHARPNESS * distance), positive inside
NOISE = 0.1  # added to latents in training, so that a sampled latent need not be exact
LESSER = 4.0  # weight of the colour of parts other than the main one
SHELL = 0.05  # colours are learned within this distance of the surface


class Reader(nn.Module):
    """kind (B,), parameters and the steps that they passed (B, 48) -> codes (B, CODES * SHAPE)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.kind = nn.Embedding(len(KINDS), 2 * width)  # an offset, and weights of its own
        self.described = nn.Linear(PARAMETERS * (1 + len(STEPS)), width)
        self.codes = nn.Sequential(
            nn.SiLU(), nn.Linear(width, width), nn.SiLU(), nn.Linear(width, CODES * SHAPE)
        )

    def forward(self, kind, described):
        offset, weight = self.kind(kind).chunk(2, 1)
        return self.codes(offset + (1 + weight) * self.described(described))


class Encoder(nn.Module):
    """kind (B,), parameters (B, 8), colours (B, 3, 3) -> latent (B, TOKENS, WIDTH) in -1..1."""

    def __init__(self) -> None:
        super().__init__()
        self.readers = nn.ModuleList(map(Reader, READERS))
        self.even = nn.BatchNorm1d(CODES * SHAPE, affine=False)

    def forward(self, kind, parameters, colours):
        centred = parameters * 2 - 1
        passed = parameters[..., None] > torch.tensor(STEPS, device=parameters.device)
        steps = passed.flatten(1).float() * 2 - 1
        described = torch.cat([centred, steps], 1)
        codes = torch.stack([read(kind, described) for read in self.readers]).sum(0)
        code = torch.tanh(0.8 * self.even(codes)).view(-1, CODES, SHAPE)
        said = torch.cat([centred, colours.flatten(1) * 2 - 1], 1)[:, None].expand(-1, TOKENS, -1)
        return torch.cat([code.repeat_interleave(TOKENS // CODES, 1), said], 2)


def make_renderer() -> ShapERenderer:
    renderer = ShapERenderer(
        param_names=LAYERS,
        param_shapes=tuple((HIDDEN, HIDDEN) for _ in LAYERS),
        d_latent=WIDTH,
        d_hidden=HIDDEN,
        n_hidden_layers=HIDDEN_LAYERS,
        insert_direction_at=None,
    )
    first = renderer.mlp.mlp[0].weight.data
    kept = first[:, POSITION_CODE.columns].clone() * 2  # a third of the inputs: same spread
    first.zero_()
    first[:, POSITION_CODE.columns] = kept
    return renderer


class PositionCode:
    """The columns of diffusers' encode_position that the first layer may use, at points (..., 3).

    The whole code is [x, sin, cos], 15 degrees each, axes fastest: 93 columns. `columns` are the
    kept ones' places in it; x itself and its sines are odd in x and left out.
    """

    def __init__(self) -> None:
        axis = torch.arange(3).repeat(31)
        degree = torch.cat([torch.zeros(3), torch.arange(15.0).repeat_interleave(3).repeat(2)])
        cosine = torch.arange(93) >= 48
        self.columns = ((degree < DEGREES) & ((axis > 0) | cosine)).nonzero()[:, 0]
        self.linear = self.columns < 3
        self.axis = axis[self.columns]
        self.scale = 2.0 ** degree[self.columns]
        self.phase = cosine[self.columns] * (math.pi / 2)

    def __call__(self, points: torch.Tensor) -> torch.Tensor:
        x = points[..., self.axis]
        return torch.where(self.linear, x, torch.sin(x * self.scale + self.phase))


POSITION_CODE = PositionCode()


def field(renderer: ShapERenderer, latent: torch.Tensor, points: torch.Tensor) -> torch.Tensor:
    """Outputs (B, P, 12) before their activations at points (B, P, 3): the renderer's own network,
    for a batch of latents at once."""
    generated = renderer.params_proj(latent)
    layers = renderer.mlp.mlp
    h = nn.functional.linear(POSITION_CODE(points), layers[0].weight[:, POSITION_CODE.columns])
    h = nn.functional.silu(h + layers[0].bias)
    for i, layer in enumerate(layers[1:], start=1):
        weight = generated.get(f"nerstf.mlp.{i}.weight")
        h = layer(h) if weight is None else torch.baddbmm(layer.bias, h, weight.mT)
        if i < len(layers) - 1:
            h = nn.functional.silu(h)
    return h


def loss_of(
    output: torch.Tensor, distance: torch.Tensor, part: torch.Tensor, colour: torch.Tensor
) -> torch.Tensor:
    """Distance (B, P) negative inside, part (B, P) and colour (B, P, 3) sRGB against outputs
    (B, P, 12). What belongs to a lesser part is rarer, and its colour counts more."""
    logit = output[..., 0]
    target = torch.tanh(-SHARPNESS * distance)
    surface = (torch.tanh(logit) - target).abs().mean()
    side = nn.functional.binary_cross_entropy_with_logits(2 * logit, (distance < 0).float())
    near = (distance.abs() < SHELL) * torch.where(part > 0, LESSER, 1.0)
    tint = (torch.sigmoid(output[..., 3:6]) - colour).abs().mean(-1)
    return surface + 0.1 * side + (tint * near).sum() / near.sum()


class Batches:
    """Random shapes of a dataset with colours drawn at random for their parts. Kinds that are still
    further from the truth come more often."""

    def __init__(self, data: Dataset, seed: int) -> None:
        self.data = data
        self.random = np.random.default_rng(seed)
        self.error = np.ones(len(KINDS))

    def told(self, kinds: np.ndarray, errors: np.ndarray) -> None:
        """How far the last batch's shapes were from the truth: a running mean for each kind."""
        for kind, error in zip(kinds, errors, strict=True):
            self.error[kind] += 0.02 * (error - self.error[kind])

    def rows(self, count: int) -> np.ndarray:
        weight = self.error[self.data.kind]
        ends = np.cumsum(weight)
        return np.searchsorted(ends, self.random.random(count) * ends[-1])

    def colours(self, count: int) -> np.ndarray:
        """(count, 3, 3) sRGB: any of the twelve for each part, 3 in 10 of them the main one."""
        index = self.random.integers(0, 12, (count, PARTS))
        same = self.random.random((count, PARTS)) < 0.3
        return palette.vary(np.where(same, index[:, :1], index), self.random)

    def draw(self, shapes: int, points: int) -> tuple[torch.Tensor, ...]:
        rows = self.rows(shapes)
        columns = self.random.integers(0, self.data.points.shape[1], (shapes, points))
        pick = (rows[:, None], columns)
        colours = self.colours(shapes)
        part = self.data.part[pick]
        tensors = (
            self.data.kind[rows],
            self.data.parameters[rows],
            colours,
            self.data.points[pick].astype(np.float32),
            self.data.distance[pick].astype(np.float32),
            part,
            np.take_along_axis(colours, part[..., None].astype(np.int64), axis=1),
        )
        return tuple(torch.from_numpy(np.ascontiguousarray(t)) for t in tensors)


class Reconstruction:
    """What `loop.train` trains: encoder and decoder together, or the decoder alone."""

    def __init__(self, decoder_only: bool, seed: int, device: torch.device) -> None:
        self.device = device
        self.batches = Batches(load_or_make(STATE / "shapes", SHAPES, seed=1), seed)
        encoder, renderer = _start()
        self.model = nn.ModuleDict({"encoder": encoder, "renderer": renderer})
        self.files = {"encoder": "encoder", "renderer": "renderer"}
        encoder.train(not decoder_only).requires_grad_(not decoder_only)

    def loss(self) -> torch.Tensor:
        drawn = (tensor.to(self.device) for tensor in self.batches.draw(96, 384))
        kind, parameters, colours, points, distance, part, colour = drawn
        latent = self.model["encoder"](kind, parameters, colours)
        latent = latent + NOISE * torch.randn_like(latent)
        output = field(self.model["renderer"], latent, points).float()
        off = (torch.tanh(output.detach()[..., 0]) - torch.tanh(-SHARPNESS * distance)).abs()
        self.batches.told(kind.numpy(force=True), off.mean(1).numpy(force=True))
        return loss_of(output, distance, part, colour)


def _start() -> tuple[Encoder, ShapERenderer]:
    """The pair to go on from."""
    encoder, renderer = Encoder(), make_renderer()
    for network, file in ((encoder, "encoder"), (renderer, "renderer")):
        if (STATE / f"{file}.pt").exists():
            saved = torch.load(STATE / f"{file}.pt", weights_only=True)
            for name in saved:  # tables of kinds: rows for those that were added since stay fresh
                if name.endswith("kind.weight"):
                    fresh = network.state_dict()[name][len(saved[name]) :]
                    saved[name] = torch.cat([saved[name], fresh])
            network.load_state_dict(saved)
    return encoder, renderer


def load() -> tuple[Encoder, ShapERenderer]:
    """The trained pair, ready to use."""
    encoder, renderer = _start()
    return encoder.eval(), renderer.eval()


if __name__ == "__main__":
    parser = loop.options(__doc__.partition("\n")[0], minutes=10, rate=4e-3)
    parser.add_argument("--decoder", action="store_true", help="freeze the encoder")
    chosen = parser.parse_args()
    loop.train(partial(Reconstruction, chosen.decoder), chosen)
