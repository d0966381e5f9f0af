"""Shap-E: a diffusion transformer draws a latent, and the latent writes the weights of an implicit
function (Jun and Nichol, "Shap-E: Generating Conditional 3D Implicit Functions", arXiv 2305.02463).

    folder.py      is the model folder whole? fetches it from the hub
    components.py  loads the networks of a folder in diffusers' layout
    sampling.py    prompt -> embedding -> Heun's method -> latents
    implicit.py    latent -> weights -> signed distance and colour
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ... import isosurface

if TYPE_CHECKING:  # torch and diffusers take seconds to import: `load` does, inside its stage
    import torch

    from ...mesh import Mesh
    from ...progress import Progress
    from ...protocol.catalogue import Model
    from .components import Components


@dataclass(frozen=True)
class ShapE:
    """A `families.LoadedModel`. A latent is a tensor (rows of weights, d_latent) in [-1, 1]."""

    components: Components

    def sample(
        self, prompt: str, seeds: Sequence[int], steps: int, guidance: float, progress: Progress
    ) -> tuple[torch.Tensor, tuple[str, ...]]:
        from . import sampling

        return sampling.sample(self.components, prompt, seeds, steps, guidance, progress)

    def mesh_steps(self, resolution: int) -> int:
        return isosurface.steps(resolution)

    def mesh(self, latent: torch.Tensor, resolution: int, advance: Callable[[int], None]) -> Mesh:
        from .implicit import ImplicitFunction

        function = ImplicitFunction(self.components.renderer, latent)
        return isosurface.extract(
            function.signed_distance, function.colour, resolution, advance, latent.device
        )


def load(model: Model, device: torch.device, progress: Progress) -> ShapE:
    with progress.stage("loading"):
        from . import components

    return ShapE(components.load(model.source, device, progress))
