"""Generate, Cancel, the dice, Import Result: what a press in the sidebar does."""

from __future__ import annotations

import random
import shutil
from types import SimpleNamespace
from typing import Any

import bpy

from ..backend.protocol import catalogue
from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.request import GenerationRequest
from . import estimate, models, picture, session, whereabouts
from .job import Job
from .settings import NAMES, SEEDS, Settings
from .starting import idle, report

RECOMMENDED = ("steps", "guidance")  # what a model knows best, where nothing is said
SHOWN = {"picture": "FILE", "image": "IMAGE"}  # what names a picture says where it is, too
ASKED = (
    *("prompt", "model", "preset", "seed", "samples", "steps", "guidance"),
    *("resolution", "loose", "device", "precision"),
)


class MAQUETTE_OT_generate(Settings, bpy.types.Operator):
    """Make a mesh of the prompt or the picture and put it at the 3D cursor"""

    bl_idname = "maquette.generate"
    bl_label = "Generate"

    pressed: dict[str, Any] | None = None  # what a button asked for; None in a script

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return idle(cls) and context.scene is not None

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        """From a button: the settings of the scene, and no waiting; the timer does the rest."""
        scene = context.scene.maquette
        self.pressed = {name: getattr(scene, name) for name in NAMES} | self._set()
        expected = estimate.of(SimpleNamespace(**self.pressed))
        if expected and expected.asks:
            return context.window_manager.invoke_confirm(
                self,
                event,
                title=self.bl_label,
                message=f"{expected.warning}. It can be cancelled at any time.",
                confirm_text=self.bl_label,
            )
        return self.execute(context)

    def execute(self, context: bpy.types.Context) -> set[str]:
        """From a script: the defaults, and the object is there when this returns."""
        try:
            if self.pressed:
                session.current.submit(_job(context, self.pressed))
                session.redraw()
                return {"FINISHED"}
            return self._wait(context)
        except MaquetteError as error:
            return report(self, error)

    def _wait(self, context: bpy.types.Context) -> set[str]:
        known = self.properties.bl_rna.properties
        given = {name: _default(known[name]) for name in NAMES}
        given.update(dict.fromkeys(RECOMMENDED), **_implied(self._set()))
        current = session.current
        job = _job(context, given)
        current.run(job)
        if job.result is None:
            return {"CANCELLED"}
        current.land(context, job)
        if current.error:
            raise current.error
        for note in current.notes:
            self.report({"INFO"}, note)
        return {"FINISHED"}

    def _set(self) -> dict[str, object]:
        """What the caller said himself."""
        names = (name for name in NAMES if self.properties.is_property_set(name))
        return {name: getattr(self, name) for name in names}


class MAQUETTE_OT_cancel(bpy.types.Operator):
    """Stop what runs"""

    bl_idname = "maquette.cancel"
    bl_label = "Cancel"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        if session.current.job is None:
            cls.poll_message_set("Nothing runs")
        return session.current.job is not None

    def execute(self, _context: bpy.types.Context) -> set[str]:
        try:
            session.current.cancel()
        except MaquetteError as error:
            session.current.fail(error)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_randomize_seed(bpy.types.Operator):
    """Choose another seed, for another shape"""

    bl_idname = "maquette.randomize_seed"
    bl_label = "Randomize Seed"
    bl_options = {"UNDO", "INTERNAL"}

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.scene.maquette.seed = random.randint(0, SEEDS)
        return {"FINISHED"}


class MAQUETTE_OT_import_result(bpy.types.Operator):
    """Put the finished objects, whose file was closed meanwhile, into this scene"""

    bl_idname = "maquette.import_result"
    bl_label = "Import Result"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        if not session.current.waiting:
            cls.poll_message_set("No result is waiting")
        return bool(session.current.waiting)

    def execute(self, context: bpy.types.Context) -> set[str]:
        current = session.current
        current.error = None
        while current.waiting and not current.error:
            current.land(context, current.waiting[0])
        session.redraw()
        return report(self, current.error) if current.error else {"FINISHED"}


class MAQUETTE_OT_open_log(bpy.types.Operator):
    """Show what the backend wrote while it ran"""

    bl_idname = "maquette.open_log"
    bl_label = "Open Log"
    bl_options = {"INTERNAL"}

    def execute(self, _context: bpy.types.Context) -> set[str]:
        log = whereabouts.log_file()
        if not log.exists():
            self.report({"INFO"}, "There is no log yet")
            return {"CANCELLED"}
        return bpy.ops.wm.path_open(filepath=str(log))


CLASSES = (
    MAQUETTE_OT_generate,
    MAQUETTE_OT_cancel,
    MAQUETTE_OT_randomize_seed,
    MAQUETTE_OT_import_result,
    MAQUETTE_OT_open_log,
)


def _default(known: bpy.types.Property) -> object:
    if getattr(known, "is_enum_flag", False):
        return set(known.default_flag)
    return getattr(known, "default", None)


def _implied(said: dict[str, Any]) -> dict[str, Any]:
    """What a script said, and what that means: who names a picture starts from it."""
    named = [name for name in SHOWN if said.get(name)]
    if named:
        said = {"source": SHOWN[named[0]], **said}
    return {"start": "PICTURE", **said} if "source" in said else said


def _job(context: bpy.types.Context, given: dict[str, Any]) -> Job:
    """What was asked, checked. Raises MaquetteError for what cannot be done."""
    asked = {name: given[name] for name in ASKED}
    shows, drawer = given["start"] == "PICTURE", given["drawer"].strip()
    asked |= {name: given[name] or None for name in ("triangles", "texture")}
    asked.update({"prompt": ""} if shows else {"drawer": drawer})
    if not shows:
        GenerationRequest(**asked).validate()
    python = whereabouts.worker_python()
    folder = whereabouts.job_folder()
    try:
        title = asked["prompt"]
        if shows:
            asked["picture"], title = picture.take(context, given, folder)
        if shows or drawer:
            asked["prepared"] = str(folder / "picture.png")
        request = GenerationRequest(**asked, folder=str(folder), latents=True)
        request.validate()
        models.installed(catalogue.choose(request.model, request.gives).id)
    except MaquetteError:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    shape = {name: given[name] for name in ("size", "shading", "origin")}
    return Job(request, python, title, **shape)
