"""The button below a message about the viewport's colors: `scene/viewport_color.py`.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import bpy

from .scene import viewport_color


class MAQUETTE_OT_viewport_color(bpy.types.Operator):
    """Choose which colors Solid shading shows, in the viewports that this message is about"""

    bl_idname = "maquette.viewport_color"
    bl_label = "Viewport Color"
    bl_options = {"INTERNAL"}

    color: bpy.props.EnumProperty(name="Color", items=viewport_color.COLORS)

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return viewport_color.notice(context) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        viewport_color.choose(context, self.color)
        for area in context.window.screen.areas:
            area.tag_redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_viewport_color,)
