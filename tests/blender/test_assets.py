"""Save as Asset: into this file, or a .blend for each in a library; opened again, looked at."""

import contextlib
import re
import uuid
from pathlib import Path
from types import SimpleNamespace

import bpy
import numpy as np
import pytest

GIVEN = {
    "author": "Jane Doe",
    "license": "CC0-1.0",
    "description": "Offloader one",
    "tags": "chair, red,,chair",
}
COUNTED = ("objects", "meshes", "materials", "images", "actions", "scenes", "collections")
CATALOGS = "blender_assets.cats.txt"


@pytest.fixture
def chair(blender):
    """One that Maquette made, selected; the factory scene's cube stays beside it."""
    bpy.ops.maquette.generate(prompt="a chair", seed=3)
    bpy.context.object.location = 1, 2, 3
    return bpy.context.object


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


def save(folder: Path | None = None, **given) -> None:
    where = {"where": "LIBRARY", "folder": str(folder)} if folder else {"where": "FILE"}
    assert bpy.ops.maquette.save_asset(**where, **given) == {"FINISHED"}


def state() -> dict:
    """Of the file: what there is, how it is called and where it stands."""
    bpy.context.view_layer.update()
    return {
        name: sorted((each.name, each.users) for each in getattr(bpy.data, name))
        for name in COUNTED
    } | {
        made.name: (made.parent, made.animation_data, tuple(map(tuple, made.matrix_world)))
        for made in bpy.data.objects
    }


def loaded(file: Path) -> bpy.types.Object:
    """The only asset of a .blend, appended."""
    with bpy.data.libraries.load(str(file), assets_only=True) as (inside, wanted):
        assert len(inside.objects) == 1 and not inside.meshes
        wanted.objects = inside.objects
    return wanted.objects[0]


def middle(made) -> np.ndarray:
    """RGBA in the middle of a preview; its corners are empty."""
    assert tuple(made.preview.image_size) == (256, 256)
    shown = np.array(made.preview.image_pixels_float).reshape(256, 256, 4)
    assert shown[0].max() == shown[-1].max() == 0
    return shown[118:138, 118:138].mean((0, 1))


def listed(folder: Path) -> dict[str, str]:
    """UUID -> path, read from the catalogs as Blender describes them."""
    lines = (folder / CATALOGS).read_text("utf-8").splitlines()
    told = [line for line in lines if line and not line.startswith("#")]
    assert told[0] == "VERSION 1"
    return {str(uuid.UUID(own)): path for own, path, _ in (line.split(":") for line in told[1:])}


def test_a_library_gets_a_blend_that_holds_all_of_it(blender, chair, folder):
    latent, before = chair["maquette_latent"].as_string(), state()
    save(folder, catalog="Furniture/Chairs", **GIVEN)
    assert state() == before
    assert sorted(file.name for file in folder.iterdir()) == ["a_chair.blend", CATALOGS]

    asset = loaded(folder / "a_chair.blend")
    known = asset.asset_data
    assert (known.author, known.license) == ("Jane Doe", "CC0-1.0")
    assert known.description == "Offloader one"
    assert sorted(known.tags.keys()) == ["chair", "maquette", "maquette-mini", "red"]
    assert listed(folder)[known.catalog_id] == "Furniture/Chairs"
    assert sorted(listed(folder).values()) == ["Furniture", "Furniture/Chairs"]
    assert asset["maquette_latent"].as_string() == latent and asset["maquette_seed"] == 3
    assert asset.data.materials[0].name.startswith("a chair")
    colours = np.empty(4 * len(asset.data.vertices), np.float32)
    asset.data.color_attributes["Color"].data.foreach_get("color", colours)
    red, green, blue, alpha = middle(asset)
    assert alpha == 1 and max(red, green, blue) > 0.3

    bpy.ops.wm.open_mainfile(filepath=str(folder / "a_chair.blend"))
    (alone,) = bpy.data.objects
    assert alone.name == "a chair" and alone.asset_data and alone.use_fake_user
    assert tuple(alone.location) == (0, 0, 0) and len(alone.data.vertices) == 8


def test_this_file_is_marked_in_one_step(blender, chair, tmp_path):
    bpy.ops.wm.save_as_mainfile(filepath=str(tmp_path / "chairs.blend"))
    bpy.ops.ed.undo_push(message="before")
    before = sorted(bpy.data.objects.keys())
    save(catalog=" Furniture / Chairs ", author="Jane Doe")
    known = bpy.data.objects["a chair"].asset_data
    assert known.author == "Jane Doe" and known.description == "a chair"
    assert listed(tmp_path)[known.catalog_id] == "Furniture/Chairs"
    assert middle(bpy.data.objects["a chair"])[3] == 1
    assert sorted(bpy.data.objects.keys()) == before
    assert tuple(bpy.data.objects["a chair"].location) == (1, 2, 3)
    bpy.ops.ed.undo()
    assert bpy.data.objects["a chair"].asset_data is None
    bpy.ops.ed.redo()
    assert bpy.data.objects["a chair"].asset_data.author == "Jane Doe"


def test_three_at_once_and_whoever_made_them(blender, chair, folder):
    paint = bpy.data.materials.new("paint")
    paint.diffuse_color = 0.02, 0.02, 0.8, 1
    cube = bpy.data.objects["Cube"]
    cube.data.materials[0] = paint
    bpy.ops.maquette.generate(prompt="a table", seed=4)
    bpy.ops.object.select_all(action="SELECT")  # the camera and the light, too
    before = state()
    save(folder, tags="mine")
    assert state() == before and bpy.context.mode == "OBJECT"
    names = ["Cube.blend", "a_chair.blend", "a_table.blend"]
    assert sorted(file.name for file in folder.iterdir()) == names
    box = loaded(folder / "Cube.blend")
    assert box.asset_data.tags.keys() == ["mine"] and box.asset_data.description == ""
    red, green, blue, alpha = middle(box)
    assert alpha == 1 and blue > 3 * red and blue > 3 * green
    assert loaded(folder / "a_table.blend").asset_data.description == "a table"


def test_it_comes_without_parent_and_animation_as_it_stands(blender, chair, folder):
    cube = bpy.data.objects["Cube"]
    cube.scale = 2, 2, 2
    chair.parent = cube
    chair.rotation_euler.z = np.pi / 2
    chair.keyframe_insert("location", frame=1)
    chair.constraints.new("LIMIT_LOCATION")
    before = state()
    save(folder)
    assert state() == before and chair.parent == cube and len(chair.constraints) == 1
    bpy.ops.wm.open_mainfile(filepath=str(folder / "a_chair.blend"))
    (alone,) = bpy.data.objects
    assert alone.parent is None and alone.animation_data is None and not alone.constraints
    assert not bpy.data.actions and tuple(alone.location) == (0, 0, 0)
    assert tuple(alone.scale) == pytest.approx((2, 2, 2))
    assert alone.rotation_euler.z == pytest.approx(np.pi / 2)


def test_nothing_is_overwritten(blender, chair, folder):
    for _ in range(3):
        save(folder)
    names = ["a_chair-2.blend", "a_chair-3.blend", "a_chair.blend"]
    assert sorted(file.name for file in folder.iterdir()) == names


def test_a_name_that_no_file_may_hold(blender, chair, folder):
    chair.name = 'a/b\\c:d*e?f"g<h>i|j.'
    name = chair.name
    save(folder)
    (file,) = folder.iterdir()
    assert re.fullmatch(r"[\w-]+\.blend", file.name)
    assert chair.name == name and loaded(file).name.startswith(name)


def test_names_that_windows_keeps_for_devices(blender, chair, folder):
    for name, file in (
        ("con", "_con"),
        ("LPT1", "_LPT1"),
        ("NUL. ", "NUL__"),
        ("console", "console"),
    ):
        chair.name = name
        save(folder)
        assert (folder / f"{file}.blend").is_file(), name


def test_asset_browsers_show_it_at_once(blender, chair, folder, monkeypatch):
    """As there is no window to draw one in, browsers that were drawn are made up."""
    bpy.context.window_manager.windows[0].screen.areas[0].ui_type = "ASSETS"  # never drawn
    save(folder)

    refreshed, areas = [], []
    for kind, params in (("ASSETS", object()), ("ASSETS", None), ("VIEW_3D", None)):
        space = SimpleNamespace(active=SimpleNamespace(params=params))
        areas.append(SimpleNamespace(ui_type=kind, spaces=space))
    window = SimpleNamespace(screen=SimpleNamespace(areas=areas))

    @contextlib.contextmanager
    def override(**there):
        refreshed.append(there["area"])
        yield

    ours = SimpleNamespace(
        data=bpy.data,
        path=bpy.path,
        context=SimpleNamespace(
            window_manager=SimpleNamespace(windows=[window]),
            temp_override=override,
            preferences=bpy.context.preferences,
        ),
        ops=SimpleNamespace(asset=SimpleNamespace(library_refresh=lambda: refreshed.append("now"))),
    )
    monkeypatch.setattr(blender.module("operators.scene.asset_file"), "bpy", ours)
    save(folder)
    assert refreshed == [areas[0], "now"]


def test_edits_under_way_are_saved_and_go_on(blender, chair, folder):
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.subdivide()
    save(folder)
    assert bpy.context.mode == "EDIT_MESH"
    assert len(loaded(folder / "a_chair.blend").data.vertices) > 8


def test_catalogs_that_are_there_stay_and_are_used(blender, chair, folder):
    mine = str(uuid.uuid4())
    text = f"# Mine\nVERSION 1\n\n{mine}:Furniture/Chairs:Furniture-Chairs"
    (folder / CATALOGS).write_text(text, "utf-8")
    save(folder, catalog="Furniture/Chairs")
    assert (folder / CATALOGS).read_text("utf-8") == text
    assert loaded(folder / "a_chair.blend").asset_data.catalog_id == mine
    save(folder, catalog="Röhren: a\\b//Lamps")
    assert (folder / CATALOGS).read_text("utf-8").startswith(text + "\n")
    catalogs = listed(folder)
    assert sorted(catalogs.values()) == ["Furniture/Chairs", "Röhren- a-b", "Röhren- a-b/Lamps"]
    assert catalogs[loaded(folder / "a_chair-2.blend").asset_data.catalog_id].endswith("Lamps")


def test_the_first_library_and_its_catalogs(blender, chair, folder):
    """A folder inside a library has the library's catalogs, the only ones that Blender reads."""
    libraries = bpy.context.preferences.filepaths.asset_libraries
    libraries[0].path = str(folder)
    bpy.ops.maquette.save_asset(where="LIBRARY")
    assert (folder / "a_chair.blend").is_file()
    (folder / "chairs").mkdir()
    save(folder / "chairs", catalog="Furniture")
    assert (folder / CATALOGS).is_file() and not (folder / "chairs" / CATALOGS).exists()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"folder": "/nowhere/at/all"}, "The folder /nowhere/at/all does not exist"),
        ({"folder": "//assets"}, "//assets is relative to this file, which has not been saved yet"),
        ({"folder": "/sys"}, "/sys/a_chair.blend cannot be written: Permission denied"),
        ({"where": "FILE", "catalog": "Chairs"}, "this file has not been saved yet"),
    ],
)
def test_places_that_cannot_be_written(blender, chair, given, sentence):
    before = state()
    with pytest.raises(RuntimeError, match=sentence) as error:
        bpy.ops.maquette.save_asset(**{"where": "LIBRARY", **given})
    assert "Traceback" not in str(error.value)
    assert state() == before and chair.asset_data is None


def test_without_a_library(blender, chair):
    libraries = bpy.context.preferences.filepaths.asset_libraries
    while libraries:
        bpy.ops.preferences.asset_library_remove(index=0)
    with pytest.raises(RuntimeError, match="There is no asset library in the preferences"):
        bpy.ops.maquette.save_asset(where="LIBRARY")
    with pytest.raises(RuntimeError, match="Add one under Asset Libraries"):
        bpy.ops.maquette.from_list(filepath=str(Path(__file__)))
    (opens,) = (given for name, given in blender.draw("main")._buttons if "userpref" in name)
    shown = bpy.ops.screen.userpref_show.get_rna_type().properties["section"].enum_items
    assert opens.section in shown and shown[opens.section].name in ("File Paths", "Asset Libraries")


@pytest.mark.parametrize("text", ["VERSION 2\n", "nonsense", b"\xff\xfe\x00"])
def test_catalogs_that_cannot_be_read_are_left_alone(blender, chair, folder, text):
    content = text if isinstance(text, bytes) else text.encode()
    (folder / CATALOGS).write_bytes(content)
    before = state()
    with pytest.raises(RuntimeError, match=CATALOGS):
        save(folder, catalog="Chairs")
    assert state() == before and (folder / CATALOGS).read_bytes() == content
    assert [file.name for file in folder.iterdir()] == [CATALOGS]


def test_a_full_disk_leaves_nothing_behind(blender, chair, folder, monkeypatch):
    def full(*_files) -> None:
        raise OSError(28, "No space left on device")

    before = state()
    for given in ({}, {"catalog": "Chairs"}):
        with monkeypatch.context() as patch:
            patch.setattr(blender.module("backend.shared.files").os, "replace", full)
            with pytest.raises(RuntimeError, match="No space left on device"):
                save(folder, **given)
        assert state() == before and not list(folder.iterdir())


def test_what_is_linked_or_no_mesh_is_refused(blender, chair, folder, tmp_path):
    save(folder)
    with bpy.data.libraries.load(str(folder / "a_chair.blend"), link=True) as (inside, wanted):
        wanted.objects = inside.objects
    bpy.context.collection.objects.link(wanted.objects[0])
    wanted.objects[0].select_set(True)
    before = state()
    for where in ("LIBRARY", "FILE"):
        with pytest.raises(RuntimeError, match="a chair is linked from another file"):
            bpy.ops.maquette.save_asset(where=where, folder=str(folder))
    assert state() == before and chair.asset_data is None
    bpy.ops.object.select_all(action="DESELECT")
    bpy.data.objects["Camera"].select_set(True)
    with pytest.raises(RuntimeError, match="No mesh is selected"):
        bpy.ops.maquette.save_asset()


def test_a_button_asks_first(blender, chair):
    assert blender.click("save_asset") == {"RUNNING_MODAL"}
    assert blender.asked[0][1]["confirm_text"] == "Save" and chair.asset_data is None
