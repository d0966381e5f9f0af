"""Streams that are closed, full or broken, and signals: the sensible thing, and no traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other streams")

MAIN = """
import backend.serve.worker, contextlib, importlib, os, sys, time
from backend.shared.artifact import Artifact
from backend.shared.files import Outputs
from backend.shared.messages import Result, Sample
class StandIn:
    def generate(self, request, progress):
        place = request.folder + "/" + request.name + "." + request.format
        with Outputs() as outputs:
            with open(outputs.file(place), "wb") as file:
                with contextlib.suppress(OSError):
                    os.write(1, b"a C library talks")
                for _ in progress.track("sampling", range(30), 30):
                    time.sleep(float(os.environ.get("PAUSE", "0")))
                file.write(b"mesh")
        return Result("", (Sample(Artifact.of(place), 7, 8, 12),))
backend.serve.worker.new_generator = StandIn
sys.exit(importlib.import_module("backend.__main__").main(sys.argv[1:]))
"""


def shell(redirection: str, *arguments: str, **options) -> subprocess.CompletedProcess:
    """Run the command line with its streams redirected by a shell."""
    line = f'exec "$0" "$@" {redirection}'
    command = ["sh", "-c", line, sys.executable, "-c", MAIN, *arguments]
    options = {"cwd": ROOT, "capture_output": True, "text": True, "timeout": 60, **options}
    return subprocess.run(command, **options)


@pytest.mark.parametrize("redirection", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_what_is_made_is_made_whoever_listens(tmp_path, redirection):
    """And what a library prints where a stream is closed is not in the file."""
    said = shell(redirection, "generate", "a", "-o", str(tmp_path / "a.glb"))
    assert said.returncode == 0, said.stderr
    assert (tmp_path / "a.glb").read_bytes() == b"mesh"
    assert "Traceback" not in said.stderr
    if ">&-" not in redirection.replace("2>&-", "").replace("<&-", ""):
        assert "seed 7" in said.stdout


@pytest.mark.parametrize("arguments", [("models",), ("--help",), ("generate", "a", "-o", "a.glb")])
def test_a_full_output_is_a_sentence(tmp_path, arguments):
    said = shell(">/dev/full", *arguments, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)})
    assert said.returncode == 1
    assert said.stderr.splitlines()[-1].startswith("maquette: The output cannot be")
    assert "Traceback" not in said.stderr and "Exception" not in said.stderr


@pytest.mark.parametrize("arguments", [("models",), ("--help",), ("generate", "a", "-o", "a.glb")])
def test_a_pipe_that_nobody_reads(tmp_path, arguments):
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-c", MAIN, *arguments]
    environ = {"PYTHONPATH": str(ROOT)}
    said = subprocess.run(
        command, cwd=tmp_path, env=environ, stdout=theirs, stderr=subprocess.PIPE, timeout=60
    )
    os.close(theirs)
    assert said.returncode == 141
    assert b"Traceback" not in said.stderr and b"Exception" not in said.stderr
    assert [p.name for p in tmp_path.iterdir()] == (["a.glb"] if "generate" in arguments else [])


@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_signal_takes_back_what_was_begun(tmp_path, name, status):
    (tmp_path / "a.glb").write_bytes(b"earlier")
    default = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    default += "signal.signal(signal.SIGHUP, signal.SIG_DFL)\n"  # a background job ignores them
    child = subprocess.Popen(
        [sys.executable, "-c", default + MAIN, "generate", "a", "-o", str(tmp_path / "a.glb")],
        cwd=ROOT,
        env={**os.environ, "PAUSE": "0.2"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    while (line := child.stderr.readline()) and b"sampling" not in line:
        pass
    assert len(list(tmp_path.iterdir())) == 2
    child.send_signal(getattr(signal, name))
    said = child.stderr.read()
    child.stderr.close()
    assert child.wait(10) == status
    assert said.splitlines()[-1] == b"maquette: cancelled" and b"Traceback" not in said
    assert [p.name for p in tmp_path.iterdir()] == ["a.glb"]
    assert (tmp_path / "a.glb").read_bytes() == b"earlier"


def test_an_impatient_second_signal_interrupts_no_cleaning_up(tmp_path):
    kill = "os.kill(os.getpid(), signal.SIGTERM)"
    impatient = "import signal\n" + MAIN.replace('file.write(b"mesh")', kill).replace(
        "        with Outputs()", "        with Again(), Outputs()"
    ).replace(
        "class StandIn",
        "class Again(contextlib.AbstractContextManager):\n"
        f"    def __exit__(self, *_): {kill}; open('cleaned', 'x').close()\nclass StandIn",
    )
    command = [sys.executable, "-c", impatient, "generate", "a", "-o", "a.glb"]
    environ = {"PYTHONPATH": str(ROOT)}
    said = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, timeout=60)
    assert said.returncode == 143, said.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["cleaned"]


def test_what_is_told_to_be_ignored_is_ignored(tmp_path):
    """As by nohup."""
    ignoring = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n" + MAIN
    ignoring = ignoring.replace("file.write", "os.kill(os.getpid(), signal.SIGHUP); file.write")
    command = [sys.executable, "-c", ignoring, "generate", "a", "-o", str(tmp_path / "a.glb")]
    assert subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60).returncode == 0
    assert (tmp_path / "a.glb").read_bytes() == b"mesh"


def test_a_working_directory_that_is_gone(tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    line = f'cd "{gone}" && rmdir "{gone}" && exec "$0" "$@"'
    command = ["sh", "-c", line, sys.executable, "-c", MAIN, "generate", "a", "-o", "a.glb"]
    said = subprocess.run(
        command, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60
    )
    assert said.returncode == 1 and not said.stdout
    (line,) = said.stderr.splitlines()
    assert line.startswith("maquette: The working directory no longer exists.")
