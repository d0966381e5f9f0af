"""Models: their states and buttons, a download from start to pause to end, folders of one's own."""

import json
import shutil
from pathlib import Path

import bpy
import pytest

SHAP_E = "openai/shap-e"


@pytest.fixture(scope="module")
def one_worker() -> bool:
    return False


@pytest.fixture
def state(blender):
    """Of Shap-E, which the stand-in can download."""
    models, catalogue = (
        blender.module("operators.jobs.installed_models"),
        blender.module("backend.shared.models.catalog"),
    )
    return lambda: models.state(catalogue.find(SHAP_E))


def buttons(blender) -> list[str]:
    return [name for name in blender.draw("models").buttons if name.endswith(SHAP_E)]


def test_what_is_there_and_what_is_not(blender, state):
    drawn = blender.draw("models")
    assert state() == "absent" and buttons(blender) == [f"download_model {SHAP_E}"]
    assert not [name for name in drawn.buttons if "mini" in name]
    assert drawn.texts[drawn.texts.index("Shap-E (OpenAI)") + 1] == "1.8 GB"


def test_a_script_downloads_verifies_and_removes(blender, state):
    assert bpy.ops.maquette.download_model(model=SHAP_E) == {"FINISHED"}
    assert state() == "ready"
    assert buttons(blender) == [f"verify_model {SHAP_E}", f"remove_model {SHAP_E}"]
    assert bpy.ops.maquette.verify_model(model=SHAP_E) == {"FINISHED"}
    assert "Verified" in blender.draw("models").texts
    assert bpy.ops.maquette.remove_model(model=SHAP_E) == {"FINISHED"}
    assert state() == "absent"


def test_the_first_download_shows_the_licence(blender):
    blender.click("download_model", model=SHAP_E)
    ((button, words),) = blender.asked
    assert words["confirm_text"] == "Download" and not blender.current.job
    button.layout = type(blender.draw("models"))()
    button.draw(bpy.context)
    shown = " ".join(button.layout.texts)
    assert "Shap-E (OpenAI), 1.8 GB" in shown and "License: MIT" in shown
    assert "commercial use is not advised" in shown
    button.execute(bpy.context)  # OK
    assert blender.current.job.request.action == "download"


def start(blender) -> None:
    blender.click("download_model", model=SHAP_E)
    blender.asked.pop()[0].execute(bpy.context)
    blender.wait(lambda: blender.current.job.progress and blender.current.job.progress.step > 2)


def test_pause_and_resume(blender, state):
    start(blender)
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    assert state() == "partial" and blender.current.error is None
    assert buttons(blender) == [f"download_model {SHAP_E}", f"remove_model {SHAP_E}"]
    blender.click("download_model", model=SHAP_E)  # does not ask again
    assert not blender.asked and blender.current.job
    blender.wait_for_end()
    assert state() == "ready"


def test_cancel_asks_and_removes(blender, state):
    assert not bpy.ops.maquette.cancel_download.poll()
    start(blender)
    blender.click("cancel_download")
    assert len(blender.asked) == 1 and not blender.current.job.cancelled
    bpy.ops.maquette.cancel_download()
    blender.wait_for_end()
    assert state() == "absent" and blender.current.error is None


def test_progress_is_in_megabytes(blender):
    start(blender)
    progress = blender.module("panels.progress")
    layout = type(blender.draw("models"))()
    job = blender.current.job
    progress.draw(layout, job)
    step = job.progress.step
    assert layout.texts == [f"Downloading {step}/20 MB", f"4.0 MB/s · {(20 - step) / 4:.0f} s left"]
    assert layout.buttons == ["cancel", "cancel_download"]
    assert progress.heading(job) == "Shap-E (OpenAI)"


def test_a_download_that_fails_can_be_resumed(blender, state, monkeypatch):
    monkeypatch.setenv("STAND_IN", "download-fails")
    with pytest.raises(RuntimeError, match="The hub does not answer. Press Resume."):
        bpy.ops.maquette.download_model(model=SHAP_E)
    assert state() == "partial"


def test_nothing_is_downloaded_offline(blender, state):
    bpy.context.preferences.system.use_online_access = False
    with pytest.raises(RuntimeError, match="Blender is not allowed to go online."):
        bpy.ops.maquette.download_model(model=SHAP_E)
    assert blender.click("download_model", model=SHAP_E) == {"CANCELLED"} and not blender.asked
    assert blender.current.error.code == "offline" and state() == "absent"


def test_only_models_of_the_catalogue_are_managed(blender):
    with pytest.raises(RuntimeError, match="There is no model 'shap-f'."):
        bpy.ops.maquette.download_model(model="shap-f")


def test_the_models_folder_is_where_models_go(blender, state, tmp_path):
    blender.preferences.models_folder = str(tmp_path / "elsewhere")
    bpy.ops.maquette.download_model(model=SHAP_E)
    assert state() == "ready"
    assert (tmp_path / "elsewhere" / "models--openai--shap-e").is_dir()
    blender.preferences.models_folder = ""
    assert state() == "absent"


def test_what_the_worker_is_told_restarts_it(blender, tmp_path):
    def pid_of_a_job() -> int:
        bpy.ops.maquette.generate(prompt="a chair")
        return blender.current.connection.pid

    first = pid_of_a_job()
    assert pid_of_a_job() == first
    bpy.context.preferences.system.use_online_access = False
    second = pid_of_a_job()
    assert second != first
    blender.preferences.models_folder = str(tmp_path / "elsewhere")
    assert pid_of_a_job() != second
    blender.preferences.models_folder = ""


@pytest.fixture
def folder(tmp_path, blender) -> Path:
    """A model folder of the user's: a copy of the one in the box, without its weights."""
    catalogue = blender.module("backend.shared.models.catalog")
    folder = tmp_path / "my chairs"
    shutil.copytree(catalogue.models()[0].source, folder)
    yield folder
    blender.preferences.model_folders.clear()


def test_a_folder_is_added_and_forgotten(blender, folder):
    models = blender.module("operators.jobs.installed_models")
    assert bpy.ops.maquette.add_model(directory=f"{folder}/") == {"FINISHED"}
    assert bpy.ops.maquette.add_model(directory=str(folder)) == {"FINISHED"}
    assert models.added_folders() == [str(folder)]
    drawn = blender.draw("models")
    assert "my chairs" in drawn.texts and f"forget_model {folder}" in drawn.buttons
    assert models.installed(str(folder)).source == folder
    bpy.ops.maquette.forget_model(model=str(folder))
    assert models.added_folders() == [] and folder.is_dir()


def test_a_folder_that_has_gone_is_missing(blender, folder):
    models = blender.module("operators.jobs.installed_models")
    bpy.ops.maquette.add_model(directory=str(folder))
    shutil.rmtree(folder)
    assert "my chairs is missing" in blender.draw("models").texts
    with pytest.raises(Exception, match="is gone. Put the folder back, or choose another model."):
        models.installed(str(folder))


def test_a_wrong_folder_is_refused(blender, folder, tmp_path):
    with pytest.raises(RuntimeError, match="model_index.json"):
        bpy.ops.maquette.add_model(directory=str(tmp_path))
    shutil.rmtree(folder / "prior")
    with pytest.raises(RuntimeError, match="prior"):
        bpy.ops.maquette.add_model(directory=str(folder))
    (folder / "model_index.json").write_text(json.dumps({"_class_name": "FluxPipeline"}))
    with pytest.raises(RuntimeError, match="FluxPipeline"):
        bpy.ops.maquette.add_model(directory=str(folder))
    assert blender.module("operators.jobs.installed_models").added_folders() == []


def test_what_two_models_share_is_told(blender):
    models = blender.module("operators.jobs.installed_models")
    image = blender.module("backend.shared.models.catalog").find("openai/shap-e-img2img")
    assert models.shares(image) == ("Shap-E (OpenAI)",)
    bpy.ops.maquette.download_model(model=SHAP_E)
    assert models.shares(image) == () and models.state(image) == "absent"


def test_models_on_no_hub_are_listed_and_fetched_alike(blender):
    models, catalogue = (
        blender.module("operators.jobs.installed_models"),
        blender.module("backend.shared.models.catalog"),
    )
    drawn = blender.draw("models")
    for label, size in (
        ("Point-E (OpenAI)", "0.4 GB"),
        ("Point-E (OpenAI), from an image", "0.2 GB"),
        ("Point-E 300M (OpenAI), from an image", "1.2 GB"),
        ("Point-E 1B (OpenAI), from an image", "5.0 GB"),
    ):
        assert drawn.texts[drawn.texts.index(label) + 1] == size
    assert "download_model openai/point-e-img2img-1b" in drawn.buttons
    image = catalogue.find("openai/point-e-img2img")
    assert models.shares(image) == ("Point-E (OpenAI)", "Shap-E (OpenAI), from an image")
    text = catalogue.find("openai/point-e")
    bpy.ops.maquette.download_model(model=SHAP_E)
    assert models.state(text) == "absent" and models.shares(text) == ()
    bpy.ops.maquette.download_model(model=text.id)
    assert models.state(text) == "ready" and models.state(image) == "absent"
    offered = [model.id for model in models.fitting("text")]
    assert text.id in offered and image.id not in offered


def test_a_model_that_is_not_here_is_refused(blender):
    models = blender.module("operators.jobs.installed_models")
    with pytest.raises(Exception, match="Point-E .OpenAI. is not on this computer"):
        models.installed("openai/point-e")
