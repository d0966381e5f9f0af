"""Where and how a finished job lands, while the artist goes on working."""

import bpy
import numpy as np
import pytest
from mathutils import Vector


def finish(blender) -> None:
    blender.wait(lambda: not (blender.current.job or blender.current.queue))
    blender.wait(lambda: not blender.current.waiting)


def box(made) -> np.ndarray:
    bpy.context.view_layer.update()
    corners = np.array([tuple(made.matrix_world @ Vector(c)) for c in made.bound_box])
    return np.stack([corners.min(0), corners.max(0)])


def meet(a, b) -> bool:
    (low, high), (lower, higher) = box(a), box(b)
    return bool(((low + 1e-3 < higher) & (high - 1e-3 > lower)).all())


def made_now(before) -> list:
    return sorted(set(bpy.data.objects) - before, key=lambda each: each.name)


# ------------------------------------------------------------ decided at the press


def test_three_presses_at_three_cursors(blender):
    cursor, places = bpy.context.scene.cursor, [(8, 0, 0), (0, 8, 0), (0, 0, 8)]
    before = set(bpy.data.objects)
    for place in places:
        cursor.location = place
        blender.press(prompt="a brief chair")
    cursor.location = (50, 50, 50)
    finish(blender)
    landed = made_now(before)
    assert sorted(tuple(made.location) for made in landed) == sorted(places)


def test_presses_at_one_cursor_stand_side_by_side(blender):
    bpy.context.scene.cursor.location = (20, 0, 0)
    before = set(bpy.data.objects)
    for _ in range(3):
        blender.press(prompt="a brief chair")
    finish(blender)
    landed = made_now(before)
    assert len(landed) == 3
    assert not any(meet(a, b) for a in landed for b in landed if a != b)


def test_the_first_result_stands_beside_the_default_cube(blender):
    cube = bpy.data.objects["Cube"]
    blender.press(prompt="a chair")
    finish(blender)
    assert not meet(bpy.data.objects["a chair"], cube)


def test_a_room_around_the_cursor_is_no_neighbour(blender):
    bpy.data.objects["Cube"].scale = 10, 10, 3
    blender.press(prompt="a chair")
    finish(blender)
    assert tuple(bpy.data.objects["a chair"].location) == (0, 0, 0)


def test_a_script_gets_the_cursor_exactly(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    bpy.ops.maquette.generate(prompt="a chair")
    assert tuple(bpy.context.object.location) == (0, 0, 0)


def test_nine_samples_stand_in_a_square(blender):
    before = set(bpy.data.objects)
    bpy.ops.maquette.generate(prompt="a chair", samples=9, size=1.0)
    places = {tuple(made.location) for made in made_now(before)}
    assert places == {(x, y, 0) for x in (0, 1.25, 2.5) for y in (0, 1.25, 2.5)}


def test_another_scene_is_shown_meanwhile(blender):
    first, second = bpy.context.scene, bpy.data.scenes.new("B")
    blender.press(prompt="a brief chair")
    bpy.context.window.scene = second
    finish(blender)
    assert [o.name for o in second.objects] == []
    assert "a chair" not in second.objects and "a brief chair" in first.objects
    assert bpy.context.window.scene == second


def test_a_scene_that_is_gone(blender):
    second = bpy.data.scenes.new("B")
    bpy.context.window.scene = second
    blender.press(prompt="a brief chair")
    bpy.data.scenes.remove(second)
    finish(blender)
    assert "a brief chair" in bpy.context.scene.objects
    assert "The scene B is gone. The result is in Scene." in blender.current.notes


def test_the_collection_of_the_press(blender):
    wanted = bpy.data.collections.new("Wanted")
    bpy.context.scene.collection.children.link(wanted)
    layer = bpy.context.view_layer
    first = layer.active_layer_collection
    layer.active_layer_collection = layer.layer_collection.children["Wanted"]
    blender.press(prompt="a brief chair")
    layer.active_layer_collection = first
    finish(blender)
    assert bpy.data.objects["a brief chair"].users_collection == (wanted,)


def test_a_collection_that_is_gone(blender):
    test_the_collection_of_the_press(blender)
    layer = bpy.context.view_layer
    layer.active_layer_collection = layer.layer_collection.children["Wanted"]
    blender.press(prompt="another brief chair")
    bpy.data.collections.remove(bpy.data.collections["Wanted"])
    finish(blender)
    assert bpy.data.objects["another brief chair"].users_collection == (
        bpy.context.scene.collection,
    )
    (note,) = [note for note in blender.current.notes if "Wanted" in note]
    assert (
        note
        == "No objects can be added to the collection Wanted. The result is in Scene Collection."
    )


def test_after_revert_the_boxes_are_filled(blender, tmp_path):
    """Import Result, as the file was opened anew: its objects are found by their names."""
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "room.blend"))
    bpy.context.scene.cursor.location = (9, 9, 9)
    bpy.data.objects["Cube"].select_set(True)
    blender.press(prompt="a brief chair", place="SELECTION")
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "room.blend"))
    blender.wait_for_end()
    assert blender.current.waiting
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    cube = bpy.data.objects["Cube"]
    assert cube["maquette_prompt"] == "a brief chair" and len(bpy.data.objects) == 3


# ------------------------------------------------------------ without interrupting


@pytest.mark.parametrize("mode", ["EDIT", "SCULPT", "VERTEX_PAINT"])
def test_another_mode_is_not_left(blender, mode):
    cube = bpy.data.objects["Cube"]
    blender.press(prompt="a brief chair")
    bpy.ops.object.mode_set(mode=mode)
    finish(blender)
    assert cube.mode == mode and bpy.context.object == cube
    assert "a brief chair" in bpy.context.scene.objects
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.ed.undo_push(message="left")
    assert "a brief chair" in bpy.context.scene.objects


def test_a_selection_that_changed_stays(blender):
    blender.press(prompt="a brief chair")
    lamp = bpy.data.objects["Light"]
    for each in bpy.context.selected_objects:
        each.select_set(False)
    lamp.select_set(True)
    bpy.context.view_layer.objects.active = lamp
    finish(blender)
    assert bpy.context.selected_objects == [lamp] and bpy.context.object == lamp


def test_who_waits_gets_it_selected_and_one_undo_step(blender):
    bpy.ops.ed.undo_push(message="before")
    blender.press(prompt="a brief chair")
    finish(blender)
    assert [o.name for o in bpy.context.selected_objects] == ["a brief chair"]
    bpy.ops.ed.undo()
    assert "a brief chair" not in bpy.data.objects
    bpy.ops.ed.redo()
    assert "a brief chair" in bpy.data.objects


# ------------------------------------------------------------ whatever goes wrong


def test_an_unforeseen_failure_keeps_the_result_and_the_timer(blender, monkeypatch, capsys):
    landing = blender.module("operators.scene.landing")
    real = landing.mesh_import.make_object

    def broken(*args, **more):
        raise RuntimeError("Error: Could not (un)link the object\nmore")

    monkeypatch.setattr(landing.mesh_import, "make_object", broken)
    blender.press(prompt="a brief chair")
    blender.press(prompt="a brief stool")
    blender.wait(lambda: len(blender.current.waiting) == 2)
    blender.wait(lambda: all(job.error for job in blender.current.waiting))
    assert "Could not (un)link the object" in str(blender.current.error)
    assert blender.session.tick() is not None
    monkeypatch.setattr(landing.mesh_import, "make_object", real)
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    assert {"a brief chair", "a brief stool"} <= set(bpy.context.scene.objects.keys())


def test_a_defect_in_what_is_heard_does_not_end_the_timer(blender, monkeypatch):
    blender.press(prompt="a slow chair")
    with monkeypatch.context() as patch:
        patch.setattr(blender.current, "_hear", lambda event: 1 / 0)
        blender.wait(lambda: blender.current.error)
    assert blender.current.error.code == "internal" and blender.current.job is None
    blender.press(prompt="a brief chair")
    finish(blender)
    assert "a brief chair" in bpy.data.objects


def test_a_result_can_be_discarded(blender):
    blender.press(prompt="a brief chair")
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    blender.wait_for_end()
    shown = blender.draw("main")
    assert "discard_result" in shown.buttons and "import_result" in shown.buttons
    assert "Its file was closed in the meantime." in shown.texts
    assert bpy.ops.maquette.discard_result() == {"FINISHED"}
    assert not blender.current.waiting and not blender.folders()


def test_an_override_takes_no_objects(blender, tmp_path):
    linked = bpy.data.collections.new("Props")
    linked.objects.link(bpy.data.objects.new("prop", None))
    bpy.data.libraries.write(str(tmp_path / "props.blend"), {linked})
    bpy.data.collections.remove(linked)
    with bpy.data.libraries.load(str(tmp_path / "props.blend"), link=True) as (there, here):
        here.collections = there.collections
    (props,) = here.collections
    bpy.context.scene.collection.children.link(props)
    own = props.override_hierarchy_create(bpy.context.scene, bpy.context.view_layer)
    layer = bpy.context.view_layer
    found = [c for c in layer.layer_collection.children if c.collection == own]
    layer.active_layer_collection = found[0]
    blender.press(prompt="a brief chair")
    finish(blender)
    assert blender.current.error is None
    assert bpy.data.objects["a brief chair"].users_collection == (bpy.context.scene.collection,)


def test_a_linked_object_of_the_same_name(blender, tmp_path):
    cube = bpy.data.objects["Cube"]
    bpy.data.libraries.write(str(tmp_path / "cube.blend"), {cube})
    with bpy.data.libraries.load(str(tmp_path / "cube.blend"), link=True) as (_, here):
        here.objects = ["Cube"]
    bpy.context.scene.collection.objects.link(here.objects[0])
    here.objects[0].select_set(False)
    bpy.context.scene.collection.objects.unlink(here.objects[0])
    blender.press(prompt="a brief chair", place="SELECTION")
    finish(blender)
    assert blender.current.error is None and cube["maquette_prompt"] == "a brief chair"
