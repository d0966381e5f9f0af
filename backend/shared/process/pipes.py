"""Our ends of a child's pipes, read and written without ever waiting.

No Python thread waits for us either: up to Python 3.11 Blender lets go of the interpreter inside
operators, and looks into an overridden context without it; a thread that ran just then crashed it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
from collections.abc import Iterator
from typing import Any

CHUNK = 1 << 16  # bytes read at once; what a pipe holds on Linux
MOST = 1 << 18  # bytes read without a break, as a child that never stops talking stops nobody
PIPE_NOWAIT = 1
SMALLEST_BUFFER = 4096  # of a pipe on Windows


class Reader:
    """The end of a pipe that a child writes lines to. `file` stays the caller's to close.

    longest  bytes of a line; of a longer one the beginning comes, as the last that is read
    """

    def __init__(self, file: int, longest: int) -> None:
        self._file, self._longest = file, longest
        self._line = bytearray()  # the beginning of one that has not ended
        self.ended = False  # the other end was closed, and all that was in the pipe is read
        if sys.platform != "win32":
            os.set_blocking(file, False)

    def lines(self, last: bool = False) -> Iterator[bytes]:
        """The lines that are there, without their ends, up to `MOST` bytes of them. `last`: the
        child has ended, so that what is in the pipe is all that will ever be."""
        for _ in range(MOST // CHUNK):
            text = None if self.ended else self._read()
            if not text:
                self.ended = self.ended or last or text is not None
                return
            *lines, rest = text.split(b"\n")
            for line in lines:
                yield bytes(self._line + line)
                self._line.clear()
            self._line += rest
            if len(self._line) > self._longest:
                self.ended = True
                yield bytes(self._line)

    def _read(self) -> bytes | None:
        """What is there, at most `CHUNK` bytes; None if that is nothing yet, b"" at the end."""
        try:
            if sys.platform != "win32":
                return os.read(self._file, CHUNK)
            there = ctypes.c_uint32()
            if not _kernel32().PeekNamedPipe(
                _handle(self._file), None, 0, None, ctypes.byref(there), None
            ):
                return b""
            return os.read(self._file, min(there.value, CHUNK)) if there.value else None
        except BlockingIOError:
            return None
        except OSError:
            return b""


class Writer:
    """The end of a pipe that a child reads from. `file` stays the caller's to close."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._waiting = bytearray()
        self._broken = False
        if sys.platform != "win32":
            os.set_blocking(file, False)
        else:
            mode = ctypes.c_uint32(PIPE_NOWAIT)
            _kernel32().SetNamedPipeHandleState(_handle(file), ctypes.byref(mode), None, None)

    @property
    def done(self) -> bool:
        """Whether all that was written is in the pipe, or nobody reads it any more."""
        return self._broken or not self._waiting

    def write(self, data: bytes) -> None:
        """Write what the pipe takes now, and the rest at the next calls of `go_on`."""
        self._waiting += data
        self.go_on()

    def go_on(self) -> bool:
        """Write more of what waits; whether any of it was taken. A pipe that broke takes all: how
        its reader ended is told by the other pipe."""
        waited = len(self._waiting)
        with contextlib.suppress(BlockingIOError):
            try:
                while not self.done and (taken := self._put(bytes(self._waiting[:CHUNK]))):
                    del self._waiting[:taken]
            except BlockingIOError:
                raise
            except OSError:
                self._broken = True
        return len(self._waiting) < waited

    def _put(self, data: bytes) -> int:
        if sys.platform != "win32":
            return os.write(self._file, data)
        taken = ctypes.c_uint32()
        size = min(len(data), SMALLEST_BUFFER)
        while size:  # Windows takes all of it or nothing
            if not _kernel32().WriteFile(
                _handle(self._file), data, size, ctypes.byref(taken), None
            ):
                raise BrokenPipeError
            if taken.value:
                return taken.value
            size //= 2
        return 0


def _handle(file: int) -> Any:
    import msvcrt

    return ctypes.c_void_p(msvcrt.get_osfhandle(file))  # type: ignore[attr-defined]


def _kernel32() -> Any:
    return ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
