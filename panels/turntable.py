"""Turntable: images from all around an object that Maquette made; part of This Object."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.request import Turntable
from ..operators import estimate, turntable
from ..operators.scene import provenance

PREVIEW = 6.0  # heights of a button


class MAQUETTE_PT_turntable(bpy.types.Panel):
    """How the turntable is made; a popover, which Blender draws of a panel of a header"""

    bl_space_type = "VIEW_3D"
    bl_region_type = "HEADER"
    bl_label = "Turntable"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return provenance.ours(context.object) and turntable.can(context.object)

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


CLASSES = (MAQUETTE_PT_turntable,)


def draw(layout: bpy.types.UILayout, made: bpy.types.Object) -> None:
    """The way to it, and the last one that was made of the object."""
    if not turntable.can(made):
        return
    layout.popover("MAQUETTE_PT_turntable", icon="RENDER_ANIMATION")
    if icon := turntable.icon_of(made):
        layout.template_icon(icon, scale=PREVIEW)
    if file := turntable.file_of(made):
        shown = iface_("Open {}").format(file.name)
        button = {"text": shown, "translate": False, "icon": "FILE_MOVIE"}
        layout.operator("maquette.open_turntable", **button)
