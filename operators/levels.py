"""Levels of Detail: objects several times, with fewer and fewer triangles, for games.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import bpy
from bpy.props import IntProperty

from ..backend.shared.request import GenerationRequest, Levels, detail
from ..backend.shared.setting import limits
from . import object_operator, properties
from .job_operator import all_or_none
from .jobs.job import Job
from .object_operator import OnObject
from .scene import levels, provenance
from .scene.placement import Form, Placement


class MAQUETTE_OT_make_levels(OnObject, bpy.types.Operator):
    """Make copies of the selected objects with fewer and fewer triangles for a game engine, named \
LOD0, LOD1 and so on. The objects are hidden"""

    bl_idname = "maquette.make_levels"
    bl_label = "Levels of Detail"
    ability = "triangles"

    count: properties.of(Levels, "count", default=4, min=2)
    ratio: properties.of(Levels, "ratio")
    triangles: IntProperty(
        name="Triangles",
        description="Number of triangles in the first level, at least 100. Set it to 0 to keep the"
        " triangles of the object",
        default=0,
        min=0,
        max=int(limits(GenerationRequest, "triangles").highest),
    )

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a button: ask how many. No waiting for the end."""
        self.waits = False
        return context.window_manager.invoke_props_dialog(
            self, title=self.bl_label, confirm_text="Make"
        )

    def execute(self, context: bpy.types.Context) -> set[str]:
        return self.begin(lambda: all_or_none(self._jobs(context)))

    def _jobs(self, context: bpy.types.Context) -> Iterator[Callable[[], Job]]:
        """One for each object. What is selected besides the active one and has no levels is left
        out."""
        for made in dict.fromkeys((context.object, *context.selected_objects)):
            if made == context.object or _has_levels(made):
                yield partial(self._job_of, context, made)

    def _job_of(self, context: bpy.types.Context, made: bpy.types.Object) -> Job:
        with context.temp_override(object=made):
            return self._job(context)

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        made = context.object
        levels.check_free(made, self.count)
        placed = OnObject._placement(self, context, replace(form, voxels=0))
        return replace(placed, target=None, levels_of=placed.target, instead=placed.target)

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        made = context.object
        asked = {"levels": Levels(self.count, self.ratio), "latents": False, "thumbnail": 0}
        before = provenance.of(made).asked()
        if before.output == "both":
            asked["output"] = "mesh"
        if self.triangles:
            asked |= {"detail": detail.CUSTOM, "triangles": self.triangles}
            meshing = before.meshing
            asked |= {"resolution": meshing.resolution, "texture": meshing.texture}
        request = provenance.request(made, device, [made], **asked)
        request.validate()
        return request


CLASSES = (MAQUETTE_OT_make_levels,)


def _has_levels(made: bpy.types.Object) -> bool:
    return not object_operator.why_not(made, True) and object_operator.can(made, "triangles")
