"""Whatever a worker does, Blender's end hears one clear event and leaves no process behind."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.messages import (
    PROTOCOL,
    Cancel,
    Cancelled,
    Error,
    Generate,
    Manage,
    Ping,
    Pong,
    Progress,
    Ready,
    Result,
)
from backend.shared.process.connection import Connection
from backend.shared.process.environment import ROOT, worker_command
from backend.shared.request import GenerationRequest, ModelRequest

JOB = Generate("job", GenerationRequest("a chair \U0001fa91 كرسي"))
ECHO = """
ready()
while message := hear():
    if isinstance(message, Ping): say(Pong(message.token))
    if isinstance(message, Generate):
        say(Progress(message.job, message.request.prompt))
        say(Result(message.job))
"""
DEAF = "ready()\ntime.sleep(60)"


def test_a_whole_conversation(connect):
    connection = connect(ECHO)
    assert connection.wait(10) == Ready(PROTOCOL, "0", "3")
    assert connection.ready and connection.alive
    connection.send(Ping(7))
    assert connection.wait(5) == Pong(7)
    connection.send(JOB)
    assert connection.wait(5) == Progress("job", JOB.request.prompt)
    assert connection.wait(5) == Result("job")
    assert connection.poll() == []
    connection.close()
    assert not connection.alive and connection._process.returncode == 0
    connection.close()


def test_poll_and_wait_do_not_block(connect):
    connection = connect(DEAF)
    begun = time.monotonic()
    assert connection.poll() in ([], [Ready(PROTOCOL, "0", "3")])
    assert time.monotonic() - begun < 0.05
    connection.wait(10)
    begun = time.monotonic()
    assert connection.wait(0.2) is None
    assert 0.15 < time.monotonic() - begun < 0.5


@pytest.mark.parametrize(
    "garbage",
    ["Downloading: 100%\\n", '{"type": "shell"}\\n', "\\x00\\xff\\n", "[1]\\n", "x" * 2000],
)
def test_garbage_on_the_pipe(connect, garbage, last):
    connection = connect(
        f"ready()\nos.write(1, {garbage!r}.encode().decode('unicode_escape')"
        ".encode('latin1'))\nos.write(1, b'\\n')\ntime.sleep(60)"
    )
    error = last(connection)
    assert isinstance(error, Error) and error.code == "protocol" and error.remedy


def test_endless_garbage_without_a_line_end(connect, last):
    connection = connect("ready()\nwhile True: os.write(1, b'x' * 60000)")
    assert last(connection).code == "protocol"


@pytest.mark.parametrize(
    "ready", ['b\'{"type":"ready","protocol":99,"novelty":1}\\n\'', 'b\'{"type":"ready"}\\n\'']
)
def test_another_version(connect, ready, last):
    connection = connect(f"os.write(1, {ready})\ntime.sleep(60)")
    error = last(connection)
    assert error.code == "version" and str(PROTOCOL) in error.message and error.remedy


def test_death_in_the_middle_of_a_job_names_status_and_last_words(connect, last):
    connection = connect("ready(); hear(); say(Progress('job', 'a'))\nraise SystemExit('Oh no')")
    connection.wait(10)
    connection.send(JOB)
    error = last(connection)
    assert error == Error("worker", "The worker ended with status 1: Oh no", error.remedy)
    assert "log" in error.remedy
    assert connection.poll() == [] and connection.wait(1) is None


def test_death_by_a_signal_in_the_middle_of_a_line(connect, last):
    connection = connect('ready()\nos.write(1, b\'{"type": "prog\')\nos.kill(os.getpid(), 9)')
    assert "was killed by SIGKILL" in last(connection).message


def test_the_log_of_the_run_before_is_kept_and_not_quoted(connect, tmp_path, last):
    last(connect("raise SystemExit('first')"))
    assert last(connect("sys.exit(3)")).message == "The worker ended with status 3."
    assert "first" in (tmp_path / "worker.previous.log").read_text()


def test_a_stopped_worker_is_found_to_hang(connect, gone, last):
    connection = connect(ECHO, ping_after=0.2, hung_after=1.0)
    connection.wait(10)
    os.kill(connection.pid, signal.SIGSTOP)
    error = last(connection)
    assert error.code == "worker" and "did not respond" in error.message
    assert gone(connection.pid)


def test_a_silent_worker_that_answers_pings_does_not_hang(connect):
    connection = connect(ECHO, ping_after=0.1, hung_after=0.5)
    connection.wait(10)
    assert connection.wait(1.2) is None, "the answers to our own pings are not shown"
    assert connection.alive


def test_time_in_which_nobody_polled_is_no_silence(connect):
    connection = connect("ready()\ntime.sleep(1.5)\nsay(Pong(1))\ntime.sleep(60)", hung_after=1.2)
    connection.wait(10)
    time.sleep(1.3)
    assert connection.poll() == [] and connection.alive


def test_a_worker_that_never_gets_ready(connect, last):
    assert "did not respond" in last(connect("time.sleep(60)", start_within=0.3)).message


@pytest.mark.parametrize("job", [JOB, Manage("job", ModelRequest("download", "shap-e"))])
def test_a_slow_cancel_ends_with_the_worker(connect, gone, job, last):
    connection = connect(DEAF, cancel_within=0.3)
    connection.wait(10)
    connection.send(job)
    connection.send(Cancel("job"))
    assert last(connection) == Cancelled("job")
    assert gone(connection.pid)


def test_a_cancel_that_comes_after_the_end_kills_nobody(connect):
    connection = connect(ECHO, cancel_within=0.1)
    connection.wait(10)
    connection.send(JOB)
    time.sleep(0.3)
    connection.send(Cancel("job"))
    assert [type(connection.wait(5)) for _ in range(2)] == [Progress, Result]
    assert connection.wait(0.5) is None and connection.alive


def test_sending_to_a_full_pipe_does_not_block(connect):
    connection = connect(DEAF)
    connection.wait(10)
    begun = time.monotonic()
    for _ in range(200):
        connection.send(Generate("job", GenerationRequest("\U0001fa91" * 2000)))
    assert time.monotonic() - begun < 1


def test_what_a_full_pipe_did_not_take_arrives_as_it_is_polled(connect):
    connection = connect(
        "ready(); time.sleep(0.5)\n"
        "while (m := hear()): say(Progress(m.job, str(len(m.request.prompt))))"
    )
    connection.wait(10)
    for _ in range(200):
        connection.send(Generate("job", GenerationRequest("\U0001fa91" * 2000)))
    for _ in range(200):
        assert connection.wait(10) == Progress("job", "2000")


def test_no_thread_works_for_it_and_an_idle_poll_takes_no_time(connect):
    """Deliberate: up to Python 3.11 a thread that runs inside an operator can crash Blender."""
    before = threading.active_count()
    connection = connect(ECHO)
    connection.wait(10)
    connection.send(JOB)
    assert [type(connection.wait(5)) for _ in range(2)] == [Progress, Result]
    assert threading.active_count() == before
    spent = []
    for _ in range(200):
        begun = time.perf_counter()
        connection.poll()
        spent.append(time.perf_counter() - begun)
    assert sorted(spent)[100] < 0.001


def test_one_poll_of_a_worker_that_never_stops_talking_ends(connect):
    connection = connect(
        "ready()\nline = encode(Progress('j', 'x' * 200)) * 300\nwhile True: os.write(1, line)"
    )
    connection.wait(10)
    time.sleep(0.3)
    assert 0 < len(connection.poll()) < 4000
    assert connection.alive


def test_a_long_result_arrives_whole(connect):
    """64 samples with a sequence of images each have more than a megabyte."""
    connection = connect(
        "ready()\nnames = ('/a/folder/' + 'x' * 100 + str(k) for k in range(120))\n"
        "files = tuple(Artifact.of(name, b'') for name in names)\n"
        "line = encode(Result('j', tuple(Sample(NONE, k, turntable=files) for k in range(64))))\n"
        "while line: line = line[os.write(1, line):]\ntime.sleep(60)"
    )
    connection.wait(10)
    result = connection.wait(10)
    assert len(result.samples) == 64 and len(result.samples[63].turntable) == 120


def test_a_death_is_heard_though_a_child_keeps_the_pipe_open(connect, gone, last):
    connection = connect(
        "import subprocess\nready()\n"
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "say(Pong(p.pid)); os._exit(3)"
    )
    connection.wait(10)
    child = connection.wait(10).token
    assert last(connection).message.startswith("The worker ended with status 3")
    assert gone(child)


def test_a_message_that_json_cannot_hold_is_refused_before_it_is_sent(connect):
    connection = connect(ECHO)
    with pytest.raises(MaquetteError) as caught:
        connection.send(Generate("job", GenerationRequest("a", guidance=float("nan"))))
    assert caught.value.code == "protocol"
    assert connection.wait(10) and connection.alive


@pytest.mark.parametrize("log", ["taken/worker.log", "folder"])
def test_it_works_without_a_log(connect, tmp_path, log, last):
    (tmp_path / "taken").touch()
    (tmp_path / "folder").mkdir()
    command = [sys.executable, "-c", "print('x')"]
    connection = Connection(command, ROOT, tmp_path / log)
    assert last(connection).code == "protocol"
    connection.close()


def test_sending_to_the_dead(connect, last):
    connection = connect("ready()")
    last(connection)
    with pytest.raises(MaquetteError) as caught:
        connection.send(JOB)
    assert caught.value.code == "worker" and caught.value.remedy


def test_a_python_that_is_not_there(tmp_path):
    with pytest.raises(MaquetteError) as caught:
        Connection(worker_command(tmp_path / "python"), ROOT, tmp_path / "log")
    assert caught.value.code == "environment" and "Install Backend" in caught.value.remedy


def test_closing_a_worker_that_listens_to_nothing(connect, gone):
    connection = connect(
        "import signal, subprocess\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "say(Pong(child.pid)); time.sleep(60)"
    )
    child = connection.wait(10).token
    connection.close(0.2)
    assert gone(child) and gone(connection.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel, which only Linux answers")
@pytest.mark.parametrize("reads", [True, False])
def test_no_worker_outlives_a_killed_blender(tmp_path, gone, reads):
    worker = "import time\nfrom backend.shared.process.spawn import die_with_parent\n" + (
        "import sys; sys.stdin.read()" if reads else "die_with_parent(); time.sleep(60)"
    )
    blender = f"""
import sys, time
from pathlib import Path
from backend.shared.process.connection import Connection
c = Connection([sys.executable, "-c", {worker!r}], Path("."), Path({str(tmp_path / "log")!r}))
time.sleep(0.5)
print(c.pid, flush=True)
time.sleep(60)
"""
    parent = subprocess.Popen([sys.executable, "-c", blender], cwd=ROOT, stdout=subprocess.PIPE)
    pid = int(parent.stdout.readline())
    assert not gone(pid, 0.1)
    parent.kill()
    parent.wait()
    assert gone(pid)
