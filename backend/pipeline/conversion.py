"""A file of an object -> a file of another kind of it."""

from __future__ import annotations

from pathlib import Path

from ..asset import mesh_files, omage, omage_files
from ..compute.progress import Tracker
from ..shared.artifact import Artifact
from ..shared.files import Outputs
from ..shared.messages import Result, Sample
from ..shared.request import ConversionRequest


def convert(request: ConversionRequest, progress: Tracker, job: str = "") -> Result:
    """Write `folder/name.format`, an omage as .npz. Raises MaquetteError."""
    request.validate()
    place = Path(request.folder).absolute() / f"{request.name}.{request.format}"
    with Outputs() as outputs:
        outputs.check(place)
        with progress.stage("loading"):
            found = omage_files.read(Path(request.source.path))
        with progress.stage("meshing"):
            made = omage.mesh(found, request.stitch)
            content = mesh_files.encoded(made, place.suffix)
        outputs.write(place, content)
    counts = len(made.vertices), len(made.faces)
    sample = Sample(Artifact.of(place, content), 0, *counts, watertight=made.watertight)
    return Result(job, (sample,), seconds=dict(progress.seconds))
