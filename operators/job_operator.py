"""What operators that start jobs have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from . import session
from .estimate import Estimate
from .jobs.job import Job
from .scene import placement

DRAWN = 0.5  # seconds, after which a region that is shown was drawn


class Starts:
    """An operator with jobs. A button does not wait for their end, a script does."""

    waits = True

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return idle(cls)

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a button: no waiting for the end."""
        self.waits = False
        return self.execute(context)

    def confirm(
        self,
        context: bpy.types.Context,
        event: bpy.types.Event,
        expected: Estimate | None,
        press: str,
    ) -> set[str]:
        """Go on, or ask first where it will take long; `press` is the text of that button."""
        if not (expected and expected.asks):
            return self.execute(context)
        return context.window_manager.invoke_confirm(
            self,
            event,
            title=self.bl_label,
            message=iface_("{}. You can cancel at any time.").format(expected.warning),
            confirm_text=press,
        )

    def begin(self, make: Callable[[], Job | Sequence[Job]], place: str = "BACK") -> set[str]:
        """Start what `make` makes, or queue it. A MaquetteError of either is reported."""
        current = session.current
        try:
            made = make()
            jobs = [made] if isinstance(made, Job) else made
            press = placement.press(bpy.context)
            for job in jobs:
                job.script = self.waits
                if job.placement:
                    job.placement = job.placement.pressed(press)
            if self.waits:
                self._wait(jobs)
            else:
                current.submit(*jobs, place=place)
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        done = not self.waits or all(job.result for job in jobs)
        return {"FINISHED"} if done else {"CANCELLED"}

    def _wait(self, jobs: Sequence[Job]) -> None:
        """For the end of all; what was made lands, also where another of them failed."""
        current = session.current
        try:
            current.run(*jobs)
        finally:
            for job in jobs:
                if job in current.waiting:
                    current.land(bpy.context, job)
        if current.error:
            raise current.error


def all_or_none(makes: Iterable[Callable[[], Job]]) -> list[Job]:
    """The jobs that these make. Where one of them cannot be, the files of the others are gone."""
    jobs: list[Job] = []
    try:
        for make in makes:
            jobs.append(make())
    except MaquetteError:
        for job in jobs:
            job.discard()
        raise
    return jobs


def show_tab(context: bpy.types.Context) -> None:
    """In the 3D viewports of the window, for what was pressed elsewhere: there is the job's bar,
    and its end is told there."""
    screen = context.screen.name if context.screen else ""

    def again() -> None:
        _show_tab(screen)

    if not _show_tab(screen):
        bpy.app.timers.register(again, first_interval=DRAWN)


def _show_tab(screen: str) -> bool:
    """Whether all sidebars have one: those that were not drawn yet have none."""
    known, drawn = bpy.data.screens.get(screen), True
    for area in known.areas if known else ():
        if area.type == "VIEW_3D":
            space = area.spaces.active
            if not space.show_region_ui:  # one that is there would fade in again
                space.show_region_ui = True
            for region in area.regions:
                try:
                    if region.type == "UI":
                        region.active_panel_category = "Maquette"
                except (TypeError, AttributeError):
                    drawn = False
    return drawn


def idle(operator: type) -> bool:
    """For polls: whether no job runs; says so where one does."""
    return allowed(operator, "A job is running" if session.current.job else "")


def allowed(operator: type, reason: str) -> bool:
    """For polls: whether there is no reason against it; says the one there is."""
    if reason:
        operator.poll_message_set(iface_(reason))
    return not reason


def report(operator: bpy.types.Operator, error: MaquetteError) -> set[str]:
    """Say it where the caller looks: in the panel that was pressed, or else in Blender's own way,
    which is the exception of a script. Notes about what was made before would look like its own."""
    if error is not session.current.error:
        session.current.error, session.current.notes = error, ()
    session.redraw()
    if not _shows_errors(operator, bpy.context):
        operator.report({"ERROR"}, str(error))
    return {"CANCELLED"}


def _shows_errors(operator: bpy.types.Operator, context: bpy.types.Context) -> bool:
    """Whether it was pressed where errors are shown anyway. Blender's own message would cover the
    button, and take the next press."""
    area = context.area
    if area is None or not operator.options.is_invoke:
        return False
    tabs = (region for region in area.regions if region.type == "UI")
    if area.type == "VIEW_3D" and area.spaces.active.show_region_ui:
        return any(region.active_panel_category == "Maquette" for region in tabs)
    return area.type == "PREFERENCES"
