"""Whatever operation on a file fails: one sentence, nothing by half, all of before intact."""

import errno
import itertools

import bpy
import pytest

from tests import faults

CODES = [errno.ENOSPC, errno.EIO, errno.EACCES]


def contents(folder) -> dict[str, bytes]:
    """Of all files but the worker's log and what is written anew in any case."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("worker.")
    }


def every_failure(under, code, run, check) -> int:
    """Run until nothing fails any more, `check` after each; how many runs that took."""
    for n in itertools.count(1):
        with faults.fail(n, code, under) as fault:
            try:
                run()
                sentence = ""
            except RuntimeError as error:
                sentence = str(error).strip()
        assert "Traceback" not in sentence and sentence.count("\n") == 0, (fault.struck, sentence)
        check(fault.struck, sentence)
        if not fault.struck:
            assert not sentence
            return n
        assert n < 300, "never undisturbed"


@pytest.fixture
def user(blender):
    return blender.module("operators.whereabouts").user_folder()


@pytest.mark.parametrize("code", CODES)
def test_generate_import_and_history(blender, user, code):
    bpy.ops.maquette.generate(prompt="the first chair")
    history = blender.module("operators.history")
    before = contents(user / "history")

    def check(struck, sentence):
        kept = contents(user / "history")
        assert before.items() <= kept.items(), struck
        for folder in (user / "history").iterdir():
            assert history._read(folder) is not None, (struck, folder)
        if not sentence:
            assert "a chair" in bpy.data.objects, struck
        for made in [each for each in bpy.data.objects if each.name.startswith("a chair")]:
            assert len(made.data.polygons) == 12
            bpy.data.objects.remove(made)
        blender.current.drop_waiting()

    runs = every_failure(user, code, lambda: bpy.ops.maquette.generate(prompt="a chair"), check)
    assert runs > 8
    assert blender.folders() == []


@pytest.mark.parametrize("code", CODES[:1])
def test_clearing_the_history(blender, user, code):
    history = blender.module("operators.history")

    def run():
        bpy.ops.maquette.clear_history()

    for n in itertools.count(1):
        if not history.folders():
            bpy.ops.maquette.generate(prompt="a chair")
        with faults.fail(n, code, user / "history") as fault:
            try:
                run()
            except RuntimeError as error:
                assert "cannot be deleted" in str(error)
        if not fault.struck:
            break
    assert history.folders() == []


@pytest.mark.parametrize("code", CODES)
def test_save_as_asset(blender, tmp_path, code):
    """In a library: the files of before stay, and none is there by half."""
    bpy.ops.maquette.generate(prompt="a chair")
    made = bpy.context.object
    folder = tmp_path / "library"
    folder.mkdir()
    bpy.ops.maquette.save_asset(where="LIBRARY", folder=str(folder), catalog="Chairs")
    before = contents(folder)
    assert set(before) == {"a_chair.blend", "blender_assets.cats.txt"}

    def run():
        made.select_set(True)
        bpy.ops.maquette.save_asset(where="LIBRARY", folder=str(folder), catalog="Stools")

    def check(struck, sentence):
        after = contents(folder)
        new = set(after) - set(before)
        if sentence:
            assert after == before, struck
        else:
            assert new == {"a_chair-2.blend"}, (struck, new)
            (folder / "a_chair-2.blend").unlink()
            (folder / "blender_assets.cats.txt").write_bytes(before["blender_assets.cats.txt"])

    assert every_failure(folder, code, run, check) > 4


def test_removing_the_backend(blender, tmp_path):
    environment = blender.module("backend.protocol.environment")
    folder = tmp_path / "environment"

    def make():
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        (folder / "bin" / "python").touch()
        (folder / "notes.txt").write_text("mine")
        environment.write_marker(folder, True)

    make()
    blender.preferences.environment_folder = str(folder)

    def check(struck, sentence):
        assert (folder / "notes.txt").read_text() == "mine"
        if sentence:
            assert environment.state(folder) != "absent", struck
            make()

    try:
        every_failure(folder, errno.EIO, bpy.ops.maquette.remove_backend, check)
    finally:
        blender.preferences.environment_folder = ""
    assert environment.state(folder) == "absent"
