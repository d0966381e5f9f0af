"""The files that describe the project agree, and `make release` says what is in its way."""

import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MANIFEST = tomllib.loads((ROOT / "blender_manifest.toml").read_text("utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_version_is_the_manifests():
    assert PROJECT["version"] == MANIFEST["version"]
    assert (PROJECT["name"], PROJECT["description"]) == (MANIFEST["id"], MANIFEST["tagline"])
    assert [f"SPDX:{PROJECT['license']}"] == MANIFEST["license"]


@pytest.fixture
def checkout(tmp_path):
    """A clean one of what a release looks at, with a section for this version in the changelog."""
    if not shutil.which("make"):
        pytest.skip("no make here")
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("Makefile", "CHANGELOG.md", "blender_manifest.toml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    changelog = folder / "CHANGELOG.md"
    heading = f"## [{MANIFEST['version']}] - 2026-01-31\n\n## ["
    changelog.write_text(changelog.read_text("utf-8").replace("## [", heading, 1), "utf-8")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    for words in (["init", "--quiet"], ["add", "--all"], [*who, "commit", "--quiet", "-m", "All"]):
        subprocess.run(["git", "-C", folder, *words], check=True)
    return folder


def release(folder):
    """Its exit status and its words; what it would build is not built."""
    command = ["make", "--no-print-directory", "-C", folder, "release", "MAKE=echo would make"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def test_a_release_builds_and_says_what_is_next(checkout):
    status, said = release(checkout)
    assert status == 0, said
    assert "would make repository" in said
    assert f"git tag -a v{MANIFEST['version']}" in said


def test_a_release_is_of_what_is_committed(checkout):
    (checkout / "pyproject.toml").write_text("changed = true\n")
    (checkout / "new.txt").write_text("stray")
    status, said = release(checkout)
    assert status != 0 and "would make" not in said
    assert "M pyproject.toml" in said and "?? new.txt" in said and "Commit" in said


def test_a_release_is_in_the_changelog(checkout):
    changelog = checkout / "CHANGELOG.md"
    changelog.write_text(changelog.read_text("utf-8").replace("] - 2026", "] - soon 2026"), "utf-8")
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", "-C", checkout, *who, "commit", "--quiet", "-am", "Soon"], check=True)
    status, said = release(checkout)
    assert status != 0 and "would make" not in said
    assert f"## [{MANIFEST['version']}] - YYYY-MM-DD" in said


def test_a_version_is_released_once(checkout):
    subprocess.run(["git", "-C", checkout, "tag", f"v{MANIFEST['version']}"], check=True)
    status, said = release(checkout)
    assert status != 0 and "is tagged already" in said and "blender_manifest.toml" in said
