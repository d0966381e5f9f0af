"""A coloured triangle mesh and the files it can be written to.

npz   numpy arrays as they are here; what Blender's side imports
glb   Y up, the texture, or linear colours (glTF 2.0, 3.7.2.1: COLOR_0 is linear), as floats
ply   Z up, sRGB bytes
obj   Y up, as its readers assume, sRGB as `v x y z r g b`

All of them open upright and with their colours in Blender, with its importers' own settings.
"""

from __future__ import annotations

import errno
import json
import os
import struct
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from .protocol.errors import MaquetteError


@dataclass(frozen=True)
class Mesh:
    """vertices  (V, 3) float32, Z up, model units: the sampled box is [-1, 1]^3
    faces     (F, 3) int32, wound outward (counter-clockwise seen from outside)
    colours   (V, 3) float32, scene-linear Rec. 709, 0..1
    uv        (F, 3, 2) float32, corners of faces in the texture, from its lower left, 0..1
    texture   a PNG file, sRGB
    """

    vertices: np.ndarray
    faces: np.ndarray
    colours: np.ndarray
    uv: np.ndarray | None = None
    texture: bytes = b""

    @property
    def watertight(self) -> bool:
        """Whether every edge has two faces, one on each side, wound alike."""
        start = self.faces.ravel().astype(np.int64)
        end = np.roll(self.faces, -1, axis=1).ravel().astype(np.int64)
        there = np.sort(start * len(self.vertices) + end)
        back = np.sort(end * len(self.vertices) + start)
        once = len(there) and (start != end).all() and np.diff(there).all()
        return bool(once and np.array_equal(there, back))

    def colours_at(self, points: np.ndarray) -> np.ndarray:
        """(N, 3) float32 colours of the surface nearest to `points` (N, 3), interpolated between
        the vertices there."""
        from scipy.spatial import cKDTree

        near = min(3, len(self.vertices))
        tree = cKDTree(self.vertices)
        distance, vertex = tree.query(points, k=range(1, near + 1), workers=-1)
        weight = 1 / np.maximum(distance, 1e-9) ** 2
        weight /= weight.sum(axis=1, keepdims=True)
        return np.einsum("nk,nkc->nc", weight, self.colours[vertex]).astype(np.float32)

    def write(self, path: Path | str) -> None:
        """Write the whole file or nothing, in the format that the suffix names.

        Raises MaquetteError("file") with what stood in the way.
        """
        path = Path(path)
        write = WRITERS.get(path.suffix.lower())
        if write is None:
            raise MaquetteError(
                "file",
                f"{path.name} has no suffix that names a mesh format.",
                f"Use one of {', '.join(WRITERS)}.",
            )
        with _whole_file(path) as file:
            write(self, file)


def srgb_to_linear(srgb: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1, sRGB 0..1 -> linear 0..1. diffusers' renderer.py has the same numbers."""
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def linear_to_srgb(linear: np.ndarray) -> np.ndarray:
    """IEC 61966-2-1, linear 0..1 -> sRGB 0..1; the inverse of `srgb_to_linear`."""
    linear = np.maximum(linear, 0)  # a negative base has no real power
    return np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)


def check_folder(folder: Path) -> None:
    """Raise MaquetteError("file") unless a file can be made in `folder`."""
    try:
        temporary = _temporary(folder)
        temporary.touch(exist_ok=False)
        temporary.unlink()
    except OSError as error:
        raise _explain(error, folder) from error


def _npz(mesh: Mesh, file: BinaryIO) -> None:
    baked = (
        {"uv": mesh.uv, "texture": np.frombuffer(mesh.texture, np.uint8)} if mesh.texture else {}
    )
    np.savez(file, vertices=mesh.vertices, faces=mesh.faces, colours=mesh.colours, **baked)


def _ply(mesh: Mesh, file: BinaryIO) -> None:
    file.write(_trimesh(mesh, mesh.vertices).export(file_type="ply"))


def _obj(mesh: Mesh, file: BinaryIO) -> None:
    made = _trimesh(mesh, _y_up(mesh.vertices))
    text = made.export(file_type="obj", header="maquette: Y up, sRGB vertex colours")
    file.write(text.encode("ascii"))


def _y_up(vertices: np.ndarray) -> np.ndarray:
    """-90 degrees about X: Z up becomes Y up."""
    x, y, z = vertices.T
    return np.column_stack([x, z, -y])


def _trimesh(mesh: Mesh, vertices: np.ndarray):
    import trimesh

    srgb = np.rint(linear_to_srgb(mesh.colours).clip(0, 1) * 255).astype(np.uint8)
    return trimesh.Trimesh(vertices, mesh.faces, vertex_colors=srgb, process=False)


def _glb(mesh: Mesh, file: BinaryIO) -> None:
    """Binary glTF 2.0. Our own, because trimesh writes colours as bytes, and 256 linear levels
    leave visible bands in the dark."""
    upright, corners = _y_up(mesh.vertices), mesh.faces.reshape(-1)
    surface = ("COLOR_0", mesh.colours.astype("<f4"), 5126, "VEC3", 34962)
    material: dict[str, object] = {"metallicFactor": 0, "roughnessFactor": 0.8}
    if mesh.texture:  # here a vertex has one place in it
        places = np.column_stack([corners, mesh.uv.reshape(-1, 2)])
        places, corners = np.unique(places, axis=0, return_inverse=True)
        upright = upright[places[:, 0].astype(int)]
        flipped = places[:, 1:] * [1, -1] + [0, 1]  # glTF counts from the upper left
        surface = ("TEXCOORD_0", flipped.astype("<f4"), 5126, "VEC2", 34962)
        material["baseColorTexture"] = {"index": 0}
    arrays = [
        ("POSITION", upright.astype("<f4"), 5126, "VEC3", 34962),
        surface,
        ("indices", corners.astype("<u4"), 5125, "SCALAR", 34963),
    ]
    views, accessors, offset = [], [], 0
    for index, (_, array, component, shape, target) in enumerate(arrays):
        length = array.nbytes  # a multiple of 4, as the alignment wants
        views.append({"buffer": 0, "byteOffset": offset, "byteLength": length, "target": target})
        accessors.append(
            {"bufferView": index, "componentType": component, "count": len(array), "type": shape}
        )
        offset += length
    accessors[0] |= {"min": upright.min(axis=0).tolist(), "max": upright.max(axis=0).tolist()}
    scene = {
        "asset": {"version": "2.0", "generator": "maquette"},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0}],
        "meshes": [
            {
                "primitives": [
                    {
                        "attributes": {"POSITION": 0, surface[0]: 1},
                        "indices": 2,
                        "material": 0,
                    }
                ]
            }
        ],
        "materials": [{"pbrMetallicRoughness": material}],
        "bufferViews": views,
        "accessors": accessors,
    }
    if mesh.texture:
        views.append({"buffer": 0, "byteOffset": offset, "byteLength": len(mesh.texture)})
        scene["images"] = [{"bufferView": len(arrays), "mimeType": "image/png"}]
        scene["textures"] = [{"source": 0}]
    picture = mesh.texture + bytes(-len(mesh.texture) % 4)
    offset += len(picture)
    scene["buffers"] = [{"byteLength": offset}]
    text = json.dumps(scene, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 4)
    file.write(struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + offset))
    file.write(struct.pack("<I4s", len(text), b"JSON") + text)
    file.write(struct.pack("<I4s", offset, b"BIN\0"))
    for _, array, *_ in arrays:
        file.write(array.tobytes())
    file.write(picture)


WRITERS: dict[str, Callable[[Mesh, BinaryIO], None]] = {
    ".npz": _npz,
    ".glb": _glb,
    ".ply": _ply,
    ".obj": _obj,
}


@contextmanager
def _whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file that appears at `path` only once it is complete."""
    temporary = _temporary(path.parent)
    try:
        with open(temporary, "xb") as file:
            yield file
        os.replace(temporary, path)
    except OSError as error:
        raise _explain(error, path.parent) from error
    finally:
        temporary.unlink(missing_ok=True)


def _temporary(folder: Path) -> Path:
    return folder / f".maquette-{uuid.uuid4().hex}.tmp"


def _explain(error: OSError, folder: Path) -> MaquetteError:
    folder = folder.absolute()
    if error.errno == errno.ENOSPC:
        return MaquetteError("file", f"The disk of {folder} is full.", "Make room on it.")
    if not folder.is_dir():
        return MaquetteError(
            "file", f"The folder {folder} does not exist.", "Make it, or choose another one."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return MaquetteError(
            "file",
            f"The folder {folder} may not be written to.",
            "Choose a folder that you may write to.",
        )
    return MaquetteError(
        "file", f"No file can be written to {folder}: {error.strerror}.", "Choose another place."
    )
