"""Latents as files: what was made can be taken up again, varied, or blended with another.

A file is a NumPy array (rows, width) of halves: what a sampler finds is not finer than that.
"""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from ..shared.errors import MaquetteError, foreign
from ..shared.files import printable

if TYPE_CHECKING:
    import torch

    from ..shared.request import InitLatents

LARGEST = 1 << 26  # bytes of numbers; Shap-E's are 2 MB
HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
REMEDY = "Generate the object again."


def encoded(latent: torch.Tensor) -> bytes:
    """The file's content."""
    file = io.BytesIO()
    np.save(file, latent.float().cpu().numpy().astype(np.float16), allow_pickle=False)
    return file.getvalue()


def read(init: InitLatents, samples: int) -> np.ndarray:
    """(samples, rows, width) fp32: one latent as often as needed, or the steps between two of them,
    evenly spaced, the two themselves left out.

    Raises MaquetteError("file") for a file that holds no latent, MaquetteError("request") for two
    that do not go together.
    """
    latents = [_read(Path(file)) for file in init.files]
    if len({latent.shape for latent in latents}) > 1:
        raise MaquetteError(
            "request",
            "These two objects were made by different models.",
            "Blend two objects that were made by the same model.",
        )
    if len(latents) == 1:
        return np.repeat(latents[0][None], samples, axis=0)
    share = (np.arange(1, samples + 1, dtype=np.float32) / (samples + 1))[:, None, None]
    return latents[0] * (1 - share) + latents[1] * share


def _read(path: Path) -> np.ndarray:
    with foreign("file", f"The latent {printable(path.name)} cannot be read", REMEDY):
        if path.exists() and not path.is_file():  # to open a pipe would wait for a writer
            raise ValueError("it is not a file")
        with open(path, "rb") as file:
            shape, by_column, kind = _header(file)
            if len(shape) != 2 or kind.kind != "f":
                raise ValueError("it is not an array of numbers")
            size = math.prod(shape) * kind.itemsize
            if not 0 < size <= LARGEST:
                raise ValueError(f"it would hold {size} bytes")
            content = file.read(size + 1)
        if len(content) != size:
            raise ValueError("it is truncated, or longer than its header says")
        numbers = np.frombuffer(content, kind).reshape(shape, order="F" if by_column else "C")
        with np.errstate(over="ignore", invalid="ignore"):
            latent = numbers.astype(np.float32)
        if not np.isfinite(latent).all():
            raise ValueError("it contains numbers that are not finite")
    return latent


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
