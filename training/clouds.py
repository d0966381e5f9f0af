"""Shapes drawn at random as clouds of points on their surface: what Point-E learns.

What the shape is called by its form is kept with it; its colors are drawn anew at every use, and so
is the caption that says both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.spatial import KDTree

from . import arrays
from .captions import FORMS, KIND_NAMES, Description, describe, draw
from .shapes import KINDS, TAUGHT, build
from .shapes.shape import Shape

SURFACE = 2048  # points on the surface of a shape
AROUND = 512  # places near it, with their distances
SHELL = 0.05  # how near to the surface the candidates lie
NEWTON = 3  # steps from there onto it
SLOPE = 1e-3  # how far apart two places are asked for the direction of the surface
COMPARED = 400  # points of a surface that is compared with others
DRAWN = 24  # true shapes of each kind to compare with
TRIED = 16_384  # candidates at a time, in the box of a shape


@dataclass(frozen=True)
class Clouds:
    """`n` shapes.

    kind (n,) int64, ends (n, 3) int8 and form (n,) int16 as in a `Description`, -1 for no form;
    points (n, SURFACE, 3) float16 in model units, part (n, SURFACE) uint8;
    places (n, AROUND, 3) float16, distance (n, AROUND) float16, negative inside.
    """

    kind: np.ndarray
    ends: np.ndarray
    form: np.ndarray
    points: np.ndarray
    part: np.ndarray
    places: np.ndarray
    distance: np.ndarray

    def __len__(self) -> int:
        return len(self.kind)

    def described(self, row: int, random: np.random.Generator) -> Description:
        """Its form, and colors drawn anew."""
        kind, form = int(self.kind[row]), int(self.form[row])
        x, y, z = (int(end) for end in self.ends[row])
        colours = describe(random, kind)
        return replace(colours, ends=(x, y, z), form=FORMS[form] if form >= 0 else "")


def on_surface(shape: Shape, count: int, random: np.random.Generator) -> np.ndarray:
    """(count, 3) float32: as many points for every bit of the surface. What is uniform in a thin
    shell around it is pulled onto it by Newton's method."""
    low, high = shape.bounds[0] - SHELL, shape.bounds[1] + SHELL
    found: list[np.ndarray] = []
    while sum(map(len, found)) < count:
        places = random.uniform(low, high, (TRIED, 3)).astype(np.float32)
        places = places[np.abs(shape.distance(places)) < SHELL]
        for _ in range(NEWTON):
            distance, slope = shape.distance(places), _slope(shape, places)
            places = places - distance[:, None] * slope
        found.append(places[np.abs(shape.distance(places)) < SHELL / 10])
    return random.permutation(np.concatenate(found))[:count]


def _slope(shape: Shape, places: np.ndarray) -> np.ndarray:
    """The direction in which the distance grows, of length 1."""
    ends = [places + side * SLOPE * axis for axis in np.eye(3, dtype="f4") for side in (1, -1)]
    found = shape.distance(np.concatenate(ends)).reshape(3, 2, -1)
    slope = (found[:, 0] - found[:, 1]).T
    return slope / np.maximum(np.linalg.norm(slope, axis=1, keepdims=True), 1e-9)


def _drawn(task: tuple[int, int]) -> list[tuple[object, ...]]:
    seed, count = task
    random, rows = np.random.default_rng(seed), []
    for number in range(count):
        said = describe(random, int(random.integers(len((TAUGHT, KINDS)[number % 2]))))
        shape = build(KIND_NAMES[said.kind], draw(said, random)[0])
        points = on_surface(shape, SURFACE, random)
        near = points[:AROUND] + random.normal(0, SHELL, (AROUND, 3)).astype(np.float32)
        near[: AROUND // 4] = random.uniform(-1, 1, (AROUND // 4, 3))
        form = FORMS.index(said.form) if said.form else -1
        rows.append(
            (said.kind, said.ends, form, points, shape.part(points), near, shape.distance(near))
        )
    return rows


def make(count: int, seed: int, processes: int = 2) -> Clouds:
    """`count` shapes, every other of a kind that is `TAUGHT`; the same for the same seed."""
    types = ("i8", "i1", "i2", "f2", "u1", "f2", "f2")
    return Clouds(*arrays.columns(_drawn, count, seed, processes, types))


def load_or_make(folder: Path, count: int, seed: int, processes: int = 2) -> Clouds:
    """`count` shapes of a folder, which is made if it is not there."""
    return arrays.load_or_make(Clouds, folder, lambda: make(count, seed, processes))


@dataclass
class Bank:
    """True shapes to compare with: their kinds, and points of their surfaces (COMPARED, 3)."""

    kinds: list[str]
    shapes: list[Shape]
    points: list[np.ndarray]
    trees: list[KDTree]

    @classmethod
    def make(cls, kinds: Iterable[str], seed: int = 900_001) -> Bank:
        """`DRAWN` of each of these kinds."""
        random = np.random.default_rng(seed)
        all_kinds = [kind for kind in kinds for _ in range(DRAWN)]
        shapes = [
            build(kind, draw(describe(random, KIND_NAMES.index(kind)), random)[0])
            for kind in all_kinds
        ]
        points = [on_surface(shape, COMPARED, random) for shape in shapes]
        return cls(all_kinds, shapes, points, [KDTree(each) for each in points])

    def apart(self, points: np.ndarray) -> np.ndarray:
        """How far each of them is from points of a surface, on average of both directions."""
        tree = KDTree(points)
        return np.array(
            [
                (own.query(points)[0].mean() + tree.query(theirs)[0].mean()) / 2
                for own, theirs in zip(self.trees, self.points, strict=True)
            ]
        )
