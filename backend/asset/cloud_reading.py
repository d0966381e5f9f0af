"""A file of points, or of a surface, from any program -> a PointCloud.

npz   `points` and `colors` as `point_files.py` writes them, or Point-E's own layout: `coords`
      (N, 3), and `R`, `G` and `B` (N,), sRGB 0..1
ply, glb, obj, stl, off: by trimesh. Of a surface points are drawn evenly, by area. What is Y up by
      its format is turned to Z up.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from ..shared.errors import MaquetteError, foreign
from ..shared.files import printable
from .mesh import srgb_to_linear
from .point_cloud import PointCloud

MOST = 200_000  # points that are kept of a file, and that are drawn of a surface
GRAY = 0.5  # linear, where a file has no colors
SUFFIXES = (".npz", ".ply", ".glb", ".obj", ".stl", ".off")
Y_UP = (".glb", ".obj")
LINEAR = (".glb",)  # vertex colors (glTF 2.0, 3.7.2.1)
REMEDY = "Choose another file."


def read(path: Path, seed: int = 0) -> tuple[PointCloud, tuple[str, ...]]:
    """The cloud in a file, and notes for the person who gave it: what was left out or made up.

    Raises MaquetteError("file") for a file that cannot be read, MaquetteError("request") for one
    without points, or with coordinates that are not finite.
    """
    name, suffix = printable(path.name), path.suffix.lower()
    if suffix not in SUFFIXES:
        raise MaquetteError(
            "request",
            f"The format of {name} is not supported.",
            f"Use a file that ends in {', '.join(SUFFIXES)}.",
        )
    random = np.random.default_rng(seed)
    with foreign("file", f"{name} cannot be read", REMEDY):
        points, colours = (_arrays if suffix == ".npz" else _geometry)(path, random)
    if not len(points):
        raise MaquetteError("request", f"{name} contains no points.", REMEDY)
    if not np.isfinite(points).all():
        raise MaquetteError("request", f"{name} contains coordinates that are not finite.", REMEDY)
    notes = []
    if colours is None:
        notes.append(f"{name} has no colors: its points are gray.")
        colours = np.full(points.shape, GRAY)
    if len(points) > MOST:
        notes.append(f"{name} has {len(points):,} points, of which {MOST:,} were used.")
        kept = random.choice(len(points), MOST, replace=False)
        points, colours = points[kept], colours[kept]
    colours = np.nan_to_num(colours).clip(0, 1)
    return PointCloud(points.astype(np.float32), colours.astype(np.float32)), tuple(notes)


Numbers = tuple[np.ndarray, "np.ndarray | None"]  # points, linear colors


def _arrays(path: Path, _random: np.random.Generator) -> Numbers:
    with np.load(path, allow_pickle=False) as file:
        if "points" in file:
            points, colours = file["points"], file.get("colors")
        else:
            points, colours = file["coords"], None
            if {"R", "G", "B"} <= set(file):
                colours = srgb_to_linear(np.stack([file[each] for each in "RGB"], axis=1))
    if points.ndim != 2 or points.shape[1] != 3 or points.dtype.kind not in "fiu":
        raise ValueError(f"its points have the shape {points.shape}")
    if colours is not None and colours.shape != points.shape:
        raise ValueError(f"its colors have the shape {colours.shape}")
    return points, colours


def _geometry(path: Path, random: np.random.Generator) -> Numbers:
    import trimesh

    solids = list(parts(trimesh.load_scene(path)))
    linear = path.suffix.lower() in LINEAR
    area = sum(part.area for part in solids if isinstance(part, trimesh.Trimesh))
    if area > 0:  # what has none is loose, beside a surface
        counts = [round(MOST * getattr(part, "area", 0) / area) for part in solids]
        found = [
            _drawn(part, count, linear, random)
            for part, count in zip(solids, counts, strict=True)
            if count
        ]
    else:
        found = [(np.asarray(part.vertices), coloured(part, linear)) for part in solids]
    points = np.concatenate([np.zeros((0, 3)), *(each for each, _ in found)])
    colours = None
    if any(each is not None for _, each in found):
        gray = [np.full(each.shape, GRAY) for each, _ in found]
        given = [colour for _, colour in found]
        colours = np.concatenate([a if b is None else b for a, b in zip(gray, given, strict=True)])
    if path.suffix.lower() in Y_UP:
        points = points[:, [0, 2, 1]] * [1, -1, 1]
    return points, colours


def parts(scene: Any) -> Iterator[Any]:
    """Surfaces and points of a scene, each where it stands. The scene's own `dump` forgets colors
    that stand beside a material."""
    for node in scene.graph.nodes_geometry:
        matrix, name = scene.graph[node]
        part = scene.geometry[name]
        if len(getattr(part, "vertices", ())):
            placed = part.copy()
            placed.apply_transform(matrix)
            placed.visual = part.visual
            yield placed


def _drawn(solid: Any, count: int, linear: bool, random: np.random.Generator) -> Numbers:
    """Points of a surface, evenly by area, with the colors between its vertices."""
    import trimesh

    drawn: Any = trimesh.sample.sample_surface(solid, count, return_barycentric=True, seed=random)
    points, faces, share = drawn
    colours = coloured(solid, linear)
    if colours is None:
        return points, None
    return points, (colours[solid.faces[faces]] * share[..., None]).sum(axis=1)


def coloured(part: Any, linear: bool) -> np.ndarray | None:
    """Linear colors of vertices, (N, 3); None where there are none."""
    visual, count = part.visual, len(part.vertices)
    if visual.kind != "texture":
        numbers = visual.vertex_colors if visual.kind else ()
    elif visual.uv is not None:
        return srgb_to_linear(visual.to_color().vertex_colors[:, :3] / 255)
    else:  # colors beside a plain material
        numbers = visual.vertex_attributes.get("color", ())
    if len(numbers) != count:
        return None
    numbers = np.asarray(numbers)[:, :3]
    numbers = numbers / 255 if numbers.dtype.kind == "u" else numbers
    return numbers if linear else srgb_to_linear(numbers)
