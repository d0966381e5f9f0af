"""A file of an object -> one of another kind: an omage -> a mesh or a smaller omage, a mesh -> an
omage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..asset import (
    mesh_files,
    mesh_reading,
    omage,
    omage_files,
    omage_making,
    omage_snapping,
)
from ..asset.mesh import Mesh
from ..asset.texture import Texture
from ..compute.progress import Tracker
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError
from ..shared.files import Outputs, printable
from ..shared.messages import Result, Sample
from ..shared.request import SIDES, ConversionRequest
from .postprocessing import TEXTURED, decimate


def convert(request: ConversionRequest, progress: Tracker, job: str = "") -> Result:
    """Write `folder/name.format`; an omage as `name.npz`, and beside it PNG images that show it,
    `name.position.png` and so on, which the sample names as its `images`. All, or none.

    Stages: loading, unfolding or meshing, as needed. Raises MaquetteError, or JobCancelled.
    """
    request.validate()
    source = Path(request.source.path)
    suffix = "npz" if request.makes_omage else request.format
    place = Path(request.folder).absolute() / f"{request.name}.{suffix}"
    if place.exists() and source.exists() and place.samefile(source):
        raise MaquetteError(
            "request",
            f"{printable(place)} would be overwritten, but the result is made from it.",
            "Give the result another name.",
        )
    with Outputs() as outputs:
        outputs.check(place)
        with progress.stage("loading") as advance:
            found, notes = _read(request, source, lambda: advance(0))
        if request.makes_omage:
            with progress.stage("unfolding") as advance:
                made, more = _omage(found, source, request.side, lambda: advance(0))
            sample = _write_omage(made, place, outputs)
            notes = (*notes, *more)
        else:
            if isinstance(found, np.ndarray):
                with progress.stage("meshing"):
                    found = omage.mesh(_smaller(found, request.side), request.stitch)
            sample = _write_mesh(found, place, outputs)
    return Result(job, (sample,), seconds=dict(progress.seconds), notes=notes)


def _read(
    request: ConversionRequest, source: Path, tick: Callable[[], None]
) -> tuple[np.ndarray | Mesh, tuple[str, ...]]:
    if omage_files.holds(source):
        return omage_files.read(source, request.member, tick), ()
    return mesh_reading.read(source)


def _omage(
    found: np.ndarray | Mesh, source: Path, side: int, tick: Callable[[], None]
) -> tuple[np.ndarray, tuple[str, ...]]:
    if isinstance(found, np.ndarray):
        return _smaller(found, side), ()
    layout, notes = mesh_reading.layout(source), ()
    laid_out = found.uv is not None if layout is None else len(layout) > 0
    if not laid_out and len(found.faces) > TEXTURED:
        notes = (
            f"The mesh has {len(found.faces):,} triangles and no UV map to use; it was unfolded"
            f" with {TEXTURED:,} of them.",
        )
        whole, layout = Texture(found).at_vertices(), None
        found = replace(decimate(whole, TEXTURED), material=whole.material)
        tick()
    return omage_making.omage(found, side or SIDES[0], tick, layout), notes


def _smaller(found: np.ndarray, side: int) -> np.ndarray:
    return omage_snapping.snapped(found, side) if side else found


def _write_mesh(made: Mesh, place: Path, outputs: Outputs) -> Sample:
    content = mesh_files.encoded(made, place.suffix)
    outputs.write(place, content)
    counts = len(made.vertices), len(made.faces)
    return Sample(Artifact.of(place, content), 0, *counts, watertight=made.watertight)


def _write_omage(made: np.ndarray, place: Path, outputs: Outputs) -> Sample:
    content = omage_files.encoded(made)
    outputs.write(place, content)
    shown = []
    for name, image in omage_files.images(made).items():
        file = place.with_suffix(f".{name}.png")
        outputs.write(file, image)
        shown.append(Artifact.of(file, image))
    texels = int((made[..., omage.OCCUPANCY] > 0.5).sum())
    return Sample(Artifact.of(place, content), 0, texels, images=tuple(shown))
