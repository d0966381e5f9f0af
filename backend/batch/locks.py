"""One process at a time makes an object: who holds the lock of its file (`shared/file_lock.py`)."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from ..shared import file_lock
from ..shared.errors import MaquetteError
from ..shared.files import printable


class Lock:
    """Held from the moment that `take` returns it."""

    def __init__(self, path: Path, file: int) -> None:
        self._path, self._file = path, file

    def release(self) -> None:
        """The file goes first, so that nobody takes it for a lock that others see."""
        with contextlib.suppress(OSError):
            os.unlink(self._path)
        os.close(self._file)
        if sys.platform == "win32":  # where an open file cannot go
            with contextlib.suppress(OSError):
                os.unlink(self._path)

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def take(path: Path, wait: bool = False) -> Lock | None:
    """The lock of this file, which is made; None: another process has it, and nobody shall wait.

    Raises OSError for a folder that takes no files, MaquetteError("file") for one without locks.
    """
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            file_lock.hold(file, wait)
        except (BlockingIOError, PermissionError):
            os.close(file)
            return None
        except OSError as error:
            os.close(file)
            if wait and error.errno == errno.EDEADLK:  # Windows waits for ten seconds
                continue
            raise MaquetteError(
                "file",
                f"The disk of {printable(path.parent.parent)} has no locks, which keep two"
                " processes from making the same object.",
                "Choose a folder on another disk.",
            ) from error
        if _stands(path, file):
            return Lock(path, file)
        os.close(file)  # who had it removed it: this is a lock that nobody else sees


def _stands(path: Path, file: int) -> bool:
    try:
        there = os.stat(path)
    except OSError:
        return False
    return os.path.samestat(there, os.fstat(file))
