"""Children start clean and never stay; Windows and macOS are played by fakes."""

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from backend.shared.messages import EVENTS, Generate, Ready, decode, encode
from backend.shared.process import spawn
from backend.shared.request import GenerationRequest


def run(code, log, **options):
    return spawn.spawn([sys.executable, "-c", code], log=log, **options)


def test_pipes_are_binary_and_errors_go_to_the_log(tmp_path):
    log = tmp_path / "log"
    log.write_text("before\n")
    child = run("import sys; sys.stderr.write('oops'); print(input()[::-1])", log)
    spawn.write_all(child.stdin, b"abc\n")
    assert child.stdout.readline() == b"cba\n"
    assert spawn.stop(child) == 0
    assert log.read_text() == "before\noops"


def test_foreign_python_variables_stay_out(monkeypatch):
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "__PYVENV_LAUNCHER__"):
        monkeypatch.setenv(name, "/elsewhere")
    for name in ("PIP_INDEX_URL", "HTTPS_PROXY", "HF_HOME"):
        monkeypatch.setenv(name, "kept")
    clean = spawn.clean_environment({"HF_HUB_OFFLINE": "1"})
    assert "/elsewhere" not in clean.values()
    assert clean["PIP_INDEX_URL"] == clean["HTTPS_PROXY"] == clean["HF_HOME"] == "kept"
    assert clean["PYTHONNOUSERSITE"] == clean["PYTHONUTF8"] == clean["HF_HUB_OFFLINE"] == "1"


def test_a_child_that_ends_at_the_end_of_its_input_is_not_killed(tmp_path):
    child = run("import sys; sys.stdin.read(); sys.exit(3)", tmp_path / "log")
    assert spawn.stop(child) == 3


def test_a_stubborn_child_and_its_children_are_killed(tmp_path, gone):
    child = run(
        "import signal, subprocess, sys, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print(p.pid, flush=True); time.sleep(60)",
        tmp_path / "log",
    )
    grandchild = int(child.stdout.readline())
    begun = time.monotonic()
    spawn.stop(child, 0.1)
    assert time.monotonic() - begun < 3
    assert gone(child.pid) and gone(grandchild)


def test_kill_all_reaches_children_in_our_own_group(gone):
    child = run("import time; time.sleep(60)", subprocess.STDOUT, own_group=False)
    assert os.getpgid(child.pid) == os.getpgrp()
    spawn.kill_all()
    child.wait()
    spawn.kill(child)
    assert gone(child.pid)


def test_a_program_that_is_not_there(tmp_path):
    with pytest.raises(OSError):
        spawn.spawn([str(tmp_path / "python")], log=tmp_path / "log")


def test_nothing_but_messages_reaches_the_pipe(tmp_path):
    code = (
        "import os, subprocess, sys\nfrom backend.shared.process.spawn import take_pipes\n"
        "source, sink = take_pipes()\nprint('print', flush=True)\nos.write(1, b'C library\\n')\n"
        "subprocess.run([sys.executable, '-c', 'print(input())'])\n"
        "print('\\U0001fa91 \\ud800')\nsink.write(source.readline())"
    )
    child = run(code, tmp_path / "log", cwd=Path(__file__).parents[4])
    spawn.write_all(child.stdin, b"only this\n")
    assert child.stdout.read() == b"only this\n"
    assert spawn.stop(child) == 0
    log = (tmp_path / "log").read_text("utf-8")
    assert "print" in log and "C library" in log and "EOFError" in log and "\U0001fa91" in log


FAILS = """
import logging, sys, warnings
from backend.serve.conversation import Conversation
from backend.shared.messages import Ready
from backend.shared.process.spawn import take_pipes
def run(job, progress):
    print("a library prints", flush=True)
    print("progress", file=sys.stderr, flush=True)
    logging.warning("and warns")
    1 / 0
Conversation(*take_pipes(), run).serve(lambda: Ready(3, "0", "3"))
"""


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("stderr", ["full", "closed"])
def test_reporting_a_failure_cannot_fail(stderr):
    """What a job died of is said, though the log takes no word of it."""
    command = [sys.executable, "-c", FAILS]
    if stderr == "closed":
        command = ["sh", "-c", 'exec 2>&-; exec "$0" "$@"', *command]
    with open("/dev/full", "wb", buffering=0) as full:
        child = spawn.spawn(command, cwd=Path(__file__).parents[4], log=full)
    spawn.write_all(child.stdin, encode(Generate("j", GenerationRequest("a chair"))))
    assert isinstance(decode(child.stdout.readline(), EVENTS), Ready)
    error = decode(child.stdout.readline(), EVENTS)
    assert (error.code, error.job) == ("internal", "j")
    assert error.message == (
        "Something went wrong inside Maquette: ZeroDivisionError: division by zero."
    )
    assert spawn.stop(child) == 0


def test_a_worker_without_pipes_says_who_starts_it():
    command = f'exec <&-; exec "{sys.executable}" -m backend worker'
    root = Path(__file__).parents[4]
    said = subprocess.run(["sh", "-c", command], cwd=root, capture_output=True, text=True)
    assert said.returncode == 1 and "Traceback" not in said.stderr
    assert "standard input" in said.stderr


def test_a_parent_that_died_before_we_asked(monkeypatch):
    parents = iter([10, 1])
    left = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "getppid", lambda: next(parents))
    monkeypatch.setattr(os, "_exit", left.append)
    monkeypatch.setattr(ctypes, "CDLL", lambda *a, **k: FakeLibrary())
    spawn.die_with_parent()
    assert left == [1]


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_only_linux_is_asked_for_a_death_signal(monkeypatch, platform):
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", None)
    spawn.die_with_parent()


class FakeLibrary:
    """Stands for a C library: remembers what was called, returns what it was told to."""

    def __init__(self, **returns):
        self.calls = []
        self.returns = returns

    def __getattr__(self, name):
        def function(*arguments):
            self.calls.append((name, arguments))
            return self.returns.get(name, 1)

        self.__dict__[name] = function
        return function


class FakePopen:
    _handle = 42
    pid = 7
    stdin = stdout = None
    returncode = 1

    def __init__(self, command, **options):
        self.command, self.options = command, options

    def kill(self):
        self.killed = True

    def wait(self, timeout=None):
        return 1

    def terminate(self):
        raise AssertionError("it had ended by itself")


@pytest.fixture
def windows(monkeypatch):
    kernel = FakeLibrary(CreateJobObjectW=99)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(spawn, "_kernel32", lambda: kernel)
    monkeypatch.setattr(subprocess, "Popen", FakePopen)
    monkeypatch.setattr(os, "killpg", None)
    return kernel


def test_windows_gets_no_console_and_a_job_that_kills(windows, tmp_path):
    child = spawn.spawn(["python.exe"], log=tmp_path / "log")
    assert child.options["creationflags"] == 0x08000000
    names = [name for name, _ in windows.calls]
    assert names == ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"]
    job, kind, limits, size = windows.calls[1][1]
    assert (job.value, kind) == (99, 9)
    assert size == 144, "the size that 64-bit Windows gives JOBOBJECT_EXTENDED_LIMIT_INFORMATION"
    assert limits._obj.BasicLimitInformation.LimitFlags == 0x2000
    assert [a.value for a in windows.calls[2][1]] == [99, 42]
    assert spawn.stop(child) == 1 and child.killed
    assert [name for name, _ in windows.calls[3:]] == ["TerminateJobObject", "CloseHandle"]


def test_windows_without_jobs_still_works(windows, tmp_path):
    windows.returns["AssignProcessToJobObject"] = 0
    child = spawn.spawn(["python.exe"], log=tmp_path / "log")
    assert windows.calls[-1][0] == "CloseHandle"
    spawn.kill(child)
    assert child.killed and windows.calls[-1][0] == "CloseHandle"


def test_long_paths(monkeypatch):
    long = "C:\\" + "é" * 250
    assert spawn.long_path(long) == long
    monkeypatch.setattr(sys, "platform", "win32")
    assert spawn.long_path(long) == "\\\\?\\" + long
    assert spawn.long_path("\\\\?\\" + long) == "\\\\?\\" + long
    assert spawn.long_path("\\\\host\\share\\" + "x" * 250).startswith("\\\\?\\UNC\\host\\share")
    assert spawn.long_path("C:\\short") == "C:\\short"
