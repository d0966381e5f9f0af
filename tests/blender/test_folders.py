"""Nothing of anybody's is removed: no folder of Blender, links, old things, wrong settings."""

import os
import time

import bpy
import pytest


@pytest.fixture
def whereabouts(blender):
    return blender.module("operators.whereabouts")


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


SENTENCE = "Blender's folder for extension data cannot be written."


@pytest.mark.parametrize("answer", ["", "relative/path", "/dev/null"])
def test_no_folder_of_blender_is_an_error(blender, whereabouts, project, monkeypatch, answer):
    """An empty answer once became the current folder, and its old folders were removed."""
    before = everything(project)
    with monkeypatch.context() as patch:
        patch.setattr(bpy.utils, "extension_path_user", lambda *_, **__: answer)
        for press in (
            lambda: bpy.ops.maquette.generate(prompt="a chair"),
            lambda: bpy.ops.maquette.install_backend(),
            lambda: bpy.ops.maquette.open_log(),
        ):
            with pytest.raises(RuntimeError, match=SENTENCE):
                press()
        for press in (bpy.ops.maquette.remove_backend, bpy.ops.maquette.clear_history):
            with pytest.raises(RuntimeError):
                press()
        blender.draw("main")
        blender.draw("preferences") if hasattr(bpy.types, "MAQUETTE_PT_preferences") else None
        assert blender.module("operators.history").folders() == []
    assert everything(project) == before


def test_panels_say_it(blender, whereabouts, monkeypatch):
    monkeypatch.delenv("MAQUETTE_PYTHON")
    with monkeypatch.context() as patch:
        patch.setattr(bpy.utils, "extension_path_user", lambda *_, **__: "")
        assert SENTENCE in " ".join(blender.draw("main").texts)


def test_only_marked_folders_of_old_jobs_go(blender, whereabouts, tmp_path):
    jobs = whereabouts.user_folder("jobs")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".maquette").touch()
    (elsewhere / "work.blend").write_bytes(b"work")
    somebody = jobs / "somebody"
    somebody.mkdir()
    (somebody / "notes.txt").write_text("mine")
    link = jobs / "link"
    link.symlink_to(elsewhere)
    with whereabouts.job_folder() as ours:
        (ours / "mesh.npz").touch()
    old = time.time() - 2 * 86_400
    for folder in (ours, somebody):
        os.utime(folder, (old, old))
    os.utime(link, (old, old), follow_symlinks=False)
    with whereabouts.job_folder() as young:
        pass
    assert not ours.exists() and young.exists()
    assert (somebody / "notes.txt").read_text() == "mine"
    assert link.is_symlink() and (elsewhere / "work.blend").exists()
    link.unlink()
    (somebody / "notes.txt").unlink()
    somebody.rmdir()
    blender.module("backend.protocol.files").remove_own(young)


def test_removing_the_backend_leaves_what_is_not_ours(blender, tmp_path, whereabouts):
    """A folder that somebody chose, with an environment of ours and things of theirs."""
    folder = tmp_path / "chosen"
    environment = blender.module("backend.protocol.environment")
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
        blender.module("backend.protocol.environment").remove(tmp_path)
    finally:
        blender.preferences.environment_folder = ""
    assert (tmp_path / "bin").exists()


@pytest.mark.parametrize("name", ["python", "environment_folder", "models_folder"])
@pytest.mark.parametrize("text", ["x" * 1000, "/" + "y/" * 490, "~nobody/at/all", "a\nb"])
def test_odd_preferences_leave_the_panels_there(blender, monkeypatch, name, text):
    monkeypatch.delenv("MAQUETTE_PYTHON")
    monkeypatch.delenv("HF_HUB_CACHE")
    setattr(blender.preferences, name, text)
    try:
        for panel in ("main", "models"):
            assert blender.draw(panel).texts
        with pytest.raises(RuntimeError):
            bpy.ops.maquette.generate(prompt="a chair")
    finally:
        setattr(blender.preferences, name, "")
