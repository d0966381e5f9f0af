"""New objects from those that Maquette made: Vary, Blend.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import random
from dataclasses import replace

import bpy
from bpy.props import FloatProperty, IntProperty, PointerProperty

from ..backend.shared.request import GenerationRequest
from .job_operator import allowed
from .object_operator import OnObject
from .scene import fitting, provenance
from .scene.latent import size as latent_size
from .scene.placement import Form, Placement
from .scene.references import Reference
from .settings import SEEDS


class Others:
    """How others are made of an object."""

    strength: FloatProperty(
        name="Strength",
        description="How much to change the shape. 0 keeps it, 1 makes a completely new one",
        default=0.6,
        min=0.05,
        max=1.0,
        subtype="FACTOR",
    )
    samples: IntProperty(
        name="Count", description="How many objects to make", default=3, min=1, max=16
    )


class MAQUETTE_PG_again(Others, bpy.types.PropertyGroup):
    """What the panel shows, kept with the scene."""


class MAQUETTE_OT_vary(Others, OnObject, bpy.types.Operator):
    """Make variations of this object and place them beside it"""

    bl_idname = "maquette.vary"
    bl_label = "Vary"
    ability = "variations"

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        return _beside([context.object], form)

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        seed = random.randint(0, SEEDS - self.samples)
        return provenance.again(
            [context.object], self.strength, device, samples=self.samples, seed=seed
        )


class MAQUETTE_OT_blend(OnObject, bpy.types.Operator):
    """Make shapes in between this object and the other selected one"""

    bl_idname = "maquette.blend"
    bl_label = "Blend"
    ability = "blending"

    samples: IntProperty(
        name="Count", description="How many objects to make in between", default=3, min=1, max=16
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return super().poll(context) and allowed(cls, why_no_blend(context))

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        return _beside([context.object, other_of(context)], form)

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        both = [context.object, other_of(context)]
        return provenance.again(both, 0.0, device, samples=self.samples)


CLASSES = (MAQUETTE_PG_again, MAQUETTE_OT_vary, MAQUETTE_OT_blend)


def register() -> None:
    bpy.types.Scene.maquette_again = PointerProperty(type=MAQUETTE_PG_again)


def unregister() -> None:
    del bpy.types.Scene.maquette_again


def other_of(context: bpy.types.Context) -> bpy.types.Object | None:
    """The one other selected object."""
    others = [made for made in context.selected_objects if made != context.object]
    return others[0] if len(others) == 1 else None


def why_no_blend(context: bpy.types.Context) -> str:
    other = other_of(context)
    if other is None:
        return "Select two objects to blend"
    if not provenance.ours(other) or not latent_size(other):
        return f"{other.name} has no latent"
    if other["maquette_model"] != context.object["maquette_model"]:
        return "These two objects were made by different models"
    return ""


def _beside(parents: list[bpy.types.Object], form: Form) -> Placement:
    """What was made of these stands beside the first of them, as large as that is in the world."""
    names = " + ".join(made.name for made in parents)
    form = replace(form, size=fitting.longest(parents[0]))
    return Placement(form, beside=Reference.to(parents[0]), parents=names)
