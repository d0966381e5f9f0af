"""Our sampling loop beside diffusers' pipeline, on the same random weights."""

from __future__ import annotations

import pytest
import torch
from diffusers import ShapEPipeline

from backend.families.shap_e import components, sampling
from backend.progress import Progress
from backend.protocol.errors import Cancelled

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def loaded(tiny_model) -> components.Components:
    return components.load(tiny_model, CPU, Progress())


def draw(loaded, seeds=(1,), prompt="a red chair", steps=3, guidance=3.0, progress=None):
    return sampling.sample(loaded, prompt, seeds, steps, guidance, progress or Progress())


@pytest.mark.parametrize("steps", [1, 2, 5])
@pytest.mark.parametrize("guidance", [1.0, 3.0])
def test_latents_are_those_of_the_pipeline(loaded, tiny_model, steps, guidance):
    """Same noise, same prompt: the same latents. Guidance is extrapolated before the clamp, as in
    diffusers; OpenAI's own code clamps first."""
    pipeline = ShapEPipeline.from_pretrained(tiny_model)
    pipeline.set_progress_bar_config(disable=True)
    noise = sampling.noise((1, 2), (32, 16))
    theirs = pipeline(
        "a red chair",
        num_images_per_prompt=2,
        num_inference_steps=steps,
        guidance_scale=guidance,
        latents=noise.flatten(1),
        output_type="latent",
    ).images
    ours, notes = draw(loaded, (1, 2), steps=steps, guidance=guidance)
    assert ours.shape == (2, 32, 16) and ours.abs().max() < 1.001  # rounding of x at sigma 400
    assert torch.allclose(ours, theirs, atol=1e-5)
    assert ours.std() > 0.01 and notes == ()


def test_the_prompt_matters(loaded):
    assert not torch.allclose(draw(loaded)[0], draw(loaded, prompt="two")[0], atol=1e-3)


def test_a_seed_gives_the_same_alone_and_in_a_batch(loaded):
    """Deliberate: diffusers draws a batch from one generator, so that sample k depends on k."""
    seeds = (2**64 - 1, 0, 7)
    batch, _ = draw(loaded, seeds, steps=16)  # few steps round more: x starts at 400
    assert torch.equal(sampling.noise(seeds, (32, 16))[2:], sampling.noise((7,), (32, 16)))
    for seed, latent in zip(seeds, batch, strict=True):
        assert torch.allclose(latent, draw(loaded, (seed,), steps=16)[0][0], atol=1e-5)


def test_the_same_again_whatever_ran_before(loaded):
    first, _ = draw(loaded, steps=4)
    draw(loaded, steps=2, prompt="blue")
    torch.manual_seed(99)
    assert torch.equal(first, draw(loaded, steps=4)[0])


def test_global_random_state_is_left_alone(loaded, tiny_model):
    before = torch.random.get_rng_state()
    components.load(tiny_model, CPU, Progress())
    draw(loaded)
    assert torch.equal(before, torch.random.get_rng_state())


@pytest.mark.parametrize(("steps", "calls"), [(1, 1), (4, 7)])
def test_progress_counts_the_steps_asked_for_at_every_call(loaded, steps, calls):
    told = []
    draw(loaded, steps=steps, progress=Progress(lambda *report: told.append(report[:3])))
    assert told == [("sampling", (call + 1) // 2, steps) for call in range(calls + 1)]


def test_cancel_is_answered_within_one_call_of_the_prior(loaded):
    calls = []
    handle = loaded.prior.register_forward_hook(lambda *_: calls.append(0))
    try:
        with pytest.raises(Cancelled):
            draw(loaded, steps=20, progress=Progress(cancelled=lambda: len(calls) >= 5))
    finally:
        handle.remove()
    assert len(calls) == 5


def test_a_long_prompt_is_cut_and_the_artist_told(loaded):
    embedding, notes = sampling.embed(loaded, "a red chair " * 100)
    assert embedding.shape == (1, 32)
    assert len(notes) == 1 and "too long" in notes[0] and "a red" in notes[0]


@pytest.mark.parametrize(
    "prompt", ["🪑🔥", "كرسي أحمر", "\u202eriahc", "x" * 2000, "<|endoftext|>", "\x00"]
)
def test_any_prompt_gives_a_shape(loaded, prompt):
    latents, _ = draw(loaded, prompt=prompt)
    assert torch.isfinite(latents).all()
