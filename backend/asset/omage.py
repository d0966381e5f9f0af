"""An omage ("An Object is Worth 64x64 Pixels", Yan et al. 2024) -> the mesh that it is an image of.

An omage is an array (H, W, 12) float32, 0..1, H = W: an object as its UV map shows it, a texel a
point of the surface. Row 0 is at the bottom, where v = 0. Its channels:

    0-2   position (p + 1) / 2, Z up, in the cube [-1, 1]^3
    3     occupancy: whether a texel shows anything
    4-6   normal (n + 1) / 2, of the object's own axes, not the surface's
    7-9   base color, linear
    10    metallic
    11    roughness

Knows nothing of files (`omage_files.py`) and of how an omage is made (`omage_making.py`).
"""

from __future__ import annotations

from typing import cast

import numpy as np

from ..shared.errors import MaquetteError
from ..shared.look import Material
from . import omage_orientation, omage_stitching, png_files
from .mesh import Mesh, linear_to_srgb

CHANNELS = 12
POSITION, OCCUPANCY, NORMAL, COLOUR = slice(0, 3), 3, slice(4, 7), slice(7, 10)
METALLIC, ROUGHNESS = 10, 11
SMALLEST = 2  # texels a side that a triangle needs
REMEDY = "Choose another file, or another seed."


def mesh(omage: np.ndarray, stitch: float = 0.0, longest_edge: float = np.inf) -> Mesh:
    """The surface, with a uv and the images of its material, whose factors are 1: a vertex an
    occupied texel, and triangles between neighbors as in the paper's `meshing_objamage`.

    Deliberately otherwise than there: nothing is joined across the image's borders; faces are wound
    outward by what the normals say of them or, where there are none, by which of its sides a patch
    shows from outside; the uv is the middle of a texel, so that none shows its neighbor's color;
    and what is in no triangle is no vertex.

    stitch        borders of patches that are closer than this, in model units, are joined
    longest_edge  triangles with a longer one are left out: they bridge patches that do not belong
                  together, as noisy positions make them

    There is no normal map. A texel is a vertex, so normals of the geometry have the same
    resolution, and the map would differ from plain blue along the borders of patches alone.

    Raises MaquetteError("file") for what is no omage, and ("empty") for one without a triangle.
    """
    omage = checked(omage)
    occupied = omage[..., OCCUPANCY] > 0.5
    texels = _triangles(occupied)  # of corners, counted row by row
    flat = omage.reshape(-1, CHANNELS)
    points = flat[:, POSITION] * 2 - 1
    if np.isfinite(longest_edge):
        sides = points[texels] - points[texels[:, [1, 2, 0]]]
        texels = texels[(np.square(sides).sum(2) < longest_edge**2).all(1)]
    if not len(texels):
        raise MaquetteError("empty", "The omage shows no surface.", REMEDY)
    texels = omage_orientation.outward(points, texels, occupied, flat[:, NORMAL] * 2 - 1)
    side = len(omage)
    row, column = np.divmod(texels, side)
    uv = np.stack([column + 0.5, row + 0.5], axis=-1).astype(np.float32) / side
    used, faces = _numbered(texels, side * side)
    look = material(omage, occupied)
    made = Mesh(points[used], faces, flat[used, COLOUR].clip(0, 1), uv, look)
    return omage_stitching.stitched(made, stitch, side) if stitch > 0 else made


def checked(omage: np.ndarray) -> np.ndarray:
    """The same as float32. Raises MaquetteError("file") for one that is not square, not of 12
    channels or not finite, and ("empty") for one that shows nothing."""
    shape = omage.shape
    if omage.ndim != 3 or shape[2] != CHANNELS or omage.dtype.kind != "f":
        said = " × ".join(map(str, shape)) or "no"
        raise MaquetteError(
            "file", f"This is no omage: it has {said} values, not side × side × 12.", REMEDY
        )
    if shape[0] != shape[1] or shape[0] < SMALLEST:
        raise MaquetteError(
            "file", f"The omage is not square: it has {shape[1]} × {shape[0]} texels.", REMEDY
        )
    if not np.isfinite(omage).all():
        raise MaquetteError("file", "The omage contains values that are not finite.", REMEDY)
    if not (omage[..., OCCUPANCY] > 0.5).any():
        raise MaquetteError("empty", "The omage is empty: no texel is occupied.", REMEDY)
    return omage.astype(np.float32, copy=False)


def material(omage: np.ndarray, occupied: np.ndarray) -> Material:
    """Its images as PNG files. Texels that show nothing have the values of the nearest that does,
    so that no seam shows through between texels."""
    from scipy import ndimage

    row, column = cast(  # None only where it writes into an array that it is given
        "np.ndarray",
        ndimage.distance_transform_edt(~occupied, return_distances=False, return_indices=True),
    )
    filled = omage[row, column].clip(0, 1)
    nothing = np.ones(occupied.shape)  # red is occlusion, for readers that take all three
    rough = np.stack([nothing, filled[..., ROUGHNESS], filled[..., METALLIC]], axis=-1)
    return Material(
        base_colour=png(linear_to_srgb(filled[..., COLOUR])),
        metallic_roughness=png(rough),
        metallic=1.0,
        roughness=1.0,
    )


def png(values: np.ndarray) -> bytes:
    """A PNG file of values 0..1, (H, W) or (H, W, 3), whose first row is the bottom one."""
    from PIL import Image

    eight_bits = np.rint(values[::-1].clip(0, 1) * 255).astype(np.uint8)
    return png_files.encoded(Image.fromarray(eight_bits))


def _triangles(occupied: np.ndarray) -> np.ndarray:
    """(F, 3) int64: of each occupied texel the one with its neighbors on the right and above, then
    of each the one with those on the left and below. Counter-clockwise, as u and v go."""
    number = np.arange(occupied.size).reshape(occupied.shape)
    here, right = occupied[:-1, :-1], occupied[:-1, 1:]
    above, across = occupied[1:, :-1], occupied[1:, 1:]
    lower, upper = here & right & above, across & above & right
    corner, opposite = number[:-1, :-1][lower], number[1:, 1:][upper]
    side = occupied.shape[1]
    return np.concatenate(
        [
            np.stack([corner, corner + 1, corner + side], axis=1),
            np.stack([opposite, opposite - 1, opposite - side], axis=1),
        ]
    )


def _numbered(faces: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Which of so many vertices the faces use, in order, and the faces in numbers of those."""
    used = np.zeros(count, bool)
    used[faces] = True
    place = np.cumsum(used, dtype=np.int32) - 1
    return np.flatnonzero(used), place[faces].astype(np.int32)
