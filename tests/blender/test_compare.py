"""The same object of several models, by one press, side by side."""

import json
import shutil

import bpy
import numpy as np
import pytest


@pytest.fixture
def add(tmp_path, blender):
    """Adds a folder of one's own: what of the model in the box is read to name it."""

    def added(name: str, label: str = "", bundled: str = "maquette-mini", **told: object) -> str:
        models = blender.module("backend.shared.models.catalog").models()
        folder = tmp_path / name
        shutil.copytree(next(m.source for m in models if m.id == bundled), folder)
        said = json.loads((folder / "maquette.json").read_text())
        own = {"label": label} if label else {}
        (folder / "maquette.json").write_text(json.dumps(said | own | told))
        bpy.ops.maquette.add_model(directory=str(folder))
        return str(folder)

    yield added
    blender.preferences.model_folders.clear()


def compare(blender, **settings) -> None:
    """Fill the panel in and press the button."""
    for name, value in settings.items():
        setattr(bpy.context.scene.maquette, name, value)
    blender.click("compare", models=set())


def ours() -> list[bpy.types.Object]:
    made = [each for each in bpy.data.objects if "maquette_prompt" in each]
    return sorted(made, key=lambda each: each.session_uid)


def box(made) -> np.ndarray:
    corners = np.array([made.matrix_world @ vertex.co for vertex in made.data.vertices])
    return np.array([corners.min(0), corners.max(0)])


def test_without_another_model_the_button_says_why(blender, add):
    scene = bpy.context.scene.maquette
    operator = bpy.ops.maquette.compare
    assert "compare" in blender.draw("main").buttons
    with pytest.raises(RuntimeError, match="No other model on this computer takes a prompt"):
        operator()
    scene.start_from = "IMAGE"
    with pytest.raises(RuntimeError, match="No other model on this computer takes an image"):
        operator()
    add("shown", bundled="maquette-mini-img2img")
    assert operator.poll()
    scene.start_from = "PROMPT"
    assert not operator.poll()
    add("mine")
    assert operator.poll()


def test_one_press_makes_one_of_each_side_by_side(empty, add):
    own = add("mine", "My Chairs", sampler="exact", steps=9, guidance=2.5)
    bpy.context.scene.cursor.location = (3, 4, 5)
    compare(empty, prompt="a chair", seed=7, samples=4, place="SHEET", steps=20)
    assert not empty.asked and len(empty.current.queue) == 1
    empty.settle()
    first, second = ours()
    assert [made.name for made in ours()] == ["a chair, maquette-mini", "a chair, My Chairs"]
    assert [empty.said(made)["model"] for made in ours()] == ["maquette-mini", own]
    assert empty.said(first)["steps"] == 20
    assert (empty.said(second)["steps"], empty.said(second)["guidance"]) == (9, 2.5)
    assert {empty.said(made)["seed"] for made in ours()} == {7}
    assert {made["maquette_prompt"] for made in ours()} == {"a chair"}
    assert tuple(first.location) == (3, 4, 5) and second.location.x > 3
    assert box(first)[1][0] < box(second)[0][0] and second.location[1:] == (4, 5)
    assert empty.current.notes == (
        "maquette-mini took 0.1 s to sample and 0.5 s to mesh: 12 triangles.",
        "My Chairs took 0.1 s to sample and 0.5 s to mesh: 12 triangles.",
    )
    scene = bpy.context.scene.maquette
    assert (scene.samples, scene.place, scene.model) == (4, "SHEET", "")


def test_they_are_as_large_as_each_other(empty, add):
    """Also where only one of the models knows how large a chair is."""
    add("mine", "Mine", lengths={})
    compare(empty, prompt="a chair", size=2.0)
    empty.settle()
    lengths = [float(np.ptp(box(made), axis=0).max()) for made in ours()]
    assert lengths == pytest.approx([lengths[0]] * 2) and lengths[0] < 1.5


def test_of_several_models_a_dialog_lets_people_choose(empty, add):
    names = [add(name) for name in ("one", "two", "three")]
    compare(empty, prompt="a chair")
    ((button, words),) = empty.asked
    assert words["confirm_text"] == "Compare" and empty.current.job is None
    assert button.models == set(names)
    button.layout = type(empty.draw("main"))()
    button.draw(empty.view)
    assert button.layout.texts == ["Compare maquette-mini with:"]
    button.models = {names[0], names[2]}
    button.execute(bpy.context)
    empty.settle()
    assert [made.name for made in ours()] == [
        "a chair, maquette-mini",
        "a chair, maquette-mini (one)",
        "a chair, maquette-mini (three)",
    ]
    button.models = set()
    button.draw(empty.view)
    button.execute(bpy.context)
    assert "There is only one model to compare" in str(empty.current.error)
    assert len(ours()) == 3 and not empty.folders()


def test_a_script_waits_and_gets_all_or_those_it_names(empty, add):
    names = [add(name, name.capitalize()) for name in ("one", "two")]
    scene = bpy.context.scene
    scene.cursor.location = (1, 2, 0)
    scene.maquette.prompt = "a chair"
    assert bpy.ops.maquette.compare(models={names[1]}) == {"FINISHED"}
    assert [made.name for made in ours()] == ["a chair, maquette-mini", "a chair, Two"]
    places = [tuple(made.location) for made in ours()]
    assert places[0] == (1, 2, 0) and places[1][0] > 1 and places[1][1:] == (2, 0)
    assert box(ours()[0])[1][0] < box(ours()[1])[0][0]
    scene.maquette.model = names[0]
    assert bpy.ops.maquette.compare() == {"FINISHED"}
    assert [made["maquette_model"] for made in ours()[2:]] == [
        *(names[0], "maquette-mini", names[1])
    ]
    with pytest.raises((TypeError, ValueError), match="not found in"):  # by Blender itself
        bpy.ops.maquette.compare(models={"nothing"})


def test_one_that_fails_does_not_stop_the_others(empty, add):
    add("to fail", "Large")
    compare(empty, prompt="a chair")
    empty.settle()
    assert [made.name for made in ours()] == ["a chair, maquette-mini"]
    assert empty.current.error.message == "The device ran out of memory."
    assert empty.current.notes[-1] == "Large failed: The device ran out of memory."
    bpy.context.scene.maquette.prompt = "a table"
    with pytest.raises(RuntimeError, match="The device ran out of memory"):
        bpy.ops.maquette.compare()
    assert [made.name for made in ours()][1:] == ["a table, maquette-mini"]


def test_it_waits_its_turn_and_can_be_cancelled(empty, add):
    add("mine", "Mine")
    empty.press(prompt="a slow chair")
    compare(empty, prompt="a slow table")
    assert [job.title for job in empty.current.queue.jobs] == [
        *("a slow table, maquette-mini", "a slow table, Mine")
    ]
    bpy.ops.maquette.cancel_all()
    empty.settle()
    assert ours() == [] and empty.folders() == []


def test_bad_settings_start_nothing(empty, add):
    add("mine", "Mine")
    compare(empty, prompt="")
    assert empty.current.error.message == "The prompt is empty." and empty.current.job is None
    compare(empty, prompt="a chair", voxels=64, texture=256)
    assert empty.current.error.code == "request" and empty.folders() == []


def test_an_image_goes_to_all_models(empty, add, tmp_path):
    add("mine", "Mine", bundled="maquette-mini-img2img")
    image = bpy.data.images.new("photo", 8, 8)
    image.filepath_raw, image.file_format = str(tmp_path / "photo.png"), "PNG"
    image.save()
    compare(empty, start_from="IMAGE", source="FILE", image_file=str(tmp_path / "photo.png"))
    empty.settle()
    found = empty.module("backend.shared.models.catalog").find("maquette-mini-img2img")
    assert [made.name for made in ours()] == [f"photo, {found.label}", "photo, Mine"]
    assert all(made["maquette_image"].packed_file for made in ours())


def test_a_long_prompt_leaves_room_for_the_model(empty, add):
    add("mine", "A Model of Mine With a Name")
    compare(empty, prompt="a red chair with four black legs and a very high back and arms")
    empty.settle()
    first, second = (made.name for made in ours())
    assert first.startswith("a red chair with four") and first.endswith("…, maquette-mini")
    assert second.endswith("…, A Model of Mine With a Name") and len(second.encode()) <= 63


def test_the_history_gives_the_settings_of_each_back(empty, add):
    own = add("mine", "Mine", sampler="exact", steps=9, guidance=2.5)
    compare(empty, prompt="a chair", steps=20, resolution=64)
    empty.settle()
    newest, before = empty.module("operators.jobs.history").entries()
    scene = bpy.context.scene.maquette
    assert bpy.ops.maquette.recall(entry=newest.name) == {"FINISHED"}
    assert (scene.model, scene.steps, scene.guidance) == (own, 9, 2.5)
    assert bpy.ops.maquette.recall(entry=before.name) == {"FINISHED"}
    assert (scene.model, scene.steps, scene.resolution) == ("", 20, 64)


def test_a_long_run_asks_first(empty, add, monkeypatch):
    add("mine", "Mine")
    estimate = empty.module("operators.estimate")
    device = empty.module("backend.shared.messages").Device("cpu", "CPU", speed=0.1)
    monkeypatch.setattr(empty.current, "devices", (device,))
    monkeypatch.setattr(estimate, "seconds", lambda *_given: 200.0)
    compare(empty, prompt="a chair")
    ((button, words),) = empty.asked
    assert words["message"] == "About 7 min on this CPU. You can cancel at any time."
    button.execute(bpy.context)
    empty.settle()
    assert len(ours()) == 2
