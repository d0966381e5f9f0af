"""What the session outlives, and what it does not: file loads; the extension, Blender itself."""

from __future__ import annotations

import atexit

import bpy
from bpy.app.handlers import persistent

from . import session
from .scene import references, viewport_color


@persistent
def _on_load(*_file: object) -> None:
    references.opened()
    viewport_color.forget()
    session.current.done = None


def register() -> None:
    bpy.app.handlers.load_post.append(_on_load)
    atexit.register(session.current.stop)


def unregister() -> None:
    atexit.unregister(session.current.stop)
    if _on_load in bpy.app.handlers.load_post:
        bpy.app.handlers.load_post.remove(_on_load)
    if bpy.app.timers.is_registered(session.tick):
        bpy.app.timers.unregister(session.tick)
    session.current.stop()
