"""Objects come in their real sizes, if the model knows what they are, unless a size is given."""

import bpy
import pytest


def longest() -> float:
    return max(bpy.context.object.dimensions)


def test_a_thing_that_is_known_is_as_large_as_it_usually_is(blender):
    usual = blender.module("backend.shared.models.catalog").find("maquette-mini").vocabulary
    for prompt in ("a chair", "a tiny chair", "a lighthouse", "a mug"):
        bpy.ops.maquette.generate(prompt=prompt)
        assert longest() == pytest.approx(usual.read(prompt).length, rel=1e-4), prompt
    assert usual.read("a lighthouse").length > 100 * usual.read("a mug").length


def test_a_size_that_is_given_is_taken(blender):
    bpy.ops.maquette.generate(prompt="a chair", size=3.0)
    assert longest() == pytest.approx(3.0, rel=1e-4)
    bpy.ops.maquette.generate(prompt="a chair", real_size=False)
    assert longest() == pytest.approx(2.0, rel=1e-4)
    bpy.ops.maquette.generate(prompt="zorglubb", anyway=True, size=3.0, real_size=True)
    assert longest() == pytest.approx(3.0, rel=1e-4)


def test_the_panel_says_which_it_is(blender):
    settings = bpy.context.scene.maquette
    settings.prompt, settings.size = "a chair", 3.0
    blender.press(prompt="a chair")
    blender.settle()
    (chair,) = (made for made in bpy.data.objects if "maquette_model" in made)
    assert max(chair.dimensions) < 1.5
    known = blender.module("operators.settings")
    assert known.usual_length(settings) == pytest.approx(max(chair.dimensions), rel=1e-4)
    settings.real_size = False
    assert known.usual_length(settings) == 0.0


def test_what_is_made_again_keeps_its_size(blender):
    bpy.ops.maquette.generate(prompt="a lighthouse")
    before = longest()
    bpy.ops.maquette.regenerate(new_seed=True)
    assert longest() == pytest.approx(before, rel=1e-4)


def test_from_the_sheet_too(blender):
    bpy.ops.maquette.generate(prompt="a lighthouse", place="SHEET")
    bpy.ops.maquette.pick()
    assert longest() > 10
    bpy.context.scene.maquette.real_size = False
    bpy.ops.maquette.pick()
    assert longest() == pytest.approx(bpy.context.scene.maquette.size, rel=1e-4)
