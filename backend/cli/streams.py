"""The process's own streams and signals: streams that are closed, full or broken, and being told to
end.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any, TextIO

from ..shared.errors import MaquetteError

ENDS = ("SIGINT", "SIGTERM", "SIGHUP")  # Windows has no SIGHUP
PATIENCE = 1.0  # seconds


class Ended(KeyboardInterrupt):
    """The process was told to end. `status` is what a shell makes of it: 130 for Ctrl-C, 143 for
    SIGTERM, 129 for SIGHUP."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.status = 128 + number


class Lost(Exception):
    """What is written to standard output cannot get there. `closed`: nobody wants it any more."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.closed = isinstance(error, BrokenPipeError)


class _Stream:
    """A text stream as it is, but for what becomes of the OSError of one that is full or broken."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def fail(self, error: OSError) -> None:
        """What cannot be said is not said: no work ends for it."""

    def write(self, text: str) -> int:
        try:
            return self._stream.write(text)
        except OSError as error:
            self.fail(error)
            return len(text)

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError as error:
            self.fail(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Output(_Stream):
    def fail(self, error: OSError) -> None:
        # What is still in the buffer would fail again as Python ends, and not quietly.
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._stream.fileno())
        os.close(nowhere)
        raise Lost(error) from error


@contextlib.contextmanager
def ready() -> Iterator[None]:
    """Streams that can be written to, whatever they are connected to. Raises `Lost` where what was
    written to standard output does not arrive; what standard error does not take is left out."""
    _open_closed()
    for stream in (sys.stdout, sys.stderr):  # a prompt may hold what the terminal cannot show
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    output, error = _Output(sys.stdout), _Stream(sys.stderr)
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(error):  # type: ignore[type-var]
        try:
            yield
        finally:
            output.flush()


@contextlib.contextmanager
def ends() -> Iterator[None]:
    """Raises `Ended` where the process is told to end, so that what is begun is taken back. What
    was told to be ignored, as by nohup, stays so."""
    numbers = [getattr(signal, name) for name in ENDS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    kept = {n: how for n, how in before.items() if how not in (signal.SIG_IGN, None)}
    ending = _Ending()
    for number in kept:
        signal.signal(number, ending)
    ended = False
    try:
        yield
    except Ended:
        ended = True  # the process is about to end: the next signal is impatience, too
        raise
    finally:
        for number, how in kept.items() if not ended else ():
            signal.signal(number, how)


def check_folder() -> None:
    """Raise MaquetteError("file") if the working directory is gone. No name means a file then, and
    where there is none MKL ends the process."""
    try:
        os.getcwd()
    except OSError as error:
        raise MaquetteError(
            "file", "The working directory no longer exists.", "Change to a folder that exists."
        ) from error


class _Ending:
    """Raises `Ended` at the first signal. One that follows within a second is the impatience of
    somebody who sees the first being answered, and must not interrupt what cleans up."""

    def __init__(self) -> None:
        self._last = -PATIENCE

    def __call__(self, number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        last, self._last = self._last, now
        if now - last >= PATIENCE:
            raise Ended(number)


def _open_closed() -> None:
    """A closed stream leads nowhere from now on. Else the next file that is opened would get its
    number, and what a library prints would be written into it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115 - it stays to the end
