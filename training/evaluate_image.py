"""What maquette-mini makes of pictures, in figures.

    python -m training.evaluate_image                     figures for unseen shapes
    python -m training.evaluate_image --shuffle           the same with the pictures dealt to other
                                                          shapes: the measure must fall to chance
    python -m training.evaluate_image --sheet sheet.png   pictures and what becomes of them

The pictures are not those of training: true shapes are meshed and drawn by the rasteriser of
`backend/asset/thumbnail.py`, orthographic, from the front half at other elevations, and then go
through `backend.image` and the code that ships. Kind and colours are judged as in `evaluate.py`;
the overlap with the true shape is taken on a 64^3 grid after both were scaled to the same bounding
box, because a picture that is cropped to its object does not tell its size.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from skimage.measure import marching_cubes

from backend.asset.mesh import linear_to_srgb
from backend.asset.thumbnail import render
from backend.image.preprocessing import prepare
from backend.shared.artifact import Artifact
from backend.shared.request import SAMPLERS, SourceImage

from . import captions
from .captions import KIND_NAMES, Description
from .evaluate import Bank, Subject, grid, judge
from .export import IMAGE, MODELS
from .shapes import KINDS, TAUGHT, Shape, build

FINE = 96  # samples a side of the mesh that is drawn
SIZE = 384  # pixels of the picture
BOX = 64


def draw_shape(random: np.random.Generator, kind: int) -> tuple[Description, Shape, np.ndarray]:
    """A shape whose colours are all said, and the colours (3, 3) of its parts."""
    main, accent = (int(value) for value in random.integers(12, size=2))
    several = len(KINDS[KIND_NAMES[kind]].parts) > 1
    said = Description(kind, main, (accent if several else -1, -1))
    parameters, colours = captions.draw(said, random)
    return said, build(KIND_NAMES[kind], parameters), colours


def photograph(shape: Shape, colours: np.ndarray, random: np.random.Generator) -> Image.Image:
    axis = np.linspace(-1.02, 1.02, FINE, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    field = shape.distance(points).reshape(FINE, FINE, FINE)
    vertices, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="ascent")
    vertices = vertices * (axis[1] - axis[0]) + axis[0]
    azimuth, elevation = random.uniform(-60, 60), random.uniform(5, 35)
    pixels = render(vertices, faces, colours[shape.part(vertices)], SIZE, azimuth, elevation)
    return Image.fromarray(pixels)


def prepared(picture: Image.Image) -> Image.Image:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "picture.png")
        picture.save(file)
        return prepare(SourceImage(Artifact.of(file))).image


def overlap(shape: Shape, function: object) -> float:
    """Intersection over union, each in its own bounding box."""
    points = grid(BOX)
    inside = (function.signed_distance(torch.from_numpy(points)) > 0).numpy()
    if not inside.any():
        return 0.0
    low, high = points[inside].min(0), points[inside].max(0)
    unit = (points + 1) / 2
    made = function.signed_distance(
        torch.from_numpy((low + unit * (high - low)).astype(np.float32))
    )
    low, high = shape.bounds
    true = shape.distance((low + unit * (high - low)).astype(np.float32)) < 0
    made = (made > 0).numpy()
    return float((made & true).sum() / (made | true).sum())


def measure(subject: Subject, count: int, shuffle: bool, seed: int) -> dict[str, float]:
    bank = Bank.make()
    random = np.random.default_rng(123_987)
    drawn = [draw_shape(random, number % len(TAUGHT)) for number in range(count)]
    pictures = [prepared(photograph(shape, colours, random)) for _, shape, colours in drawn]
    judged = [drawn[i] for i in random.permutation(count)] if shuffle else drawn
    answers: dict[str, list[float]] = {}
    for k, ((said, shape, _), picture) in enumerate(zip(judged, pictures, strict=True), seed):
        latent = subject.latent(picture, k)
        row = judge(subject, bank, said, latent)
        row["overlap"] = overlap(shape, subject.function(latent))
        for name, value in row.items():
            answers.setdefault(name, []).extend(value if isinstance(value, list) else [value])
    return {name: round(float(np.mean(v)), 4) for name, v in answers.items() if v}


def sheet(subject: Subject, path: Path, size: int = 128, columns: int = 8) -> None:
    """Pairs of a picture and what becomes of it, seen from the front right."""
    random = np.random.default_rng(11)
    rows = -(-len(TAUGHT) // columns)
    page = Image.new("RGB", (columns * (2 * size + 8), rows * size), "white")
    for number in range(len(TAUGHT)):
        _, shape, colours = draw_shape(random, number)
        picture = prepared(photograph(shape, colours, random))
        mesh = subject.mesh(subject.latent(picture, number), FINE)
        made = render(mesh.vertices, mesh.faces, linear_to_srgb(mesh.colours), size=size)
        x, y = number % columns * (2 * size + 8), number // columns * size
        page.paste(picture.resize((size, size)), (x, y))
        page.paste(Image.fromarray(made), (x + size, y))
    page.save(path)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=MODELS / IMAGE)
    parser.add_argument("--count", type=int, default=124)
    parser.add_argument(
        "--sampler", default="exact", choices=[sampler.value for sampler in SAMPLERS]
    )
    parser.add_argument("--steps", type=int)
    parser.add_argument("--guidance", type=float)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--shuffle", action="store_true")
    parser.add_argument("--sheet", type=Path)
    chosen = parser.parse_args()
    subject = Subject(chosen.folder, chosen.sampler, chosen.steps, chosen.guidance)
    if chosen.sheet:
        sheet(subject, chosen.sheet)
    else:
        print(json.dumps(measure(subject, chosen.count, chosen.shuffle, chosen.seed)))
