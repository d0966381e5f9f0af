"""From a request to files of points and of meshes, with weights by a formula."""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image

from backend import families
from backend.asset import mesh_files
from backend.asset.point_cloud import PointCloud
from backend.compute.progress import Tracker
from backend.families.point_e import checkpoints
from backend.pipeline.generator import Generator
from backend.shared import record
from backend.shared.artifact import Artifact
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog
from backend.shared.record import Record
from backend.shared.request import GenerationRequest, InitLatents, SourceImage
from tests.backend.families import formula
from tests.backend.families.point_e import tiny


@pytest.fixture(scope="module")
def model(tiny_model, tmp_path_factory) -> Path:
    return tiny.make(tmp_path_factory.mktemp("models") / "points", tiny_model, formula)


@pytest.fixture(scope="module")
def image_model(tiny_image_model, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "image points"
    return tiny.make(folder, tiny_image_model, formula, image=True)


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator()


@pytest.fixture
def request_(model, tmp_path) -> GenerationRequest:
    return GenerationRequest("a red chair", model=str(model), folder=str(tmp_path), device="cpu")


def test_a_folder_says_what_it_is(model, image_model):
    found = catalog.find(str(model))
    assert (found.family, found.inputs, found.guidance) == ("point_e", ("text",), 3.0)
    assert (found.label, found.steps, found.sampler) == ("Tiny points", 3, "exact")
    assert catalog.find(str(image_model)).inputs == ("image",)


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_a_prompt_becomes_points(generator, request_, tmp_path, sampler):
    seen, told = [], []
    progress = Tracker(lambda *said: told.append(said[:3]), show=seen.append)
    asked = dataclasses.replace(
        request_, sampler=sampler, latents=True, format="ply", samples=2, preview_interval=1
    )
    result = generator.generate(asked, progress, "j")
    assert [sample.vertices for sample in result.samples] == [64, 64]
    assert [sample.faces for sample in result.samples] == [0, 0]
    cloud = trimesh.load(tmp_path / "mesh-1.ply")
    assert len(cloud.vertices) == 64 and np.abs(cloud.vertices).max() <= 2
    latent = np.load(tmp_path / "mesh-1.npy")["cloud"]
    assert latent.shape == (6, 64) and latent.dtype == np.float16
    assert np.allclose(latent[:3].T * 2, cloud.vertices, atol=2e-3)
    assert np.allclose(latent[3:].T.clip(0, 255), cloud.colors[:, :3], atol=1)
    assert ("sampling", 6, 6) in told  # the steps of both stages
    counts = [preview.step for preview in seen]
    assert counts == [1, 2, 3, 4, 5, 6]
    said = record.read(tmp_path / "mesh-1.ply")
    assert said.request["prompt"] == "a red chair" and said.request["output"] == "points"


def test_seeds_differ_and_a_seed_does_not(generator, request_, tmp_path):
    def made(**changes):
        generator.generate(dataclasses.replace(request_, latents=True, **changes), Tracker())
        return np.load(tmp_path / "mesh.npy")["cloud"]

    first = made(seed=3)
    assert np.array_equal(first, made(seed=3))
    assert np.abs(first - made(seed=4))[:3].mean() > 0.01
    assert np.abs(first - made(seed=3, prompt="a blue vase")).max() > 0


def test_the_same_as_a_mesh(generator, request_, tmp_path):
    asked = dataclasses.replace(request_, output="mesh", format="ply", symmetry="x", resolution=16)
    (sample,) = generator.generate(asked, Tracker()).samples
    mesh = trimesh.load(tmp_path / "mesh.ply")
    assert sample.watertight and mesh.is_watertight and sample.faces == len(mesh.faces) > 0


def test_an_image_becomes_points(generator, request_, image_model, tmp_path):
    photo = tmp_path / "photo.png"
    Image.new("RGB", (20, 30), (200, 30, 30)).save(photo)
    shown = SourceImage(Artifact.of(photo), preparation=())
    asked = dataclasses.replace(request_, prompt="", image=shown, model=str(image_model))
    (sample,) = generator.generate(asked, Tracker()).samples
    assert sample.vertices == 64


def test_shapes_born_of_noise(generator, request_, tmp_path, tiny_model):
    folder = tiny.make(tmp_path / "free", tiny_model, formula)
    for name in ("base", "text_encoder", "tokenizer"):
        shutil.rmtree(folder / name)
    tiny.write(folder / "base", tiny.Network("nothing", 16, 2, 2, points=16), formula)
    tiny.name_it(folder, "PointEUnconditionalPipeline")
    result = generator.generate(dataclasses.replace(request_, model=str(folder)), Tracker())
    assert result.samples[0].vertices == 64
    assert result.notes == ("This model makes what it wants: it does not read prompts.",)


@pytest.mark.parametrize("strength", [0.0, 0.5])
def test_an_object_is_taken_up_again(generator, request_, tmp_path, strength):
    generator.generate(dataclasses.replace(request_, latents=True, name="first"), Tracker())
    init = InitLatents((Artifact.of(tmp_path / "first.npy"),), strength)
    asked = dataclasses.replace(request_, init_latents=init, latents=True, seed=9)
    generator.generate(asked, Tracker())
    latents = [np.load(tmp_path / f"{name}.npy")["cloud"] for name in ("first", "mesh")]
    moved = np.abs(latents[0].astype(float) - latents[1])[:3].mean()
    assert moved == 0 if strength == 0 else moved > 0


def test_two_clouds_have_nothing_in_between(generator, request_, tmp_path):
    init = InitLatents((Artifact.of(tmp_path / "a.npy"), Artifact.of(tmp_path / "b.npy")))
    asked = dataclasses.replace(request_, init_latents=init)
    with pytest.raises(MaquetteError, match="Tiny points cannot blend objects"):
        generator.generate(asked, Tracker())


@pytest.mark.parametrize(("given", "kept"), [(5, 0), (16, 16), (40, 16), (64, 64), (900, 64)])
def test_points_of_anything_become_a_mesh(generator, request_, tmp_path, given, kept):
    """Where there are enough for both stages the cloud is theirs; else the second draws the rest
    among those of the first."""
    random = np.random.default_rng(0)
    places = random.normal(size=(given, 3)).astype(np.float32)
    places = places / np.linalg.norm(places, axis=1, keepdims=True) * [4, 2, 2] + [7, 0, 0]
    cloud = PointCloud(places.astype(np.float32), random.random((given, 3)).astype(np.float32))
    scan = tmp_path / "scan.ply"
    scan.write_bytes(mesh_files.encoded(cloud, ".ply", Record()))
    asked = dataclasses.replace(
        request_,
        prompt="",
        output="mesh",
        latents=True,
        init_latents=InitLatents((Artifact.of(scan),)),
    )
    (sample,) = generator.generate(asked, Tracker()).samples
    assert sample.faces > 0
    latent = np.load(tmp_path / "mesh.npy")["cloud"].astype(float)
    assert latent.shape == (6, 64)
    middle, longest = (places.max(0) + places.min(0)) / 2, np.ptp(places, axis=0).max()
    raw = (places - middle) / longest
    apart = np.linalg.norm(latent[:3].T[:, None] - raw[None], axis=2).min(axis=1)
    assert (apart[:16] < 2e-3).all() and (apart < 2e-3).sum() >= kept
    nearest = np.linalg.norm(latent[:3].T[:16, None] - raw[None], axis=2).argmin(axis=1)
    said = np.round(trimesh.load(scan).colors[nearest, :3])
    assert np.allclose(latent[3:, :16].T, said, atol=1)


def test_points_in_one_place_have_no_shape(generator, request_, tmp_path):
    np.savez(tmp_path / "dot.npz", points=np.ones((9, 3)), colors=np.ones((9, 3)))
    init = InitLatents((Artifact.of(tmp_path / "dot.npz"),))
    with pytest.raises(MaquetteError, match="All points lie in one place"):
        generator.generate(dataclasses.replace(request_, init_latents=init), Tracker())


def test_a_latent_of_shap_e_is_no_cloud(generator, request_, tmp_path):
    np.save(tmp_path / "latent.npy", np.zeros((32, 16), np.float16))
    init = InitLatents((Artifact.of(tmp_path / "latent.npy"),))
    with pytest.raises(MaquetteError, match=r"32 x 16. does not fit this model .6 x 64."):
        generator.generate(dataclasses.replace(request_, init_latents=init), Tracker())


def loaded(folder: Path):
    return families.load(catalog.find(str(folder)), torch.device("cpu"), torch.float32, Tracker())


def test_openais_own_files_are_read_by_their_names(monkeypatch, model, tmp_path, tiny_model):
    """In the layout of a download; with other widths than theirs, which are 40 million weights."""
    released = {
        name: dataclasses.replace(each, layers=2, width=16, heads=2)
        for name, each in checkpoints.RELEASED.items()
    }
    monkeypatch.setattr(checkpoints, "RELEASED", released)
    folder = tiny.make(tmp_path / "official", tiny_model, formula)
    for part, name in (("base", "base40M-uncond"), ("upsampler", "upsample"), ("sdf", "sdf")):
        state = formula.weights(released[name].make().state_dict())
        for file in (folder / part).iterdir():
            file.unlink()
        torch.save(state, folder / part / released[name].file)
    found = loaded(folder).components
    assert [stage.points for stage in found.stages] == [1024, 3072]
    assert [stage.guidance for stage in found.stages] == [0, 0]
    assert [stage.mean for stage in found.stages] == ["epsilon", "epsilon"]


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("base", {"width": "wide"}, "does not describe a network of Point-E"),
        ("base", {"width": 1 << 13}, "config"),
        ("base", {"told_shape": [9]}, "config.json"),
        ("base", {"told": "cloud"}, "base"),
        ("upsampler", {"upsamples": False}, "upsampler"),
        ("sdf", {"heads": 0}, "does not describe a network of Point-E"),
    ],
)
def test_a_damaged_folder_is_named(model, tmp_path, tiny_model, part, change, said):
    folder = tiny.make(tmp_path / "copy", tiny_model, formula)
    path = folder / part / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(MaquetteError, match=said) as raised:
        loaded(folder)
    assert raised.value.code == "model" and raised.value.remedy


def test_a_folder_without_an_upsampler_is_named(tmp_path, tiny_model):
    folder = tiny.make(tmp_path / "copy", tiny_model, formula)
    (folder / "upsampler/config.json").unlink()
    with pytest.raises(MaquetteError, match=r"lacks upsampler/config.json"):
        loaded(folder)


def test_clip_of_another_width_is_another_models(tmp_path, tiny_model):
    folder = tiny.make(tmp_path / "copy", tiny_model, formula)
    (folder / "base/config.json").unlink()
    (folder / "base/model.safetensors").unlink()
    (folder / "base").rmdir()
    tiny.write(folder / "base", tiny.Network("vector", 16, 2, 2, (9,), points=16), formula)
    with pytest.raises(MaquetteError, match="belong to different models"):
        loaded(folder)
