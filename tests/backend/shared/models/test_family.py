"""Families are found by looking, and each says what its models can do and what a folder holds."""

import importlib
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from backend.shared import typed
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.models import family
from backend.shared.models.family import Family
from backend.shared.request import GenerationRequest, InitLatents, Turntable
from backend.shared.setting import settings_of

SHAP_E = family.of("shap_e")
TOY = Path(__file__).parents[3] / "blender/toy_family/family.toml"


def test_every_package_of_families_describes_itself_and_no_other_does():
    found = family.families()
    packages = {path.parent.name for path in family.FOLDER.glob("*/__init__.py")}
    assert set(found) == packages and "shap_e" in found
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


def test_what_a_family_lists_is_what_its_classes_do():
    from backend.families.shap_e import ShapE

    assert ("turntable" in SHAP_E.abilities) == hasattr(ShapE, "render_turntable")
    assert all(hasattr(ShapE, name) for name in ("sample", "arrays", "asset", "asset_steps"))


def test_shap_e_has_every_setting():
    names = [name for name, it in settings_of(GenerationRequest).items() if it.label]
    assert all(SHAP_E.has(name) for name in names)
    everything = GenerationRequest(
        "a", sampler="fast", steps=3, triangles=500, symmetry="x", loose_parts=False, output="mesh"
    )
    SHAP_E.check(everything, "Shap-E")
    assert SHAP_E.fitted(vars(everything)) == vars(everything)


A = Artifact("a.npy")


@pytest.fixture
def toy() -> Family:
    said = typed.fit(tomllib.loads(TOY.read_text()), Family, "")
    return replace(said, abilities=())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sampler": "fast"}, "Sampler does not apply to Boxes"),
        ({"steps": 9}, "Steps does not apply to Boxes"),
        ({"loose_parts": False}, "Loose Parts does not apply to"),
        ({"resolution": 64, "output": "points"}, "Resolution does not apply to"),
        ({"turntable": Turntable("a.gif")}, "Boxes cannot render turntables"),
        ({"init_latents": InitLatents((A,), 0.5)}, "Boxes cannot vary objects"),
        ({"init_latents": InitLatents((A, A))}, "Boxes cannot blend objects"),
        ({"init_latents": InitLatents((Artifact("a.PLY"),))}, "Boxes cannot begin from points"),
    ],
)
def test_what_a_family_cannot_do(toy, changes, said):
    with pytest.raises(MaquetteError, match=said) as caught:
        toy.check(GenerationRequest("a", **changes), "Boxes")
    assert caught.value.code == "request" and caught.value.remedy
    toy.check(GenerationRequest("a", init_latents=InitLatents((A,))), "Boxes")
    kept = {name: value for name, value in changes.items() if name in family.SETTINGS}
    fitted = toy.fitted({"output": "auto", **kept})
    toy.check(GenerationRequest("a", **fitted), "Boxes")


def test_points_have_no_settings_of_a_mesh():
    both = Family("Both", ("points", "mesh"), settings=("resolution", "steps"))
    assert both.has("resolution", "mesh") and both.has("steps") and both.has("seed")
    assert not both.has("resolution") and both.has("output") and both.has("resolution", "both")
    both.check(GenerationRequest("a", resolution=64, output="both"), "Both")
    assert both.fitted({"output": "both", "resolution": 64}) == {"output": "both", "resolution": 64}
    with pytest.raises(MaquetteError, match="Resolution does not apply to points"):
        both.check(GenerationRequest("a", resolution=64), "Both")
    with pytest.raises(MaquetteError, match="Solids makes meshes, not points"):
        Family("Solids").check(GenerationRequest("a", output="points"), "Solids")
    with pytest.raises(MaquetteError, match="Solids makes meshes, not both"):
        Family("Solids").check(GenerationRequest("a", output="both"), "Solids")
    assert Family("Solids").fitted({"output": "both"}) == {"output": "auto"}


@pytest.mark.parametrize("line", ['settings = ["seed"]', "outputs = []", 'abilities = ["flight"]'])
def test_a_description_that_says_what_cannot_be(tmp_path, monkeypatch, line):
    (tmp_path / "cubes").mkdir()
    (tmp_path / "cubes/family.toml").write_text(f'label = "Cubes"\n{line}\n')
    monkeypatch.setattr(family, "FOLDER", tmp_path)
    family.families.cache_clear()
    try:
        with pytest.raises(MaquetteError, match=r"family\.toml cannot be read"):
            family.families()
    finally:
        family.families.cache_clear()
