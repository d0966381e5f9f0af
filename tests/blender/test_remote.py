"""A worker that shares no disk with Blender: all that it is given and gives travels by its content,
and whatever an artist does is the same."""

import os
from pathlib import Path

import bpy
import pytest


@pytest.fixture(scope="module")
def one_worker() -> bool:
    return False


@pytest.fixture(autouse=True)
def remote(monkeypatch):
    monkeypatch.setenv("STAND_IN", "remote")


@pytest.fixture
def image(tmp_path) -> str:
    made = bpy.data.images.new("chair", 8, 8)
    made.filepath_raw, made.file_format = str(tmp_path / "chair.png"), "PNG"
    made.save()
    return made.filepath_raw


def test_an_object_and_all_that_is_made_of_it(blender, tmp_path):
    bpy.ops.maquette.generate(prompt="a chair", seed=7, preview_interval=2, keep_frames=True)
    made = bpy.context.object
    assert len(made.data.vertices) == 8 and made.modifiers[0].name == "Growth"
    assert bpy.ops.maquette.remesh(resolution=256) == {"FINISHED"}  # which begins from its latent
    assert blender.said(made)["resolution"] == 256 and made["maquette_seed"] == 7
    assert bpy.ops.maquette.vary(samples=2) == {"FINISHED"}
    turn = tmp_path / "turn.gif"
    assert bpy.ops.maquette.turntable(filepath=str(turn)) == {"FINISHED"}
    assert turn.read_bytes().startswith(b"GIF") and blender.folders() == []


def test_an_image(blender, image):
    bpy.ops.maquette.generate(image_file=image)
    kept = bpy.context.object["maquette_image"]
    assert kept.packed_file.data == Path(image).read_bytes()
    settings = bpy.context.scene.maquette
    settings.start_from, settings.source, settings.image_file = "IMAGE", "FILE", image
    assert bpy.ops.maquette.prepare_image() == {"FINISHED"}
    preparing = blender.module("operators.image_preview")
    assert preparing._settings(settings) == preparing._shown and not blender.folders()


def test_a_contact_sheet_and_the_history(blender):
    blender.press(prompt="a gradual chair", place="SHEET", samples=2)
    blender.wait(lambda: blender.current.job.shown)
    (folder,) = blender.folders()
    assert Path(blender.current.job.shown[0].thumbnail).parent == folder
    blender.wait_for_end()
    (entry,) = blender.module("operators.jobs.history").entries()
    for sample in entry.result.samples:
        assert sample.mesh.read_bytes() and sample.latent.read_bytes() and not sample.mesh.content
    assert bpy.ops.maquette.pick(sample=1) == {"FINISHED"}


def test_an_image_that_is_gone(blender, tmp_path):
    with pytest.raises(RuntimeError, match="gone.png cannot be read: No such file"):
        bpy.ops.maquette.generate(image_file=str(tmp_path / "gone.png"))
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


@pytest.mark.parametrize(
    ("name", "refused"), [("turn-0001.png", False), ("thesis.png", True), ("turn-1.blend", True)]
)
def test_the_user_s_folder_gets_a_turntable_and_nothing_else(blender, tmp_path, name, refused):
    """A worker elsewhere may be anybody's."""
    module = blender.module
    request, messages = module("backend.shared.request"), module("backend.shared.messages")
    inline = module("backend.shared.artifact").Artifact.inline
    (tmp_path / name).write_bytes(b"mine")
    (job_folder := tmp_path / "job").mkdir()
    turntable = request.Turntable(str(tmp_path / "turn-####.png"))
    asked = request.GenerationRequest(
        "a", turntable=turntable, mesh=False, folder=str(tmp_path / "job")
    )
    job = module("operators.jobs.job").Job(asked)
    sample = messages.Sample(
        messages.NONE, 1, turntable=(inline(name, b"x"),), latent=inline("m.npy", b"y")
    )
    result = messages.Result(job.name, (sample,))
    if refused:
        with pytest.raises(Exception, match="not a turntable"):
            job.received(result)
        assert (tmp_path / name).read_bytes() == b"mine" and not os.listdir(job_folder)
    else:
        assert job.received(result).samples[0].turntable[0].path == str(tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"x" and os.listdir(job_folder) == ["m.npy"]
