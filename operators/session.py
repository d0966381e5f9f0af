"""The one conversation with the worker: what runs, how far it is, what failed.

It is module state, so it outlives a file load; a persistent timer polls it. It touches the scene
nowhere but in `land_waiting`, and holds on to nothing of it.
"""

from __future__ import annotations

import atexit
import contextlib
import time
from pathlib import Path

import bpy
from bpy.app.handlers import persistent

from ..backend.protocol import messages
from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.request import GenerationRequest
from . import landing, whereabouts
from .job import Job
from .worker import Worker

PERIOD = 0.1  # seconds between two polls


class Session:
    """At most one worker and one job.

    devices  what the last worker found in this machine, the fastest first; none: not known yet
    error    what failed last, until the next job
    notes    sentences of the last result worth showing
    waiting  finished jobs that are not in a scene yet
    file     counts the .blend files that were opened
    """

    def __init__(self) -> None:
        self.connection: Worker | None = None
        self.devices: tuple[messages.Device, ...] = ()
        self.job: Job | None = None
        self.error: MaquetteError | None = None
        self.notes: tuple[str, ...] = ()
        self.waiting: list[Job] = []
        self.file = 0

    def submit(self, job: Job) -> None:
        """Start a job. Raises MaquetteError if another runs or the worker cannot be started."""
        if self.job:
            job.discard()
            raise MaquetteError("busy", "A job is running.", "Wait for it, or press Cancel.")
        self.error, self.notes = None, ()
        job.file = self.file
        if self.connection and not self.connection.suits(job.python):
            self.stop_worker()
        self.job = job
        try:
            self._start_worker(job.python, job.installs)
            self.connection.send(job.command)
        except MaquetteError as error:
            self.fail(error)
            raise

    def wake(self) -> None:
        """Start the worker before there is a job for it, unless the devices are known: they are
        the first thing it tells. One that cannot be started is the next job's to report."""
        if not self.devices:
            with contextlib.suppress(MaquetteError):
                self._start_worker(whereabouts.worker_python())

    def run(self, job: Job) -> None:
        """Submit a job and wait for its end, which it raises if it is an error. For scripts:
        timers do not fire under `blender --background`."""
        self.submit(job)
        try:
            while self.job is job:
                self.poll()
                time.sleep(PERIOD / 5)
        except KeyboardInterrupt:
            self.stop_worker()
            raise
        if self.error:
            raise self.error

    def cancel(self) -> None:
        """Ask the worker to drop the job. One that does not listen is killed by and by."""
        if self.job and self.connection and not self.job.cancelled:
            self.job.cancelled = True
            self.connection.send(messages.Cancel(self.job.name))

    def poll(self) -> None:
        """Take in what the worker said, without waiting. Errors end up in `error`."""
        if self.connection is None:
            return
        try:
            for event in self.connection.poll():
                self._hear(event)
            if self.connection and self.connection.is_spent(working=self.job is not None):
                self.stop_worker()
        except MaquetteError as error:
            self.fail(error)
        except Exception as defect:
            self.fail(MaquetteError("internal", f"A defect of Maquette: {defect!r}."))
            raise

    def fail(self, error: MaquetteError) -> None:
        """The worker is of no more use: end it, and its job with it. Nobody hears of a worker that
        ended while it had nothing to do; the next job starts another."""
        job = self.job
        self.stop_worker()
        if job is None or job.cancelled:
            return
        self.error = error
        if error.code == "worker" and not job.installs:
            try:
                whereabouts.worker_python()
            except MaquetteError as missing:  # somebody deleted it
                self.error = missing

    def stop_worker(self) -> None:
        """End the worker, politely at first, and drop the job. Leaves no process behind."""
        connection, self.connection = self.connection, None
        if connection:
            connection.close()
        self._end_job()

    def land_waiting(self) -> None:
        """Put what is finished into the scene, unless its file was closed meanwhile."""
        if not (self.lands() and landing.possible()):
            return
        job = next(job for job in self.waiting if job.file == self.file)
        window = bpy.context.window or bpy.context.window_manager.windows[0]
        with bpy.context.temp_override(window=window):
            self.land(bpy.context, job)

    def lands(self) -> bool:
        """Whether something waits that belongs into this file."""
        return any(job.file == self.file for job in self.waiting)

    def land(self, context: bpy.types.Context, job: Job) -> None:
        """Put a finished job into the scene. Its mesh files are gone afterwards."""
        self.waiting.remove(job)
        try:
            landing.land(context, job)
        except MaquetteError as error:
            self.error = error

    def _start_worker(self, python: Path, installer: bool = False) -> None:
        if self.connection is None:
            self.connection = Worker(python, installer)
        if not bpy.app.timers.is_registered(_tick):
            bpy.app.timers.register(_tick, first_interval=PERIOD, persistent=True)

    def _hear(self, event: messages.Event) -> None:
        if isinstance(event, messages.Error) and not event.job:
            raise MaquetteError(event.code, event.message, event.remedy)
        if isinstance(event, messages.Ready) and not self.connection.installer:
            self.devices = event.devices
        if self.job is None or getattr(event, "job", "") != self.job.name:
            return
        if isinstance(event, messages.Progress):
            self.job.progress = event
        elif isinstance(event, messages.Result):
            self._finish(event)
        elif isinstance(event, messages.Error):
            self.error = MaquetteError(event.code, event.message, event.remedy)
            self._end_job()
        elif isinstance(event, messages.Cancelled):
            follower = self.job.follower
            self._end_job()
            if follower:
                self.submit(follower)

    def _finish(self, result: messages.Result) -> None:
        job, self.job = self.job, None
        job.result = result
        self.notes = result.notes
        if job.after:
            try:
                job.after(job)
            except MaquetteError as error:
                self.error = error
            finally:
                job.discard()
        elif isinstance(job.request, GenerationRequest):
            self.waiting.append(job)

    def _end_job(self) -> None:
        job, self.job = self.job, None
        if job:
            job.discard()


current = Session()


def redraw() -> None:
    """Show the new state in every sidebar and in the preferences."""
    for window in bpy.context.window_manager.windows:
        for area in window.screen.areas:
            if area.type in {"VIEW_3D", "PREFERENCES"}:
                area.tag_redraw()


def _tick() -> float | None:
    def seen() -> tuple[object, ...]:
        job = current.job
        shown = (job, job.progress, job.cancelled) if job else ()
        return shown, current.devices, current.error, len(current.waiting)

    before = seen()
    current.poll()
    current.land_waiting()
    if seen() != before:
        redraw()
    return PERIOD if current.connection or current.lands() else None


@persistent
def _on_load(*_file: object) -> None:
    current.file += 1


def register() -> None:
    bpy.app.handlers.load_post.append(_on_load)
    atexit.register(stop)


def unregister() -> None:
    atexit.unregister(stop)
    if _on_load in bpy.app.handlers.load_post:
        bpy.app.handlers.load_post.remove(_on_load)
    if bpy.app.timers.is_registered(_tick):
        bpy.app.timers.unregister(_tick)
    stop()


def stop() -> None:
    """End the worker and forget what waits, with its files."""
    current.stop_worker()
    while current.waiting:
        current.waiting.pop().discard()
    current.error, current.notes = None, ()
