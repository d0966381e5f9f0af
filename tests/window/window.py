"""A Blender with a window, on a screen of its own: it is looked at and clicked on.

Needs Debian's Blender as `../shared/blender/blender` runs it, and xvfb, xdotool and imagemagick.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from PIL import Image

from tests.blender import tracked

ROOT = Path(__file__).parents[2]
BLENDER = ROOT.parent / "shared" / "blender" / "blender"
PYTHONS = {"4.3": "3.13", "5.2": "3.14"}  # of Debian's Blenders, whose packages leave numpy out
# Pixels below the top of the sidebar: 5.2 has a tab more above ours, and if an object is selected
# there is another one; and left of its right edge.
TABS, ITEM_TAB, TAB_MIDDLE = {"4.3": 132, "5.2": 206}, 43, 14
DRAW = "bpy.ops.wm.redraw_timer(type='DRAW_WIN_SWAP', iterations=2)"
WIDE = 0.25  # of the sidebar's width: smaller red things are icons, and the x axis behind it
AWAY = ("500", "700")  # in the viewport
MISSING = [name for name in ("Xvfb", "xdotool", "import") if shutil.which(name) is None]


class Window:
    """What a person at the screen has: eyes, a mouse and a keyboard; and `do`, for what would take
    them many clicks."""

    def __init__(self, version: str, display: str, report: Path, images: Path) -> None:
        self.version, self.display, self.report = version, display, report
        self.images = images

    def told(self) -> dict:
        return json.loads(self.report.read_text()) if self.report.exists() else {}

    def wait(self, until: Callable[[dict], object], seconds: float) -> dict:
        end = time.monotonic() + seconds
        while not (told := self.told()) or not until(told):
            assert time.monotonic() < end, f"waited too long; last: {told}"
            time.sleep(0.2)
        return told

    def do(self, code: str) -> None:
        """Run Python inside, as a button of the 3D viewport would; see in_blender.py."""
        asked = self.report.with_suffix(".do")
        part = asked.with_suffix(".asked")  # Blender writes a .part of its own
        part.write_text(code)
        part.replace(asked)
        end = time.monotonic() + 300
        while asked.exists():
            assert time.monotonic() < end, f"not done: {code}"
            time.sleep(0.1)
        assert not self.told()["wrong"], self.told()["wrong"]

    def find(self, name: str) -> tuple[int, int, int, int]:
        """Where the tab shows a wide button, by its operator's or property's name: left, top, right
        and bottom, in pixels from the sidebar's upper left corner. It is marked red and looked for
        in a photograph; a mark moves nothing."""
        places = [self._marked(name), self._marked(name)]
        while places[-1] is None or places[-1] != places[-2]:  # it folds what changed in and out
            assert len(places) < 8, f"not in the tab, or not at rest: {name}, {places}"
            places.append(self._marked(name))
        return places[-1]

    def _marked(self, name: str) -> tuple[int, int, int, int] | None:
        self._run("xdotool", "mousemove", *AWAY)  # what is pointed at is lit up
        self.do(DRAW)
        before = self._red()  # an image in the tab can be red, too
        self.do(f"MARKED.add({name!r}); {DRAW}")
        after = self._red()
        self.do("MARKED.clear()")
        marked = after & ~before
        rows = np.flatnonzero(marked.mean(1) > WIDE)
        if not rows.size:
            return None
        columns = np.flatnonzero(marked[rows].mean(0) > 0.5)
        return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])

    def _red(self) -> np.ndarray:
        """Where the sidebar is: (H, W) bool."""
        red, green, blue = np.moveaxis(self._sidebar().astype(int), -1, 0)
        return (red > 100) & (red > 2 * green) & (red > 2 * blue)

    def press_button(self, name: str) -> None:
        """Press a button of the tab."""
        left, top, right, bottom = self.find(name)
        self.click(((left + right) // 2, (top + bottom) // 2))

    def viewport(self) -> np.ndarray:
        """What the 3D viewport shows left of the sidebar: (H, W, 3) uint8."""
        self.do(DRAW)
        seen = self._seen("viewport")
        left, bottom, _width, height = self.told()["sidebar"]
        top = len(seen) - bottom - height
        return seen[top : top + height, :left]

    def _sidebar(self) -> np.ndarray:
        """(H, W, 3) uint8."""
        seen = self._seen("sidebar")
        left, bottom, width, height = self.told()["sidebar"]
        top = len(seen) - bottom - height
        return seen[top : top + height, left : left + width]

    def _seen(self, name: str) -> np.ndarray:
        with Image.open(self.photograph(name)) as image:
            return np.array(image.convert("RGB"))

    def click(self, place: tuple[int, int]) -> None:
        told = self.told()
        left, bottom, _width, height = told["sidebar"]
        x, y = left + place[0], told["height"] - bottom - height + place[1]
        # Blender lights a button up before it can be pressed.
        self._run(
            "xdotool", "mousemove", str(x), str(y), "sleep", "0.6", "click", "1", "sleep", "0.6"
        )

    def press_until(self, name: str, until: Callable[[dict], object]) -> None:
        """Press again where a busy machine was deaf to it."""
        for _ in range(6):
            if until(self.told()):  # which took a busy machine longer than it was waited for
                return
            with suppress(AssertionError):
                self.press_button(name)
                self.wait(until, 10)
                return
        raise AssertionError(f"pressed in vain: {name}; last: {self.told()}")

    def open_tab(self) -> None:
        told = self.wait(lambda told: True, 120)
        below = TABS[self.version] + bool(told["selected"]) * ITEM_TAB
        for _ in range(10):  # at its first frames Blender is deaf for seconds
            self.click((self.told()["sidebar"][2] - TAB_MIDDLE, below))
            with suppress(AssertionError):
                self.wait(_shows_us, 5)
                break
        time.sleep(1)

    def type(self, text: str) -> None:
        self._run("xdotool", "type", "--delay", "40", text)
        self._run("xdotool", "sleep", "0.3", "key", "Return", "sleep", "0.6")

    def press(self, keys: str) -> None:
        self._run("xdotool", "mousemove", *AWAY, "sleep", "0.3", "key", keys)

    def photograph(self, name: str) -> Path:
        file = self.images / f"{name}.png"
        self._run("import", "-window", "root", str(file))
        return file

    def _run(self, *command: str) -> None:
        environ = {**os.environ, "DISPLAY": self.display}
        subprocess.run(command, env=environ, check=True, timeout=300)


def _shows_us(told: dict) -> bool:
    """A press on the tab that is open closes the sidebar: only the tabs are left of it then."""
    return told["tab"] == "Maquette" and told["sidebar"][2] > 2 * TAB_MIDDLE


@contextmanager
def screen(size: str) -> Iterator[str]:
    """The name of a display."""
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{size}x24", "+extension", "GLX"],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with open(reader) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.terminate()
        server.wait()


def build(folder: Path, version: str) -> tuple[Path, Path]:
    """The zip, and a folder with numpy for Debian's Blender."""
    zip_file, numpy = folder / "maquette.zip", folder / "numpy"
    source = folder / "source"
    tracked.copy(ROOT, source)
    command = ["--command", "extension", "build", "--source-dir", source]
    quiet = {"cwd": ROOT, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([BLENDER, version, *command, "--output-filepath", zip_file], **quiet)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--only-binary=:all:"]
    wanted = ["--python-version", PYTHONS[version], "--target", numpy, "numpy"]
    subprocess.run([*pip, *wanted], **quiet)
    (folder / "resources").mkdir()
    return zip_file, numpy


@contextmanager
def opened(
    folder: Path,
    images: Path,
    *,
    version: str = "4.3",
    scene: str = "empty",
    size: tuple[int, int] = (1600, 1000),
    environ: dict[str, str],
) -> Iterator[Window]:
    """A fresh Blender with the built zip installed, as large as its screen.

    folder    for what it needs; empty
    images  where the photographs go
    scene     one of in_blender.py's
    environ   variables for it, besides those that are set
    """
    zip_file, numpy = build(folder, version)
    report, width, height = folder / "report", *map(str, size)
    script = ["--python", Path(__file__).with_name("in_blender.py"), "--"]
    with screen(f"{width}x{height}") as display, open(folder / "blender.log", "wb") as log:
        blender = subprocess.Popen(
            [BLENDER, version, "--window-geometry", "0", "0", width, height]
            + [*script, zip_file, report, scene, numpy],
            cwd=ROOT,
            env={
                **os.environ,
                "DISPLAY": display,
                "BLENDER_USER_RESOURCES": str(folder / "resources"),
                **environ,
            },
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield Window(version, display, report, images)
        finally:
            os.killpg(blender.pid, signal.SIGKILL)
            blender.wait()
