"""The networks of an Omages model, in memory.

geometry/  what makes positions and occupancy of noise
material/  what makes colors, metallic and roughness for them

Each holds the published checkpoint, by its own name, or another network's `config.json` (a
`GeometryNetwork`, a `MaterialNetwork`) with its weights beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar, cast

import torch

from ...compute.device import Offloader
from ...compute.progress import Tracker
from ...shared import typed
from ...shared.errors import MaquetteError
from ...shared.models import hub_cache
from ...shared.models.catalog import Model
from ...shared.typed import Range
from .. import folder as folders
from .. import network as networks
from . import checkpoints, classes
from .dit import Geometry
from .geometry import Mean
from .unet import Labeled, Material

CONFIG = "config.json"
PLACES = ("pos_embed",)  # are a formula, and need not be in a file
Count = Annotated[int, Range(1, 1 << 14)]
Described = TypeVar("Described")


@dataclass(frozen=True)
class GeometryNetwork:
    """A geometry network that is not the published one, as its config.json describes it.

    side     of the omages that it makes
    patch    pixels a side of what becomes one token
    classes  names of the things that it was trained on, by their ids
    mean     what it was trained to say
    stitch   how far the borders of patches can be apart that belong together, in model units; 0:
             none do
    """

    side: Count
    patch: Count
    width: Count
    layers: Count
    heads: Count
    classes: tuple[str, ...]
    mean: Mean = "epsilon"
    stitch: Annotated[float, Range(0.0, 1.0)] = 0.0

    def make(self) -> Geometry:
        """Without its weights, on torch's default device."""
        return Geometry(
            self.side, self.patch, self.width, self.layers, self.heads, len(self.classes)
        )


@dataclass(frozen=True)
class MaterialNetwork:
    """The same of a material network: see `unet.Material`.

    classes  how many it can be told
    text     width of what tells one
    words    for colors and what things are made of, which can be said of each of `parts` parts:
             the thing itself, then those that its maquette.json names. The first one says nothing
    steps    of the fast sampler, however many are asked for; 0: as many. A small network says a
             color as a whole more truly than bit by bit
    static   whether what is beyond -1..1 is cut off, instead of all being scaled
    """

    width: Count
    multiples: tuple[Count, ...]
    blocks: Count
    attends: tuple[bool, ...]
    heads: Count
    classes: Count
    text: Count
    words: tuple[str, ...] = ()
    parts: Count = 1
    steps: Annotated[int, Range(0, 1000)] = 0
    static: bool = False

    def make(self) -> Labeled:
        """Without its weights, on torch's default device."""
        unet = Material(
            self.width, self.multiples, self.blocks, self.attends, self.heads, self.text
        )
        return Labeled(unet, self.classes, self.text, len(self.words), self.parts)


@dataclass(frozen=True)
class Components:
    """classes  names of the things that both networks were trained on, by their ids
    words    that the material's was taught for each of so many parts: see `MaterialNetwork`
    mean     what the geometry's was trained to say
    stitch   how far borders of its patches can be apart: see `GeometryNetwork`
    steps, static  of the material's sampler: see `MaterialNetwork`
    """

    geometry: Geometry
    material: Labeled
    classes: tuple[str, ...]
    words: tuple[str, ...]
    parts: int
    mean: Mean
    stitch: float
    steps: int
    static: bool
    offloader: Offloader


def load(
    model: Model, device: torch.device, precision: torch.dtype, progress: Tracker
) -> Components:
    """Read every component of a model. Stage "loading", a step for each.

    Raises MaquetteError("model") that names the file if one is missing, damaged, or another's.
    """
    with progress.stage("loading", 2) as advance:
        folders_of = hub_cache.locate(model)
        own = _described(folders_of["geometry"], GeometryNetwork)
        geometry = cast("Geometry", _network(folders_of["geometry"], own, precision))
        names = own.classes if own else classes.PUBLISHED
        advance(1)
        told = _described(folders_of["material"], MaterialNetwork)
        material = cast("Labeled", _network(folders_of["material"], told, precision))
        _check_that_they_fit(geometry, material, folders_of["geometry"].parent)
        advance(2)
    mean, stitch = (own.mean, own.stitch) if own else ("epsilon", 0.0)
    words, parts = (told.words, told.parts) if told else ((), 1)
    steps, static = (told.steps, told.static) if told else (0, False)
    offloader = Offloader(device, geometry, material)
    return Components(
        geometry, material, names, words, parts, mean, stitch, steps, static, offloader
    )


def _described(folder: Path, kind: type[Described]) -> Described | None:
    """What a component's config.json says, if it has one."""
    path = folder / CONFIG
    if not path.is_file():
        return None
    with folders.reading(path, "does not describe a network of Omages"):
        return typed.fit(folders.read_json(path), kind, "")


def _network(
    folder: Path, own: GeometryNetwork | MaterialNetwork | None, precision: torch.dtype
) -> torch.nn.Module:
    """The network in a component's folder, on the CPU."""
    if own:
        return networks.load(lambda _: own.make(), {}, folder, precision, optional=PLACES)
    file = checkpoints.PUBLISHED[folder.name].file
    if not (folder / file).is_file():
        raise folders.damaged(folder, f"contains no {CONFIG} and no {file}")
    return checkpoints.load(folder / file, folder.name, precision)


def _check_that_they_fit(geometry: Geometry, material: Labeled, folder: Path) -> None:
    """Raise MaquetteError("model") if one network was trained on other things than the other, or
    the geometry's image cannot shrink as often as the material's does."""
    levels = len(material.unet.downs) - 1
    if material.label_embedder.num_embeddings != geometry.classes or geometry.side % 2**levels:
        raise MaquetteError(
            "model", f"The parts of {folder} belong to different models.", folders.REMEDY
        )
