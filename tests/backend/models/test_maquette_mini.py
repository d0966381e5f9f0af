"""The model in the zip, through stock diffusers and through our own code."""

import dataclasses
import functools
import json
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh

from backend.asset.mesh import linear_to_srgb
from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared import record
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest
from training import evaluate, export, palette
from training.captions import Description, say
from training.shapes import TAUGHT

FOLDER = Path(__file__).parents[3] / "backend/models/maquette-mini"


def make(folder: Path, prompt: str, **settings) -> tuple[trimesh.Trimesh, np.ndarray]:
    """A mesh and its vertices' sRGB colours."""
    request = GenerationRequest(prompt, folder=str(folder), **settings)
    result = Generator().generate(request, Tracker())
    with np.load(result.samples[0].mesh) as arrays:
        mesh = trimesh.Trimesh(arrays["vertices"], arrays["faces"], process=False)
        return mesh, linear_to_srgb(arrays["colours"])


def test_stock_diffusers_loads_the_folder_and_makes_a_mesh_of_it():
    from diffusers import ShapEPipeline

    pipeline = ShapEPipeline.from_pretrained(FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    model = catalog.find(str(FOLDER))
    latents = pipeline(
        "a red chair",
        generator=torch.Generator().manual_seed(1),
        num_inference_steps=model.steps,
        guidance_scale=model.guidance,
        output_type="latent",
    ).images
    # At 128^3 the stock decoder takes most of a minute; at 32^3 it is the same code.
    made = pipeline.shap_e_renderer.decode_to_mesh(latents, "cpu", grid_size=32)
    mesh = trimesh.Trimesh(made.verts.numpy(), made.faces.numpy(), process=False)
    assert mesh.is_watertight
    assert mesh.volume > 0.05
    red = np.median(made.vertex_channels["R"].numpy())
    assert red > 2 * np.median(made.vertex_channels["B"].numpy())


def test_it_is_small_enough_and_holds_no_pickle():
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 20e6
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".txt"}


def test_it_says_what_it_knows():
    model = catalog.find("maquette-mini")
    assert model.kinds == TAUGHT
    assert len(model.kinds) >= 30
    assert model.vocabulary.read("a tall red chair with black legs").sentences == ()
    assert "Unknown: dragon." in model.vocabulary.read("a red dragon").sentences
    assert set(model.vocabulary.looks.colours) == set(palette.NAMES)
    card = json.loads((FOLDER / "maquette.json").read_text())
    assert set(palette.NAMES) <= set(card["words"])


@pytest.fixture(scope="module")
def judged(bank) -> tuple[list[dict], list[dict]]:
    """One caption of every other kind, judged as what it says and as what its neighbour says."""
    subject = evaluate.Subject(FOLDER)
    subject.mesh = functools.cache(subject.mesh)
    said = [Description(kind, main=kind % 12) for kind in range(0, len(TAUGHT), 2)]
    random = np.random.default_rng(11)
    texts, seeds = [say(d, random) for d in said], list(range(len(said)))
    latents, _ = subject.loaded.sample(texts, seeds, subject.how, Tracker())
    right = [evaluate.judge(subject, bank, d, z) for d, z in zip(said, latents, strict=True)]
    others = said[1:] + said[:1]
    wrong = [evaluate.judge(subject, bank, d, z) for d, z in zip(others, latents, strict=True)]
    return right, wrong


def test_captions_get_their_kind_and_their_colour(judged):
    right, wrong = judged
    assert np.mean([row["kind"] for row in right]) >= 0.9
    assert np.mean([row["main"] for row in right]) >= 0.85
    assert np.mean([row["kind"] for row in wrong]) <= 0.1
    assert np.mean([row["main"] for row in wrong]) <= 0.2


def test_another_seed_is_another_shape():
    subject, points = evaluate.Subject(FOLDER, "fast"), torch.from_numpy(evaluate.grid(24))
    one, same, other = (
        subject.function(subject.latent("a chair", seed)).signed_distance(points) > 0
        for seed in (1, 1, 2)
    )
    assert torch.equal(one, same)
    assert float((one & other).sum() / (one | other).sum()) < 0.9


def test_meshes_are_watertight(judged):
    assert all(row["watertight"] for row in judged[0])


@pytest.mark.parametrize("seed", [0, 1])
def test_tall_is_taller_than_short(tmp_path, seed):
    tall, _ = make(tmp_path, "a tall vase", seed=seed, resolution=48)
    short, _ = make(tmp_path, "a short vase", seed=seed, resolution=48)
    assert tall.extents[2] / tall.extents[0] > 1.2 * short.extents[2] / short.extents[0]


@pytest.mark.parametrize(
    "prompt",
    ["dragon", "椅子", "كرسي أحمر", "🪑🔴", "a", "a red chair " * 100, "chair chair sphere cube"],
)
def test_words_it_never_saw_still_give_a_shape(tmp_path, prompt):
    mesh, colours = make(tmp_path, prompt, anyway=True, resolution=48)
    assert mesh.volume > 0.001
    assert np.isfinite(colours).all()


def test_both_heads_agree():
    """NeRF density and colour follow signed distance and STF colour; see training/export.py."""
    from safetensors.torch import load_file

    weights = load_file(FOLDER / "shap_e_renderer/diffusion_pytorch_model.safetensors")
    last = max(int(name.split(".")[2]) for name in weights if name.startswith("mlp.mlp."))
    rows = weights[f"mlp.mlp.{last}.weight"]
    assert torch.equal(rows[6:9], rows[3:6])
    assert torch.equal(rows[9:12], rows[3:6])
    assert torch.allclose(rows[1], export.COARSE_DENSITY * rows[0])
    assert torch.allclose(rows[2], export.DENSITY * rows[0])


def test_files_for_other_programs_are_in_meters_and_say_how_they_were_made(tmp_path):
    asked = GenerationRequest(
        "a tiny chair", folder=str(tmp_path), resolution=32, format="glb", symmetry="y"
    )
    for request in (asked, dataclasses.replace(asked, name="units", real_size=False)):
        Generator().generate(request, Tracker())
    usual = catalog.find("maquette-mini").vocabulary.read("a chair").length
    chair = trimesh.load(tmp_path / "mesh.glb", force="mesh")
    assert chair.extents.max() == pytest.approx(usual / 1.5, rel=1e-4)
    assert chair.is_watertight and np.allclose(chair.bounds[:, 2].sum(), 0, atol=1e-6)
    assert 1 < trimesh.load(tmp_path / "units.glb", force="mesh").extents.max() < 2
    said = record.read(tmp_path / "mesh.glb")
    assert said.request["prompt"] == "a tiny chair" and said.request["steps"] == 12
    again = GenerationRequest(**said.request, folder=str(tmp_path), name="again", format="glb")
    Generator().generate(again, Tracker())
    assert (tmp_path / "again.glb").read_bytes() == (tmp_path / "mesh.glb").read_bytes()
