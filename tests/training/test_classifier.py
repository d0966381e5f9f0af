"""The judge of looks knows true shapes that it never saw, and tells kinds apart."""

import numpy as np
import pytest
import torch

from training import classifier
from training.captions import KIND_NAMES
from training.shapes import TAUGHT


@pytest.fixture(scope="module")
def judge() -> classifier.Classifier:
    return classifier.load()


def test_unseen_true_shapes_are_named(judge):
    pictures, kinds = classifier.draw(2 * len(TAUGHT), 5, len(TAUGHT))
    with torch.no_grad():
        named = judge(pictures).argmax(1)
    assert (named == kinds).float().mean() > 0.85
    assert (named == kinds.roll(1)).float().mean() < 0.1


def test_a_mesh_is_named_from_several_sides(judge):
    corners = np.float32([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * 0.9
    quads = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    faces = np.array([t for a, b, c, d in quads for t in ((a, b, c), (a, c, d))])
    red = np.tile(np.float32([0.8, 0.1, 0.1]), (8, 1))
    assert KIND_NAMES[judge.kind(corners, faces, red)] in ("cube", "crate")


def test_nothing_is_named_something_without_a_crash(judge):
    nothing = np.zeros((0, 3), np.float32)
    assert 0 <= judge.kind(nothing, np.zeros((0, 3), int), nothing) < len(TAUGHT)
