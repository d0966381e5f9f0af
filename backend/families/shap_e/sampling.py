"""A prompt becomes latents: CLIP's text embedding, then Heun's method over the prior.

The same arithmetic as diffusers' `ShapEPipeline.__call__`, as a loop of our own, because that one
reports nothing, cannot be stopped and draws a batch's noise from one generator.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch

from ...progress import Progress
from .components import Components


@torch.inference_mode()
def sample(
    components: Components,
    prompt: str,
    seeds: Sequence[int],
    steps: int,
    guidance: float,
    progress: Progress,
) -> tuple[torch.Tensor, tuple[str, ...]]:
    """Latents (len(seeds), num_embeddings, embedding_dim) fp32 in [-1, 1], and notes.

    Stage "sampling" counts the `steps` that were asked for. Each but the last calls the prior
    twice (Heun), and every call looks for cancel.
    """
    prior = components.prior
    scheduler = components.scheduler()
    scheduler.set_timesteps(steps, device=components.device)
    scheduler.set_begin_index(0)  # else it is looked up by timestep, and timesteps repeat
    with progress.stage("sampling", steps) as advance:
        embedding, notes = embed(components, prompt)
        conditioning = embedding.expand(len(seeds), -1)
        guided = guidance > 1
        if guided:
            conditioning = torch.cat([torch.zeros_like(conditioning), conditioning])
        shape = (prior.config.num_embeddings, prior.config.embedding_dim)
        latents = noise(seeds, shape).to(components.device) * scheduler.init_noise_sigma
        for call, timestep in enumerate(scheduler.timesteps, start=1):
            batch = torch.cat([latents, latents]) if guided else latents
            predicted = prior(
                scheduler.scale_model_input(batch, timestep),
                timestep=timestep,
                proj_embedding=conditioning,
            ).predicted_image_embedding[..., : shape[1]]  # the rest is a variance, not used
            if guided:
                free, bound = predicted.chunk(2)
                predicted = free + guidance * (bound - free)
            latents = scheduler.step(predicted, timestep, latents).prev_sample
            advance((call + 1) // 2)
    return latents, notes


def noise(seeds: Sequence[int], shape: tuple[int, int]) -> torch.Tensor:
    """(len(seeds), *shape) fp32, N(0, 1). Each sample has its own generator on the CPU, so that it
    depends on its seed alone: not on the batch, not on the device."""
    return torch.stack(
        [torch.randn(shape, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    )


def embed(components: Components, prompt: str) -> tuple[torch.Tensor, tuple[str, ...]]:
    """The prompt's CLIP embedding (1, dim), scaled to unit variance, and a note if it was cut."""
    tokenizer, encoder = components.tokenizer, components.text_encoder
    longest = min(tokenizer.model_max_length, encoder.config.max_position_embeddings)
    ids = tokenizer(prompt).input_ids
    notes: tuple[str, ...] = ()
    if len(ids) > longest:
        kept = ids[: longest - 1]
        notes = (f"The prompt is too long for this model, which read: {_text(tokenizer, kept)}",)
        ids = [*kept, ids[-1]]  # the last one ends the text: CLIP pools there
    # Shap-E was trained with id 0 as padding, not with CLIP's own padding token.
    padded = torch.tensor([ids + [0] * (longest - len(ids))], device=components.device)
    embedding = encoder(padded).text_embeds
    embedding = embedding / torch.linalg.norm(embedding, dim=-1, keepdim=True)
    return embedding * math.sqrt(embedding.shape[1]), notes


def _text(tokenizer, ids: list[int]) -> str:
    return tokenizer.decode(ids, skip_special_tokens=True).strip()
