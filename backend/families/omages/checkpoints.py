"""The published checkpoints of Omages -> networks.

They are files of PyTorch Lightning, which hold a network under several names, the state of its
training, and a mean of its weights that nobody uses; of all that, tensors of one of those names
are taken. Nothing but plain tensors and numbers is ever unpickled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from ...shared.errors import MaquetteError
from ...shared.files import printable
from .. import original_files
from ..original_files import Shapes, Weights
from . import classes
from .dit import Geometry
from .unet import Labeled, Material

REMEDY = "Download it again from the address of Omages' makers, or choose another file."
EXTRA = "label_embedder."  # the material's, beside its network


@dataclass(frozen=True)
class Published:
    """A network that Omages' makers published.

    file      its name
    prefixes  under which a checkpoint holds it, each time all of it
    within    under which the module here holds it
    first     a weight that no other network has
    make      without weights, on torch's default device
    unused    part of the names of weights that no sum has, whether they are there or not
    """

    file: str
    prefixes: tuple[str, ...]
    within: str
    first: str
    make: Callable[[], nn.Module]
    unused: str = ""

    def own(self, state: Weights) -> Weights:
        """What belongs to it, by the names that the module here has; nothing, if it is not there.
        The first of the prefixes counts."""
        for prefix in self.prefixes:
            if prefix + self.first in state:
                found = {
                    self.within + name.removeprefix(prefix): value
                    for name, value in state.items()
                    if name.startswith(prefix) and not (self.unused and self.unused in name)
                }
                extra = {name: value for name, value in state.items() if name.startswith(EXTRA)}
                return found | (extra if self.within else {})
        return {}

    def shapes(self) -> Shapes:
        """Of its weights, by their names."""
        with torch.device("meta"):
            return original_files.shapes(self.make().state_dict())


def _geometry() -> Geometry:
    return Geometry(64, 1, 768, 12, 12, len(classes.PUBLISHED))


def _material() -> Labeled:
    unet = Material(256, (1, 2, 3, 4), 3, (False, True, True, True), 8, 768)
    return Labeled(unet, len(classes.PUBLISHED), 768)


PUBLISHED: Mapping[str, Published] = {
    "geometry": Published(
        "N2G_dit_allcate.ckpt",
        ("model.", "baseDiT."),
        "",
        "y_embedder.embedding_table.weight",
        _geometry,
        ".cross_attn.",
    ),
    "material": Published(
        "G2M_imagen_allcate.ckpt",
        ("imagen.unets.0.", "model.unets.0.", "unets.0.", "unets."),
        "unet.",
        "init_conv.convs.0.weight",
        _material,
    ),
}


def load(file: Path, name: str, precision: torch.dtype = torch.float32) -> nn.Module:
    """The network `PUBLISHED[name]` with the weights in `file`, on the CPU.

    Raises MaquetteError("model") that names the file if it is missing, cut short, holds anything
    but tensors and numbers, weights of another network, or numbers that are not finite.
    """
    published, whole = PUBLISHED[name], original_files.read(file, REMEDY)
    state = published.own(whole)
    if not state:
        found = identify(whole)
        also = f": it is the {found} network" if found else ""
        what = f"{printable(file)} does not contain the {name} network of Omages{also}."
        raise MaquetteError("model", what, REMEDY)
    if differs := original_files.difference(published.shapes(), original_files.shapes(state)):
        what = f"{printable(file)} is not the {name} network of Omages: {differs}."
        raise MaquetteError("model", what, REMEDY)
    return original_files.filled(published.make, file, state, precision, REMEDY)


def identify(state: Mapping[str, object]) -> str | None:
    """Which network a checkpoint with weights of these names holds."""
    names = {
        name: prefix + published.first
        for name, published in PUBLISHED.items()
        for prefix in published.prefixes
        if prefix + published.first in state
    }
    return next(iter(names), None)
