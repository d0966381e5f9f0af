"""Makes the worker's Python environment: a virtual environment, filled by pip with what
`backend/locks/` names: by hashes, and nothing that would have to be built.

Standard library only: it runs under Blender's own Python, or any other from 3.11 on. The folder
carries a marker (`shared/process/environment.py`) that says "complete" only after the new Python
has imported torch: an installation that failed or was cancelled is gone on with by the next.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ..compute.progress import Tracker
from ..shared.errors import MaquetteError
from ..shared.process import environment, spawn
from ..shared.process.environment import python_of
from ..shared.request import InstallationRequest
from . import pip
from .pip_failures import AGAIN

PYTHONS = ((3, 11), (3, 13))  # the oldest and the newest that all locked packages are built for
TORCH_INDEX = "https://download.pytorch.org/whl/"
# CUDA 13 needs Turing or later and this driver; 12.6 is the build for all that is older.
CUDA_13_DRIVER, CUDA_13_CAPABILITY = 580, 7.5
OWN_BUILDS = ("cpu", "cu126", "cu130")  # PyTorch's index has them; PyPI has the others
# Of the packages' bytecode a worker needs a fifth; compiling all of it is most of pip's time.
INSTALL = ("install", "--no-compile")
RAW_BAR_SINCE = (24, 1)  # the pip that can tell a program how far a download is
OTHER_FOLDER = "Choose another folder in the preferences.", "Choose another one with --folder."

_SUITABLE = (
    "import sys, venv, ensurepip;"
    f"sys.exit(not {PYTHONS[0]} <= sys.version_info[:2] <= {PYTHONS[1]})"
)
# What a worker imports is imported once, so that its bytecode is there when the first one starts.
_VERIFY = """
import importlib.metadata, sys, torch, traceback
for name in sys.argv[1:]:
    print("has", name, importlib.metadata.version(name))
try:
    from backend import families
    families.import_all()
except Exception:
    traceback.print_exc()
"""


def install(
    request: InstallationRequest, progress: Tracker, wheels: Path | None = None
) -> list[str]:
    """Make the environment in `request.folder`, or finish one that was begun there, from the
    network or from a folder of `wheels` alone.

    Stages: environment, downloading, installing, checking. Returns notes worth showing. Raises
    MaquetteError, or Cancelled within 0.2 s of a cancel, when pip and all of its are gone.
    """
    request.validate()
    folder = Path(request.folder).expanduser().absolute()
    _claim(folder)
    with progress.stage("environment") as advance:
        python = _make_python(folder, lambda: advance(0))
        bar = _has_bar(python, lambda: advance(0))
        settings, note = {}, ""
        if not wheels:
            settings, note = pip.sources(python, "install", lambda: advance(0))
    configured = bool(pip.INDEX & settings.keys())
    if not bar and not wheels:
        with contextlib.suppress(MaquetteError):  # only the bar would be missed
            pip.run(python, [*INSTALL, *_options(bar), *_locked("pip")], progress, settings)
            bar = True
    source = ["--no-index", "--find-links", str(wheels)] if wheels else []
    build = "" if configured or wheels else torch_build(request.accelerator)
    for packages in _packages(build):
        pip.run(python, [*INSTALL, *_options(bar), *source, *packages], progress, settings)
    with progress.stage("checking") as advance:
        versions = _verify(python, lambda: advance(0))
    environment.write_marker(folder, complete=True)
    notes = [f"Installed {', '.join(versions)}.", *filter(None, [note])]
    if configured:
        notes.append("pip's own index settings were used, and the build of torch that they offer.")
    return notes


def collect(wheels: Path, accelerator: str, progress: Tracker) -> None:
    """Bring the wheels of the environment, for this Python and this system, into a folder.

    Stages: downloading. Raises MaquetteError or Cancelled.
    """
    python = Path(sys.executable)
    bar = _has_bar(python, lambda: None)
    settings, _note = pip.sources(python, "wheel", lambda: None)
    configured = pip.INDEX & settings.keys()
    folder = ["--wheel-dir", str(wheels), "--find-links", str(wheels)]
    for packages in _packages("" if configured else torch_build(accelerator)):
        pip.run(python, ["wheel", *_options(bar), *folder, *packages], progress, settings)


def _options(bar: bool) -> list[str]:
    """What every pip is told; `bar`: it can report in numbers how far it is."""
    return [
        "--no-input",
        "--disable-pip-version-check",
        *("--only-binary", ":all:"),  # what is built here is what no hash can vouch for
        "--progress-bar",
        "raw" if bar else "off",
    ]


def _packages(build: str) -> list[list[str]]:
    """Arguments of the two pips, torch's last: then what it needs beside CUDA is there.

    build  of torch, as its lock is named; "" for the one that the person's own sources or a bundle
           have, of which the version is all that we know
    """
    torch = [line for line in environment.requirements() if line.startswith("torch==")]
    return [_locked("packages"), _locked(f"torch-{build}") if build else torch]


def _locked(name: str) -> list[str]:
    """pip's arguments for a lock. One with hashes is complete: pip need not ask what its packages
    depend on. Those without are of PyTorch's own index, which has what its torch needs too, so that
    nothing can come from elsewhere in its name."""
    lock = environment.LOCKS / f"{name}.txt"
    build = name.removeprefix("torch-")
    index = ["--index-url", TORCH_INDEX + build] if build in OWN_BUILDS else []
    hashed = "--hash=" in lock.read_text("utf-8")
    return [*index, *(("--require-hashes", "--no-deps") if hashed else ()), "-r", str(lock)]


def torch_build(accelerator: str) -> str:
    """Which build of torch is for this machine, as its lock is named.

    Raises MaquetteError("device") for an accelerator that this system cannot have.
    """
    mac, linux = sys.platform == "darwin", sys.platform == "linux"
    if accelerator == ("cuda" if mac else "mps"):
        raise MaquetteError(
            "device", f"{accelerator} is not available on this system.", "Choose auto or cpu."
        )
    cards = [] if mac or accelerator == "cpu" else _nvidia_cards()
    if accelerator == "cuda" or cards:
        modern = all(
            driver >= CUDA_13_DRIVER and capability >= CUDA_13_CAPABILITY
            for driver, capability in cards
        )
        return ("pypi" if linux else "cu130") if modern else "cu126"
    return "cpu" if linux else "pypi"


def _nvidia_cards() -> list[tuple[float, float]]:
    """The driver's version and the compute capability (0 if the driver does not say) of each."""
    command = ["nvidia-smi", "--query-gpu=driver_version,compute_cap", "--format=csv,noheader"]
    try:
        said = subprocess.run(
            command, capture_output=True, text=True, timeout=20, check=True, **spawn.hidden()
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    found = re.findall(r"^(\d+)[\d.]*, *([\d.]*)", said, re.MULTILINE)
    return [(float(driver), float(capability or 0)) for driver, capability in found]


def _claim(folder: Path) -> None:
    """Make the folder ours. Raises MaquetteError("file") if it is somebody else's."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if environment.state(folder) == "absent" and any(folder.iterdir()):
            raise MaquetteError(
                "file",
                f"The folder {folder} is not empty and was not made by Maquette.",
                "Choose an empty or new folder in the preferences.",
                "Choose an empty or new one with --folder.",
            )
    except OSError as error:
        raise MaquetteError(
            "file", f"The folder {folder} cannot be used: {error.strerror}.", *OTHER_FOLDER
        ) from error
    environment.write_marker(folder, complete=False)


def _make_python(folder: Path, tick: pip.Tick) -> Path:
    """The environment's interpreter, made if it is not there or does not work."""
    python = python_of(folder)
    if python.exists() and _runs(python, "import pip;" + _SUITABLE):
        return python
    base = _base_python()
    environment.clear(folder)  # not with `venv --clear`, which takes the marker too
    said: list[str] = []
    command = [base, "-E", "-s", "-m", "venv", str(folder)]
    status = pip.follow(command, said.append, tick)
    print(*said, sep="\n", file=sys.stderr)
    if status or not python.exists():
        raise pip.explain([*said, f"ERROR: {said[-1]}" if said else ""])
    return python


def _base_python() -> str:
    """A Python that can make virtual environments: this one, else one on the path."""
    names = [f"python3.{minor}" for minor in range(PYTHONS[1][1], PYTHONS[0][1] - 1, -1)]
    for name in (sys.executable, *names, "python3", "python"):
        found = shutil.which(name) if name else None
        if found and _runs(found, _SUITABLE):
            return found
    raise MaquetteError(
        "environment",
        "No Python on this computer can create a virtual environment.",
        "Install Python 3.11, 3.12 or 3.13 with venv (on Debian: python3-venv), then try again.",
    )


def _runs(python: str | Path, code: str) -> bool:
    command = [str(python), "-E", "-s", "-c", code]
    try:
        quiet = {"stdin": subprocess.DEVNULL, "capture_output": True, **spawn.hidden()}
        return subprocess.run(command, timeout=30, **quiet).returncode == 0
    except (OSError, subprocess.SubprocessError):
        return False


def _has_bar(python: Path, tick: pip.Tick) -> bool:
    """Whether this pip has the raw progress bar."""
    said: list[str] = []
    pip.follow([str(python), "-E", "-s", "-m", "pip", "--version"], said.append, tick)
    version = re.search(r"^pip (\d+)\.(\d+)", "\n".join(said), re.MULTILINE)
    return bool(version) and tuple(map(int, version.groups())) >= RAW_BAR_SINCE


def _verify(python: Path, tick: pip.Tick) -> list[str]:
    """The versions that the new Python has. Raises MaquetteError if it cannot import torch."""
    said: list[str] = []
    names = [line.partition("==")[0] for line in environment.requirements()]
    status = pip.follow([str(python), "-E", "-s", "-c", _VERIFY, *names], said.append, tick)
    print(*said, sep="\n", file=sys.stderr)
    if status:
        what, remedy = (said or ["it did not say why"])[-1], AGAIN
        if "DLL" in what or "WinError 126" in what:  # pitfall 2
            remedy = "Install Microsoft's Visual C++ Redistributable, then try again."
        raise MaquetteError("environment", f"The new backend does not run: {what}.", remedy)
    return [line.removeprefix("has ") for line in said if line.startswith("has ")]
