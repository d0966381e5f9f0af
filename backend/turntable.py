"""Frames of a turn as files: an animation, a strip, or a picture each."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from PIL import Image

from .protocol.errors import MaquetteError

FRAME_MILLISECONDS = 100
COLOURS = 256  # the most that a GIF can hold


def write(frames: np.ndarray, file: Path) -> tuple[Path, ...]:
    """Write frames (F, H, W, 3) uint8 sRGB; the files that were made.

    turn.gif       an animation without end, ten frames a second, one palette for all frames
    turn.png       all frames side by side
    turn-####.png  a file for each, numbered from 1; as many digits as there are marks

    All of them are written, or none. Raises MaquetteError("file").
    """
    if file.suffix.lower() == ".gif":
        return _save({file: _animation(frames)})
    hashes = re.search("#+", file.name)
    if not hashes:
        return _save({file: {"image": Image.fromarray(np.concatenate(frames, axis=1))}})
    digits = len(hashes[0])
    return _save(
        {
            file.with_name(file.name.replace(hashes[0], f"{k:0{digits}}", 1)): {
                "image": Image.fromarray(frame)
            }
            for k, frame in enumerate(frames, start=1)
        }
    )


def _animation(frames: np.ndarray) -> dict[str, object]:
    """One palette, found over all frames and without dithering: else still parts would flicker."""
    together = Image.fromarray(np.concatenate(frames, axis=0))
    palette = together.quantize(COLOURS, dither=Image.Dither.NONE)
    first, *others = (
        Image.fromarray(frame).quantize(palette=palette, dither=Image.Dither.NONE)
        for frame in frames
    )
    how = {"save_all": True, "append_images": others, "loop": 0, "duration": FRAME_MILLISECONDS}
    return {"image": first, **how, "optimize": False, "disposal": 1}


def _save(files: dict[Path, dict]) -> tuple[Path, ...]:
    parts = {file: file.with_name(f".{file.name}.part") for file in files}
    try:
        for file, how in files.items():
            image = how.pop("image")
            image.save(parts[file], format=file.suffix[1:].upper(), **how)
        for file, part in parts.items():
            part.replace(file)
    except OSError as error:
        raise MaquetteError(
            "file",
            f"The turntable cannot be written to {error.filename or file.parent}:"
            f" {error.strerror or error}.",
            "Choose another folder, or make room.",
        ) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    return tuple(files)
