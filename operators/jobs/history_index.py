"""All samples of the history, to page through and to search: what there is to know of each entry
for that. There may be thousands of entries, so they are read a few at a time, the newest first.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import NamedTuple

from . import history, history_entry


class Tile(NamedTuple):
    """One sample, by the name of its entry and its number there."""

    entry: str
    sample: int


class _Line(NamedTuple):
    title: str  # case-folded
    samples: int
    bytes: int


_lines: dict[str, _Line] = {}  # by the name of an entry
_listed: tuple[list[str], int] = ([], 0)  # the names and their changes as they were last seen
_found: tuple[object, list[Tile]] = (None, [])  # by the last search
_size: tuple[object, int] = (None, 0)  # bytes


def read_on(seconds: float) -> bool:
    """Read for about so many seconds, at least one entry. Whether all are read."""
    end = time.perf_counter() + seconds
    names = _names()
    for name in names if len(_lines) < len(names) else ():
        if name not in _lines:
            _lines[name] = _read(name)
            if time.perf_counter() > end:
                return len(_lines) == len(names)
    return True


def is_read() -> bool:
    return len(_lines) == len(_names())


def forget(name: str) -> None:
    """An entry became another one, or is gone."""
    _lines.pop(name, None)


def found(search: str) -> list[Tile]:
    """The samples of all entries that are read, the newest entries first, whose prompt has all
    words of the search in it."""
    global _found
    names, words = _names(), search.casefold().split()
    key = _listed, len(_lines), words
    if _found[0] != key:
        lines = [(name, _lines[name]) for name in names if name in _lines]
        tiles = [
            Tile(name, k)
            for name, line in lines
            if all(word in line.title for word in words)
            for k in range(line.samples)
        ]
        _found = key, tiles
    return _found[1]


def size() -> int:
    """Bytes on the disk of all entries that are read."""
    global _size
    _names()
    key = _listed, len(_lines)
    if _size[0] != key:
        _size = key, sum(line.bytes for line in _lines.values())
    return _size[1]


def _names() -> list[str]:
    """Of all entries. What is known of those that are gone is forgotten."""
    global _listed
    names = history.names()
    if _listed[0] is not names or _listed[1] != history.changes:
        _listed = names, history.changes
        for gone in _lines.keys() - set(names):
            del _lines[gone]
    return names


def _read(name: str) -> _Line:
    """Nothing but its size for one that is damaged."""
    folder, size = history.folder_of(name), 0
    with suppress(OSError), os.scandir(folder) as files:
        size = sum(file.stat(follow_symlinks=False).st_size for file in files)
    entry = history_entry.read(folder)
    if entry is None:
        return _Line("", 0, size)
    return _Line(entry.title.casefold(), len(entry.result.samples), size)
