"""Omages: a diffusion transformer draws an object as an image of positions, and a U-Net a material
for them (Yan et al., "An Object is Worth 64x64 Pixels: Generating 3D Object via Image Diffusion",
arXiv 2408.03178).

    components.py   loads the networks of a model folder
    checkpoints.py  those in the published files
    originals.py    the published files -> a model folder
    classes.py      prompt -> one of the things that they make; maquette.json and nouns.json, beside
                    it, say how prompts name those of the published files
    dit.py          noise, a class -> geometry
    unet.py         noise, geometry, a class -> material
    residual.py     its convolutions
    attention.py    and its attention
    resampler.py    and how it reads its class
    diffusion.py    noise and time
    geometry.py     samplers of the one
    material.py     and of the other
    sampling.py     both, one after the other: a class -> an omage
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:  # torch takes seconds to import: `load` does, inside its stage
    import numpy as np
    import torch

    from ...asset.mesh import Mesh
    from ...asset.point_cloud import PointCloud
    from ...compute.progress import Tracker
    from ...shared.models.catalog import Model
    from ...shared.prompt import Vocabulary
    from .. import AssetOptions, Condition, Sampling
    from . import sampling
    from .components import Components

POINTS = 4096  # of a cloud: as many as texels


@dataclass(frozen=True)
class Omages:
    """A `families.LoadedModel`. A sample is an omage (side, side, 12), 0..1."""

    components: Components
    vocabulary: Vocabulary

    def sample(
        self,
        conditions: Sequence[Condition],
        seeds: Sequence[int],
        how: Sampling,
        progress: Tracker,
        low_memory: bool = False,
    ) -> tuple[torch.Tensor, tuple[str, ...]]:
        """A prompt says a class and, where the material network was taught words, colors."""
        from . import sampling

        told: list[sampling.Prompt] = []
        if how.retexture or how.strength > 0:
            prompts = [*conditions] * (len(seeds) if len(conditions) == 1 else 1)
            told = [self._told(cast("str", prompt)) for prompt in prompts]
        return sampling.sample(self.components, told, seeds, how, progress, low_memory), ()

    def _told(self, prompt: str) -> sampling.Prompt:
        from . import classes, sampling

        parts, vocabulary = self.components, self.vocabulary
        forms = classes.forms(prompt, vocabulary, parts.classes)
        words = classes.told(prompt, vocabulary, parts.words, parts.parts) if parts.words else []
        return sampling.Prompt(forms, words)

    def arrays(self, sample: torch.Tensor) -> dict[str, np.ndarray]:
        """Not in halves: they would move the geometry that a new material is for."""
        return {"omage": sample.cpu().numpy()}

    def asset_steps(self, options: AssetOptions) -> int:
        return 1

    def asset(
        self,
        sample: torch.Tensor,
        options: AssetOptions,
        advance: Callable[[int], None],
        low_memory: bool = False,
    ) -> Mesh | PointCloud:
        """Points are those of the mesh's surface."""
        from ...asset import omage
        from ...asset.point_cloud import PointCloud

        advance(0)
        mesh = omage.mesh(sample.cpu().numpy(), self.components.stitch)
        advance(1)
        return PointCloud.on(mesh, POINTS) if options.output == "points" else mesh

    def image(self, sample: torch.Tensor) -> bytes:
        from ...asset import omage, omage_files

        return omage_files.preview(omage.checked(sample.cpu().numpy()))


def import_all() -> None:
    from ...asset import omage  # noqa: F401
    from . import components, sampling  # noqa: F401


def load(model: Model, device: torch.device, precision: torch.dtype, progress: Tracker) -> Omages:
    with progress.stage("loading"):
        from . import components

    return Omages(components.load(model, device, precision, progress), model.vocabulary)
