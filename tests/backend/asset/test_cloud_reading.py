"""Points of any file, where they are and in their colors."""

from __future__ import annotations

import numpy as np
import pytest
import trimesh

from backend.asset import cloud_reading, mesh_files
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.asset.point_cloud import PointCloud
from backend.shared.errors import MaquetteError
from backend.shared.record import Record

CORNERS = np.array([[0, 0, 0], [3, 0, 0], [3, 2, 0], [0, 2, 1]], np.float32)
COLORS = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.2, 0.2, 0.2]], np.float32)


def written(tmp_path, asset, suffix):
    path = tmp_path / f"asset{suffix}"
    path.write_bytes(mesh_files.encoded(asset, suffix, Record()))
    return path


@pytest.mark.parametrize("suffix", [".npz", ".ply", ".glb", ".obj"])
def test_our_own_points_come_back(tmp_path, suffix):
    cloud, notes = cloud_reading.read(written(tmp_path, PointCloud(CORNERS, COLORS), suffix))
    order = np.lexsort(cloud.points.T), np.lexsort(CORNERS.T)
    assert np.allclose(cloud.points[order[0]], CORNERS[order[1]], atol=1e-6)
    assert np.allclose(cloud.colors[order[0]], COLORS[order[1]], atol=0.005) and not notes


@pytest.mark.parametrize("suffix", [".ply", ".glb", ".obj"])
def test_a_surface_is_drawn_from_evenly(tmp_path, suffix):
    """A square beside one of a ninth of its area, red at its left and blue at its right."""
    square = np.array([[0, 0, 0], [3, 0, 0], [3, 0, 3], [0, 0, 3]], np.float32)
    small = square / 3 + [4, 1, 0]
    faces = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]], np.int32)
    colours = np.tile([[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]], (2, 1)).astype(np.float32)
    mesh = Mesh(np.concatenate([square, small]).astype(np.float32), faces, colours)
    cloud, notes = cloud_reading.read(written(tmp_path, mesh, suffix))
    x, y, z = cloud.points.T
    assert len(x) == pytest.approx(cloud_reading.MOST, abs=2) and not notes
    large = x <= 3
    assert large.mean() == pytest.approx(0.9, abs=0.01)
    assert np.allclose(y[large], 0) and np.allclose(y[~large], 1)
    assert np.histogram(z[large], 3, (0, 3))[0] / large.sum() == pytest.approx(1 / 3, abs=0.01)
    ends = cloud.colors[large & (x < 0.05)], cloud.colors[large & (x > 2.95)]
    assert np.allclose(ends[0].mean(axis=0), [1, 0, 0], atol=0.03)
    assert np.allclose(ends[1].mean(axis=0), [0, 0, 1], atol=0.03)


def test_point_es_own_layout(tmp_path):
    path = tmp_path / "cloud.npz"
    red, green, blue = linear_to_srgb(COLORS).T
    np.savez(path, coords=CORNERS, R=red, G=green, B=blue)
    cloud, _ = cloud_reading.read(path)
    assert np.allclose(cloud.points, CORNERS) and np.allclose(cloud.colors, COLORS, atol=1e-6)


def test_points_without_colors_are_gray_and_too_many_are_fewer(tmp_path):
    path = tmp_path / "scan.ply"
    places = np.random.default_rng(0).random((cloud_reading.MOST + 5, 3))
    trimesh.PointCloud(places).export(path)
    cloud, notes = cloud_reading.read(path)
    assert len(cloud.points) == cloud_reading.MOST and (cloud.colors == cloud_reading.GRAY).all()
    assert len(np.unique(cloud.points, axis=0)) > cloud_reading.MOST * 0.999
    assert notes == (
        "scan.ply has no colors: its points are gray.",
        "scan.ply has 200,005 points, of which 200,000 were used.",
    )


def test_a_single_surface_of_any_other_program(tmp_path):
    path = tmp_path / "ball.stl"
    trimesh.creation.icosphere(3, 2.0).export(path)
    cloud, notes = cloud_reading.read(path)
    assert np.allclose(np.linalg.norm(cloud.points, axis=1), 2, atol=0.03)
    assert notes == ("ball.stl has no colors: its points are gray.",)


NOTHING = np.zeros((0, 3), np.float32)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("scan.xyz", b"", "The format of scan.xyz is not supported"),
        ("scan.ply", b"not a ply", "scan.ply cannot be read"),
        ("scan.ply", None, "scan.ply cannot be read"),
        ("scan.npz", {"points": NOTHING, "colors": NOTHING}, "contains no points"),
        ("scan.npz", {"coords": np.zeros((4, 2))}, "scan.npz cannot be read"),
        ("scan.npz", {"points": CORNERS, "colors": COLORS[:2]}, "scan.npz cannot be read"),
        ("scan.npz", {"points": np.array([[0, 0, np.nan]])}, "not finite"),
        ("scan.npz", {"points": np.array([["a", "b", "c"]])}, "scan.npz cannot be read"),
        ("scan.npz", {"others": CORNERS}, "scan.npz cannot be read"),
    ],
)
def test_what_is_no_cloud_is_named(tmp_path, name, content, said):
    path = tmp_path / name
    if isinstance(content, dict):
        np.savez(path, **content)
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(MaquetteError, match=said) as raised:
        cloud_reading.read(path)
    assert raised.value.remedy
