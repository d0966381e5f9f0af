"""OpenAI's own files of Shap-E, made into a model folder in diffusers' layout.

text_cond.pt or image_cond.pt          the prior, for prompts or for images
transmitter.pt or vector_decoder.pt    what a latent is decoded with
a folder of openai/clip-vit-large-patch14, which neither of them holds
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import torch
from diffusers.models.transformers.prior_transformer import PriorTransformer
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler

from ...compute.progress import Tracker
from ...shared.errors import MaquetteError
from ...shared.files import printable
from ...shared.models import family
from .. import clip as clips
from .. import original_files
from ..original_files import Shapes, Weights
from .original_names import prior_weights, renderer_weights

REMEDY = "Download it again from the address in OpenAI's Shap-E, or choose another file."
DECODERS = ("transmitter.pt", "vector_decoder.pt")
PUBLISHED = {  # how the sha256 of what OpenAI published begins
    "transmitter.pt": "af02a0b8",
    "vector_decoder.pt": "d7e7ebbf",
    "text_cond.pt": "e6b4fa59",
    "image_cond.pt": "cb8072c6",
}
HEAD_WIDTHS = {"text": 64, "image": 128}  # 16 heads and 8; the weights do not tell
PIPELINES = {"text": "ShapEPipeline", "image": "ShapEImg2ImgPipeline"}
CLASSES = {
    "prior": ("diffusers", "PriorTransformer"),
    "scheduler": ("diffusers", "HeunDiscreteScheduler"),
    "shap_e_renderer": ("shap_e", "ShapERenderer"),
    "text_encoder": ("transformers", "CLIPTextModelWithProjection"),
    "tokenizer": ("transformers", "CLIPTokenizer"),
    "image_encoder": ("transformers", "CLIPVisionModel"),
    "image_processor": ("transformers", "CLIPImageProcessor"),
}
PARTS = ("decoder",)


def recognizes(shapes: Shapes) -> bool:
    """Whether weights of these shapes are of a prior or of what decodes its latents."""
    begins = ("wrapped.", "params_proj.", "encoder.params_proj.")
    return any(name.startswith(begins) for name in shapes)


def convert(
    prior: Path, parts: Mapping[str, Path], clip: Path | None, output: Path, progress: Tracker
) -> list[str]:
    """Write the model folder `output`; sentences worth showing. Stage "importing", in files.

    A decoder that is not named is one of `DECODERS` beside `prior`. Raises MaquetteError("model")
    for a file that is something else, ("file") where the folder cannot be written, and
    JobCancelled. Nothing half written stays.
    """
    decoder = parts.get("decoder") or original_files.beside(prior, DECODERS, "decoder")
    with (
        original_files.model_folder(output) as folder,
        progress.stage("importing", 4) as advance,
    ):
        notes = [note for file in (prior, decoder) if (note := _unpublished(file))]
        advance(1)
        kind = _write_prior(prior, folder / "prior")
        advance(2)
        _write_renderer(decoder, folder / "shap_e_renderer")
        advance(3)
        clips.write(clip, kind, folder)
        advance(4)
        _scheduler().save_pretrained(folder / "scheduler")
        components = family.pipelines()[PIPELINES[kind]][1].components
        classes = {name: CLASSES[name] for name in components}
        original_files.write_index(folder, PIPELINES[kind], classes)
    takes = "a prompt" if kind == "text" else "an image"
    return [f"{printable(output)} is a model that takes {takes}.", *notes]


def _write_prior(file: Path, folder: Path) -> Literal["text", "image"]:
    """What it takes."""
    original = original_files.read(file, REMEDY)
    kind = "image" if "wrapped.clip_embed.0.weight" in original else "text"
    made = prior_weights(original, HEAD_WIDTHS[kind])
    try:
        rows, width = made["positional_embedding"].shape[1:]
        channels = made["proj_to_clip_embeddings.weight"].shape[0]
        config = {
            "num_attention_heads": width // HEAD_WIDTHS[kind],
            "attention_head_dim": HEAD_WIDTHS[kind],
            "num_layers": len({name.split(".")[1] for name in made if ".norm1.weight" in name}),
            "embedding_dim": made["proj_in.weight"].shape[1],
            "num_embeddings": rows,
            "additional_embeddings": 0,
            "time_embed_act_fn": "gelu",
            "norm_in_type": "layer",
            "encoder_hid_proj_type": None,
            "added_emb_type": None,
            "time_embed_dim": made["time_embedding.linear_1.weight"].shape[0],
            "embedding_proj_dim": made["embedding_proj.weight"].shape[1],
            "embedding_proj_norm_type": "layer" if kind == "image" else None,
            "clip_embed_dim": channels,
        }
    except KeyError as error:
        raise _other(file, "a prior", str(error.args[0])) from error
    # diffusers has them for other models that use this class
    made |= {name: torch.zeros(1, channels) for name in ("clip_mean", "clip_std")}
    _save(lambda: PriorTransformer(**config), made, file, "a prior", folder)
    return kind


def _write_renderer(file: Path, folder: Path) -> None:
    made = renderer_weights(original_files.read(file, REMEDY))
    shapes = {
        found[1].replace("__", "."): [len(made[f"{found[0]}.proj.bias"]) // len(norm), len(norm)]
        for name, norm in sorted(made.items())
        if (found := re.match(r"params_proj\.projections\.(.+)(?=\.norm\.bias)", name))
    }
    layers = [made[name] for name in sorted(made) if re.fullmatch(r"mlp\.mlp\.\d\.weight", name)]
    if not (layers and shapes):
        raise _other(file, "a decoder", "params_proj" if layers else "mlp")
    hidden = len(layers[0])
    wider = [k for k, layer in enumerate(layers[1:], 1) if layer.shape[1] != hidden]
    config = {
        "param_names": list(shapes),
        "param_shapes": list(shapes.values()),
        "d_latent": next(v for k, v in made.items() if k.endswith(".proj.weight")).shape[1],
        "d_hidden": hidden,
        "n_hidden_layers": len(layers) - 1,
        "n_output": len(layers[-1]),
        "insert_direction_at": wider[0] if wider else None,
    }
    # Tables of diffusers' own marching cubes and its background; they are in neither file.
    bare: dict[str, Any] = {"param_names": [], "param_shapes": [], "d_hidden": 8}
    tables = ShapERenderer(**bare).state_dict()
    made |= {k: v for k, v in tables.items() if k.startswith(("void.", "mesh_decoder."))}
    _save(lambda: ShapERenderer(**config), made, file, "a decoder", folder)


def _save(
    make: Callable[[], torch.nn.Module], weights: Weights, file: Path, what: str, folder: Path
) -> None:
    """Let diffusers write the network that `make` makes, with `weights`."""
    with torch.device("meta"):
        network = make()
    try:
        network.load_state_dict(weights, assign=True)
    except RuntimeError as error:
        wrong = re.search(r'"([^"]+)"|size mismatch for ([\w.]+)', str(error))
        raise _other(file, what, wrong[1] or wrong[2] if wrong else "something") from error
    network.save_pretrained(folder)  # type: ignore[operator]


def _scheduler() -> HeunDiscreteScheduler:
    return HeunDiscreteScheduler(
        num_train_timesteps=1024,
        beta_schedule="exp",
        prediction_type="sample",
        clip_sample=True,
        use_karras_sigmas=True,
    )


def _other(file: Path, what: str, lacking: str) -> MaquetteError:
    return MaquetteError(
        "model", f"{file} is not {what} of Shap-E: {lacking} does not match.", REMEDY
    )


def _unpublished(file: Path) -> str:
    begins = PUBLISHED.get(file.name)
    if begins is None or not file.is_file():
        return ""
    with open(file, "rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    return "" if found.startswith(begins) else f"{file.name} is not the file that OpenAI published."
