"""Each file format has the mesh upright, whole and in the right colours."""

from __future__ import annotations

import dataclasses
import errno
import json
import os
import struct

import numpy as np
import pytest
import trimesh

from backend.mesh import Mesh, check_folder, linear_to_srgb, srgb_to_linear
from backend.protocol.errors import MaquetteError

LINEAR = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.0123, 0.2, 0.5]], dtype=np.float32)
SRGB = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [29, 124, 188]])  # by the sRGB formula
BOUNDS = [[-0.1, -0.2, -1.0], [0.3, 0.4, 1.0]]


@pytest.fixture
def mesh() -> Mesh:
    """A tall tetrahedron: its tip is up, its back corner at y = 0.4."""
    vertices = [[-0.1, -0.2, -1], [0.3, -0.2, -1], [0, 0.4, -1], [0, 0, 1]]
    faces = [[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]
    return Mesh(np.array(vertices, np.float32), np.array(faces, np.int32), LINEAR)


def test_the_srgb_formulas_are_inverses_and_meet_at_the_knee():
    values = np.linspace(0, 1, 1001)
    assert np.allclose(linear_to_srgb(srgb_to_linear(values)), values, atol=1e-6)
    assert srgb_to_linear(np.array(0.5)) == pytest.approx(0.21404, abs=1e-5)
    assert srgb_to_linear(np.array(0.0)) == 0
    assert np.isfinite(linear_to_srgb(np.array(-1e-9)))


def test_watertight_is_every_edge_twice_and_wound_alike(mesh):
    def closed(faces) -> bool:
        return dataclasses.replace(mesh, faces=np.array(faces, np.int32)).watertight

    whole = mesh.faces.tolist()
    assert mesh.watertight
    assert not closed(whole[:3]), "a hole"
    assert not closed([*whole[:3], whole[3][::-1]]), "one face inside out"
    assert not closed([*whole, *whole]), "everything twice"
    assert not closed([*whole, [1, 1, 2]]), "a face without a surface"
    assert not closed(np.zeros((0, 3)))


def test_npz_holds_the_arrays_as_they_are(mesh, tmp_path):
    mesh.write(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as file:
        assert np.array_equal(file["vertices"], mesh.vertices)
        assert np.array_equal(file["faces"], mesh.faces)
        assert np.array_equal(file["colours"], mesh.colours)
        assert file["vertices"].dtype == file["colours"].dtype == np.float32
        assert file["faces"].dtype == np.int32


Y_UP = [[-0.1, -1, -0.4], [0.3, 1, 0.2]]


@pytest.mark.parametrize(("suffix", "bounds"), [("ply", BOUNDS), ("obj", Y_UP)])
def test_ply_is_z_up_and_obj_y_up_with_srgb_bytes(mesh, tmp_path, suffix, bounds):
    mesh.write(tmp_path / f"a.{suffix}")
    read = trimesh.load(tmp_path / f"a.{suffix}", force="mesh", process=False)
    assert np.allclose(read.bounds, bounds)
    assert np.array_equal(read.visual.vertex_colors[:, :3], SRGB)
    assert read.is_watertight and read.volume > 0


def test_obj_writes_colours_as_srgb_fractions(mesh, tmp_path):
    mesh.write(tmp_path / "a.obj")
    lines = (tmp_path / "a.obj").read_text().splitlines()
    last = [line for line in lines if line.startswith("v ")][-1]
    assert np.allclose([float(x) for x in last.split()[4:]], SRGB[3] / 255, atol=1e-6)


def test_glb_is_y_up_with_linear_colours(mesh, tmp_path):
    mesh.write(tmp_path / "a.glb")
    read = trimesh.load(tmp_path / "a.glb", force="mesh", process=False)
    assert np.allclose(read.bounds, Y_UP)
    assert read.is_watertight and read.volume > 0
    whole = (tmp_path / "a.glb").read_bytes()
    magic, version, size = struct.unpack("<4sII", whole[:12])
    assert (magic, version, size) == (b"glTF", 2, len(whole))
    length = struct.unpack("<I", whole[12:16])[0]
    scene = json.loads(whole[20 : 20 + length])
    accessor = scene["accessors"][scene["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"]]
    offset = 28 + length + scene["bufferViews"][accessor["bufferView"]]["byteOffset"]
    colours = np.frombuffer(whole, "<f4", 12, offset).reshape(4, 3)
    assert np.array_equal(colours, LINEAR)


def test_a_name_without_a_known_suffix_is_refused(mesh, tmp_path):
    with pytest.raises(MaquetteError, match="no suffix") as caught:
        mesh.write(tmp_path / "a.stl")
    assert caught.value.code == "file"


def test_a_missing_folder_is_named(mesh, tmp_path):
    with pytest.raises(MaquetteError, match="nowhere does not exist") as caught:
        mesh.write(tmp_path / "nowhere" / "a.glb")
    assert caught.value.code == "file"
    with pytest.raises(MaquetteError, match="nowhere does not exist"):
        check_folder(tmp_path / "nowhere")


def _fail(code: int):
    def open_(*_args, **_kwargs):
        raise OSError(code, os.strerror(code))

    return open_


@pytest.mark.parametrize(
    ("code", "says"),
    [(errno.ENOSPC, "full"), (errno.EACCES, "may not be written"), (errno.EIO, "No file can be")],
)
def test_what_the_disk_says_is_passed_on(mesh, tmp_path, monkeypatch, code, says):
    monkeypatch.setattr(os, "replace", _fail(code))
    with pytest.raises(MaquetteError, match=says) as caught:
        mesh.write(tmp_path / "a.ply")
    assert caught.value.code == "file"
    assert not list(tmp_path.iterdir())


def test_a_write_that_fails_leaves_the_old_file(mesh, tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    path.write_bytes(b"old")
    monkeypatch.setattr(np, "savez", _fail(errno.ENOSPC))
    with pytest.raises(MaquetteError, match="full"):
        mesh.write(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["größe und 椅子", "x" * 200])
def test_unusual_names(mesh, tmp_path, name):
    mesh.write(tmp_path / f"{name}.glb")
    assert (tmp_path / f"{name}.glb").stat().st_size > 100
