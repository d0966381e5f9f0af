"""A sheet of several objects: a thumbnail of each, and below it what it is called and what there is
to say of it.

The letters are those of the font in Pillow, which are Latin; it shows a box for any other.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from . import png_files

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont, ImageFont

SIDE = 256  # pixels of a thumbnail
MARGIN = 24  # pixels around each
COLUMNS = 4  # the most
INK, FAINT, PAPER, EMPTY = "#222222", "#666666", "#ffffff", "#f0f0f0"
LEADING = 1.35  # from one line to the next, in sizes of the font


@dataclass(frozen=True)
class Cell:
    """One object. `thumbnail` is a PNG file, b"" for what was not made; `lines` are wrapped."""

    label: str
    lines: tuple[str, ...]
    thumbnail: bytes = b""


class _Style(NamedTuple):
    """How a text is set: its size in pixels, its color, and how many lines it may take."""

    size: int
    ink: str
    most: int


TITLE, NOTE = _Style(26, INK, 4), _Style(15, FAINT, 2)
LABEL, LINE = _Style(18, INK, 2), _Style(15, FAINT, 10)


def encoded(title: str, note: str, cells: Sequence[Cell], picture: bytes = b"") -> bytes:
    """A PNG file: `title` and `note` above the cells, row by row; beside the title a picture, if
    there is one. There is at least one cell."""
    from PIL import Image, ImageDraw

    columns = min(max(len(cells), 2), COLUMNS)  # one would leave a title no room
    width = MARGIN + columns * (SIDE + MARGIN)
    shown = SIDE // 2 if picture else 0
    left = MARGIN + shown + (MARGIN if picture else 0)
    head = [*_set(title, TITLE, width - MARGIN - left), *_set(note, NOTE, width - MARGIN - left)]
    texts = [
        [*_set(cell.label, LABEL, SIDE)]
        + [t for line in cell.lines for t in _set(line, LINE, SIDE)]
        for cell in cells
    ]
    rows = [range(k, min(k + columns, len(cells))) for k in range(0, len(cells), columns)]
    heights = [SIDE + MARGIN // 2 + max(_height(texts[k]) for k in row) + MARGIN for row in rows]
    top = MARGIN + max(_height(head), shown) + MARGIN
    sheet = Image.new("RGB", (width, top + sum(heights)), PAPER)
    draw = ImageDraw.Draw(sheet)
    _write(draw, head, left, MARGIN)
    if picture:
        _paste(sheet, picture, shown, MARGIN, MARGIN)
    for row, height in zip(rows, heights, strict=True):
        for column, k in enumerate(row):
            x = MARGIN + column * (SIDE + MARGIN)
            if cells[k].thumbnail:
                _paste(sheet, cells[k].thumbnail, SIDE, x, top)
            else:
                draw.rectangle((x, top, x + SIDE - 1, top + SIDE - 1), fill=EMPTY)
            _write(draw, texts[k], x, top + SIDE + MARGIN // 2)
        top += height
    return png_files.encoded(sheet)


def _font(style: _Style) -> FreeTypeFont | ImageFont:
    from PIL import ImageFont

    return ImageFont.load_default(style.size)


def _set(text: str, style: _Style, width: int) -> Iterator[tuple[str, _Style]]:
    """Its lines, none wider than so many pixels; the last one says if there are more."""
    font, lines = _font(style), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for letter in word:  # a word may be wider than a line
            if font.getlength(lines[-1] + letter) > width:
                lines.append("")
            if len(lines) > style.most:
                break
            lines[-1] += letter
        if len(lines) > style.most:
            last = lines[style.most - 1]
            while last and font.getlength(last + "…") > width:
                last = last[:-1]
            lines = [*lines[: style.most - 1], last.rstrip() + "…"]
            break
    yield from ((line, style) for line in lines if line)


def _height(lines: Sequence[tuple[str, _Style]]) -> int:
    return sum(round(style.size * LEADING) for _, style in lines)


def _write(draw: ImageDraw, lines: Sequence[tuple[str, _Style]], left: int, top: int) -> None:
    for line, style in lines:
        draw.text((left, top), line, fill=style.ink, font=_font(style))
        top += round(style.size * LEADING)


def _paste(sheet: Image, file: bytes, side: int, left: int, top: int) -> None:
    """An image, as large as fits into a square, on the paper."""
    from PIL import Image

    image = Image.open(io.BytesIO(file)).convert("RGBA")
    image.thumbnail((side, side))
    sheet.paste(image, (left, top), image)
