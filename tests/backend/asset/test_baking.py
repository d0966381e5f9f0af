"""A texture shows every point of the surface in its own colour, seams included."""

import io

import numpy as np
import pytest
import trimesh
from PIL import Image
from scipy import ndimage

from backend.asset import mesh_files
from backend.asset.baking import bake
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.pipeline import postprocessing
from backend.pipeline.postprocessing import decimate, finish
from backend.shared.models import family
from backend.shared.request import GenerationRequest

SIDE = 256
SHAP_E = family.of("shap_e")


@pytest.fixture(scope="module")
def ball() -> Mesh:
    """Red grows with x, green with y, blue with z, none of them is ever 0."""
    made = trimesh.creation.icosphere(5)
    colours = made.vertices * 0.4 + 0.5
    return Mesh(
        made.vertices.astype(np.float32), made.faces.astype(np.int32), colours.astype(np.float32)
    )


@pytest.fixture(scope="module")
def baked(ball) -> Mesh:
    return bake(decimate(ball, 1000), ball, SIDE, lambda: None)


def shown(mesh: Mesh, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """sRGB of the texture at a point of each face, taken as a renderer does it, between texels; and
    of the ball there."""
    image = np.asarray(Image.open(io.BytesIO(mesh.material.base_colour))) / 255
    across, up = np.einsum("fk,fkc->cf", weights, mesh.uv)
    where = np.stack([(1 - up) * SIDE - 0.5, across * SIDE - 0.5])
    seen = [
        ndimage.map_coordinates(image[..., k], where, order=1, mode="nearest") for k in range(3)
    ]
    points = np.einsum("fk,fkc->fc", weights, mesh.vertices[mesh.faces])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return np.stack(seen, 1), linear_to_srgb(points * 0.4 + 0.5)


@pytest.mark.parametrize("corner", [None, 0, 1, 2])
def test_every_point_has_its_colour_inside_of_faces_and_on_their_edges(baked, corner):
    weights = np.random.default_rng(0).dirichlet((1, 1, 1), len(baked.faces))
    if corner is not None:  # on the edge across from it, which may be a seam
        weights[:, corner] = 0
        weights /= weights.sum(1, keepdims=True)
    seen, expected = shown(baked, weights)
    assert np.abs(seen - expected).max() < 0.03


def test_shapes_and_what_no_face_covers(baked, ball):
    assert baked.uv.shape == (1000, 3, 2) and baked.uv.dtype == np.float32
    assert baked.uv.min() >= 0 and baked.uv.max() <= 1
    image = Image.open(io.BytesIO(baked.material.base_colour))
    assert (image.size, image.mode, image.format) == ((SIDE, SIDE), "RGB", "PNG")
    assert np.asarray(image).min() > 80, "nothing is left black"


def test_a_texture_has_the_detail_that_fewer_triangles_lost(ball):
    stripes = np.where(np.sin(20 * ball.vertices[:, :1]) > 0, 0.9, 0.1).repeat(3, 1)
    striped = Mesh(ball.vertices, ball.faces, stripes.astype(np.float32))
    made = bake(decimate(striped, 200), striped, SIDE, lambda: None)
    image = np.asarray(Image.open(io.BytesIO(made.material.base_colour)))
    white, black = (np.rint(linear_to_srgb(np.array(c)) * 255) for c in (0.9, 0.1))
    assert np.mean(np.isin(image, (white, black))) > 0.7


def test_it_is_for_few_triangles(ball, monkeypatch):
    monkeypatch.setattr(postprocessing, "TEXTURED", 500)
    ticks = []
    made = finish(ball, GenerationRequest("a", texture=128), SHAP_E, lambda: ticks.append(1))
    assert len(made.faces) == 500 and made.watertight and len(ticks) >= 2
    assert not finish(ball, GenerationRequest("a"), SHAP_E).material.images


def test_large_images_are_painted_in_parts(ball, baked, monkeypatch):
    monkeypatch.setattr("backend.asset.unfolding.CHUNK", 1000)
    again = bake(decimate(ball, 1000), ball, SIDE, lambda: None)
    assert again.material == baked.material


def test_files(baked, tmp_path):
    mesh_files.write(baked, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as arrays:
        assert np.array_equal(arrays["uv"], baked.uv)
        assert arrays["base_colour"].tobytes() == baked.material.base_colour
    mesh_files.write(baked, tmp_path / "a.glb")
    read = trimesh.load(tmp_path / "a.glb", force="mesh", process=False)
    assert len(read.faces) == 1000 and read.volume == pytest.approx(4.1, abs=0.1)
    x, y, z = read.vertices.T  # Y up
    expected = linear_to_srgb(np.column_stack([x, -z, y]) * 0.4 + 0.5)
    seen = read.visual.to_color().vertex_colors[:, :3] / 255
    assert np.abs(seen - expected).max() < 0.05


def test_a_mesh_of_many_triangles_gets_thirty_thousand(monkeypatch):
    """As README says; a texture of them is not made here, which would take seconds."""
    unfolded = []
    monkeypatch.setattr("backend.asset.baking.bake", lambda mesh, *_: unfolded.append(mesh) or mesh)
    sphere = trimesh.creation.icosphere(6)  # 81,920 triangles
    grey = np.full((len(sphere.vertices), 3), 0.5, np.float32)
    ball = Mesh(sphere.vertices.astype("f4"), sphere.faces.astype("i4"), grey)
    finish(ball, GenerationRequest("a", texture=128), SHAP_E)
    assert 29_000 < len(unfolded[0].faces) <= 30_000
