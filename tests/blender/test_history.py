"""What was made is kept: a contact sheet to choose from, settings to use again."""

import bpy
import pytest


@pytest.fixture
def history(blender):
    return blender.module("operators.history")


@pytest.fixture
def sheet(blender, history):
    """Three chairs to choose from, in an empty scene."""
    bpy.ops.object.select_all(action="SELECT")
    bpy.ops.object.delete()
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET", samples=3, seed=4)
    return history.sheet()


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
    titles = [entry.title for entry in history.sheet()]
    assert titles == ["a chair", "a table"]
    assert [len(entry.result.samples) for entry in history.sheet()] == [2, 2]
    bpy.context.scene.maquette.place = "SHEET"
    layout = blender.draw("main")
    assert [text for text in layout.texts if text in titles] == titles
    assert layout.buttons.count("pick") == 4
    how = {"place": "SHEET", "differ": "GUIDANCE"}
    bpy.ops.maquette.generate(prompt="a lamp", samples=3, guidance=3.0, **how)
    assert [entry.result.guidance for entry in history.sheet()] == [1.0, 3.0, 5.0]
    assert {entry.result.samples[0].seed for entry in history.sheet()} == {0}


def test_prompts_side_by_side_do_not_contradict_each_other(blender):
    settings = bpy.context.scene.maquette
    settings.prompt, settings.place = "a red chair; a table", "SHEET"
    assert "One thing is made at a time" not in " ".join(blender.draw("main").texts)
    settings.place = "CURSOR"
    assert "One thing is made at a time" in " ".join(blender.draw("main").texts)


def test_it_appears_as_it_is_made(blender, history):
    blender.press(prompt="a gradual chair", place="SHEET", samples=3)
    blender.wait(lambda: blender.current.job.shown)
    layout = blender.draw("main")
    assert layout.texts.count("icon") == len(blender.current.job.shown) < 3
    assert "pick" not in layout.buttons
    blender.wait_for_end()
    layout = blender.draw("main")
    assert layout.buttons.count("pick") == layout.texts.count("icon") == 3
    blender.press(prompt="a chair", place="CURSOR")
    blender.wait(lambda: not blender.current.job and not blender.current.waiting)
    assert len(history.sheet()) == 1  # still there to choose from


def test_history_fills_the_panel(blender, history):
    bpy.ops.maquette.generate(prompt="a red chair", seed=9, steps=5, guidance=2.5, resolution=64)
    settings = bpy.context.scene.maquette
    assert settings.prompt == "" and settings.seed == 0
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    told = settings.prompt, settings.seed, settings.steps, settings.guidance, settings.resolution
    assert told == ("a red chair", 9, 5, 2.5, 64)
    assert blender.draw("history").buttons == ["recall", "clear_history"]


def test_only_a_picture_was_kept(blender, history):
    bpy.ops.maquette.generate(prompt="a chair")
    with pytest.raises(RuntimeError, match="Only its picture was kept. Generate it again"):
        bpy.ops.maquette.pick()
    (entry,) = history.entries()
    names = {file.name for file in entry.folder.iterdir()}
    assert names == {".maquette", "entry.jsonl", "mesh-0.png"}


def test_it_is_read_again(blender, history, sheet, monkeypatch):
    (history.entries()[0].folder.parent / "damaged").mkdir(exist_ok=True)
    monkeypatch.setattr(history, "_entries", None)
    assert history.sheet() == sheet
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
    with pytest.raises(RuntimeError, match="no longer in the history"):
        bpy.ops.maquette.pick(entry="nothing")
    assert bpy.ops.maquette.clear_history() == {"FINISHED"}
    assert not sheet[0].folder.exists()
    assert not bpy.ops.maquette.pick.poll() and not bpy.types.MAQUETTE_PT_history.poll(None)


def test_icons_go_with_what_they_show(blender, history):
    previews = blender.module("operators.preview")._previews
    before = set(previews)
    blender.press(prompt="a gradual chair", place="SHEET", samples=2)
    blender.wait(lambda: blender.current.job.shown)
    blender.draw("main")
    blender.wait_for_end()
    blender.draw("main")
    (entry,) = history.entries()
    shown = {str(entry.folder / sample.thumbnail) for sample in entry.result.samples}
    assert set(previews) - before == shown
    bpy.ops.maquette.clear_history()
    assert set(previews) == before


def test_a_cancelled_sheet_leaves_nothing(blender, history):
    blender.press(prompt="a slow chair", place="SHEET", samples=3)
    blender.wait(lambda: blender.current.job.progress)
    bpy.ops.maquette.cancel()
    blender.wait_for_end()
    assert history.entries() == [] and blender.folders() == []


# What a panel is set to, other than its defaults; what is not here is a number, a switch or a text.
OTHER = {
    "model": "",  # another one would have to be on this machine
    "picture": "",
    "image": "",
    "source": "FILE",
    "start": "PROMPT",
    "drawer": "",
    "texture": 0,  # not with voxels
    "place": "CURSOR",  # the others need a selection, or make no object
    "device": "cpu",
}
APART = {"source", "picture", "image", "preparation"}  # a picture comes from the history itself


def other_value(known):
    """A value that is not the default."""
    if known.identifier in OTHER:
        return OTHER[known.identifier]
    if known.type == "ENUM":
        if known.is_enum_flag:
            return {known.enum_items[0].identifier}
        return next(i.identifier for i in known.enum_items if i.identifier != known.default)
    if known.type == "BOOLEAN":
        return not known.default
    if known.type == "STRING":
        return f"another {known.identifier}"
    low, high = max(known.soft_min, known.hard_min), min(known.soft_max, known.hard_max)
    between = {"triangles": 500, "voxels": 32, "margin": 0.25, "size": 3.5, "guidance": 4.5}
    return between.get(known.identifier, type(known.default)(min(low + 3, high)))


def test_every_setting_comes_back(blender, history):
    """All of them, whatever is added later: the panel is as it was for anything made before."""
    settings = bpy.context.scene.maquette
    names = blender.module("operators.settings").NAMES
    wanted = {name: other_value(settings.bl_rna.properties[name]) for name in names}
    for name, value in wanted.items():
        setattr(settings, name, value)
    wanted = {name: getattr(settings, name) for name in names}
    changed = {
        n for n in names if wanted[n] != getattr(settings.bl_rna.properties[n], "default", 0)
    }
    assert len(changed - APART) >= len(names) - 12
    blender.click("generate", _set=dict, queue="BACK")
    blender.wait(lambda: not (blender.current.job or blender.current.waiting))
    assert blender.current.error is None
    for name in names:
        settings.property_unset(name)
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    for name in set(names) - APART:
        assert getattr(settings, name) == wanted[name], name


def test_an_entry_of_before_is_still_read(blender, history, monkeypatch):
    """Earlier versions kept no settings of the panel and made no marker."""
    bpy.ops.maquette.generate(prompt="a red chair", seed=9, resolution=64, triangles=500)
    (entry,) = history.entries()
    lines = (entry.folder / "entry.jsonl").read_bytes().splitlines(keepends=True)
    (entry.folder / "entry.jsonl").write_bytes(b"".join(lines[:2]))
    (entry.folder / ".maquette").unlink()
    monkeypatch.setattr(history, "_entries", None)
    bpy.context.scene.maquette.property_unset("triangles")
    assert bpy.ops.maquette.recall() == {"FINISHED"}
    settings = bpy.context.scene.maquette
    assert (settings.prompt, settings.seed, settings.triangles) == ("a red chair", 9, 500)
    assert bpy.ops.maquette.clear_history() == {"FINISHED"} and not entry.folder.exists()


@pytest.mark.parametrize("seed", range(3))
def test_damaged_entries_leave_the_panels_there(blender, history, sheet, monkeypatch, seed):
    """Bytes changed at random: the panels draw, and Clear History can be reached."""
    file = sheet[0].folder / "entry.jsonl"
    whole, random = file.read_bytes(), random_of(seed)
    bpy.context.scene.maquette.place = "SHEET"
    for _ in range(150):
        content = bytearray(whole)
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(content))
            how = random.randrange(3)
            if how == 0:
                content[at] = random.choice(b'[]{}"0,:nN-1e')
            elif how == 1:
                del content[at : at + random.randint(1, 30)]
            else:
                content[at:at] = random.choice(
                    [b"null", b"[]", b"NaN", b'"../x"', b"\xff", b"1e999"]
                )
        file.write_bytes(content)
        monkeypatch.setattr(history, "_entries", None)
        for panel in ("main", "history"):
            assert blender.draw(panel) is not None
        assert "clear_history" in blender.draw("history").buttons
        assert bpy.ops.maquette.clear_history.poll()


def random_of(seed):
    import random

    return random.Random(seed)


def test_names_that_lead_elsewhere_are_no_entry(blender, history, sheet, monkeypatch):
    file = sheet[0].folder / "entry.jsonl"
    file.write_bytes(file.read_bytes().replace(b"mesh-1.png", b"../../secret.png"))
    monkeypatch.setattr(history, "_entries", None)
    assert history.entries() == []


def test_twenty_thousand_entries_do_not_hold_a_draw_up(blender, history, monkeypatch):
    """Only the newest are read; the others are a matter of clearing."""
    reads = []
    names = [f"{k:020d}-" for k in range(20_000)]
    with monkeypatch.context() as patch:
        patch.setattr(history.os, "listdir", lambda _: names)
        patch.setattr(history, "_read", lambda folder: reads.append(folder))
        patch.setattr(history, "_entries", None)
        assert history.entries() == [] and len(reads) == 2 * history.MOST
    assert reads[0].name == names[-1]


def test_what_is_no_entry_is_not_cleared(blender, history, sheet):
    folder = sheet[0].folder.parent / "my thesis"
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    assert bpy.ops.maquette.clear_history() == {"FINISHED"}
    assert (folder / "thesis.txt").exists()
    (folder / "thesis.txt").unlink()
    folder.rmdir()
