"""Frames, bars and the corners and shadow of a window are no background."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from backend.image.preprocessing import prepare
from backend.image.surroundings import unframed, window
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.request import SourceImage

RED, GRAY = (210, 40, 30), (215, 215, 215)
FRAME = "A frame around the image was cut off."


def scene(side=256) -> Image.Image:
    """A red ball before gray."""
    image = Image.new("RGB", (4 * side, 4 * side), GRAY)
    ImageDraw.Draw(image).ellipse((1.2 * side, side, 3.2 * side, 3 * side), fill=RED)
    return image.resize((side, side), Image.Resampling.LANCZOS)


def rounded(size, box, radius, blur=0.0, fill=255) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius, fill=fill)
    return mask.filter(ImageFilter.GaussianBlur(blur)) if blur else mask


@pytest.fixture
def prepared(tmp_path):
    def call(image: Image.Image):
        image.save(tmp_path / "a.png")
        return prepare(SourceImage(Artifact.of(tmp_path / "a.png"), margin=0.0))

    return call


def is_the_ball(image: Image.Image, size=128, tolerance=3) -> bool:
    """A red disc that fills a white square."""
    seen = np.asarray(image).astype(int)
    corners = seen[[2, 2, -3, -3], [2, -3, 2, -3]]
    middle = seen[len(seen) // 2, len(seen) // 2]
    fits = max(abs(image.width - size), abs(image.height - size)) <= tolerance
    return bool(fits and (corners > 245).all() and np.abs(middle - RED).max() <= 8)


def with_alpha(image: Image.Image, alpha: Image.Image, hidden=(0, 0, 0)) -> Image.Image:
    image = Image.composite(
        image, Image.new("RGB", image.size, hidden), alpha.point(lambda v: 255 * (v > 0))
    )
    image.putalpha(alpha)
    return image


def test_one_transparent_pixel_is_a_mistake(prepared):
    alpha = Image.new("L", (256, 256), 255)
    for where in ((0, 0), (128, 5), (255, 255)):
        alpha.putpixel(where, 0)
    made, notes = prepared(with_alpha(scene(), alpha))
    assert is_the_ball(made) and notes == ()


@pytest.mark.parametrize("radius", [3, 8, 24])
@pytest.mark.parametrize("hidden", [(0, 0, 0), (255, 255, 255), (255, 0, 255)])
def test_round_corners_of_a_screenshot(prepared, radius, hidden):
    alpha = rounded((256, 256), (0, 0, 255, 255), radius)
    made, notes = prepared(with_alpha(scene(), alpha, hidden))
    assert is_the_ball(made) and notes == ()


@pytest.mark.parametrize("blur", [8, 20])
def test_the_shadow_of_a_window(prepared, blur):
    size, box = (400, 400), (72, 62, 327, 317)
    shadow = rounded(size, (72, 72, 327, 327), 12, blur, fill=150)
    alpha = Image.fromarray(np.maximum(np.asarray(shadow), np.asarray(rounded(size, box, 10))))
    image = Image.new("RGB", size)
    image.paste(scene(), box[:2])
    image.putalpha(alpha)
    assert window(np.asarray(alpha)) == (72, 62, 328, 318)
    made, notes = prepared(image)
    assert is_the_ball(made) and notes == ()


def test_transparency_that_cuts_an_object_out_stays(prepared):
    for box in ((60, 60, 190, 200), (30, 100, 220, 150)):  # a box is one, with and without shadow
        mask = rounded((256, 256), box, 0)
        assert window(np.asarray(mask)) is None
        below = rounded((256, 256), (box[0], box[3] - 8, box[2], box[3] + 8), 8, 4, fill=120)
        assert window(np.maximum(np.asarray(mask), np.asarray(below))) is None
        made, notes = prepared(with_alpha(Image.new("RGB", (256, 256), GRAY), mask))
        assert made.getpixel((made.width // 2,) * 2) == GRAY and notes == ()
    faint = Image.new("L", (256, 256))
    ImageDraw.Draw(faint).ellipse((50, 50, 200, 200), fill=120)
    assert window(np.asarray(faint)) is None, "glass"


def test_a_veil_over_all_of_it_is_no_cut(prepared):
    made, _ = prepared(with_alpha(scene(), Image.new("L", (256, 256), 200)))
    assert is_the_ball(made)


def test_two_objects_on_transparency_are_told_of(prepared):
    mask = Image.new("L", (256, 256))
    for left in (20, 150):
        ImageDraw.Draw(mask).ellipse((left, 80, left + 80, 160), fill=255)
    assert "two objects" in prepared(with_alpha(scene(), mask)).notes[0]


@pytest.mark.parametrize("width", [1, 3, 6, 12])
@pytest.mark.parametrize("colour", [(0, 0, 0), (255, 255, 255), (30, 60, 160)])
def test_a_frame_is_cut_off(prepared, width, colour):
    side = 256 + 2 * width
    image = Image.new("RGB", (side, side), colour)
    image.paste(scene(), (width, width))
    left, top, right, bottom = unframed(np.asarray(image))
    assert 0 <= left - width <= 1 and left == top == side - right == side - bottom
    made, notes = prepared(image)
    assert is_the_ball(made) and notes == (FRAME,)


def test_a_frame_in_a_frame_and_bars(prepared):
    image = Image.new("RGB", (276, 276), "white")
    image.paste((0, 0, 0), (7, 7, 269, 269))
    image.paste(scene(), (10, 10))
    made, notes = prepared(image)
    assert is_the_ball(made) and notes == (FRAME,)
    for size, at in (((256, 340), (0, 42)), ((340, 256), (42, 0))):
        image = Image.new("RGB", size)
        image.paste(scene(), at)
        made, notes = prepared(image)
        assert is_the_ball(made) and notes == (FRAME,)


def test_a_margin_is_no_frame():
    plain = np.full((200, 240, 3), 255, np.uint8)
    assert unframed(plain) == (0, 0, 240, 200)
    for box in ((12, 12, 228, 188), (60, 40, 120, 150), (0, 30, 240, 200), (3, 60, 238, 100)):
        image = Image.fromarray(plain)
        ImageDraw.Draw(image).ellipse(box, fill=RED)
        assert unframed(np.asarray(image)) == (0, 0, 240, 200)
    cabinet = Image.fromarray(plain)  # drawn from its front
    cabinet.paste((140, 100, 70), (50, 20, 190, 180))
    assert unframed(np.asarray(cabinet)) == (0, 0, 240, 200)
    assert unframed(np.asarray(scene())) == (0, 0, 256, 256)


def test_a_background_in_which_nothing_is_found_is_not_called_one_color(tmp_path):
    row = np.arange(256) // 8
    board = np.where((row[:, None] + row) % 2, 255, 190).astype(np.uint8)
    Image.fromarray(board).save(tmp_path / "a.png")
    with pytest.raises(MaquetteError, match="No object was found .* background is not plain"):
        prepare(SourceImage(Artifact.of(tmp_path / "a.png")))
