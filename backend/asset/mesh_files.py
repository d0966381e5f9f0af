"""What a sample became, as a file: a mesh; `point_files.py` has those of points.

npz   numpy arrays as they are in the Mesh, `quads` where it is made of them; what Blender's side
      imports
glb   Y up, the texture, or linear colours (glTF 2.0, 3.7.2.1: COLOR_0 is linear)
ply   Z up, sRGB bytes
obj   Y up, as its readers assume, sRGB as `v x y z r g b`

All but the first have smooth normals, and open upright and with their colours in Blender, with its
importers' own settings.

COLOR_0 has floats, as 256 linear levels leave visible bands in the dark, and stands beside a
material, as the one that glTF assumes instead is a metal. So Blender, three.js, Godot and Unity's
glTFast show it. Two do not: Unreal reads it into the mesh, but not into the material; and trimesh,
which reads it rightly with `skip_materials=True`, makes bytes of these floats without scaling them
when it writes them again beside a material. For those there is the texture.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from ..shared import record
from ..shared.errors import MaquetteError
from ..shared.files import write_whole
from ..shared.look import NUMBERS, Material
from ..shared.record import Record
from . import glb, point_files
from .mesh import Mesh, srgb_bytes
from .point_cloud import PointCloud


def encoded(asset: Mesh | PointCloud, suffix: str, made: Record | None = None) -> bytes:
    """The file's content, in the format that the suffix (".glb") names, in capitals too. `made` is
    how it was made; .npz files do not say.

    Raises MaquetteError("file") for a suffix that names none.
    """
    suffix = suffix.lower()
    if suffix not in ENCODERS:
        raise MaquetteError(
            "file",
            f"{suffix or 'No suffix'} is not a mesh format.",
            f"Use one of {', '.join(ENCODERS)}.",
        )
    if isinstance(asset, PointCloud):
        return point_files.ENCODERS[suffix](asset, _lines(made), made)
    return ENCODERS[suffix](asset, made)


def write(asset: Mesh | PointCloud, file: Path | str) -> None:
    """The whole file or nothing. Raises MaquetteError("file")."""
    write_whole(file, encoded(asset, Path(file).suffix))


def _npz(mesh: Mesh, _made: Record | None) -> bytes:
    """Images and numbers of the material only where it has a uv."""
    file = io.BytesIO()
    material: dict[str, Any] = {}
    if mesh.uv is not None:
        images = mesh.material.images.items()
        material = {name: np.frombuffer(image, np.uint8) for name, image in images}
        material |= {name: getattr(mesh.material, name) for name in NUMBERS} | {"uv": mesh.uv}
    if mesh.quads:
        material["quads"] = np.True_
    np.savez(file, vertices=mesh.vertices, faces=mesh.faces, colours=mesh.colours, **material)
    return file.getvalue()


def _ply(mesh: Mesh, made: Record | None) -> bytes:
    solid = _trimesh(mesh, mesh.vertices, mesh.normals)
    content = cast("bytes", solid.export(file_type="ply", vertex_normal=True))
    head, rest = content.split(b"\n", 1)
    return b"\n".join((head, *(f"comment {line}".encode() for line in _lines(made)), rest))


def _obj(mesh: Mesh, made: Record | None) -> bytes:
    solid = _trimesh(mesh, glb.y_up(mesh.vertices), glb.y_up(mesh.normals))
    header = "\n# ".join(("Y up, sRGB vertex colors", *_lines(made)))
    content = cast("str", solid.export(file_type="obj", header=header, include_normals=True))
    return content.encode("ascii")


def _lines(made: Record | None) -> list[str]:
    """Of a comment."""
    return [f"{record.KEY} {record.encoded(made)}"] if made else []


def _trimesh(mesh: Mesh, vertices: np.ndarray, normals: np.ndarray):
    import trimesh

    return trimesh.Trimesh(
        vertices,
        mesh.faces,
        process=False,
        vertex_normals=normals,
        vertex_colors=srgb_bytes(mesh.colours),
    )


def _glb(mesh: Mesh, made: Record | None) -> bytes:
    upright, normals = glb.y_up(mesh.vertices), glb.y_up(mesh.normals)
    corners = mesh.faces.reshape(-1)
    colours, images, places = mesh.colours, {}, np.empty((0, 2))
    if mesh.uv is not None and mesh.material.images:  # here a vertex has one place in them
        images = mesh.material.images
        vertex, places, corners = _split(corners, mesh.uv.reshape(-1, 2))
        upright, normals, colours = (array[vertex] for array in (upright, normals, colours))
    arrays = [
        glb.floats("POSITION", upright),
        glb.floats("NORMAL", normals),
    ]
    if images:
        flipped = places * [1, -1] + [0, 1]  # glTF counts from the upper left
        arrays.append(glb.floats("TEXCOORD_0", flipped))
    if "base_colour" not in images:
        arrays.append(glb.floats("COLOR_0", colours))
    arrays.append(("indices", corners.astype("<u4"), 5125, "SCALAR", 34963))
    scene = glb.scene(arrays, made)
    attributes = {name: k for k, (name, *_) in enumerate(arrays[:-1])}
    primitive = {"attributes": attributes, "indices": len(attributes), "material": 0}
    scene["meshes"] = [{"primitives": [primitive], **glb.called(made)}]
    scene["materials"] = [_material(mesh.material, list(images)) | glb.called(made)]
    return glb.binary(scene, arrays, list(images.values()))


def _split(corners: np.ndarray, uv: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A vertex for each place in the images: which of the mesh's it is (N,), its place (N, 2), and
    the corners (C,) of faces in numbers of these. Of millions this is quicker than np.unique."""
    order = np.lexsort((uv[:, 1], uv[:, 0], corners))
    before = order[:-1], order[1:]
    new = np.append(
        True,
        (corners[before[0]] != corners[before[1]]) | (uv[before[0]] != uv[before[1]]).any(axis=1),
    )
    number = np.empty(len(corners), np.int64)
    number[order] = np.cumsum(new) - 1
    first = order[new]
    return corners[first], uv[first], number


def _material(material: Material, images: Sequence[str]) -> dict[str, Any]:
    """With these images, which are numbered in this order."""
    surface: dict[str, Any] = {
        "metallicFactor": material.metallic,
        "roughnessFactor": material.roughness,
    }
    found: dict[str, Any] = {"pbrMetallicRoughness": surface}
    for number, name in enumerate(images):
        where = found if name == "normal" else surface
        where[TEXTURES[name]] = {"index": number}
    return found


TEXTURES = {  # of a material -> its name in glTF
    "base_colour": "baseColorTexture",
    "metallic_roughness": "metallicRoughnessTexture",
    "normal": "normalTexture",
}
ENCODERS: dict[str, Callable[[Mesh, Record | None], bytes]] = {
    ".npz": _npz,
    ".glb": _glb,
    ".ply": _ply,
    ".obj": _obj,
}
