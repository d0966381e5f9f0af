"""The list that is being made, kept on the disk until it is done: whatever ends Blender meanwhile,
it can be continued with the settings that it was begun with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from ...backend.shared import files, strict_json, typed
from ...backend.shared.errors import MaquetteError
from . import paths

FILE = "list.json"


@dataclass(frozen=True)
class Asked:
    """What was asked for.

    source    the path of a file, or the name of a text
    text      what is in that text; "": it is a file
    images    the folder where relative paths of images begin
    folder    of the assets
    catalog   that all of them are in
    meter     in the numbers of the scene's coordinates
    settings  of the panel
    """

    source: str
    text: str
    images: str
    folder: str
    catalog: str
    meter: float
    settings: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        return Path(self.source).name


_known: list[Asked | None] = []  # once it was looked for; panels ask at every redraw


def known() -> Asked | None:
    """The list that was not finished, if there is one that can be read."""
    if not _known:
        _known.append(_read())
    return _known[0]


def keep(asked: Asked) -> None:
    """Raises MaquetteError("file")."""
    said = asdict(asked)
    said["settings"] = {k: _plain(value) for k, value in asked.settings.items()}
    files.write_whole(paths.user_folder() / FILE, json.dumps(said).encode("ascii"))
    _known[:] = [asked]


def forget() -> None:
    """It is done, or nobody wants it any more. Raises MaquetteError("file")."""
    _known[:] = [None]
    file = paths.user_folder() / FILE
    try:
        file.unlink(missing_ok=True)
    except OSError as error:
        raise files.explained(file, error, "removed") from error


def _read() -> Asked | None:
    try:
        said = strict_json.read(paths.user_folder() / FILE)
        kept = said.pop("settings").items()
        settings = {name: set(v) if isinstance(v, list) else v for name, v in kept}
        hints = typed.hints(Asked)
        given = {name: typed.fit(value, hints[name], name) for name, value in said.items()}
        return Asked(**given, settings=settings)
    except (MaquetteError, OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, (set, frozenset)) else value
