"""Connect: a worker elsewhere is started before there is a job for it, to see what it has."""

from __future__ import annotations

import time

import bpy

from ..backend.shared.errors import MaquetteError
from . import session
from .job_operator import allowed, idle, report
from .jobs import worker_start


class MAQUETTE_OT_connect(bpy.types.Operator):
    """Start the worker and show its device and its models"""

    bl_idname = "maquette.connect"
    bl_label = "Connect"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        here = "" if worker_start.is_elsewhere() else "The worker is on this computer"
        return idle(cls) and allowed(cls, here)

    def invoke(self, _context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        return self._connect(waits=False)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        """From a script: the worker is ready when this returns."""
        return self._connect(waits=True)

    def _connect(self, waits: bool) -> set[str]:
        current = session.current
        try:
            current.connect()
            while waits and current.connecting:
                current.poll()
                time.sleep(session.PERIOD / 5)
            if waits and current.error:
                raise current.error
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_connect,)
