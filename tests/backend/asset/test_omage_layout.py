"""A mesh whose colors lie elsewhere in its images than its surface in an omage."""

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from backend.asset import mesh_reading, omage, omage_making
from backend.asset.mesh import Mesh
from backend.asset.texture import Texture
from backend.shared.errors import MaquetteError
from backend.shared.look import Material

SQUARE = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], np.float32)
FACES = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
PLACES = SQUARE[:, :2] / 2 + 0.5  # all of the image


def png(pixels) -> bytes:
    """Of pixels (H, W, 3), the lowest row first."""
    file = io.BytesIO()
    Image.fromarray(np.array(pixels, np.uint8)[::-1]).save(file, format="PNG")
    return file.getvalue()


RED, GREEN = (255, 0, 0), (0, 255, 0)
HALVES = png([[RED, GREEN], [RED, GREEN]])  # left and right


@pytest.fixture
def square() -> Mesh:
    """Red on its left half, green on the right; of rough metal."""
    look = Material(HALVES, png([[(255, 255, 255)]]), metallic=1.0, roughness=0.5)
    return Mesh(SQUARE, FACES, np.zeros((4, 3), np.float32), PLACES[FACES], look)


def test_it_is_laid_out_there_and_colored_by_its_uv(square):
    made = omage_making.omage(square, 64, layout=PLACES[FACES] * np.float32(0.5))
    occupied = made[..., omage.OCCUPANCY] > 0.5
    assert occupied[:32, :32].mean() > 0.95 and not occupied[33:].any()
    assert made[16, 2, omage.COLOUR] == pytest.approx((1, 0, 0))
    assert made[16, 29, omage.COLOUR] == pytest.approx((0, 1, 0))
    assert (made[16, 16, omage.METALLIC], made[16, 16, omage.ROUGHNESS]) == (1.0, 0.5)


def test_it_is_unfolded_where_the_layout_is_empty(square):
    made = omage_making.omage(square, 64, layout=np.zeros((0, 3, 2), np.float32))
    shown = made[made[..., omage.OCCUPANCY] > 0.5]
    left = shown[:, 0] < 0.3
    assert 0.2 < left.mean() < 0.8
    assert shown[left, omage.COLOUR][:, 0].min() > 0.9
    assert shown[shown[:, 0] > 0.7, omage.COLOUR][:, 1].min() > 0.9


def test_images_repeat_beyond_their_sides(square):
    """Twice across the square: red, green, red, green."""
    twice = replace(square, uv=square.uv * np.array([2, 1], np.float32))
    made = omage_making.omage(twice, 64, layout=PLACES[FACES])
    seen = made[32, [8, 24, 40, 56], omage.COLOUR]
    assert seen[:, 0] == pytest.approx([1, 0, 1, 0], abs=0.6)
    assert seen[:, 0].argsort()[2:].tolist() in ([0, 2], [2, 0])


def test_colors_of_vertices_where_images_are_lost(square):
    made = Texture(square).at_vertices()
    assert made.uv is None and not made.material.images
    assert made.colours == pytest.approx(np.array([RED, GREEN, GREEN, RED]) / 255)
    assert (made.material.metallic, made.material.roughness) == (1.0, 0.5)


def write(path, **arrays):
    plain = {"vertices": SQUARE, "faces": FACES, "colours": np.zeros((4, 3), np.float32)}
    np.savez(path, **plain | arrays)
    return path


def test_a_file_says_how_it_is_laid_out(tmp_path):
    plain = write(tmp_path / "a.npz", metallic=0.25, roughness=0.5)
    assert mesh_reading.layout(plain) is None
    mesh, _ = mesh_reading.read(plain)
    assert (mesh.material.metallic, mesh.material.roughness) == (0.25, 0.5) and mesh.uv is None
    laid = write(tmp_path / "b.npz", layout=PLACES[FACES])
    assert np.array_equal(mesh_reading.layout(laid), PLACES[FACES])
    nowhere = write(tmp_path / "c.npz", layout=np.zeros((0, 3, 2)))
    assert mesh_reading.layout(nowhere).shape == (0, 3, 2)
    with pytest.raises(MaquetteError, match="its layout does not fit its faces"):
        mesh_reading.layout(write(tmp_path / "d.npz", layout=np.zeros((1, 3, 2))))
