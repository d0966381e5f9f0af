"""Makes a picture fit: one object, whole, in the middle of a white square.

That is what Shap-E was trained on; most failures that people report come of a background
(openai/point-e, issues 39 and 95).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, cast

import numpy as np
from PIL import Image

from ..shared.errors import MaquetteError
from ..shared.request import SourceImage
from . import matting, quality, reading, surroundings

SMALLEST_SIDE = 16  # of the object
WHITE = (255, 255, 255)


class Prepared(NamedTuple):
    """An RGB picture, and sentences for the person who gave it."""

    image: Image.Image
    notes: tuple[str, ...]


def prepare(picture: SourceImage, tick: Callable[[], None] = lambda: None) -> Prepared:
    """Take the steps of `picture.preparation`; `tick` is called between them.

    Raises MaquetteError("file") if there is no picture in the file, or nothing in the picture.
    """
    steps = picture.preparation
    image, notes = reading.read(picture.file.path, upright="orient" in steps)
    tick()
    colour, alpha = _split(image)
    if alpha is not None and not alpha.any():
        raise _nothing()
    if "background" in steps:
        colour, alpha = _cut(colour, alpha, picture.remover, notes)
        tick()
    if alpha is not None and ("composite" in steps or "background" in steps):
        white = Image.new("RGB", colour.size, WHITE)
        colour = Image.composite(colour, white, Image.fromarray(alpha))
    box = _bounds(alpha if alpha is not None else _differs_from_white(colour))
    if min(box[2] - box[0], box[3] - box[1]) < 1:
        raise _nothing()
    if max(box[2] - box[0], box[3] - box[1]) < SMALLEST_SIDE:
        raise MaquetteError(
            "file",
            f"The object in the image is smaller than {SMALLEST_SIDE} pixels.",
            "Choose a larger image.",
        )
    if box[0] == 0 or box[1] == 0 or box[2] == colour.width or box[3] == colour.height:
        notes.append("The object touches the edge of the image; a whole one works better.")
    if "crop" in steps:
        colour = colour.crop(box)
    if "pad" in steps:
        colour = _padded(colour, picture.margin)
    return Prepared(colour, tuple(notes))


def _split(image: Image.Image) -> tuple[Image.Image, np.ndarray | None]:
    """RGB, and alpha (H, W) uint8 where something is transparent."""
    if image.mode != "RGBA":
        return image, None
    alpha = np.asarray(image.getchannel("A"))
    return image.convert("RGB"), alpha if alpha.min() < surroundings.OPAQUE else None


def _cut(
    colour: Image.Image, alpha: np.ndarray | None, remover: str, notes: list[str]
) -> tuple[Image.Image, np.ndarray]:
    """The picture within its frame, and which part of it is the object: what is opaque, if enough
    is transparent to tell them apart, else what the remover finds."""
    box = (0, 0, *colour.size)
    if alpha is not None:
        window = surroundings.window(alpha)
        if window is None:
            notes += quality.notes(np.asarray(colour), alpha, "transparency")
            return colour, alpha
        box = window
        colour = _filled(colour, alpha).crop(box)
    framed = surroundings.unframed(np.asarray(colour))
    if framed != (0, 0, *colour.size):
        colour = colour.crop(framed)
        notes.append("A frame around the image was cut off.")
    pixels = np.asarray(colour)
    found = matting.alpha(pixels, remover)
    said = quality.notes(pixels, found, remover)
    if not found.any():
        raise _not_found() if said else _nothing()
    notes += said
    return colour, found


def _filled(colour: Image.Image, alpha: np.ndarray) -> Image.Image:
    """What is transparent shows what is next to it."""
    from scipy import ndimage

    hidden = alpha < surroundings.OPAQUE
    if hidden.all():
        return colour
    nearest = cast(  # None only where it writes into an array that it is given
        "np.ndarray",
        ndimage.distance_transform_edt(hidden, return_distances=False, return_indices=True),
    )
    return Image.fromarray(np.asarray(colour)[tuple(nearest)])


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


def _not_found() -> MaquetteError:
    return MaquetteError(
        "file",
        "No object was found in the image: its background is not plain.",
        "Choose another background remover, or an image with a plain background.",
    )


def _nothing() -> MaquetteError:
    return MaquetteError(
        "file",
        "The image shows nothing: it is all transparent or all one color.",
        "Choose an image of one whole object on a plain background.",
    )
