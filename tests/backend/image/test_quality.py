"""A cut that went wrong is told of, and one that went right is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import skimage
from PIL import Image, ImageDraw, ImageFilter

from backend.image import matting, quality

SIDE = 256
Y, X = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]


def notes(picture: np.ndarray) -> tuple[str, ...]:
    return quality.notes(picture, matting.alpha(picture))


def before(background: np.ndarray, *balls: tuple[float, float, float]) -> np.ndarray:
    """Red balls (x, y, radius), lit from above, before a background 0..1."""
    made = np.array(np.broadcast_to(background, (SIDE, SIDE, 3)), float)
    for x, y, radius in balls or [(0.05, 0.1, 0.5)]:
        inside = np.hypot(X - x, Y - y) < radius
        made[inside] = (0.8 - 0.4 * (Y - y)[inside, None]) * np.array([0.9, 0.2, 0.15])
    return (made.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def photograph(name: str) -> np.ndarray:
    image = Image.open(Path(skimage.__file__).parent / "data" / name).convert("RGB")
    return np.asarray(image.resize((SIDE, SIDE)))


@pytest.mark.parametrize("gray", [1.0, 0.85, 0.4, 0.05])
def test_plain_backgrounds_are_not_told_of(gray):
    random = np.random.default_rng(2)
    slope = gray * (1 + 0.15 * X + 0.1 * Y)[..., None]
    vignette = gray * (1 - 0.35 * (X**2 + Y**2) / 2)[..., None]
    noise = gray + random.normal(0, 0.03, (SIDE, SIDE, 3))
    for background in (np.full(3, gray), slope, vignette, noise):
        assert notes(before(background)) == ()


@pytest.mark.parametrize("ball", [(0.0, 0.8, 0.6), (-0.9, 0.0, 0.5), (0.0, 0.0, 0.98)])
def test_an_object_may_reach_the_border(ball):
    assert notes(before(np.full(3, 0.9), ball)) == ()


@pytest.mark.parametrize("tile", [6, 8, 16, 32])
def test_a_drawn_checkerboard(tile):
    row = np.arange(SIDE) // tile
    board = np.where((row[:, None] + row) % 2, 1.0, 0.75)[..., None]
    assert notes(before(board)) == (quality.NOT_PLAIN,)


def test_stripes_a_floor_and_clouds():
    stripes = np.where(np.sin(14 * (X + 0.6 * Y)) > 0, 0.8, 0.35)[..., None] * [1, 0.9, 0.7]
    floor = np.where(Y > 0.3 + 0.1 * X, 0.45, 0.85)[..., None] * [1, 0.95, 0.9]
    coarse = np.random.default_rng(4).random((9, 9, 3)) * 255
    clouds = Image.fromarray(coarse.astype(np.uint8)).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    for background in (stripes, floor, np.asarray(clouds) / 255):
        assert notes(before(background)) == (quality.NOT_PLAIN,)


@pytest.mark.parametrize(
    "name", ["chelsea.png", "coffee.png", "astronaut.png", "motorcycle_left.png", "brick.png"]
)
def test_photographs_of_a_cat_and_other_things(name):
    assert notes(photograph(name)) == (quality.NOT_PLAIN,)
    assert notes(before(photograph(name) / 255)) == (quality.NOT_PLAIN,)


def test_objects_are_counted():
    white = np.full(3, 0.95)
    assert notes(before(white, (-0.5, 0, 0.35), (0.5, 0, 0.35))) == (quality.TWO,)
    assert notes(before(white, (0, -0.5, 0.3), (0, 0.5, 0.4))) == (quality.TWO,)
    three = (-0.6, 0, 0.25), (0, 0, 0.25), (0.6, 0, 0.25)
    assert notes(before(white, *three)) == (quality.MANY,)
    assert notes(before(white, (-0.3, 0, 0.5), (0.7, 0.3, 0.12))) == (), "a large one and a crumb"


def test_parts_of_one_object_are_not_two():
    """A cup and its saucer's rim, one around the other; a table whose top nearly touches a leg."""
    mask = Image.new("L", (SIDE, SIDE))
    draw = ImageDraw.Draw(mask)
    draw.ellipse((20, 20, 236, 236), outline=255, width=30)
    draw.ellipse((90, 90, 166, 166), fill=255)
    assert quality.objects(np.asarray(mask)) == 1
    mask = Image.new("L", (SIDE, SIDE))
    draw = ImageDraw.Draw(mask)
    draw.rectangle((20, 60, 236, 100), fill=255)
    draw.rectangle((90, 103, 166, 236), fill=255)
    assert quality.objects(np.asarray(mask)) == 1
    assert quality.objects(np.zeros((9, 9), np.uint8)) == 0


def test_other_removers_need_no_plain_background():
    cat = photograph("chelsea.png")
    mask = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(mask).ellipse((60, 60, 200, 200), fill=255)
    mask = np.asarray(mask.filter(ImageFilter.GaussianBlur(1)))
    assert quality.notes(cat, mask, "rembg") == ()
    assert quality.notes(cat, mask) == (quality.NOT_PLAIN,)
