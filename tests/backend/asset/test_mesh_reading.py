"""A mesh of any file, upright, with its uv and the images of its material."""

import io

import numpy as np
import pytest
import trimesh
from PIL import Image

from backend.asset import mesh_files, mesh_reading
from backend.asset.mesh import Mesh
from backend.shared.errors import MaquetteError
from backend.shared.look import Material

PLACES = np.array([[[0, 0], [1, 0], [0.5, 0.5]], [[0.5, 0.5], [1, 0], [1, 1]]], np.float32)


def png(colour) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(file, format="PNG")
    return file.getvalue()


@pytest.fixture
def mesh() -> Mesh:
    """Two triangles with one edge in common, whose places in the image are apart."""
    vertices = np.array([[0, 0, 0], [1, 0, 0], [0, 0.5, 1], [1, 0.5, 1]], np.float32)
    faces = np.array([[0, 1, 2], [2, 1, 3]], np.int32)
    colours = np.array([[1, 0, 0], [0, 1, 0], [0, 0, 1], [0.2, 0.2, 0.2]], np.float32)
    look = Material(png((200, 100, 50)), png((0, 128, 255)), metallic=0.75, roughness=0.5)
    return Mesh(vertices, faces, colours, PLACES, look)


def read(tmp_path, content, suffix):
    (tmp_path / f"a{suffix}").write_bytes(content)
    return mesh_reading.read(tmp_path / f"a{suffix}")


def pixels(image: bytes) -> list[int]:
    return np.asarray(Image.open(io.BytesIO(image)))[0, 0].tolist()


def test_the_workers_own_file(mesh, tmp_path):
    again, notes = read(tmp_path, mesh_files.encoded(mesh, ".npz"), ".npz")
    assert again.material == mesh.material and notes == ()
    for name in ("vertices", "faces", "colours", "uv"):
        assert np.array_equal(getattr(again, name), getattr(mesh, name)), name


def test_a_glb_has_its_uv_its_images_and_one_vertex_a_place(mesh, tmp_path):
    again, notes = read(tmp_path, mesh_files.encoded(mesh, ".glb"), ".glb")
    assert len(again.vertices) == 4 and again.faces.dtype == np.int32 and notes == ()
    assert np.allclose(again.vertices[again.faces], mesh.vertices[mesh.faces])
    assert np.allclose(again.uv, mesh.uv)
    assert pixels(again.material.base_colour) == [200, 100, 50]
    assert pixels(again.material.metallic_roughness) == [0, 128, 255]
    assert (again.material.metallic, again.material.roughness) == (0.75, 0.5)


@pytest.mark.parametrize("suffix", [".glb", ".ply", ".obj"])
def test_colors_of_vertices(mesh, tmp_path, suffix):
    plain = Mesh(mesh.vertices, mesh.faces, mesh.colours)
    again, _ = read(tmp_path, mesh_files.encoded(plain, suffix), suffix)
    assert again.uv is None and not again.material.images
    assert np.allclose(again.vertices[again.faces], mesh.vertices[mesh.faces], atol=1e-6)
    assert np.allclose(again.colours[again.faces], mesh.colours[mesh.faces], atol=0.005)


def test_a_factor_is_part_of_the_image(mesh, tmp_path):
    """glTF 2.0, 3.9.2: the image's linear values are multiplied by it."""
    look = trimesh.visual.material.PBRMaterial(
        baseColorTexture=Image.new("RGB", (4, 4), (188, 255, 0)),
        baseColorFactor=[128, 255, 255, 255],
    )
    visual = trimesh.visual.TextureVisuals(uv=PLACES.reshape(-1, 2), material=look)
    corners = mesh.vertices[mesh.faces].reshape(-1, 3)
    solid = trimesh.Trimesh(corners, np.arange(6).reshape(2, 3), visual=visual, process=False)
    again, _ = read(tmp_path, solid.export(file_type="glb"), ".glb")
    assert pixels(again.material.base_colour) == [138, 255, 0]  # half of 188's light
    assert (again.material.metallic, again.material.roughness) == (1, 1)


def test_of_several_meshes_the_colors_stay(mesh, tmp_path):
    scene = trimesh.Scene()
    for z, colour in ((0, [255, 0, 0, 255]), (2, [0, 0, 255, 255])):
        look = trimesh.visual.material.PBRMaterial(baseColorFactor=colour)
        visual = trimesh.visual.TextureVisuals(material=look)
        part = trimesh.Trimesh(mesh.vertices, mesh.faces, visual=visual, process=False)
        scene.add_geometry(part, transform=trimesh.transformations.translation_matrix([0, z, 0]))
    again, (note,) = read(tmp_path, scene.export(file_type="glb"), ".glb")
    assert "has 2 meshes" in note and again.uv is None and len(again.faces) == 4
    high = again.vertices[:, 2] > 1.9  # Y is up in the file
    assert again.colours[high].tolist() == [[0, 0, 1]] * 4
    assert again.colours[~high].tolist() == [[1, 0, 0]] * 4


def npz(**arrays) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


CORNERS = np.eye(3, dtype=np.float32)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (npz(a=CORNERS), "neither an omage nor a mesh"),
        (npz(vertices=CORNERS, faces=np.int32([[0, 1, 3]])), "vertices that are not there"),
        (npz(vertices=CORNERS, faces=np.int32([[0, 1, -1]])), "vertices that are not there"),
        (npz(vertices=CORNERS, faces=np.int32([[0, 1]])), "do not fit together"),
        (npz(vertices=CORNERS * np.nan, faces=np.int32([[0, 1, 2]])), "not finite"),
        (npz(vertices=CORNERS, faces=np.int32([[0, 1, 2]]), uv=CORNERS), "its uv does not fit"),
        (npz(vertices=CORNERS, faces=np.int32([[0, 1, 2]]))[:200], "cannot be read"),
    ],
)
def test_files_that_are_damaged(tmp_path, content, said):
    with pytest.raises(MaquetteError) as caught:
        read(tmp_path, content, ".npz")
    assert caught.value.code == "file" and said in caught.value.message and caught.value.remedy


def test_other_formats_and_files_without_faces(tmp_path, mesh):
    for suffix in (".png", ""):
        with pytest.raises(MaquetteError, match="is not supported") as caught:
            read(tmp_path, b"", suffix)
        assert caught.value.code == "request"
    with pytest.raises(MaquetteError, match="cannot be read"):
        read(tmp_path, b"glTF", ".glb")
    with pytest.raises(MaquetteError, match="contains no faces") as caught:
        read(tmp_path, npz(vertices=CORNERS, faces=np.empty((0, 3), np.int32)), ".npz")
    assert caught.value.code == "request"
