"""The geometry network computes what the original computes, with the same weights."""

from __future__ import annotations

import math

import pytest
import torch

from backend.families.omages.dit import Geometry
from tests.backend.families import formula

arr = formula.arr


def tiny() -> Geometry:
    """The original has tensors that it never uses; the formula counts them."""
    return formula.filled(Geometry(8, 1, 16, 2, 2, 63), formula.cross_attention(2, 16))


def test_places():
    made = tiny().pos_embed
    wanted = [0.442558, 0.551491, 0, 0, 0, 0, 0.999976]
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)
    second = [0.84147, 0.09983, 0.01, 0.001, 0.5403, 0.995, 0.99995, 1, *[0] * 4, *[1] * 4]
    assert made[0, 1].tolist() == pytest.approx(second, abs=1e-5)


def test_one_forward():
    made = tiny()(arr((2, 4, 8, 8), 0.37), torch.tensor([999, 4]), torch.tensor([12, 63]))
    assert made.shape == (2, 8, 8, 8)
    wanted = [0.000217, 1.114096, 1.448135, 1.510944, 1.544812, 1.551121, -0.878923]
    assert formula.numbers(made) == pytest.approx(wanted, abs=2e-5)


def test_patches_are_put_where_they_were():
    """With weights that copy a patch's pixels, every pixel stays in its place."""
    network = Geometry(8, 2, 32, 1, 2, 3)
    x = arr((1, 4, 8, 8), 0.37)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.zero_()
        # channel c, row p, column q of a patch -> unit (p, q, c), twice: what is said, and variance
        for unit in range(16):
            p, q, c = unit // 8, unit // 4 % 2, unit % 4
            network.x_embedder.proj.weight[unit, c, p, q] = 1
            network.x_embedder.proj.weight[unit + 16, c, p, q] = -1  # so that norms keep the mean 0
            network.final_layer.linear.weight[(2 * p + q) * 8 + c, unit] = 1
    made = network(x, torch.tensor([1]), torch.tensor([0]))[:, :4]
    patches = x.unfold(2, 2, 2).unfold(3, 2, 2)  # (1, 4, 4, 4, 2, 2)
    spread = patches.square().mean(dim=(1, 4, 5), keepdim=True).add(1e-6).sqrt()
    normed = (patches / spread).permute(0, 1, 2, 4, 3, 5).reshape(1, 4, 8, 8)
    torch.testing.assert_close(made, normed)


def test_size_of_the_published_one():
    with torch.device("meta"):
        state = Geometry(64, 1, 768, 12, 12, 63).state_dict()
    unused = formula.cross_attention(12, 768)
    count = sum(value.numel() for value in state.values()) + sum(map(math.prod, unused.values()))
    assert len(state) + len(unused) == 204
    assert round(count / 1e6, 3) == 161.063
    assert state["pos_embed"].shape == (1, 4096, 768)
    assert state["y_embedder.embedding_table.weight"].shape == (64, 768)
    assert state["final_layer.linear.weight"].shape == (8, 768)


def test_a_patch_that_does_not_fill_the_image():
    with pytest.raises(ValueError, match="patches must fill the image"):
        Geometry(8, 3, 16, 1, 2, 3)
