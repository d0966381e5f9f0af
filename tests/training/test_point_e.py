"""The networks of point-e-mini learn what they are shown."""

from __future__ import annotations

import functools

import numpy as np
import pytest
import torch

from tests.training.learning import learned
from training import clouds, point_e

pytestmark = pytest.mark.usefixtures("one_core")
SHAPES = 8


@pytest.fixture
def few(monkeypatch, tmp_path):
    made = clouds.make(SHAPES, 3, processes=1)
    monkeypatch.setattr(clouds, "load_or_make", lambda *_, **__: made)
    monkeypatch.setattr(point_e, "STATE", tmp_path)
    return made


def test_clouds_are_drawn_in_the_colors_of_their_captions(few):
    cloud, captions = point_e.Drawn(0).draw(4, 64)
    assert cloud.shape == (4, 6, 64) and len(captions) == 4 and all(captions)
    assert cloud.abs().max() <= 1.01
    row = int(np.abs(few.points[:, :, 1:].astype(float)).sum((1, 2)).argmax())
    one, _ = point_e.Drawn(0)._one(row, 64)
    apart = np.linalg.norm(np.abs(one[:3].T[:, None]) - np.abs(few.points[row][None]), axis=2)
    assert apart.min(axis=1).max() < 1e-2


@pytest.mark.parametrize("name", ["upsampler", "sdf"])
def test_a_network_learns(few, monkeypatch, name):
    torch.manual_seed(0)
    monkeypatch.setattr(point_e, "BATCH", 4)
    monkeypatch.setattr(point_e, "FIRST", 32)
    monkeypatch.setattr(point_e, "MORE", 64)
    device = torch.device("cpu")
    learns = point_e.Distances if name == "sdf" else functools.partial(point_e.Denoising, name)
    first, last = learned(learns(64, 0, device), 60)
    assert last < 0.85 * first
