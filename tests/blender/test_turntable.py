"""Turntable: what an object says of its making is asked again; the file lies where it should."""

import shutil
from pathlib import Path

import bpy
import numpy as np
import pytest


@pytest.fixture
def made(blender):
    bpy.ops.maquette.generate(prompt="a chair", seed=2**31 - 1, samples=2, steps=9, guidance=2.5)
    return bpy.context.object


@pytest.fixture
def turntable(blender):
    return blender.module("operators.turntable")


def test_the_request_is_rebuilt(blender, made, turntable):
    request = blender.module("backend.shared.request")
    bpy.context.scene.maquette.device = "cpu"
    wanted = request.Turntable("/tmp/turn.gif", 64, 5)
    del made["maquette_latent"]
    asked = turntable.request_of(made, wanted, "cpu")
    assert asked == request.GenerationRequest(
        "a chair",
        model="maquette-mini",
        sampler="exact",
        seed=2**31,
        steps=9,
        guidance=2.5,
        detail="blockout",
        anyway=True,  # it was made once
        real_size=False,  # it is as large as it is
        device="cpu",
        folder=asked.folder,
        mesh=False,
        turntable=wanted,
    )
    asked.validate()
    shutil.rmtree(asked.folder)


def test_an_object_with_a_latent_is_not_sampled_again(blender, made, turntable):
    request = blender.module("backend.shared.request")
    asked = turntable.request_of(made, request.Turntable("/tmp/turn.gif", 64, 5), "cpu")
    (file,) = asked.init_latents.files
    assert asked.init_latents.strength == 0 and not asked.mesh
    assert np.load(file).shape == (4, 3)
    asked.validate()
    shutil.rmtree(asked.folder)


def test_the_picture_of_an_object_is_used_as_it_was(blender, made, turntable, tmp_path):
    request = blender.module("backend.shared.request")
    image = bpy.data.images.new("cup", 4, 3)
    pixels = np.linspace(0, 1, 48, dtype=np.float32)
    pixels[3::4] = 1
    image.pixels.foreach_set(pixels)
    image.pack()
    made["maquette_image"] = image
    blender.rewrite(made, prompt="")
    model = tmp_path / "model"
    model.mkdir()
    (model / "model_index.json").write_text('{"_class_name": "ShapEImg2ImgPipeline"}')
    blender.rewrite(made, model=str(model))
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "cup.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "cup.blend"))
    asked = turntable.request_of(bpy.context.object, request.Turntable("turn.gif"), "auto")
    assert asked.image.file.path == f"{asked.folder}/image.png" and asked.image.preparation == ()
    read = bpy.data.images.load(asked.image.file.path)
    assert tuple(read.size) == (4, 3)
    assert np.asarray(read.pixels) == pytest.approx(pixels, abs=0.5 / 255)
    shutil.rmtree(asked.folder)
    bpy.data.images.remove(bpy.data.images["cup"])
    with pytest.raises(Exception, match="The image that a chair.001 was made from is gone."):
        turntable.request_of(bpy.context.object, request.Turntable("turn.gif"), "auto")


def test_a_script_gets_the_file(blender, made, tmp_path):
    file = tmp_path / "a turn.gif"
    before = set(bpy.data.objects), set(bpy.data.images)
    assert bpy.ops.maquette.turntable(filepath=str(file)) == {"FINISHED"}
    assert file.read_bytes()[:6] == b"GIF89a"
    assert (set(bpy.data.objects), set(bpy.data.images)) == before
    assert not blender.current.waiting and blender.folders() == []


def test_the_button_takes_the_panel_and_does_not_wait(blender, made, turntable, tmp_path):
    shown = bpy.context.scene.maquette_turntable
    shown.format, shown.frame_size, shown.frames = "SEQUENCE", 64, 3
    shown.filepath = str(tmp_path / "turn.gif")
    blender.click("turntable")
    asked = blender.current.job.request.turntable
    assert (asked.file, asked.frame_size, asked.frames) == (str(tmp_path / "turn-####.png"), 64, 3)
    assert not turntable.file_of(made)
    blender.wait_for_end()
    assert turntable.file_of(made) == tmp_path / "turn-####.png"  # the stand-in's only file
    assert "open_turntable" in blender.draw("again").buttons
    turntable.file_of(made).unlink()
    assert "open_turntable" not in blender.draw("again").buttons


@pytest.mark.parametrize(
    ("given", "format", "file"),
    [
        ("/tmp/a.gif", "GIF", "/tmp/a.gif"),
        ("/tmp/a.gif", "STRIP", "/tmp/a.png"),
        ("/tmp/a-##.png", "SEQUENCE", "/tmp/a-####.png"),
        ("/tmp/a-####.png", "GIF", "/tmp/a.gif"),
        ("/tmp/", "GIF", "/tmp/turntable.gif"),
        ("/tmp/my v1.5 ü", "GIF", "/tmp/my v1.5 ü.gif"),
        ("", "GIF", "{user}/turntable.gif"),
        ("//b.png", "STRIP", "{user}/b.png"),
    ],
)
def test_where_it_goes(blender, turntable, given, format, file):
    user = blender.module("operators.jobs.paths").user_folder("turntables")
    assert turntable.target(given, format) == Path(file.format(user=user))


def test_beside_the_blend(blender, turntable, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "a.blend"))
    assert turntable.target("", "GIF") == tmp_path / "turntable.gif"
    assert turntable.target("//", "STRIP") == tmp_path / "turntable.png"


@pytest.mark.parametrize(
    ("file", "format"),
    [("a.png", "STRIP"), ("a-##.png", "SEQUENCE"), ("a.gif", "GIF"), ("a", "GIF")],
)
def test_in_a_script_the_name_tells_the_format(blender, made, turntable, tmp_path, file, format):
    bpy.ops.maquette.turntable(filepath=str(tmp_path / file))
    assert [f.name for f in tmp_path.glob("a*")] == [
        Path(turntable.target(f"/{file}", format)).name
    ]


def test_only_objects_of_ours(blender):
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    assert not bpy.ops.maquette.turntable.poll()
    assert not bpy.types.MAQUETTE_PT_turntable.poll(bpy.context)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("model", "openai/shap-e", "is not on this computer, or is incomplete. Download it"),
        ("model", "/gone/chairs", "The model folder /gone/chairs is gone. Put the folder back"),
        ("seed", "seven", "a chair.001 does not say how it was made"),
    ],
)
def test_an_object_that_cannot_be_made_again(blender, made, name, value, sentence):
    blender.rewrite(made, **{name: value})
    with pytest.raises(RuntimeError, match=sentence):
        bpy.ops.maquette.turntable(filepath="/tmp/turn.gif")
    assert blender.folders() == [] and not blender.current.job


def test_a_folder_that_is_not_there(blender, made):
    with pytest.raises(RuntimeError, match="The folder /nowhere does not exist."):
        bpy.ops.maquette.turntable(filepath="/nowhere/turn.gif")


def test_a_turntable_that_fails_leaves_nothing(blender, made, tmp_path):
    blender.rewrite(made, prompt="fail")
    with pytest.raises(RuntimeError, match="The device ran out of memory."):
        bpy.ops.maquette.turntable(filepath=str(tmp_path / "turn.gif"))
    assert blender.folders() == [] and not (tmp_path / "turn.gif").exists()
