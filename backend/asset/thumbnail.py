"""A small image of a colored mesh, orthographic."""

from __future__ import annotations

import numpy as np

from ..shared import raster
from ..shared.look import VIEW_DEG
from . import png_files
from .mesh import Mesh, linear_to_srgb
from .point_cloud import PointCloud

AMBIENT, DIFFUSE = 0.45, 0.6


def encoded(asset: Mesh | PointCloud, size: int) -> bytes:
    """A PNG file of `size` pixels a side, filled by the asset, with nothing behind it."""
    from PIL import Image

    mesh = asset.octahedra if isinstance(asset, PointCloud) else asset

    camera = raster.camera(*VIEW_DEG)
    seen = mesh.vertices @ camera.T
    low, high = seen.min(0), seen.max(0)
    centred = mesh.vertices - (low + high) / 2 @ camera
    extent = 1.05 * float((high - low)[:2].max()) / 2
    colours = linear_to_srgb(mesh.colours)
    image = _image(centred, mesh.faces, colours, size, *VIEW_DEG, extent=extent)
    colour = image[..., :3] / np.maximum(image[..., 3:], 1e-6)
    bytes_ = np.concatenate([colour, image[..., 3:]], -1).clip(0, 1) * 255 + 0.5
    return png_files.encoded(Image.fromarray(bytes_.astype(np.uint8), "RGBA"))


def render(
    vertices: np.ndarray,
    faces: np.ndarray,
    colours: np.ndarray,
    size: int = 192,
    *view: float,
    smooth: bool = True,
) -> np.ndarray:
    """Image (size, size, 3) uint8 on white; the rest as `_image`."""
    image = _image(vertices, faces, colours, size, *view, smooth=smooth)
    on_white = image[..., :3] + 1 - image[..., 3:]
    return (np.clip(on_white, 0, 1) * 255 + 0.5).astype(np.uint8)


def _image(
    vertices: np.ndarray,
    faces: np.ndarray,
    colours: np.ndarray,
    size: int,
    azimuth_deg: float = VIEW_DEG[0],
    elevation_deg: float = VIEW_DEG[1],
    extent: float = 1.4,
    smooth: bool = True,
) -> np.ndarray:
    """Premultiplied image (size, size, 4), sRGB and coverage 0..1, of a mesh around the origin.

    vertices (V,3) in model units, faces (F,3) int, colours (V,3) sRGB 0..1. Azimuth 0 looks from
    the front (-Y), larger ones from further to +X; `extent` is half the image's side.
    """
    fine = size * 2
    image = np.zeros((fine * fine, 4), np.float32)
    if len(faces):
        camera = vertices @ raster.camera(azimuth_deg, elevation_deg).T
        corners = camera[faces]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        shade = _vertex_shade(normals, faces, len(vertices)) if smooth else _shade(normals)
        shade = shade[faces] if smooth else np.repeat(shade[:, None], 3, axis=1)
        lit = colours[faces] * shade[..., None]
        corners = corners * [fine / 2 / extent, -fine / 2 / extent, 1] + [fine / 2, fine / 2, 0]
        pixel, face, weights = raster.visible(corners, fine)
        image[pixel, :3] = np.einsum("pk,pkc->pc", weights, lit[face])
        image[pixel, 3] = 1
    return image.reshape(size, 2, size, 2, 4).mean(axis=(1, 3))


def _shade(normals: np.ndarray) -> np.ndarray:
    """Brightness (N,) for camera-space normals (N,3) of any length."""
    return AMBIENT + DIFFUSE * raster.lambert(normals)


def _vertex_shade(normals: np.ndarray, faces: np.ndarray, count: int) -> np.ndarray:
    """Brightness (count,) from area-weighted face normals."""
    total = np.stack(
        [np.bincount(faces.ravel(), np.repeat(normals[:, i], 3), count) for i in range(3)], axis=1
    )
    return _shade(total)
