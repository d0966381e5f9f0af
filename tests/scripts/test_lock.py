"""What `make lock` writes, without asking a package index."""

import subprocess

import pytest

from scripts import lock

PINNED = "torch==2.0+cpu"
FOUND = ["torch==2.0+cpu \\\n    --hash=sha256:0f\n", "sympy==1.0 \\\n    --hash=sha256:1f\n"]


@pytest.fixture
def locks(monkeypatch, tmp_path):
    monkeypatch.setattr(lock, "LOCKS", tmp_path)
    return tmp_path


def answer(monkeypatch, found):
    def compiled(requirements, *_options):
        assert requirements == PINNED
        if not found:
            raise subprocess.CalledProcessError(1, "uv")
        return found

    monkeypatch.setattr(lock, "compiled", compiled)


def test_a_build_of_an_index_that_can_be_reached(monkeypatch, locks):
    answer(monkeypatch, FOUND)
    lock.lock_build("cpu", "2.0", "https://mirror.example/whl/")
    written = (locks / "torch-cpu.txt").read_text("utf-8")
    assert FOUND[0] in written and "sympy" not in written and "Without hashes" not in written


def test_a_build_of_an_index_that_cannot_be_reached(monkeypatch, locks, capsys):
    answer(monkeypatch, [])
    lock.lock_build("cpu", "2.0", "https://mirror.example/whl/")
    written = (locks / "torch-cpu.txt").read_text("utf-8")
    assert written.endswith("\ntorch==2.0+cpu\n") and "Without hashes" in written
    assert "has no hash" in capsys.readouterr().err


def test_hashes_are_not_lost_where_the_index_cannot_be_reached(monkeypatch, locks, capsys):
    answer(monkeypatch, [])
    (locks / "torch-cpu.txt").write_text(FOUND[0])
    lock.lock_build("cpu", "2.0", "https://mirror.example/whl/")
    assert (locks / "torch-cpu.txt").read_text() == FOUND[0]
    (locks / "torch-cpu.txt").write_text(FOUND[0].replace("2.0", "1.9"))
    lock.lock_build("cpu", "2.0", "https://mirror.example/whl/")
    assert "sha256" not in (locks / "torch-cpu.txt").read_text()


def test_the_bill_names_each_once(locks):
    (locks / "a.txt").write_text("".join(FOUND))
    (locks / "b.txt").write_text("sympy==1.0 ; python_version < '3'\n    # via torch==9\n")
    names = [(part["name"], part["purl"]) for part in lock.bill()["components"]]
    assert names == [
        ("sympy", "pkg:pypi/sympy@1.0"),
        ("torch", "pkg:pypi/torch@2.0%2Bcpu"),
    ]
