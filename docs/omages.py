"""An object, the images of its omage, and the object again, of 64, 256 and 1024 texels a side.

    python -m docs.omages docs/pictures      writes omages.png

Needs what the worker needs, and no Blender: Maquette's own rasterizer draws it.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from pathlib import Path

from PIL import Image

from backend.asset import (
    contact_sheet,
    mesh_reading,
    omage,
    omage_files,
    omage_making,
    png_files,
    thumbnail,
)
from backend.asset.contact_sheet import Cell
from backend.asset.mesh import Mesh
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.request import GenerationRequest

PROMPT, SEED = "a yellow castle", 3
TRIANGLES = 10_000
STITCH = 0.05
SIDES = 64, 256, 1024
SHOWN = (
    ("position", "Position", "X in red, Y in green, Z in blue"),
    ("normal", "Normal", "which way the surface faces"),
    ("base_color", "Base color", "sRGB here; linear in the omage"),
    ("surface", "Surface", "occupancy in red, roughness in green, metallic in blue"),
)


def castle() -> Mesh:
    with tempfile.TemporaryDirectory() as folder:
        asked = GenerationRequest(PROMPT, seed=SEED, triangles=TRIANGLES, folder=folder)
        (sample,) = Generator().generate(asked, Tracker()).samples
        return mesh_reading.read(Path(sample.mesh.path))[0]


def seen(mesh: Mesh) -> bytes:
    return thumbnail.encoded(mesh, contact_sheet.SIDE)


def enlarged(image: bytes) -> bytes:
    """With texels that can be seen."""
    side = contact_sheet.SIDE
    return png_files.encoded(
        Image.open(io.BytesIO(image)).resize((side, side), Image.Resampling.NEAREST)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    mesh = castle()
    made = {side: omage_making.omage(mesh, side) for side in SIDES}
    images = omage_files.images(made[SIDES[0]])
    cells = [Cell(title, (help,), enlarged(images[name])) for name, title, help in SHOWN]
    cells.append(Cell("The object", (f"{len(mesh.faces):,} triangles",), seen(mesh)))
    for side, image in made.items():
        again = omage.mesh(image, STITCH)
        told = f"{len(again.vertices):,} vertices"
        cells.append(Cell(f"Back from {side} x {side}", (told,), seen(again)))
    title = "An object as an image"
    note = "The images of its omage of 64 x 64 texels, and what becomes of it in three sizes."
    sheet = Image.open(io.BytesIO(contact_sheet.encoded(title, note, cells)))
    sheet.convert("RGB").quantize(256).save(folder / "omages.png", optimize=True)


if __name__ == "__main__":
    main()
