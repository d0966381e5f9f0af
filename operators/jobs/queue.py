"""The jobs that wait for their turn."""

from __future__ import annotations

from collections.abc import Sequence

from ...backend.shared.errors import MaquetteError
from .job import Job
from .listing import Listing

MOST = 200  # at a time
PLACES = (
    ("BACK", "Back", "Run after all queued jobs"),
    ("FRONT", "Front", "Run before all queued jobs"),
    ("REPLACE", "Replace", "Cancel the running job and all queued jobs, and run this one"),
)


class Queue:
    """jobs     the next one first
    listing  whose rows are made after them
    held     whether they wait for a person: the worker ended under one of them
    """

    def __init__(self) -> None:
        self.jobs: list[Job] = []
        self.listing: Listing | None = None
        self.held = False

    def __len__(self) -> int:
        return len(self.jobs) + (self.listing.left if self.listing else 0)

    def __contains__(self, job: Job) -> bool:
        return job in self.jobs

    def add(self, jobs: Sequence[Job], place: str) -> None:
        """Some more, at one of `PLACES`; "REPLACE" is instead of all. Raises MaquetteError("busy")
        if too many would wait."""
        many = len(jobs) + (0 if place == "REPLACE" else len(self.jobs))
        if many > MOST:
            for job in jobs:
                job.discard()
            raise MaquetteError(
                "busy",
                f"{many} jobs would be in the queue; the limit is {MOST}.",
                "Select fewer objects.",
            )
        if place == "REPLACE":
            self.clear()
        at = len(self.jobs) if place == "BACK" else 0
        self.jobs[at:at] = jobs

    def take(self) -> Job | None:
        """The next job, if there is one and the queue is not held."""
        if self.held:
            return None
        if self.jobs:
            return self.jobs.pop(0)
        return self.listing.take() if self.listing else None

    def put_back(self, job: Job) -> None:
        """It is the next one again, but not before a person says so."""
        self.jobs.insert(0, job)
        self.held = True

    def drop(self, job: Job) -> None:
        """Take it out, if it is in, and remove its files."""
        if job in self.jobs:
            self.jobs.remove(job)
            job.discard()
        self.held = self.held and bool(self)

    def clear(self) -> None:
        self.listing = None
        for job in list(self.jobs):
            self.drop(job)
