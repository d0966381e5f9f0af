"""Folders of jobs whose files lie nowhere else, in the system's temporary one: each is there while
its job runs, and one that a killed worker left goes as the next worker starts.

A folder is ours by our marker, and in use while somebody holds the lock on that, which the system
gives back however he ends.
"""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from ..shared import file_lock
from ..shared.files import MARKER, is_own, remove_own

PREFIX = "maquette-"
YOUNG = 60.0  # seconds in which one may not have its lock yet

_ours: dict[Path, io.FileIO] = {}  # of this worker, with the locks


@contextlib.contextmanager
def home() -> Iterator[Path]:
    """A new one, for nobody else to read. Raises OSError."""
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    try:
        mark = io.FileIO(folder / MARKER, "xb")
    except OSError:
        with contextlib.suppress(OSError):
            folder.rmdir()
        raise
    _lock(mark)
    _ours[folder] = mark
    try:
        yield folder
    finally:
        _remove(folder)


def remove_all() -> None:
    """Those of this worker, which ends."""
    for folder in list(_ours):
        _remove(folder)


def clear_abandoned() -> None:
    """Those that nobody holds any more."""
    with contextlib.suppress(OSError):
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            with contextlib.suppress(OSError):
                if _is_abandoned(folder):
                    remove_own(folder)


def _is_abandoned(folder: Path) -> bool:
    if not is_own(folder) or time.time() - folder.lstat().st_mtime < YOUNG:
        return False
    with io.FileIO(folder / MARKER, "rb+") as mark:
        return _lock(mark)


def _remove(folder: Path) -> None:
    if mark := _ours.pop(folder, None):
        mark.close()  # Windows removes no open file
        remove_own(folder)


def _lock(mark: io.FileIO) -> bool:
    """Whether it is ours now, and was nobody's. Where a disk knows no locks, it never is."""
    with contextlib.suppress(OSError):
        file_lock.hold(mark.fileno())
        return True
    return False
