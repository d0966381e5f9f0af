"""Cancel, Cancel All, one of those that wait; Continue, where they were held; a message closed, a
text copied."""

from __future__ import annotations

import time

import bpy

from . import list_run, session
from .job_operator import allowed
from .scene import viewport_color

MESSAGES = (
    ("ERROR", "Error", "Close the error"),
    ("NOTES", "Notes", "Close the notes about the last result"),
    ("COLOR", "Color", "Close the message about viewport colors"),
)


class _Stops:
    """A button that may appear below the mouse, where the one was that began what it stops."""

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """The second click of a double one stops nothing."""
        double = context.preferences.inputs.mouse_double_click_time / 1000
        if time.monotonic() - session.current.begun < double:
            return {"CANCELLED"}
        return self.execute(context)


class MAQUETTE_OT_cancel(_Stops, bpy.types.Operator):
    """Cancel the running job"""

    bl_idname = "maquette.cancel"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return allowed(cls, "" if session.current.job else "No job is running")

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session.current.cancel()
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_cancel_all(_Stops, bpy.types.Operator):
    """Cancel the running job and remove all jobs from the queue"""

    bl_idname = "maquette.cancel_all"
    bl_label = "Cancel All"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return allowed(cls, "" if session.current.queue else "The queue is empty")

    def execute(self, _context: bpy.types.Context) -> set[str]:
        if session.current.queue.listing:
            list_run.stop(session.current)
        session.current.queue.clear()
        if session.current.job:
            bpy.ops.maquette.cancel()
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_cancel_waiting(_Stops, bpy.types.Operator):
    """Remove this job from the queue"""

    bl_idname = "maquette.cancel_waiting"
    bl_label = "Cancel"
    bl_options = {"INTERNAL"}

    job: bpy.props.StringProperty(name="Job", description="Name of the job")

    def execute(self, _context: bpy.types.Context) -> set[str]:
        queue = session.current.queue
        for job in [job for job in queue.jobs if job.name == self.job]:
            queue.drop(job)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_go_on(bpy.types.Operator):
    """Resume the queue, starting with the job that failed"""

    bl_idname = "maquette.go_on"
    bl_label = "Continue"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return allowed(
            cls, "" if session.current.queue.held else "No jobs are waiting to be continued"
        )

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session.current.go_on()
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_close_message(bpy.types.Operator):
    """Close this message"""

    bl_idname = "maquette.close_message"
    bl_label = "Close"
    bl_options = {"INTERNAL"}

    message: bpy.props.EnumProperty(name="Message", items=MESSAGES)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        if self.message == "ERROR":
            session.current.error = None
        elif self.message == "NOTES":
            session.current.notes = ()
        else:
            viewport_color.close()
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_copy(bpy.types.Operator):
    """Copy this to the clipboard"""

    bl_idname = "maquette.copy"
    bl_label = "Copy"
    bl_options = {"INTERNAL"}

    text: bpy.props.StringProperty(options={"HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.window_manager.clipboard = self.text
        return {"FINISHED"}


CLASSES = (
    MAQUETTE_OT_cancel,
    MAQUETTE_OT_cancel_all,
    MAQUETTE_OT_cancel_waiting,
    MAQUETTE_OT_go_on,
    MAQUETTE_OT_close_message,
    MAQUETTE_OT_copy,
)
