"""Points lie on the surface, evenly, and what is said of a shape fits it."""

from __future__ import annotations

import numpy as np
import pytest

from training import captions, clouds
from training.shapes import build


def test_points_lie_evenly_on_the_surface():
    shape = build("cube", np.full(captions.PARAMETERS, 0.5))
    points = clouds.on_surface(shape, 3000, np.random.default_rng(0))
    assert points.shape == (3000, 3) and np.abs(shape.distance(points)).max() < 0.005
    upper = (points[:, 2] > shape.bounds[1][2] - 0.01).mean()
    assert upper == pytest.approx(1 / 6, abs=0.05)


def test_clouds_know_what_they_are(tmp_path):
    made = clouds.load_or_make(tmp_path / "clouds", 6, seed=5, processes=1)
    again = clouds.load_or_make(tmp_path / "clouds", 6, seed=9, processes=1)
    assert len(made) == 6 and np.array_equal(made.points, again.points)
    assert made.points.shape == (6, clouds.SURFACE, 3) and made.part.shape == (6, clouds.SURFACE)
    random = np.random.default_rng(0)
    for row in range(6):
        said = made.described(row, random)
        assert said.kind == made.kind[row] and said.ends == tuple(made.ends[row])
        parts = len(captions.KINDS[captions.KIND_NAMES[said.kind]].parts)
        assert made.part[row].max() < parts
    tiers = np.abs(made.distance.astype(float))
    assert 0.01 < np.median(tiers) < 0.2
