"""The model leaves memory: on a press, and before a render starts.

The worker's process holds it, so ending the process frees everything, on whatever device it lay.
After an idle time the session does the same.
"""

from __future__ import annotations

import threading

import bpy
from bpy.app.handlers import persistent

from . import session
from .job_operator import allowed, idle
from .jobs import paths


class MAQUETTE_OT_unload(bpy.types.Operator):
    """Unload the model from memory. The next Generate loads it again"""

    bl_idname = "maquette.unload"
    bl_label = "Free Memory"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        there = session.current.connection is not None
        return idle(cls) and allowed(cls, "" if there else "No model is loaded")

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session.current.stop_worker()
        session.redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_unload,)


@persistent
def _before_render(*_scene: object) -> None:
    """A render started from the window calls this in a thread of its own, and the worker belongs
    to the main one: there the session's timer ends it. A script's render stops that timer."""
    worker = session.current.connection
    if worker is None or worker.start.remote:  # whose memory is no render's
        return
    if session.current.job is not None or not paths.preference("unload_to_render", True):
        return
    if threading.current_thread() is threading.main_thread():
        session.current.stop_worker()
    else:
        worker.unwanted = True


def register() -> None:
    bpy.app.handlers.render_init.append(_before_render)


def unregister() -> None:
    if _before_render in bpy.app.handlers.render_init:
        bpy.app.handlers.render_init.remove(_before_render)
