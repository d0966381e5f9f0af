"""The Turntable sub-panel: pictures from all around an object that Maquette made."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.protocol.request import Turntable
from ..operators import estimate, provenance, turntable
from .tab import Tab, missing

PREVIEW = 6.0  # heights of a button


class MAQUETTE_PT_turntable(Tab, bpy.types.Panel):
    bl_label = "Turntable"
    bl_parent_id = "MAQUETTE_PT_again"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return missing() is None and provenance.ours(context.object)

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.use_property_decorate = False
        settings = context.scene.maquette_turntable
        column = layout.column(align=True)
        for name in ("format", "frame_size", "frames"):
            column.prop(settings, name)
        layout.prop(settings, "filepath", placeholder="turntable")
        layout.operator("maquette.turntable", icon="RENDER_ANIMATION")
        asked = Turntable("", settings.frame_size, settings.frames)
        made, device = context.object, context.scene.maquette.device
        run = estimate.of_turntable(
            str(made["maquette_model"]), turntable.sampled(made), device, asked
        )
        if run and run.warning:
            layout.label(text=run.warning, icon="ERROR", translate=False)
        if icon := turntable.icon_of(context.object):
            layout.template_icon(icon, scale=PREVIEW)
        if file := turntable.file_of(context.object):
            shown = iface_("Open {}").format(file.name)
            button = {"text": shown, "translate": False, "icon": "FILE_MOVIE"}
            layout.operator("maquette.open_turntable", **button)


CLASSES = (MAQUETTE_PT_turntable,)
