"""An image is made fit, step by step, and what is none is refused with a sentence."""

from __future__ import annotations

import shutil
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from backend.image import preprocessing
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.request import ALL_STEPS, SourceImage

RED, WHITE = (200, 30, 20), (255, 255, 255)


def shape(width=60, height=40, left=12, top=8, object_=(20, 24), background=WHITE) -> Image.Image:
    """A red rectangle `object_` wide and high, before a background."""
    image = Image.new("RGB", (width, height), background)
    image.paste(RED, (left, top, left + object_[0], top + object_[1]))
    return image


@pytest.fixture
def prepare(tmp_path):
    """What becomes of an image that is saved in some format first."""

    def call(image, steps=ALL_STEPS, name="an image.png", margin=0.1, **how):
        file = tmp_path / name
        image.save(file, **how)
        return preprocessing.prepare(
            SourceImage(Artifact.of(file), tuple(steps), "classical", margin)
        )

    return call


@pytest.fixture
def refused(tmp_path):
    def call(content: bytes | Image.Image, says: str, name="an image.png"):
        file = tmp_path / name
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            content.save(file)
        with pytest.raises(MaquetteError, match=says) as caught:
            preprocessing.prepare(SourceImage(Artifact.of(file)))
        assert caught.value.code == "file" and caught.value.remedy
        assert "\n" not in str(caught.value)

    return call


def colours(image) -> set[tuple[int, ...]]:
    return {colour for _, colour in image.getcolors(1 << 20)}


def bounds(image) -> tuple[int, ...]:
    """Of what is not white."""
    return Image.fromarray(255 - np.asarray(image).min(axis=2)).point(lambda v: v > 60).getbbox()


def test_the_object_is_in_the_middle_of_a_white_square(prepare):
    made, notes = prepare(shape(background=(60, 90, 160), width=120, height=90))
    assert made.mode == "RGB" and notes == ()
    left, top, right, bottom = bounds(made)
    assert made.width == made.height == round((bottom - top) / 0.8)
    assert abs(left - (made.width - right)) <= 1 and abs(top - (made.height - bottom)) <= 1
    assert abs((right - left) - 20) <= 2 and abs((bottom - top) - 24) <= 2
    assert made.getpixel((0, 0)) == WHITE
    middle = np.array(made.getpixel((made.width // 2, made.height // 2)))
    assert np.abs(middle - RED).max() <= 3


def test_each_step_can_be_left_out(prepare):
    given = shape(background=(60, 90, 160), width=120, height=90)
    assert colours(prepare(given, ()).image) == colours(given)
    made = prepare(given, ("background",)).image
    assert made.size == given.size and made.getpixel((0, 0)) == WHITE
    cropped = prepare(given, ("background", "crop")).image
    assert abs(cropped.width - 20) <= 2 and abs(cropped.height - 24) <= 2
    padded = prepare(given, ("pad",), margin=0.25).image
    assert padded.size == (240, 240) and padded.getpixel((120, 110)) != WHITE


def test_the_margin_is_a_part_of_the_side(prepare):
    assert prepare(shape(), margin=0.0).image.width == 24
    assert prepare(shape(), margin=0.25).image.width == 48


def test_transparency_is_put_on_white(prepare):
    image = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    image.paste((*RED, 255), (10, 10, 40, 50))
    image.paste((0, 0, 0, 128), (20, 10, 30, 50))
    made = prepare(image, ("composite",)).image
    assert made.size == (60, 60) and made.getpixel((0, 0)) == WHITE
    assert made.getpixel((12, 12)) == RED and made.getpixel((25, 30)) == (127, 127, 127)


def test_it_is_turned_as_the_camera_was_held(prepare):
    image = shape(object_=(16, 24))
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = prepare(image, ("orient",), exif=exif).image
    assert turned.size == (40, 60) and prepare(image, (), exif=exif).image.size == (60, 40)
    assert bounds(turned) == (40 - 8 - 24, 12, 40 - 8, 28)


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("CMYK", "a.jpg"),
        ("CMYK", "a.tif"),
        ("L", "a.png"),
        ("1", "a.png"),
        ("P", "a.gif"),
        ("LA", "a.png"),
        ("I;16", "a.png"),
        ("I;16", "a.tif"),
        ("F", "a.tif"),
        ("RGBA", "a.webp"),
        ("YCbCr", "a.jpg"),
        ("RGB", "Stuhl ü 椅子.bmp"),
    ],
)
def test_every_kind_of_pixel(prepare, mode, name):
    image = shape(object_=(30, 20))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) * 257)
    elif mode == "F":
        image = Image.fromarray(np.asarray(image.convert("L")).astype(np.float32) / 255)
    else:
        image = image.convert(mode)
    made, _ = prepare(image, name=name)
    assert made.mode == "RGB" and made.width == made.height
    left, _, right, _ = bounds(made)
    assert abs((right - left) - 30) <= 4
    assert made.getpixel((0, 0)) == WHITE


def test_a_large_picture_becomes_small(prepare):
    made, _ = prepare(shape(3000, 2400, 600, 400, (1500, 1500)), ("background", "crop"))
    assert abs(made.width - 512) <= 3 and abs(made.height - 512) <= 3


def test_of_an_animation_the_first_frame_is_taken(prepare):
    made, notes = prepare(
        shape(), name="a.gif", save_all=True, append_images=[Image.new("RGB", (60, 40), (0, 0, 99))]
    )
    assert "first frame" in notes[0]
    assert np.abs(np.array(made.getpixel((made.width // 2,) * 2)) - RED).max() <= 3


def test_an_object_at_the_border_is_told_of(prepare):
    _, notes = prepare(shape(left=0))
    assert notes == ("The object touches the edge of the image; a whole one works better.",)


def png(width: int, height: int) -> bytes:
    """The header of an image that has no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 100)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def test_what_shows_nothing(refused):
    refused(Image.new("RGB", (64, 64), WHITE), "shows nothing")
    refused(Image.new("RGB", (64, 64), (9, 9, 9)), "shows nothing")
    refused(Image.new("RGBA", (64, 64), (200, 0, 0, 0)), "shows nothing")
    refused(Image.new("RGB", (1, 1), RED), "shows nothing|smaller than 16")
    refused(shape(object_=(3, 3)), "shows nothing|smaller than 16")


def test_what_is_too_large(refused):
    refused(png(20_000, 20_000), "20000 × 20000 pixels|more pixels than any image")
    refused(png(12_000, 12_000), "12000 × 12000 pixels; the limit is 100 million")


def test_what_is_no_picture(refused, tmp_path):
    refused(b"just text", "is not an image", "text.png")
    refused(b"", "is empty")
    refused(b"\0\0\0\x18ftypheic" + b"\0" * 64, "is a HEIC image", "IMG_1.HEIC")
    refused(png(64, 64), "cannot be read")
    whole = tmp_path / "whole.jpg"
    shape(200, 200, object_=(90, 90)).save(whole)
    refused(whole.read_bytes()[:900], "cannot be read", "half.jpg")
    with pytest.raises(MaquetteError, match="There is no file"):
        preprocessing.prepare(SourceImage(Artifact.of(tmp_path / "absent.png")))
    shutil.rmtree(tmp_path / "folder.png", ignore_errors=True)
    (tmp_path / "folder.png").mkdir()
    with pytest.raises(MaquetteError, match="cannot be read: is a directory"):
        preprocessing.prepare(SourceImage(Artifact.of(tmp_path / "folder.png")))
