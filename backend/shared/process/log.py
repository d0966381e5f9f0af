"""The worker's log: its standard error, one file a run, the run before kept beside it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from . import spawn

TAIL = 8192  # bytes looked at for the last line


def begin(log: Path) -> int:
    """Put the log of the run before aside; the offset at which the new run's words will start.

    Raises OSError if the log's folder cannot be made.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(OSError):  # on Windows not while another Blender's worker writes there
        os.replace(spawn.long_path(log), spawn.long_path(log.with_suffix(".previous.log")))
    return log.stat().st_size if log.exists() else 0


def last_line(log: Path, start: int = 0) -> str:
    """The last line that says something: no progress bars, no indented lines of a traceback."""
    try:
        with open(spawn.long_path(log), "rb") as file:
            file.seek(max(start, os.fstat(file.fileno()).st_size - TAIL))
            lines = file.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    worth = [line for line in lines if line.strip() and line[0] != " " and "%|" not in line]
    return worth[-1].strip()[:300] if worth else ""
