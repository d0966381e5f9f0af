"""Lengths in a scene's own units: Blender's numbers are meters only where its Unit Scale is 1."""

from __future__ import annotations

import bpy


def from_meters(scene: bpy.types.Scene, length: float) -> float:
    """A length in the numbers of this scene's coordinates."""
    units = scene.unit_settings
    return length if units.system == "NONE" else length / units.scale_length


def told(scene: bpy.types.Scene, length: float) -> str:
    """A length in the numbers of its coordinates, as Blender writes it there."""
    units = scene.unit_settings
    if units.system == "NONE":
        return f"{length:.5g}"
    meters = length * units.scale_length
    return bpy.utils.units.to_string(units.system, "LENGTH", meters, precision=4)
