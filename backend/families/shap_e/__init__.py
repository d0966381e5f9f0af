"""Shap-E: a diffusion transformer draws a latent, and the latent writes the weights of an implicit
function (Jun and Nichol, "Shap-E: Generating Conditional 3D Implicit Functions", arXiv 2305.02463).

    components.py    loads the networks of a folder in diffusers' layout
    prior.py         the diffusion transformer
    sampling.py      embedding -> Heun's method -> latents
    implicit.py      latent -> weights -> signed distance, density and colours
    rendering.py     implicit function -> images from all around
    originals.py     OpenAI's own files -> a folder in diffusers' layout
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...asset import isosurface
from ...asset.point_cloud import PointCloud

if TYPE_CHECKING:  # torch and diffusers take seconds to import: `load` does, inside its stage
    import numpy as np
    import torch

    from ...asset.mesh import Mesh
    from ...compute.progress import Tracker
    from ...shared.models.catalog import Model
    from ...shared.request import Turntable
    from .. import AssetOptions, Condition, Sampling
    from .components import Components
    from .implicit import ImplicitFunction

POINTS = 4096  # of a cloud: as many as Point-E draws


@dataclass(frozen=True)
class ShapE:
    """A `families.LoadedModel`. A sample is a latent, (rows of weights, d_latent) in [-1, 1]."""

    components: Components

    def sample(
        self,
        conditions: Sequence[Condition],
        seeds: Sequence[int],
        how: Sampling,
        progress: Tracker,
        low_memory: bool = False,
    ) -> tuple[torch.Tensor, tuple[str, ...]]:
        from .. import conditioning
        from . import sampling

        offloader, told = self.components.offloader, self.components.conditioning
        sampling.check(self.components, how)
        if how.strength == 0:
            return sampling.started(self.components, how), ()
        embedding, notes = conditioning.read(told, conditions, offloader, low_memory)
        latents = sampling.sample(self.components, embedding, seeds, how, progress, low_memory)
        return latents, notes

    def arrays(self, sample: torch.Tensor) -> dict[str, np.ndarray]:
        return {"latent": sample.half().cpu().numpy()}

    def asset_steps(self, options: AssetOptions) -> int:
        return isosurface.STEPS

    def asset(
        self,
        sample: torch.Tensor,
        options: AssetOptions,
        advance: Callable[[int], None],
        low_memory: bool = False,
    ) -> Mesh | PointCloud:
        """Points are those of the mesh's surface: the network knows no others."""
        function = self._function(sample, low_memory)
        mesh = isosurface.extract(
            function.logit,
            function.colour,
            options.resolution,
            advance,
            sample.device,
            mirrored=options.mirrored,
            quads=options.quads if options.output == "mesh" else 0,
        )
        return PointCloud.on(mesh, POINTS) if options.output == "points" else mesh

    def turntable_steps(self, turntable: Turntable) -> int:
        from . import rendering

        return rendering.steps(turntable.frames, turntable.frame_size)

    def render_turntable(
        self, sample: torch.Tensor, turntable: Turntable, advance: Callable[[int], None]
    ) -> np.ndarray:
        from . import rendering

        function = self._function(sample)
        return rendering.render(
            function, turntable.frames, turntable.frame_size, advance, sample.device
        )

    def _function(self, latent: torch.Tensor, low_memory: bool = False) -> ImplicitFunction:
        from .implicit import ImplicitFunction

        renderer = self.components.offloader.onload(self.components.renderer, alone=low_memory)
        return ImplicitFunction(renderer, latent)


def import_all() -> None:
    from skimage import measure  # noqa: F401

    from . import components, implicit, sampling  # noqa: F401


def load(model: Model, device: torch.device, precision: torch.dtype, progress: Tracker) -> ShapE:
    with progress.stage("loading"):
        from . import components

    return ShapE(components.load(model, device, precision, progress))
