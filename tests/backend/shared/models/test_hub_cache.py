"""Where models lie: the hub's cache as others fill it, and folders as users choose them."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from huggingface_hub import constants

from backend.shared.errors import MaquetteError
from backend.shared.models import catalog, family, hub_cache

ROOT = Path(__file__).parents[4]
TEXT, IMAGE = map(catalog.find, ("openai/shap-e", "openai/shap-e-img2img"))
VARIABLES = ("HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME")
LINES = {  # component -> what is said when its folder is empty
    "prior": "prior/config.json, weights in prior",
    "scheduler": "scheduler/scheduler_config.json",
    "shap_e_renderer": "shap_e_renderer/config.json, weights in shap_e_renderer",
    "text_encoder": "text_encoder/config.json, weights in text_encoder",
    "tokenizer": "tokenizer/tokenizer_config.json, tokenizer/vocab.json, tokenizer/merges.txt",
}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def place(model, files, commit="a" * 40, remembered=True) -> Path:
    """Lay files into the cache, by hand."""
    folder = hub_cache.repository(model)
    for file in files:
        path = folder / "snapshots" / commit / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file)
    if remembered:
        (folder / "refs").mkdir(exist_ok=True)
        (folder / "refs" / model.revision).write_text(commit)
    return folder / "snapshots" / commit


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"XDG_CACHE_HOME": "/x/cache"},
        {"HF_HOME": "~/models"},
        {"HF_HOME": "/h", "XDG_CACHE_HOME": "/x"},
        {"HUGGINGFACE_HUB_CACHE": "/old", "HF_HOME": "/h"},
        {"HF_HUB_CACHE": "$HOME/new ü", "HUGGINGFACE_HUB_CACHE": "/old"},
    ],
)
def test_the_cache_is_the_hubs_own(monkeypatch, environ):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    theirs = importlib.reload(constants).HF_HUB_CACHE
    monkeypatch.undo()
    importlib.reload(constants)
    assert str(hub_cache.cache({**environ})) == theirs


def test_a_chosen_cache_wins_meanwhile():
    usual = hub_cache.cache()
    with hub_cache.at("/elsewhere"):
        assert hub_cache.cache() == Path("/elsewhere")
    assert hub_cache.cache() == usual


def test_from_absent_to_ready():
    assert hub_cache.state(TEXT) == "absent"
    place(TEXT, TEXT.files[:-1])
    assert hub_cache.state(TEXT) == "partial" and not hub_cache.is_ready(TEXT)
    place(TEXT, TEXT.files)
    assert hub_cache.state(TEXT) == "ready" and hub_cache.is_ready(TEXT)
    assert hub_cache.size_on_disk(TEXT) == sum(map(len, TEXT.files))


def test_a_download_that_only_began_is_partial():
    blobs = hub_cache.repository(TEXT) / "blobs"
    blobs.mkdir(parents=True)
    (blobs / "abc.incomplete").write_text("half")
    assert (hub_cache.state(TEXT), hub_cache.size_on_disk(TEXT)) == ("partial", 4)


def test_what_is_shared_is_needed_and_is_not_the_others_own():
    renderer = [file for file in TEXT.files if file.startswith("shap_e_renderer/")]
    place(IMAGE, IMAGE.files)
    assert hub_cache.state(IMAGE) == "partial"
    place(TEXT, renderer)
    assert (hub_cache.state(IMAGE), hub_cache.state(TEXT)) == ("ready", "absent")
    folders = hub_cache.locate(IMAGE)
    assert folders["shap_e_renderer"] == hub_cache.snapshot(TEXT) / "shap_e_renderer"
    assert folders["prior"] == hub_cache.snapshot(IMAGE) / "prior"
    assert set(folders) == {*family.pipelines()["ShapEImg2ImgPipeline"][1].components}


def test_the_remembered_commit_is_read_unless_another_is_whole():
    place(TEXT, TEXT.files, "b" * 40, remembered=False)
    assert hub_cache.state(TEXT) == "ready", "without a reference too"
    newer = place(TEXT, TEXT.files[:1], "c" * 40)
    assert hub_cache.snapshot(TEXT).name == "b" * 40
    place(TEXT, TEXT.files, "c" * 40)
    assert hub_cache.snapshot(TEXT) == newer


def test_a_model_that_is_not_there():
    with pytest.raises(MaquetteError, match="Press Download in Models") as caught:
        hub_cache.locate(TEXT)
    assert caught.value.code == "model"
    assert caught.value.at_terminal.endswith("models download openai/shap-e")


def test_the_bundled_model():
    model = catalog.find("maquette-mini")
    assert hub_cache.state(model) == "ready" and hub_cache.is_ready(model)
    assert hub_cache.size_on_disk(model) > 10**6
    assert hub_cache.locate(model)["prior"] == model.source / "prior"


def test_folders_that_diffusers_wrote(tiny_model, tiny_image_model):
    for folder in (tiny_model, tiny_image_model):
        hub_cache.check_layout(folder)


def test_the_mixed_layout_of_the_hub(tiny_copy):
    """Halves, a pickle, and an older renderer/ that the index names and that is not there."""
    for folder, old, new in (
        (
            "prior",
            "diffusion_pytorch_model.safetensors",
            "diffusion_pytorch_model.fp16.safetensors",
        ),
        ("shap_e_renderer", "diffusion_pytorch_model.safetensors", "diffusion_pytorch_model.bin"),
    ):
        (tiny_copy / folder / old).rename(tiny_copy / folder / new)
    index = tiny_copy / "model_index.json"
    said = json.loads(index.read_text()) | {"renderer": ["shap_e", "ShapERenderer"]}
    index.write_text(json.dumps(said))
    hub_cache.check_layout(tiny_copy)


@pytest.mark.parametrize("component", LINES)
def test_what_is_missing_is_named(tiny_copy, component):
    shutil.rmtree(tiny_copy / component)
    with pytest.raises(MaquetteError) as caught:
        hub_cache.check_layout(tiny_copy)
    assert caught.value.message == f"{tiny_copy} lacks {LINES[component]}."
    (tiny_copy / component).mkdir()
    with pytest.raises(MaquetteError, match=LINES[component]):
        hub_cache.check_layout(tiny_copy)


def test_no_model_folder_and_another_family(tmp_path):
    with pytest.raises(MaquetteError, match=r"not a model folder: it has no model_index\.json"):
        hub_cache.check_layout(tmp_path)
    index = tmp_path / "model_index.json"
    index.write_text('{"_class_name": "StableDiffusionPipeline"}')
    with pytest.raises(
        MaquetteError, match="is a StableDiffusionPipeline; Maquette supports OmagesP"
    ):
        hub_cache.check_layout(tmp_path)
    with pytest.raises(MaquetteError, match="no model"):
        hub_cache.check_layout(tmp_path / "gone")


def test_the_standard_library_suffices():
    code = (
        "import sys, backend.shared.models.hub_cache as s, backend.shared.models.catalog as c;"
        "[s.state(m) for m in c.models()];"
        "sys.exit(bool({'torch', 'numpy', 'huggingface_hub'} & sys.modules.keys()))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, env={**os.environ})
