"""One object of each of several models: files, a sheet, and what fails."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from backend import families
from backend.compute.progress import Tracker
from backend.pipeline import comparison
from backend.pipeline.generator import Generator
from backend.shared import record
from backend.shared.artifact import Artifact
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.messages import Result, Sample
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest, SourceImage


class StandIn:
    """A generator that writes files at once; `raises` says for which model what goes wrong."""

    def __init__(self) -> None:
        self.asked, self.raises = [], {}

    def generate(self, request, progress, listener):
        self.asked.append(request)
        with progress.stage("sampling", 1) as advance:
            advance(1)
        if request.name in self.raises:
            raise self.raises[request.name]
        mesh, image = (
            Path(request.folder, request.name + ending) for ending in (".glb", ".thumbnail.png")
        )
        mesh.write_text(request.model)
        Image.new("RGBA", (request.thumbnail,) * 2, "#ff0000").save(image)
        if request.prepared_image:
            Image.new("RGB", (64, 64), "#00ff00").save(request.prepared_image)
        sample = Sample(Artifact.of(mesh), request.seed, 8, 12, thumbnail=Artifact.of(image))
        return Result("", (sample,), request.model, "cpu", seconds=dict(progress.seconds))


@pytest.fixture
def generator(monkeypatch) -> StandIn:
    monkeypatch.setattr(families, "import_all", lambda: None)
    return StandIn()


@pytest.fixture
def models(tmp_path) -> list[catalog.Model]:
    found = []
    for name in ("one", "two"):
        place = tmp_path / "models" / name
        place.mkdir(parents=True)
        (place / "model_index.json").write_text(json.dumps({"_class_name": "ShapEPipeline"}))
        found.append(catalog.find(str(place)))
    return found


@pytest.fixture
def asked(tmp_path) -> GenerationRequest:
    return GenerationRequest("a red chair", seed=7, folder=str(tmp_path / "out"))


def compare(asked, models, generator) -> comparison.Comparison:
    return comparison.compare(asked, models, generator, lambda label: Tracker())


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def red(sheet: Path) -> int:
    """Pixels."""
    return int((np.asarray(Image.open(sheet)) == (255, 0, 0)).all(-1).sum())


def test_a_file_of_each_and_a_sheet(asked, models, generator, tmp_path):
    turns = []
    made = comparison.compare(
        asked, models, generator, lambda label: turns.append(label) or Tracker()
    )
    out = tmp_path / "out"
    assert turns == ["one", "two"] and names(out) == ["compare.png", "one.glb", "two.glb"]
    assert names(tmp_path) == ["models", "out"], "nothing else is left"
    assert made.sheet == out / "compare.png" and red(made.sheet) == 2 * 256 * 256
    assert [entry.file.read_text() for entry in made.entries] == [model.id for model in models]
    assert {(a.seed, a.samples, a.format, a.steps) for a in generator.asked} == {
        (7, 1, "glb", None)
    }
    for entry in made.entries:
        assert entry.error is None and entry.told == ("sampling 0.0 s", "12 triangles")


def test_into_a_folder_that_is_there(asked, models, generator, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "two.glb").write_text("earlier")
    (out / "other.txt").write_text("mine")
    compare(asked, models, generator)
    assert names(out) == ["compare.png", "one.glb", "other.txt", "two.glb"]
    assert (out / "two.glb").read_text() == models[1].id


def test_one_that_fails_does_not_stop_the_others(asked, models, generator, tmp_path):
    for error, said in (
        (MaquetteError("memory", "No memory.", "Buy some."), "No memory. Buy some."),
        (TypeError("no number"), "Something went wrong inside Maquette: TypeError: no number."),
    ):
        generator.raises = {"one": error}
        made = compare(asked, models, generator)
        first, second = made.entries
        assert first.told == (said,) and first.result is None and second.result
        assert red(made.sheet) == 256 * 256 and not (tmp_path / "out" / "one.glb").exists()


def test_where_all_fail_nothing_is_written(asked, models, generator, tmp_path):
    generator.raises = {name: MaquetteError("empty", "Nothing.") for name in ("one", "two")}
    made = compare(asked, models, generator)
    assert made.sheet is None and [entry.told for entry in made.entries] == [("Nothing.",)] * 2
    assert names(tmp_path) == ["models"]


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("error", [JobCancelled(), KeyboardInterrupt()])
def test_a_cancel_leaves_nothing(asked, models, generator, tmp_path, error, there):
    generator.raises = {"two": error}
    if there:
        (tmp_path / "out").mkdir()
    with pytest.raises(type(error)):
        compare(asked, models, generator)
    assert names(tmp_path) == ["models", "out"][: 1 + there]
    assert not there or names(tmp_path / "out") == []


def test_bad_folders_are_told_before_any_work(asked, models, generator, tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "full" / "two.glb").mkdir(parents=True)
    for folder, said in (
        ("file", "is not a folder"),
        ("nowhere/out", "There is no folder"),
        ("file/out", "There is no folder"),
        ("full", "two.glb is not a file"),
    ):
        with pytest.raises(MaquetteError, match=said) as caught:
            compare(replace(asked, folder=str(tmp_path / folder)), models, generator)
        assert caught.value.code == "file"
    assert not generator.asked and names(tmp_path / "full") == ["two.glb"]


def test_files_are_called_as_the_models_are(asked, generator, tmp_path):
    models = []
    for place in ("a/one", "b/One", "c/chairs: 2"):
        folder = tmp_path / "models" / place
        folder.mkdir(parents=True)
        (folder / "model_index.json").write_text('{"_class_name": "ShapEPipeline"}')
        models.append(catalog.find(str(folder)))
    made = compare(asked, [*models, catalog.find("openai/shap-e")], generator)
    assert [entry.file.name for entry in made.entries] == [
        *("one.glb", "One-2.glb", "chairs- 2.glb", "shap-e.glb")
    ]


def test_an_image_is_shown_as_the_models_see_it(asked, models, generator, tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "photo.png")
    shown = SourceImage(Artifact.of(tmp_path / "photo.png"))
    made = compare(replace(asked, prompt="", image=shown), models, generator)
    pixels = np.asarray(Image.open(made.sheet))
    assert (pixels == (0, 255, 0)).all(-1).sum() == 64 * 64
    assert names(tmp_path / "out") == ["compare.png", "one.glb", "two.glb"]
    (tmp_path / "photo.png").rename(tmp_path / "out" / "compare.png")
    shown = SourceImage(Artifact.of(tmp_path / "out" / "compare.png"))
    with pytest.raises(MaquetteError, match="would be overwritten"):
        compare(replace(asked, prompt="", image=shown), models, generator)


def test_the_real_thing(tiny_model, tmp_path):
    """Two names of the same weights: the same object, and a record of its own in each file."""
    other = shutil.copytree(tiny_model, tmp_path / "other")
    models = [catalog.find(str(folder)) for folder in (tiny_model, other)]
    asked = GenerationRequest(
        "a red chair", resolution=16, device="cpu", folder=str(tmp_path / "out"), seed=3
    )
    made = compare(asked, models, Generator())
    assert [entry.label for entry in made.entries] == ["Tiny (tiny)", "Tiny (other)"]
    for entry, model in zip(made.entries, models, strict=True):
        said = record.read(entry.file).request
        assert (said["model"], said["seed"], said["steps"]) == (model.id, 3, 3)
        assert {"sampling", "meshing"} < set(entry.result.seconds)
    first, second = (entry.result.samples[0] for entry in made.entries)
    assert (first.vertices, first.faces) == (second.vertices, second.faces) != (0, 0)
