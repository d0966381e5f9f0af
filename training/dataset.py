"""Shapes drawn at random, as points with signed distance and part.

Colours are not stored: a point knows its part, and colours are drawn anew at every use.
"""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from . import arrays
from .captions import KIND_NAMES, PARAMETERS
from .shapes import KINDS, build

POINTS = 1024  # kept a shape
CANDIDATES = 4096  # drawn a shape
NEAR = 0.06  # a point at distance d is kept with weight exp(-|d| / NEAR)


@dataclass(frozen=True)
class Dataset:
    """`n` shapes of `POINTS` points.

    kind (n,) int64, parameters (n, 8) float32, points (n, P, 3) float16 with x >= 0 (every shape
    is its own mirror image), distance (n, P) float16, negative inside, part (n, P) uint8.
    """

    kind: np.ndarray
    parameters: np.ndarray
    points: np.ndarray
    distance: np.ndarray
    part: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)


def sample_points(
    kind: int, parameters: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points (P, 3), their distance (P,) and part (P,); most lie near the surface."""
    shape = build(KIND_NAMES[kind], parameters)
    lower, upper = shape.bounds[0] - 0.12, shape.bounds[1] + 0.12
    candidates = random.uniform(lower, upper, (CANDIDATES, 3))
    candidates[: CANDIDATES // 8] = random.uniform(-1, 1, (CANDIDATES // 8, 3))
    candidates = np.clip(candidates, -1, 1).astype(np.float32)
    candidates[:, 0] = np.abs(candidates[:, 0])
    distance, part = shape.query(candidates)
    weight = np.exp(-np.abs(distance) / NEAR) + 0.02
    weight /= np.sqrt(np.bincount(part, weight))[part]  # small parts, or nobody would learn them
    chosen = random.choice(CANDIDATES, POINTS, replace=False, p=weight / weight.sum())
    return candidates[chosen], distance[chosen], part[chosen]


def _draw(task: tuple[int, int]) -> tuple[np.ndarray, ...]:
    seed, count = task
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(count):
        kind = int(random.integers(len(KINDS)))
        parameters = random.random(PARAMETERS).astype(np.float32)
        points, distance, part = sample_points(kind, parameters, random)
        rows.append((kind, parameters, points, distance, part))
    kinds, parameters, points, distances, parts = zip(*rows, strict=True)
    return (
        np.array(kinds),
        np.stack(parameters),
        np.stack(points).astype(np.float16),
        np.stack(distances).astype(np.float16),
        np.stack(parts).astype(np.uint8),
    )


def make(count: int, seed: int, processes: int = 2) -> Dataset:
    """`count` shapes, all kinds equally likely; the same for the same seed."""
    chunk = 100
    tasks = [(seed * 100_003 + i, chunk) for i in range(count // chunk)]
    with Pool(processes) as pool:
        pieces = pool.map(_draw, tasks, chunksize=4)
    return Dataset(*(np.concatenate(column) for column in zip(*pieces, strict=True)))


def load_or_make(folder: Path, count: int, seed: int) -> Dataset:
    """`count` shapes of a folder, which is made if it is not there."""
    return arrays.load_or_make(Dataset, folder, lambda: make(count, seed))
