"""An icon of everything that the models in the zip know, each from its name, as it comes, unpicked:
the images of the menu of kinds.

    python -m docs.kind_icons operators/images/kinds      writes those that are not there yet

Needs what the worker needs, and no Blender: Maquette's own rasterizer draws it. All of them take
half an hour on a core.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from collections.abc import Iterator
from itertools import groupby, islice
from pathlib import Path

from PIL import Image

from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.models import catalog
from backend.shared.prompt import words
from backend.shared.request import GenerationRequest

SIDE, COLORS = 96, 32  # pixels; of its palette
CARD = (116, 116, 120)  # behind it: black things and white ones are seen, in dark themes and light
RESOLUTION = 64
AT_ONCE = 16  # in one batch of the network


def requests(missing: list[str], folder: str) -> Iterator[list[GenerationRequest]]:
    """Of those that one model makes, so many at a time."""
    asked = (
        GenerationRequest(
            prompt=words.with_article(kind),
            model=catalog.default("text", kind).id,
            resolution=RESOLUTION,
            folder=folder,
            name=kind.replace(" ", "-"),
            thumbnail=SIDE,
        )
        for kind in missing
    )
    for _model, group in groupby(asked, key=lambda request: request.model):
        while batch := list(islice(group, AT_ONCE)):
            yield batch


def icon(thumbnail: bytes) -> Image.Image:
    """An object on its card, in few colors."""
    seen = Image.open(io.BytesIO(thumbnail)).convert("RGBA")
    card = Image.new("RGB", seen.size, CARD)
    card.paste(seen, (0, 0), seen)
    return card.quantize(COLORS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    folder.mkdir(exist_ok=True)
    there = {file.stem.replace("-", " ") for file in folder.glob("*.png")}
    kinds = dict.fromkeys(kind for model in catalog.built_in() for kind in model.kinds)
    generator = Generator()
    with tempfile.TemporaryDirectory() as made:
        for batch in requests([kind for kind in kinds if kind not in there], made):
            for asked, result in zip(batch, generator.generate_each(batch, Tracker()), strict=True):
                seen = result.samples[0].thumbnail.read_bytes()
                icon(seen).save(folder / f"{asked.name}.png", optimize=True)
            print(f"{len(list(folder.glob('*.png')))} of {len(kinds)}", flush=True)


if __name__ == "__main__":
    main()
