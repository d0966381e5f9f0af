"""Crumbs go, parts stay."""

import numpy as np
import trimesh

from backend.finishing import pieces, without_crumbs
from backend.mesh import Mesh


def balls(*radii: float) -> Mesh:
    """Balls side by side, each of a grey of its own."""
    made = [
        trimesh.creation.icosphere(2, radius).apply_translation((3 * k, 0, 0))
        for k, radius in enumerate(radii)
    ]
    whole = trimesh.util.concatenate(made)
    grey = np.repeat([(k + 1) / 10 for k in range(len(made))], [len(m.vertices) for m in made])
    colours = np.repeat(grey[:, None], 3, axis=1)
    return Mesh(
        whole.vertices.astype(np.float32), whole.faces.astype(np.int32), colours.astype(np.float32)
    )


def test_pieces_are_told_apart():
    mesh = balls(1, 0.5, 0.1)
    assert list(np.bincount(pieces(mesh))) == [320, 320, 320]


def test_crumbs_go_with_their_vertices_and_the_rest_is_as_it_was():
    mesh, one = balls(0.1, 1, 0.05), balls(1)
    kept = without_crumbs(mesh)
    assert np.allclose(kept.vertices, one.vertices + [3, 0, 0])
    assert np.array_equal(kept.faces, one.faces)
    assert np.allclose(kept.colours, 0.2)
    assert kept.faces.dtype == np.int32 and kept.vertices.dtype == np.float32


def test_parts_that_lie_apart_stay():
    mesh = balls(1, 0.5, 0.2)
    assert without_crumbs(mesh) is mesh
    assert len(without_crumbs(mesh, share=0.1).faces) == 640


def test_an_empty_mesh_stays_empty():
    empty = Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32), np.zeros((0, 3)))
    assert without_crumbs(empty) is empty
