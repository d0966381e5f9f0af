"""The networks of point-e-mini learn what they are shown."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training import clouds, point_e

SHAPES = 8


@pytest.fixture(autouse=True)
def one_core():
    """Networks this small take many times as long on several cores as on one."""
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(cores)


@pytest.fixture
def few(monkeypatch, tmp_path):
    made = clouds.make(SHAPES, 3, processes=1)
    monkeypatch.setattr(clouds, "load_or_make", lambda *_, **__: made)
    monkeypatch.setattr(point_e, "STATE", tmp_path)
    return made


def learned(task, steps: int) -> tuple[float, float]:
    """The loss at first and at last, each of several steps."""
    parameters = [p for p in task.model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=3e-3)
    losses = []
    for _ in range(steps):
        loss = task.loss()
        task.model.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return float(np.mean(losses[:3])), float(np.mean(losses[-3:]))


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
    task = point_e.Distances(0, device) if name == "sdf" else point_e.Denoising(name, 64, 0, device)
    first, last = learned(task, 40)
    assert last < 0.85 * first
