"""`python -m backend batch`: what it takes, says and returns."""

from __future__ import annotations

import importlib
import json
import os
from pathlib import Path

import pytest

cli = importlib.import_module("backend.__main__")


@pytest.fixture
def generator(monkeypatch) -> None:
    """There is none: nothing here may need it."""

    def none() -> None:
        raise AssertionError("nothing was to be made")

    monkeypatch.setattr("backend.serve.worker.new_generator", none)


def listed(folder: Path, text: str = "prompt,seed\n,1\na chair,x\n") -> str:
    file = folder / "list.csv"
    file.write_text(text)
    return str(file)


def test_bad_rows_are_told_and_counted(generator, tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["batch", listed(tmp_path), "-o", str(out)]) == 1
    said = capsys.readouterr()
    assert said.out == f"{out / 'index.html'}  0 made, 0 were there, 2 failed\n"
    assert said.err.splitlines() == [
        "maquette: Row 2: The prompt is empty. Describe what to make, for example: a red chair.",
        "maquette: Row 3: seed is 'x' and must be a whole number. Choose another value.",
    ]
    assert sorted(os.listdir(out)) == ["index.html", "index.jsonl"]


def test_one_line_of_json_and_failures_that_are_allowed(generator, tmp_path, capsys):
    out = tmp_path / "out"
    options = ["-o", str(out), "--json", "--allow-failures", "--shard", "2/2"]
    assert cli.main(["batch", listed(tmp_path), *options]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line) == {
        "made": 0,
        "there": 0,
        "failed": [
            {
                "row": 2,
                "error": "The prompt is empty. Describe what to make, for example: a red chair.",
            }
        ],
        "index": str(out / "index.html"),
    }
    rows = [json.loads(each)["row"] for each in (out / "index.jsonl").read_text().splitlines()]
    assert rows == [2, 3]  # the page is of the whole list


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (["--format", "stl"], 2, "The format 'stl' is not supported. Use one of npz, glb"),
        (["--together", "0"], 2, "--together must lie between 1 and 64."),
        (["--resolution", "1"], 2, "resolution is 1; it must lie between 8 and 512."),
        (["--model", "nobody's"], 1, 'There is no model "nobody\'s".'),
    ],
)
def test_wrong_settings_of_all_rows_are_told_once(
    generator, tmp_path, capsys, options, status, said
):
    out = tmp_path / "out"
    assert cli.main(["batch", listed(tmp_path), "-o", str(out), *options]) == status
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line and not out.exists()


@pytest.mark.parametrize("shard", ["0/2", "3/2", "1", "a/b", "-1/2", "1/0"])
def test_parts_that_are_none(tmp_path, capsys, shard):
    with pytest.raises(SystemExit) as ended:
        cli.main(["batch", listed(tmp_path), "-o", str(tmp_path), f"--shard={shard}"])
    assert ended.value.code == 2
    assert "is no part of a whole, such as 1/4" in capsys.readouterr().err


def test_a_list_of_no_use_makes_no_folder(generator, tmp_path, capsys):
    out = tmp_path / "out"
    assert cli.main(["batch", listed(tmp_path, "prompt,sed\na,1\n"), "-o", str(out)]) == 2
    said = capsys.readouterr().err
    assert said == "maquette: Row 1: There is no setting 'sed'. Did you mean seed?\n"
    assert cli.main(["batch", listed(tmp_path, ""), "-o", str(out)]) == 2
    assert not out.exists()


def test_rows_that_repeat_others_are_told(generator, tmp_path, capsys):
    text = "prompt,seed\n,1\n" + "a chair,1\n" * 3
    options = ["--shard", "2/2", "-o", str(tmp_path / "out"), "--allow-failures"]
    assert cli.main(["batch", listed(tmp_path, text), *options]) == 0
    assert "2 rows ask for the same as earlier ones." in capsys.readouterr().err
