"""Samples become assets, images of them from all around, and files: with one progress, in the order
in which they are needed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from .. import families
from ..asset import mesh_files, thumbnail
from ..asset.point_cloud import PointCloud
from ..compute.progress import Tracker
from ..shared import messages, record
from ..shared.artifact import Artifact
from ..shared.files import Outputs
from ..shared.models.family import Family
from ..shared.request import GenerationRequest
from . import latents, memory, output_files
from .postprocessing import Asset, finish


@dataclass(frozen=True)
class Made:
    """What the sampler of which model found, what the files say of it, and how many meters it is
    long, if that is known."""

    family: Family
    loaded: families.LoadedModel
    found: Sequence[Any]
    told: record.Record
    length: float

    def encoded(self, asset: Asset, suffix: str, seed: int) -> bytes:
        """Files for other programs are in meters; Blender's, which is npz, is in the model's
        units."""
        if self.length and suffix != ".npz":
            asset = asset.sized(self.length)
        return mesh_files.encoded(asset, suffix, self.told.of_seed(seed))


def write(
    made: Made,
    request: GenerationRequest,
    progress: Tracker,
    job: str,
    files: output_files.Places,
    outputs: Outputs,
) -> tuple[messages.Sample, ...]:
    samples = [messages.Sample(messages.NONE, seed) for seed in request.seeds]
    if request.mesh:
        output = made.family.output(request.output)
        for k, asset in enumerate(_assets(made, request, progress, first(output))):
            file = files.meshes[k]
            content = made.encoded(asset, file.suffix, samples[k].seed)
            outputs.write(file, content)
            if isinstance(asset, PointCloud):
                counts, closed = (len(asset.points), 0), False
            else:
                counts, closed = (len(asset.vertices), len(asset.faces)), asset.watertight
            samples[k] = messages.Sample(
                Artifact.of(file, content), samples[k].seed, *counts, watertight=closed
            )
            if request.thumbnail:
                image, content = files.thumbnails[k], thumbnail.encoded(asset, request.thumbnail)
                outputs.show(image, content)
                samples[k] = replace(samples[k], thumbnail=Artifact.of(image, content))
                progress.show(messages.Made(job, replace(samples[k], mesh=messages.NONE)))
    if files.points:
        for k, asset in enumerate(_assets(made, request, progress, "points")):
            file = files.points[k]
            content = made.encoded(asset, file.suffix, samples[k].seed)
            outputs.write(file, content)
            samples[k] = replace(samples[k], points=Artifact.of(file, content))
    if request.turntable:
        for k, images in enumerate(_turntables(made, request, progress)):
            turned = []
            for file, content in zip(files.turntables[k], images, strict=True):
                outputs.write(file, content)
                turned.append(Artifact.of(file, content))
            samples[k] = replace(samples[k], turntable=tuple(turned))
    for k, file in enumerate(files.latents):
        content = latents.encoded(made.loaded.arrays(made.found[k]))
        outputs.write(file, content)
        samples[k] = replace(samples[k], latent=Artifact.of(file, content))
    return tuple(samples)


def first(output: str) -> str:
    """What comes first: of "both" the mesh."""
    return "mesh" if output == "both" else output


def _assets(
    made: Made, request: GenerationRequest, progress: Tracker, output: str
) -> Iterator[Asset]:
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
            asset = finish(asset, request, made.family, partial(advance, (k + 1) * steps))
        yield asset


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
