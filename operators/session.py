"""The one conversation with the worker: what runs, how far it is, what failed.

It is module state, so it outlives a file load; a persistent timer polls it. It touches the scene
nowhere but in `land_waiting`, and holds on to nothing of it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared import messages
from ..backend.shared.errors import MaquetteError
from ..backend.shared.process import elsewhere
from . import list_run
from .jobs import history, installed_models, worker_start
from .jobs.defects import Caught
from .jobs.job import Done, Job
from .jobs.queue import Queue
from .jobs.worker_process import Worker
from .jobs.worker_start import Start
from .scene import busy, landing, references, viewport_color

PERIOD = 0.1  # seconds between two polls
GO_ON = "Press Continue or Cancel All. See the log for details."


class Session:
    """At most one worker, one job that runs, and those that wait for their turn.

    devices  what the last worker found in this machine, the fastest first; none: not known yet
    error    what failed last, until the next job
    notes    sentences of the last result worth showing
    seconds  that its stages took
    waiting  finished jobs that are not in a scene yet
    turn     which of the jobs runs, counted from when nothing did
    begun    and when that was, or the last Continue: seconds of the monotonic clock
    done     what was made last
    """

    def __init__(self) -> None:
        self.connection: Worker | None = None
        self.devices: tuple[messages.Device, ...] = ()
        self.job: Job | None = None
        self.queue = Queue()
        self.error: MaquetteError | None = None
        self.notes: tuple[str, ...] = ()
        self.seconds: dict[str, float] = {}
        self.waiting: list[Job] = []
        self.turn, self.begun = 0, 0.0
        self.done: Done | None = None
        self._asked = False  # whether somebody waits for a worker that has no job

    def submit(self, *jobs: Job, place: str = "BACK") -> None:
        """Start a job, or let some wait at a place of the queue. Raises MaquetteError if they
        cannot wait, or if the worker cannot be started."""
        self.take_press(instead=place == "REPLACE")
        for job in jobs:
            job.file = references.opening()
        if all(job.queues for job in jobs):
            self.queue.add(jobs, place)
            if place == "REPLACE":
                self.cancel()
            self._advance()
        elif self.job:
            raise MaquetteError(
                "busy", "A job is running.", "Wait until it finishes, or press Cancel."
            )
        else:
            self._begin(*jobs)
        if failed := next((job for job in jobs if job.error), None):
            raise failed.error

    def take_press(self, instead: bool = False) -> None:
        """For more to do, or for something `instead`: what was told of earlier presses is over."""
        self.error, self.notes = None, ()
        if instead or not (self.job or self.queue):
            self.turn, self.begun = 0, time.monotonic()

    def wake(self) -> None:
        """Start the worker before there is a job for it, unless the devices are known: they are
        the first thing it tells. One that cannot be started is the next job's to report."""
        if not self.devices:
            with contextlib.suppress(MaquetteError):
                self._start_worker(worker_start.usual())

    def connect(self) -> None:
        """Start the worker to hear what it has; unlike in `wake`, why there is none is in `error`.
        Raises MaquetteError if it cannot be started."""
        self.error = None
        start = worker_start.usual()
        if self.connection and not self.connection.suits(start):
            self.stop_worker()
        self._asked = not (self.connection and self.connection.ready)
        self._start_worker(start)

    @property
    def connecting(self) -> bool:
        """Whether a worker was started that is not ready yet."""
        return self.connection is not None and self.connection.ready is None

    def forget_worker(self) -> None:
        """Another one is to be used: what the last one told does not hold for it."""
        if self.job is None:
            self.stop_worker()
        self.devices = ()
        installed_models.hear({})
        installed_models.verified.clear()

    def run(self, *jobs: Job) -> None:
        """Submit jobs and wait for their end, which it raises if it is an error. For scripts:
        timers do not fire under `blender --background`."""
        try:
            self.submit(*jobs)
            while any(job is self.job or job in self.queue for job in jobs):
                if self.queue.held:
                    raise next((job.error for job in jobs if job.error), list_run.HELD)
                self.poll()
                time.sleep(PERIOD / 5)
        except KeyboardInterrupt:
            self.stop_worker()
            raise
        finally:
            for job in jobs:
                self.queue.drop(job)
        for job in jobs:
            if job.error:
                raise job.error

    def cancel(self) -> None:
        """Ask the worker to drop the job. One that does not listen is killed by and by."""
        if self.job and self.connection and not self.job.cancelled:
            self.job.cancelled = True
            try:
                self.connection.send(messages.Cancel(self.job.name))
            except MaquetteError as error:  # it died, which is an end too
                self.fail(error)

    def go_on(self) -> None:
        """With the queue, where it was held."""
        self.queue.held, self.error, self.begun = False, None, time.monotonic()
        self._advance()

    def poll(self) -> None:
        """Take in what the worker said, without waiting. Errors end up in `error`."""
        with Caught() as caught:
            for event in self.connection.poll() if self.connection else ():
                self._hear(event)
            if self.connection and self.connection.is_spent(working=self.job is not None):
                self.stop_worker()
        if caught.error:
            self.fail(caught.error)
            if caught.error.code == "internal":  # to be heard of without a job, too
                self.error = caught.error
        self._advance()
        list_run.end(self)

    def fail(self, error: MaquetteError) -> None:
        """The worker is of no more use: end it, and its job with it, unless others wait behind
        that one, or there was no way to a worker elsewhere: then the queue is held as it was.
        Nobody hears of a worker that ended while it had nothing to do; the next job starts
        another."""
        job, worker, asked = self.job, self.connection, self._asked
        far = bool(worker and worker.start.remote and error.code == "worker")
        if job and job.queues and (self.queue or (far and not job.script)) and not job.cancelled:
            self.queue.put_back(job)
            self.turn -= 1
            self.job = None
            if not far:
                error = MaquetteError(error.code, error.message, GO_ON)
            elif worker.ready:
                error = MaquetteError(error.code, error.message, elsewhere.HELD)
        self.stop_worker()
        if job is None and asked:
            self.error = error
        if job is None or job.cancelled:
            return
        self.error = error
        if error.code == "worker" and not job.installs:
            try:
                worker_start.check()
            except MaquetteError as missing:  # somebody deleted it
                self.error = missing
        job.error = self.error

    def stop_worker(self, patience: float = 3.0) -> None:
        """End the worker, killed if it takes longer than so many seconds, and drop the job. Leaves
        no process behind."""
        connection, self.connection, self._asked = self.connection, None, False
        if connection:
            connection.close(patience)
        self._end_job()

    def stop(self) -> None:
        """End the worker at once, as nobody waits for it any more, and forget what waits, with its
        files."""
        self.queue.clear()
        self.stop_worker(patience=0.0)
        self.drop_waiting()
        self.error, self.notes, self.done = None, (), None

    def land_waiting(self) -> None:
        """Put one of what is finished into the scene, if there is one that can be."""
        if job := next((j for j in self.waiting if self.lands(j) and not _why_not(j)), None):
            with landing.at_work():  # a timer has none
                self.land(bpy.context, job)

    def lands(self, job: Job) -> bool:
        """Whether a finished job lands by itself: it belongs into this file, or into one of its
        own, and did not fail."""
        return bool(job.listing or job.file == references.opening()) and not job.error

    def why_waiting(self, job: Job) -> str:
        """Why a finished job is not in the scene yet, where `error` does not say it."""
        if not job.listing and job.file != references.opening():
            return iface_("Its file was closed in the meantime.")
        return "" if job.error else _why_not(job)

    def land(self, context: bpy.types.Context, job: Job) -> None:
        """Put a finished job into the scene; its files are gone afterwards. What goes wrong is in
        `error`, and the job waits for Import Result, unless its files cannot be read."""
        if job.listing:
            list_run.shelve(self, job, job.listing)
            return
        with Caught() as caught:
            if not job.script and (why_not := landing.being_edited(landing.target_of(job))):
                raise why_not
            made = landing.land(context, job)
        if caught.error:
            self.error = caught.error
            job.error = None if self.error.code == "busy" else self.error
            if self.error.code != "file":
                return
        else:
            self.notes = (*job.news, *job.notes)
            self.done = Done.now(job)
            self._keep(history.keep, job)
            self._keep(lambda job: viewport_color.reveal(context, job, made), job)
        self.waiting.remove(job)
        job.discard()

    def drop_waiting(self, name: str = "") -> None:
        """Forget the finished job of this name, or all, with their files."""
        for job in [job for job in self.waiting if name in ("", job.name)]:
            self.waiting.remove(job)
            job.discard()

    def _keep(self, keep: Callable[[Job], None], job: Job) -> None:
        """Whatever goes wrong in it is in `error`, and in the job's."""
        with Caught() as caught:
            keep(job)
        if caught.error:
            self.error = job.error = caught.error

    def _advance(self) -> None:
        """It is the next job's turn, if none runs."""
        if self.job is None and (job := self.queue.take()):
            self._begin(job)

    def _begin(self, job: Job) -> None:
        self.job, job.error, job.begun = job, None, time.monotonic()
        self.turn, self.done = self.turn + 1, None
        try:
            start = worker_start.installer() if job.installs else worker_start.usual()
            if self.connection and not self.connection.suits(start):
                unfit, self.connection = self.connection, None
                unfit.close()
            self._start_worker(start, job.installs)
            self.connection.send(job.command)
        except MaquetteError as error:
            self.fail(error)

    def _start_worker(self, start: Start, installer: bool = False) -> None:
        if self.connection is None:
            self.connection = Worker(start, installer)
        self.watch()

    def watch(self) -> None:
        """Poll from now on, whether or not there is a worker yet."""
        if not bpy.app.timers.is_registered(tick):
            bpy.app.timers.register(tick, first_interval=PERIOD, persistent=True)

    def _hear(self, event: messages.Event) -> None:
        if isinstance(event, messages.Error) and not event.job:
            raise MaquetteError(event.code, event.message, event.remedy)
        if isinstance(event, messages.Ready) and not self.connection.installer:
            self.devices, self._asked = event.devices, False
        if isinstance(event, (messages.Ready, messages.Models)) and self.connection.start.remote:
            installed_models.hear(event.models)
        if self.job is None or getattr(event, "job", "") != self.job.name:
            return
        event = self.job.received(event)
        if isinstance(event, messages.Progress):
            self.job.progress = event
        elif isinstance(event, messages.Made):
            self.job.shown.append(event.sample)
        elif isinstance(event, messages.Preview):
            self.job.preview = event
        elif isinstance(event, messages.Result):
            self._finish(event)
        elif isinstance(event, messages.Error):
            error = MaquetteError(event.code, event.message, event.remedy)
            if self.job.listing:
                list_run.fail(self, self.job, self.job.listing, error)
            else:
                self.error = self.job.error = error
            if self.job.comparison:  # which of the models it was
                self.notes = self.job.comparison.sentences
            self._end_job()
        elif isinstance(event, messages.Cancelled):
            follower = self.job.follower
            self._end_job()
            self.done = None
            if follower:
                self.submit(follower)

    def _finish(self, result: messages.Result) -> None:
        job, self.job = self.job, None
        job.result, job.ended = result, time.monotonic()
        self.notes = self.notes if job.listing else job.news
        self.seconds = result.seconds
        if job.lands:
            self.waiting.append(job)
            return
        if job.sheet:
            self.done = Done.now(job)
        if keep := history.keep if job.sheet else job.after:
            self._keep(keep, job)
        if job.sheet and job.error:  # it was made, and can be imported
            self.waiting.append(job)
        else:
            job.discard()

    def _end_job(self) -> None:
        job, self.job = self.job, None
        if job:
            job.discard()


current = Session()


def _why_not(job: Job) -> str:
    """Why a finished job cannot land just now; empty if it can."""
    return busy.why_not(job) or str(landing.being_edited(landing.target_of(job)) or "")


def redraw() -> None:
    """Show the new state in every sidebar, in the preferences and in the status bar, which belongs
    to no screen: it is drawn anew where anything is renamed, be it by its own name."""
    manager = bpy.context.window_manager
    with contextlib.suppress(AttributeError):  # where Blender lets nobody write
        manager.name = manager.name
    for window in manager.windows:
        for area in window.screen.areas:
            if area.type in {"VIEW_3D", "PREFERENCES"}:
                area.tag_redraw()


_shown: tuple[object, ...] = ()  # at the timer's last beat


def _seen() -> tuple[object, ...]:
    """What panels and the status bar show of the session."""
    job = current.job
    shown = (job.name, job.progress, job.cancelled, len(job.shown), job.preview) if job else ()
    queue = len(current.queue), current.queue.held
    waiting = tuple(map(current.why_waiting, current.waiting))
    done = current.done is not None and current.done.is_news
    return shown, queue, current.devices, current.error, waiting, done


def tick() -> float | None:
    """The timer: hear what the worker says, put what is finished into the scene. It outlives
    whatever fails in it."""
    global _shown
    with Caught() as caught:
        current.poll()
        current.land_waiting()
        if (seen := _seen()) != _shown:
            _shown = seen
            redraw()
    if caught.error:
        current.error = caught.error
    goes_on = current.queue and not current.queue.held
    looking = goes_on and current.job is None  # at rows whose assets are there
    arriving = current.connection and current.connection.arriving
    return (
        (PERIOD / 10 if arriving or looking else PERIOD)
        if current.connection or goes_on or any(map(current.lands, current.waiting))
        else None
    )
