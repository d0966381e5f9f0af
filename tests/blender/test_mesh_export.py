"""Any mesh object as triangles with a UV map and one material of images."""

import io
import zlib

import bpy
import numpy as np
import pytest

RED, GREEN, BLUE = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


@pytest.fixture
def cube(scene) -> bpy.types.Object:
    bpy.ops.mesh.primitive_cube_add(size=1)
    return bpy.context.object


@pytest.fixture
def exported(installed):
    """The file of an object, as the worker gets it, and what was said."""

    def export(made, side: int = 64, **how) -> tuple[dict[str, np.ndarray], tuple[str, ...]]:
        made.data.update()
        bpy.context.view_layer.update()
        depsgraph = bpy.context.evaluated_depsgraph_get()
        found = installed("operators.scene.mesh_export").of(made, depsgraph, side, **how)
        file = io.BytesIO()
        np.savez(file, **found.arrays)
        file.seek(0)
        with np.load(file) as arrays:
            return dict(arrays), found.notes

    return export


def painted(made, color=(0.8, 0.8, 0.8), metallic=0.0, roughness=0.5) -> bpy.types.Node:
    """The shader of a new material of the object."""
    material = bpy.data.materials.new("Paint")
    if material.node_tree is None:
        material.use_nodes = True
    made.data.materials.append(material)
    shader = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (*color, 1)
    shader.inputs["Metallic"].default_value = metallic
    shader.inputs["Roughness"].default_value = roughness
    return shader


def pictured(shader, name: str, pixels: np.ndarray, space: str = "sRGB") -> bpy.types.Node:
    """An image of these pixels (H, W, 3) before an input of the shader."""
    height, width = pixels.shape[:2]
    image = bpy.data.images.new("Picture", width, height)
    image.colorspace_settings.name = space
    image.pixels.foreach_set(np.insert(pixels, 3, 1, axis=-1).astype(np.float32).ravel())
    image.update()
    return linked(shader, name, "ShaderNodeTexImage", image=image)


def linked(shader, name: str, kind: str, **properties) -> bpy.types.Node:
    tree = shader.id_data
    node = tree.nodes.new(kind)
    for key, value in properties.items():
        setattr(node, key, value)
    tree.links.new(node.outputs["Color"], shader.inputs[name])
    return node


def read(png: np.ndarray) -> np.ndarray:
    """(H, W, 3) bytes of a file that `surface_images.png` wrote, the lowest row first."""
    content = png.tobytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n" and content[12:16] == b"IHDR"
    width, height = (int.from_bytes(content[k : k + 4], "big") for k in (16, 20))
    start = content.index(b"IDAT") + 4
    rows = np.frombuffer(zlib.decompress(content[start:]), np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[::-1, 1:].reshape(height, width, 3)


def seen(arrays, face: int, name: str = "base_colour") -> np.ndarray:
    """The pixel (3,) in the middle of a triangle."""
    picture = read(arrays[name])
    u, v = arrays["uv"][face].mean(0)
    return picture[int(v * len(picture)), int(u * picture.shape[1])]


def test_it_fills_the_cube_as_it_stands(cube, exported):
    cube.scale, cube.rotation_euler, cube.location = (1, 2, -4), (0, 0, np.pi / 2), (5, 5, 5)
    cube.modifiers.new("Turned", "SIMPLE_DEFORM").angle = 0
    arrays, notes = exported(cube)
    places, faces = arrays["vertices"], arrays["faces"]
    assert places.min(0) == pytest.approx((-0.5, -0.25, -1), abs=1e-5)
    assert places.max(0) == pytest.approx((0.5, 0.25, 1), abs=1e-5)
    a, b, c = places[faces].transpose(1, 0, 2)
    assert np.linalg.det(np.stack([a, b, c], 1)).sum() / 6 == pytest.approx(1.0, abs=1e-4)
    assert len(faces) == 12 and arrays["uv"].shape == (12, 3, 2) and "layout" not in arrays
    assert notes == ()


def test_loose_vertices_make_it_no_smaller(cube, exported):
    cube.data.vertices.add(1)
    cube.data.vertices[8].co = (100, 0, 0)
    arrays, _ = exported(cube)
    used = arrays["vertices"][arrays["faces"].ravel()]
    assert np.abs(used).max() == pytest.approx(1.0)


def test_a_plain_material_is_a_color_and_two_numbers(cube, exported):
    painted(cube, (0.2, 0.4, 0.6), metallic=1.0, roughness=0.25)
    arrays, notes = exported(cube)
    assert arrays["colours"] == pytest.approx(np.tile((0.2, 0.4, 0.6), (8, 1)), abs=1e-3)
    assert (float(arrays["metallic"]), float(arrays["roughness"])) == (1.0, 0.25)
    assert not {"base_colour", "metallic_roughness"} & set(arrays) and notes == ()


def test_images_of_color_and_of_parts_of_another(cube, exported):
    shader = painted(cube)
    colors = np.random.default_rng(0).integers(0, 256, (8, 8, 3)) / 255
    pictured(shader, "Base Color", colors)
    values = np.zeros((4, 4, 3))
    values[..., 1], values[..., 2] = 0.25, 1.0
    image = pictured(shader, "Roughness", values, "Non-Color")
    tree = shader.id_data
    parts = tree.nodes.new("ShaderNodeSeparateColor")
    half = tree.nodes.new("ShaderNodeMath")
    half.operation, half.inputs[1].default_value = "MULTIPLY", 0.5
    tree.links.new(image.outputs["Color"], parts.inputs["Color"])
    tree.links.new(parts.outputs["Blue"], shader.inputs["Metallic"])
    tree.links.new(parts.outputs["Green"], half.inputs[0])
    tree.links.new(half.outputs[0], shader.inputs["Roughness"])
    arrays, notes = exported(cube)
    assert np.array_equal(read(arrays["base_colour"]), np.rint(colors * 255))
    assert (read(arrays["metallic_roughness"]) == (255, 32, 255)).all()
    assert (float(arrays["metallic"]), float(arrays["roughness"])) == (1.0, 1.0)
    assert notes == ()


def test_a_file_goes_along_as_it_is(cube, exported, tmp_path):
    node = pictured(painted(cube), "Base Color", np.full((4, 4, 3), 0.5))
    node.image.filepath_raw, node.image.file_format = str(tmp_path / "a.png"), "PNG"
    node.image.save()
    node.image = bpy.data.images.load(str(tmp_path / "a.png"))
    file = (tmp_path / "a.png").read_bytes()
    assert exported(cube)[0]["base_colour"].tobytes() == file
    node.image.pack()
    (tmp_path / "a.png").unlink()
    assert exported(cube)[0]["base_colour"].tobytes() == file


def test_an_image_of_light_is_encoded_and_a_large_one_made_smaller(cube, exported):
    pixels = np.full((256, 512, 3), 0.5)
    pictured(painted(cube), "Base Color", pixels, "Non-Color")
    arrays, _ = exported(cube, side=64)
    picture = read(arrays["base_colour"])
    assert picture.shape == (32, 64, 3) and (picture == 188).all()


def test_every_material_has_its_tile(cube, exported):
    painted(cube, RED, metallic=1.0, roughness=0.2)
    pictured(painted(cube, roughness=0.6), "Base Color", np.tile(BLUE, (4, 4, 1)))
    painted(cube, GREEN)
    for face, slot in zip(cube.data.polygons, (0, 1, 2, 0, 1, 2), strict=True):
        face.material_index = slot
    arrays, notes = exported(cube)
    assert arrays["layout"] == pytest.approx(uv_of(cube), abs=1e-6)
    assert arrays["uv"].min() >= 0 and arrays["uv"].max() <= 1
    for face in range(12):
        slot = (face // 2) % 3
        assert tuple(seen(arrays, face)) == ((255, 0, 0), (0, 0, 255), (0, 255, 0))[slot]
        said = seen(arrays, face, "metallic_roughness")
        assert tuple(said) == ((255, 51, 255), (255, 153, 0), (255, 128, 0))[slot]
    assert notes == ()


def uv_of(made) -> np.ndarray:
    made.data.calc_loop_triangles()
    places = np.array([each.vector for each in made.data.uv_layers.active.uv])
    return places[[list(each.loops) for each in made.data.loop_triangles]]


def test_colors_of_faces_part_the_vertices_between_them(cube, exported):
    layer = cube.data.color_attributes.new("Color", "FLOAT_COLOR", "CORNER")
    for face, color in zip(cube.data.polygons, (RED, GREEN, BLUE, RED, GREEN, BLUE), strict=True):
        for loop in face.loop_indices:
            layer.data[loop].color = (*color, 1)
    arrays, _ = exported(cube)
    colors = arrays["colours"][arrays["faces"]]
    assert (colors == colors[:, :1]).all() and len(arrays["vertices"]) == 18  # one a color
    assert tuple(colors[2, 0]) == GREEN and tuple(colors[4, 0]) == BLUE


def test_without_a_uv_map_or_with_a_new_one_nothing_is_laid_out(cube, exported):
    pictured(painted(cube), "Base Color", np.full((4, 4, 3), 0.5))
    arrays, notes = exported(cube, new_uv=True)
    assert arrays["layout"].shape == (0, 3, 2) and arrays["uv"] == pytest.approx(uv_of(cube))
    assert notes == ()
    cube.data.uv_layers.remove(cube.data.uv_layers[0])
    cube.data.materials.clear()
    arrays, notes = exported(cube)
    assert not {"uv", "layout"} & set(arrays)
    assert notes == ("Cube.001 has no UV map, so one was made.",)


def test_what_is_procedural_is_told(cube, exported):
    shader = painted(cube)
    noise = linked(shader, "Base Color", "ShaderNodeTexNoise")
    shader.id_data.links.new(noise.outputs["Color"], shader.inputs["Roughness"])
    cube.data.materials[0].diffuse_color = (*GREEN, 1)
    arrays, notes = exported(cube)
    assert (arrays["colours"] == GREEN).all() and float(arrays["roughness"]) == pytest.approx(0.7)
    assert notes == (
        "The color of Paint is procedural, so its viewport color was used.",
        "The roughness of Paint is procedural, so 0.7 was used.",
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda mesh: mesh.clear_geometry(), "Cube.001 has no faces"),
        (lambda mesh: move_uv(mesh, 0.9), "extends outside of the unit square"),
        (lambda mesh: move_uv(mesh, np.nan), "not finite numbers"),
        (lambda mesh: mesh.transform(np.diag([0, 0, 0, 1])), "in one place"),
    ],
)
def test_what_cannot_be_one_is_refused(cube, exported, change, said):
    change(cube.data)
    with pytest.raises(Exception, match=said):
        exported(cube)


def move_uv(mesh, by: float) -> None:
    for each in mesh.uv_layers.active.uv:
        each.vector = (each.vector[0] + by, each.vector[1])


def test_a_million_triangles(scene, exported):
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=1000, y_subdivisions=500)
    arrays, _ = exported(bpy.context.object)
    assert len(arrays["faces"]) == 1_000_000 and arrays["uv"].shape == (1_000_000, 3, 2)
