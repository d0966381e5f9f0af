"""File > Import > Omage: files of omages become objects, each by a job of the worker.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from functools import partial
from pathlib import Path

import bpy
from bpy.props import CollectionProperty, StringProperty
from bpy_extras.io_utils import ImportHelper

from ..backend.shared.artifact import Artifact
from ..backend.shared.errors import MaquetteError
from ..backend.shared.request import ConversionRequest
from . import properties
from .job_operator import Starts, all_or_none, show_tab
from .jobs import paths, worker_start
from .jobs.job import Job
from .scene.placement import Form, Placement
from .settings import Settings

ENDINGS = (".npz", ".h5", ".hdf5", ".tar")
FORM = ("size", "shading", "origin")  # what becomes of the mesh


class OmageSettings:
    """Which omages, and how."""

    filter_glob: StringProperty(
        default=";".join(f"*{ending}" for ending in ENDINGS), options={"HIDDEN"}
    )
    files: CollectionProperty(
        type=bpy.types.OperatorFileListElement, options={"HIDDEN", "SKIP_SAVE"}
    )
    directory: StringProperty(subtype="DIR_PATH", options={"HIDDEN", "SKIP_SAVE"})
    stitch: properties.of(ConversionRequest, "stitch")
    member: properties.of(ConversionRequest, "member")


class MAQUETTE_OT_import_omage(OmageSettings, Starts, ImportHelper, bpy.types.Operator):
    """Import an omage: an image whose pixels are the surface of an object, and its material"""

    bl_idname = "maquette.import_omage"
    bl_label = "Import Omage"

    __annotations__ = OmageSettings.__annotations__ | {
        name: Settings.__annotations__[name] for name in FORM
    }

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return True  # it can wait for its turn

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From the menu: ask which files; from a drop: ask how. No waiting for the end."""
        self.waits = False
        return self.invoke_popup(context)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the objects are there when this returns."""
        if not self.waits:
            show_tab(context)
        return self.begin(
            lambda: all_or_none(
                partial(self._job, slot, file) for slot, file in enumerate(self._chosen())
            )
        )

    def _chosen(self) -> list[Path]:
        folder = bpy.path.abspath(self.directory)
        files = [Path(folder, each.name) for each in self.files if each.name]
        if not files and self.filepath:
            files = [Path(bpy.path.abspath(self.filepath))]
        if not files or files[0].is_dir():
            raise MaquetteError("file", "No file is chosen.", "Choose an omage.")
        return files

    def _job(self, slot: int, file: Path) -> Job:
        worker_start.check()
        with paths.job_folder() as folder:
            request = ConversionRequest(
                Artifact.of(file),
                str(folder),
                "mesh",
                "npz",
                stitch=self.stitch,
                member=self.member,
            )
            request.validate()
        form = Form(**{name: getattr(self, name) for name in FORM})
        return Job(request, file.stem, Placement(form, slot=slot))


class MAQUETTE_FH_omage(bpy.types.FileHandler):
    bl_idname = "MAQUETTE_FH_omage"
    bl_label = "Omage"
    bl_import_operator = "maquette.import_omage"
    bl_file_extensions = ".npz;.h5;.hdf5"  # a .tar can be anything

    @classmethod
    def poll_drop(cls, context: bpy.types.Context) -> bool:
        return context.area is not None and context.area.type == "VIEW_3D"


CLASSES = (MAQUETTE_OT_import_omage, MAQUETTE_FH_omage)


def register() -> None:
    bpy.types.TOPBAR_MT_file_import.append(_draw_menu)


def unregister() -> None:
    bpy.types.TOPBAR_MT_file_import.remove(_draw_menu)


def _draw_menu(menu: bpy.types.Menu, _context: bpy.types.Context) -> None:
    menu.layout.operator("maquette.import_omage", text="Omage (.npz)")
