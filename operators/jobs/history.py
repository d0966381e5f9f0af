"""What was made, kept on the disk: how it was asked for, small images; of a contact sheet the
meshes too, until they are cleared away.

A folder an entry, named by its time and its sheet, with our marker in it. `entry.jsonl` holds the
record of how it was made, the worker's `result`, and the panel's settings; it is written last.
Entries are read as they are looked at, for there may be thousands.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from ...backend.shared import files, messages, old_names, record, strict_json
from ...backend.shared.artifact import Artifact, each
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import NONE, Result, Sample
from ...backend.shared.record import Record
from ...backend.shared.request import GenerationRequest, SourceImage
from ...backend.shared.texts import is_file_name
from ..images import icons
from . import paths
from .job import Job

MOST = 100  # entries
SIDE = 128  # pixels of a thumbnail
FILE = "entry.jsonl"
LARGEST = 1 << 22  # bytes of it
VERSION = 1  # of how the settings are kept
KINDS = ("thumbnail", "mesh", "points", "latent")  # of a sample's files
NAME = re.compile(r"\d{20}-[0-9a-f]*")
PARTIAL = ".partial"  # how the name of one that is being written ends
ENDINGS = (".png", ".npz", ".npy")  # of its other files
AT_ONCE = 50  # old ones that are removed at a time, so that nobody waits for thousands


@dataclass(frozen=True)
class Entry:
    """One job that was done. The files in `result` are those in `folder`; `settings` are the
    panel's by name, none in entries of earlier versions."""

    folder: Path
    record: Record = field(hash=False)
    result: Result
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def request(self) -> GenerationRequest:
        """What the record says, with the image that is kept."""
        image = self.record.image
        shown = SourceImage(self.result.image, **image) if image else None
        return self.record.asked(image=shown)

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def sheet(self) -> str:
        """Of one press; nothing where it was no contact sheet."""
        return _sheet(self.name)

    @property
    def title(self) -> str:
        nameless = "Image" if self.record.image else "Points"
        return files.printable(str(self.record.request.get("prompt", ""))) or nameless

    def icon(self, sample: Sample) -> int:
        """Of its thumbnail, for `UILayout.template_icon`; 0 if there is none."""
        return icons.load(sample.thumbnail.path)


_folder = Path()  # of the entries, once they were listed
_names: list[str] | None = None  # of all that are there, the newest first; None: not known yet
_known: dict[str, Entry | None] = {}  # by name, those that were looked at; None: damaged


def names() -> list[str]:
    """Of all entries, damaged ones too, the newest first. Listed once; none where there is no
    folder for them."""
    global _folder, _names
    if _names is None:
        _known.clear()
        try:
            _folder = paths.user_folder("history")
            found = os.listdir(_folder)
        except (MaquetteError, OSError):
            return []
        _names = sorted(filter(NAME.fullmatch, found), reverse=True)
    return _names


def entries(most: int = MOST) -> list[Entry]:
    """So many of the newest; damaged ones are passed over."""
    return list(islice(filter(None, map(_entry, names()[: 2 * MOST])), most))


def find(name: str) -> Entry:
    """The entry of this name; "" is the newest. Raises MaquetteError("request") without one."""
    found = _entry(name) if name in names() else None
    found = found or next(iter(entries(1) if not name else ()), None)
    if found is None:
        raise MaquetteError(
            "request", "This result is no longer in the history.", "Choose another one."
        )
    return found


def sheet() -> list[Entry]:
    """The last contact sheet: its entries in the order of their making."""
    sheets = [name for name in names()[: 2 * MOST] if _sheet(name)]
    last = next((_sheet(name) for name in sheets if _entry(name)), "")
    same = (_entry(name) for name in reversed(sheets) if _sheet(name) == last)
    return list(filter(None, same))


def keep(job: Job) -> None:
    """Make an entry of a finished job, whose folder may go afterwards; the oldest ones go for it.

    Raises MaquetteError("file") if it cannot be written.
    """
    samples = job.result.samples
    if not all(sample.thumbnail for sample in samples):
        return
    known = names()
    folder = paths.user_folder("history") / f"{time.time_ns():020d}-{job.sheet}"
    gone = {
        "turntable": (),
        **({} if job.sheet else {"mesh": NONE, "points": NONE, "latent": NONE}),
    }
    told = replace(
        job.result,
        samples=tuple(replace(sample, **gone) for sample in samples),
        image=_image(job),
        preview_meshes=(),
    )
    partial = folder.with_name(folder.name + PARTIAL)
    try:
        files.make_own(partial)
        for file in _files(told):
            shutil.copyfile(file, partial / file.name)
        named = each(told, lambda file: replace(file, path=""))
        made = record.encoded(job.record).encode("ascii") + b"\n"
        lines = made + messages.encode(named) + _encoded(job.settings)
        (partial / FILE).write_bytes(lines)
        partial.rename(folder)
    except OSError as error:
        files.remove_own(partial)
        reason = error.strerror or error
        raise MaquetteError(
            "file", f"The history cannot be written: {reason}.", files.remedy_of_ours(error)
        ) from error
    known.insert(0, folder.name)
    for old in known[MOST:][-AT_ONCE:]:
        _remove(folder.with_name(old))
        known.remove(old)


def clear() -> None:
    """Remove all entries, damaged ones too, and nothing else. Raises MaquetteError("file") if some
    cannot be removed."""
    global _names
    folder = paths.user_folder("history")
    try:
        there = [each for each in os.listdir(folder) if NAME.fullmatch(each.removesuffix(PARTIAL))]
    except OSError as error:
        raise files.explained(folder, error, "read") from error
    left = [each for each in there if not _remove(folder / each) and _is_ours(folder / each)]
    _names = None
    if left:
        raise MaquetteError(
            "file",
            f"{len(left)} history entries cannot be deleted.",
            "Check the disk, then press Clear History again.",
        )


def _sheet(name: str) -> str:
    return name.partition("-")[2]


def _image(job: Job) -> Artifact:
    """The file in the job's folder with the image that it was made of, if there is one."""
    shown = job.request.image
    file = job.result.image or (shown.file if shown else NONE)
    return file if Path(file).parent == job.folder else NONE


def _files(told: Result) -> list[Artifact]:
    """All that an entry keeps."""
    found = [getattr(sample, kind) for sample in told.samples for kind in KINDS]
    return [file for file in (*found, told.image) if file]


def _remove(folder: Path) -> bool:
    """Whether it is gone: it was ours, and could be removed."""
    icons.forget(folder)
    mark = files.MARKER if files.is_own(folder) else FILE
    return _is_ours(folder) and files.remove_own(folder, mark)


def _is_ours(folder: Path) -> bool:
    """By our marker. Earlier versions made none: there it is ours if it has the name of an entry
    and holds what an entry holds, nothing else."""
    if files.is_own(folder):
        return True
    if not (NAME.fullmatch(folder.name) and files.is_own(folder, FILE)):
        return False
    with contextlib.suppress(OSError):
        others = [entry for entry in os.scandir(folder) if entry.name != FILE]
        return all(e.name.endswith(ENDINGS) and e.is_file(follow_symlinks=False) for e in others)
    return False


def _encoded(settings: Mapping[str, Any]) -> bytes:
    """A line. What JSON has no word for is a list, if it is a set of flags, or left out."""
    plain = {k: sorted(v) if isinstance(v, (set, frozenset)) else v for k, v in settings.items()}
    finite = {k: v for k, v in plain.items() if not isinstance(v, float) or abs(v) < float("inf")}
    return json.dumps({"version": VERSION, "settings": finite}).encode("ascii") + b"\n"


def _decoded(lines: list[bytes]) -> dict[str, Any]:
    """The settings of such a line; none where there is none, or it is damaged."""
    try:
        settings = json.loads(lines[0], parse_constant=int)["settings"]  # no int is NaN
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    return old_names.renamed(settings, old_names.PANEL) if isinstance(settings, dict) else {}


def _record(line: bytes) -> Record:
    """In earlier versions it was the message `generate`."""
    with contextlib.suppress(ValueError):
        return record.decoded(line.decode("utf-8"))
    return record.of(messages.decode(_present(line), messages.COMMANDS).request, "")


def _present(line: bytes) -> bytes:
    """A message with the names of now. Raises ValueError for a line that is none."""
    said = strict_json.loads(line)
    if not isinstance(said, dict):
        raise ValueError("it is no message")
    said = old_names.renamed(said, old_names.RESULT)
    if isinstance(said.get("request"), dict):
        said["request"] = old_names.renamed(said["request"], old_names.REQUEST)
    return json.dumps(said).encode("ascii") + b"\n"


def _entry(name: str) -> Entry | None:
    if name not in _known:
        _known[name] = _read(_folder / name)
    return _known[name]


def _read(folder: Path) -> Entry | None:
    """None for what is no whole entry."""
    try:
        with open(folder / FILE, "rb") as file:
            asked, told, *more = file.read(LARGEST).splitlines(keepends=True)
        result = messages.decode(_present(told), messages.EVENTS)
        made = _record(asked)
        if not _is_sound(result):
            return None
        result = each(result, lambda file: replace(file, path=str(folder / file.name)))
        return Entry(folder, made, result, _decoded(more))
    except (OSError, ValueError, MaquetteError, AttributeError, TypeError):
        return None


def _is_sound(told: Any) -> bool:
    """Whether it has what panels show, and names no file outside of its folder. Earlier versions
    named files by what are paths now."""
    if not (isinstance(told, Result) and told.samples):
        return False
    return all(
        file.path in ("", file.name) and is_file_name(file.name) and file.name.isprintable()
        for file in _files(told)
    )
