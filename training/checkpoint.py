"""All networks of a training under way in one file, in halves, and the tokenizer: to go on from on
another machine.

    python -m training.checkpoint save     training/state -> training/checkpoint.safetensors
    python -m training.checkpoint load     and back

A training that has come to its end needs none: `export.py` writes what ships, and can restore it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from .loop import STATE

FILE = Path(__file__).with_name("checkpoint.safetensors")
TOKENIZER = "tokenizer"
NETWORKS = ("encoder", "renderer", "text_encoder", "prior", "image_encoder", "image_prior")


def save(state: Path = STATE, file: Path = FILE) -> None:
    tokenizer = {p.name: p.read_text(encoding="utf-8") for p in (state / TOKENIZER).glob("*")}
    networks = {name: state / f"{name}.pt" for name in NETWORKS}
    save_file(
        {
            f"{name}.{key}": value.half() if value.is_floating_point() else value
            for name, path in networks.items()
            if path.exists()
            for key, value in torch.load(path, weights_only=True).items()
        },
        file,
        metadata=tokenizer,
    )


def load(state: Path = STATE, file: Path = FILE) -> None:
    (state / TOKENIZER).mkdir(parents=True, exist_ok=True)
    with safe_open(file, "pt") as opened:
        for name, text in (opened.metadata() or {}).items():
            (state / TOKENIZER / Path(name).name).write_text(text, encoding="utf-8")
    found: dict[str, dict[str, torch.Tensor]] = {}
    for key, value in load_file(file).items():
        name, _, own = key.partition(".")
        found.setdefault(name, {})[own] = value.float() if value.is_floating_point() else value
    for name, weights in found.items():
        torch.save(weights, state / f"{name}.pt")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("action", choices=("save", "load"))
    {"save": save, "load": load}[parser.parse_args().action]()
