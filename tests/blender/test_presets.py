"""Presets: a file where Blender keeps them; choosing one fills the panel in as it was saved."""

import shutil
from pathlib import Path

import bpy
import pytest

CHOSEN = {
    **{"prompt": 'a "red" chair; \\ ü', "start_from": "IMAGE", "source": "CAMERA"},
    **{"preparation": {"crop", "pad"}, "remover": "rembg", "margin": 0.25},
    **{"sampler": "fast", "steps": 17, "guidance": 4.5, "samples": 3, "resolution": 64},
    **{"triangles": 5000, "loose_parts": False, "device": "cpu", "precision": "fp16"},
    **{"size": 3.5, "shading": "AUTO", "origin": "MASS"},
    **{
        "place": "SHEET",
        "variation": "GUIDANCE",
        "fit": "STRETCH",
        "front": "X",
        "names_as_prompts": True,
    },
}
KEPT = {"seed": 7, "image_file": "/a/image.png", "image_name": "Paint"}  # whatever preset is chosen


@pytest.fixture
def folder(blender):
    folder = Path(bpy.utils.user_resource("SCRIPTS"), "presets", "maquette", "generate")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def fill(values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(bpy.context.scene.maquette, name, value)


def shown(names) -> dict[str, object]:
    return {name: getattr(bpy.context.scene.maquette, name) for name in names}


def choose(file: Path) -> None:
    chosen = {"filepath": str(file), "menu_idname": "MAQUETTE_PT_presets"}
    assert bpy.ops.script.execute_preset(**chosen) == {"FINISHED"}


def test_a_preset_fills_the_panel_in_another_file(blender, folder):
    fill(CHOSEN)
    assert bpy.ops.maquette.add_preset(name="My Chair") == {"FINISHED"}
    assert [file.name for file in folder.iterdir()] == ["My_Chair.py"]
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    fill(KEPT)
    choose(folder / "My_Chair.py")
    assert shown(CHOSEN) == CHOSEN
    assert shown(KEPT) == KEPT


def test_all_settings_are_saved_but_those_of_one_shape_or_disk(blender, folder):
    bpy.ops.maquette.add_preset(name="all")
    lines = (folder / "all.py").read_text("utf-8").splitlines()
    saved = {line.split(" = ")[0].removeprefix("settings.") for line in lines if "." in line}
    names = set(blender.module("operators.settings").NAMES)
    assert names - saved == set(KEPT)


@pytest.mark.parametrize("model", ["openai/shap-e", "/a/folder/that/is/gone"])
@pytest.mark.parametrize("before", ["PROMPT", "IMAGE"])
def test_saved_steps_and_guidance_win_over_what_a_model_recommends(blender, folder, model, before):
    values = {
        "start_from": "PROMPT",
        "model": model,
        "sampler": "fast",
        "steps": 21,
        "guidance": 6.5,
    }
    fill(values)
    bpy.ops.maquette.add_preset(name="own")
    fill({"model": "", "sampler": "exact", "start_from": before})
    choose(folder / "own.py")
    assert shown(values) == values


def test_a_preset_is_removed_and_none_is_overwritten(blender, folder):
    bpy.ops.maquette.add_preset(name="one")
    before = (folder / "one.py").read_bytes()
    fill(CHOSEN)
    assert bpy.ops.maquette.add_preset(name="one") == {"CANCELLED"}
    assert (folder / "one.py").read_bytes() == before
    assert bpy.ops.maquette.add_preset(name="one", remove_name=True) == {"FINISHED"}
    assert not list(folder.iterdir())
