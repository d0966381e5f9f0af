"""The worker as this Blender has it: under which Python, told what, of use until when."""

from __future__ import annotations

import time
from pathlib import Path

from ...backend.shared.process import environment
from ...backend.shared.process.connection import Connection
from . import paths

MINUTE = 60.0  # seconds


class Worker(Connection):
    """A connection that knows when another one must take its place.

    python     what it runs under
    installer  whether it was started to install, which it can under a Python that has nothing yet
    unwanted   set, it ends as soon as no job runs
    limits     `Connection`'s

    Raises MaquetteError("environment") if it cannot be started.
    """

    def __init__(self, python: Path, installer: bool = False, **limits: float) -> None:
        self.python, self.installer = python, installer
        self.unwanted = False
        self._used = time.monotonic()
        self._told = paths.worker_environ()
        command, log = environment.worker_command(python), paths.log_file()
        super().__init__(command, environment.ROOT, log, environ=self._told, **limits)

    def suits(self, python: Path) -> bool:
        """Whether a job for `python` can be sent here. What a worker is told of online access and
        of the models' folder stays as it was when it started."""
        told_enough = self._told == paths.worker_environ()
        return self.alive and self.python == python and told_enough

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
