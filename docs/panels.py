"""What the sidebar looks like in every state, in a real Blender's window.

    python -m docs.panels docs/pictures      writes panels.png; `--version 4.3` is another Blender's

Needs what tests/window needs, the network (the installation is a real one, stopped on its way), and
a Python that has what the worker needs: it runs this and the worker. Every state is reached as a
person reaches it; the image is taken when the worker has said that it is there.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.window.window import DRAW, Window, opened

PYTHON = "bpy.context.preferences.addons['bl_ext.user_default.maquette'].preferences.python"
GENERATE = "maquette.generate"
SLOW = 2.0  # seconds in which Blender folds its panels out
TALL = 592  # pixels of an image
BESIDE = 372  # of the viewport, where it is in the image
WIDE = 1540  # of all of them, at most


def states(window: Window) -> Iterator[tuple[str, int]]:
    """One after the other: its name, and how much of the viewport beside it is worth seeing."""
    window.open_tab()
    yield "fresh", 0
    window.press_until("maquette.allow_online", lambda told: told["online"])
    settle(window)
    window.press_until("maquette.install_backend", lambda told: told["running"])
    window.wait(lambda told: told["stage"] == "downloading" and told["step"] > 40, 600)
    yield "installing", 0
    window.do("current.cancel()")
    window.wait(lambda told: not told["running"], 120)
    window.do(f"{PYTHON} = {sys.executable!r}; scene.maquette.prompt = 'a red chair'")
    yield "ready", 0
    window.do("scene.maquette.sampler = 'exact'")
    window.do("scene.maquette.steps, scene.maquette.preview_interval = 1024, 8")
    window.do("scene.cursor.location = 1.1, 1.1, -0.4")  # beside the sidebar
    window.press_until(GENERATE, lambda told: told["running"])
    for prompt in ("a tall blue vase", "a green armchair"):  # clicks take longer than the first job
        window.do(
            f"scene.maquette.prompt = {prompt!r}; bpy.ops.maquette.generate('INVOKE_DEFAULT')"
        )
    window.wait(lambda told: told["preview"] and told["step"] > 60, 600)
    yield "running", BESIDE
    window.do("import os; os.kill(current.connection.pid, 9)")
    window.wait(lambda told: told["error"], 120)
    yield "error", 0
    window.do("bpy.ops.maquette.cancel_all()")
    window.do(
        "s = scene.maquette; s.steps, s.preview_interval, s.samples, s.place = 24, 0, 3, 'SHEET'"
    )
    window.do("scene.maquette.prompt = 'a red chair; a green armchair'")
    settle(window)
    window.press_until(GENERATE, lambda told: told["running"])
    window.wait(lambda told: not told["running"], 600)
    yield "to choose", 0
    window.do("s = scene.maquette; s.samples, s.place, s.prompt = 1, 'CURSOR', 'a potted plant'")
    settle(window)
    yield "gallery", 0


def settle(window: Window) -> None:
    """Until it shows what it is told to, on a busy machine too."""
    window.do(DRAW)
    time.sleep(SLOW)
    window.do(DRAW)


def image(window: Window, name: str, beside: int) -> Image.Image:
    """The upper part of the sidebar."""
    settle(window)
    left, bottom, width, height = window.told()["sidebar"]
    top = window.told()["height"] - bottom - height
    shot = Image.open(window.photograph(name)).convert("RGB")
    return shot.crop((left - beside, top, left + width, top + TALL))


def montage(images: list[Image.Image]) -> Image.Image:
    """Side by side, in rows."""
    places, x, y = [], 0, 0
    for each in images:
        if x + each.width > WIDE:
            x, y = 0, y + TALL
        places.append((x, y))
        x += each.width
    sheet = Image.new("RGB", (WIDE, y + TALL), "white")
    for each, place in zip(images, places, strict=True):
        sheet.paste(each, place)
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--version", default="5.2")
    chosen = parser.parse_args()
    # The installer looks for a Python of the path, and for the certificates of the network's peers
    # where Debian has them, which the wrapper of its Blender leaves out.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environ = {"PATH": path, "BLENDER_BIND": "/etc/ssl", "MAQUETTE_PYTHON": ""}
    with tempfile.TemporaryDirectory(prefix="maquette-panels-") as folder:
        with opened(
            Path(folder),
            Path(folder),
            version=chosen.version,
            size=(1920, 1080),
            environ=environ,
        ) as window:
            images = [image(window, *state) for state in states(window)]
        montage(images).quantize(256).save(chosen.folder / "panels.png", optimize=True)


if __name__ == "__main__":
    main()
