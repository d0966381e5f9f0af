"""A small picture of an object, drawn by numpy: Blender draws its own on a graphics card alone.

Orthographic, from the front (-Y), a little from the right and from above, on nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import bpy
import numpy as np

from ...backend.shared.look import LIGHT, VIEW_DEG
from . import point_cloud

SIDE = 256  # pixels
FINE = 3  # samples of a pixel along each side
MARGIN = 0.06  # on each side, as a part of the picture's
AZIMUTH, ELEVATION = np.radians(VIEW_DEG)  # 0 is from the front, at eye level
TO_LIGHT = np.array(LIGHT) / np.linalg.norm(LIGHT)  # in camera space
AMBIENT, DIFFUSE = 0.25, 0.75
GREY = (0.8, 0.8, 0.8, 1.0)  # of what has no material, as in Blender
BATCH = 4_000_000  # samples at a time, which keeps memory below 300 MB


class Triangles(NamedTuple):
    """Corners of F triangles in the space of the object."""

    places: np.ndarray  # (F, 3, 3)
    normals: np.ndarray  # (F, 3, 3)
    colours: np.ndarray  # (F, 3, 3) scene-linear


def draw(made: bpy.types.Object, depsgraph: bpy.types.Depsgraph) -> np.ndarray:
    """Picture (SIDE, SIDE, 4) float32 in 0..1 of a mesh object as it stands, with its modifiers:
    sRGB, premultiplied, the lowest row first, as Blender's previews are."""
    evaluated = made.evaluated_get(depsgraph)
    try:
        triangles = _read(evaluated, evaluated.to_mesh())
    finally:
        evaluated.to_mesh_clear()
    if point_cloud.is_one(made.data):  # which no modifier makes a mesh of
        triangles = _solid(*point_cloud.drawn(made.data))
    finite = np.isfinite(triangles.places).all((1, 2))
    places, normals, colours = (values[finite] for values in triangles)
    fine = SIDE * FINE
    picture = np.zeros((fine * fine, 4), np.float32)
    if len(places):
        to_camera = _camera() @ np.array(made.matrix_world.to_3x3())
        places = _fit(places @ to_camera.T.astype(np.float32), fine)
        pixel, face = _visible(places, fine)
        weights = _barycentric(places[face], pixel % fine + 0.5, pixel // fine + 0.5)
        normal = np.einsum("pk,pkc->pc", weights, normals[face]) @ np.linalg.pinv(to_camera)
        shade = AMBIENT + DIFFUSE * _lambert(normal)
        colour = np.einsum("pk,pkc->pc", weights, colours[face]) * shade[:, None]
        picture[pixel, :3] = srgb(np.clip(colour, 0, 1))
        picture[pixel, 3] = 1
    return picture.reshape(SIDE, FINE, SIDE, FINE, 4).mean(axis=(1, 3))


def _camera() -> np.ndarray:
    """(3, 3) rows: the camera's right, up and towards-the-viewer directions."""
    right = np.array([np.cos(AZIMUTH), np.sin(AZIMUTH), 0])
    level = np.array([np.sin(AZIMUTH), -np.cos(AZIMUTH), 0]) * np.cos(ELEVATION)
    towards = level + [0, 0, np.sin(ELEVATION)]
    return np.stack([right, np.cross(towards, right), towards])


def _fit(places: np.ndarray, fine: int) -> np.ndarray:
    """Camera space (F, 3, 3) -> samples from the lower left corner, the whole in the middle."""
    low, high = places.min((0, 1)), places.max((0, 1))
    widest = max((high - low)[:2].max(), 1e-12)
    middle = (low + high) / 2
    return (places - middle) * (fine * (1 - 2 * MARGIN) / widest) + [fine / 2, fine / 2, 0]


def _visible(places: np.ndarray, fine: int) -> tuple[np.ndarray, np.ndarray]:
    """Which samples (P,) show something, counted row by row, and the nearest triangle (P,)."""
    nearest = np.full(fine * fine, -np.inf, np.float32)
    owner = np.full(fine * fine, -1)
    for batch in _batches(places):
        pixel, depth, face = _samples(places[batch], fine)
        closer = np.flatnonzero(depth > nearest[pixel])
        order = closer[np.argsort(depth[closer])]  # of those at one sample the nearest comes last
        nearest[pixel[order]] = depth[order]
        owner[pixel[order]] = batch[face[order]]
    pixel = np.flatnonzero(owner >= 0)
    return pixel, owner[pixel]


def _batches(places: np.ndarray) -> Iterator[np.ndarray]:
    """Triangles by number, so many at a time as cover BATCH samples."""
    rows = np.ptp(places[..., 1], axis=1) + 1
    size = np.abs(_area(places)) / 2 + rows
    number = (np.cumsum(size) // BATCH).astype(int)
    yield from np.split(np.arange(len(places)), np.flatnonzero(np.diff(number)) + 1)


def _samples(places: np.ndarray, fine: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The samples that triangles (F, 3, 3) cover: which, how near, and of which triangle, (S,)
    each. Row by row, for thin triangles cover little of the box around them."""
    bottom = np.ceil(places[..., 1].min(1) - 0.5)
    top = np.floor(places[..., 1].max(1) - 0.5)
    face, step = _spread(top - bottom + 1)
    y = bottom[face] + step + 0.5
    # An edge is crossed at one x; the row lies between the two crossings.
    left, right = np.full(len(y), np.inf), np.full(len(y), -np.inf)
    for k in range(3):
        a, b = places[face, k], places[face, (k + 1) % 3]
        with np.errstate(divide="ignore", invalid="ignore"):
            along = (y - a[:, 1]) / (b[:, 1] - a[:, 1])
            x = a[:, 0] + along * (b[:, 0] - a[:, 0])
        crossed = (along >= 0) & (along <= 1)
        left = np.where(crossed, np.minimum(left, x), left)
        right = np.where(crossed, np.maximum(right, x), right)
    first = np.ceil(left - 0.5)
    row, step = _spread(np.where(right >= left, np.floor(right - 0.5) - first + 1, 0))
    x, y, face = first[row] + step + 0.5, y[row], face[row]
    depth = np.einsum("sk,sk->s", _barycentric(places[face], x, y), places[face, :, 2])
    pixel = np.floor(y).astype(int) * fine + np.floor(x).astype(int)
    return pixel, depth, face


def _spread(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each number k `counts[k]` times, and beside it 0, 1, ... `counts[k]` - 1."""
    counts = np.maximum(counts, 0).astype(int)
    number = np.repeat(np.arange(len(counts)), counts)
    return number, np.arange(len(number)) - (np.cumsum(counts) - counts)[number]


def _barycentric(places: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Weights (S, 3) of the corners of triangles (S, 3, 3) at points of the picture."""
    a, b, c = (places[:, k, :2] for k in range(3))
    area = _area(places)
    area = np.where(area == 0, np.inf, area)  # seen from its edge: the first corner's weight is 1
    of_b = ((x - a[:, 0]) * (c[:, 1] - a[:, 1]) - (y - a[:, 1]) * (c[:, 0] - a[:, 0])) / area
    of_c = ((b[:, 0] - a[:, 0]) * (y - a[:, 1]) - (b[:, 1] - a[:, 1]) * (x - a[:, 0])) / area
    return np.stack([1 - of_b - of_c, of_b, of_c], axis=1)


def _area(places: np.ndarray) -> np.ndarray:
    """Twice the area (F,) that triangles cover, negative where they turn clockwise."""
    ab, ac = places[:, 1] - places[:, 0], places[:, 2] - places[:, 0]
    return ab[:, 0] * ac[:, 1] - ab[:, 1] * ac[:, 0]


def _lambert(normals: np.ndarray) -> np.ndarray:
    """Light (N,) on surfaces with normals (N, 3) of any length; both sides are lit."""
    normals = normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    return np.maximum(np.where(normals[:, 2:] < 0, -normals, normals) @ TO_LIGHT, 0)


def srgb(linear: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1."""
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def _read(made: bpy.types.Object, mesh: bpy.types.Mesh) -> Triangles:
    mesh.calc_loop_triangles()
    triangles = mesh.loop_triangles
    count = len(triangles)
    loops = _values(triangles, "loops", 3 * count, np.int32)
    corners = _values(triangles, "vertices", 3 * count, np.int32)
    places = _values(mesh.vertices, "co", 3 * len(mesh.vertices)).reshape(-1, 3)[corners]
    normals = _values(mesh.corner_normals, "vector", 3 * len(mesh.loops)).reshape(-1, 3)[loops]
    painted = mesh.color_attributes
    if 0 <= painted.render_color_index < len(painted):
        layer = painted[painted.render_color_index]
        colours = _values(layer.data, "color", 4 * len(layer.data)).reshape(-1, 4)
        colours = colours[corners if layer.domain == "POINT" else loops]
    else:
        materials = [slot.material for slot in made.material_slots]
        palette = np.array([material.diffuse_color if material else GREY for material in materials])
        palette = palette if len(palette) else np.array([GREY])
        index = _values(triangles, "material_index", count, np.int32)
        colours = palette[np.minimum(index, len(palette) - 1)].repeat(3, axis=0)
    corners_of_each = (count, 3, 3)
    return Triangles(
        places.reshape(corners_of_each),
        normals.reshape(corners_of_each),
        colours[:, :3].reshape(corners_of_each),
    )


def _solid(vertices: np.ndarray, faces: np.ndarray, colors: np.ndarray) -> Triangles:
    """Flat triangles of these faces (F, 3)."""
    places = vertices[faces]
    normals = np.cross(places[:, 1] - places[:, 0], places[:, 2] - places[:, 0])
    return Triangles(places, normals[:, None].repeat(3, axis=1), colors[faces])


def _values(
    items: bpy.types.bpy_prop_collection, name: str, count: int, kind: type = np.float32
) -> np.ndarray:
    values = np.empty(count, kind)
    items.foreach_get(name, values)
    return values
