"""What Maquette 0.1.0 kept in files: read, and made what is kept now."""

import base64
import zlib

import bpy
import numpy as np
import pytest

OLD = ("maquette_rest", "maquette_box")  # what it did not keep
LATENT = np.arange(12, dtype=np.float16).reshape(4, 3)


@pytest.fixture
def file(blender, tmp_path):
    """A .blend as it wrote it: a filled blockout with its latent as bytes; no mark on materials."""
    bpy.ops.maquette.generate(prompt="a chair", place="SELECTION", material="SHARED")
    cube = bpy.context.object
    age(cube)
    file = tmp_path / "old.blend"
    bpy.ops.wm.save_as_mainfile(filepath=str(file))
    return file


def age(made) -> None:
    for key in OLD:
        made.pop(key, None)
    folder = bpy.app.tempdir + "latent.npy"
    np.save(folder, LATENT)
    with open(folder, "rb") as array:
        made["maquette_latent"] = zlib.compress(array.read())
    for each in bpy.data.materials:
        each.pop("maquette_shared", None)


def is_new(made) -> bool:
    packed = base64.b64decode(made["maquette_latent"].as_string())
    assert zlib.decompress(packed).endswith(LATENT.tobytes())
    return set(OLD) <= set(made.keys()) and "maquette_shared" in made.data.materials[0]


def test_when_it_is_opened(blender, file):
    bpy.ops.wm.open_mainfile(filepath=str(file))
    assert is_new(bpy.data.objects["Cube"])


def test_when_it_is_appended(blender, file):
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    bpy.ops.wm.append(directory=f"{file}/Object/", filename="Cube")
    bpy.context.view_layer.update()
    assert is_new(bpy.data.objects["Cube"])


def test_when_it_is_linked(blender, file):
    """It cannot point to what is not in its own file: its latent is text, and can be blended."""
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    bpy.data.objects.remove(bpy.data.objects["Cube"])
    bpy.ops.wm.link(directory=f"{file}/Object/", filename="Cube")
    bpy.context.view_layer.update()
    (linked,) = (made for made in bpy.data.objects if made.library)
    assert isinstance(linked["maquette_latent"], str) and not bpy.data.texts
    latent = blender.module("operators.scene.latent")
    assert latent.read(linked).endswith(LATENT.tobytes())


def test_it_is_taken_up_again_though_nobody_upgraded_it(blender, file):
    cube = bpy.data.objects["Cube"]
    assert isinstance(cube["maquette_latent"], bytes)
    assert bpy.ops.maquette.remesh(resolution=64) == {"FINISHED"}
    assert isinstance(cube["maquette_latent"], bpy.types.Text)


def test_copies_share_a_latent_until_the_last_one_goes(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    made = bpy.context.object
    copy = made.copy()
    bpy.context.collection.objects.link(copy)
    assert copy["maquette_latent"] == made["maquette_latent"] and len(bpy.data.texts) == 1
    bpy.ops.maquette.forget_latent()
    assert "maquette_latent" not in made and copy["maquette_latent"].lines[0].body
    bpy.context.view_layer.objects.active = copy
    bpy.ops.maquette.forget_latent()
    assert not bpy.data.texts


def test_another_mesh_leaves_no_latent_behind(blender):
    bpy.ops.maquette.generate(prompt="a chair")
    bpy.ops.maquette.regenerate(new_seed=True)
    bpy.ops.maquette.remesh(resolution=64)
    assert len(bpy.data.texts) == 1
