"""`python -m backend compare`: what it asks, says and returns."""

import importlib
import json
from pathlib import Path

import pytest
from PIL import Image

from backend import families
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.messages import Result, Sample

cli = importlib.import_module("backend.__main__")


class StandIn:
    """A generator that writes files at once, but for models called `bad`."""

    def __init__(self) -> None:
        self.asked = []

    def generate(self, request, progress, listener):
        print("a library talks")
        self.asked.append(request)
        if "bad" in request.name:
            raise MaquetteError("memory", "There is not enough memory.", "Buy some.")
        with progress.stage("sampling"):
            pass
        mesh = Path(request.folder, f"{request.name}.glb")
        image = mesh.with_suffix(".thumbnail.png")
        mesh.write_text("mesh")
        Image.new("RGBA", (256, 256)).save(image)
        if request.prepared_image:
            Image.new("RGB", (64, 64)).save(request.prepared_image)
        sample = Sample(Artifact.of(mesh), request.seed, 500, thumbnail=Artifact.of(image))
        return Result("", (sample,), request.model, "cpu", 64, 15.0, "fast", {"sampling": 0.5})


@pytest.fixture
def generator(monkeypatch) -> StandIn:
    stand_in = StandIn()
    monkeypatch.setattr("backend.serve.worker.new_generator", lambda: stand_in)
    monkeypatch.setattr(families, "import_all", lambda: None)
    return stand_in


def model(place: Path, kind: str = "ShapEPipeline") -> str:
    place.mkdir()
    (place / "model_index.json").write_text(json.dumps({"_class_name": kind}))
    return str(place)


def test_what_is_asked_and_said(generator, tmp_path, capsys):
    own, out = model(tmp_path / "own"), tmp_path / "out"
    options = ["--models", "maquette-mini", own, "--seed", "7", "--as", "mesh", "-o", str(out)]
    assert cli.main(["compare", "a cheeseburger", *options]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines() == [
        f"{out / 'maquette-mini.glb'}  maquette-mini: sampling 0.5 s, 500 points",
        f"{out / 'own.glb'}  own: sampling 0.5 s, 500 points",
        str(out / "compare.png"),
    ]
    turns = [line for line in said.err.splitlines() if line.startswith("maquette: ")]
    assert turns[0] == "maquette: starting" and "maquette: own" in turns
    assert [(a.prompt, a.model, a.seed) for a in generator.asked] == [
        ("a cheeseburger", "maquette-mini", 7),
        ("a cheeseburger", own, 7),
    ]


def test_one_line_of_json_and_a_model_that_fails(generator, tmp_path, capsys):
    bad, out = model(tmp_path / "bad"), tmp_path / "out"
    options = ["--models", bad, "maquette-mini", "--json", "-o", str(out)]
    assert cli.main(["compare", "a chair", *options]) == 1
    said = capsys.readouterr()
    (line,) = said.out.splitlines()
    told = json.loads(line)
    assert told["prompt"] == "a chair" and told["sheet"] == str(out / "compare.png")
    first, second = told["models"]
    assert first == {
        "model": bad,
        "label": "bad",
        "file": "",
        "error": "There is not enough memory. Buy some.",
    }
    assert second["file"] == str(out / "maquette-mini.glb") and second["error"] == ""
    assert second["seconds"] == {"sampling": 0.5} and second["vertices"] == 500
    assert "maquette: bad: There is not enough memory. Buy some." in said.err


def test_where_all_fail(generator, tmp_path, capsys):
    both = [model(tmp_path / "bad"), model(tmp_path / "bad too")]
    assert cli.main(["compare", "a", "--models", *both, "-o", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    assert not said.out and said.err.count("not enough memory") == 2
    assert not (tmp_path / "out").exists()


def test_an_image(generator, tmp_path):
    Image.new("RGB", (8, 8)).save(tmp_path / "photo.png")
    own = model(tmp_path / "own", "ShapEImg2ImgPipeline")
    shown = ["--image", str(tmp_path / "photo.png"), "--skip", "crop", "--margin", "0.2"]
    options = ["--models", "maquette-mini-img2img", own, "-o", str(tmp_path / "out")]
    assert cli.main(["compare", *shown, *options]) == 0
    asked = generator.asked[1].image
    assert asked.file.name == "photo.png" and asked.margin == 0.2
    assert asked.preparation == ("orient", "composite", "background", "pad")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["a", "--models", "maquette-mini"], 2, "There is only one model to compare."),
        (["a", "--models", "maquette-mini", "maquette-mini"], 2, "maquette-mini is named twice."),
        (["a", "--models", "maquette-mini", "nothing"], 1, "There is no model 'nothing'."),
        (
            ["--image", "a.png", "--models", "maquette-mini-img2img", "maquette-mini"],
            *(2, "maquette-mini takes a prompt, not an image."),
        ),
        (["--models", "maquette-mini", "openai/shap-e"], 2, "The prompt is empty."),
        (["a", "--models", "maquette-mini", "openai/shap-e", "--seed", "-1"], 2, "seed is -1"),
    ],
)
def test_bad_input_is_one_sentence_and_nothing_is_written(
    generator, tmp_path, capsys, arguments, status, said
):
    assert cli.main(["compare", *arguments, "-o", str(tmp_path / "out")]) == status
    found = capsys.readouterr()
    (line,) = found.err.splitlines()
    assert line.startswith(f"maquette: {said}") and not found.out
    assert not generator.asked and not list(tmp_path.iterdir())


def test_a_folder_that_takes_no_files(generator, tmp_path, capsys):
    (tmp_path / "file").write_text("")
    options = ["--models", "maquette-mini", "openai/shap-e", "-o", str(tmp_path / "file")]
    assert cli.main(["compare", "a", *options]) == 1
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .endswith("file is not a folder. Choose another name.")
    )
    assert not generator.asked
