"""Fewer texels, by edge snapping: the numbers of the original, and what is otherwise."""

import numpy as np
import pytest

from backend.asset.omage_snapping import snapped
from backend.shared.errors import MaquetteError


@pytest.fixture
def disc() -> np.ndarray:
    """Red, in the middle of 64 texels a side."""
    made = np.zeros((64, 64, 12), np.float32)
    row, column = np.mgrid[:64, :64]
    made[..., 0], made[..., 1], made[..., 2] = column / 63, row / 63, 0.5
    made[..., 3], made[..., 7] = 1, 0.25
    made[(row - 30) ** 2 + (column - 33) ** 2 >= 24**2] = 0
    return made


def test_the_numbers_of_the_original(disc):
    made = snapped(disc, 8)
    expected = [0, 0.168254, 0.317460, 0.444444, 0.571429, 0.698413, 0.869841, 0.888889]
    assert made[4, :, 0] == pytest.approx(expected, abs=1e-6)
    assert made.sum(dtype=float) == pytest.approx(107.488095, abs=1e-4)
    assert (made[..., 3] > 0).sum() == 39 and made.dtype == np.float32


def test_borders_lie_where_they_lay(disc):
    """A texel on the border of the disc shows a point on its border, not of its own middle."""
    made = snapped(disc, 16)
    occupied = made[..., 3] > 0.5
    inside = occupied[1:-1, 1:-1] & occupied[:-2, 1:-1] & occupied[2:, 1:-1]
    inside &= occupied[1:-1, :-2] & occupied[1:-1, 2:]
    around = occupied.copy()
    around[1:-1, 1:-1] &= ~inside
    radius = np.linalg.norm(made[..., :2] * 63 - [33, 30], axis=-1)
    assert np.abs(radius[around] - 23.5).max() < 1.5


def test_two_patches_in_one_block_are_not_mixed(disc):
    """The original takes the middle of both borders: a point of neither."""
    made = np.zeros((64, 64, 12), np.float32)
    made[:, :, 3] = 1
    made[:, :36, 0], made[:, 37:, 0] = 0.25, 0.75
    made[:, 36] = 0
    assert set(snapped(made, 8)[..., 0].ravel().tolist()) == {0.25, 0.75}


def test_as_many_texels_are_the_same(disc):
    disc[0, 0, 7] = 0.5  # where nothing is shown
    made = snapped(disc, 64)
    assert made[0, 0].tolist() == [0] * 12
    disc[0, 0] = 0
    assert np.array_equal(made, disc)


@pytest.mark.parametrize("side", [48, 128])
def test_sides_that_do_not_fit(disc, side):
    with pytest.raises(MaquetteError, match=f"of 64 texels a side cannot be brought to {side}"):
        snapped(disc, side)
