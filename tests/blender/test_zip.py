"""What the zip holds: the files of its rooms that git tracks, and no other."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.blender import tracked

CLI = Path(__file__).with_name("extension_cli.py")
ROOT = Path(__file__).parents[2]
ROOMS = ("backend/", "operators/", "panels/")
ALONE = {"__init__.py", "blender_manifest.toml", "LICENSE", "README.md"}


def git(folder, *arguments):
    answer = subprocess.run(["git", "-C", folder, *arguments], check=True, stdout=subprocess.PIPE)
    return answer.stdout.decode()


@pytest.fixture
def checkout(tmp_path):
    folder = tmp_path / "a checkout"
    folder.mkdir()
    tracked.copy(ROOT, folder)
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    return folder


def built(checkout, tmp_path):
    """The zip, and what was said while it was built."""
    file = tmp_path / "maquette.zip"
    build = [sys.executable, CLI, "build", "--source-dir", checkout, "--output-filepath", file]
    result = subprocess.run(build, check=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    return zipfile.ZipFile(file), result.stderr.decode()


def test_no_stray_file_and_no_bytecode_ships(checkout, tmp_path):
    shipped = {
        name
        for name in git(checkout, "ls-files").splitlines()
        if name.startswith(ROOMS) or name in ALONE
    }
    stray = ("backend/notes.txt", "backend/shared/new.py", "panels/translations/x_XX.toml")
    bytecode = ("backend/__pycache__/mesh.cpython-311.pyc", "operators/job.pyc")
    for name in (*stray, *bytecode, "secret.txt"):
        (checkout / name).parent.mkdir(exist_ok=True)
        (checkout / name).write_text("stray")
    file, said = built(checkout, tmp_path)
    with file:
        assert set(file.namelist()) == shipped
    assert [line for line in said.splitlines() if line.startswith(tracked.HINT)] == [
        f"{tracked.HINT} {name}" for name in sorted(stray)
    ]


def test_uncommitted_changes_ship(checkout, tmp_path):
    (checkout / "backend/asset/mesh.py").write_text("changed = True\n")
    (checkout / "backend/pipeline/live_preview.py").unlink()
    (checkout / "backend/new.py").write_text("new = True\n")
    git(checkout, "add", "backend/new.py")
    with built(checkout, tmp_path)[0] as file:
        assert file.read("backend/asset/mesh.py") == b"changed = True\n"
        assert file.read("backend/new.py") == b"new = True\n"
        assert "backend/pipeline/live_preview.py" not in file.namelist()
