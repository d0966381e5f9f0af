"""Locks between processes."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from backend.batch import locks

ROOT = Path(__file__).parents[3]
HOLD = """
import sys
from pathlib import Path
from backend.batch import locks
assert locks.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_one_at_a_time_and_nothing_is_left(tmp_path):
    path = tmp_path / "a.lock"
    first = locks.take(path)
    assert first and locks.take(path) is None
    first.release()
    assert not path.exists()
    with locks.take(path) as again:
        assert again
    assert [*tmp_path.iterdir()] == []


def test_who_waits_gets_it_next(tmp_path):
    path, got = tmp_path / "a.lock", []
    first = locks.take(path)
    assert first
    waiting = threading.Thread(target=lambda: got.append(locks.take(path, wait=True)))
    waiting.start()
    waiting.join(0.1)
    assert got == []
    first.release()
    waiting.join(10)
    assert got and locks.take(path) is None  # the one that stands is the one that is held
    got[0].release()


def test_a_lock_dies_with_its_process(tmp_path):
    path = tmp_path / "a.lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as process:
        assert process.stdout and process.stdout.readline() == "held\n"
        assert locks.take(path) is None
        process.kill()
        process.wait()
        assert path.exists()  # it could not tidy up
        stale = locks.take(path)
        assert stale
        stale.release()
