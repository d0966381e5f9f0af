"""A model folder of Point-E with networks of a few thousand weights, by a formula, and the CLIP of
another folder."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

from backend.families.point_e.components import Network

POINTS = 16, 48  # of the two stages


def make(folder: Path, clip: Path, formula, image: bool = False, **base) -> Path:
    """For prompts, told the embedding of `clip`'s text encoder; or for images, told its grid."""
    encoders = ("image_encoder", "image_processor") if image else ("text_encoder", "tokenizer")
    for name in encoders:
        shutil.copytree(clip / name, folder / name)
    shape, told = ((4, 24), "grid") if image else ((width_of(clip),), "vector")
    base = {"mean": "x_start", **base}
    write(folder / "base", Network(told, 16, 2, 2, shape, points=POINTS[0], **base), formula)
    upsampler = Network("nothing", 16, 2, 2, upsamples=True, points=POINTS[1], schedule="linear")
    write(folder / "upsampler", upsampler, formula)
    write(folder / "sdf", Network("cloud", 16, 2, 2), formula)
    name_it(folder, "PointEImg2ImgPipeline" if image else "PointEPipeline")
    (folder / "maquette.json").write_text(
        json.dumps({"label": "Tiny points", "steps": 3, "fast_steps": 3})
    )
    return folder


def name_it(folder: Path, pipeline: str) -> None:
    (folder / "model_index.json").write_text(json.dumps({"_class_name": pipeline}))


def write(folder: Path, described: Network, formula) -> None:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(vars(described)))
    with torch.random.fork_rng(devices=[]):
        state = formula.weights(described.make().state_dict())
    if described.told == "cloud":  # so that there is a surface
        state["output_proj.bias"] += 0.6
    save_file(state, folder / "model.safetensors")


def width_of(clip: Path) -> int:
    return json.loads((clip / "text_encoder" / "config.json").read_text())["projection_dim"]
