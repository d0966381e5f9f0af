"""What the status bar says while a job runs, and afterwards."""

import bpy
import pytest

from tests.blender.conftest import Layout


@pytest.fixture
def told(blender):
    """What it says now."""
    status_bar = blender.module("panels.status_bar")
    return lambda: status_bar.told(blender.current)


def test_nothing_while_nothing_happens(blender, told):
    assert told() is None


def test_a_job_from_its_start_to_its_end(blender, told):
    blender.press(prompt="a slow chair")
    assert told().text == "a slow chair · Starting" and told().factor == 0
    blender.wait(lambda: blender.current.job.progress and blender.current.job.progress.step)
    assert 0 < told().factor <= 1 and told().text.startswith("a slow chair · ")
    blender.settle()
    text, icon, factor = told()
    assert (icon, factor) == ("CHECKMARK", None)
    assert text.startswith("a slow chair · ") and text.endswith(" s")


def test_there_is_no_zero_seconds_left(blender):
    progress = blender.module("panels.progress")
    assert (progress.left(0.2), progress.left(0.0)) == ("1 s left", "1 s left")
    assert progress.left(2.6) == "3 s left"


def test_which_of_a_queue_it_is(blender, told):
    for k in range(3):
        blender.press(prompt=f"a slow chair {k}")
    assert " · 1 of 3 · " in told().text
    assert any("1 of 3" in text for text in blender.draw("main").texts)
    blender.wait(lambda: blender.current.turn == 2)
    assert " · 2 of 3 · " in told().text
    bpy.ops.maquette.cancel_all()
    assert told().text.endswith("Cancelling")
    blender.wait_for_end()
    assert told() is None
    blender.press(prompt="a slow chair")  # another count begins
    assert " of " not in told().text


def test_news_are_over_after_a_while(blender, told, monkeypatch):
    bpy.ops.maquette.generate(prompt="a chair")
    assert told().icon == "CHECKMARK"
    blender.session.tick()
    redrawn = []
    monkeypatch.setattr(blender.session, "redraw", lambda: redrawn.append(told()))
    blender.session.tick()
    assert not redrawn
    monkeypatch.setattr(blender.module("operators.jobs.job"), "NEWS", 0)
    blender.session.tick()
    assert told() is None and redrawn == [None]


def test_another_file_has_other_news(blender, told):
    bpy.ops.maquette.generate(prompt="a chair")
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    assert told() is None


def test_an_error_stays_until_it_is_closed(blender, told):
    blender.press(prompt="fail")
    blender.wait_for_end()
    assert told() == (blender.current.error.message, "ERROR", None)
    bpy.ops.maquette.close_message(message="ERROR")
    assert told() is None


def test_a_result_that_waits_says_why(blender, told):
    blender.press(prompt="a slow chair")
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    blender.wait_for_end()
    assert told().text == "a slow chair: Its file was closed in the meantime."


def test_a_long_prompt_is_cut(blender, told):
    blender.press(prompt="a slow chair " + "with many words " * 9)
    assert "… · Starting" in told().text and len(told().text) < 60


def test_it_is_drawn_behind_blender_s_own_and_gone_with_us(blender):
    header = bpy.types.STATUSBAR_HT_header
    (draw,) = (each for each in header._dyn_ui_initialize() if ".maquette." in each.__module__)
    blender.press(prompt="a slow chair")
    layout = Layout()
    draw(type("Header", (), {"layout": layout})(), bpy.context)
    assert layout.texts == ["a slow chair · Starting"] and layout.buttons == ["cancel"]
    status_bar = blender.module("panels.status_bar")
    status_bar.unregister()
    assert draw not in header._dyn_ui_initialize()
    status_bar.register()
