"""The tab in the real Blender: Generate stays where it is, whatever there is to say, and the first
result is seen in color. `MAQUETTE_BLENDER=5.2` tests another Blender's window.
"""

import os
import sys
import time
from collections.abc import Iterator

import numpy as np
import pytest

from tests.window.window import BLENDER, MISSING, Window, opened

EXTENSION = "bl_ext.user_default.maquette"
FAILS = (
    f"current.fail(sys.modules['{EXTENSION}.backend.shared.errors'].MaquetteError("
    "'worker', 'The worker ended.', 'Press Generate again.'))"
)
GENERATE, PREPARE = "maquette.generate", "maquette.prepare_image"
LONG = (
    "seventeen flying elephants and a crystal xylophone beside a photorealistic cathedral, "
    "in the style of Vermeer, trending, dramatic volumetric lighting, eight thousand pixels"
)
TYPED = ("a red chair", "a tall short chair", "a red xylophone", LONG)

pytestmark = [
    pytest.mark.skipif(not BLENDER.exists(), reason=f"{BLENDER} is not on this machine"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


@pytest.fixture
def window(tmp_path) -> Iterator[Window]:
    """Factory settings: the Cube, Solid shading, Material color."""
    version = os.environ.get("MAQUETTE_BLENDER", "4.3")
    environ = {"MAQUETTE_PYTHON": sys.executable}
    with opened(tmp_path, tmp_path, version=version, scene="factory", environ=environ) as window:
        window.open_tab()
        yield window


class Watch:
    """Where Generate is, compared with where it was first."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.place = window.find(GENERATE)

    def check(self, state: str) -> None:
        assert self.window.find(GENERATE) == self.place, state


def test_generate_stays_where_it_is_while_a_prompt_is_worked_on(window):
    watch = Watch(window)
    for prompt in TYPED:
        window.do(f"scene.maquette.prompt = {prompt!r}")
        watch.check(prompt)
    # Longer than three presses take, however fast the machine is.
    window.do("scene.maquette.steps, scene.maquette.samples, scene.maquette.anyway = 1024, 8, True")
    window.press_until(GENERATE, lambda told: told["running"])
    watch.check("running")
    for k in (1, 2):
        window.press_until(GENERATE, lambda told, k=k: told["queue"] == k)
    watch.check("queue")
    window.do(FAILS)  # as where the worker died
    window.wait(lambda told: told["error"], 120)
    watch.check("error, and a queue that waits")
    window.do("bpy.ops.maquette.cancel_all()")
    window.do("bpy.ops.maquette.close_message(message='ERROR')")
    assert not window.told()["error"]
    watch.check("the error is closed")
    window.do("scene.maquette.steps, scene.maquette.samples = 200, 1")
    window.do("scene.maquette.prompt = 'a red chair'")
    window.press_until(GENERATE, lambda told: told["running"])
    opened_another = f"sys.modules['{EXTENSION}.operators.scene.references'].opened()"
    window.do(opened_another)
    window.wait(lambda told: told["waiting"], 120)
    watch.check("a result waits")
    window.do("bpy.ops.maquette.import_result()")
    window.wait(lambda told: "a red chair" in told["objects"], 10)
    watch.check("a result is there")


def test_generate_stays_where_it_is_whatever_it_is_to_make(window):
    window.do("scene.maquette.prompt, scene.maquette.place = 'a bed; a vase', 'SHEET'")
    watch = Watch(window)
    window.press_until(GENERATE, lambda told: told["running"])
    window.wait(lambda told: not told["running"] and not told["queue"], 180)
    watch.check("a contact sheet")
    window.do("bpy.ops.object.select_all(action='DESELECT')")
    window.do("scene.maquette.place = 'SELECTION'")
    watch = Watch(window)
    window.press_until(GENERATE, lambda told: told["error"])
    watch.check("nothing is selected")
    window.do("bpy.data.objects['Cube'].select_set(True)")
    watch.check("selected")
    window.do("s = scene.maquette; s.place, s.start_from = 'CURSOR', 'IMAGE'")
    watch = Watch(window)
    window.do("scene.maquette.source = 'VIEWPORT'")
    watch.check("the viewport as image")
    window.press_until(PREPARE, lambda told: told["prepared"])
    watch.check("a prepared image")
    window.do("scene.maquette.source = 'IMAGE'")
    watch.check("an image as image")


def test_an_error_takes_no_press(window):
    """Blender's own message lies over the button that was pressed, and takes the next press."""
    window.press_until(GENERATE, lambda told: told["error"])  # there is no prompt
    left, top, right, bottom = window.find(GENERATE)
    window.do("scene.maquette.prompt = 'a red chair'")
    window.click(((left + right) // 2, (top + bottom) // 2))
    window.wait(lambda told: "a red chair" in told["objects"], 120)


def test_the_first_result_is_seen_in_color(window):
    before = window.viewport()
    window.do("s = scene.maquette; s.prompt, s.real_size = 'a red sphere', False")  # 2 m
    window.press_until(GENERATE, lambda told: "a red sphere" in told["objects"])
    assert window.told()["colors"] == "VERTEX"
    assert red(window.viewport()) - red(before) > 500
    window.press_until("maquette.viewport_color", lambda told: told["colors"] == "MATERIAL")
    assert red(window.viewport()) - red(before) > 500  # the main color, in a material of its own
    window.do("bpy.data.objects['a red sphere'].active_material.diffuse_color = 0, 0, 1, 1")
    assert red(window.viewport()) - red(before) < 100
    window.press_until(GENERATE, lambda told: "a red sphere.001" in told["objects"])
    time.sleep(1)
    assert window.told()["colors"] == "MATERIAL"


def red(seen: np.ndarray) -> int:
    """How many pixels are."""
    red, green, blue = np.moveaxis(seen.astype(int), -1, 0)
    return int(((red > 90) & (red > 2 * green) & (red > 2 * blue)).sum())
