"""A texture in place of vertex colours: the UV map, the image in the .blend, the material."""

import struct
import zlib

import bpy
import numpy as np
import pytest


@pytest.fixture
def chair(blender):
    bpy.ops.maquette.generate(prompt="a chair", texture=256)
    return bpy.context.object


def image_of(made) -> bpy.types.Image:
    (material,) = made.data.materials
    link = next(k for k in material.node_tree.links if k.to_socket.name == "Base Color")
    assert link.from_node.type == "TEX_IMAGE" and link.to_node.type == "BSDF_PRINCIPLED"
    return link.from_node.image


def test_it_is_painted_with_the_image(blender, chair):
    image = image_of(chair)
    assert tuple(image.size) == (1, 1) and tuple(image.pixels) == pytest.approx((0, 1, 0, 1))
    assert image.colorspace_settings.name == "sRGB"
    (layer,) = chair.data.uv_layers
    places = np.empty(2 * len(chair.data.loops), np.float32)
    layer.uv.foreach_get("vector", places)
    assert layer.active_render and np.allclose(places, np.linspace(0, 1, 72))
    assert chair.data.color_attributes.active_color.name == "Color"
    assert blender.said(chair)["texture"] == 256


def test_the_image_travels_in_the_blend(blender, chair, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "chair.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "chair.blend"))
    image = image_of(bpy.data.objects["a chair"])
    assert image.packed_file and tuple(image.pixels) == pytest.approx((0, 1, 0, 1))


def test_every_object_has_a_material_of_its_own(blender, chair):
    bpy.ops.maquette.generate(prompt="a chair", texture=256)
    assert image_of(bpy.context.object) != image_of(chair)


def test_another_mesh_brings_another_texture_and_leaves_the_user_s_materials(blender, chair):
    mine, before = bpy.data.materials.new("Mine"), image_of(chair)
    bpy.ops.maquette.regenerate()
    assert image_of(chair) != before and blender.said(chair)["texture"] == 256
    chair.data.materials.append(mine)
    bpy.ops.maquette.remesh(texture=0)
    assert [kept.name for kept in chair.data.materials] == ["a chair", "Mine"]
    assert not chair.data.uv_layers
    bpy.ops.maquette.remesh(texture=512)
    assert [kept.name for kept in chair.data.materials][1:] == ["Mine"]
    assert "maquette_baked" in chair.data.materials[0]


@pytest.mark.parametrize("texture", [100, 127])
def test_a_texture_too_small(blender, texture):
    with pytest.raises(RuntimeError, match="texture is .*; it must lie between 128 and 4096"):
        bpy.ops.maquette.generate(prompt="a chair", texture=texture)


@pytest.mark.parametrize("uv", [np.zeros((11, 3, 2)), np.full((12, 3, 2), np.nan), None])
def test_damaged_files(blender, tmp_path, uv):
    faces = np.arange(36, dtype=np.int32).reshape(12, 3)
    arrays = {"vertices": np.zeros((36, 3)), "faces": faces, "colours": np.zeros((36, 3))}
    baked = {"base_colour": np.zeros(1, np.uint8)} | ({} if uv is None else {"uv": uv})
    np.savez(tmp_path / "a.npz", **arrays, **baked)
    with pytest.raises(Exception, match="damaged"):
        blender.module("operators.scene.mesh_import").read(tmp_path / "a.npz")


def png(*color: int) -> bytes:
    """One pixel."""

    def chunk(name: bytes, data: bytes) -> bytes:
        checked = name + data
        return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixel = chunk(b"IDAT", zlib.compress(bytes([0, *color])))
    return b"\x89PNG\r\n\x1a\n" + head + pixel + chunk(b"IEND", b"")


def test_a_physically_based_material_has_all_its_images(blender, tmp_path):
    faces = np.arange(36, dtype=np.int32).reshape(12, 3)
    arrays = {"vertices": np.random.default_rng(0).random((36, 3)), "faces": faces}
    arrays |= {"colours": np.zeros((36, 3)), "uv": np.zeros((12, 3, 2))}
    images = {"base_colour": png(255, 0, 0), "metallic_roughness": png(0, 128, 255)}
    images |= {"normal": png(128, 128, 255)}
    arrays |= {name: np.frombuffer(image, np.uint8) for name, image in images.items()}
    np.savez(tmp_path / "a.npz", **arrays, metallic=0.5, roughness=0.25)
    importing = blender.module("operators.scene.mesh_import")
    made = importing.make_object(importing.read(tmp_path / "a.npz"), "tile")
    (material,) = made.data.materials
    links = material.node_tree.links
    into = {k.to_socket.name: k.from_node for k in links if k.to_node.type == "BSDF_PRINCIPLED"}
    assert set(into) == {"Base Color", "Roughness", "Metallic", "Normal"}
    assert into["Base Color"].image.colorspace_settings.name == "sRGB"
    assert into["Roughness"].inputs[1].default_value == pytest.approx(0.25)
    assert into["Metallic"].inputs[1].default_value == pytest.approx(0.5)
    assert into["Normal"].type == "NORMAL_MAP"
    others = [node.image for node in material.node_tree.nodes if node.type == "TEX_IMAGE"]
    assert [i.colorspace_settings.name for i in others].count("Non-Color") == 2
    assert all(image.packed_file for image in others)


def test_a_result_of_an_older_version_is_read(blender, tmp_path):
    faces = np.arange(36, dtype=np.int32).reshape(12, 3)
    arrays = {"vertices": np.zeros((36, 3)), "faces": faces, "colours": np.zeros((36, 3))}
    old = {"uv": np.zeros((12, 3, 2)), "texture": np.frombuffer(png(1, 2, 3), np.uint8)}
    np.savez(tmp_path / "a.npz", **arrays, **old)
    read = blender.module("operators.scene.mesh_import").read(tmp_path / "a.npz")
    assert read.surface.base_colour == png(1, 2, 3)


def test_an_appended_material_is_ours_by_another_name(blender, tmp_path):
    bpy.ops.maquette.generate(prompt="a chair", material="SHARED")
    file = tmp_path / "chair.blend"
    bpy.data.libraries.write(str(file), {bpy.context.object})
    bpy.ops.wm.append(directory=f"{file}/Object/", filename="a chair")
    (chair,) = bpy.context.selected_objects
    bpy.context.view_layer.objects.active = chair
    assert chair.data.materials[0].name == "Maquette Vertex Colours.001"
    bpy.ops.maquette.remesh(texture=256)
    (material,) = chair.data.materials
    assert "maquette_baked" in material


def test_a_copy_is_the_user_s_once_it_is_changed(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    chair = bpy.context.object
    copy = chair.data.materials[0] = chair.data.materials[0].copy()
    surface = next(node for node in copy.node_tree.nodes if node.type == "BSDF_PRINCIPLED")
    surface.inputs["Metallic"].default_value = 1.0
    bpy.ops.maquette.remesh(texture=256)
    assert chair.data.materials[0] == copy


def test_a_file_with_an_appended_one_alone_gets_no_second(blender):
    bpy.ops.maquette.generate(prompt="a chair", material="SHARED")
    material = bpy.context.object.data.materials[0]
    material.name = "Maquette Vertex Colours.001"
    bpy.ops.maquette.generate(prompt="a chair", material="SHARED")
    assert bpy.context.object.data.materials[0] == material
