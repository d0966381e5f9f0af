"""What was made is kept: a contact sheet to choose from, settings to use again."""

import contextlib
import errno
import json
import os
import random
import re
import shutil
from pathlib import Path

import bpy
import pytest


@pytest.fixture
def history(blender):
    return blender.module("operators.jobs.history")


@pytest.fixture
def sheet(blender, history):
    """Three chairs to choose from, in an empty scene."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET", samples=3, seed=4)
    return history.entries()[::-1]


def test_a_sheet_imports_nothing(blender, sheet):
    assert not bpy.data.objects and not blender.current.waiting and blender.folders() == []
    (entry,) = sheet
    assert [sample.seed for sample in entry.result.samples] == [4, 5, 6]
    names = {file.name for file in entry.folder.iterdir()}
    assert {"entry.jsonl", "mesh-1.npz", "mesh-1.npy", "mesh-1.png"} <= names


def test_only_what_is_picked_comes(blender, sheet):
    bpy.context.scene.cursor.location = (1, 2, 3)
    assert bpy.ops.maquette.pick(sample=1) == {"FINISHED"}
    made = bpy.context.object
    assert [each.name for each in bpy.data.objects] == ["a chair"]
    assert made["maquette_seed"] == 5 and tuple(made.location) == (1, 2, 3)
    bpy.ops.maquette.remesh(resolution=64)  # its latent came along
    assert bpy.ops.maquette.pick(entry=sheet[0].name, sample=0) == {"FINISHED"}
    assert bpy.context.object["maquette_seed"] == 4


def test_undo_takes_a_pick_back(blender, sheet):
    bpy.ops.ed.undo_push(message="before")
    bpy.ops.maquette.pick()
    bpy.ops.ed.undo()
    assert not bpy.data.objects


def test_prompts_and_guidance_side_by_side(blender, history):
    bpy.ops.maquette.generate(prompt="a chair; a table;", place="SHEET", samples=2)
    titles = [entry.title for entry in history.entries()[::-1]]
    assert titles == ["a chair", "a table"]
    assert [len(entry.result.samples) for entry in history.entries()[::-1]] == [2, 2]
    assert blender.draw("gallery").buttons.count("pick") == 4
    how = {"place": "SHEET", "variation": "GUIDANCE"}
    bpy.ops.maquette.generate(prompt="a lamp", samples=3, guidance=3.0, **how)
    lamps = history.entries(3)[::-1]
    assert [entry.result.guidance for entry in lamps] == [1.0, 3.0, 5.0]
    assert {entry.result.samples[0].seed for entry in lamps} == {0}


def test_prompts_side_by_side_do_not_contradict_each_other(blender):
    settings = bpy.context.scene.maquette
    settings.prompt, settings.place = "a red chair; a table", "SHEET"
    assert "Only one object at a time" not in " ".join(blender.draw("main").texts)
    settings.place = "CURSOR"
    assert "Only one object at a time" in " ".join(blender.draw("main").texts)


def test_it_appears_as_it_is_made(blender, history):
    blender.press(prompt="a gradual chair", place="SHEET", samples=3)
    blender.wait(lambda: blender.current.job.shown)
    layout = blender.draw("gallery")
    assert layout.texts.count("icon") == len(blender.current.job.shown) < 3
    assert "pick" not in layout.buttons
    blender.wait_for_end()
    layout = blender.draw("gallery")
    assert layout.buttons.count("pick") == layout.texts.count("icon") == 3
    blender.press(prompt="a chair", place="CURSOR")
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert blender.draw("gallery").buttons.count("pick") == 6  # still there to choose from


def test_history_fills_the_panel(blender, history):
    bpy.ops.maquette.generate(prompt="a red chair", seed=9, steps=5, guidance=2.5, resolution=64)
    settings = bpy.context.scene.maquette
    assert settings.prompt == "" and settings.seed == 0
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    told = settings.prompt, settings.seed, settings.steps, settings.guidance, settings.resolution
    assert told == ("a red chair", 9, 5, 2.5, 64)


def test_what_landed_is_kept_too_and_imported_from_its_file(blender, history):
    bpy.ops.maquette.generate(prompt="a chair", seed=3, guidance=4.0)
    before = bpy.context.object
    (entry,) = history.entries()
    names = {file.name for file in entry.folder.iterdir()}
    assert names == {".maquette", "entry.jsonl", "mesh-0.png", "mesh-0.npz", "mesh-0.npy"}
    blender.current.stop()  # nobody is there to make it again
    assert bpy.ops.maquette.pick() == {"FINISHED"}
    again = bpy.context.object
    assert again != before and blender.current.connection is None
    assert blender.said(again) == blender.said(before)
    assert [v.co[:] for v in again.data.vertices] == [v.co[:] for v in before.data.vertices]


def test_files_that_are_gone_are_told_of(blender, history):
    """Earlier versions kept the image alone."""
    bpy.ops.maquette.generate(prompt="a chair")
    (entry,) = history.entries()
    os.unlink(entry.result.samples[0].mesh)
    with pytest.raises(RuntimeError, match="The mesh of this result is no longer on the disk"):
        bpy.ops.maquette.pick()
    os.unlink(entry.result.samples[0].latent)
    with pytest.raises(RuntimeError, match="The latent of this result is no longer on the disk"):
        bpy.ops.maquette.more_like_this()
    os.unlink(entry.result.samples[0].thumbnail)
    assert "pick" in blender.draw("gallery").buttons
    assert bpy.ops.maquette.recall() == {"FINISHED"}


def test_it_is_read_again(blender, history, sheet):
    (history.entries()[0].folder.parent / "damaged").mkdir(exist_ok=True)
    history._names = None
    assert history.entries()[::-1] == sheet
    (sheet[0].folder.parent / "damaged").rmdir()


def test_the_oldest_go(blender, history, monkeypatch):
    monkeypatch.setattr(history, "MOST", 2)
    for prompt in ("a chair", "a table", "a lamp"):
        bpy.ops.maquette.generate(prompt=prompt)
    assert [entry.title for entry in history.entries()] == ["a lamp", "a table"]
    assert len(list(history.entries()[0].folder.parent.iterdir())) == 2


def test_what_is_gone(blender, history, sheet):
    with pytest.raises(RuntimeError, match="There is no sample 7. Choose one from 0 to 2."):
        bpy.ops.maquette.pick(sample=7)
    bpy.ops.maquette.generate(prompt="a lamp", place="SHEET")
    with pytest.raises(RuntimeError, match="There is no sample 1. Choose 0, the only one."):
        bpy.ops.maquette.pick(sample=1)
    with pytest.raises(RuntimeError, match="no longer in the gallery"):
        bpy.ops.maquette.pick(entry="nothing")
    assert bpy.ops.maquette.clear_history() == {"FINISHED"}
    assert not sheet[0].folder.exists()
    assert not bpy.ops.maquette.pick.poll() and blender.draw("gallery").buttons == []


def test_icons_go_with_what_they_show(blender, history):
    previews = blender.module("operators.images.icons")._previews
    before = set(previews)
    blender.press(prompt="a gradual chair", place="SHEET", samples=2)
    blender.wait(lambda: blender.current.job.shown)
    blender.draw("gallery")
    blender.wait_for_end()
    blender.draw("gallery")
    (entry,) = history.entries()
    shown = {sample.thumbnail.path for sample in entry.result.samples}
    assert set(previews) - before == shown
    bpy.ops.maquette.clear_history()
    assert set(previews) == before


def test_a_cancelled_sheet_leaves_nothing(blender, history):
    blender.press(prompt="a slow chair", place="SHEET", samples=3)
    blender.wait(lambda: blender.current.job.progress)
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    assert history.entries() == [] and blender.folders() == []


def chosen(name: str) -> object:
    """A value of a setting that is not its default."""
    known = bpy.context.scene.maquette.bl_rna.properties[name]
    match known.type:
        case "ENUM" if known.is_enum_flag:
            return {known.enum_items[1].identifier}
        case "ENUM":
            return next(i.identifier for i in known.enum_items if i.identifier != known.default)
        case "BOOLEAN":
            return not known.default
        case "STRING":
            return f"another {name}"
        case "INT":
            return {"triangles": 500, "texture": 256, "voxels": 32}.get(name, known.default + 3)
        case _:
            return known.default * 0.75


# What does not go with each other is tried apart: name -> value.
APART = {
    "a mesh of quads": {
        "start_from": "PROMPT",
        "texture": 0,
        "place": "CURSOR",
        "text_to_image": "",
    },
    "a texture": {"start_from": "PROMPT", "voxels": 0, "place": "SHEET", "text_to_image": ""},
    "a drawer": {"start_from": "PROMPT", "texture": 0, "place": "SELECTION"},
    "a picture": {"start_from": "IMAGE", "texture": 0, "place": "CURSOR", "text_to_image": ""},
}
PREPARED = (
    "source",
    "image_file",
    "preparation",
)  # of the image as the model saw it, which is kept
KNOWN = {  # models of the box, whether they are what is recommended or not
    "PROMPT": "maquette-mini",
    "IMAGE": "maquette-mini-img2img",
}


def values(blender, tmp_path, apart) -> dict[str, object]:
    names = blender.module("operators.settings").NAMES
    found = {name: chosen(name) for name in names} | APART[apart]
    shows = found["start_from"] == "IMAGE" or found["text_to_image"]
    found["model"] = KNOWN["IMAGE" if shows else "PROMPT"]
    if found["start_from"] == "IMAGE":
        image = bpy.data.images.new("chair", 8, 8)
        image.filepath_raw, image.file_format = str(tmp_path / "chair.png"), "PNG"
        image.save()
        found |= {"source": "FILE", "image_file": image.filepath_raw}
    if found["place"] == "SELECTION":
        found["names_as_prompts"] = False  # or the prompt would be another
    first = ("start_from", "text_to_image", "model", "sampler")  # which choose the others anew
    return {name: found[name] for name in (*first, *names)}


@pytest.mark.parametrize("apart", APART)
def test_every_setting_comes_back(blender, history, tmp_path, apart):
    settings = bpy.context.scene.maquette
    wanted = values(blender, tmp_path, apart)
    blender.press(**wanted)
    wanted = {name: getattr(settings, name) for name in wanted}
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))
    assert blender.current.error is None
    for name in wanted:
        settings.property_unset(name)
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    found = {name: getattr(settings, name) for name in wanted}
    if wanted["place"] == "SHEET":  # whose samples differ by it: this one's own
        wanted["guidance"] = history.entries()[0].result.guidance
    if apart == "a picture":
        kept = Path(found["image_file"])
        assert kept.read_bytes() == Path(wanted["image_file"]).read_bytes()
        assert (found["source"], found["preparation"]) == ("FILE", {"composite"})
        wanted = {name: value for name, value in wanted.items() if name not in PREPARED}
    assert {name: found[name] for name in wanted} == wanted


def test_no_setting_is_left_out_of_that(blender, tmp_path):
    """Each differs from its default in one of these tries at least, also those that come later."""
    known = bpy.context.scene.maquette.bl_rna.properties

    def default(name: str) -> object:
        flags = known[name].type == "ENUM" and known[name].is_enum_flag
        return set(known[name].default_flag) if flags else known[name].default

    differs = {
        name
        for apart in APART
        for name, value in values(blender, tmp_path, apart).items()
        if value != default(name)
    }
    assert differs == set(blender.module("operators.settings").NAMES)


def test_what_an_object_was_made_again_with_comes_back(blender, tmp_path):
    """No panel asked for it: its own size, shading and precision, and its picture."""
    image = bpy.data.images.new("chair", 8, 8)
    image.filepath_raw, image.file_format = str(tmp_path / "chair.png"), "PNG"
    image.save()
    given = {"precision": "fp32", "size": 3.0, "shading": "FLAT", "origin": "CENTER"}
    bpy.ops.maquette.generate(image_file=image.filepath_raw, **given)
    bpy.context.scene.maquette.size = 1.0
    bpy.ops.maquette.regenerate()
    assert blender.said(bpy.context.object)["precision"] == "fp32"
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    settings = bpy.context.scene.maquette
    assert settings.size == pytest.approx(given.pop("size"), rel=1e-5)
    assert {name: getattr(settings, name) for name in given} == given
    assert Path(settings.image_file).is_file()


def entry_of_before(history) -> Path:
    """The newest as earlier versions kept it: no marker, no settings of the panel."""
    folder = history.entries()[0].folder
    lines = (folder / "entry.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "entry.jsonl").write_bytes(b"".join(lines[:2]))
    (folder / ".maquette").unlink()
    return folder


def test_an_entry_of_before_opens_and_goes(blender, history):
    bpy.ops.maquette.generate(prompt="a red chair", seed=9, triangles=500, precision="fp32")
    folder = entry_of_before(history)
    history._names = None
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    settings = bpy.context.scene.maquette
    assert (settings.prompt, settings.seed) == ("a red chair", 9)
    assert (settings.triangles, settings.precision) == (500, "fp32")
    assert bpy.ops.maquette.clear_history() == {"FINISHED"} and not folder.exists()


def test_files_that_were_named_by_texts_open(blender, history, sheet):
    """Up to version 3 of the protocol, and under the names of then."""
    file = sheet[0].folder / "entry.jsonl"
    asked, told, *more = map(json.loads, file.read_bytes().splitlines())
    for sample in told["samples"]:
        for kind in ("mesh", "latent", "thumbnail"):
            sample[kind] = sample[kind]["name"]
    told |= {"picture": told.pop("image")["name"], "frames": told.pop("preview_meshes")}
    file.write_text("".join(json.dumps(line) + "\n" for line in (asked, told, *more)))
    history._names = None
    (entry,) = history.entries()
    for before, now in zip(sheet[0].result.samples, entry.result.samples, strict=True):
        assert (now.mesh.path, now.latent.path) == (before.mesh.path, before.latent.path)
        assert Path(now.thumbnail).is_file() and Path(now.thumbnail).parent == entry.folder
    assert bpy.ops.maquette.pick(sample=1) == {"FINISHED"}
    assert bpy.ops.maquette.remesh(resolution=64) == {"FINISHED"}


def test_a_damaged_entry_of_before_goes_too(blender, history):
    bpy.ops.maquette.generate(prompt="a chair")
    folder = entry_of_before(history)
    (folder / "entry.jsonl").write_bytes(b"\0" * 100)
    history._names = None
    assert "clear_history" in blender.draw("gallery").buttons
    assert bpy.ops.maquette.clear_history() == {"FINISHED"} and not folder.exists()


@pytest.mark.parametrize("name", ["my thesis", "0" * 20 + "-", "0" * 20 + "-abc"])
@pytest.mark.parametrize("with_entry", [True, False])
def test_what_is_no_entry_stays(blender, history, sheet, tmp_path, name, with_entry):
    """Whatever it is called, and if it has an entry's file in it: there is more in it."""
    folder = sheet[0].folder.parent / name
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    if with_entry:
        (folder / "entry.jsonl").write_bytes((sheet[0].folder / "entry.jsonl").read_bytes())
    link = sheet[0].folder.parent / ("9" * 20 + "-")
    link.symlink_to(tmp_path)
    (tmp_path / ".maquette").touch()
    assert bpy.ops.maquette.clear_history() == {"FINISHED"}
    assert (folder / "thesis.txt").read_text() == "mine" and not sheet[0].folder.exists()
    assert link.is_symlink() and (tmp_path / ".maquette").exists()
    link.unlink()
    shutil.rmtree(folder)
    history._names = None


BITS = [b"null", b"[]", b"{}", b"NaN", b"1e999", b'"../x"', b"-1", b"\xff", b"true", b"9" * 400]
BITS += [b'"\\ud800"', b'"\\u0000"', b'"' + b"x" * 5000 + b'"', b"[" * 9000]


def damaged(whole: bytes, chance: random.Random) -> bytes:
    """As a disk, an editor or another version may leave it."""
    value = re.compile(rb'"[^"]*"|-?[\d.]+|null|true|false|\[[^\[\]]*\]')
    match chance.randrange(4):
        case 0:  # one value is another
            at = chance.choice(list(value.finditer(whole)))
            return whole[: at.start()] + chance.choice(BITS) + whole[at.end() :]
        case 1:
            start = chance.randrange(len(whole))
            return whole[:start] + whole[start + chance.randint(1, 30) :]
        case 2:
            start = chance.randrange(len(whole))
            return whole[:start] + chance.choice(BITS) + whole[start:]
        case _:
            return whole[: chance.randrange(len(whole))]


@pytest.mark.parametrize("seed", range(3))
def test_damaged_entries_leave_the_panels_there(blender, history, sheet, seed):
    file = sheet[0].folder / "entry.jsonl"
    whole, chance = file.read_bytes(), random.Random(seed)
    bpy.context.scene.maquette.place = "SHEET"
    for _ in range(100):
        file.write_bytes(damaged(whole, chance))
        history._names = None
        assert bpy.ops.maquette.clear_history.poll()
        assert "clear_history" in blender.draw_all().buttons
        with contextlib.suppress(RuntimeError):  # of the operator, in a sentence
            bpy.ops.maquette.recall()


def test_damaged_pictures_leave_the_panels_there(blender, history, sheet):
    for content in (b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" * 9):
        Path(sheet[0].result.samples[0].thumbnail).write_bytes(content)
        history.icons.forget(sheet[0].folder)
        assert "clear_history" in blender.draw_all().buttons


@pytest.mark.parametrize("name", ["../../secret.png", "/secret.png", "..", "a/b.png"])
def test_names_that_lead_elsewhere_are_no_entry(blender, history, sheet, name):
    file = sheet[0].folder / "entry.jsonl"
    thumbnail = sheet[0].result.samples[0].thumbnail.name
    file.write_bytes(file.read_bytes().replace(thumbnail.encode(), name.encode()))
    history._names = None
    assert history.entries() == []


def test_thousands_of_entries_are_read_by_and_by(blender, history, sheet, monkeypatch):
    """A draw lists them once, and reads those that it shows, and some more."""
    index, pages = blender.module("operators.jobs.history_index"), blender.module("operators.pages")
    last = sheet[0]
    made = [last.folder.with_name(f"{k:020d}-") for k in range(2_000)]
    content = (last.folder / "entry.jsonl").read_bytes()
    for k, folder in enumerate(made):
        folder.mkdir()
        blue = content.replace(b"a chair", b"a blue chair") if k == 3 else content
        (folder / "entry.jsonl").write_bytes(blue)
    history._names = None
    monkeypatch.setattr(pages, "IN_A_DRAW", 0)
    listed, read = [], []
    real_listdir, real_read = os.listdir, index.history_entry.read
    with monkeypatch.context() as patch:
        patch.setattr(history.os, "listdir", lambda at: listed.append(at) or real_listdir(at))
        patch.setattr(
            index.history_entry, "read", lambda folder: read.append(folder) or real_read(folder)
        )
        for _ in range(3):
            assert blender.draw("gallery").buttons.count("pick") in (3, 6)
    assert len(listed) == 1 and len(read) == 6  # one for each heading, and one for what is below
    while pages._read_on() is not None:
        pass
    assert "1 to 6 of 6,003" in blender.draw("gallery").texts
    bpy.ops.maquette.turn_page(pages="gallery", first=6_000)
    layout = blender.draw("gallery")
    assert "6,001 to 6,003 of 6,003" in layout.texts and layout.buttons.count("pick") == 3
    bpy.context.window_manager.maquette_gallery.search = "chair BLUE"
    assert blender.draw("gallery").buttons.count("pick") == 3
    bpy.context.window_manager.maquette_gallery.search = "blue table"
    assert "No prompt in the gallery has these words." in blender.draw("gallery").texts
    bpy.context.window_manager.maquette_gallery.search = ""
    assert len(history.names()) == 2_001
    assert bpy.ops.maquette.clear_history() == {"FINISHED"}
    assert not any(folder.exists() for folder in made)


def test_what_cannot_be_deleted_is_said(blender, history, sheet, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", lambda *_, **__: refuse())
        with pytest.raises(RuntimeError, match="1 entries of the gallery cannot be deleted."):
            bpy.ops.maquette.clear_history()
    assert history.entries() == sheet
    assert bpy.ops.maquette.clear_history() == {"FINISHED"} and not history.names()


def refuse() -> None:
    raise OSError(errno.EACCES, os.strerror(errno.EACCES))
