"""The files that git tracks, as the working tree has them: the zip is built from nothing else.

The manifest cannot keep the others out: in Blender's patterns "!/backend/" lets in everything
below it, bytecode and stray files too.
"""

import shutil
import subprocess
from pathlib import Path

HINT = "Not in the zip, as git does not track it (git add):"


def copy(source: Path, target: Path) -> list[str]:
    """Copy the tracked files of `source`, a git checkout, into the folder `target`.

    Returns the paths of files that git neither tracks nor ignores, relative to `source`: a new
    file that nobody added yet is among them. Raises CalledProcessError where there is no checkout.
    """
    for name in _listed(source):
        if (source / name).is_file():  # and not removed without telling git
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source / name, target / name)
    return _listed(source, "--others", "--exclude-standard")


def _listed(folder: Path, *which: str) -> list[str]:
    command = ["git", "-C", folder, "ls-files", "-z", *which]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return [name for name in answer.decode().split("\0") if name]
