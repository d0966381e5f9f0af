"""Datasets: arrays of a dataclass, in a folder with a file for each of its fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from multiprocessing import Pool
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

T = TypeVar("T")
CHUNK = 50  # rows that one process draws at a time

Row = tuple[object, ...]


def load_or_make(kind: type[T], folder: Path, make: Callable[[], T]) -> T:
    """What is in a folder, which is made if it is not there. Its files are mapped, so that all who
    train share one copy in memory."""
    names = [field.name for field in fields(kind)]  # pyright: ignore[reportArgumentType]
    if not folder.exists():
        made = make()
        partial = folder.with_suffix(".partial")
        partial.mkdir(parents=True, exist_ok=True)
        for name in names:
            np.save(partial / f"{name}.npy", getattr(made, name))
        partial.rename(folder)
    return kind(*(np.load(folder / f"{name}.npy", mmap_mode="r") for name in names))


def columns(
    draw: Callable[[tuple[int, int]], list[Row]],
    count: int,
    seed: int,
    processes: int,
    types: tuple[str, ...],
) -> list[np.ndarray]:
    """Of `count` rows that `draw` makes of a seed and a number of them, one column of each type;
    the same for the same seed."""
    starts = range(0, count, CHUNK)
    tasks = [(seed * 100_003 + k, min(CHUNK, count - k)) for k in starts]
    with Pool(processes) as pool:
        rows: list[Any] = [row for rows in pool.map(draw, tasks, chunksize=1) for row in rows]
    return [np.array(c, t) for c, t in zip(zip(*rows, strict=True), types, strict=True)]
