"""A row of a list -> a request. Its columns are the settings that requests declare, under their own
names, their labels or their old names; besides them `image`, a file, and `name`, of the object.
"""

from __future__ import annotations

import difflib
import errno
import functools
import hashlib
import re
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any

from .. import old_names, typed
from ..artifact import Artifact
from ..errors import MaquetteError
from ..files import REMEDIES, explained
from ..request import UNSET, GenerationRequest, SourceImage, detail
from ..setting import plain, settings_of
from .table import Row, Table

NAME, IMAGE, IGNORED = "name", "image", "#"
ONE = "samples"  # which a row has one of
OF_MACHINE = ("environment", "offline", "network", "device")  # codes: no other row would do better
OF_DISK = {*REMEDIES} - {errno.ENAMETOOLONG}
WORDS = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}


def _columns(kind: type) -> dict[str, type]:
    known = settings_of(kind).items()
    return {n: kind for n, it in known if it.label and (it.kept or it.flag is not None)}


OWNERS = _columns(GenerationRequest) | _columns(SourceImage)  # setting -> the request that has it
COLUMNS = (*OWNERS, IMAGE, NAME)
LABELS = {settings_of(kind)[name].label.casefold(): name for name, kind in OWNERS.items()}


def check(table: Table) -> None:
    """Raise MaquetteError("request") for columns of which none, or no object, can be made."""
    if table.header is None:
        return
    number, names = table.header.number, table.header.cells
    try:
        found = [column(name) for name in names if not name.startswith(IGNORED)]
        if twice := next((name for name in found if found.count(name) > 1), None):
            raise MaquetteError("request", f"Two columns set {twice}.", "Remove one of them.")
        if not {"prompt", IMAGE} & set(found):
            raise MaquetteError(
                "request",
                "There is no column named prompt or image.",
                "The first row of a table names its columns. For a prompt a line, use a .txt file.",
            )
    except MaquetteError as error:
        raise MaquetteError(error.code, f"Row {number}: {error.message}", error.remedy) from error


def is_of_machine(error: MaquetteError, codes: Collection[str] = OF_MACHINE) -> bool:
    """Whether the row that fails of it is not to blame: it has one of these codes, or is of the
    disk."""
    cause = error.__cause__
    return error.code in codes or (isinstance(cause, OSError) and cause.errno in OF_DISK)


@functools.cache
def column(name: str) -> str:
    """The setting that a column's name means. Raises MaquetteError("request") for none."""
    plain_name = re.sub(r"[\s-]+", "_", name.strip().casefold())
    plain_name = old_names.REQUEST.get(plain_name, plain_name)
    if plain_name in COLUMNS:
        return plain_name
    if name.strip().casefold() in LABELS:
        return LABELS[name.strip().casefold()]
    near = difflib.get_close_matches(plain_name, [*COLUMNS, *LABELS], 1)
    meant = LABELS.get(near[0], near[0]) if near else ""
    raise MaquetteError(
        "request",
        f"There is no setting {name.strip()[:80]!r}.",
        f"Did you mean {meant}?" if meant else f"The settings are {', '.join(COLUMNS)}.",
    )


def request_of(
    row: Row, base: GenerationRequest, prepared: SourceImage, folder: Path
) -> tuple[str, GenerationRequest]:
    """The name that a row gives its object, or "", and what it asks for.

    base      has the settings that the row leaves open
    prepared  the same for those of images
    folder    where an image's relative path begins

    The image is read once, for its hash. What is asked for is not checked as a whole. Raises
    MaquetteError("request") for a row that is wrong, ("file") for an image that cannot be read.
    """
    if row.error:
        raise MaquetteError("request", row.error)
    said: dict[str, Any] = {}
    for each, value in row.cells.items():
        if each.startswith(IGNORED) or value is None or value == "":
            continue
        if (name := column(each)) in said:
            raise MaquetteError("request", f"It sets {name} twice.", "Remove one of them.")
        if name in (NAME, IMAGE):
            said[name] = str(value).strip()
        elif isinstance(value, str) and not value.strip():
            continue
        else:
            said[name] = _value(name, value)
    if said.pop(ONE, 1) != 1:
        raise MaquetteError(
            "request",
            "A row makes one object, not several samples.",
            "Repeat the row, each time with another seed.",
        )
    image = said.pop(IMAGE, "")
    name = said.pop(NAME, "")
    shown = {key: said.pop(key) for key in [*said] if OWNERS[key] is SourceImage}
    if image:
        said["image"] = replace(prepared, file=_hashed(folder / image), **shown)
    left = {each: getattr(base, each) for each in ("detail", *UNSET)}
    return name, replace(base, **detail.settled(left | said, said, UNSET))


def _value(name: str, value: Any) -> Any:
    """What a cell says. Raises MaquetteError("request") for what the setting cannot be."""
    kind = OWNERS[name]
    try:
        if isinstance(value, str):
            value = _parsed(value.strip(), plain(kind, name), name)
        return typed.fit(value, typed.hints(kind)[name], name)
    except ValueError as error:
        raise MaquetteError("request", f"{error}.", "Choose another value.") from error


def _parsed(text: str, kind: type, name: str) -> Any:
    """Raises ValueError for a text that is no such value."""
    if kind is bool:
        if text.casefold() not in WORDS:
            raise ValueError(f"{name} is {text[:80]!r} and must be true or false")
        return WORDS[text.casefold()]
    if kind is tuple:
        return tuple(re.split(r"[\s,;]+", text))
    if kind is str:
        return text
    try:
        number = float(text.replace(",", ".")) if kind is float else _whole(text)
    except ValueError as error:
        raise ValueError(f"{name} is {text[:80]!r} and must be {typed.NAMES[kind]}") from error
    return number


def _whole(text: str) -> int:
    """Spreadsheets write 7.0 for 7."""
    return int(re.sub(r"[.,]0+$", "", text))


def _hashed(file: Path) -> Artifact:
    try:
        if file.exists() and not file.is_file():
            raise ValueError("it is not a file")
        with open(file, "rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except (OSError, ValueError) as error:
        raise explained(file, error, "read") from error
    return Artifact(file.name, digest, str(file))
