"""How a file becomes an image: whatever holds one, upright, in sRGB, of a size that is handled.

Files are foreign data. What a decoder raises, foreseen or not, leaves here as one sentence.
"""

from __future__ import annotations

import os
import re
import stat
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from PIL import Image, ImageFile, ImageOps, JpegImagePlugin, UnidentifiedImageError

from ..shared.errors import MaquetteError
from ..shared.files import printable
from . import depth, foreign, profiles

MOST_PIXELS = 100_000_000  # 0.3 GB once decoded
MOST_REDUCED = 400_000_000  # of a JPEG, whose decoder reduces while it reads
LARGEST_SIDE = 1024  # models see 224 pixels; more than this only costs time
FAINT = 48  # of 255: a frame with less between its extremes shows nothing yet
FRAMES = 64  # that are looked at for one that shows something
BLOCK = 16  # rows that a JPEG decodes at a time
LEAST_READ = 0.5  # of the rows; less of an object is no object
UPSIDE_DOWN = ("BMP", "DIB")
NAME, REASON = 80, 160  # characters of a file's name, and of a library's own words
MOVING = ("GIF", "WEBP", "PNG", "AVIF", "FLI")  # others hold pages, layers, a phone's two views
ANOTHER = "Choose another image, or save it again as PNG or JPEG."
SMALLER = "Scale it down first; 1024 pixels per side is plenty."


def read(file: str, upright: bool = True) -> tuple[Image.Image, list[str]]:
    """RGB or RGBA, 8 bits a channel, sRGB, no side above LARGEST_SIDE; and notes about it.

    `upright` turns it as the camera was held. Raises MaquetteError("file") for whatever is no
    image that can be read here. Never waits for a pipe.
    """
    path, notes = Path(file), []
    try:
        start = _start(path, file)
        image = _decoded(path, start, notes)
        return _reduced(_turned(image) if upright else image, notes), notes
    except MaquetteError:
        raise
    except MemoryError as error:
        raise _unreadable(path, "there is not enough memory for it", SMALLER) from error
    except Image.DecompressionBombError as error:
        what = f"{_name(path)} claims to have more pixels than any image has."
        raise MaquetteError("file", what, SMALLER) from error
    except Exception as error:  # decoders raise whatever there is
        raise _unreadable(path, _reason(error)) from error


def _start(path: Path, given: str) -> bytes:
    """The first bytes of a file that can be read without waiting."""
    try:
        mode = os.stat(path).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
            what = f"{printable(path)} is a pipe or a device, not a file."
            raise MaquetteError("file", what, "Choose a file.")
        with open(path, "rb") as opened:  # says of a directory that it is one
            start = opened.read(foreign.TELLING)
    except FileNotFoundError as error:
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", given):
            what, remedy = f"{printable(given)} is a web address.", "Download the image first."
        else:
            what, remedy = f"There is no file {printable(path)}.", "Choose another one."
        raise MaquetteError("file", what, remedy) from error
    if not start:
        raise MaquetteError("file", f"{_name(path)} is empty.", ANOTHER)
    return start


def _decoded(path: Path, start: bytes, notes: list[str]) -> Image.Image:
    """The first frame that shows something, in the mode that the file has."""
    try:
        with _opened(path, start) as image:
            return _showing(image, notes)
    except UnidentifiedImageError as error:
        if start[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
            return depth.tiff(path, _check_size)
        what = f"{_name(path)} {foreign.what(start)}."
        raise MaquetteError("file", what, ANOTHER) from error
    except (MaquetteError, MemoryError, Image.DecompressionBombError):
        raise
    except Exception:
        image = _what_is_there(path, start, notes)
        if image is None:
            raise
        return image


def _opened(path: Path, start: bytes) -> Image.Image:
    if foreign.POSTSCRIPT.match(start):
        raise UnidentifiedImageError
    Image.init()
    formats = [name for name in Image.ID if name not in foreign.LEFT_OUT]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(path, formats=formats)
        except Image.DecompressionBombError:
            if not start.startswith(b"\xff\xd8"):
                raise
            image = JpegImagePlugin.JpegImageFile(path)  # without a limit: ours follows
        if MOST_PIXELS < image.width * image.height <= MOST_REDUCED:
            image.draft("RGB", (LARGEST_SIDE, LARGEST_SIDE))  # of a JPEG; others stay as large
        try:
            _check_size(image.size)
            image.load()
        except BaseException:
            image.close()
            raise
    return image


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MOST_PIXELS:
        raise MaquetteError(
            "file",
            f"The image has {size[0]} × {size[1]} pixels; the limit is"
            f" {MOST_PIXELS // 10**6} million.",
            SMALLER,
        )


def _showing(image: Image.Image, notes: list[str]) -> Image.Image:
    if image.format not in MOVING or not getattr(image, "is_animated", False):
        if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
            image.seek(0)  # to count them is to leave the first
            image.load()
            notes.append("The file contains several images; the first one was used.")
        return image
    best, found = _contrast(image), 0
    for frame in range(1, FRAMES if best < FAINT else 0):
        try:
            image.seek(frame)
        except EOFError:
            break
        if (contrast := _contrast(image)) > best:
            best, found = contrast, frame
        if best >= FAINT:
            break
    image.seek(found)
    image.load()
    which = "first frame that shows something" if found else "first frame"
    notes.append(f"The image is animated; its {which} was used.")
    return image


def _contrast(image: Image.Image) -> int:
    """The widest range of a channel as it is seen on white, or of the transparency."""
    seen = image.copy()
    seen.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.NEAREST)
    seen = seen.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    ranges = [*Image.alpha_composite(white, seen).getextrema(), seen.getchannel("A").getextrema()]
    return max(high - low for low, high in ranges)


@contextmanager
def _tolerance() -> Iterator[None]:
    """Pillow takes what it gets, for as long as this lasts."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _what_is_there(path: Path, start: bytes, notes: list[str]) -> Image.Image | None:
    """The rows of a damaged file that can be read; None if they are not most of it."""
    try:
        with _tolerance(), _opened(path, start) as image:
            image = _showing(image, notes)
            rows = _rows_read(image)
    except Exception:  # noqa: BLE001 (what was wrong with it at first is what is told)
        return None
    if rows < LEAST_READ * image.height:
        return None
    if rows == image.height:
        notes.append("The file is damaged; the image was used as far as it could be read.")
        return image
    share = 100 * rows // image.height
    notes.append(f"The file is truncated; {share}% of the image could be read.")
    top = image.height - rows if image.format in UPSIDE_DOWN else 0
    return image.crop((0, top, image.width, top + rows))


def _rows_read(image: Image.Image) -> int:
    """How many rows came out of a file that is cut off: the rest is as it was before, or, of a
    JPEG, the gray that its decoder puts there."""
    jpeg = image.format in ("JPEG", "MPO")
    values = np.asarray(image).reshape(image.height, image.width, -1)
    blank = values == (128 if jpeg else 0)
    lines = blank.all(axis=(1, 2))[:: 1 if image.format in UPSIDE_DOWN else -1]
    rows = image.height - int(np.argmin([*lines, False]))
    if jpeg and (rows < image.height or blank[-1, -BLOCK:].all()):
        rows -= BLOCK  # that are in part as they should be
    return rows


def _turned(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 (a camera's damaged notes do not spoil its image)
        return image


def _reduced(image: Image.Image, notes: list[str]) -> Image.Image:
    image.thumbnail((4 * LARGEST_SIDE, 4 * LARGEST_SIDE), Image.Resampling.NEAREST)
    image = profiles.in_srgb(depth.in_8_bits(image), notes)
    image.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    return image


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    lines = (line.strip() for line in str(error).splitlines())
    return printable(next(filter(None, lines), "it is damaged"))[:REASON].rstrip(".")


def _name(path: Path) -> str:
    name = printable(path.name or path)
    return name if len(name) <= NAME else name[:NAME] + "…"


def _unreadable(path: Path, reason: str, remedy: str = ANOTHER) -> MaquetteError:
    return MaquetteError("file", f"{_name(path)} cannot be read: {reason}.", remedy)
