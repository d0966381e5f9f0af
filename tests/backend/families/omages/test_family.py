"""From a request to files of meshes and points, with weights by a formula."""

from __future__ import annotations

import dataclasses
import importlib
import io
import itertools
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image

from backend import families
from backend.asset import omage
from backend.asset.mesh import linear_to_srgb
from backend.asset.point_cloud import PointCloud
from backend.compute.progress import Tracker
from backend.families import Sampling
from backend.families.omages import sampling
from backend.pipeline.generator import Generator
from backend.shared import record
from backend.shared.artifact import Artifact
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest, InitLatents
from tests.backend.families import formula
from tests.backend.families.omages import tiny

SHAPE = (tiny.SIDE, tiny.SIDE, 12)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    return tiny.make(tmp_path_factory.mktemp("models") / "omages", formula)


@pytest.fixture(scope="module")
def generator() -> Generator:
    return Generator()


@pytest.fixture
def request_(model, tmp_path) -> GenerationRequest:
    return GenerationRequest(
        "a chair", model=str(model), folder=str(tmp_path), device="cpu", latents=True
    )


def loaded(folder: Path):
    return families.load(catalog.find(str(folder)), torch.device("cpu"), torch.float32, Tracker())


@pytest.fixture(scope="module")
def ready(model):
    return loaded(model)


def made(generator, asked, **changes) -> np.ndarray:
    """The omage that a request's first sample is."""
    asked = dataclasses.replace(asked, **changes)
    generator.generate(asked, Tracker())
    file = f"{asked.name}-1.npy" if asked.samples > 1 else f"{asked.name}.npy"
    return np.load(Path(asked.folder) / file)["omage"]


def test_a_folder_says_what_it_is(model):
    found = catalog.find(str(model))
    assert (found.family, found.inputs, found.guidance) == ("omages", ("text",), 4.0)
    assert (found.label, found.kinds) == ("Tiny omages", tiny.CLASSES)


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_a_prompt_becomes_a_mesh_with_a_material(generator, request_, tmp_path, sampler):
    told = []
    progress = Tracker(lambda *said: told.append(said[:3]))
    asked = dataclasses.replace(request_, sampler=sampler, format="glb", samples=2)
    result = generator.generate(asked, progress, "j")
    latent = np.load(tmp_path / "mesh-1.npy")["omage"]
    assert latent.shape == SHAPE and latent.dtype == np.float32
    assert latent.min() >= 0 and latent.max() <= 1
    scene = trimesh.load(tmp_path / "mesh-1.glb")
    (mesh,) = scene.geometry.values()
    assert result.samples[0].faces == len(mesh.faces) == len(omage.mesh(latent).faces) > 0
    material = mesh.visual.material
    assert material.baseColorTexture.size == material.metallicRoughnessTexture.size
    steps = 2 + 4 * 2 if sampler == "exact" else 3 + 3
    assert ("sampling", steps, steps) in told
    said = record.read(tmp_path / "mesh-1.glb")
    assert said.request["prompt"] == "a chair" and said.request["output"] == "mesh"


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_what_is_seen_on_the_way(ready, sampler):
    seen = []
    how = Sampling(sampler, 3, 4.0, watch=lambda step, found: seen.append((step, found)))
    both, _ = ready.sample(["a chair"], [7, 8], how, Tracker())
    steps = 3 + 3 * 4 if sampler == "exact" else 3 + 3
    assert [step for step, _ in seen] == list(range(1, steps + 1))
    for shown, sample in zip(seen[-1][1], both, strict=True):
        assert torch.equal(shown, sampling.calm(sample))
    gray = torch.tensor(sampling.PLAIN).expand(tiny.SIDE, tiny.SIDE, 5)
    assert torch.equal(seen[0][1][0][..., 7:], gray)
    assert not torch.equal(seen[3][1][0][..., 7:], gray)


def test_a_sample_is_an_image_of_its_positions_and_colors(ready):
    """Beside each other, upright, black where nothing is."""
    sample = torch.rand(tiny.SIDE, tiny.SIDE, 12)
    sample[..., 3] = 0
    with pytest.raises(MaquetteError, match="empty"):
        ready.image(sample)
    sample[2:5, 1:4, 3] = 1
    with Image.open(io.BytesIO(ready.image(sample))) as png:
        seen = np.asarray(png)
    larger = 256 // (2 * tiny.SIDE)
    assert seen.shape == (256, 256, 3)
    texels = seen[larger // 2 :: larger, larger // 2 :: larger][tiny.SIDE - 1 :: -1]
    colors = linear_to_srgb(sample[..., 7:10].numpy())
    wanted = np.concatenate([sample[..., :3].numpy(), colors], axis=1)
    there = np.tile(sample[..., 3].numpy() > 0, 2)[..., None]
    np.testing.assert_allclose(texels, np.where(there, wanted, 0) * 255, atol=0.51)


def test_what_is_no_surface_yet_is_not_shown():
    """Of two patches one pixel lies astray, and of what is no pixel the place does not matter."""
    made = torch.zeros(6, 6, 12)
    made[1:5, 1:3, 3] = made[1:5, 4:6, 3] = 1
    made[..., 0], made[..., 1] = torch.arange(6) / 10, torch.arange(6)[:, None] / 10
    made[:, 3, :3] = 0.9
    assert torch.equal(sampling.calm(made), made)
    made[2, 2, 2] = 1.0
    shown = sampling.calm(made)
    assert (shown[..., 3] != made[..., 3]).nonzero().tolist() == [[1, 2], [2, 1], [2, 2], [3, 2]]
    assert torch.equal(shown[..., 4:], made[..., 4:])


def test_the_same_as_points(generator, request_, tmp_path):
    asked = dataclasses.replace(request_, output="points", format="ply")
    (sample,) = generator.generate(asked, Tracker()).samples
    cloud = trimesh.load(tmp_path / "mesh.ply")
    assert sample.vertices == len(cloud.vertices) == 4096
    surface = omage.mesh(np.load(tmp_path / "mesh.npy")["omage"])
    assert np.allclose(cloud.vertices, PointCloud.on(surface, 4096).points, atol=1e-5)


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_a_seed_depends_on_nothing_else_in_its_batch(ready, sampler):
    how = Sampling(sampler, 3, 4.0)
    both, _ = ready.sample(["a chair"], [7, 8], how, Tracker())
    alone, _ = ready.sample(["a chair"], [8], how, Tracker())
    low, _ = ready.sample(["a chair"], [7, 8], how, Tracker(), low_memory=True)
    torch.testing.assert_close(both[1:], alone, atol=1e-4, rtol=0)
    torch.testing.assert_close(both, low, atol=1e-4, rtol=0)
    assert (both[0] - both[1]).abs().mean() > 0.01


def test_each_sample_has_its_class(ready):
    how = Sampling("fast", 3, 4.0)
    apart = [ready.sample([prompt], [7], how, Tracker())[0][0] for prompt in ("a chair", "a vase")]
    both, _ = ready.sample(["a chair", "a vase"], [7, 7], how, Tracker())
    torch.testing.assert_close(both, torch.stack(apart), atol=1e-4, rtol=0)
    assert (both[0] - both[1]).abs().max() > 1e-3


def test_guidance_is_for_the_geometry(ready):
    found = [
        ready.sample(["a chair"], [7], Sampling("fast", 3, guidance), Tracker())[0]
        for guidance in (1.0, 4.0)
    ]
    assert (found[0] - found[1])[..., :4].abs().max() > 1e-3


def test_words_are_for_the_material(tmp_path):
    folder = tiny.make(tmp_path / "omages", formula)
    shutil.rmtree(folder / "material")
    words = tiny.material(words=("", "red", "steel"), parts=2)
    tiny.write(folder / "material", words, formula)
    said = json.loads((folder / "maquette.json").read_text())
    said |= {"words": ["a", "with"], "colours": {"red": ["steel"]}, "parts": {"chair": ["legs"]}}
    (folder / "maquette.json").write_text(json.dumps(said))
    ready, how = loaded(folder), Sampling("fast", 3, 4.0)
    prompts = ["a chair", "a red chair", "a steel chair", "a chair with red legs"]
    found = [ready.sample([prompt], [7], how, Tracker())[0][0] for prompt in prompts]
    for one, other in itertools.combinations(found, 2):
        assert torch.equal(one[..., :4], other[..., :4])
        assert (one - other).abs().max() > 1e-4


def test_borders_are_joined_where_the_model_says_so(model, tmp_path):
    folder = shutil.copytree(model, tmp_path / "omages")
    path = folder / "geometry" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"stitch": 0.9}))
    ready = loaded(folder)
    sample = ready.sample(["a chair"], [7], Sampling("fast", 3, 4.0), Tracker())[0][0]
    made = ready.asset(sample, families.AssetOptions(), lambda _: None)
    assert np.array_equal(made.faces, omage.mesh(sample.numpy(), 0.9).faces)
    assert len(made.vertices) < len(omage.mesh(sample.numpy()).vertices)


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_a_new_material_for_a_shape(generator, request_, sampler):
    first = made(generator, request_, name="first", sampler=sampler, seed=3)
    init = InitLatents((Artifact.of(Path(request_.folder) / "first.npy"),), retexture=True)
    again = {
        seed: made(generator, request_, sampler=sampler, seed=seed, init_latents=init)
        for seed in (3, 4)
    }
    for omage_ in again.values():
        assert np.array_equal(omage_[..., :4], first[..., :4])  # bit for bit
    assert np.allclose(again[3], first, atol=1e-4)  # what the seed says of a material
    assert np.abs(again[4] - first)[..., 7:].mean() > 0.01
    vase = made(generator, request_, sampler=sampler, seed=3, init_latents=init, prompt="a vase")
    assert np.abs(vase - first)[..., 7:].max() > 1e-4


def test_a_model_says_how_often_its_material_is_asked(model, generator, request_, tmp_path):
    folder = shutil.copytree(model, tmp_path / "own")
    path = folder / "material" / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"steps": 1, "static": True}))
    made(generator, request_, name="first")
    init = InitLatents((Artifact.of(tmp_path / "first.npy"),), retexture=True)
    few, many = (
        [
            made(generator, request_, sampler="fast", model=str(each), steps=n, init_latents=init)
            for each in (model, folder)
        ]
        for n in (3, 6)
    )
    assert np.abs(few[0] - many[0]).max() > 1e-3
    assert np.array_equal(few[1], many[1])


def test_what_is_retextured_says_so(generator, request_, tmp_path):
    made(generator, request_, name="first")
    init = InitLatents((Artifact.of(tmp_path / "first.npy"),), retexture=True)
    made(generator, request_, init_latents=init, format="glb")
    said = record.read(tmp_path / "mesh.glb")
    assert (said.init_latents, said.retexture, said.strength) == (True, True, 0.0)


@pytest.mark.parametrize("sampler", ["exact", "fast"])
def test_an_object_is_varied_as_much_as_is_asked(generator, request_, sampler):
    first = made(generator, request_, name="first", sampler=sampler, steps=24)
    file = Artifact.of(Path(request_.folder) / "first.npy")
    moved = []
    for strength in (0.0, 0.2, 1.0):
        init = InitLatents((file,), strength)
        varied = made(generator, request_, sampler=sampler, steps=24, seed=9, init_latents=init)
        moved.append(
            [np.abs(varied - first)[..., part].mean() for part in (slice(4), slice(7, 12))]
        )
    still, little, much = map(np.array, moved)
    assert (still == 0).all()
    assert (little > 0).all() and (much > 0).all()
    assert little[1] < much[1]  # of the material; what these geometry networks say hardly differs


def test_what_contradicts_itself():
    init = InitLatents((Artifact("a.npy", "", "a.npy"),), 0.5, retexture=True)
    with pytest.raises(MaquetteError, match="A new material keeps the shape, which Strength"):
        init.validate()


def test_two_omages_have_nothing_in_between(generator, request_, tmp_path):
    init = InitLatents((Artifact.of(tmp_path / "a.npy"), Artifact.of(tmp_path / "b.npy")))
    with pytest.raises(MaquetteError, match="Tiny omages cannot blend objects"):
        generator.generate(dataclasses.replace(request_, init_latents=init), Tracker())


def test_other_families_make_no_new_materials(generator, request_, tiny_model, tmp_path):
    init = InitLatents((Artifact.of(tmp_path / "a.npy"),), retexture=True)
    asked = dataclasses.replace(request_, model=str(tiny_model), init_latents=init)
    with pytest.raises(MaquetteError, match="cannot make new materials for objects"):
        generator.generate(asked, Tracker())


def test_a_latent_of_shap_e_is_no_omage(generator, request_, tmp_path):
    np.save(tmp_path / "latent.npy", np.zeros((32, 16), np.float16))
    init = InitLatents((Artifact.of(tmp_path / "latent.npy"),))
    with pytest.raises(MaquetteError, match=r"32 x 16. does not fit this model .8 x 8 x 12."):
        generator.generate(dataclasses.replace(request_, init_latents=init), Tracker())


def test_cancel_is_heard_before_every_call_of_a_network(ready, monkeypatch):
    """Of one object with guidance: two rows, each a call of its own on a CPU."""
    called = []
    for network in (ready.components.geometry, ready.components.material.unet):
        forward = network.forward
        monkeypatch.setattr(
            network,
            "forward",
            lambda *given, forward=forward: called.append(1) or forward(*given),
        )
    asked = []
    ready.sample(
        ["a chair"], [1], Sampling("exact", 2, 4.0), Tracker(cancelled=lambda: asked.append(1))
    )
    assert len(called) == 2 * 2 + 8
    for wanted in (0, 1, 3, 4, 7):
        called.clear()
        cancelled = Tracker(cancelled=lambda wanted=wanted: len(called) >= wanted)
        with pytest.raises(JobCancelled):
            ready.sample(["a chair"], [1], Sampling("exact", 2, 4.0), cancelled)
        assert len(called) == wanted


def test_what_is_no_class_of_the_model(generator, request_):
    with pytest.raises(MaquetteError, match="Tiny omages knows nothing in 'a dragon'"):
        made(generator, request_, prompt="a dragon")
    with pytest.raises(MaquetteError) as raised:
        made(generator, request_, prompt="a dragon", anyway=True)
    assert raised.value.code == "request"
    assert raised.value.message == "'a dragon' names none of the 3 things that this model makes."
    assert raised.value.remedy.startswith("Name one of them, such as chair, table, vase;")


def test_from_the_command_line(model, tmp_path, capsys):
    cli = importlib.import_module("backend.__main__")
    out = tmp_path / "chair.glb"
    asked = ["generate", "a chair", "--model", str(model), "-o", str(out), "--device", "cpu"]
    assert cli.main([*asked, "--sampler", "fast", "--latents"]) == 0
    assert trimesh.load(out).geometry
    asked[-3] = str(tmp_path / "other.glb")
    start = ["--start", str(tmp_path / "chair.npy"), "--retexture", "--seed", "5", "--json"]
    assert cli.main([*asked, *start, "--latents"]) == 0
    omages = [np.load(tmp_path / f"{name}.npy")["omage"] for name in ("chair", "other")]
    assert np.array_equal(omages[0][..., :4], omages[1][..., :4])
    assert (omages[0] != omages[1]).any()
    capsys.readouterr()


def test_the_published_files_are_read_by_their_names(monkeypatch, tmp_path):
    """In the layout of a download, with smaller networks; class names as their makers have them."""
    for name, each in tiny.published(monkeypatch).items():
        (tmp_path / name).mkdir()
        torch.save(tiny.checkpoint(name, formula), tmp_path / name / each.file)
    (tmp_path / "model_index.json").write_text(json.dumps({"_class_name": "OmagesPipeline"}))
    found = loaded(tmp_path)
    assert len(found.components.classes) == 63 and found.components.mean == "epsilon"
    sample, _ = found.sample(["a stool"], [1], Sampling("fast", 2, 4.0), Tracker())
    assert sample.shape == (1, *SHAPE) and sample.isfinite().all()


@pytest.mark.parametrize(
    ("part", "change", "said"),
    [
        ("geometry", {"width": "wide"}, "does not describe a network of Omages"),
        ("geometry", {"width": 1 << 12}, "shapes do not match config.json"),
        ("geometry", {"patch": 3}, "has a config that does not describe a network"),
        ("geometry", {"classes": ["chair"]}, "shapes do not match config.json"),
        ("geometry", {"mean": "noise"}, "does not describe a network of Omages"),
        ("material", {"attends": [True]}, "has a config that does not describe a network"),
        ("material", {"blocks": 2}, "lacks"),
    ],
)
def test_a_damaged_folder_is_named(model, tmp_path, part, change, said):
    folder = Path(shutil.copytree(model, tmp_path / "copy"))
    path = folder / part / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(MaquetteError, match=said) as raised:
        loaded(folder)
    assert raised.value.code == "model" and raised.value.remedy


def test_parts_of_different_models(model, tmp_path):
    folder = Path(shutil.copytree(model, tmp_path / "copy"))
    shutil.rmtree(folder / "material")
    tiny.write(folder / "material", tiny.material(classes=4), formula)
    with pytest.raises(MaquetteError, match="belong to different models"):
        loaded(folder)


def test_a_folder_without_a_part_is_named(model, tmp_path):
    folder = Path(shutil.copytree(model, tmp_path / "copy"))
    shutil.rmtree(folder / "material")
    with pytest.raises(MaquetteError, match=r"lacks material/config\.json"):
        loaded(folder)
