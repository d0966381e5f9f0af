"""Take it up again: regenerate, vary, blend, re-mesh what Maquette made.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import random
from dataclasses import asdict, replace

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import BoolProperty, FloatProperty, IntProperty, PointerProperty

from ..backend.shared.errors import MaquetteError
from ..backend.shared.request import GenerationRequest
from ..backend.shared.setting import plain, settings_of
from . import properties, session
from .job_operator import Starts, allowed, report
from .jobs import installed_models, paths
from .jobs.job import Job
from .scene import (
    fitting,
    latent,
    mesh_import,
    point_cloud,
    provenance,
    replacement,
    rest,
    voxel_remesh,
)
from .scene.latent import size as latent_size
from .scene.placement import Form, Placement
from .scene.references import Reference
from .settings import SEEDS, Settings

MESHING = properties.group(GenerationRequest, name="mesh")
REMESHED = (*MESHING, "voxels")  # what is chosen anew


class _Again(Starts):
    """One press on objects that Maquette made: the active one, or both of two selected."""

    needs_latent = True
    ability = ""  # of the family of its model

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        reason = why_not(context.object, cls.needs_latent)
        if not reason and cls.ability and not can(context.object, cls.ability):
            reason = "The model of this object cannot do this"
        return allowed(cls, reason)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: what was made is there when this returns."""
        return self.begin(lambda: self._job(context))

    def _job(self, context: bpy.types.Context) -> Job:
        """The request comes last: it makes a folder, and whatever is refused leaves none."""
        made = context.object
        python, placed = paths.worker_python(), self._placement(context, _form(made))
        asked = self._asked(context, context.scene.maquette.device)
        return Job(asked, python, made.name, placed, settings=asdict(placed.form))

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        """What becomes of the mesh: it takes the place of the active object's."""
        made = context.object
        return Placement(form, target=Reference.to(made), box=fitting.filled(made))


class _InPlace(_Again):
    """The object gets another mesh. A button asks first where something of it would be lost; a
    script is told."""

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        self.waits = False
        if losing := _losing(context.object):
            return context.window_manager.invoke_confirm(
                self,
                event,
                title=self.bl_label,
                message=losing,
                confirm_text=self.bl_label,
            )
        return self.execute(context)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: what was made is there when this returns."""
        if self.waits and (losing := _losing(context.object)):
            self.report({"INFO"}, losing)
        return _Again.execute(self, context)


class MAQUETTE_OT_regenerate(_InPlace, bpy.types.Operator):
    """Generate this object again with the same settings, in its place"""

    bl_idname = "maquette.regenerate"
    bl_label = "Regenerate"
    needs_latent = False

    new_seed: BoolProperty(
        name="New Seed", description="Use a new seed to get a different shape", default=False
    )

    @classmethod
    def description(cls, _context: bpy.types.Context, given: bpy.types.OperatorProperties) -> str:
        another = "Replace this object with a different shape from the same prompt or image"
        return another if given.new_seed else cls.__doc__

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        seed = {"seed": random.randint(0, SEEDS)} if self.new_seed else {}
        return provenance.request(context.object, device, latents=True, **seed)


class MAQUETTE_OT_remesh(_InPlace, bpy.types.Operator):
    """Rebuild the mesh of this object, finer or coarser. Its shape stays the same"""

    bl_idname = "maquette.remesh"
    bl_label = "Remesh"
    ability = "mesh"

    __annotations__ = {name: Settings.__annotations__[name] for name in REMESHED}
    __annotations__["resolution"] = properties.of(GenerationRequest, "resolution", default=256)

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        voxel_remesh.check(self.voxels, self.texture)
        return _Again._placement(self, context, replace(form, voxels=self.voxels))

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        known = settings_of(GenerationRequest)
        chosen = {n: known[n].meant(getattr(self, n)) for n in MESHING if self._is_chosen(n)}
        return provenance.again([context.object], 0.0, device, **chosen)

    def _is_chosen(self, name: str) -> bool:
        """Whether a value was given: what is no number stays as it was for this object."""
        number = plain(GenerationRequest, name) is int
        return number or self.properties.is_property_set(name)


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


class MAQUETTE_OT_vary(Others, _Again, bpy.types.Operator):
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


class MAQUETTE_OT_blend(_Again, bpy.types.Operator):
    """Make shapes in between this object and the other selected one"""

    bl_idname = "maquette.blend"
    bl_label = "Blend"
    ability = "variations"

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


CLASSES = (
    MAQUETTE_PG_again,
    MAQUETTE_OT_regenerate,
    MAQUETTE_OT_remesh,
    MAQUETTE_OT_vary,
    MAQUETTE_OT_blend,
    MAQUETTE_OT_restore,
    MAQUETTE_OT_forget_latent,
)


def register() -> None:
    bpy.types.Scene.maquette_again = PointerProperty(type=MAQUETTE_PG_again)


def unregister() -> None:
    del bpy.types.Scene.maquette_again


def why_not(made: bpy.types.Object | None, needs_latent: bool) -> str:
    """Why an object cannot be taken up again; empty if it can."""
    if reason := provenance.why_not_ours(made):
        return reason
    if made.type != "MESH" or not made.is_editable:
        return "The active object is not a mesh in this file"
    if needs_latent and not latent_size(made):
        return "The active object has no latent: regenerate it first"
    return ""


def can(made: bpy.types.Object, ability: str) -> bool:
    """Whether the family of its model has an ability; "mesh": to mesh it anew, with settings."""
    model = str(made["maquette_model"])
    if ability != "mesh":
        return installed_models.can(model, ability)
    known = installed_models.family_of(model)
    return known is None or (not point_cloud.is_one(made.data) and any(map(known.has, MESHING)))


def why_no_restore(made: bpy.types.Object | None) -> str:
    """Why an object cannot become what it was; empty if it can."""
    if made is None or made.type != "MESH" or not fitting.is_filled(made):
        return "The active object did not replace a blockout"
    return "" if made.is_editable else "The active object is not a mesh in this file"


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


def _losing(made: bpy.types.Object) -> str:
    """What to say before its mesh is replaced; nothing where all of it is carried over."""
    lost = ", ".join(iface_(word) for word in replacement.lost(made)) if made.type == "MESH" else ""
    return iface_("Replacing the mesh discards: {}.").format(lost) if lost else ""


def _beside(parents: list[bpy.types.Object], form: Form) -> Placement:
    """What was made of these stands beside the first of them, as large as that is in the world."""
    names = " + ".join(made.name for made in parents)
    form = replace(form, size=fitting.longest(parents[0]))
    return Placement(form, beside=Reference.to(parents[0]), parents=names)


def _form(made: bpy.types.Object) -> Form:
    """That of an object. Raises MaquetteError("request") if it has none that can be."""
    if not made.data.vertices:
        raise MaquetteError("request", f"{made.name} is empty.", "Choose another object.")
    kept = provenance.of(made).form
    voxel_remesh.check(kept.voxels, 0)
    return Form(
        size=float(np.ptp(rest.coordinates(made.data), axis=0).max()),
        shading=mesh_import.shading_of(made.data),
        origin=kept.origin,
        voxels=kept.voxels,
    )
