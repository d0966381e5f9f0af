"""A mesh becomes the omage that its UV map makes of it, and that one the mesh again."""

import io
from dataclasses import replace

import numpy as np
import pytest
import trimesh
from PIL import Image
from scipy.spatial import cKDTree

from backend.asset import omage, omage_making
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.shared.errors import MaquetteError
from backend.shared.look import Material


@pytest.fixture(autouse=True)
def coarser(monkeypatch):
    """Drawn with 256 texels a side, which is quick; tests that measure borders take all."""
    monkeypatch.setattr(omage_making, "FINE", 256)


@pytest.fixture
def fine(coarser, monkeypatch):
    monkeypatch.setattr(omage_making, "FINE", 1024)


def png(pixels) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.asarray(pixels, np.uint8)).save(file, format="PNG")
    return file.getvalue()


@pytest.fixture
def square() -> Mesh:
    """From (-0.5, -0.5) to (0.5, 0.5) at z = 0.25, facing up, in the middle of its image: a
    quarter of it. Vertices are red on the left, green on the right."""
    vertices = np.array([[-1, -1, 0.5], [1, -1, 0.5], [1, 1, 0.5], [-1, 1, 0.5]], np.float32) / 2
    colours = np.array([[1, 0, 0], [0, 1, 0], [0, 1, 0], [1, 0, 0]], np.float32)
    faces = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
    places = np.array([[0.25, 0.25], [0.75, 0.25], [0.75, 0.75], [0.25, 0.75]], np.float32)
    return Mesh(vertices, faces, colours, places[faces], Material(metallic=0.25, roughness=0.5))


@pytest.fixture
def ball() -> Mesh:
    solid = trimesh.creation.icosphere(3)
    vertices = (solid.vertices * 0.9).astype(np.float32)
    return Mesh(vertices, solid.faces.astype(np.int32), (vertices / 2 + 0.5).astype(np.float32))


def texels(made: np.ndarray) -> np.ndarray:
    return made[made[..., 3] > 0.5]


@pytest.mark.parametrize("side", [256, 1024])
def test_every_texel_has_its_point_and_all_that_is_there(square, side):
    made = omage_making.omage(square, side)
    assert made.shape == (side, side, 12) and made.dtype == np.float32
    occupied = made[..., 3] == 1
    assert set(np.unique(made[..., 3]).tolist()) == {0, 1} and not made[~occupied].any()
    assert occupied.mean() == pytest.approx(0.25, abs=0.01)
    row, column = np.nonzero(occupied)
    point = made[occupied, :3] * 2 - 1
    along = (np.stack([column, row], axis=1) + 0.5) / side
    assert np.abs(point[:, :2] - (2 * along - 1)).max() < 1.1 / side * 2
    assert np.abs(point[:, 2] - 0.25).max() < 1e-6
    assert np.abs(made[occupied, 4:7] - [0.5, 0.5, 1]).max() < 1e-6
    across = point[:, 0] + 0.5
    assert np.abs(made[occupied, 7:10] - np.stack([1 - across, across, 0 * across], 1)).max() < 1e-5
    assert np.abs(made[occupied, 10:] - [0.25, 0.5]).max() < 1e-6


def test_at_64_borders_are_those_of_the_surface(square, fine):
    point = texels(omage_making.omage(square, 64))[:, :3] * 2 - 1
    half = 0.5 - 1 / 1024
    assert np.abs(point[:, :2]).max() == pytest.approx(half, abs=1e-4)


def test_images_of_its_own_are_read_between_their_texels(square):
    """2 x 2 texels: black on the left, white on the right, red and a metal in the upper left."""
    colour = png([[[255, 0, 0], [255, 255, 255]], [[0, 0, 0], [255, 255, 255]]])
    surface = png([[[0, 255, 255], [0, 255, 0]], [[0, 0, 0], [0, 255, 0]]])
    look = Material(colour, surface, metallic=0.5, roughness=1)
    made = texels(omage_making.omage(replace(square, material=look), 256))
    x, y = made[:, :2].T * 2 - 1
    right, up = x + 0.5, y + 0.5  # from middle to middle of the texels
    red = (1 - right) * up + right
    assert np.abs(made[:, 7] - red).max() < 1e-5 and np.abs(made[:, 8] - right).max() < 1e-5
    assert np.abs(made[:, 10] - 0.5 * (1 - right) * up).max() < 1e-5
    assert np.abs(made[:, 11] - red).max() < 1e-5


def test_images_are_srgb(square):
    gray = Material(png(np.full((4, 4, 3), 188)))
    made = texels(omage_making.omage(replace(square, material=gray), 256))
    assert np.abs(linear_to_srgb(made[:, 7:10]) * 255 - 188).max() < 0.01


@pytest.mark.parametrize(("side", "near"), [(64, 0.02), (256, 0.006)])
def test_without_a_uv_it_is_unfolded_and_comes_back_the_same(ball, side, near, fine):
    made = omage_making.omage(ball, side)
    again = omage.mesh(made, stitch=0.05)
    solid = trimesh.Trimesh(again.vertices, again.faces, process=False)
    assert solid.volume == pytest.approx(4 / 3 * np.pi * 0.9**3, rel=0.04), "outward"
    surface = trimesh.Trimesh(ball.vertices, ball.faces)
    there = trimesh.sample.sample_surface(surface, 4000, seed=0)[0]
    here = trimesh.sample.sample_surface(solid, 40_000, seed=0)[0]
    assert np.abs(np.linalg.norm(here, axis=1) - 0.895).max() < 0.01 + near
    assert cKDTree(here).query(there)[0].max() < 0.03 + near, "no part is missing"
    assert np.abs(again.colours - (again.vertices / 2 + 0.5)).max() < near
    normal = texels(made)[:, 4:7] * 2 - 1
    point = texels(made)[:, :3] * 2 - 1
    cosine = (
        (normal * point).sum(1) / np.linalg.norm(point, axis=1) / np.linalg.norm(normal, axis=1)
    )
    assert cosine.min() > 0.98


def test_normals_are_flat_where_faces_meet_at_an_angle():
    box = trimesh.creation.box([1, 1, 1])
    gray = np.full((8, 3), 0.5, np.float32)
    mesh = Mesh(box.vertices.astype(np.float32), box.faces.astype(np.int32), gray)
    normal = texels(omage_making.omage(mesh, 256))[:, 4:7] * 2 - 1
    assert np.abs(np.abs(normal).max(axis=1) - 1).max() < 1e-5


@pytest.mark.parametrize(("scale", "longest"), [(0.01, 1.9), (100, 1.9), (0.9, 1.62)])
def test_what_is_too_small_or_too_large_is_brought_into_the_cube(ball, scale, longest):
    moved = replace(ball, vertices=(ball.vertices + (scale != 0.9) * 3) * np.float32(scale))
    point = texels(omage_making.omage(moved, 256))[:, :3] * 2 - 1
    assert np.ptp(point, axis=0) == pytest.approx(np.full(3, longest), abs=0.02)
    assert np.abs(point.max(axis=0) + point.min(axis=0)).max() < 0.02


@pytest.mark.parametrize(
    ("place", "said"),
    [
        (lambda uv: np.concatenate([uv[:1], uv[:1]]), "overlaps itself, in 98% of its area"),
        (lambda uv: uv * 2, "reaches beyond the image"),
        (lambda uv: uv - 0.5, "reaches beyond the image"),
        (lambda uv: uv + np.array([[[0, 0]], [[1, 0]]]), "has 2 tiles (UDIM)"),
        (lambda uv: uv * 0, "covers nothing"),
        (lambda uv: uv * np.nan, "not finite"),
    ],
)
def test_uvs_of_which_no_omage_can_be_made(square, place, said):
    with pytest.raises(MaquetteError) as caught:
        omage_making.omage(replace(square, uv=place(square.uv).astype(np.float32)), 64)
    assert caught.value.code == "request" and said in caught.value.message and caught.value.remedy


def test_islands_that_touch_do_not_overlap(square):
    apart = replace(square, vertices=square.vertices[square.faces.ravel()])
    apart = replace(apart, faces=np.arange(6, dtype=np.int32).reshape(2, 3))
    apart = replace(apart, colours=np.full((6, 3), 0.5, np.float32))
    assert len(texels(omage_making.omage(apart, 64))) > 1000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"faces": np.empty((0, 3), np.int32), "uv": None}, "no faces"),
        ({"vertices": np.full((4, 3), np.nan, np.float32)}, "not finite"),
    ],
)
def test_what_is_no_surface(square, change, said):
    with pytest.raises(MaquetteError, match=said) as caught:
        omage_making.omage(replace(square, **change), 64)
    assert caught.value.code == "request"


def test_an_image_that_cannot_be_read(square):
    broken = replace(square, material=Material(png(np.zeros((4, 4, 3)))[:40]))
    with pytest.raises(MaquetteError, match="image of the material cannot be read") as caught:
        omage_making.omage(broken, 64)
    assert caught.value.code == "file"
