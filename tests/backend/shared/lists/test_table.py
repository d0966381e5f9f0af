"""Lists as people and spreadsheets write them."""

from __future__ import annotations

import codecs

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.lists import table


@pytest.fixture
def read(tmp_path):
    """What is read of a file with this content."""

    def reading(content: bytes | str, name: str = "list.csv") -> table.Table:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return table.read(path)

    return reading


def cells(found: table.Table) -> list[tuple[int, list[str]]]:
    return [(row.number, [*row.cells.values()]) for row in found.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines(read, separator, newline):
    lines = ["prompt|seed", '"a chair, red; tall"|1', "", "a vase|2"]
    found = read(newline.join(line.replace("|", separator) for line in lines))
    assert found.header and [*found.header.cells] == ["prompt", "seed"]
    assert cells(found) == [(2, ["a chair, red; tall", "1"]), (4, ["a vase", "2"])]


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_encodings(read, mark, encoding):
    found = read(mark + "prompt\nein grüner Stuhl\n".encode(encoding))
    assert cells(found) == [(2, ["ein grüner Stuhl"])]
    assert found.header and [*found.header.cells] == ["prompt"] and found.notes == ()


def test_encodings_that_are_mixed_in_one_file(read):
    lines = [b"prompt", "grüner Stuhl".encode(), "rote T\u00fcr €".encode("cp1252")]
    found = read(b"\n".join(lines))
    assert cells(found) == [(2, ["grüner Stuhl"]), (3, ["rote Tür €"])]
    assert found.notes == ("Line 3 is not UTF-8, and read as Windows-1252.",)


def test_a_cell_may_have_lines_and_quotes(read):
    found = read('prompt,seed\n"a ""nice""\nchair",1\na vase,2\n')
    assert cells(found) == [(2, ['a "nice"\nchair', "1"]), (3, ["a vase", "2"])]


def test_bad_rows_leave_the_others_alone(read):
    found = read('prompt,seed\na chair, red,1\n"a"x,2\na vase,3\n"never closed,4\nlost,5\n')
    assert [(row.number, row.error) for row in found.rows] == [
        (
            2,
            "It has 3 cells, but there are 2 columns. Put quotation marks around a text with a"
            " separator in it.",
        ),
        (3, "It is no CSV: ',' expected after '\"'."),
        (4, ""),
        (5, "A quotation mark opens here and never closes, so that no row after it can be read."),
    ]


def test_json_lines(read):
    lines = ('{"prompt": "a chair", "seed": 7}', "", "[1]", '{"seed": NaN}', '{"a": 1, "a": 2}')
    found = read("\n".join(lines), "list.jsonl")
    assert [(row.number, dict(row.cells), row.error) for row in found.rows] == [
        (1, {"prompt": "a chair", "seed": 7}, ""),
        (3, {}, "It cannot be read as JSON: it is not an object."),
        (4, {}, "It cannot be read as JSON: NaN is not a number."),
        (5, {}, "It cannot be read as JSON: 'a' appears twice."),
    ]
    assert found.header is None


def test_prompts_of_a_text(read):
    found = read("a chair, red\n\n  a vase \n", "list.txt")
    assert [(row.number, dict(row.cells)) for row in found.rows] == [
        (1, {"prompt": "a chair, red"}),
        (3, {"prompt": "a vase"}),
    ]


def test_a_folder_of_images(tmp_path):
    for name in ("b.JPG", "a.png", ".hidden.png", "notes.txt"):
        (tmp_path / name).touch()
    found = table.read(tmp_path)
    assert [(row.number, dict(row.cells)) for row in found.rows] == [
        (1, {"image": "a.png"}),
        (2, {"image": "b.JPG"}),
    ]


def test_a_folder_without_images(tmp_path):
    (tmp_path / "notes.txt").write_text("a chair")
    with pytest.raises(MaquetteError, match=f"There are no images in {tmp_path}. Use a .csv"):
        table.read(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("l.csv", "", "lists nothing to make. Add a row to it."),
        ("l.csv", "prompt\n\n", "lists nothing to make."),
        ("l.txt", "\n \n", "lists nothing to make."),
        ("l.xlsx", "x", "is not a list of a known kind. Use a .csv"),
        ("l.csv", "prompt,prompt\na,b\n", "row 1 names 'prompt' twice"),
        ("l.csv", "prompt,,seed\na,b,1\n", "row 1 has no name"),
        ("l.csv", '"prompt\na\n', "row 1: A quotation mark opens here"),
    ],
)
def test_what_is_no_list(read, name, content, said):
    with pytest.raises(MaquetteError) as caught:
        read(content, name)
    assert said in str(caught.value)


def test_a_list_that_is_not_there(tmp_path):
    with pytest.raises(MaquetteError, match="No such file") as caught:
        table.read(tmp_path / "list.csv")
    assert caught.value.code == "file"


def test_cells_may_be_longer_than_csv_takes_them_to_be(read):
    import csv

    before = csv.field_size_limit()
    assert cells(read("prompt\n" + "x" * 200_000)) == [(2, ["x" * 200_000])]
    assert csv.field_size_limit() == before
