"""What the panels of the tab share: where they are, whether they can work, texts that wrap."""

from __future__ import annotations

import re

import blf
import bpy
from bpy.app.translations import pgettext_iface as iface_

from ..backend.shared.errors import MaquetteError
from ..operators.jobs import paths, worker_start

# Pixels of the sidebar beside a text, at scale 1: tabs, box and icon; a button that closes the box.
MARGIN, CLOSE = 96, 24
PARTS = re.compile(r"(?<= )|(?<=[^ /\\][/\\])(?![/\\])")  # where a line ends: words, folders


class Tab:
    bl_space_type = "VIEW_3D"
    bl_region_type = "UI"
    bl_category = "Maquette"


class WorkingTab(Tab):
    """Of a panel that is there only where a worker can be started."""

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return missing() is None


def wrap(
    context: bpy.types.Context,
    layout: bpy.types.UILayout,
    text: str,
    icon: str = "NONE",
    beside: int = 0,
    translate: bool = True,
) -> None:
    """Labels do not wrap: one label a line, the icon before the first. Translated as a whole.
    `beside` is the pixels, at scale 1, that the row needs for something else."""
    scale = context.preferences.system.ui_scale
    blf.size(0, context.preferences.ui_styles[0].widget.points * scale)
    widest = max(context.region.width - (MARGIN + beside) * scale, 40 * scale)
    lines = [""]
    for part in PARTS.split(" ".join((iface_(text) if translate else text).split())):
        longer = lines[-1] + part
        if lines[-1] and blf.dimensions(0, longer.rstrip())[0] > widest:
            lines.append(part)
        else:
            lines[-1] = longer
    column = layout.column(align=True)
    column.scale_y = 0.8
    for k, line in enumerate(lines):
        blank = "NONE" if icon == "NONE" else "BLANK1"
        column.label(text=line, translate=False, icon=blank if k else icon)


def draw_preferences(layout: bpy.types.UILayout, text: str) -> None:
    """A button that opens Maquette's."""
    show = layout.operator("preferences.addon_show", text=text, icon="PREFERENCES")
    show.module = paths.PACKAGE


def missing() -> MaquetteError | None:
    """Why no worker can be started, or None if one can."""
    try:
        worker_start.check()
    except MaquetteError as missing:
        return missing
    return None
