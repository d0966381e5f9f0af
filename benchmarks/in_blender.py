"""Runs inside the window's Blender: how long each step of ours holds its main thread up.

Standard library, numpy and bpy; `main_thread.py` calls it.
"""

from __future__ import annotations

import importlib
import json
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bpy
import numpy as np

PACKAGE = "bl_ext.user_default.maquette"
PANELS = ("main", "advanced", "again", "gallery", "kinds", "models")
RING, RINGS = 400, 500  # vertices of the large mesh
POINTS = 4096

# Seconds of the clock, and of the main thread's own work: a busy machine adds to the first alone.
spent: dict[str, list[tuple[float, float]]] = defaultdict(list)


def module(name: str) -> Any:
    return importlib.import_module(f"{PACKAGE}.{name}")


def timed(step: str, call: Callable[..., Any]) -> Callable[..., Any]:
    def wrapper(*arguments: Any, **words: Any) -> Any:
        begun, worked = time.perf_counter(), time.thread_time()
        try:
            return call(*arguments, **words)
        finally:
            spent[step].append((time.perf_counter() - begun, time.thread_time() - worked))

    return wrapper


def drawn(draw: Callable[..., None]) -> Callable[..., None]:
    """As Blender calls it: it counts the arguments."""

    def wrapper(self: bpy.types.Panel, context: bpy.types.Context) -> None:
        draw(self, context)

    return wrapper


def watch() -> None:
    """From now on. No worker may be up: its timer is known to Blender already."""
    session, ghost = module("operators.session"), module("operators.scene.live_preview")
    kind = session.Session
    kind.poll = timed("Timer: the worker is heard", kind.poll)
    kind.land = timed("Timer: an object lands", kind.land)
    ghost.unregister()
    ghost._draw = timed("3D view: the ghost is drawn", ghost._draw)
    ghost.register()
    for name in PANELS:
        kind = getattr(bpy.types, f"MAQUETTE_PT_{name}")
        kind.draw = drawn(timed("Sidebar: a panel is drawn", kind.draw))


def large() -> None:
    """A torus of 200 000 vertices, read and made an object, its undo step apart."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "torus.npz")
        np.savez(file, **torus())
        timed("200,000 vertices: imported", imported)(file)
    timed("200,000 vertices: undo step", bpy.ops.ed.undo_push)(message="torus")


def cloud() -> None:
    """4,096 points with colors, read and made an object that is seen as spheres."""
    random = np.random.default_rng(0)
    places = random.normal(size=(POINTS, 3)).astype(np.float32)
    places /= np.linalg.norm(places, axis=1, keepdims=True)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cloud.npz")
        np.savez(file, points=places, colors=(places + 1) / 2)
        timed("4,096 points: imported", imported)(file)


def scan() -> None:
    """The torus as what somebody scanned: its points, as Points to Mesh takes them."""
    surface_points = module("operators.scene.surface_points")
    known = module("operators.scene.mesh_import").MeshData(**torus())
    made = module("operators.scene.mesh_import").make_object(known, "scan")
    bpy.context.scene.collection.objects.link(made)
    depsgraph = bpy.context.evaluated_depsgraph_get()
    taken = timed("200,000 vertices: points taken", surface_points.of)
    taken(made, depsgraph, POINTS, seed=0)
    bpy.data.meshes.remove(made.data)


def imported(file: Path) -> None:
    """A file of the worker's, into the scene."""
    mesh_import, placement = (
        module("operators.scene.mesh_import"),
        module("operators.scene.placement"),
    )
    spot = placement.spot(bpy.context, placement.press(bpy.context))
    made = mesh_import.make_object(mesh_import.read(file), "made")
    spot.collection.objects.link(made)
    spot.layer.update()
    mesh_import.select(spot.layer, [made])


def torus() -> dict[str, np.ndarray]:
    """As the worker's files: `vertices` (V, 3), `faces` (2 V, 3), `colours` (V, 3)."""
    around, about = np.meshgrid(np.arange(RINGS), np.arange(RING), indexing="ij")
    u, v = 2 * np.pi * around.ravel() / RINGS, 2 * np.pi * about.ravel() / RING
    radius = 1 + 0.3 * np.cos(v)
    vertices = np.stack([radius * np.cos(u), radius * np.sin(u), 0.3 * np.sin(v)], axis=1)

    def at(i: np.ndarray, j: np.ndarray) -> np.ndarray:
        return (i % RINGS * RING + j % RING).ravel()

    a, b = at(around, about), at(around + 1, about)
    c, d = at(around + 1, about + 1), at(around, about + 1)
    faces = np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])
    colours = (vertices - vertices.min(0)) / np.ptp(vertices, axis=0)
    return {
        "vertices": vertices.astype(np.float32),
        "faces": faces.astype(np.int32),
        "colours": colours.astype(np.float32),
    }


def tell(file: str) -> None:
    Path(file).write_text(json.dumps(spent))
