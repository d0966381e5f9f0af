"""What was made: the contact sheet to choose from, and the History sub-panel."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..operators import history, preview, session
from .tab import Tab, missing

COLUMNS = 3
TILE = 4.0  # heights of a button
SHOWN = 12  # entries


class MAQUETTE_PT_history(Tab, bpy.types.Panel):
    bl_label = "History"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return missing() is None and bool(history.entries())

    def draw(self, _context: bpy.types.Context) -> None:
        layout = self.layout
        grid = layout.grid_flow(row_major=True, columns=COLUMNS, even_columns=True)
        for entry in history.entries()[:SHOWN]:
            tile = grid.column(align=True)
            tile.template_icon(entry.icon(entry.result.samples[0]), scale=TILE)
            tile.operator("maquette.recall", text=entry.title, translate=False).entry = entry.name
        if len(history.entries()) > SHOWN:
            more = len(history.entries()) - SHOWN
            layout.label(text=iface_("and {} older ones").format(more), translate=False)
        layout.operator("maquette.clear_history", icon="TRASH")


CLASSES = (MAQUETTE_PT_history,)


def draw_sheet(column: bpy.types.UILayout) -> None:
    """The last contact sheet, as far as it is there: a press imports one."""
    box = column.box()
    grid = box.grid_flow(row_major=True, columns=COLUMNS, even_columns=True)
    running = session.current.job
    entries = history.sheet()
    if running and running.sheet:
        entries = [entry for entry in entries if entry.sheet == running.sheet]
    differs = _difference(entries)
    for entry in entries:
        for k, sample in enumerate(entry.result.samples):
            tile = grid.column(align=True)
            tile.template_icon(entry.icon(sample), scale=TILE)
            text = {"guidance": f"{entry.result.guidance:g}", "prompt": entry.title}
            button = tile.operator(
                "maquette.pick", text=text.get(differs, str(sample.seed)), translate=False
            )
            button.entry, button.sample = entry.name, k
    for sample in running.shown if running and running.sheet else ():
        tile = grid.column(align=True)
        tile.template_icon(preview.load(sample.thumbnail), scale=TILE)
        tile.label(text=str(sample.seed), translate=False)


def _difference(entries: list[history.Entry]) -> str:
    """What tells the entries of a sheet apart."""
    if len({entry.request.prompt for entry in entries}) > 1:
        return "prompt"
    return "guidance" if len({entry.result.guidance for entry in entries}) > 1 else "seed"
