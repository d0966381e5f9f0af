"""The worker's end of the conversation: reads commands, runs one job at a time, reports.

Jobs run in the main thread. A second thread reads the commands, so that ping and cancel are
answered at once while a job runs, and so that the end of the input ends the process. A third one
writes, so that no job waits for a Blender that is busy and reads nothing.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import traceback
from collections.abc import Callable
from typing import IO

from ..compute.progress import Tracker
from ..shared import errors
from ..shared.contents import Arrivals, bare
from ..shared.errors import MaquetteError
from ..shared.files import explained
from ..shared.messages import (
    COMMANDS,
    LONGEST_LINE,
    Cancel,
    Cancelled,
    Chunk,
    Command,
    Convert,
    Error,
    Event,
    Generate,
    Install,
    JobCommand,
    Manage,
    Ping,
    Pong,
    Prepare,
    Ready,
    Result,
    decode,
    encode,
)
from .reporting import Outbox, Reporter

Runner = Callable[[JobCommand, Tracker], Result]


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
        self._source, self._run, self._leave, self._log = source, run, leave, log
        self._arrivals = Arrivals()
        self._job: str | None = None
        self._stop = threading.Event()  # set: the running job shall end
        self._outbox = Outbox(sink, self._stop.set)
        self._send = self._outbox.put
        self._jobs: queue.Queue[JobCommand | None] = queue.Queue()

    def serve(
        self, greet: Callable[[], Ready], meanwhile: Callable[[], None] = lambda: None
    ) -> None:
        """Say `ready`, then run jobs until the input ends. `meanwhile` is called between."""
        threading.Thread(target=self._read, name="maquette commands", daemon=True).start()
        self._outbox.put(greet(), first=True)
        self._outbox.open()
        meanwhile()
        while (job := self._jobs.get()) is not None:
            self._answer(job)
        self._outbox.close()

    def _read(self) -> None:
        try:
            while line := self._line():
                try:
                    if not self._heed(decode(line, COMMANDS)):
                        break
                except MaquetteError as error:
                    self._send(Error.of(error))
                except Exception as error:  # noqa: BLE001 - it must not go deaf
                    self._send(self._defect(error))
        finally:  # whatever ended the reading: nobody could stop the job any more
            self._stop.set()
            self._leave()
            self._jobs.put(None)

    def _line(self) -> bytes:
        """The next command's line; of one that is too long the beginning, to be refused once."""
        line = rest = self._source.readline(LONGEST_LINE + 1)
        while rest and not rest.endswith(b"\n"):
            rest = self._source.readline(LONGEST_LINE)
        return line

    def _heed(self, command: Command) -> bool:
        """Do what a command asks for; False for the last one."""
        match command:
            case Generate() | Prepare() | Convert() | Manage() | Install():
                self._accept(command)
            case Chunk():
                self._arrivals.add(command)
            case Cancel(job):
                if job == self._job:
                    self._stop.set()
            case Ping(token):
                self._send(Pong(token))
            case _:
                return False
        return True

    def _accept(self, job: JobCommand) -> None:
        if self._job is not None:
            busy = MaquetteError(
                "busy", "Another job is running.", "Wait until it finishes, or cancel it."
            )
            self._send(Error.of(busy, job.job))
            return
        self._job = job.job
        self._stop.clear()
        self._jobs.put(self._arrivals.complete(job))

    def _answer(self, job: JobCommand) -> None:
        reporter = Reporter(self._send, job.job)
        event = self._outcome(job, Tracker(reporter, self._stop.is_set, self._send))
        reporter.flush()
        self._job = None  # before the answer, as the next job may follow at once
        self._send(event)

    def _outcome(self, job: JobCommand, progress: Tracker) -> Event:
        try:
            result = self._run(job, progress)
            encode(bare(result))  # what cannot be said is a failure of this job
            return result
        except MaquetteError as error:
            _log_trace()
            return Error.of(error, job.job)
        except errors.JobCancelled:
            return Cancelled(job.job)
        except KeyboardInterrupt:
            raise
        # The worker lives on, whatever it was, and says so. Libraries leave by SystemExit, a panic
        # in Rust is no Exception.
        except BaseException as error:  # noqa: BLE001
            _log_trace()
            if errors.lacks_memory(error):
                advice = "Lower the resolution or the number of samples."
                return Error("memory", "There is not enough memory.", advice, job.job)
            if isinstance(error, OSError) and error.filename is not None:
                return Error.of(explained(error.filename, error, "used"), job.job)
            return self._defect(error, job.job)

    def _defect(self, error: BaseException, job: str = "") -> Error:
        where = f"The details are in {self._log}."
        return Error("internal", errors.unforeseen(error), where, job)


def _log_trace() -> None:
    """Where it came from, in the log; if that takes no more, the message must go out all the
    same."""
    with contextlib.suppress(Exception):
        traceback.print_exc()
