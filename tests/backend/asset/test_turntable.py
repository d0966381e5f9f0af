"""Frames survive their files."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from backend.asset import turntable


@pytest.fixture
def frames() -> np.ndarray:
    """A coloured square that goes round, on white."""
    made = np.full((6, 32, 48, 3), 255, np.uint8)
    for k in range(6):
        made[k, 8:24, 4 + 4 * k : 20 + 4 * k] = (200, 10 * k, 30)
    return made


def write(frames, file):
    files = turntable.files(file, len(frames))
    for made, content in zip(files, turntable.encoded(frames, file), strict=True):
        made.write_bytes(content)
    return files


def test_an_animation(frames, tmp_path):
    file = tmp_path / "dreh ü.gif"
    assert write(frames, file) == (file,)
    with Image.open(file) as image:
        assert (image.n_frames, image.size, image.info["loop"]) == (6, (48, 32), 0)
        assert image.info["duration"] == 100  # milliseconds: 20 frames turn once in 2 s
        for k in range(6):
            image.seek(k)
            shown = np.asarray(image.convert("RGB")).astype(int)
            assert np.abs(shown - frames[k]).max() <= 8
            assert tuple(shown[0, 0]) == (255, 255, 255)


def test_still_parts_do_not_flicker(frames, tmp_path):
    frames[:, 28:] = np.linspace(0, 255, 48)[None, None, :, None]
    write(frames, tmp_path / "a.gif")
    with Image.open(tmp_path / "a.gif") as image:
        shown = []
        for k in range(6):
            image.seek(k)
            shown.append(np.asarray(image.convert("RGB"))[28:])
    assert all(np.array_equal(shown[0], other) for other in shown)


def test_a_strip(frames, tmp_path):
    write(frames, tmp_path / "a.png")
    strip = np.asarray(Image.open(tmp_path / "a.png"))
    assert strip.shape == (32, 6 * 48, 3)
    assert np.array_equal(strip[:, 48:96], frames[1])


def test_a_sequence(frames, tmp_path):
    files = write(frames, tmp_path / "a-###.png")
    assert [file.name for file in files] == [f"a-00{k}.png" for k in range(1, 7)]
    assert np.array_equal(np.asarray(Image.open(files[5])), frames[5])
