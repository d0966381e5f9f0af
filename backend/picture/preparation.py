"""Makes a picture fit: one object, whole, in the middle of a white square.

That is what Shap-E was trained on; most failures that people report come of a background
(openai/point-e, issues 39 and 95).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ..protocol.errors import MaquetteError
from ..protocol.request import Picture
from . import matting

MOST_PIXELS = 100_000_000  # 0.3 GB once decoded
LARGEST_SIDE = 1024  # models see 224 pixels; more than this only costs time
SMALLEST_SIDE = 16  # of the object
OPAQUE = 250  # of 255
WHITE = (255, 255, 255)
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")
ANOTHER = "Choose another picture, or save it again as PNG or JPEG."


class Prepared(NamedTuple):
    """An RGB picture, and sentences for the person who gave it."""

    image: Image.Image
    notes: tuple[str, ...]


def prepare(picture: Picture, tick: Callable[[], None] = lambda: None) -> Prepared:
    """Take the steps of `picture.preparation`; `tick` is called between them.

    Raises MaquetteError("file") if there is no picture in the file, or nothing in the picture.
    """
    steps = picture.preparation
    image, notes = _open(Path(picture.file))
    if "orient" in steps:
        image = ImageOps.exif_transpose(image)
    image = _reduced(image)
    tick()
    colour, alpha = _split(image)
    if alpha is not None and not alpha.any():
        raise _nothing()
    cut = alpha is not None
    if alpha is None and "background" in steps:
        alpha = matting.alpha(np.asarray(colour), picture.remover)
        cut = True
        tick()
    if cut and ("composite" in steps or "background" in steps):
        colour = Image.composite(
            colour, Image.new("RGB", colour.size, WHITE), Image.fromarray(alpha)
        )
    box = _bounds(alpha if alpha is not None else _differs_from_white(colour))
    if min(box[2] - box[0], box[3] - box[1]) < 1:
        raise _nothing()
    if max(box[2] - box[0], box[3] - box[1]) < SMALLEST_SIDE:
        raise MaquetteError(
            "file",
            f"The object in the picture is smaller than {SMALLEST_SIDE} pixels.",
            "Choose a larger picture.",
        )
    if box[0] == 0 or box[1] == 0 or box[2] == colour.width or box[3] == colour.height:
        notes.append("The object touches the border of the picture; a whole one works better.")
    if "crop" in steps:
        colour = colour.crop(box)
    if "pad" in steps:
        colour = _padded(colour, picture.margin)
    return Prepared(colour, tuple(notes))


def _open(path: Path) -> tuple[Image.Image, list[str]]:
    """The first frame, decoded, and notes."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(path)
        if image.width * image.height > MOST_PIXELS:
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # a JPEG can be read reduced
        if image.width * image.height > MOST_PIXELS:
            raise MaquetteError(
                "file",
                f"The picture has {image.width} × {image.height} pixels;"
                f" {MOST_PIXELS // 10**6} million are the most.",
                "Scale it down first; 1024 pixels a side are plenty.",
            )
        notes = []
        if getattr(image, "is_animated", False) and image.format != "MPO":  # a phone's two views
            notes.append("The picture is animated; its first frame was taken.")
        image.load()
        return image, notes
    except FileNotFoundError as error:
        raise MaquetteError("file", f"There is no file {path}.", "Choose another.") from error
    except UnidentifiedImageError as error:
        raise MaquetteError("file", f"{path.name} {_what(path)}.", ANOTHER) from error
    except Image.DecompressionBombError as error:
        raise MaquetteError(
            "file",
            f"{path.name} claims more pixels than any picture has.",
            "Scale it down first; 1024 pixels a side are plenty.",
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise MaquetteError(
            "file", f"{path.name} cannot be read: {_reason(error)}.", ANOTHER
        ) from error


def _what(path: Path) -> str:
    """What a file is that Pillow does not know."""
    with open(path, "rb") as file:
        start = file.read(16)
    if start[4:8] == b"ftyp" and start[8:12] in HEIC_BRANDS:
        return "is a HEIC picture, which cannot be read here"
    return "is no picture" if start else "is empty"


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return str(error).rstrip(".") or "it is damaged"


def _reduced(image: Image.Image) -> Image.Image:
    """8 bits a channel, RGB or RGBA, no side above LARGEST_SIDE."""
    if image.mode.startswith(("I", "F")):
        values = np.asarray(image).astype(np.float64)
        highest = 65535.0 if image.mode != "F" and values.max(initial=0) > 255 else 255.0
        highest = 1.0 if image.mode == "F" and values.max(initial=0) <= 1 else highest
        image = Image.fromarray((np.clip(values / highest, 0, 1) * 255 + 0.5).astype(np.uint8))
    image.thumbnail((4 * LARGEST_SIDE, 4 * LARGEST_SIDE), Image.Resampling.NEAREST)
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _split(image: Image.Image) -> tuple[Image.Image, np.ndarray | None]:
    """RGB, and alpha (H, W) uint8 where something is transparent."""
    if image.mode != "RGBA":
        return image, None
    alpha = np.asarray(image.getchannel("A"))
    return image.convert("RGB"), alpha if alpha.min() < OPAQUE else None


def _differs_from_white(colour: Image.Image) -> np.ndarray:
    return 255 - np.asarray(colour).min(axis=2)


def _bounds(alpha: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is there; all 0 where nothing is."""
    return Image.fromarray(np.where(alpha > 16, 255, 0).astype(np.uint8)).getbbox() or (0, 0, 0, 0)


def _padded(image: Image.Image, margin: float) -> Image.Image:
    side = round(max(image.size) / (1 - 2 * margin))
    square = Image.new("RGB", (side, side), WHITE)
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def _nothing() -> MaquetteError:
    return MaquetteError(
        "file",
        "The picture shows nothing: all of it is transparent or of one colour.",
        "Choose a picture of one object, whole, before a plain background.",
    )
