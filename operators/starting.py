"""What operators that start a job have in common."""

from __future__ import annotations

from collections.abc import Callable

import bpy

from ..backend.protocol.errors import MaquetteError
from . import session
from .job import Job


class Starts:
    """An operator with one job. A button does not wait for its end, a script does."""

    waits = True

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return idle(cls)

    def start(self, make: Callable[[], Job]) -> set[str]:
        """Start what `make` makes. A MaquetteError of either is reported."""
        try:
            job = make()
            (session.current.run if self.waits else session.current.submit)(job)
            if self.waits and job in session.current.waiting:
                session.current.land(bpy.context, job)
                if session.current.error:
                    raise session.current.error
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"} if job.result or not self.waits else {"CANCELLED"}


def idle(operator: type) -> bool:
    """For polls: whether no job runs; says so where one does."""
    return allowed(operator, "A job is running" if session.current.job else "")


def allowed(operator: type, reason: str) -> bool:
    """For polls: whether there is no reason against it; says the one there is."""
    if reason:
        operator.poll_message_set(reason)
    return not reason


def report(operator: bpy.types.Operator, error: MaquetteError) -> set[str]:
    """Say it where the caller looks: the panel, and the exception of a script."""
    session.current.error = error
    session.redraw()
    operator.report({"ERROR"}, str(error))
    return {"CANCELLED"}
