"""Turntable: images from all around an object, made again of what it says of its making.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import re
from pathlib import Path

import bpy
from bpy.props import EnumProperty, PointerProperty, StringProperty

from ..backend.shared.errors import MaquetteError
from ..backend.shared.request import GenerationRequest, Turntable
from . import properties
from .images import icons
from .job_operator import Starts, allowed
from .jobs import installed_models, paths, worker_start
from .jobs.job import Job
from .scene import provenance
from .scene.latent import size as latent_size
from .settings import BESIDE

ENDINGS = {"GIF": ".gif", "STRIP": ".png", "SEQUENCE": "-####.png"}


class TurntableSettings:
    """The properties of one press of Turntable."""

    filepath: StringProperty(
        name="File",
        description="Choose the file to write; its extension follows the format. Leave empty for"
        " a turntable beside the .blend file",
        subtype="FILE_PATH",
        **BESIDE,
    )
    format: EnumProperty(
        name="Format",
        description="How to save the images",
        items=(
            ("GIF", "GIF", "Save an animation"),
            ("STRIP", "PNG Strip", "Save one image with the frames side by side"),
            ("SEQUENCE", "PNG Sequence", "Save a numbered image for each frame"),
        ),
    )
    frame_size: properties.of(Turntable, "frame_size")
    frames: properties.of(Turntable, "frames")


NAMES = tuple(TurntableSettings.__annotations__)


class MAQUETTE_PG_turntable(TurntableSettings, bpy.types.PropertyGroup):
    """What the panel shows, kept with the scene."""


class MAQUETTE_OT_turntable(TurntableSettings, Starts, bpy.types.Operator):
    """Render this object from all sides, as its model sees it"""

    bl_idname = "maquette.turntable"
    bl_label = "Turntable"

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        made = context.object
        reason = provenance.why_not_ours(made)
        if not reason and not can(made):
            reason = "The model of this object cannot do this"
        return allowed(cls, reason)

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a button: the settings of the scene, and no waiting for the end."""
        self.waits = False
        shown = context.scene.maquette_turntable
        given = {name: getattr(shown, name) for name in NAMES}
        return self._make(context, **given)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the file is there when this returns."""
        given = {name: getattr(self, name) for name in NAMES}
        if not self.properties.is_property_set("format") and self.filepath.lower().endswith(".png"):
            given["format"] = "SEQUENCE" if "#" in self.filepath else "STRIP"
        return self._make(context, **given)

    def _make(self, context, filepath, format, frame_size, frames) -> set[str]:
        def job() -> Job:
            turntable = Turntable(str(target(filepath, format)), frame_size, frames)
            worker_start.check()
            request = request_of(context.object, turntable, context.scene.maquette.device)
            made, title = context.object.session_uid, context.object.name
            return Job(request, title, after=lambda job: _keep(made, job))

        return self.begin(job)


class MAQUETTE_OT_open_turntable(bpy.types.Operator):
    """Open the turntable in the system's default viewer"""

    bl_idname = "maquette.open_turntable"
    bl_label = "Open"
    bl_options = {"INTERNAL"}

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return file_of(context.object) is not None

    def execute(self, context: bpy.types.Context) -> set[str]:
        return bpy.ops.wm.path_open(filepath=str(file_of(context.object)))


CLASSES = (MAQUETTE_PG_turntable, MAQUETTE_OT_turntable, MAQUETTE_OT_open_turntable)

files: dict[int, tuple[str, ...]] = {}  # `session_uid` of an object -> its last turntable


def file_of(made: bpy.types.Object | None) -> Path | None:
    """The last turntable of the object, or the first image of it, if it is still there."""
    found = files.get(made.session_uid) if made else None
    return Path(found[0]) if found and Path(found[0]).is_file() else None


def icon_of(made: bpy.types.Object) -> int:
    """The preview of that turntable, for `UILayout.template_icon`; 0 if there is none."""
    return icons.icon(str(made.session_uid)) if file_of(made) else 0


def can(made: bpy.types.Object) -> bool:
    """Whether the model of the object renders images."""
    return installed_models.can(str(made["maquette_model"]), "turntable")


def target(filepath: str, format: str) -> Path:
    """Where a turntable goes: "//" is beside the .blend, or Maquette's own folder where that was
    never saved. Raises MaquetteError("file") if that folder does not exist."""
    filepath = filepath or "//"
    if filepath.startswith("//") and not bpy.data.filepath:
        filepath = str(paths.user_folder("turntables")) + "/" + filepath[2:]
    filepath = bpy.path.abspath(filepath)
    chosen = Path(filepath, "turntable") if filepath.endswith(("/", "\\")) else Path(filepath)
    stem = chosen.stem if chosen.suffix.lower() in (".gif", ".png") else chosen.name
    if not chosen.parent.is_dir():
        raise MaquetteError(
            "file", f"The folder {chosen.parent} does not exist.", "Choose another file."
        )
    return chosen.with_name(re.sub("-?#*$", "", stem) + ENDINGS[format])


def sampled(made: bpy.types.Object) -> str | None:
    """The sampler that an object is sampled with again; None: it has a latent, from which the
    images are made as it is."""
    known = None if latent_size(made) else provenance.found(made)
    return str(known.request["sampler"]) if known else None


def request_of(made: bpy.types.Object, turntable: Turntable, device: str) -> GenerationRequest:
    """What made this object, asked again for images of it: from its latent, or, if that was
    removed, with its seed and its settings.

    Raises MaquetteError if the object does not say enough, or if its model is gone.
    """
    wanted = {"mesh": False, "turntable": turntable}
    if sampled(made) is None:
        return provenance.again([made], 0.0, device, **wanted)
    return provenance.request(made, device, **wanted)


def register() -> None:
    icons.register()
    bpy.types.Scene.maquette_turntable = PointerProperty(type=MAQUETTE_PG_turntable)


def unregister() -> None:
    del bpy.types.Scene.maquette_turntable
    icons.unregister()


def _keep(made: int, job: Job) -> None:
    """`made` is the `session_uid`: an object itself may be gone when the job ends."""
    files[made] = tuple(file.path for file in job.result.samples[0].turntable)
    icons.keep(str(made), Path(files[made][0]), job.request.turntable.frame_size)
