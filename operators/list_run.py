"""A list in the session: its rows are jobs of the queue, behind all others; what becomes of each,
and when all are done."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from ..backend.shared.errors import MaquetteError
from .jobs.defects import Caught
from .jobs.job import Done, Job
from .jobs.listing import Listing
from .scene import asset_file

if TYPE_CHECKING:  # it asks here
    from .session import Session

WAIT = 0.02  # seconds between two looks, for scripts
LISTED = MaquetteError(
    "busy", "Another list is being made.", "Wait until it is done, or press Cancel All."
)
HELD = MaquetteError(
    "busy", "Jobs are waiting to be continued.", "Press Continue or Cancel All first."
)


def check(current: Session) -> None:
    """Raise MaquetteError("busy") where another list is made, or the queue is held."""
    if current.queue.listing:
        raise LISTED
    if current.queue.held:
        raise HELD


def begin(current: Session, listing: Listing) -> None:
    """Where none is made and the queue is not held."""
    current.take_press()
    current.queue.listing = listing
    current.watch()


def run(current: Session, listing: Listing) -> None:
    """Begin, and wait for the end, which it raises if the list was stopped. For scripts."""
    begin(current, listing)
    queue = current.queue
    try:
        while queue.listing is listing and not queue.held:
            current.poll()
            current.land_waiting()
            time.sleep(WAIT)
    except KeyboardInterrupt:
        current.stop_worker()
        raise
    finally:
        if queue.listing is listing:
            stop(current)
        for job in [job for job in queue.jobs if job.listing is listing]:
            queue.drop(job)
    if current.error:
        raise current.error


def shelve(current: Session, job: Job, listing: Listing) -> None:
    """Make an asset of a row's finished job; what goes wrong is told of that row."""
    with Caught() as caught:
        asset_file.shelve(job)
    if caught.error:
        fail(current, job, listing, caught.error)
    else:
        listing.saved += 1
        current.done = Done.now(job)
    current.waiting.remove(job)
    job.discard()


def fail(current: Session, job: Job, listing: Listing, error: MaquetteError) -> None:
    """The others go on, unless none of them would do better."""
    if not listing.fail(job, error):
        current.error = error
        stop(current)
    current.notes = listing.sentences


def stop(current: Session) -> None:
    """Nothing more is made of the list; what was made is seen."""
    current.queue.listing = None
    asset_file.refresh()


def end(current: Session) -> None:
    """Of the list that is made, if none of its rows is on its way any more."""
    listing = current.queue.listing
    if not listing or listing.left or current.queue.held:
        return
    on_their_way = (current.job, *current.queue.jobs, *current.waiting)
    if not any(job and job.listing is listing for job in on_their_way):
        stop(current)
        current.notes = listing.sentences
        with Caught() as caught:
            listing.end()
        current.error = caught.error or current.error
