"""The menu of kinds: an image of everything that a model knows. A press puts it into the prompt."""

from __future__ import annotations

import functools

import bpy

from ..backend.shared.models import catalog
from ..backend.shared.models.catalog import Model
from ..backend.shared.prompt import with_kind
from ..operators import pages
from ..operators.images import icons
from ..operators.settings import model_of, prompts_of
from .pages import draw_search, draw_turns, fill_row
from .tab import wrap

COLUMNS, ROWS = 8, 8  # the first page has all that maquette-mini makes
TILE = 3.0  # heights of a button
WIDTH = 34  # of the menu, in widths of a button
UNKNOWN = icons.built_in("MESH_MONKEY")


class MAQUETTE_PT_kinds(bpy.types.Panel):
    """Choose what to make from images of everything that the model knows"""

    bl_label = "Kinds"
    bl_space_type = "VIEW_3D"
    bl_region_type = "WINDOW"
    bl_options = {"INSTANCED"}
    bl_ui_units_x = WIDTH

    def draw(self, context: bpy.types.Context) -> None:
        column = self.layout.column()
        settings = context.scene.maquette
        model = model_of(settings) if settings.model else catalog.taught_most()
        model = model if model.kinds else catalog.taught_most()  # one of any words has no list
        draw_search(context, column, "kinds")
        wanted = pages.of(context, "kinds")
        page = wanted.of(found(model, wanted.search), COLUMNS * ROWS)
        if not page.all:
            wrap(context, column, "The model knows nothing like that.", "INFO")
        colours = model.vocabulary.read(prompts_of(settings)[0]).colours
        grid = column.grid_flow(columns=COLUMNS, row_major=True, even_columns=True, align=True)
        for kind, icon in zip(page.shown, icons.of_kinds(page.shown), strict=True):
            tile = grid.column(align=True)
            tile.template_icon(icon or UNKNOWN, scale=TILE)
            button = tile.operator("maquette.use_prompt", text=kind, translate=False)
            button.prompt = with_kind(colours, kind)
        fill_row(grid, len(page.shown), COLUMNS)
        draw_turns(column, "kinds", page, COLUMNS * ROWS)


CLASSES = (MAQUETTE_PT_kinds,)


def found(model: Model, search: str) -> list[str]:
    """Kinds with all of these words in their name, and what the words mean to the model."""
    words = search.casefold().split()
    named = [kind for kind in _kinds(model) if all(word in kind for word in words)]
    meant = [thing.kind for thing in model.vocabulary.read(search).things[:1]] if words else []
    return list(dict.fromkeys((*meant, *named)))


@functools.lru_cache(maxsize=8)
def _kinds(model: Model) -> tuple[str, ...]:
    """First those that another model in the zip makes better, which it then does, as it was taught
    fewer; the others by their names."""
    first = [kind for other in catalog.built_in() if other != model for kind in other.kinds]
    known = set(model.kinds)
    return tuple(dict.fromkeys((*filter(known.__contains__, first), *sorted(model.kinds))))
