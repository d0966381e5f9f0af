"""point-e-mini as a model folder: what `point_e.py` trained, beside maquette-mini's text encoder.

python -m training.export_point_e FOLDER
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch

from . import captions, export, nouns, point_e, text_encoder
from .shapes import KINDS, TAUGHT

PIPELINE = "PointEPipeline"
STEPS, FAST_STEPS, GUIDANCE = 64, 16, 2.0


def write(folder: Path) -> None:
    by = export.made()  # asked before anything is written, which would make the tree dirty
    for name, described in point_e.NETWORKS.items():
        state = torch.load(point_e.STATE / f"point_e_{name}.pt", weights_only=True)
        export.write_network(folder / name, described, state)
    tokenizer, encoder = text_encoder.load()
    tokenizer.save_pretrained(folder / "tokenizer")
    encoder.save_pretrained(folder / "text_encoder")
    index = {"_class_name": PIPELINE}
    (folder / "model_index.json").write_text(json.dumps(index) + "\n", encoding="utf-8")
    kinds = [KINDS[name] for name in TAUGHT]
    said = {
        "label": "Point-E mini",
        "family": "point_e",
        "sampler": "fast",
        "steps": STEPS,
        "fast_steps": FAST_STEPS,
        "guidance": GUIDANCE,
        **captions.taught(kinds),
        "lengths": {kind.name: export.length_of(kind) for kind in kinds},
        "made": by,
        "words": captions.words_of(kinds),
    }
    (folder / "maquette.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    nouns.write(kinds, folder)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    write(parser.parse_args().folder)
