"""Where the files of a request go: named, checked and compared before any work begins."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..shared.errors import MaquetteError
from ..shared.files import Outputs, explained, printable
from ..shared.request import GenerationRequest


@dataclass(frozen=True)
class Places:
    """Files of each sample, meshes and thumbnails of each of its levels; none where none were asked
    for. `points` are those beside meshes, if both were; `prepared` is the image's, `recording` all
    of theirs."""

    meshes: tuple[Path, ...]
    points: tuple[Path, ...]
    thumbnails: tuple[Path, ...]
    latents: tuple[Path, ...]
    turntables: tuple[tuple[Path, ...], ...]
    prepared: Path | None
    recording: Path | None

    def __iter__(self) -> Iterator[Path]:
        yield from (*self.meshes, *self.points, *self.thumbnails, *self.latents)
        yield from sum(self.turntables, ())
        yield from filter(None, (self.prepared, self.recording))


def of(request: GenerationRequest) -> Places:
    """Raises MaquetteError("file") if one of them cannot be written, ("request") if two are the
    same, or one is a file that the request begins from."""
    try:
        places = _named(request)
        begins = {_identity(Path(file)) for file in _inputs(request)}
    except (OSError, ValueError) as error:  # the working directory is gone, or no name
        raise explained(request.folder, error) from error
    outputs, seen = Outputs(), set[object]()
    for place in places:
        outputs.check(place)
        if (known := _identity(place)) in seen:
            raise MaquetteError(
                "request",
                f"Two results would be written to {printable(place)}.",
                "Give each one its own name.",
            )
        if known in begins:
            raise MaquetteError(
                "request",
                f"{printable(place)} would be overwritten, but the result is made from it.",
                "Give the result another name.",
            )
        seen.add(known)
    return places


def numbered(file: Path, request: GenerationRequest, k: int) -> Path:
    """`file` for sample `k`: its name counts from 1 where there are several."""
    if request.samples == 1:
        return file
    found = re.fullmatch(r"(.*?)(-?#*)", file.stem, re.DOTALL)
    assert found  # it fits anything
    stem, hashes = found.groups()
    return file.with_name(f"{stem}-{k + 1}{hashes}{file.suffix}")


def _named(request: GenerationRequest) -> Places:
    file = Path(request.folder).absolute() / f"{request.name}.{request.format}"
    files = [numbered(file, request, k) for k in range(request.samples)]
    meshes = [level for f in files for level in _levels(f, request)] if request.mesh else []
    return Places(
        meshes=tuple(meshes),
        points=tuple(f.with_stem(f"{f.stem}-points") for f in meshes if request.output == "both"),
        thumbnails=tuple(f.with_suffix(".thumbnail.png") for f in meshes if request.thumbnail),
        latents=tuple(f.with_suffix(".npy") for f in files if request.latents),
        turntables=tuple(_turntables(request)),
        prepared=Path(request.prepared_image).absolute() if request.prepared_image else None,
        recording=Path(request.recording).absolute() if request.recording else None,
    )


def _levels(file: Path, request: GenerationRequest) -> list[Path]:
    """A file for each level of detail, as game engines know them by their names."""
    count = request.levels.count
    return [file.with_stem(f"{file.stem}_LOD{k}") for k in range(count)] if count > 1 else [file]


def _turntables(request: GenerationRequest) -> Iterator[tuple[Path, ...]]:
    if request.turntable:
        from ..asset import turntable

        file = Path(request.turntable.file).absolute()
        for k in range(request.samples):
            yield turntable.files(numbered(file, request, k), request.turntable.frames)


def _inputs(request: GenerationRequest) -> Iterator[str]:
    if request.image:
        yield request.image.file.path
    if request.init_latents:
        yield from (file.path for file in request.init_latents.files)


def _identity(file: Path) -> object:
    """The same for all names of one file: links, and capitals where they mean nothing."""
    real = os.path.realpath(file)
    try:
        known = os.stat(real)
    except OSError:  # it is not there yet
        return os.path.normcase(real)
    return known.st_dev, known.st_ino
