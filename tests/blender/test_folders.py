"""Nothing of anybody's is removed: no folder of Blender, links, old things, wrong settings."""

import contextlib
import os
import time

import bpy
import pytest


@pytest.fixture
def paths(blender):
    return blender.module("operators.jobs.paths")


@pytest.fixture
def project(tmp_path, monkeypatch):
    """The current folder, with somebody's work of last year in it."""
    old = time.time() - 400 * 86_400
    for name in ("jobs", "history", "environment", "my film"):
        folder = tmp_path / "project" / name
        folder.mkdir(parents=True)
        (folder / "shot.blend").write_bytes(b"work")
        os.utime(folder, (old, old))
    (tmp_path / "project" / "worker.log").write_text("mine")
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "project"


def everything(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


SENTENCE = "Blender's folder for extensions cannot be created: "


@pytest.fixture(params=["a file in its place", "an empty answer", "a relative answer"])
def no_folder(request, blender, paths, monkeypatch):
    """Blender has no folder for us."""
    if request.param == "a file in its place":
        folder = paths.user_folder()
        aside = folder.with_name("aside")
        folder.rename(aside)
        folder.write_text("a file")
        yield
        folder.unlink()
        aside.rename(folder)
    else:
        answer = "" if request.param == "an empty answer" else "maquette"
        with monkeypatch.context() as patch:
            patch.setattr(bpy.utils, "extension_path_user", lambda *_, **__: answer)
            yield


def test_without_a_folder_nothing_is_touched(blender, project, no_folder):
    """An empty answer was the current folder once, whose old folders were removed."""
    before = everything(project)
    for press in (
        lambda: bpy.ops.maquette.generate(prompt="a chair"),
        lambda: bpy.ops.maquette.install_backend(),
        lambda: bpy.ops.maquette.open_log(),
    ):
        with pytest.raises(RuntimeError, match=SENTENCE):
            press()
    for button in (bpy.ops.maquette.remove_backend, bpy.ops.maquette.clear_history):
        with contextlib.suppress(RuntimeError):
            button()
    with contextlib.suppress(blender.module("backend.shared.errors").MaquetteError):
        blender.module("operators.jobs.history").clear()
    assert everything(project) == before


def test_without_a_folder_panels_say_so(blender, monkeypatch, no_folder):
    monkeypatch.delenv("MAQUETTE_PYTHON")
    monkeypatch.setattr(blender.module("operators.jobs.history"), "_names", None)
    assert SENTENCE in " ".join(blender.draw_all().texts)


def test_only_marked_folders_of_old_jobs_go(blender, paths, tmp_path):
    jobs = paths.user_folder("jobs")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".maquette").touch()
    (elsewhere / "work.blend").write_bytes(b"work")
    somebody = jobs / "somebody"
    somebody.mkdir()
    (somebody / "notes.txt").write_text("mine")
    link = jobs / "link"
    link.symlink_to(elsewhere)
    with paths.job_folder() as ours, paths.job_folder() as waits:
        (ours / "mesh.npz").touch()
    paths._made.remove(ours.name)  # it was another Blender's
    old = time.time() - 2 * 86_400
    for folder in (ours, waits, somebody):
        os.utime(folder, (old, old))
    os.utime(link, (old, old), follow_symlinks=False)
    with paths.job_folder() as young:
        pass
    assert not ours.exists() and young.exists() and waits.exists()
    assert (somebody / "notes.txt").read_text() == "mine"
    assert link.is_symlink() and (elsewhere / "work.blend").exists()
    link.unlink()
    (somebody / "notes.txt").unlink()
    somebody.rmdir()
    for folder in (young, waits):
        assert blender.module("backend.shared.files").remove_own(folder)


def test_removing_the_backend_leaves_what_is_not_ours(blender, tmp_path, paths):
    """A folder that somebody chose, with an environment of ours and things of theirs."""
    folder = tmp_path / "chosen"
    environment = blender.module("backend.shared.process.environment")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "thesis.txt").write_text("mine")
    for name in ("bin", "lib"):
        (folder / name).mkdir(parents=True)
        (folder / name / "python").touch()
    (folder / "lib" / "link").symlink_to(outside)
    (folder / "notes.txt").write_text("mine")
    environment.write_marker(folder, True)
    blender.preferences.environment_folder = str(folder)
    try:
        assert bpy.ops.maquette.remove_backend() == {"FINISHED"}
    finally:
        blender.preferences.environment_folder = ""
    assert everything(folder) == {"notes.txt"} and (outside / "thesis.txt").exists()


def test_a_folder_without_our_marker_is_not_removed(blender, tmp_path):
    (tmp_path / "bin").mkdir()
    blender.preferences.environment_folder = str(tmp_path)
    try:
        assert not bpy.ops.maquette.remove_backend.poll()
        blender.module("backend.shared.process.environment").remove(tmp_path)
    finally:
        blender.preferences.environment_folder = ""
    assert (tmp_path / "bin").exists()


ODD = ["x" * 1000, "/" + "y/" * 490, "~nobody/at/all", "a\nb", "\udcff", "/\udcff" * 99, "//x"]


@pytest.mark.parametrize("name", ["python", "environment_folder", "models_folder"])
@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("stands_in", [True, False])
def test_odd_preferences_leave_the_panels_there(blender, monkeypatch, name, text, stands_in):
    if not stands_in:
        monkeypatch.delenv("MAQUETTE_PYTHON")
    monkeypatch.delenv("HF_HUB_CACHE")
    setattr(blender.preferences, name, text)
    try:
        assert {"install_backend", "remove_backend"} <= set(blender.draw_all().buttons)
        blender.draw("models")
        if stands_in:
            assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}
        else:
            with pytest.raises(RuntimeError, match=r"^Error: [^\n]{1,400}\n?$"):
                bpy.ops.maquette.generate(prompt="a chair")
        assert not blender.folders()
    finally:
        setattr(blender.preferences, name, "")


@pytest.mark.parametrize("name", ["model", "text_to_image", "image_file", "image_name", "remover"])
@pytest.mark.parametrize("text", [text for text in ODD if "\udcff" not in text], ids=range(5))
@pytest.mark.parametrize("start", ["PROMPT", "IMAGE"])
def test_odd_settings_leave_the_panels_there(blender, name, text, start):
    settings = bpy.context.scene.maquette
    settings.start_from = start
    setattr(settings, name, text)
    assert "generate" in blender.draw_all().buttons


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_folders_of_models_leave_the_panels_there(blender, text):
    blender.preferences.model_folders.add().path = text
    try:
        assert "generate" in blender.draw_all().buttons
    finally:
        blender.preferences.model_folders.clear()


def test_a_marker_that_is_a_link_proves_nothing(blender, tmp_path):
    environment = blender.module("backend.shared.process.environment")
    (tmp_path / "mine" / "bin").mkdir(parents=True)
    (tmp_path / "theirs").mkdir()
    environment.write_marker(tmp_path / "theirs", True)
    (tmp_path / "mine" / environment.MARKER).symlink_to(tmp_path / "theirs" / environment.MARKER)
    environment.remove(tmp_path / "mine")
    environment.clear(tmp_path / "mine")
    assert (tmp_path / "mine" / "bin").is_dir()
