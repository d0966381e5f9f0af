"""Lists: the sub-panel where one is chosen, the Text menu of the text editor, and what was not
finished."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..operators import session
from ..operators.jobs import unfinished
from .tab import WorkingTab, missing, wrap

ABOUT = "Make an asset of each row of a CSV, JSONL or text file, with these settings."
LABEL = "Asset Library from List..."


class MAQUETTE_PT_list(WorkingTab, bpy.types.Panel):
    bl_label = "From List"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_order = 1
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        wrap(context, column, ABOUT)
        column.operator("maquette.from_list", text=LABEL, icon="ASSET_MANAGER")


CLASSES = (MAQUETTE_PT_list,)


def register() -> None:
    bpy.types.TEXT_MT_text.append(_draw_text)


def unregister() -> None:
    bpy.types.TEXT_MT_text.remove(_draw_text)


def draw_unfinished(column: bpy.types.UILayout) -> None:
    """The list that was not finished, with a button to go on and one to forget it."""
    asked = unfinished.known()
    if asked is None or session.current.queue.listing:
        return
    box = column.box()
    row = box.row()
    row.label(text=iface_("Not finished: {}").format(asked.name), translate=False, icon="TIME")
    row.operator("maquette.forget_list", text="", icon="X", emboss=False)
    box.operator("maquette.continue_list", icon="PLAY")


def _draw_text(menu: bpy.types.Menu, context: bpy.types.Context) -> None:
    text = context.space_data.text
    if text is not None and missing() is None:
        menu.layout.separator()
        menu.layout.operator_context = "INVOKE_DEFAULT"
        made = menu.layout.operator("maquette.from_list", text=LABEL, icon="ASSET_MANAGER")
        made.text = text.name
