"""Where the worker's Python environment lies, whether it is whole, and how a worker is started.

An environment that Maquette installed is a virtual environment with a marker file, which says what
it was made from and whether the installation came to its end. Python environments that others made
have no marker and are used as they are.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from .. import strict_json
from ..errors import MaquetteError
from ..files import explained, printable, write_whole
from ..messages import version

ROOT = Path(__file__).parents[3]  # the extension's folder, where `python -m backend` works
REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"
LOCKS = Path(__file__).parents[2] / "locks"  # scripts/lock.py says what is in them
MARKER = "maquette-environment.json"
ENTRIES = ("bin", "Scripts", "include", "lib64", "lib", "share", "pyvenv.cfg", ".gitignore")
"""What `venv` and pip put into an environment's folder."""
VARIABLE = "MAQUETTE_PYTHON"
LONGEST = 200  # letters of a path in a sentence

State = Literal["absent", "incomplete", "outdated", "ready"]


def python_of(folder: Path) -> Path:
    """The interpreter of a virtual environment, whether it is there or not."""
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def requirements() -> list[str]:
    """What the backend imports, as `name==version`; the locks have what that brings along."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return [bare for line in lines if (bare := line.partition("#")[0].strip())]


def requirements_hash() -> str:
    """Of the names, versions and conditions of everything that the locks name."""
    return _hash(LOCKS)


@functools.cache  # panels ask at every redraw
def _hash(folder: Path) -> str:
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.txt"))]
    pins = (pin for text in texts for pin in re.findall(r"^\w[^\\\n]*", text, re.MULTILINE))
    return hashlib.sha256("\n".join(pin.strip() for pin in pins).encode()).hexdigest()


def write_marker(folder: Path, complete: bool) -> None:
    """Say in `folder` what it was made from. Raises MaquetteError("file") if it cannot."""
    body = {"requirements": requirements_hash(), "maquette": version(), "complete": complete}
    write_whole(folder / MARKER, (json.dumps(body, indent=2) + "\n").encode())


def state(folder: Path) -> State:
    """How far the environment in `folder` is.

    absent      nothing of Maquette's is there
    incomplete  an installation was begun and did not end, or its Python is gone since
    outdated    whole, but from other requirements than this version's
    ready       whole
    """
    try:
        marker = strict_json.read(folder / MARKER)
    except (OSError, ValueError):
        return "incomplete" if os.path.isfile(folder / MARKER) else "absent"
    if not isinstance(marker, dict) or marker.get("complete") is not True:
        return "incomplete"
    if not os.path.exists(python_of(folder)):
        return "incomplete"
    return "ready" if marker.get("requirements") == requirements_hash() else "outdated"


def remove(folder: Path) -> None:
    """Take away what an installation put into `folder`, our marker last, and the folder itself if
    nothing else is in it: a folder that somebody chose may hold more than ours. Does nothing where
    our marker is not. Raises MaquetteError("file")."""
    if not _is_marked(folder):
        return
    clear(folder)
    try:
        (folder / MARKER).unlink(missing_ok=True)
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise explained(folder, error, "removed") from error


def clear(folder: Path) -> None:
    """Take the environment out of `folder`, but not the marker, without which nothing is removed.
    Links are removed, not followed. Raises MaquetteError("file")."""
    for name in ENTRIES if _is_marked(folder) else ():
        path = folder / name
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise explained(error.filename or path, error, "removed") from error


def _is_marked(folder: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(folder / MARKER).st_mode)
    except (OSError, ValueError):
        return False


def find(chosen_python: str, folder: Path, environ: Mapping[str, str] = os.environ) -> Path:
    """The Python to run the worker with: the variable MAQUETTE_PYTHON, else the one that was
    chosen in the preferences, else the environment installed in `folder`.

    The first two may name an interpreter or the folder of a virtual environment. Raises
    MaquetteError("environment") if what they name does not exist, or if nothing is installed.
    """
    for named, where in ((environ.get(VARIABLE), VARIABLE), (chosen_python, "The preferences")):
        if named and named.strip():
            return _named(Path(os.path.expanduser(named.strip())), where)
    match state(folder):
        case "ready":
            return python_of(folder)
        case "absent":
            raise MaquetteError(
                "environment", "The backend is not installed.", "Press Install Backend."
            )
        case "incomplete":
            raise MaquetteError(
                "environment",
                "The backend's installation is not complete.",
                "Press Install Backend to finish it.",
            )
        case _:
            raise MaquetteError(
                "environment",
                "The installed backend belongs to another version of Maquette.",
                "Press Install Backend to update it.",
            )


def _named(path: Path, where: str) -> Path:
    """A path that a person gave, made absolute but with its links as they are: the links are what
    makes a virtual environment's Python differ from the one it was made with."""
    python = python_of(path) if os.path.isdir(path) else path
    if not os.path.isfile(python):
        raise MaquetteError(
            "environment",
            f"{where} names a Python that does not exist: {printable(path)[:LONGEST]}.",
            "Correct the path, or clear it and press Install Backend.",
        )
    return Path(os.path.abspath(python))


def worker_command(python: Path | str) -> list[str]:
    """What starts a worker, to be run in the folder `ROOT`.

    -E and -s keep the user's Python variables and site folder out. Not -I, which adds to them that
    the current folder is not searched: `-m backend` is found there. As -E hides PYTHONUTF8 and
    PYTHONUNBUFFERED too, both are said again.
    """
    return [str(python), "-E", "-s", "-u", "-X", "utf8", "-m", "backend", "worker"]
