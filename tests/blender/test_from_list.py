"""Each row of a list becomes an asset with a preview, in a catalog; nothing is made twice, and
nothing of the file or of the disk is another one afterwards."""

import os
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

COUNTED = ("objects", "meshes", "materials", "images", "texts", "node_groups", "collections")
CHAIRS = "prompt,seed,name\na red chair,1,chair-01\na red chair,2,\na fridge,,\n"


@pytest.fixture
def library(blender, tmp_path) -> Path:
    """An asset library's folder, which no preference knows."""
    folder = tmp_path / "library"
    folder.mkdir()
    yield folder
    blender.module("operators.jobs.unfinished").forget()
    known = bpy.context.preferences.filepaths.asset_libraries
    for k in reversed([k for k, each in enumerate(known) if str(tmp_path) in each.path]):
        bpy.ops.preferences.asset_library_remove(index=k)


@pytest.fixture
def listed(tmp_path):
    """A list in a file."""

    def written(content: str | bytes = CHAIRS, name: str = "chairs.csv") -> str:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(file)

    return written


def make(**given) -> None:
    assert bpy.ops.maquette.from_list(**given) == {"FINISHED"}


def settle(blender) -> None:
    current = blender.current
    blender.wait(lambda: not (current.job or current.queue or current.waiting), seconds=60)
    blender.session.tick()


def state() -> dict:
    """Of the open file."""
    return {kind: sorted(each.name for each in getattr(bpy.data, kind)) for kind in COUNTED}


def there(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*.blend"))


def loaded(file: Path) -> bpy.types.Object:
    with bpy.data.libraries.load(str(file), assets_only=True) as (inside, wanted):
        assert len(inside.objects) == 1
        wanted.objects = inside.objects
    return wanted.objects[0]


def test_rows_become_assets(blender, library, listed):
    before = state()
    make(filepath=listed(), folder=str(library))
    assert state() == before and not blender.current.waiting
    folder = library / "chairs"
    assert {each.name[:9] for each in folder.iterdir()} == {"chair-01", "a-red-cha", "a-fridge-"}
    assert sorted(os.listdir(folder / "chair-01")) == ["chair-01.blend", "record.json"]
    chair = loaded(folder / "chair-01" / "chair-01.blend")
    assert chair.name == "chair-01" and chair["maquette_seed"] == 1 and chair.asset_data
    assert max(chair.dimensions) == pytest.approx(0.9, rel=1e-4)
    assert {tag.name for tag in chair.asset_data.tags} == {"maquette", "maquette-mini", "chair"}
    assert chair.asset_data.description == "a red chair" and chair["maquette_latent"]
    assert np.array(chair.preview.image_pixels_float).max() > 0
    catalogs = (library / "blender_assets.cats.txt").read_text().splitlines()
    named = dict(
        line.split(":")[:2] for line in catalogs if line.count(":") == 2 and line[0] != "#"
    )
    assert named[chair.asset_data.catalog_id] == "chairs/Chair"
    assert sorted(named.values()) == ["chairs", "chairs/Chair", "chairs/Refrigerator"]
    known = [Path(each.path) for each in bpy.context.preferences.filepaths.asset_libraries]
    assert library in known
    assert not blender.module("operators.jobs.history").names()
    assert blender.current.notes == ("Saved 3 of 3 assets in the catalog chairs of library.",)


def test_a_library_is_chosen_by_its_name(blender, library, listed):
    bpy.ops.preferences.asset_library_add(directory=str(library))
    known = bpy.context.preferences.filepaths.asset_libraries
    known[-1].name = "Props"
    library.rmdir()
    make(filepath=listed(), folder="Props")
    assert len(there(library / "chairs")) == 3
    assert blender.current.notes[0] == "Saved 3 of 3 assets in the catalog chairs of Props."
    offered = blender.module("operators.from_list")._libraries
    assert offered(None, None, "pro") == ["Props"]
    assert offered(None, None, "") == list(dict.fromkeys(each.name for each in known))


def test_asset_browsers_show_what_was_made(blender, library, listed, monkeypatch):
    seen = []
    shown = blender.module("operators.scene.asset_file")
    monkeypatch.setattr(shown, "refresh", lambda: seen.append(len(there(library))))
    make(filepath=listed(), folder=str(library))
    assert seen == [3]
    more = CHAIRS + "a lamp,,\na slow chair,,\na table,,\n"
    begin(blender, filepath=listed(more), folder=str(library))
    blender.wait(lambda: len(there(library)) == 4 and blender.current.job)
    bpy.ops.maquette.cancel_all()
    settle(blender)
    assert seen == [3, 4]


def test_nothing_is_made_twice_or_replaced(blender, library, listed):
    make(filepath=listed(), folder=str(library))
    files = {file: file.read_bytes() for file in library.rglob("*") if file.is_file()}
    more = CHAIRS.replace("chair,1", "chair,9") + "a lamp,,\n"
    make(filepath=listed(more), folder=str(library))
    assert all(
        file.read_bytes() == content for file, content in files.items() if "cats" not in str(file)
    )
    new = {each.name[:10] for each in (library / "chairs").iterdir()} - {
        f.parent.name[:10] for f in files
    }
    assert new == {"chair-01-2", "a-lamp-" + next((library / "chairs").glob("a-lamp*")).name[7:10]}
    assert blender.current.notes[:2] == (
        "Saved 2 of 4 assets in the catalog chairs of library.",
        "2 were there already.",
    )


def test_a_row_without_its_own_settings_has_the_panels(blender, library, listed):
    panel = bpy.context.scene.maquette
    panel.seed, panel.steps, panel.shading = 7, 5, "FLAT"
    rows = 'prompt,seed,model\na chair,,\n"a table, tall",3,\na vase,,maquette-mini-wide\n'
    make(filepath=listed(rows), folder=str(library), catalog="Props")
    made = {file.parent.name[:4]: loaded(file) for file in library.rglob("*.blend")}
    said = {name: blender.said(each) for name, each in made.items()}
    assert [said[name]["seed"] for name in ("a-ch", "a-ta", "a-va")] == [7, 3, 7]
    assert [said[name]["steps"] for name in ("a-ch", "a-va")] == [5, 64]  # the stand-in's, unsaid
    assert not made["a-ch"].data.polygons[0].use_smooth
    assert "Props/Chair" in (library / "blender_assets.cats.txt").read_text()


def test_a_long_path_is_broken_between_its_folders(blender, monkeypatch):
    font = SimpleNamespace(size=lambda *_: None, dimensions=lambda _, text: (8 * len(text), 12))
    monkeypatch.setattr(blender.module("panels.tab"), "blf", font)  # measures nothing windowless
    path = "/home/ada/Documents/Blender/Assets/pictures-of-the-kitchen/lost.png"
    blender.current.notes = ("Saved nothing.", f"Row 3: {path} cannot be read.")
    shown = blender.draw("main").texts
    assert shown[shown.index("Saved nothing.") + 1 :][:3] == [
        "Row 3: /home/ada/Documents/Blender/",
        "Assets/pictures-of-the-kitchen/",
        "lost.png cannot be read.",
    ]


BAD = """prompt;resolution;name;image
a chair;64;one;
a chair;fine;;
a table;;one;
a lamp;;con;
;;;lost.png
fail;;;
;;;
a broken vase;;;
a lamp;;last;
"""


def test_a_bad_row_is_told_and_the_others_go_on(blender, library, listed):
    make(filepath=listed(BAD), folder=str(library))
    assert there(library) == ["last.blend", "one.blend"]
    saved, *told = blender.current.notes
    assert saved.startswith("Saved 2 of 8 assets") and blender.current.error is None
    expected = [
        "Row 3: resolution is 'fine' and must be a whole number. Choose another value.",
        "Row 4: Its name one is that of row 2. Give each row its own name.",
        "Row 5: Its name 'con' is not a file name. Use letters, digits, spaces, hyphens and"
        " underscores.",
    ]
    assert told[:3] == expected and told[5] == "One more row failed."
    assert told[3].startswith("Row 6: ") and "lost.png cannot be read: No such file" in told[3]
    assert told[4] == "Row 7: The device ran out of memory. Take fewer samples."
    assert not blender.module("operators.jobs.unfinished").known()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        ("", "a.csv", "a.csv lists nothing to make. Add a row to it."),
        ("prompt,seed\n", "a.csv", "a.csv lists nothing to make"),
        ("seed,name\n1,a\n", "a.csv", "Row 1: There is no column named prompt or image"),
        ("prompt,sed\na,1\n", "a.csv", "Row 1: There is no setting 'sed'. Did you mean seed?"),
        ("prompt\na\n", "a.xlsx", "a.xlsx is not a list of a known kind"),
        (None, "a.csv", "a.csv cannot be read: No such file"),
    ],
)
def test_what_is_no_list_is_told_at_once(blender, library, tmp_path, listed, content, name, said):
    file = str(tmp_path / name) if content is None else listed(content, name)
    with pytest.raises(RuntimeError, match=said.replace("?", "[?]")):
        make(filepath=file, folder=str(library))
    assert not list(library.iterdir()) and not blender.module("operators.jobs.unfinished").known()


def test_what_is_refused_takes_the_place_of_what_was_told_before(blender, library, listed):
    make(filepath=listed(), folder=str(library))
    assert any(text.startswith("Saved 3 of 3") for text in blender.draw("main").texts)
    with pytest.raises(RuntimeError):
        make(filepath=listed("", "none.csv"), folder=str(library))
    assert blender.current.error and not blender.current.notes
    blender.press(prompt="a chair")
    assert not blender.current.error
    blender.settle()
    blender.current.notes = ("An older note.",)
    with pytest.raises(RuntimeError, match="The prompt is empty"):
        bpy.ops.maquette.generate(prompt="")
    assert not blender.current.notes


def test_long_prompts_and_encodings(blender, library, listed):
    lines = [b"prompt", b"a chair " + b"x" * 10_000, "a gr\xfcn chair".encode("cp1252"), b"a vase"]
    make(filepath=listed(b"\n".join(lines)), folder=str(library))
    assert len(there(library)) == 2
    _, read, failed = blender.current.notes
    assert read == "Line 3 is not UTF-8, and read as Windows-1252."
    assert failed.startswith("Row 2: The prompt has 10008 characters")


def test_a_text_of_the_file_is_a_list(blender, library):
    text = bpy.data.texts.new("shopping")
    text.write("a chair\na table\n")
    make(text="shopping", folder=str(library))
    assert len(there(library / "shopping")) == 2
    text.clear()
    text.write("image,prompt\n,a lamp\n")
    make(text="shopping", folder=str(library))
    assert len(there(library / "shopping")) == 3
    with pytest.raises(RuntimeError, match="There is no text 'gone' in this file"):
        make(text="gone", folder=str(library))


def test_the_text_editor_has_it_in_its_menu(blender):
    layout, text = blender.draw("list"), bpy.data.texts.new("shopping")
    menu, draw = SimpleNamespace(layout=layout), blender.module("panels.from_list")._draw_text
    for shown in (None, text):
        layout.__init__()
        draw(menu, SimpleNamespace(space_data=SimpleNamespace(text=shown)))
        assert layout.buttons == (["from_list"] if shown else [])


def test_a_text_asks_where_its_assets_belong(blender):
    bpy.data.texts.new("shopping")
    blender.click("from_list", text="shopping", folder="", catalog="")
    popup, asked = blender.asked.pop()
    popup.layout = blender.draw("list")
    popup.layout.__init__()
    popup.draw(blender.view)
    assert popup.layout.texts == ["shopping"] and popup.layout.props == ["folder", "catalog"]
    assert asked["confirm_text"] == "Make Assets"


def test_an_image_is_a_row(blender, library, listed, tmp_path):
    picture = bpy.data.images.new("shot", 8, 8)
    picture.filepath_raw, picture.file_format = str(tmp_path / "shot.png"), "PNG"
    picture.save()
    before = state()
    make(filepath=listed("image\nshot.png\n"), folder=str(library))
    assert state() == before
    made = loaded(next(library.rglob("*.blend")))
    assert made["maquette_image"].packed_file


def begin(blender, **given) -> None:
    """As the file browser does, once a file is chosen."""
    blender.click("from_list", **{"text": "", "catalog": "", **given})
    button, _ = blender.asked.pop() if blender.asked else (None, None)
    assert button.execute(blender.view) == {"FINISHED"}


def test_from_the_panel_blender_goes_on_meanwhile(blender, library, listed):
    assert "from_list" in blender.draw("list").buttons
    begin(blender, filepath=listed("prompt\na slow chair\na table\na lamp\n"), folder=str(library))
    blender.wait(lambda: blender.current.job and blender.current.job.progress)
    told = blender.module("panels.status_bar").told(blender.current)
    assert told.text.startswith("a slow chair · 1 of 3") and told.factor is not None
    assert "chairs.csv: 2 rows left" in blender.draw("main").texts
    assert not bpy.ops.maquette.from_list.poll()
    blender.press(prompt="a vase")  # comes before the other rows
    bpy.ops.maquette.cancel()
    settle(blender)
    assert len(there(library)) == 2
    assert [each.name for each in bpy.data.objects if "maquette_prompt" in each] == ["a vase"]
    assert "continue_list" in blender.draw("main").buttons  # one row was cancelled
    bpy.ops.maquette.continue_list()
    assert len(there(library)) == 3 and "continue_list" not in blender.draw("main").buttons


def test_it_goes_on_in_another_blender(blender, library, listed, monkeypatch):
    """What outlives Blender is on the disk alone."""
    bpy.context.scene.maquette.seed = 5
    begin(blender, filepath=listed("prompt\na chair\na slow table\na lamp\n"), folder=str(library))
    blender.wait(lambda: there(library) and blender.current.job)
    blender.current.stop()
    monkeypatch.setattr(blender.module("operators.jobs.unfinished"), "_known", [])
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    assert "Not finished: chairs.csv" in blender.draw("main").texts
    blender.click("continue_list")
    settle(blender)
    assert len(there(library)) == 3
    seeds = [loaded(file)["maquette_seed"] for file in library.rglob("*.blend")]
    assert seeds == [5, 5, 5]
    assert blender.current.notes[1] == "One was there already."


def test_a_worker_that_dies_holds_the_list(blender, library, listed):
    begin(blender, filepath=listed("prompt\na slow chair\na table\n"), folder=str(library))
    blender.wait(lambda: blender.current.job and blender.current.job.progress)
    os.kill(blender.current.connection.pid, 9)
    blender.wait(lambda: blender.current.queue.held)
    assert not there(library)
    bpy.ops.maquette.go_on()
    settle(blender)
    assert len(there(library)) == 2 and not blender.module("operators.jobs.unfinished").known()


def test_one_that_is_refused_does_not_take_the_place_of_an_unfinished_one(blender, library, listed):
    begin(blender, filepath=listed("prompt\na slow chair\na table\n"), folder=str(library))
    bpy.ops.maquette.cancel_all()
    settle(blender)
    blender.press(prompt="a slow chair")
    blender.press(prompt="a table")
    blender.wait(lambda: blender.current.job and blender.current.job.progress)
    os.kill(blender.current.connection.pid, 9)
    blender.wait(lambda: blender.current.queue.held)
    with pytest.raises(RuntimeError, match="Jobs are waiting to be continued"):
        make(filepath=listed("prompt\na lamp\n", "lamps.csv"), folder=str(library))
    bpy.ops.maquette.cancel_all()
    assert blender.module("operators.jobs.unfinished").known().name == "chairs.csv"


def test_cancel_all_stops_it_and_it_can_be_forgotten(blender, library, listed):
    begin(blender, filepath=listed("prompt\na slow chair\na table\n"), folder=str(library))
    blender.wait(lambda: blender.current.job and blender.current.job.progress)
    bpy.ops.maquette.cancel_all()
    settle(blender)
    assert not there(library) and blender.current.queue.listing is None
    assert {"continue_list", "forget_list"} <= {*blender.draw("main").buttons}
    bpy.ops.maquette.forget_list()
    assert not bpy.ops.maquette.continue_list.poll()


def test_a_double_click_on_continue_cancels_nothing(blender, library, listed, monkeypatch):
    monkeypatch.setattr(bpy.context.preferences.inputs, "mouse_double_click_time", 1000)
    begin(blender, filepath=listed("prompt\na slow chair\na table\n"), folder=str(library))
    bpy.ops.maquette.cancel_all()
    settle(blender)
    blender.click("continue_list")
    assert blender.click("cancel_all") == {"CANCELLED"} and blender.current.queue.listing
    blender.wait(lambda: blender.current.job)
    assert blender.click("cancel") == {"CANCELLED"} and not blender.current.job.cancelled
    blender.current.begun -= 1
    assert blender.click("cancel_all") == {"FINISHED"} and blender.current.job.cancelled
    settle(blender)
    assert not there(library)


def test_another_file_may_be_opened_meanwhile(blender, library, listed):
    begin(blender, filepath=listed("prompt\na brief chair\na table\n"), folder=str(library))
    blender.wait(lambda: blender.current.job and blender.current.job.progress)
    bpy.ops.wm.read_homefile(use_factory_startup=True)
    before = state()
    settle(blender)
    assert len(there(library)) == 2 and state() == before


def test_a_full_disk_stops_it(blender, library, listed, monkeypatch):
    asset_file = blender.module("operators.scene.asset_file")
    full = OSError(28, os.strerror(28))

    def write(_part, _asset, place) -> None:
        raise asset_file.files.explained(place, full) from full

    monkeypatch.setattr(asset_file, "write", write)
    with pytest.raises(RuntimeError, match="No space left on device"):
        make(filepath=listed("prompt\na chair\na table\n"), folder=str(library))
    assert not there(library) and not list((library / "chairs").iterdir())
    assert blender.module("operators.jobs.unfinished").known().name == "chairs.csv"
