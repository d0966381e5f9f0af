"""A mesh made anew of quads: as large, as coloured and as closed as it was meshed."""

import json

import bpy
import numpy as np
import pytest


@pytest.fixture
def chair(blender):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.generate(prompt="a chair", size=4.0, voxels=32)
    return bpy.context.object


def corners(made) -> set[int]:
    return {face.loop_total for face in made.data.polygons}


def sides(made) -> np.ndarray:
    return np.ptp([vertex.co for vertex in made.data.vertices], axis=0)


def test_quads_of_the_same_size(blender, chair):
    mesh = chair.data
    assert corners(chair) == {4} and len(mesh.polygons) > 500
    assert len(mesh.loops) == 2 * len(mesh.edges)  # closed
    assert sides(chair) == pytest.approx([1, 2, 4]) and blender.said(chair)["voxels"] == 32
    assert min(vertex.co.z for vertex in mesh.vertices) == pytest.approx(0)
    assert mesh.polygons[0].use_smooth
    assert any(text.endswith("quads, watertight") for text in blender.draw("again").texts)


def test_colours_come_along(chair):
    """Each corner of the stand-in's box has a colour of its own; a new vertex has the nearest's."""
    mesh = chair.data
    assert [attribute.name for attribute in mesh.color_attributes] == ["Color"]
    assert mesh.color_attributes.active_color.name == "Color"
    places = np.array([vertex.co for vertex in mesh.vertices])
    colours = np.array([tuple(value.color) for value in mesh.color_attributes["Color"].data])
    along = (places - places.min(0)) / np.ptp(places, axis=0)
    clear = (np.abs(along - 0.5) > 0.05).all(1)
    assert clear.sum() > 500 and (colours[:, 3] == 1).all()
    assert colours[clear, :3] == pytest.approx(along[clear].round() * 0.5 + 0.25)
    assert len(mesh.materials) == 1


def test_it_is_one_undo_step_and_leaves_nothing(chair):
    assert len(bpy.data.objects) == 4 and len(bpy.data.meshes) == 2  # and the factory scene's
    bpy.ops.ed.undo()
    assert "a chair" not in bpy.data.objects and "before" not in bpy.data.objects
    bpy.ops.ed.redo()
    assert corners(bpy.data.objects["a chair"]) == {4}


def test_it_fills_its_box(blender):
    cube = bpy.data.objects["Cube"]
    cube.select_set(True)
    bpy.ops.maquette.generate(prompt="a chair", voxels=16, place="SELECTION", fit="STRETCH")
    assert corners(cube) == {4} and sides(cube) == pytest.approx([2, 2, 2])


def test_it_is_kept_until_another_is_asked_for(blender, chair):
    bpy.ops.maquette.regenerate()
    assert corners(chair) == {4} and sides(chair).max() == pytest.approx(4.0)
    faces = len(chair.data.polygons)
    bpy.ops.maquette.remesh(resolution=128, voxels=16)
    assert corners(chair) == {4} and len(chair.data.polygons) < faces
    bpy.ops.maquette.remesh(resolution=128)
    assert len(chair.data.polygons) == 12 and blender.said(chair)["voxels"] == 0


def test_from_a_button(blender, chair):
    given = {"resolution": 128, "triangles": 0, "texture": 0, "voxels": 64}
    blender.click("remesh", detail="custom", **given)
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert blender.said(chair)["voxels"] == 64 and corners(chair) == {4}


@pytest.mark.parametrize(
    "given, says",
    [
        ({"voxels": 3}, "Voxel Remesh is 3; it must lie between 16 and 256, or be 0"),
        (
            {"voxels": 32, "texture": 256},
            "keeps colors, but not a texture. Set Voxel Remesh or Texture to 0.",
        ),
    ],
)
def test_what_cannot_be_made_is_refused_before_it_starts(blender, chair, given, says):
    for operator in ("generate", "remesh"):
        with pytest.raises(RuntimeError, match=says):
            getattr(bpy.ops.maquette, operator)(
                **given | ({"prompt": "a chair"} if operator == "generate" else {})
            )
    assert not blender.folders() and blender.said(chair)["voxels"] == 32


def test_a_spoilt_number_is_named(blender, chair):
    kept = chair["maquette_record"]
    for spoilt, says in ((100_000, "Voxel Remesh is 100000"), ("many", "form.voxels is 'many'")):
        chair["maquette_record"] = kept.replace('"voxels": 32', f'"voxels": {json.dumps(spoilt)}')
        with pytest.raises(RuntimeError, match=says):
            bpy.ops.maquette.regenerate()


def test_a_sheet_stays_as_it_is(blender):
    build = blender.module("operators.scene.mesh_import")
    square = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    sheet = build.MeshData(square, np.array([[0, 1, 2]], np.int32), square)
    made = build.make_object(sheet, "sheet", voxels=16)
    assert len(made.data.vertices) == 3 or corners(made) == {4}
