"""What was made, kept on the disk until it is cleared away: meshes, small images, and how they were
asked for.

A folder an entry (`history_entry.py`), named by its time and its sheet, with our marker in it.
Entries are read as they are looked at, for there may be thousands.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path

from ...backend.shared import files
from ...backend.shared.artifact import Artifact
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import NONE
from ..images import icons
from . import history_entry, paths
from .history_entry import FILE, Entry, files_of, files_of_sample, read
from .job import Job

MOST = 1000  # entries
SIDE = 128  # pixels of a thumbnail
NAME = re.compile(r"\d{20}-[0-9a-f]*")
PARTIAL = ".partial"  # how the name of one that is being written ends
ENDINGS = (".png", ".npz", ".npy")  # of its other files
AT_ONCE = 50  # old ones that are removed at a time, so that nobody waits for thousands

_folder = Path()  # of the entries, once they were listed
_names: list[str] | None = None  # of all that are there, the newest first; None: not known yet
_known: dict[str, Entry | None] = {}  # by name, those that were looked at; None: damaged
changes = 0  # how often what is there became something else


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
            "request", "This result is no longer in the gallery.", "Choose another one."
        )
    return found


def look(name: str) -> Entry | None:
    """The entry of this name; None for one that is gone or damaged."""
    return _entry(name) if name in _known or name in names() else None


def keep(job: Job) -> None:
    """Make an entry of a finished job, whose folder may go afterwards; the oldest ones go for it.

    Raises MaquetteError("file") if it cannot be written.
    """
    global changes
    samples = job.result.samples
    if not all(sample.thumbnail for sample in samples):
        return
    known = names()
    folder = paths.user_folder("history") / f"{time.time_ns():020d}-{job.sheet}"
    told = replace(
        job.result,
        samples=tuple(replace(sample, turntable=()) for sample in samples),
        image=_image(job),
        preview_meshes=(),
    )
    partial = folder.with_name(folder.name + PARTIAL)
    try:
        files.make_own(partial)
        for file in files_of(told):
            shutil.copyfile(file, partial / file.name)
        entry = Entry(folder, job.record, told, job.settings)
        (partial / FILE).write_bytes(history_entry.written(entry))
        partial.rename(folder)
    except OSError as error:
        files.remove_own(partial)
        reason = error.strerror or error
        raise MaquetteError(
            "file", f"The history cannot be written: {reason}.", files.remedy_of_ours(error)
        ) from error
    changes += 1
    known.insert(0, folder.name)
    for old in known[MOST:][-AT_ONCE:]:
        _remove(folder.with_name(old))
        known.remove(old)


def remove(entry: Entry, number: int) -> None:
    """One sample of an entry, and with the last one the entry. Raises MaquetteError("file") if it
    cannot be removed."""
    global changes
    changes += 1
    samples = entry.result.samples
    left = samples[:number] + samples[number + 1 :]
    _known.pop(entry.name, None)
    if left:
        rest = replace(entry, result=replace(entry.result, samples=left))
        files.write_whole(entry.folder / FILE, history_entry.written(rest))
        kept = {file.name for file in files_of(rest.result)}
        for file in files_of_sample(samples[number]):
            icons.forget(file.path)
            if file.name not in kept:
                with contextlib.suppress(OSError):  # nobody's any more, it goes with the rest
                    os.unlink(file.path)
    elif _remove(entry.folder) or not entry.folder.exists():
        names().remove(entry.name)
    else:
        raise MaquetteError(
            "file", "This result cannot be deleted.", "Check the disk, then try again."
        )


def clear() -> None:
    """Remove all entries, damaged ones too, and nothing else. Raises MaquetteError("file") if some
    cannot be removed."""
    global _names, changes
    folder = paths.user_folder("history")
    try:
        there = [each for each in os.listdir(folder) if NAME.fullmatch(each.removesuffix(PARTIAL))]
    except OSError as error:
        raise files.explained(folder, error, "read") from error
    left = [each for each in there if not _remove(folder / each) and _is_ours(folder / each)]
    _names, changes = None, changes + 1
    if left:
        raise MaquetteError(
            "file",
            f"{len(left)} entries of the gallery cannot be deleted.",
            "Check the disk, then press Clear Gallery again.",
        )


def _image(job: Job) -> Artifact:
    """The file in the job's folder with the image that it was made of, if there is one."""
    shown = job.request.image
    file = job.result.image or (shown.file if shown else NONE)
    return file if Path(file).parent == job.folder else NONE


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


def folder_of(name: str) -> Path:
    return _folder / name


def _entry(name: str) -> Entry | None:
    if name not in _known:
        _known[name] = read(_folder / name)
    return _known[name]
