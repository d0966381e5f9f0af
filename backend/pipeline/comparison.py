"""One object of each of several models, of the same prompt or image and with the same seed: a file
each, and a sheet that shows them side by side.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from .. import families
from ..asset import contact_sheet
from ..asset.contact_sheet import Cell
from ..compute.progress import Tracker
from ..shared.errors import MaquetteError, outcome
from ..shared.files import Outputs, fill, printable
from ..shared.messages import Result, Sample
from ..shared.models import comparison, family
from ..shared.models.catalog import Model
from ..shared.request import GenerationRequest
from . import recording as recordings
from .generator import Generator
from .recording import NOBODY

SHEET = "compare.png"
FORMAT = "glb"
IMAGE = "image.png"  # the prepared one
TIMED = ("sampling", "meshing")  # stages: what a model itself takes, once it is loaded


@dataclass(frozen=True)
class Entry:
    """What came of one model: its result, whose files are gone by now, or why there is none. `file`
    is the object's."""

    model: Model
    label: str
    file: Path
    result: Result | None = None
    error: MaquetteError | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """What there is to say of it: times and counts, or the error."""
        if self.error:
            return (self.error.at_terminal,)
        assert self.result
        (sample,), seconds = self.result.samples, self.result.seconds
        took = [f"{stage} {seconds[stage]:.1f} s" for stage in TIMED if stage in seconds]
        return ", ".join(took), _counted(sample)


@dataclass(frozen=True)
class Comparison:
    """An entry for each model, in their order; the sheet, and the recording that was asked for,
    unless none made anything."""

    entries: tuple[Entry, ...]
    sheet: Path | None
    recording: Path | None = None


def compare(
    asked: GenerationRequest,
    models: Sequence[Model],
    generator: Generator,
    tracker: Callable[[str], Tracker],
) -> Comparison:
    """Make what is asked with each model, one after the other, and write `<model>.glb` and
    `compare.png` to the folder of the request, which is made if it is not there. All are in one
    recording, if there shall be one.

    models   two or more, of `shared.models.comparison.chosen`
    tracker  called with the label of each model as its turn comes

    Each model samples as it recommends, unless the request says how, and settings that it does not
    have are as if nobody had set them. One that fails does not stop the others. All files are
    written, or none; none too where every model fails. Raises MaquetteError("request") for what
    cannot be asked and ("file") for a folder that takes no files, before any work begins.
    """
    folder = Path(asked.folder).absolute()
    labels, names = comparison.labels(models), _names(models)
    sheet, files = folder / SHEET, [folder / f"{name}.{FORMAT}" for name in names]
    recording = Path(asked.recording).absolute() if asked.recording else None
    recorded = recordings.of(asked)
    asked = replace(asked, format=FORMAT, thumbnail=contact_sheet.SIDE, recording="")
    requests = [_fitted(asked, model, name) for model, name in zip(models, names, strict=True)]
    _check(folder, [*files, sheet, *([recording] if recording else [])], asked)
    with contextlib.suppress(Exception):  # the model that needs what is damaged says it
        families.import_all()  # or the first model's seconds would be those of imports, too
    entries = []
    with Outputs() as outputs:
        work = outputs.scratch(_within(folder), folder=True)
        for k, request in enumerate(requests):
            request = replace(request, folder=str(work))
            if request.image:
                request = replace(request, prepared_image=str(work / IMAGE))
            listener = recorded.listener(labels[k]) if recorded else NOBODY
            made = outcome(
                partial(generator.generate, request, tracker(labels[k]), listener=listener)
            )
            if isinstance(made, MaquetteError):
                listener.failed(made)
            result, error = (made, None) if isinstance(made, Result) else (None, made)
            entries.append(Entry(models[k], labels[k], files[k], result, error))
        done = [entry for entry in entries if entry.result]
        if done:
            contents = {entry.file: (work / entry.file.name).read_bytes() for entry in done}
            contents[sheet] = _sheet(asked, entries, work)
            if recorded and recording:
                contents[recording] = recorded.encoded()
            _put(contents, folder, outputs)
    return Comparison(tuple(entries), *((sheet, recording) if done else (None, None)))


def _fitted(asked: GenerationRequest, model: Model, name: str) -> GenerationRequest:
    """The request to one model. Raises MaquetteError("request") for one that is wrong."""
    said = {each: getattr(asked, each) for each in family.SETTINGS}
    fitted = family.of(model.family).fitted(said) | {"model": model.id, "samples": 1}
    request = replace(asked, name=name, **fitted)
    request.validate()
    return request


def _names(models: Sequence[Model]) -> list[str]:
    """Of their files: what the models are called, as every system takes it, each once."""
    found: list[str] = []
    for model in models:
        name = re.sub(r"[^\w. -]+", "-", comparison.short_name(model)).strip(" .-") or "model"
        taken = {other.casefold() for other in found}
        numbered = (name, *(f"{name}-{k}" for k in range(2, len(models) + 1)))
        found.append(next(each for each in numbered if each.casefold() not in taken))
    return found


def _within(folder: Path) -> Path:
    """A name where the folder is, or beside where it will be."""
    return folder / SHEET if folder.is_dir() else folder


def _check(folder: Path, files: Sequence[Path], asked: GenerationRequest) -> None:
    """Raise MaquetteError("file") if they cannot be written, ("request") if one of them is what the
    request begins from."""
    if folder.exists() and not folder.is_dir():
        raise MaquetteError("file", f"{printable(folder)} is not a folder.", "Choose another name.")
    outputs = Outputs()
    for file in files:
        outputs.check(file if folder.is_dir() or file.parent != folder else folder)
        if asked.image and os.path.realpath(file) == os.path.realpath(asked.image.file.path):
            raise MaquetteError(
                "request",
                f"{printable(file)} would be overwritten, but the result is made from it.",
                "Choose another folder.",
            )


def _counted(sample: Sample) -> str:
    if sample.faces:
        return f"{sample.faces:,} triangles"
    return f"{sample.vertices:,} points"


def _sheet(asked: GenerationRequest, entries: Sequence[Entry], work: Path) -> bytes:
    cells, device, picture = [], "", b""
    for entry in entries:
        shown = b""
        if entry.result:
            device = entry.result.device
            (sample,) = entry.result.samples
            shown = sample.thumbnail.read_bytes()
        cells.append(Cell(entry.label, entry.told, shown))
    if asked.image:
        picture = (work / IMAGE).read_bytes()
    title = asked.prompt or (asked.image.file.name if asked.image else "")
    note = f"Seed {asked.seed}, {device}"
    return contact_sheet.encoded(printable(title), note, cells, picture)


def _put(contents: dict[Path, bytes], folder: Path, outputs: Outputs) -> None:
    """All of it, at the end: into the folder, or, where there is none, with it."""
    made = None if folder.is_dir() else outputs.folder(folder)
    for file, content in contents.items():
        if made and file.parent == folder:
            fill(made / file.name, content, file)
        else:
            outputs.write(file, content)
