"""Families are found by looking, and each says what a folder of its models holds."""

import importlib

import pytest

from backend.shared.errors import MaquetteError
from backend.shared.models import family

NOT_OFFERED = {"point_e"}  # networks without a family.toml, until a model of theirs can be loaded


def test_every_package_of_families_describes_itself_and_no_other_does():
    found = family.families()
    packages = {path.parent.name for path in family.FOLDER.glob("*/__init__.py")}
    assert set(found) == packages - NOT_OFFERED and "shap_e" in found
    for name, said in found.items():
        module = importlib.import_module(f"backend.families.{name}")
        assert callable(module.load) and callable(module.import_all)
        assert said.label and said.pipelines
        assert all(each.components for each in said.pipelines)
    names = [each.name for said in found.values() for each in said.pipelines]
    assert len(names) == len(set(names))


def test_a_new_folder_is_a_new_family(tmp_path, monkeypatch):
    (tmp_path / "cubes").mkdir()
    file = tmp_path / "cubes/family.toml"
    file.write_text(
        'label = "Cubes"\n[[pipelines]]\nname = "CubePipeline"\ninput = "text"\nguidance = 1\n'
        'components = ["cube"]\n[files]\ncube = [["cube.txt", "cube.json"]]\n'
    )
    monkeypatch.setattr(family, "FOLDER", tmp_path)
    family.families.cache_clear()
    try:
        name, pipeline = family.pipelines()["CubePipeline"]
        assert name == "cubes" and pipeline.guidance == 1.0 and pipeline.components == ("cube",)
        assert family.families()["cubes"].files == {"cube": (("cube.txt", "cube.json"),)}
        family.families.cache_clear()
        file.write_text('label = "Cubes"\n[[pipelines]]\nname = "X"\ninput = "sound"\n')
        with pytest.raises(MaquetteError, match=r"family\.toml cannot be read"):
            family.families()
    finally:
        family.families.cache_clear()
