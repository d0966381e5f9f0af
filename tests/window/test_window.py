"""The real Blender with its window: a prompt is typed, Generate is clicked, the object is there.

The images go to the folder MAQUETTE_PICTURES, if it is set.
"""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.window.window import BLENDER, MISSING, ROOT, Window, build, opened

STAND_IN = ROOT / "tests" / "blender" / "stand_in_worker.py"
MODEL = ROOT / "backend" / "models" / "maquette-mini" / "model_index.json"
PICTURE = 16  # pixels above the prompt; a row of choices cannot be marked

pytestmark = [
    pytest.mark.skipif(not BLENDER.exists(), reason=f"{BLENDER} is not on this machine"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture
def window(tmp_path, scene) -> Iterator[Window]:
    images = Path(os.environ.get("MAQUETTE_PICTURES", tmp_path)).absolute()
    images.mkdir(parents=True, exist_ok=True)
    environ = {"MAQUETTE_PYTHON": str(_python(tmp_path))}
    with opened(tmp_path, images, scene=scene, environ=environ) as window:
        yield window


def _python(folder: Path) -> Path:
    """Of the worker: this one, or the stand-in's where there is no model yet."""
    if MODEL.exists():
        return Path(sys.executable)
    python = folder / "stand-in"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n')
    python.chmod(0o755)
    return python


@pytest.mark.parametrize("scene", ["empty"])
def test_type_click_and_look(window):
    window.open_tab()
    window.photograph("panel")
    window.press_button("prompt")
    window.type("a red chair")
    window.wait(lambda told: told["prompt"] == "a red chair", 10)
    before = window.told()["objects"]
    window.press_button("maquette.generate")
    window.wait(lambda told: told["running"] or told["objects"] != before, 10)
    time.sleep(1.5)
    window.photograph("running")
    after = window.wait(lambda told: told["objects"] != before, 180)
    assert set(after["objects"]) - set(before) == {"a red chair"}
    assert after["selected"] == ["a red chair"] and not after["error"]
    time.sleep(3)  # a software renderer compiles the material
    window.photograph("result")
    window.press("ctrl+z")
    window.wait(lambda told: told["objects"] == before, 10)
    window.press("ctrl+shift+z")
    window.wait(lambda told: told["objects"] == after["objects"], 10)


@pytest.mark.parametrize("scene", ["factory"])
def test_a_result_of_the_gallery_stands_where_one_clicks(window):
    """On the floor beside the cube, which the ray of the mouse does not meet there."""
    window.do("bpy.ops.maquette.generate(prompt='a red chair', place='SHEET')")
    window.do("bpy.ops.maquette.place_result('INVOKE_DEFAULT')")
    window.click((-600, 600))
    window.wait(lambda told: told["selected"] == ["a red chair"], 30)
    where = "bpy.data.objects['a red chair'].matrix_world.translation"
    window.do(f"assert abs({where}.z) < 1e-4 < 1 < {where}.xy.length, {where}")
    window.do("assert scene.cursor.location.length == 0")


@pytest.mark.parametrize("scene", ["mushroom"])
def test_what_the_viewport_shows_becomes_an_object(window):
    window.open_tab()
    left, top, right, _bottom = window.find("prompt")
    window.click((left + 3 * (right - left) // 4, top - PICTURE))
    window.wait(lambda told: told["start_from"] == "IMAGE", 30)
    window.press_until("maquette.prepare_image", lambda told: told["running"] or told["prepared"])
    window.wait(lambda told: told["prepared"], 60)
    time.sleep(1)
    window.photograph("image")
    before = window.told()["objects"]
    window.press_until("maquette.generate", lambda told: told["running"] or told["kept"])
    after = window.wait(lambda told: told["objects"] != before, 180)
    assert set(after["objects"]) - set(before) == {"From Viewport"}
    assert after["kept"] == "From Viewport image" and not after["error"]
    assert after["prepared"]  # no press went into what is above Generate
    time.sleep(3)
    window.photograph("from-a-image")


def test_blender_in_german_speaks_german(tmp_path):
    built = build(tmp_path, "4.3")
    script = ["--python", Path(__file__).with_name("in_german.py"), "--", *built]
    ran = subprocess.run(
        [BLENDER, "4.3", "--background", *script],
        cwd=ROOT,
        env={**os.environ, "BLENDER_USER_RESOURCES": str(tmp_path / "resources")},
        check=True,
        capture_output=True,
        text=True,
    )
    (said,) = (line for line in ran.stdout.splitlines() if line.startswith("SAID"))
    assert said.removeprefix("SAID ").split(" | ") == [
        "Variieren",
        "Varianten dieses Objekts erzeugen und daneben setzen",
        "Schnell",
        "Namen als Prompts",
        "noch 2 min",
        "Names as Prompts",  # once the extension is disabled
    ]
