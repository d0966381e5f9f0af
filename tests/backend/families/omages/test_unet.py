"""The material network is imagen-pytorch 1.26.0's, name for name, and computes what that does."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import torch

from backend.families.omages.unet import Labeled, Material
from tests.backend.families import formula

HERE = Path(__file__).parent
arr = formula.arr

X, GIVEN, TEXT = arr((2, 5, 8, 8), 0.37), arr((2, 4, 8, 8), 0.23), arr((2, 1, 12), 0.31)[:, 0]
NOISE = torch.tensor([2.0, -3.0])


@pytest.fixture(scope="module")
def network() -> Material:
    return formula.filled(Material(16, (1, 2), 1, (False, True), 2, 12))


def test_names_and_shapes_of_the_published_one():
    """`unet_shapes.txt` lists those of the file: a name and a shape each."""
    wanted = {}
    for line in (HERE / "unet_shapes.txt").read_text("utf-8").splitlines():
        name, _, shape = line.partition(" ")
        wanted[name] = tuple(int(side) for side in shape.strip("()").split(",") if side.strip())
    with torch.device("meta"):
        made = Material(256, (1, 2, 3, 4), 3, (False, True, True, True), 8, 768).state_dict()
    assert {name: tuple(value.shape) for name, value in made.items()} == wanted
    assert len(wanted) == 784
    assert round(sum(map(math.prod, wanted.values())) / 1e6, 3) == 415.169


def test_one_forward(network):
    assert len(network.state_dict()) == 296
    made = network(X, GIVEN, NOISE, network.read(TEXT))
    assert made.shape == (2, 5, 8, 8)
    wanted = [-0.094103, 0.598638, -0.032742, -0.150733, -0.454578, -0.808849, 0.026589]
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)


def test_one_that_is_told_nothing(network):
    made = network(X, GIVEN, NOISE, network.read(None, 2))
    wanted = [-0.091632, 0.582153, -0.035337, -0.160882, -0.449397, -0.779980, 0.010987]
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)


def test_several_texts_are_read_alone(network):
    """One stands among tokens that say nothing, several do not."""
    seen = []
    handle = network.attn_pool.register_forward_hook(lambda _, given, __: seen.append(given[0]))
    network.read(TEXT)
    network.read(torch.stack([TEXT, TEXT.flip(1)], dim=1))
    handle.remove()
    one, several = seen
    assert one.shape == (2, 256, 16) and several.shape == (2, 2, 16)
    torch.testing.assert_close(one[:, 0], several[:, 0])
    torch.testing.assert_close(one[:, 1:], network.null_text_embed[:, 1:].expand(2, -1, -1))


def test_words_are_of_their_parts():
    network = formula.filled(Labeled(Material(16, (1, 2), 1, (False, True), 2, 12), 3, 12, 4, 2))
    classes = torch.tensor([1, 1, 1])
    told = network.read(classes, torch.tensor([[0, 0], [2, 0], [0, 2]])).tokens
    apart = [(told[a] - told[b]).abs().max() for a, b in ((0, 1), (0, 2), (1, 2))]
    assert min(apart) > 1e-4
    assert "word_embedder.weight" not in Labeled(network.unet, 3, 12).state_dict()


def test_rows_are_apart(network):
    both = network(X, GIVEN, NOISE, network.read(TEXT))
    alone = network(X[1:], GIVEN[1:], NOISE[1:], network.read(TEXT[1:]))
    torch.testing.assert_close(both[1:], alone)


def test_half_precision(network):
    half = formula.filled(Material(16, (1, 2), 1, (False, True), 2, 12)).to(torch.bfloat16)
    made = half(X, GIVEN, NOISE, half.read(TEXT))
    assert made.dtype == torch.bfloat16
    wanted = network(X, GIVEN, NOISE, network.read(TEXT))
    assert (made.float() - wanted).abs().mean() < 0.03
