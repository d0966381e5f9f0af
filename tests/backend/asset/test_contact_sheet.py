"""A sheet of several objects."""

import io

import numpy as np
import pytest
from PIL import Image

from backend.asset import contact_sheet
from backend.asset.contact_sheet import MARGIN, SIDE, Cell


def square(color: str, side: int = SIDE) -> bytes:
    file = io.BytesIO()
    Image.new("RGBA", (side, side), color).save(file, format="PNG")
    return file.getvalue()


def drawn(*arguments) -> np.ndarray:
    image = Image.open(io.BytesIO(contact_sheet.encoded(*arguments)))
    assert image.format == "PNG" and image.mode == "RGB"
    return np.asarray(image).astype(int)


def corner(sheet: np.ndarray, color) -> tuple[int, int, int]:
    """Where the first pixel of a color is, as row and column, and how many there are."""
    rows, columns = np.nonzero((sheet == color).all(-1))
    return rows.min(), columns.min(), len(rows)


def test_thumbnails_stand_side_by_side_with_texts_below():
    red, blue = Cell("Red", ("1.0 s",), square("#ff0000")), Cell("B", (), square("#0000ff"))
    sheet = drawn("a chair", "Seed 0", [red, blue])
    assert sheet.shape[1] == MARGIN + 2 * (SIDE + MARGIN)
    first, second = corner(sheet, (255, 0, 0)), corner(sheet, (0, 0, 255))
    assert first[1] == MARGIN and second[1] == 2 * MARGIN + SIDE and first[0] == second[0]
    assert first[2] == second[2] == SIDE * SIDE
    assert (sheet[: first[0]] < 100).any() and (sheet[0] == 255).all(), "the title, in its margin"
    below = sheet[first[0] + SIDE :] < 160
    assert below[:, :SIDE].any() and below[:, -SIDE:].sum() < below[:, :SIDE].sum()


def test_rows_begin_anew_and_what_was_not_made_says_why():
    failed = Cell("Large", ("There is not enough memory. Use fewer samples.",))
    sheet = drawn("a", "", [Cell("C", ("x",), square("#00ff00"))] * 4 + [failed])
    assert sheet.shape[1] == MARGIN + 4 * (SIDE + MARGIN)
    assert corner(sheet, (0, 255, 0))[2] == 4 * SIDE * SIDE
    top, left, _ = corner(sheet, (240, 240, 240))
    assert left == MARGIN and top > corner(sheet, (0, 255, 0))[0] + SIDE
    assert (sheet[top + SIDE :, : MARGIN + SIDE] < 160).any()


def test_a_picture_stands_beside_the_title():
    sheet = drawn("photo.jpg", "", [Cell("A", (), square("#0000ff"))] * 2, square("#ff00ff", 400))
    assert corner(sheet, (255, 0, 255)) == (MARGIN, MARGIN, (SIDE // 2) ** 2)
    assert corner(sheet, (0, 0, 255))[0] == 2 * MARGIN + SIDE // 2


@pytest.mark.parametrize("text", ["a chair " * 400, "x" * 3000, "\U0001fa91 كرسي\n\t椅子", ""])
def test_no_text_is_too_much(text):
    """What is written stays in its margins."""
    sheet = drawn(text, text, [Cell(text, (text, text), square("#ff0000"))] * 2)
    assert sheet.shape[0] < 1200
    top, second = corner(sheet, (255, 0, 0))[0], 2 * MARGIN + SIDE
    over = 2  # pixels that a letter may stand over its line's ends
    between = sheet[top:, MARGIN + SIDE + over : second - over]
    for margin in (sheet[:, : MARGIN - over], sheet[:, over - MARGIN :], between):
        assert (margin == 255).all()
