"""The command `convert`: a file of an object to a file of another kind."""

from __future__ import annotations

import argparse
import contextlib
from pathlib import Path

from ..compute.progress import Tracker
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError
from ..shared.files import printable
from ..shared.request import FORMATS, OMAGE, ConversionRequest
from . import options as request_options
from .terminal import reporter, tell


def add(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.set_defaults(run=run)
    parser.add_argument(
        "source",
        type=Path,
        help="an omage (.npz, a row of .h5, a member of .tar), or a mesh (.glb, .obj, .ply, .npz)",
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        help="the file to write: .glb, .ply or .obj for a mesh, .npz for an omage and its images",
    )
    request_options.add(parser, ConversionRequest)
    parser.add_argument(
        "--mesh", action="store_true", help="write Maquette's own mesh file, if it is an .npz"
    )


def run(options: argparse.Namespace) -> int:
    """An .npz is an omage, or with --mesh the worker's own mesh."""
    request = _request(options)
    request.validate()
    with contextlib.closing(reporter()) as report:
        report("starting", 0, 0, None)
        from ..pipeline.conversion import convert

        result = convert(request, Tracker(report))
    for note in result.notes:
        tell(note)
    (sample,) = result.samples
    counts = f"{sample.vertices} vertices, {sample.faces} faces"
    if request.makes_omage:
        counts = f"{sample.vertices} texels"
    print(f"{printable(sample.mesh.path)}  {counts}")
    for image in sample.images:
        print(printable(image.path))
    return 0


def _request(options: argparse.Namespace) -> ConversionRequest:
    """Raises MaquetteError("request") for a file name that says no known format."""
    output: Path = options.output
    kind = output.suffix.removeprefix(".")
    if kind.lower() not in FORMATS:
        raise MaquetteError(
            "request",
            f"The format of {printable(output)} is not supported.",
            "Use .npz for an omage, or .glb, .ply or .obj for a mesh.",
        )
    return ConversionRequest(
        Artifact.of(options.source),
        str(output.parent),
        output.stem,
        OMAGE if kind.lower() == "npz" and not options.mesh else kind,
        **request_options.taken(options, ConversionRequest),
    )
