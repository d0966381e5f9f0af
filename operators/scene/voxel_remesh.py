"""Voxel remesh: the mesh made anew of quads, by Blender's own remesher; its colours come along."""

from __future__ import annotations

import bpy
import numpy as np

from ...backend.shared.errors import MaquetteError
from ...backend.shared.request import detail
from . import rest

FEWEST, MOST = 16, 256  # fewer lose thin legs; more would hold Blender up for long


def check(amount: object, texture: int, chosen: str | None = detail.CUSTOM) -> None:
    """Raise MaquetteError("request") for what cannot be made with this detail; 0 is none."""
    detail.check(chosen, "Voxel Remesh", amount, 0)
    if amount != 0 and amount not in range(FEWEST, MOST + 1):
        raise MaquetteError(
            "request",
            f"Voxel Remesh is {amount}; it must lie between {FEWEST} and {MOST}, or be 0 for none.",
            "Choose a value in that range.",
        )
    if amount and texture:
        raise MaquetteError(
            "request",
            "A voxel remesh keeps colors, but not a texture.",
            "Set Voxel Remesh or Texture to 0.",
        )


def remesh(mesh: bpy.types.Mesh, amount: int) -> None:
    """So many voxels along the longest side, in the same box; colours are those of the nearest
    vertices. A mesh without an inside, such as a sheet, stays as it is."""
    before = rest.coordinates(mesh)
    low, sides = before.min(0), np.ptp(before, axis=0)
    mesh.remesh_voxel_size = sides.max() / amount
    mesh.remesh_voxel_adaptivity = 0.0
    mesh.use_remesh_preserve_volume = mesh.use_remesh_preserve_attributes = True
    lent = bpy.data.objects.new(mesh.name, mesh)
    try:
        with bpy.context.temp_override(object=lent, active_object=lent):
            bpy.ops.object.voxel_remesh()
    except RuntimeError:  # its report: nothing came of it
        return
    finally:
        bpy.data.objects.remove(lent)
    after = rest.coordinates(mesh)
    stretch = sides / np.maximum(np.ptp(after, axis=0), 1e-9)
    mesh.vertices.foreach_set("co", ((after - after.min(0)) * stretch + low).ravel())
    mesh.update()
