"""The worker's end of the conversation, with a stand-in for the jobs."""

import errno
import os
import threading
import time

import pytest

from backend.compute.progress import Tracker
from backend.serve.conversation import Conversation
from backend.serve.reporting import Reporter
from backend.shared import errors
from backend.shared.messages import (
    EVENTS,
    LONGEST_LINE,
    PROTOCOL,
    Cancel,
    Cancelled,
    Error,
    Generate,
    Ping,
    Pong,
    Progress,
    Ready,
    Result,
    Shutdown,
    decode,
    encode,
)
from backend.shared.request import GenerationRequest

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
        conversation = Conversation(*self._open, run, self.left.set, "maquette.log")
        self.thread = threading.Thread(target=conversation.serve, args=(greet,), daemon=True)
        self.thread.start()

    def say(self, message):
        os.write(self._say, message if isinstance(message, bytes) else encode(message))

    def say_all(self, data):
        while data:
            data = data[os.write(self._say, data) :]

    def hear(self):
        return decode(self._events.readline(), EVENTS)

    def answer(self):
        while isinstance(event := self.hear(), Progress):
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
    assert conversation.hear() == Progress("a", "sampling", 0, 1000)
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
    assert conversation.hear() == Progress("b", "sampling", 0, 1000), "the cancel is over"
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
        (SystemExit(1), "internal"),
        (OSError(errno.ENAMETOOLONG, "File name too long", "x" * 1000), "file"),
        (RuntimeError("CUDA out of memory."), "memory"),
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


def test_a_job_does_not_wait_for_a_blender_that_reads_nothing():
    """A pipe holds some 600 progress events; a render takes longer."""
    done = threading.Event()

    def run(job, progress):
        for stage in range(40):
            for _ in progress.track(f"stage {stage}" + "x" * 3000, range(3), 3):
                time.sleep(0.001)
        done.set()
        return Result(job.job)

    conversation = Talk(run)
    conversation.say(generate("a"))
    assert done.wait(10)
    assert conversation.hear() == HELLO
    assert conversation.answer() == Result("a")
    conversation.hang_up()


@pytest.mark.parametrize("guidance", [float("nan"), object()])
def test_a_result_that_json_cannot_hold_is_an_error_of_its_job(talk, guidance):
    conversation = talk(lambda job, progress: Result(job.job, guidance=guidance))
    conversation.say(generate("a"))
    event = conversation.answer()
    assert isinstance(event, Error) and event.job == "a"
    conversation.say(Ping(1))
    assert conversation.hear() == Pong(1)


def test_a_progress_that_json_cannot_hold_is_not_missed(talk):
    def run(job, progress):
        progress._reports[0]("sampling", 1, 2, float("inf"))
        return Result(job.job)

    conversation = talk(run)
    conversation.say(generate("a"))
    assert conversation.answer() == Result("a")


@pytest.mark.parametrize(
    "line", [b'{"type": "ping", "token": NaN}\n', b"x" * (LONGEST_LINE * 2 + 7) + b"\n"]
)
def test_one_bad_line_is_one_error_and_the_next_is_heard(talk, line):
    conversation = talk(slowly)
    writing = threading.Thread(target=conversation.say_all, args=(line,))
    writing.start()
    assert conversation.hear().code == "protocol"
    writing.join()
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
    progress = Tracker(Reporter(sent.append, "a"))
    begun = time.monotonic()
    for stage, total in (("first", 2000), ("second", 2000)):
        for _ in progress.track(stage, range(2000), total):
            time.sleep(0.0001)
    with progress.stage("unknown length") as advance:
        for step in range(50):
            advance(step)
    reporter = progress._reports[0]
    reporter.flush()
    assert len(sent) < 10 + 25 * (time.monotonic() - begun)
    steps = [(event.stage, event.step) for event in sent]
    for end in (("first", 0), ("first", 2000), ("second", 0), ("second", 2000)):
        assert end in steps
    assert steps[-1] == ("unknown length", 49)
