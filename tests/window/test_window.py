"""The real Blender with its window: a prompt is typed, Generate is clicked, the object is there.

Needs Debian's Blender as `../shared/blender/blender` runs it, and xvfb, xdotool and imagemagick.
The pictures go to the folder MAQUETTE_PICTURES, if it is set.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLENDER = ROOT.parent / "shared" / "blender" / "blender"
PYTHON = "3.13"  # of Debian's Blender 4.3, whose packages leave numpy out
STAND_IN = ROOT / "tests" / "blender" / "stand_in_worker.py"
MODEL = ROOT / "backend" / "models" / "maquette-mini" / "model_index.json"
# Pixels from the upper left corner of the sidebar.
TAB, ITEM_TAB = (278, 132), 43  # pixels that one takes above ours if an object is selected
PROMPT, GENERATE = (129, 74), (129, 211)
PICTURE, PREPARE, GENERATE_PICTURE = (192, 47), (129, 93), (129, 421)
THIS_OBJECT, MODELS = (60, 484), (60, 536)  # sub-panels, once there is an object: open, closed

MISSING = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.skipif(not BLENDER.exists(), reason=f"{BLENDER} is not on this machine"),
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
]


class Window:
    """A Blender that is looked at and clicked on, and never told anything else."""

    def __init__(self, display: str, report: Path, pictures: Path) -> None:
        self.display, self.report, self.pictures = display, report, pictures

    def told(self) -> dict:
        return json.loads(self.report.read_text()) if self.report.exists() else {}

    def wait(self, until, seconds: float) -> dict:
        end = time.monotonic() + seconds
        while not (told := self.told()) or not until(told):
            assert time.monotonic() < end, f"waited too long; last: {told}"
            time.sleep(0.2)
        return told

    def _run(self, *command: str) -> None:
        environ = {**os.environ, "DISPLAY": self.display}
        subprocess.run(command, env=environ, check=True, timeout=60)

    def click(self, place: tuple[int, int]) -> None:
        told = self.told()
        left, bottom, _width, height = told["sidebar"]
        x, y = left + place[0], told["height"] - bottom - height + place[1]
        # Blender lights a button up before it can be pressed.
        self._run(
            "xdotool", "mousemove", str(x), str(y), "sleep", "0.6", "click", "1", "sleep", "0.6"
        )

    def type(self, text: str) -> None:
        self._run("xdotool", "type", "--delay", "40", text)
        self._run("xdotool", "sleep", "0.3", "key", "Return", "sleep", "0.6")

    def press(self, keys: str) -> None:
        self._run("xdotool", "mousemove", "500", "700", "sleep", "0.3", "key", keys)

    def photograph(self, name: str) -> None:
        self._run("import", "-window", "root", str(self.pictures / f"{name}.png"))


@pytest.fixture
def display() -> Iterator[str]:
    reader, writer = os.pipe()
    screen = ["-screen", "0", "1600x1000x24", "+extension", "GLX"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), *screen],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    with open(reader) as numbers:
        yield f":{numbers.readline().strip()}"
    server.terminate()
    server.wait()


@pytest.fixture
def built(tmp_path) -> tuple[Path, Path]:
    """The zip, and a folder with numpy for Debian's Blender."""
    zip_file, numpy = tmp_path / "maquette.zip", tmp_path / "numpy"
    build = ["--command", "extension", "build", "--source-dir", ROOT]
    quiet = {"cwd": ROOT, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([BLENDER, "4.3", *build, "--output-filepath", zip_file], **quiet)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--only-binary=:all:"]
    subprocess.run([*pip, "--python-version", PYTHON, "--target", numpy, "numpy"], **quiet)
    (tmp_path / "resources").mkdir()
    return zip_file, numpy


@pytest.fixture
def window(tmp_path, display, scene, built) -> Iterator[Window]:
    (zip_file, numpy), report = built, tmp_path / "report"
    pictures = Path(os.environ.get("MAQUETTE_PICTURES", tmp_path)).absolute()
    pictures.mkdir(parents=True, exist_ok=True)
    environ = {
        **os.environ,
        "DISPLAY": display,
        "BLENDER_USER_RESOURCES": str(tmp_path / "resources"),
        "MAQUETTE_PYTHON": str(_python(tmp_path)),
    }
    script = ["--python", Path(__file__).with_name("in_blender.py"), "--"]
    with open(tmp_path / "blender.log", "wb") as log:
        blender = subprocess.Popen(
            [BLENDER, "4.3", "--window-geometry", "0", "0", "1600", "1000"]
            + [*script, zip_file, report, scene, numpy],
            cwd=ROOT,
            env=environ,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    yield Window(display, report, pictures)
    os.killpg(blender.pid, signal.SIGKILL)
    blender.wait()


def _python(folder: Path) -> Path:
    """Of the worker: this one, or the stand-in's where there is no model yet."""
    if MODEL.exists():
        return Path(sys.executable)
    python = folder / "stand-in"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STAND_IN}" "$@"\n')
    python.chmod(0o755)
    return python


def open_tab(window: Window) -> None:
    told = window.wait(lambda told: True, 120)
    place = TAB[0], TAB[1] + bool(told["selected"]) * ITEM_TAB
    for _ in range(10):  # at its first frames Blender is deaf for seconds
        window.click(place)
        if window.told()["tab"] == "Maquette":
            break
    time.sleep(1)


def click_until(window: Window, place: tuple[int, int], until) -> None:
    window.click(place)
    window.wait(until, 10)


@pytest.mark.parametrize("scene", ["empty"])
def test_type_click_and_look(window):
    open_tab(window)
    window.photograph("panel")
    window.click(PROMPT)
    window.type("a red chair")
    window.wait(lambda told: told["prompt"] == "a red chair", 10)
    before = window.told()["objects"]
    window.click(GENERATE)
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


@pytest.mark.parametrize("scene", ["mushroom"])
def test_what_the_viewport_shows_becomes_an_object(window):
    open_tab(window)
    click_until(window, PICTURE, lambda told: told["start"] == "PICTURE")
    window.click(PREPARE)
    window.wait(lambda told: told["prepared"], 60)
    time.sleep(1)
    window.photograph("picture")
    before = window.told()["objects"]
    click_until(window, GENERATE_PICTURE, lambda told: told["running"] or told["kept"])
    after = window.wait(lambda told: told["objects"] != before, 180)
    assert set(after["objects"]) - set(before) == {"viewport"}
    assert after["kept"] == "viewport picture" and not after["error"]
    time.sleep(3)
    window.photograph("from-a-picture")
    for heading in (THIS_OBJECT, MODELS):
        window.click(heading)
        time.sleep(1)
    window.photograph("models")


def test_blender_in_german_speaks_german(tmp_path, built):
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
        "Ähnliche Objekte erzeugen, daneben",
        "Schnell",
        "Unterschied",
        "noch 2 min",
        "Differ by",  # once the extension is disabled
    ]
