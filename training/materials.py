"""What parts of shapes are made of: `materials.toml` says it of every part and of some words."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from backend.asset.mesh import srgb_to_linear

from . import palette
from .captions import COLOUR_OF, PARTS, Description

SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
WORDS = ("", *sorted({word for n in palette.NAMES for word in (n, *palette.ALIASES[n])}))
"""For colors, by their numbers; the first one says nothing."""
MADE: tuple[str, ...] = tuple(SAID["kinds"])
"""Names of the kinds that omages-mini makes."""
BETWEEN = 0.35, 0.72  # classes of roughness, away from that of every material
SPREAD = 0.03  # of roughness, between things of the same material


def worded(said: Description, random: np.random.Generator) -> tuple[int, ...]:
    """For each part the number of the word that its color is said with; 0: nothing is said."""
    found: list[int] = []
    for part, colour in enumerate((said.main, *said.accents)):
        word = ""
        if colour >= 0 and part < len(said.parts):
            name = palette.NAMES[colour]
            word = str(random.choice([name, *palette.ALIASES[name]]))
            if said.whole and part:
                word = WORDS[found[0]]  # it is said once, of all
        found.append(WORDS.index(word))
    return tuple(found)


def of(kind: str, words: Sequence[int]) -> list[str]:
    """The material of each part, where such words are said."""
    own = SAID["kinds"][kind]
    own = [*own, *own[:1] * (PARTS - len(own))]
    return [SAID["words"].get(WORDS[word], usual) for word, usual in zip(words, own, strict=True)]


def meant() -> np.ndarray:
    """What each word means, (words, 5): linear color, metallic and roughness, -1..1; 0 for what it
    does not say."""
    found = np.zeros((len(WORDS), 5), np.float32)
    for number, word in enumerate(WORDS[1:], 1):
        found[number, :3] = srgb_to_linear(palette.VALUES[COLOUR_OF[word]]) * 2 - 1
        if made_of := SAID["words"].get(word):
            found[number, 3:] = surface([made_of])[0] * 2 - 1
    return found


def surface(names: Sequence[str], random: np.random.Generator | None = None) -> np.ndarray:
    """Metallic and roughness (N, 2) of materials; of no two things the same, if drawn at random."""
    found = np.array([SAID["materials"][name] for name in names], np.float32)
    if random is not None:
        found[:, 1] += random.normal(0, SPREAD, len(found))
    return found.clip(0, 1)


def classed(surfaces: np.ndarray) -> np.ndarray:
    """(N, 2) of metallic and roughness (N, 2): 1 for metal, else 0, and 0 for what is smooth, 1 for
    what is between, 2 for what is rough."""
    metallic, rough = surfaces.T
    return np.stack([metallic > 0.5, np.digitize(rough, BETWEEN)], axis=1).astype(int)
