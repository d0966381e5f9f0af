"""Binary glTF 2.0, whatever is in it: one node with one mesh, its arrays and its PNG images.

Our own, because trimesh writes colors as bytes, and 256 linear levels leave visible bands in the
dark.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ..shared import record
from ..shared.record import Record


def y_up(places: np.ndarray) -> np.ndarray:
    """-90 degrees about X: Z up becomes Y up, as glTF has it."""
    x, y, z = places.T
    return np.column_stack([x, z, -y])


def floats(name: str, values: np.ndarray) -> tuple[Any, ...]:
    """An attribute of vertices, (N, 2) or (N, 3), as `scene` takes it."""
    return name, values.astype("<f4"), 5126, f"VEC{values.shape[1]}", 34962


def called(made: Record | None) -> dict[str, str]:
    """The name of a node, a mesh or a material: the prompt, where there was one. Importers call
    what has none Mesh_0."""
    prompt = str(made.request.get("prompt", "")) if made else ""
    return {"name": prompt} if prompt else {}


def scene(arrays: Sequence[tuple[Any, ...]], made: Record | None) -> dict[str, Any]:
    """A glTF scene of one node with one mesh, with its accessors in the order of the arrays: each
    its name, values, component type, shape and target."""
    views, accessors, offset = [], [], 0
    for index, (_, array, component, shape, target) in enumerate(arrays):
        length = array.nbytes  # a multiple of 4, as the alignment wants
        views.append({"buffer": 0, "byteOffset": offset, "byteLength": length, "target": target})
        accessors.append(
            {"bufferView": index, "componentType": component, "count": len(array), "type": shape}
        )
        offset += length
    places = arrays[0][1]
    accessors[0] |= {"min": places.min(axis=0).tolist(), "max": places.max(axis=0).tolist()}
    extras = {"extras": {record.KEY: asdict(made)}} if made else {}
    return {
        "asset": {"version": "2.0", "generator": "Maquette", **extras},
        "scene": 0,
        "scenes": [{"nodes": [0]}],
        "nodes": [{"mesh": 0, **called(made)}],
        "bufferViews": views,
        "accessors": accessors,
    }


def binary(
    scene: dict[str, Any], arrays: Sequence[tuple[Any, ...]], images: Sequence[bytes]
) -> bytes:
    """The file: the scene, then the arrays and the PNG images."""
    pieces, offset = [array.tobytes() for _, array, *_ in arrays], 0
    offset = sum(map(len, pieces))
    for image in images:
        scene["bufferViews"].append({"buffer": 0, "byteOffset": offset, "byteLength": len(image)})
        pieces.append(image + bytes(-len(image) % 4))
        offset += len(pieces[-1])
    if images:
        first = len(arrays)
        scene["images"] = [
            {"bufferView": first + k, "mimeType": "image/png"} for k in range(len(images))
        ]
        scene["textures"] = [{"source": k} for k in range(len(images))]
    scene["buffers"] = [{"byteLength": offset}]
    text = json.dumps(scene, separators=(",", ":")).encode("ascii")
    text += b" " * (-len(text) % 4)
    return b"".join(
        (
            struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + offset),
            struct.pack("<I4s", len(text), b"JSON") + text,
            struct.pack("<I4s", offset, b"BIN\0"),
            *pieces,
        )
    )
