"""A line that names several objects is taken apart; one that names one is left alone."""

import pytest

from backend.shared.models import catalog
from backend.shared.prompt import Vocabulary, scene_line

WIDEST = catalog.taught_most().vocabulary


def found(line: str) -> list[tuple[str, int]] | None:
    scene = scene_line.read(line, WIDEST)
    return scene and [(item.prompt, item.many) for item in scene.items]


def test_a_kitchen():
    scene = scene_line.read("a kitchen: a table, four chairs, a fridge, a lamp", WIDEST)
    assert scene.name == "kitchen" and scene.many == 7
    assert [item.name for item in scene.items] == ["table", "chair", "fridge", "lamp"]
    assert [item.prompt for item in scene.items] == ["a table", "a chair", "a fridge", "a lamp"]
    assert [item.many for item in scene.items] == [1, 4, 1, 1]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("desk: 2 red lamps and three blue boxes", [("a red lamp", 2), ("a blue box", 3)]),
        ("The Den: Four Old Chairs; the sofa.", [("an Old chair", 4), ("a sofa", 1)]),
        ("x: a red and blue ball, a vase", [("a red and blue ball", 1), ("a vase", 1)]),
        ("x: two chests of drawers", [("a chest of drawers", 2)]),
        ("x: 4 men,\n 2 sheep", [("a man", 4), ("sheep", 2)]),
        ("x: table, chair", [("table", 1), ("chair", 1)]),
        ("x: 0 tables, ٣ chairs", [("a chair", 3)]),
        ("x: a chair, a flux capacitor", [("a chair", 1), ("a flux capacitor", 1)]),
        ("x: 3 flux capacitors", [("flux capacitors", 3)]),
    ],
)
def test_numbers_and_separators(line, wanted):
    assert found(line) == wanted


@pytest.mark.parametrize(
    "prompt",
    [
        *("", ":", "a chair", "a chair:", ": a table, a chair", "a table, a chair", "a: , ;"),
        *("a chair: red", "a chair: red, wooden", "style: red chair, low poly", "a chair: 1"),
        "a kitchen: " + "a table, " * 1200,
    ],
)
def test_one_object_is_no_scene(prompt):
    assert found(prompt) is None


def test_without_a_known_noun_numbers_say_what_is_a_thing():
    line = "x: a chair, 2 tables"
    scene = scene_line.read(line, Vocabulary())
    assert [item.prompt for item in scene.items] == ["a chair", "tables"]
