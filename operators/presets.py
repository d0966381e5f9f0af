"""Presets: what the panel is set to, as Blender keeps presets: `presets/maquette/generate/*.py`."""

from __future__ import annotations

import os
from collections.abc import Iterable

import bpy
from bl_operators.presets import AddPresetBase

from ..backend.shared import files
from ..backend.shared.errors import MaquetteError
from .job_operator import report
from .settings import NAMES

FIRST = ("start_from", "text_to_image", "model", "sampler")  # these change what follows them
LAST = ("detail",)  # what comes before changes this
APART = (
    "seed",
    "image_file",
    "image_name",
)  # of one shape, one disk or one file: not a way to work


def ordered(names: Iterable[str]) -> list[str]:
    """All settings, as they must be set one after the other."""
    between = [name for name in names if name not in FIRST + LAST]
    return [*FIRST, *between, *LAST]


class _Refused(Exception):
    """Blender shows the `repr` of what goes wrong as it removes a preset."""

    def __repr__(self) -> str:
        return str(self)


class MAQUETTE_OT_add_preset(AddPresetBase, bpy.types.Operator):
    """Add or remove a preset for the Maquette tab"""

    bl_idname = "maquette.add_preset"
    bl_label = "Add Maquette Preset"

    preset_menu = "MAQUETTE_PT_presets"
    preset_subdir = "maquette/generate"
    preset_defines = ["settings = bpy.context.scene.maquette"]
    preset_values = [f"settings.{name}" for name in ordered(NAMES) if name not in APART]

    def add(self, context: bpy.types.Context, filepath: str) -> None:
        """Blender's own way leaves a part of a file where the disk is full."""
        settings = context.scene.maquette
        names = [value.partition(".")[2] for value in self.preset_values]
        lines = ["import bpy", *self.preset_defines, ""]
        lines += [f"settings.{name} = {getattr(settings, name)!r}" for name in names]
        files.write_whole(filepath, ("\n".join(lines) + "\n").encode("utf-8", "backslashreplace"))

    def remove(self, _context: bpy.types.Context, filepath: str) -> None:
        try:
            os.remove(filepath)
        except OSError as error:
            raise _Refused(files.explained(filepath, error, "removed")) from error

    def execute(self, context: bpy.types.Context) -> set[str]:
        try:
            return super().execute(context)
        except MaquetteError as error:
            return report(self, error)


CLASSES = (MAQUETTE_OT_add_preset,)
