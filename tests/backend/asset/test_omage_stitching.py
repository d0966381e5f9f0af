"""Borders of patches that meet are joined; seams of the images stay where they are."""

import io

import numpy as np
import pytest
from PIL import Image

from backend.asset import omage
from backend.asset.omage_holes import filled, open_edges

GAP = 0.02  # model units between two patches


def patches(left: int, right: int, gap: float = GAP) -> np.ndarray:
    """Two sheets in the plane, beside each other, that border along x = 0 with so many texels; the
    left one is red and the right one blue."""
    made = np.full((32, 32, 12), 0.5, np.float32)
    made[..., 3], made[..., 6] = 0, 1
    for count, column, x, colour in (
        (left, 2, np.linspace(-1, -gap / 2, 8), [1, 0, 0]),
        (right, 20, np.linspace(gap / 2, 1, 8), [0, 0, 1]),
    ):
        here = made[2 : 2 + count, column : column + 8]
        here[..., 0] = (x + 1) / 2
        here[..., 1] = np.linspace(0, 1, count)[:, None]
        here[..., 3], here[..., 7:10] = 1, colour
    return made


def border(mesh) -> float:
    """Length of open edges."""
    edges, _ = open_edges(mesh.faces, len(mesh.vertices))
    return float(np.linalg.norm(np.diff(mesh.vertices[edges], axis=1), axis=2).sum())


def area(mesh) -> float:
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    return float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)


@pytest.mark.parametrize("right", [8, 9, 13, 20])
def test_two_borders_become_one_whatever_their_numbers_of_vertices(right):
    apart = omage.mesh(patches(8, right))
    made = omage.mesh(patches(8, right), stitch=0.4)
    assert border(apart) == pytest.approx(4 * (2 + 0.99), abs=1e-3)
    assert border(made) == pytest.approx(8, abs=0.03), "around both"
    assert area(made) == pytest.approx(4, abs=0.04)
    assert len(made.uv) == len(made.faces)
    facing = np.cross(*(np.diff(made.vertices[made.faces], axis=1).transpose(1, 0, 2)))
    assert facing[:, 2].min() > -1e-3, "nothing is folded"


def test_every_corner_shows_its_own_side_of_the_seam():
    """On the joined border a vertex has a place in both patches, and no face reaches over both."""
    made = omage.mesh(patches(8, 9), stitch=0.3)
    image = np.asarray(Image.open(io.BytesIO(made.material.base_colour)))
    column, row = np.floor(made.uv * 32).astype(int).transpose(2, 0, 1)
    seen = image[31 - row, column]
    assert (seen == seen[:, :1]).all()
    middle = made.vertices[made.faces].mean(axis=1)[:, 0]
    assert (seen[middle < -0.05][..., 0] == 255).all() and (
        seen[middle > 0.05][..., 2] == 255
    ).all()


@pytest.mark.parametrize("distance", [0, GAP / 2])
def test_what_is_further_apart_stays_as_it_is(distance):
    apart, made = omage.mesh(patches(8, 8)), omage.mesh(patches(8, 8), stitch=distance)
    assert np.array_equal(apart.vertices, made.vertices) and np.array_equal(apart.faces, made.faces)


def test_a_distance_beyond_the_texels_folds_nothing():
    made = omage.mesh(patches(12, 12), stitch=1)
    assert border(made) == pytest.approx(8, abs=0.03) and area(made) == pytest.approx(4, abs=0.03)


def test_a_patch_closes_on_itself():
    """A tube, of one patch."""
    made = np.zeros((20, 20, 12), np.float32)
    angle, z = np.meshgrid(np.linspace(0, 2 * np.pi, 16), np.linspace(-0.8, 0.8, 16))
    made[2:18, 2:18, :3] = (np.stack([np.cos(angle), np.sin(angle), z], -1) + 1) / 2
    made[2:18, 2:18, 3] = 1
    tube = omage.mesh(made, stitch=0.1)
    edges, _ = open_edges(tube.faces, len(tube.vertices))
    assert len(edges) == 2 * 15 and np.allclose(abs(tube.vertices[edges][..., 2]), 0.8)


def test_a_small_patch_alone_is_no_hole():
    made = patches(8, 8)
    made[28:30, 28:30] = made[2:4, 2:4]
    made[28:30, 28:30, 2] = 0.9
    with_patch = omage.mesh(made, stitch=0.1)
    high = with_patch.vertices[with_patch.faces][..., 2] > 0.5
    assert high.all(axis=1).sum() == 2, "its own faces, and none behind them"


def test_large_holes_stay():
    sheet = omage.mesh(patches(20, 20))
    middle = sheet.vertices[sheet.faces].mean(axis=1)
    cut = sheet.only(np.abs(middle[:, :2] - [0.5, 0.5]).max(axis=1) > 0.2)
    again = filled(cut, np.zeros(len(cut.faces), int))
    assert len(again.faces) == len(cut.faces) < len(sheet.faces)
