"""Our transformer beside diffusers', with the same weights."""

from __future__ import annotations

import gc
import weakref

import pytest
import torch
from diffusers import PriorTransformer

from backend.families.shap_e.prior import Prior


@pytest.fixture(params=["text", "image"])
def pair(request, tiny_model, tiny_image_model) -> tuple[Prior, PriorTransformer]:
    folder = (tiny_model if request.param == "text" else tiny_image_model) / "prior"
    theirs = PriorTransformer.from_pretrained(folder).eval().requires_grad_(False)
    ours = Prior.from_pretrained(folder).eval().requires_grad_(False)
    return ours.fuse(), theirs


def given(prior: Prior, count: int = 3) -> tuple[torch.Tensor, torch.Tensor]:
    config, draw = prior.config, torch.Generator().manual_seed(4)
    patches = () if config.embedding_proj_norm_type is None else (5,)
    return (
        torch.randn(count, config.num_embeddings, config.embedding_dim, generator=draw),
        torch.randn(count, *patches, config.embedding_proj_dim, generator=draw),
    )


def both(ours: Prior, theirs: PriorTransformer, timestep: torch.Tensor, dtype: torch.dtype):
    latents, embedding = (one.to(dtype) for one in given(ours))
    with torch.inference_mode():
        return (
            ours(latents, timestep, embedding),
            theirs(latents, timestep, embedding).predicted_image_embedding,
        )


@pytest.mark.parametrize("timestep", [0.0, 511.5, 1023.0])
def test_it_computes_what_diffusers_computes(pair, timestep):
    """In double precision, where another order of sums shows nothing."""
    mine, known = both(*pair, torch.tensor(timestep), torch.float32)
    assert torch.allclose(mine, known, atol=1e-5) and known.std() > 0.1
    ours, theirs = pair
    mine, known = both(ours.double(), theirs.double(), torch.tensor(timestep), torch.float64)
    assert torch.allclose(mine, known, atol=1e-12)


def test_each_row_may_have_a_timestep_of_its_own(pair):
    mine, known = both(*pair, torch.tensor([1.0, 900.0, 30.0]), torch.float32)
    assert torch.allclose(mine, known, atol=1e-5)


def test_weights_lie_side_by_side_and_stay_so(pair):
    ours, theirs = pair
    for prior in (ours, ours.double().float()):
        attention = prior.transformer_blocks[0].attn1
        width = attention.to_q.weight.numel() * 4
        first = attention.to_q.weight.data_ptr()
        assert attention.to_k.weight.data_ptr() == first + width
        assert attention.to_v.weight.data_ptr() == first + 2 * width
    assert ours.state_dict().keys() == theirs.state_dict().keys()
    for name, value in theirs.state_dict().items():
        assert torch.equal(ours.state_dict()[name], value), name


def test_a_weight_that_changes_is_the_one_that_counts(pair):
    ours, theirs = pair
    for prior in pair:
        prior.transformer_blocks[1].attn1.to_k.weight.mul_(3)
    mine, known = both(ours, theirs, torch.tensor(7.0), torch.float32)
    assert torch.allclose(mine, known, atol=1e-5)


def test_a_call_asks_its_device_for_no_number(pair):
    """Tensors of the meta device have none. A GPU could not record such a call."""
    ours, _ = pair
    latents, embedding = given(ours)
    ours.to("meta")
    with torch.inference_mode():
        made = ours._compute(latents.to("meta"), torch.ones(1).to("meta"), embedding.to("meta"))
    assert made.shape == (3, 32, 32)


def test_it_leaves_memory_as_soon_as_nobody_holds_it(tiny_model):
    """Another model takes its place on the GPU at once, not when Python looks for circles."""
    gc.collect()
    gc.disable()
    try:
        prior = Prior.from_pretrained(tiny_model / "prior").fuse()
        weight = weakref.ref(prior.proj_in)
        del prior
        assert weight() is None
    finally:
        gc.enable()
