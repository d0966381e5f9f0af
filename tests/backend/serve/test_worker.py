"""The real process, and its jobs."""

import os
import sys
import threading
import time

import pytest

from backend.compute.progress import Tracker
from backend.serve.worker import Jobs
from backend.shared import errors
from backend.shared.messages import Cancel, Cancelled, Generate, Install, Progress, Ready
from backend.shared.process import spawn
from backend.shared.process.connection import Connection
from backend.shared.process.environment import ROOT, worker_command
from backend.shared.request import GenerationRequest, InstallationRequest


def generate(job, prompt="a chair", **settings):
    return Generate(job, GenerationRequest(prompt, **settings))


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
    while isinstance(answer := connection.wait(30), Progress):
        pass
    assert (answer.code, answer.job) == ("model", "b")
    (tmp_path / "mine").touch()
    connection.send(Install("c", InstallationRequest(str(tmp_path))))
    answer = connection.wait(10)
    assert (answer.code, answer.job) == ("file", "c")
    connection.close()
    assert connection._process.returncode == 0


def test_the_real_process_ends_when_its_input_does(tmp_path):
    child = spawn.spawn(worker_command(sys.executable), cwd=ROOT, log=tmp_path / "log")
    child.stdin.close()
    assert child.wait(30) == 0


def answer(connection):
    """The answer of the running job, and the stages on the way."""
    stages = []
    while isinstance(event := connection.wait(60), Progress):
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
    progress = Tracker(lambda *report: told.append(report), lambda: len(told) > 3)
    with pytest.raises(errors.JobCancelled):
        jobs(generate("a", model="none"), progress)
    assert {report[0] for report in told} == {"loading"}
    imported.set()
    jobs._imports.join()
    with pytest.raises(errors.MaquetteError, match="no model"):
        jobs(generate("b", model="none"), Tracker())


def test_imports_that_fail_are_for_the_job_to_report(monkeypatch, capsys):
    def broken():
        raise ImportError("no torch")

    monkeypatch.setattr("backend.families.import_all", broken)
    jobs = Jobs()
    jobs.import_ahead()
    jobs._imports.join()
    assert "no torch" in capsys.readouterr().err
