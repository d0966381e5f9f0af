"""Collision Hulls: what a game engine collides with in place of a mesh.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import bpy
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import EnumProperty, IntProperty

from ..backend.shared.errors import MaquetteError
from .job_operator import allowed, report
from .scene import hulls


class MAQUETTE_OT_make_hulls(bpy.types.Operator):
    """Make collision hulls of the selected objects for a game engine, named UCX_, as their \
children. Earlier ones are replaced"""

    bl_idname = "maquette.make_hulls"
    bl_label = "Collision Hulls"
    bl_options = {"REGISTER", "UNDO"}

    shape: EnumProperty(
        name="Shape", description="How closely to follow the object", items=hulls.SHAPES
    )
    parts: IntProperty(
        name="Parts",
        description="Maximum number of hulls. Parts that would hardly improve the fit are left out",
        default=8,
        min=1,
        max=hulls.MOST,
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, why_not(context.object))

    def draw(self, _context: bpy.types.Context) -> None:
        layout = self.layout
        layout.use_property_split = True
        layout.prop(self, "shape")
        if self.shape == "PARTS":
            layout.prop(self, "parts")

    def execute(self, context: bpy.types.Context) -> set[str]:
        """What is selected besides the active one and can have none, such as a floor, is told."""
        made, errors = [], []
        chosen = dict.fromkeys((context.object, *context.selected_objects))
        for each in [each for each in chosen if not why_not(each)]:
            depsgraph = context.evaluated_depsgraph_get()
            try:
                made += hulls.make(each, self.shape, self.parts, depsgraph)
            except MaquetteError as error:
                errors.append(error)
        if not made:
            return report(self, errors[0])
        for error in errors:
            self.report({"WARNING"}, error.message)
        faces = sum(len(each.data.polygons) for each in made)
        told = iface_("{} hulls, {:,} triangles").format(len(made), faces)
        self.report({"INFO"}, told)
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_make_hulls,)


def why_not(made: bpy.types.Object | None) -> str:
    """Why an object cannot have hulls; empty if it can."""
    if made is None or made.type != "MESH" or not made.is_editable:
        return "The active object is not a mesh in this file"
    if hulls.MARK in made:
        return "The active object is a collision hull"
    return "" if made.mode == "OBJECT" else "The active object is not in Object Mode"
