"""The model in the zip that knows all kinds, and which prompts are for it."""

from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh

from backend.compute.progress import Tracker
from backend.pipeline.generator import Generator
from backend.shared.models import catalog
from backend.shared.request import GenerationRequest
from training import evaluate
from training.captions import KIND_NAMES, Description, say

FOLDER = Path(__file__).parents[3] / "backend/models/maquette-mini-wide"
KINDS = range(0, len(KIND_NAMES), 43)  # one of many


@pytest.fixture(scope="module")
def subject() -> evaluate.Subject:
    return evaluate.Subject(FOLDER, "fast")


def test_stock_diffusers_loads_its_halves_and_makes_a_mesh():
    from diffusers import ShapEPipeline

    pipeline = ShapEPipeline.from_pretrained(FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    assert next(pipeline.prior.parameters()).dtype == torch.float32
    latents = pipeline(
        "a green boot",
        generator=torch.Generator().manual_seed(1),
        num_inference_steps=12,
        guidance_scale=2.0,
        output_type="latent",
    ).images
    made = pipeline.shap_e_renderer.decode_to_mesh(latents, "cpu", grid_size=32)
    mesh = trimesh.Trimesh(made.verts.numpy(), made.faces.numpy(), process=False)
    assert mesh.is_watertight and mesh.volume > 0.05
    green = np.median(made.vertex_channels["G"].numpy())
    assert green > 2 * np.median(made.vertex_channels["R"].numpy())


def test_it_is_small_and_holds_no_pickle():
    files = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= 12e6
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".txt"}


def test_it_knows_the_kinds_in_their_order():
    known = catalog.find("maquette-mini-wide").kinds
    assert known == KIND_NAMES[: len(known)] and len(known) >= 600


def test_captions_get_the_latent_of_their_kind(subject):
    """Of sixteen kinds, the nearest true shapes are the right kind's for most, and for none when
    each is judged as its neighbor."""
    said = [Description(kind, main=kind % 12) for kind in KINDS]
    random = np.random.default_rng(11)
    texts = [say(each, random) for each in said]
    latents, _ = subject.loaded.sample(texts, list(range(len(texts))), subject.how, Tracker())
    points = torch.from_numpy(evaluate.grid(evaluate.GRID))
    bank = {kind: evaluate.Bank.make([kind], draws=12) for kind in KINDS}
    right, wrong = [], []
    for number, latent in enumerate(latents):
        inside = (subject.function(latent).signed_distance(points) > 0).numpy()
        near = [float(bank[kind].overlap(inside).max()) for kind in KINDS]
        right.append(int(np.argmax(near)) == number)
        wrong.append(int(np.argmax(near)) == (number + 1) % len(near))
    assert np.mean(right) >= 0.85
    assert np.mean(wrong) <= 0.1


def test_what_is_given_no_color_has_one_that_such_things_have(subject):
    shares = evaluate.natural(subject, 24)
    assert shares["as read"] >= 0.9 > shares["as typed"]


@pytest.mark.parametrize(
    ("prompt", "model"),
    [
        ("a red chair", "maquette-mini"),
        ("a dog", "maquette-mini-wide"),
        ("a corgi", "maquette-mini-wide"),
        ("an office chair", "maquette-mini"),
        ("a cheeseburger", "maquette-mini"),
        ("nothing that anybody knows", "maquette-mini-wide"),
        ("", "maquette-mini"),
    ],
)
def test_the_prompt_chooses_among_those_in_the_box(prompt, model):
    assert catalog.default("text", prompt).id == model
    assert catalog.choose("", "text", prompt).id == model
    assert catalog.choose("maquette-mini", "text", prompt).id == "maquette-mini"
    assert catalog.default("image", prompt).id == "maquette-mini-img2img"


def test_what_made_it_is_told(tmp_path):
    asked = GenerationRequest("a corgi", seed=1, resolution=32, folder=str(tmp_path))
    result = Generator().generate(asked, Tracker())
    assert result.model == "maquette-mini-wide"
    assert "corgi: made as a dog." in result.notes
    chair = GenerationRequest("a chair", seed=1, resolution=32, folder=str(tmp_path))
    assert Generator().generate(chair, Tracker()).model == "maquette-mini"
