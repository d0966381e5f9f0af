"""A file with a mesh, of Maquette or of another program -> the Mesh, with its uv and its images.

npz   the worker's own arrays (`mesh_files.py`); Blender's side adds how an omage lays it out
glb, gltf, obj, ply: by trimesh. What is Y up by its format is turned to Z up. The uv and the images
      are kept where the file has one mesh; of several the colors are kept at vertices.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..shared.errors import MaquetteError, foreign
from ..shared.files import printable
from ..shared.look import IMAGES, NUMBERS, PLAIN, Material
from . import cloud_reading, png_files
from .cloud_reading import GRAY, REMEDY, Y_UP
from .mesh import Mesh, srgb_bytes, srgb_to_linear

SUFFIXES = (".npz", ".glb", ".obj", ".ply")


def read(path: Path) -> tuple[Mesh, tuple[str, ...]]:
    """The mesh, and notes for the person who gave the file: what was left out.

    Raises MaquetteError("file") for a file that cannot be read, ("request") for one without faces
    or of another format.
    """
    name, suffix = printable(path.name), path.suffix.lower()
    if suffix not in SUFFIXES:
        raise MaquetteError(
            "request",
            f"The format of {name} is not supported.",
            f"Use an omage (.npz, .h5, .tar), or a mesh: {', '.join(SUFFIXES)}.",
        )
    with foreign("file", f"{name} cannot be read", REMEDY):
        mesh, notes = _arrays(path) if suffix == ".npz" else _geometry(path)
        _check(mesh)
    if not len(mesh.faces):
        raise MaquetteError("request", f"{name} contains no faces.", REMEDY)
    return mesh, notes


def layout(path: Path) -> np.ndarray | None:
    """Where the corners of its faces lie in an omage (F, 3, 2), or nowhere yet (0, 3, 2), for a
    file of Blender's side that was read; None: where its uv says."""
    if path.suffix.lower() != ".npz":
        return None
    with foreign("file", f"{printable(path.name)} cannot be read", REMEDY):
        with np.load(path, allow_pickle=False) as file:
            if "layout" not in file:
                return None
            found, count = file["layout"].astype(np.float32), len(file["faces"])
        if found.shape not in ((count, 3, 2), (0, 3, 2)):
            raise ValueError("its layout does not fit its faces")
    return found


def _check(mesh: Mesh) -> None:
    shapes = mesh.vertices.shape, mesh.faces.shape, mesh.colours.shape
    count = len(mesh.vertices)
    if shapes != ((count, 3), (len(mesh.faces), 3), (count, 3)):
        raise ValueError("its arrays do not fit together")
    if mesh.faces.size and not 0 <= mesh.faces.min() <= mesh.faces.max() < count:
        raise ValueError("its faces name vertices that are not there")
    if mesh.uv is not None and mesh.uv.shape != (len(mesh.faces), 3, 2):
        raise ValueError("its uv does not fit its faces")
    if not (np.isfinite(mesh.vertices).all() and np.isfinite(mesh.colours).all()):
        raise ValueError("it has values that are not finite")


def _arrays(path: Path) -> tuple[Mesh, tuple[str, ...]]:
    with np.load(path, allow_pickle=False) as file:
        if "vertices" not in file or "faces" not in file:
            raise ValueError("it contains neither an omage nor a mesh")
        vertices = file["vertices"].astype(np.float32)
        colours = file["colours"] if "colours" in file else np.full(vertices.shape, GRAY)
        look: dict[str, Any] = {name: float(file[name]) for name in NUMBERS if name in file}
        uv = file["uv"].astype(np.float32) if "uv" in file else None
        if uv is not None:
            look |= {name: file[name].tobytes() for name in IMAGES if name in file}
        faces = file["faces"].astype(np.int32)
    return Mesh(vertices, faces, colours.astype(np.float32), uv, Material(**look)), ()


def _geometry(path: Path) -> tuple[Mesh, tuple[str, ...]]:
    import trimesh

    parts = [
        part
        for part in cloud_reading.parts(trimesh.load_scene(path, process=False))
        if isinstance(part, trimesh.Trimesh)
    ]
    linear = path.suffix.lower() in cloud_reading.LINEAR
    meshes, first = [], 0
    for part in parts:
        colours = cloud_reading.coloured(part, linear)
        colours = np.tile(_plain(part), (len(part.vertices), 1)) if colours is None else colours
        meshes.append((part.vertices, part.faces + first, colours))
        first += len(part.vertices)
    empty = np.zeros((0, 3))
    vertices, faces, colours = (
        np.concatenate([empty, *(each[k] for each in meshes)]) for k in range(3)
    )
    if path.suffix.lower() in Y_UP:
        vertices = vertices[:, [0, 2, 1]] * [1, -1, 1]
    uv, material = _surface(parts[0]) if len(parts) == 1 else (None, PLAIN)
    # A file has a vertex for each of its places in an image; here they are one.
    whole, place = np.unique(vertices.astype(np.float32), axis=0, return_inverse=True)
    paint = np.zeros_like(whole)
    paint[place] = colours
    made = Mesh(whole, place[faces.astype(int)].astype(np.int32), paint, uv, material)
    notes = ()
    if len(parts) > 1:
        name = printable(path.name)
        notes = (f"{name} has {len(parts)} meshes: their images became colors of vertices.",)
    return made, notes


def _surface(part: Any) -> tuple[np.ndarray | None, Material]:
    """The uv and the material of a mesh of trimesh's."""
    from trimesh.visual.material import PBRMaterial

    visual = part.visual
    uv = getattr(visual, "uv", None)
    look = getattr(visual, "material", None)
    if look is not None and not isinstance(look, PBRMaterial):
        look = look.to_pbr()
    if look is None:
        return None, PLAIN
    numbers: dict[str, Any] = {
        name: default if found is None else float(found)  # glTF 2.0, 5.22: both are 1 by default
        for name, found, default in (
            ("metallic", look.metallicFactor, 1.0),
            ("roughness", look.roughnessFactor, 1.0),
        )
    }
    if uv is None:
        return None, Material(**numbers)
    images = _base(look), _png(look.metallicRoughnessTexture)
    return np.asarray(uv, np.float32)[part.faces], Material(*images, **numbers)


def _plain(part: Any) -> np.ndarray:
    """The one color of a part without others: its material's factor, which is linear."""
    factor = getattr(getattr(part.visual, "material", None), "baseColorFactor", None)
    return np.full(3, GRAY) if factor is None else np.asarray(factor, float)[:3] / 255


def _base(look: Any) -> bytes:
    """The image of its color times its factor, which is linear."""
    image, factor = look.baseColorTexture, look.baseColorFactor
    if image is None or factor is None or (np.asarray(factor)[:3] == 255).all():
        return _png(image)
    from PIL import Image

    scale = np.asarray(factor, float)[:3] / 255
    linear = srgb_to_linear(np.asarray(image.convert("RGB")) / 255) * scale
    return _png(Image.fromarray(srgb_bytes(linear)))


def _png(image: Any) -> bytes:
    return b"" if image is None else png_files.encoded(image.convert("RGB"))
