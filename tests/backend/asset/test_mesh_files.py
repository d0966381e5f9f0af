"""Each file format has the mesh upright, whole, smooth and in the right colours."""

from __future__ import annotations

import dataclasses
import io
import json
import struct

import numpy as np
import pytest
import trimesh
from PIL import Image

from backend.asset import mesh_files
from backend.asset.mesh import Mesh
from backend.shared.errors import MaquetteError
from backend.shared.look import Material
from backend.shared.record import Record

LINEAR = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.0123, 0.2, 0.5]], dtype=np.float32)
SRGB = np.array([[255, 0, 0], [0, 255, 0], [0, 0, 255], [29, 124, 188]])  # by the sRGB formula
BOUNDS = [[-0.1, -0.2, -1.0], [0.3, 0.4, 1.0]]


@pytest.fixture
def mesh() -> Mesh:
    """A tall tetrahedron: its tip is up, its back corner at y = 0.4."""
    vertices = [[-0.1, -0.2, -1], [0.3, -0.2, -1], [0, 0.4, -1], [0, 0, 1]]
    faces = [[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]
    return Mesh(np.array(vertices, np.float32), np.array(faces, np.int32), LINEAR)


def test_npz_holds_the_arrays_as_they_are(mesh, tmp_path):
    mesh_files.write(mesh, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as file:
        assert np.array_equal(file["vertices"], mesh.vertices)
        assert np.array_equal(file["faces"], mesh.faces)
        assert np.array_equal(file["colours"], mesh.colours)
        assert file["vertices"].dtype == file["colours"].dtype == np.float32
        assert file["faces"].dtype == np.int32


Y_UP = [[-0.1, -1, -0.4], [0.3, 1, 0.2]]


@pytest.mark.parametrize(("suffix", "bounds"), [("ply", BOUNDS), ("obj", Y_UP)])
def test_ply_is_z_up_and_obj_y_up_with_srgb_bytes(mesh, tmp_path, suffix, bounds):
    mesh_files.write(mesh, tmp_path / f"a.{suffix}")
    read = trimesh.load(tmp_path / f"a.{suffix}", force="mesh", process=False)
    assert np.allclose(read.bounds, bounds)
    assert np.array_equal(read.visual.vertex_colors[:, :3], SRGB)
    assert read.is_watertight and read.volume > 0


def test_obj_writes_colours_as_srgb_fractions(mesh, tmp_path):
    mesh_files.write(mesh, tmp_path / "a.obj")
    lines = (tmp_path / "a.obj").read_text().splitlines()
    last = [line for line in lines if line.startswith("v ")][-1]
    assert np.allclose([float(x) for x in last.split()[4:]], SRGB[3] / 255, atol=1e-6)


def test_glb_is_y_up_with_linear_colours(mesh, tmp_path):
    mesh_files.write(mesh, tmp_path / "a.glb")
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


def test_glb_is_named_after_its_prompt(mesh):
    """Importers call a node, a mesh and a material without a name Mesh_0."""

    def names(request: dict) -> set[str | None]:
        whole = mesh_files.encoded(mesh, ".glb", Record(request=request))
        scene = json.loads(whole[20 : 20 + struct.unpack("<I", whole[12:16])[0]])
        return {scene[kind][0].get("name") for kind in ("nodes", "meshes", "materials")}

    assert names({"prompt": "ein grüner Stuhl"}) == {"ein grüner Stuhl"}
    assert names({"prompt": ""}) == {None}


@pytest.mark.parametrize("suffix", ["glb", "ply", "obj"])
def test_normals_are_smooth(mesh, tmp_path, suffix):
    """Of the faces around each vertex by their areas, in the file's own axes."""
    mesh_files.write(mesh, tmp_path / f"a.{suffix}")
    (read,) = trimesh.load_scene(tmp_path / f"a.{suffix}", process=False).geometry.values()
    x, y, z = mesh.normals.T
    wanted = np.column_stack([x, y, z] if suffix == "ply" else [x, z, -y])
    assert np.allclose(read.vertex_normals, wanted, atol=1e-5)
    own = trimesh.Trimesh(read.vertices, read.faces, process=False).vertex_normals
    assert not np.allclose(own, wanted, atol=0.01), "they are of the file, not of its reader"


def test_a_texture_has_the_normals_of_the_vertices_that_it_parts(mesh, tmp_path):
    uv = np.random.default_rng(0).random((4, 3, 2)).astype(np.float32)
    image = b"no image, but four bytes and more"
    mesh_files.write(dataclasses.replace(mesh, uv=uv, material=Material(image)), tmp_path / "a.glb")
    whole = (tmp_path / "a.glb").read_bytes()
    length = struct.unpack("<I", whole[12:16])[0]
    scene = json.loads(whole[20 : 20 + length])

    def array(name):
        accessor = scene["accessors"][scene["meshes"][0]["primitives"][0]["attributes"][name]]
        offset = 28 + length + scene["bufferViews"][accessor["bufferView"]]["byteOffset"]
        return np.frombuffer(whole, "<f4", 3 * accessor["count"], offset).reshape(-1, 3)

    places, normals = array("POSITION"), array("NORMAL")
    assert len(places) == 12
    for place, normal in zip(places, normals, strict=True):
        x, y, z = mesh.vertices.T
        (vertex,) = np.flatnonzero((np.column_stack([x, z, -y]) == place).all(1))
        x, y, z = mesh.normals[vertex]
        assert np.allclose(normal, [x, z, -y])


def test_colours_in_glb_are_what_trimesh_reads(mesh, tmp_path):
    mesh_files.write(mesh, tmp_path / "a.glb")
    read = trimesh.load(tmp_path / "a.glb", force="mesh", process=False, skip_materials=True)
    assert np.array_equal(read.visual.vertex_colors[:, :3], np.rint(LINEAR * 255))


def test_a_name_without_a_known_suffix_is_refused(mesh, tmp_path):
    for name in ("a.stl", "a"):
        with pytest.raises(MaquetteError, match="is not a mesh format") as caught:
            mesh_files.write(mesh, tmp_path / name)
        assert caught.value.code == "file"


@pytest.mark.parametrize("name", ["größe und 椅子", "x" * 200, "new\nline"])
def test_unusual_names(mesh, tmp_path, name):
    mesh_files.write(mesh, tmp_path / f"{name}.GLB")
    assert (tmp_path / f"{name}.GLB").stat().st_size > 100


def test_a_material_with_all_its_images_is_one_in_other_tools(mesh, tmp_path):
    """Base color, metallic-roughness and normal, with their factors, as trimesh reads glTF."""

    def png(color) -> bytes:
        file = io.BytesIO()
        Image.new("RGB", (4, 4), color).save(file, "PNG")
        return file.getvalue()

    uv = np.random.default_rng(0).random((4, 3, 2)).astype(np.float32)
    material = Material(
        png((200, 30, 20)), png((0, 128, 255)), png((128, 128, 255)), metallic=0.5, roughness=0.25
    )
    textured = dataclasses.replace(mesh, uv=uv, material=material)
    mesh_files.write(textured, tmp_path / "a.glb")
    (read,) = trimesh.load_scene(tmp_path / "a.glb", process=False).geometry.values()
    found = read.visual.material
    assert found.baseColorTexture.convert("RGB").getpixel((1, 1)) == (200, 30, 20)
    assert found.metallicRoughnessTexture.convert("RGB").getpixel((1, 1)) == (0, 128, 255)
    assert found.normalTexture.convert("RGB").getpixel((1, 1)) == (128, 128, 255)
    assert (found.metallicFactor, found.roughnessFactor) == (0.5, 0.25)
    mesh_files.write(textured, tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as arrays:
        assert arrays["normal"].tobytes() == material.normal and arrays["metallic"] == 0.5


def test_a_normal_alone_stands_beside_the_colors(mesh, tmp_path):
    uv = np.zeros((4, 3, 2), np.float32)
    mesh_files.write(
        dataclasses.replace(mesh, uv=uv, material=Material(normal=b"\x89PNG")), tmp_path / "a.glb"
    )
    whole = (tmp_path / "a.glb").read_bytes()
    scene = json.loads(whole[20 : 20 + struct.unpack("<I", whole[12:16])[0]])
    (material,) = scene["materials"]
    assert material["normalTexture"] == {"index": 0}
    assert "baseColorTexture" not in material["pbrMetallicRoughness"]
    assert {"COLOR_0", "TEXCOORD_0"} <= set(scene["meshes"][0]["primitives"][0]["attributes"])
