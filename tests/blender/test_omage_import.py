"""File > Import > Omage: a file becomes an object with a UV map and a material of images."""

import os
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

pytestmark = pytest.mark.skipif(
    "MAQUETTE_PYTHON" not in os.environ, reason="MAQUETTE_PYTHON is not set"
)
SIDE = 64
RED, GREEN = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)


@pytest.fixture(scope="module")
def one_worker(real_worker) -> bool:
    return real_worker


@pytest.fixture
def stand_in() -> None:
    """None: the worker is the real one."""


@pytest.fixture
def file(tmp_path):
    """Two squares side by side, which meet at x = 0: the left one of red metal, the other green."""
    omage = np.zeros((SIDE, SIDE, 12), np.float32)
    half = SIDE // 2
    across = np.linspace(0, 1, half - 1, dtype=np.float32)
    for start, low, color, metallic in ((0, 0.0, RED, 1.0), (half, 0.5, GREEN, 0.0)):
        patch = omage[: half - 1, start : start + half - 1]
        patch[..., 0] = low + across / 2
        patch[..., 1] = across[:, None]
        patch[..., 2] = 0.5
        patch[..., 3] = 1
        patch[..., 4:7] = 0.5, 0.5, 1.0
        patch[..., 7:10] = color
        patch[..., 10], patch[..., 11] = metallic, 0.25
    place = tmp_path / "two squares.npz"
    np.savez(place, arr_0=np.rint(omage * 65535).astype(np.uint16))
    return place


def sockets(material) -> dict:
    """The node before each input of the shader."""
    links = material.node_tree.links
    return {k.to_socket.name: k.from_node for k in links if k.to_node.type == "BSDF_PRINCIPLED"}


def pixel(image, x: float, y: float) -> np.ndarray:
    width, height = image.size
    pixels = np.array(image.pixels).reshape(height, width, -1)
    return pixels[int(y * height), int(x * width), :3]


def test_a_file_becomes_a_textured_object(blender, file):
    assert bpy.ops.maquette.import_omage(filepath=str(file), size=3.0) == {"FINISHED"}
    made = bpy.context.object
    assert made.name == "two squares" and not made.get("maquette_record")
    assert tuple(made.dimensions) == pytest.approx((3, 3, 0), abs=1e-3)
    assert len(made.data.polygons) == 4 * (SIDE // 2 - 2) ** 2
    normal = np.mean([face.normal for face in made.data.polygons], axis=0)
    assert normal == pytest.approx((0, 0, 1), abs=1e-3)
    (layer,) = made.data.uv_layers
    places = np.array([each.vector for each in layer.uv])
    assert places.min() >= 0 and places.max() <= 1
    (material,) = made.data.materials
    before = sockets(material)
    base, parts = before["Base Color"].image, before["Metallic"]
    assert parts.type == "SEPARATE_COLOR" and before["Roughness"] == parts
    assert base.name == "two squares Base Color" and base.colorspace_settings.name == "sRGB"
    packed = parts.inputs["Color"].links[0].from_node.image
    assert packed.name == "two squares Metallic Roughness"
    assert packed.colorspace_settings.name == "Non-Color"
    for image in (base, packed):
        assert image.packed_file and tuple(image.size) == (SIDE, SIDE)
    for x, color, metallic in ((0.2, RED, 1.0), (0.7, GREEN, 0.0)):
        assert pixel(base, x, 0.2) == pytest.approx(color, abs=0.01)
        assert pixel(packed, x, 0.2)[1:] == pytest.approx((0.25, metallic), abs=0.01)
    assert not blender.module("operators.jobs.history").entries()


def test_borders_that_meet_are_joined_where_that_is_asked(blender, file):
    counts = []
    for stitch in (0.0, 0.01):
        bpy.ops.maquette.import_omage(filepath=str(file), stitch=stitch)
        counts.append(len(bpy.context.object.data.vertices))
    seam = SIDE // 2 - 1
    assert counts == [2 * seam**2, 2 * seam**2 - seam]


def test_a_drop_asks_how_and_does_not_wait(blender, file):
    settings = {"stitch": 0.0, "member": "", "size": 2.0, "shading": "FLAT", "origin": "BASE"}
    chosen = {"filepath": str(file), "files": (), "directory": ""}
    assert blender.click("import_omage", **chosen, **settings) == {"RUNNING_MODAL"}
    ((button, words),) = blender.asked
    assert words["title"] == str(file)
    assert button.execute(SimpleNamespace(screen=None)) == {"FINISHED"}
    job = blender.current.job
    assert job is not None and job.title == "two squares" and "two squares" not in bpy.data.objects
    blender.settle()
    made = bpy.data.objects["two squares"]
    assert blender.current.error is None and not made.data.polygons[0].use_smooth


def test_several_files_stand_apart(blender, file, tmp_path):
    (tmp_path / "other.npz").write_bytes(file.read_bytes())
    names = [{"name": file.name}, {"name": "other.npz"}]
    assert bpy.ops.maquette.import_omage(directory=str(tmp_path), files=names) == {"FINISHED"}
    first, second = bpy.data.objects["two squares"], bpy.data.objects["other"]
    assert (second.location - first.location).length > 2


def test_a_drop_on_the_viewport_is_one_of_them(blender):
    handler = bpy.types.MAQUETTE_FH_omage
    assert handler.bl_import_operator == "maquette.import_omage"
    assert ".npz" in handler.bl_file_extensions.split(";")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"arr_0": np.zeros((4, 4, 12), np.uint16)}, "The omage is empty"),
        ({"arr_0": np.full((4, 4, 12), np.nan)}, "not finite"),
        ({"arr_0": np.zeros((4, 6, 12), np.uint16)}, "not square"),
    ],
)
def test_what_is_no_omage_is_told_in_a_sentence(blender, tmp_path, given, said):
    np.savez(tmp_path / "bad.npz", **given)
    with pytest.raises(RuntimeError, match=said):
        bpy.ops.maquette.import_omage(filepath=str(tmp_path / "bad.npz"))
    assert "bad" not in bpy.data.objects


@pytest.mark.parametrize("name", ["", "gone.npz"])
def test_no_file(blender, tmp_path, name):
    filepath = str(tmp_path / name) if name else ""
    with pytest.raises(RuntimeError, match="No file is chosen|gone.npz"):
        bpy.ops.maquette.import_omage(filepath=filepath)
