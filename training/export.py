"""The trained parts as two diffusers folders, in the layouts of openai/shap-e and its -img2img.

    python -m training.export                    writes backend/models/maquette-mini-wide, and
                                                 maquette-mini-img2img if its prior was trained
    python -m training.export --restore          fills training/state from them, to train on
    python -m training.export --describe         writes what they say of themselves, no weights

Stock `diffusers.ShapEPipeline` and `ShapEImg2ImgPipeline` load them; the renderer is the same in
both. What they hold beyond that is `maquette.json`: recommended settings, the kinds and words that
the model was taught. The encoder of shapes is part of neither, but without it nothing could be
trained on: `encoder.safetensors` beside this file keeps it, in halves.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers.models.transformers.prior_transformer import PriorTransformer
from diffusers.pipelines.shap_e.pipeline_shap_e import ShapEPipeline
from diffusers.pipelines.shap_e.pipeline_shap_e_img2img import ShapEImg2ImgPipeline
from diffusers.pipelines.shap_e.renderer import ShapERenderer
from diffusers.schedulers.scheduling_heun_discrete import HeunDiscreteScheduler
from safetensors.torch import load_file, save_file
from transformers import CLIPTextModelWithProjection, CLIPVisionModel
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from . import (
    autoencoder,
    captions,
    image_encoder,
    nouns,
    pictures,
    prior,
    text_encoder,
)
from .loop import STATE
from .marching_cubes_table import tables
from .shapes import KINDS, Kind, build

MODELS = Path(__file__).parents[1] / "backend/models"
# The first is of an earlier shape, and cannot be trained on: it knows fewer kinds, but crisper.
FIRST, TEXT, IMAGE = "maquette-mini", "maquette-mini-wide", "maquette-mini-img2img"
ENCODER = Path(__file__).parent / "encoder.safetensors"
STEPS, FAST_STEPS = 24, 12
LONGEST = 1000.0  # meters: nobody wants a sun or a mountain as large as it is in a scene
GUIDANCE = 2.0
# Of the NeRF heads, times the distance logit. The fine one is opaque a hundredth of a unit below
# the surface, else a chair's back would be a fog. The coarse one, which tells where to look, begins
# two hundredths above it: its 64 points on a ray would pass by what is thin.
DENSITY, COARSE_DENSITY, COARSE_REACH = 1000.0, 60.0, 0.02


def write_network(
    folder: Path, described: Any, weights: dict[str, torch.Tensor], halves: bool = True
) -> None:
    """What makes a network of a family of ours, a dataclass, and its weights, in halves or not."""
    folder.mkdir(parents=True, exist_ok=True)
    config = json.dumps(dataclasses.asdict(described), indent=1)
    (folder / "config.json").write_text(config + "\n", encoding="utf-8")
    kept = {n: (w.half() if halves else w.float()).contiguous() for n, w in weights.items()}
    save_file(kept, folder / "model.safetensors")


def finish_renderer(renderer: ShapERenderer) -> None:
    """Fill what was not trained: NeRF density and colour follow distance and STF colour, and stock
    diffusers' mesh decoder gets its marching-cubes table."""
    last = renderer.mlp.mlp[-1]
    for parameter in (last.weight.data, last.bias.data):
        parameter[1], parameter[2] = COARSE_DENSITY * parameter[0], DENSITY * parameter[0]
        parameter[6:9] = parameter[9:12] = parameter[3:6]
    last.bias.data[1] += COARSE_DENSITY * autoencoder.SHARPNESS * COARSE_REACH
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


def export(models: Path) -> None:
    by = made()  # asked before anything is written, which would make the tree dirty
    tokenizer, encoder = text_encoder.load()
    latents, renderer = autoencoder.load()
    finish_renderer(renderer)
    told = ShapEPipeline(prior.load(), encoder, tokenizer, scheduler(), renderer)
    told.save_pretrained(models / TEXT, safe_serialization=True)
    words = captions.words_of(KINDS.values())
    describe(models / TEXT, made=by, kinds=list(KINDS), words=words, natural=natural())
    nouns.write(list(KINDS.values()), models / TEXT)
    halve(models / TEXT)
    save_file({name: value.half() for name, value in latents.state_dict().items()}, ENCODER)
    if not (STATE / "image_prior.pt").exists():
        return
    shown = ShapEImg2ImgPipeline(
        prior.load(image=True), image_encoder.load(), processor(), scheduler(), renderer
    )
    shown.save_pretrained(models / IMAGE, safe_serialization=True)
    # The official name; transformers takes its Pillow version where there is no torchvision.
    index = models / IMAGE / "model_index.json"
    index.write_text(index.read_text().replace("CLIPImageProcessorPil", "CLIPImageProcessor"))
    describe(models / IMAGE, made=by, kinds=list(KINDS))
    halve(models / IMAGE)


def halve(folder: Path) -> None:
    """Its weights as halves: in the repository they take half the place, and whoever loads them
    computes in fp32 all the same."""
    for file in folder.rglob("*.safetensors"):
        weights = load_file(file)
        halves = {k: v.half() if v.is_floating_point() else v for k, v in weights.items()}
        save_file(halves, file, metadata={"format": "pt"})


def processor() -> CLIPImageProcessorPil:
    side = pictures.PIXELS
    return CLIPImageProcessorPil(
        size={"shortest_edge": side}, crop_size={"height": side, "width": side}
    )


def describe(folder: Path, kinds: Sequence[str], **more: object) -> None:
    taught = [KINDS[name] for name in kinds]
    card = {
        "label": folder.name,
        "family": "shap_e",
        "sampler": "fast",  # docs/maquette-mini.md: as good as the exact one
        "steps": STEPS,
        "fast_steps": FAST_STEPS,
        "guidance": GUIDANCE,
        **captions.taught(taught),
        "lengths": {k: v for k, v in ((k.name, length_of(k)) for k in taught) if v <= LONGEST},
        **more,
    }
    (folder / "maquette.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def natural() -> dict[str, list[str]]:
    """Colors of the main part of each kind, for where a prompt says none: the first model draws
    them well by itself, this one makes a gray banana."""
    return {kind.name: list(kind.natural[0]) for kind in KINDS.values()}


def length_of(kind: Kind) -> float:
    """Meters of the longest side of a usual thing of a kind."""
    x, y, z = np.ptp(build(kind.name, np.full(captions.PARAMETERS, 0.5)).bounds, axis=0)
    return float(f"{kind.height * max(x, y, z) / z:.2g}")


def describe_again(models: Path) -> None:
    """All cards, with the commit that the weights are of."""
    for name in (FIRST, TEXT, IMAGE):
        card = json.loads((models / name / "maquette.json").read_text(encoding="utf-8"))
        more = {"natural": natural()} if name == TEXT else {}
        kept = {k: card[k] for k in ("made", "words", "kinds") if k in card}
        describe(models / name, **kept, **more)
        if name != IMAGE:
            nouns.write([KINDS[kind] for kind in card["kinds"]], models / name)


def made() -> dict[str, str]:
    """Which commit, and which command run on it, gave these weights."""
    git = ("git", "-C", str(MODELS), "describe", "--always", "--dirty", "--abbrev=12")
    told = subprocess.run(git, capture_output=True, text=True, check=True).stdout.strip()
    return {"commit": told, "command": "make train"}


def restore(models: Path) -> None:
    """What `export` wrote, as the state that training goes on from."""
    shutil.copytree(models / TEXT / "tokenizer", STATE / "tokenizer", dirs_exist_ok=True)
    encoder = CLIPTextModelWithProjection.from_pretrained(models / TEXT / "text_encoder")
    torch.save(encoder.state_dict(), STATE / "text_encoder.pt")
    told = PriorTransformer.from_pretrained(models / TEXT / "prior")
    torch.save(told.state_dict(), STATE / "prior.pt")
    shown = PriorTransformer.from_pretrained(models / IMAGE / "prior")
    if shown.config["num_embeddings"] == told.config["num_embeddings"]:  # else an earlier one
        torch.save(shown.state_dict(), STATE / "image_prior.pt")
        encoder = CLIPVisionModel.from_pretrained(models / IMAGE / "image_encoder")
        torch.save(encoder.state_dict(), STATE / "image_encoder.pt")
    renderer = ShapERenderer.from_pretrained(models / TEXT / "shap_e_renderer")
    torch.save(renderer.state_dict(), STATE / "renderer.pt")
    torch.save({k: v.float() for k, v in load_file(ENCODER).items()}, STATE / "encoder.pt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--models", type=Path, default=MODELS, help="the folder of both")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--restore", action="store_const", dest="does", const=restore)
    does.add_argument("--describe", action="store_const", dest="does", const=describe_again)
    chosen = parser.parse_args()
    (chosen.does or export)(chosen.models)
