"""What operators on an object that Maquette made have in common."""

from __future__ import annotations

from dataclasses import asdict

import bpy
import numpy as np

from ..backend.shared.errors import MaquetteError
from ..backend.shared.request import GenerationRequest
from . import properties
from .job_operator import Starts, allowed
from .jobs import installed_models, worker_start
from .jobs.job import Job
from .scene import fitting, material, mesh_import, point_cloud, provenance, rest, voxel_remesh
from .scene.latent import size as latent_size
from .scene.placement import Form, Placement
from .scene.references import Reference

MESHING = properties.group(GenerationRequest, name="mesh")


class OnObject(Starts):
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
        worker_start.check()
        placed = self._placement(context, form_of(made))
        asked = self._asked(context, context.scene.maquette.device)
        return Job(asked, made.name, placed, settings=asdict(placed.form))

    def _placement(self, context: bpy.types.Context, form: Form) -> Placement:
        """What becomes of the mesh: it takes the place of the active object's."""
        made = context.object
        return Placement(form, target=Reference.to(made), box=fitting.filled(made))


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
    """Whether the family of its model has an ability; "mesh": to mesh it anew, with settings, or
    one of these by its name."""
    model = str(made["maquette_model"])
    if ability not in ("mesh", *MESHING):
        return installed_models.can(model, ability)
    if point_cloud.is_one(made.data):
        return installed_models.family_of(model) is None
    return bool(meshing(model) if ability == "mesh" else ability in meshing(model))


def meshing(model: str) -> list[str]:
    """The settings with which its family meshes samples anew; all of them where it is unknown."""
    known = installed_models.family_of(model)
    return [name for name in MESHING if not known or known.has(name, "mesh")]


def form_of(made: bpy.types.Object) -> Form:
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
        material=material.kind_of(made),
    )
