"""Presets: what the panel is set to, as Blender keeps presets: `presets/maquette/generate/*.py`."""

from __future__ import annotations

import bpy
from bl_operators.presets import AddPresetBase

from .settings import NAMES

FIRST = ("start", "drawer", "model", "preset")  # these change what follows them
APART = ("seed", "picture", "image")  # of one shape, one disk or one file: not a way to work


class MAQUETTE_OT_add_preset(AddPresetBase, bpy.types.Operator):
    """Add or remove a preset of the Maquette tab"""

    bl_idname = "maquette.add_preset"
    bl_label = "Add Maquette Preset"

    preset_menu = "MAQUETTE_PT_presets"
    preset_subdir = "maquette/generate"
    preset_defines = ["settings = bpy.context.scene.maquette"]
    preset_values = [
        f"settings.{name}"
        for name in (*FIRST, *(name for name in NAMES if name not in FIRST + APART))
    ]


CLASSES = (MAQUETTE_OT_add_preset,)
