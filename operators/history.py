"""What was made, kept on the disk: how it was asked for, small pictures; of a contact sheet the
meshes too, until they are cleared away.

A folder an entry, named by its time and its sheet. `entry.jsonl` holds the two messages of the
conversation with the worker, `generate` and `result`; it is written last.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path

from ..backend.protocol import messages
from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.messages import Result, Sample
from ..backend.protocol.request import GenerationRequest
from . import preview, whereabouts
from .job import Job

MOST = 100  # entries
SIDE = 128  # pixels of a thumbnail
FILE = "entry.jsonl"
KINDS = ("thumbnail", "mesh", "latent")  # of a sample's files


@dataclass(frozen=True)
class Entry:
    """One job that was done. File names in `result` are those in `folder`."""

    folder: Path
    request: GenerationRequest
    result: Result

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def sheet(self) -> str:
        """Of one press; nothing where it was no contact sheet."""
        return self.name.partition("-")[2]

    @property
    def title(self) -> str:
        return self.request.prompt or "Picture"

    def icon(self, sample: Sample) -> int:
        """Of its thumbnail, for `UILayout.template_icon`; 0 if there is none."""
        return preview.load(self.folder / sample.thumbnail)


_entries: list[Entry] | None = None


def entries() -> list[Entry]:
    """The newest first. Read from the disk once; what cannot be read is passed over."""
    global _entries
    if _entries is None:
        folders = sorted(whereabouts.user_folder("history").iterdir(), reverse=True)
        _entries = [entry for entry in map(_read, folders) if entry]
    return _entries


def find(name: str) -> Entry:
    """The entry of this name; "" is the newest. Raises MaquetteError("request") without one."""
    found = next((entry for entry in entries() if name in ("", entry.name)), None)
    if found is None:
        raise MaquetteError("request", "This is no longer in the history.", "Choose another.")
    return found


def sheet() -> list[Entry]:
    """The last contact sheet: its entries in the order of their making."""
    last = next((entry.sheet for entry in entries() if entry.sheet), "")
    return [entry for entry in reversed(entries()) if last and entry.sheet == last]


def keep(job: Job) -> None:
    """Make an entry of a finished job, whose folder may go afterwards; the oldest one goes for it.

    Raises MaquetteError("file") if it cannot be written.
    """
    samples = job.result.samples
    if not all(sample.thumbnail for sample in samples):
        return
    known = entries()
    folder = whereabouts.user_folder("history") / f"{time.time_ns():020d}-{job.sheet}"
    kept = KINDS if job.sheet else ("thumbnail",)
    named = [
        {kind: Path(getattr(s, kind)).name if kind in kept else "" for kind in KINDS}
        for s in samples
    ]
    told = replace(
        job.result,
        samples=tuple(replace(s, **names) for s, names in zip(samples, named, strict=True)),
        picture=Path(job.result.picture).name,
        frames=(),
    )
    partial = folder.with_name(folder.name + ".partial")
    try:
        partial.mkdir()
        for name in filter(None, (told.picture, *(n for names in named for n in names.values()))):
            shutil.copy(Path(job.request.folder, name), partial)
        lines = messages.encode(job.command) + messages.encode(told)
        (partial / FILE).write_bytes(lines)
        partial.rename(folder)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise MaquetteError(
            "file", f"The history cannot be written: {error}.", "Make room on the disk."
        ) from error
    known.insert(0, Entry(folder, job.request, told))
    for old in known[MOST:]:
        forget(old)


def forget(entry: Entry) -> None:
    """Remove it, with all that it kept."""
    entries().remove(entry)
    preview.forget(entry.folder)
    shutil.rmtree(entry.folder, ignore_errors=True)


def clear() -> None:
    for entry in list(entries()):
        forget(entry)


def _read(folder: Path) -> Entry | None:
    try:
        asked, told = (folder / FILE).read_bytes().splitlines(keepends=True)
        command = messages.decode(asked, messages.COMMANDS)
        return Entry(folder, command.request, messages.decode(told, messages.EVENTS))
    except (OSError, ValueError, MaquetteError, AttributeError):
        return None
