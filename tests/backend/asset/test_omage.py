"""An omage becomes the surface that it shows: the numbers of the original's `meshing_objamage`, but
for what is deliberately otherwise here."""

import io

import numpy as np
import pytest
from PIL import Image

from backend.asset import omage
from backend.asset.mesh import linear_to_srgb
from backend.shared.errors import MaquetteError


def flat(side: int) -> np.ndarray:
    """Nothing occupied: texels spread over the square [-1, 1]^2, facing up, gray and rough."""
    row, column = np.mgrid[:side, :side] / (side - 1)
    made = np.full((side, side, 12), 0.5, np.float32)
    made[..., 0], made[..., 1], made[..., 3], made[..., 6] = column, row, 0, 1
    return made


@pytest.fixture
def wavy() -> np.ndarray:
    """Two patches of 14 and 4 texels."""
    made = flat(8)
    row, column = np.mgrid[:8, :8]
    made[..., 2] = 0.5 + 0.1 * np.sin(0.9 * row + 0.4 * column)
    made[1:4, 1:6, 3] = made[5:7, 2:4, 3] = 1
    made[2, 3, 3] = 0
    return made


def facing(mesh) -> np.ndarray:
    a, b, c = (mesh.vertices[mesh.faces[:, k]] for k in range(3))
    return np.cross(b - a, c - a)


def ball(side: int) -> np.ndarray:
    """Six patches, as of a cube that was blown up, each in its own square; every second one is
    mirrored. Without normals."""
    made = np.zeros((side, side, 12), np.float32)
    size = side // 3 - 2
    across, up = np.meshgrid(*[np.linspace(-1, 1, size)] * 2)
    for k in range(6):
        sign, axis = (-1) ** k, k // 2
        point = np.stack([np.full_like(up, sign), across, up], -1)
        point = np.roll(point, axis, axis=-1)
        point /= np.linalg.norm(point, axis=-1, keepdims=True)
        row, column = (k // 3) * (size + 2) + 1, (k % 3) * (size + 2) + 1
        made[row : row + size, column : column + size, :3] = (0.9 * point + 1) / 2
        made[row : row + size, column : column + size, 3] = 1
        made[row : row + size, column : column + size, 7:10] = (point + 1) / 2
    return made


def test_the_numbers_of_the_original(wavy):
    made = omage.mesh(wavy)
    assert made.vertices.shape == (18, 3) and made.faces.shape == (12, 3)
    assert made.vertices[0] == pytest.approx([-0.714286, -0.714286, 0.192712], abs=1e-6)
    assert made.faces[:4].tolist() == [[0, 1, 5], [1, 2, 6], [3, 4, 7], [5, 6, 9]]
    assert made.faces[-2:].tolist() == [[13, 12, 8], [17, 16, 15]]
    assert (facing(made)[:, 2] > 0).all()


def test_the_uv_is_the_middle_of_a_texel_where_the_original_has_its_corner(wavy):
    """The original's first is 1 / 7."""
    made = omage.mesh(wavy)
    assert made.uv.shape == (12, 3, 2) and made.uv[0, 0].tolist() == [1.5 / 8, 1.5 / 8]
    image = Image.open(io.BytesIO(made.material.base_colour))
    column, row = np.floor(made.uv * 8).astype(int).reshape(-1, 2).T
    point = made.vertices[made.faces].reshape(-1, 3)
    assert np.allclose(np.stack([column, row]) / 7, (point.T[:2] + 1) / 2, atol=1e-6)
    assert image.size == (8, 8)


def test_nothing_is_joined_across_the_borders_of_the_image():
    """A full image has 2 * 3 * 3 faces. The original makes 32, around its borders."""
    full = flat(4)
    full[..., 3] = 1
    made = omage.mesh(full)
    assert len(made.faces) == 18 and len(made.vertices) == 16
    assert np.linalg.norm(facing(made), axis=1) == pytest.approx(np.full(18, (2 / 3) ** 2))


def test_three_texels_make_a_triangle_and_what_is_in_none_is_no_vertex():
    made = flat(4)
    made[0, 0, 3] = made[0, 1, 3] = made[1, 0, 3] = 1
    made[3, 3, 3] = 1
    mesh = omage.mesh(made)
    assert len(mesh.vertices) == 3 and len(mesh.faces) == 1


@pytest.mark.parametrize("side", [24, 240])
def test_faces_are_wound_outward_without_normals(side):
    made = omage.mesh(ball(side))
    middle = made.vertices[made.faces].mean(axis=1)
    assert (np.einsum("fc,fc->f", facing(made), middle) > 0).all()


def test_the_inside_of_a_bowl_is_not_its_outside():
    """What faces the middle, of two shells around it, but the outer one has a hole."""
    made = np.zeros((40, 40, 12), np.float32)
    azimuth, height = np.meshgrid(np.linspace(0, 2 * np.pi, 36), np.linspace(-1.5, 0.9, 18))
    shell = np.stack(
        [np.cos(azimuth) * np.cos(height), np.sin(azimuth) * np.cos(height), np.sin(height)], -1
    )
    for row, radius in ((1, 0.9), (21, 0.8)):
        made[row : row + 18, 2:38, :3] = (radius * shell + 1) / 2
        made[row : row + 18, 2:38, 3] = 1
    mesh = omage.mesh(made)
    middle = mesh.vertices[mesh.faces].mean(axis=1)
    outside = np.einsum("fc,fc->f", facing(mesh), middle)
    area = np.linalg.norm(facing(mesh), axis=1) > 1e-9
    outer = np.linalg.norm(middle, axis=1) > 0.85
    assert (outside[outer & area] > 0).all() and (outside[~outer & area] < 0).all()


def test_faces_are_wound_as_their_normals_say(wavy):
    wavy[..., 4:7] = [0.5, 0.5, 0]
    assert (facing(omage.mesh(wavy))[:, 2] < 0).all()


def test_unclear_normals_count_as_most_of_their_patch(wavy):
    wavy[..., 4:7] = [0.5, 0.5, 0]
    wavy[1:3, 1:3, 4:7] = [1, 0.5, 0.5]  # along the surface
    wavy[1:3, 4:6, 4:7] = 0.5  # of no length
    assert (facing(omage.mesh(wavy))[:, 2] < 0).all()


def test_long_edges_can_be_left_out():
    torn = flat(8)
    torn[..., 3] = 1
    torn[:, 4:, 2] = 0.9
    assert len(omage.mesh(torn).faces) == 98
    made = omage.mesh(torn, longest_edge=0.5)
    assert len(made.faces) == 98 - 14
    assert np.ptp(made.vertices[made.faces][..., 2], axis=1).max() == 0


def test_the_images_of_the_material(wavy):
    wavy[..., 7:10] = [0.2, 0.01, 0.9]
    wavy[..., 10], wavy[..., 11] = 0.25, 0.75
    wavy[1, 1, 7:12] = [1, 0, 0, 1, 0]
    wavy[wavy[..., 3] == 0, 7:] = 0
    look = omage.mesh(wavy).material
    assert (look.metallic, look.roughness, look.normal) == (1, 1, b"")
    colour, surface = (
        np.asarray(Image.open(io.BytesIO(image)))
        for image in (look.base_colour, look.metallic_roughness)
    )
    expected = np.rint(linear_to_srgb(np.array([0.2, 0.01, 0.9])) * 255)
    assert colour[6, 1].tolist() == [255, 0, 0], "row 1 from below"
    assert (colour[6, 2] == expected).all() and (colour[0, 7] == expected).all()
    assert surface[6, 2, 1:].tolist() == [191, 64] and surface[6, 1, 1:].tolist() == [0, 255]
    assert colour[7, 0].tolist() == [255, 0, 0], "what shows nothing looks like the nearest texel"


def test_vertices_have_the_colors_of_their_texels():
    made = omage.mesh(ball(24))
    assert np.allclose(made.colours, (made.vertices / 0.9 + 1) / 2, atol=1e-5)
    assert made.colours.dtype == made.vertices.dtype == np.float32
    assert made.faces.dtype == np.int32


def changed(**channels):
    made = flat(8)
    made[..., 3] = 1
    for name, value in channels.items():
        made[2, 2, int(name[1:])] = value
    return made


@pytest.mark.parametrize(
    ("wrong", "code", "said"),
    [
        (np.zeros((8, 8, 4), np.float32), "file", "8 × 8 × 4 values, not side × side × 12"),
        (np.zeros((8, 12), np.float32), "file", "8 × 12 values"),
        (np.zeros((8, 8, 12), np.uint8), "file", "no omage"),
        (np.zeros((8, 16, 12), np.float32), "file", "not square: it has 16 × 8 texels"),
        (changed(c0=np.nan), "file", "not finite"),
        (changed(c9=np.inf), "file", "not finite"),
        (flat(8), "empty", "no texel is occupied"),
    ],
)
def test_what_is_no_omage(wrong, code, said):
    with pytest.raises(MaquetteError) as caught:
        omage.mesh(wrong)
    assert caught.value.code == code and said in caught.value.message and caught.value.remedy


def test_one_texel_is_no_surface():
    one = flat(8)
    one[3, 3, 3] = 1
    with pytest.raises(MaquetteError, match="shows no surface") as caught:
        omage.mesh(one)
    assert caught.value.code == "empty"
