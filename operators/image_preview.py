"""The image before it is used: prepared as the model will see it, and shown; dropped."""

from __future__ import annotations

from pathlib import Path

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.request import PreparationRequest
from . import old_names, session, settings
from .images import icons, source
from .job_operator import Starts, show_tab
from .jobs import paths, worker_start
from .jobs.job import Job

KEY = "prepared"
WHOLE = 1 << 14  # pixels: all of an image's width
ENDINGS = ".png;.jpg;.jpeg;.webp;.bmp;.tif;.tiff;.gif"
CHANGES = ("source", "image_file", "image_name", "preparation", "remover", "margin")

_shown: tuple[object, ...] = ()  # the settings that the preview was made with


class MAQUETTE_OT_prepare_image(Starts, bpy.types.Operator):
    """Show the image as the model will see it"""

    bl_idname = "maquette.prepare_image"
    bl_label = "Show Prepared Image"

    def execute(self, context: bpy.types.Context) -> set[str]:
        return self.begin(lambda: _job(context))


class MAQUETTE_OT_drop_image(bpy.types.Operator):
    """Use this image in the Maquette tab. Press Generate there to make the object"""

    bl_idname = "maquette.drop_image"
    bl_label = "Image for Maquette"
    bl_options = {"UNDO", "INTERNAL"}

    filepath: bpy.props.StringProperty(subtype="FILE_PATH", options={"SKIP_SAVE"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        scene = context.scene.maquette
        scene.start_from, scene.source, scene.image_file = "IMAGE", "FILE", self.filepath
        show_tab(context)
        if session.current.job is None:
            bpy.ops.maquette.prepare_image("INVOKE_DEFAULT")
        self.report({"INFO"}, iface_("Press Generate in the Maquette tab"))
        return {"FINISHED"}


class MAQUETTE_OT_choose_model(bpy.types.Operator):
    """Use this model, with its recommended steps and guidance"""

    bl_idname = "maquette.choose_model"
    bl_label = "Choose Model"
    bl_options = {"UNDO", "INTERNAL"}

    model: bpy.props.StringProperty()

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.scene.maquette.model = self.model
        if settings.model_of(context.scene.maquette).work:  # to tell how long it will take
            session.current.wake()
        return {"FINISHED"}


class MAQUETTE_FH_image(bpy.types.FileHandler):
    bl_idname = "MAQUETTE_FH_image"
    bl_label = "Image for Maquette"
    bl_import_operator = "maquette.drop_image"
    bl_file_extensions = ENDINGS

    @classmethod
    def poll_drop(cls, context: bpy.types.Context) -> bool:
        return context.area is not None and context.area.type == "VIEW_3D"


CLASSES = (
    MAQUETTE_OT_prepare_image,
    MAQUETTE_OT_drop_image,
    MAQUETTE_OT_choose_model,
    MAQUETTE_FH_image,
    *old_names.operators(MAQUETTE_OT_prepare_image, MAQUETTE_OT_drop_image),
)


def icon(scene: bpy.types.PropertyGroup) -> int:
    """Of the prepared image, for `UILayout.template_icon`; 0 where the settings have changed
    since it was made."""
    return icons.icon(KEY) if _settings(scene) == _shown else 0


def _settings(scene: bpy.types.PropertyGroup) -> tuple[object, ...]:
    values = (getattr(scene, name) for name in CHANGES)
    return tuple(frozenset(value) if isinstance(value, set) else value for value in values)


def _job(context: bpy.types.Context) -> Job:
    scene = context.scene.maquette
    worker_start.check()
    with paths.job_folder() as folder:
        given = {name: getattr(scene, name) for name in CHANGES}
        taken, _ = source.take(context, given, folder)
    request = PreparationRequest(taken, str(folder / "image.png"))
    made_with = _settings(scene)
    return Job(request, after=lambda job: _keep(job, made_with))


def _keep(job: Job, made_with: tuple[object, ...]) -> None:
    global _shown
    icons.keep(KEY, Path(job.result.image), WHOLE)
    _shown = made_with
