"""What Blender's status bar says of a job, as it does of a render: how far it is, that it is done,
or why it waits. It is seen with the sidebar closed, too.

It stands behind Blender's own texts and hides none of them, which a text of the workspace would.
"""

from __future__ import annotations

from typing import NamedTuple

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..operators import estimate, session
from ..operators.jobs.job import Job
from ..operators.session import Session
from . import progress

WIDTH = 15  # of the bar, in units of a button's height
LONGEST = 32  # characters of what something is called


class Told(NamedTuple):
    """A sentence with an icon, or with a bar: how far it is, from 0 to 1."""

    text: str
    icon: str = "NONE"
    factor: float | None = None


def told(current: Session) -> Told | None:
    """What there is to say now."""
    if current.job:
        return _running(current, current.job)
    if current.error:
        return Told(current.error.message, "ERROR")
    waits = ((job, current.why_waiting(job)) for job in current.waiting)
    if waiting := next(((job, why) for job, why in waits if why), None):
        return Told(f"{_short(waiting[0].title)}: {waiting[1]}", "TIME")
    if current.done and current.done.is_news:
        done = f"{_short(current.done.title)} · {estimate.spoken(current.done.seconds)}"
        return Told(done, "CHECKMARK")
    return None


def register() -> None:
    bpy.types.STATUSBAR_HT_header.append(_draw)


def unregister() -> None:
    bpy.types.STATUSBAR_HT_header.remove(_draw)


def _running(current: Session, job: Job) -> Told:
    how_far = job.progress
    factor = how_far.step / how_far.total if how_far and how_far.total else 0.0
    if job.cancelled:
        state = iface_("Cancelling")
    elif how_far is None:
        state = iface_("Starting")
    elif how_far.eta is None:
        state = iface_(how_far.stage.capitalize())
    else:
        state = progress.left(how_far.eta)
    parts = (_short(progress.heading(job)), progress.counted(current), state)
    return Told(" · ".join(filter(None, parts)), factor=factor)


def _short(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"


def _draw(header: bpy.types.Header, _context: bpy.types.Context) -> None:
    shown = told(session.current)
    if shown is None:
        return
    row = header.layout.row(align=True)
    if shown.factor is None:
        row.label(text=shown.text, icon=shown.icon, translate=False)
        return
    bar = row.row(align=True)
    bar.ui_units_x = WIDTH
    bar.progress(factor=shown.factor, type="BAR", text=shown.text, translate=False)
    row.operator("maquette.cancel", text="", icon="X")
