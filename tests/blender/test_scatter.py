"""Scatter: variations of an object, instanced on a surface."""

import bpy
import numpy as np
import pytest


@pytest.fixture
def tree(blender):
    """A tree of the stand-in, 0.25 x 0.5 x 1 m, and a ground of 8 x 8 m at a height of 1 m."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    bpy.ops.mesh.primitive_plane_add(size=8, location=(0, 0, 1))
    bpy.context.object.name = "ground"
    bpy.ops.maquette.generate(prompt="tree", size=1.0)
    made = bpy.context.object
    bpy.data.objects["ground"].select_set(True)
    return made


def set_input(blender, name: str, value) -> None:
    modifier = bpy.data.objects["tree Scatter"].modifiers[0]
    blender.module("operators.scene.geometry_nodes").set_input(modifier, name, value)


def standing() -> tuple[np.ndarray, list[str]]:
    """(N, 4, 4) where the instances are, and which objects they are of."""
    bpy.context.view_layer.update()
    found = [
        (np.array(each.matrix_world), each.object.name)
        for each in bpy.context.evaluated_depsgraph_get().object_instances
        if each.is_instance and each.parent.original.name == "tree Scatter"
    ]
    return np.array([place for place, _ in found]), [name for _, name in found]


def test_variations_stand_on_the_surface(blender, tree):
    assert bpy.ops.maquette.scatter(samples=3) == {"FINISHED"}
    own = bpy.data.collections["tree Variations"]
    assert len(own.objects) == 3 and tree.name not in own.objects
    assert all(blender.said(made)["parents"] == "tree" for made in own.objects)
    assert not any(made in set(bpy.context.view_layer.objects) for made in own.objects)
    assert bpy.context.object == bpy.data.objects["tree Scatter"]
    places, names = standing()
    assert 10 < len(places) < 60  # 64 m², one for each 1.5 m x 1.5 m
    assert set(names) == {made.name for made in own.objects}
    assert places[:, 2, 3] == pytest.approx(1) and np.abs(places[:, :2, 3]).max() <= 4
    scales = np.linalg.norm(places[:, :3, 0], axis=1)
    assert 0.8 <= scales.min() < 0.95 and 1.05 < scales.max() <= 1.2
    assert places[:, 2, 2] / scales == pytest.approx(1)  # upright
    turns = np.arctan2(places[:, 1, 0], places[:, 0, 0])
    assert np.ptp(turns) > np.pi


def test_inputs(blender, tree):
    bpy.ops.maquette.scatter(samples=2)
    before = standing()[0]
    set_input(blender, "Seed", 5)
    assert not np.array_equal(standing()[0], before)
    set_input(blender, "Density", 4.0)
    assert 150 < len(standing()[0]) < 400
    for name, value in (("Rotation", 0.0), ("Min Scale", 2.0), ("Max Scale", 2.0)):
        set_input(blender, name, value)
    assert np.abs(standing()[0][:, :3, :3] - 2 * np.eye(3)).max() < 1e-5
    ground = bpy.data.objects["ground"]
    ground.rotation_euler.x = np.pi / 4
    assert standing()[0][:, 2, 2] == pytest.approx(2)
    set_input(blender, "Align", True)
    assert standing()[0][:, 2, 2] == pytest.approx(2 * np.cos(np.pi / 4), rel=1e-4)


def test_a_large_ground_has_a_thousand_at_most(blender, tree):
    bpy.data.objects["ground"].scale = 1000, 1000, 1
    bpy.context.view_layer.update()
    bpy.ops.maquette.scatter(samples=1)
    assert 800 < len(standing()[0]) < 1200


def test_they_share_one_group(blender, tree):
    bpy.ops.maquette.scatter(samples=1)
    bpy.ops.object.select_all(action="DESELECT")
    bpy.context.view_layer.objects.active = tree
    for made in (tree, bpy.data.objects["ground"]):
        made.select_set(True)
    bpy.ops.maquette.scatter(samples=1)
    assert len([group for group in bpy.data.node_groups if "maquette_scatter" in group]) == 1


def test_a_surface_that_is_gone(blender, tree):
    """They stand beside the object instead, and the panel says why."""
    blender.click("scatter", strength=0.5, samples=2)
    bpy.data.objects.remove(bpy.data.objects["ground"])
    blender.settle()
    assert len(bpy.context.scene.collection.all_objects) == 3
    assert "The object it was made for is gone." in blender.draw("main").texts


def test_without_a_surface(blender, tree):
    bpy.data.objects["ground"].select_set(False)
    assert not bpy.ops.maquette.scatter.poll()
    assert "scatter" not in blender.draw("again").buttons
    bpy.data.objects["ground"].select_set(True)
    assert "scatter" in blender.draw("again").buttons


def test_one_undo_takes_all_away(blender, tree):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.scatter(samples=2)
    bpy.ops.ed.undo()
    assert {made.name for made in bpy.data.objects} == {"tree", "ground"}
    assert "tree Variations" not in bpy.data.collections
