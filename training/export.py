"""The trained parts as one diffusers folder, in the layout of openai/shap-e.

    python -m training.export                    writes backend/models/maquette-mini
    python -m training.export --restore          fills training/state from it, to train on

Stock `diffusers.ShapEPipeline.from_pretrained` loads the folder. What it holds beyond that is
`maquette.json`: recommended settings, the kinds and words that the model was taught.
The encoder is not part of it, but without it nothing could be trained on: `encoder.safetensors`
beside this file keeps it, in halves.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import torch
from diffusers.models.transformers.prior_transformer import PriorTransformer
from diffusers.pipelines.shap_e.pipeline_shap_e import ShapEPipeline
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModelWithProjection

from . import autoencoder, captions, palette, prior, text_encoder
from .marching_cubes_table import tables
from .shapes import KINDS

FOLDER = Path(__file__).parents[1] / "backend/models/maquette-mini"
ENCODER = Path(__file__).parent / "encoder.safetensors"
STEPS, GUIDANCE = 24, 2.0
DENSITY = (
    60.0  # of the NeRF head, times the positive distance logit: opaque within a few hundredths
)


def finish_renderer(renderer: ShapERenderer) -> None:
    """Fill what was not trained: NeRF density and colour follow distance and STF colour, and stock
    diffusers' mesh decoder gets its marching-cubes table."""
    last = renderer.mlp.mlp[-1]
    for parameter in (last.weight.data, last.bias.data):
        parameter[1] = parameter[2] = DENSITY * parameter[0]
        parameter[6:9] = parameter[9:12] = parameter[3:6]
    cases, masks = tables()
    renderer.mesh_decoder.cases.copy_(torch.as_tensor(cases))
    renderer.mesh_decoder.masks.copy_(torch.as_tensor(masks))


def scheduler() -> HeunDiscreteScheduler:
    """As openai/shap-e configures it."""
    return HeunDiscreteScheduler(
        beta_schedule="exp",
        num_train_timesteps=prior.TRAIN_STEPS,
        prediction_type="sample",
        use_karras_sigmas=True,
        clip_sample=True,
        clip_sample_range=1.0,
    )


def words() -> list[str]:
    """Every word that a caption of the training can hold, sorted."""
    said = {*captions.STYLES, *captions.OPENINGS, "with", "and", "that", "has", "is", "an"}
    said.update(*palette.ALIASES.values(), palette.NAMES)
    said.update(word for ends in captions.WORDS.values() for end in ends for word in end)
    for kind in KINDS.values():
        said.update((kind.name, *kind.synonyms, *kind.parts[1:2]))
    return sorted({word for phrase in said for word in phrase.split()})


def export(folder: Path) -> None:
    tokenizer, encoder = text_encoder.load()
    latents, renderer = autoencoder.load()
    finish_renderer(renderer)
    pipeline = ShapEPipeline(prior.load(), encoder, tokenizer, scheduler(), renderer)
    pipeline.save_pretrained(folder, safe_serialization=True)
    card = {
        "label": "maquette-mini",
        "family": "shap_e",
        "steps": STEPS,
        "guidance": GUIDANCE,
        "kinds": list(captions.KIND_NAMES),
        "words": words(),
    }
    (folder / "maquette.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    save_file({name: value.half() for name, value in latents.state_dict().items()}, ENCODER)


def restore(folder: Path) -> None:
    """What `export` wrote, as the state that training goes on from."""
    state = autoencoder.STATE
    shutil.copytree(folder / "tokenizer", state / "tokenizer", dirs_exist_ok=True)
    text = CLIPTextModelWithProjection.from_pretrained(folder / "text_encoder")
    torch.save(text.state_dict(), state / "text_encoder.pt")
    prior_network = PriorTransformer.from_pretrained(folder / "prior")
    torch.save(prior_network.state_dict(), state / "prior.pt")
    latents = autoencoder.Encoder()
    latents.load_state_dict(load_file(ENCODER))
    renderer = ShapERenderer.from_pretrained(folder / "shap_e_renderer")
    autoencoder.save(state / "autoencoder.pt", latents, renderer)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--restore", action="store_true")
    chosen = parser.parse_args()
    (restore if chosen.restore else export)(chosen.folder)
