"""A mesh -> its omage: the surface as its UV map shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from ..shared.errors import MaquetteError
from . import omage_snapping, unfolding
from .mesh import Mesh
from .omage import CHANNELS, COLOUR, METALLIC, NORMAL, OCCUPANCY, POSITION, ROUGHNESS
from .texture import Texture

FINE = 1024  # texels a side that the surface is drawn with, before it gets as few as are wanted
ATLAS = 256  # texels a side that islands are packed with, where they are made here; more take long
GAP = 2  # of those, between two islands, beyond a texel of the omage
SHARP_DEG = 30.0  # faces that meet at more than this are not smooth there, as in Blender
OVERLAP = 0.005  # of what the UV map covers: as much is not seen
EDGE = 1e-3  # weight of a corner below which a texel lies on the edge of a face
LONGEST = 1.9  # of an object that is brought into the cube, as Maquette's own are
OUTSIDE = 1e-4  # of a UV map, by rounding
UNFOLD = "Unfold the object again, or remove its UV map: then Maquette makes one."


def omage(
    mesh: Mesh,
    side: int,
    tick: Callable[[], None] = lambda: None,
    layout: np.ndarray | None = None,
) -> np.ndarray:
    """The omage (side, side, 12) float32, as in `omage.py`, of a mesh as its uv lays it out, or
    another `layout` (F, 3, 2). Without either, or with an empty layout, it is unfolded. Drawn with
    1024 texels a side, and brought to `side` of them, of which that is a multiple, by edge
    snapping. Colors, metallic and roughness come from the images of its material by its own uv, or
    from its vertices. `tick` is called now and then.

    A mesh that is not in the cube [-1, 1]^3, or less than half as long, is brought there: its
    longest side becomes 1.9.

    Raises MaquetteError("request") for a mesh without faces, and a uv that overlaps, leaves the
    unit square or covers nothing.
    """
    if not len(mesh.faces):
        raise MaquetteError(
            "request",
            "The object has no faces, so it has no surface.",
            "Choose a mesh, or make one of the points.",
        )
    if not np.isfinite(mesh.vertices).all():
        raise MaquetteError(
            "request", "The mesh has coordinates that are not finite.", "Choose another one."
        )
    mesh, texture = _in_cube(mesh), Texture(mesh)
    uv = mesh.uv if layout is None else layout
    fine = max(FINE, side)
    if uv is None or not len(uv):
        uv = unfolding.unfold(mesh, ATLAS, ATLAS // side + GAP)
    else:
        _check(uv)
    tick()
    return omage_snapping.snapped(_drawn(mesh, uv, texture, fine, tick), side)


def _drawn(
    mesh: Mesh, uv: np.ndarray, texture: Texture, side: int, tick: Callable[[], None]
) -> np.ndarray:
    """Each texel whose middle a face covers."""
    found = np.zeros((side, side, CHANNELS), np.float32)
    covered = np.zeros((side, side), np.uint8)
    normals = _normals(mesh)
    for row, column, face, weights in unfolding.texels(uv, side):
        corners = mesh.faces[face]
        normal = np.einsum("nk,nkc->nc", weights, normals[face])
        normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-12)
        point = np.einsum("nk,nkc->nc", weights, mesh.vertices[corners])
        colour, surface = texture.at(face, weights)
        found[row, column, POSITION] = (point + 1) / 2
        found[row, column, OCCUPANCY] = 1
        found[row, column, NORMAL] = (normal + 1) / 2
        found[row, column, COLOUR] = colour
        found[row, column, METALLIC] = surface[:, 0]
        found[row, column, ROUGHNESS] = surface[:, 1]
        within = weights.min(axis=1) > EDGE
        np.add.at(covered, (row[within], column[within]), np.uint8(1))
        tick()
    occupied = found[..., OCCUPANCY] > 0
    if not occupied.any():
        raise MaquetteError("request", "The UV map of the object covers nothing.", UNFOLD)
    share = (covered > 1).sum() / occupied.sum()
    if share > OVERLAP:
        raise MaquetteError(
            "request",
            f"The UV map of the object overlaps itself, in {max(share, 0.01):.0%} of its area.",
            UNFOLD,
        )
    return found


def _check(uv: np.ndarray) -> None:
    """That it lies in the unit square."""
    if not np.isfinite(uv).all():
        raise MaquetteError("request", "The UV map has places that are not finite.", UNFOLD)
    if uv.min() >= -OUTSIDE and uv.max() <= 1 + OUTSIDE:
        return
    tiles = np.unique(np.floor(uv.mean(axis=1)), axis=0)
    reach = np.abs(uv - np.floor(uv.mean(axis=1, keepdims=True)) - 0.5).max()
    if len(tiles) > 1 and reach <= 0.5 + OUTSIDE:
        raise MaquetteError(
            "request",
            f"The UV map has {len(tiles)} tiles (UDIM), and an omage is one image.",
            "Bring all islands into the first tile.",
        )
    raise MaquetteError(
        "request", "The UV map reaches beyond the image, outside of 0 to 1.", UNFOLD
    )


def _in_cube(mesh: Mesh) -> Mesh:
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    longest = float((high - low).max())
    if (np.abs(mesh.vertices) <= 1).all() and longest >= LONGEST / 2 or longest == 0:
        return mesh
    centred = (mesh.vertices - (low + high) / 2) * np.float32(LONGEST / longest)
    return replace(mesh, vertices=centred.astype(np.float32))


def _normals(mesh: Mesh) -> np.ndarray:
    """(F, 3, 3) at corners of faces, of length 1: those of the vertices, but a face's own where it
    meets the others at too much of an angle."""
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(np.float64) for k in range(3))
    flat = np.cross(b - a, c - a)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-30)
    smooth = mesh.normals[mesh.faces]
    sharp = np.einsum("fkc,fc->fk", smooth, flat) < np.cos(np.radians(SHARP_DEG))
    return np.where(sharp[..., None], flat[:, None], smooth)
