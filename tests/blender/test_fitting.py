"""Generate into the blockout: a mesh fills an object's box, and the object stays what it was."""

import bpy
import numpy as np
import pytest

BOX = {"x": 2.0, "y": 6.0, "z": 4.0}  # the stand-in's mesh is 1 x 2 x 4


@pytest.fixture
def box(blender):
    """A block in an empty scene, turned, moved and scaled, with a parent and a modifier."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    return block("red_chair.001", (1.0, 3.0, 2.0))


def block(name: str, half: tuple[float, float, float]) -> bpy.types.Object:
    bpy.ops.mesh.primitive_cube_add()
    made = bpy.context.object
    made.name, made.scale = name, half
    return made


def corners(made) -> np.ndarray:
    """Lowest and highest in metres along the object's own axes."""
    local = np.array([tuple(vertex.co) for vertex in made.data.vertices])
    scale = np.abs(tuple(made.matrix_world.to_scale()))
    return np.array([local.min(0) * scale, local.max(0) * scale])


@pytest.mark.parametrize(
    ("fit", "front", "sides"),
    [
        ("UNIFORM", "-Y", (1, 2, 4)),
        ("HEIGHT", "-Y", (1, 2, 4)),
        ("STRETCH", "-Y", (2, 6, 4)),
        ("UNIFORM", "X", (2, 1, 4)),
        ("STRETCH", "X", (2, 6, 4)),
    ],
)
def test_it_fills_the_box(blender, box, fit, front, sides):
    assert bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", fit=fit, front=front) == {
        "FINISHED"
    }
    low, high = corners(box)
    assert high - low == pytest.approx(sides, rel=1e-4)
    assert (low + high)[:2] == pytest.approx([0, 0], abs=1e-4) and low[2] == pytest.approx(-2)


@pytest.mark.parametrize(("front", "where"), [("-Y", 1), ("X", 0), ("Y", 1), ("-X", 0)])
def test_the_front_looks_where_it_should(blender, box, front, where):
    """The stand-in's colours rise with x, y and z: red tells where its right side went."""
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", front=front)
    places = np.array([tuple(vertex.co) for vertex in box.data.vertices])
    green = np.array([c.color[1] for c in box.data.color_attributes["Color"].data])
    back = places[green > 0.5].mean(0) - places[green < 0.5].mean(0)
    assert np.abs(back).argmax() == where
    assert back[where] * {"-Y": 1, "X": -1, "Y": -1, "-X": 1}[front] > 0


def test_everything_but_the_mesh_stays(blender, box):
    bpy.ops.object.empty_add()
    parent = bpy.context.object
    box.parent = parent
    box.location, box.rotation_euler = (1, 2, 3), (0.1, 0.2, 0.3)
    box.modifiers.new("Mine", "BEVEL")
    own = bpy.data.collections.new("Room")
    own.objects.link(box)
    before = box.data
    parent.select_set(False)
    box.select_set(True)
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
    assert box.name == "red_chair.001" and box.parent == parent
    assert tuple(box.location) == (1, 2, 3) and tuple(box.scale) == (1, 3, 2)
    assert box.modifiers[0].name == "Mine" and own in box.users_collection
    assert box.data != before and box["maquette_original"] == before
    assert box.data.materials[0].name == box.data.name == box.name
    bpy.context.view_layer.objects.active = box
    assert bpy.ops.maquette.restore() == {"FINISHED"}
    assert box.data == before and not [key for key, _ in box.items() if key.startswith("maquette")]
    assert not bpy.ops.maquette.restore.poll()


def test_regenerate_fills_the_same_box(blender, box):
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", fit="STRETCH")
    original = box["maquette_original"]
    bpy.ops.maquette.regenerate(new_seed=True)
    assert np.ptp(corners(box), axis=0) == pytest.approx([2, 6, 4], rel=1e-4)
    assert box["maquette_original"] == original and box["maquette_fit"] == "STRETCH"


def test_names_furnish_a_room(blender, box):
    lamp, table = block("Lamp", (1, 1, 1)), block("wooden table.014", (1, 1, 1))
    for made in (box, lamp, table):
        made.select_set(True)
    bpy.ops.maquette.generate(place="SELECTION", names_as_prompts=True, seed=5, prompt="unused")
    told = {made.name: made["maquette_prompt"] for made in (box, lamp, table)}
    assert told == {
        "Lamp": "Lamp",
        "red_chair.001": "red chair",
        "wooden table.014": "wooden table",
    }
    assert sorted(made["maquette_seed"] for made in (box, lamp, table)) == [5, 6, 7]


def test_one_that_fails_takes_no_other_along(blender, box):
    block("fail", (1, 1, 1))
    box.select_set(True)
    with pytest.raises(RuntimeError, match="The device ran out of memory"):
        bpy.ops.maquette.generate(place="SELECTION", names_as_prompts=True)
    assert box["maquette_prompt"] == "red chair" and not blender.current.waiting
    assert "maquette_prompt" not in bpy.data.objects["fail"] and blender.folders() == []


def test_a_press_does_not_wait_and_each_is_one_undo_step(blender, box):
    lamp = block("Lamp", (1, 1, 1))
    box.select_set(True)
    bpy.ops.ed.undo_push(message="before")
    blender.press(place="SELECTION", names_as_prompts=True)
    assert len(blender.current.queue) == 1
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))
    assert "maquette_original" in lamp and "maquette_original" in box
    bpy.ops.ed.undo()
    both = [bpy.data.objects[name] for name in ("Lamp", "red_chair.001")]
    left = [bool(made.get("maquette_original")) for made in both]
    assert sorted(left) == [False, True]
    bpy.ops.ed.redo()
    assert bpy.data.objects["Lamp"].get("maquette_original")


def test_a_mirrored_box_is_filled(blender, box):
    box.scale.x = -1
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", fit="STRETCH")
    assert np.ptp(corners(box), axis=0) == pytest.approx([2, 6, 4], rel=1e-4)


def test_a_box_that_cannot_be_filled_any_more(blender, box):
    """The mesh comes all the same, as an object of its own, and the panel says why."""
    blender.press(prompt="a chair", place="SELECTION")
    bpy.context.collection.objects.unlink(box)
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))
    assert len(box.data.polygons) == 6 and "maquette_prompt" not in box
    assert bpy.context.object.name == "a chair" and len(bpy.context.object.data.polygons) == 12
    assert any("The object it was made for is gone." in text for text in blender.draw("main").texts)


def test_it_is_still_there_after_saving(blender, box, tmp_path):
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "room.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "room.blend"))
    assert bpy.ops.maquette.restore() == {"FINISHED"}
    assert len(bpy.context.object.data.vertices) == 8 and len(bpy.context.object.data.polygons) == 6


def _light(scene):
    bpy.ops.object.light_add()


def _flat(scene):
    bpy.ops.mesh.primitive_plane_add()


def _empty_mesh(scene):
    bpy.ops.mesh.primitive_cube_add()
    bpy.context.object.data.clear_geometry()


def _no_size(scene):
    bpy.ops.mesh.primitive_cube_add()
    bpy.context.object.scale.z = 0


def _nothing(scene):
    bpy.ops.object.select_all(action="DESELECT")


@pytest.mark.parametrize(
    ("select", "sentence"),
    [
        (_nothing, "Nothing is selected. Select the objects to fill."),
        (_light, "Point is not a mesh. Select meshes that have some volume."),
        (_flat, "Plane is flat."),
        (_empty_mesh, "Cube is an empty mesh."),
        (_no_size, "Cube is flat."),
    ],
)
def test_what_cannot_be_filled(blender, select, sentence):
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    select(bpy.context.scene)
    bpy.context.view_layer.update()
    with pytest.raises(RuntimeError, match=sentence):
        bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
    assert blender.folders() == [] and blender.current.job is None


def test_what_can_be_is_filled_beside_what_cannot(blender, box):
    bpy.ops.object.light_add()
    light = bpy.context.object
    box.select_set(True)
    assert bpy.ops.maquette.generate(prompt="a chair", place="SELECTION") == {"FINISHED"}
    assert "maquette_prompt" in box and "maquette_prompt" not in light


def test_too_many_are_refused_at_once(blender, box):
    for k in range(201):
        made = bpy.data.objects.new(f"box {k}", box.data)
        bpy.context.collection.objects.link(made)
        made.select_set(True)
    blender.press(prompt="a chair", place="SELECTION")
    assert (
        str(blender.current.error)
        == "202 jobs would be in the queue; the limit is 200. Select fewer objects."
    )
    assert blender.folders() == [] and not blender.current.job


def test_names_say(blender):
    prompt_of = blender.module("operators.scene.fitting").prompt_of
    said = {name: prompt_of(name) for name in ("red chair.001", "Big_Table-2", "042", "lamp")}
    assert said == {
        "red chair.001": "red chair",
        "Big_Table-2": "Big Table",
        "042": "042",
        "lamp": "lamp",
    }
