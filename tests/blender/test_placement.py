"""Where a result lands is decided at the press; what cannot land waits; nothing ends the timer."""

import bpy
import numpy as np
import pytest


def ours() -> list[bpy.types.Object]:
    made = [each for each in bpy.data.objects if "maquette_prompt" in each]
    return sorted(made, key=lambda each: each.session_uid)


def test_each_press_has_its_own_cursor(empty):
    places = [(0, 0, 0), (10, 0, 0), (0, 20, 5)]
    for place in places:
        bpy.context.scene.cursor.location = place
        empty.press(prompt="a brief chair")
    empty.settle()
    assert [tuple(made.location) for made in ours()] == places
    assert bpy.context.object == ours()[-1]


def test_it_lands_in_the_scene_of_the_press(empty):
    there, here = bpy.context.scene, bpy.data.scenes.new("B")
    there.cursor.location, here.cursor.location = (1, 0, 0), (2, 0, 0)
    empty.press(prompt="a brief chair")
    bpy.context.window.scene = here
    cube = bpy.data.objects.new("Cube", bpy.data.meshes.new("Cube"))
    here.collection.objects.link(cube)
    cube.select_set(True)
    here.view_layers[0].objects.active = cube
    empty.settle()
    (made,) = ours()
    assert made.users_scene == (there,) and made.location.x == 1
    assert bpy.context.scene == here and bpy.context.selected_objects == [cube]
    assert bpy.context.object == cube


def test_a_script_in_another_scene_lands_there(empty):
    there = bpy.data.scenes.new("B")
    there.cursor.location = (2, 0, 0)
    with bpy.context.temp_override(scene=there, view_layer=there.view_layers[0]):
        bpy.ops.maquette.generate(prompt="a chair")
    (made,) = ours()
    assert made.users_scene == (there,) and made.location.x == 2
    assert there.view_layers[0].objects.active == made


def test_it_lands_in_the_collection_of_the_press(empty):
    room = bpy.data.collections.new("Room")
    bpy.context.scene.collection.children.link(room)
    layer = bpy.context.view_layer.layer_collection
    bpy.context.view_layer.active_layer_collection = layer.children["Room"]
    empty.press(prompt="a brief chair")
    bpy.context.view_layer.active_layer_collection = layer
    room.name = "Salon"
    empty.settle()
    assert ours()[0].users_collection == (room,)


def test_what_is_gone_is_said(empty):
    scene, gone = bpy.context.scene, bpy.data.scenes.new("Gone")
    room = bpy.data.collections.new("Room")
    scene.collection.children.link(room)
    layer = bpy.context.view_layer
    layer.active_layer_collection = layer.layer_collection.children["Room"]
    empty.press(prompt="a brief chair")
    bpy.context.window.scene = gone
    empty.press(prompt="a brief table")
    bpy.context.window.scene = scene
    bpy.data.collections.remove(room)
    settle_one(empty, "a brief chair")
    told = "No objects can be added to the collection Room. The result is in Scene Collection."
    assert told in said(empty)
    bpy.data.scenes.remove(gone)
    empty.settle()
    assert "The scene Gone is gone. The result is in Scene." in said(empty)
    assert [made.users_collection for made in ours()] == [(scene.collection,)] * 2
    assert empty.current.error is None


def settle_one(blender, prompt: str) -> None:
    blender.wait(lambda: any(made["maquette_prompt"] == prompt for made in ours()))


def said(blender) -> str:
    return " ".join(blender.draw("main").texts)


@pytest.fixture
def library(empty, tmp_path) -> str:
    """A .blend with a collection of one cube."""
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.data.collections["Collection"].name = "Kit"
    file = str(tmp_path / "kit.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    return file


def link(library: str) -> bpy.types.Collection:
    with bpy.data.libraries.load(library, link=True) as (_there, wanted):
        wanted.collections = ["Kit"]
    bpy.context.scene.collection.children.link(wanted.collections[0])
    return wanted.collections[0]


def test_a_library_override_takes_no_new_object(empty, library):
    kit = link(library)
    mine = kit.override_hierarchy_create(bpy.context.scene, bpy.context.view_layer)
    layers = bpy.context.view_layer.layer_collection.children
    chosen = next(each for each in layers if each.collection == mine)
    bpy.context.view_layer.active_layer_collection = chosen
    empty.press(prompt="a chair")
    empty.settle()
    assert ours()[0].users_collection == (bpy.context.scene.collection,)
    assert "No objects can be added to" in said(empty) and empty.current.error is None


def test_a_linked_object_of_the_same_name_is_another_one(empty, library):
    link(library)
    cube = next(made for made in bpy.data.objects if made.name == "Cube" and not made.library)
    other = next(made for made in bpy.data.objects if made.name == "Cube" and made.library)
    mesh = other.data
    for script in (False, True):
        bpy.ops.object.select_all(action="DESELECT")
        cube.select_set(True)
        if script:
            bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
            assert bpy.context.object == cube
        else:
            empty.press(prompt="a chair", place="SELECTION")
        empty.settle()
        assert "maquette_prompt" in cube and other.data == mesh and not empty.current.error


def test_a_target_only_in_another_scene_than_the_linked_one_of_its_name(empty, library):
    """Its own view layer does not have it, and has another one of its name."""
    cube = bpy.data.objects["Cube"]
    cube.select_set(True)
    empty.press(prompt="a brief chair", place="SELECTION")
    elsewhere = bpy.data.scenes.new("B")
    elsewhere.collection.objects.link(cube)
    bpy.context.collection.objects.unlink(cube)
    link(library)
    empty.settle()
    assert "maquette_prompt" in cube and not empty.current.error and not empty.current.waiting


def test_after_revert_the_boxes_are_filled(empty, tmp_path):
    for k in range(3):
        bpy.ops.mesh.primitive_cube_add(location=(5 * k, 0, 0))
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "room.blend"))
    empty.press(prompt="a brief chair", place="SELECTION")
    bpy.ops.wm.revert_mainfile()
    empty.settle()
    assert not ours() and len(empty.current.waiting) == 3
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    assert [made.name for made in ours()] == ["Cube", "Cube.001", "Cube.002"]
    assert len(bpy.data.objects) == 3 and not empty.folders()


def test_a_target_in_edit_mode_waits_and_says_so(blender):
    cube = bpy.data.objects["Cube"]
    cube.select_set(True)
    bpy.context.view_layer.objects.active = cube
    blender.press(prompt="a chair", place="SELECTION")
    blender.press(prompt="a table", place="CURSOR")
    bpy.ops.object.mode_set(mode="EDIT")
    blender.settle()
    assert [made["maquette_prompt"] for made in ours()] == ["a table"]  # another one does not wait
    assert bpy.context.mode == "EDIT_MESH" and bpy.context.object == cube
    layout = blender.draw("main")
    assert (
        "Cube is in Edit Mode. Its new mesh will be added when you leave that mode." in layout.texts
    )
    assert {"import_result", "discard_result"} <= set(layout.buttons)
    with pytest.raises(RuntimeError, match="Cube is in Edit Mode"):
        bpy.ops.maquette.import_result()
    assert blender.current.waiting
    bpy.ops.object.mode_set(mode="OBJECT")
    blender.settle()
    assert cube["maquette_prompt"] == "a chair" and not blender.current.waiting


def test_a_result_that_waits_can_be_dropped(blender):
    bpy.data.objects["Cube"].select_set(True)
    blender.press(prompt="a chair", place="SELECTION")
    bpy.ops.object.mode_set(mode="EDIT")
    blender.settle()
    bpy.ops.maquette.discard_result(job=blender.current.waiting[0].name)
    assert not blender.current.waiting and not blender.folders()
    assert "import_result" not in blender.draw("main").buttons


def boom(*_given, **_words):
    raise KeyError("boom")


@pytest.mark.parametrize(
    "where",
    [
        "operators.scene.landing.land",
        "operators.scene.mesh_import.make_object",
        "operators.scene.arrangement.at",
    ],
)
def test_whatever_fails_in_landing_is_said_and_the_result_kept(empty, monkeypatch, where):
    module, _, name = where.rpartition(".")
    before = len(bpy.data.meshes)
    with monkeypatch.context() as broken:
        broken.setattr(empty.module(module), name, boom)
        empty.press(prompt="a chair")
        empty.press(prompt="a table")
        empty.settle()
        assert (
            empty.current.error.message == "Something went wrong inside Maquette: KeyError: 'boom'."
        )
        assert len(empty.current.waiting) == 2 and not ours() and len(bpy.data.meshes) == before
        layout = empty.draw("main")
        assert {"import_result", "open_log"} <= set(layout.buttons)
        assert "Ready to import: a chair" in layout.texts
    log = empty.module("operators.jobs.paths").log_file().read_text()
    assert "KeyError: 'boom'" in log and "Traceback" in log
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    assert [made["maquette_prompt"] for made in ours()] == ["a chair", "a table"]
    assert not empty.current.waiting and not empty.folders() and empty.current.error is None


@pytest.mark.parametrize(
    ("where", "name", "place"),
    [
        ("jobs.history", "keep", "CURSOR"),
        ("jobs.history", "keep", "SHEET"),
        ("session", "redraw", "CURSOR"),
        ("jobs.paths", "preference", "CURSOR"),
        ("scene.busy", "why_not", "CURSOR"),
    ],
)
def test_a_defect_never_ends_the_timer(empty, monkeypatch, where, name, place):
    empty.press(prompt="a brief chair", place=place)
    with monkeypatch.context() as broken:
        broken.setattr(empty.module(f"operators.{where}"), name, boom)
        empty.wait(lambda: empty.current.error)
        for _ in range(5):
            empty.session.tick()
    assert empty.current.error.message == "Something went wrong inside Maquette: KeyError: 'boom'."
    empty.press(prompt="a table", place="CURSOR")
    empty.settle()
    assert "a table" in [made["maquette_prompt"] for made in ours()]
    assert empty.current.error is None


def test_a_sheet_that_cannot_be_kept_can_be_imported(empty, monkeypatch):
    history = empty.module("operators.jobs.history")
    with monkeypatch.context() as broken:
        broken.setattr(history, "keep", boom)
        empty.press(prompt="a chair", place="SHEET", samples=2)
        empty.settle()
        assert not ours() and len(empty.current.waiting) == 1
        assert "import_result" in empty.draw("main").buttons
    assert bpy.ops.maquette.import_result() == {"FINISHED"}
    assert len(ours()) == 2 and history.entries()[::-1] and not empty.folders()


def test_a_linked_scene_takes_nothing_and_nothing_is_lost(empty, tmp_path):
    file = str(tmp_path / "other.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    mine = bpy.context.scene
    with bpy.data.libraries.load(file, link=True) as (_there, wanted):
        wanted.scenes = ["Scene"]
    empty.press(prompt="a chair")
    job = empty.current.job
    reference = empty.module("operators.scene.references").Reference
    bpy.context.window.scene = wanted.scenes[0]
    object.__setattr__(job.placement.press, "scene", reference.to(wanted.scenes[0]))
    empty.settle()
    assert str(empty.current.error).startswith("This scene is linked from another file.")
    assert empty.current.waiting == [job]
    bpy.context.window.scene = mine
    object.__setattr__(job.placement, "press", None)
    assert bpy.ops.maquette.import_result() == {"FINISHED"} and len(ours()) == 1


def test_the_undo_step_is_one_and_exact(empty):
    bpy.ops.ed.undo_push(message="before")
    bpy.context.scene.cursor.location.x = 4
    bpy.ops.ed.undo_push(message="cursor")
    empty.press(prompt="a chair", samples=2)
    empty.settle()
    places = [tuple(made.location) for made in ours()]
    bpy.ops.ed.undo()
    assert not ours() and bpy.context.scene.cursor.location.x == 4
    bpy.ops.ed.redo()
    assert [tuple(made.location) for made in ours()] == places
    assert np.allclose(places[0], (4, 0, 0))
