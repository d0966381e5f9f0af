"""Whether the removal of a background knows that it failed.

    python -m benchmarks.backgrounds [--count 124]

Training's shapes in many colors stand before backgrounds that are plain enough and before others.
A row a background: how often the cut fits the true outline, and how often a sentence says that the
background is not plain, or that there are several objects. It is a false alarm where the background
is plain and the outline was found, and a miss where it is not plain and the outline was lost. (What
is lost before a plain background has its color.)
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import skimage
from PIL import Image
from scipy import ndimage
from skimage.measure import marching_cubes

from backend.asset.thumbnail import render
from backend.image import matting, quality
from training.captions import KIND_NAMES
from training.evaluate_image import draw_shape

SIDE = 256
FINE = 64  # samples a side of the mesh that is drawn
FOUND, LOST = 0.9, 0.8  # overlap with the true outline: above is right, below is wrong
PHOTOGRAPHS = ("chelsea.png", "coffee.png", "astronaut.png", "rocket.jpg", "motorcycle_left.png",
               "brick.png", "grass.png", "gravel.png", "camera.png", "coins.png", "retina.jpg",
               "hubble_deep_field.jpg", "ihc.png", "moon.png")  # fmt: skip

Drawn = tuple[np.ndarray, np.ndarray]  # colors (SIDE, SIDE, 3) and coverage (SIDE, SIDE), 0..1
Background = Callable[[np.random.Generator], np.ndarray]  # (SIDE, SIDE, 3) 0..1

_Y, _X = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]


def draw(random: np.random.Generator, kind: int) -> Drawn:
    """A shape from the front half."""
    _, shape, colours = draw_shape(random, kind)
    axis = np.linspace(-1.02, 1.02, FINE, dtype=np.float32)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    field = shape.distance(points).reshape(FINE, FINE, FINE)
    vertices, faces, _, _ = marching_cubes(field, 0.0, gradient_direction="ascent")
    vertices = vertices * (axis[1] - axis[0]) + axis[0]
    view = random.uniform(-60, 60), random.uniform(5, 35)
    pixels = render(vertices, faces, colours[shape.part(vertices)], SIDE, *view) / 255
    return pixels, 1 - render(vertices, faces, np.zeros((len(vertices), 3)), SIDE, *view)[
        ..., 0
    ] / 255


def _colour(random: np.random.Generator) -> np.ndarray:
    """Mostly what people stand things before: white and gray; else anything."""
    gray = np.full(3, random.uniform(0.05, 1.0))
    return [np.ones(3), gray, random.uniform(0, 1, 3)][random.integers(3)]


def plain(random: np.random.Generator) -> np.ndarray:
    return np.broadcast_to(_colour(random), (SIDE, SIDE, 3))


def gradient(random: np.random.Generator) -> np.ndarray:
    across = (random.uniform(-1, 1) * _X + random.uniform(-1, 1) * _Y) * random.uniform(0.05, 0.2)
    return plain(random) * (1 + across)[..., None]


def vignette(random: np.random.Generator) -> np.ndarray:
    return plain(random) * (1 - random.uniform(0.1, 0.4) * (_X**2 + _Y**2) / 2)[..., None]


def noisy(random: np.random.Generator) -> np.ndarray:
    return plain(random) + random.normal(0, random.uniform(0.005, 0.03), (SIDE, SIDE, 3))


def two_colours(random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Far enough apart to be seen."""
    while True:
        first, second = _colour(random), _colour(random)
        if np.abs(first - second).max() > 0.15:
            return first, second


def checkerboard(random: np.random.Generator) -> np.ndarray:
    light = random.uniform(0.75, 1.0)
    dark = light - random.uniform(0.06, 0.3)
    tile = int(random.integers(5, 33))
    row = np.arange(SIDE) // tile
    return np.where((row[:, None] + row) % 2, light, dark)[..., None] * np.ones(3)


def stripes(random: np.random.Generator) -> np.ndarray:
    first, second = two_colours(random)
    angle, width = random.uniform(0, np.pi), random.uniform(0.05, 0.3)
    wave = np.sin((np.cos(angle) * _X + np.sin(angle) * _Y) * np.pi / width) > 0
    return np.where(wave[..., None], first, second)


def horizon(random: np.random.Generator) -> np.ndarray:
    """A wall and a floor."""
    first, second = two_colours(random)
    below = random.uniform(-0.4, 0.6) + random.uniform(-0.2, 0.2) * _X < _Y
    return ndimage.gaussian_filter(np.where(below[..., None], first, second), (1, 1, 0))


def clouds(random: np.random.Generator) -> np.ndarray:
    waves = np.hypot(*np.meshgrid(np.fft.fftfreq(SIDE), np.fft.fftfreq(SIDE)))
    spectrum = np.fft.fft2(random.normal(size=(SIDE, SIDE, 3)), axes=(0, 1))
    field = np.fft.ifft2(spectrum / np.maximum(waves, 0.004)[..., None] ** 1.3, axes=(0, 1)).real
    return 0.5 + random.uniform(0.12, 0.25) * field / field.std()


def photograph(random: np.random.Generator) -> np.ndarray:
    name = PHOTOGRAPHS[random.integers(len(PHOTOGRAPHS))]
    image = Image.open(Path(skimage.__file__).parent / "data" / name).convert("RGB")
    side = int(min(image.size) * random.uniform(0.6, 1.0))
    left, top = (int(random.integers(0, size - side + 1)) for size in image.size)
    box = (left, top, left + side, top + side)
    return np.asarray(image.resize((SIDE, SIDE), box=box)) / 255


PLAIN: dict[str, Background] = {
    "plain": plain, "gradient": gradient, "vignette": vignette, "noisy": noisy
}  # fmt: skip
OTHERS: dict[str, Background] = {
    "checkerboard": checkerboard, "stripes": stripes, "horizon": horizon, "clouds": clouds,
    "photograph": photograph,
}  # fmt: skip


def before(drawn: Drawn, background: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """(SIDE, SIDE, 3) uint8, as a JPEG keeps it."""
    colour, cover = drawn
    made = colour - (1 - cover)[..., None] * (1 - background)
    jpeg = io.BytesIO()
    quality = int(random.integers(75, 96))
    Image.fromarray((made.clip(0, 1) * 255).astype(np.uint8)).save(jpeg, "JPEG", quality=quality)
    return np.asarray(Image.open(jpeg))


def twice(drawn: Drawn) -> Drawn:
    """The shape and another like it beside it, both half as large."""
    halves = [ndimage.zoom(part, (0.5, 0.5, 1)[: part.ndim], order=1) for part in drawn]
    made = []
    for half, empty in zip(halves, (1.0, 0.0), strict=True):
        whole = np.full((SIDE, SIDE, *half.shape[2:]), empty)
        whole[SIDE // 4 : 3 * SIDE // 4, : SIDE // 2] = half
        whole[SIDE // 4 : 3 * SIDE // 4, SIDE // 2 :] = half[:, ::-1]
        made.append(whole)
    return made[0], made[1]


def pictures(count: int, seed: int = 5) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """Background's name, picture, true coverage."""
    random = np.random.default_rng(seed)
    for number in range(count):
        drawn = draw(random, number % len(KIND_NAMES))
        for name, background in (PLAIN | OTHERS).items():
            yield name, before(drawn, background(random), random), drawn[1]
        two = twice(drawn)
        yield "two objects", before(two, plain(random), random), two[1]
        nothing = np.zeros((SIDE, SIDE))
        yield (
            "only a photograph",
            before((np.ones((SIDE, SIDE, 3)), nothing), photograph(random), random),
            nothing,
        )


def overlap(mask: np.ndarray, cover: np.ndarray) -> float:
    found, true = mask > 127, cover > 0.5
    return float((found & true).sum() / max((found | true).sum(), 1))


def told(picture: np.ndarray, mask: np.ndarray) -> str:
    notes = quality.notes(picture, mask)
    return "" if not notes else "not plain" if notes[0] == quality.NOT_PLAIN else "several"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=124, help="of shapes")
    parser.add_argument("--seed", type=int, default=5)
    chosen = parser.parse_args()
    rows: dict[str, list[tuple[float, str]]] = {}
    for name, picture, cover in pictures(chosen.count, chosen.seed):
        mask = matting.alpha(picture)
        rows.setdefault(name, []).append((overlap(mask, cover), told(picture, mask)))
    print(f"{'background':18} found   lost   not plain   several   false alarms   misses")
    for name, row in rows.items():
        right = [said for fit, said in row if fit > FOUND]
        wrong = [said for fit, said in row if fit < LOST]
        alarms = sum(map(bool, right)) if name in PLAIN else "-"
        misses = "-" if name in PLAIN else wrong.count("")
        if name == "two objects":
            misses = sum(said != "several" for _, said in row)
        counts = [sum(said == kind for _, said in row) for kind in ("not plain", "several")]
        print(f"{name:18} {len(right):5} {len(wrong):6} {counts[0]:11} {counts[1]:9}"
              f" {alarms:>14} {misses:>8}")  # fmt: skip


if __name__ == "__main__":
    main()
