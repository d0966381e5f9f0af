"""Few triangles are the same shape: symmetric, sharp, without slivers, with the same colors."""

import numpy as np
import pytest
import torch
import trimesh

from backend.asset import isosurface, simplification
from backend.asset.mesh import Mesh
from tests.backend.asset.shapes import STRIPE, angles, balls, rows, slivers


@pytest.fixture(scope="module")
def whole() -> Mesh:
    return balls(96)


@pytest.mark.parametrize("triangles", [400, 1500])
def test_half_of_it_is_simplified_and_mirrored(whole, triangles):
    made = simplification.simplified(whole, triangles, None, 0, painted=True)
    assert made and 0.9 * triangles <= len(made.faces) <= triangles
    assert made.watertight and rows(made) == rows(made, 0)
    assert slivers(made) <= 0.01
    before, after = (trimesh.Trimesh(m.vertices, m.faces, process=False) for m in (whole, made))
    assert after.is_winding_consistent and after.volume == pytest.approx(
        before.volume, rel=12 / triangles
    )
    assert (made.vertices.dtype, made.faces.dtype) == (np.float32, np.int32)


def test_the_surface_stays_where_it_was(whole):
    made = simplification.simplified(whole, 3000, 4000, 0, painted=True)
    size = np.ptp(whole.vertices, axis=0).max()
    there = simplification.faces_near(made)(whole.vertices[::7], 48)
    back = simplification.faces_near(whole)(made.vertices, 48)
    assert max(there.max(), back.max()) < 0.005 * size


def test_without_symmetry_all_of_it_is_simplified():
    mesh = balls(shift=0.1)
    made = simplification.simplified(mesh, 1000, None, None, painted=True)
    assert made and made.watertight and len(made.faces) <= 1000
    assert np.allclose(made.vertices.mean(0), mesh.vertices.mean(0), atol=0.03)


def test_borders_of_colors_stay(whole):
    """Without lifting them, a triangle reaches from the red stripe far into the white."""
    spread = []
    for painted in (True, False):
        made = simplification.simplified(whole, 1500, None, 0, painted)
        red = made.colours[:, 1] < 0.5
        mixed = red[made.faces].any(1) & ~red[made.faces].all(1)
        reach = np.abs(made.vertices[made.faces[mixed]][..., 2]) - STRIPE
        spread.append(np.abs(reach).max(1).mean())
    assert spread[0] < 0.6 * spread[1]


def test_sharp_edges_stay():
    half = torch.tensor([0.4, 0.3, 0.5])

    def box(points: torch.Tensor) -> torch.Tensor:
        return (half - points.abs()).min(dim=1).values

    mesh = isosurface.extract(box, torch.ones_like, 80)
    made = simplification.simplified(mesh, 2000, None, 0, painted=True)
    assert made and made.watertight
    reach = made.vertices[np.abs(made.vertices / half.numpy()).min(1) > 0.95]
    assert len({tuple(row) for row in np.sign(reach)}) == 8  # all corners are there
    solid = trimesh.Trimesh(made.vertices, made.faces, process=False)
    flat = np.abs(solid.face_normals).max(1) > np.cos(np.radians(2))
    assert solid.area_faces[flat].sum() > 0.85 * solid.area  # the rest is beveled
    assert slivers(made) <= 0.01 and angles(made).min() > 1


def test_more_triangles_are_taken_where_a_shape_needs_them(whole):
    few = simplification.simplified(whole, 100, 1500, 0, painted=True)
    enough = simplification.simplified(whole, 3000, 4000, 0, painted=True)
    assert 1300 < len(few.faces) <= 1500 and len(enough.faces) <= 3000


def test_distances_to_a_surface():
    plane = Mesh(
        np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]], np.float32),
        np.array([[0, 1, 2], [0, 2, 3]], np.int32),
        np.ones((4, 3), np.float32),
    )
    points = np.array([[0.5, 0.2, 0.3], [2.0, 0.5, 0.0], [0.1, 0.9, -0.2]])
    found = simplification.faces_near(plane)(points, 3)
    assert found == pytest.approx([0.3, 1.0, 0.2])
    assert not len(simplification.faces_near(plane)(points[:0], 3))


def test_small_loose_parts_are_not_folded_flat():
    """They become closed, or they go: Blender would open two faces on the same corners."""
    ball = trimesh.creation.icosphere(subdivisions=5)
    parts = [ball]
    for number, place in enumerate(ball.vertices[:12]):
        crumb = trimesh.creation.icosphere(subdivisions=2, radius=0.01)
        crumb.apply_translation((1.1 + 0.02 * number) * place)
        parts.append(crumb)
    joined = trimesh.util.concatenate(parts)
    white = np.ones((len(joined.vertices), 3), np.float32)
    mesh = Mesh(joined.vertices.astype(np.float32), joined.faces.astype(np.int32), white)
    made = simplification.simplified(mesh, 300, None, None, painted=True)
    assert made and made.watertight and len(made.faces) <= 300
    assert len(np.unique(np.sort(made.faces, axis=1), axis=0)) == len(made.faces)
