"""One package a family of models.

A family is a package here with a function `load(model, device, precision, progress)` that returns a
`LoadedModel`, a function `import_all()` that imports what `load` and its methods will, and a
`family.toml`, which `protocol/family.py` finds and reads. It imports `compute`, `progress`, `mesh`,
`isosurface` and `protocol`, and never another family.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Protocol

from ..shared.errors import MaquetteError
from ..shared.models.catalog import Model
from ..shared.models.family import families

if TYPE_CHECKING:  # torch takes a second to import
    import numpy as np
    import torch
    from PIL.Image import Image

    from ..asset.mesh import Mesh
    from ..compute.progress import Progress
    from ..shared.request import GenerationRequest, Turntable

    Condition = str | Image  # a prompt, or an image that was prepared


@dataclass(frozen=True)
class Sampling:
    """How latents are searched for.

    sampler    one of `request.SAMPLERS`
    steps     of the sampler
    guidance  classifier-free guidance scale
    init_latents  latents to begin from instead of noise, one a seed, as `latents.py` reads them
    strength  how much of the way is gone again from there: 1 all of it, 0 none
    watch     called after each step with its number and what the first latent seems to become
    """

    sampler: str
    steps: int
    guidance: float
    init_latents: np.ndarray | None = None
    strength: float = 1.0
    watch: Callable[[int, Any], None] | None = None


@dataclass(frozen=True)
class Meshing:
    """How a latent becomes a mesh: settings of `GenerationRequest` by their names.

    resolution  samples of the field a side of the cube [-1, 1]^3
    symmetry    "off", or the axis across which one half of the mesh is mirrored
    """

    resolution: int
    symmetry: str = "off"

    @classmethod
    def of(cls, request: GenerationRequest) -> Meshing:
        return cls(**{each.name: getattr(request, each.name) for each in fields(cls)})


class LoadedModel(Protocol):
    """A model in memory. It keeps no state between calls."""

    def sample(
        self,
        condition: Condition,
        seeds: Sequence[int],
        how: Sampling,
        progress: Progress,
        frugal: bool = False,
    ) -> tuple[Sequence[Any], tuple[str, ...]]:
        """One latent a seed, and notes for the person who asked. Stage "sampling".

        A seed gives the same latent whatever else is in `seeds`. Cancel is answered within one
        call of the network. `frugal`, here and below: with as little memory as can be. Raises
        MaquetteError("request") for a start of another shape than this model's latents.
        """
        ...

    def mesh_steps(self, how: Meshing) -> int:
        """How many steps `mesh` will report."""
        ...

    def mesh(
        self, latent: Any, how: Meshing, advance: Callable[[int], None], frugal: bool = False
    ) -> Mesh:
        """The surface of one latent. Calls `advance` with 0 to `mesh_steps(how)`."""
        ...

    def turn_steps(self, turntable: Turntable) -> int:
        """How many steps `turn` will report."""
        ...

    def turn(self, latent: Any, turntable: Turntable, advance: Callable[[int], None]) -> np.ndarray:
        """Images of one latent from all around, (frames, size, size, 3) uint8 sRGB. Calls
        `advance` with 1, 2, ... `turn_steps(turntable)`."""
        ...


def import_all() -> None:
    """Import what loading, sampling and meshing would: seconds that a job then need not take."""
    for name in families():
        importlib.import_module(f".{name}", __name__).import_all()


def load(
    model: Model, device: torch.device, precision: torch.dtype, progress: Progress
) -> LoadedModel:
    """Bring `model` into memory, to compute on `device` in `precision`. Stage "loading".

    Raises MaquetteError("model") for an unknown family or a damaged model.
    """
    if model.family not in families():
        raise MaquetteError(
            "model",
            f"{model.label} is of the family {model.family!r}, which is not supported."
            f" Supported are: {', '.join(families())}.",
            "Choose another model, or update Maquette.",
        )
    family = importlib.import_module(f".{model.family}", __name__)
    return family.load(model, device, precision, progress)
