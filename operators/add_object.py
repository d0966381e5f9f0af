"""Add > Mesh > Maquette: a prompt is asked for, and the job runs.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..backend.shared.models import catalog
from ..backend.shared.prompt import with_kind
from . import session, settings
from .job_operator import report, show_tab
from .jobs import history, worker_start
from .settings import Settings

RECENT = 20  # entries of the history whose prompts are offered
WIDTH = 360  # of the dialog, in pixels at scale 1


def _completions(_operator: object, context: bpy.types.Context, typed: str) -> list[str]:
    """How the prompt could go on, for the model of the panel; before anything is typed, the last
    ones, or one of each kind that it makes."""
    panel = context.scene.maquette
    if typed.strip():
        return settings.completions(panel, context, typed) or [typed]
    last = (str(each.record.request.get("prompt", "")) for each in history.entries(RECENT))
    kinds = (settings.model_of(panel) if panel.model else catalog.default("text")).kinds
    return list(dict.fromkeys(filter(None, last))) or [with_kind((), kind) for kind in kinds]


class MAQUETTE_OT_add(bpy.types.Operator):
    """Describe an object and add it at the 3D cursor"""

    bl_idname = "maquette.add"
    bl_label = "Generate from Prompt"

    prompt: bpy.props.StringProperty(
        **Settings.__annotations__["prompt"].keywords | {"search": _completions}
    )

    @classmethod
    def poll(cls, context: bpy.types.Context) -> bool:
        return context.scene is not None

    def invoke(self, context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        """From a menu or a shortcut: ask what to make, or show what must be installed first."""
        try:
            worker_start.check()
        except MaquetteError as missing:
            show_tab(context)
            return report(self, missing)
        if not self.properties.is_property_set("prompt"):
            self.prompt = context.scene.maquette.prompt
        return context.window_manager.invoke_props_dialog(
            self, width=WIDTH, title=self.bl_label, confirm_text="Generate"
        )

    def draw(self, context: bpy.types.Context) -> None:
        """The mouse is over what stands first. Were that the field, the second Enter, which shall
        be Generate, would begin to type again."""
        layout, panel = self.layout, context.scene.maquette
        chosen = panel.model or catalog.default("text", self.prompt).id
        told = iface_("With {} and the settings of the Maquette tab").format(_label(chosen))
        layout.label(text=told, translate=False)
        field = layout.row()
        field.scale_y, field.activate_init = 1.4, True  # the cursor is in it
        field.prop(self, "prompt", text="", placeholder="A red chair")

    def execute(self, context: bpy.types.Context) -> set[str]:
        """With the panel's other settings. The panel keeps the prompt, and says how it is read."""
        context.scene.maquette.prompt = self.prompt
        try:
            bpy.ops.maquette.generate(
                "INVOKE_DEFAULT", prompt=self.prompt, start_from="PROMPT", place="CURSOR"
            )
        except RuntimeError as error:  # what was reported there
            return report(self, session.current.error or MaquetteError("request", str(error)))
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_add,)


def _label(model: str) -> str:
    try:
        return catalog.find(model).label
    except MaquetteError:  # Generate says so
        return model
