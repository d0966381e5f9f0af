"""Triangles that are hardly more than a line go; the surface does not."""

import numpy as np
import trimesh

from backend.asset import slivers
from backend.asset.mesh import Mesh
from tests.backend.asset.shapes import angles


def plate(inner: list[list[float]], faces: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """A square of four corners, and what is in it."""
    corners = [[0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]]
    return np.array(corners + inner, np.float32), np.array(faces, np.int32)


def area(vertices: np.ndarray, faces: np.ndarray) -> float:
    return float(trimesh.Trimesh(vertices, faces, process=False).area)


def test_a_vertex_beside_an_edge_is_no_sliver():
    vertices, faces = plate([[0.5, 0.02, 0]], [[0, 1, 4], [1, 2, 4], [2, 3, 4], [3, 0, 4]])
    vertices = np.vstack([vertices, [[0.5, -1, 0]]]).astype(np.float32)
    faces = np.vstack([faces, [[0, 5, 1]]]).astype(np.int32)
    made = slivers.removed(vertices, faces, 0.01)
    assert np.isclose(area(vertices, made), area(vertices, faces))
    assert angles(Mesh(vertices, made, vertices)).min() > 20


def test_an_edge_that_is_short_goes():
    inner = [[0.5, 0.5, 0], [0.51, 0.5, 0]]
    faces = [[0, 1, 4], [1, 5, 4], [1, 2, 5], [2, 3, 5], [3, 4, 5], [3, 0, 4]]
    vertices, faces = plate(inner, faces)
    made = slivers.removed(vertices, faces, 0.01)
    assert len(made) == 4 and np.isclose(area(vertices, made), 1)
    assert angles(Mesh(vertices, made, vertices)).min() > 40


def test_what_would_move_the_surface_stays():
    """The short edge is the ridge of a roof."""
    inner = [[0.5, 0.5, 0.3], [0.51, 0.5, 0.0]]
    faces = [[0, 1, 4], [1, 5, 4], [1, 2, 5], [2, 3, 5], [3, 4, 5], [3, 0, 4]]
    vertices, faces = plate(inner, faces)
    made = slivers.removed(vertices, faces, 1e-4)
    assert {tuple(sorted(face)) for face in made.tolist()} == {
        tuple(sorted(face)) for face in faces.tolist()
    }


def test_a_closed_shape_stays_closed_and_as_large():
    random = np.random.default_rng(1)
    ball = trimesh.creation.icosphere(3)
    squeezed = ball.vertices + random.normal(0, 0.08, ball.vertices.shape)
    squeezed /= np.linalg.norm(squeezed, axis=1, keepdims=True)
    before = Mesh(squeezed.astype(np.float32), ball.faces.astype(np.int32), ball.vertices)
    made = slivers.removed(before.vertices, before.faces, 0.02)
    after = Mesh(before.vertices, made, before.colours)
    assert after.watertight and made.dtype == np.int32
    assert slivers.share(before.vertices, before.faces) == (angles(before).min(1) < 5).mean()
    narrow = [(angles(each).min(1) < 5).sum() for each in (before, after)]
    assert narrow[0] > 20 and narrow[1] < 0.4 * narrow[0]
    volumes = [trimesh.Trimesh(m.vertices, m.faces, process=False).volume for m in (before, after)]
    assert np.isclose(*volumes, rtol=0.01)


def test_nothing_is_an_answer():
    nothing = np.zeros((0, 3), np.int32)
    assert slivers.removed(np.zeros((0, 3), np.float32), nothing, 0.1).shape == (0, 3)
