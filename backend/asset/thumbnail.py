"""A small picture of a coloured mesh: a numpy rasteriser, orthographic."""

from __future__ import annotations

import io

import numpy as np

from ..shared.look import LIGHT, VIEW_DEG
from .mesh import Mesh, linear_to_srgb
from .point_cloud import PointCloud

_LIGHT = np.array(LIGHT) / np.linalg.norm(LIGHT)
_LARGEST = 8
"""Triangles wider than this many samples are split: all small ones are rasterised at once."""


def encoded(asset: Mesh | PointCloud, size: int) -> bytes:
    """A PNG file of `size` pixels a side, filled by the asset, with nothing behind it."""
    from PIL import Image

    mesh = asset.octahedra if isinstance(asset, PointCloud) else asset

    camera = _camera(*VIEW_DEG)
    seen = mesh.vertices @ camera.T
    low, high = seen.min(0), seen.max(0)
    centred = mesh.vertices - (low + high) / 2 @ camera
    extent = 1.05 * float((high - low)[:2].max()) / 2
    colours = linear_to_srgb(mesh.colours)
    picture = _picture(centred, mesh.faces, colours, size, *VIEW_DEG, extent=extent)
    colour = picture[..., :3] / np.maximum(picture[..., 3:], 1e-6)
    bytes_ = np.concatenate([colour, picture[..., 3:]], -1).clip(0, 1) * 255 + 0.5
    file = io.BytesIO()
    Image.fromarray(bytes_.astype(np.uint8), "RGBA").save(file, format="PNG")
    return file.getvalue()


def render(
    vertices: np.ndarray,
    faces: np.ndarray,
    colours: np.ndarray,
    size: int = 192,
    *view: float,
    smooth: bool = True,
) -> np.ndarray:
    """Picture (size, size, 3) uint8 on white; the rest as `_picture`."""
    picture = _picture(vertices, faces, colours, size, *view, smooth=smooth)
    on_white = picture[..., :3] + 1 - picture[..., 3:]
    return (np.clip(on_white, 0, 1) * 255 + 0.5).astype(np.uint8)


def _picture(
    vertices: np.ndarray,
    faces: np.ndarray,
    colours: np.ndarray,
    size: int,
    azimuth_deg: float = VIEW_DEG[0],
    elevation_deg: float = VIEW_DEG[1],
    extent: float = 1.4,
    smooth: bool = True,
) -> np.ndarray:
    """Premultiplied picture (size, size, 4), sRGB and coverage 0..1, of a mesh around the origin.

    vertices (V,3) in model units, faces (F,3) int, colours (V,3) sRGB 0..1. Azimuth 0 looks from
    the front (-Y), larger ones from further to +X; `extent` is half the picture's side.
    """
    fine = size * 2
    image = np.zeros((fine * fine, 4), np.float32)
    if len(faces):
        camera = vertices @ _camera(azimuth_deg, elevation_deg).T
        corners = camera[faces]
        normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        shade = _vertex_shade(normals, faces, len(vertices)) if smooth else _shade(normals)
        shade = shade[faces] if smooth else np.repeat(shade[:, None], 3, axis=1)
        lit = colours[faces] * shade[..., None]
        corners = corners * [fine / 2 / extent, -fine / 2 / extent, 1] + [fine / 2, fine / 2, 0]
        pixels, values = _rasterise(*_split(corners, lit), fine)
        image[pixels, :3], image[pixels, 3] = values, 1
    return image.reshape(size, 2, size, 2, 4).mean(axis=(1, 3))


def _camera(azimuth_deg: float, elevation_deg: float) -> np.ndarray:
    """(3,3) rows: the camera's right, up and towards-the-viewer directions."""
    a, e = np.radians([azimuth_deg, elevation_deg])
    right = np.array([np.cos(a), np.sin(a), 0])
    towards = np.array([np.sin(a) * np.cos(e), -np.cos(a) * np.cos(e), np.sin(e)])
    return np.stack([right, np.cross(towards, right), towards])


def _shade(normals: np.ndarray) -> np.ndarray:
    """Brightness (N,) for camera-space normals (N,3) of any length; both sides are lit."""
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    normals = np.where(normals[:, 2:] < 0, -normals, normals)
    return 0.45 + 0.6 * np.maximum(normals @ _LIGHT, 0)


def _vertex_shade(normals: np.ndarray, faces: np.ndarray, count: int) -> np.ndarray:
    """Brightness (count,) from area-weighted face normals."""
    total = np.stack(
        [np.bincount(faces.ravel(), np.repeat(normals[:, i], 3), count) for i in range(3)], axis=1
    )
    return _shade(total)


def _split(corners: np.ndarray, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Halve triangles (F,3,3) at their edges' midpoints until all are small."""
    done = []
    while len(corners):
        spread = np.ptp(corners[:, :, :2], axis=1).max(axis=1)
        large = spread > _LARGEST
        done.append((corners[~large], colours[~large]))
        corners, colours = (_quarters(values[large]) for values in (corners, colours))
    corners, colours = (np.concatenate(group) for group in zip(*done, strict=True))
    return corners, colours


def _quarters(triangles: np.ndarray) -> np.ndarray:
    """(F,3,C) -> (4F,3,C)."""
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    ab, bc, ca = (a + b) / 2, (b + c) / 2, (c + a) / 2
    groups = (a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)
    return np.concatenate([np.stack(group, axis=1) for group in groups])


def _rasterise(
    corners: np.ndarray, colours: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Visible flat pixel indices (P,) and their colours (P,3) for small screen triangles."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (b[:, 1] - a[:, 1]) * (c[:, 0] - a[:, 0])
    start = np.ceil(corners[:, :, :2].min(axis=1) - 0.5)
    steps = np.floor(corners[:, :, :2].max(axis=1) - 0.5) - start
    area = np.where(np.abs(area) < 1e-12, np.inf, area)
    found: list[tuple[np.ndarray, ...]] = []
    for dx in range(_LARGEST + 1):
        for dy in range(_LARGEST + 1):
            f = np.flatnonzero((steps[:, 0] >= dx) & (steps[:, 1] >= dy))
            x, y = start[f, 0] + dx + 0.5, start[f, 1] + dy + 0.5
            wb = (x - a[f, 0]) * (c[f, 1] - a[f, 1]) - (y - a[f, 1]) * (c[f, 0] - a[f, 0])
            wc = (b[f, 0] - a[f, 0]) * (y - a[f, 1]) - (b[f, 1] - a[f, 1]) * (x - a[f, 0])
            wb, wc = wb / area[f], wc / area[f]
            ok = (wb >= -1e-6) & (wc >= -1e-6) & (wb + wc <= 1 + 1e-6)
            ok &= (x >= 0) & (x < size) & (y >= 0) & (y < size) & np.isfinite(area[f])
            f, wb, wc = f[ok], wb[ok], wc[ok]
            wa = 1 - wb - wc
            depth = wa * a[f, 2] + wb * b[f, 2] + wc * c[f, 2]
            pixel = (y[ok].astype(int)) * size + x[ok].astype(int)
            found.append((pixel, depth, f, wa, wb, wc))
    pixel, depth, f, wa, wb, wc = (np.concatenate(group) for group in zip(*found, strict=True))
    # The nearest candidate of a pixel comes last in its run.
    order = np.lexsort((depth, pixel))
    last = np.append(np.diff(pixel[order]) != 0, True)[: len(order)]
    top = order[last]
    weights = np.stack([wa, wb, wc], axis=1)[top]
    return pixel[top], np.einsum("pk,pkc->pc", weights, colours[f[top]])
