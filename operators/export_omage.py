"""File > Export > Omage: the active object becomes an omage, by a job of the worker.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from functools import partial
from pathlib import Path

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import EnumProperty, StringProperty
from bpy_extras.io_utils import ExportHelper

from ..backend.shared.artifact import Artifact
from ..backend.shared.errors import MaquetteError
from ..backend.shared.files import Outputs
from ..backend.shared.request import OMAGE, SIDES, ConversionRequest
from . import session
from .job_operator import Starts, allowed, show_tab
from .jobs import paths, worker_start
from .jobs.job import Job
from .scene import mesh_export

GIVEN, MADE = "mesh.npz", "omage"  # in the job's folder: what goes to the worker, what comes back


class MAQUETTE_OT_export_omage(Starts, ExportHelper, bpy.types.Operator):
    """Save this object as an omage: an image whose pixels are its surface and material, laid out \
by its UV map"""

    bl_idname = "maquette.export_omage"
    bl_label = "Save as Omage"

    filename_ext = ".npz"
    filter_glob: StringProperty(default="*.npz", options={"HIDDEN"})
    side: EnumProperty(
        name="Resolution",
        description="How many pixels the omage has. Each is a point of the surface",
        items=[(str(side), f"{side} × {side}", "") for side in SIDES],
        default="256",
    )
    uv_map: EnumProperty(
        name="UV Map",
        description="How to lay the surface out in the image",
        items=(
            ("ACTIVE", "Active", "Use the active UV map. Its islands must not overlap"),
            ("NEW", "New", "Unwrap the surface anew. The object keeps its own UV map"),
        ),
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        made = context.object
        is_mesh = made is not None and made.type == "MESH"
        return allowed(cls, "" if is_mesh else "The active object is not a mesh")

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a button: ask where to, and no waiting for the end."""
        self.waits = False
        if not self.filepath:
            folder = Path(bpy.data.filepath).parent if bpy.data.filepath else Path()
            self.filepath = str(folder / f"{bpy.path.clean_name(context.object.name)}.npz")
        return ExportHelper.invoke(self, context, event)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the file is there when this returns."""
        if not self.waits:
            show_tab(context)
        return self.begin(lambda: self._job(context))

    def _job(self, context: bpy.types.Context) -> Job:
        made, target = context.object, self._target()
        worker_start.check()
        depsgraph = context.evaluated_depsgraph_get()
        exported = mesh_export.of(made, depsgraph, int(self.side), self.uv_map == "NEW")
        for note in exported.notes if self.waits else ():
            self.report({"INFO"}, note)
        with paths.job_folder() as folder:
            np.savez(folder / GIVEN, **exported.arrays)
            given = Artifact.of(folder / GIVEN)
            request = ConversionRequest(given, str(folder), MADE, OMAGE, side=int(self.side))
            request.validate()
        return Job(request, made.name, after=partial(_save, target, exported.notes))

    def _target(self) -> Path:
        """Raises MaquetteError("file") where no file can be written."""
        if not self.filepath:
            raise MaquetteError("file", "No file is chosen.", "Choose where to save the omage.")
        target = Path(bpy.path.ensure_ext(bpy.path.abspath(self.filepath), self.filename_ext))
        with Outputs() as outputs:
            outputs.check(target)
        return target


CLASSES = (MAQUETTE_OT_export_omage,)


def register() -> None:
    bpy.types.TOPBAR_MT_file_export.append(_draw_menu)


def unregister() -> None:
    bpy.types.TOPBAR_MT_file_export.remove(_draw_menu)


def _draw_menu(menu: bpy.types.Menu, _context: bpy.types.Context) -> None:
    menu.layout.operator("maquette.export_omage", text="Omage (.npz)")


def _save(target: Path, notes: tuple[str, ...], job: Job) -> None:
    """The omage, and the images of it beside, where they were asked for."""
    (made,) = job.result.samples
    with Outputs() as outputs:
        for file in (made.mesh, *made.images):
            name = file.name.replace(MADE, target.stem, 1)
            outputs.write(target.with_name(name), file.read_bytes())
    saved = iface_("{} was saved.").format(target.name)
    session.current.notes = (*job.result.notes, *notes, saved)
