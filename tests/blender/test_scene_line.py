"""A line that names several objects becomes a row of them, in a collection of its own."""

import bpy
import numpy as np
import pytest

KITCHEN = "a kitchen: a table, four chairs, a fridge, a lamp"
NAMES = ["table", "chair", "chair.001", "chair.002", "chair.003", "fridge", "lamp"]


def press(blender, **settings) -> None:
    blender.press(**settings)
    blender.settle()


def box(made) -> np.ndarray:
    places = np.array([made.matrix_world @ vertex.co for vertex in made.data.vertices])
    return np.array([places.min(0), places.max(0)])


def in_a_row(objects, floor: float) -> bool:
    """From left to right, none inside another, all on the floor."""
    boxes = [box(made) for made in objects]
    pairs = zip(boxes, boxes[1:], strict=False)
    apart = all(left[1, 0] < right[0, 0] for left, right in pairs)
    return apart and all(abs(low[2] - floor) < 1e-4 for low, _ in boxes)


def test_a_kitchen(empty):
    usual = empty.module("backend.shared.models.catalog").taught_most().vocabulary
    bpy.context.scene.cursor.location = 3, 4, 5
    press(empty, prompt=KITCHEN, seed=7)
    made = list(bpy.data.collections["kitchen"].objects)
    assert [each.name for each in made] == NAMES
    assert in_a_row(made, 5.0)
    assert box(made[0]).mean(0)[:2] == pytest.approx([3, 4], abs=1e-4)
    assert [each["maquette_seed"] for each in made] == [7, 8, 9, 10, 11, 12, 13]
    for each in made:
        length = usual.read(each["maquette_prompt"]).length
        assert length and max(each.dimensions) == pytest.approx(length, rel=1e-4), each.name
    assert [c.name for c in bpy.context.scene.collection.children] == ["Collection"]
    assert [c.name for c in bpy.data.collections["Collection"].children] == ["kitchen"]
    assert {*bpy.context.selected_objects} == {*made} and bpy.context.object == made[-1]


def test_a_script_makes_it_too_past_what_stands_there(blender):
    """The factory's cube stands at the cursor."""
    assert bpy.ops.maquette.generate(prompt="den: two chairs, a table") == {"FINISHED"}
    made = list(bpy.data.collections["den"].objects)
    assert [each.name for each in made] == ["chair", "chair.001", "table"]
    assert in_a_row([bpy.data.objects["Cube"], *made], 0.0) or box(made[0])[0, 0] > 1.0
    assert {*bpy.context.selected_objects} == {*made} and bpy.context.object == made[-1]
    bpy.ops.maquette.generate(prompt="den: two chairs, a table")
    assert len(bpy.data.collections["den.001"].objects) == 3


def test_what_is_not_known_is_said_and_the_rest_is_made(empty):
    panel = bpy.context.scene.maquette
    panel.prompt = "a lab: a chair, two flux capacitors"
    assert "lab: one object" in empty.draw("main").texts
    panel.prompt = "a lab: a chair, a flux capacitor, 2 tables"
    texts = empty.draw("main").texts
    assert "Usual for Each" in texts
    assert "lab: 3 objects in a row" in texts and "Left out: flux capacitor." in texts
    press(empty)
    assert [e.name for e in bpy.data.collections["lab"].objects] == ["chair", "table", "table.001"]
    press(empty, anyway=True)
    assert len(bpy.data.collections["lab.001"].objects) == 4


def test_where_nothing_is_known_no_objects_are_promised(empty):
    panel = bpy.context.scene.maquette
    panel.prompt = "a lab: two zorgs, a flux capacitor"
    shown = empty.draw("main")
    assert {"Unknown: zorgs.", "Unknown: flux, capacitor."} <= {*shown.texts}
    assert not any("in a row" in text for text in shown.texts)
    assert "use_prompt" in shown.buttons and "anyway" in shown.props
    panel.anyway = True
    assert "lab: 3 objects in a row" in empty.draw("main").texts


def test_where_nothing_is_known_generate_asks_back(empty):
    with pytest.raises(RuntimeError, match="zorg"):
        bpy.ops.maquette.generate(prompt="a lab: a zorg, a blurb", model="no such model zorg")
    assert not bpy.data.objects and "lab" not in bpy.data.collections


def test_too_many_are_refused_at_once(empty):
    with pytest.raises(RuntimeError, match="samples is 65; it must lie between 1 and 64"):
        bpy.ops.maquette.generate(prompt="a hall: 65 chairs, a table")
    assert not bpy.data.objects and not empty.folders()


def test_only_what_one_press_makes_is_selected_together(empty):
    empty.press(prompt="x: a chair, a brief table", samples=2)
    empty.press(prompt="y: a lamp, a fridge", samples=1)
    empty.wait(lambda: "y" in bpy.data.collections)
    assert {*bpy.context.selected_objects} <= {*bpy.data.collections["y"].objects}
    empty.settle()
    assert {*bpy.context.selected_objects} == {*bpy.data.collections["y"].objects}
    press(empty, prompt="a vase", samples=3)
    assert len(bpy.context.selected_objects) == 3 and bpy.context.object.name == "a vase.002"


def test_what_waited_is_selected_together(empty, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "room.blend"))
    empty.press(prompt="x: a chair, a brief table")
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "room.blend"))
    empty.wait(lambda: len(empty.current.waiting) == 2)
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    assert {e.name for e in bpy.context.selected_objects} == {"chair", "brief table"}


def test_what_the_artist_selected_meanwhile_stays_selected(empty):
    empty.press(prompt="x: a chair, a slow table")
    empty.wait(lambda: "x" in bpy.data.collections)
    bpy.data.objects["chair"].select_set(False)
    empty.settle()
    assert len(bpy.data.objects) == 2 and not bpy.context.selected_objects


def test_one_that_fails_leaves_the_others(empty):
    press(empty, prompt="x: a chair, a fail table, a lamp")
    assert [each.name for each in bpy.data.collections["x"].objects] == ["chair", "lamp"]


def test_undo_and_a_collection_that_is_gone(empty):
    empty.press(prompt="x: a chair, a slow table")
    empty.wait(lambda: "x" in bpy.data.collections)
    bpy.data.collections.remove(bpy.data.collections["x"])
    empty.settle()
    assert [each.name for each in bpy.data.collections["x"].objects] == ["slow table"]


def test_a_prompt_with_a_colon_is_one_object(empty):
    press(empty, prompt="a chair: red")
    (made,) = bpy.data.objects
    assert made.name == "a chair: red" and not bpy.context.collection.children
