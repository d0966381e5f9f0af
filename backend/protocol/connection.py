"""Blender's end of the conversation: start a worker, send it messages, poll what it says, close.

Nothing here blocks the caller except `wait` and `close`. Two threads do the waiting: one reads the
worker's output into a queue, one writes to its input, because a worker that hangs does not empty
its pipe. Whatever goes wrong with the worker comes out as one last event.
"""

from __future__ import annotations

import contextlib
import io
import json
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import log as log_file
from . import process
from .errors import Code, MaquetteError
from .messages import (
    EVENTS,
    PROTOCOL,
    Cancel,
    Cancelled,
    Command,
    Error,
    Event,
    Job,
    Ping,
    Pong,
    Ready,
    Result,
    Shutdown,
    decode,
    encode,
)

LONGEST_LINE = 1 << 20  # bytes; a result with 64 samples has some 20 KiB
RETRY = "Press Generate again; the log has the rest."
OUR_PING = -1  # token of the pings that nobody asked for and whose answer nobody sees


class Connection:
    """One worker and the pipes to it.

    command, cwd  what to start and where, see `environment.worker_command`
    log           file for the worker's standard error; the log of the run before is kept beside it
    environ       variables for the worker on top of the cleaned environment
    ping_after    seconds of silence before the worker is asked whether it lives
    hung_after    seconds of silence before it is taken for hung and killed
    start_within  the same until it says `ready`: it may have to read all of torch from a slow disk
    cancel_within seconds before a worker that does not answer a cancel is killed

    Raises MaquetteError("environment") if the worker cannot be started. Make it in a thread that
    stays, such as Blender's main thread: on Linux the worker dies with that thread.

    The worker itself failing is told by one `Error` without a job, after which `alive` is False:
    "worker" if it died or hangs, "protocol" if it talks nonsense, "version" if it is of another
    version. If it was killed because it did not answer a cancel, that is a `Cancelled`.
    """

    def __init__(
        self,
        command: Sequence[str],
        cwd: Path,
        log: Path,
        *,
        environ: Mapping[str, str] | None = None,
        ping_after: float = 10.0,
        hung_after: float = 60.0,
        start_within: float = 300.0,
        cancel_within: float = 15.0,
    ) -> None:
        self.log = log
        self.ready: Ready | None = None
        self._limits = (ping_after, hung_after, start_within, cancel_within)
        self._events: queue.Queue[Event] = queue.Queue()
        self._outbox: queue.Queue[bytes | None] = queue.Queue()
        self._lock = threading.Lock()
        self._over = False  # the last event is out, or close was called
        self._open: set[str] = set()  # jobs without an answer
        self._cancelled: dict[str, float] = {}  # job -> seconds waited for the answer
        self._silence = 0.0
        self._pinged = False
        self._watched = time.monotonic()
        self._process, self._log_start = _start(command, cwd, log, environ)
        self._threads = [
            threading.Thread(target=work, name=f"maquette {work.__name__}", daemon=True)
            for work in (self._read, self._write)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def alive(self) -> bool:
        """Whether the worker can still be talked to."""
        return not self._over and self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Command) -> None:
        """Hand a message to the worker. Raises MaquetteError("worker") if the worker is gone."""
        if not self.alive:
            raise MaquetteError("worker", "The worker has ended.", "Press Generate again.")
        with self._lock:
            if isinstance(message, Job):
                self._open.add(message.job)
            elif isinstance(message, Cancel) and message.job in self._open:
                self._cancelled.setdefault(message.job, 0.0)
        self._outbox.put(encode(message))

    def poll(self) -> list[Event]:
        """Everything the worker said since the last time, oldest first. Never blocks."""
        self._watch()
        events = []
        with contextlib.suppress(queue.Empty):
            while True:
                events.append(self._events.get_nowait())
        return events

    def wait(self, seconds: float) -> Event | None:
        """The next event, or None if there was none in that time or there will be no more."""
        end = time.monotonic() + seconds
        while True:
            self._watch()
            left = end - time.monotonic()
            with contextlib.suppress(queue.Empty):
                return self._events.get(timeout=max(0.0, min(0.05, left)))
            if left <= 0 or (self._over and self._events.empty()):
                return None

    def close(self, seconds: float = 3.0) -> None:
        """Ask the worker to end, and kill it and its children after `seconds`. May be called
        twice. Nothing of the worker is left when this returns, and no event comes of it."""
        with self._lock:
            self._over = True
        self._outbox.put(encode(Shutdown()))
        self._outbox.put(None)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        process.stop(self._process, 0.0)
        for thread in self._threads:
            thread.join(2.0)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _end(self, event: Event) -> None:
        """Deliver the last event and kill the worker; only the first caller is heard."""
        with self._lock:
            if self._over:
                return
            self._over = True
            self._events.put(event)
        process.kill(self._process)
        self._outbox.put(None)

    def _fail(self, code: Code, message: str, remedy: str) -> None:
        self._end(Error(code, message, remedy))

    def _watch(self) -> None:
        """Notice a worker that hangs. Silence counts only while somebody watches, so that neither
        a Blender that was busy nor a computer that slept takes a good worker for hung."""
        ping_after, hung_after, start_within, cancel_within = self._limits
        now = time.monotonic()
        with self._lock:
            passed = min(now - self._watched, 1.0)
            self._watched = now
            self._silence += passed
            for job in self._cancelled:
                self._cancelled[job] += passed
            late = [job for job, waited in self._cancelled.items() if waited > cancel_within]
            ask = self.ready is not None and self._silence > ping_after and not self._pinged
            self._pinged = self._pinged or ask
            hung = self._silence > (hung_after if self.ready else start_within)
        if self._over:
            return
        if late:
            self._end(Cancelled(late[0]))
        elif hung:
            self._fail(
                "worker", "The worker does not answer and was stopped.", "Press Generate again."
            )
        elif ask:
            self._outbox.put(encode(Ping(OUR_PING)))

    def _write(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        # A broken pipe is the reader's to tell: it knows how the worker ended.
        with contextlib.suppress(OSError, ValueError):
            while (line := self._outbox.get()) is not None:
                process.write_all(pipe, line)
        with contextlib.suppress(OSError):
            pipe.close()

    def _read(self) -> None:
        assert isinstance(self._process.stdout, io.RawIOBase)
        pipe = io.BufferedReader(self._process.stdout)
        with contextlib.suppress(OSError, ValueError):
            while line := pipe.readline(LONGEST_LINE):
                if not line.endswith(b"\n") and len(line) < LONGEST_LINE:
                    break  # it died in the middle of a line
                if not self._take(line):
                    return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5.0)
        self._fail(
            "worker", log_file.obituary(self._process.poll(), self.log, self._log_start), RETRY
        )

    def _take(self, line: bytes) -> bool:
        """Deal with one line; False if it was the last that is read."""
        if (theirs := _other_protocol(line)) is not None:
            self._fail(
                "version",
                f"The worker speaks version {theirs} of the protocol, not {PROTOCOL}.",
                "Press Install Backend, or choose a Python without another Maquette.",
            )
            return False
        try:
            event: Event = decode(line, EVENTS)
        except MaquetteError as error:
            self._end(Error.of(error))
            return False
        with self._lock:
            self._silence, self._pinged = 0.0, False
            if isinstance(event, Ready):
                self.ready = event
            elif isinstance(event, (Result, Error, Cancelled)):
                self._open.discard(event.job)
                self._cancelled.pop(event.job, None)
            if not self._over and event != Pong(OUR_PING):
                self._events.put(event)
        return True


def _start(
    command: Sequence[str], cwd: Path, log: Path, environ: Mapping[str, str] | None
) -> tuple[subprocess.Popen[bytes], int]:
    """The process, and where in the log its own words begin."""
    try:
        start = log_file.begin(log)
        environ = {"MAQUETTE_LOG": str(log), **(environ or {})}
        return process.spawn(command, cwd=cwd, log=log, environ=environ), start
    except OSError as error:
        raise MaquetteError(
            "environment",
            f"The worker cannot be started: {error.strerror or error}: {error.filename}.",
            "Press Install Backend, or choose another Python in the preferences.",
        ) from error


def _other_protocol(line: bytes) -> object:
    """The protocol of a `ready` that is not ours; None for any other line. Looked at before the
    message is decoded, as another version's `ready` may have other fields."""
    try:
        body = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict) or body.get("type") != "ready":
        return None
    return None if body.get("protocol") == PROTOCOL else body.get("protocol", 0)
