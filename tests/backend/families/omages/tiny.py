"""A model folder of Omages with networks of a few thousand weights, by a formula, in Maquette's
layout or in that of the published files."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from backend.families.omages import checkpoints
from backend.families.omages.components import GeometryNetwork, MaterialNetwork
from backend.families.omages.dit import Geometry
from backend.families.omages.unet import Labeled, Material

SIDE = 16
CLASSES = ("chair", "table", "vase")


def geometry(**changes) -> GeometryNetwork:
    return dataclasses.replace(GeometryNetwork(SIDE, 2, 16, 1, 2, CLASSES, "x_start"), **changes)


def material(**changes) -> MaterialNetwork:
    made = MaterialNetwork(8, (1, 2), 1, (False, True), 2, len(CLASSES), 6)
    return dataclasses.replace(made, **changes)


def make(folder: Path, formula) -> Path:
    write(folder / "geometry", geometry(), formula)
    write(folder / "material", material(), formula)
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "OmagesPipeline"}))
    said = {"label": "Tiny omages", "steps": 2, "fast_steps": 3, "words": ["a"], "kinds": CLASSES}
    (folder / "maquette.json").write_text(json.dumps(said))
    return folder


def write(folder: Path, described, formula) -> None:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps(dataclasses.asdict(described)))
    state = weights(described.make(), formula)
    if isinstance(described, GeometryNetwork):
        state["final_layer.linear.bias"][3::8] += 0.8  # so that pixels are occupied
    save_file(state, folder / "model.safetensors")


def weights(network, formula) -> dict[str, torch.Tensor]:
    return formula.weights(network.state_dict())


def published(monkeypatch) -> dict[str, checkpoints.Published]:
    """Networks of the published kinds, but small: as if they were those."""
    makes = {
        "geometry": lambda: Geometry(SIDE, 2, 16, 1, 2, 63),
        "material": lambda: Labeled(Material(8, (1, 2), 1, (False, True), 2, 6), 63, 6),
    }
    made = {
        name: dataclasses.replace(each, make=makes[name])
        for name, each in checkpoints.PUBLISHED.items()
    }
    monkeypatch.setattr(checkpoints, "PUBLISHED", made)
    return made


def checkpoint(name: str, formula, **changed) -> dict:
    """What a published file holds: a network under each of its names, and more. `changed` are
    weights by the names of the module here, with two underscores for a dot; None: left out."""
    network = checkpoints.PUBLISHED[name].make()
    state = weights(network, formula) | {
        key.replace("__", "."): value for key, value in changed.items()
    }
    state = {key: value for key, value in state.items() if value is not None}
    own = {key.removeprefix("unet."): value for key, value in state.items()}
    extra = {key: own.pop(key) for key in list(own) if key.startswith("label_embedder.")}
    if name == "geometry":
        for key, shape in formula.cross_attention(1, 16).items():
            own[key] = torch.zeros(shape)
        prefixes = "model.", "baseDiT."
    else:
        prefixes = "unets.0.", "imagen.unets.0.", "model.unets.0."
    return {
        "epoch": 3,
        "global_step": 1200,
        "pytorch-lightning_version": "2.1.0",
        "state_dict": {prefix + key: value for prefix in prefixes for key, value in own.items()}
        | extra,
        "ema": {"decay": 0.999, "num_updates": 7, "shadow_params": list(own.values())},
        "hyper_parameters": {"lr": 1e-4},
    }
