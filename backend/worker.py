"""The worker's end of the conversation: reads commands, runs one job at a time, reports.

Jobs run in the main thread. A second thread reads the commands, so that ping and cancel are
answered at once while a job runs, and so that the end of the input ends the process.
"""

from __future__ import annotations

import faulthandler
import importlib.metadata
import importlib.util
import logging
import os
import platform
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import IO, Any

from .progress import Progress
from .protocol import errors, process
from .protocol.errors import MaquetteError
from .protocol.messages import (
    COMMANDS,
    PROTOCOL,
    Cancel,
    Cancelled,
    Device,
    Error,
    Event,
    Generate,
    Install,
    Job,
    Made,
    Manage,
    Ping,
    Pong,
    Prepare,
    Ready,
    Result,
    Sample,
    decode,
    encode,
    version,
)
from .protocol.messages import Progress as ProgressEvent

Runner = Callable[[Job, Progress], Result]

PACKAGES = ("torch", "diffusers", "transformers", "safetensors", "numpy", "scikit-image")
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


class Worker:
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

        def show(sample: Sample) -> None:
            self._send(Made(job.job, sample))

        event = self._outcome(job, Progress(reporter, self._stop.is_set, show))
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


def greeting() -> Ready:
    """What this worker is. Imports torch where it is installed, which takes seconds."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    devices: tuple[Device, ...] = ()
    if importlib.util.find_spec("torch"):
        try:
            from . import device

            devices = device.survey()
        except (ImportError, OSError):  # a job will say it; installing still works
            traceback.print_exc()
    return Ready(PROTOCOL, version(), platform.python_version(), devices, packages)


def new_generator() -> Any:
    """A `generation.Generator`. Raises MaquetteError("environment") if torch cannot be loaded."""
    try:
        from .generation import Generator
    except (ImportError, OSError) as error:
        raise MaquetteError(
            "environment",
            f"The worker's Python lacks what generating needs: {error}.",
            "Press Install Backend, or run: python -m backend install.",
        ) from error
    return Generator()


class Jobs:
    """Runs jobs. The generator stays from the first one on, and with it the model."""

    def __init__(self) -> None:
        self._generator: Any = None
        self._imports = threading.Thread(target=_import_ahead, name="imports", daemon=True)

    def import_ahead(self) -> None:
        """Begin with what the first job would wait for: seconds of imports."""
        self._imports.start()

    def __call__(self, job: Job, progress: Progress) -> Result:
        job.request.validate()
        if self._imports.is_alive():
            with progress.stage("loading") as advance:
                while self._imports.is_alive():  # two threads cannot import the same packages
                    self._imports.join(PAUSE)
                    advance(0)
        match job:
            case Generate(name, request):
                self._generator = self._generator or new_generator()
                result: Result = self._generator.generate(request, progress, name)
                return result
            case Prepare(name, request):
                from . import generation

                _, notes = generation.prepare(request.picture, request.output, progress)
                return Result(name, picture=request.output, notes=notes)
            case Manage(name, request):
                from .provisioning import hub

                notes = tuple(hub.manage(request, progress))
            case Install(name, request):
                from .provisioning import installation

                notes = tuple(installation.install(request, progress))
        return Result(name, seconds=dict(progress.seconds), notes=notes)


def _import_ahead() -> None:
    if not importlib.util.find_spec("diffusers"):
        return
    try:
        from . import families

        families.import_all()
    except (ImportError, OSError, RuntimeError):  # the job that needs them will say it
        traceback.print_exc()


def _leave() -> None:
    process.kill_all()
    os._exit(0)


def main() -> int:
    """Serve standard input and output until the input ends."""
    source, sink = process.take_pipes()
    process.die_with_parent()
    faulthandler.enable()  # a crash in a C library leaves its trace in the log
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    log = os.environ.get("MAQUETTE_LOG", "the worker's log")
    jobs = Jobs()
    Worker(source, sink, jobs, _leave, log).serve(greeting, jobs.import_ahead)
    return 0
