"""How true the decoder is, and how sharp the measures are.

    python -m training.evaluate_autoencoder

Unseen shapes go through encoder and renderer; what comes out is compared with them on a 64^3 grid.
The measures of `evaluate.py` are put to true shapes: more than they find there they cannot give a
model.
"""

from __future__ import annotations

import argparse
import json

import numpy as np
import torch

from backend.families.shap_e.implicit import ImplicitFunction

from . import autoencoder, captions
from .captions import KIND_NAMES, Description
from .evaluate import Bank, grid
from .shapes import KINDS, TAUGHT, build


def ceiling(bank: Bank, count: int, seed: int = 900_003) -> dict[str, float]:
    """Share of true shapes whose kind, and whose form where one is said, the measure finds: more
    than that it cannot give a model."""
    random, known = np.random.default_rng(seed), np.unique(bank.kind)
    kinds, forms = [], []
    for _ in range(count):
        said = captions.describe(random, int(random.choice(known)))
        inside = build(KIND_NAMES[said.kind], captions.draw(said, random)[0]).distance(bank.points)
        inside = inside < 0
        overlap = bank.overlap(inside)
        kinds.append(bank.kind[overlap.argmax()] == said.kind)
        if said.form:
            like = np.where(bank.kind == said.kind, overlap, -1).argmax()
            forms.append(bank.formed(said, inside, int(like)))
    found = {"kind": kinds, "form": forms}
    return {name: round(float(np.mean(right)), 4) for name, right in found.items()}


def reconstruction(count: int, resolution: int = 64, seed: int = 900_002) -> dict[str, float]:
    """Intersection over union of unseen shapes and what encoder and renderer make of them."""
    encoder, renderer = autoencoder.load()
    random, points = np.random.default_rng(seed), grid(resolution)
    found: dict[str, list[float]] = {}
    for number in range(count):
        kind = number % len(KINDS)
        parameters, colours = captions.draw(Description(kind), random)
        inside = build(KIND_NAMES[kind], parameters).distance(points) < 0
        with torch.no_grad():
            latent = encoder(
                torch.tensor([kind]),
                torch.from_numpy(parameters)[None],
                torch.from_numpy(colours)[None],
            )
        function = ImplicitFunction(renderer, latent[0])
        made = (function.signed_distance(torch.from_numpy(points)) > 0).numpy()
        overlap = (inside & made).sum() / (inside | made).sum()
        found.setdefault(KIND_NAMES[kind], []).append(float(overlap))
    means = {kind: round(float(np.mean(values)), 3) for kind, values in found.items()}
    return {"mean": round(float(np.mean(list(means.values()))), 4)} | dict(
        sorted(means.items(), key=lambda item: item[1])
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=248)
    parser.add_argument("--taught", action="store_true", help="only kinds that maquette-mini knows")
    chosen = parser.parse_args()
    bank = Bank.make(range(len(TAUGHT if chosen.taught else KINDS)))
    print(json.dumps({"of true shapes": ceiling(bank, chosen.count)}))
    print(json.dumps(reconstruction(chosen.count), indent=1))
