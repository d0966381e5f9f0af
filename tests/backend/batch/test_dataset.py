"""Objects as a dataset of FiftyOne, read by FiftyOne; and its operator, as FiftyOne runs it."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import socket
import subprocess
import tomllib
from pathlib import Path

import pytest
from PIL import Image

from backend.batch import dataset
from backend.batch.objects import Objects
from backend.shared.errors import MaquetteError

ROOT = Path(__file__).parents[3]
needs_fiftyone = pytest.mark.skipif(
    importlib.util.find_spec("fiftyone") is None,
    reason=f"{dataset.PACKAGE} is not installed here; see `make test-fiftyone`",
)
cli = importlib.import_module("backend.__main__")


@pytest.fixture(scope="module")
def fiftyone(tmp_path_factory):
    """FiftyOne with a database of its own, as it would join any that runs on this machine, and with
    our plugin linked into its folder of them."""
    home = tmp_path_factory.mktemp("fiftyone")
    for name in ("plugins", "database"):
        (home / name).mkdir()
    os.symlink(ROOT / "scripts" / "fiftyone", home / "plugins" / "maquette")
    (found,) = importlib.util.find_spec("fiftyone").submodule_search_locations
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mongod = [Path(found, "db", "bin", "mongod"), "--dbpath", home / "database"]
    how = ["--port", str(port), "--bind_ip", "127.0.0.1", "--nounixsocket"]
    database = subprocess.Popen([*mongod, *how], stdout=subprocess.DEVNULL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FIFTYONE_DATABASE_URI", f"mongodb://127.0.0.1:{port}")
        patch.setenv("FIFTYONE_PLUGINS_DIR", str(home / "plugins"))
        yield importlib.import_module("fiftyone")
    database.terminate()
    database.wait(30)


@pytest.fixture(scope="module")
def made(fiftyone, tmp_path_factory) -> Path:
    """A folder of three objects, one of them of an image, in the dataset "chairs"."""
    folder = tmp_path_factory.mktemp("made")
    shown = Image.new("RGB", (64, 64), "white")
    shown.paste((200, 30, 30), (16, 16, 48, 48))
    shown.save(folder / "red.png")
    rows = ["prompt,image,name,seed", "a red chair,,chair,1", "a lamp,,lamp,18446744073709551615"]
    (folder / "list.csv").write_text("\n".join([*rows, ",red.png,pictured,2"]))
    assert run(folder) == 0
    return folder


def run(folder: Path, *more: str, name: str = "chairs") -> int:
    asked = [str(folder / "list.csv"), "-o", str(folder / "out"), "--fiftyone", name]
    return cli.main(["batch", *asked, "--resolution", "32", *more])


@needs_fiftyone
def test_each_object_is_a_group_with_its_settings(fiftyone, made):
    chairs = fiftyone.load_dataset("chairs")
    assert chairs.persistent and chairs.media_type == "group"
    assert chairs.group_media_types == {"thumbnail": "image", "result": "3d", "input": "image"}
    assert chairs.values("name") == ["chair", "lamp", "pictured"]
    assert chairs.values("prompt") == ["a red chair", "a lamp", ""]
    assert chairs.values("seed") == ["1", "18446744073709551615", "2"]
    assert chairs.values("resolution") == [32, 32, 32]
    said = json.loads((made / "out" / "chair" / "record.json").read_text())
    assert chairs.values("faces")[0] == said["mesh"]["faces"] > 0
    groups = [chairs.get_group(group) for group in chairs.values("group.id")]
    assert [sorted(group) for group in groups] == [
        ["result", "thumbnail"],
        ["result", "thumbnail"],
        ["input", "result", "thumbnail"],
    ]
    assert all(Path(each.filepath).is_file() for group in groups for each in group.values())
    assert {each["guidance"] for each in groups[0].values()} == {said["request"]["guidance"]}
    assert groups[2]["input"]["source"] == "red.png"


@needs_fiftyone
def test_scenes_show_the_meshes_wherever_the_folder_is(fiftyone, made, tmp_path):
    scenes = importlib.import_module("fiftyone.utils.utils3d")
    moved = tmp_path / "elsewhere"
    shutil.copytree(made / "out", moved)
    for folder in (made / "out", moved):
        scene = str(folder / ".fiftyone" / "chair.fo3d")
        (asset,) = scenes.get_scene_asset_paths([scene], abs_paths=True)[scene]
        assert Path(asset) == folder / "chair" / "mesh.glb" and Path(asset).is_file()
    assert fiftyone.Scene.from_fo3d(scene).camera.up == "Y"


@needs_fiftyone
def test_what_is_there_stays_and_what_changed_is_replaced(fiftyone, made, tmp_path):
    folder = tmp_path / "made"
    shutil.copytree(made, folder)
    assert run(folder, name="again") == 0
    again = fiftyone.load_dataset("again")
    for sample in again:
        sample.tags.append("mine")
        sample.save()
    before = dict(zip(again.values("name"), again.values("id"), strict=True))
    listed = (folder / "list.csv").read_text()
    (folder / "list.csv").write_text(listed.replace("a lamp", "a green lamp"))
    assert run(folder, name="again") == 0
    again.reload()
    after = dict(zip(again.values("name"), again.values("id"), strict=True))
    assert {name for name in after if after[name] != before[name]} == {"lamp"}
    tags = dict(zip(again.values("name"), again.values("tags"), strict=True))
    assert tags == {"chair": ["mine"], "pictured": ["mine"], "lamp": []}
    assert "a green lamp" in again.values("prompt") and "a lamp" not in again.values("prompt")


@needs_fiftyone
def test_points_are_shown_too(fiftyone, tmp_path):
    objects = Objects(tmp_path / "out")
    said = {"mesh": {"faces": 0}}
    shown = {"points": tmp_path / "out" / "a" / "mesh.ply"}
    place = dataset.Dataset("points")._scene(objects.folder, "a", shown, said)
    scene = fiftyone.Scene.from_fo3d(str(place))
    (points,) = scene.children
    assert points.is_point_cloud and scene.camera.up == "Z"


@needs_fiftyone
def test_a_dataset_of_something_else_is_left_alone(fiftyone, made, tmp_path, capsys):
    fiftyone.Dataset("mine")
    assert run(made, name="mine") == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said.startswith("maquette: There is another FiftyOne dataset named mine. Choose another")
    assert len(fiftyone.load_dataset("mine")) == 0


@needs_fiftyone
def test_the_operator_makes_more_of_them(fiftyone, made, tmp_path):
    operators = importlib.import_module("fiftyone.operators")
    folder = tmp_path / "made"
    shutil.copytree(made, folder)
    assert run(folder, name="more") == 0
    more = fiftyone.load_dataset("more")
    uri = "@maquette/maquette/generate"
    asked = {"prompt": "a red chair", "seed": 7, "samples": 2}
    done = operators.execute_operator(uri, {"dataset": more, "params": asked})
    assert done.result == {"made": 2, "there": 0, "failed": ""}
    more.reload()
    assert more.values("seed")[3:] == ["7", "8"] and (folder / "out" / "chair").exists()
    asked = {"prompt": "qqqq", "model": "nobody's"}
    done = operators.execute_operator(uri, {"dataset": more, "params": asked})
    assert "There is no model" in done.result["failed"] and done.result["made"] == 0


def test_formats_that_it_does_not_show(tmp_path, capsys):
    (tmp_path / "list.csv").write_text("prompt\na chair\n")
    assert run(tmp_path, "--format", "npz") == 2
    said = "FiftyOne does not show .npz files. Choose another --format: glb, obj, ply."
    assert said in capsys.readouterr().err


def test_where_it_is_not_installed(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(importlib.sys.modules, "fiftyone", None)
    (tmp_path / "list.csv").write_text("prompt\na chair\n")
    assert run(tmp_path) == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "maquette: FiftyOne is not installed, so there can be no dataset of it. Install it in the"
        f" backend's Python (pip install {dataset.PACKAGE}), or leave out --fiftyone."
    )


def test_a_database_that_does_not_start(tmp_path, monkeypatch):
    (tmp_path / "fiftyone.py").write_text("raise RuntimeError('Could not find `mongod`')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(importlib.sys.modules, "fiftyone", raising=False)
    with pytest.raises(MaquetteError, match="Could not find `mongod`. Start a MongoDB") as caught:
        dataset.Dataset("chairs")
    assert caught.value.code == "environment"


def test_every_setting_is_a_field():
    kinds = dataset.fields()
    assert (kinds["prompt"], kinds["seed"], kinds["steps"]) == (str, str, int)
    assert (kinds["guidance"], kinds["loose_parts"], kinds["notes"]) == (float, bool, tuple)


def test_the_version_is_that_of_the_extra():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["optional-dependencies"]["fiftyone"] == [dataset.PACKAGE]
