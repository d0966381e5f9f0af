"""Folders of jobs: gone with the job, with the worker, or with the next worker; never others'."""

import os
import subprocess
import sys
import time

import pytest

from backend.serve import homes
from backend.shared.files import MARKER
from backend.shared.process.environment import ROOT

HOLDS = """
import sys, time
from backend.serve import homes
with homes.home() as folder:
    (folder / "made").mkdir()
    (folder / "made" / "mesh.npz").write_bytes(b"mesh")
    print(folder, flush=True)
    time.sleep(60)
"""


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(homes, "YOUNG", -1.0)
    return tmp_path


def holder(temporary) -> tuple[subprocess.Popen, str]:
    """Another worker, in the middle of a job, and its folder."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},
    )
    return child, child.stdout.readline().strip()


def test_nobody_else_reads_it_and_it_is_gone_afterwards(temporary):
    with homes.home() as folder:
        assert folder.stat().st_mode & 0o077 == 0 and (folder / MARKER).is_file()
        (folder / "given").mkdir()
    assert os.listdir(temporary) == []


def test_one_of_a_worker_that_runs_stays_and_one_of_a_killed_worker_goes(temporary):
    child, folder = holder(temporary)
    homes.clear_abandoned()
    assert os.path.isdir(os.path.join(folder, "made"))
    child.kill()
    child.wait()
    homes.clear_abandoned()
    assert os.listdir(temporary) == []


def test_one_that_was_just_made_may_not_have_its_lock_yet(temporary, monkeypatch):
    monkeypatch.setattr(homes, "YOUNG", 60.0)
    young = temporary / "maquette-young"
    young.mkdir()
    (young / MARKER).touch()
    homes.clear_abandoned()
    assert young.is_dir()
    old = time.time() - 100
    os.utime(young, (old, old))
    homes.clear_abandoned()
    assert not young.exists()


def test_nothing_of_anybody_s_is_removed(temporary):
    elsewhere = temporary / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / MARKER).touch()
    (temporary / "maquette-notes").mkdir()
    (temporary / "maquette-notes" / "mine.txt").write_text("mine")
    (temporary / "maquette-file").write_text("mine")
    (temporary / "maquette-link").symlink_to(elsewhere, target_is_directory=True)
    marked = temporary / "maquette-marked"
    marked.mkdir()
    (marked / MARKER).symlink_to(temporary / "maquette-file")
    ours = temporary / "maquette-ours"
    ours.mkdir()
    (ours / MARKER).touch()
    (ours / "link").symlink_to(elsewhere, target_is_directory=True)
    homes.clear_abandoned()
    assert not ours.exists() and (elsewhere / MARKER).exists()
    assert sorted(os.listdir(temporary)) == [
        *("elsewhere", "maquette-file", "maquette-link", "maquette-marked", "maquette-notes"),
    ]
