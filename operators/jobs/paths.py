"""Where things lie on this machine: the extension's own folder, the environment, the models, the
log."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import bpy

from ...backend.shared import files
from ...backend.shared.errors import MaquetteError
from ...backend.shared.process import environment

T = TypeVar("T")

DAY = 86_400.0  # seconds
_made: set[str] = set()  # names of the job folders that this Blender made
PACKAGE = __package__.removesuffix(".operators.jobs")  # the extension: bl_ext.user_default.maquette


def user_folder(name: str = "") -> Path:
    """A folder that outlives updates of the extension. Made if it does not exist.

    Raises MaquetteError("file") if there is none. Blender would make it, too, but answers "" where
    it cannot, which as a path is the current folder, and does not say why.
    """
    try:
        folder = bpy.utils.extension_path_user(PACKAGE, path=name)
    except ValueError:  # not run as an extension
        folder = os.path.join(bpy.app.tempdir, "maquette", name)
    try:
        if not os.path.isabs(folder):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        where = f": {files.printable(folder)}" if folder else ""
        raise MaquetteError(
            "file",
            f"Blender's folder for extensions cannot be created: {error.strerror or error}{where}.",
            "Free up some disk space, or check the permissions of the folder.",
        ) from error
    return Path(folder)


def log_file() -> Path:
    return user_folder() / "worker.log"


@contextlib.contextmanager
def job_folder() -> Iterator[Path]:
    """A new folder for the files of one job, which is gone again if filling it fails. An OSError of
    that is a MaquetteError("file"). Folders of a Blender that was killed are removed after a day;
    younger ones may belong to another Blender that runs."""
    folder = user_folder("jobs") / uuid.uuid4().hex[:12]
    with contextlib.ExitStack() as failed:
        try:
            _clear_old(folder.parent)
            files.make_own(folder)
            _made.add(folder.name)
            failed.callback(files.remove_own, folder)
            yield folder
        except OSError as error:
            raise MaquetteError(
                "file",
                f"The files of the job cannot be written: {error.strerror or error}.",
                files.remedy_of_ours(error),
            ) from error
        failed.pop_all()


def _clear_old(jobs: Path) -> None:
    """Not those of this Blender: a result may wait to be imported over a weekend."""
    with contextlib.suppress(OSError):
        for old in list(jobs.iterdir()):
            if old.name not in _made and time.time() - old.lstat().st_mtime > DAY:
                files.remove_own(old)


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
    """The Python that a worker on this machine runs under. Raises MaquetteError("environment")."""
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
        "Choose an existing Python in Maquette's preferences.",
    )


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
