"""Latents: an ODE solver over the prior, told what to draw by an embedding.

Sampler "exact" is Heun's method, the same arithmetic as diffusers' `ShapEPipeline` and
`ShapEImg2ImgPipeline`, as one loop of our own, because those report nothing, cannot be stopped and
draw a batch's noise from one generator. Sampler "fast" is DPM-Solver++(2M) (arXiv 2211.01095),
which asks the prior once a step instead of twice and needs fewer steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import torch

from ...compute import cores
from ...compute.device import Throttle
from ...compute.progress import Tracker
from ...shared.errors import MaquetteError
from .. import Sampling
from .components import Components

LITTLE = 1e10  # FLOP of a row; with more, what all cores spend on waiting for each other is nothing


@torch.inference_mode()
def sample(
    components: Components,
    embedding: torch.Tensor,
    seeds: Sequence[int],
    how: Sampling,
    progress: Tracker,
    low_memory: bool = False,
) -> torch.Tensor:
    """Latents (len(seeds), num_embeddings, embedding_dim) fp32 in [-1, 1].

    embedding  of prompts (n, width) or images (n, patches, width): n is 1, or one for each seed
    low_memory     one row of the batch at a time, and nothing else in the device's memory

    Stage "sampling" counts the steps that were asked for. Each but the last calls the prior twice
    in Heun's method, once in the fast one, and every call looks for cancel. With a start the first
    steps are passed over: it is as noisy as they would leave it (SDEdit, arXiv 2108.01073).
    """
    prior = components.offloader.onload(components.prior, alone=low_memory)
    scheduler = components.scheduler(how.sampler)
    calls_a_step, clip = scheduler.order, components.clip
    scheduler.set_timesteps(how.steps)
    passed = round((1 - how.strength) * how.steps) if how.init_latents is not None else 0
    begin = passed * calls_a_step
    scheduler.set_begin_index(begin)  # else it is looked up by timestep, and timesteps repeat
    timesteps = scheduler.timesteps[begin:].to(components.device)
    guided, dtype = how.guidance > 1, prior.dtype  # diffusers looks for it in every module
    conditioning = embedding.to(components.device, dtype).expand(len(seeds), *embedding.shape[1:])
    if guided:
        conditioning = torch.cat([torch.zeros_like(conditioning), conditioning])
    throttle = Throttle(components.device)
    apart = components.device.type == "cpu" and prior.work < LITTLE and not low_memory
    rows = 1 if low_memory or apart else len(conditioning)
    shape = (prior.config["num_embeddings"], prior.config["embedding_dim"])
    with (
        cores.side_by_side() as each,
        progress.stage("sampling", how.steps, first=passed) as advance,
    ):
        latents = noise(seeds, shape).to(components.device)
        if how.init_latents is None:
            latents = latents * scheduler.init_noise_sigma
        elif passed == how.steps:
            return started(components, how)
        else:
            first = cast("torch.IntTensor", timesteps[:1])  # fast: whole; exact: it takes floats
            latents = scheduler.add_noise(started(components, how), latents, first)
        for call, timestep in enumerate(timesteps, start=begin + 1):
            batch = torch.cat([latents, latents]) if guided else latents
            batch = scheduler.scale_model_input(batch, timestep).to(dtype)
            parts = zip(batch.split(rows), conditioning.split(rows), strict=True)
            given = [(part, timestep, told) for part, told in parts]
            predicted = torch.cat(each(prior, given) if apart else [prior(*one) for one in given])
            predicted = predicted[..., : shape[1]].float()  # the rest is a variance, not used
            if guided:
                free, bound = predicted.chunk(2)
                predicted = free + how.guidance * (bound - free)
            predicted = predicted.clamp(-clip, clip)
            latents = scheduler.step(predicted, timestep, latents, return_dict=False)[0]
            throttle()
            step = (call + calls_a_step - 1) // calls_a_step
            advance(step)
            if how.watch and (call % calls_a_step == 0 or step == how.steps):
                how.watch(step, list(predicted))
    return latents


def check(components: Components, how: Sampling) -> None:
    """Raises MaquetteError("request") for a start that another model made."""
    config = components.prior.config
    wanted = (config["num_embeddings"], config["embedding_dim"])
    for each in how.init_latents or ():
        found = each["latent"].shape if "latent" in each else (0,)
        if found == wanted:
            continue
        shapes = " x ".join(map(str, found)), " x ".join(map(str, wanted))
        raise MaquetteError(
            "request",
            f"The latent of this object ({shapes[0]}) does not fit this model ({shapes[1]}).",
            "Choose the model that made the object.",
        )


def started(components: Components, how: Sampling) -> torch.Tensor:
    """The latents to begin from, on the device."""
    latents = np.stack([each["latent"] for each in how.init_latents or ()])
    return torch.from_numpy(latents).to(components.device, torch.float32)


def noise(seeds: Sequence[int], shape: tuple[int, int]) -> torch.Tensor:
    """(len(seeds), *shape) fp32, N(0, 1). Each sample has its own generator on the CPU, so that it
    depends on its seed alone: not on the batch, not on the device."""
    return torch.stack(
        [torch.randn(shape, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
    )
