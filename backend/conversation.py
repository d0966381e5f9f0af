"""The worker's end of the conversation: reads commands, runs one job at a time, reports.

Jobs run in the main thread. A second thread reads the commands, so that ping and cancel are
answered at once while a job runs, and so that the end of the input ends the process.
"""

from __future__ import annotations

import queue
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO

from .progress import Progress
from .protocol import errors, process
from .protocol.errors import MaquetteError
from .protocol.messages import (
    COMMANDS,
    Cancel,
    Cancelled,
    Error,
    Event,
    Generate,
    Install,
    Job,
    Manage,
    Ping,
    Pong,
    Prepare,
    Ready,
    Result,
    decode,
    encode,
)
from .protocol.messages import Progress as ProgressEvent

Runner = Callable[[Job, Progress], Result]

PAUSE = 0.05  # seconds between two progress events of a stage
LONGEST_LINE = 1 << 20  # bytes


class Reporter:
    """Sends progress events, the first and the last of each stage and few of those between."""

    def __init__(self, send: Callable[[Event], None], job: str) -> None:
        self._send = send
        self._job = job
        self._stage = ""
        self._sent = 0.0
        self._held: ProgressEvent | None = None

    def __call__(self, stage: str, step: int, total: int, eta: float | None) -> None:
        event = ProgressEvent(self._job, stage, step, total, eta)
        now = time.monotonic()
        if stage != self._stage:
            self.flush()
        elif now - self._sent < PAUSE and not (total and step >= total):
            self._held = event
            return
        self._stage, self._sent, self._held = stage, now, None
        self._send(event)

    def flush(self) -> None:
        """Send what was held back: the last word of a stage."""
        if self._held:
            self._send(self._held)
            self._held = None


class Conversation:
    """One conversation over `source` and `sink`, two binary streams.

    run    does a job; what it raises becomes the job's answer
    leave  called when the input ends, in the reader's thread; may end the process
    log    where the log lies, for the error that sends people there
    """

    def __init__(
        self,
        source: IO[bytes],
        sink: IO[bytes],
        run: Runner,
        leave: Callable[[], None] = lambda: None,
        log: str = "the worker's log",
    ) -> None:
        self._source, self._sink, self._run, self._leave = source, sink, run, leave
        self._log = log
        self._lock = threading.Lock()
        self._early: list[Event] | None = []  # said before `ready`, which comes first
        self._job: str | None = None
        self._stop = threading.Event()  # set: the running job shall end
        self._jobs: queue.Queue[Job | None] = queue.Queue()

    def serve(
        self, greet: Callable[[], Ready], meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Say `ready`, then run jobs until the input ends. `meanwhile` is called between."""
        threading.Thread(target=self._read, name="maquette commands", daemon=True).start()
        self._greet(greet())
        meanwhile()
        while (job := self._jobs.get()) is not None:
            self._answer(job)

    def _greet(self, ready: Ready) -> None:
        with self._lock:
            early, self._early = self._early or [], None
        for event in (ready, *early):
            self._send(event)

    def _send(self, event: Event) -> None:
        with self._lock:
            if self._early is not None:
                self._early.append(event)
                return
            try:
                process.write_all(self._sink, encode(event))
            except OSError:  # nobody listens; the end of the input, which ends us, is near
                self._stop.set()

    def _read(self) -> None:
        while line := self._source.readline(LONGEST_LINE):
            try:
                command = decode(line, COMMANDS)
            except MaquetteError as error:
                self._send(Error.of(error))
                continue
            match command:
                case Generate() | Prepare() | Manage() | Install():
                    self._accept(command)
                case Cancel(job):
                    if job == self._job:
                        self._stop.set()
                case Ping(token):
                    self._send(Pong(token))
                case _:
                    break
        self._stop.set()
        self._leave()
        self._jobs.put(None)

    def _accept(self, job: Job) -> None:
        if self._job is not None:
            busy = MaquetteError(
                "busy", "Another job is running.", "Wait for its end, or cancel it."
            )
            self._send(Error.of(busy, job.job))
            return
        self._job = job.job
        self._stop.clear()
        self._jobs.put(job)

    def _answer(self, job: Job) -> None:
        reporter = Reporter(self._send, job.job)
        event = self._outcome(job, Progress(reporter, self._stop.is_set, self._send))
        reporter.flush()
        self._job = None  # before the answer, as the next job may follow at once
        self._send(event)

    def _outcome(self, job: Job, progress: Progress) -> Event:
        try:
            return self._run(job, progress)
        except MaquetteError as error:
            traceback.print_exc()
            return Error.of(error, job.job)
        except errors.Cancelled:
            return Cancelled(job.job)
        except MemoryError:
            traceback.print_exc()
            advice = "Lower the resolution or the number of samples."
            return Error("memory", "The memory does not suffice.", advice, job.job)
        except Exception as error:  # noqa: BLE001 - whatever it was, the worker lives on and says so
            traceback.print_exc()
            what = f"Something went wrong inside Maquette ({type(error).__name__})."
            where = f"The details are in {self._log}."
            return Error("internal", what, where, job.job)
