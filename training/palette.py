"""Twelve colours, their names, and how much a colour may vary and still bear its name."""

from __future__ import annotations

import numpy as np

COLOURS: dict[str, tuple[float, float, float]] = {  # sRGB, 0..1
    "red": (0.80, 0.08, 0.08),
    "orange": (0.95, 0.48, 0.05),
    "yellow": (0.95, 0.84, 0.12),
    "green": (0.13, 0.55, 0.17),
    "cyan": (0.10, 0.78, 0.80),
    "blue": (0.12, 0.25, 0.78),
    "purple": (0.45, 0.14, 0.62),
    "pink": (0.96, 0.55, 0.72),
    "brown": (0.42, 0.25, 0.12),
    "black": (0.06, 0.06, 0.07),
    "white": (0.93, 0.93, 0.92),
    "gray": (0.50, 0.50, 0.51),
}
NAMES = tuple(COLOURS)
VALUES = np.array(list(COLOURS.values()), dtype=np.float32)

ALIASES = {  # said instead of the name
    "red": ("crimson", "scarlet", "ruby", "brick"),
    "orange": ("amber", "copper"),
    "yellow": ("golden", "gold", "golden", "brass"),
    "green": ("emerald", "grassy"),
    "cyan": ("turquoise", "teal", "aqua"),
    "blue": ("navy", "sapphire"),
    "purple": ("violet", "lilac", "lavender"),
    "pink": ("rose", "rosy"),
    "brown": ("wooden", "wooden", "bronze", "leather", "chocolate"),
    "black": ("dark", "ebony", "coal"),
    "white": ("snowy", "ivory", "marble"),
    "gray": ("grey", "silver", "metal", "steel", "stone", "concrete"),
}


def vary(index: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """sRGB (..., 3) near the colours numbered `index` (...): brightness within 6%, tint within 2%.

    Small enough that the nearest of the twelve stays the named one.
    """
    colour = VALUES[index]
    brightness = random.normal(1.0, 0.06, colour.shape[:-1] + (1,))
    tint = random.normal(0.0, 0.02, colour.shape)
    return np.clip(colour * brightness + tint, 0.0, 1.0).astype(np.float32)


def nearest(colour: np.ndarray) -> np.ndarray:
    """Number of the nearest of the twelve to each sRGB colour (..., 3), by Euclidean distance."""
    return np.linalg.norm(colour[..., None, :] - VALUES, axis=-1).argmin(-1)
