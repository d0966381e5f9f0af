"""The job that runs: what it is, a bar that shows how far, and how to stop it."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.messages import Progress
from ..backend.shared.models import catalog
from ..backend.shared.request import ModelRequest, PreparationRequest
from ..operators import estimate, models
from ..operators.images import icons
from ..operators.jobs.job import Job
from ..operators.jobs.queue import Queue
from ..operators.session import Session
from .tab import wrap

SHOWN = 5  # of those that wait
PREVIEW = 8  # heights of a row


def heading(job: Job) -> str:
    """What the job is about; the bar says what it does."""
    request = job.request
    if isinstance(request, ModelRequest):
        return catalog.find(request.model).label
    if isinstance(request, PreparationRequest):
        return iface_("Preparing the Image")
    return iface_("Installing the Backend") if job.installs else job.title


def counted(current: Session) -> str:
    """ "2 of 6": which job of those that were queued together with it runs; nothing for one."""
    all_of_them = current.turn + len(current.queue)
    return iface_("{} of {}").format(current.turn, all_of_them) if all_of_them > 1 else ""


def draw(column: bpy.types.UILayout, job: Job) -> None:
    """A bar with the stage and how far it is, how long it takes, the sample so far, where that is
    an image, and Pause and Cancel."""
    told, download = job.progress, models.downloads(job)
    text, factor = iface_("Starting"), 0.0
    if job.cancelled:
        text = iface_("Cancelling")
    elif told:
        text = iface_(told.stage.capitalize())
        if told.total:
            factor = told.step / told.total
            megabytes = isinstance(job.request, ModelRequest) or told.stage == "downloading"
            text += f" {told.step}/{told.total}" + " MB" * megabytes
        if told.eta is not None and not download:
            text += " · " + left(told.eta)
    bar = column.column()
    bar.scale_y = 1.2
    bar.progress(factor=factor, type="BAR", text=text, translate=False)
    seen = job.preview
    if seen and seen.image:
        column.template_icon(icons.load(seen.image.path, seen.step), scale=PREVIEW)
    if download:
        column.label(text="" if job.cancelled else throttle(told), translate=False)
    row = column.row(align=True)
    row.enabled = not job.cancelled
    if download:
        row.operator("maquette.cancel", text="Pause", icon="PAUSE")
        row.operator("maquette.cancel_download", text="Cancel", icon="CANCEL")
    else:
        row.operator("maquette.cancel", icon="CANCEL")


def draw_queue(column: bpy.types.UILayout, queue: Queue) -> None:
    """Those that wait, each with a button to drop it."""
    if not queue:
        return
    box = column.box().column(align=True)
    if queue.held:
        box.operator("maquette.go_on", icon="PLAY")
    for job in queue.jobs[:SHOWN]:
        row = box.row()
        row.label(text=job.title, translate=False, icon="BLANK1")
        row.operator("maquette.cancel_waiting", text="", icon="X", emboss=False).job = job.name
    if (more := len(queue.jobs) - SHOWN) > 0:
        box.label(text=iface_("and {} more").format(more), translate=False, icon="BLANK1")
    if queue.listing:
        left = queue.listing.left
        rows = iface_("{}: {} rows left" if left != 1 else "{}: one row left")
        box.label(text=rows.format(queue.listing.name, left), translate=False, icon="SPREADSHEET")
    box.operator("maquette.cancel_all", icon="CANCEL")


def draw_waiting(context: bpy.types.Context, column: bpy.types.UILayout, current: Session) -> None:
    """What is made and in no scene yet: why, a button that puts it there, and one that drops it."""
    reasons = {job: current.why_waiting(job) for job in current.waiting}
    jobs = [job for job, reason in reasons.items() if reason or job.error]
    if not jobs:  # the others land at the timer's next beat
        return
    box = column.box()
    for job in jobs[:SHOWN]:
        row = box.row()
        ready = iface_("Ready to import: {}").format(job.title)
        row.label(text=ready, translate=False, icon="CHECKMARK")
        row.operator("maquette.discard_result", text="", icon="X", emboss=False).job = job.name
        if reasons[job]:
            wrap(context, box, reasons[job], "BLANK1")
    if len(jobs) > SHOWN:
        more = iface_("and {} more").format(len(jobs) - SHOWN)
        box.label(text=more, translate=False, icon="BLANK1")
    box.operator("maquette.import_result", icon="IMPORT")


def throttle(told: Progress | None) -> str:
    """Of a download, whose steps are megabytes: "12.3 MB/s · 2 min left"."""
    if not (told and told.eta):
        return ""
    return f"{(told.total - told.step) / told.eta:.1f} MB/s · {left(told.eta)}"


def left(eta: float) -> str:
    return iface_("{} left").format(estimate.spoken(max(eta, 1.0)))  # there is no "0 s left"
