"""Runs and what ends them: what is there afterwards is what an undisturbed run makes."""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

from backend.batch.objects import WORK, Objects
from backend.shared.errors import MaquetteError

cli = importlib.import_module("backend.__main__")
ROWS = ["a red chair", "a blue vase", "a bad table", "a lamp", "a house", "a green car"]


@pytest.fixture
def listed(tmp_path) -> Path:
    file = tmp_path / "list.csv"
    file.write_text("prompt,name\n" + "".join(f"{row},{row[-5:].strip()}\n" for row in ROWS))
    return file


@pytest.fixture
def run(stand_in, monkeypatch, capsys):
    """Runs the command here: exit status, the line of JSON, the batches that were asked for."""
    monkeypatch.setattr("backend.serve.worker.new_generator", stand_in)

    def running(*arguments: object) -> tuple[int, dict, list]:
        stand_in.asked.clear()
        status = cli.main(["batch", *map(str, arguments), "--json"])
        out = capsys.readouterr().out
        return status, json.loads(out) if out else {}, [*stand_in.asked]

    return running


def contents(folder: Path) -> dict[str, str]:
    """Hashes of all files, by their paths."""
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_objects_are_made_once(run, listed, tmp_path):
    out = tmp_path / "deep" / "out"
    status, said, asked = run(listed, "-o", out, "--together", "4")
    assert status == 1 and (said["made"], said["there"]) == (5, 0)
    (failed,) = said["failed"]
    assert failed == {"row": 4, "error": "a bad table has no surface. Try another."}
    assert [len(batch) for batch in asked] == [4, 2]
    assert sorted(os.listdir(out / "chair")) == [
        *("mesh.glb", "mesh.npy", "mesh.thumbnail.png", "record.json"),
    ]
    made = contents(out)
    status, said, asked = run(listed, "-o", out)
    assert (status, said["made"], said["there"], len(said["failed"]), asked) == (1, 0, 5, 1, [])
    assert contents(out) == made


def test_failed_rows_are_made_again_when_asked_for(run, listed, tmp_path):
    out = tmp_path / "out"
    run(listed, "-o", out)
    _, said, asked = run(listed, "-o", out, "--retry")
    assert asked == [[("a bad table", 0)]] and len(said["failed"]) == 1
    _, _, asked = run(listed, "-o", out, "--anyway")  # another attempt than the one that failed
    assert asked == [[("a bad table", 0)]]
    listed.write_text(listed.read_text().replace("bad", "good"))
    status, said, asked = run(listed, "-o", out)
    assert (status, said["made"], asked) == (0, 1, [[("a good table", 0)]])
    assert not (out / WORK).exists()


def test_a_changed_row_is_made_anew_and_a_broken_object_too(run, listed, tmp_path):
    out = tmp_path / "out"
    run(listed, "-o", out)
    listed.write_text(listed.read_text().replace("a red chair", "a pink chair"))
    (out / "vase" / "mesh.npy").unlink()
    (out / "lamp" / "record.json").write_text("{")
    _, said, asked = run(listed, "-o", out)
    assert asked == [[("a pink chair", 0), ("a blue vase", 0)]]
    assert (out / "chair" / "mesh.glb").read_text().startswith("a pink chair")
    table, lamp = said["failed"]
    assert table["row"] == 4 and "holds no object of a list" in lamp["error"]  # it may be mine
    assert (out / "lamp" / "mesh.glb").exists()


def test_files_beside_an_object_are_not_lost_with_it(run, listed, tmp_path):
    out = tmp_path / "out"
    run(listed, "-o", out)
    (out / "chair" / "my edit.blend").write_text("mine")
    _, said, asked = run(listed, "-o", out)
    assert asked == [] and said["there"] == 5  # as long as it stays as it is
    before = contents(out / "chair")
    listed.write_text(listed.read_text().replace("a red chair", "a pink chair"))
    _, said, asked = run(listed, "-o", out)
    assert asked == [] and contents(out / "chair") == before
    assert said["failed"][0]["row"] == 2
    assert "would be replaced, and my edit.blend in it be lost." in said["failed"][0]["error"]


def test_clocks_are_not_asked(run, listed, tmp_path, monkeypatch):
    out = tmp_path / "out"
    run(listed, "-o", out)
    made = contents(out)
    for file in out.rglob("*"):
        os.utime(file, (4e9, 4e9) if file.name > "mesh.h" else (0, 0))
    monkeypatch.setattr(time, "time", lambda: -1.0)
    _, said, asked = run(listed, "-o", out)
    assert (said["there"], asked) == (5, []) and contents(out) == made


def test_two_models_do_not_share_names(run, listed, tmp_path):
    out = tmp_path / "out"
    run(listed, "-o", out)
    before = contents(out / "chair")
    status, said, asked = run(listed, "-o", out, "--model", "maquette-mini-wide")
    sentences = {each["row"]: each["error"] for each in said["failed"]}
    assert "was made with maquette-mini, not maquette-mini-wide. Choose another" in sentences[2]
    assert status == 1 and contents(out / "chair") == before


def test_what_others_put_there_is_left_alone(run, listed, tmp_path):
    out = tmp_path / "out"
    (out / "chair").mkdir(parents=True)
    (out / "chair" / "my notes.txt").write_text("mine")
    (out / "vase").write_text("a file of mine")
    _, said, _ = run(listed, "-o", out)
    assert [each["row"] for each in said["failed"]] == [2, 3, 4]
    lines = [json.loads(line) for line in (out / "index.jsonl").read_text().splitlines()]
    assert [line["row"] for line in lines if "error" in line] == [2, 3, 4]
    assert (out / "vase").read_text() == "a file of mine"
    assert os.listdir(out / "chair") == ["my notes.txt"]


def test_shards_make_the_whole_and_the_same_page(run, listed, tmp_path):
    whole, parts = tmp_path / "whole", tmp_path / "parts" / "whole"
    run(listed, "-o", whole)
    for k in (2, 3, 1):
        run(listed, "-o", parts, "--shard", f"{k}/3")
    assert contents(parts) == contents(whole)


def test_a_full_disk_ends_the_run_and_loses_nothing(run, listed, tmp_path, monkeypatch, capsys):
    out = tmp_path / "out"
    put = Objects.put

    def full(self, order, result):
        if order.folder == "lamp":
            raise MaquetteError("file", "No space left on device.") from OSError(28, "No space")
        put(self, order, result)

    monkeypatch.setattr(Objects, "put", full)
    status, said, _ = run(listed, "-o", out)
    assert status == 1 and said == {}
    monkeypatch.undo()
    assert sorted(os.listdir(out)) == [WORK, "chair", "index.html", "index.jsonl", "vase"]
    assert os.listdir(out / WORK) == ["table.failed.json"]


def test_an_output_that_cannot_be(run, listed, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine")
    assert run(listed, "-o", file)[0] == 1 and file.read_text() == "mine"
    assert run(listed, "-o", file / "within")[0] == 1


def test_a_missing_device_is_no_rows_fault(run, listed, tmp_path, stand_in, monkeypatch):
    def missing(self, requests, progress, seen):
        yield MaquetteError("device", "There is no CUDA device here.", "Choose the CPU.")

    monkeypatch.setattr(stand_in, "generate_each", missing)
    status, said, _ = run(listed, "-o", tmp_path / "out")
    assert status == 1 and said == {}
    assert sorted(os.listdir(tmp_path / "out")) == ["index.html", "index.jsonl"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("seed", [1, 2])
def test_killed_at_any_moment_it_goes_on_to_the_same_files(
    start, run, listed, tmp_path, monkeypatch, seed
):
    whole, out = tmp_path / "a" / "out", tmp_path / "b" / "out"
    run(listed, "-o", whole)
    monkeypatch.setenv("PAUSE", "0.01")
    random_ = random.Random(seed)
    for _ in range(4):
        process = start(listed, "-o", out)
        time.sleep(random_.uniform(0.2, 1.0))
        process.kill()
        process.communicate()
    process = start(listed, "-o", out)
    assert process.wait(60) == 1  # of the bad row
    assert contents(out) == contents(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_an_interrupted_run_leaves_whole_objects_and_a_page(start, listed, tmp_path, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setenv("PAUSE", "1")
    process = start(listed, "-o", out)
    while not (out / "vase").exists() and process.poll() is None:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130 and "Traceback" not in error, error
    lines = (out / "index.jsonl").read_text().splitlines()
    assert [json.loads(line).get("folder") for line in lines][:2] == ["chair", "vase"]
    assert not (out / WORK).exists() or os.listdir(out / WORK) == ["table.failed.json"]


def test_two_processes_make_each_object_once(start, run, listed, tmp_path, monkeypatch):
    whole, out = tmp_path / "a" / "out", tmp_path / "b" / "out"
    run(listed, "-o", whole)
    monkeypatch.setenv("PAUSE", "0.02")
    both = [start(listed, "-o", out, "--together", "2", "--json") for _ in range(2)]
    said = [json.loads(process.communicate(timeout=60)[0]) for process in both]
    assert sum(each["made"] for each in said) == 5
    assert all(each["made"] + each["there"] == 5 for each in said)
    assert contents(out) == contents(whole)


def test_progress_has_rate_and_time_left(start, listed, tmp_path):
    process = start(listed, "-o", tmp_path / "out", "--together", "1")
    _, error = process.communicate(timeout=60)
    lines = [line for line in error.splitlines() if " objects" in line]
    assert lines[0] == "maquette: 0 of 6 objects"
    assert lines[-1].startswith("maquette: 6 of 6 objects")
