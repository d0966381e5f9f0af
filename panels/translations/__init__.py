"""Blender's translation tables: one TOML file a language, named as Blender names its locale.

A string in English is the key, whether it is a label, a button or a tooltip: Blender looks buttons
up in another context than the rest, so each entry goes into both. Blender's own catalogue goes
before them; properties for which it has the wrong word are looked up in a context of ours.

What the worker says stays English, and so do errors with a value in them: both are the same in the
panel, in a script's exception and in the log.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import bpy

from ...operators import properties
from ...operators.jobs import paths

# Those of bpy.app.translations.contexts called default and operator_default, and ours.
CONTEXTS = ("*", "Operator", properties.CONTEXT)

Table = dict[tuple[str, str], str]


def tables() -> dict[str, Table]:
    """Locale -> (context, English) -> translation."""
    files = sorted(Path(__file__).parent.glob("*.toml"))
    read = {file.stem: tomllib.loads(file.read_text("utf-8")) for file in files}
    return {
        locale: {(context, text): said for text, said in table.items() for context in CONTEXTS}
        for locale, table in read.items()
    }


def register() -> None:
    bpy.app.translations.register(paths.PACKAGE, tables())


def unregister() -> None:
    bpy.app.translations.unregister(paths.PACKAGE)
