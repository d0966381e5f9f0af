"""What older versions kept in a file becomes what this one keeps, as soon as the file is here.

Not only when an object is taken up again: with a latent as bytes an export to Alembic aborts
Blender, and what is noted of a mesh must be noted before an artist moves it.
"""

from __future__ import annotations

import contextlib

import bpy
import numpy as np
from bpy.app.handlers import persistent

from ...backend.shared import old_names, record
from ...backend.shared.errors import MaquetteError
from ...backend.shared.request import detail
from . import fitting, former_properties, latent, material, mesh_import, provenance, rest

APPENDED = getattr(bpy.app.handlers, "blend_import_post", None)  # since Blender 4.3

_known = 0  # objects that there were when they were looked at last


def upgrade() -> None:
    """Everything in this file. Cheap where there is nothing to do."""
    global _known
    _known = len(bpy.data.objects)
    for each in bpy.data.materials:
        material.upgrade(each)
    for scene in bpy.data.scenes:
        _rename(scene)
    for made in bpy.data.objects:
        _record(made)
        latent.upgrade(made)
        linked = made.library or made.override_library
        if linked or made.type != "MESH" or not provenance.ours(made):
            continue
        if rest.KEY not in made and made.data.vertices:
            size = float(np.ptp(rest.coordinates(made.data), axis=0).max())
            mesh_import.keep(made, {"rest": rest.note(made.data, np.eye(4), size)})
        if fitting.is_filled(made) and fitting.BOX not in made:
            with contextlib.suppress(MaquetteError):  # nothing can be put into it any more
                mesh_import.keep(made, fitting.told(fitting.filled(made)))


def _rename(scene: bpy.types.Scene) -> None:
    """What the panel was set to, under the names that its properties had."""
    if scene.library:
        return
    # Since Blender 5.0 the values of such properties lie apart from custom ones.
    system = getattr(scene, "bl_system_properties_get", None)
    kept = (system() if system else scene) or {}
    panel = kept.get("maquette") or {}
    for old, new in old_names.PANEL.items():
        if old in panel:
            value = panel.pop(old)
            if new not in panel:
                panel[new] = value
    if "detail" not in panel and any(name in panel for name in detail.NUMBERS):
        scene.maquette.detail = detail.CUSTOM  # there was no other choice


def _record(made: bpy.types.Object) -> None:
    """A property for each setting becomes a record, and the image gets its present name."""
    if provenance.RECORD in made or not provenance.ours(made):
        return
    if made.library or made.override_library:  # it cannot be changed, and is read as it is
        return
    if known := provenance.found(made):
        mesh_import.keep(made, {"record": record.encoded(known)})
        if image := made.pop("maquette_picture", None):
            mesh_import.keep(made, {"image": image})
        former_properties.remove(made)


@persistent
def _on_load(*_what: object) -> None:
    upgrade()


@persistent
def _on_update(*_what: object) -> None:
    """Blender before 4.3 does not say that something was appended."""
    if len(bpy.data.objects) != _known:
        upgrade()


def _handlers() -> list[tuple[list, object]]:
    """Undo leads to states before an upgrade, too."""
    handlers = bpy.app.handlers
    changed = [handlers.load_post, handlers.undo_post, handlers.redo_post]
    if APPENDED is None:
        return [
            *((each, _on_load) for each in changed),
            (handlers.depsgraph_update_post, _on_update),
        ]
    return [(each, _on_load) for each in (*changed, APPENDED)]


def register() -> None:
    for handlers, handler in _handlers():
        handlers.append(handler)
    bpy.app.timers.register(upgrade)  # the file that is open; its data is out of reach until then


def unregister() -> None:
    if bpy.app.timers.is_registered(upgrade):
        bpy.app.timers.unregister(upgrade)
    for handlers, handler in _handlers():
        if handler in handlers:
            handlers.remove(handler)
