"""Any kind of file of an object becomes any other; nothing is left of what fails."""

import json
import os
import struct

import numpy as np
import pytest
import trimesh

from backend.asset import mesh_files, omage, omage_files, omage_making
from backend.asset.mesh import Mesh
from backend.compute.progress import Tracker
from backend.pipeline import conversion
from backend.pipeline.conversion import convert
from backend.shared.artifact import Artifact
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.request import ConversionRequest

IMAGES = ["a.base_color.png", "a.normal.png", "a.position.png", "a.surface.png"]


@pytest.fixture(autouse=True)
def coarser(monkeypatch):
    """What is tested here is not how fine omages are drawn."""
    monkeypatch.setattr(omage_making, "FINE", 256)


def sheet(side: int) -> np.ndarray:
    made = np.full((side, side, 12), 0.5, np.float32)
    made[..., 1], made[..., 0] = np.mgrid[:side, :side] / (side - 1)
    made[..., 3] = made[..., 6] = made[..., 7] = 1
    return made


@pytest.fixture
def source(tmp_path):
    (tmp_path / "source.npz").write_bytes(omage_files.encoded(sheet(128)))
    return tmp_path / "source.npz"


@pytest.fixture
def ball(tmp_path):
    solid = trimesh.creation.icosphere(2)
    gray = np.full((len(solid.vertices), 3), 0.25, np.float32)
    mesh = Mesh(solid.vertices.astype("f4"), solid.faces.astype("i4"), gray)
    mesh_files.write(mesh, tmp_path / "ball.glb")
    return tmp_path / "ball.glb"


def asked(file, format, **more):
    return ConversionRequest(Artifact.of(file), str(file.parent / "made"), "a", format, **more)


@pytest.fixture
def made(tmp_path):
    (tmp_path / "made").mkdir()
    return tmp_path / "made"


@pytest.mark.parametrize("format", ["npz", "glb", "ply", "obj"])
def test_an_omage_becomes_a_mesh(source, made, format):
    result = convert(asked(source, format), Tracker(), "j")
    (sample,) = result.samples
    assert os.listdir(made) == [f"a.{format}"] and sample.mesh.path == str(made / f"a.{format}")
    assert (result.job, sample.vertices, sample.faces) == ("j", 128 * 128, 2 * 127 * 127)
    assert sample.mesh.read_bytes() and sample.images == () and not sample.watertight


def test_a_glb_has_the_images_of_the_material(source, made):
    """glTF 2.0, 3.9.2: metallic in blue and roughness in green of one image, factors of 1."""
    convert(asked(source, "glb"), Tracker())
    whole = (made / "a.glb").read_bytes()
    scene = json.loads(whole[20 : 20 + struct.unpack("<I", whole[12:16])[0]])
    (material,) = scene["materials"]
    assert material["pbrMetallicRoughness"] == {
        "metallicFactor": 1.0,
        "roughnessFactor": 1.0,
        "baseColorTexture": {"index": 0},
        "metallicRoughnessTexture": {"index": 1},
    }
    (primitive,) = scene["meshes"][0]["primitives"]
    assert set(primitive["attributes"]) == {"POSITION", "NORMAL", "TEXCOORD_0"}
    assert len(scene["images"]) == 2 and {i["mimeType"] for i in scene["images"]} == {"image/png"}


def test_a_mesh_becomes_an_omage_with_images_beside_it(ball, made):
    result = convert(asked(ball, "omage"), Tracker())
    (sample,) = result.samples
    assert sorted(os.listdir(made)) == sorted(["a.npz", *IMAGES])
    assert sorted(image.name for image in sample.images) == IMAGES
    assert all(image.read_bytes().startswith(b"\x89PNG") for image in sample.images)
    found = omage_files.read(made / "a.npz")
    assert found.shape == (64, 64, 12) and sample.vertices == (found[..., 3] > 0.5).sum()
    again = omage.mesh(found)
    assert np.ptp(again.vertices, axis=0) == pytest.approx([2, 2, 2], abs=0.06)


@pytest.mark.parametrize(("side", "expected"), [(0, 128), (64, 64)])
def test_an_omage_becomes_one_of_fewer_texels(source, made, side, expected):
    convert(asked(source, "omage", side=side), Tracker())
    assert len(omage_files.read(made / "a.npz")) == expected


def test_an_omage_cannot_become_one_of_more(source, made):
    with pytest.raises(MaquetteError, match="of 128 texels a side cannot be brought to 256"):
        convert(asked(source, "omage", side=256), Tracker())
    assert os.listdir(made) == []


def test_a_mesh_becomes_a_mesh_of_another_format(ball, made):
    convert(asked(ball, "ply"), Tracker())
    again = trimesh.load(made / "a.ply", force="mesh", process=False)
    assert len(again.faces) == 320 and again.volume > 3.9


def test_what_has_too_many_triangles_to_unfold_gets_fewer(ball, made, monkeypatch):
    monkeypatch.setattr(conversion, "TEXTURED", 200)
    (note,) = convert(asked(ball, "omage"), Tracker()).notes
    assert note == (
        "The mesh has 320 triangles and no UV map to use; it was unfolded with 200 of them."
    )


def test_nothing_is_left_of_what_is_cancelled(ball, made):
    asks = iter([False, False, False, True])
    with pytest.raises(JobCancelled):
        convert(asked(ball, "omage"), Tracker(cancelled=lambda: next(asks, True)))
    assert os.listdir(made) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"text", "The format of source.txt"), (b"", "The format of source.txt")],
)
def test_what_is_neither(tmp_path, made, content, said):
    (tmp_path / "source.txt").write_bytes(content)
    with pytest.raises(MaquetteError, match=said) as caught:
        convert(asked(tmp_path / "source.txt", "glb"), Tracker())
    assert caught.value.remedy and os.listdir(made) == []


def test_what_it_is_made_from_is_not_overwritten(source):
    before = source.read_bytes()
    request = ConversionRequest(Artifact.of(source), str(source.parent), "source", "omage")
    with pytest.raises(MaquetteError, match="would be overwritten"):
        convert(request, Tracker())
    assert source.read_bytes() == before


def test_a_folder_that_is_not_there(source):
    with pytest.raises(MaquetteError, match="There is no folder"):
        convert(asked(source, "glb"), Tracker())
