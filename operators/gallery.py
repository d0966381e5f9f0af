"""Choose from what was made: import one of a contact sheet, fill the panel in as it was then.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import bpy
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import IntProperty, StringProperty

from ..backend.shared.errors import MaquetteError
from ..backend.shared.models import catalog
from . import presets, session
from .job_operator import allowed, report
from .jobs import history
from .jobs.defects import Caught
from .jobs.job import Job
from .scene import landing, placement, viewport_color
from .scene.placement import Form, Placement
from .settings import NAMES, SEEDS


class _Kept:
    """Needs something in the history."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return allowed(cls, "" if history.names() else "The history is empty")


class _Chosen(_Kept):
    """A press on one sample of the history."""

    entry: StringProperty(
        name="Entry",
        description="Choose an entry by its folder's name. Leave empty for the newest one",
    )
    sample: IntProperty(
        name="Sample", description="Choose one of the entry's samples, counted from 0", min=0
    )

    def execute(self, context: bpy.types.Context) -> set[str]:
        session.current.error = None
        with Caught() as caught:  # an entry may hold what nobody foresaw
            entry = history.find(self.entry)
            if self.sample >= len(entry.result.samples):
                highest = len(entry.result.samples) - 1
                raise MaquetteError(
                    "request",
                    f"There is no sample {self.sample}.",
                    f"Choose one from 0 to {highest}." if highest else "Choose 0, the only one.",
                )
            self.take(context, entry)
        if caught.error:
            return report(self, caught.error)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_pick(_Chosen, bpy.types.Operator):
    """Import this result at the 3D cursor"""

    bl_idname = "maquette.pick"
    bl_label = "Import"
    waits = True

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a button: beside what stands at the cursor already, in whatever mode."""
        self.waits = False
        return self.execute(context)

    def take(self, context: bpy.types.Context, entry: history.Entry) -> None:
        sample = entry.result.samples[self.sample]
        if not sample.mesh:
            raise MaquetteError("request", "Only its image was kept.", "Generate it again.")
        panel = context.scene.maquette
        asked = replace(entry.request, folder=str(entry.folder), real_size=panel.real_size)
        given = {name: getattr(panel, name) for name in NAMES}
        form = Form.of(given, catalog.usual_length(asked))
        job = Job(
            asked,
            Path(),
            entry.title,
            Placement(form, press=placement.press(bpy.context)),
            script=self.waits,
            result=replace(entry.result, samples=(sample,)),
        )
        viewport_color.reveal(context, job, landing.land(context, job))


class MAQUETTE_OT_recall(_Chosen, bpy.types.Operator):
    """Copy the settings of this result to the panel"""

    bl_idname = "maquette.recall"
    bl_label = "Use These Settings"
    bl_options = {"UNDO"}

    def take(self, context: bpy.types.Context, entry: history.Entry) -> None:
        settings, values = context.scene.maquette, _as_it_was(entry, self.sample)
        for name in (*presets.FIRST, *(name for name in NAMES if name not in presets.FIRST)):
            if name in values:
                _set(settings, name, values[name])


class MAQUETTE_OT_clear_history(_Kept, bpy.types.Operator):
    """Delete all images and meshes of the history from the disk"""

    bl_idname = "maquette.clear_history"
    bl_label = "Clear History"

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


def _as_it_was(entry: history.Entry, sample: int) -> dict[str, Any]:
    """Values of the settings: what the request says, as far as it says it; what the panel said;
    then what only this sample knows."""
    asked, told = entry.request, entry.result
    said = {name: getattr(asked, name) for name in NAMES if hasattr(asked, name)}
    said = {name: 0 if value is None else value for name, value in said.items()}  # 0: none
    own = {
        "start_from": "IMAGE" if asked.image else "PROMPT",
        "seed": min(told.samples[sample].seed, SEEDS),
        **{name: getattr(told, name) for name in ("sampler", "steps", "guidance")},
    }
    if asked.image:  # as the model saw it: the file that it was made of may be another by now
        own |= {"source": "FILE", "preparation": {"composite"}}
        own["image_file"] = told.image.path
    else:
        own["prompt"] = asked.prompt
    return said | dict(entry.settings) | own


def _set(settings: bpy.types.PropertyGroup, name: str, value: object) -> None:
    """A setting as it was kept; what this version does not take is left as it is."""
    with contextlib.suppress(TypeError, ValueError, OverflowError):
        flags = settings.bl_rna.properties[name].type == "ENUM" and isinstance(value, list)
        setattr(settings, name, set(value) if flags else value)


CLASSES = (MAQUETTE_OT_pick, MAQUETTE_OT_recall, MAQUETTE_OT_clear_history)
