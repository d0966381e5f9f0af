"""Frames of a turn as files: an animation, a strip, or a picture each.

turn.gif       an animation without end, ten frames a second, one palette for all frames
turn.png       all frames side by side
turn-####.png  a file for each, numbered from 1; as many digits as there are marks
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from . import png_files

FRAME_MILLISECONDS = 100
COLOURS = 256  # the most that a GIF can hold


def files(file: Path, frames: int) -> tuple[Path, ...]:
    """The files that a turntable named `file` has, of so many frames."""
    hashes = re.search("#+", file.name)
    if not hashes or file.suffix.lower() == ".gif":
        return (file,)
    digits = len(hashes[0])
    return tuple(
        file.with_name(file.name.replace(hashes[0], f"{k:0{digits}}", 1))
        for k in range(1, frames + 1)
    )


def encoded(frames: np.ndarray, file: Path) -> Iterator[bytes]:
    """What those files hold, of frames (F, H, W, 3) uint8 sRGB."""
    if file.suffix.lower() == ".gif":
        yield _animation(frames)
    elif "#" in file.name:
        yield from map(_png, frames)
    else:
        yield _png(np.concatenate(frames, axis=1))


def _png(picture: np.ndarray) -> bytes:
    return png_files.encoded(Image.fromarray(picture))


def _animation(frames: np.ndarray) -> bytes:
    """One palette, found over all frames and without dithering: else still parts would flicker."""
    together = Image.fromarray(np.concatenate(frames, axis=0))
    palette = together.quantize(COLOURS, dither=Image.Dither.NONE)
    first, *others = (
        Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE)
        for frame in frames
    )
    how = {"save_all": True, "append_images": others, "loop": 0, "duration": FRAME_MILLISECONDS}
    file = io.BytesIO()
    first.save(file, format="GIF", **how, optimize=False, disposal=1)
    return file.getvalue()
