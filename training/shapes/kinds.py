"""What a kind of shape is: its words, its parts and how parameters become solids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from .solids import Solid

Parts = list[tuple[int, Solid]]
Form = tuple[int, float, float]
"""A parameter's number, and the range in [0,1] that it lies in."""
LONGEST = 1.9
"""Longest side, in model units, of a shape of full size."""


@dataclass(frozen=True)
class Kind:
    """A family of shapes that share a name.

    `parts` names one to three parts in caption order; part 0 is the main body. `natural` lists
    for every part the colour names that suit it; "same" stands for the main part's colour. `forms`
    maps what can be said of one form ("round", "with three legs") to the parameter that decides it
    and the range that it then lies in. `height` is how tall such a thing usually is, in meters, or
    would be as thick as it is drawn.
    `senses` names what it is in WordNet ("dog.n.01"; see `training/wordnet.py`): what is a kind of
    these is made as one of it.
    `build` takes parameters u (8,) in [0,1] to (part id, solid) pairs: u[0] is the overall size
    (ignored here), u[1] height, u[2] width, u[3] to u[7] are the kind's own.
    """

    name: str
    synonyms: tuple[str, ...]
    parts: tuple[str, ...]
    natural: tuple[tuple[str, ...], ...]
    forms: Mapping[str, Form]
    height: float
    senses: tuple[str, ...]
    build: Callable[[np.ndarray], Parts]


def kind(
    name: str,
    *synonyms: str,
    height: float,
    senses: tuple[str, ...],
    forms: Mapping[str, Form] | None = None,
    **natural: tuple[str, ...],
) -> Callable[[Callable[[np.ndarray], Parts]], Kind]:
    """Turn a build function into a Kind; keywords map part names to natural colours, in order."""
    parts = tuple(part.replace("_", " ") for part in natural)
    colours = tuple(natural.values())
    return lambda build: Kind(name, synonyms, parts, colours, forms or {}, height, senses, build)


def extents(
    u: np.ndarray, x: float, y: float, z: float, deep: float = 1.0
) -> tuple[float, float, float]:
    """Full side lengths for a kind whose usual ones are x, y, z; the longest becomes 1.9.

    u[1] and u[2] each change the ratio of height to width by a factor of 1.85; `deep` says how
    far y follows the width (0 to 1).
    """
    taller, wider = (1.36 ** (2 * float(value) - 1) for value in u[1:3])
    sides = x * wider, y * wider**deep, z * taller
    scale = LONGEST / max(sides)
    return sides[0] * scale, sides[1] * scale, sides[2] * scale


def mix(value: float, low: float, high: float) -> float:
    """Linear from low (value 0) to high (value 1)."""
    # A plain float keeps float32 arrays float32; NumPy's own float64 would widen them.
    return low + float(value) * (high - low)


def pick(value: float, count: int) -> int:
    """One of `count` equal steps, 0 to count - 1."""
    return min(int(float(value) * count), count - 1)
