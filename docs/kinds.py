"""Some of the things that maquette-mini-wide knows, each from a prompt, as it comes, unpicked.

    python -m docs.kinds docs/pictures      writes kinds.png

Needs what the worker needs, and no Blender: Maquette's own rasterizer draws it.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from backend.asset import mesh_reading, thumbnail
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.request import GenerationRequest

PROMPTS = """a corgi; a horse; a cow; an elephant; a penguin; a shark; a bicycle; a red motorcycle
a tractor; a helicopter; a guitar; a piano; a camera; a laptop; a green bench; a door
a wooden fence; a ladder; a spoon; a kettle; scissors; a wrench; a backpack; a green boot
a hat; a skull; a palm tree; a banana; a pizza; an avocado; a robot; a dragon"""
SIDE, LINE, COLUMNS = 144, 20, 8


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    prompts = [each.strip() for each in PROMPTS.replace("\n", ";").split(";")]
    rows = -(-len(prompts) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * SIDE, rows * (SIDE + LINE)), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    generator = Generator()
    for number, prompt in enumerate(prompts):
        with tempfile.TemporaryDirectory() as made:
            asked = GenerationRequest(prompt, seed=number, folder=made)
            (sample,) = generator.generate(asked, Tracker()).samples
            mesh, _ = mesh_reading.read(Path(sample.mesh.path))
        row, column = divmod(number, COLUMNS)
        left, top = column * SIDE, row * (SIDE + LINE)
        seen = Image.open(io.BytesIO(thumbnail.encoded(mesh, SIDE))).convert("RGBA")
        sheet.paste(seen, (left, top), seen)
        draw.text((left + SIDE / 2, top + SIDE), prompt, "#444444", font, anchor="mt")
    sheet.quantize(128).save(folder / "kinds.png", optimize=True)


if __name__ == "__main__":
    main()
