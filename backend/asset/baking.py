"""Colours of a surface -> an image around another mesh of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import numpy as np

from ..shared.look import Material
from . import png_files, unfolding
from .mesh import Mesh, linear_to_srgb

GAP = 4  # texels between two islands, so that neighbours do not shine through from afar


def bake(mesh: Mesh, surface: Mesh, side: int, tick: Callable[[], None]) -> Mesh:
    """The mesh with a texture of `side` texels a side, which shows the colours of `surface`: the
    same shape, perhaps of more triangles. What no face covers has the colour of the nearest texel
    that one does, so that no seam shows. `tick` is called now and then.
    """
    from PIL import Image
    from scipy import ndimage

    uv = unfolding.unfold(mesh, side, GAP)
    tick()
    picture = np.zeros((side, side, 3), np.uint8)
    covered = np.zeros((side, side), bool)
    for up, column, face, weights in unfolding.texels(uv, side):
        points = np.einsum("nk,nkc->nc", weights, mesh.vertices[mesh.faces[face]])
        row = side - 1 - up
        srgb = linear_to_srgb(surface.colours_at(points)).clip(0, 1)
        picture[row, column] = np.rint(srgb * 255)
        covered[row, column] = True
        tick()
    row, column = cast(  # None only where it writes into an array that it is given
        "np.ndarray",
        ndimage.distance_transform_edt(~covered, return_distances=False, return_indices=True),
    )
    texture = png_files.encoded(Image.fromarray(picture[row, column]))
    return replace(mesh, uv=uv, material=Material(base_colour=texture))
