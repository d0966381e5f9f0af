"""Best Of: several candidates for each box; one fills it, and the others can be imported."""

import bpy
import numpy as np
import pytest


@pytest.fixture
def box(blender):
    """1 x 2 x 12 m, in an empty scene. The stand-in's boxes are 1 x 2 x 4 to 1 x 2 x 40."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    return block("tower", (0.5, 1.0, 6.0))


def block(name: str, half: tuple[float, float, float]) -> bpy.types.Object:
    bpy.ops.mesh.primitive_cube_add()
    made = bpy.context.object
    made.name, made.scale = name, half
    bpy.context.view_layer.update()
    return made


def generate(**settings) -> set[str]:
    return bpy.ops.maquette.generate(prompt="a varied chair", place="SELECTION", **settings)


@pytest.mark.parametrize(
    ("fit", "front", "half", "seed"),
    [
        ("UNIFORM", "-Y", (0.5, 1.0, 6.0), 2),
        ("STRETCH", "-Y", (0.5, 1.0, 2.0), 0),
        ("HEIGHT", "Y", (0.5, 1.0, 8.4), 3),
        ("UNIFORM", "X", (1.0, 0.5, 6.0), 2),
        ("UNIFORM", "-X", (-1.0, 0.5, 10.2), 4),
    ],
)
def test_the_one_that_needs_the_least_stretch_fills_the_box(blender, box, fit, front, half, seed):
    box.scale = half
    assert generate(fit=fit, front=front, best_of=5) == {"FINISHED"}
    assert [made.name for made in bpy.data.objects] == ["tower"]
    assert box["maquette_seed"] == seed
    sides = np.ptp([tuple(vertex.co) for vertex in box.data.vertices], axis=0) * np.abs(box.scale)
    across = sides[1] / sides[0] if front in ("Y", "-Y") else sides[0] / sides[1]
    assert fit == "STRETCH" or across == pytest.approx(2)
    assert max(sides[:2]) == pytest.approx(2) or fit != "UNIFORM"


def test_it_says_which_and_how_much(blender, box):
    blender.press(place="SELECTION", prompt="a varied chair", best_of=3, seed=4)
    blender.settle()
    said = "tower: seed 4 fits best of 3 candidates (stretch 1.67×)."
    assert said in blender.draw("main").texts


def test_the_others_can_be_imported(blender, box):
    generate(best_of=4, seed=1)
    history = blender.module("operators.jobs.history")
    (entry,) = history.entries()
    assert [sample.seed for sample in entry.result.samples] == [1, 2, 3, 4]
    assert blender.draw("gallery").buttons.count("pick") == 4
    assert bpy.ops.maquette.pick(entry=entry.name, sample=3) == {"FINISHED"}
    assert bpy.context.object != box and bpy.context.object["maquette_seed"] == 4
    assert blender.folders() == []


def test_each_box_has_its_own_candidates(blender, box):
    low = block("low", (0.5, 1.0, 2.0))
    box.select_set(True)
    generate(best_of=5)
    assert (low["maquette_seed"], box["maquette_seed"]) == (0, 5)
    sheet = blender.module("operators.jobs.history").entries()[::-1]
    assert [len(entry.result.samples) for entry in sheet] == [5, 5]


def test_what_fits_best_is_made_again(blender, box):
    generate(best_of=5)
    before = [tuple(vertex.co) for vertex in box.data.vertices]
    bpy.ops.maquette.regenerate()
    assert box["maquette_seed"] == 2 and [tuple(v.co) for v in box.data.vertices] == before


def test_without_it_there_is_one_and_no_sheet(blender, box):
    generate(seed=6)
    assert box["maquette_seed"] == 6
    (entry,) = blender.module("operators.jobs.history").entries()
    assert len(entry.result.samples) == 1


def test_a_box_that_is_gone(blender, box):
    blender.press(place="SELECTION", prompt="a varied chair", best_of=3)
    bpy.data.objects.remove(box)
    blender.settle()
    assert [made["maquette_seed"] for made in bpy.data.objects] == [0]
    assert "The object it was made for is gone." in blender.draw("main").texts
    (entry,) = blender.module("operators.jobs.history").entries()
    assert len(entry.result.samples) == 3


def test_too_many(blender, box):
    with pytest.raises(RuntimeError, match="Best Of is 1000; it must lie between 1 and 64."):
        generate(best_of=1000)
    assert blender.folders() == [] and blender.current.job is None
