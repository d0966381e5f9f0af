"""The catalogs of an asset library: its `blender_assets.cats.txt`, in Blender's own format.

A line of it is "UUID:path:simple name"; assets name their catalog by the UUID.
"""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import NamedTuple

import bpy

from ...backend.shared import files
from ...backend.shared.errors import MaquetteError

NAME = "blender_assets.cats.txt"
VERSION = "VERSION 1"
HEADER = f"""\
# This is an Asset Catalog Definition file for Blender.
#
# Empty lines and lines starting with `#` will be ignored.
# The first non-ignored line should be the version indicator.
# Other lines are of the format "UUID:catalog/path/for/assets:simple catalog name"

{VERSION}

"""
SIMPLE_NAME = 60  # characters of a path's end that its simple name keeps


class Catalog(NamedTuple):
    """`uuid` is its own, `text` what `file` is to hold; empty if the catalog is in it already."""

    uuid: str
    file: Path
    text: str


def libraries() -> list[bpy.types.UserAssetLibrary]:
    """Those of the preferences that Asset Browsers show and assets can be saved in. Since 5.2 some
    are turned off or on a server."""
    known = bpy.context.preferences.filepaths.asset_libraries
    return [
        each
        for each in known
        if each.path and getattr(each, "enabled", True) and not getattr(each, "use_remote_url", 0)
    ]


def root(library: bpy.types.UserAssetLibrary) -> Path:
    return Path(bpy.path.abspath(library.path))


def library_of(folder: Path) -> bpy.types.UserAssetLibrary | None:
    """That of the preferences which a folder is in."""
    known = bpy.context.preferences.filepaths.asset_libraries
    there = folder.resolve()
    within = (each for each in known if each.path and there.is_relative_to(root(each).resolve()))
    return next(within, None)


def find(folder: Path, path: str) -> Catalog | None:
    """The catalog at `path`, such as "Furniture/Chairs", of the library that `folder` belongs to; a
    new one where the library has none there, with those that it is in, which Blender would have to
    make; and None for an empty path. Nothing is written.

    Raises MaquetteError("file") if the library's catalogs cannot be read.
    """
    path = _clean(path)
    if not path:
        return None
    file = _root(folder) / NAME
    text = _read(file)
    known: dict[str, str] = {}
    for line in text.splitlines():
        own, *rest = line.split(":")
        if rest and not own.startswith("#"):
            known.setdefault(_clean(rest[0]), own.strip())
    if path in known:
        return Catalog(known[path], file, "")
    text = text if text.endswith("\n") else text + "\n"
    parts = path.split("/")
    for each in ("/".join(parts[:end]) for end in range(1, len(parts) + 1)):
        if each not in known:
            known[each] = str(uuid.uuid4())
            text += f"{known[each]}:{each}:{_simple(each)}\n"
    return Catalog(known[path], file, text)


def write(catalog: Catalog, outputs: files.Outputs) -> None:
    """Put it into its library, if it is not there, together with other files. Raises
    MaquetteError("file")."""
    if catalog.text:
        outputs.write(catalog.file, catalog.text.encode("utf-8"))


def _simple(path: str) -> str:
    simple = path.replace("/", "-")
    return simple if len(simple) <= SIMPLE_NAME else f"...{simple[-SIMPLE_NAME:]}"


def _read(file: Path) -> str:
    try:
        text = file.read_text("utf-8") if file.exists() else HEADER
    except (OSError, UnicodeDecodeError) as error:
        raise MaquetteError(
            "file", f"{file} cannot be read: {error}.", "Fix the file, or leave the catalog empty."
        ) from error
    lines = (line.strip() for line in text.splitlines())
    if next((line for line in lines if line and not line.startswith("#")), "") != VERSION:
        raise MaquetteError(
            "file",
            f"{file} is not a version 1 catalog file.",
            "Fix the file, or leave the catalog empty.",
        )
    return text


def _root(folder: Path) -> Path:
    """Of the library that a folder belongs to, for Blender reads catalogs there alone; a folder
    of no known library is one."""
    library = library_of(folder)
    return root(library) if library else folder


def _clean(path: str) -> str:
    """As Blender cleans it: no empty parts, no spaces around them, and no colon, which ends it."""
    parts = (" ".join(part.split()) for part in path.split("/"))
    return "/".join(part.replace(":", "-").replace("\\", "-") for part in parts if part)
