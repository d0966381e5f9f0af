"""Detail: what a script, the panel, a preset and an object of before mean by it."""

import json
import shutil

import bpy
import numpy as np
import pytest

NUMBERS = ("resolution", "triangles", "texture", "voxels")


def said(blender, *names: str) -> tuple[object, ...]:
    known = blender.said(bpy.context.object)
    return tuple(known[name] for name in ("detail", *names))


def test_a_script_that_says_nothing_gets_a_blockout(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    assert said(blender, "triangles", "resolution") == ("blockout", None, 128)
    bpy.ops.maquette.generate(prompt="a chair", detail="game")
    assert said(blender) == ("game",) and bpy.context.object.data.uv_layers


@pytest.mark.parametrize("number", [{"triangles": 500}, {"resolution": 128}, {"texture": 256}])
def test_a_script_that_says_numbers_means_them(blender, number):
    bpy.ops.maquette.generate(prompt="a chair", **number)
    ((name, value),) = number.items()
    assert said(blender, name) == ("custom", value)
    bpy.ops.maquette.generate(prompt="a chair", voxels=32)
    assert said(blender) == ("custom",)


def test_both_contradict_each_other(blender):
    for own, label in (({"triangles": 500}, "Triangles"), ({"voxels": 32}, "Voxel Remesh")):
        with pytest.raises(RuntimeError, match=f"{label} is set, but Detail is Game"):
            bpy.ops.maquette.generate(prompt="a chair", detail="game", **own)
    assert not blender.folders()


def test_quads_come_as_quads(blender):
    bpy.ops.maquette.generate(prompt="a chair", detail="sculpt", size=2.0)
    made = bpy.context.object
    assert [len(face.vertices) for face in made.data.polygons] == [4] * 6
    assert all(face.normal.dot(face.center - middle(made)) > 0 for face in made.data.polygons)
    assert made.data.validate() is False
    assert "6 quads, watertight" in blender.draw("again").texts
    made.scale.x = -1  # a mesh that is mirrored since is made again the right way around
    bpy.ops.object.transform_apply(location=False, rotation=False)
    bpy.ops.maquette.regenerate()
    assert said(blender) == ("sculpt",)
    assert [len(face.vertices) for face in made.data.polygons] == [4] * 6
    assert all(face.normal.dot(face.center - middle(made)) > 0 for face in made.data.polygons)


def middle(made):
    return sum((v.co for v in made.data.vertices), made.data.vertices[0].co * 0) / 8


def test_the_panel_shows_numbers_where_they_are_chosen(blender):
    settings = bpy.context.scene.maquette
    rows = blender.draw("main").props
    assert {"detail", "size", "real_size"} <= {*rows, "size"} and not {*NUMBERS} & {*rows}
    settings.detail = "custom"
    assert {*NUMBERS} <= {*blender.draw("main").props}
    assert not {"detail", "size", "real_size", *NUMBERS} & {*blender.draw("advanced").props}
    settings.output = "points"
    assert not {*NUMBERS} & {*blender.draw("main").props}


def test_what_the_panel_does_not_show_is_not_asked_for(blender):
    settings = bpy.context.scene.maquette
    blender.press(prompt="a chair", triangles=500)
    blender.settle()
    settings.detail = "blockout"
    blender.press(prompt="a stool")
    blender.settle()
    chair, stool = (blender.said(bpy.data.objects[name]) for name in ("a chair", "a stool"))
    assert (chair["detail"], chair["triangles"]) == ("custom", 500)
    assert (stool["detail"], stool["triangles"], settings.triangles) == ("blockout", None, 500)


def test_a_preset_of_before_means_its_numbers(blender):
    settings = bpy.context.scene.maquette
    settings.detail = "game"
    exec("import bpy\nsettings = bpy.context.scene.maquette\nsettings.triangles = 5000")
    assert (settings.detail, settings.triangles) == ("custom", 5000)


def test_the_panel_of_a_file_of_before_means_its_numbers(blender, tmp_path):
    scene, file = bpy.context.scene, str(tmp_path / "before.blend")
    scene.maquette.prompt = "a chair"
    system = getattr(scene, "bl_system_properties_get", lambda: scene)()
    system["maquette"]["triangles"] = 700
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.open_mainfile(filepath=file)
    settings = bpy.context.scene.maquette
    assert (settings.detail, settings.triangles) == ("custom", 700)
    settings.detail = "blockout"
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.open_mainfile(filepath=file)
    assert bpy.context.scene.maquette.detail == "blockout"


def test_an_object_of_before_is_made_again_as_it_was(blender):
    bpy.ops.maquette.generate(prompt="a chair", triangles=500)
    made = bpy.context.object
    known = json.loads(made["maquette_record"])
    del known["request"]["detail"]
    made["maquette_record"] = json.dumps(known)
    asked = blender.module("operators.scene.provenance").request(made, "cpu")
    shutil.rmtree(asked.folder)
    assert asked.detail is None and asked.meshing.former and asked.meshing.triangles == 500
    bpy.ops.maquette.regenerate()
    assert said(blender, "triangles") == (None, 500)
    bpy.ops.maquette.vary(samples=1)
    assert said(blender, "triangles") == (None, 500)


def test_remesh_has_values_of_its_own(blender):
    scene = bpy.context.scene
    bpy.ops.maquette.generate(prompt="a chair")
    scene.maquette_remesh.detail, scene.maquette_remesh.symmetry = "full", "x"
    assert (scene.maquette.detail, scene.maquette.symmetry) == ("blockout", "off")
    rows = blender.draw("again").props
    assert "detail" in rows and not {*NUMBERS} & {*rows}
    scene.maquette_remesh.detail = "custom"
    assert {*NUMBERS} <= {*blender.draw("again").props}
    bpy.ops.maquette.remesh()
    assert said(blender, "resolution", "symmetry") == ("custom", 256, "off")
    bpy.ops.maquette.remesh(detail="sculpt")
    assert said(blender, "resolution") == ("sculpt", 128)
    with pytest.raises(RuntimeError, match="Resolution is set, but Detail is Full"):
        bpy.ops.maquette.remesh(detail="full", resolution=64)


def test_history_brings_it_back(blender):
    settings = bpy.context.scene.maquette
    blender.press(prompt="a chair", triangles=500, detail="full")
    blender.settle()
    settings.detail, settings.triangles = "game", 0
    bpy.ops.maquette.recall()
    assert (settings.detail, settings.triangles) == ("full", 500)


def test_lengths_are_in_the_units_of_the_scene(blender):
    units = blender.module("operators.scene.units")
    scene = bpy.context.scene
    bpy.ops.maquette.generate(prompt="a chair")
    meters = max(bpy.context.object.dimensions)
    scene.unit_settings.scale_length = 0.01
    bpy.ops.maquette.generate(prompt="a chair")
    assert max(bpy.context.object.dimensions) == pytest.approx(100 * meters, rel=1e-4)
    assert units.told(scene, 100 * meters) == units.told(scene, units.from_meters(scene, meters))
    scene.unit_settings.system = "IMPERIAL"
    assert "'" in units.told(scene, units.from_meters(scene, 0.9144))
    scene.unit_settings.system = "NONE"
    assert units.from_meters(scene, 0.9) == 0.9 and units.told(scene, 0.9) == "0.9"
    scene.maquette.prompt, scene.maquette.real_size = "a chair", True
    assert units.told(scene, np.float32(meters)) in blender.draw("main").texts
