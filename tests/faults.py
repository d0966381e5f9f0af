"""Makes the n-th operation on a file fail, as a full, a broken or a read-only disk would.

    for n in count(1):
        with fail(n, errno.ENOSPC, under=folder) as fault:
            run()
        if not fault.struck:
            break

It counts what this process opens for writing, writes through such a file, renames, makes, links
and removes under a folder.
"""

from __future__ import annotations

import builtins
import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock


class Fault:
    """The n-th operation fails; `struck` is what it was, or empty if there was none."""

    def __init__(self, n: int, code: int, under: Path) -> None:
        self.n, self.code, self.under = n, code, os.path.realpath(under)
        self.count, self.struck = 0, ""

    def pass_or_fail(self, what: str, path: Any) -> None:
        try:
            where = os.path.abspath(os.fsdecode(path))
        except TypeError:  # a file descriptor
            return
        if not (where + os.sep).startswith(self.under + os.sep):
            return
        self.count += 1
        if self.count == self.n:
            self.struck = f"{what} {where}"
            raise OSError(self.code, os.strerror(self.code), where)


class _Writing:
    """A file whose writes can fail."""

    def __init__(self, file: Any, fault: Fault, path: Any) -> None:
        self._file, self._fault, self._path = file, fault, path

    def write(self, data: Any) -> Any:
        self._fault.pass_or_fail("write", self._path)
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> _Writing:
        self._file.__enter__()
        return self

    def __exit__(self, *about: Any) -> Any:
        return self._file.__exit__(*about)

    def __iter__(self) -> Any:
        return iter(self._file)


@contextlib.contextmanager
def fail(n: int, code: int, under: Path) -> Iterator[Fault]:
    """The n-th operation under a folder raises OSError(code); counted from 1."""
    fault = Fault(n, code, under)
    real_open = io.open

    def opened(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
        if isinstance(file, int) or not set(mode) & set("wax+"):
            return real_open(file, mode, *rest, **more)
        fault.pass_or_fail("open", file)
        return _Writing(real_open(file, mode, *rest, **more), fault, file)

    def guarded(name: str, where: int = 0) -> Any:
        real = getattr(os, name)

        def guard(*args: Any, **more: Any) -> Any:
            fault.pass_or_fail(name, args[where])
            return real(*args, **more)

        return mock.patch.object(os, name, guard)

    with contextlib.ExitStack() as patches:
        patches.enter_context(mock.patch.object(builtins, "open", opened))
        patches.enter_context(mock.patch.object(io, "open", opened))
        for name, where in (
            ("replace", 1), ("rename", 1), ("link", 1), ("mkdir", 0), ("unlink", 0),
            ("remove", 0), ("rmdir", 0), ("symlink", 1),
        ):  # fmt: skip
            patches.enter_context(guarded(name, where))
        yield fault
