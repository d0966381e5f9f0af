"""True shapes to look at: one that fits a caption, or a sheet of all kinds.

python -m training.shapes "a red chair with black legs" -o chair.glb
python -m training.shapes --sheet sheet.png --kinds car,tree
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from skimage.measure import marching_cubes

from backend.asset import mesh_files
from backend.asset.mesh import Mesh, srgb_to_linear
from backend.asset.thumbnail import render

from .. import captions
from ..captions import Description
from . import KINDS, Kind, Shape, build

_VIEWS = (), (0.0, 12.0), (90.0, 12.0)  # as a thumbnail is, from the front, from the side


def mesh(shape: Shape, colours: np.ndarray, resolution: int) -> Mesh:
    """The surface of a shape whose parts have colours (parts, 3) sRGB."""
    axis = np.linspace(-1.02, 1.02, resolution, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    field = shape.distance(points).reshape((resolution,) * 3)
    vertices, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="ascent")
    vertices = (vertices * (axis[1] - axis[0]) + axis[0]).astype(np.float32)
    srgb = np.asarray(colours)[shape.part(vertices)]
    return Mesh(vertices, faces[:, ::-1], srgb_to_linear(srgb).astype(np.float32))


def picture(
    kind: Kind, random: np.random.Generator, grid: int, size: int, *view: float
) -> np.ndarray:
    """One random draw of a kind in its natural colours, (size, size, 3) uint8; azimuth and
    elevation as `backend.asset.thumbnail.render` takes them."""
    said = Description(captions.KIND_NAMES.index(kind.name))
    shape, (_, colours) = build(kind.name, random.random(8)), captions.draw(said, random)
    made = mesh(shape, colours, grid)
    return render(made.vertices, made.faces, colours[shape.part(made.vertices)], size, *view)


def sheet(kinds: list[Kind], seed: int, grid: int, size: int, columns: int) -> Image.Image:
    """Labelled contact sheet, three draws of every kind side by side, each seen from elsewhere."""
    random = np.random.default_rng(seed)
    rows = -(-len(kinds) // columns)
    cell = size * len(_VIEWS) + 8, size + 16
    canvas = Image.new("RGB", (columns * cell[0], rows * cell[1]), "white")
    draw = ImageDraw.Draw(canvas)
    for index, kind in enumerate(kinds):
        left, top = index % columns * cell[0], index // columns * cell[1]
        draw.text((left + 6, top + 2), kind.name, fill="black")
        for step, view in enumerate(_VIEWS):
            tile = Image.fromarray(picture(kind, random, grid, size, *view))
            canvas.paste(tile, (left + step * size, top + 16))
    return canvas


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m training.shapes")
    parser.add_argument("caption", nargs="?", help="what to make")
    parser.add_argument("-o", "--output", type=Path, help="glb, obj, ply or npz file to write")
    parser.add_argument("--sheet", type=Path, help="PNG file to write: three draws of every kind")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default="", help="names, separated by commas (default: all)")
    parser.add_argument("--grid", type=int, default=96, help="samples along each side of the box")
    parser.add_argument("--size", type=int, default=144, help="pixels along each tile's side")
    parser.add_argument("--columns", type=int, default=4, help="kinds in a row")
    chosen = parser.parse_args()
    if bool(chosen.caption and chosen.output) == bool(chosen.sheet):
        parser.error("give a caption and -o, or --sheet")
    if chosen.sheet:
        kinds = [KINDS[name] for name in (chosen.kinds.split(",") if chosen.kinds else KINDS)]
        page = sheet(kinds, chosen.seed, chosen.grid, chosen.size, chosen.columns)
        page.save(chosen.sheet)
        return 0
    said = captions.understand(chosen.caption)
    if said is None:
        print(f"No known thing is named. Known: {', '.join(KINDS)}.", file=sys.stderr)
        return 1
    parameters, colours = captions.draw(said, np.random.default_rng(chosen.seed))
    shape = build(captions.KIND_NAMES[said.kind], parameters)
    mesh_files.write(mesh(shape, colours, chosen.grid), chosen.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
