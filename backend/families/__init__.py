"""One package a family of models.

A family is a package here with a function `load(model, device, precision, progress)` that returns a
`LoadedModel`, a function `import_all()` that imports what `load` and its methods will, and a
`family.toml`, which `shared/models/family.py` finds and reads: it says what the family can do, and
nothing else is asked of it. One whose makers published files of another layout has a module
`originals`: see `importing.py`. It imports `compute`, `asset`, `shared` and the files beside it
here, and never another family.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from ..shared.models import family
from ..shared.models.catalog import Model

if TYPE_CHECKING:  # torch takes a second to import
    import numpy as np
    import torch
    from PIL.Image import Image

    from ..asset.mesh import Mesh
    from ..asset.point_cloud import PointCloud
    from ..compute.progress import Tracker
    from ..shared.request import GenerationRequest, Turntable

    Condition = str | Image  # a prompt, or an image that was prepared


@dataclass(frozen=True)
class Sampling:
    """How samples are searched for. A family without steps has no use for the first three.

    sampler       one of `request.SAMPLERS`
    steps         of the sampler
    guidance      classifier-free guidance scale
    init_latents  samples to begin from instead of noise, one a seed, as `arrays` gave them
    strength      how much of the way is gone again from there: 1 all of it, 0 none, which gives
                  those samples again
    retexture     whether the shape of those samples is kept and only their material sampled, all of
                  it, of a family with the ability "retexturing"
    watch         called after each step with its number and what the samples seem to become
    """

    sampler: str
    steps: int
    guidance: float
    init_latents: Sequence[Mapping[str, np.ndarray]] | None = None
    strength: float = 1.0
    watch: Callable[[int, Sequence[Any]], None] | None = None
    retexture: bool = False


@dataclass(frozen=True)
class AssetOptions:
    """How a sample becomes an asset: settings of `GenerationRequest` by their names.

    resolution  samples of the field a side of the cube [-1, 1]^3
    symmetry    "off", or the axis across which one half of the mesh is mirrored
    output      "mesh" or "points"
    quads       about so many, even ones, instead of triangles; 0 for triangles
    """

    resolution: int = 128
    symmetry: str = "off"
    output: str = "mesh"
    quads: int = 0

    @classmethod
    def of(cls, request: GenerationRequest, output: str) -> AssetOptions:
        wanted = request.meshing
        return cls(wanted.resolution, request.symmetry, output, wanted.quads)

    def coarse(self, resolution: int) -> AssetOptions:
        """As it is looked at while it is made: of triangles."""
        return replace(self, resolution=resolution, quads=0)

    @property
    def mirrored(self) -> int | None:
        """The axis of `symmetry` by its number."""
        return {"off": None, "x": 0, "y": 1}[self.symmetry]


class LoadedModel(Protocol):
    """A model in memory. It keeps no state between calls. A sample is the family's own."""

    def sample(
        self,
        conditions: Sequence[Condition],
        seeds: Sequence[int],
        how: Sampling,
        progress: Tracker,
        low_memory: bool = False,
    ) -> tuple[Sequence[Any], tuple[str, ...]]:
        """One sample a seed, and notes for the person who asked. Stage "sampling".

        conditions  one for all samples, or one for each; none where nothing is sampled anew

        A seed gives the same sample whatever else is in the batch. Cancel is answered within one
        call of the network. `low_memory`, here and below: with as little memory as can be. Raises
        MaquetteError("request") for a start that is no sample of this model.
        """
        ...

    def arrays(self, sample: Any) -> Mapping[str, np.ndarray]:
        """One sample as it is kept in a file: numbers, by names. Halves are fine enough for what a
        sampler finds."""
        ...

    def asset_steps(self, options: AssetOptions) -> int:
        """How many steps `asset` will report."""
        ...

    def asset(
        self,
        sample: Any,
        options: AssetOptions,
        advance: Callable[[int], None],
        low_memory: bool = False,
    ) -> Mesh | PointCloud:
        """What one sample is: the output that the options name. Calls `advance` with 0 to
        `asset_steps(options)`."""
        ...


class Renders(LoadedModel, Protocol):
    """The model of a family with the ability "turntable"."""

    def turntable_steps(self, turntable: Turntable) -> int:
        """How many steps `render_turntable` will report."""
        ...

    def render_turntable(
        self, sample: Any, turntable: Turntable, advance: Callable[[int], None]
    ) -> np.ndarray:
        """Images of one sample from all around, (frames, size, size, 3) uint8 sRGB. Calls
        `advance` with 1, 2, ... `turntable_steps(turntable)`."""
        ...


class Encodes(LoadedModel, Protocol):
    """The model of a family with the ability "encoding"."""

    def encode(self, cloud: PointCloud, seed: int) -> Mapping[str, np.ndarray]:
        """Points of anything as a sample's `arrays`, to begin from. The cloud fills the model's
        box, wherever it was and however large. Raises MaquetteError("request") for points that have
        no shape."""
        ...


class Pictures(LoadedModel, Protocol):
    """The model of a family with the ability "image"."""

    def image(self, sample: Any) -> bytes:
        """One sample as a PNG file, for people. Raises MaquetteError("empty") where nothing is to
        be seen yet."""
        ...


def import_all() -> None:
    """Import what a job would: seconds that it then need not take."""
    for name in family.families():
        importlib.import_module(f".{name}", __name__).import_all()


def load(
    model: Model, device: torch.device, precision: torch.dtype, progress: Tracker
) -> LoadedModel:
    """Bring `model` into memory, to compute on `device` in `precision`. Stage "loading".

    Raises MaquetteError("model") for an unknown family or a damaged model.
    """
    family.of(model.family)
    package = importlib.import_module(f".{model.family}", __name__)
    return package.load(model, device, precision, progress)
