"""Download, Pause, Cancel, Verify and Remove a model of the catalogue; Add and Forget a folder."""

from __future__ import annotations

import textwrap

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.models import catalog
from ..backend.shared.request import ModelRequest
from . import session
from .estimate import gigabytes
from .job_operator import Starts, allowed, report
from .jobs import installed_models, worker_start
from .jobs.job import Job

DIALOG = 400, 62  # width in pixels at scale 1, and in characters


class OnModel(Starts):
    """A job about one model."""

    action = ""

    model: bpy.props.StringProperty(name="Model", description="Choose a model by its ID")

    def execute(self, _context: bpy.types.Context) -> set[str]:
        return self.begin(self._job)

    def _job(self) -> Job:
        self._check()
        return job_of(self.action, self.model)

    def _check(self) -> None:
        """Raise MaquetteError if this cannot be done now."""


class MAQUETTE_OT_download_model(OnModel, bpy.types.Operator):
    """Download this model, or the files that are missing"""

    bl_idname = "maquette.download_model"
    bl_label = "Download"
    action = "download"

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """The licence is shown before the first download, not when one goes on."""
        try:
            self._check()
            begun = installed_models.state(catalog.find(self.model)) != "absent"
        except MaquetteError as error:
            return report(self, error)
        self.waits = False
        if begun:
            return self.execute(context)
        return context.window_manager.invoke_props_dialog(
            self, width=DIALOG[0], title="Download Model", confirm_text="Download"
        )

    def draw(self, _context: bpy.types.Context) -> None:
        model = catalog.find(self.model)
        self.layout.label(
            text=f"{model.label}, {gigabytes(model.size)}", icon="IMPORT", translate=False
        )
        for label in installed_models.shares(model):
            shared = iface_("plus the files that it shares with {}").format(label)
            self.layout.label(text=shared, icon="BLANK1", translate=False)
        licence = iface_("License: {}").format(model.licence)
        self.layout.label(text=licence, icon="FILE_TEXT", translate=False)
        column = self.layout.column(align=True)
        for line in textwrap.wrap(model.advice, DIALOG[1]):
            column.label(text=line, translate=False)

    def _check(self) -> None:
        if not bpy.app.online_access:
            raise MaquetteError(
                "offline",
                "Blender is not allowed to go online.",
                "Press Allow Online Access, then download again.",
            )


class MAQUETTE_OT_verify_model(OnModel, bpy.types.Operator):
    """Check every file of this model against its hash"""

    bl_idname = "maquette.verify_model"
    bl_label = "Verify"
    action = "verify"


class MAQUETTE_OT_remove_model(OnModel, bpy.types.Operator):
    """Delete this model from the disk"""

    bl_idname = "maquette.remove_model"
    bl_label = "Remove"
    action = "remove"

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        self.waits = False
        label = catalog.find(self.model).label
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=self.bl_label,
            message=iface_("{} will be deleted from the disk.").format(label),
            confirm_text="Delete",
        )


class MAQUETTE_OT_cancel_download(bpy.types.Operator):
    """Stop the download and delete what was downloaded so far"""

    bl_idname = "maquette.cancel_download"
    bl_label = "Cancel Download"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        loads = downloads(session.current.job)
        return allowed(cls, "" if loads else "Nothing is being downloaded")

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=self.bl_label,
            message="What was downloaded so far will be deleted. Use Pause to keep it.",
            confirm_text="Delete",
        )

    def execute(self, _context: bpy.types.Context) -> set[str]:
        current = session.current
        if not downloads(current.job):  # it ended while the question was on the screen
            return {"CANCELLED"}
        try:
            current.job.follower = job_of("remove", current.job.request.model)
            current.cancel()
        except MaquetteError as error:
            current.fail(error)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_add_model(bpy.types.Operator):
    """Add a model from a folder on this computer"""

    bl_idname = "maquette.add_model"
    bl_label = "Add Folder"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        far = worker_start.is_elsewhere()
        return allowed(cls, "The worker is on another computer" if far else "")

    directory: bpy.props.StringProperty(name="Folder", subtype="DIR_PATH")
    filter_folder: bpy.props.BoolProperty(default=True, options={"HIDDEN"})

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        context.window_manager.fileselect_add(self)
        return {"RUNNING_MODAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            installed_models.add_folder(bpy.path.abspath(self.directory))
        except MaquetteError as error:
            return report(self, error)
        context.preferences.is_dirty = True
        session.current.error = None
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_forget_model(bpy.types.Operator):
    """Remove this folder from the list. The folder itself is not deleted"""

    bl_idname = "maquette.forget_model"
    bl_label = "Forget Folder"

    model: bpy.props.StringProperty(name="Folder")

    def execute(self, context: bpy.types.Context) -> set[str]:
        if self.model not in installed_models.added_folders():
            return {"CANCELLED"}
        installed_models.forget_folder(self.model)
        context.preferences.is_dirty = True
        session.redraw()
        return {"FINISHED"}


CLASSES = (
    MAQUETTE_OT_download_model,
    MAQUETTE_OT_verify_model,
    MAQUETTE_OT_remove_model,
    MAQUETTE_OT_cancel_download,
    MAQUETTE_OT_add_model,
    MAQUETTE_OT_forget_model,
)


def downloads(job: Job | None) -> bool:
    """Whether that is what the job does."""
    request = job.request if job else None
    return isinstance(request, ModelRequest) and request.action == "download"


def job_of(action: str, model: str) -> Job:
    """Raises MaquetteError for a model that the catalogue does not list, or without a worker."""
    request = ModelRequest(action, catalog.find(model).id)
    request.validate()
    worker_start.check()
    return Job(request, after=_remember)


def _remember(job: Job) -> None:
    """A download ends with a verification."""
    if job.request.action != "remove":
        installed_models.verified.add(job.request.model)
