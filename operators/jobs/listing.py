"""A list: a job for each of its rows, made when it is the row's turn, for there may be thousands.

A row that is wrong is told and the others go on. What no row is to blame for stops the list.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable

from bpy.app.translations import pgettext_iface as iface_

from ...backend.shared.errors import MaquetteError
from ...backend.shared.lists.rows import OF_MACHINE, is_of_machine
from ...backend.shared.lists.table import Row
from .job import Job

LONGEST = 0.02  # seconds that Blender is held up to look for a row of which something is to be made
TOLD = 5  # rows that failed
OF_WORKER = ("worker", "version")


class Listing:
    """
    name      of the list
    place     where its assets are, for people: their catalog and its library
    make      a row's job, or None if its asset is there; raises MaquetteError for a wrong row
    finished  called once, when every row has its asset or its sentence
    notes     about how the list was read
    saved, there  how many assets were made now, and were there before
    """

    def __init__(
        self,
        name: str,
        place: tuple[str, str],
        rows: Iterable[Row],
        make: Callable[[Row], Job | None],
        finished: Callable[[], None],
        notes: tuple[str, ...] = (),
    ) -> None:
        self.name, self.place, self._notes = name, place, notes
        self.saved = self.there = 0
        self._rows, self._make, self._finished = deque(rows), make, finished
        self._many = len(self._rows)
        self._failed: list[str] = []

    @property
    def left(self) -> int:
        """How many rows were not looked at yet."""
        return len(self._rows)

    def take(self) -> Job | None:
        """The job of the next row that has something to make; None: there is no such row, or
        looking for it takes longer than Blender should be held up."""
        end = time.monotonic() + LONGEST
        while self._rows and time.monotonic() < end:
            row = self._rows.popleft()
            try:
                job = self._make(row)
            except MaquetteError as error:
                self._fail(row.number, error)
                continue
            if job:
                job.listing, job.row = self, row.number
                return job
            self.there += 1
        return None

    def fail(self, job: Job, error: MaquetteError) -> bool:
        """Whether the job's row is to blame for it, and the others can go on."""
        if is_of_machine(error, OF_MACHINE + OF_WORKER):
            return False
        self._fail(job.row, error)
        return True

    def end(self) -> None:
        """No row of it is being made any more."""
        if self.saved + self.there + len(self._failed) == self._many:
            self._finished()

    @property
    def sentences(self) -> tuple[str, ...]:
        """What became of the rows so far."""
        saved = iface_("Saved {} of {} assets in the catalog {} of {}.")
        told = [saved.format(self.saved, self._many, *self.place)]
        if self.there:
            were = "{} were there already." if self.there > 1 else "One was there already."
            told.append(iface_(were).format(self.there))
        told += [*self._notes, *self._failed[:TOLD]]
        if (more := len(self._failed) - TOLD) > 0:
            failed = "{} more rows failed." if more > 1 else "One more row failed."
            told.append(iface_(failed).format(more))
        return tuple(told)

    def _fail(self, number: int, error: MaquetteError) -> None:
        self._failed.append(iface_("Row {}: {}").format(number, error))
