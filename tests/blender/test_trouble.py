"""Bad input and bad luck: one clear sentence, a usable panel, no orphan process."""

import errno
import functools
import os
import shutil
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import bpy
import pytest

PACKAGE = "bl_ext.user_default.maquette"


@pytest.fixture(scope="module")
def one_worker() -> bool:
    return False


def gone(pid: int) -> bool:
    """Whether a process has ended (a dead child of ours that nobody waited for counts)."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def names() -> set[str]:
    return set(bpy.data.objects.keys())


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"prompt": ""}, "The prompt is empty. Describe what to make"),
        ({"prompt": "  \n "}, "The prompt is empty. Describe what to make"),
        ({"prompt": "chair " * 2000}, "The prompt has 12000 characters; the limit is 2000."),
        ({"prompt": "fail"}, "The device ran out of memory. Take fewer samples."),
        ({"prompt": "broken"}, "The mesh file mesh-0.npz cannot be read"),
        ({"prompt": "die"}, "The worker ended with status 9"),
        ({"prompt": "garbage"}, "A message on the worker's pipe cannot be read"),
    ],
)
def test_a_script_hears_of_it(blender, given, sentence):
    before = names()
    with pytest.raises(RuntimeError, match=f"Error: {sentence}"):
        bpy.ops.maquette.generate(**given)
    assert names() == before and blender.folders() == []
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}
    assert blender.current.error is None


@pytest.mark.parametrize(
    ("name", "wrong", "becomes"),
    [("steps", 0, 1), ("steps", -5, 1), ("resolution", 4, 8), ("resolution", 1024, 512)],
)
def test_blender_keeps_values_in_their_limits(blender, name, wrong, becomes):
    setattr(bpy.context.scene.maquette, name, wrong)
    assert getattr(bpy.context.scene.maquette, name) == becomes


def test_a_seed_beyond_the_property_is_refused(blender):
    with pytest.raises((TypeError, ValueError, OverflowError)):
        bpy.ops.maquette.generate(prompt="a chair", seed=2**64)


@pytest.mark.parametrize("prompt", ["die", "garbage"])
def test_the_panel_hears_of_it(blender, prompt):
    blender.press(prompt=prompt)
    pid = blender.current.connection.pid
    blender.wait_for_end()
    assert blender.current.error and gone(pid)
    blender.press(prompt="a chair")
    assert blender.current.error is None
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert bpy.context.object.name == "a chair"


def test_a_worker_that_is_killed(blender):
    blender.press(prompt="a slow chair")
    blender.wait(lambda: blender.current.job.progress is not None)
    os.kill(blender.current.connection.pid, 9)
    blender.wait_for_end()
    assert "SIGKILL" in blender.current.error.message
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


def test_a_worker_that_dies_idle_is_replaced_in_silence(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    os.kill(blender.current.connection.pid, 9)
    blender.wait(lambda: blender.current.connection is None)
    assert blender.current.error is None
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


def short_patience(blender, monkeypatch, **limits) -> None:
    real = blender.session.Worker
    monkeypatch.setattr(blender.session, "Worker", functools.partial(real, **limits))


def test_a_worker_that_hangs(blender, monkeypatch):
    short_patience(blender, monkeypatch, ping_after=0.1, hung_after=1.0)
    blender.press(prompt="hang")
    blender.wait(lambda: blender.current.connection.ready)
    os.kill(blender.current.connection.pid, 19)  # SIGSTOP: it does not even answer a ping
    blender.wait_for_end()
    assert blender.current.error.message == "The worker did not respond and was stopped."


def test_a_worker_that_is_deaf_to_cancel(blender, monkeypatch):
    short_patience(blender, monkeypatch, cancel_within=0.3)
    blender.press(prompt="a deaf chair")
    blender.wait(lambda: blender.current.job.progress is not None)
    pid = blender.current.connection.pid
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    assert blender.current.error is None and gone(pid)


def test_a_worker_of_another_version(blender, monkeypatch):
    monkeypatch.setenv("STAND_IN", "old")
    with pytest.raises(RuntimeError, match="uses version 6 of the protocol"):
        bpy.ops.maquette.generate(prompt="a chair")


def test_a_python_that_is_none(blender, monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.write_text("no program")
    monkeypatch.setenv("MAQUETTE_PYTHON", str(python))
    with pytest.raises(RuntimeError, match="The worker cannot be started"):
        bpy.ops.maquette.generate(prompt="a chair")
    monkeypatch.setenv("MAQUETTE_PYTHON", str(tmp_path / "missing"))
    with pytest.raises(RuntimeError, match="names a Python that does not exist"):
        bpy.ops.maquette.generate(prompt="a chair")
    assert blender.folders() == []


def test_a_file_is_loaded_meanwhile(blender):
    blender.press(prompt="a slow chair")
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    before = names()
    blender.wait_for_end()
    blender.wait(lambda: blender.current.waiting)
    blender.session.tick()
    assert names() == before and blender.current.waiting
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    assert names() - before == {"a slow chair"} and blender.folders() == []
    assert not bpy.ops.maquette.import_result.poll()


def test_undo_meanwhile(blender):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.mesh.primitive_cube_add()
    bpy.ops.ed.undo_push(message="cube")
    before = names()
    blender.press(prompt="a slow chair")
    bpy.ops.ed.undo()
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert names() == before - {"Cube.001"} | {"a slow chair"}


def full(*_given) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


FULL = "The files of the job cannot be written: No space left on device. Free up some disk space."


@pytest.mark.parametrize("operator", ["regenerate", "remesh", "vary", "turntable"])
def test_a_disk_that_is_full(blender, operator, tmp_path, monkeypatch):
    image = bpy.data.images.new("chair", 8, 8)
    image.filepath_raw, image.file_format = str(tmp_path / "chair.png"), "PNG"
    image.save()
    bpy.ops.maquette.generate(image_file=image.filepath_raw)
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(RuntimeError, match=FULL):
        getattr(bpy.ops.maquette, operator)()
    assert not blender.folders() and blender.current.job is None
    assert blender.current.error.code == "file"


def test_no_room_for_a_job_at_all(blender, monkeypatch):
    bpy.context.scene.maquette.picture = __file__
    for operator, given in (("generate", {"prompt": "a chair"}), ("prepare_image", {})):
        with monkeypatch.context() as disk, pytest.raises(RuntimeError, match=FULL):
            disk.setattr(Path, "mkdir", full)
            getattr(bpy.ops.maquette, operator)(**given)
    assert not blender.folders() and blender.current.job is None


def test_disabled_meanwhile(blender, stand_in):
    blender.press(prompt="a slow chair")
    pid = blender.current.connection.pid
    bpy.ops.preferences.addon_disable(module=PACKAGE)
    try:
        assert gone(pid) and blender.folders() == []
        assert not hasattr(bpy.types.Scene, "maquette")
    finally:
        bpy.ops.preferences.addon_enable(module=PACKAGE)
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


def test_disabling_does_not_wait_for_a_worker_that_hangs(blender, stand_in, monkeypatch):
    waited, close = [], blender.module("backend.shared.process.connection").Connection.close

    def spied(self, seconds: float = 3.0) -> None:
        waited.append(seconds)
        close(self, seconds)

    blender.press(prompt="a hang chair")
    connection = blender.current.connection
    monkeypatch.setattr(type(connection), "close", spied)
    bpy.ops.preferences.addon_disable(module=PACKAGE)
    try:
        assert waited == [0.0] and gone(connection.pid) and blender.folders() == []
    finally:
        bpy.ops.preferences.addon_enable(module=PACKAGE)


def test_register_twice(blender):
    extension = blender.module()
    for _ in range(2):
        extension.unregister()
        extension.register()
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


def test_blender_ends_meanwhile(blender, stand_in, tmp_path):
    """Killed, so that nothing of ours runs at its end; what is left is the closed pipe."""
    script = tmp_path / "run.py"
    script.write_text(
        textwrap.dedent(f"""
        import bpy, sys
        bpy.ops.preferences.addon_enable(module={PACKAGE!r})
        session = sys.modules[{PACKAGE!r} + ".operators.session"]
        real = session.Session.submit
        def submit(self, job):
            real(self, job)
            print("pid", self.connection.pid, flush=True)
        session.Session.submit = submit
        bpy.ops.maquette.generate(prompt="a slow chair")
        """)
    )
    child = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True)
    pid = next(int(line.split()[1]) for line in child.stdout if line.startswith("pid"))
    child.kill()
    child.wait()
    end = time.monotonic() + 8
    while not gone(pid):
        assert time.monotonic() < end
        time.sleep(0.05)
    for left in blender.folders():  # a day later the next job would
        shutil.rmtree(left)


@pytest.fixture
def own_environment(blender, stand_in, monkeypatch, tmp_path) -> Path:
    """No MAQUETTE_PYTHON: the environment lies in a folder set in the preferences."""
    monkeypatch.delenv("MAQUETTE_PYTHON")
    folder = tmp_path / "environment"
    preferences = bpy.context.preferences.addons[PACKAGE].preferences
    preferences.environment_folder = str(folder)
    paths = blender.module("operators.jobs.paths")
    monkeypatch.setattr(paths, "blender_python", lambda: stand_in)
    yield folder
    preferences.environment_folder = ""


def test_install_generate_remove(blender, own_environment):
    with pytest.raises(RuntimeError, match="The backend is not installed. Press Install Backend."):
        bpy.ops.maquette.generate(prompt="a chair")
    assert bpy.ops.maquette.install_backend() == {"FINISHED"}
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}
    pid = blender.current.connection.pid
    assert bpy.ops.maquette.remove_backend() == {"FINISHED"}
    assert gone(pid) and not own_environment.exists()
    assert not bpy.ops.maquette.remove_backend.poll()


def test_the_environment_is_deleted_meanwhile(blender, own_environment):
    bpy.ops.maquette.install_backend()
    blender.press(prompt="a slow chair")
    blender.wait(lambda: blender.current.job.progress is not None)
    shutil.rmtree(own_environment)
    os.kill(blender.current.connection.pid, 9)
    blender.wait_for_end()
    assert blender.current.error.code == "environment"
    assert blender.current.error.message == "The backend is not installed."


def test_an_installation_that_fails(blender, own_environment, monkeypatch):
    monkeypatch.setenv("STAND_IN", "install-fails")
    with pytest.raises(RuntimeError, match="The download failed."):
        bpy.ops.maquette.install_backend()
    monkeypatch.setenv("STAND_IN", "")
    with pytest.raises(RuntimeError, match="installation is not complete"):
        bpy.ops.maquette.generate(prompt="a chair")
    assert bpy.ops.maquette.install_backend() == {"FINISHED"}


def test_nothing_is_installed_offline(blender, own_environment):
    bpy.context.preferences.system.use_online_access = False
    with pytest.raises(RuntimeError, match="Blender is not allowed to go online."):
        bpy.ops.maquette.install_backend()
    assert blender.current.error.code == "offline"
    bpy.ops.maquette.allow_online()
    assert bpy.app.online_access and blender.current.error is None
