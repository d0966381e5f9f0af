"""Affine maps beside torch's own."""

from __future__ import annotations

import platform

import pytest
import torch
from torch.nn import functional

from backend.compute import linear as module
from backend.compute.linear import linear

THEIRS = {"none": lambda x: x, "gelu": functional.gelu, "silu": functional.silu}


@pytest.mark.parametrize("activation", THEIRS)
@pytest.mark.parametrize("shape", [(1, 7), (2, 33, 7), (0, 7), (5, 3, 2, 7)])
@pytest.mark.parametrize("biased", [True, False])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16])
def test_it_is_torchs(activation, shape, biased, dtype):
    draw = torch.Generator().manual_seed(1)
    x, weight, bias = (
        torch.randn(*size, generator=draw).to(dtype) for size in (shape, (19, 7), (19,))
    )
    given = bias if biased else None
    with torch.inference_mode():
        ours = linear(x, weight, given, activation)
    wide = (one.double() if one is not None else None for one in (x, weight, given))
    known = THEIRS[activation](functional.linear(*wide))
    assert ours.shape == known.shape and ours.dtype == dtype
    off = {torch.float32: 1e-5, torch.float64: 1e-12, torch.bfloat16: 0.1}[dtype]
    assert torch.allclose(ours.double(), known, atol=off)


def test_parts_of_larger_matrices_are_read_as_they_lie():
    """The last layer of an implicit function hands over some rows, its first some columns."""
    x, weight, bias = torch.randn(40, 6), torch.randn(12, 9), torch.randn(12)
    for rows in (slice(0, 1), slice(3, 6), [1, 2, 9]):
        ours = linear(x, weight[rows, :6], bias[rows])
        assert torch.allclose(ours, x @ weight[rows, :6].T + bias[rows], atol=1e-5)
    assert torch.allclose(
        linear(x.T, weight[:, :4].new_ones(3, 40), None),
        x.T.sum(1)[:, None].expand(6, 3),
        atol=1e-4,
    )


@pytest.mark.skipif(platform.machine() != "x86_64", reason="torch itself chooses there")
def test_onednn_is_there_for_the_pinned_torch(monkeypatch):
    """Else every product would quietly take twice its time on half of all processors."""
    assert module.ONEDNN is not None
    asked = []
    monkeypatch.setattr(module, "ONEDNN", lambda *given: asked.append(given) or given[0])
    linear(torch.zeros(2, 3), torch.zeros(3, 3), None)
    assert len(asked) == 1


def test_without_onednn_torchs_own_is_taken(monkeypatch):
    x, weight, bias = torch.randn(4, 5), torch.randn(3, 5), torch.randn(3)
    ours = linear(x, weight, bias, "gelu")
    monkeypatch.setattr(module, "ONEDNN", None)
    assert torch.allclose(ours, linear(x, weight, bias, "gelu"), atol=1e-6)
