"""Restore Blockout, and Remove Latent: what an object may lose again."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from . import session
from .job_operator import allowed, report
from .object_operator import why_not
from .scene import fitting, latent, mesh_import, replacement


class MAQUETTE_OT_restore(bpy.types.Operator):
    """Restore the original blockout mesh of this object"""

    bl_idname = "maquette.restore"
    bl_label = "Restore Blockout"
    bl_options = {"UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, why_no_restore(context.object))

    def execute(self, context: bpy.types.Context) -> set[str]:
        made = context.object
        mesh_import.leave_edit_mode(context)
        try:
            if not replacement.restore(made):
                gone = iface_("The original blockout mesh is gone, so a box replaces it")
                self.report({"INFO"}, gone)
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_forget_latent(bpy.types.Operator):
    """Remove the latent from this object. Without it, the object cannot be varied, blended or \
remeshed"""

    bl_idname = "maquette.forget_latent"
    bl_label = "Remove Latent"
    bl_options = {"UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, why_not(context.object, True))

    def execute(self, context: bpy.types.Context) -> set[str]:
        latent.forget(context.object)
        session.redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_restore, MAQUETTE_OT_forget_latent)


def why_no_restore(made: bpy.types.Object | None) -> str:
    """Why an object cannot become what it was; empty if it can."""
    if made is None or made.type != "MESH" or not fitting.is_filled(made):
        return "The active object did not replace a blockout"
    return "" if made.is_editable else "The active object is not a mesh in this file"
