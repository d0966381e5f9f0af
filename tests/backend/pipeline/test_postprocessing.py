"""Crumbs go, parts stay; fewer triangles are the same shape in the same colours."""

from pathlib import Path

import numpy as np
import pytest
import trimesh

from backend.asset import mirroring
from backend.asset.mesh import Mesh
from backend.asset.point_cloud import PointCloud
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.pipeline.postprocessing import (
    _simplified,
    decimate,
    finish,
    remove_small_components,
)
from backend.shared.errors import MaquetteError
from backend.shared.look import Material
from backend.shared.models import family
from backend.shared.models.family import Family
from backend.shared.request import GenerationRequest
from tests.backend.asset.shapes import slivers

SHAP_E = family.of("shap_e")


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
    assert list(np.bincount(mesh.pieces)) == [320, 320, 320]


def test_crumbs_go_with_their_vertices_and_the_rest_is_as_it_was():
    mesh, one = balls(0.1, 1, 0.05), balls(1)
    kept = remove_small_components(mesh)
    assert np.allclose(kept.vertices, one.vertices + [3, 0, 0])
    assert np.array_equal(kept.faces, one.faces)
    assert np.allclose(kept.colours, 0.2)
    assert kept.faces.dtype == np.int32 and kept.vertices.dtype == np.float32


def test_parts_that_lie_apart_stay():
    mesh = balls(1, 0.5, 0.2)
    assert remove_small_components(mesh) is mesh
    assert len(remove_small_components(mesh, share=0.1).faces) == 640


def test_an_empty_mesh_stays_empty():
    empty = Mesh(np.zeros((0, 3), np.float32), np.zeros((0, 3), np.int32), np.zeros((0, 3)))
    assert remove_small_components(empty) is empty


def test_the_largest_part_alone():
    mesh = balls(0.5, 1, 0.9)
    assert finish(mesh, GenerationRequest("a"), SHAP_E) is mesh
    kept = finish(mesh, GenerationRequest("a", loose_parts=False), SHAP_E)
    assert np.allclose(kept.vertices, balls(1).vertices + [3, 0, 0])


def test_small_parts_are_left_to_a_family_that_does_not_list_loose_parts():
    mesh = balls(0.1, 1)
    assert finish(mesh, GenerationRequest("a"), Family("Charts")) is mesh
    assert len(finish(mesh, GenerationRequest("a"), SHAP_E).faces) == 320


def test_points_stay_as_they_are():
    cloud = PointCloud(*np.zeros((2, 4, 3), np.float32))
    assert finish(cloud, GenerationRequest("a"), SHAP_E) is cloud


@pytest.fixture(scope="module")
def chair(tmp_path_factory) -> Mesh:
    """A red chair with black legs, as maquette-mini makes it."""
    folder = tmp_path_factory.mktemp("chair")
    asked = GenerationRequest("a red chair with black legs", sampler="fast", folder=str(folder))
    (sample,) = Generator().generate(asked, Tracker()).samples
    with np.load(Path(sample.mesh)) as arrays:
        return Mesh(arrays["vertices"], arrays["faces"], arrays["colours"])


def ball() -> Mesh:
    """Half red, half blue, with the border at x = 0."""
    made = trimesh.creation.icosphere(5)
    red = made.vertices[:, :1] > 0
    colours = np.where(red, [[0.8, 0, 0]], [[0, 0, 0.8]])
    return Mesh(
        made.vertices.astype(np.float32), made.faces.astype(np.int32), colours.astype(np.float32)
    )


@pytest.mark.parametrize("triangles", [100, 1000, 10_000])
@pytest.mark.parametrize("which", ["ball", "chair"])
def test_fewer_triangles_are_the_same_closed_shape(chair, which, triangles):
    mesh = chair if which == "chair" else ball()
    fewer = decimate(mesh, triangles)
    assert triangles * 0.98 <= len(fewer.faces) <= triangles * (1.3 if triangles == 100 else 1)
    assert fewer.watertight
    before, after = (trimesh.Trimesh(m.vertices, m.faces, process=False) for m in (mesh, fewer))
    assert after.is_watertight and after.is_winding_consistent
    error = 0.2 if triangles == 100 else 0.02
    assert after.volume == pytest.approx(before.volume, rel=error)
    assert np.allclose(after.bounds, before.bounds, atol=0.1 if triangles == 100 else 0.02)
    assert (fewer.vertices.dtype, fewer.faces.dtype) == (np.float32, np.int32)


def test_each_detail_is_what_it_says(chair):
    """Blockout is light and symmetric, game has a texture, and full all there is."""
    assert mirroring.axis_of(chair) == 0
    for detail, least, most in (("blockout", 2700, 4000), ("game", 1800, 2000)):
        made = finish(chair, GenerationRequest("a", detail=detail), SHAP_E)
        assert least <= len(made.faces) <= most and made.watertight
        assert mirroring.axis_of(made) == 0 and slivers(made) <= 0.01
        assert (made.uv is None) == (detail == "blockout")
    assert finish(chair, GenerationRequest("a", detail="full"), SHAP_E) is chair
    own = finish(chair, GenerationRequest("a", detail="custom", triangles=1500), SHAP_E)
    assert 1400 < len(own.faces) <= 1500 and mirroring.axis_of(own) == 0


def test_a_request_of_before_gets_the_mesh_of_then(chair):
    """Bit by bit: an object that was made then is made again."""
    made = finish(chair, GenerationRequest("a", triangles=1500), SHAP_E)
    then = decimate(chair, 1500)
    assert np.array_equal(made.vertices, then.vertices) and np.array_equal(made.faces, then.faces)
    assert mirroring.axis_of(made) is None


def test_symmetry_that_is_asked_for_says_the_axis():
    """Without it, a shape that is not symmetric is simplified as a whole."""
    mesh = ball()
    made = finish(mesh, GenerationRequest("a", detail="game", symmetry="y"), SHAP_E)
    assert mirroring.axis_of(made) == 1 and made.watertight


def test_fewer_triangles_keep_the_colours():
    fewer = decimate(ball(), 1000)
    sides = np.abs(fewer.vertices[:, 0]) > 0.1
    red = fewer.vertices[sides, :1] > 0
    assert np.allclose(fewer.colours[sides], np.where(red, [[0.8, 0, 0]], [[0, 0, 0.8]]))
    assert fewer.colours.dtype == np.float32


def test_a_target_above_the_count_leaves_the_mesh_as_it_is():
    mesh = balls(1)
    assert decimate(mesh, 320) is mesh
    assert finish(mesh, GenerationRequest("a", triangles=10_000), SHAP_E) is mesh


def test_thin_parts_are_not_pinched_together():
    """A hoop: the library's own way to a hundred triangles folds it up."""
    made = trimesh.creation.torus(1, 0.02, major_sections=100, minor_sections=8)
    hoop = Mesh(
        made.vertices.astype(np.float32),
        made.faces.astype(np.int32),
        np.ones((len(made.vertices), 3), np.float32),
    )
    fewer = decimate(hoop, 100)
    assert not _simplified(hoop, 100).watertight
    assert fewer.watertight and 98 <= len(fewer.faces) < 160
    after = trimesh.Trimesh(fewer.vertices, fewer.faces, process=False)
    assert after.euler_number == 0 and 0.55 < after.volume / made.volume < 1  # of 8 corners 3 to 4
    assert np.linalg.norm(fewer.vertices[:, :2], axis=1).min() > 0.9
    assert len(decimate(hoop, 40).faces) < 160  # fewer than a hoop can be made of


def test_a_mesh_with_a_texture_of_its_own_stays_as_it_is():
    """It is made of charts: small ones are no crumbs, and fewer triangles would lose the image."""
    charts = Mesh(
        np.array(
            [[0, 0, 0], [9, 0, 0], [0, 9, 0], [5, 5, 5], [5.1, 5, 5], [5, 5.1, 5]], np.float32
        ),
        np.array([[0, 1, 2], [3, 4, 5]], np.int32),
        np.full((6, 3), 0.5, np.float32),
        np.zeros((2, 3, 2), np.float32),
        Material(b"an image"),
    )
    assert finish(charts, GenerationRequest("a"), SHAP_E) is charts
    for changes in ({"triangles": 100}, {"texture": 128}):
        with pytest.raises(MaquetteError, match="own texture"):
            finish(charts, GenerationRequest("a", **changes), SHAP_E)
    large = charts.only(np.array([True, False]))
    assert len(large.vertices) == 3 and large.uv.shape == (1, 3, 2) and large.material.base_colour
