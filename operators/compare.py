"""Compare Models: the same object of the chosen model and of others, side by side.

No postponed annotations here: Blender reads these as it registers the classes.
"""

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import bpy
from bpy.app.translations import pgettext_iface as iface_
from bpy.props import EnumProperty

from ..backend.shared.models import catalog, comparison
from ..backend.shared.models.catalog import Model
from . import estimate, session, settings
from .generate import jobs_of
from .job_operator import Starts, allowed
from .jobs import installed_models
from .jobs.job import Comparison, Job
from .scene import naming, units
from .scene.placement import Placement
from .settings import NAMES, Settings, boxed_of, modality, model_of

MOST = 31  # flags of an enumeration
LEAST = 16  # bytes of a prompt in a name
NONE_LIKE_IT = {
    "text": "No other model on this computer takes a prompt",
    "image": "No other model on this computer takes an image",
}

_items: list[tuple[str, str, str, int]] = []  # Blender keeps no reference to these


def _others(
    _operator: object, context: bpy.types.Context | None
) -> list[tuple[str, str, str, int]]:
    """What can be compared with, for the dialog and for scripts."""
    global _items
    scene = (context or bpy.context).scene
    found = list(others(scene.maquette))[:MOST] if scene else []
    labels = comparison.labels([model_of(scene.maquette), *found])[1:] if found else ()
    told = zip(found, labels, strict=True)
    _items = [(model.id, label, model.id, 1 << k) for k, (model, label) in enumerate(told)]
    return _items


class MAQUETTE_OT_compare(Starts, bpy.types.Operator):
    """Make the same object with other models too, and place the results side by side"""

    bl_idname = "maquette.compare"
    bl_label = "Compare Models"

    models: EnumProperty(
        name="Models",
        description="Choose the models to compare with. Leave empty for all of them",
        items=_others,
        options={"ENUM_FLAG", "SKIP_SAVE"},
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        if context.scene is None:
            return False
        panel = context.scene.maquette
        return allowed(cls, "" if any(others(panel)) else NONE_LIKE_IT[modality(panel)])

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a button: with the only other model at once; of several it lets people choose."""
        self.waits = False
        found = list(others(context.scene.maquette))
        self.models = {model.id for model in found[:MOST]}
        if len(found) > 1:
            return context.window_manager.invoke_props_dialog(
                self, title=self.bl_label, confirm_text="Compare"
            )
        return self.confirm(context, event, self._expected(context), "Compare")

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        compared = iface_("Compare {} with:").format(model_of(context.scene.maquette).label)
        layout.label(text=compared, translate=False)
        layout.column().prop(self, "models")
        expected = self._expected(context)
        if expected and expected.warning:
            layout.label(text=expected.warning, icon="ERROR", translate=False)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the settings of the scene too; all objects are there when this returns."""
        done = self.begin(lambda: self._jobs(context))
        for note in session.current.notes if self.waits else ():
            self.report({"INFO"}, note)
        return done

    def _jobs(self, context: bpy.types.Context) -> list[Job]:
        """One for each model, of which the objects are as large as each other."""
        asked = self._asked(context)
        shown = [SimpleNamespace(**own) for own in asked]
        models = comparison.chosen([model_of(own).id for own in shown], modality(shown[0]))
        wanted = [(settings.fitted(own), Placement(slot=k)) for k, own in enumerate(asked)]
        jobs = jobs_of(context, asked[0], asked[0], wanted)
        lengths = (catalog.usual_length(job.request) for job in jobs)
        size = units.from_meters(context.scene, next(filter(None, lengths), 0.0))
        labels = comparison.labels(models)
        compared = Comparison(dict(zip(labels, jobs, strict=True)))
        for label, job, own in zip(labels, jobs, asked, strict=True):
            form = job.placement.form
            job.placement = replace(job.placement, form=replace(form, size=size or form.size))
            job.title, job.settings, job.comparison = _title(job.title, label), own, compared
        return jobs

    def _asked(self, context: bpy.types.Context) -> list[dict[str, Any]]:
        """The settings for each model: those of the panel for the chosen one, which is the first;
        for each other one, what it recommends."""
        panel = {name: getattr(context.scene.maquette, name) for name in NAMES}
        panel |= {"samples": 1, "place": "CURSOR"}
        every = self.waits and not self.models  # a script that names none
        found = others(context.scene.maquette)
        picked = [model for model in found if every or model.id in self.models]
        return [panel, *(panel | _recommended(model) for model in picked)]

    def _expected(self, context: bpy.types.Context) -> estimate.Estimate | None:
        """Of all of them, as far as that is known."""
        runs = [estimate.of(SimpleNamespace(**own)) for own in self._asked(context)]
        known = [run for run in runs if run]
        if not known:
            return None
        return estimate.Estimate(known[0].device, sum(run.seconds or 0.0 for run in known), "")


CLASSES = (MAQUETTE_OT_compare,)


def others(panel: Settings) -> Iterator[Model]:
    """The models on this computer that take what the panel gives, but for the chosen one. Of those
    in the box only the one that the prompt chooses, as if they were one."""
    chosen, boxed = model_of(panel), boxed_of(panel)
    passed = [model for model in catalog.built_in() if model.id != boxed.id]
    left_out = {comparison.identity(model) for model in (chosen, *passed)}
    found = installed_models.usable(modality(panel))
    return (model for model in found if comparison.identity(model) not in left_out)


def _recommended(model: Model) -> dict[str, Any]:
    return {
        "model": model.id,
        "sampler": model.sampler,
        "steps": model.recommended_steps(),
        "guidance": model.guidance,
    }


def _title(made_of: str, label: str) -> str:
    """Of an object: as much of the prompt as leaves room for the model's label."""
    line, room = (
        naming.object_name(made_of),
        naming.NAME_BYTES - len(f", {label}".encode()),
    )
    if len(line.encode()) > max(room, LEAST):
        line = line.encode()[: max(room, LEAST) - 3].decode("utf-8", "ignore").rstrip() + "…"
    return f"{line}, {label}"
