"""Images of more than 8 bits a channel become those of 8."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

FULL = (255, 1023, 4095, 65535)  # white, of whole numbers: 12 bits may lie in 16
LARGE = 2**31 - 1, 2**32 - 1  # and where all bits of 32 are used
BRIGHT = 90  # percent of the values that white is not below; the rest are lights
SCENE = 16.0  # floats up to here are light, of which 1 is white


def in_8_bits(image: Image.Image) -> Image.Image:
    """Mode L of an image of one deep channel; others as they are."""
    if not image.mode.startswith(("I", "F")):
        return image
    made = Image.fromarray(scaled(np.asarray(image)))
    if profile := image.info.get("icc_profile"):
        made.info["icc_profile"] = profile
    return made


def scaled(values: np.ndarray) -> np.ndarray:
    """uint8 of the same shape, white where `values` mean it."""
    whole = values.dtype.kind in "iu"
    values = np.nan_to_num(values.astype(np.float64), nan=0.0, posinf=SCENE, neginf=0.0)
    if not whole:
        white = _white_of_floats(values)
    else:
        highest = values.max(initial=0)
        full = LARGE if highest > LARGE[0] / 128 else FULL
        white = next((white for white in full if highest <= white), highest)
    return (np.clip(values / white, 0, 1) * 255 + 0.5).astype(np.uint8)


def _white_of_floats(values: np.ndarray) -> float:
    """Floats have no white of their own: 1, 255 and 65535 are usual; a light is above 1."""
    bright = float(np.percentile(values, BRIGHT)) if values.size else 1.0
    if bright <= SCENE:
        return max(1.0, bright)
    return next((full for full in (255.0, 65535.0) if bright <= full), bright)


def tiff(path: Path, check: Callable[[tuple[int, int]], None]) -> Image.Image:
    """The first page of a TIFF that Pillow does not know, of floats or deep numbers in colour.

    `check` is called with its size before it is read. Raises whatever tifffile does.
    """
    import tifffile

    with tifffile.TiffFile(path) as file:
        page = file.pages[0]
        assert isinstance(page, tifffile.TiffPage)  # later ones may be frames
        if page.photometric not in (0, 1, 2):  # white is 0, black is 0, RGB
            kind = getattr(page.photometric, "name", "unknown")
            raise ValueError(f"its colors are {kind.lower()}")
        check((page.imagewidth, page.imagelength))
        values = np.asarray(page.asarray())
        if page.axes.startswith("S"):  # a plane for each channel
            values = np.moveaxis(values, 0, -1)
        profile = page.iccprofile
    if values.ndim not in (2, 3) or values.dtype.kind not in "iuf":
        raise ValueError("its pixel format is not supported")
    made = _image(values, inverted=page.photometric == 0)
    if profile:
        made.info["icc_profile"] = profile
    return made


def _image(values: np.ndarray, inverted: bool) -> Image.Image:
    if values.ndim == 2 or values.shape[-1] < 3:
        gray = scaled(values if values.ndim == 2 else values[..., 0])
        return Image.fromarray(255 - gray if inverted else gray)
    colour = scaled(values[..., :3])
    if values.shape[-1] == 4:
        opaque = scaled(values[..., 3])
        return Image.fromarray(np.concatenate([colour, opaque[..., None]], axis=-1))
    return Image.fromarray(colour)
