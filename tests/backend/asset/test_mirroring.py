"""A mesh that is its own mirror image is known as one, cut, and joined again."""

import numpy as np
import pytest
import trimesh

from backend.asset import mirroring
from backend.asset.mesh import Mesh
from tests.backend.asset.shapes import balls, rows


def solid(mesh: Mesh) -> trimesh.Trimesh:
    return trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)


@pytest.mark.parametrize("resolution", [64, 65])  # without and with samples in the plane
def test_halves_are_joined_to_the_same_shape(resolution):
    mesh = balls(resolution)
    half = mirroring.half(mesh, 0)
    assert half.vertices[:, 0].min() == 0 and not half.watertight
    whole = mirroring.with_twin(half, 0)
    assert whole.watertight and rows(whole) == rows(whole, 0)
    assert solid(whole).volume == pytest.approx(solid(mesh).volume, rel=1e-4)
    assert len(whole.faces) == pytest.approx(len(mesh.faces), rel=0.1)


def test_the_axis_of_a_shape():
    mesh = balls()
    turned = Mesh(mesh.vertices[:, [1, 0, 2]], mesh.faces[:, ::-1], mesh.colours)
    assert (mirroring.axis_of(mesh), mirroring.axis_of(turned)) == (0, 1)
    assert mirroring.axis_of(balls(shift=0.1)) is None
    bent = mesh.vertices.copy()
    bent[bent[:, 0] > 0.75, 1] += 0.01  # one side's tip
    assert mirroring.axis_of(Mesh(bent, mesh.faces, mesh.colours)) is None
    assert mirroring.axis_of(Mesh(*np.zeros((3, 0, 3), np.float32))) is None


def test_a_shape_that_is_not_symmetric_is_cut_at_the_plane():
    mesh = balls(shift=0.2)
    half = solid(mirroring.half(mesh, 0))
    border = half.vertices[half.vertices[:, 0] == 0]
    assert len(border) > 50 and half.vertices[:, 0].min() == 0
    assert half.bounds[1] == pytest.approx(mesh.vertices.max(0), abs=1e-6)
    open_edges = trimesh.grouping.group_rows(half.edges_sorted, require_count=1)
    assert (half.vertices[half.edges_sorted[open_edges]][..., 0] == 0).all()
