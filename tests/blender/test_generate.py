"""Generate, from a script and from the button."""

import base64
import json
import re
import time
import zlib

import bpy
import numpy as np
import pytest

SIDES = (0.5, 1.0, 2.0)  # the stand-in's box of 1 x 2 x 4, two metres high


def coordinates(mesh) -> np.ndarray:
    values = np.empty(len(mesh.vertices) * 3, np.float32)
    mesh.vertices.foreach_get("co", values)
    return values.reshape(-1, 3)


def colours(mesh) -> np.ndarray:
    values = np.empty(len(mesh.vertices) * 4, np.float32)
    mesh.color_attributes["Color"].data.foreach_get("color", values)
    return values.reshape(-1, 4)


def test_a_script_gets_the_object(blender):
    bpy.context.scene.cursor.location = (3, 4, 5)
    assert bpy.ops.maquette.generate(prompt="a red chair", seed=7, size=2.0) == {"FINISHED"}
    made = bpy.context.object
    assert (
        made.name == "a red chair" and made.select_get() and bpy.context.selected_objects == [made]
    )
    assert tuple(made.location) == (3, 4, 5) and tuple(made.scale) == (1, 1, 1)
    assert tuple(made.dimensions) == pytest.approx(SIDES)
    corners = coordinates(made.data)
    assert corners.min(0) == pytest.approx([-0.25, -0.5, 0])
    assert corners.max(0) == pytest.approx([0.25, 0.5, 2])
    assert len(made.data.polygons) == 12 and not made.data.validate()
    assert made.users_collection == (bpy.context.collection,)
    assert blender.folders() == []


def test_its_colours_are_linear_and_shown(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    mesh = bpy.context.object.data
    attribute = mesh.color_attributes["Color"]
    assert (attribute.data_type, attribute.domain) == ("FLOAT_COLOR", "POINT")
    assert mesh.color_attributes.active_color == attribute
    assert mesh.color_attributes[mesh.color_attributes.render_color_index] == attribute
    corners = coordinates(mesh)
    expected = 0.25 + 0.5 * (corners > corners.mean(0))
    assert np.array_equal(colours(mesh), np.c_[expected, np.ones(8)].astype(np.float32))
    (material,) = mesh.materials
    link = next(k for k in material.node_tree.links if k.to_socket.name == "Base Color")
    assert link.from_node.layer_name == "Color" and link.to_node.type == "BSDF_PRINCIPLED"
    bpy.ops.maquette.generate(prompt="a table")
    own = bpy.context.object.data.materials[0]
    assert own != material and own.name == "a table"


def test_it_says_how_it_was_made(blender):
    bpy.ops.maquette.generate(
        prompt="a chair", seed=3, samples=2, resolution=32, guidance=2.5, triangles=500
    )
    made = bpy.context.object
    told = {k: v for k, v in made.items() if k.startswith("maquette_")}
    latent = zlib.decompress(base64.b64decode(told.pop("maquette_latent").as_string()))
    assert len(latent) == 128 + 4 * 3 * 2
    assert told.pop("maquette_rest")["count"] == 8
    assert re.fullmatch("[0-9a-f]{16}", told.pop("maquette_mesh"))  # of the file: see the gallery
    record = json.loads(told.pop("maquette_record"))
    assert told == {
        "maquette_prompt": "a chair",
        "maquette_model": "maquette-mini",
        "maquette_seed": 4,
    }
    assert record == {
        **{"record": 2, "version": "0.1.0", "license": "GPL-3.0-or-later"},
        **{"image": None, "init_latents": False, "parents": "", "strength": 0.0},
        "retexture": False,
        "mesh": {"vertices": 8, "faces": 12, "watertight": True},
        "form": {"origin": "BASE", "voxels": 0},
        "request": {
            **{"prompt": "a chair", "text_to_image": "", "model": "maquette-mini"},
            **{"sampler": "exact", "seed": 4, "guidance": 2.5, "precision": "auto"},
            "steps": 64,  # the stand-in's recommendation: none was given
            **{"detail": "custom", "resolution": 32, "triangles": 500, "texture": None},
            "loose_parts": True,
            **{"symmetry": "off", "output": "auto", "real_size": True},
        },
    }
    assert blender.said(made)["seed"] == 4


def test_too_few_triangles(blender):
    with pytest.raises(RuntimeError, match="triangles is 50; it must lie between 100"):
        bpy.ops.maquette.generate(prompt="a chair", triangles=50)
    assert not blender.folders()


def test_a_seed_too_large_for_a_property_is_text(blender):
    bpy.ops.maquette.generate(prompt="a chair", seed=2**31 - 1, samples=2)
    assert bpy.context.object["maquette_seed"] == str(2**31)


def test_samples_stand_side_by_side(blender):
    bpy.ops.maquette.generate(prompt="a chair", samples=3, size=1.0)
    made = bpy.context.selected_objects
    assert sorted(o.location.x for o in made) == [0, 1.25, 2.5]
    assert all(max(o.dimensions) == pytest.approx(1) for o in made)


@pytest.mark.parametrize(
    ("shading", "smooth", "sharp"), [("FLAT", 0, 0), ("SMOOTH", 12, 0), ("AUTO", 12, 12)]
)
def test_shading_is_kept_when_it_is_made_again(blender, shading, smooth, sharp):
    bpy.ops.maquette.generate(prompt="a chair", shading=shading)
    for _ in range(2):
        mesh = bpy.context.object.data
        assert sum(face.use_smooth for face in mesh.polygons) == smooth
        assert sum(edge.use_edge_sharp for edge in mesh.edges) == sharp
        bpy.ops.maquette.regenerate()


@pytest.mark.parametrize(("origin", "low"), [("BASE", 0), ("CENTER", -1), ("MASS", -1)])
def test_origins(blender, origin, low):
    bpy.context.scene.cursor.location = (3, 4, 5)
    bpy.ops.maquette.generate(prompt="a chair", origin=origin, size=2.0)
    made = bpy.context.object
    for _ in range(2):
        assert tuple(made.location) == (3, 4, 5)
        corners = coordinates(made.data)
        assert corners.min(0) == pytest.approx([-0.25, -0.5, low], abs=1e-6)
        assert corners.max(0) == pytest.approx([0.25, 0.5, low + 2], abs=1e-6)
        bpy.ops.maquette.remesh(resolution=128)


def test_the_centre_of_mass_is_that_of_the_volume(blender):
    """A tetrahedron's is the mean of its corners, a quarter of its height above the ground; that
    of a sheet, which has no volume, the middle of its box."""
    build = blender.module("operators.scene.mesh_import")
    tip = [[0, 0, 0], [4, 0, 0], [0, 4, 0], [0, 0, 4]], [[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]]
    sheet = [[0, 0, 0], [4, 0, 0], [4, 2, 0], [0, 2, 0]], [[0, 1, 2], [0, 2, 3]]
    for (corners, faces), expected in ((tip, (-1, -1, -1)), (sheet, (-2, -1, 0))):
        corners, faces = np.array(corners, np.float32), np.array(faces, np.int32)
        mesh = build.MeshData(corners, faces, corners / 4)
        made = build.make_object(mesh, "it", size=4.0, origin="MASS")
        assert coordinates(made.data)[0] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("prompt", "name"),
    [
        ("un café 🪑", "un café 🪑"),
        ("כיסא אדום", "כיסא אדום"),
        ("two\nlines\t\x00 of it", "two lines of it"),
        ("🪑" * 40, "🪑" * 15),
        ("a" * 62 + "é", "a" * 62),
    ],
)
def test_names(blender, prompt, name):
    assert blender.module("operators.scene.naming").object_name(prompt) == name
    bpy.ops.maquette.generate(prompt=prompt.replace("\x00", ""))
    assert bpy.context.object.name == name


def test_the_button_returns_at_once_and_takes_the_panel(blender):
    began = time.monotonic()
    blender.press(prompt="a slow chair", seed=5, size=1.0, real_size=False, steps=9)
    assert time.monotonic() - began < 1.0
    assert blender.current.job.request.steps == 9
    blender.wait(lambda: blender.current.job is None and not blender.current.waiting)
    assert bpy.context.object["maquette_seed"] == 5
    assert max(bpy.context.object.dimensions) == pytest.approx(1)
    assert blender.folders() == []


def test_the_worker_stays_for_the_next_job(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    pid = blender.current.connection.pid
    bpy.ops.maquette.generate(prompt="a table")
    assert blender.current.connection.pid == pid


def test_one_undo_step(blender):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.mesh.primitive_cube_add()
    bpy.ops.ed.undo_push(message="cube")
    before = set(bpy.data.objects.keys())
    blender.press(prompt="a chair", samples=2)
    blender.wait(lambda: blender.current.job is None and not blender.current.waiting)
    after = set(bpy.data.objects.keys())
    assert after - before == {"a chair", "a chair.001"}
    bpy.ops.ed.undo()
    assert set(bpy.data.objects.keys()) == before
    bpy.ops.ed.redo()
    assert set(bpy.data.objects.keys()) == after


def test_cancel(blender):
    blender.press(prompt="a slow chair")
    blender.wait(lambda: blender.current.job.progress is not None)
    began = time.monotonic()
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    assert time.monotonic() - began < 1.0
    assert blender.current.error is None and blender.folders() == []
    assert bpy.ops.maquette.generate(prompt="a chair") == {"FINISHED"}


def test_from_edit_mode(blender):
    bpy.context.view_layer.objects.active = bpy.data.objects["Cube"]
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.maquette.generate(prompt="a chair")
    assert bpy.context.mode == "OBJECT" and bpy.context.object.name == "a chair"


@pytest.mark.parametrize("how", ["exclude", "hide", "lock"])
def test_a_collection_that_takes_nothing(blender, how):
    layer = bpy.context.view_layer.active_layer_collection
    if how == "exclude":
        layer.exclude = True
    elif how == "hide":
        layer.hide_viewport = True
    else:
        layer.collection.hide_select = True
    bpy.ops.maquette.generate(prompt="a chair")
    assert bpy.context.object.users_collection == (bpy.context.scene.collection,)
    assert bpy.context.selected_objects == [bpy.context.object]


def test_another_model_brings_its_recommendation(blender):
    settings = bpy.context.scene.maquette
    assert (settings.sampler, settings.steps, settings.guidance) == ("fast", 12, 2.0)
    settings.steps, settings.guidance = 1, 1.0
    settings.model = "openai/shap-e"
    assert (settings.sampler, settings.steps, settings.guidance) == ("exact", 64, 15.0)
    settings.model = "maquette-mini"
    assert (settings.sampler, settings.steps, settings.guidance) == ("fast", 12, 2.0)
    settings.sampler = "exact"
    assert settings.steps == 24


def test_a_script_that_says_no_sampler_leaves_it_to_the_model(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    assert blender.said(bpy.context.object)["sampler"] == "exact"  # the stand-in's choice
    bpy.ops.maquette.generate(prompt="a chair", sampler="fast")
    assert blender.said(bpy.context.object)["sampler"] == "fast"


def test_the_dice(blender):
    seeds = set()
    for _ in range(4):
        bpy.ops.maquette.randomize_seed()
        seeds.add(bpy.context.scene.maquette.seed)
    assert len(seeds) == 4


def test_settings_stay_in_the_file(blender, tmp_path):
    bpy.context.scene.maquette.prompt = "a red chair 🪑"
    file = str(tmp_path / "scene.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    assert bpy.context.scene.maquette.prompt == ""
    bpy.ops.wm.open_mainfile(filepath=file)
    assert bpy.context.scene.maquette.prompt == "a red chair 🪑"


def test_many_vertices(blender, tmp_path, capsys):
    side = 448
    u, v = np.meshgrid(*[np.linspace(0, 2 * np.pi, side, endpoint=False)] * 2)
    ring = 1 + 0.3 * np.cos(v)
    torus = np.stack([ring * np.cos(u), ring * np.sin(u), 0.3 * np.sin(v)], -1).reshape(-1, 3)
    a = np.arange(side * side).reshape(side, side)
    b, d = np.roll(a, -1, 1), np.roll(a, -1, 0)
    c = np.roll(b, -1, 0)
    faces = np.concatenate([np.stack(t, -1).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
    file = tmp_path / "torus.npz"
    np.savez(file, vertices=torus, faces=faces, colours=np.abs(torus) / 2)
    began = time.perf_counter()
    build = blender.module("operators.scene.mesh_import")
    made = build.make_object(build.read(file), "torus")
    seconds = time.perf_counter() - began
    assert len(made.data.vertices) == side * side
    with capsys.disabled():
        print(f" {side * side} vertices in {seconds:.2f} s, Blender {bpy.app.version_string}")
