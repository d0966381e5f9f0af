"""JSON that somebody else wrote, read strictly: finite numbers, each name once, a bounded length.

Whatever is wrong with it is one kind of error, so that who reads it has one to expect.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

LONGEST_FILE = 1 << 26  # bytes; a tokenizer has some 4 MB


def loads(text: bytes) -> Any:
    """The value that UTF-8 text holds.

    Raises ValueError for what is no JSON, for NaN, Infinity and numbers beyond a float, for a name
    that an object has twice, and for what is nested deeper than Python reads.
    """
    try:
        return json.loads(
            text.decode("utf-8-sig"),  # editors on Windows put a mark before it
            parse_constant=_no_number,
            parse_float=_finite,
            object_pairs_hook=_each_once,
        )
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def read(path: Path | str, longest: int = LONGEST_FILE) -> Any:
    """What the file holds. Raises OSError, or ValueError as `loads` does and for more than
    `longest` bytes."""
    if os.path.exists(path) and not os.path.isfile(path):  # to open a pipe would wait for a writer
        raise ValueError("it is not a file")
    with open(path, "rb") as file:
        text = file.read(longest + 1)
    if len(text) > longest:
        raise ValueError(f"it has more than {longest} bytes")
    return loads(text)


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice[:40]!r} appears twice")
    return found
