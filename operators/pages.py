"""Pages of many small images: which one is shown, and what is searched for.

Of the window, and not of the scene: to look through something changes no file.

No postponed annotations here: Blender reads these as it registers the classes.
"""

import time
from typing import NamedTuple

import bpy
from bpy.props import EnumProperty, IntProperty, PointerProperty, StringProperty

from . import session
from .jobs import history_index

OF = (
    ("gallery", "Gallery", "What was made"),
    ("kinds", "Kinds", "What a model knows"),
)
IN_A_DRAW, IN_A_BEAT = 0.01, 0.02  # seconds in which entries are read
BEAT = 0.05  # seconds from one beat of the timer to the next
SHOWN = 1.0  # and from one redraw to the next meanwhile

_redrawn = 0.0  # when, of the monotonic clock


class Page(NamedTuple):
    """What is shown of so many: from `first` on, counted from 0."""

    shown: list
    first: int
    all: int


def _search_anew(pages: "MAQUETTE_PG_pages", _context: object) -> None:
    pages.first = 0


class MAQUETTE_PG_pages(bpy.types.PropertyGroup):
    """The number of what is shown first, and the words of a search."""

    first: IntProperty(min=0)
    search: StringProperty(
        name="Search",
        description="Show only what has all of these words",
        options={"TEXTEDIT_UPDATE"},
        update=_search_anew,
    )

    def of(self, everything: list, most: int) -> Page:
        """So many of all, from the first that is to be shown on; the last ones where there are no
        more."""
        last = max(len(everything) - 1, 0) // most * most
        first = min(self.first, last)
        return Page(everything[first : first + most], first, len(everything))


class MAQUETTE_OT_turn_page(bpy.types.Operator):
    """Show others"""

    bl_idname = "maquette.turn_page"
    bl_label = "Turn Page"
    bl_options = {"INTERNAL"}

    pages: EnumProperty(items=OF, options={"HIDDEN"})
    first: IntProperty(min=0, options={"HIDDEN"})

    def execute(self, context: bpy.types.Context) -> set[str]:
        of(context, self.pages).first = self.first
        session.redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_PG_pages, MAQUETTE_OT_turn_page)


def of(context: bpy.types.Context, name: str) -> MAQUETTE_PG_pages:
    """Those of `OF` with this name."""
    return getattr(context.window_manager, f"maquette_{name}")


def read() -> None:
    """Read some entries of the gallery now, and the rest by and by."""
    if not history_index.read_on(IN_A_DRAW) and not bpy.app.timers.is_registered(_read_on):
        bpy.app.timers.register(_read_on, first_interval=BEAT)


def tiles(context: bpy.types.Context, most: int) -> Page:
    """So many of the gallery, as far as its entries are read."""
    read()
    pages = of(context, "gallery")
    return pages.of(history_index.found(pages.search), most)


def _read_on() -> float | None:
    global _redrawn
    done = history_index.read_on(IN_A_BEAT)
    if done or time.monotonic() - _redrawn > SHOWN:
        _redrawn = time.monotonic()
        session.redraw()
    return None if done else BEAT


def register() -> None:
    for name, *_ in OF:
        setattr(
            bpy.types.WindowManager, f"maquette_{name}", PointerProperty(type=MAQUETTE_PG_pages)
        )


def unregister() -> None:
    if bpy.app.timers.is_registered(_read_on):
        bpy.app.timers.unregister(_read_on)
    for name, *_ in OF:
        delattr(bpy.types.WindowManager, f"maquette_{name}")
