"""Points as a file; `mesh_files.py` chooses.

npz   arrays as they are in the PointCloud, what Blender's side imports; and as OpenAI's Point-E has
      them: `coords` (N, 3), and `R`, `G` and `B` (N,), sRGB 0..1
glb   Y up, a primitive of POINTS with linear colors (glTF 2.0, 3.7.2.1: COLOR_0 is linear)
ply   Z up, sRGB bytes, with the normals and the radius that there are; binary
obj   Y up, vertices without faces, sRGB as `v x y z r g b`
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import numpy as np

from ..shared.record import Record
from . import glb
from .mesh import linear_to_srgb, srgb_bytes
from .point_cloud import PointCloud

POINTS = 0  # the mode of a glTF primitive
PLY = {"f4": "float", "u1": "uchar"}


def _npz(cloud: PointCloud, _lines: Sequence[str], _made: Record | None) -> bytes:
    file = io.BytesIO()
    arrays = {name: array for name, array in vars(cloud).items() if array is not None}
    srgb = linear_to_srgb(cloud.colors).clip(0, 1).astype(np.float32)
    np.savez(file, **arrays, coords=cloud.points, **dict(zip("RGB", srgb.T, strict=True)))
    return file.getvalue()


def _glb(cloud: PointCloud, _lines: Sequence[str], made: Record | None) -> bytes:
    arrays = [glb.floats("POSITION", glb.y_up(cloud.points)), glb.floats("COLOR_0", cloud.colors)]
    if cloud.normals is not None:
        arrays.append(glb.floats("NORMAL", glb.y_up(cloud.normals)))
    scene = glb.scene(arrays, made)
    attributes = {name: k for k, (name, *_) in enumerate(arrays)}
    primitive = {"attributes": attributes, "mode": POINTS}
    scene["meshes"] = [{"primitives": [primitive], **glb.called(made)}]
    return glb.binary(scene, arrays, [])


def _ply(cloud: PointCloud, lines: Sequence[str], _made: Record | None) -> bytes:
    columns = [(axis, "<f4", values) for axis, values in zip("xyz", cloud.points.T, strict=True)]
    if cloud.normals is not None:
        names = ("nx", "ny", "nz")
        columns += [(n, "<f4", v) for n, v in zip(names, cloud.normals.T, strict=True)]
    names = ("red", "green", "blue")
    columns += [(n, "u1", v) for n, v in zip(names, srgb_bytes(cloud.colors).T, strict=True)]
    if cloud.radius is not None:
        columns.append(("radius", "<f4", cloud.radius))
    table = np.empty(len(cloud.points), [(name, kind) for name, kind, _ in columns])
    for name, _kind, values in columns:
        table[name] = values
    header = [
        *("ply", "format binary_little_endian 1.0", *(f"comment {line}" for line in lines)),
        f"element vertex {len(table)}",
        *(f"property {PLY[kind.lstrip('<')]} {name}" for name, kind, _ in columns),
        "end_header\n",
    ]
    return "\n".join(header).encode("ascii") + table.tobytes()


def _obj(cloud: PointCloud, lines: Sequence[str], _made: Record | None) -> bytes:
    file = io.StringIO()
    header = "\n".join(("Y up, sRGB vertex colors", *lines))
    rows = np.column_stack([glb.y_up(cloud.points), srgb_bytes(cloud.colors) / 255])
    np.savetxt(file, rows, "v %.8f %.8f %.8f %.8f %.8f %.8f", header=header)
    return file.getvalue().encode("ascii")


ENCODERS: dict[str, Callable[[PointCloud, Sequence[str], Record | None], bytes]] = {
    ".npz": _npz,
    ".glb": _glb,
    ".ply": _ply,
    ".obj": _obj,
}
