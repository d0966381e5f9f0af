"""Samples become assets, images of them from all around, and files: with one progress, in the order
in which they are needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np

from .. import families
from ..asset import mesh_files, thumbnail
from ..asset.mesh import Mesh
from ..asset.point_cloud import PointCloud
from ..compute.progress import Tracker
from ..shared import messages, record
from ..shared.artifact import Artifact
from ..shared.files import Outputs
from ..shared.models.family import Family
from ..shared.request import GenerationRequest
from . import latents, memory, output_files
from .postprocessing import Asset, finish
from .recording import Listener


@dataclass(frozen=True)
class Made:
    """What the sampler of which model found, what the files say of it, and how many meters it is
    long, if that is known. `seen` is given each mesh, or points beside none, before it is gone."""

    family: Family
    loaded: families.LoadedModel
    found: Sequence[Any]
    told: record.Record
    length: float
    seen: Callable[[GenerationRequest, Asset], None] = lambda request, asset: None

    def encoded(self, asset: Asset, suffix: str, seed: int, level: Mapping[str, Any]) -> bytes:
        """Files for other programs are in meters; Blender's, which is npz, is in the model's
        units. `level`: what is asked for a level of detail otherwise."""
        if self.length and suffix != ".npz":
            asset = asset.sized(self.length)
        told = replace(self.told, request={**self.told.request, **level})
        return mesh_files.encoded(asset, suffix, told.of_seed(seed))


def write(
    made: Made,
    request: GenerationRequest,
    progress: Tracker,
    job: str,
    files: output_files.Places,
    outputs: Outputs,
    listener: Listener,
) -> tuple[messages.Sample, ...]:
    levels = request.levels.count  # what there is once for all of them comes with the first
    samples = [
        messages.Sample(messages.NONE, seed) for seed in request.seeds for _ in range(levels)
    ]
    if request.mesh or request.recording:
        output = made.family.output(request.output)
        for k, (asset, level) in enumerate(_assets(made, request, progress, first(output))):
            if k % levels == 0:
                listener.asset(k // levels, asset)
            if not request.mesh:
                continue
            file = files.meshes[k]
            content = made.encoded(asset, file.suffix, samples[k].seed, level)
            outputs.write(file, content)
            made.seen(request, asset)
            if isinstance(asset, PointCloud):
                places, faces, closed = asset.points, 0, False
            else:
                places, faces, closed = asset.vertices, len(asset.faces), asset.watertight
            samples[k] = messages.Sample(
                Artifact.of(file, content),
                samples[k].seed,
                len(places),
                faces,
                watertight=closed,
                sides=tuple(np.ptp(places, axis=0).tolist()),
            )
            if request.thumbnail:
                image, content = files.thumbnails[k], thumbnail.encoded(asset, request.thumbnail)
                outputs.show(image, content)
                samples[k] = replace(samples[k], thumbnail=Artifact.of(image, content))
                progress.show(messages.Made(job, replace(samples[k], mesh=messages.NONE)))
    if files.points:
        for k, (asset, level) in enumerate(_assets(made, request, progress, "points")):
            file = files.points[k]
            content = made.encoded(asset, file.suffix, samples[k].seed, level)
            outputs.write(file, content)
            samples[k] = replace(samples[k], points=Artifact.of(file, content))
    if request.turntable:
        for k, images in enumerate(_turntables(made, request, progress)):
            turned = []
            for file, content in zip(files.turntables[k], images, strict=True):
                outputs.write(file, content)
                turned.append(Artifact.of(file, content))
            samples[k * levels] = replace(samples[k * levels], turntable=tuple(turned))
    for k, file in enumerate(files.latents):
        content = latents.encoded(made.loaded.arrays(made.found[k]))
        outputs.write(file, content)
        samples[k * levels] = replace(samples[k * levels], latent=Artifact.of(file, content))
    return tuple(samples)


def first(output: str) -> str:
    """What comes first: of "both" the mesh."""
    return "mesh" if output == "both" else output


def _assets(
    made: Made, request: GenerationRequest, progress: Tracker, output: str
) -> Iterator[tuple[Asset, dict[str, Any]]]:
    """Of each sample each level of detail, and what is asked for it otherwise."""
    loaded, found = made.loaded, made.found
    options = families.AssetOptions.of(request, output)
    steps = loaded.asset_steps(options)
    for k, sample in enumerate(found):
        # A stage each, or its seconds would be those of files and thumbnails, too.
        with progress.stage("meshing", steps * len(found), first=k * steps) as advance:
            asset = memory.with_less_if_needed(
                lambda low_memory, k=k, sample=sample, advance=advance: loaded.asset(
                    sample, options, lambda step: advance(k * steps + step), low_memory
                )
            )
            tick = partial(advance, (k + 1) * steps)
            levels = list(_levels(asset, request, made.family, tick))
        yield from levels


def _levels(
    asset: Asset, request: GenerationRequest, family: Family, tick: Callable[[], None]
) -> Iterator[tuple[Asset, dict[str, Any]]]:
    first = finish(asset, request, family, tick)
    yield first, {}
    for level in range(1, request.levels.count):
        own = request.at_level(level, len(cast("Mesh", first).faces))
        yield finish(asset, replace(request, **own), family, tick), own


def _turntables(
    made: Made, request: GenerationRequest, progress: Tracker
) -> Iterator[Iterator[bytes]]:
    from ..asset import turntable

    wanted, found = request.turntable, made.found
    assert wanted
    loaded = cast("families.Renders", made.loaded)  # the family was asked whether it can
    steps = loaded.turntable_steps(wanted)
    with progress.stage("turning", steps * len(found)) as advance:
        for k, sample in enumerate(found):
            frames = loaded.render_turntable(
                sample, wanted, lambda step, k=k: advance(k * steps + step)
            )
            yield turntable.encoded(frames, Path(wanted.file))
