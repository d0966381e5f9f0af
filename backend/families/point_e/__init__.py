"""Point-E: a diffusion transformer draws a cloud of colored points, a second one draws more points
among them, and a third network tells where their surface is (Nichol et al., "Point-E: A System for
Generating 3D Point Clouds from Complex Prompts", arXiv 2212.08751).

    components.py   loads the networks of a model folder
    checkpoints.py  those in OpenAI's own files
    transformer.py  blocks of transformers
    denoiser.py     prompt or image, noise -> points; points, noise -> more points
    diffusion.py    noise and time, and what a network's answer says of the points
    sampling.py     noise -> points, by Heun's method or a faster one, in two stages
    sdf.py          points -> signed distance
    meshing.py      points -> signed distance -> colored mesh
    originals.py    OpenAI's own files -> a model folder
    clouds.py       points of anything else -> points as these networks know them, and back
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...asset import isosurface

if TYPE_CHECKING:  # torch takes seconds to import: `load` does, inside its stage
    import numpy as np
    import torch

    from ...asset.mesh import Mesh
    from ...asset.point_cloud import PointCloud
    from ...compute.progress import Tracker
    from ...shared.models.catalog import Model
    from .. import AssetOptions, Condition, Sampling
    from .components import Components


@dataclass(frozen=True)
class PointE:
    """A `families.LoadedModel`. A sample is a raw cloud (6, points): see `clouds.py`."""

    components: Components

    def sample(
        self,
        conditions: Sequence[Condition],
        seeds: Sequence[int],
        how: Sampling,
        progress: Tracker,
        low_memory: bool = False,
    ) -> tuple[torch.Tensor, tuple[str, ...]]:
        from . import sampling

        parts, told, notes = self.components, None, ()
        stages = sampling.guided(parts.stages, how.guidance, how.steps)
        begin = None if how.init_latents is None else sampling.started(stages, how.init_latents)
        if how.strength > 0:
            told, notes = self._told(conditions, low_memory)
        cloud = sampling.sample(
            stages,
            told,
            sampling.noise(seeds),
            how.sampler,
            parts.offloader,
            progress,
            low_memory,
            how.watch,
            begin,
            how.strength,
        )
        return cloud, notes

    def arrays(self, sample: torch.Tensor) -> dict[str, np.ndarray]:
        return {"cloud": sample.half().cpu().numpy()}

    def asset_steps(self, options: AssetOptions) -> int:
        return 1 if options.output == "points" else isosurface.STEPS

    def asset(
        self,
        sample: torch.Tensor,
        options: AssetOptions,
        advance: Callable[[int], None],
        low_memory: bool = False,
    ) -> Mesh | PointCloud:
        from . import clouds, meshing

        advance(0)
        if options.output == "points":
            advance(1)
            return clouds.placed(sample)
        network = self.components.offloader.onload(self.components.sdf, alone=low_memory)
        return meshing.mesh(
            network,
            sample.to(self.components.device),
            options.resolution,
            advance,
            mirrored=options.mirrored,
            quads=options.quads,
        )

    def encode(self, cloud: PointCloud, seed: int) -> dict[str, np.ndarray]:
        from . import clouds

        stages = self.components.stages
        return {"cloud": clouds.encoded(cloud, [stage.points for stage in stages], seed)}

    def _told(
        self, conditions: Sequence[Condition], low_memory: bool
    ) -> tuple[torch.Tensor | None, tuple[str, ...]]:
        """What the networks are told: (1 or more, *told_shape); nothing, where they cannot be."""
        import torch

        from .. import conditioning

        told = self.components.conditioning
        if told is None:
            return None, ("This model makes what it wants: it does not read prompts.",)
        offloader = self.components.offloader
        embedding, notes = conditioning.read(told, conditions, offloader, low_memory)
        if embedding.ndim == 2:  # of a prompt: of length 1
            embedding = torch.nn.functional.normalize(embedding)
        return embedding, notes


def import_all() -> None:
    from skimage import measure  # noqa: F401

    from . import components, meshing  # noqa: F401


def load(model: Model, device: torch.device, precision: torch.dtype, progress: Tracker) -> PointE:
    with progress.stage("loading"):
        from . import components

    return PointE(components.load(model, device, precision, progress))
