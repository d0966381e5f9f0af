"""The networks of a model folder in the layout of `openai/shap-e`, in memory.

The classes are diffusers' and transformers', their loading is ours: `from_pretrained` says little
of what is wrong with a folder, spends seconds on random weights that it then throws away, and
moves torch's global random state. Nothing is unpickled but plain tensors.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import safetensors.torch
import torch

# The modules, not the packages: these would import the pipelines too. Still 3 s from warm disks,
# nearly all of it torch's compiler and diffusers' other models, which diffusers itself imports.
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from torch.overrides import TorchFunctionMode
from transformers.models.clip.configuration_clip import CLIPTextConfig, CLIPVisionConfig
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.clip.modeling_clip import CLIPTextModelWithProjection, CLIPVisionModel
from transformers.models.clip.tokenization_clip import CLIPTokenizer

from ...compute.device import Seats
from ...progress import Progress
from ...protocol import store
from ...protocol.catalogue import Model
from ...protocol.errors import MaquetteError
from . import folder as folders
from .conditioning import Conditioning, ImageConditioning, TextConditioning
from .prior import Prior

# Not in every file, and used by diffusers' own renderings alone.
OPTIONAL = ("mesh_decoder.", "void.")


@dataclass(frozen=True)
class Components:
    conditioning: Conditioning
    prior: Prior
    renderer: ShapERenderer
    noise_schedule: HeunDiscreteScheduler
    seats: Seats

    @property
    def device(self) -> torch.device:
        return self.seats.device

    @property
    def clip(self) -> float:
        """How far from 0 a number of a latent can lie."""
        config = self.noise_schedule.config
        return float(config.clip_sample_range) if config.clip_sample else math.inf

    def scheduler(self, preset: str) -> HeunDiscreteScheduler | DPMSolverMultistepScheduler:
        """A new one for each run: it keeps its place and its last slopes in it. The fast one has
        the exact one's noise schedule. To build one takes 18 ms, to copy one 0.5."""
        exact = self.noise_schedule
        if preset != "fast":
            return copy.deepcopy(exact)
        return DPMSolverMultistepScheduler(
            num_train_timesteps=exact.config.num_train_timesteps,
            trained_betas=exact.betas.numpy(),
            prediction_type=exact.config.prediction_type,
            use_karras_sigmas=exact.config.use_karras_sigmas,
            solver_order=2,
        )


def load(
    model: Model, device: torch.device, precision: torch.dtype, progress: Progress
) -> Components:
    """Read every component of a model. Stage "loading", a step for each.

    The networks take their seat on `device` when they are needed first. Raises
    MaquetteError("model") that names the file if one is missing, cut short, of other shapes than
    its config.json says, or holds numbers that are not finite.
    """
    with progress.stage("loading", 5) as advance:
        folders_of = store.locate(model)
        config = folders.read_json(folders_of["scheduler"] / "scheduler_config.json")
        noise_schedule = _build(HeunDiscreteScheduler.from_config, config, folders_of["scheduler"])
        advance(1)
        conditioning = (_image if "image" in model.inputs else _text)(folders_of, precision)
        advance(3)
        prior = _network(Prior.from_config, folders_of["prior"], precision)
        advance(4)
        renderer = _network(ShapERenderer.from_config, folders_of["shap_e_renderer"], precision)
        _check_that_they_fit(conditioning, prior, renderer, folders_of["prior"].parent)
        prior.fuse()
        seats = Seats(device, conditioning.encoder, prior, renderer)
        advance(5)
    return Components(conditioning, prior, renderer, noise_schedule, seats)


def _text(folders_of: Mapping[str, Path], precision: torch.dtype) -> TextConditioning:
    return TextConditioning(
        _tokenizer(folders_of["tokenizer"]),
        _network(
            lambda config: CLIPTextModelWithProjection(CLIPTextConfig.from_dict(config)),
            folders_of["text_encoder"],
            precision,
        ),
    )


def _image(folders_of: Mapping[str, Path], precision: torch.dtype) -> ImageConditioning:
    folder = folders_of["image_processor"]
    config = folders.read_json(folder / "preprocessor_config.json")
    return ImageConditioning(
        _build(CLIPImageProcessorPil.from_dict, config, folder),
        _network(
            lambda config: CLIPVisionModel(CLIPVisionConfig.from_dict(config)),
            folders_of["image_encoder"],
            precision,
            prefix="vision_model.",  # of transformers before 5, and so in OpenAI's file
        ),
    )


def _network(
    make: Callable[[dict[str, Any]], torch.nn.Module],
    folder: Path,
    precision: torch.dtype,
    prefix: str = "",
) -> Any:
    """The network that `make` makes of a component's config.json, with the weights beside it, whose
    names may begin with `prefix`."""
    path = folders.weights(folder)
    config = folders.read_json(folder / "config.json")
    with _Uninitialised(), torch.random.fork_rng(devices=[]):
        network = _build(make, config, folder)
    state = {
        name.removeprefix(prefix): _finite(path, name, value, precision)
        for name, value in _read(path).items()
    }
    try:
        missing, _ = network.load_state_dict(state, strict=False, assign=True)
    except RuntimeError as error:
        raise folders.damaged(path, "has weights of other shapes than config.json says") from error
    if missing := [name for name in missing if not name.startswith(OPTIONAL)]:
        raise folders.damaged(path, f"lacks {len(missing)} of the weights, such as {missing[0]}")
    return network.eval().requires_grad_(False)


def _build(make: Callable[[dict[str, Any]], Any], config: dict[str, Any], folder: Path) -> Any:
    try:
        return make(config)
    except MemoryError:
        raise
    except Exception as error:  # a config can be wrong in every way
        raise folders.damaged(folder, f"has a config that describes nothing: {error}") from error


def _tokenizer(folder: Path) -> CLIPTokenizer:
    folders.check_tokenizer(folder)
    try:
        return CLIPTokenizer.from_pretrained(folder, local_files_only=True)
    except Exception as error:  # the Rust library raises bare Exception
        raise folders.damaged(folder, f"is no tokenizer of CLIP: {error}") from error


def _read(path: Path) -> dict[str, torch.Tensor]:
    if path.suffix == ".safetensors":
        return safetensors.torch.load_file(path)
    try:
        return torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except Exception as error:  # damaged zips and forbidden pickles have many types
        raise folders.damaged(path, f"cannot be read: {error}") from error


def _finite(path: Path, name: str, value: torch.Tensor, precision: torch.dtype) -> torch.Tensor:
    if not (value.is_floating_point() and value.numel()):
        return value
    if not torch.stack(value.aminmax()).isfinite().all():  # 40 times faster than asking each number
        raise folders.damaged(path, f"holds numbers that are not finite, in {name}")
    return value.to(precision)


def _check_that_they_fit(
    conditioning: Conditioning, prior: Prior, renderer: ShapERenderer, folder: Path
) -> None:
    """The encoder's output must be the prior's input, the prior's output the renderer's; and a
    prior of diffusers' for another kind of model is none of Shap-E's."""
    rows = sum(shape[0] for shape in renderer.config.param_shapes)
    pairs = (
        (conditioning.width, prior.config.embedding_proj_dim),
        (prior.config.num_embeddings, rows),
        (prior.config.embedding_dim, renderer.config.d_latent),
    )
    others = (prior.prd_embedding, prior.encoder_hidden_states_proj)
    if any(made != taken for made, taken in pairs) or others != (None, None):
        raise MaquetteError(
            "model", f"The parts of {folder} belong to different models.", folders.REMEDY
        )


class _Uninitialised(TorchFunctionMode):
    """Within it nothing is drawn at random: the weights come from a file."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        drawn = getattr(func, "__name__", "") in ("normal_", "uniform_")
        if drawn or getattr(func, "__module__", None) == "torch.nn.init":
            return kwargs["tensor"] if "tensor" in kwargs else args[0]
        return func(*args, **kwargs)
