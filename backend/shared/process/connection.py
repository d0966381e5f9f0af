"""Blender's end of the conversation: start a worker, send it messages, poll what it says, close.

Nothing here blocks the caller except `wait` and `close`, and no thread works for it (see
`pipes.py`): what the worker said is read, and what it has not taken yet is written, whenever the
caller polls. Whatever goes wrong with the worker comes out as one last event.
"""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from .. import strict_json
from ..artifact import Artifact, each
from ..contents import Arrivals, bare, parted, without_paths
from ..errors import MaquetteError
from ..messages import (
    EVENTS,
    LONGEST_LINE,
    PROTOCOL,
    Cancel,
    Cancelled,
    Chunk,
    Command,
    Error,
    Event,
    JobCommand,
    Ping,
    Pong,
    Ready,
    Result,
    Shutdown,
    decode,
    encode,
)
from . import log as log_file
from . import pipes, spawn
from .sentences import Sentences

OUR_PING = -1  # token of the pings that nobody asked for and whose answer nobody sees
PAUSE = 0.01  # seconds between two looks of what waits
LAST_WILL = 5.0  # seconds between the end of a worker's output and its own


class Connection:
    """One worker and the pipes to it.

    command, cwd  what to start and where, see `environment.worker_command`
    log           file for the worker's standard error; the log of the run before is kept beside it
    environ       variables for the worker on top of the cleaned environment
    sentences     what is said where it fails
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
        sentences: Sentences | None = None,
        ping_after: float = 10.0,
        hung_after: float = 60.0,
        start_within: float = 300.0,
        cancel_within: float = 15.0,
    ) -> None:
        self.log = log
        self.ready: Ready | None = None
        self._sentences = sentences or Sentences()
        self._limits = (ping_after, hung_after, start_within, cancel_within)
        self._events: deque[Event] = deque()
        self._over = False  # the last event is out, or close was called
        self._open: set[str] = set()  # jobs without an answer
        self._cancelled: dict[str, float] = {}  # job -> seconds waited for the answer
        self._unsent: deque[Command] = deque()  # before it is known whether the worker is remote
        self._arrivals = Arrivals()
        self._silence = 0.0
        self._pinged = False
        self._watched = time.monotonic()
        self._ended = 0.0  # when its output did
        try:
            self._process, self._log_start = _start(command, cwd, log, environ)
        except (OSError, ValueError) as error:  # the second for a path with a NUL
            program = getattr(error, "filename", None) or command[0]
            raise self._sentences.not_started(error, program) from error
        assert self._process.stdin and self._process.stdout
        self._from = pipes.Reader(self._process.stdout.fileno(), LONGEST_LINE)
        self._to = pipes.Writer(self._process.stdin.fileno())

    @property
    def alive(self) -> bool:
        """Whether the worker can still be talked to."""
        return not self._over and self._process.poll() is None

    @property
    def arriving(self) -> bool:
        """Whether the worker is sending files: to poll more often is to wait less."""
        return self._arrivals.size > 0

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, message: Command) -> None:
        """Hand a message to the worker as soon as that is ready. Raises MaquetteError("worker") if
        the worker is gone and that was told, or as `encode` does."""
        encode(bare(message))
        if self._over:
            raise MaquetteError("worker", "The worker has stopped.", "Press Generate again.")
        if isinstance(message, JobCommand):
            self._open.add(message.job)
        elif isinstance(message, Cancel) and message.job in self._open:
            self._cancelled.setdefault(message.job, 0.0)
        self._unsent.append(message)
        self._pass_on()

    def poll(self) -> list[Event]:
        """Everything the worker said since the last time, oldest first. Never blocks."""
        self._look()
        events = list(self._events)
        self._events.clear()
        return events

    def wait(self, seconds: float) -> Event | None:
        """The next event, or None if there was none in that time or there will be no more."""
        end = time.monotonic() + seconds
        while True:
            self._look()
            if self._events:
                return self._events.popleft()
            left = end - time.monotonic()
            if left <= 0 or self._over:
                return None
            time.sleep(min(left, PAUSE))

    def close(self, seconds: float = 3.0) -> None:
        """Ask the worker to end, and kill it and its children after `seconds`. May be called
        twice. Nothing of the worker is left when this returns, and no event comes of it."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        self._over = True
        if not stdin.closed:
            self._to.write(encode(Shutdown()))
        end = time.monotonic() + seconds
        while self._process.poll() is None and time.monotonic() < end:
            if not stdin.closed:
                self._to.go_on()
                if self._to.done:
                    stdin.close()
            if not stdout.closed:
                list(self._from.lines())  # it may want to say something before it listens
            time.sleep(PAUSE)
        spawn.stop(self._process, 0.0)
        for pipe in (stdin, stdout):
            pipe.close()

    def _pass_on(self) -> None:
        """Say what waited until the worker was ready; with the contents of the files, if it shares
        no disk with us. A job with a file that cannot be read is answered here."""
        while self.ready and self._unsent:
            message = self._unsent.popleft()
            try:
                if self.ready.remote:
                    message = each(message, Artifact.inlined)
            except MaquetteError as error:
                self._hear(Error.of(error, getattr(message, "job", "")))
                continue
            for part in parted(message):
                self._to.write(encode(part))

    def _end(self, event: Event) -> None:
        """Deliver the last event and kill the worker; only the first caller is heard."""
        if not self._over:
            self._over = True
            self._events.append(event)
            spawn.kill(self._process)

    def _fail(self, error: MaquetteError) -> None:
        self._end(Error.of(error))

    def _look(self) -> None:
        """Hear what was said, say what waits, and notice a worker that hangs."""
        if not self._over:
            self._read()
        if not self._over:
            self._watch()
        if not self._over and self._to.go_on():
            self._silence = 0.0  # a large file on a slow way: nobody answers before it is there

    def _watch(self) -> None:
        """Notice a worker that hangs. Silence counts only while somebody watches, so that neither
        a Blender that was busy nor a computer that slept takes a good worker for hung."""
        ping_after, hung_after, start_within, cancel_within = self._limits
        now = time.monotonic()
        passed = min(now - self._watched, 1.0)
        self._watched = now
        self._silence += passed
        for job in self._cancelled:
            self._cancelled[job] += passed
        late = [job for job, waited in self._cancelled.items() if waited > cancel_within]
        if late:
            self._end(Cancelled(late[0]))
        elif self._silence > (hung_after if self.ready else start_within):
            self._fail(self._sentences.silent(ready=self.ready is not None))
        elif self.ready and self._silence > ping_after and not self._pinged:
            self._pinged = True
            self._to.write(encode(Ping(OUR_PING)))

    def _read(self) -> None:
        """Take in the lines that are there, and notice the end."""
        for line in self._from.lines(last=self._process.poll() is not None):
            self._take(line)
            if self._over:
                return
        if not self._from.ended:
            return
        self._ended = self._ended or time.monotonic()
        status = self._process.poll()
        if status is not None or time.monotonic() - self._ended > LAST_WILL:
            last = log_file.last_line(self.log, self._log_start)
            self._fail(self._sentences.ended(status, last, ready=self.ready is not None))

    def _take(self, line: bytes) -> None:
        """Deal with one line."""
        if (theirs := _other_protocol(line)) is not None:
            self._fail(self._sentences.of_another_protocol(theirs))
            return
        try:
            event: Event = decode(line, EVENTS)
            if isinstance(event, Chunk):
                self._arrivals.add(event)
            event = self._arrivals.complete(event)
            if self.ready and self.ready.remote:
                event = without_paths(event)
        except MaquetteError as error:
            self._fail(self._sentences.not_understood(line, error, ready=self.ready is not None))
            return
        if isinstance(event, Ready) and (why_not := self._sentences.unfit(event)):
            self._fail(why_not)
            return
        self._silence, self._pinged = 0.0, False
        if event != Pong(OUR_PING) and not isinstance(event, Chunk):
            self._hear(event)
        if isinstance(event, Ready):
            self.ready = event
            self._pass_on()

    def _hear(self, event: Event) -> None:
        """It is the next event; of a job, perhaps its answer."""
        if isinstance(event, (Result, Error, Cancelled)):
            self._open.discard(event.job)
            self._cancelled.pop(event.job, None)
        self._events.append(event)


def _start(
    command: Sequence[str], cwd: Path, log: Path, environ: Mapping[str, str] | None
) -> tuple[subprocess.Popen[bytes], int]:
    """The process, and where in the log its own words begin. It works without a log too, where a
    full disk or somebody else's folder takes none. Raises OSError or ValueError."""
    environ = {"MAQUETTE_LOG": str(log), **(environ or {})}
    with contextlib.ExitStack() as stack:
        try:
            start = log_file.begin(log)
            words: BinaryIO | int = stack.enter_context(open(spawn.long_path(log), "ab"))
        except OSError:
            start, words = 0, subprocess.DEVNULL
        return spawn.spawn(command, cwd=cwd, log=words, environ=environ), start


def _other_protocol(line: bytes) -> int | None:
    """The protocol of a `ready` that is not ours; None for any other line. Looked at before the
    message is decoded, as another version's `ready` may have other fields."""
    if b'"ready"' not in line:  # a piece of a file is long
        return None
    try:
        body = strict_json.loads(line)
    except ValueError:
        return None
    if not isinstance(body, dict) or body.get("type") != "ready":
        return None
    theirs = body.get("protocol")
    if not isinstance(theirs, int):
        return 0
    return None if theirs == PROTOCOL else theirs
