"""The networks of a model folder in the layout of `openai/shap-e`, in memory.

The classes are diffusers' and transformers', their loading is ours: `from_pretrained` says little
of what is wrong with a folder, spends seconds on random weights that it then throws away, and
moves torch's global random state. Nothing is unpickled but plain tensors.
"""

from __future__ import annotations

import copy
import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import safetensors.torch
import torch

# The modules, not the packages: these would import the pipelines too. Still 3 s from warm disks,
# nearly all of it torch's compiler and diffusers' other models, which diffusers itself imports.
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from diffusers.schedulers.scheduling_dpmsolver_multistep import DPMSolverMultistepScheduler
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from PIL import Image
from torch.overrides import TorchFunctionMode
from transformers.models.clip.configuration_clip import CLIPTextConfig, CLIPVisionConfig
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil
from transformers.models.clip.modeling_clip import CLIPTextModelWithProjection, CLIPVisionModel
from transformers.models.clip.tokenization_clip import CLIPTokenizer

from ...compute.device import Offloader
from ...compute.progress import Tracker
from ...shared import errors
from ...shared.errors import MaquetteError
from ...shared.models import hub_cache
from ...shared.models.catalog import Model
from . import folder as folders
from .conditioning import Conditioning, ImageConditioning, TextConditioning
from .prior import Prior

# Not in every file, and used by diffusers' own renderings alone.
OPTIONAL = ("mesh_decoder.", "void.")
SPARE = 1 << 20  # numbers of a network that are not in its file
LONGEST_SCHEDULE = 100_000  # steps of noise
LARGEST_PICTURE = 4096  # pixels a side
PREDICTIONS = ("epsilon", "sample", "v_prediction")


@dataclass(frozen=True)
class Components:
    conditioning: Conditioning
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
        conditioning = (_image if "image" in model.inputs else _text)(folders_of, precision)
        advance(3)
        prior = _network(Prior.from_config, _usual(Prior), folders_of["prior"], precision)
        advance(4)
        folder = folders_of["shap_e_renderer"]
        renderer = _network(ShapERenderer.from_config, _usual(ShapERenderer), folder, precision)
        _check_that_they_fit(conditioning, prior, renderer, folders_of["prior"].parent)
        prior.fuse()
        offloader = Offloader(device, conditioning.encoder, prior, renderer)
        advance(5)
    return Components(conditioning, prior, renderer, noise_schedule, offloader)


def _schedule(folder: Path) -> HeunDiscreteScheduler:
    path = folder / "scheduler_config.json"
    config = folders.read_config(path, _usual(HeunDiscreteScheduler), LONGEST_SCHEDULE)
    with folders.reading(path, "does not describe a noise schedule"):
        if config.get("prediction_type", "epsilon") not in PREDICTIONS:
            raise ValueError("its prediction_type is not supported")
        schedule = cast("HeunDiscreteScheduler", HeunDiscreteScheduler.from_config(config))
        if not (schedule.sigmas.isfinite().all() and len(schedule.betas)):
            raise ValueError("its noise is zero or infinite")
    return schedule


def _text(folders_of: Mapping[str, Path], precision: torch.dtype) -> TextConditioning:
    encoder = _network(
        lambda config: CLIPTextModelWithProjection(CLIPTextConfig.from_dict(config)),
        CLIPTextConfig().to_dict(),
        folders_of["text_encoder"],
        precision,
    )
    return TextConditioning(_tokenizer(folders_of["tokenizer"], encoder), encoder)


def _image(folders_of: Mapping[str, Path], precision: torch.dtype) -> ImageConditioning:
    encoder = _network(
        lambda config: CLIPVisionModel(CLIPVisionConfig.from_dict(config)),
        CLIPVisionConfig().to_dict(),
        folders_of["image_encoder"],
        precision,
        prefix="vision_model.",  # of transformers before 5, and so in OpenAI's file
    )
    return ImageConditioning(_processor(folders_of["image_processor"], encoder), encoder)


def _usual(kind: type) -> dict[str, Any]:
    """What diffusers' config of a class holds where a file says nothing."""
    parameters = inspect.signature(kind.__init__).parameters
    return {name: parameter.default for name, parameter in parameters.items()}


def _network(
    make: Callable[[dict[str, Any]], Any],  # from_config may return other things, if told to
    usual: Mapping[str, Any],
    folder: Path,
    precision: torch.dtype,
    prefix: str = "",
) -> Any:
    """The network that `make` makes of a component's config.json, with the weights beside it, whose
    names may begin with `prefix`."""
    path = folders.weights(folder)
    config = folders.read_config(folder / "config.json", usual)
    others = folders.damaged(path, "has weights whose shapes do not match config.json")
    room = path.stat().st_size + SPARE
    with (
        folders.reading(folder, "has a config that does not describe a network"),
        _Uninitialised(room, others),
        torch.random.fork_rng(devices=[]),
    ):
        network = make(config)
    with folders.reading(path):
        state = {
            name.removeprefix(prefix): _finite(path, name, value, precision)
            for name, value in _read(path).items()
        }
    try:
        missing, _ = network.load_state_dict(state, strict=False, assign=True)
    except RuntimeError as error:
        if errors.lacks_memory(error):
            raise
        raise others from error
    if missing := [name for name in missing if not name.startswith(OPTIONAL)]:
        raise folders.damaged(path, f"lacks {len(missing)} of its weights, such as {missing[0]}")
    if any(value.dtype != precision for name, value in network.named_parameters() if name in state):
        raise folders.damaged(path, "has weights that are not real numbers")
    return network.eval().requires_grad_(False)


def _tokenizer(folder: Path, encoder: CLIPTextModelWithProjection) -> CLIPTokenizer:
    folders.check_tokenizer(folder)
    with folders.reading(folder, "is not a CLIP tokenizer"):
        tokenizer = CLIPTokenizer.from_pretrained(folder, local_files_only=True)
        if not isinstance(tokenizer.model_max_length, int) or tokenizer.model_max_length < 3:
            raise ValueError("model_max_length is not a number of tokens")
        ids = tokenizer("a chair").input_ids
        if not (ids and len(tokenizer) <= encoder.config.vocab_size):
            raise ValueError("its tokens do not match the text encoder")
    return tokenizer


def _processor(folder: Path, encoder: CLIPVisionModel) -> CLIPImageProcessorPil:
    path = folder / "preprocessor_config.json"
    config = folders.read_config(path, {}, LARGEST_PICTURE)
    with folders.reading(path, "does not make images for the image encoder"):
        processor = cast("CLIPImageProcessorPil", CLIPImageProcessorPil.from_dict(config))
        pixels = processor(Image.new("RGB", (8, 8)), return_tensors="pt").pixel_values
        side = encoder.config.image_size
        if pixels.shape != (1, 3, side, side) or not pixels.isfinite().all():
            raise ValueError(f"they would be {tuple(pixels.shape)}")
    return processor


def _read(path: Path) -> dict[str, torch.Tensor]:
    if path.suffix == ".safetensors":
        return safetensors.torch.load_file(path)
    state = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    if not isinstance(state, dict) or not all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in state.items()
    ):
        raise ValueError("it contains more than tensors")
    return state


def _finite(path: Path, name: str, value: torch.Tensor, precision: torch.dtype) -> torch.Tensor:
    if not (value.is_floating_point() and value.numel()):
        return value
    if not torch.stack(value.aminmax()).isfinite().all():  # 40 times faster than asking each number
        raise folders.damaged(path, f"contains numbers that are not finite, in {name}")
    return value.to(precision)


def _check_that_they_fit(
    conditioning: Conditioning, prior: Prior, renderer: ShapERenderer, folder: Path
) -> None:
    """The encoder's output must be the prior's input, the prior's output the renderer's; and a
    prior of diffusers' for another kind of model is none of Shap-E's."""
    rows = sum(shape[0] for shape in renderer.config["param_shapes"])
    pairs = (
        (conditioning.width, prior.config["embedding_proj_dim"]),
        (prior.config["num_embeddings"], rows),
        (prior.config["embedding_dim"], renderer.config["d_latent"]),
    )
    others = (prior.prd_embedding, prior.encoder_hidden_states_proj)
    if any(made != taken for made, taken in pairs) or others != (None, None):
        raise MaquetteError(
            "model", f"The parts of {folder} belong to different models.", folders.REMEDY
        )


class _Uninitialised(TorchFunctionMode):
    """Within it nothing is drawn at random: the weights come from a file. A network that would have
    more than `room` numbers, which the file cannot hold, is not made: `refusal` is raised."""

    def __init__(self, room: int, refusal: MaquetteError) -> None:
        super().__init__()
        self._room, self._refusal = room, refusal

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        if name in ("normal_", "uniform_") or getattr(func, "__module__", None) == "torch.nn.init":
            return kwargs["tensor"] if "tensor" in kwargs else args[0]
        if name in ("empty", "zeros", "ones", "randn", "rand"):
            size = kwargs.get("size", args[0] if args and not isinstance(args[0], int) else args)
            self._room -= math.prod(size)
            if self._room < 0:
                raise self._refusal
        return func(*args, **kwargs)
