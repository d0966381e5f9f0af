"""The Gallery sub-panel: everything that was made, the last contact sheet first."""

from __future__ import annotations

import re

import bpy

from ..operators import pages, session
from ..operators.images import icons
from ..operators.jobs import history, history_index
from ..operators.scene import provenance
from .pages import draw_search, draw_turns, fill_row
from .tab import WorkingTab, wrap

ACROSS = 130  # pixels of a tile, at scale 1: "red chair" fits below it, beside a check mark
ROWS = 3  # six results to choose from; more would push This Object out of sight
TILE = 4.0  # heights of a button
LOST = icons.built_in("FILE_HIDDEN")
EMPTY = "Nothing was made yet. What you generate appears here."


class MAQUETTE_PT_gallery(WorkingTab, bpy.types.Panel):
    bl_label = "Gallery"
    bl_parent_id = "MAQUETTE_PT_main"

    def draw_header_preset(self, _context: bpy.types.Context) -> None:
        if history.names():
            pages.read()  # a panel that is closed draws no tiles
            row = self.layout.row(align=True)
            row.label(text=_size(history_index.size()), translate=False)
            row.operator("maquette.clear_history", text="", icon="TRASH", emboss=False)
            row.separator()

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        scale = context.preferences.system.ui_scale or 1.0  # without a window it is 0
        columns = max(int(context.region.width / (ACROSS * scale)), 2)
        most = columns * ROWS
        page = pages.tiles(context, most)
        job = session.current.job
        running = job.shown if job and job.sheet else []
        if not (history.names() or running):
            wrap(context, column, EMPTY, "INFO")
            return
        draw_search(context, column, "gallery")
        grid = column.grid_flow(columns=columns, row_major=True, even_columns=True)
        for sample in running:
            tile = grid.column(align=True)
            tile.template_icon(icons.load(sample.thumbnail.path) or LOST, scale=TILE)
            tile.label(text=job.title, translate=False)
        there = provenance.marks(context.scene)
        for entry, number in page.shown:
            _draw_tile(grid.column(align=True), entry, number, there)
        fill_row(grid, len(running) + len(page.shown), columns)
        if not history_index.is_read() and not page.shown:
            wrap(context, column, "The gallery is being read.", "SORTTIME")
        elif not page.all and pages.of(context, "gallery").search:
            wrap(context, column, "No prompt in the gallery has these words.", "INFO")
        draw_turns(column, "gallery", page, most)


class MAQUETTE_MT_result(bpy.types.Menu):
    """What else there is to do with one."""

    bl_label = "Result"

    def draw(self, context: bpy.types.Context) -> None:
        layout = self.layout
        entry, _, number = getattr(context, "maquette_result", "").partition(" ")
        for operator, icon in (
            ("pick", "IMPORT"),
            ("place_result", "RESTRICT_SELECT_OFF"),
            ("fill_selection", "SELECT_SET"),
            ("more_like_this", "DUPLICATE"),
            ("recall", "FILE_REFRESH"),
            ("delete_result", "TRASH"),
        ):
            given = layout.operator(f"maquette.{operator}", icon=icon)
            given.entry, given.sample = entry, int(number or 0)


CLASSES = (MAQUETTE_PT_gallery, MAQUETTE_MT_result)


def _draw_tile(tile: bpy.types.UILayout, name: str, number: int, there: set[str]) -> None:
    """The image, a button that imports it, and a menu. What is in the scene already is marked."""
    entry = history.look(name)
    if entry is None or number >= len(entry.result.samples):
        tile.template_icon(LOST, scale=TILE)
        return
    sample = entry.result.samples[number]
    tile.template_icon(entry.icon(sample) or LOST, scale=TILE)
    row = tile.row(align=True)
    mark = provenance.mark_of(sample)
    icon = "CHECKMARK" if mark and mark in there else "NONE"
    button = row.operator("maquette.pick", text=_short(entry.title), icon=icon, translate=False)
    button.entry, button.sample = name, number
    row.context_string_set("maquette_result", f"{name} {number}")
    row.menu("MAQUETTE_MT_result", text="", icon="DOWNARROW_HLT")


def _short(title: str) -> str:
    """Without its article: there is little room."""
    return re.sub(r"^an? (?=.)", "", title)


def _size(number: int) -> str:
    """Of files, as people say it."""
    return f"{number / 1e6:,.1f} MB"
