"""How the network of signed distances begins: by formula, its attention looks at what is near.

From random numbers it learns how far a surface is, and then for long no side of it: all is outside.
So each head begins as a Gaussian over the distance between a place and the points, of a width of
its own, and what follows begins as the sides that they tell: the means of the points around a place
and around its nearest points, and how far the one lies in the direction of the other.

Columns of what flows through the blocks (`Columns`):

place     x, y, z
large     two numbers, opposite and so large that a LayerNorm divides all others by nearly the same
square    of the distance from the origin, which the encoder's first block adds
means     of the points around, a place for each head of a block
leanings  of the nearest points, from each of them to the mean of those around it: for every head of
          both looks
sides     products of both

What it says of them in the end begins as the least squares of what it should say (`fit`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import torch
from torch import nn

from backend.families.point_e.sdf import SignedDistance
from backend.families.point_e.transformer import Mlp

LARGE = 20.0
NARROW, WIDE = 0.02, 0.25  # raw units: of the first head and the last
SLOPE = 0.3  # of the arguments of GELUs that are added up to a square: they have to be small
LEANS = 10.0  # times as large are the numbers whose products are made, and the products
SQUARE = 5  # the column
RIDGE = 1e-5  # against numbers that say the same
BEFORE = 6  # columns of place, large and square


@dataclass(frozen=True)
class Columns:
    heads: int

    def means(self, head: int) -> int:
        return BEFORE + 3 * head

    def leanings(self, head: int, other: int) -> int:
        return self.means(self.heads + self.heads * head + other)

    @property
    def sides(self) -> int:
        return self.leanings(self.heads, 0)

    @property
    def later(self) -> int:
        """Means of the decoder's other blocks."""
        return self.sides + (self.heads - 1) ** 2

    @property
    def all(self) -> int:
        return self.later + 3 * self.heads


@torch.no_grad()
def begin(network: SignedDistance) -> None:
    """Raises ValueError if the network is too narrow for it."""
    encoder, decoder = list(network.encoder.resblocks), list(network.decoder.resblocks)
    width = network.output_proj.in_features
    columns = Columns(encoder[0].attn.heads)
    if columns.all > width or len(encoder) < 2:
        raise ValueError(f"{columns.all} columns and two blocks are the least")
    for each in network.modules():
        if isinstance(each, nn.LayerNorm):  # what it gives is what it gets, but for the mean
            each.weight.fill_(LARGE * math.sqrt(2 / width))
        if isinstance(each, nn.Linear) and each.in_features == width:
            each.weight[:, 3:5] = 0
    for entry in (network.encoder_input_proj, network.decoder_input_proj):
        entry.weight.zero_()
        entry.bias.zero_()
        entry.weight[range(3), range(3)] = 1
        entry.bias[3:5] = torch.tensor([LARGE, -LARGE])
    for block in encoder + decoder:  # nothing but what follows adds to these columns at first
        for layer in (block.attn.c_proj, block.mlp.c_proj):
            _silence(layer, 0, columns.means(columns.heads))
    _square(encoder[0].mlp)
    for number, block in enumerate(encoder[1:]):
        rows, bias = _by_head(block.attn.c_qkv, columns.heads, 3)
        at = columns.means(columns.heads * number)
        if at + 3 * columns.heads <= width:
            _look(rows[:, 0], bias[:, 0], rows[:, 1], rows[:, 2], block.attn.c_proj, at)
    for number, block in enumerate(decoder):
        asked, bias = _by_head(block.attn.c_q, columns.heads, 1)
        rows, _ = _by_head(block.attn.c_kv, columns.heads, 2)
        at = columns.later if number else columns.means(0)
        _look(asked[:, 0], bias[:, 0], rows[:, 0], rows[:, 1], block.attn.c_proj, at)
    _leanings(decoder[0].attn.c_kv, decoder[0].attn.c_proj, columns)
    _sides(decoder[0].mlp, columns)


@torch.no_grad()
def fit(network: SignedDistance, batches: Iterable[tuple[torch.Tensor, ...]]) -> None:
    """Its output layer, from points (N, n, 3), places (N, m, 3), raw coordinates, and what is to be
    said of the places (N, m)."""
    width, seen = network.output_proj.in_features, []
    hook = network.ln_post.register_forward_hook(lambda layer, given, said: seen.append(said))
    products = torch.zeros(width + 1, width + 2, dtype=torch.float64)
    for points, places, right in batches:
        network(places, network.read(points))
        x = nn.functional.pad(seen.pop(), (0, 1), value=1.0)
        both = torch.cat([x, right[..., None]], dim=-1)
        products += (x.flatten(0, 1).mT @ both.flatten(0, 1)).double().cpu()
    hook.remove()
    squares, right = products[:, :-1], products[:, -1]
    squares += RIDGE * squares.diagonal().mean() * torch.eye(width + 1)
    found = torch.linalg.solve(squares, right).float()
    network.output_proj.weight.copy_(found[None, :-1])
    network.output_proj.bias.copy_(found[-1:])


def _by_head(layer: nn.Linear, heads: int, parts: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Views (heads, parts, w, width) and (heads, parts, w) of weights and biases, which are 0."""
    layer.bias.zero_()
    rows = layer.weight.view(heads, parts, -1, layer.in_features)
    return rows, layer.bias.view(heads, parts, -1)


def _silence(layer: nn.Linear, first: int, end: int) -> None:
    layer.weight[first:end] = 0
    layer.bias[first:end] = 0


def _read(row: torch.Tensor, column: int, factor: float) -> None:
    """Adds a column to what a row of weights reads, as it was before the LayerNorm took off the
    mean: that is half of what is left of the two large ones."""
    row[column] += factor
    row[3:5] -= factor / 2


def _square(mlp: Mlp) -> None:
    """gelu(x) + gelu(-x) = x erf(x / sqrt(2)), about x^2 sqrt(2 / pi)."""
    mlp.c_fc.weight[:6] = 0
    mlp.c_fc.bias[:6] = 0
    for axis in range(3):
        _read(mlp.c_fc.weight[2 * axis], axis, SLOPE)
        _read(mlp.c_fc.weight[2 * axis + 1], axis, -SLOPE)
    mlp.c_proj.weight[:, :6] = 0
    mlp.c_proj.weight[SQUARE, :6] = math.sqrt(math.pi / 2) / SLOPE**2


def _look(
    query: torch.Tensor,
    query_bias: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    out: nn.Linear,
    column: int,
) -> None:
    """Each head gives the mean of the points around: the logits are 2 b q.p - b |p|^2, and softmax
    does not see the -b |q|^2 that is missing. (heads, w, width) each, the bias (heads, w)."""
    heads, own = query_bias.shape
    _silence(out, column, column + 3 * heads)
    for head in range(heads):
        sigma = NARROW * (WIDE / NARROW) ** (head / max(heads - 1, 1))
        sharp = math.sqrt(own) / (2 * sigma**2)  # attention divides by that root
        query[head, :4], key[head, :4], value[head, :3] = 0, 0, 0
        for axis in range(3):
            _read(query[head, axis], axis, math.sqrt(2 * sharp))
            _read(key[head, axis], axis, math.sqrt(2 * sharp))
            _read(value[head, axis], axis, 1)
            out.weight[column + 3 * head + axis, own * head + axis] = 1
        query_bias[head, 3] = -math.sqrt(sharp)
        _read(key[head, 3], SQUARE, math.sqrt(sharp))


def _leanings(layer: nn.Linear, out: nn.Linear, columns: Columns) -> None:
    heads = columns.heads
    values = layer.weight.view(heads, 2, -1, layer.in_features)[:, 1]
    own, many = values.shape[1], min(heads, values.shape[1] // 3 - 1)
    _silence(out, columns.leanings(0, 0), columns.later)
    for head in range(heads):
        values[head, 3 : 3 + 3 * many] = 0
        for other in range(many):
            for axis in range(3):
                at = 3 + 3 * other + axis
                _read(values[head, at], columns.means(other) + axis, 1)
                _read(values[head, at], axis, -1)
                out.weight[columns.leanings(head, other) + axis, own * head + at] = 1


def _sides(mlp: Mlp, columns: Columns) -> None:
    """From a place to the mean of its nearest points, times what they lean to: negative inside of
    what is round. xy is ((x + y)^2 - (x - y)^2) / 4."""
    _silence(mlp.c_proj, columns.sides, columns.later)
    share = math.sqrt(math.pi / 2) / (4 * LEANS * SLOPE**2)
    pairs = product(range(columns.heads - 1), range(1, columns.heads))
    told = product(enumerate(pairs, columns.sides), range(3), (1, -1), (1, -1))
    for unit, ((side, (head, other)), axis, sign, flip) in enumerate(told):
        row, slope = mlp.c_fc.weight[unit], flip * SLOPE * LEANS
        row.zero_()
        mlp.c_fc.bias[unit] = 0
        _read(row, columns.means(head) + axis, slope)
        _read(row, axis, -slope)
        _read(row, columns.leanings(head, other) + axis, sign * slope)
        mlp.c_proj.weight[:, unit] = 0
        mlp.c_proj.weight[side, unit] = sign * share
