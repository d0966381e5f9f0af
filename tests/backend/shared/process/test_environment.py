"""Which Python the worker gets, and what is said when there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.process import environment


@pytest.fixture
def installed(tmp_path):
    python = environment.python_of(tmp_path)
    python.parent.mkdir()
    python.touch()
    environment.write_marker(tmp_path, complete=True)
    return tmp_path


def test_the_states(installed, tmp_path):
    assert environment.state(tmp_path / "nowhere") == "absent"
    assert environment.state(installed / environment.MARKER) == "absent"
    assert environment.state(installed) == "ready"
    environment.write_marker(installed, complete=False)
    assert environment.state(installed) == "incomplete"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"complete": 1}', "\x00"])
def test_a_damaged_marker_is_an_incomplete_installation(installed, text):
    (installed / environment.MARKER).write_text(text)
    assert environment.state(installed) == "incomplete"


def test_an_environment_whose_python_was_deleted(installed):
    environment.python_of(installed).unlink()
    assert environment.state(installed) == "incomplete"


def test_other_packages_make_it_outdated_but_comments_and_hashes_do_not(
    installed, tmp_path, monkeypatch
):
    for name, old, new, state in (
        ("same", "    --hash", "    # why\r\n    --hash", "ready"),
        ("more", "torch==2", "torch==99", "outdated"),
    ):
        (tmp_path / name).mkdir()
        for lock in environment.LOCKS.glob("*.txt"):
            (tmp_path / name / lock.name).write_bytes(
                lock.read_text("utf-8").replace(old, new).encode()
            )
        with monkeypatch.context() as patch:
            patch.setattr(environment, "LOCKS", tmp_path / name)
            assert environment.state(installed) == state


def test_the_order_of_finding(installed, tmp_path):
    chosen, variable = tmp_path / "chosen", tmp_path / "variable"
    chosen.touch()
    variable.touch()
    named = {"MAQUETTE_PYTHON": str(variable)}
    assert environment.find(str(chosen), installed, named) == variable
    assert environment.find(str(chosen), installed, {}) == chosen
    assert environment.find(" ", installed, {"MAQUETTE_PYTHON": ""}) == (
        environment.python_of(installed)
    )


def test_a_folder_can_be_chosen_and_links_stay(installed, tmp_path):
    python = environment.python_of(installed)
    python.unlink()
    python.symlink_to(sys.executable)
    assert environment.find(str(installed), tmp_path / "nowhere", {}) == python


@pytest.mark.parametrize("chosen", ["/nowhere/python", "nowhere"])
def test_a_named_python_that_is_not_there(installed, chosen):
    for arguments in ((chosen, installed, {}), ("", installed, {"MAQUETTE_PYTHON": chosen})):
        with pytest.raises(MaquetteError) as caught:
            environment.find(*arguments)
        assert caught.value.code == "environment"
        assert chosen in caught.value.message and caught.value.remedy


def test_nothing_half_and_old_are_three_sentences(installed, tmp_path, monkeypatch):
    messages = set()
    for prepare in (
        lambda: (installed / environment.MARKER).rename(tmp_path / "aside"),
        lambda: environment.write_marker(installed, complete=False),
        lambda: (
            environment.write_marker(installed, complete=True),
            monkeypatch.setattr(environment, "requirements_hash", lambda: "other"),
        ),
    ):
        prepare()
        with pytest.raises(MaquetteError) as caught:
            environment.find("", installed, {})
        assert "Install Backend" in caught.value.remedy
        messages.add(caught.value.message)
    assert len(messages) == 3


def test_windows_has_its_python_elsewhere(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    assert environment.python_of(Path("e")) == Path("e/Scripts/python.exe")


def test_the_command_starts_this_package_and_heeds_no_python_variables(tmp_path):
    command = environment.worker_command(sys.executable)
    assert command[-3:] == ["-m", "backend", "worker"]
    command[-3:] = ["-c", "import sys, backend; print(sys.flags.utf8_mode, backend.__file__)"]
    (tmp_path / "backend.py").write_text("raise SystemExit('the wrong one')")
    said = subprocess.run(
        command, cwd=environment.ROOT, env={"PYTHONPATH": str(tmp_path)}, capture_output=True
    )
    assert said.stdout.decode().split() == ["1", str(environment.ROOT / "backend/__init__.py")]


@pytest.mark.parametrize("clean", [environment.clear, environment.remove])
def test_nothing_goes_without_our_own_marker(tmp_path, clean):
    """A link to somebody else's marker is none."""
    for name in ("unmarked", "linked", "ours"):
        (tmp_path / name / "bin").mkdir(parents=True)
    environment.write_marker(tmp_path / "ours", complete=True)
    (tmp_path / "linked" / environment.MARKER).symlink_to(tmp_path / "ours" / environment.MARKER)
    for name in ("unmarked", "linked"):
        clean(tmp_path / name)
        assert (tmp_path / name / "bin").is_dir()
    clean(tmp_path / "ours")
    assert not (tmp_path / "ours" / "bin").exists()
