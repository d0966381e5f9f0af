"""omages-mini as a model folder: what `omages.py` trained.

python -m training.export_omages FOLDER             writes it
python -m training.export_omages FOLDER --restore   what it holds becomes what training goes on from
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from safetensors.torch import load_file

from backend.shared.prompt import split_words

from . import captions, export, materials, nouns, omages
from .omages_classes import ARTICLES
from .shapes import KINDS, Kind

PIPELINE = "OmagesPipeline"
STEPS, FAST_STEPS, GUIDANCE = 100, 24, 1.5
PLACES = "pos_embed"  # a formula
UNTAUGHT = ("forms", "digits", "opposites")  # of what captions can say


def write(folder: Path) -> None:
    by = export.made()  # asked before anything is written, which would make the tree dirty
    for name, described in omages.networks().items():
        state = torch.load(omages.STATE / f"omages_{name}.pt", weights_only=True)
        state.pop(PLACES, None)
        export.write_network(folder / name, described, state)
    index = {"_class_name": PIPELINE}
    (folder / "model_index.json").write_text(json.dumps(index) + "\n", encoding="utf-8")
    kinds = [KINDS[name] for name in materials.MADE]
    taught = captions.taught(kinds)
    said = {
        "label": "Omages mini",
        "family": "omages",
        "sampler": "fast",
        "steps": STEPS,
        "fast_steps": FAST_STEPS,
        "guidance": GUIDANCE,
        **{key: value for key, value in taught.items() if key not in UNTAUGHT},
        "natural": {kind.name: list(kind.natural[0]) for kind in kinds},
        "lengths": {kind.name: export.length_of(kind) for kind in kinds},
        "made": by,
        "words": words(kinds),
    }
    (folder / "maquette.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
    nouns.write(kinds, folder, words(kinds))


def restore(folder: Path) -> None:
    """What `write` wrote, as the state that training goes on from."""
    omages.STATE.mkdir(exist_ok=True)
    for name, described in omages.networks().items():
        state = described.make().state_dict()  # with the places
        state |= {k: v.float() for k, v in load_file(folder / name / "model.safetensors").items()}
        torch.save(state, omages.STATE / f"omages_{name}.pt")


def words(kinds: list[Kind]) -> list[str]:
    """All that means something to the model, and what joins it."""
    said = {*ARTICLES, *captions.WHOLES, *materials.WORDS[1:], "with", "and"}
    for kind in kinds:
        for name in (kind.name, *kind.synonyms, *kind.parts[1:]):
            said.update(split_words(name))
    return sorted(said)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--restore", action="store_true")
    chosen = parser.parse_args()
    (restore if chosen.restore else write)(chosen.folder)
