"""Save as Omage: an object goes out, and comes back with the same colors and shape."""

import os
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

pytestmark = pytest.mark.skipif(
    "MAQUETTE_PYTHON" not in os.environ, reason="MAQUETTE_PYTHON is not set"
)
COLORS = np.array(  # of the faces of the cube: linear
    [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (0, 1, 1), (1, 0, 1)], np.float32
)
SIDE = 512  # pixels of its image


@pytest.fixture(scope="module")
def one_worker(real_worker) -> bool:
    return real_worker


@pytest.fixture
def stand_in() -> None:
    """None: the worker is the real one."""


@pytest.fixture
def cube(blender) -> bpy.types.Object:
    """A block of 1 x 2 x 4 m of six colors: an image by its UV map, rough metal."""
    bpy.ops.mesh.primitive_cube_add(size=1, scale=(1, 2, 4))
    made = bpy.context.object
    made.name = "Block"
    image = bpy.data.images.new("Six", SIDE, SIDE)
    pixels = np.ones((SIDE, SIDE, 4), np.float32)
    for face, color in zip(made.data.polygons, COLORS, strict=True):
        (left, low), (right, high) = np.rint(extent(made, face) * SIDE).astype(int)
        pixels[low:high, left:right, :3] = color
    image.pixels.foreach_set(pixels.ravel())
    material = bpy.data.materials.new("Six")
    if material.node_tree is None:
        material.use_nodes = True
    shader = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
    shader.inputs["Metallic"].default_value, shader.inputs["Roughness"].default_value = 1, 0.25
    node = material.node_tree.nodes.new("ShaderNodeTexImage")
    node.image = image
    material.node_tree.links.new(node.outputs["Color"], shader.inputs["Base Color"])
    made.data.materials.append(material)
    return made


def extent(made, face) -> np.ndarray:
    """Where a face is in the images: lowest and highest u and v."""
    layer = made.data.uv_layers.active.uv
    places = np.array([layer[loop].vector for loop in face.loop_indices])
    return np.array([places.min(0), places.max(0)])


def pictures(made) -> tuple[np.ndarray, np.ndarray]:
    """Base color, and metallic and roughness: (H, W, 3) as the file keeps them."""
    links = made.data.materials[0].node_tree.links
    into = {k.to_socket.name: k.from_node for k in links if k.to_node.type == "BSDF_PRINCIPLED"}
    parts = into["Metallic"].inputs["Color"].links[0].from_node
    images = into["Base Color"].image, parts.image
    return tuple(np.array(i.pixels).reshape(*reversed(i.size), -1)[..., :3] for i in images)


def values(items, name: str, each: int) -> np.ndarray:
    found = np.empty(len(items) * each, np.float32)
    items.foreach_get(name, found)
    return found.reshape(-1, each)


def check(made, tolerance: float) -> None:
    """That it is that block: its size, closed but for the seams, and its colors."""
    mesh = made.data
    assert tuple(made.dimensions) == pytest.approx((1, 2, 4), abs=8 * tolerance)
    axes = np.array([(-1, 0, 0), (0, 1, 0), (1, 0, 0), (0, -1, 0), (0, 0, -1), (0, 0, 1)])
    side = np.argmax(values(mesh.polygons, "normal", 3) @ axes.T, axis=1)
    area = values(mesh.polygons, "area", 1)[:, 0]
    total = np.bincount(side, area, 6)
    assert total == pytest.approx((8, 4, 8, 4, 2, 2), rel=20 * tolerance)
    base, packed = pictures(made)
    middle = values(mesh.uv_layers.active.uv, "vector", 2).reshape(-1, 3, 2).mean(1)
    column, row = (middle * len(base)).astype(int).T
    right = np.abs(base[row, column] - COLORS[side]).max(1) < 0.02
    assert area[right].sum() / area.sum() > 1 - 4 * tolerance
    said = packed[row, column, 1:]
    assert np.abs(said - np.array([0.25, 1.0])).max() < 0.01


def test_there_and_back(blender, cube, tmp_path):
    file = tmp_path / "block.npz"
    assert bpy.ops.maquette.export_omage(filepath=str(file), side="256") == {"FINISHED"}
    assert "block.npz was saved." in blender.current.notes
    with np.load(file) as arrays:
        assert [array.shape for array in arrays.values()] == [(256, 256, 12)]
    shown = sorted(each.name for each in tmp_path.iterdir() if each.suffix == ".png")
    assert len(shown) >= 3 and all(name.startswith("block.") for name in shown)
    assert bpy.context.object == cube, "nothing came into the scene"
    assert bpy.ops.maquette.import_omage(filepath=str(file), size=4) == {"FINISHED"}
    assert bpy.context.object.name == "block"
    check(bpy.context.object, 0.01)


def test_with_a_new_uv_map(blender, cube, tmp_path):
    """Colors are still looked up where the object has them."""
    before = [tuple(each.vector) for each in cube.data.uv_layers.active.uv]
    for each in cube.data.uv_layers.active.uv:
        each.vector = [place + 1 for place in each.vector]  # the image repeats
    file = tmp_path / "block.npz"
    assert bpy.ops.maquette.export_omage(filepath=str(file), side="64", uv_map="NEW") == {
        "FINISHED"
    }
    after = [tuple(each.vector) for each in cube.data.uv_layers.active.uv]
    assert np.array(after) - 1 == pytest.approx(np.array(before), abs=1e-6)
    bpy.ops.maquette.import_omage(filepath=str(file), size=4)
    check(bpy.context.object, 0.03)


def test_several_materials_without_a_uv_map(blender, cube, tmp_path):
    cube.data.materials.clear()
    cube.data.uv_layers.remove(cube.data.uv_layers[0])
    for face, color in zip(cube.data.polygons, COLORS, strict=True):
        material = bpy.data.materials.new("Plain")
        if material.node_tree is None:
            material.use_nodes = True
        shader = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
        shader.inputs["Base Color"].default_value = (*color, 1)
        shader.inputs["Metallic"].default_value, shader.inputs["Roughness"].default_value = 1, 0.25
        cube.data.materials.append(material)
        face.material_index = len(cube.data.materials) - 1
    cube.data.update()
    file = tmp_path / "block.npz"
    assert bpy.ops.maquette.export_omage(filepath=str(file), side="64") == {"FINISHED"}
    assert "Block has no UV map, so one was made." in blender.current.notes
    bpy.ops.maquette.import_omage(filepath=str(file), size=4)
    check(bpy.context.object, 0.03)


def test_the_button_asks_where_and_does_not_wait(blender, cube, tmp_path):
    assert "export_omage" in blender.draw("again").buttons
    given = {"filepath": "", "side": "64", "uv_map": "ACTIVE"}
    assert blender.click("export_omage", **given) == {"RUNNING_MODAL"}
    ((button, _),) = blender.asked
    assert button.filepath == "Block.npz"
    button.filepath = str(tmp_path / "block")  # the file browser gives it an ending
    context = SimpleNamespace(
        screen=None,
        object=cube,
        evaluated_depsgraph_get=bpy.context.evaluated_depsgraph_get,
    )
    assert button.execute(context) == {"FINISHED"}
    assert blender.current.job.title == "Block" and not (tmp_path / "block.npz").exists()
    blender.settle()
    assert blender.current.error is None and (tmp_path / "block.npz").exists()
    assert len(bpy.context.scene.objects) == 4, "nothing came into the scene"


def test_overlapping_islands_are_refused_and_leave_no_file(blender, cube, tmp_path):
    for loop, each in enumerate(cube.data.uv_layers.active.uv):
        each.vector = ((0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.1, 0.3))[loop % 4]
    with pytest.raises(RuntimeError, match="overlap"):
        bpy.ops.maquette.export_omage(filepath=str(tmp_path / "block.npz"))
    assert not list(tmp_path.iterdir())


def test_where_no_file_can_be_there_is_no_job(blender, cube, tmp_path):
    for place in ("", str(tmp_path / "gone" / "block.npz")):
        with pytest.raises(RuntimeError, match="No file is chosen|gone"):
            bpy.ops.maquette.export_omage(filepath=place)
    bpy.context.view_layer.objects.active = bpy.data.objects["Camera"]
    assert not bpy.ops.maquette.export_omage.poll()
