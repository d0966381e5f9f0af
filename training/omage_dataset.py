"""Shapes drawn at random as omages: what Omages learns.

Kept are the positions of texels, and what a shape is called by its form; its colors and what it is
made of are drawn anew at every use, and so are the words that say both.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from backend.asset import omage as format
from backend.asset.mesh import srgb_to_linear

from . import arrays, materials, templates
from .captions import FORMS, KIND_NAMES, Description, describe, draw
from .shapes import Shape, build
from .templates import SIDE, Template


class Form(NamedTuple):
    """What the networks are told as one class: a kind, laid by one of its templates."""

    kind: str
    template: Template


@functools.cache
def forms() -> tuple[Form, ...]:
    """All that omages-mini makes, by the ids of classes."""
    return tuple(Form(kind, each) for kind in materials.MADE for each in templates.of(kind))


class Painted(NamedTuple):
    """Colors (3, 3) linear, metallic and roughness (3, 2) of parts, and the words for them."""

    colours: np.ndarray
    surfaces: np.ndarray
    words: tuple[int, ...]


@dataclass(frozen=True)
class Omages:
    """`n` shapes.

    form (n,) int16 in `forms`; ends (n, 3) int8 and said (n,) int16 as in a `Description`, -1 for
    no form; positions (n, SIDE, SIDE, 3) float16 in model units, 0 where nothing shows.
    """

    form: np.ndarray
    ends: np.ndarray
    said: np.ndarray
    positions: np.ndarray

    def __len__(self) -> int:
        return len(self.form)

    def geometry(self, row: int) -> np.ndarray:
        """(4, SIDE, SIDE) float32, -1..1: position and occupancy, -1 where nothing shows."""
        shows = forms()[self.form[row]].template.part >= 0
        return geometry(self.positions[row].astype(np.float32), shows)

    def described(self, row: int, random: np.random.Generator) -> Description:
        """Its form, and colors drawn anew."""
        said = int(self.said[row])
        x, y, z = (int(end) for end in self.ends[row])
        colours = describe(random, KIND_NAMES.index(forms()[self.form[row]].kind))
        return replace(colours, ends=(x, y, z), form=FORMS[said] if said >= 0 else "")


def geometry(positions: np.ndarray, shows: np.ndarray) -> np.ndarray:
    """Channels of the network's image, of positions (SIDE, SIDE, 3)."""
    image = np.full((4, *shows.shape), -1, np.float32)
    image[:3, shows] = positions[shows].T
    image[3, shows] = 1
    return image


def painted(
    said: Description, random: np.random.Generator, words: tuple[int, ...] | None = None
) -> Painted:
    """As a description says it, in such words, or any."""
    words = materials.worded(said, random) if words is None else words
    kind = KIND_NAMES[said.kind]
    return Painted(
        srgb_to_linear(draw(said, random)[1]).astype(np.float32),
        materials.surface(materials.of(kind, words), random),
        words,
    )


def material(paint: Painted, part: np.ndarray) -> np.ndarray:
    """(5, SIDE, SIDE) float32, -1..1, of parts (SIDE, SIDE), -1 where nothing shows."""
    each = np.concatenate([paint.colours, paint.surfaces], axis=1) * 2 - 1
    image = each[part].transpose(2, 0, 1).astype(np.float32)
    image[:, part < 0] = -1
    return image


def whole(shape: Shape, template: Template, paint: Painted) -> np.ndarray:
    """The omage (SIDE, SIDE, 12) of a shape, as in `backend/asset/omage.py`."""
    positions, normals = template.lay(shape)
    shows = template.part >= 0
    found = np.zeros((SIDE, SIDE, format.CHANNELS), np.float32)
    found[..., format.POSITION] = (positions + 1) / 2
    found[..., format.OCCUPANCY] = 1
    found[..., format.NORMAL] = (normals + 1) / 2
    found[..., format.COLOUR.start :] = material(paint, template.part).transpose(1, 2, 0) / 2 + 0.5
    found[~shows] = 0
    return found


def drawn(kind: str, random: np.random.Generator) -> tuple[Description, Shape, Template]:
    """A shape of a kind that one of its templates fits."""
    own = {each.signature: each for each in templates.of(kind)}
    while True:
        said = describe(random, KIND_NAMES.index(kind))
        shape = build(kind, draw(said, random)[0])
        if template := own.get(templates.signature_of(shape)):
            return said, shape, template


def _rows(task: tuple[int, int]) -> list[tuple[object, ...]]:
    seed, count = task
    random, rows = np.random.default_rng(seed), []
    number = {each.template: k for k, each in enumerate(forms())}
    for _ in range(count):
        kind = materials.MADE[random.integers(len(materials.MADE))]
        said, shape, template = drawn(kind, random)
        name = FORMS.index(said.form) if said.form else -1
        positions = template.lay(shape)[0].astype(np.float16)
        rows.append((number[template], said.ends, name, positions))
    return rows


def make(count: int, seed: int, processes: int = 2) -> Omages:
    """`count` shapes, all kinds equally likely; the same for the same seed."""
    return Omages(*arrays.columns(_rows, count, seed, processes, ("i2", "i1", "i2", "f2")))


def load_or_make(folder: Path, count: int, seed: int, processes: int = 2) -> Omages:
    """`count` shapes of a folder, which is made if it is not there."""
    return arrays.load_or_make(Omages, folder, lambda: make(count, seed, processes))
