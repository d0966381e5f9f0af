"""Where a job stands: its stage, its step, the time left, and whether it should stop.

Knows nothing of who is watching: the worker sends what it is told down a pipe, the command line
draws a bar.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from ..shared.errors import JobCancelled
from ..shared.messages import Made, Models, Preview

Report = Callable[[str, int, int, "float | None"], None]  # stage, step, total, seconds left
T = TypeVar("T")
MEGABYTE = 1_000_000  # bytes; a step of what is downloaded or written, told as MB


class Tracker:
    """Counts the steps of one job and keeps the seconds of each of its stages.

    report     called at every change with (stage, step, total, eta in seconds or None)
    cancelled  asked at every step; once it says True, the step raises `JobCancelled`
    show       called with what can be looked at before the job is done
    """

    def __init__(
        self,
        report: Report = lambda stage, step, total, eta: None,
        cancelled: Callable[[], bool] = lambda: False,
        show: Callable[[Made | Preview | Models], None] = lambda seen: None,
    ) -> None:
        self._reports = [report]
        self._cancelled = cancelled
        self.show = show
        self.seconds: dict[str, float] = {}

    def listen(self, report: Report) -> None:
        """Have `report` called, too, from now on."""
        self._reports.append(report)

    @contextmanager
    def stage(self, name: str, total: int = 0, first: int = 0) -> Iterator[Callable[[int], None]]:
        """Time a stage of `total` steps (0: unknown), of which `first` are done. Yields
        `advance(step)`, which reports that `step` steps are done. A stage that is entered again
        adds to its seconds."""
        begun = time.perf_counter()

        def advance(step: int) -> None:
            if self._cancelled():
                raise JobCancelled
            spent = time.perf_counter() - begun
            eta = spent / (step - first) * (total - step) if step > first and total else None
            for report in self._reports:
                report(name, step, total, eta)

        try:
            advance(first)
            yield advance
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - begun

    def track(self, name: str, items: Iterable[T], total: int) -> Iterator[T]:
        """Pass `items` through, one step each."""
        with self.stage(name, total) as advance:
            for step, item in enumerate(items, start=1):
                yield item
                advance(step)
