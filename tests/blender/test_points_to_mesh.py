"""Points to Mesh: any object, through a family that takes points, back to where it stands."""

import os

import bpy
import numpy as np
import pytest
from mathutils import Matrix

pytestmark = pytest.mark.skipif(
    "MAQUETTE_PYTHON" not in os.environ, reason="MAQUETTE_PYTHON is not set"
)


@pytest.fixture(scope="module")
def one_worker(real_worker) -> bool:
    return real_worker


@pytest.fixture
def stand_in(toy) -> None:
    """None: the worker is the real one."""


@pytest.fixture
def scan(blender, toy) -> bpy.types.Object:
    """A red block, turned and stretched by its object, whose corners lie along the world's axes."""
    bpy.context.scene.maquette.model = toy
    bpy.ops.mesh.primitive_cube_add(size=1)
    made = bpy.context.object
    made.name = "Scan"
    made.location, made.scale, made.rotation_euler = (5, -2, 3), (2, 4, 1), (0, 0, np.pi / 2)
    made.data.transform(Matrix.Translation((1, 0, 0)))
    material = bpy.data.materials.new("Red")
    material.use_nodes = True
    shader = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (1, 0, 0, 1)
    made.data.materials.append(material)
    bpy.context.view_layer.update()
    return made


def box(made) -> np.ndarray:
    """(2, 3) lowest and highest corners in the world."""
    bpy.context.view_layer.update()
    places = np.array([made.matrix_world @ vertex.co for vertex in made.data.vertices])
    return np.array([places.min(0), places.max(0)])


def test_the_mesh_is_where_the_object_stands(blender, scan):
    before = box(scan)
    assert bpy.ops.maquette.points_to_mesh(count=20_000) == {"FINISHED"}
    made = bpy.context.object
    assert made != scan and made.name == "Scan.001" and made.data.polygons
    assert box(made) == pytest.approx(before, abs=2e-3)  # as near as random points come to corners
    assert made.location == scan.location and list(made.scale) == [1, 1, 1]
    color = np.empty(4 * len(made.data.vertices), np.float32)
    made.data.color_attributes["Color"].data.foreach_get("color", color)
    assert np.allclose(color.reshape(-1, 4), (1, 0, 0, 1))
    assert scan.hide_get() and scan.hide_render and scan.name == "Scan"

    said = blender.said(made)
    assert said["parents"] == "Scan" and said["prompt"] == "" and made["maquette_latent"]
    shown = blender.draw("again").buttons
    assert "save_asset" in shown and not {"regenerate", "vary", "retexture", "points_to_mesh"} & {
        *shown
    }
    for again in (bpy.ops.maquette.regenerate, bpy.ops.maquette.vary):
        with pytest.raises(RuntimeError, match="Scan.001 was made from points, not from a prompt"):
            again()
    (entry,) = blender.module("operators.jobs.history").entries()
    assert entry.title == "Points"


def test_the_mesh_can_be_finer_and_have_levels_of_detail(blender, scan):
    bpy.context.scene.maquette.model = "point-e-mini"
    assert bpy.ops.maquette.points_to_mesh(resolution=24) == {"FINISHED"}
    made = bpy.context.object
    faces, place = len(made.data.polygons), box(made)
    shown = blender.draw("again").buttons
    assert "remesh" in shown and "make_levels" in shown
    assert bpy.ops.maquette.remesh(resolution=48) == {"FINISHED"}
    assert len(made.data.polygons) > 3 * faces and box(made) == pytest.approx(place, abs=0.1)
    assert bpy.ops.maquette.make_levels(count=2, ratio=4) == {"FINISHED"}
    levels = [bpy.data.objects[f"Scan.001_LOD{number}"] for number in (0, 1)]
    first, second = (len(level.data.polygons) for level in levels)
    assert first > 3 * faces and second == pytest.approx(first / 4, rel=0.1)


def test_beside_it_and_one_undo(blender, scan):
    bpy.ops.ed.undo_push(message="before")
    place = box(scan)
    assert bpy.ops.maquette.points_to_mesh(original="BESIDE") == {"FINISHED"}
    made, scan = bpy.context.object, bpy.data.objects["Scan"]
    assert not scan.hide_get() and not scan.hide_render
    there = box(made)
    assert np.ptp(there, axis=0) == pytest.approx(np.ptp(place, axis=0), abs=0.02)
    assert there[0, 2] == pytest.approx(place[0, 2], abs=0.02)
    apart = (there[0] >= place[1]) | (there[1] <= place[0])
    assert apart[:2].any()
    bpy.ops.ed.undo()
    assert "Scan.001" not in bpy.data.objects


def test_a_cloud_of_loose_vertices_from_the_button(blender, scan):
    mesh = bpy.data.meshes.new("Loose")
    places = np.random.default_rng(0).random((9000, 3), np.float32) * [1, 2, 3]
    mesh.vertices.add(len(places))
    mesh.vertices.foreach_set("co", places.astype(np.float32).ravel())
    loose = bpy.data.objects.new("Loose", mesh)
    bpy.context.scene.collection.objects.link(loose)
    blender.module("operators.scene.mesh_import").select(bpy.context.view_layer, [loose])
    assert "points_to_mesh" in blender.draw("again").buttons
    assert "regenerate" not in blender.draw("again").buttons
    blender.click("points_to_mesh", original="HIDE", count=4096, **mesh_settings(blender))
    blender.wait(lambda: blender.current.job is None, seconds=240)
    blender.settle()
    assert blender.current.error is None
    assert "4,096 of 9,000 points were used." in blender.current.notes
    assert "Loose has no colors, so it was taken to be gray." in blender.current.notes
    made = bpy.data.objects["Loose.001"]
    assert box(made) == pytest.approx(np.array([places.min(0), places.max(0)]), abs=0.01)
    assert loose.hide_get() and not made.hide_get()


def mesh_settings(blender) -> dict[str, object]:
    names = blender.module("operators.regenerate").REMESHED
    return {name: getattr(bpy.context.scene.maquette, name) for name in names}


def test_without_a_model_for_it_there_is_no_button(blender, scan):
    module = blender.module("operators.points")
    bpy.context.scene.maquette.model = ""
    able = [model.label for model in module.encoders(bpy.context)]
    if not able:
        assert module.why_no_mesh(bpy.context) == "No model of this version can do this"
    if module.encoder(bpy.context) is None:
        assert not bpy.ops.maquette.points_to_mesh.poll()
        assert not bpy.types.MAQUETTE_PT_again.poll(bpy.context)


def test_what_cannot_be_taken_is_refused_and_leaves_no_folder(blender, scan):
    scan.data.clear_geometry()
    with pytest.raises(RuntimeError, match="Scan has no faces and no vertices"):
        bpy.ops.maquette.points_to_mesh()
    assert not blender.folders()
    bpy.context.view_layer.objects.active = bpy.data.objects["Camera"]
    assert not bpy.ops.maquette.points_to_mesh.poll()
