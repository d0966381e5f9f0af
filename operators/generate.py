"""Generate, the dice, Import and Discard Result: what a press in the sidebar does."""

from __future__ import annotations

import random
import uuid
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.models import catalog, family
from ..backend.shared.prompt.scene_line import SceneLine
from ..backend.shared.request import GenerationRequest, detail
from ..backend.shared.setting import settings_of
from . import estimate, session, settings
from .images import source
from .job_operator import Starts, all_or_none, allowed, report
from .jobs import history, installed_models, paths, worker_start
from .jobs.job import Job
from .jobs.queue import PLACES
from .scene import fitting, placement, voxel_remesh
from .scene.placement import Form, Placement
from .scene.references import Reference
from .scene.row import Row
from .settings import NAMES, SEEDS, Settings

OFFERED = {name: it for name, it in settings_of(GenerationRequest).items() if it.label}
RECOMMENDED = [name for name, it in OFFERED.items() if it.recommended]
SHOWN = {"image_file": "FILE", "image_name": "IMAGE"}  # what names an image says where it is, too


class MAQUETTE_OT_generate(Settings, Starts, bpy.types.Operator):
    """Make a mesh from the prompt or image and place it at the 3D cursor or in the selected \
objects"""

    bl_idname = "maquette.generate"
    bl_label = "Generate"

    queue: bpy.props.EnumProperty(
        name="Queue", description="When to run this job if another one is running", items=PLACES
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return context.scene is not None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a button: the settings of the scene, and no waiting; the timer does the rest."""
        self.waits = False
        scene = context.scene.maquette
        said = self._set()
        self.panel = {name: getattr(scene, name) for name in NAMES} | said
        self.given = settings.fitted(self.panel, said)
        samples = self.given["samples"]
        if self.given["place"] == "SELECTION":
            samples = max(len(context.selected_objects), 1) * self.given["best_of"]
        elif line := settings.scene_of(SimpleNamespace(**self.given)):
            samples *= line.many
        expected = estimate.of(SimpleNamespace(**self.given | {"samples": samples}))
        return self.confirm(context, event, expected, self.bl_label)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the defaults, and the object is there when this returns."""
        if self.waits:
            known = self.properties.bl_rna.properties
            self.given = {name: default_of(known[name]) for name in NAMES}
            said = _implied(self._set())
            self.given.update(dict.fromkeys(RECOMMENDED), **said)
            self.given = detail.settled(self.given, said, settings.NUMBERS)
            self.panel = self.given
        done = self.begin(lambda: self._jobs(context), self.queue)
        for note in session.current.notes if self.waits else ():
            self.report({"INFO"}, note)
        return done

    def _jobs(self, context: bpy.types.Context) -> list[Job]:
        """One; or one for each object that is to be filled, each part of a contact sheet or each
        kind of thing in a scene."""
        if self.given["place"] == "SHEET":
            return self._sheet(context)
        if self.given["place"] == "SELECTION":
            return self._fillings(context)
        if line := settings.scene_of(SimpleNamespace(**self.given)):
            return self._scene(context, line)
        return [_job(context, self.given, self.panel, Placement())]

    def _fillings(self, context: bpy.types.Context) -> list[Job]:
        given, many = self.given, self.given["best_of"]
        settings.check_best_of(many)
        boxes, notes = fitting.targets(context, given["fit"], given["front"])
        for note in notes:
            self.report({"INFO"}, note)
        wanted = []
        for k, (made, box) in enumerate(boxes.items()):
            own = {"samples": many, "seed": min(given["seed"] + k * many, SEEDS)}
            if settings.uses_names(SimpleNamespace(**given)):
                own["prompt"] = fitting.prompt_of(made.name)
            wanted.append((own, Placement(target=Reference.to(made), box=box)))
        sheet = uuid.uuid4().hex[:12] if many > 1 else ""
        jobs = jobs_of(context, given, self.panel, wanted, sheet)
        for job in jobs:
            job.best = many > 1
        return jobs

    def _scene(self, context: bpy.types.Context, line: SceneLine) -> list[Job]:
        """Things of one kind in one job; every object has a seed of its own."""
        given, row, seed = self.given, Row(line.name), self.given["seed"]
        line, left = settings.understood(SimpleNamespace(**given), line)
        if left:
            self.report({"INFO"}, iface_("Left out: {}.").format(", ".join(left)))
        wanted = []
        for item in line.items:
            many = item.many * given["samples"]
            own = {"prompt": item.prompt, "samples": many, "seed": min(seed, SEEDS)}
            wanted.append((own, Placement(row=row)))
            seed += many
        jobs = jobs_of(context, given, self.panel, wanted)
        for job, item in zip(jobs, line.items, strict=True):
            job.title = item.name
        return jobs

    def _sheet(self, context: bpy.types.Context) -> list[Job]:
        """Seeds in one job; prompts and values of guidance in several."""
        given, shown = self.given, SimpleNamespace(**self.given)
        prompts = settings.prompts_of(shown)
        variants: list[dict[str, Any]] = [{}]
        if given["variation"] == "GUIDANCE":
            usual = given["guidance"] or settings.model_of(shown).guidance
            values = np.linspace(1.0, max(2 * usual - 1, 2.0), given["samples"])
            variants = [{"samples": 1, "guidance": round(float(value), 2)} for value in values]
        own = [{"prompt": prompt, **variant} for prompt in prompts for variant in variants]
        name = uuid.uuid4().hex[:12]
        return jobs_of(context, given, self.panel, [(each, Placement()) for each in own], name)

    def _set(self) -> dict[str, object]:
        """What the caller said himself."""
        names = (name for name in NAMES if self.properties.is_property_set(name))
        return {name: getattr(self, name) for name in names}


class MAQUETTE_OT_randomize_seed(bpy.types.Operator):
    """Pick another seed to get a different shape"""

    bl_idname = "maquette.randomize_seed"
    bl_label = "Randomize Seed"
    bl_options = {"UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.scene.maquette.seed = random.randint(0, SEEDS)
        return {"FINISHED"}


class MAQUETTE_OT_use_prompt(bpy.types.Operator):
    """Replace the prompt with this one"""

    bl_idname = "maquette.use_prompt"
    bl_label = "Use Prompt"
    bl_options = {"UNDO", "INTERNAL"}

    prompt: bpy.props.StringProperty(options={"HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.scene.maquette.prompt = self.prompt
        session.redraw()  # below the menu of kinds, too, which stays open
        return {"FINISHED"}


class _Waiting:
    """Needs a finished job that is in no scene yet."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return allowed(cls, "" if session.current.waiting else "No result is waiting")


class MAQUETTE_OT_import_result(_Waiting, bpy.types.Operator):
    """Add the finished objects that are waiting to the scene"""

    bl_idname = "maquette.import_result"
    bl_label = "Import Result"

    def execute(self, context: bpy.types.Context) -> set[str]:
        current, failed = session.current, None
        now = placement.attention(context.scene, context.view_layer)
        for job in list(current.waiting):
            current.error = None
            job.placement = placement.pressed_again(job.placement, now)
            current.land(context, job)
            failed = failed or current.error
        current.error = failed
        session.redraw()
        return report(self, failed) if failed else {"FINISHED"}


class MAQUETTE_OT_discard_result(_Waiting, bpy.types.Operator):
    """Delete the finished objects that are waiting and not in any scene yet"""

    bl_idname = "maquette.discard_result"
    bl_label = "Discard Result"
    bl_options = {"INTERNAL"}

    job: bpy.props.StringProperty(options={"HIDDEN"})  # its name; empty: of all

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session.current.error = None
        session.current.drop_waiting(self.job)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_open_log(bpy.types.Operator):
    """Show the log of the backend"""

    bl_idname = "maquette.open_log"
    bl_label = "Open Log"
    bl_options = {"INTERNAL"}

    def execute(self, _context: bpy.types.Context) -> set[str]:
        try:
            log = paths.log_file()
        except MaquetteError as error:
            return report(self, error)
        if not log.exists():
            self.report({"INFO"}, iface_("There is no log yet"))
            return {"CANCELLED"}
        return bpy.ops.wm.path_open(filepath=str(log))


CLASSES = (
    MAQUETTE_OT_generate,
    MAQUETTE_OT_randomize_seed,
    MAQUETTE_OT_use_prompt,
    MAQUETTE_OT_import_result,
    MAQUETTE_OT_discard_result,
    MAQUETTE_OT_open_log,
)


def default_of(known: bpy.types.Property) -> object:
    """A property's value where nobody set it."""
    if getattr(known, "is_enum_flag", False):
        return set(known.default_flag)
    return getattr(known, "default", None)


def _implied(said: dict[str, Any]) -> dict[str, Any]:
    """What a script said, and what that means: who names an image starts from it, who names a
    size wants that one."""
    if "size" in said:
        said = {"real_size": False, **said}
    named = [name for name in SHOWN if said.get(name)]
    if named:
        said = {"source": SHOWN[named[0]], **said}
    return {"start_from": "IMAGE", **said} if "source" in said else said


def jobs_of(
    context: bpy.types.Context,
    given: dict[str, Any],
    panel: dict[str, Any],
    wanted: list[tuple[dict[str, Any], Placement]],
    sheet: str = "",
) -> list[Job]:
    """A job each: what differs from what is given, and where the result goes. All or none."""
    return all_or_none(
        partial(_job, context, given | own, panel, placed, sheet) for own, placed in wanted
    )


def _job(
    context: bpy.types.Context,
    given: dict[str, Any],
    panel: dict[str, Any],
    placed: Placement,
    sheet: str = "",
) -> Job:
    """What was asked, checked. Raises MaquetteError for what cannot be done."""
    asked = {name: it.meant(given[name]) for name, it in OFFERED.items()}
    shows, drawn_by = given["start_from"] == "IMAGE", given["text_to_image"].strip()
    asked.update({"prompt": "", "text_to_image": ""} if shows else {"text_to_image": drawn_by})
    if not shows:
        GenerationRequest(**asked).validate()
    voxel_remesh.check(given["voxels"], given["texture"], given["detail"])
    if given["voxels"] and not settings.has(SimpleNamespace(**given), "voxels"):
        raise MaquetteError(
            "request", "Points have no surface to rebuild.", "Set Voxel Remesh to 0."
        )
    worker_start.check()
    with paths.job_folder() as folder:
        title = asked["prompt"]
        if shows:
            asked["image"], title = source.take(context, given, folder)
        if shows or drawn_by:
            asked["prepared_image"] = str(folder / "image.png")
        request = GenerationRequest(
            **asked, folder=str(folder), latents=True, thumbnail=history.SIDE
        )
        request.validate()
        model = catalog.choose(request.model, request.modality, request.prompt)
        model = installed_models.installed(model.id)
        family.of(model.family).check(request, model.label)
    form = Form.of(given, context.scene, catalog.usual_length(request))
    return Job(request, title, replace(placed, form=form), sheet=sheet, settings=panel)
