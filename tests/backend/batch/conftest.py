"""A generator that needs no network, for this process and for others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MAIN = '''
import backend.serve.worker, importlib, os, sys, time
from pathlib import Path
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.messages import Result, Sample

class StandIn:
    """Writes files piece by piece, but for prompts with "bad" in them."""

    asked = []

    def generate_each(self, requests, progress, seen):
        pause = float(os.environ.get("PAUSE", "0"))
        self.asked.append([(request.prompt, request.seed) for request in requests])
        for request in requests:
            if "bad" in request.prompt:
                yield MaquetteError("empty", f"{request.prompt} has no surface.", "Try another.")
                continue
            base = Path(request.folder, request.name)
            places = [base.with_suffix(end) for end in (".glb", ".npy", ".thumbnail.png")]
            for place in places:
                with open(place, "wb") as file:
                    for part in (request.prompt, str(request.seed), place.name):
                        file.write(part.encode())
                        file.flush()
                        time.sleep(pause)
            mesh, latent, image = map(Artifact.of, places)
            sample = Sample(mesh, request.seed, 8, 12, latent=latent, thumbnail=image)
            yield Result("", (sample,), request.model, "cpu", notes=("A note.",))
'''
RUN = """
backend.serve.worker.new_generator = StandIn
sys.exit(importlib.import_module("backend.__main__").main(sys.argv[1:]))
"""


@pytest.fixture(scope="session")
def stand_in() -> type:
    """Its class."""
    known: dict = {}
    exec(MAIN, known)  # the same text that other processes run
    return known["StandIn"]


@pytest.fixture
def start():
    """Starts the command line with it in a process of its own."""
    begun: list[subprocess.Popen] = []

    def starting(*arguments: object) -> subprocess.Popen:
        command = [sys.executable, "-c", MAIN + RUN, "batch", *map(str, arguments)]
        begun.append(
            subprocess.Popen(
                command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
            )
        )
        return begun[-1]

    yield starting
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.communicate()
