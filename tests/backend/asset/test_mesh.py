"""What a mesh says of itself."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from backend.asset.mesh import Mesh, linear_to_srgb, srgb_to_linear

LINEAR = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.0123, 0.2, 0.5]], dtype=np.float32)


@pytest.fixture
def mesh() -> Mesh:
    """A tall tetrahedron: its tip is up, its back corner at y = 0.4."""
    vertices = [[-0.1, -0.2, -1], [0.3, -0.2, -1], [0, 0.4, -1], [0, 0, 1]]
    faces = [[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]
    return Mesh(np.array(vertices, np.float32), np.array(faces, np.int32), LINEAR)


def test_the_srgb_formulas_are_inverses_and_meet_at_the_knee():
    values = np.linspace(0, 1, 1001)
    assert np.allclose(linear_to_srgb(srgb_to_linear(values)), values, atol=1e-6)
    assert srgb_to_linear(np.array(0.5)) == pytest.approx(0.21404, abs=1e-5)
    assert srgb_to_linear(np.array(0.0)) == 0
    assert np.isfinite(linear_to_srgb(np.array(-1e-9)))


def test_watertight_is_every_edge_twice_and_wound_alike(mesh):
    def closed(faces) -> bool:
        return dataclasses.replace(mesh, faces=np.array(faces, np.int32)).watertight

    whole = mesh.faces.tolist()
    assert mesh.watertight
    assert not closed(whole[:3]), "a hole"
    assert not closed([*whole[:3], whole[3][::-1]]), "one face inside out"
    assert not closed([*whole, *whole]), "everything twice"
    assert not closed([*whole, [1, 1, 2]]), "a face without a surface"
    assert not closed(np.zeros((0, 3)))


def test_normals_look_outward_and_large_faces_count_more(mesh):
    normals = mesh.normals
    assert normals.dtype == np.float32
    assert np.allclose(np.linalg.norm(normals, axis=1), 1, atol=1e-6)
    assert ((mesh.vertices - mesh.vertices.mean(0)) * normals).sum(1).min() > 0
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    areas = np.cross(b - a, c - a)  # twice each face's area, along its normal
    tip = areas[[1, 2, 3]].sum(0)
    assert np.allclose(normals[3], tip / np.linalg.norm(tip), atol=1e-6)


def test_a_vertex_without_a_surface_has_a_normal_all_the_same(mesh):
    spare = dataclasses.replace(mesh, vertices=np.vstack([mesh.vertices, [[9, 9, 9]]]))
    assert spare.normals[4].tolist() == [0, 0, 1]
