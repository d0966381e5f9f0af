"""The networks of a model folder in the layout of `openai/shap-e`, in memory."""

from __future__ import annotations

import copy
import math
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import torch

# The modules, not the packages: these would import the pipelines too. Still 3 s from warm disks,
# nearly all of it torch's compiler and diffusers' other models, which diffusers itself imports.
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler

from ...compute.device import Offloader
from ...compute.progress import Tracker
from ...shared.errors import MaquetteError
from ...shared.models import hub_cache
from ...shared.models.catalog import Model
from .. import conditioning as clip
from .. import folder as folders
from .. import network
from .prior import Prior

# Not in every file, and used by diffusers' own renderings alone.
OPTIONAL = ("mesh_decoder.", "void.")
LONGEST_SCHEDULE = 100_000  # steps of noise
PREDICTIONS = ("epsilon", "sample", "v_prediction")


@dataclass(frozen=True)
class Components:
    conditioning: clip.Conditioning
    prior: Prior
    renderer: ShapERenderer
    noise_schedule: HeunDiscreteScheduler
    offloader: Offloader

    @property
    def device(self) -> torch.device:
        return self.offloader.device

    @property
    def clip(self) -> float:
        """How far from 0 a number of a latent can lie."""
        config = self.noise_schedule.config
        return float(config["clip_sample_range"]) if config["clip_sample"] else math.inf

    def scheduler(self, sampler: str) -> HeunDiscreteScheduler | DPMSolverMultistepScheduler:
        """A new one for each run: it keeps its place and its last slopes in it. The fast one has
        the exact one's noise schedule. To build one takes 18 ms, to copy one 0.5."""
        exact, config = self.noise_schedule, self.noise_schedule.config
        if sampler != "fast":
            return copy.deepcopy(exact)
        return DPMSolverMultistepScheduler(
            num_train_timesteps=config["num_train_timesteps"],
            trained_betas=exact.betas.numpy(),
            prediction_type=config["prediction_type"],
            use_karras_sigmas=config["use_karras_sigmas"],
            solver_order=2,
        )


def load(
    model: Model, device: torch.device, precision: torch.dtype, progress: Tracker
) -> Components:
    """Read every component of a model. Stage "loading", a step for each.

    The networks take their seat on `device` when they are needed first. Raises
    MaquetteError("model") that names the file if one is missing, cut short, of other shapes than
    its config.json says, or holds numbers that are not finite.
    """
    with progress.stage("loading", 5) as advance:
        folders_of = hub_cache.locate(model)
        noise_schedule = _schedule(folders_of["scheduler"])
        advance(1)
        conditioning = (clip.image if "image" in model.inputs else clip.text)(folders_of, precision)
        advance(3)
        prior = network.load(
            Prior.from_config, network.usual(Prior), folders_of["prior"], precision
        )
        advance(4)
        folder = folders_of["shap_e_renderer"]
        renderer = network.load(
            ShapERenderer.from_config,
            network.usual(ShapERenderer),
            folder,
            precision,
            optional=OPTIONAL,
        )
        _check_that_they_fit(conditioning, prior, renderer, folders_of["prior"].parent)
        prior.fuse()
        offloader = Offloader(device, conditioning.encoder, prior, renderer)
        advance(5)
    return Components(conditioning, prior, renderer, noise_schedule, offloader)


def _schedule(folder: Path) -> HeunDiscreteScheduler:
    path = folder / "scheduler_config.json"
    config = folders.read_config(path, network.usual(HeunDiscreteScheduler), LONGEST_SCHEDULE)
    with folders.reading(path, "does not describe a noise schedule"):
        if config.get("prediction_type", "epsilon") not in PREDICTIONS:
            raise ValueError("its prediction_type is not supported")
        schedule = cast("HeunDiscreteScheduler", HeunDiscreteScheduler.from_config(config))
        if not (schedule.sigmas.isfinite().all() and len(schedule.betas)):
            raise ValueError("its noise is zero or infinite")
    return schedule


def _check_that_they_fit(
    conditioning: clip.Conditioning, prior: Prior, renderer: ShapERenderer, folder: Path
) -> None:
    """The encoder's output must be the prior's input, the prior's output the renderer's; and a
    prior of diffusers' for another kind of model is none of Shap-E's."""
    rows = sum(shape[0] for shape in renderer.config["param_shapes"])
    pairs = (
        (conditioning.shape[-1], prior.config["embedding_proj_dim"]),
        (prior.config["num_embeddings"], rows),
        (prior.config["embedding_dim"], renderer.config["d_latent"]),
    )
    others = (prior.prd_embedding, prior.encoder_hidden_states_proj)
    if any(made != taken for made, taken in pairs) or others != (None, None):
        raise MaquetteError(
            "model", f"The parts of {folder} belong to different models.", folders.REMEDY
        )
