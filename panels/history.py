"""What was made: the contact sheet to choose from, and the History sub-panel."""

from __future__ import annotations

import itertools

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.messages import Sample
from ..operators import session
from ..operators.images import icons
from ..operators.jobs import history
from .tab import Tab, missing

COLUMNS = 3
TILE, ROW = 4.0, 2.0  # heights of a button
SHOWN = 12  # entries


class MAQUETTE_PT_history(Tab, bpy.types.Panel):
    bl_label = "History"
    bl_parent_id = "MAQUETTE_PT_main"
    bl_options = {"DEFAULT_CLOSED"}

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return missing() is None and bool(history.names())

    def draw(self, _context: bpy.types.Context) -> None:
        layout = self.layout
        column = layout.column(align=True)
        shown = history.entries(SHOWN)
        for entry in shown:
            row = column.row()
            row.template_icon(entry.icon(entry.result.samples[0]), scale=ROW)
            title = row.column()
            title.scale_y = ROW
            title.operator("maquette.recall", text=entry.title, translate=False).entry = entry.name
        if more := len(history.names()) - len(shown):
            layout.label(text=iface_("and {} older ones").format(more), translate=False)
        layout.operator("maquette.clear_history", icon="TRASH")


CLASSES = (MAQUETTE_PT_history,)


def draw_sheet(column: bpy.types.UILayout) -> None:
    """The last contact sheet, as far as it is there, a grid a prompt: a press imports one."""
    job = session.current.job
    running = job if job and job.sheet else None
    entries = history.sheet()
    if running:
        entries = [entry for entry in entries if entry.sheet == running.sheet]
    tiles: list[tuple[str, history.Entry | None, int, Sample]] = [
        (entry.title, entry, k, sample)
        for entry in entries
        for k, sample in enumerate(entry.result.samples)
    ]
    tiles += [(running.title, None, 0, sample) for sample in running.shown] if running else []
    if not tiles:  # an empty box would say nothing
        return
    box = column.box()
    guided = len({entry.result.guidance for entry in entries}) > 1
    for title, group in itertools.groupby(tiles, key=lambda tile: tile[0]):
        box.label(text=title, translate=False)
        grid = box.grid_flow(row_major=True, columns=COLUMNS, even_columns=True)
        for _title, entry, k, sample in group:
            tile = grid.column(align=True)
            if entry is None:
                tile.template_icon(icons.load(sample.thumbnail.path), scale=TILE)
                tile.label(text=str(sample.seed), translate=False)
                continue
            tile.template_icon(entry.icon(sample), scale=TILE)
            text = f"{entry.result.guidance:g}" if guided else str(sample.seed)
            button = tile.operator("maquette.pick", text=text, translate=False)
            button.entry, button.sample = entry.name, k
