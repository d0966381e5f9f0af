"""Another mesh or material for an object that Maquette made, in its place: Regenerate, Remesh,
Re-texture.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import random
from dataclasses import replace

import bpy
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import BoolProperty, PointerProperty

from ..backend.shared.request import GenerationRequest, detail
from ..backend.shared.setting import settings_of
from . import properties
from .object_operator import MESHING, OnObject
from .scene import provenance, replacement, voxel_remesh
from .scene.placement import Form, Placement
from .settings import NUMBERS, SEEDS, Settings

REMESHED = (*MESHING, "voxels")  # what is chosen anew


class Remeshing:
    """How an object is meshed anew."""

    __annotations__ = {name: Settings.__annotations__[name] for name in REMESHED} | {
        "resolution": properties.of(GenerationRequest, "resolution", default=256)
    }


class MAQUETTE_PG_remesh(Remeshing, bpy.types.PropertyGroup):
    """What the panel shows, kept with the scene."""

    detail: properties.of(GenerationRequest, "detail", default="sculpt")


class _InPlace(OnObject):
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
        return OnObject.execute(self, context)


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
        provenance.check_start(context.object)
        seed = {"seed": random.randint(0, SEEDS)} if self.new_seed else {}
        return provenance.request(context.object, device, latents=True, **seed)


class MAQUETTE_OT_remesh(Remeshing, _InPlace, bpy.types.Operator):
    """Rebuild the mesh of this object, finer or coarser. Its shape stays the same"""

    bl_idname = "maquette.remesh"
    bl_label = "Remesh"
    ability = "mesh"

    detail: properties.of(GenerationRequest, "detail", default=detail.CUSTOM)

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        chosen = self._chosen()
        voxel_remesh.check(chosen["voxels"], chosen["texture"], chosen["detail"])
        return OnObject._placement(self, context, replace(form, voxels=chosen["voxels"]))

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        known, chosen = settings_of(GenerationRequest), self._chosen()
        asked = {name: known[name].meant(chosen[name]) for name in MESHING if name in chosen}
        return provenance.again([context.object], 0.0, device, **asked)

    def _chosen(self) -> dict[str, object]:
        """What was given. What is neither the detail nor one of its numbers stays as it was for
        this object."""
        said = {name for name in REMESHED if self.properties.is_property_set(name)}
        names = {"detail", *NUMBERS, *said}
        return detail.settled({name: getattr(self, name) for name in names}, said, NUMBERS)


class MAQUETTE_OT_retexture(OnObject, bpy.types.Operator):
    """Make another material for this object. Its shape stays the same"""

    bl_idname = "maquette.retexture"
    bl_label = "Re-texture"
    ability = "retexturing"

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        replacement.check_uv(context.object)
        return replace(OnObject._placement(self, context, form), material_only=True)

    def _asked(self, context: bpy.types.Context, device: str) -> GenerationRequest:
        seed = random.randint(0, SEEDS)
        return provenance.again([context.object], 0.0, device, retexture=True, seed=seed)


CLASSES = (
    MAQUETTE_PG_remesh,
    MAQUETTE_OT_regenerate,
    MAQUETTE_OT_remesh,
    MAQUETTE_OT_retexture,
)


def register() -> None:
    bpy.types.Scene.maquette_remesh = PointerProperty(type=MAQUETTE_PG_remesh)


def unregister() -> None:
    del bpy.types.Scene.maquette_remesh


def _losing(made: bpy.types.Object) -> str:
    """What to say before its mesh is replaced; nothing where all of it is carried over."""
    lost = ", ".join(iface_(word) for word in replacement.lost(made)) if made.type == "MESH" else ""
    return iface_("Replacing the mesh discards: {}.").format(lost) if lost else ""
