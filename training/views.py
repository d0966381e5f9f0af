"""Shapes seen from around: part and normal at every pixel, found by sphere tracing.

Colours and light are not stored: a pixel knows its part and its normal, and both are drawn anew at
every use (`Views.pictures`), together with what a photographer does: exposure, a soft shadow on the
ground, a background that was not quite removed.

    python -m training.views --count 24000       fills training/state/views, 1000 views a file
"""

from __future__ import annotations

import argparse
import math
import os
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from .captions import KIND_NAMES, PARAMETERS
from .shapes import KINDS, Shape, build

STATE = Path(__file__).parent / "state" / "views"
SIDE = 96  # pixels of a stored view
NOTHING = 255  # the part of a pixel where there is none
PER_SHAPE = 3
PER_FILE = 1000
MARCHES = 48
HIT = 0.003  # model units; a pixel is about 0.02
SAFETY = 0.9  # not every distance is exact where solids were bent or scaled
FIELDS_OF_VIEW_DEG = (15.0, 65.0)
ELEVATIONS_DEG = (-10.0, 55.0)


@dataclass(frozen=True)
class Views:
    """`n` views: kind (n,) int64, parameters (n, 8) float32, part (n, SIDE, SIDE) uint8, normal
    (n, SIDE, SIDE, 3) int8 in camera coordinates (right, up, towards the viewer), times 127."""

    kind: np.ndarray
    parameters: np.ndarray
    part: np.ndarray
    normal: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)


def see(shape: Shape, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Part (SIDE, SIDE) and normal (SIDE, SIDE, 3) from a random side, the shape filling the
    view. Three in four views are of the front half."""
    low, high = shape.bounds
    centre, radius = (low + high) / 2, np.linalg.norm(high - low) / 2
    half = math.radians(random.uniform(*FIELDS_OF_VIEW_DEG)) / 2
    azimuth = math.radians(random.uniform(-75, 75) if random.random() < 0.75
                           else random.uniform(-180, 180))  # fmt: skip
    elevation = math.radians(random.uniform(*ELEVATIONS_DEG))
    axes = camera_axes(azimuth, elevation)
    origin = centre + axes[2] * radius / math.sin(half)
    corners = np.stack(np.meshgrid(*np.stack([low, high], 1)), -1).reshape(-1, 3)
    seen = (corners - origin) @ axes.T
    spread = np.abs(seen[:, :2] / -seen[:, 2:]).max()  # the box's tangent from the view's axis
    grid = ((np.arange(SIDE) + 0.5) / SIDE * 2 - 1) * spread
    right, up = np.meshgrid(grid, -grid)
    rays = np.stack([right, up, -np.ones_like(right)], -1).reshape(-1, 3) @ axes
    rays = (rays / np.linalg.norm(rays, axis=1, keepdims=True)).astype(np.float32)
    where = trace(shape, origin.astype(np.float32), rays)
    part = np.full(len(rays), NOTHING, np.uint8)
    normal = np.zeros((len(rays), 3), np.int8)
    hit = np.isfinite(where)
    if hit.any():
        points = origin.astype(np.float32) + rays[hit] * where[hit, None]
        part[hit] = shape.part(points)
        normal[hit] = np.rint(gradient(shape, points) @ axes.T * 127)
    return part.reshape(SIDE, SIDE), normal.reshape(SIDE, SIDE, 3)


def camera_axes(azimuth: float, elevation: float) -> np.ndarray:
    """(3, 3) rows: the camera's right, up and towards-the-viewer; azimuth 0 looks from -Y."""
    right = np.array([math.cos(azimuth), math.sin(azimuth), 0])
    flat = np.array([math.sin(azimuth), -math.cos(azimuth), 0])
    towards = flat * math.cos(elevation) + np.array([0, 0, math.sin(elevation)])
    return np.stack([right, np.cross(towards, right), towards])


def trace(shape: Shape, origin: np.ndarray, rays: np.ndarray) -> np.ndarray:
    """Distance (N,) along unit rays (N, 3) from one origin to the surface; inf where they miss."""
    low, high = shape.bounds.astype(np.float32)
    with np.errstate(divide="ignore"):
        ends = np.stack([(low - origin) / rays, (high - origin) / rays])
    near, far = ends.min(0).max(1), ends.max(0).min(1)
    found = np.full(len(rays), np.inf, np.float32)
    active = np.flatnonzero(np.maximum(near, 0) < far)
    along = np.maximum(near, 0).astype(np.float32)
    for _ in range(MARCHES):
        distance = shape.distance(origin + rays[active] * along[active, None])
        along[active] += SAFETY * distance
        hit = distance < HIT
        found[active[hit]] = along[active[hit]]
        active = active[~hit & (along[active] < far[active])]
        if not len(active):
            break
    return found


def gradient(shape: Shape, points: np.ndarray, step: float = 2e-3) -> np.ndarray:
    """Unit normals (N, 3), from the distance at the corners of a small tetrahedron."""
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
    around = points[:, None] + corners * np.float32(step)
    distance = shape.distance(around.reshape(-1, 3)).reshape(-1, 4)
    slope = distance @ corners
    return slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)


def _make(task: tuple[int, Path]) -> None:
    number, folder = task
    random = np.random.default_rng(5_000_003 + number)
    rows: list[tuple[np.ndarray, ...]] = []
    while len(rows) < PER_FILE:
        kind = int(random.integers(len(KINDS)))
        parameters = random.random(PARAMETERS).astype(np.float32)
        shape = build(KIND_NAMES[kind], parameters)
        rows += [(np.int64(kind), parameters, *see(shape, random)) for _ in range(PER_SHAPE)]
    kind, parameters, part, normal = (np.stack(column) for column in zip(*rows, strict=True))
    partial = folder / f"{number:04}.partial.npz"
    np.savez(partial, kind=kind, parameters=parameters, part=part, normal=normal)
    partial.replace(folder / f"{number:04}.npz")


def make(count: int, processes: int, folder: Path = STATE) -> None:
    """Files for `count` views; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    files = range(math.ceil(count / PER_FILE))
    tasks = [(k, folder) for k in files if not (folder / f"{k:04}.npz").exists()]
    with Pool(processes) as pool:
        for done, _ in enumerate(pool.imap_unordered(_make, tasks), start=1):
            print(f"{done} of {len(tasks)} files", flush=True)


def load(folder: Path = STATE) -> Views:
    """All views that were made so far."""
    columns: dict[str, list[np.ndarray]] = {name: [] for name in Views.__annotations__}
    for file in sorted(folder.glob("[0-9]*[0-9].npz")):
        with np.load(file) as arrays:
            for name, column in columns.items():
                column.append(arrays[name])
    return Views(**{name: np.concatenate(column) for name, column in columns.items()})


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--count", type=int, default=24_000)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    make(chosen.count, chosen.processes)
