"""The gallery: what is made is there at once, imported, varied, deleted one by one, found again."""

import os
from pathlib import Path
from types import SimpleNamespace

import bpy
import pytest

from tests.blender.conftest import Layout


@pytest.fixture
def history(blender):
    return blender.module("operators.jobs.history")


@pytest.fixture
def sheet(blender, history):
    """Three chairs that differ, none of them in the scene."""
    bpy.ops.maquette.generate(prompt="a varied chair", place="SHEET", samples=3, seed=4)
    return history.entries()[0]


def test_an_empty_one_says_what_it_is_for(blender):
    layout = blender.draw("gallery")
    assert " ".join(layout.texts) == "Nothing was made yet. What you generate appears here."
    assert not layout.buttons and not bpy.ops.maquette.more_like_this.poll()


def test_what_is_in_the_scene_is_known(blender, sheet):
    provenance = blender.module("operators.scene.provenance")
    marks = [provenance.mark_of(sample) for sample in sheet.result.samples]
    assert len(set(marks)) == 3 and not provenance.marks(bpy.context.scene) & set(marks)
    bpy.ops.maquette.pick(sample=1)
    assert provenance.marks(bpy.context.scene) & set(marks) == {marks[1]}
    bpy.ops.maquette.remesh(resolution=64)
    assert not provenance.marks(bpy.context.scene) & set(marks)


def test_more_like_one(blender, history, sheet):
    before = set(bpy.data.objects)
    assert bpy.ops.maquette.more_like_this(entry=sheet.name, sample=2, samples=4) == {"FINISHED"}
    made = history.entries()[0]
    assert made.name != sheet.name and made.title == sheet.title and set(bpy.data.objects) == before
    assert len(made.result.samples) == 4 and made.record.strength == pytest.approx(0.6)
    bpy.ops.maquette.pick(entry=made.name, sample=3)
    said = blender.said(bpy.context.object)
    assert said["strength"] == pytest.approx(0.6) and said["prompt"] == "a varied chair"
    assert bpy.ops.maquette.regenerate() == {"FINISHED"}


def test_one_replaces_what_is_selected_in_its_box(blender, sheet):
    """What fills a box already stays in it as it was fitted; another box is filled as the panel
    says."""
    cube, settings = bpy.data.objects["Cube"], bpy.context.scene.maquette
    cube.location, cube.scale, cube.rotation_euler = (3, 4, 5), (1, 2, 3), (0, 0, 0.5)
    cube.select_set(True)
    bpy.context.view_layer.objects.active = cube
    bpy.ops.maquette.generate(prompt="a table", place="SELECTION", fit="STRETCH")
    bpy.ops.mesh.primitive_cube_add(size=4)
    box = bpy.context.object
    cube.select_set(True)
    settings.fit = "UNIFORM"
    there = set(bpy.data.objects)
    assert bpy.ops.maquette.fill_selection(entry=sheet.name, sample=2) == {"FINISHED"}
    assert set(bpy.data.objects) == there
    for made in (cube, box):
        assert made["maquette_seed"] == 6 and made["maquette_prompt"] == "a varied chair"
    assert cube.name == "Cube" and tuple(cube.location) == (3, 4, 5)
    assert tuple(cube.dimensions) == pytest.approx((2, 4, 6)) and max(box.dimensions) < 4.001
    assert box.dimensions.x < 3  # not stretched
    bpy.context.view_layer.objects.active = cube
    assert bpy.ops.maquette.restore() == {"FINISHED"} and len(cube.data.vertices) == 8
    bpy.ops.object.select_all(action="DESELECT")
    with pytest.raises(RuntimeError, match="Nothing is selected"):
        bpy.ops.maquette.fill_selection(entry=sheet.name)


def test_one_of_a_sheet_is_deleted(blender, history, sheet):
    gone, *_, last = sheet.result.samples
    names = {Path(getattr(gone, kind)).name for kind in ("mesh", "latent", "thumbnail")}
    assert bpy.ops.maquette.delete_result(entry=sheet.name, sample=0) == {"FINISHED"}
    left = {file.name for file in sheet.folder.iterdir()}
    assert not names & left and Path(last.mesh).name in left
    (entry,) = history.entries()
    assert [sample.seed for sample in entry.result.samples] == [5, 6]
    assert blender.draw("gallery").buttons.count("pick") == 2
    assert bpy.ops.maquette.pick(entry=sheet.name, sample=1) == {"FINISHED"}
    assert bpy.context.object["maquette_seed"] == 6
    for _ in range(2):
        assert bpy.ops.maquette.delete_result(entry=sheet.name) == {"FINISHED"}
    assert not sheet.folder.exists() and not history.names()


def test_tiles_are_wide_enough_for_their_names(blender, sheet, history):
    """Two beside each other in a sidebar as wide as Blender makes it, and six to choose from."""
    for _ in range(3):
        bpy.ops.maquette.generate(prompt="a chair", place="SHEET", samples=3)
    view, shown = blender.view, {}
    for width in (291, 400):
        view.region.width = width
        layout = Layout()
        bpy.types.MAQUETTE_PT_gallery.draw(SimpleNamespace(layout=layout), view)
        shown[width] = layout.buttons.count("pick")
    assert shown == {291: 6, 400: 9}


def test_the_only_one_of_a_page_is_told_so(blender, history):
    bpy.ops.maquette.generate(prompt="a chair", place="SHEET", samples=7)
    assert "1 to 6 of 7" in blender.draw("gallery").texts
    bpy.ops.maquette.turn_page(pages="gallery", first=6)
    assert "7 of 7" in blender.draw("gallery").texts
    bpy.ops.maquette.turn_page(pages="gallery", first=0)


def test_a_kind_that_is_pressed_is_seen_below_its_menu(blender, monkeypatch):
    seen = []
    prompt = bpy.context.scene.maquette
    monkeypatch.setattr(blender.session, "redraw", lambda: seen.append(prompt.prompt))
    bpy.ops.maquette.use_prompt(prompt="a dog")
    assert seen == ["a dog"]


def test_a_click_asks_before_it_deletes(blender, sheet):
    assert blender.click("delete_result", entry=sheet.name, sample=0) == {"RUNNING_MODAL"}
    assert "are not affected" in blender.asked[0][1]["message"] and sheet.folder.exists()


def test_what_somebody_else_deleted_stays_no_stumbling_block(blender, history, sheet):
    blender.draw("gallery")
    for file in sheet.folder.iterdir():
        os.unlink(file)
    sheet.folder.rmdir()
    assert blender.draw("gallery").buttons.count("pick") == 3  # until the next start
    with pytest.raises(RuntimeError, match="The mesh of this result is no longer on the disk"):
        bpy.ops.maquette.pick(entry=sheet.name)
    for _ in range(3):
        with pytest.raises(RuntimeError, match="no longer|cannot be|does not exist"):
            bpy.ops.maquette.pick(entry=sheet.name)


def test_its_size_on_the_disk(blender, sheet):
    index, layout = blender.module("operators.jobs.history_index"), Layout()
    header = SimpleNamespace(layout=layout)  # which is all that a closed panel draws
    bpy.types.MAQUETTE_PT_gallery.draw_header_preset(header, blender.view)
    size = sum(file.stat().st_size for file in sheet.folder.iterdir())
    assert index.size() == size and layout.texts == [f"{size / 1e6:.1f} MB"]


@pytest.mark.parametrize(
    "search, first", [("chair", "chair"), ("zebra", "zebra"), ("corgi", "dog")]
)
def test_kinds_are_found(blender, search, first):
    bpy.context.window_manager.maquette_kinds.search = search
    layout = blender.draw("kinds")
    (use, given), *_ = layout._buttons
    assert use == "use_prompt" and given.prompt.split()[-1] == first
    bpy.context.window_manager.maquette_kinds.search = ""


def test_every_kind_has_an_image(blender):
    icons, catalog = (
        blender.module("operators.images.icons"),
        blender.module("backend.shared.models.catalog"),
    )
    kinds = {kind for model in catalog.built_in() for kind in model.kinds}
    assert {file.stem.replace("-", " ") for file in icons.KINDS.glob("*.png")} == kinds


def test_a_kind_keeps_the_color_of_the_prompt(blender):
    settings = bpy.context.scene.maquette
    settings.prompt = "a large red chair with blue legs"
    prompts = {
        given.prompt for _, given in blender.draw("kinds")._buttons if hasattr(given, "prompt")
    }
    assert {"a red table", "a red airplane"} <= prompts and len(prompts) == 64
    settings.prompt = ""
    prompts = {
        given.prompt for _, given in blender.draw("kinds")._buttons if hasattr(given, "prompt")
    }
    assert {"a table", "an airplane"} <= prompts
