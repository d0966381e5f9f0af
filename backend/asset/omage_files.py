"""Files of omages -> the omage, and back.

npz   the published layout: `arr_0` (H, W, 12) uint16, 65535 for 1
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..shared.errors import foreign
from ..shared.files import printable
from .omage import REMEDY, checked

LARGEST = 65535  # of uint16, which stands for 1
NAMES = ("arr_0", "omage")


def read(path: Path) -> np.ndarray:
    """The omage (H, W, 12) float32, as in `omage.py`. Raises MaquetteError("file") for a file
    without one, ("empty") for one that shows nothing."""
    with (
        foreign("file", f"{printable(path.name)} cannot be read", REMEDY),
        np.load(path, allow_pickle=False) as file,
    ):
        return checked(decoded(next(file[name] for name in NAMES if name in file)))


def decoded(stored: np.ndarray) -> np.ndarray:
    """float32 of what a file holds: uint16, or numbers already."""
    return stored.astype(np.float32) / LARGEST if stored.dtype == np.uint16 else stored
