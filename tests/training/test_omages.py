"""Both networks of omages-mini learn what they are shown, and their folder makes objects."""

from __future__ import annotations

import dataclasses
import functools
import json
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh

from backend.asset import omage as format
from backend.compute.progress import Tracker
from backend.families.omages import classes
from backend.pipeline.generator import Generator
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest
from tests.training.learning import learned
from training import captions, export, export_omages, materials, omage_dataset, omages, palette
from training.captions import KIND_NAMES, Description

pytestmark = pytest.mark.usefixtures("one_core")
SHAPES = 8


@pytest.fixture(scope="module")
def made():
    patch = pytest.MonkeyPatch()
    patch.setattr(materials, "MADE", ("table", "mug"))
    omage_dataset.forms.cache_clear()
    yield omage_dataset.make(SHAPES, 3, processes=1)
    patch.undo()
    omage_dataset.forms.cache_clear()


@pytest.fixture
def few(made, monkeypatch, tmp_path):
    monkeypatch.setattr(omage_dataset, "load_or_make", lambda *_, **__: made)
    monkeypatch.setattr(omages, "STATE", tmp_path)
    monkeypatch.setattr(omages, "BATCH", 4)
    monkeypatch.setattr(omages, "networks", small)
    return made


def small() -> dict:
    names = tuple(form.kind for form in omage_dataset.forms())
    return {
        "geometry": omages.GeometryNetwork(64, 8, 32, 2, 2, names, "x_start", stitch=0.05),
        "material": omages.MaterialNetwork(
            16, (1, 1), 1, (False, False), 1, len(names), 16, materials.WORDS, captions.PARTS
        ),
    }


def test_the_dataset_knows_what_it_is(made, tmp_path):
    again = omage_dataset.load_or_make(tmp_path / "omages", SHAPES, seed=3, processes=1)
    assert np.array_equal(made.positions, again.positions) and len(made) == SHAPES
    forms, random = omage_dataset.forms(), np.random.default_rng(0)
    assert [form.kind for form in forms].count("mug") == 1
    for row in range(SHAPES):
        said, image = made.described(row, random), made.geometry(row)
        form = forms[made.form[row]]
        assert KIND_NAMES[said.kind] == form.kind and said.ends == tuple(made.ends[row])
        shows = form.template.part >= 0
        assert (image[3] == np.where(shows, 1, -1)).all() and (image[:, ~shows] == -1).all()
        assert image[:3, shows].max() <= 1 and np.ptp(image[:3, shows]) > 0.5


def test_colors_and_materials_are_those_that_are_said():
    random = np.random.default_rng(0)
    chair = KIND_NAMES.index("chair")
    said = Description(chair, main=palette.NAMES.index("gray"))
    found = {materials.WORDS[materials.worded(said, random)[0]] for _ in range(60)}
    assert found == {"gray", *palette.ALIASES["gray"]}
    steel = materials.WORDS.index("steel")
    paint = omage_dataset.painted(said, random, (steel, 0, 0))
    part = np.array([[0, 1], [-1, 0]])
    image = omage_dataset.material(paint, part) / 2 + 0.5
    assert image[3].tolist() == [[1, 0], [0, 1]]  # wooden legs
    assert (image[:, 1, 0] == 0).all() and abs(image[4, 0, 1] - 0.6) < 0.15
    assert materials.of("chair", (0, steel, 0)) == ["wood", "metal", "wood"]
    whole = dataclasses.replace(said, accents=(said.main, -1))
    first, second, third = materials.worded(whole, random)
    assert first == second > 0 and third == 0


def test_the_geometry_learns(few):
    torch.manual_seed(0)
    first, last = learned(omages.Shapes(0, torch.device("cpu")), 30)
    assert last < 0.6 * first


def test_colors_are_heard_before_anything_is_learned(tmp_path, monkeypatch):
    monkeypatch.setattr(omages, "STATE", tmp_path)
    torch.manual_seed(0)
    network = omages.start("material")
    with torch.no_grad():
        heard = network.read(torch.tensor([1, 1]), torch.tensor([[5, 0, 0], [9, 0, 0]])).hidden
    assert (heard[0] - heard[1]).abs().mean() > 0.2 * heard.abs().mean()


def test_a_word_begins_as_what_it_means_in_numbers_of_its_part(few):
    meant = dict(zip(materials.WORDS, materials.meant(), strict=True))
    assert not meant[""].any()
    assert np.allclose(meant["red"], [0.21, -0.99, -0.99, 0, 0], atol=0.01)
    assert meant["steel"][:3].tolist() == meant["gray"][:3].tolist()
    assert meant["steel"][3:].tolist() == [1.0, -0.5] and meant["marble"][3] == -1
    network = omages.start("material")
    own = network.word_embedder.weight.detach().reshape(captions.PARTS, -1, 16)
    said = network.unet.text_to_cond(own[1]) - network.unet.text_to_cond.bias
    wanted = omages.STRESS * torch.from_numpy(materials.meant())[1:]
    assert torch.allclose(said[1:, 5:10], wanted, atol=1e-5)
    assert said[1:, :5].abs().mean() < 0.2 < said[1:, 5:10].abs().mean()


@pytest.mark.parametrize("every", [1, 4])
def test_the_material_learns(few, every):
    torch.manual_seed(0)
    first, last = learned(omages.Looks(0, torch.device("cpu"), every), 30)
    assert last < 0.8 * first


def test_the_folder_makes_objects(few, monkeypatch, tmp_path):
    torch.manual_seed(0)
    monkeypatch.setattr(export, "made", dict)
    looks = functools.partial(omages.Looks, every=1)
    for name, task in (("geometry", omages.Shapes), ("material", looks)):
        trained = task(0, torch.device("cpu"))
        if name == "geometry":
            learned(trained, 40)
        torch.save(trained.model[name].state_dict(), tmp_path / f"omages_{name}.pt")
    folder = tmp_path / "omages-mini"
    export_omages.write(folder)
    before = {file: torch.load(file) for file in tmp_path.glob("*.pt")}
    export_omages.restore(folder)
    assert len(before) == 2
    for file, state in before.items():
        restored = torch.load(file)
        assert restored.keys() == state.keys()
        for name, value in state.items():
            torch.testing.assert_close(restored[name], value, rtol=1e-3, atol=1e-4)
    assert "pos_embed" not in json.loads((folder / "maquette.json").read_text())["words"]
    model = catalog.find(str(folder))
    assert model.family == "omages" and model.kinds == ("table", "mug")
    reading = model.vocabulary.read("a wooden table with steel legs")
    assert not reading.left_out
    assert reading.colours == (("", "wooden"), ("legs", "steel"))
    told = classes.told("a wooden table with steel legs", model.vocabulary, materials.WORDS, 3)
    assert [materials.WORDS[word] for word in told] == ["wooden", "steel", ""]
    request = GenerationRequest(
        "a red mug", model=str(folder), folder=str(tmp_path), device="cpu", format="glb",
        sampler="fast", steps=4, latents=True,
    )  # fmt: skip
    (sample,) = Generator().generate(request, Tracker()).samples
    made = np.load(Path(tmp_path) / "mesh.npy")["omage"]
    shown = made[..., format.OCCUPANCY] > 0.5
    wanted = omage_dataset.forms()[-1].template.part >= 0
    assert sample.faces > 100 and (shown == wanted).mean() > 0.8
    (mesh,) = trimesh.load(tmp_path / "mesh.glb").geometry.values()
    assert mesh.visual.material.baseColorTexture.size == (64, 64)
