"""What the worker says, on its way to the pipe: not too often, and never waited for."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from typing import IO

from ..shared.contents import parted
from ..shared.errors import MaquetteError
from ..shared.messages import Error, Event, Ready, encode
from ..shared.messages import Progress as ProgressEvent
from ..shared.process import spawn

PAUSE = 0.05  # seconds between two progress events of a stage
FAREWELL = 5.0  # seconds that the last words may take


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


class Outbox:
    """What is still to be written to `sink`. Of one stage's progress the last word is enough, so
    that it stays short however long nobody reads.

    lost  called, in the writer's thread, once nobody reads any more
    """

    def __init__(self, sink: IO[bytes], lost: Callable[[], None]) -> None:
        self._sink, self._lost = sink, lost
        self._events: deque[Event] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._write, name="maquette events", daemon=True)

    def open(self) -> None:
        """From now on what was put is written."""
        self._thread.start()

    def put(self, event: Event, first: bool = False) -> None:
        with self._changed:
            last = self._events[-1] if self._events else None
            if first:
                self._events.appendleft(event)
            elif _same_stage(last, event):
                self._events[-1] = event
            else:
                self._events.append(event)
            self._changed.notify()

    def close(self) -> None:
        """Wait until all is written, but not for long."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join(FAREWELL)

    def _write(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._events or self._closed)
                if not self._events:
                    return
                event = self._events.popleft()
            try:
                for part in parted(event):
                    spawn.write_all(self._sink, _encoded(part))
            except (OSError, ValueError):  # the end of the input, which ends us, is near
                self._lost()
                return


def _same_stage(earlier: Event | None, later: Event) -> bool:
    if not (isinstance(earlier, ProgressEvent) and isinstance(later, ProgressEvent)):
        return False
    return (earlier.job, earlier.stage) == (later.job, later.stage) and earlier.step > 0


def _encoded(event: Event) -> bytes:
    """One line; nothing for what cannot be said and is no answer, which is not missed."""
    try:
        return encode(event)
    except MaquetteError as error:
        return encode(Error.of(error)) if isinstance(event, Ready) else b""
