"""What color a surface or a point has, read from color attributes, images and materials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import bpy
import numpy as np

COLORS = ("FLOAT_COLOR", "BYTE_COLOR")  # types of attributes
SHADERS = {"BSDF_PRINCIPLED": "Base Color", "BSDF_DIFFUSE": "Color", "EMISSION": "Color"}
GRAY = 0.5  # scene-linear; of what has no color
BINS = 6  # along each channel, in which alike colors are counted
LARGEST = 4096 * 4096  # pixels of an image that is read: more would take a second


class Samples(NamedTuple):
    """Points of the surface of an evaluated mesh.

    triangle  (N,) in which of its triangles they are
    loops     (N, 3) of its corners
    vertices  (N, 3) there
    weights   (N, 3) of the corners in the point
    """

    mesh: bpy.types.Mesh
    triangle: np.ndarray
    loops: np.ndarray
    vertices: np.ndarray
    weights: np.ndarray

    def among(self, chosen: np.ndarray) -> Samples:
        """Those that are chosen (N,)."""
        return Samples(self.mesh, *(each[chosen] for each in self[1:]))

    def take(self, known: np.ndarray, corners: np.ndarray) -> np.ndarray:
        """(N, C) of what is known (K, C) of all vertices or loops, which `corners` (N, 3) names."""
        return np.einsum("nk,nkc->nc", self.weights, known[corners])


def values(
    items: bpy.types.bpy_prop_collection | Sequence[object],
    name: str,
    each: int,
    kind: type = np.float32,
) -> np.ndarray:
    """(N, each) of a property of all items."""
    found = np.empty(len(items) * each, kind)
    if len(items):
        items.foreach_get(name, found)
    return found.reshape(-1, each)


def of_points(data: bpy.types.Mesh | bpy.types.PointCloud) -> np.ndarray | None:
    """(V, 3) of vertices or points, scene-linear; None where they have no color attribute."""
    layer = color_layer(data, "POINT")
    return None if layer is None else values(layer.data, "color", 4)[:, :3]


def of_surface(made: bpy.types.Object, samples: Samples) -> np.ndarray | None:
    """(N, 3) scene-linear, of samples of the evaluated object: what its materials show if that is
    an image or an attribute, else its color attribute, else the materials' own colors. None where
    there is none of these."""
    painted = _by_attribute(samples, color_layer(samples.mesh))
    materials = [slot.material for slot in made.material_slots]
    if not any(materials):
        return painted
    number = np.zeros(len(samples.triangle), np.int32)
    if len(materials) > 1:
        triangles = samples.mesh.loop_triangles
        number = values(triangles, "material_index", 1, np.int32)[samples.triangle, 0]
        number = number.clip(0, len(materials) - 1)
    colors = np.zeros((len(number), 3), np.float32)
    for k in np.unique(number):
        here = number == k
        some = samples.among(here)
        source = source_of(materials[k]) if materials[k] else None
        shown = _shown(some, source)
        if shown is None and painted is not None:
            shown = painted[here]
        if shown is None:
            shown = plain_color(materials[k], source)
        colors[here] = shown
    return colors


def source_of(material: bpy.types.Material) -> bpy.types.Node | bpy.types.NodeSocket | None:
    """The node that gives the material's color, or the socket that has it; None for neither."""
    nodes = material.node_tree.nodes if material.node_tree else ()
    for kind, name in SHADERS.items():
        for node in nodes:
            if node.type == kind:
                socket = node.inputs[name]
                return socket.links[0].from_node if socket.is_linked else socket
    return None


def _shown(
    samples: Samples, source: bpy.types.Node | bpy.types.NodeSocket | None
) -> np.ndarray | None:
    """(N, 3) as an image or an attribute says; None where the color comes from elsewhere."""
    kind = getattr(source, "type", "")
    if kind == "TEX_IMAGE" and samples.mesh.uv_layers:
        return _by_image(samples, source.image)
    if kind in ("VERTEX_COLOR", "ATTRIBUTE"):
        name = source.layer_name if kind == "VERTEX_COLOR" else source.attribute_name
        layer = samples.mesh.color_attributes.get(name) or (
            None if name else color_layer(samples.mesh)
        )
        return _by_attribute(samples, layer)
    return None


def plain_color(
    material: bpy.types.Material | None, source: bpy.types.Node | bpy.types.NodeSocket | None
) -> tuple[float, float, float]:
    if isinstance(source, bpy.types.NodeSocket):
        return tuple(source.default_value)[:3]
    return tuple(material.diffuse_color)[:3] if material else (0.8, 0.8, 0.8)  # Blender's own


def color_layer(
    data: bpy.types.Mesh | bpy.types.PointCloud, *domains: str
) -> bpy.types.Attribute | None:
    """The color attribute that is rendered, or else the first one."""
    found = [each for each in data.attributes if each.data_type in COLORS]
    found = [each for each in found if each.domain in (domains or ("POINT", "CORNER"))]
    known = getattr(data, "color_attributes", None)
    if known and 0 <= known.render_color_index < len(known):
        name = known[known.render_color_index].name
        found.sort(key=lambda each: each.name != name)
    return found[0] if found else None


def _by_attribute(samples: Samples, layer: bpy.types.Attribute | None) -> np.ndarray | None:
    if layer is None:
        return None
    corners = samples.vertices if layer.domain == "POINT" else samples.loops
    return samples.take(values(layer.data, "color", 4)[:, :3], corners)


def _by_image(samples: Samples, image: bpy.types.Image | None) -> np.ndarray | None:
    """Its nearest pixels, repeated beyond its sides."""
    width, height = image.size if image else (0, 0)
    if not 0 < width * height <= LARGEST or image.channels < 3:
        return None
    uv = samples.mesh.uv_layers.active
    at = samples.take(values(uv.uv, "vector", 2), samples.loops) % 1.0
    column = np.minimum((at[:, 0] * width).astype(int), width - 1)
    row = np.minimum((at[:, 1] * height).astype(int), height - 1)
    pixels = np.empty(width * height * image.channels, np.float32)
    image.pixels.foreach_get(pixels)
    colors = pixels.reshape(height, width, image.channels)[row, column, :3]
    encoded = not image.is_float and image.colorspace_settings.name == "sRGB"
    return linear(colors) if encoded else colors


def main_color(colors: np.ndarray, vertices: np.ndarray, faces: np.ndarray) -> tuple[float, ...]:
    """The color that most of a surface has, or, without faces (F, 3), most of the points: the mean
    of those alike to it. Of colors (V, 3), scene-linear, at vertices (V, 3)."""
    weights = np.ones(len(colors))
    if len(faces):
        corners = vertices[faces]
        sides = corners[:, 1:] - corners[:, :1]
        areas = np.linalg.norm(np.cross(sides[:, 0], sides[:, 1]), axis=1)
        weights = np.bincount(faces.ravel(), np.repeat(areas, 3), len(colors)) + 1e-12
    steps = (colors.clip(0, 1) ** (1 / 2.2) * BINS).astype(int).clip(0, BINS - 1)
    alike = steps @ [1, BINS, BINS * BINS]
    chosen = alike == np.bincount(alike, weights).argmax()
    return tuple(np.average(colors[chosen], axis=0, weights=weights[chosen]).clip(0, 1).tolist())


def linear(srgb: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
