"""Whatever operation on a file fails in Blender: one sentence, nothing by half, all of before as it
was. The worker is another process; its half is in tests/backend/test_anomalies.py."""

import errno
import itertools
import os
import shutil
from pathlib import Path

import bpy
import pytest

from tests import faults

CODES = [errno.ENOSPC, errno.EIO, errno.EACCES]
MANY = 400  # operations; more are no end
codes = pytest.mark.parametrize("code", CODES, ids=[errno.errorcode[code] for code in CODES])


def contents(folder: Path) -> dict[str, bytes]:
    """Of all files but the worker's log."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("worker.")
    }


def every_failure(under: Path, code: int | None, run, check) -> set[str]:
    """Run with the first operation failing, the second and so on, until none does; `check` gets
    what failed and the sentence, if there was one. The kinds of operations that failed. Without a
    code they fail for one reason after the other, where a run takes long."""
    struck = set()
    for n in itertools.count(1):
        sentence = ""
        with faults.fail(n, code or CODES[n % len(CODES)], under) as fault:
            try:
                run()
            except RuntimeError as error:
                sentence = str(error).strip()
        assert sentence.count("\n") == 0 and "Traceback" not in sentence, (fault.struck, sentence)
        assert not sentence or sentence.startswith("Error: ") and sentence.endswith("."), sentence
        check(fault.struck, sentence)
        if not fault.struck:
            assert not sentence
            return struck
        struck.add(fault.struck.split()[0])
        assert n < MANY, "never undisturbed"


@pytest.fixture
def user(blender) -> Path:
    return blender.module("operators.jobs.paths").user_folder()


@pytest.fixture
def history(blender):
    return blender.module("operators.jobs.history")


def of_chairs(blender, history, user, code, asked) -> set[str]:
    """Generate, land, and keep in the history, with other entries there and jobs of before."""
    bpy.ops.maquette.generate(prompt="the first chair")
    before = contents(user / "history")

    def check(struck: str, sentence: str) -> None:
        made = [each for each in bpy.data.objects if each.name.startswith("a chair")]
        assert before.items() <= contents(user / "history").items(), struck
        for folder in (user / "history").iterdir():
            assert history.read(folder) is not None, (struck, folder)
        assert len(history.names()) == len(list((user / "history").iterdir())), struck
        assert all(len(each.data.polygons) == 12 for each in made), struck
        assert made or sentence or asked.get("place") == "SHEET", struck
        assert blender.folders() == [] and not blender.current.waiting, struck
        for each in made:
            bpy.data.objects.remove(each)

    return every_failure(user, code, lambda: bpy.ops.maquette.generate(**asked), check)


@codes
def test_generate_and_keep(blender, history, user, code):
    struck = of_chairs(blender, history, user, code, {"prompt": "a chair"})
    assert {"mkdir", "open", "write", "rename", "unlink", "rmdir"} <= struck


@codes
def test_a_contact_sheet(blender, history, user, code):
    asked = {"prompt": "a chair", "place": "SHEET", "samples": 2}
    assert {"mkdir", "open", "rename"} <= of_chairs(blender, history, user, code, asked)


@codes
@pytest.mark.parametrize("operator", ["regenerate", "vary"])
def test_an_object_is_taken_up_again(blender, history, user, tmp_path, code, operator):
    """Its latent and its picture are unpacked; the object stays as it was where that fails."""
    image = bpy.data.images.new("chair", 8, 8)
    image.filepath_raw, image.file_format = str(tmp_path / "chair.png"), "PNG"
    image.save()
    bpy.ops.maquette.generate(image_file=image.filepath_raw)
    source = bpy.context.object
    before = source.name

    def run() -> None:
        for each in list(bpy.context.selected_objects):
            each.select_set(False)
        bpy.data.objects[before].select_set(True)
        bpy.context.view_layer.objects.active = bpy.data.objects[before]
        getattr(bpy.ops.maquette, operator)()

    def check(struck: str, _sentence: str) -> None:
        assert len(bpy.data.objects[before].data.polygons) == 12, struck
        assert bpy.data.objects[before]["maquette_prompt"] == "", struck
        assert blender.folders() == [] and not blender.current.waiting, struck
        for folder in (user / "history").iterdir():
            assert history.read(folder) is not None, (struck, folder)

    assert {"mkdir", "open", "write"} <= every_failure(user, code, run, check)


@codes
def test_forgetting_the_oldest(blender, history, user, code, monkeypatch):
    """What cannot be removed stays whole, or is ours to remove the next time."""
    monkeypatch.setattr(history, "MOST", 1)

    def check(struck: str, sentence: str) -> None:
        readable = [history.read(folder) for folder in (user / "history").iterdir()]
        assert any(readable) and (sentence or len(history.names()) == 1), struck
        for each in [each for each in bpy.data.objects if each.name.startswith("a chair")]:
            bpy.data.objects.remove(each)

    bpy.ops.maquette.generate(prompt="a chair")
    run = lambda: bpy.ops.maquette.generate(prompt="a chair")  # noqa: E731
    assert "unlink" in every_failure(user / "history", code, run, check)


@codes
@pytest.mark.parametrize("of_before", [True, False])
def test_clearing_the_history(blender, history, user, code, of_before):
    def run() -> None:
        if not history.names():
            folder = user / "history" / f"{1:020d}-"
            folder.mkdir()
            for name in ("entry.jsonl", "mesh-0.png"):
                (folder / name).write_bytes(b"{}")
            if not of_before:
                (folder / ".maquette").touch()
            history._names = None
        assert bpy.ops.maquette.clear_history() == {"FINISHED"}

    def check(_struck: str, _sentence: str) -> None:
        history.clear()  # with nothing in the way: whatever was left is still ours
        assert not list((user / "history").iterdir())

    for n in itertools.count(1):
        if not history.names():
            (user / "history").mkdir(exist_ok=True)
        with faults.fail(n, code, user / "history") as fault:
            try:
                run()
            except (RuntimeError, OSError) as error:
                assert isinstance(error, OSError) or "cannot be deleted" in str(error)
        shutil.rmtree(user / "history") if _half_made(user / "history") else None
        check(fault.struck, "")
        if not fault.struck:
            break
        assert n < MANY
    assert n > 4


def _half_made(folder: Path) -> bool:
    """Whether it was the test's own writing that failed."""
    entries = [each for each in folder.iterdir() if not (each / "mesh-0.png").exists()]
    return any(not (each / ".maquette").exists() for each in entries)


def test_save_as_asset_in_a_library(blender, tmp_path):
    """All of several and their catalog, or nothing."""
    bpy.ops.mesh.primitive_cube_add()
    cube = bpy.context.object
    bpy.ops.mesh.primitive_cone_add()
    cube.select_set(True)
    folder = tmp_path / "library"
    folder.mkdir()
    library = {"where": "LIBRARY", "folder": str(folder)}
    bpy.ops.maquette.save_asset(**library, catalog="Chairs")
    before = contents(folder)
    objects = {each.name for each in bpy.data.objects}

    def check(struck: str, sentence: str) -> None:
        new = set(contents(folder)) - set(before)
        if sentence:
            assert contents(folder) == before, struck
        else:
            assert len(new) == 2 and all(name.endswith("-2.blend") for name in new), struck
            assert "Stools" in (folder / "blender_assets.cats.txt").read_text(), struck
        assert {each.name for each in bpy.data.objects} == objects, struck
        for name in new:
            (folder / name).unlink()
        for name, content in before.items():
            (folder / name).write_bytes(content)

    run = lambda: bpy.ops.maquette.save_asset(**library, catalog="Stools")  # noqa: E731
    assert {"open", "write", "replace", "link"} <= every_failure(folder, None, run, check)


@codes
def test_save_as_asset_in_this_file(blender, tmp_path, code):
    """Marked with its catalog, or not marked."""
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "shot.blend"))
    bpy.ops.mesh.primitive_cube_add()
    cats = tmp_path / "blender_assets.cats.txt"
    name = bpy.context.object.name
    before = contents(tmp_path)

    def check(struck: str, sentence: str) -> None:
        marked = bpy.data.objects[name].asset_data is not None
        assert marked == (not sentence) == cats.exists(), struck
        if sentence:
            assert contents(tmp_path) == before, struck
        bpy.data.objects[name].asset_clear()
        cats.unlink(missing_ok=True)

    run = lambda: bpy.ops.maquette.save_asset(where="FILE", catalog="Chairs")  # noqa: E731
    assert {"open", "write", "replace"} <= every_failure(tmp_path, code, run, check)


@codes
def test_presets(blender, code):
    folder = Path(bpy.utils.user_resource("SCRIPTS"), "presets", "maquette", "generate")
    shutil.rmtree(folder, ignore_errors=True)
    assert bpy.ops.maquette.add_preset(name="one") == {"FINISHED"}
    whole = (folder / "one.py").read_bytes()

    def add(struck: str, sentence: str) -> None:
        expected = {"one.py": whole} if sentence else {"one.py": whole, "two.py": whole}
        assert contents(folder) == expected, struck
        (folder / "two.py").unlink(missing_ok=True)

    def two() -> None:
        assert bpy.ops.maquette.add_preset(name="two") == {"FINISHED"}

    def remove(struck: str, sentence: str) -> None:
        assert contents(folder) == ({"one.py": whole} if sentence else {}), struck

    def one() -> None:
        assert bpy.ops.maquette.add_preset(name="one", remove_name=True) == {"FINISHED"}

    try:
        assert {"open", "write", "replace"} <= every_failure(folder, code, two, add)
        assert every_failure(folder, code, one, remove) == {"remove"}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@codes
def test_removing_the_backend(blender, tmp_path, code):
    """What is not ours stays, and what could not be removed is still known as ours."""
    environment = blender.module("backend.shared.process.environment")
    folder = tmp_path / "environment"

    def make() -> None:
        for name in ("bin", "lib"):
            (folder / name).mkdir(parents=True, exist_ok=True)
            (folder / name / "python").touch()
        (folder / "notes.txt").write_text("mine")
        environment.write_marker(folder, True)

    def check(struck: str, sentence: str) -> None:
        assert (folder / "notes.txt").read_text() == "mine", struck
        assert environment.state(folder) == ("incomplete" if sentence else "absent"), struck
        make()

    make()
    blender.preferences.environment_folder = str(folder)
    try:
        struck = every_failure(folder, code, bpy.ops.maquette.remove_backend, check)
    finally:
        blender.preferences.environment_folder = ""
    assert {"unlink", "rmdir"} <= struck


def test_the_folder_itself_cannot_be_made(blender, user):
    """At the first press ever."""
    aside = user.with_name("aside")
    user.rename(aside)
    try:

        def check(struck: str, sentence: str) -> None:
            assert blender.folders() == [] and (sentence or not struck or "a chair" in names())
            blender.current.stop()
            blender.module("operators.jobs.history")._names = None
            shutil.rmtree(user)

        run = lambda: bpy.ops.maquette.generate(prompt="a chair")  # noqa: E731
        assert "mkdir" in every_failure(user.parent, None, run, check)
    finally:
        if user.exists():
            shutil.rmtree(user)
        os.rename(aside, user)
        blender.module("operators.jobs.history")._names = None


def names() -> set[str]:
    return set(bpy.data.objects.keys())
