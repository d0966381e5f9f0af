"""Runs pip, with those settings of the person's that are ours to keep, and hears how far it is."""

from __future__ import annotations

import collections
import contextlib
import json
import math
import os
import queue
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from ..compute.progress import MEGABYTE, Tracker
from ..shared.process import spawn
from ..shared.process.environment import ROOT
from .failures import without_secrets
from .pip_failures import explain

TICK = 0.1  # seconds between two looks at whether the job was cancelled
# A killed worker takes pip along on Linux too, where it is not asked to end first.
BOOT = (
    "import runpy; from backend.shared.process.spawn import die_with_parent; die_with_parent();"
    "runpy.run_module('pip', run_name='__main__', alter_sys=True)"
)
# Of pip's settings, in files and variables, those that say where packages come from. Where they
# go, and which Python they are for, is ours to say.
SOURCES = (
    *("index-url", "extra-index-url", "find-links", "no-index", "trusted-host"),
    *("proxy", "cert", "client-cert"),
)
NUMBERS = ("timeout", "default-timeout", "retries")
INDEX = {"PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"}
RAW_BAR = re.compile(r"Progress (\d+) of (\d+)$")
# By `pip config list` they come sorted by their files' names; here the last one of a name holds.
_SETTINGS = """
import json
from pip._internal.configuration import Configuration
found = Configuration(isolated=False)
found.load()
files = [value if isinstance(value, dict) else {key: value} for key, value in found.items()]
print(json.dumps([item for file in files for item in file.items()]))
"""
Tick = Callable[[], None]  # called often; raises Cancelled when it is time


def follow(
    command: Sequence[str],
    hear: Callable[[str], None],
    tick: Tick,
    settings: Mapping[str, str] | None = None,
) -> int:
    """Run `command` to its end and return its exit status.

    `hear` gets every line it says, `tick` is called ten times a second; if either raises, the
    child is killed. Of pip's settings it sees `settings` alone, by the names of variables. Raises
    OSError if it cannot be started.
    """
    environ = {**_without(), "PIP_CONFIG_FILE": os.devnull, **(settings or {})}
    child = spawn.spawn(command, cwd=ROOT, log=subprocess.STDOUT, own_group=False, environ=environ)
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
        spawn.kill(child)
        child.wait()


def _without() -> dict[str, str]:
    """What hides pip's variables from a child: empty values are the same to pip as none."""
    return {name: "" for name in os.environ if name.upper().startswith("PIP_")}


def sources(python: Path, command: str, tick: Tick) -> tuple[dict[str, str], str]:
    """Where the person wants pip's `command` to get packages, as `settings` for `run`; and a note
    if that cannot be read."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name == "PIP_CONFIG_FILE" or (name[:4] == "PIP_" and _source(name[4:], value))
    }
    said: list[str] = []
    settings = {**_without(), "PIP_CONFIG_FILE": "", **kept}
    status = follow([str(python), "-E", "-s", "-c", _SETTINGS], said.append, tick, settings)
    if status:
        print(*said, sep="\n", file=sys.stderr)
        return {}, "pip's configuration cannot be read and was not used."
    found: dict[str, dict[str, str]] = {"global": {}, command: {}, ":env:": {}}
    for key, value in json.loads(said[-1]):
        section, _, name = key.partition(".")
        if section in found and value and _source(name, value):
            found[section][f"PIP_{name.upper().replace('-', '_')}"] = value
    return {**found["global"], **found[command], **found[":env:"]}, ""


def _source(name: str, value: str) -> bool:
    name = name.lower().replace("_", "-")
    number = re.fullmatch(r"\d+(\.\d+)?", value.strip())
    return name in SOURCES or bool(name in NUMBERS and number)


def _pump(pipe: IO[bytes], lines: queue.Queue[str | None]) -> None:
    with open(pipe.fileno(), encoding="utf-8", errors="replace", closefd=False) as text, pipe:
        for line in text:
            lines.put(line.rstrip())
    lines.put(None)


def run(
    python: Path, arguments: Sequence[str], progress: Tracker, settings: Mapping[str, str]
) -> list[str]:
    """`pip arguments` in the environment of `python`; what it said, at most 400 lines. Of pip's
    settings it sees `settings` alone, by the names of variables.

    Stages: downloading (steps in MB) and installing. Raises MaquetteError or Cancelled.
    """
    with contextlib.ExitStack() as stages:
        narrator = Narrator(progress, stages)
        command = [str(python), "-E", "-s", "-u", "-X", "utf8", "-c", BOOT, *arguments]
        status = follow(command, narrator.hear, narrator.tick, settings)
    if status:
        raise explain(list(narrator.said))
    return list(narrator.said)


class Narrator:
    """Turns the lines of pip into the stages of a job, and keeps them in the log."""

    def __init__(self, progress: Tracker, stages: contextlib.ExitStack) -> None:
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
        line = without_secrets(line)
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
