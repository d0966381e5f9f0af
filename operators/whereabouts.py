"""Where things lie on this machine: the extension's own folder, the environment, the models, the
log; and what of that the worker is told as it starts."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import bpy

from ..backend.protocol import environment
from ..backend.protocol.errors import MaquetteError

T = TypeVar("T")

DAY = 86_400.0  # seconds
PACKAGE = __package__.rpartition(".")[0]  # of the extension: bl_ext.user_default.maquette


def user_folder(name: str = "") -> Path:
    """A folder that outlives updates of the extension. Made if it does not exist."""
    try:
        return Path(bpy.utils.extension_path_user(PACKAGE, path=name, create=True))
    except ValueError:  # not run as an extension
        folder = Path(bpy.app.tempdir, "maquette", name)
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def log_file() -> Path:
    return user_folder() / "worker.log"


@contextlib.contextmanager
def job_folder() -> Iterator[Path]:
    """A new folder for the files of one job, which is gone again if filling it fails. An OSError of
    that is a MaquetteError("file"). Folders of a Blender that was killed are removed after a day;
    younger ones may belong to another Blender that runs."""
    with contextlib.ExitStack() as failed:
        try:
            jobs = user_folder("jobs")
            for old in jobs.iterdir():
                if time.time() - old.stat().st_mtime > DAY:
                    shutil.rmtree(old, ignore_errors=True)
            folder = jobs / uuid.uuid4().hex[:12]
            folder.mkdir()
            failed.callback(shutil.rmtree, folder, ignore_errors=True)
            yield folder
        except OSError as error:
            raise MaquetteError(
                "file",
                f"The files of a job cannot be written: {error.strerror or error}.",
                "Make room on the disk.",
            ) from error
        failed.pop_all()


def default_environment() -> Path:
    """Under the extension's folder; on Windows, where that one is long and paths end at 260
    characters, under the local application data. Bound to this Blender, whose Python it uses."""
    local = os.environ.get("LOCALAPPDATA")
    if sys.platform == "win32" and local:
        return Path(local, "Maquette", "{}.{}".format(*bpy.app.version))
    return user_folder() / "environment"


def environment_folder() -> Path:
    chosen = preference("environment_folder", "")
    return Path(bpy.path.abspath(chosen)) if chosen else default_environment()


def chosen_python() -> str:
    """The Python that the user chose instead of an installation, or nothing."""
    chosen = preference("python", "")
    return bpy.path.abspath(chosen) if chosen else ""


def worker_python() -> Path:
    """The Python that the worker runs under. Raises MaquetteError("environment")."""
    return environment.find(chosen_python(), environment_folder())


def blender_python() -> Path:
    """Blender's own Python as a program. sys.executable comes last: it may be Blender itself, or
    whatever python is first on PATH."""
    name = "python.exe" if sys.platform == "win32" else f"python3.{sys.version_info.minor}"
    candidates = (
        Path(sys.prefix, "bin", name),
        Path(sys.prefix, "bin", "python3"),
        Path(sys.executable),
    )
    for candidate in candidates:
        if candidate.stem.startswith("python") and candidate.is_file():
            return candidate
    raise MaquetteError(
        "environment",
        "Blender's own Python cannot be found.",
        "Choose an existing Python in the preferences of Maquette.",
    )


def worker_environ() -> dict[str, str]:
    """Variables for the worker, read once as it starts: another value needs another worker."""
    offline = {} if bpy.app.online_access else {"HF_HUB_OFFLINE": "1"}
    chosen = models_folder()
    return {**offline, **({"HF_HUB_CACHE": chosen} if chosen else {})}


def models_folder() -> str:
    """Where the user wants downloaded models, or nothing: the Hugging Face cache."""
    chosen = preference("models_folder", "")
    return bpy.path.abspath(chosen) if chosen else ""


def preferences() -> bpy.types.AddonPreferences | None:
    """The user's; none where Maquette does not run as an extension."""
    addon = bpy.context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon else None


def preference(name: str, default: T) -> T:
    return getattr(preferences(), name, default)
