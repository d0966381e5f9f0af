"""Runs pip, and understands what it says: how far it is, and why it failed."""

from __future__ import annotations

import collections
import contextlib
import math
import queue
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from ..progress import Progress
from ..protocol import process
from ..protocol.environment import ROOT
from ..protocol.errors import MaquetteError

TICK = 0.1  # seconds between two looks at whether the job was cancelled
# A killed worker takes pip along on Linux too, where it is not asked to end first.
BOOT = (
    "import runpy; from backend.protocol.process import die_with_parent; die_with_parent();"
    "runpy.run_module('pip', run_name='__main__', alter_sys=True)"
)
# Where things go is ours to say. Empty values are the same to pip as none.
PLACES = {"PIP_USER": "0", "PIP_TARGET": "", "PIP_PREFIX": ""}
RAW_BAR = re.compile(r"Progress (\d+) of (\d+)$")
MEGABYTE = 1 << 20
Tick = Callable[[], None]  # called often; raises Cancelled when it is time
AGAIN = "Press Install Backend again; it goes on where it stopped."


def follow(command: Sequence[str], hear: Callable[[str], None], tick: Tick) -> int:
    """Run `command` to its end and return its exit status.

    `hear` gets every line it says, `tick` is called ten times a second; if either raises, the
    child is killed. Raises OSError if it cannot be started.
    """
    child = process.spawn(command, cwd=ROOT, log=subprocess.STDOUT, own_group=False, environ=PLACES)
    assert child.stdin and child.stdout
    child.stdin.close()  # nobody is there to answer a question
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_pump, args=(child.stdout, lines), daemon=True).start()
    try:
        while True:
            tick()
            with contextlib.suppress(queue.Empty):
                line = lines.get(timeout=TICK)
                if line is None:
                    return child.wait()
                hear(line)
    finally:
        process.kill(child)
        child.wait()


def _pump(pipe: IO[bytes], lines: queue.Queue[str | None]) -> None:
    with open(pipe.fileno(), encoding="utf-8", errors="replace", closefd=False) as text, pipe:
        for line in text:
            lines.put(line.rstrip())
    lines.put(None)


def run(python: Path, arguments: Sequence[str], progress: Progress) -> list[str]:
    """`pip arguments` in the environment of `python`; what it said, at most 400 lines.

    Stages: downloading (steps in MB) and installing. Raises MaquetteError or Cancelled.
    """
    with contextlib.ExitStack() as stages:
        narrator = Narrator(progress, stages)
        command = [str(python), "-E", "-s", "-u", "-X", "utf8", "-c", BOOT, *arguments]
        status = follow(command, narrator.hear, narrator.tick)
    if status:
        raise explain(list(narrator.said))
    return list(narrator.said)


class Narrator:
    """Turns the lines of pip into the stages of a job, and keeps them in the log."""

    def __init__(self, progress: Progress, stages: contextlib.ExitStack) -> None:
        self.said: collections.deque[str] = collections.deque(maxlen=400)
        self._progress = progress
        self._stages = stages
        self._stage = ("", 0)
        self._step = 0
        self._enter("downloading", 0)

    def hear(self, line: str) -> None:
        if bar := RAW_BAR.match(line):
            done, total = (math.ceil(int(number) / MEGABYTE) for number in bar.groups())
            self._enter("downloading", total)
            self._step = done
            return
        print(line, file=sys.stderr)
        self.said.append(line)
        if line.startswith("Installing collected packages"):
            self._enter("installing", 0)
        elif line.startswith("Collecting"):
            self._enter("downloading", 0)

    def tick(self) -> None:
        self._advance(self._step)

    def _enter(self, name: str, total: int) -> None:
        if self._stage != (name, total):
            self._stages.close()
            self._stage, self._step = (name, total), 0
            self._advance = self._stages.enter_context(self._progress.stage(name, total))


def explain(said: Sequence[str]) -> MaquetteError:
    """Why pip failed, by its own words."""
    text = "\n".join(said)
    for pattern, message, remedy in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return MaquetteError("environment", message, remedy)
    errors = [line for line in said if line.startswith("ERROR:")] or [""]
    last = errors[-1].removeprefix("ERROR:").strip()
    return MaquetteError("environment", f"pip failed: {last or 'it did not say why'}.", AGAIN)


_REASONS = (
    (
        r"No space left|Errno 28|not enough space|Disk quota exceeded",
        "The disk is full.",
        f"Make room, in the temporary folder {tempfile.gettempdir()} too. {AGAIN}",
    ),
    (
        "Long Path support|path too long|filename or extension is too long",
        "The folder's path is too long for Windows.",
        "Choose a shorter folder in the preferences, such as C:\\Maquette.",
    ),
    (
        "NewConnectionError|name resolution|getaddrinfo|Network is unreachable|timed out"
        "|ProxyError|Connection (broken|aborted|refused|reset)|SSLError|Max retries",
        "The packages cannot be downloaded: the network does not answer.",
        f"Check the connection and pip's proxy settings. {AGAIN}",
    ),
    (
        "Permission denied|Access is denied|Read-only file system",
        "pip may not write in the folder, or a file in it is in use.",
        "Close other Blenders, or choose another folder in the preferences.",
    ),
    (
        "No matching distribution|Could not find a version",
        "pip finds no package that fits this computer and this Python.",
        "The log names the package; check pip's index settings.",
    ),
)
