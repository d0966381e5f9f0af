"""How a worker is started: under a Python of this computer, or by the user's own command, which
starts one elsewhere; and what it is told as it starts.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import bpy

from ...backend.shared.errors import MaquetteError
from ...backend.shared.process import elsewhere, environment
from . import paths


@dataclass(frozen=True)
class Start:
    """What a worker is started with. Another one needs another worker, as what that is told of
    online access and of the models' folder stays as it was.

    remote   whether it is the user's command
    """

    command: tuple[str, ...]
    folder: Path = environment.ROOT
    environ: Mapping[str, str] = field(default_factory=dict)
    remote: bool = False


def usual() -> Start:
    """The one for all that is to be made. Raises MaquetteError("environment") if there is none,
    ("offline") if it is elsewhere and Blender may not go online."""
    if not is_elsewhere():
        return _under(paths.worker_python())
    words = elsewhere.split(command())
    if not bpy.app.online_access:
        raise MaquetteError(
            "offline",
            "The worker is on another computer, and Blender is not allowed to go online.",
            "Press Allow Online Access.",
        )
    return Start(words, Path(os.path.expanduser("~")), remote=True)


def check() -> None:
    """Before anything is made for a job: raise MaquetteError, as `usual` does."""
    usual()


def installer() -> Start:
    """The one that installs, under Blender's own Python, which has nothing yet."""
    return _under(paths.blender_python())


def is_elsewhere() -> bool:
    return bool(command())


def command() -> str:
    """The user's own, or nothing."""
    return paths.preference("worker_command", "").strip()


def _under(python: Path) -> Start:
    offline = {} if bpy.app.online_access else {"HF_HUB_OFFLINE": "1"}
    models = paths.models_folder()
    told = {**offline, **({"HF_HUB_CACHE": models} if models else {})}
    return Start(tuple(environment.worker_command(python)), environ=told)
