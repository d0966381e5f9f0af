"""Levels of detail: copies of an object with other meshes, as engines know them."""

import json

import bpy
import numpy as np
import pytest


@pytest.fixture
def chair(blender):
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    bpy.ops.maquette.generate(prompt="chair", seed=3, size=4.0)
    return bpy.context.object


def places(made) -> np.ndarray:
    """(V, 3) of its vertices in the world."""
    bpy.context.view_layer.update()
    return np.array([tuple(made.matrix_world @ vertex.co) for vertex in made.data.vertices])


def levels(count: int = 4) -> list:
    return [bpy.data.objects[f"chair_LOD{k}"] for k in range(count)]


def test_they_are_the_object_in_its_place(blender, chair):
    chair.location, chair.rotation_euler, chair.scale = (1, 2, 3), (0.1, 0.2, 0.3), (1, 2, 1)
    mine = bpy.data.materials.new("Mine")
    chair.data.materials.append(mine)
    room = bpy.data.collections.new("Room")
    bpy.context.scene.collection.children.link(room)
    room.objects.link(chair)
    bpy.context.collection.objects.unlink(chair)
    before = places(chair)
    assert bpy.ops.maquette.make_levels() == {"FINISHED"}
    assert bpy.context.object == levels()[0] and bpy.context.selected_objects == levels()[:1]
    own = room.children["chair LODs"]
    for k, made in enumerate(levels()):
        assert places(made) == pytest.approx(before, abs=1e-5)
        assert list(made.users_collection) == [own] and made.data.name == made.name
        assert list(made.data.materials) == list(chair.data.materials)
        assert made.hide_get() == made.hide_render == (k > 0)
        assert made["maquette_latent"] == chair["maquette_latent"] and made["maquette_seed"] == 3
    assert chair.hide_get() and chair.hide_render and len(chair.data.vertices) == 8
    root = levels()[0].parent
    assert root["fbx_type"] == "LodGroup" and {made.parent for made in levels()} == {root}
    root.location.x += 1
    assert places(levels()[2])[:, 0] == pytest.approx(before[:, 0] + 1, abs=1e-5)


def test_each_says_how_it_alone_is_made(blender, chair):
    """The stand-in's first level has 12 triangles, and no level has fewer than 100."""
    bpy.ops.maquette.make_levels(count=3, ratio=4.0, triangles=800)
    asked = [json.loads(made["maquette_record"])["request"] for made in levels(3)]
    assert [each["triangles"] for each in asked] == [800, 100, 100]
    assert {each["detail"] for each in asked} == {"custom"}
    bpy.context.view_layer.objects.active = levels(3)[2]
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}
    assert blender.said(levels(3)[2])["triangles"] == 100


def test_the_first_is_the_mesh_as_it_was_asked_for(blender, chair):
    before = blender.said(chair)
    bpy.ops.maquette.make_levels(count=2)
    assert blender.said(levels(2)[0]) == before


def test_a_filled_box_is_filled_by_each(blender, chair):
    bpy.ops.mesh.primitive_cube_add()
    box = bpy.context.object
    box.name, box.scale = "box", (1.0, 3.0, 2.0)
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", fit="STRETCH")
    before = places(box)
    bpy.ops.maquette.make_levels(count=2)
    for k in range(2):
        assert places(bpy.data.objects[f"box_LOD{k}"]) == pytest.approx(before, abs=1e-5)


def test_each_has_its_own_texture(blender, chair):
    bpy.ops.maquette.generate(prompt="lamp", texture=128)
    lamp = bpy.context.object
    bpy.ops.maquette.make_levels(count=2)
    used = {
        name: bpy.data.objects[name].data.materials[0]
        for name in (lamp.name, "lamp_LOD0", "lamp_LOD1")
    }
    assert len(set(used.values())) == 3


def test_files_for_engines_have_them_all(blender, chair, tmp_path):
    """Hidden or not, in one group, and by their names."""
    bpy.ops.maquette.make_levels(count=2)
    file = tmp_path / "chair.fbx"
    bpy.ops.export_scene.fbx(filepath=str(file), use_custom_props=False)
    content = file.read_bytes()
    assert all(name in content for name in (b"LodGroup", b"chair_LOD0", b"chair_LOD1"))
    file = tmp_path / "chair.gltf"
    bpy.ops.export_scene.gltf(filepath=str(file), export_format="GLTF_SEPARATE")
    nodes = json.loads(file.read_text("utf-8"))["nodes"]
    (group,) = (node for node in nodes if node["name"] == "chair_LODs")
    levels = [nodes[child] for child in group["children"]]
    assert [node["name"] for node in levels] == ["chair_LOD0", "chair_LOD1"]
    assert all("mesh" in node for node in levels)


def test_names_that_are_taken(blender, chair):
    bpy.ops.maquette.make_levels(count=2)
    count = len(bpy.data.objects)
    for made in (chair, levels(2)[0]):  # which would have the same names
        bpy.context.view_layer.objects.active = made
        with pytest.raises(RuntimeError, match="chair_LOD0 is already there. Delete or rename it"):
            bpy.ops.maquette.make_levels()
    assert len(bpy.data.objects) == count and blender.folders() == []


def test_all_that_is_selected_gets_them(blender, chair):
    """What cannot have any is left out; names that are taken stop them all."""
    bpy.ops.maquette.generate(prompt="lamp", seed=4)
    lamp = bpy.context.object
    bpy.ops.mesh.primitive_plane_add()
    bpy.ops.object.select_all(action="SELECT")
    bpy.context.view_layer.objects.active = lamp
    assert bpy.ops.maquette.make_levels(count=2) == {"FINISHED"}
    made = {each.name for each in bpy.data.objects if "_LOD" in each.name and each.data}
    assert made == {"chair_LOD0", "chair_LOD1", "lamp_LOD0", "lamp_LOD1"}
    assert levels(1)[0]["maquette_seed"] == 3 and chair.hide_get() and lamp.hide_get()
    assert {each.name for each in bpy.context.selected_objects} == {"chair_LOD0", "lamp_LOD0"}
    assert places(levels(1)[0]) == pytest.approx(places(chair), abs=1e-5)
    bpy.data.objects.remove(bpy.data.objects["lamp_LOD0"])
    bpy.data.objects.remove(bpy.data.objects["lamp_LOD1"])
    for each in (chair, lamp):
        each.hide_set(False)
        each.select_set(True)
    with pytest.raises(RuntimeError, match="chair_LOD0 is already there"):
        bpy.ops.maquette.make_levels(count=2)
    assert "lamp_LOD0" not in bpy.data.objects and blender.folders() == []


def test_long_names_keep_their_ends(blender, chair):
    chair.name = "ü" * 31
    bpy.ops.maquette.make_levels(count=2)
    assert bpy.data.objects["ü" * 29 + "_LOD1"]


def test_who_waits_has_the_first_in_hand(blender, chair):
    """Copies of a selected object are selected, which looks as if somebody did that meanwhile."""
    assert chair.select_get()
    blender.click("make_levels", count=2, ratio=2.0, triangles=0)
    (button, _words), *_ = blender.asked
    button.execute(bpy.context)
    blender.settle()
    assert bpy.context.object == levels(2)[0] and bpy.context.selected_objects == levels(1)


def test_who_waits_for_several_has_the_first_of_each_in_hand(blender, chair):
    bpy.ops.maquette.generate(prompt="lamp", seed=4)
    chair.select_set(True)
    blender.click("make_levels", count=2, ratio=2.0, triangles=0)
    (button, _words), *_ = blender.asked
    button.execute(bpy.context)
    blender.settle()
    assert {each.name for each in bpy.context.selected_objects} == {"chair_LOD0", "lamp_LOD0"}


def test_an_object_that_is_gone(blender, chair):
    """The meshes come all the same, and the panel says why they are no levels."""
    blender.click("make_levels", count=2, ratio=2.0, triangles=0)
    (button, _words), *_ = blender.asked
    button.execute(bpy.context)
    bpy.data.objects.remove(chair)
    blender.settle()
    assert [made.name for made in bpy.data.objects] == ["chair", "chair.001"]
    assert "The object it was made for is gone." in blender.draw("main").texts


def test_one_undo_takes_all_away(blender, chair):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.make_levels(count=2)
    bpy.ops.ed.undo()
    assert list(bpy.data.objects) == [bpy.data.objects["chair"]]
    assert not bpy.data.objects["chair"].hide_get() and "chair LODs" not in bpy.data.collections
