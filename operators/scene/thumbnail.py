"""A small picture of an object, drawn by numpy: Blender draws its own on a graphics card alone.

Orthographic, from the front (-Y), a little from the right and from above, on nothing.
"""

from __future__ import annotations

from typing import NamedTuple

import bpy
import numpy as np

from ...backend.shared import raster
from ...backend.shared.look import VIEW_DEG
from . import point_cloud

SIDE = 256  # pixels
FINE = 3  # samples of a pixel along each side
MARGIN = 0.06  # on each side, as a part of the picture's
AMBIENT, DIFFUSE = 0.25, 0.75
GREY = (0.8, 0.8, 0.8, 1.0)  # of what has no material, as in Blender


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
    if not len(triangles.places) and point_cloud.is_one(made.data):  # shown as Blender's points
        triangles = _solid(*point_cloud.drawn(made.data))
    finite = np.isfinite(triangles.places).all((1, 2))
    places, normals, colours = (values[finite] for values in triangles)
    fine = SIDE * FINE
    picture = np.zeros((fine * fine, 4), np.float32)
    if len(places):
        to_camera = raster.camera(*VIEW_DEG) @ np.array(made.matrix_world.to_3x3())
        places = _fit(places @ to_camera.T.astype(np.float32), fine)
        pixel, face, weights = raster.visible(places, fine)
        normal = np.einsum("pk,pkc->pc", weights, normals[face]) @ np.linalg.pinv(to_camera)
        shade = AMBIENT + DIFFUSE * raster.lambert(normal)
        colour = np.einsum("pk,pkc->pc", weights, colours[face]) * shade[:, None]
        picture[pixel, :3] = srgb(np.clip(colour, 0, 1))
        picture[pixel, 3] = 1
    return picture.reshape(SIDE, FINE, SIDE, FINE, 4).mean(axis=(1, 3))


def _fit(places: np.ndarray, fine: int) -> np.ndarray:
    """Camera space (F, 3, 3) -> samples from the lower left corner, the whole in the middle."""
    low, high = places.min((0, 1)), places.max((0, 1))
    widest = max((high - low)[:2].max(), 1e-12)
    middle = (low + high) / 2
    return (places - middle) * (fine * (1 - 2 * MARGIN) / widest) + [fine / 2, fine / 2, 0]


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
