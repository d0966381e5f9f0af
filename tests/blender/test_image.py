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
    return bpy.context.object["maquette_image"]


def refused(**asked) -> str:
    with pytest.raises(RuntimeError) as caught:
        bpy.ops.maquette.generate(**asked)
    assert len(bpy.data.objects) == 3, "the factory scene"
    return str(caught.value)


def test_a_file_from_a_script(blender, photo):
    assert bpy.ops.maquette.generate(image_file=str(photo), seed=3) == {"FINISHED"}
    made = bpy.context.object
    assert made.name == photo.stem
    assert made["maquette_model"] == "maquette-mini-img2img" and made["maquette_seed"] == 3
    assert blender.said(made)["preparation"] == ("orient", "composite", "background", "crop", "pad")
    assert kept().packed_file and kept().name == f"{photo.stem} image"
    assert centre(kept()) == (1, 0, 0, 1)
    assert not blender.folders()


def test_a_path_beside_the_blend(blender, photo):
    bpy.ops.wm.save_as_mainfile(filepath=str(photo.with_name("scene.blend")))
    bpy.ops.maquette.generate(image_file=f"//{photo.name}", preparation={"crop"})
    assert blender.said(bpy.context.object)["preparation"] == ("crop",)


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
    bpy.ops.maquette.generate(image_name=image.name)
    assert bpy.context.object.name.startswith(Path(image.name).name.split(".")[0])
    red, green, blue, _ = centre(kept())
    assert red > 0.8 and green < 0.4 and blue < 0.4
    assert bpy.context.scene.render.image_settings.file_format == before


@pytest.fixture
def red_cube(blender) -> bpy.types.RenderSettings:
    """Seen by the camera of the factory scene. Answers how that is rendered."""
    cube = bpy.data.objects["Cube"]
    material = bpy.data.materials.new("red")
    if material.node_tree is None:
        material.use_nodes = True
    shader = next(n for n in material.node_tree.nodes if n.type == "BSDF_PRINCIPLED")
    shader.inputs["Base Color"].default_value = (1, 0, 0, 1)
    cube.data.materials.clear()
    cube.data.materials.append(material)
    return bpy.context.scene.render


def test_what_the_camera_sees(blender, red_cube):
    """A red cube on nothing, rendered without a window."""
    render = red_cube
    before = (render.engine, render.resolution_x, render.filepath, render.film_transparent)
    bpy.ops.maquette.generate(source="CAMERA")
    after = (render.engine, render.resolution_x, render.filepath, render.film_transparent)
    assert after == before
    red, green, _, alpha = centre(kept())
    assert red > 2 * green and alpha == 1
    assert bpy.context.object.name == "From Camera" and kept().size[0] == kept().size[1]
    pixels = np.array(kept().pixels).reshape(kept().size[1], -1, 4)
    assert pixels[0, 0, 3] == 0, "nothing behind it"


def _strips(scene):
    editor = scene.sequence_editor_create()
    strips = editor.strips if hasattr(editor, "strips") else editor.sequences
    last = {"length": 99} if bpy.app.version >= (5, 0) else {"frame_end": 99}
    strip = strips.new_effect("green", "COLOR", 1, 1, **last)
    strip.color = 0, 1, 0


def _compositor(scene):
    if bpy.app.version >= (5, 0):
        tree = bpy.data.node_groups.new("Mine", "CompositorNodeTree")
        tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        tree.nodes.new("NodeGroupOutput").inputs[0].default_value = 0, 1, 0, 1
        scene.compositing_node_group = tree
    else:
        scene.use_nodes = True
        scene.node_tree.nodes.clear()
        scene.node_tree.nodes.new("CompositorNodeComposite").inputs[0].default_value = 0, 1, 0, 1


def _stamp(scene):
    scene.render.use_stamp, scene.render.stamp_font_size = True, 64
    scene.render.stamp_background = 0, 1, 0, 1


def _stereo(scene):
    scene.render.use_multiview = True
    scene.render.image_settings.views_format = "STEREO_3D"


def _pixels(scene):
    scene.render.pixel_aspect_x, scene.render.resolution_percentage = 4.0, 10
    scene.render.use_border = scene.render.use_crop_to_border = True
    scene.render.border_max_x = 0.1


def _layers(scene):
    scene.view_layers[0].samples = 1
    scene.view_layers.new("Other")
    bpy.context.view_layer.update()


def _film(scene):
    scene.render.image_settings.file_format = "OPEN_EXR"
    scene.render.image_settings.color_management = "OVERRIDE"
    scene.render.image_settings.view_settings.exposure = -10


@pytest.mark.parametrize("output", [_strips, _compositor, _stamp, _stereo, _pixels, _layers, _film])
def test_the_camera_s_view_is_not_what_the_output_makes_of_it(blender, red_cube, output):
    bpy.ops.maquette.generate(source="CAMERA")
    plain = np.array(kept().pixels).reshape(*kept().size, 4)
    bpy.data.objects.remove(bpy.context.object)
    output(bpy.context.scene)
    before = settings_of(red_cube)
    assert bpy.ops.maquette.generate(source="CAMERA") == {"FINISHED"}
    assert kept().size[:] == (512, 512)
    seen = np.array(kept().pixels).reshape(*kept().size, 4)
    assert np.abs(seen - plain).mean() < 0.01 and np.abs(seen - plain)[:64].max() < 0.1
    assert settings_of(red_cube) == before and len(bpy.data.scenes) == 1


def settings_of(render) -> dict[str, object]:
    """All of them, and those of the files that are written."""
    told = {}
    for owner in (render, render.image_settings, bpy.context.scene.cycles):
        for known in owner.bl_rna.properties:
            if known.type not in ("POINTER", "COLLECTION"):
                told[f"{owner.bl_rna.identifier}.{known.identifier}"] = str(
                    getattr(owner, known.identifier)
                )
    return told


def test_without_cycles_there_is_a_sentence(blender):
    import addon_utils

    addon_utils.disable("cycles")
    try:
        assert "Enable Cycles Render Engine" in refused(source="CAMERA")
    finally:
        addon_utils.enable("cycles")


def test_a_render(blender):
    render = bpy.context.scene.render
    render.engine, render.resolution_x, render.resolution_y = "CYCLES", 32, 32
    bpy.context.scene.cycles.samples = 1
    bpy.ops.render.render()
    bpy.ops.maquette.generate(image_name="Render Result")
    assert bpy.context.object.name == "Render Result" and tuple(kept().size) == (32, 32)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"start_from": "IMAGE"}, "No image is chosen"),
        ({"image_name": "nobody"}, "no image 'nobody'"),
        ({"source": "VIEWPORT"}, "has no viewport"),
        ({"source": "CLIPBOARD"}, "has no clipboard"),
        ({"prompt": "a chair", "model": "maquette-mini-img2img"}, "takes an image"),
        ({"prompt": "a chair", "model": "openai/shap-e"}, "not on this computer"),
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
    assert "has no pixels" in refused(image_name="empty")


def test_the_text_model_gets_no_picture(blender, photo):
    assert "takes a prompt" in refused(image_file=str(photo), model="maquette-mini")


def test_picture_and_object_survive_saving(blender, photo, tmp_path):
    bpy.ops.maquette.generate(image_file=str(photo))
    name = bpy.context.object.name
    file = str(tmp_path / "kept.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    photo.unlink()
    bpy.ops.wm.open_mainfile(filepath=file)
    picture = bpy.data.objects[name]["maquette_image"]
    assert isinstance(picture, bpy.types.Image) and centre(picture) == (1, 0, 0, 1)
    copy = bpy.data.objects[name].copy()
    assert copy["maquette_image"] == picture


def test_the_panel_shows_the_prepared_picture_until_something_changes(blender, photo):
    settings, preparing = bpy.context.scene.maquette, blender.module("operators.image_preview")
    settings.start_from, settings.image_file = "IMAGE", str(photo)
    assert not preparing.icon(settings)
    assert "prepare_image" in blender.draw("main").buttons
    bpy.ops.maquette.prepare_image()
    assert preparing._settings(settings) == preparing._shown
    assert "background" in blender.draw("main").texts, "what the preparation has to say"
    settings.preparation = {"orient", "pad"}
    assert preparing._settings(settings) != preparing._shown
    assert not blender.folders()


def test_a_picture_that_cannot_be_prepared(blender, photo):
    settings = bpy.context.scene.maquette
    worse = photo.rename(photo.with_name("worse.png"))
    settings.start_from, settings.image_file = "IMAGE", str(worse)
    with pytest.raises(RuntimeError, match="not an image"):
        bpy.ops.maquette.prepare_image()


def test_a_picture_dropped_on_the_viewport(blender, photo):
    assert bpy.ops.maquette.drop_image(filepath=str(photo)) == {"FINISHED"}
    settings = bpy.context.scene.maquette
    assert (settings.start_from, settings.source) == ("IMAGE", "FILE")
    assert settings.image_file == str(photo)
    blender.wait_for_end()
    handler = bpy.types.MAQUETTE_FH_image
    assert ".png" in handler.bl_file_extensions and handler.bl_import_operator
    blender.press()
    blender.wait(lambda: "maquette_image" in (bpy.context.object or {}))


def test_the_start_brings_a_model_that_fits(blender):
    settings, module = bpy.context.scene.maquette, blender.module("operators.settings")
    settings.model = "openai/shap-e"
    assert (settings.steps, settings.guidance) == (64, 15.0)
    settings.start_from = "IMAGE"
    assert settings.model == "" and module.model_of(settings).id == "maquette-mini-img2img"
    settings.model = "openai/shap-e-img2img"
    assert settings.guidance == 3.0
    settings.start_from = "PROMPT"
    assert module.model_of(settings).id == "maquette-mini"
    settings.text_to_image = "some/drawer"
    assert module.model_of(settings).id == "maquette-mini-img2img"


def test_only_fitting_models_are_offered(blender):
    models = blender.module("operators.jobs.installed_models")
    fitting = [m.id for m in models.fitting("image")]
    assert fitting[:2] == ["maquette-mini-img2img", "openai/shap-e-img2img"]
    assert fitting[2:] == [f"openai/point-e-img2img{size}" for size in ("", "-300m", "-1b")]
    bpy.ops.maquette.choose_model(model="openai/shap-e")
    assert bpy.context.scene.maquette.model == "openai/shap-e"


def test_a_prompt_that_is_drawn_first_keeps_its_picture(blender):
    assert bpy.ops.maquette.generate(prompt="a red chair", text_to_image="some/drawer") == {
        "FINISHED"
    }
    made = bpy.context.object
    assert made.name == "a red chair" and made["maquette_prompt"] == "a red chair"
    assert made["maquette_model"] == "maquette-mini-img2img"
    assert kept().packed_file and kept().name == "a red chair image"
