"""The frames of a preview, kept in a modifier of what became of it."""

import bpy
import numpy as np
import pytest

SOCKET = "Socket_2"  # of the modifier: the third one of its node group


@pytest.fixture
def chair(blender):
    """With two frames, of the same proportions, which the chair itself has not."""
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.generate(
        prompt="a chair",
        preview_interval=2,
        keep_frames=True,
        resolution=64,
        size=4.0,
        origin="BASE",
    )
    return bpy.context.object


def seen(made, frame: int | None = None) -> tuple[list[float], list[str]]:
    """The sides of what a view shows of the object, and its colour attributes."""
    if frame is not None:
        made.modifiers["Growth"][SOCKET] = frame
        made.update_tag()
    shown = made.evaluated_get(bpy.context.evaluated_depsgraph_get())
    places = [vertex.co for vertex in shown.data.vertices]
    colours = [attribute.name for attribute in shown.data.color_attributes]
    return np.ptp(places, axis=0).round(4).tolist(), colours


def test_it_is_the_object_until_a_frame_is_chosen(chair):
    assert seen(chair) == ([2, 4, 4], ["Color"])
    assert seen(chair, 1) == seen(chair, 2) == ([1, 2, 4], ["Color"])
    assert seen(chair, 3) == ([2, 4, 4], ["Color"])
    (frames,) = (made for made in bpy.data.objects if not made.users_scene)
    assert [value.value for value in frames.data.attributes["maquette_frame"].data] == [
        *8 * [1],
        *8 * [2],
    ]


def test_it_stands_in_the_box_of_its_target_before_other_modifiers(blender):
    cube = bpy.data.objects["Cube"]
    cube.modifiers.new("Mine", "TRIANGULATE")
    cube.select_set(True)
    bpy.ops.maquette.generate(
        prompt="a chair", preview_interval=4, keep_frames=True, place="SELECTION", fit="STRETCH"
    )
    assert [modifier.name for modifier in cube.modifiers] == ["Growth", "Mine"]
    assert seen(cube, 1)[0] == seen(cube, 2)[0] == [2, 2, 2]


def everything() -> list[int]:
    data = bpy.data
    return [len(kept) for kept in (data.objects, data.meshes, data.node_groups)]


def test_one_undo_takes_it_all_away(blender):
    before = everything()
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.generate(prompt="a chair", preview_interval=2, keep_frames=True, size=2.0)
    assert everything() == [before[0] + 2, before[1] + 2, before[2] + 1]
    bpy.ops.ed.undo()
    assert everything() == before
    bpy.ops.ed.redo()
    assert seen(bpy.data.objects["a chair"], 1) == ([0.5, 1, 2], ["Color"])


def test_it_is_saved_with_the_file(chair, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "chair.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "chair.blend"))
    assert seen(bpy.data.objects["a chair"], 1)[0] == [1, 2, 4]


def test_another_mesh_has_another_growth_or_none(chair):
    with_one = everything()
    bpy.ops.maquette.regenerate()
    assert not chair.modifiers
    assert everything() == [with_one[0] - 1, with_one[1] - 1, with_one[2] - 1]


def test_the_box_comes_back_without_it(blender):
    cube, before = bpy.data.objects["Cube"], everything()
    cube.select_set(True)
    bpy.ops.maquette.generate(
        prompt="a chair", preview_interval=2, keep_frames=True, place="SELECTION"
    )
    bpy.ops.maquette.restore()
    assert not cube.modifiers and everything()[::2] == before[::2]


def test_a_contact_sheet_keeps_none(blender):
    bpy.ops.maquette.generate(prompt="a chair", preview_interval=2, keep_frames=True, place="SHEET")
    bpy.ops.maquette.pick()
    assert not bpy.context.object.modifiers


def test_without_asking_there_is_none(blender):
    bpy.ops.maquette.generate(prompt="a chair", preview_interval=2)
    assert not bpy.context.object.modifiers


@pytest.mark.parametrize("applied", ["scale", "rotation", "origin"])
def test_the_frames_follow_where_the_mesh_is_moved(chair, applied):
    """As they do the object, in the world, whose last frame is the mesh itself."""

    def corners(frame: int) -> np.ndarray:
        chair.modifiers["Growth"][SOCKET] = frame
        chair.update_tag()
        shown = chair.evaluated_get(bpy.context.evaluated_depsgraph_get())
        places = np.array([chair.matrix_world @ vertex.co for vertex in shown.data.vertices])
        return np.array([places.min(0), places.max(0)])

    chair.scale, chair.rotation_euler = (3, 1, 2), (0, 0, 0.5)
    bpy.context.view_layer.update()
    before = [corners(1), corners(3)]
    if applied == "origin":
        bpy.ops.object.origin_set(type="ORIGIN_GEOMETRY", center="BOUNDS")
        assert chair.location.z > 0.1
    else:
        chosen = {"location": False, "rotation": False, "scale": False, applied: True}
        if applied == "rotation":
            chair.scale = 1, 1, 1
            bpy.context.view_layer.update()
            before = [corners(1), corners(3)]
        bpy.ops.object.transform_apply(**chosen)
    for frame, there in zip((1, 3), before, strict=True):
        assert corners(frame) == pytest.approx(there, abs=1e-4)
    assert len(chair.modifiers["Growth"].node_group.nodes) > 20
