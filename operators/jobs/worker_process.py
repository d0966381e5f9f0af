"""The worker as this Blender has it: started how, of use until when."""

from __future__ import annotations

import time

from ...backend.shared.process.connection import Connection
from ...backend.shared.process.elsewhere import Elsewhere
from . import paths
from .worker_start import Start

MINUTE = 60.0  # seconds
PATIENCE = {"start_within": 120.0}  # seconds for a command that may wait for an answer of ours


class Worker(Connection):
    """A connection that knows when another one must take its place.

    start      what it was started with
    installer  whether it was started to install, which it can under a Python that has nothing yet
    unwanted   set, it ends as soon as no job runs
    limits     `Connection`'s

    Raises MaquetteError("environment") if it cannot be started.
    """

    def __init__(self, start: Start, installer: bool = False, **limits: float) -> None:
        self.start, self.installer = start, installer
        self.unwanted = False
        self._used = time.monotonic()
        more = {"sentences": Elsewhere(), **PATIENCE} if start.remote else {}
        told = {"environ": start.environ, **more, **limits}
        super().__init__(start.command, start.folder, paths.log_file(), **told)

    def suits(self, start: Start) -> bool:
        """Whether a job that needs such a worker can be sent here."""
        return self.alive and self.start == start

    def is_spent(self, working: bool) -> bool:
        """Whether it had better end; never while it is `working`. It is dead, unwanted, or has
        installed, or it held a model in memory for as long as the preferences allow."""
        now = time.monotonic()
        if working:
            self._used = now
            return False
        patience = paths.preference("unload_after", 0) * MINUTE
        idle = 0 < patience < now - self._used
        return idle or self.unwanted or self.installer or not self.alive
