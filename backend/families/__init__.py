"""One package a family of models.

A family is a package here with a function `load(model, device, progress)` that returns a
`LoadedModel`; its name stands in `FAMILIES`. It imports `progress`, `mesh`, `isosurface` and
`protocol`, and never another family.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from ..protocol.catalogue import Model
from ..protocol.errors import MaquetteError

if TYPE_CHECKING:  # torch takes a second to import
    import torch

    from ..mesh import Mesh
    from ..progress import Progress

FAMILIES = ("shap_e",)


class LoadedModel(Protocol):
    """A model in memory. It keeps no state between calls."""

    def sample(
        self, prompt: str, seeds: Sequence[int], steps: int, guidance: float, progress: Progress
    ) -> tuple[Sequence[Any], tuple[str, ...]]:
        """One latent a seed, and notes for the person who asked. Stage "sampling".

        A seed gives the same latent whatever else is in `seeds`. Cancel is answered within one
        call of the network.
        """

    def mesh_steps(self, resolution: int) -> int:
        """How many steps `mesh` will report."""

    def mesh(self, latent: Any, resolution: int, advance: Callable[[int], None]) -> Mesh:
        """The surface of one latent. Calls `advance` with 1, 2, ... `mesh_steps(resolution)`."""


def load(model: Model, device: torch.device, progress: Progress) -> LoadedModel:
    """Bring `model` into the memory of `device`. Stage "loading".

    Raises MaquetteError("model") for an unknown family or a damaged model.
    """
    if model.family not in FAMILIES:
        raise MaquetteError(
            "model",
            f"{model.label} is of the family {model.family!r}; known are {', '.join(FAMILIES)}.",
            "Choose another model, or update Maquette.",
        )
    return importlib.import_module(f".{model.family}", __name__).load(model, device, progress)
