"""A worker that the user's own command starts: how that is taken apart, and one sentence for each
way in which it does not come up, or is lost. Over a real ssh, too."""

import os
import shlex
import signal
import sys
import time

import pytest

from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.messages import Generate, Progress, Ready, Result
from backend.shared.process.connection import Connection
from backend.shared.process.elsewhere import Elsewhere, split
from backend.shared.process.environment import ROOT
from backend.shared.request import GenerationRequest, InitLatents
from tests.ssh_server import Server, needs_ssh

READY = (
    "import time\n"
    "far = Ready(PROTOCOL, version(), '3', (Device('cpu', 'CPU'),), {'torch': '2'}, True)\n"
)


@pytest.mark.parametrize(
    ("command", "windows", "words"),
    [
        ("  ", False, ()),
        ("ssh box maquette-worker", False, ("ssh", "box", "maquette-worker")),
        ("ssh box 'cd m && ./w'", False, ("ssh", "box", "cd m && ./w")),
        (r"ssh a\ b # c", False, ("ssh", "a b", "#", "c")),
        ("x; rm -r * $HOME `y`", False, ("x;", "rm", "-r", "*", "$HOME", "`y`")),
        (r'"C:\Program Files\ssh.exe" box', True, (r"C:\Program Files\ssh.exe", "box")),
        (r"C:\ssh.exe it's", True, (r"C:\ssh.exe", "it's")),
        ('ssh box "cd m && w"', True, ("ssh", "box", "cd m && w")),
    ],
)
def test_a_command_is_taken_apart_and_no_shell_sees_it(command, windows, words):
    assert split(command, windows) == words


def test_a_program_in_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/me")
    assert split("~/worker ~/x", windows=False) == ("/home/me/worker", "~/x")


@pytest.mark.parametrize(("command", "windows"), [("ssh 'box", False), ('ssh "box', True)])
def test_a_quotation_mark_that_is_not_closed(command, windows):
    with pytest.raises(MaquetteError, match="not closed") as caught:
        split(command, windows)
    assert caught.value.code == "environment" and "preferences" in caught.value.remedy


def test_a_program_that_is_not_there(tmp_path):
    with pytest.raises(MaquetteError, match="command cannot be started: No such file") as caught:
        Connection(["sshh", "box"], ROOT, tmp_path / "log", sentences=Elsewhere())
    assert "sshh" in caught.value.message and "Correct the worker's command" in caught.value.remedy


@pytest.mark.parametrize(
    ("printed", "shown"), [("Welcome to box!", "Welcome to box!"), ("x" * 500, "x" * 100 + "…")]
)
def test_a_banner_before_the_worker_begins(connect, printed, shown, last):
    source = f"print({printed!r}, flush=True); time.sleep(60)"
    error = last(connect(source, sentences=Elsewhere()))
    before = "The worker's command printed something before the worker began: "
    assert (error.code, error.message) == ("protocol", before + shown)
    assert "start-up file" in error.remedy


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("bash: maquette-worker: command not found", "Install Maquette there"),
        ("/usr/bin/python3: No module named backend", "Install Maquette there"),
        ("ssh: connect to host box port 22: Connection refused", "in a terminal"),
        ("ssh: Could not resolve hostname box: Name or service not known", "in a terminal"),
        ("me@box: Permission denied (publickey,password).", "BatchMode=yes"),
        ("Host key verification failed.", "connect once in a terminal"),
    ],
)
def test_a_command_that_ends_before_the_worker_begins(connect, words, remedy, last):
    error = last(connect(f"sys.exit({words!r})", sentences=Elsewhere()))
    assert error.message == f"The worker cannot be reached: {words.rstrip('.')}."
    assert error.code == "worker" and remedy in error.remedy


def test_a_command_that_says_nothing(connect, last):
    error = last(connect("pass", sentences=Elsewhere()))
    assert error.message == "The worker cannot be reached: the command ended with status 0."


@pytest.mark.parametrize(
    ("change", "code", "sentence", "remedy"),
    [
        (
            "protocol=99",
            "version",
            "belongs to another version of Maquette; this is",
            "same version",
        ),
        ("version='9.9.9'", "version", "belongs to Maquette 9.9.9; this is", "same version"),
        ("remote=False", "environment", "files on its own disk", "Add --remote"),
        ("devices=()", "environment", "has no PyTorch", "backend install"),
    ],
)
def test_a_worker_that_cannot_be_worked_with(connect, change, code, sentence, remedy, last):
    source = f"from dataclasses import replace\n{READY}say(replace(far, {change})); time.sleep(60)"
    connection = connect(source, sentences=Elsewhere())
    error = last(connection)
    assert error.code == code and sentence in error.message and remedy in error.remedy, error
    assert connection.ready is None


def test_a_connection_that_is_cut(connect, last):
    words = "Connection to box closed by remote host."
    error = last(connect(f"{READY}say(far); sys.exit({words!r})", sentences=Elsewhere()))
    assert error.message == f"The connection to the worker was cut: {words}"
    assert "Check the connection" in error.remedy


def test_a_question_that_nobody_answers(connect, last):
    connection = connect(
        "print('me@box password: ', end='', file=sys.stderr, flush=True); sys.stdin.read()",
        sentences=Elsewhere(),
        start_within=0.5,
    )
    error = last(connection)
    assert error.message == "The worker's command does not answer."
    assert "set up a key" in error.remedy and "-o BatchMode=yes" in error.remedy


def test_a_connection_that_is_silent(connect, last):
    connection = connect(
        f"{READY}say(far); time.sleep(60)", sentences=Elsewhere(), ping_after=0.1, hung_after=0.5
    )
    assert "connection to the worker was lost" in last(connection).message


def test_a_large_file_on_a_slow_way_is_no_silence(connect, tmp_path):
    """It takes longer than the patience, and the worker says nothing before it has it."""
    connection = connect(
        f"{READY}say(far)\nline = b''\n"
        "while b'generate' not in line[-9000:]: line = os.read(0, 30_000); time.sleep(0.05)\n"
        "say(Result('job')); time.sleep(60)",
        sentences=Elsewhere(),
        ping_after=30.0,
        hung_after=1.0,
    )
    (tmp_path / "latent.npy").write_bytes(os.urandom(1_000_000))
    files = InitLatents((Artifact.of(tmp_path / "latent.npy"),))
    assert isinstance(connection.wait(10), Ready)
    begun = time.monotonic()
    connection.send(Generate("job", GenerationRequest("a chair", init_latents=files)))
    event = connection.wait(30)
    assert event == Result("job"), event
    assert time.monotonic() - begun > 1.5, "it was no slow way"


@pytest.fixture
def server(tmp_path):
    with Server(tmp_path) as server:
        yield server


@pytest.fixture
def over_ssh(server, tmp_path):
    """Starts the real worker there; its temporary files are in `there`."""
    made = []
    (tmp_path / "there").mkdir()
    worker = [sys.executable, "-m", "backend", "worker", "--remote"]
    run = f"cd {shlex.quote(str(ROOT))} && TMPDIR={tmp_path / 'there'} exec {shlex.join(worker)}"

    def start(command=None, run=run) -> Connection:
        words = [*(command or server.command), run]
        made.append(Connection(words, tmp_path, tmp_path / "log", sentences=Elsewhere()))
        return made[-1]

    yield start
    for connection in made:
        connection.close(0.5)


def until(condition, seconds=20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


@needs_ssh
def test_an_object_over_ssh_and_a_cut_that_leaves_nothing_there(
    server, over_ssh, tiny_model, tmp_path, last
):
    connection = over_ssh()
    ready = connection.wait(60)
    assert isinstance(ready, Ready) and ready.remote and ready.devices, ready
    assert ready.models["openai/shap-e"] in ("ready", "partial", "absent")
    asked = GenerationRequest("a chair", model=str(tiny_model), steps=4, resolution=16)
    connection.send(Generate("a", asked))
    while isinstance(event := connection.wait(60), Progress):
        pass
    assert isinstance(event, Result) and event.samples[0].mesh.read_bytes(), event
    connection.send(Generate("b", GenerationRequest("a chair", model=str(tiny_model), steps=1024)))
    assert isinstance(connection.wait(60), Progress)
    assert len(list((tmp_path / "there").glob("maquette-*"))) == 1
    server.stop()
    error = last(connection)
    assert error.message.startswith("The connection to the worker was cut: "), error
    until(lambda: not list((tmp_path / "there").glob("maquette-*")))
    connection = over_ssh()
    assert "Connection refused" in last(connection).message


@needs_ssh
def test_ssh_asks_nothing(server, over_ssh, tmp_path, last):
    """It was not let in, or does not know the server."""
    other = tmp_path / "host"  # a key that the server does not know
    error = last(over_ssh(server.log_in(other, tmp_path / "known")))
    assert "Permission denied" in error.message and "BatchMode=yes" in error.remedy
    error = last(over_ssh(server.log_in(tmp_path / "user", tmp_path / "nobody")))
    assert "Host key verification failed" in error.message
    assert "connect once in a terminal" in error.remedy
    error = last(over_ssh(run="maquette-worker"))
    assert "not found" in error.message and "Install Maquette there" in error.remedy


@needs_ssh
def test_a_connection_over_ssh_that_hangs(server, tmp_path, last):
    run = "echo '{}'; kill -STOP $$"
    del run
    worker = [sys.executable, "-m", "backend", "worker", "--remote"]
    words = [*server.command, f"cd {shlex.quote(str(ROOT))} && exec {shlex.join(worker)}"]
    limits = {"ping_after": 0.2, "hung_after": 1.5}
    connection = Connection(words, tmp_path, tmp_path / "log", sentences=Elsewhere(), **limits)
    try:
        assert isinstance(connection.wait(60), Ready)
        os.kill(connection.pid, signal.SIGSTOP)
        assert last(connection).message == "The connection to the worker was lost."
    finally:
        connection.close(0.2)
