"""Points read back by another library, and what images of them show."""

import io
import json

import numpy as np
import pytest
import trimesh
from PIL import Image

from backend.asset import mesh_files, thumbnail
from backend.asset.mesh import Mesh, linear_to_srgb
from backend.asset.point_cloud import PointCloud
from backend.shared import record
from backend.shared.record import Record

POINT_E = {"coords", "R", "G", "B"}
NORMAL = np.array([0, 0, 1], np.float32)


@pytest.fixture
def cloud() -> PointCloud:
    random = np.random.default_rng(0)
    points, colors = random.random((2, 40, 3), np.float32) * [[[1, 2, 4]], [[1, 0.5, 0.1]]]
    radius = np.linspace(0.1, 0.2, 40, dtype=np.float32)
    return PointCloud(points.astype("f4"), colors.astype("f4"), np.tile(NORMAL, (40, 1)), radius)


@pytest.mark.parametrize("suffix", [".ply", ".obj", ".glb"])
def test_points_and_colors_come_back(cloud, tmp_path, suffix):
    mesh_files.write(cloud, tmp_path / f"a{suffix}")
    if suffix == ".obj":
        rows = np.loadtxt(tmp_path / "a.obj", usecols=range(1, 7))
        points, colors = rows[:, :3], rows[:, 3:]
    else:
        read = trimesh.load(tmp_path / f"a{suffix}")
        read = next(iter(read.geometry.values())) if suffix == ".glb" else read
        points, colors = read.vertices, read.colors[:, :3] / 255
    if suffix != ".ply":  # Y up
        points = np.asarray(points)[:, [0, 2, 1]] * [1, -1, 1]
    assert np.allclose(points, cloud.points, atol=1e-6)
    wanted = cloud.colors if suffix == ".glb" else linear_to_srgb(cloud.colors)
    assert np.abs(colors - wanted).max() < 1 / 255


def test_what_there_is_besides_is_kept(cloud):
    with np.load(io.BytesIO(mesh_files.encoded(cloud, ".npz"))) as arrays:
        assert arrays.keys() == {"points", "colors", "normals", "radius", *POINT_E}
    bare = PointCloud(cloud.points, cloud.colors)
    with np.load(io.BytesIO(mesh_files.encoded(bare, ".npz"))) as arrays:
        assert arrays.keys() == {"points", "colors", *POINT_E}
    head = mesh_files.encoded(cloud, ".ply").partition(b"end_header")[0]
    assert all(f"property float {name}".encode() in head for name in ("nx", "ny", "nz", "radius"))
    assert b"radius" not in mesh_files.encoded(bare, ".ply")


@pytest.mark.parametrize("suffix", [".ply", ".obj", ".glb"])
def test_files_say_how_they_were_made(cloud, tmp_path, suffix):
    made = Record(version="1", license="MIT", request={"prompt": "a chair", "output": "points"})
    (tmp_path / f"a{suffix}").write_bytes(mesh_files.encoded(cloud, suffix, made))
    assert record.read(tmp_path / f"a{suffix}") == made


def test_a_primitive_of_points(cloud):
    content = mesh_files.encoded(cloud, ".glb")
    length = int.from_bytes(content[12:16], "little")
    scene = json.loads(content[20 : 20 + length])
    (primitive,) = scene["meshes"][0]["primitives"]
    assert primitive["mode"] == 0 and primitive.keys() == {"attributes", "mode"}
    assert scene["accessors"][0]["max"][1] == pytest.approx(float(cloud.points[:, 2].max()))


def test_another_size(cloud):
    large = cloud.sized(100.0)
    factor = large.points[5] / cloud.points[5]
    assert np.ptp(large.points, axis=0).max() == pytest.approx(100)
    assert np.allclose(large.radius, cloud.radius * factor[0])


def test_an_image_shows_them(cloud):
    bare = PointCloud(cloud.points, np.tile(np.array([1, 0, 0], np.float32), (40, 1)))
    shown = np.asarray(Image.open(io.BytesIO(thumbnail.encoded(bare, 64))))
    covered = shown[..., 3] > 128
    assert 0.05 < covered.mean() < 0.9
    assert (shown[covered][:, 0] > 100).all() and (shown[covered][:, 1:3] < 30).all()


def test_the_arrays_are_also_those_of_point_e(cloud, tmp_path):
    mesh_files.write(cloud, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as file:
        assert np.array_equal(file["coords"], file["points"])
        assert np.allclose(file["G"], linear_to_srgb(cloud.colors)[:, 1], atol=1e-6)
        assert {len(file[name]) for name in "RGB"} == {40}


def test_points_of_a_surface_lie_evenly_on_it():
    """A square beside one of a ninth of its area, colored from red at its left to blue."""
    square = np.array([[0, 0, 0], [3, 0, 0], [3, 0, 3], [0, 0, 3]], np.float32)
    small = square / 3 + np.float32([4, 1, 0])
    faces = np.array([[0, 1, 2], [0, 2, 3], [4, 5, 6], [4, 6, 7]], np.int32)
    colours = np.tile([[1, 0, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0]], (2, 1)).astype(np.float32)
    mesh = Mesh(np.concatenate([square, small]), faces, colours)
    made = PointCloud.on(mesh, 4000)
    assert np.array_equal(made.points, PointCloud.on(mesh, 4000).points)
    x, y, z = made.points.T
    large = x <= 3
    assert large.sum() == 3600 and np.allclose(y[large], 0) and np.allclose(y[~large], 1)
    counts = np.histogram2d(x[large], z[large], 3, ((0, 3), (0, 3)))[0]
    assert counts == pytest.approx(400, abs=60)
    assert np.allclose(made.colors[large, 0], 1 - x[large] / 3, atol=1e-5)
    assert np.allclose(made.colors[:, 1], 0) and np.allclose(made.normals, [0, -1, 0])
