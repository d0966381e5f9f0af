"""What can be done with what was made: import, replace what is selected, vary, delete it.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import os
import random
import uuid
from dataclasses import replace

import bpy
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import IntProperty, StringProperty

from ..backend.shared.errors import MaquetteError
from ..backend.shared.messages import Sample
from ..backend.shared.models import catalog
from ..backend.shared.request import InitLatents
from . import session
from .job_operator import Starts, allowed, report
from .jobs import history, history_index, installed_models, worker_start
from .jobs.defects import Caught
from .jobs.history_entry import Entry
from .jobs.job import Job
from .scene import fitting, landing, placement, provenance, viewport_color
from .scene.placement import Form, Placement
from .scene.references import Reference
from .settings import NAMES, SEEDS
from .variations import Others


class Kept:
    """Needs something in the gallery."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return allowed(cls, "" if history.names() else "The gallery is empty")


class OneOfThem(Kept):
    """Which one a press is about."""

    entry: StringProperty(
        name="Entry",
        description="Choose an entry by its folder's name. Leave empty for the newest one",
    )
    sample: IntProperty(
        name="Sample", description="Choose one of the entry's samples, counted from 0", min=0
    )

    def chosen(self) -> tuple[Entry, Sample]:
        """Raises MaquetteError("request") if it is not there."""
        entry = history.find(self.entry)
        if self.sample >= len(entry.result.samples):
            highest = len(entry.result.samples) - 1
            raise MaquetteError(
                "request",
                f"There is no sample {self.sample}.",
                f"Choose one from 0 to {highest}." if highest else "Choose 0, the only one.",
            )
        return entry, entry.result.samples[self.sample]


class Chosen(OneOfThem):
    """A press on one sample of the gallery."""

    def execute(self, context: bpy.types.Context) -> set[str]:
        session.current.error = None
        with Caught() as caught:  # an entry may hold what nobody foresaw
            self.take(context, *self.chosen())
        if caught.error:
            return report(self, caught.error)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_pick(Chosen, bpy.types.Operator):
    """Import this result at the 3D cursor. Shift-click to place it under the mouse instead"""

    bl_idname = "maquette.pick"
    bl_label = "Import"
    waits = True

    @classmethod
    def description(cls, _context: bpy.types.Context, given: bpy.types.OperatorProperties) -> str:
        """What it is, too: there is no room for that on the button."""
        entry = history.look(given.entry)
        if entry is None or given.sample >= len(entry.result.samples):
            return cls.__doc__
        seed = entry.result.samples[given.sample].seed
        told = iface_("{}: seed {}, guidance {:g}, {}").format(
            entry.title, seed, entry.result.guidance, entry.result.model
        )
        return f"{iface_(cls.__doc__)}.\n{told}"

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a button: beside what stands at the cursor already, in whatever mode."""
        if event.shift:
            bpy.ops.maquette.place_result("INVOKE_DEFAULT", entry=self.entry, sample=self.sample)
            return {"FINISHED"}
        self.waits = False
        return self.execute(context)

    def take(self, context: bpy.types.Context, entry: Entry, sample: Sample) -> None:
        land(context, import_of(context, entry, sample, script=self.waits))


class MAQUETTE_OT_fill_selection(Chosen, bpy.types.Operator):
    """Put this result into the selected objects, which keep their names and places"""

    bl_idname = "maquette.fill_selection"
    bl_label = "Into Selection"

    def take(self, context: bpy.types.Context, entry: Entry, sample: Sample) -> None:
        """What is filled already stays as it was fitted; the panel says it of what is not."""
        panel = context.scene.maquette
        boxes, notes = fitting.targets(context, panel.fit, panel.front)
        for made, box in boxes.items():
            job = import_of(context, entry, sample)
            target = {"target": Reference.to(made), "box": fitting.filled(made) or box}
            job.placement = replace(job.placement, **target)
            land(context, job)
        for note in notes:
            self.report({"INFO"}, note)


class MAQUETTE_OT_more_like_this(Others, OneOfThem, Starts, bpy.types.Operator):
    """Make variations of this result and show them in the gallery"""

    bl_idname = "maquette.more_like_this"
    bl_label = "More Like This"

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: they are in the gallery when this returns."""
        return self.begin(lambda: self._job(context))

    def _job(self, context: bpy.types.Context) -> Job:
        entry, sample = self.chosen()
        worker_start.check()
        if not installed_models.can(entry.result.model, "variations"):
            raise MaquetteError(
                "request",
                "The model of this result makes no variations.",
                "Choose a result of another model.",
            )
        if not os.path.isfile(sample.latent):
            raise MaquetteError(
                "request",
                "The latent of this result is no longer on the disk.",
                "Choose Use These Settings, and generate it again.",
            )
        asked = provenance.asked(
            entry.record,
            context.scene.maquette.device,
            entry.result.image.read_bytes,
            lambda _folder: InitLatents((sample.latent,), self.strength),
            samples=self.samples,
            seed=random.randint(0, SEEDS - self.samples),
            latents=True,
        )
        return Job(
            asked, entry.title, Placement(), sheet=uuid.uuid4().hex[:12], settings=entry.settings
        )


class MAQUETTE_OT_delete_result(Chosen, bpy.types.Operator):
    """Delete this result from the disk"""

    bl_idname = "maquette.delete_result"
    bl_label = "Delete"

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=iface_("Delete from Disk"),
            message=iface_("Its image and mesh are deleted. Imported objects are not affected."),
            confirm_text="Delete",
        )

    def take(self, _context: bpy.types.Context, entry: Entry, _sample: Sample) -> None:
        try:
            history.remove(entry, self.sample)
        finally:
            history_index.forget(entry.name)


class MAQUETTE_OT_clear_history(Kept, bpy.types.Operator):
    """Delete all images and meshes of the gallery from the disk"""

    bl_idname = "maquette.clear_history"
    bl_label = "Clear Gallery"

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=self.bl_label,
            message=iface_(
                "{} entries will be deleted from the disk. Imported objects are not affected."
            ).format(len(history.names())),
            confirm_text="Delete",
        )

    def execute(self, _context: bpy.types.Context) -> set[str]:
        try:
            history.clear()
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"}


CLASSES = (
    MAQUETTE_OT_pick,
    MAQUETTE_OT_fill_selection,
    MAQUETTE_OT_more_like_this,
    MAQUETTE_OT_delete_result,
    MAQUETTE_OT_clear_history,
)


def import_of(
    context: bpy.types.Context, entry: Entry, sample: Sample, script: bool = False
) -> Job:
    """A job that made one of them, and is to land: its mesh comes from its file, at the 3D cursor.
    Raises MaquetteError if there is none."""
    if not os.path.isfile(sample.mesh):
        raise MaquetteError(
            "request",
            "The mesh of this result is no longer on the disk.",
            "Choose Use These Settings, and generate it again.",
        )
    panel = context.scene.maquette
    asked = replace(entry.request, folder=str(entry.folder), real_size=panel.real_size)
    given = {name: getattr(panel, name) for name in NAMES}
    form = Form.of(given, context.scene, catalog.usual_length(asked))
    return Job(
        asked,
        entry.title,
        Placement(form, press=placement.press(bpy.context)),
        script=script,
        result=replace(entry.result, samples=(sample,)),
    )


def land(context: bpy.types.Context, job: Job) -> None:
    viewport_color.reveal(context, job, landing.land(context, job))
