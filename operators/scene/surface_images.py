"""The materials of an object as images of one: base color, metallic and roughness.

Where there are several, each has a tile of the images. What makes no image, such as a procedural
texture, is told, and a plain value takes its place.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import bpy
import numpy as np
from bpy.app.translations import pgettext_iface as iface_

from ...backend.shared.look import PLAIN
from . import paint, thumbnail

MOST = 2048  # pixels a side of images with several tiles
CHANNELS = {"Red": 0, "Green": 1, "Blue": 2}
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DEPTH = 24  # where a PNG file says how many bits its channels have
GIVEN_UP = {  # inputs of the shader -> what stands for them, and what to say of it
    "Metallic": (PLAIN.metallic, "The metallic value of {} is procedural, so {:g} was used."),
    "Roughness": (PLAIN.roughness, "The roughness of {} is procedural, so {:g} was used."),
}


class Look(NamedTuple):
    """Of one material. Images are as large as they are, their lowest row first; a plain value is an
    image of one pixel.

    base    (H, W, 3) float32 in sRGB, or a PNG file; None: the color attribute of the mesh
    values  (H, W, 2) float32, metallic and roughness
    notes   sentences about what was not taken as it is
    """

    base: np.ndarray | bytes | None
    values: np.ndarray
    notes: tuple[str, ...] = ()


class Images(NamedTuple):
    """Of one material, as `look.Material` has them.

    files    PNG files, by their names there
    numbers  that images are multiplied by, or that stand for them
    tiles    along each side of the images: the looks row by row, from the lower left
    size     pixels along each side of a tile
    """

    files: dict[str, bytes]
    numbers: dict[str, float]
    tiles: int = 1
    size: int = 1

    def place(self, uv: np.ndarray, look: np.ndarray) -> np.ndarray:
        """Where triangles (F, 3, 2) with these looks (F,), by number, find their colors. A tile
        does not repeat: each triangle is moved into it as a whole."""
        if self.tiles == 1:
            return uv
        within = (uv - np.floor(uv.mean(1, keepdims=True))).clip(0, 1)
        within = (0.5 + within * (self.size - 1)) / self.size  # no pixel of a neighbor shows
        row, column = np.divmod(look, self.tiles)
        placed = (np.stack([column, row], 1)[:, None] + within) / self.tiles
        return placed.astype(np.float32)


def look_of(
    material: bpy.types.Material | None, mesh: bpy.types.Mesh, most: int, alone: bool
) -> Look:
    """What a material shows on a mesh, its images about `most` pixels a side at most. `alone`: no
    other material is there, so that a file can be taken as it is."""
    notes: list[str] = []
    base = _base(material, mesh, most, alone, notes)
    nodes = material.node_tree.nodes if material and material.node_tree else ()
    shader = next((node for node in nodes if node.type == "BSDF_PRINCIPLED"), None)
    planes = []
    for name, (plain, sentence) in GIVEN_UP.items():
        found = _value(shader.inputs[name], most) if shader else _pixel(plain)
        if found is None:
            found = _pixel(plain)
            notes.append(iface_(sentence).format(material.name, plain))
        planes.append(found.clip(0, 1))
    shape = np.max([plane.shape for plane in planes], axis=0)
    values = np.stack([resized(plane, *shape) for plane in planes], axis=-1)
    return Look(base, values, tuple(notes))


def of(looks: Sequence[Look]) -> Images:
    """All of these, of which either all or none have the mesh's color attribute for a base, as
    images of one material."""
    tiles = int(np.ceil(np.sqrt(len(looks))))
    planes = [plane for look in looks for plane in look[:2] if isinstance(plane, np.ndarray)]
    size = min(max(max(plane.shape[:2]) for plane in planes), MOST // tiles)
    files, numbers = {}, {"metallic": 1.0, "roughness": 1.0}
    bases = [look.base for look in looks if look.base is not None]
    if len(bases) > 1 or (bases and not _is_plain(bases[0])):
        file = bases[0] if isinstance(bases[0], bytes) else png(_tiled(bases, tiles, size))
        files["base_colour"] = file
    values = [look.values for look in looks]
    if all(plane.shape == (1, 1, 2) and (plane == values[0]).all() for plane in values):
        numbers = dict(zip(numbers, map(float, values[0].ravel()), strict=True))
    else:  # occlusion is in red, for readers that take all three from one image
        packed = [np.insert(plane[..., ::-1], 0, 1, axis=-1) for plane in values]
        files["metallic_roughness"] = png(_tiled(packed, tiles, size))
    return Images(files, numbers, tiles, size)


def plain(looks: Sequence[Look]) -> tuple[float, ...]:
    """The scene-linear color of all, where they are one and its color is plain; else gray."""
    base = looks[0].base
    one = len(looks) == 1 and _is_plain(base)
    return tuple(paint.linear(base[0, 0])) if one else (paint.GRAY,) * 3


def png(pixels: np.ndarray) -> bytes:
    """A PNG file (W3C, third edition) of (H, W, 3) in 0..1, the lowest row first. Blender's own
    packs it as tightly as it can, and stands still for a second meanwhile."""
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + 3 * width), np.uint8)  # each begins with its filter, which is none
    rows[:, 1:] = np.rint(pixels[::-1].clip(0, 1) * 255).reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = {b"IHDR": head, b"IDAT": zlib.compress(rows.tobytes(), 1), b"IEND": b""}
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts.items()
    )
    return SIGNATURE + b"".join(chunks)


def resized(plane: np.ndarray, height: int, width: int) -> np.ndarray:
    """(height, width, ...) of the nearest pixels."""
    rows = (np.arange(height) + 0.5) * plane.shape[0] / height
    columns = (np.arange(width) + 0.5) * plane.shape[1] / width
    return plane[rows.astype(int)[:, None], columns.astype(int)]


def _tiled(planes: Sequence[np.ndarray], tiles: int, size: int) -> np.ndarray:
    if tiles == 1:
        return planes[0]
    whole = np.zeros((tiles, size, tiles, size, 3), np.float32)
    for k, plane in enumerate(planes):
        row, column = divmod(k, tiles)
        whole[row, :, column] = resized(plane, size, size)
    return whole.reshape(tiles * size, tiles * size, 3)


def _base(
    material: bpy.types.Material | None,
    mesh: bpy.types.Mesh,
    most: int,
    alone: bool,
    notes: list[str],
) -> np.ndarray | bytes | None:
    source = paint.source_of(material) if material else None
    kind = getattr(source, "type", "")
    painted = paint.color_layer(mesh)
    if material is None or source is None:
        return None if painted else color(paint.plain_color(material, None))
    if isinstance(source, bpy.types.NodeSocket):
        return color(paint.plain_color(material, source))
    if kind in ("VERTEX_COLOR", "ATTRIBUTE") and painted:
        return None
    if kind == "TEX_IMAGE" and mesh.uv_layers:
        if alone and (file := _file_of(source.image)):
            return file
        if (pixels := _pixels(source.image, most)) is not None:
            return pixels[..., :3] if _encoded(source.image) else thumbnail.srgb(pixels[..., :3])
    why = "The color of {} is procedural, so its viewport color was used."
    if kind == "TEX_IMAGE":
        why = "The image of {} cannot be read, so its viewport color was used."
    notes.append(iface_(why).format(material.name))
    return color(paint.plain_color(material, None))


def _value(socket: bpy.types.NodeSocket, most: int) -> np.ndarray | None:
    """(H, W) of an input that is a number, a channel of an image, or that times a number; None
    where it is anything else."""
    factor, channel = 1.0, None
    while socket.is_linked:
        link = socket.links[0]
        node, output = link.from_node, link.from_socket.name
        if node.type == "MATH" and node.operation == "MULTIPLY" and not node.inputs[1].is_linked:
            factor *= node.inputs[1].default_value
            socket = node.inputs[0]
        elif node.type == "SEPARATE_COLOR" and output in CHANNELS:
            channel, socket = CHANNELS[output], node.inputs[0]
        elif node.type == "TEX_IMAGE" and (pixels := _pixels(node.image, most)) is not None:
            pixels = paint.linear(pixels) if _encoded(node.image) else pixels
            seen = pixels[..., :3].mean(-1) if channel is None else pixels[..., channel]
            return (seen * factor).astype(np.float32)
        else:
            return None
    value = socket.default_value
    return _pixel(factor * value) if isinstance(value, float) else None


def _pixels(image: bpy.types.Image | None, most: int) -> np.ndarray | None:
    """(H, W, 3 or 4) float32 as the image keeps them, of a larger one every so many pixels; None
    for one without pixels, or with too many to be read."""
    width, height = image.size if image else (0, 0)
    if not 0 < width * height <= paint.LARGEST:
        return None
    pixels = np.empty((height, width, image.channels), np.float32)
    image.pixels.foreach_get(pixels.ravel())
    if image.channels < 3:
        pixels = pixels[..., :1].repeat(3, axis=-1)
    step = max(max(width, height) // most, 1)
    near, far = pixels[::step, ::step], pixels[step // 2 :: step, step // 2 :: step]
    rows, columns = np.minimum(near.shape, far.shape)[:2]
    return (near[:rows, :columns] + far[:rows, :columns]) / 2


def _file_of(image: bpy.types.Image | None) -> bytes | None:
    """A PNG file that holds what the image shows; None if there is none."""
    if image is None or image.is_dirty or image.source != "FILE" or not _encoded(image):
        return None
    if image.packed_file:
        content = image.packed_file.data
    else:
        file = Path(bpy.path.abspath(image.filepath, library=image.library))
        try:
            content = file.read_bytes() if file.suffix.lower() == ".png" else b""
        except OSError:
            return None
    return content if content.startswith(SIGNATURE) and content[DEPTH] == 8 else None


def _encoded(image: bpy.types.Image) -> bool:
    return not image.is_float and image.colorspace_settings.name == "sRGB"


def color(linear: Sequence[float]) -> np.ndarray:
    return thumbnail.srgb(np.array(linear, np.float32).clip(0, 1)).astype(np.float32)[None, None]


def _is_plain(base: np.ndarray | bytes | None) -> bool:
    return isinstance(base, np.ndarray) and base.shape == (1, 1, 3)


def _pixel(value: float) -> np.ndarray:
    return np.full((1, 1), value, np.float32)
