"""Samples as files: what was made can be taken up again, varied, or blended with another.

A file is a NumPy array: a latent by itself, or else a record with the sample's arrays as fields.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from ..asset.point_cloud import PointCloud
from ..shared.errors import MaquetteError, foreign
from ..shared.files import printable

if TYPE_CHECKING:
    from ..shared.request import InitLatents

LARGEST = 1 << 26  # bytes of numbers; Shap-E's are 2 MB
ALONE = "latent"  # the name of an array that is the whole file
Arrays = Mapping[str, np.ndarray]
HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
REMEDY = "Generate the object again."


def encoded(arrays: Arrays) -> bytes:
    """The file's content, of what `families.LoadedModel.arrays` gave."""
    content = arrays.get(ALONE) if len(arrays) == 1 else None
    if content is None:
        given = {name: np.asarray(array) for name, array in arrays.items()}
        content = np.zeros((), [(name, each.dtype, each.shape) for name, each in given.items()])
        for name, each in given.items():
            content[name] = each
    file = io.BytesIO()
    np.save(file, content, allow_pickle=False)
    return file.getvalue()


def read(init: InitLatents, samples: int) -> Sequence[Arrays]:
    """One sample as often as needed, or the steps between two of them, evenly spaced, the two
    themselves left out. Real numbers become fp32.

    Raises MaquetteError("file") for a file that holds no sample, MaquetteError("request") for two
    that do not go together.
    """
    latents = [_read(Path(file)) for file in init.files]
    if len({tuple((n, a.shape, a.dtype) for n, a in each.items()) for each in latents}) > 1:
        raise MaquetteError(
            "request",
            "These two objects were made by different models.",
            "Blend two objects that were made by the same model.",
        )
    if len(latents) == 1:
        return latents * samples
    first, last = latents
    shares = np.arange(1, samples + 1, dtype=np.float32) / (samples + 1)
    return [{name: first[name] * (1 - at) + last[name] * at for name in first} for at in shares]


def is_cloud(init: InitLatents) -> bool:
    """Whether it is no latent, but a cloud of points of which a sample is to be made."""
    return init.files[0].name.lower().endswith(".npz")


def cloud(init: InitLatents) -> PointCloud:
    """Raises MaquetteError("file") for a file that holds none."""
    file = init.files[0]
    unread = foreign("file", f"The points {printable(file.name)} cannot be read", "Choose others.")
    with unread, np.load(file, allow_pickle=False) as arrays:
        return PointCloud(_finite(arrays["points"]), _finite(arrays["colors"]))


def _read(path: Path) -> dict[str, np.ndarray]:
    with foreign("file", f"The latent {printable(path.name)} cannot be read", REMEDY):
        if path.exists() and not path.is_file():  # to open a pipe would wait for a writer
            raise ValueError("it is not a file")
        with open(path, "rb") as file:
            shape, by_column, kind = _header(file)
            fields = kind.names or ()
            kinds = {kind[name].base.kind for name in fields} or {kind.kind}
            if not kinds <= {*("fiu" if fields else "f")} or len(shape) != (0 if fields else 2):
                raise ValueError("it is not an array of numbers")
            size = math.prod(shape) * kind.itemsize
            if not 0 < size <= LARGEST:
                raise ValueError(f"it would hold {size} bytes")
            content = file.read(size + 1)
        if len(content) != size:
            raise ValueError("it is truncated, or longer than its header says")
        numbers = np.frombuffer(content, kind).reshape(shape, order="F" if by_column else "C")
        found = {name: numbers[name] for name in fields} or {ALONE: numbers}
        return {name: _finite(each) for name, each in found.items()}


def _finite(numbers: np.ndarray) -> np.ndarray:
    """Whole numbers as they are, others as fp32. Raises ValueError for one that is not finite."""
    if numbers.dtype.kind != "f":
        return numbers
    with np.errstate(over="ignore", invalid="ignore"):
        numbers = numbers.astype(np.float32)
    if not np.isfinite(numbers).all():
        raise ValueError("it contains numbers that are not finite")
    return numbers


def _header(file: BinaryIO) -> tuple[tuple[int, ...], bool, np.dtype]:
    """Of a NumPy file: shape, whether column by column, type."""
    try:
        version = np.lib.format.read_magic(file)
        if version not in HEADERS:
            raise ValueError(f"its format {version} is not supported")
        shape, by_column, kind = HEADERS[version](file)
    except MemoryError as error:  # Python's parser, of a header that is nested too deep
        raise ValueError("its header is not valid") from error
    if not all(isinstance(side, int) and 0 <= side < 2**31 for side in shape):
        raise ValueError(f"it has the shape {str(shape)[:80]}")
    return shape, by_column, kind
