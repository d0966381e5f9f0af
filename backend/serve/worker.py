"""The worker: says what this machine offers, and runs the jobs that the conversation brings.

It keeps what the next job will need again: the imports, and the model.
"""

from __future__ import annotations

import faulthandler
import importlib.metadata
import importlib.util
import logging
import os
import platform
import sys
import threading
import traceback
from functools import partial
from typing import Any

from ..compute.progress import Tracker
from ..shared import files
from ..shared.errors import MaquetteError, first_line
from ..shared.messages import (
    PROTOCOL,
    Convert,
    Device,
    Generate,
    Install,
    JobCommand,
    Manage,
    Prepare,
    Ready,
    Result,
    version,
)
from ..shared.process import spawn
from . import homes
from .conversation import Conversation
from .remote import Remote, models_here
from .reporting import PAUSE

PACKAGES = ("torch", "diffusers", "transformers", "safetensors", "numpy", "scikit-image")


def greeting(remote: bool = False) -> Ready:
    """What this worker is. Imports torch where it is installed, which takes seconds."""
    packages = {}
    for name in PACKAGES:
        try:
            packages[name] = str(importlib.metadata.version(name))
        except Exception:  # noqa: BLE001 - not there, or damaged
            continue
    devices: tuple[Device, ...] = ()
    if importlib.util.find_spec("torch"):
        try:
            from ..compute import device

            devices = device.survey()
        except Exception:  # noqa: BLE001 - a job will say it; installing still works
            traceback.print_exc()
    models = models_here() if remote else {}
    return Ready(PROTOCOL, version(), platform.python_version(), devices, packages, remote, models)


def new_generator() -> Any:
    """A `generation.Generator`. Raises MaquetteError("environment") if torch cannot be loaded."""
    try:
        from ..pipeline.generator import Generator
    except Exception as error:  # a damaged package can fail in every way
        raise MaquetteError(
            "environment",
            f"The worker's Python lacks a package that it needs: {first_line(error)}.",
            "Press Install Backend.",
            "Run: python -m backend install",
        ) from error
    return Generator()


class Jobs:
    """Runs jobs. The generator stays from the first one on, and with it the model."""

    def __init__(self) -> None:
        self._generator: Any = None
        self._imports = threading.Thread(target=_import_ahead, name="imports", daemon=True)

    def import_ahead(self) -> None:
        """Begin with what the first job would wait for: seconds of imports."""
        self._imports.start()

    def __call__(self, job: JobCommand, progress: Tracker) -> Result:
        job.request.validate()
        if self._imports.is_alive():
            with progress.stage("loading") as advance:
                while self._imports.is_alive():  # two threads cannot import the same packages
                    self._imports.join(PAUSE)
                    advance(0)
        match job:
            case Generate(name, request):
                self._generator = self._generator or new_generator()
                result: Result = self._generator.generate(request, progress, name)
                return result
            case Prepare(name, request):
                from ..pipeline import generator

                with files.Outputs() as outputs:
                    outputs.check(request.output)
                    _, notes = generator.prepare(request.image, request.output, progress, outputs)
                return Result(name, image=generator.prepared(request.output), notes=notes)
            case Convert(name, request):
                from ..pipeline import conversion

                return conversion.convert(request, progress, name)
            case Manage(name, request):
                from ..provisioning import hub

                notes = tuple(hub.manage(request, progress))
            case Install(name, request):
                from ..provisioning import installation

                notes = tuple(installation.install(request, progress))
        return Result(name, seconds=dict(progress.seconds), notes=notes)


def _import_ahead() -> None:
    if not importlib.util.find_spec("diffusers"):
        return
    try:
        from .. import families

        families.import_all()
    except Exception:  # noqa: BLE001 - the job that needs them will say it
        traceback.print_exc()


def _leave() -> None:
    spawn.kill_all()
    homes.remove_all()
    os._exit(0)


def main(remote: bool = False) -> int:
    """Serve standard input and output until the input ends. `remote`: to somebody who shares no
    disk with us."""
    try:
        if sys.stdin is None:  # it was closed as Python started, whatever has its number now
            raise OSError("closed")
        source, sink = spawn.take_pipes()
    except OSError as error:
        raise MaquetteError(
            "worker",
            "The worker has no standard input or output.",
            "Blender starts it. To generate on the command line, run: python -m backend generate",
        ) from error
    if remote:  # its parent may end as its input does: killed then, it would leave its files
        homes.clear_abandoned()
    else:
        spawn.die_with_parent()
    faulthandler.enable()  # a crash in a C library leaves its trace in the log
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")
    log = os.environ.get("MAQUETTE_LOG", "the worker's log")
    jobs = Jobs()
    run = Remote(jobs) if remote else jobs
    greet = partial(greeting, remote)
    Conversation(source, sink, run, _leave, log).serve(greet, jobs.import_ahead)
    return 0
