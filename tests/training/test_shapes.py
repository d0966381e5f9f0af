"""The shape library: promises about size, symmetry, thickness and distances, for every kind."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from skimage.measure import label

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from training.shapes import KINDS, build

COLOURS = {
    "red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "black",
    "white", "gray", "same",
}  # fmt: skip
GRID = 56  # an even number of pairs: the half at x > 0 starts with a whole one
DRAWS = 2
SHELL = 0.02  # this near to the surface a part shows
SCATTERED = np.random.default_rng(0).uniform(-1, 1, (5000, 3)).astype(np.float32)


def grid(count: int) -> np.ndarray:
    axis = np.linspace(-1, 1, count, dtype=np.float32)
    return np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1)


FINE = grid(72)
HALF = grid(GRID)[GRID // 2 :]


def query_half(shape) -> tuple[np.ndarray, np.ndarray]:
    """Distance and part at `HALF`. Only near the surface at every point; elsewhere at the first of
    each 2 x 2 x 2, where a distance of 1.5 times the way to the others decides for them."""
    coarse = shape.query(HALF[::2, ::2, ::2].reshape(-1, 3))
    cells = [each.reshape(GRID // 4, GRID // 2, GRID // 2) for each in coarse]
    distance, part = (each.repeat(2, 0).repeat(2, 1).repeat(2, 2) for each in cells)
    near = np.abs(distance) < 1.5 * np.sqrt(3) * 2 / (GRID - 1) + SHELL
    distance[near], part[near] = shape.query(HALF[near])
    assert distance.dtype == np.float32 and np.isfinite(distance).all()
    return distance, part


def draws(name: str) -> np.ndarray:
    """Random parameters, the same in every run."""
    return np.random.default_rng(sum(name.encode())).random((DRAWS, 8))


def sides(shape) -> np.ndarray:
    low, high = shape.bounds
    return high - low


def ratio(name: str, u: np.ndarray) -> float:
    """Height to width."""
    x, _, z = sides(build(name, u))
    return float(z / x)


def test_words():
    assert len(KINDS) >= 36
    words = [word for kind in KINDS.values() for word in (kind.name, *kind.synonyms)]
    assert len(words) == len(set(words))
    for kind in KINDS.values():
        assert 1 <= len(kind.parts) <= 3
        assert len(kind.natural) == len(kind.parts)
        assert all(names and set(names) <= COLOURS for names in kind.natural)
        assert "same" not in kind.natural[0]
        assert kind.build.__doc__


@pytest.mark.parametrize("name", KINDS)
def test_geometry(name):
    """Random draws are symmetric, connected, inside the box, and all their parts show."""
    for u in draws(name):
        shape = build(name, u)
        one, other = (
            shape.distance(SCATTERED * side) for side in np.float32([[1, 1, 1], [-1, 1, 1]])
        )
        assert np.abs(one - other).max() < 1e-3
        distance, part = query_half(shape)
        inside = distance <= 0
        low, high = HALF[inside].min(axis=0), HALF[inside].max(axis=0)
        low[0] = -high[0]
        assert max(-low.min(), high.max()) < 0.96
        # The analytic box is the real one, but for rounding, blends and the grid.
        assert np.abs(shape.bounds - [low, high]).max() < 0.06
        assert label(np.concatenate([inside[::-1], inside])).max() == 1
        shell = np.abs(distance) < SHELL
        assert set(np.unique(part[shell])) == set(range(len(KINDS[name].parts)))


@pytest.mark.parametrize("name", KINDS)
def test_thickness(name):
    """Every part is at least about 0.1 thick where it is thickest."""
    u = draws(name)[0]
    u[0] = 1
    shape = build(name, u)
    scale = shape.scale
    raw = FINE / np.float32(scale) + shape.centre.astype(np.float32)
    for solid in shape.solids:
        for step in (4, 2, 1):  # few points are enough to find most
            deepest = (solid.distance(raw[::step, ::step, ::step].reshape(-1, 3)) * scale).min()
            if deepest <= -0.045:
                break
        assert deepest <= -0.045


@pytest.mark.parametrize("name", KINDS)
def test_longest_side(name):
    u = np.full(8, 0.5)
    for size, expected in ((0.0, 1.9 * 0.66), (1.0, 1.9)):
        u[0] = size
        shape = build(name, u)
        assert sides(shape).max() == pytest.approx(expected, rel=1e-4)
        assert np.abs(shape.bounds.sum(axis=0)).max() < 1e-5


@pytest.mark.parametrize("name", KINDS)
def test_height_and_width(name):
    """u[1] raises and u[2] lowers the ratio of height to width, each by about two."""
    middle = ratio(name, np.full(8, 0.5))
    for index, sign in ((1, 1), (2, -1)):
        ends = np.full((2, 8), 0.5)
        ends[:, index] = 0, 1
        lowest, highest = (ratio(name, u) for u in ends)
        logs = sign * np.log([lowest, middle, highest])
        assert (np.diff(logs) > 0).all()
        assert 1.6 < np.exp(logs[-1] - logs[0]) < 2.3


@pytest.mark.parametrize("name", KINDS)
def test_distances_are_metric(name):
    """Near the surface the gradient's length is close to 1."""
    random = np.random.default_rng(1)
    shape = build(name, draws(name)[0])
    points = random.uniform(-1, 1, (20000, 3)).astype(np.float32)
    points = points[np.abs(shape.distance(points)) < 0.06]
    step = 2e-3
    gradient = [
        (shape.distance(points + step * unit) - shape.distance(points - step * unit)) / (2 * step)
        for unit in np.eye(3, dtype=np.float32)
    ]
    length = np.linalg.norm(gradient, axis=0)
    assert 0.85 < length.mean() < 1.03
    assert np.percentile(length, 5) > 0.6
    assert np.percentile(length, 99) < 1.1
