"""Solid shading shows the first result of a file in color, once, and says so."""

import bpy
import pytest


@pytest.fixture
def view(blender) -> bpy.types.SpaceView3D:
    """The factory scene's viewport: Solid shading, Material color."""
    areas = bpy.context.window.screen.areas
    space = next(area.spaces.active for area in areas if area.type == "VIEW_3D")
    assert (space.shading.type, space.shading.color_type) == ("SOLID", "MATERIAL")
    return space


def generate(blender, **settings) -> None:
    before = len(bpy.data.objects)
    blender.press(prompt="a chair", **settings)
    blender.wait(lambda: len(bpy.data.objects) > before)


def said(blender) -> str:
    return " ".join(blender.draw("main").texts)


def test_the_first_result_is_seen_in_color_and_the_panel_takes_it_back(blender, view):
    assert "viewport_color" not in blender.draw("main").buttons
    generate(blender)
    assert view.shading.color_type == "VERTEX"
    assert "Solid shading now uses Attribute colors" in said(blender)
    assert "viewport_color" in blender.draw("main").buttons
    bpy.ops.maquette.viewport_color(color="MATERIAL")
    assert view.shading.color_type == "MATERIAL"
    assert "viewport_color" not in blender.draw("main").buttons


def test_never_again_once_it_was_turned_back(blender, view, tmp_path):
    bpy.ops.ed.undo_push(message="before")
    generate(blender)
    view.shading.color_type = "MATERIAL"  # in the header's popover
    assert "viewport_color" not in blender.draw("main").buttons
    generate(blender)
    assert view.shading.color_type == "MATERIAL"
    bpy.ops.ed.undo()
    bpy.ops.ed.undo()  # which takes back what is kept in the scene, too
    generate(blender)
    assert view.shading.color_type == "MATERIAL"
    file = str(tmp_path / "made.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.ops.wm.open_mainfile(filepath=file)
    generate(blender)
    areas = bpy.context.window.screen.areas
    (view,) = [area.spaces.active for area in areas if area.type == "VIEW_3D"]
    assert view.shading.color_type == "MATERIAL"


def test_another_file_is_another_first_result(blender, view):
    generate(blender)
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    assert "viewport_color" not in blender.draw("main").buttons
    areas = bpy.context.window.screen.areas
    (view,) = [area.spaces.active for area in areas if area.type == "VIEW_3D"]
    generate(blender)
    assert view.shading.color_type == "VERTEX"


def test_where_other_objects_would_lose_their_colors_it_is_offered(blender, view):
    bpy.data.materials["Material"].diffuse_color = (0.1, 0.2, 0.8, 1.0)
    generate(blender)
    assert view.shading.color_type == "MATERIAL"
    assert "The result has one color" in said(blender)
    bpy.ops.maquette.viewport_color(color="VERTEX")
    assert view.shading.color_type == "VERTEX"
    assert "Solid shading now uses Attribute colors" in said(blender)
    bpy.ops.maquette.viewport_color(color="MATERIAL")
    assert "Solid shading" not in said(blender)


def test_it_can_be_closed(blender, view):
    generate(blender)
    bpy.ops.maquette.close_message(message="COLOR")
    assert view.shading.color_type == "VERTEX"
    assert "viewport_color" not in blender.draw("main").buttons


def test_a_texture_is_seen_as_a_texture(blender, view):
    generate(blender, texture=128)
    assert view.shading.color_type == "TEXTURE"
    assert "Solid shading now uses Texture colors" in said(blender)


@pytest.mark.parametrize("shading", ["MATERIAL", "WIREFRAME"])
def test_other_shading_is_left_alone(blender, view, shading):
    view.shading.type = shading
    generate(blender)
    assert view.shading.color_type == "MATERIAL"
    assert "viewport_color" not in blender.draw("main").buttons
    view.shading.type = "SOLID"  # the first result that is seen there
    generate(blender)
    assert view.shading.color_type == "VERTEX"


def test_one_of_a_contact_sheet_is_seen_in_color_too(blender, view):
    blender.press(prompt="a chair", place="SHEET", samples=2)
    blender.wait_for_end()
    assert view.shading.color_type == "MATERIAL"
    blender.click("pick", entry="", sample=0)
    assert view.shading.color_type == "VERTEX"


def test_a_script_leaves_the_viewport_alone(blender, view):
    bpy.ops.maquette.generate(prompt="a chair")
    assert view.shading.color_type == "MATERIAL"
    assert "viewport_color" not in blender.draw("main").buttons
