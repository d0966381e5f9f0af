"""Points made into something else: Points to Mesh, for any object; Convert to Point Cloud.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from bpy.props import EnumProperty, IntProperty

from ..backend.shared.artifact import Artifact
from ..backend.shared.models import family
from ..backend.shared.models.catalog import Model
from ..backend.shared.request import GenerationRequest, InitLatents, detail
from ..backend.shared.setting import settings_of
from . import session
from .job_operator import Starts, allowed
from .jobs import history, installed_models, paths, worker_start
from .jobs.job import Job
from .object_operator import MESHING
from .regenerate import REMESHED
from .scene import mesh_import, point_cloud, surface_points, voxel_remesh
from .scene.placement import Form, Placement
from .scene.references import Reference
from .scene.surface_points import Points
from .settings import NUMBERS, SEEDS, Settings, model_of, shows

FILE = "points.npz"


class PointsSettings:
    """How points become a mesh."""

    count: IntProperty(
        name="Points",
        description="How many points to take from the object. A model reads only a few thousand",
        default=4096,
        min=64,
        soft_max=16_384,
        max=65_536,
    )
    original: EnumProperty(
        name="Original",
        description="What to do with the object that the points are taken from",
        items=(
            ("HIDE", "Hide", "Put the mesh in its place and hide it"),
            ("BESIDE", "Keep", "Put the mesh beside it"),
        ),
    )


class MAQUETTE_OT_points_to_mesh(PointsSettings, Starts, bpy.types.Operator):
    """Make a new mesh of points of this object, which can be a scan, a point cloud or any mesh"""

    bl_idname = "maquette.points_to_mesh"
    bl_label = "Points to Mesh"

    __annotations__ = PointsSettings.__annotations__ | {
        name: Settings.__annotations__[name] for name in REMESHED
    }

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, why_no_mesh(context))

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a button: the panel's settings of meshes, and no waiting."""
        shown = context.scene.maquette
        for name in REMESHED:
            if not self.properties.is_property_set(name) and shows(shown, name):
                setattr(self, name, getattr(shown, name))
        return Starts.invoke(self, context, event)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the mesh is there when this returns."""
        return self.begin(lambda: self._job(context))

    def _job(self, context: bpy.types.Context) -> Job:
        made, model = context.object, encoder(context)
        worker_start.check()
        device = context.scene.maquette.device
        chosen = self._chosen()
        voxel_remesh.check(chosen["voxels"], chosen["texture"], chosen["detail"])
        seed = random.randint(0, SEEDS)
        found = surface_points.of(made, bpy.context.evaluated_depsgraph_get(), self.count, seed)
        for note in found.notes if self.waits else ():
            self.report({"INFO"}, note)
        with paths.job_folder() as folder:
            request = self._asked(chosen, model, device, seed, folder, found)
            request.validate()
            family.of(model.family).check(request, model.label)
        reference, hides = Reference.to(made), self.original == "HIDE"
        placed = Placement(
            Form(
                2 * found.cube.scale,
                voxels=chosen["voxels"],
                material=context.scene.maquette.material,
            ),
            beside=None if hides else reference,
            cube=found.cube,
            instead=reference if hides else None,
            parents=made.name,
        )
        job = Job(request, made.name, placed, settings=asdict(placed.form))
        job.notes += found.notes
        return job

    def _chosen(self) -> dict[str, Any]:
        said = {name for name in REMESHED if self.properties.is_property_set(name)}
        return detail.settled({name: getattr(self, name) for name in REMESHED}, said, NUMBERS)

    def _asked(
        self,
        chosen: dict[str, Any],
        model: Model,
        device: str,
        seed: int,
        folder: Path,
        found: Points,
    ) -> GenerationRequest:
        """The points go along as a file, as the worker's own are (`mesh_import.py`)."""
        file, known = folder / FILE, settings_of(GenerationRequest)
        np.savez(file, points=found.points, colors=found.colors)
        asked = {name: known[name].meant(chosen[name]) for name in MESHING}
        kind = family.of(model.family)
        return GenerationRequest(
            **kind.fitted({**asked, "output": "mesh"}),
            model=model.id,
            device=device,
            seed=seed,
            real_size=False,  # it is as large as it is
            folder=str(folder),
            latents=True,
            thumbnail=history.SIDE,
            init_latents=InitLatents((Artifact.of(file),)),
        )


class MAQUETTE_OT_to_point_cloud(bpy.types.Operator):
    """Convert this object to a point cloud object of Blender. It can no longer be regenerated"""

    bl_idname = "maquette.to_point_cloud"
    bl_label = "Convert to Point Cloud"
    bl_options = {"REGISTER", "UNDO"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return allowed(cls, why_no_point_cloud(context.object))

    def execute(self, context: bpy.types.Context) -> set[str]:
        made = context.object
        mesh_import.leave_edit_mode(context)
        mesh_import.select(context.view_layer, [made])
        point_cloud.hide(made)
        done = bpy.ops.object.convert(target="POINTCLOUD")
        session.redraw()
        return done


CLASSES = (MAQUETTE_OT_points_to_mesh, MAQUETTE_OT_to_point_cloud)


def register() -> None:
    bpy.types.VIEW3D_MT_object_convert.append(_draw_menu)


def unregister() -> None:
    bpy.types.VIEW3D_MT_object_convert.remove(_draw_menu)


def encoders(context: bpy.types.Context) -> list[Model]:
    """The models that make a mesh of points, that of the panel first, whether they are on this
    machine or not."""
    return installed_models.able("encoding", model_of(context.scene.maquette))


def encoder(context: bpy.types.Context) -> Model | None:
    """The first of them that can be used now."""
    ready = (m for m in encoders(context) if installed_models.state(m) in ("bundled", "ready"))
    return next(ready, None)


def why_no_mesh(context: bpy.types.Context) -> str:
    """Why the active object's points cannot become a mesh; empty if they can."""
    made = context.object
    if made is None or made.type not in surface_points.TYPES:
        return "The active object has neither a surface nor points"
    if not encoders(context):
        return "No model of this version can do this"
    return "" if encoder(context) else "No installed model can do this. Download one in Models"


def _draw_menu(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    """In Blender's own menu Object > Convert, where there is a model for it."""
    if encoders(context):
        menu.layout.operator("maquette.points_to_mesh")


def makes_point_clouds() -> bool:
    """Whether this Blender converts meshes to its own point clouds; those up to 4.x do not."""
    target = bpy.ops.object.convert.get_rna_type().properties["target"]
    return "POINTCLOUD" in target.enum_items


def why_no_point_cloud(made: bpy.types.Object | None) -> str:
    """Why an object cannot become one; empty if it can."""
    if not makes_point_clouds():
        return "This version of Blender has no point cloud objects"
    if made is None or made.type != "MESH" or not point_cloud.is_one(made.data):
        return "The active object does not consist of points"
    return "" if made.is_editable else "The active object is not a mesh in this file"
