"""The measure knows true shapes, and is not content with others."""

import numpy as np
import pytest

from training import evaluate
from training.captions import HEIGHT, KIND_NAMES, SIZE, Description, draw
from training.evaluate import Bank, extent, grid
from training.shapes import build


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank.make()


def occupancy(bank: Bank, kind: str, ends=(0, 0, 0), seed: int = 1) -> np.ndarray:
    said = Description(KIND_NAMES.index(kind), ends=ends)
    parameters, _ = draw(said, np.random.default_rng(seed))
    return build(kind, parameters).distance(bank.points) < 0


def test_a_shape_overlaps_itself_wholly_and_another_kind_little(bank):
    chairs = bank.overlap(bank.inside[0])
    assert chairs[0] == pytest.approx(1)
    assert chairs[bank.kind == KIND_NAMES.index("sphere")].max() < 0.6


@pytest.mark.parametrize("kind", ["chair", "bottle", "house"])
def test_words_are_obeyed_or_not(bank, kind):
    for axis in (SIZE, HEIGHT):
        ends = [0, 0, 0]
        ends[axis] = 1
        high = extent(occupancy(bank, kind, tuple(ends)), bank.points)
        said = Description(KIND_NAMES.index(kind), ends=tuple(ends))
        contrary = Description(said.kind, ends=tuple(-end for end in ends))
        assert bank.obeyed(said, high) == [True]
        assert bank.obeyed(contrary, high) == [False]


def test_an_empty_shape_is_no_kind(bank):
    assert bank.overlap(np.zeros(evaluate.GRID**3, bool)).max() == 0


def test_the_grid_spans_the_box_with_x_slowest():
    points = grid(4)
    assert points.shape == (64, 3)
    assert (points[0] == -1).all() and (points[-1] == 1).all()
    assert points[1][2] > points[0][2] and points[1][0] == points[0][0]
