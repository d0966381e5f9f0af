"""What Blender lists is named after the object: its mesh, its material, their images."""

import bpy
import numpy as np
import pytest


def names(made) -> tuple[str, str, list[str]]:
    return made.name, made.data.name, [each.name for each in made.data.materials]


def chair(**settings) -> bpy.types.Object:
    bpy.ops.maquette.generate(prompt="a chair", **settings)
    return bpy.context.object


@pytest.fixture
def named_after_objects(blender):
    """Nothing that Maquette made is left without an object, whatever else a test looks at."""
    yield
    ours = [m for m in bpy.data.materials if m.keys() and "maquette_shared" not in m]
    packed = [image for image in bpy.data.images if image.packed_file]
    assert all(each.users for each in (*bpy.data.meshes, *ours, *packed))


pytestmark = pytest.mark.usefixtures("named_after_objects")


def test_each_of_several_has_its_own(blender):
    bpy.ops.maquette.generate(prompt="a chair", samples=3)
    made = [each for each in bpy.data.objects if "maquette_model" in each]
    assert sorted(each.name for each in made) == ["a chair", "a chair.001", "a chair.002"]
    assert all(names(each) == (each.name, each.name, [each.name]) for each in made)


def test_a_blockout_s_is_called_as_the_object_and_comes_back(blender):
    cube = bpy.data.objects["Cube"]
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
    assert names(cube) == ("Cube", "Cube", ["Cube"])
    bpy.ops.maquette.regenerate(new_seed=True)
    assert names(cube) == ("Cube", "Cube", ["Cube"])
    bpy.ops.maquette.restore()
    assert names(cube) == ("Cube", "Cube", ["Material"]) and not cube.data.keys()


def test_a_box_with_another_mesh_name_lends_its_own(blender):
    cube = bpy.data.objects["Cube"]
    cube.name, cube.data.name = "Dog", "Cube.022"
    bpy.ops.maquette.generate(place="SELECTION", names_as_prompts=True)
    assert names(cube) == ("Dog", "Dog", ["Dog"])
    bpy.ops.maquette.restore()
    assert names(cube) == ("Dog", "Cube.022", ["Material"])


def test_a_mesh_that_several_blockouts_share(blender):
    cube = bpy.data.objects["Cube"]
    other = cube.copy()
    bpy.context.collection.objects.link(other)
    other.select_set(True)
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION")
    assert names(cube) == ("Cube", "Cube", ["Cube"])
    assert names(other) == ("Cube.001", "Cube.001", ["Cube.001"])
    for each in (cube, other):
        bpy.context.view_layer.objects.active = each
        bpy.ops.maquette.restore()
        assert each.data.name == "Cube"
    assert cube.data == other.data


def test_a_renamed_object_s_follow_when_it_is_made_again(blender):
    made = chair(texture=256)
    made.name = "Throne"
    bpy.ops.maquette.regenerate()
    assert names(made) == ("Throne", "Throne", ["Throne"])
    assert [image.name for image in bpy.data.images if image.packed_file] == ["Throne"]
    bpy.ops.maquette.remesh(texture=0)
    made.name = "Stool"
    bpy.ops.maquette.regenerate()
    assert names(made) == ("Stool", "Stool", ["Stool"])


def test_what_somebody_called_a_material_stays(blender):
    made = chair()
    made.data.materials[0].name = "Oak"
    bpy.ops.maquette.regenerate(new_seed=True)
    assert names(made) == ("a chair", "a chair", ["Oak"])


def test_a_copy_s_material_is_its_own_once_it_is_made_again(blender):
    made = chair()
    copy = made.copy()
    copy.data = made.data.copy()
    bpy.context.collection.objects.link(copy)
    bpy.context.view_layer.objects.active = copy
    bpy.ops.maquette.regenerate(new_seed=True)
    assert names(made) == ("a chair", "a chair", ["a chair"])
    assert names(copy) == ("a chair.001", "a chair.001", ["a chair.001"])


def test_one_for_all_where_that_is_set(blender):
    both = [chair(material="SHARED") for _ in range(2)]
    assert {each.data.materials[0].name for each in both} == {"Maquette Vertex Colours"}
    bpy.ops.maquette.regenerate(new_seed=True)  # as it was, whatever the setting says
    assert both[1].data.materials[0] == both[0].data.materials[0]
    textured = chair(material="SHARED", texture=256)
    assert names(textured)[2] == [textured.name]


def test_the_viewport_color_is_the_main_color(blender):
    """The stand-in paints its cubes red, with a face of another color or none."""
    made = chair()
    painted = np.empty(4 * len(made.data.vertices), np.float32)
    made.data.color_attributes["Color"].data.foreach_get("color", painted)
    values, counts = np.unique(painted.reshape(-1, 4), axis=0, return_counts=True)
    assert made.data.materials[0].diffuse_color[:] == pytest.approx(values[counts.argmax()])


def test_the_main_color_is_that_of_the_largest_surface(blender):
    paint = blender.module("operators.scene.paint")
    vertices = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], *[[0, 0, k / 9] for k in range(6)]])
    faces = np.array([[0, 1, 2], [3, 4, 5], [6, 7, 8]])
    colors = np.array([[0.8, 0, 0]] * 3 + [[0, 0, 0.8]] * 6)
    assert paint.main_color(colors, vertices, faces) == pytest.approx((0.8, 0, 0))
    assert paint.main_color(colors, vertices, faces[:0]) == pytest.approx((0, 0, 0.8))


def test_no_image_of_before_stays(blender, tmp_path):
    image = bpy.data.images.new("shown", 8, 8)
    bpy.ops.maquette.generate(source="IMAGE", image_name=image.name)
    made = bpy.context.object
    assert made["maquette_image"].name == f"{made.name} image"
    bpy.ops.maquette.regenerate()
    assert made["maquette_image"].name == f"{made.name} image"
    bpy.data.images.remove(image)
