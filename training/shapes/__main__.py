"""Contact sheet of the kinds: python -m training.shapes --sheet sheet.png [--kinds car,tree]."""

from __future__ import annotations

import argparse

import numpy as np
from PIL import Image, ImageDraw
from skimage.measure import marching_cubes

from . import KINDS, Kind, build
from .render import render

# For the sheet only; the palette that captions are trained with lives elsewhere.
_RGB = {
    "red": (0.85, 0.12, 0.12), "orange": (0.95, 0.5, 0.1), "yellow": (0.95, 0.85, 0.15),
    "green": (0.15, 0.6, 0.2), "cyan": (0.2, 0.8, 0.85), "blue": (0.15, 0.3, 0.85),
    "purple": (0.5, 0.2, 0.7), "pink": (0.95, 0.55, 0.7), "brown": (0.5, 0.3, 0.15),
    "black": (0.12, 0.12, 0.12), "white": (0.95, 0.95, 0.95), "gray": (0.55, 0.55, 0.55),
}  # fmt: skip
_DRAWS = 3


def natural_colours(kind: Kind, random: np.random.Generator) -> np.ndarray:
    """(parts, 3) sRGB: one natural colour drawn for every part."""
    names = [str(random.choice(choices)) for choices in kind.natural]
    if names[0] == "same":
        names[0] = str(random.choice(list(_RGB)))
    return np.array([_RGB[names[0] if name == "same" else name] for name in names])


def picture(kind: Kind, random: np.random.Generator, grid: int, size: int) -> np.ndarray:
    """One random draw of a kind, (size, size, 3) uint8."""
    drawn = build(kind.name, random.random(8))
    axis = np.linspace(-1.02, 1.02, grid, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    field = drawn.distance(points).reshape(grid, grid, grid)
    vertices, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="ascent")
    vertices = vertices * (axis[1] - axis[0]) + axis[0]
    colours = natural_colours(kind, random)[drawn.part(vertices)]
    return render(vertices, faces, colours, size)


def sheet(kinds: list[Kind], seed: int, grid: int, size: int, columns: int) -> Image.Image:
    """Labelled contact sheet, three draws of every kind side by side."""
    random = np.random.default_rng(seed)
    rows = -(-len(kinds) // columns)
    cell = size * _DRAWS + 8, size + 16
    canvas = Image.new("RGB", (columns * cell[0], rows * cell[1]), "white")
    draw = ImageDraw.Draw(canvas)
    for index, kind in enumerate(kinds):
        left, top = index % columns * cell[0], index // columns * cell[1]
        draw.text((left + 6, top + 2), kind.name, fill="black")
        for step in range(_DRAWS):
            tile = Image.fromarray(picture(kind, random, grid, size))
            canvas.paste(tile, (left + step * size, top + 16))
    return canvas


def main() -> None:
    """Read the command line and write the sheet."""
    parser = argparse.ArgumentParser(prog="python -m training.shapes", description=__doc__)
    parser.add_argument("--sheet", required=True, help="PNG file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default="", help="names, separated by commas (default: all)")
    parser.add_argument("--grid", type=int, default=64, help="cells along each side of the mesh")
    parser.add_argument("--size", type=int, default=144, help="pixels along each tile's side")
    parser.add_argument("--columns", type=int, default=4, help="kinds in a row")
    options = parser.parse_args()
    names = options.kinds.split(",") if options.kinds else list(KINDS)
    kinds = [KINDS[name] for name in names]
    sheet(kinds, options.seed, options.grid, options.size, options.columns).save(options.sheet)


if __name__ == "__main__":
    main()
