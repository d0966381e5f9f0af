"""Jobs wait for their turn; none is lost."""

import os
import time

import bpy
import pytest


def settled(blender) -> None:
    current = blender.current
    blender.wait(lambda: not (current.job or current.queue or current.waiting), seconds=60)


def made() -> list[str]:
    """Of what the objects were made, in the order in which they came."""
    ours = [each for each in bpy.data.objects if "maquette_prompt" in each]
    return [each["maquette_prompt"] for each in sorted(ours, key=lambda each: each.session_uid)]


def test_presses_queue_up(blender):
    for prompt in ("a chair", "a table", "a lamp"):
        blender.press(prompt=prompt)
    assert blender.current.job.title == "a chair"
    assert [job.title for job in blender.current.queue.jobs] == ["a table", "a lamp"]
    settled(blender)
    assert made() == ["a chair", "a table", "a lamp"]


def test_front_and_replace(blender):
    for prompt in ("a slow chair", "a table"):
        blender.press(prompt=prompt)
    blender.press(prompt="a lamp", queue="FRONT")
    assert [job.title for job in blender.current.queue.jobs] == ["a lamp", "a table"]
    blender.press(prompt="a vase", queue="REPLACE")
    assert blender.current.job.cancelled
    assert [job.title for job in blender.current.queue.jobs] == ["a vase"]
    settled(blender)
    assert made() == ["a vase"] and blender.folders() == []


def test_cancel_goes_on_with_the_next_and_cancel_all_does_not(blender):
    for prompt in ("a slow chair", "a slow table", "a lamp", "a vase"):
        blender.press(prompt=prompt)
    bpy.ops.maquette.cancel()
    blender.wait(lambda: blender.current.job and blender.current.job.title == "a slow table")
    bpy.ops.maquette.cancel_waiting(job=blender.current.queue.jobs[0].name)
    assert [job.title for job in blender.current.queue.jobs] == ["a vase"]
    bpy.ops.maquette.cancel_all()
    settled(blender)
    assert made() == [] and blender.folders() == []
    assert not bpy.ops.maquette.cancel_all.poll()


def test_an_error_does_not_stop_the_others(blender):
    for prompt in ("fail", "a table"):
        blender.press(prompt=prompt)
    settled(blender)
    assert made() == ["a table"]
    assert blender.current.error.message == "The device ran out of memory."


def test_a_killed_worker_holds_the_queue(blender):
    for prompt in ("a slow chair", "a table"):
        blender.press(prompt=prompt)
    blender.wait(lambda: blender.current.job.progress)
    os.kill(blender.current.connection.pid, 9)
    blender.wait(lambda: blender.current.queue.held)
    assert "SIGKILL" in blender.current.error.message and blender.current.job is None
    assert [job.title for job in blender.current.queue.jobs] == ["a slow chair", "a table"]
    assert "go_on" in blender.draw("main").buttons
    assert blender.current.error.remedy.startswith("Press Continue or Cancel All")
    with pytest.raises(RuntimeError, match="Jobs are waiting to be continued. Press Continue"):
        bpy.ops.maquette.generate(prompt="a lamp")
    assert len(blender.folders()) == 2
    bpy.ops.maquette.go_on()
    settled(blender)
    assert made() == ["a slow chair", "a table"] and blender.current.error is None


def test_a_script_waits_behind_the_others(blender):
    blender.press(prompt="a slow chair")
    assert bpy.ops.maquette.generate(prompt="a table") == {"FINISHED"}
    settled(blender)
    assert sorted(made()) == ["a slow chair", "a table"]


def test_what_manages_the_machine_does_not_wait(blender):
    blender.press(prompt="a slow chair")
    assert not bpy.ops.maquette.install_backend.poll()
    with pytest.raises(RuntimeError, match="A job is running"):
        bpy.ops.maquette.verify_model(model="openai/shap-e")


def test_too_many(blender):
    blender.press(prompt="a slow chair")
    most = blender.module("operators.jobs.queue").MOST
    queue = blender.current.queue
    queue.jobs = [blender.current.job] * most
    blender.press(prompt="a table")
    assert (
        str(blender.current.error)
        == f"{most + 1} jobs would be in the queue; the limit is {most}. Select fewer objects."
    )
    queue.jobs = []
    assert len(blender.folders()) == 1


def test_too_many_replace_nothing(blender, monkeypatch):
    monkeypatch.setattr(blender.module("operators.jobs.queue"), "MOST", 1)
    for prompt in ("a slow chair", "a table"):
        blender.press(prompt=prompt)
    blender.press(prompt="a lamp; a vase", place="SHEET", queue="REPLACE")
    assert (
        str(blender.current.error)
        == "2 jobs would be in the queue; the limit is 1. Select fewer objects."
    )
    assert [job.title for job in blender.current.queue.jobs] == ["a table"]
    assert not blender.current.job.cancelled and len(blender.folders()) == 2


def test_instead_of_a_job_whose_worker_died(blender):
    blender.press(prompt="a slow chair")
    blender.wait(lambda: blender.current.job.progress)
    os.kill(blender.current.connection.pid, 9)
    while blender.current.connection.alive:
        time.sleep(0.01)
    blender.press(prompt="a vase", queue="REPLACE")
    assert blender.current.error is None
    settled(blender)
    assert made() == ["a vase"] and blender.folders() == []


def test_the_panel_shows_who_waits(blender):
    for k in range(8):
        blender.press(prompt=f"a slow chair {k}")
    layout = blender.draw("main")
    assert "a slow chair 0 · 1 of 8" in layout.texts  # it runs
    assert "a slow chair 1" in layout.texts and "and 2 more" in layout.texts
    assert layout.buttons.count("cancel_waiting") == 5 and "cancel_all" in layout.buttons
    assert "generate" in layout.buttons
    bpy.ops.maquette.cancel_all()
    settled(blender)
