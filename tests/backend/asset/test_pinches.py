"""A surface that touches itself becomes one that does not, and nothing of it moves."""

import itertools

import numpy as np
import pytest
import torch
import trimesh

from backend.asset import isosurface, pinches, simplification
from backend.asset.mesh import Mesh


def blocks(*cells: tuple[int, int, int]) -> Mesh:
    """The surface of cubes of side 1 there, without faces between them. Vertices in one place are
    one."""
    quads = []
    for cell in map(np.array, cells):
        for axis, side in itertools.product(range(3), (1, -1)):
            step = np.roll([side, 0, 0], axis)
            if tuple(cell + step) in cells:
                continue
            across = [np.roll([0, 1, 0], axis), np.roll([0, 0, 1], axis)][:: int(side)]
            ends = [np.zeros(3), across[0], across[0] + across[1], across[1]]
            quads.append([cell + step * (side > 0) + end for end in ends])
    corners = np.array(quads).reshape(-1, 3)
    places, faces = np.unique(corners, axis=0, return_inverse=True)
    faces = faces.reshape(-1, 4)[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    ramp = np.linspace(0, 1, places.size).reshape(-1, 3)
    return Mesh(places.astype(np.float32), faces.astype(np.int32), ramp.astype(np.float32))


def corners(mesh: Mesh) -> np.ndarray:
    """Of each face the places and colors of its corners."""
    return np.concatenate([mesh.vertices, mesh.colours], axis=1)[mesh.faces]


@pytest.mark.parametrize(
    ("places", "before", "after"),
    [
        ([(0, 0, 0), (1, 1, 0)], 14, 16),  # at an edge
        ([(0, 0, 0), (1, 1, 1)], 15, 16),  # at a vertex
        ([(0, 0, 0), (1, 1, 0), (2, 0, 0), (1, -1, 0)], 24, 32),  # around a hole, at four edges
        ([(0, 0, 0), (1, 1, 0), (1, 0, 1)], 19, 24),  # at three that meet
    ],
)
def test_solids_that_touch_part(places, before, after):
    mesh = blocks(*places)
    made = pinches.pulled_apart(mesh)
    assert (len(mesh.vertices), len(made.vertices)) == (before, after)
    assert made.watertight and (made.faces.dtype, made.vertices.dtype) == (np.int32, np.float32)
    assert np.array_equal(corners(made), corners(mesh))
    solid = trimesh.Trimesh(made.vertices, made.faces, process=False)
    assert solid.volume == pytest.approx(len(places)) and solid.is_winding_consistent


def test_what_does_not_touch_itself_stays():
    mesh = blocks((0, 0, 0), (3, 0, 0))
    made = pinches.pulled_apart(mesh)
    assert np.array_equal(made.faces, mesh.faces) and np.array_equal(made.vertices, mesh.vertices)


def test_a_border_stays_one():
    """Two open boxes that touch at a vertex part, and are as open as they were."""
    mesh = blocks((0, 0, 0), (1, 1, 1))
    open_mesh = mesh.only(np.arange(len(mesh.faces)) != 3)
    made = pinches.pulled_apart(open_mesh)
    assert len(made.vertices) == 16 and np.array_equal(corners(made), corners(open_mesh))


@pytest.mark.parametrize("broken", ["turned", "three at an edge", "twice the same vertex"])
def test_what_cannot_be_paired_stays(broken):
    mesh = blocks((0, 0, 0), (1, 1, 0))
    faces = mesh.faces.copy()
    if broken == "turned":
        faces[0] = faces[0][::-1]
    elif broken == "three at an edge":
        faces = np.concatenate([faces, [[*faces[0][:2], faces[-1][0]]]]).astype(np.int32)
    else:
        faces[0, 0] = faces[0, 1]
    mesh = Mesh(mesh.vertices, faces, mesh.colours)
    assert pinches.pulled_apart(mesh) is mesh


def test_a_thin_wall_is_simplified_to_so_few_triangles():
    """It pinches together there, and was given more triangles than were asked for."""

    def bowl(points: torch.Tensor) -> torch.Tensor:
        return torch.minimum(0.015 - (points.norm(dim=1) - 0.8).abs(), 0.1 - points[:, 2])

    mesh = isosurface.extract(bowl, torch.ones_like, 64)
    made = simplification.simplified(mesh, 500, None, None, painted=True)
    assert made and made.watertight and 450 < len(made.faces) <= 500


def test_what_would_fall_into_pieces_stays_one():
    """Cubes that touch are left alone; a chain that bites its tail is opened there."""
    pair = blocks((0, 0, 0), (1, 1, 0))
    assert pinches.mended(pair) is pair and not pair.watertight
    ring = [(0, 1, 0), (0, 2, 0), (1, 2, 0), (2, 2, 0), (2, 1, 0), (2, 0, 0), (1, 0, 0)]
    chain = blocks(*ring)
    assert not chain.watertight and len(np.unique(chain.pieces)) == 1
    made = pinches.mended(chain)
    assert made.watertight and len(np.unique(made.pieces)) == 1
    after = trimesh.Trimesh(made.vertices, made.faces, process=False)
    assert after.volume == pytest.approx(len(ring)) and after.euler_number == 2
