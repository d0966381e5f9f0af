"""Scripts, presets, history entries and objects of before: all of them still work."""

import json
import shutil
from pathlib import Path

import bpy

NOT_KEPT = ("vertices", "faces", "real_size", "detail")  # in the properties of then
FORMER = Path(__file__).with_name("former")


def test_a_script_says_what_it_said(blender):
    bpy.ops.maquette.generate(prompt="a chair", preset="fast", loose=False, ghost=2, seed=5)
    asked = blender.said(bpy.context.object)
    assert (asked["sampler"], asked["loose_parts"], asked["seed"]) == ("fast", False, 5)


def test_old_names_say_what_the_present_ones_do(blender):
    settings = bpy.context.scene.maquette
    settings.start = "PICTURE"
    assert settings.start_from == "IMAGE" and settings.start == "PICTURE"
    settings.start_from = "PROMPT"
    assert settings.start == "PROMPT"
    settings.names_as_prompts = True
    assert settings.names is True
    shown = {p.identifier for p in settings.bl_rna.properties if not p.is_hidden}
    assert not shown & {"start", "names", "ghost", "preset", "drawer", "loose", "differ"}


def test_a_preset_fills_the_panel_in(blender):
    settings = bpy.context.scene.maquette
    exec((FORMER / "preset.py").read_text())
    assert (settings.start_from, settings.sampler, settings.steps) == ("IMAGE", "exact", 21)
    assert (settings.preview_interval, settings.loose_parts) == (3, False)
    assert settings.variation == "GUIDANCE" and settings.names_as_prompts


def test_the_panel_of_a_file_of_before(blender, tmp_path):
    scene = bpy.context.scene
    scene.maquette.prompt = "a red chair"  # so that there is a group
    system = getattr(scene, "bl_system_properties_get", lambda: scene)()
    panel = system["maquette"]
    panel["ghost"], panel["loose"], panel["start"], panel["picture"] = 3, 0, 1, "/a/photo.png"
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "former.blend"))
    bpy.ops.wm.open_mainfile(filepath=str(tmp_path / "former.blend"))
    settings = bpy.context.scene.maquette
    assert (settings.preview_interval, settings.loose_parts) == (3, False)
    assert (settings.start_from, settings.image_file) == ("IMAGE", "/a/photo.png")
    assert settings.prompt == "a red chair"


def test_an_operator_answers_to_its_old_name(blender, tmp_path):
    image = bpy.data.images.new("photo", 8, 8)
    image.filepath_raw, image.file_format = str(tmp_path / "photo.png"), "PNG"
    image.save()
    bpy.ops.maquette.drop_picture(filepath=image.filepath_raw)
    settings = bpy.context.scene.maquette
    assert (settings.start_from, settings.image_file) == ("IMAGE", image.filepath_raw)


def test_an_entry_of_the_history_opens(blender):
    history = blender.module("operators.jobs.history")
    folder = blender.module("operators.jobs.paths").user_folder("history") / f"{7:020d}-"
    folder.mkdir()
    shutil.copy(FORMER / "entry.jsonl", folder)
    (folder / "mesh-1.png").write_bytes(b"")
    history._names = None
    (entry,) = history.entries()
    assert entry.title == "a red chair" and entry.request.precision == "fp32"
    assert "pick" in blender.draw("gallery").buttons
    bpy.ops.maquette.recall()
    settings = bpy.context.scene.maquette
    assert (settings.sampler, settings.steps, settings.seed) == ("fast", 12, 11)
    assert (settings.symmetry, settings.triangles, settings.loose_parts) == ("x", 900, False)
    assert (settings.size, settings.shading, settings.preview_interval) == (1.5, "FLAT", 2)


def test_an_object_says_how_it_was_made(blender, tmp_path):
    """As 0.1.0's first files had it: a property for each setting."""
    bpy.ops.maquette.generate(prompt="a chair", seed=3, triangles=500, loose_parts=False)
    made = bpy.context.object
    wanted = {k: v for k, v in blender.said(made).items() if k not in NOT_KEPT}
    del made["maquette_record"]
    for name, value in json.loads((FORMER / "object.json").read_text()).items():
        made[f"maquette_{name}"] = value
    made["maquette_picture"] = bpy.data.images.new("photo", 8, 8)
    file = str(tmp_path / "former.blend")
    bpy.ops.wm.save_as_mainfile(filepath=file)
    bpy.ops.wm.open_mainfile(filepath=file)
    made = bpy.data.objects["a chair"]
    assert "maquette_record" in made and "maquette_preset" not in made
    assert made["maquette_image"].name == "photo" and "maquette_picture" not in made
    assert "maquette_steps" not in made and made["maquette_prompt"] == "a chair"
    said = blender.said(made)
    assert {name: said[name] for name in wanted} == wanted and said["detail"] is None
    bpy.context.view_layer.objects.active = made
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}
    assert blender.said(made)["loose_parts"] is False
