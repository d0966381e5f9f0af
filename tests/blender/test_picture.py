"""A picture becomes an object: from wherever Blender has one, in the panel and in a script."""

from pathlib import Path

import bpy
import numpy as np
import pytest

SIDE = 32


@pytest.fixture
def photo(tmp_path) -> Path:
    """A red square on white, in a file with an odd name."""
    image = bpy.data.images.new("photo", SIDE, SIDE)
    pixels = np.ones((SIDE, SIDE, 4), np.float32)
    pixels[8:24, 8:24, 1:3] = 0.0
    image.pixels.foreach_set(pixels.ravel())
    image.file_format = "PNG"
    file = tmp_path / "Ein Stuhl ü 椅子.png"
    image.save(filepath=str(file))
    bpy.data.images.remove(image)
    return file


def centre(image) -> tuple[float, ...]:
    """Colour in the middle of an image, rounded."""
    pixels = np.empty(len(image.pixels), np.float32)
    image.pixels.foreach_get(pixels)
    width, height = image.size
    return tuple(np.round(pixels.reshape(height, width, -1)[height // 2, width // 2], 1))


def kept() -> bpy.types.Image:
    """The picture that the active object was made of."""
    return bpy.context.object["maquette_picture"]


def refused(**asked) -> str:
    with pytest.raises(RuntimeError) as caught:
        bpy.ops.maquette.generate(**asked)
    assert len(bpy.data.objects) == 3, "the factory scene"
    return str(caught.value)


def test_a_file_from_a_script(blender, photo):
    assert bpy.ops.maquette.generate(picture=str(photo), seed=3) == {"FINISHED"}
    made = bpy.context.object
    assert made.name == photo.stem
    assert made["maquette_model"] == "maquette-mini-img2img" and made["maquette_seed"] == 3
    assert made["maquette_preparation"] == "orient, composite, background, crop, pad"
    assert kept().packed_file and kept().name == f"{photo.stem} picture"
    assert centre(kept()) == (1, 0, 0, 1)
    assert not blender.folders()


def test_a_path_beside_the_blend(blender, photo):
    bpy.ops.wm.save_as_mainfile(filepath=str(photo.with_name("scene.blend")))
    bpy.ops.maquette.generate(picture=f"//{photo.name}", preparation={"crop"})
    assert bpy.context.object["maquette_preparation"] == "crop"


@pytest.mark.parametrize("how", ["packed", "generated", "float", "from disk"])
def test_an_image_of_the_file(blender, photo, how):
    if how in ("packed", "from disk"):
        image = bpy.data.images.load(str(photo))
        if how == "packed":
            image.pack()
            photo.unlink()
    else:
        image = bpy.data.images.new("mine", SIDE, SIDE, float_buffer=how == "float")
        image.pixels.foreach_set(np.tile(np.float32([1, 0, 0, 1]), SIDE * SIDE))
    before = bpy.context.scene.render.image_settings.file_format
    bpy.ops.maquette.generate(image=image.name)
    assert bpy.context.object.name.startswith(Path(image.name).name.split(".")[0])
    red, green, blue, _ = centre(kept())
    assert red > 0.8 and green < 0.4 and blue < 0.4
    assert bpy.context.scene.render.image_settings.file_format == before


def test_what_the_camera_sees(blender):
    """A red cube on nothing, rendered without a window."""
    cube = bpy.data.objects["Cube"]
    material = bpy.data.materials.new("red")
    if material.node_tree is None:
        material.use_nodes = True
    shader = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (1, 0, 0, 1)
    cube.data.materials.clear()
    cube.data.materials.append(material)
    render = bpy.context.scene.render
    before = (render.engine, render.resolution_x, render.filepath, render.film_transparent)
    bpy.ops.maquette.generate(source="CAMERA")
    after = (render.engine, render.resolution_x, render.filepath, render.film_transparent)
    assert after == before
    red, green, _, alpha = centre(kept())
    assert red > 2 * green and alpha == 1
    assert bpy.context.object.name == "camera" and kept().size[0] == kept().size[1]
    pixels = np.array(kept().pixels).reshape(kept().size[1], -1, 4)
    assert pixels[0, 0, 3] == 0, "nothing behind it"


def test_a_render(blender):
    render = bpy.context.scene.render
    render.engine, render.resolution_x, render.resolution_y = "CYCLES", 32, 32
    bpy.context.scene.cycles.samples = 1
    bpy.ops.render.render()
    bpy.ops.maquette.generate(image="Render Result")
    assert bpy.context.object.name == "Render Result" and tuple(kept().size) == (32, 32)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start": "PICTURE"}, "No picture is chosen"),
        ({"image": "nobody"}, "no image 'nobody'"),
        ({"source": "VIEWPORT"}, "has no viewport"),
        ({"source": "CLIPBOARD"}, "has no clipboard"),
        ({"prompt": "a chair", "model": "maquette-mini-img2img"}, "takes a picture"),
        ({"prompt": "a chair", "model": "openai/shap-e"}, "not on this machine"),
    ],
)
def test_sentences(blender, asked, says):
    assert says in refused(**asked)
    assert not blender.folders() and blender.current.job is None


def test_no_camera(blender):
    bpy.context.scene.camera = None
    assert "no camera" in refused(source="CAMERA")


def test_an_image_without_pixels(blender, tmp_path):
    image = bpy.data.images.new("empty", 8, 8)
    image.source, image.filepath = "FILE", str(tmp_path / "gone.png")
    assert "has no pixels" in refused(image="empty")


def test_the_text_model_gets_no_picture(blender, photo):
    assert "takes a prompt" in refused(picture=str(photo), model="maquette-mini")


def test_picture_and_object_survive_saving(blender, photo, tmp_path):
    bpy.ops.maquette.generate(picture=str(photo))
    name = bpy.context.object.name
    file = str(tmp_path / "kept.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    photo.unlink()
    bpy.ops.wm.open_mainfile(filepath=file)
    picture = bpy.data.objects[name]["maquette_picture"]
    assert isinstance(picture, bpy.types.Image) and centre(picture) == (1, 0, 0, 1)
    copy = bpy.data.objects[name].copy()
    assert copy["maquette_picture"] == picture


def test_the_panel_shows_the_prepared_picture_until_something_changes(blender, photo):
    settings, preparing = bpy.context.scene.maquette, blender.module("operators.preparing")
    settings.start, settings.picture = "PICTURE", str(photo)
    assert not preparing.icon(settings)
    assert "prepare_picture" in blender.draw("main").buttons
    bpy.ops.maquette.prepare_picture()
    assert preparing._settings(settings) == preparing._shown
    assert "background" in blender.draw("main").texts, "what the preparation has to say"
    settings.preparation = {"orient", "pad"}
    assert preparing._settings(settings) != preparing._shown
    assert not blender.folders()


def test_a_picture_that_cannot_be_prepared(blender, photo):
    settings = bpy.context.scene.maquette
    worse = photo.rename(photo.with_name("worse.png"))
    settings.start, settings.picture = "PICTURE", str(worse)
    with pytest.raises(RuntimeError, match="no picture"):
        bpy.ops.maquette.prepare_picture()


def test_a_picture_dropped_on_the_viewport(blender, photo):
    assert bpy.ops.maquette.drop_picture(filepath=str(photo)) == {"FINISHED"}
    settings = bpy.context.scene.maquette
    assert (settings.start, settings.source) == ("PICTURE", "FILE")
    assert settings.picture == str(photo)
    blender.wait_for_end()
    handler = bpy.types.MAQUETTE_FH_picture
    assert ".png" in handler.bl_file_extensions and handler.bl_import_operator
    blender.press()
    blender.wait(lambda: "maquette_picture" in (bpy.context.object or {}))


def test_the_start_brings_a_model_that_fits(blender):
    settings, module = bpy.context.scene.maquette, blender.module("operators.settings")
    settings.model = "openai/shap-e"
    assert (settings.steps, settings.guidance) == (64, 15.0)
    settings.start = "PICTURE"
    assert settings.model == "" and module.model_of(settings).id == "maquette-mini-img2img"
    settings.model = "openai/shap-e-img2img"
    assert settings.guidance == 3.0
    settings.start = "PROMPT"
    assert module.model_of(settings).id == "maquette-mini"
    settings.drawer = "some/drawer"
    assert module.model_of(settings).id == "maquette-mini-img2img"


def test_only_fitting_models_are_offered(blender):
    models = blender.module("operators.models")
    assert [m.id for m in models.fitting("image")] == [
        "maquette-mini-img2img",
        "openai/shap-e-img2img",
    ]
    bpy.ops.maquette.choose_model(model="openai/shap-e")
    assert bpy.context.scene.maquette.model == "openai/shap-e"


def test_a_prompt_that_is_drawn_first_keeps_its_picture(blender):
    assert bpy.ops.maquette.generate(prompt="a red chair", drawer="some/drawer") == {"FINISHED"}
    made = bpy.context.object
    assert made.name == "a red chair" and made["maquette_prompt"] == "a red chair"
    assert made["maquette_model"] == "maquette-mini-img2img"
    assert kept().packed_file and kept().name == "a red chair picture"
