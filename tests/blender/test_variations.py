"""What was made is taken up again: in its place, beside it, between two; and after saving."""

import tempfile
from pathlib import Path

import bpy
import numpy as np
import pytest


@pytest.fixture
def chair(blender):
    bpy.ops.maquette.generate(prompt="a chair", seed=3, size=4.0)
    return bpy.context.object


def height(made) -> float:
    """The stand-in makes meshes as high as their resolution says."""
    sides = np.ptp([tuple(corner) for corner in made.bound_box], axis=0)
    return sides[2] / sides[0]


def longest(made) -> float:
    """Without what modifiers make of it."""
    return max(np.ptp([tuple(vertex.co) for vertex in made.data.vertices], axis=0))


def latent(blender, made) -> np.ndarray:
    provenance = blender.module("operators.scene.provenance")
    with tempfile.TemporaryDirectory() as folder:
        return np.load(provenance.unpack_latent(made, Path(folder)))


def test_regenerate_takes_the_object_s_place(blender, chair):
    material = chair.data.materials[0]
    chair.location = 1, 2, 3
    chair.modifiers.new("Mine", "SUBSURF")
    before, meshes = chair.data.name, len(bpy.data.meshes)
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}
    assert bpy.context.object == chair and tuple(chair.location) == (1, 2, 3)
    assert chair.modifiers[0].name == "Mine" and list(chair.data.materials) == [material]
    assert (chair.data.name, len(bpy.data.meshes)) == (before, meshes)
    assert chair["maquette_seed"] == 3 and longest(chair) == pytest.approx(4.0)


def test_a_new_seed_makes_another_shape_in_its_place(blender, chair):
    bpy.ops.maquette.regenerate(new_seed=True)
    assert chair["maquette_seed"] != 3
    assert latent(blender, chair)[0, 0] == chair["maquette_seed"] % 1000


def test_regenerate_keeps_the_precision(blender):
    bpy.ops.maquette.generate(prompt="a chair", precision="fp32")
    bpy.ops.maquette.regenerate()
    assert blender.said(bpy.context.object)["precision"] == "fp32"


def test_remesh_keeps_shape_size_and_seed(blender, chair):
    bpy.ops.maquette.remesh(resolution=256)
    assert blender.said(chair)["resolution"] == 256 and chair["maquette_seed"] == 3
    assert height(chair) == pytest.approx(8) and longest(chair) == pytest.approx(4.0)
    assert (latent(blender, chair) == 3).all()


def test_the_number_of_triangles_is_kept_until_another_is_asked_for(blender, chair):
    assert blender.said(chair)["triangles"] is None
    bpy.ops.maquette.remesh(resolution=64, triangles=700)
    assert blender.said(chair)["triangles"] == 700
    bpy.ops.maquette.regenerate()
    assert blender.said(chair)["triangles"] == 700
    bpy.ops.maquette.vary(samples=1)
    assert blender.said(bpy.context.object)["triangles"] == 700


def test_vary_stands_beside_it_and_says_of_what(blender, chair):
    others = set(bpy.data.objects)
    bpy.ops.maquette.vary(strength=0.4, samples=2)
    made = sorted(set(bpy.data.objects) - others, key=lambda each: each.location.x)
    assert len(made) == 2 and bpy.context.object in made
    assert [each.location.x - chair.location.x for each in made] == pytest.approx([5, 10])
    for each in made:
        assert blender.said(each)["parents"] == chair.name
        assert blender.said(each)["strength"] == pytest.approx(0.4)
        assert each["maquette_prompt"] == "a chair"


def test_blend_lies_between_two(blender, chair):
    bpy.ops.maquette.generate(prompt="a table", seed=7)
    table = bpy.context.object
    chair.select_set(True)
    bpy.ops.maquette.blend(samples=1)
    between = bpy.context.object
    assert between not in (chair, table)
    assert blender.said(between)["parents"] == f"{table.name} + {chair.name}"
    assert (latent(blender, between) == 5).all()


def test_it_all_works_after_saving_and_opening(blender, chair, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "chair.blend"))
    blender.current.stop()
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "chair.blend"))
    bpy.ops.maquette.remesh(resolution=64)
    assert height(bpy.context.object) == pytest.approx(2)


def test_one_undo_takes_the_mesh_back(blender, chair):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.remesh(resolution=256)
    bpy.ops.ed.undo()
    assert height(bpy.data.objects["a chair"]) == pytest.approx(4)
    bpy.ops.ed.redo()
    assert height(bpy.data.objects["a chair"]) == pytest.approx(8)


def test_a_click_does_not_wait_and_a_gone_object_is_no_end(blender, chair):
    blender.click("remesh", detail="custom", resolution=64, triangles=0, texture=0, voxels=0)
    bpy.data.objects.remove(chair)
    blender.wait_for_end()
    blender.wait(lambda: not blender.current.waiting)
    assert height(bpy.data.objects["a chair"]) == pytest.approx(2)
    assert blender.current.error is None
    assert "The object it was made for is gone." in blender.current.notes


@pytest.mark.parametrize("operator", ["remesh", "vary", "blend", "forget_latent"])
def test_without_a_latent_it_cannot_be_done(blender, chair, operator):
    bpy.ops.maquette.forget_latent()
    with pytest.raises(RuntimeError, match="no latent|poll"):
        getattr(bpy.ops.maquette, operator)()
    bpy.ops.maquette.regenerate()
    assert chair["maquette_latent"]


def test_what_cannot_be_taken_up(blender, chair):
    again = blender.module("operators.object_operator")
    bpy.ops.mesh.primitive_cube_add()
    assert "not made by Maquette" in again.why_not(bpy.context.object, True)
    assert "not made by Maquette" in again.why_not(None, True)
    chair["maquette_latent"] = 7
    assert "no latent" in again.why_not(chair, True)
    bpy.ops.object.select_all(action="DESELECT")
    bpy.context.view_layer.objects.active = chair
    assert "two objects" in blender.module("operators.variations").why_no_blend(bpy.context)


def test_a_spoilt_latent_is_named_and_nothing_is_left(blender, chair):
    chair["maquette_latent"] = b"nonsense"
    with pytest.raises(RuntimeError, match="The latent of a chair cannot be read"):
        bpy.ops.maquette.remesh()
    assert not blender.folders()


@pytest.mark.parametrize("operator", ["regenerate", "remesh", "vary"])
def test_what_is_refused_leaves_no_folder(blender, chair, operator, monkeypatch, tmp_path):
    again = getattr(bpy.ops.maquette, operator)
    with monkeypatch.context() as missing:
        missing.setenv("MAQUETTE_PYTHON", str(tmp_path / "missing"))
        with pytest.raises(RuntimeError, match="names a Python that does not exist"):
            again()
    chair.data.clear_geometry()
    with pytest.raises(RuntimeError, match="a chair is empty. Choose another object."):
        again()
    assert not blender.folders() and not blender.current.job


def test_a_model_that_is_gone_is_named(blender, chair):
    chair["maquette_model"] = "/nowhere"
    with pytest.raises(RuntimeError, match="/nowhere is gone"):
        bpy.ops.maquette.vary()


def test_the_panel_says_whether_the_mesh_is_closed(blender, chair):
    import bmesh

    assert "12 triangles, watertight" in blender.draw("again").texts
    mesh = bmesh.new()
    mesh.from_mesh(chair.data)
    mesh.faces.ensure_lookup_table()
    bmesh.ops.delete(mesh, geom=mesh.faces[:1], context="FACES_ONLY")
    mesh.to_mesh(chair.data)
    mesh.free()
    assert "11 triangles, open edges" in blender.draw("again").texts
    bpy.ops.maquette.generate(prompt="an open chair")
    assert "12 triangles, open edges" in blender.draw("again").texts


def test_the_panel_shows_what_the_object_allows(blender, chair):
    panel = bpy.types.MAQUETTE_PT_again
    assert panel.poll(blender.view)
    layout = blender.draw("again")
    assert layout.buttons == [
        *("copy", "copy", "regenerate", "regenerate", "remesh", "vary"),
        *("forget_latent", "make_levels", "make_hulls", "save_asset", "export_omage"),
    ]
    assert any(text.startswith("Latent: ") for text in layout.texts)
    bpy.ops.maquette.forget_latent()
    assert "No latent: regenerate it first" in blender.draw("again").texts
    bpy.ops.mesh.primitive_cube_add()
    assert blender.draw("again").buttons == ["points_to_mesh", "make_hulls", "export_omage"]
    bpy.ops.object.camera_add()
    assert not panel.poll(blender.view)
