"""Scatter: variations of the active object on the surface of the other selected one.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import random
from dataclasses import replace

import bpy

from ..backend.shared.request import GenerationRequest
from .job_operator import allowed
from .object_operator import OnObject
from .scene import fitting, provenance
from .scene.placement import Form, Placement
from .scene.references import Reference
from .settings import SEEDS
from .variations import Others, other_of


class MAQUETTE_OT_scatter(Others, OnObject, bpy.types.Operator):
    """Make variations of this object and scatter them on the other selected one, with a Geometry \
Nodes modifier"""

    bl_idname = "maquette.scatter"
    bl_label = "Scatter"
    ability = "variations"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return super().poll(context) and allowed(cls, why_not(context))

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        made = context.object
        form = replace(form, size=fitting.longest(made), origin="BASE")
        ground, beside = Reference.to(other_of(context)), Reference.to(made)
        return Placement(form, beside=beside, scatter_on=ground, parents=made.name)

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        seed = random.randint(0, SEEDS - self.samples)
        return provenance.again(
            [context.object], self.strength, device, samples=self.samples, seed=seed
        )


CLASSES = (MAQUETTE_OT_scatter,)


def why_not(context: bpy.types.Context) -> str:
    """Why there is nothing to scatter on; empty where there is."""
    other = other_of(context)
    if other is None or other.type != "MESH" or not other.data.polygons:
        return "Also select the surface to scatter on, a mesh with faces"
    return ""
