"""Makes the objects of a plan that are not there yet, several in one batch of the network."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..compute.progress import Tracker
from ..shared.errors import MaquetteError
from ..shared.lists.rows import is_of_machine
from .locks import Lock
from .objects import Objects
from .orders import Bad, Order, Plan, to_write

if TYPE_CHECKING:  # it imports the families
    from ..pipeline.generator import Generator

STAGE = "objects"
PAUSE = 0.5  # seconds between two looks at what other processes are making
REFRESH = 300.0  # seconds between two pages


@dataclass
class Outcome:
    """What became of the rows: numbers of objects made now and of those that were there, and the
    rows that failed, now or, so many of them, in an earlier run."""

    made: int = 0
    there: int = 0
    earlier: int = 0
    failed: list[Bad] = field(default_factory=list)


@dataclass(frozen=True)
class Watch:
    """Who is told: `failed` of a row, `refresh` now and then, so that a page can show what is there
    so far."""

    failed: Callable[[Bad], None] = lambda bad: None
    refresh: Callable[[], None] = lambda: None


class Run:
    """One pass over a plan.

    size       how many rows share a batch of the network
    generator  makes it, once there is something to make: torch comes with it
    """

    def __init__(
        self,
        plan: Plan,
        objects: Objects,
        generator: Callable[[], Generator],
        size: int = 8,
        retry: bool = False,
        watch: Watch = Watch(),
    ) -> None:
        self._plan, self._objects, self._size, self._retry = plan, objects, size, retry
        self._generator, self._loaded, self._watch = generator, None, watch
        self._claims: list[tuple[Order, Lock]] = []
        self._refreshed = time.monotonic()
        self.outcome = Outcome()

    def __call__(self, progress: Tracker) -> Outcome:
        """Stage "objects" counts those to make. Objects that another process makes meanwhile are
        waited for, and made here if it ends before. Raises MaquetteError for what no row is to
        blame for, such as a full disk."""
        for bad in self._plan.bad:
            self._told(bad)
        queue = deque(order for order in self._plan.orders if self._is_open(order))
        if not (total := len(queue)):
            return self.outcome
        with progress.stage(STAGE, total) as advance:
            self._work(queue, lambda left: advance(total - left))
        return self.outcome

    def _work(self, queue: deque[Order], left: Callable[[int], None]) -> None:
        """Make them all, and tell how many are `left`."""

        def tell() -> None:
            left(len(queue) + len(self._claims))

        while queue:
            try:
                self._claim(queue)
                if self._claims:
                    self._make(tell)
                elif queue:
                    time.sleep(PAUSE)
            finally:
                self._release()
            tell()
            self._refresh()

    def _is_open(self, order: Order) -> bool:
        """Whether it is still to be made; if not, it is counted."""
        try:
            state = self._objects.state(order, self._retry)
        except MaquetteError as error:
            self._fail(order, error)
            return False
        if isinstance(state, MaquetteError):
            self.outcome.earlier += 1
            self._fail(order, state)
            return False
        self.outcome.there += state == "made"
        return state == "open"

    def _claim(self, queue: deque[Order]) -> None:
        """Take the next ones that can share a batch, with their locks. Those that another process
        has go to the end of the queue."""
        claims = self._claims
        for _ in range(len(queue)):
            if len(claims) == self._size or (claims and queue[0].group != claims[0][0].group):
                break
            order = queue.popleft()
            lock = self._objects.lock(order.folder)
            if lock is None:
                queue.append(order)
                continue
            claims.append((order, lock))
            if not self._is_open(order):  # another process has made it by now
                claims.pop()
                lock.release()

    def _release(self) -> None:
        """What is claimed and not made."""
        for order, lock in self._claims:
            self._objects.discard(order)
            lock.release()
        self._claims.clear()

    def _make(self, tell: Callable[[], None]) -> None:
        """Make what is claimed; what is done leaves the claims."""
        from . import view  # it takes NumPy along

        progress = Tracker(lambda *_: tell())
        claims = self._claims
        self._loaded = self._loaded or self._generator()
        requests = [to_write(order, self._objects.part(order)) for order, _ in claims]
        for found in self._loaded.generate_each(requests, progress, view.write):
            order, lock = claims[0]
            if isinstance(found, MaquetteError):
                if is_of_machine(found):
                    raise found
                self._objects.fail(order, found)
                self._objects.discard(order)
                self._fail(order, found)
            else:
                self._objects.put(order, found)
                self.outcome.made += 1
            del claims[0]
            lock.release()
            tell()

    def _fail(self, order: Order, error: MaquetteError) -> None:
        self._told(order.failed(error))

    def _told(self, bad: Bad) -> None:
        self.outcome.failed.append(bad)
        self._watch.failed(bad)

    def _refresh(self) -> None:
        if time.monotonic() - self._refreshed > REFRESH:
            self._refreshed = time.monotonic()
            self._watch.refresh()
