"""Whatever holds an image is read as it looks, and what does not is told in a sentence."""

from __future__ import annotations

import io
import os
import re
import struct
import time
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms

from backend.image import reading
from backend.shared.errors import MaquetteError

RED, GRAY = (210, 40, 30), (200, 200, 200)


def scene(width=96, height=64) -> Image.Image:
    """A red box before gray."""
    image = Image.new("RGB", (width, height), GRAY)
    image.paste(RED, (width // 4, height // 4, width // 2, height // 2))
    return image


def saved(folder, image: Image.Image, name: str, **how) -> str:
    file = folder / name
    image.save(file, **how)
    return str(file)


def cut(file: str, end: int) -> None:
    path = Path(file)
    path.write_bytes(path.read_bytes()[:end])


def is_scene(image: Image.Image, tolerance: int = 6) -> bool:
    seen = image.convert("RGB")
    at = (seen.width * 3 // 8, seen.height * 3 // 8), (seen.width * 3 // 4, seen.height * 3 // 4)
    colours = np.array([seen.getpixel(place) for place in at], int)
    return bool(np.abs(colours - [RED, GRAY]).max() <= tolerance)


def sentence(file) -> str:
    with pytest.raises(MaquetteError) as caught:
        reading.read(str(file))
    assert caught.value.code == "file" and caught.value.remedy
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500
    return caught.value.message


# Profiles ---------------------------------------------------------------------------------------

SRGB_TO_PCS = np.array(
    [[0.4360, 0.3851, 0.1431], [0.2225, 0.7169, 0.0606], [0.0139, 0.0971, 0.7141]]
)
P3_TO_PCS = np.array(
    [[0.5151, 0.2920, 0.1571], [0.2412, 0.6922, 0.0666], [-0.0011, 0.0419, 0.7841]]
)
ADOBE_TO_PCS = np.array(
    [[0.6097, 0.2053, 0.1492], [0.3111, 0.6257, 0.0632], [0.0195, 0.0609, 0.7446]]
)


def profile(columns: np.ndarray, gamma: float) -> bytes:
    """An ICC profile (version 2) of three primaries, in columns, and a gamma."""

    def number(value: float) -> bytes:
        return struct.pack(">i", round(value * 65536))

    text = b"made by a test\0"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text" + bytes(4) + text,
        b"wtpt": b"XYZ " + bytes(4) + b"".join(map(number, (0.9642, 1.0, 0.8249))),
    }
    for k, name in enumerate(b"rgb"):
        tags[bytes([name]) + b"XYZ"] = b"XYZ " + bytes(4) + b"".join(map(number, columns[:, k]))
        curve = struct.pack(">IH", 1, round(gamma * 256))
        tags[bytes([name]) + b"TRC"] = b"curv" + bytes(4) + curve
    table, body, start = struct.pack(">I", len(tags)), b"", 132 + 12 * len(tags)
    for name, content in tags.items():
        table += name + struct.pack(">II", start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = bytes(4) + struct.pack(">I", 0x02100000) + b"mntrRGB XYZ " + bytes(12) + b"acsp"
    header = bytes(8) + header[4:8] + header[8:] + bytes(28) + tags[b"wtpt"][8:]
    header = header.ljust(128, b"\0")
    whole = header + table + body
    return struct.pack(">I", len(whole)) + whole[4:]


def encoded(image: Image.Image, columns: np.ndarray, gamma: float) -> Image.Image:
    """The same colors by the numbers of another space."""
    values = np.asarray(image) / 255
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    there = linear @ SRGB_TO_PCS.T @ np.linalg.inv(columns).T
    return Image.fromarray((np.clip(there, 0, 1) ** (1 / gamma) * 255 + 0.5).astype(np.uint8))


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp"])
@pytest.mark.parametrize(("columns", "gamma"), [(P3_TO_PCS, 2.2), (ADOBE_TO_PCS, 2.2)])
def test_colors_of_a_profile_become_those_of_srgb(tmp_path, columns, gamma, name):
    icc = profile(columns, gamma)
    image = encoded(scene(), columns, gamma)
    assert not is_scene(image, 12), "its numbers mean something else"
    how = {"quality": 100} if name.endswith(("jpg", "webp")) else {}
    read, notes = reading.read(saved(tmp_path, image, name, icc_profile=icc, **how))
    assert is_scene(read) and notes == []
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    if name.endswith("png"):
        read, _ = reading.read(saved(tmp_path, image, name, icc_profile=icc))
        assert read.mode == "RGBA" and is_scene(read)
        assert np.array_equal(np.asarray(read)[..., 3], np.asarray(image)[..., 3])


def test_a_profile_that_is_none_or_of_other_channels_leaves_the_colors(tmp_path):
    read, notes = reading.read(saved(tmp_path, scene(), "a.png", icc_profile=b"nonsense" * 40))
    assert is_scene(read) and "color profile" in notes[0]
    gray = scene().convert("L")
    file = saved(tmp_path, gray, "b.png", icc_profile=profile(P3_TO_PCS, 1.0))
    assert np.array_equal(np.asarray(reading.read(file)[0].convert("L")), np.asarray(gray))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    file = saved(tmp_path, scene(), "c.png", icc_profile=srgb)
    assert np.array_equal(np.asarray(reading.read(file)[0]), np.asarray(scene()))


def test_lab(tmp_path):
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    image = ImageCms.profileToProfile(scene(), srgb, lab, outputMode="LAB")
    assert is_scene(reading.read(saved(tmp_path, image, "a.tif"))[0])


# More than 8 bits -------------------------------------------------------------------------------


def test_twelve_bits_in_sixteen(tmp_path):
    gray = np.asarray(scene().convert("L")).astype(int)
    for bits in (10, 12, 16):
        image = Image.fromarray((gray * ((1 << bits) - 1) / 255).astype(np.uint16))
        for name in ("a.png", "a.tif"):
            read = np.asarray(reading.read(saved(tmp_path, image, name))[0])[..., 0]
            assert np.abs(read.astype(int) - gray).max() <= 1


@pytest.mark.parametrize(
    "kind", ["ones", "lights", "bytes", "half", "double", "long", "planes", "zipped", "alpha"]
)
def test_deep_tiffs(tmp_path, kind):
    values, how = (np.asarray(scene()) / 255).astype(np.float32), {}
    match kind:
        case "lights":
            values[2:4, 2:4] = 12.0
        case "bytes":
            values = values * 255
        case "half":
            values = values.astype(np.float16)
        case "double":
            values = values.astype(np.float64)
        case "long":
            values = (values * (2.0**32 - 1)).astype(np.uint32)
        case "planes":
            values, how = np.moveaxis(values, -1, 0), {"planarconfig": "separate"}
        case "zipped":
            how = {"compression": "zlib"}
        case "alpha":
            values = np.concatenate([values, np.full((64, 96, 1), 0.5, np.float32)], axis=-1)
            how = {"extrasamples": ["unassalpha"]}
    tifffile.imwrite(tmp_path / "a.tif", values, photometric="rgb", **how)
    read, _ = reading.read(str(tmp_path / "a.tif"))
    assert is_scene(read) and read.mode == ("RGBA" if kind == "alpha" else "RGB")


def test_a_gray_float_that_is_brighter_than_white_is_not_black(tmp_path):
    values = np.asarray(scene().convert("L")).astype(np.float32) / 255
    values[:2] = 9.0
    read, _ = reading.read(saved(tmp_path, Image.fromarray(values), "a.tif"))
    assert np.asarray(read)[40, 80, 0] > 180


def test_a_tiff_that_no_library_knows(tmp_path):
    tifffile.imwrite(tmp_path / "a.tif", np.zeros((64, 64), np.complex64))
    assert "a.tif cannot be read" in sentence(tmp_path / "a.tif")


# Damaged, animated, large -----------------------------------------------------------------------


def test_a_jpeg_without_its_end_is_read_whole(tmp_path):
    file = saved(tmp_path, scene(), "a.jpg", quality=95)
    cut(file, -2)
    read, notes = reading.read(file)
    assert read.size == (96, 64) and is_scene(read) and "damaged" in notes[0]


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.bmp"])
def test_of_a_file_that_is_cut_off_there_is_what_there_is(tmp_path, name):
    image = Image.fromarray(np.random.default_rng(0).integers(40, 90, (256, 256, 3), np.uint8))
    file = saved(tmp_path, image, name)
    size = os.path.getsize(file)
    cut(file, size * 8 // 10)
    read, notes = reading.read(file)
    assert read.width == 256 and 160 < read.height < 230 and "truncated" in notes[0]
    kept = np.asarray(image)[-read.height :] if name == "a.bmp" else np.asarray(image)
    difference = np.asarray(read).astype(int) - kept[: read.height]
    assert np.abs(difference[2:-2]).mean() < 12, "nothing but the image"
    cut(file, size * 3 // 10)
    assert "cannot be read" in sentence(file)


@pytest.mark.parametrize("name", ["a.gif", "a.png", "a.webp"])
def test_an_animation_that_fades_in_shows_something(tmp_path, name):
    empty = Image.new("RGB", (96, 64), GRAY)
    faint = Image.blend(empty, scene(), 0.1)
    frames = [faint, scene(), Image.new("RGB", (96, 64), RED)]
    how = {"lossless": True} if name.endswith("webp") else {}
    file = saved(tmp_path, empty, name, save_all=True, append_images=frames, duration=90, **how)
    read, notes = reading.read(file)
    assert is_scene(read, 12)
    assert notes == ["The image is animated; its first frame that shows something was used."]


def test_pages_are_no_animation(tmp_path):
    file = saved(tmp_path, scene(), "a.tif", save_all=True, append_images=[scene()])
    read, notes = reading.read(file)
    assert is_scene(read) and "several images" in notes[0] and "animated" not in notes[0]


def test_a_jpeg_of_a_phone_with_many_pixels_is_reduced_while_it_is_read(tmp_path):
    Image.new("L", (14_400, 14_000), 90).save(tmp_path / "a.jpg")
    read, notes = reading.read(str(tmp_path / "a.jpg"))
    assert max(read.size) <= 1024 and abs(read.width / read.height - 14.4 / 14) < 0.01
    assert read.getpixel((500, 500)) == (90, 90, 90) and notes == []


def test_a_broken_note_of_the_camera_does_not_spoil_the_picture(tmp_path):
    exif = b"Exif\0\0II*\0\x08\0\0\0\x05\0\x12\x01\x03\0\xff\xff\xff\xff\xff\xff\xff\xff"
    read, _ = reading.read(saved(tmp_path, scene(), "a.jpg", exif=exif, quality=95))
    assert is_scene(read)


# No images ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (
            b"<?xml version='1.0'?>\n<!-- made -->\n<svg xmlns='http://w3.org'/>",
            "is an SVG drawing",
        ),
        (b"\xef\xbb\xbf<svg/>", "is an SVG drawing"),
        (b"%PDF-1.7\n", "is a PDF document"),
        (b"\0\0\0\x18ftypmif1" + bytes(64), "is a HEIC image"),
        (b"\0\0\0\x18ftypisom" + bytes(64), "is a video"),
        (b"\n<!DOCTYPE html><html lang='en'>", "is a web page"),
        (b"\x76\x2f\x31\x01" + bytes(99), "is an OpenEXR image"),
        (b"#?RADIANCE\n", "is a Radiance HDR image"),
        (b"PK\x03\x04" + bytes(99), "is an archive"),
        (b"BLENDER-v502RENDH", "is a Blender file"),
        (bytes(5000), "is not an image"),
        (b"P6\n9999999 9999999\n255\n", "more pixels than any image"),
        (b"II*\0\x08\0\0\0", "cannot be read"),
        (b"\x89PNG\r\n\x1a\n", "not an image|cannot be read"),
        (b"GIF89a", "not an image|cannot be read"),
    ],
)
def test_what_is_no_picture_whatever_its_name_says(tmp_path, content, says):
    file = tmp_path / "renamed.png"
    file.write_bytes(content)
    assert re.search(says, sentence(file))


def test_a_dds_that_pillow_has_not_learned(tmp_path):
    header = struct.pack("<4s7I44x", b"DDS ", 124, 0x1007, 64, 64, 512, 0, 0)
    header += struct.pack("<2I4s5I", 32, 4, b"DX10", 0, 0, 0, 0, 0) + struct.pack(
        "<5I", 0x1000, 0, 0, 0, 0
    )
    (tmp_path / "a.dds").write_bytes(
        header + struct.pack("<5I", 2, 3, 0, 1, 0) + bytes(64 * 64 * 16)
    )
    assert sentence(tmp_path / "a.dds") == "a.dds cannot be read: Unimplemented DXGI format 2."


@pytest.mark.parametrize("name", ["a.eps", "a.png"])
def test_postscript_is_not_run(tmp_path, monkeypatch, name):
    """Not even asked for: Ghostscript runs what is in a file."""
    from PIL import EpsImagePlugin

    ran = []
    monkeypatch.setattr(EpsImagePlugin, "Ghostscript", lambda *_, **__: ran.append(1))
    program = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 64 64\n%%EndComments\nshowpage\n"
    for content in (
        program,
        b"\xc5\xd0\xd3\xc6"
        + struct.pack("<6I", 32, len(program), 0, 0, 0, 0)[:24]
        + b"\xff\xff\0\0"
        + program,
    ):
        (tmp_path / name).write_bytes(content)
        assert "is PostScript, which Maquette does not open" in sentence(tmp_path / name)
    assert not ran


def test_what_is_no_file(tmp_path):
    assert "is a directory" in sentence(tmp_path)
    assert "There is no file" in sentence(tmp_path / "absent\nhere.png")
    assert "is a web address" in sentence("https://example.org/chair.png")
    assert "cannot be read" in sentence("a\0b.png")
    assert "cannot be read" in sentence("a" * 5000)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.png")
        before = time.monotonic()
        assert "is a pipe or a device" in sentence(tmp_path / "pipe.png")
        assert "is a pipe or a device" in sentence("/dev/zero")
        assert time.monotonic() - before < 60, "nobody writes to it"


def test_mutated_files_end_in_a_picture_or_a_sentence(tmp_path):
    random = np.random.default_rng(3)
    file = tmp_path / "a.png"
    ends = set()
    for kind in ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP", "TGA", "PPM", "ICO", "DDS", "SGI"):
        stream = io.BytesIO()
        scene(32, 32).save(stream, kind)
        for _ in range(12):
            content = bytearray(stream.getvalue())
            for place in random.integers(0, min(len(content), 200), 4):
                content[place] = random.integers(256)
            file.write_bytes(content)
            try:
                read, _ = reading.read(str(file))
                assert read.mode in ("RGB", "RGBA") and max(read.size) <= 1024
                ends.add("image")
            except MaquetteError as error:
                assert error.remedy and "\n" not in str(error)
                ends.add("sentence")
    assert ends == {"image", "sentence"}
