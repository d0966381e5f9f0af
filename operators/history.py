"""What was made, kept on the disk: how it was asked for, small pictures; of a contact sheet the
meshes too, until they are cleared away.

A folder an entry, named by its time and its sheet, with our marker in it. `entry.jsonl` holds the
two messages of the conversation with the worker, `generate` and `result`, and what the panel was
set to where it was asked; it is written last.
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
from pathlib import Path
from typing import Any

from ..backend.protocol import files, messages
from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.messages import Result, Sample
from ..backend.protocol.request import GenerationRequest
from . import preview, whereabouts
from .job import Job

MOST = 100  # entries
SIDE = 128  # pixels of a thumbnail
FILE = "entry.jsonl"
KINDS = ("thumbnail", "mesh", "latent")  # of a sample's files
NAME = re.compile(r"\d{20}-[0-9a-f]*(\.partial)?")
LARGEST = 1 << 22  # bytes of an entry's file
LEFT = 50  # entries that are taken away at a time, so that nobody waits for it


@dataclass(frozen=True)
class Entry:
    """One job that was done. File names in `result` are those in `folder`; `settings` are the
    panel's, by name, none where no panel was asked."""

    folder: Path
    request: GenerationRequest
    result: Result
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)

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
    """The newest first, `MOST` of them. Read from the disk once; what cannot be read is passed
    over."""
    global _entries
    if _entries is None:
        read = (_read(folder) for folder in folders()[: 2 * MOST])
        _entries = [entry for entry in read if entry][:MOST]
    return _entries


def folders() -> list[Path]:
    """Of all entries on the disk, whether they can be read or not, the newest first."""
    with contextlib.suppress(MaquetteError, OSError):
        kept = _folder()
        names = sorted((name for name in os.listdir(kept) if NAME.fullmatch(name)), reverse=True)
        return [kept / name for name in names]
    return []


def any_kept() -> bool:
    """Whether there is something to clear. Asked at every redraw: it looks at one name."""
    if _entries:
        return True
    with contextlib.suppress(MaquetteError, OSError):
        return any(NAME.fullmatch(each.name) for each in os.scandir(_folder()))
    return False


def _folder() -> Path:
    return whereabouts.user_folder("history")


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
    folder = _folder() / f"{time.time_ns():020d}-{job.sheet}"
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
        files.make_own(partial)
        for name in filter(None, (told.picture, *(n for names in named for n in names.values()))):
            shutil.copyfile(Path(job.request.folder, name), partial / name)
        lines = messages.encode(job.command) + messages.encode(told) + _encode(job.settings)
        with open(partial / FILE, "xb") as file:
            file.write(lines)
        partial.rename(folder)
    except OSError as error:
        files.remove_own(partial)
        raise MaquetteError(
            "file",
            f"The history cannot be written: {error.strerror or error}.",
            "Make room on the disk.",
        ) from error
    known.insert(0, Entry(folder, job.request, told, _plain(job.settings)))
    del known[MOST:]
    for old in folders()[MOST:][-LEFT:]:
        _remove(old)


def forget(entry: Entry) -> None:
    """Remove it, with all that it kept."""
    entries().remove(entry)
    _remove(entry.folder)


def clear() -> None:
    """Remove all entries, those that cannot be read too. Raises MaquetteError("file") if some
    stay."""
    global _entries
    _entries = None
    left = [folder for folder in folders() if not _remove(folder)]
    if left:
        raise MaquetteError(
            "file",
            f"{len(left)} entries of the history cannot be deleted.",
            f"Delete them by hand in {files.printable(left[0].parent)}.",
        )


def _remove(folder: Path) -> bool:
    """One that earlier versions made has no marker: it is ours by its name and its place."""
    preview.forget(folder)
    with contextlib.suppress(OSError):
        if not files.is_own(folder) and folder.is_dir() and not folder.is_symlink():
            (folder / files.MARKER).touch()
    return files.remove_own(folder)


def _plain(settings: Mapping[str, Any]) -> dict[str, Any]:
    """As JSON has them: sets are lists."""
    sets = set, frozenset
    return {k: sorted(v) if isinstance(v, sets) else v for k, v in settings.items()}


def _encode(settings: Mapping[str, Any]) -> bytes:
    return json.dumps({"settings": _plain(settings)}).encode() + b"\n" if settings else b""


def _read(folder: Path) -> Entry | None:
    """None for what is no whole entry. Its files lie in its folder, or it is none."""
    try:
        with open(folder / FILE, "rb") as file:
            asked, told, *rest = file.read(LARGEST).splitlines(keepends=True)
        command = messages.decode(asked, messages.COMMANDS)
        result = messages.decode(told, messages.EVENTS)
        settings = json.loads(rest[0])["settings"] if rest else {}
        entry = Entry(folder, command.request, result, settings)
        return entry if _is_sound(entry) else None
    except (OSError, ValueError, MaquetteError, LookupError, TypeError, AttributeError):
        return None
    except RecursionError:
        return None


def _is_sound(entry: Entry) -> bool:
    asked, told = entry.request, entry.result
    names = [getattr(sample, kind) for sample in told.samples for kind in KINDS]
    return (
        isinstance(asked, GenerationRequest)
        and isinstance(told, Result)
        and isinstance(entry.settings, dict)
        and isinstance(asked.prompt, str)
        and len(told.samples) > 0
        and all(isinstance(sample, Sample) for sample in told.samples)
        and all(type(sample.seed) is int for sample in told.samples)
        and all(_is_name(name) for name in (*names, told.picture))
    )


def _is_name(name: object) -> bool:
    """Whether it names a file in the entry's own folder, or nothing."""
    return isinstance(name, str) and (not name or os.path.basename(name) == name != "..")
