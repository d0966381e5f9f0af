"""The measure knows true shapes, and is not content with others."""

import numpy as np
import pytest

from training import evaluate
from training.captions import KIND_NAMES, Description, draw
from training.evaluate import Bank, grid, sides_of
from training.shapes import build


def true_sides(bank: Bank, said: Description, seed: int) -> np.ndarray:
    parameters, _ = draw(said, np.random.default_rng(seed))
    return sides_of(bank.points, build(KIND_NAMES[said.kind], parameters).distance(bank.points))


def test_a_shape_overlaps_itself_wholly_and_another_kind_little(bank):
    chairs = bank.overlap(np.unpackbits(bank.inside[0]))
    assert chairs[0] == pytest.approx(1)
    assert chairs[bank.kind == KIND_NAMES.index("sphere")].max() < 0.6


@pytest.mark.parametrize("ends", [(1, 0, 0), (0, 1, 0), (0, -1, -1), (0, 1, 1)])
@pytest.mark.parametrize("kind", ["chair", "bottle", "house", "apple"])
def test_words_are_obeyed_or_not(bank, kind, ends):
    said = Description(KIND_NAMES.index(kind), ends=ends)
    first = next(axis for axis, end in enumerate(ends) if end)
    turned = (*ends[:first], -ends[first], *ends[first + 1 :])
    contrary = Description(said.kind, ends=turned)
    sides = [true_sides(bank, said, seed) for seed in range(12)]
    assert np.mean([bank.obeyed(said, each) for each in sides]) >= 0.9
    assert np.mean([bank.obeyed(contrary, each) for each in sides]) <= 0.1


def test_sides_are_finer_than_the_grid():
    points = grid(16)
    ball = np.linalg.norm(points, axis=1) - 0.71
    assert sides_of(points, ball) == pytest.approx([1.42] * 3, abs=0.03)


def test_an_empty_shape_is_no_kind(bank):
    assert bank.overlap(np.zeros(evaluate.GRID**3, bool)).max() == 0


def test_the_grid_spans_the_box_with_x_slowest():
    points = grid(4)
    assert points.shape == (64, 3)
    assert (points[0] == -1).all() and (points[-1] == 1).all()
    assert points[1][2] > points[0][2] and points[1][0] == points[0][0]
