"""Which models can be named, and what they know."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.models import catalog

ROOT = Path(__file__).parents[4]


@pytest.fixture
def folder(tmp_path) -> Path:
    index = tmp_path / "model_index.json"
    index.write_text('{"_class_name": "ShapEPipeline"}', encoding="utf-8")
    return tmp_path


def describe(folder: Path, **said) -> None:
    (folder / "maquette.json").write_text(json.dumps(said), encoding="utf-8")


def test_the_bundled_model_comes_first_and_the_official_one_is_known():
    models = catalog.models()
    assert models[0].id == "maquette-mini"
    assert models[0].source == ROOT / "backend" / "models" / "maquette-mini"
    official = catalog.find("openai/shap-e")
    assert (official.source, official.steps, official.guidance) == ("openai/shap-e", 64, 15.0)
    assert official.sampler == "exact" and official.recommended_steps() == 64
    assert official.vocabulary.read("a zorglub").prompt == "a zorglub"


def test_a_folder_without_description_has_the_official_defaults(folder):
    model = catalog.find(str(folder))
    assert (model.family, model.steps, model.guidance) == ("shap_e", 64, 15.0)
    assert model.label == folder.name
    assert model.source == folder


def test_a_folder_says_what_it_takes(folder):
    assert catalog.find(str(folder)).inputs == ("text",)
    index = folder / "model_index.json"
    index.write_text('{"_class_name": "ShapEImg2ImgPipeline"}', encoding="utf-8")
    model = catalog.find(str(folder))
    assert (model.inputs, model.guidance) == (("image",), 3.0)
    index.write_text('{"_class_name": "StableDiffusionPipeline"}', encoding="utf-8")
    with pytest.raises(MaquetteError, match="is a StableDiffusionPipeline") as caught:
        catalog.find(str(folder))
    assert caught.value.code == "model"


def test_the_box_has_a_model_for_prompts_and_one_for_pictures():
    assert catalog.default("text").id == "maquette-mini"
    assert catalog.default("image").id == "maquette-mini-img2img"


def test_the_official_ones_share_the_renderer_and_leave_the_legacy_one():
    text, image = map(catalog.find, ("openai/shap-e", "openai/shap-e-img2img"))
    assert image.shared == {"shap_e_renderer": text.id}
    assert not any(file.startswith("shap_e_renderer/") for file in image.files)
    assert any(file.startswith("shap_e_renderer/") for file in text.files)
    assert not any(file.startswith("renderer/") for file in text.files + image.files)
    for model in (text, image):
        assert model.licence == "MIT" and model.size > 10**9 and "research" in model.advice
        assert model.memory["fp32"] == pytest.approx(2 * model.memory["fp16"], rel=0.01)


def test_point_e_is_on_no_hub():
    names = ("", "-img2img", "-img2img-300m", "-img2img-1b")
    text, *images = models = [catalog.find(f"openai/point-e{name}") for name in names]
    for model in models:
        assert model.source == model.id and model.files == tuple(model.addresses)
        assert all(a.startswith("https://openaipublic.") for a in model.addresses.values())
        assert all(a.endswith(Path(file).name) for file, a in model.addresses.items())
        assert model.licence == "MIT" and "research" in model.advice and model.family == "point_e"
        assert (model.guidance, model.steps, model.sampler) == (3.0, 64, "exact")
        assert model.memory["fp32"] == pytest.approx(2 * model.memory["fp16"], rel=0.01)
    assert {*text.shared.values()} == {"openai/shap-e"}
    for image in images:
        assert image.inputs == ("image",) and image.shared == {
            **dict.fromkeys(("upsampler", "sdf"), text.id),
            **dict.fromkeys(("image_encoder", "image_processor"), "openai/shap-e-img2img"),
        }
    sizes = [model.size for model in (text, *images)]
    assert sorted(sizes) == [sizes[1], sizes[0], sizes[2], sizes[3]] and sizes[3] < 5 * 10**9


def test_a_folder_describes_itself(folder):
    describe(folder, label="Mini", steps=20, guidance=3, words=["Red"], kinds=["Coffee table"])
    assert catalog.find(str(folder)).sampler == "exact"
    describe(folder, label="Mini", sampler="fast", fast_steps=9)
    assert catalog.find(str(folder)).recommended_steps() == 9
    assert catalog.find(str(folder)).recommended_steps("exact") == 64
    describe(folder, label="Mini", steps=20, guidance=3, words=["Red"], kinds=["Coffee table"])
    model = catalog.find(str(folder))
    assert (model.label, model.steps, model.guidance) == ("Mini", 20, 3.0)
    assert model.kinds == ("Coffee table",)
    assert model.vocabulary.words == {"red", "coffee", "table"}


def test_it_says_what_it_was_taught(folder):
    described = {
        "names": {"chair": ["seat"]},
        "parts": {"chair": ["legs"]},
        "forms": {"chair": ["slatted"]},
        "colours": {"red": ["ruby"]},
        "opposites": [[["low"], ["high"]]],
    }
    describe(folder, words=["a", "seat"], kinds=["chair"], **described)
    vocabulary = catalog.find(str(folder)).vocabulary
    assert vocabulary.nouns.find(("seats",)) == ("seats", "chair", "name")
    looks = vocabulary.looks
    assert looks.parts == {"chair": ("legs",)} and looks.forms == {"chair": ("slatted",)}
    assert looks.colour_words == {"red", "ruby"} and looks.opposites == (({"low"}, {"high"}),)


@pytest.mark.parametrize(
    "table", ["", "[]", '{"synonym": []}', '{"hyponym": {"chair": 1}}', '{"english": 1}']
)
def test_a_damaged_table_of_nouns_is_told(folder, table):
    describe(folder, words=["a"], kinds=["chair"])
    (folder / "nouns.json").write_text(table, encoding="utf-8")
    with pytest.raises(MaquetteError) as caught:
        catalog.find(str(folder))
    assert caught.value.code == "model"


@pytest.mark.parametrize("name", ["", "dragon", "/nowhere/at/all", "x" * 10_000, "a\0b"])
def test_an_unknown_name_is_answered_with_the_known_ones(name):
    with pytest.raises(MaquetteError) as caught:
        catalog.find(name)
    assert caught.value.code == "model"
    assert "maquette-mini" in caught.value.remedy


def test_a_folder_that_is_no_model(tmp_path):
    with pytest.raises(MaquetteError, match=r"model_index\.json") as caught:
        catalog.find(str(tmp_path))
    assert caught.value.code == "model"


@pytest.mark.parametrize(
    "text",
    [
        *("{", "[]", '{"steps": "many"}', '{"sampler": "slow"}', '{"words": "red"}', "\xff"),
        *('{"guidance": NaN}', '{"guidance": 1e999}', '{"guidance": "3"}', '{"guidance": -1}'),
        *('{"steps": 0}', '{"steps": 3.5}', '{"steps": true}', '{"fast_steps": 100000}'),
        *('{"label": 3}', '{"label": ""}', '{"label": "a", "label": "b"}', '{"label": "a\\nb"}'),
        *('{"words": [""]}', '{"kinds": [" "]}', '{"names": {"chair": [""]}}', '{"names": []}'),
        *('{"digits": {"": "one"}}', '{"colours": {"red": 3}}', '{"opposites": [[["a"]]]}'),
        *('{"opposites": [["low", "high"]]}', "[" * 100_000, '{"words": ["' + "x" * 999 + '"]}'),
        '{"made": "' + "x" * (1 << 20) + '"}',
    ],
)
def test_a_damaged_description(folder, text):
    (folder / "maquette.json").write_text(text, encoding="latin-1")
    with pytest.raises(MaquetteError, match=r"maquette\.json cannot be read") as caught:
        catalog.find(str(folder))
    assert caught.value.code == "model"


@pytest.mark.parametrize("name", ["model_index.json", "maquette.json", "nouns.json"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "list", "deep", "number"])
def test_a_description_that_is_no_file_or_none_of_ours(folder, name, kind):
    describe(folder, words=["a"])
    path = folder / name
    path.unlink(missing_ok=True)
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":  # to open one would wait for ever
            os.mkfifo(path)
        case "link":
            path.symlink_to(path)
        case "list" | "deep" | "number":
            path.write_text({"list": "[]", "deep": "[" * 100_000, "number": "3"}[kind])
    with pytest.raises(MaquetteError) as caught:
        catalog.find(str(folder))
    assert caught.value.code == "model" and folder.name in caught.value.message


def test_a_description_with_the_mark_that_editors_on_windows_write(folder):
    (folder / "maquette.json").write_text('{"label": "Mini"}', encoding="utf-8-sig")
    assert catalog.find(str(folder)).label == "Mini"


def test_a_description_is_read_again_once_it_changes(folder):
    describe(folder, label="Mini")
    assert catalog.find(str(folder)).label == "Mini"
    describe(folder, label="Larger")
    assert catalog.find(str(folder)).label == "Larger"


def test_it_imports_neither_torch_nor_numpy():
    code = (
        "import sys, backend.shared.models.catalog as c; c.models();"
        "sys.exit(bool({'torch', 'numpy', 'bpy'} & sys.modules.keys()))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
