"""point-e-mini as a model folder: what `point_e.py` trained.

python -m training.export_point_e FOLDER            it makes surfaces of points
python -m training.export_point_e FOLDER --drawing  and points of prompts, with both other networks
                                                    and the text encoder they were trained with
python -m training.export_point_e FOLDER --restore  what it holds is what training goes on from
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file

from . import captions, export, nouns, point_e, text_encoder
from .shapes import KINDS, TAUGHT

STEPS, FAST_STEPS, GUIDANCE = 64, 16, 2.0


def write(folder: Path, drawing: bool) -> None:
    by = export.made()  # asked before anything is written, which would make the tree dirty
    for name, described in point_e.NETWORKS.items():
        if drawing or name == "sdf":
            state = torch.load(point_e.STATE / f"point_e_{name}.pt", weights_only=True)
            # The least distances between points are the difference of large numbers.
            export.write_network(folder / name, described, state, halves=name != "sdf")
    said = {
        "label": "Point-E mini",
        "family": "point_e",
        "sampler": "fast",
        "steps": STEPS,
        "fast_steps": FAST_STEPS,
        "guidance": GUIDANCE,
        "made": by,
    }
    if drawing:
        said |= _reading(folder)
    else:
        said["label"] = "Point-E mini, from points"
    index = {"_class_name": "PointEPipeline" if drawing else "PointEPointsPipeline"}
    (folder / "model_index.json").write_text(json.dumps(index) + "\n", encoding="utf-8")
    (folder / "maquette.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")


def _reading(folder: Path) -> dict[str, Any]:
    """What reads prompts, and what is said of them."""
    tokenizer, encoder = text_encoder.load()
    tokenizer.save_pretrained(folder / "tokenizer")
    encoder.save_pretrained(folder / "text_encoder")
    kinds = [KINDS[name] for name in TAUGHT]
    nouns.write(kinds, folder)
    return {
        **captions.taught(kinds),
        "lengths": {kind.name: export.length_of(kind) for kind in kinds},
        "words": captions.words_of(kinds),
    }


def restore(folder: Path) -> None:
    """What `write` wrote, as the state that training goes on from."""
    point_e.STATE.mkdir(exist_ok=True)
    for name in point_e.NETWORKS:
        if (weights := folder / name / "model.safetensors").exists():
            kept = {key: value.float() for key, value in load_file(weights).items()}
            torch.save(kept, point_e.STATE / f"point_e_{name}.pt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--drawing", action="store_true", help="with what makes points of prompts")
    parser.add_argument("--restore", action="store_true", help="the other way round")
    chosen = parser.parse_args()
    if chosen.restore:
        restore(chosen.folder)
    else:
        write(chosen.folder, chosen.drawing)
