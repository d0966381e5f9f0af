"""Latents as files: what was made can be taken up again, varied, or blended with another.

A file is a NumPy array (rows, width) of halves: what a sampler finds is not finer than that.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .protocol.errors import MaquetteError

if TYPE_CHECKING:
    import torch

    from .protocol.request import Start

LARGEST = 1 << 26  # bytes of a file; Shap-E's is 2 MB


def encoded(latent: torch.Tensor) -> bytes:
    """The file's content."""
    file = io.BytesIO()
    np.save(file, latent.float().cpu().numpy().astype(np.float16), allow_pickle=False)
    return file.getvalue()


def read(start: Start, samples: int) -> np.ndarray:
    """(samples, rows, width) fp32: one latent as often as needed, or the steps between two of them,
    evenly spaced, the two themselves left out.

    Raises MaquetteError("file") for a file that holds no latent, MaquetteError("request") for two
    that do not go together.
    """
    latents = [_read(Path(file)) for file in start.files]
    if len({latent.shape for latent in latents}) > 1:
        raise MaquetteError(
            "request",
            "These two objects were made by different models.",
            "Blend two that were made by the same one.",
        )
    if len(latents) == 1:
        return np.repeat(latents[0][None], samples, axis=0)
    share = (np.arange(1, samples + 1, dtype=np.float32) / (samples + 1))[:, None, None]
    return latents[0] * (1 - share) + latents[1] * share


def _read(path: Path) -> np.ndarray:
    try:
        if path.stat().st_size > LARGEST:
            raise ValueError("it is too large")
        latent = np.load(path, allow_pickle=False)
        if not isinstance(latent, np.ndarray) or latent.ndim != 2 or latent.dtype.kind != "f":
            raise ValueError("it is no table of numbers")
        if not (latent.size and np.isfinite(latent).all()):
            raise ValueError("it holds numbers that are not finite")
    except (OSError, ValueError, EOFError) as error:
        raise MaquetteError(
            "file", f"The latent {path.name} cannot be read: {error}.", "Generate the object again."
        ) from error
    return latent.astype(np.float32)
