"""What is there for meshes is there for points: a preview while they form, growth, variations,
contact sheets, the history, assets."""

import os
from pathlib import Path

import bpy
import numpy as np
import pytest

COUNT = 500
pytestmark = pytest.mark.skipif(
    "MAQUETTE_PYTHON" not in os.environ, reason="MAQUETTE_PYTHON is not set"
)


@pytest.fixture(scope="module")
def one_worker(real_worker) -> bool:
    return real_worker


@pytest.fixture
def stand_in(toy) -> None:
    """None: the worker is the real one."""


def seen(made) -> tuple[np.ndarray, int, float]:
    """What a view shows: its sides (3,), faces, and how wide its last solid is."""
    shown = made.evaluated_get(bpy.context.evaluated_depsgraph_get()).to_mesh()
    places = np.empty(3 * len(shown.vertices), np.float32)
    shown.vertices.foreach_get("co", places)
    places = places.reshape(-1, 3)
    return np.ptp(places, axis=0), len(shown.polygons), np.ptp(places[-12:], axis=0).max()


def test_they_form_in_view_and_can_be_scrubbed_afterwards(blender, toy, monkeypatch):
    preview = blender.module("operators.scene.live_preview")
    read = blender.module("operators.scene.mesh_import").read
    settings = bpy.context.scene.maquette
    settings.model, settings.output = toy, "points"
    blender.press(prompt="a red box", size=4.0, preview_interval=1, keep_frames=True)
    job, drawn, hear = blender.current.job, [], blender.current._hear

    def heard(event) -> None:  # before the next event is heard: the job's end takes the files away
        hear(event)
        if job.preview and job.preview.step not in [step for step, _ in drawn]:
            mesh, _where = preview.placed(job, read(Path(job.preview.mesh)))
            drawn.append((job.preview.step, mesh))

    monkeypatch.setattr(blender.current, "_hear", heard)
    blender.wait(lambda: blender.current.job is None, seconds=240)
    blender.settle()
    assert blender.current.error is None and drawn
    for _step, mesh in drawn:
        assert len(mesh.vertices) == COUNT and not len(mesh.faces)
        assert np.ptp(mesh.vertices, axis=0).max() == pytest.approx(4)

    made = bpy.context.object
    assert [modifier.name for modifier in made.modifiers] == ["Growth", "Points"]
    growth = made.modifiers["Growth"]
    frame = growth.node_group.interface.items_tree["Frame"].identifier
    assert growth[frame] == 5
    whole = seen(made)
    assert whole[1] == 20 * COUNT
    for number in (1, 4):
        growth[frame] = number
        made.update_tag()
        sides, faces, wide = seen(made)
        assert faces == 20 * COUNT and sides == pytest.approx(whole[0], rel=0.2)
        assert wide == pytest.approx(whole[2] * 4 / number, rel=1e-3)  # of a smaller box, then


def test_variations_a_sheet_and_the_history(blender, toy):
    bpy.ops.maquette.generate(prompt="a red box", model=toy, output="points")
    first = bpy.context.object
    assert bpy.ops.maquette.vary(samples=2) == {"FINISHED"}
    varied = bpy.context.selected_objects
    assert len(varied) == 2 and first not in varied
    for made in varied:
        assert len(made.data.vertices) == COUNT and [m.name for m in made.modifiers] == ["Points"]
        assert made.modifiers[0].node_group == first.modifiers[0].node_group
    blender.module("operators.scene.mesh_import").select(bpy.context.view_layer, varied)
    assert bpy.ops.maquette.blend(samples=1) == {"FINISHED"}
    assert len(bpy.context.object.data.vertices) == COUNT

    before = len(bpy.data.objects)
    given = {"prompt": "a blue box", "model": toy, "output": "points", "samples": 2}
    assert bpy.ops.maquette.generate(place="SHEET", **given) == {"FINISHED"}
    assert len(bpy.data.objects) == before
    history = blender.module("operators.jobs.history")
    (entry,) = history.entries(1)
    for sample in entry.result.samples:
        assert Path(sample.thumbnail).stat().st_size > 100
    assert bpy.ops.maquette.pick(sample=1) == {"FINISHED"}
    made = bpy.context.object
    assert len(made.data.vertices) == COUNT and made.modifiers["Points"]
    assert made["maquette_prompt"] == "a blue box" and made["maquette_seed"] == 1
    assert bpy.ops.maquette.recall(sample=1) == {"FINISHED"}
    panel = bpy.context.scene.maquette
    assert (panel.output, panel.model, panel.seed) == ("points", toy, 1)


@pytest.mark.parametrize("shape", ["Points", "Cubes"])
def test_assets_bring_the_modifier_along_and_show_what_it_shows(blender, tmp_path, shape):
    """A cloud as a model's would be, without one."""
    mesh_import = blender.module("operators.scene.mesh_import")
    places = np.random.default_rng(0).random((COUNT, 3), np.float32)
    red = np.tile(np.array([1, 0, 0], np.float32), (COUNT, 1))
    data = mesh_import.MeshData(places, np.empty((0, 3), np.int32), red)
    made = mesh_import.make_object(data, "cloud")
    bpy.context.scene.collection.objects.link(made)
    blender.module("operators.scene.point_shapes").choose(made.modifiers[0], shape)
    mesh_import.select(bpy.context.view_layer, [made])
    drawn = blender.module("operators.scene.thumbnail").draw(
        made, bpy.context.evaluated_depsgraph_get()
    )
    assert drawn[..., 3].mean() > 0.1 and drawn[..., 0].sum() > 10 * drawn[..., 1].sum()
    assert bpy.ops.maquette.save_asset(where="LIBRARY", folder=str(tmp_path)) == {"FINISHED"}
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    with bpy.data.libraries.load(str(tmp_path / "cloud.blend"), assets_only=True) as (_, into):
        into.objects = ["cloud"]
    (kept,) = into.objects
    bpy.context.scene.collection.objects.link(kept)
    assert kept.preview and kept.modifiers["Points"].node_group
    assert seen(kept)[1] == {"Points": 0, "Cubes": 6 * COUNT}[shape]


def test_both_come_as_a_mesh_and_hidden_points_in_its_place(blender, toy):
    bpy.context.scene.cursor.location.x = 3
    given = {"prompt": "a red box", "model": toy, "output": "both"}
    assert bpy.ops.maquette.generate(samples=2, size=3.0, **given) == {"FINISHED"}
    assert "The points are in the same place. Show them in the Outliner." in blender.current.notes
    meshes = list(bpy.context.selected_objects)
    assert len(meshes) == 2 and all(made.data.polygons for made in meshes)
    for made in meshes:
        (points,) = made.children
        assert points.name == f"{made.name} points" and len(points.data.vertices) == COUNT
        assert points.hide_get() and points.hide_render and points.modifiers["Points"]
        assert inside(points, made) and points.matrix_world.translation == made.location
        assert blender.said(made)["output"] == "both" and "maquette_model" not in points

    made = meshes[0]
    (points,) = made.children
    points.modifiers["Points"].name, points.location.x = "Mine", 0.5
    before, count = np.array(made.data.vertices[0].co), len(bpy.data.objects)
    blender.module("operators.scene.mesh_import").select(bpy.context.view_layer, [made])
    assert bpy.ops.maquette.regenerate(new_seed=True) == {"FINISHED"}
    assert len(bpy.data.objects) == count and made.children == (points,)
    assert points.location.x == 0.5 and points.modifiers["Mine"]
    assert inside(points, made) and not np.allclose(made.data.vertices[0].co, before, atol=1e-6)

    cube = bpy.data.objects["Cube"]
    cube.location, cube.scale = (0, 9, 0), (1, 2, 3)
    blender.module("operators.scene.mesh_import").select(bpy.context.view_layer, [cube])
    assert bpy.ops.maquette.generate(place="SELECTION", fit="STRETCH", **given) == {"FINISHED"}
    (points,) = cube.children
    assert inside(points, cube) and cube.data.polygons


def inside(points, mesh) -> bool:
    """Whether the points fill the box of the mesh, in its own coordinates."""
    whole = np.array([tuple(v.co) for v in mesh.data.vertices])
    low, high = whole.min(0), whole.max(0)
    there = np.array([tuple(v.co) for v in points.data.vertices])
    near = 0.05 * (high - low).max()
    return bool(
        np.abs(there.min(0) - low).max() < near and np.abs(there.max(0) - high).max() < near
    )
