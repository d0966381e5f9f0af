"""Pages of many small images: a field to search in, buttons that turn them."""

from __future__ import annotations

import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..operators import pages
from ..operators.pages import Page


def draw_search(context: bpy.types.Context, layout: bpy.types.UILayout, name: str) -> None:
    layout.prop(pages.of(context, name), "search", text="", icon="VIEWZOOM", placeholder="Search")


def fill_row(grid: bpy.types.UILayout, drawn: int, columns: int) -> None:
    """Nothing in the rest of a grid's only row, so that what is there does not become wider."""
    for _ in range(columns - drawn):
        grid.column()


def draw_turns(layout: bpy.types.UILayout, name: str, page: Page, most: int) -> None:
    """What is shown of how many, and a button to each side of it; nothing where all is shown."""
    if page.all <= most:
        return
    row = layout.row(align=True)
    last = page.first + len(page.shown)
    turns = (
        ("TRIA_LEFT", page.first - most, page.first > 0),
        ("TRIA_RIGHT", last, last < page.all),
    )
    for k, (icon, first, there) in enumerate(turns):
        if k:
            told = _told(page.first + 1, last, page.all)
            label = row.row()
            label.alignment = "CENTER"
            label.label(text=told, translate=False)
        button = row.row(align=True)
        button.enabled = there
        turn = button.operator("maquette.turn_page", text="", icon=icon)
        turn.pages, turn.first = name, max(first, 0)


def _told(first: int, last: int, count: int) -> str:
    if first == last:
        return iface_("{} of {}").format(f"{last:,}", f"{count:,}")
    return iface_("{:,} to {:,} of {:,}").format(first, last, count)
