"""The worker's end, with a stand-in for the jobs; and the real process as far as it goes without a
model."""

import os
import sys
import threading
import time

import pytest

from backend.progress import Progress
from backend.protocol import errors, process
from backend.protocol.connection import Connection
from backend.protocol.environment import ROOT, worker_command
from backend.protocol.messages import (
    EVENTS,
    PROTOCOL,
    Cancel,
    Cancelled,
    Error,
    Generate,
    Install,
    Ping,
    Pong,
    Ready,
    Result,
    Shutdown,
    decode,
    encode,
)
from backend.protocol.messages import Progress as ProgressEvent
from backend.protocol.request import GenerationRequest, InstallationRequest
from backend.worker import Jobs, Reporter, Worker

HELLO = Ready(PROTOCOL, "0", "3")


def generate(job, prompt="a chair", **settings):
    return Generate(job, GenerationRequest(prompt, **settings))


class Talk:
    """A worker in a thread of this process, and both ends of its pipes."""

    def __init__(self, run, greet=lambda: HELLO):
        commands, self._say = os.pipe()
        self._hear, events = os.pipe()
        self.left = threading.Event()
        self._events = os.fdopen(self._hear, "rb")
        self._open = [os.fdopen(commands, "rb"), os.fdopen(events, "wb", buffering=0)]
        worker = Worker(*self._open, run, self.left.set, "maquette.log")
        self.thread = threading.Thread(target=worker.serve, args=(greet,), daemon=True)
        self.thread.start()

    def say(self, message):
        os.write(self._say, message if isinstance(message, bytes) else encode(message))

    def hear(self):
        return decode(self._events.readline(), EVENTS)

    def answer(self):
        while isinstance(event := self.hear(), ProgressEvent):
            pass
        return event

    def hang_up(self):
        os.close(self._say)
        self.thread.join(5)
        assert not self.thread.is_alive() and self.left.is_set()
        self._events.close()
        for stream in self._open:
            stream.close()


@pytest.fixture
def talk():
    made = []

    def start(run, **options):
        made.append(Talk(run, **options))
        assert made[-1].hear() == HELLO
        return made[-1]

    yield start
    for one in made:
        one.hang_up()


def slowly(job, progress):
    for _ in progress.track("sampling", range(1000), 1000):
        time.sleep(0.01)
    return Result(job.job)


def test_jobs_follow_each_other_at_once(talk):
    conversation = talk(lambda job, progress: Result(job.job))
    for name in ("a", "b", "c"):
        conversation.say(generate(name))
        assert conversation.answer() == Result(name)


def test_cancel_and_ping_are_answered_while_a_job_runs(talk):
    conversation = talk(slowly)
    conversation.say(generate("a"))
    assert conversation.hear() == ProgressEvent("a", "sampling", 0, 1000)
    begun = time.monotonic()
    conversation.say(Ping(5))
    while not isinstance(event := conversation.hear(), Pong):
        pass
    assert event == Pong(5)
    conversation.say(Cancel("another"))
    conversation.say(Cancel("a"))
    assert conversation.answer() == Cancelled("a")
    assert time.monotonic() - begun < 0.5
    conversation.say(generate("b"))
    assert conversation.hear() == ProgressEvent("b", "sampling", 0, 1000), "the cancel is over"
    conversation.say(Cancel("b"))
    assert conversation.answer() == Cancelled("b")


def test_a_second_job_is_refused_and_the_first_goes_on(talk):
    conversation = talk(slowly)
    conversation.say(generate("a"))
    conversation.say(generate("b"))
    answer = conversation.answer()
    assert (answer.code, answer.job) == ("busy", "b")
    conversation.say(Cancel("a"))
    assert conversation.answer() == Cancelled("a")


@pytest.mark.parametrize("line", [b"rm -rf\n", b"\xff\n", b'{"type": "dance"}\n', b"\n"])
def test_an_unknown_command_is_an_error_and_no_end(talk, line):
    conversation = talk(slowly)
    conversation.say(line)
    event = conversation.hear()
    assert (event.code, event.job) == ("protocol", "")
    conversation.say(Ping(1))
    assert conversation.hear() == Pong(1)


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (errors.MaquetteError("model", "It is broken.", "Mend it."), "model"),
        (MemoryError(), "memory"),
        (ZeroDivisionError("oh"), "internal"),
        (AssertionError(), "internal"),
    ],
)
def test_what_a_job_raises_becomes_its_answer(talk, capsys, raised, code):
    def fail(job, progress):
        raise raised

    conversation = talk(fail)
    conversation.say(generate("a"))
    event = conversation.answer()
    assert isinstance(event, Error) and (event.code, event.job) == (code, "a")
    assert event.message.endswith(".") and event.remedy.endswith(".")
    if code == "internal":
        assert "maquette.log" in event.remedy
    assert type(raised).__name__ in capsys.readouterr().err
    conversation.say(Ping(1))
    assert conversation.hear() == Pong(1)


def test_ready_comes_before_all_else(talk):
    go = threading.Event()

    def greet():
        assert go.wait(5)
        return HELLO

    threading.Timer(0.2, go.set).start()
    conversation = Talk(slowly, greet)
    conversation.say(Ping(1))
    assert [conversation.hear() for _ in range(2)] == [HELLO, Pong(1)]
    conversation.hang_up()


def test_the_end_of_the_input_and_shutdown_stop_a_running_job(talk):
    conversation = Talk(slowly)
    conversation.say(generate("a"))
    conversation.hear(), conversation.hear()
    conversation.say(Shutdown())
    assert conversation.answer() == Cancelled("a")
    conversation.hang_up()


def test_twenty_reports_a_second_and_the_ends_of_each_stage():
    sent = []
    progress = Progress(Reporter(sent.append, "a"))
    begun = time.monotonic()
    for stage, total in (("first", 2000), ("second", 2000)):
        for _ in progress.track(stage, range(2000), total):
            time.sleep(0.0001)
    with progress.stage("unknown length") as advance:
        for step in range(50):
            advance(step)
    reporter = progress._report
    reporter.flush()
    assert len(sent) < 10 + 25 * (time.monotonic() - begun)
    steps = [(event.stage, event.step) for event in sent]
    for end in (("first", 0), ("first", 2000), ("second", 0), ("second", 2000)):
        assert end in steps
    assert steps[-1] == ("unknown length", 49)


@pytest.fixture
def connection(tmp_path):
    made = Connection(worker_command(sys.executable), ROOT, tmp_path / "worker.log")
    yield made
    made.close()


def test_the_real_process(connection, tmp_path):
    ready = connection.wait(60)
    assert isinstance(ready, Ready)
    assert ready.devices[-1].name == "cpu" and ready.packages["torch"] and ready.packages["numpy"]
    connection.send(generate("a", steps=0))
    answer = connection.wait(10)
    assert (answer.code, answer.job) == ("request", "a")
    connection.send(generate("b", model="\U0001fa91"))
    while isinstance(answer := connection.wait(30), ProgressEvent):
        pass
    assert (answer.code, answer.job) == ("model", "b")
    (tmp_path / "mine").touch()
    connection.send(Install("c", InstallationRequest(str(tmp_path))))
    answer = connection.wait(10)
    assert (answer.code, answer.job) == ("file", "c")
    connection.close()
    assert connection._process.returncode == 0


def test_the_real_process_ends_when_its_input_does(tmp_path):
    child = process.spawn(worker_command(sys.executable), cwd=ROOT, log=tmp_path / "log")
    child.stdin.close()
    assert child.wait(30) == 0


def answer(connection):
    """The answer of the running job, and the stages on the way."""
    stages = []
    while isinstance(event := connection.wait(60), ProgressEvent):
        stages.append(event.stage)
    return event, list(dict.fromkeys(stages))


def test_real_jobs(connection, tiny_model, tmp_path):
    """One job, a cancelled one and another: by one process, with the model kept."""
    connection.wait(60)
    asked = {"model": str(tiny_model), "folder": str(tmp_path), "steps": 4, "resolution": 16}
    connection.send(generate("a", **asked))
    first, stages = answer(connection)
    assert first.job == "a" and os.path.isfile(first.samples[0].mesh), first
    assert stages[0] == "loading" and "sampling" in stages

    connection.send(generate("b", **{**asked, "steps": 1024, "name": "b"}))
    while connection.wait(60).stage != "sampling":
        pass
    begun = time.monotonic()
    connection.send(Cancel("b"))
    assert answer(connection)[0] == Cancelled("b")
    assert time.monotonic() - begun < 2
    assert not list(tmp_path.glob("b*.npz"))

    connection.send(generate("c", **{**asked, "name": "c"}))
    again, _ = answer(connection)
    assert again.samples[0].vertices == first.samples[0].vertices
    assert again.seconds["loading"] < first.seconds["loading"] / 5, "the model was kept"


def test_a_job_waits_for_the_imports_and_can_be_cancelled_meanwhile(monkeypatch):
    """Deliberate: they run beside the conversation, so that the first job finds them done."""
    imported, told = threading.Event(), []
    monkeypatch.setattr("backend.families.import_all", imported.wait)
    jobs = Jobs()
    jobs.import_ahead()
    progress = Progress(lambda *report: told.append(report), lambda: len(told) > 3)
    with pytest.raises(errors.Cancelled):
        jobs(generate("a", model="none"), progress)
    assert {report[0] for report in told} == {"loading"}
    imported.set()
    jobs._imports.join()
    with pytest.raises(errors.MaquetteError, match="no model"):
        jobs(generate("b", model="none"), Progress())


def test_imports_that_fail_are_for_the_job_to_report(monkeypatch, capsys):
    def broken():
        raise ImportError("no torch")

    monkeypatch.setattr("backend.families.import_all", broken)
    jobs = Jobs()
    jobs.import_ahead()
    jobs._imports.join()
    assert "no torch" in capsys.readouterr().err
