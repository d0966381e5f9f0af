"""A worker on another computer, which a command in the preferences starts: nothing has to be
installed here, and what goes wrong on the way is a sentence and loses nothing."""

import functools
import os
import shlex
import sys
from pathlib import Path

import bpy
import pytest

from tests.ssh_server import Server, needs_ssh

HERE = Path(__file__).parent
SHAP_E = "openai/shap-e"


@pytest.fixture(scope="module")
def one_worker() -> bool:
    return False


@pytest.fixture
def there(blender, monkeypatch, tmp_path) -> Path:
    """A command that starts a stand-in, and none here. What that does is in `manner` beside it; its
    models are in `hub`."""
    monkeypatch.delenv("MAQUETTE_PYTHON")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub here"))
    blender.preferences.environment_folder = str(tmp_path / "nothing is installed here")
    command = tmp_path / "maquette-worker"
    root = blender.module("backend.shared.process.environment").ROOT
    python = shlex.join([sys.executable, str(HERE / "stand_in_worker.py")])
    command.write_text(
        f"#!/bin/sh\ncd {shlex.quote(str(root))}\n"
        f"export STAND_IN=$(cat {shlex.quote(str(tmp_path / 'manner'))})\n"
        f"export HF_HUB_CACHE={shlex.quote(str(tmp_path / 'hub'))}\nexec {python}\n"
    )
    command.chmod(0o755)
    (tmp_path / "manner").write_text("remote")
    blender.preferences.worker_command = str(command)
    yield command
    blender.preferences.worker_command = blender.preferences.environment_folder = ""


def test_nothing_has_to_be_installed_here(blender, there):
    told = blender.draw_all()
    assert not {"install_backend", "remove_backend"} & set(told.buttons)
    assert {"generate", "connect"} <= set(told.buttons) and "Not connected yet" in told.texts
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}
    assert len(bpy.context.object.data.vertices) == 8 and not blender.folders()
    told = blender.draw_all().texts
    assert "Ready: CPU, 2 cores" in told and "CPU, 2 cores: 8.0 GB free" in told


def test_the_models_are_those_of_the_worker(blender, there, tmp_path):
    models = blender.module("operators.jobs.installed_models")
    shap_e = blender.module("backend.shared.models.catalog").find(SHAP_E)
    assert models.state(shap_e) == "unknown" and "connect" in blender.draw("models").buttons
    assert not {f"download_model {SHAP_E}", "add_model"} & set(blender.draw("models").buttons)
    assert bpy.ops.maquette.connect() == {"FINISHED"}
    assert f"download_model {SHAP_E}" in blender.draw("models").buttons
    with pytest.raises(RuntimeError, match="is not on the worker's computer"):
        bpy.ops.maquette.generate(prompt="a chair", model=SHAP_E)
    assert bpy.ops.maquette.download_model(model=SHAP_E) == {"FINISHED"}
    assert models.state(shap_e) == "ready" and shap_e in models.usable("text")
    assert list((tmp_path / "hub").iterdir()) and not (tmp_path / "hub here").exists()
    assert bpy.ops.maquette.generate(prompt="a chair", model=SHAP_E) == {"FINISHED"}
    assert bpy.ops.maquette.remove_model(model=SHAP_E) == {"FINISHED"}
    assert models.state(shap_e) == "absent"
    folder = blender.module("backend.shared.models.catalog").CATALOG.parent / "maquette-mini"
    with pytest.raises(RuntimeError, match="on another computer and cannot read"):
        bpy.ops.maquette.generate(prompt="a chair", model=str(folder))
    blender.preferences.worker_command = ""
    assert not blender.current.devices and blender.current.connection is None
    assert models.state(shap_e) == "absent" and models.are_known()


def test_a_download_that_is_paused(blender, there):
    bpy.ops.maquette.connect()
    blender.click("download_model", model=SHAP_E, execute=None)
    (button, _words) = blender.asked[-1]
    type(button).execute = bpy.types.MAQUETTE_OT_download_model.execute
    button.execute(bpy.context)
    blender.wait(lambda: blender.current.job.progress is not None)
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    blender.wait(lambda: "Incomplete" in blender.draw("models").texts)


def test_a_cut_connection_holds_the_queue(blender, there):
    blender.press(prompt="a slow chair")
    blender.wait(lambda: blender.current.job.progress is not None)
    os.kill(blender.current.connection.pid, 9)
    blender.wait(lambda: blender.current.job is None)
    error = blender.current.error
    assert error.message.startswith("The connection to the worker was cut: ")
    assert error.remedy == "Check the connection, then press Continue or Cancel All."
    assert blender.current.queue.held and "go_on" in blender.draw("main").buttons
    bpy.ops.maquette.go_on()
    blender.settle()
    assert bpy.context.object.name == "a slow chair" and blender.current.error is None


def test_a_script_hears_of_a_cut_connection_and_holds_nothing(blender, there):
    with pytest.raises(RuntimeError, match="was cut: .*press Generate again"):
        bpy.ops.maquette.generate(prompt="die")
    assert not blender.current.queue and not blender.folders()
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("sshh box", "cannot be started: No such file or directory: sshh"),
        ("ssh 'box", "A quotation mark in the worker's command is not closed"),
        ("sh -c 'echo Welcome; sleep 60'", "before the worker began: Welcome"),
        ("sh -c maquette-worker", "not found"),
        ("true", "cannot be reached: the command ended with status 0"),
    ],
)
def test_a_command_that_is_wrong(blender, there, command, sentence):
    blender.preferences.worker_command = command
    for press in (bpy.ops.maquette.connect, lambda: bpy.ops.maquette.generate(prompt="a chair")):
        with pytest.raises(RuntimeError, match=sentence):
            press()
    told = blender.draw_all()
    assert "install_backend" not in told.buttons and not blender.folders()
    blender.preferences.worker_command = str(there)
    assert bpy.ops.maquette.connect() == {"FINISHED"} and blender.current.error is None


@pytest.mark.parametrize(
    ("manner", "sentence"),
    [
        ("old", "The worker belongs to another version of Maquette"),
        ("new", "Install the same version of Maquette on both"),
        ("", "Add --remote to the worker's command"),
    ],
)
def test_a_worker_that_does_not_fit(blender, there, manner, sentence):
    there.with_name("manner").write_text(manner)
    with pytest.raises(RuntimeError, match=sentence):
        bpy.ops.maquette.generate(prompt="a chair")
    assert "preferences.addon_show" in blender.draw("main").buttons


def test_a_question_that_nobody_answers(blender, there, monkeypatch):
    impatient = functools.partial(blender.session.Worker, start_within=0.5)
    monkeypatch.setattr(blender.session, "Worker", impatient)
    blender.preferences.worker_command = "sh -c 'printf password: >&2; sleep 60'"
    blender.click("connect")
    assert "Connecting" in blender.draw_all().texts
    blender.wait(lambda: blender.current.error)
    assert blender.current.error.message == "The worker's command does not answer."
    assert "BatchMode=yes" in blender.current.error.remedy


def test_blender_may_not_go_online(blender, there):
    bpy.context.preferences.system.use_online_access = False
    with pytest.raises(RuntimeError, match="Blender is not allowed to go online. Press Allow"):
        bpy.ops.maquette.generate(prompt="a chair")
    told = blender.draw("main")
    assert "allow_online" in told.buttons and "install_backend" not in told.buttons
    assert blender.current.connection is None
    bpy.ops.maquette.allow_online()
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


def test_a_render_leaves_the_memory_of_another_computer_alone(blender, there):
    bpy.ops.maquette.connect()
    blender.module("operators.unload")._before_render()
    assert blender.current.connection is not None


@needs_ssh
def test_over_ssh(blender, there, tmp_path):
    (keys := tmp_path / "keys").mkdir()
    with Server(keys) as server:
        blender.preferences.worker_command = shlex.join([*server.command, str(there)])
        assert bpy.ops.maquette.generate(prompt="a chair", samples=2) == {"FINISHED"}
        blender.press(prompt="a slow chair")
        blender.wait(lambda: blender.current.job.progress is not None)
        server.stop()
        blender.wait(lambda: blender.current.queue.held)
        assert "The connection to the worker was cut" in blender.current.error.message
        bpy.ops.maquette.go_on()
        blender.wait(lambda: blender.current.queue.held)
        assert "Connection refused" in blender.current.error.message
        assert "in a terminal" in blender.current.error.remedy
        blender.press(prompt="a stool")
        assert [job.title for job in blender.current.queue.jobs] == ["a slow chair", "a stool"]
        server.start()
        bpy.ops.maquette.go_on()
        blender.settle()
        assert {"a slow chair", "a stool"} <= set(bpy.data.objects.keys())
        assert blender.current.error is None and not blender.folders()
