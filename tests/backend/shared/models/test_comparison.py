"""Which models can be compared, and what each is called beside the others."""

import json
from pathlib import Path

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.models import catalog, comparison


def folder(place: Path, label: str = "Chairs", kind: str = "ShapEPipeline") -> str:
    """What of a model folder is read to name it."""
    place.mkdir(parents=True)
    (place / "model_index.json").write_text(json.dumps({"_class_name": kind}))
    (place / "maquette.json").write_text(json.dumps({"label": label}))
    return str(place)


def test_they_are_found_in_the_order_of_their_names(tmp_path):
    own = folder(tmp_path / "own")
    models = comparison.chosen([own, "", "openai/shap-e"], "text")
    assert [model.id for model in models] == [own, "maquette-mini", "openai/shap-e"]


def test_what_cannot_be_compared(tmp_path):
    own, image = folder(tmp_path / "own"), folder(tmp_path / "i", kind="ShapEImg2ImgPipeline")
    link = tmp_path / "link"
    link.symlink_to(own)
    bundled = str(catalog.find("maquette-mini").source)
    for names, code, said in (
        ([own], "request", "There is only one model to compare. Name two models or more."),
        ([], "request", "There is only one model to compare."),
        ([own, own], "request", "Chairs is named twice. Name each model once."),
        ([own, str(link)], "request", "Chairs is named twice."),
        (["maquette-mini", bundled], "request", "maquette-mini is named twice."),
        ([own, "nothing"], "model", "There is no model 'nothing'."),
        ([own, image], "request", "Chairs takes an image, not a prompt."),
    ):
        with pytest.raises(MaquetteError) as caught:
            comparison.chosen(names, "text")
        assert caught.value.code == code and str(caught.value).startswith(said)


def test_models_of_one_label_are_told_apart(tmp_path):
    def labels(*names: str) -> tuple[str, ...]:
        return comparison.labels([catalog.find(name) for name in names])

    first, second = folder(tmp_path / "a" / "one"), folder(tmp_path / "a" / "two")
    same = folder(tmp_path / "b" / "one")
    assert labels(first, "openai/shap-e") == ("Chairs", "Shap-E (OpenAI)")
    assert labels(first, second) == ("Chairs (one)", "Chairs (two)")
    assert labels(folder(tmp_path / "Chairs"), second) == ("Chairs", "Chairs (two)")
    assert labels(first, same) == (f"Chairs ({first})", f"Chairs ({same})")
