"""A family that somebody else wrote: its folder, copied into an installed Maquette, and nothing
else, goes through the whole line, with a real worker."""

import json
import os
import struct
import subprocess
from pathlib import Path

import bpy
import numpy as np
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
pytestmark = pytest.mark.skipif(
    "MAQUETTE_PYTHON" not in os.environ, reason="MAQUETTE_PYTHON is not set"
)


@pytest.fixture(scope="module")
def one_worker(real_worker) -> bool:
    return real_worker


@pytest.fixture
def stand_in(toy) -> None:
    """None: the worker is the real one."""


def shown(blender, panel="advanced") -> list[str]:
    """Names of the properties that a panel shows."""
    names = []
    layout = type("Noted", (type(blender.draw("main")),), {})()
    layout.prop = lambda data, name, **words: names.append(name)
    kind = getattr(bpy.types, f"MAQUETTE_PT_{panel}")
    kind.draw(type("Panel", (), {"layout": layout})(), blender.view)
    return names


def coordinates(made) -> np.ndarray:
    values = np.empty(3 * len(made.data.vertices), np.float32)
    made.data.vertices.foreach_get("co", values)
    return values.reshape(-1, 3)


def seen(blender) -> set[str]:
    return {*shown(blender, "main"), *shown(blender)}


def test_panels_show_the_settings_that_it_has_and_no_others(blender, toy):
    settings = bpy.context.scene.maquette
    own = {"steps", "sampler", "guidance", "resolution", "symmetry", "triangles", "loose_parts"}
    settings.detail = "custom"
    assert own < seen(blender) and "output" in seen(blender)
    settings.model = toy
    assert not own & seen(blender)
    assert {"output", "voxels", "shading", "size", "device"} < seen(blender)
    settings.output = "points"
    assert not {"voxels", "shading"} & seen(blender)


def test_points(blender, toy):
    """From the panel, where settings of another family are still set, to an object and back."""
    settings = bpy.context.scene.maquette
    settings.triangles, settings.symmetry, settings.voxels = 500, "x", 64
    settings.model, settings.output = toy, "points"
    blender.press(prompt="a red box", size=3.0, preview_interval=2)
    blender.wait(lambda: blender.current.job is None, seconds=240)  # imports torch
    blender.settle()
    assert blender.current.error is None
    made = bpy.context.object
    mesh = made.data
    assert len(mesh.vertices) == 500 and not mesh.polygons and not mesh.edges
    assert np.ptp(coordinates(made), axis=0).max() == pytest.approx(3.0, abs=1e-4)
    color = np.empty(4 * 500, np.float32)
    mesh.color_attributes["Color"].data.foreach_get("color", color)
    assert np.allclose(color.reshape(-1, 4), [1, 0.25, 0, 1])
    radius = np.array([each.value for each in mesh.attributes["radius"].data])
    assert radius[-1] == pytest.approx(5 * radius[0]) and 0.05 < radius[-1] < 0.15  # and scaled
    (modifier,) = made.modifiers
    assert modifier.type == "NODES" and modifier.node_group.name == "Points"
    assert "500 points" in blender.draw("again").texts
    buttons = blender.draw("again").buttons
    assert {"regenerate", "vary"} < set(buttons) and not {"remesh", "turntable"} & set(buttons)
    for operator in ("remesh", "turntable"):
        assert not getattr(bpy.ops.maquette, operator).poll()
    (entry,) = blender.module("operators.jobs.history").entries()
    assert entry.icon(entry.result.samples[0]) or bpy.app.background
    assert (entry.folder / entry.result.samples[0].thumbnail).stat().st_size > 100
    assert entry.request.output == "points" and entry.request.triangles is None

    before = coordinates(made)
    settings.model, settings.output = "", "auto"
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}
    assert np.array_equal(coordinates(made), before) and len(made.modifiers) == 1
    assert bpy.ops.maquette.regenerate(new_seed=True) == {"FINISHED"}
    assert len(made.data.vertices) == 500 and not np.array_equal(coordinates(made), before)


def test_a_mesh_with_images_and_open_borders(blender, toy):
    assert bpy.ops.maquette.generate(prompt="a blue box", model=toy, samples=2) == {"FINISHED"}
    assert "Toys are boxes." in blender.current.notes
    made = bpy.context.object
    mesh = made.data
    assert len(mesh.polygons) == 4, "the small chart is still there"
    assert not blender.said(made)["watertight"] and len(mesh.uv_layers) == 1
    nodes = mesh.materials[0].node_tree.nodes
    assert len([node for node in nodes if node.type == "TEX_IMAGE"]) == 3
    assert {node.type for node in nodes} > {"NORMAL_MAP", "SEPARATE_COLOR"}
    assert not blender.module("operators.scene.replacement").lost(made)
    before = coordinates(made)
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}
    assert np.allclose(coordinates(made), before, atol=1e-6) and len(made.data.uv_layers) == 1
    assert not bpy.ops.maquette.remesh.poll()


def color_of(made, name: str = "Base Color") -> tuple[float, ...]:
    """The first pixel of the image before an input of its material."""
    links = made.data.materials[0].node_tree.links
    image = next(k.from_node.image for k in links if k.to_socket.name == name)
    return tuple(image.pixels[:3])


def test_another_material_for_the_same_shape(blender, toy):
    bpy.ops.maquette.generate(prompt="a red box", model=toy, seed=5)
    made = bpy.context.object
    assert "retexture" in blender.draw("again").buttons
    made.data.vertices[0].co.z -= 1  # the artist's, which stays
    twin = made.copy()
    bpy.context.scene.collection.objects.link(twin)
    before, color, latent = coordinates(made), color_of(made), made["maquette_latent"].as_string()
    assert bpy.ops.maquette.retexture() == {"FINISHED"}
    assert bpy.context.object == made and np.array_equal(coordinates(made), before)
    assert color_of(made) != color and len(made.data.materials) == 1
    painted = np.empty(4 * len(made.data.vertices), np.float32)
    made.data.color_attributes["Color"].data.foreach_get("color", painted)
    assert len({*painted[::4]}) == 1 and not np.allclose(painted[:3], (1, 0.25, 0))
    assert made["maquette_latent"].as_string() != latent
    said = blender.said(made)
    assert said["prompt"] == "a red box" and said["seed"] == 5 and not said["parents"]
    assert color_of(twin) == color and twin["maquette_latent"].as_string() == latent
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}
    assert color_of(made) == color


def test_a_material_of_the_artist_s_gives_way_to_one_that_was_asked_for(blender, toy):
    bpy.ops.maquette.generate(prompt="a red box", model=toy)
    made, mine = bpy.context.object, bpy.data.materials.new("Mine")
    made.data.materials[0] = mine
    assert bpy.ops.maquette.retexture() == {"FINISHED"}
    assert made.data.materials[0] != mine and color_of(made)
    made.data.uv_layers.remove(made.data.uv_layers[0])
    with pytest.raises(RuntimeError, match="a red box no longer has its UV map"):
        bpy.ops.maquette.retexture()


def test_it_is_compared_with_another_family(blender, toy):
    """Of both points, with what each of the models has of the panel's settings."""
    bpy.ops.maquette.add_model(directory=toy)
    settings = bpy.context.scene.maquette
    settings.prompt, settings.model, settings.output = "a red box", toy, "points"
    settings.resolution, settings.triangles = 32, 500
    try:
        assert bpy.ops.maquette.compare(models={"maquette-mini"}) == {"FINISHED"}
    finally:
        blender.preferences.model_folders.clear()
    first, second = (made for made in bpy.context.scene.objects if "maquette_model" in made)
    assert (first.name, second.name) == ("a red box, boxes", "a red box, maquette-mini")
    assert len(first.data.vertices) == 500 and not first.data.polygons
    assert len(second.data.vertices) == 4096 and second.location.x > first.location.x
    assert max(first.dimensions) == pytest.approx(max(second.dimensions), rel=0.3)
    told = "\n".join(blender.current.notes)
    assert "to make 500 points." in told and "to make 4,096 points." in told


def test_files_for_other_programs(installed, toy, tmp_path):
    """By the command line of the installed extension; the same again from what a file says."""

    def run(*arguments: str) -> str:
        command = [os.environ["MAQUETTE_PYTHON"], "-m", "backend", *arguments]
        folder = Path(installed("backend").__file__).parents[1]
        return subprocess.run(
            command, cwd=folder, check=True, capture_output=True, text=True
        ).stdout

    points, again, mesh = (str(tmp_path / name) for name in ("p.glb", "q.glb", "m.glb"))
    said = run("generate", "a red box", "--model", toy, "--as", "points", "-o", points)
    assert said.endswith("seed 0, 500 points\n")
    scene = gltf(points)
    (primitive,) = scene["meshes"][0]["primitives"]
    assert primitive["mode"] == 0 and "indices" not in primitive
    assert primitive["attributes"].keys() == {"POSITION", "COLOR_0", "NORMAL"}
    assert {scene["accessors"][k]["count"] for k in primitive["attributes"].values()} == {500}
    assert "Points" in run("show", points) or "points" in run("show", points)
    run("generate", "--like", points, "-o", again)
    assert Path(again).read_bytes() == Path(points).read_bytes()
    both = str(tmp_path / "b.ply")
    said = run("generate", "a red box", "--model", toy, "--as", "both", "-o", both)
    assert said.splitlines()[1].endswith("b-points.ply  seed 0, its points")
    assert b"element face 4" in Path(both).read_bytes()
    assert b"element vertex 500" in (tmp_path / "b-points.ply").read_bytes()
    run("generate", "a red box", "--model", toy, "-o", mesh)
    (made,) = gltf(mesh)["materials"]
    assert made["pbrMetallicRoughness"].keys() == {
        *("baseColorTexture", "metallicRoughnessTexture", "metallicFactor", "roughnessFactor")
    }
    assert "normalTexture" in made
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.ops.import_scene.gltf(filepath=mesh)
    read = bpy.context.object.data
    assert len(read.polygons) == 4 and len(read.uv_layers) == 1


def gltf(file: str) -> dict:
    content = Path(file).read_bytes()
    (length,) = struct.unpack_from("<I", content, 12)
    return json.loads(content[20 : 20 + length])


def test_points_into_a_blockout_which_is_restored(blender, toy):
    bpy.ops.mesh.primitive_cube_add(size=4)
    cube = bpy.context.object
    given = {"prompt": "a red box", "model": toy, "place": "SELECTION"}
    assert bpy.ops.maquette.generate(output="points", **given) == {"FINISHED"}
    assert bpy.context.object == cube and len(cube.data.vertices) == 500 and cube.modifiers
    assert np.abs(coordinates(cube)).max() <= 2.0001
    assert bpy.ops.maquette.generate(**given) == {"FINISHED"}
    assert len(cube.data.polygons) == 4 and not cube.modifiers
    assert bpy.ops.maquette.generate(output="points", **given) == {"FINISHED"}
    assert bpy.ops.maquette.restore() == {"FINISHED"}
    assert len(cube.data.vertices) == 8 and not cube.modifiers


def test_points_are_rendered_in_their_colors_and_seen_in_previews(blender, toy, tmp_path):
    """The last that needs the worker, which leaves for a render."""
    bpy.ops.maquette.generate(prompt="a red box", model=toy, output="points")
    made, scene = bpy.context.object, bpy.context.scene
    scene.render.engine, scene.cycles.samples, scene.cycles.device = "CYCLES", 4, "CPU"
    scene.render.resolution_x = scene.render.resolution_y = 64
    scene.render.filepath = str(tmp_path / "seen.png")
    bpy.ops.render.render(write_still=True)
    seen = np.array(bpy.data.images.load(scene.render.filepath).pixels).reshape(64, 64, 4)
    red = (seen[..., 0] > 1.5 * seen[..., 2]) & (seen[..., 0] > 0.2)
    assert red.sum() > 30
    drawn = blender.module("operators.scene.thumbnail").draw(
        made, bpy.context.evaluated_depsgraph_get()
    )
    assert drawn[..., 3].mean() > 0.1 and drawn[..., 0].sum() > 2 * drawn[..., 2].sum()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"triangles": 500}, "Triangles does not apply to boxes"),
        ({"steps": 9}, "Steps does not apply to boxes"),
        ({"voxels": 64, "output": "points"}, "Points have no surface"),
    ],
)
def test_what_it_cannot_do_is_refused_in_a_sentence(blender, toy, given, said):
    with pytest.raises(RuntimeError, match=said):
        bpy.ops.maquette.generate(**{"prompt": "a red box", "model": toy, **given})


def test_it_is_one_folder():
    """Nothing outside of it names it."""
    rooms = ("backend", "operators", "panels", "__init__.py", "blender_manifest.toml")
    files = [f for room in rooms for f in ((ROOT / room).rglob("*.*") if "." not in room else ())]
    files = [f for f in files if f.suffix in (".py", ".toml")] + [ROOT / "blender_manifest.toml"]
    assert len(files) > 100
    assert not [f for f in files if "toy" in f.read_text("utf-8").lower().split()]
