"""Quads of a field: even, closed, exactly symmetric, and about as many as were asked for."""

import numpy as np
import pytest
import torch
import trimesh

from backend.asset import isosurface, surface_nets
from backend.asset.mesh import Mesh
from backend.shared.errors import MaquetteError
from tests.backend.asset.shapes import rows


def sphere(points: torch.Tensor) -> torch.Tensor:
    return 0.7 - (points - torch.tensor([0.1, 0.0, -0.2])).norm(dim=1)


def corners(mesh: Mesh) -> np.ndarray:
    """(Q, 4) of the quads."""
    first, second = mesh.faces[::2], mesh.faces[1::2]
    assert (first[:, 0] == second[:, 0]).all() and (first[:, 2] == second[:, 1]).all()
    return np.column_stack([first, second[:, 2]])


@pytest.mark.parametrize("mirrored", [None, 0, 1])
def test_a_sphere_of_quads(mirrored):
    mesh = isosurface.extract(sphere, lambda p: (p + 1) / 2, 64, mirrored=mirrored, quads=4000)
    assert mesh.quads and mesh.watertight and 3500 < len(mesh.faces) / 2 < 4500
    solid = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    assert solid.volume > 0 and solid.is_winding_consistent
    if mirrored is None:
        radii = np.linalg.norm(mesh.vertices - [0.1, 0.0, -0.2], axis=1)
        assert np.allclose(radii, 0.7, atol=0.01)
    else:
        flipped = mesh.vertices * np.where(np.arange(3) == mirrored, -1, 1)
        assert np.allclose(sorted(mesh.vertices.tolist()), sorted(flipped.tolist()), atol=1e-5)
    ends = mesh.vertices[corners(mesh)]
    sides = np.linalg.norm(np.roll(ends, -1, axis=1) - ends, axis=2)
    assert sides.std() < 0.3 * sides.mean()


def test_a_shape_that_does_not_reach_the_plane_stands_there_twice():
    def field(points: torch.Tensor) -> torch.Tensor:
        return 0.3 - (points - torch.tensor([0.5, 0.0, 0.0])).norm(dim=1)

    mesh = isosurface.extract(field, torch.ones_like, 48, mirrored=0, quads=2000)
    solid = trimesh.Trimesh(mesh.vertices, mesh.faces, process=False)
    assert solid.is_watertight and solid.body_count == 2
    assert solid.bounds[:, 0] == pytest.approx([-0.8, 0.8], abs=0.02)
    with pytest.raises(MaquetteError, match="empty"):
        isosurface.extract(lambda p: field(-p), torch.ones_like, 48, mirrored=0, quads=2000)


def test_colors_are_those_of_the_places():
    mesh = isosurface.extract(sphere, lambda points: (points + 1) / 2, 32, quads=1000)
    srgb = (mesh.vertices + 1) / 2
    expected = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    assert np.allclose(mesh.colours, expected, atol=1e-6) and rows(mesh)


def test_two_corners_that_touch_do_not_make_an_edge_of_four_quads():
    values = np.full((4, 4, 3), -1.0, np.float32)
    values[1, 1, 1], values[2, 2, 1] = 1.0, 0.2  # across from each other
    vertices, quads = surface_nets.quads(values)
    edges = np.sort(np.stack([quads, np.roll(quads, -1, axis=1)], -1).reshape(-1, 2), 1)
    assert (np.unique(edges, axis=0, return_counts=True)[1] == 2).all()
    assert len(quads) == 6 and np.allclose(vertices.mean(0), [1, 1, 1])  # the deeper one is left


def test_the_number_of_quads_is_known_beforehand():
    values = np.random.default_rng(0).normal(size=(6, 7, 8)).astype(np.float32)
    values = np.pad(values, 1, constant_values=-1.0)
    clear = surface_nets._clear(values)
    assert surface_nets.count(clear > 0) == len(surface_nets.quads(values)[1])
