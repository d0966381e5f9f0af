"""A list in a file or a folder -> its rows, as they were written.

.csv, .tsv   settings in columns, which the first row names; parted by comma, semicolon or tab
.jsonl       an object of settings a line
.txt         a prompt a line
a folder     an image a row, sorted by name

Spreadsheets write UTF-8 with a mark before it, UTF-16, or Windows-1252, and people paste one into
the other: what is no UTF-8 is read line by line.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import strict_json
from ..errors import MaquetteError, first_line
from ..files import explained, printable

IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".tga", ".avif")
SEPARATORS = ",;\t"
LONGEST_CELL = 1 << 26  # characters; csv has a limit of its own, for all of Python
KINDS = (
    "Use a .csv, .tsv or .jsonl file, a .txt file with one prompt per line, or a folder of images."
)
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


@dataclass(frozen=True)
class Row:
    """number  as an editor or a spreadsheet counts it, from 1
    cells   by the names of their columns: texts, or values of JSON
    error   why it cannot be read; then there are no cells
    """

    number: int
    cells: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True)
class Table:
    """`header` has the names of its columns and the number of their row, where all rows have the
    same; `notes` are for the person who wrote it."""

    rows: Sequence[Row]
    header: Row | None = None
    notes: tuple[str, ...] = ()


Found = tuple[Row | None, Iterator[Row]]


def read(path: Path) -> Table:
    """Raises MaquetteError("file") for what cannot be read, ("request") for what is no list, or an
    empty one."""
    reader = READERS.get(path.suffix.lower())
    try:
        if path.is_dir():
            found = Table([*_images(path)])
        elif reader is None:
            raise MaquetteError(
                "request", f"{printable(path)} is not a list of a known kind.", KINDS
            )
        elif path.exists() and not path.is_file():  # to open a pipe would wait for a writer
            raise ValueError("it is not a file")
        else:
            found = _parsed(*_decoded(path.read_bytes()), reader)
    except (OSError, ValueError) as error:
        raise explained(path, error, "read") from error
    if path.is_dir() and not found.rows:
        raise MaquetteError("request", f"There are no images in {printable(path)}.", KINDS)
    return _filled(path, found)


def read_text(name: str, text: str) -> Table:
    """What is no file: its `name` may end as that of one, or its first line says what it is. Raises
    MaquetteError as above."""
    reader = READERS.get(Path(name).suffix.lower()) or _kind(text)
    try:
        return _filled(name, _parsed(text, (), reader))
    except ValueError as error:
        raise explained(name, error, "read") from error


def _kind(text: str) -> Callable[[str], Found]:
    """A reader for a text that begins as its lists do; for any other that of prompts."""
    first = text.strip().partition("\n")[0].casefold()
    if first.startswith("{"):
        return _jsonl
    cells = re.split(f"[{SEPARATORS}]", first)
    named = {"prompt", "image"} & {cell.strip(' "') for cell in cells}
    return _csv if named else _prompts


def _parsed(text: str, notes: tuple[str, ...], reader: Callable[[str], Found]) -> Table:
    header, rows = reader(text)
    return Table([*rows], header, notes)


def _filled(path: Path | str, found: Table) -> Table:
    if not found.rows:
        raise MaquetteError(
            "request", f"{printable(path)} lists nothing to make.", "Add a row to it."
        )
    return found


def _images(folder: Path) -> Iterator[Row]:
    names = sorted(
        entry.name
        for entry in os.scandir(folder)
        if entry.name.lower().endswith(IMAGES) and not entry.name.startswith(".")
    )
    for number, name in enumerate(names, start=1):
        yield Row(number, {"image": name})


def _decoded(content: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding), ()
    head = content[:200]
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # without a mark
        if len(head) > 1 and not any(head[start::2]):
            return content.decode(encoding), ()
    lines, strange = content.split(b"\n"), []
    texts = []
    for number, line in enumerate(lines, start=1):
        try:
            texts.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            strange.append(number)
            texts.append(line.decode("cp1252", "replace"))
    if not strange:
        return "\n".join(texts), ()
    more = f" and {len(strange) - 1} more lines are" if len(strange) > 1 else " is"
    return "\n".join(texts), (f"Line {strange[0]}{more} not UTF-8, and read as Windows-1252.",)


def _csv(text: str) -> Found:
    records = _records(text)
    for number, cells, error in records:
        if error:
            raise ValueError(f"row {number}: {error}")
        if any(cells):
            names = [cell.strip() for cell in cells]
            break
    else:
        return None, iter(())
    while names and not names[-1]:  # spreadsheets leave empty columns at the end
        names.pop()
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice or "" in names:
        raise ValueError(f"row {number} " + (f"names {twice!r} twice" if twice else "has no name"))
    header = Row(number, dict.fromkeys(names, ""))
    return header, (_row(names, *record) for record in records if any(record[1]) or record[2])


def _row(names: Sequence[str], number: int, cells: Sequence[str], error: str) -> Row:
    if error:
        return Row(number, error=error)
    if any(cell.strip() for cell in cells[len(names) :]):
        said = f"It has {len(cells)} cells, but there are {len(names)} columns."
        return Row(
            number, error=f"{said} Put quotation marks around a text with a separator in it."
        )
    return Row(number, dict(zip(names, cells, strict=False)))


def _records(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Number, cells and error of each record; those of empty lines have no cells."""
    head = re.sub(r'"[^"]*"', "", text[:LONGEST_CELL].lstrip().partition("\n")[0])
    separator = max(SEPARATORS, key=head.count)  # the first of them where there is none
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        number = 0
        while True:
            number += 1
            try:
                yield number, next(lines), ""
            except StopIteration:
                return
            except csv.Error as error:
                unclosed = "unexpected end" in str(error)
                yield number, [], UNCLOSED if unclosed else f"It is no CSV: {first_line(error)}."
    finally:
        csv.field_size_limit(before)


UNCLOSED = "A quotation mark opens here and never closes, so that no row after it can be read."


def _jsonl(text: str) -> Found:
    return None, (_object(number, line) for number, line in _lines(text))


def _object(number: int, line: str) -> Row:
    try:
        found = strict_json.loads(line.encode("utf-8", "surrogatepass"))
        if not isinstance(found, dict):
            raise ValueError("it is not an object")
    except ValueError as error:
        return Row(number, error=f"It cannot be read as JSON: {first_line(error)}.")
    return Row(number, found)


def _prompts(text: str) -> Found:
    return None, (Row(number, {"prompt": line.strip()}) for number, line in _lines(text))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines that are not empty, with their numbers."""
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line.strip():
            yield number, line


READERS = {
    ".csv": _csv,
    ".tsv": _csv,
    ".jsonl": _jsonl,
    ".ndjson": _jsonl,
    ".txt": _prompts,
}
