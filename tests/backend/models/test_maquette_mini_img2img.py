"""The model for images, through stock diffusers and through our own code."""

import functools
import json
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch
import trimesh
from PIL import Image

from backend.__main__ import main
from backend.compute.progress import Tracker
from backend.shared.models import catalog
from training import evaluate_image
from training.evaluate import Subject, judge
from training.shapes import TAUGHT

MODELS = Path(__file__).parents[3] / "backend/models"
FOLDER = MODELS / "maquette-mini-img2img"
KINDS = ("chair", "mug", "car", "house", "pine tree", "donut", "snowman", "barrel")


def photo(kind: str, seed: int = 3) -> tuple:
    """What it shows, and an image of it from the front right, on white."""
    random = np.random.default_rng(seed)
    said, shape, colours = evaluate_image.draw_shape(random, TAUGHT.index(kind))
    return said, shape, evaluate_image.photograph(shape, colours, random)


def on_wall(image: Image.Image) -> Image.Image:
    """The same before a wall that shades off, as a photograph is."""
    pixels = np.asarray(image).astype(np.float32)
    behind = (pixels == 255).all(-1, keepdims=True)
    y, x = np.mgrid[0 : 1 : len(pixels) * 1j, 0 : 1 : len(pixels) * 1j]
    wall = (150 + 50 * x + 20 * y)[..., None] * np.float32([0.8, 1, 0.95])
    return Image.fromarray(np.where(behind, wall, pixels).astype(np.uint8))


def test_stock_diffusers_loads_the_folder_and_makes_a_mesh_of_it():
    from diffusers import ShapEImg2ImgPipeline

    pipeline = ShapEImg2ImgPipeline.from_pretrained(FOLDER)
    pipeline.set_progress_bar_config(disable=True)
    model = catalog.find(str(FOLDER))
    sigma = pipeline.scheduler
    sigma.set_timesteps(model.steps)
    prior = pipeline.prior.config
    width = prior.num_embeddings * prior.embedding_dim
    noise = torch.randn(1, width, generator=torch.Generator().manual_seed(1))
    latents = pipeline(
        evaluate_image.prepared(photo("barrel")[2]),
        latents=noise * sigma.init_noise_sigma,  # which that pipeline leaves out
        num_inference_steps=model.steps,
        guidance_scale=model.guidance,
        output_type="latent",
    ).images
    made = pipeline.shap_e_renderer.decode_to_mesh(latents, "cpu", grid_size=32)
    mesh = trimesh.Trimesh(made.verts.numpy(), made.faces.numpy(), process=False)
    assert mesh.is_watertight and mesh.volume > 0.05


def test_the_first_models_share_one_renderer_and_all_fit_into_the_zip():
    files = [path for path in MODELS.rglob("*") if path.is_file()]
    assert sum(len(zlib.compress(path.read_bytes())) for path in files) <= 48e6  # of the zip's 50
    assert {path.suffix for path in files} <= {".json", ".safetensors", ".toml", ".txt"}
    renderer = "shap_e_renderer/diffusion_pytorch_model.safetensors"
    assert (FOLDER / renderer).read_bytes() == (MODELS / "maquette-mini" / renderer).read_bytes()


def test_it_says_what_it_takes():
    model = catalog.choose("", "image")
    assert model.id == "maquette-mini-img2img" and model.inputs == ("image",)
    assert model.kinds == TAUGHT


@pytest.fixture(scope="module")
def judged(bank) -> tuple[list[dict], list[dict]]:
    """An image of each of `KINDS`, judged as what it shows and as what its neighbour shows."""
    subject = Subject(FOLDER)
    subject.mesh = functools.cache(subject.mesh)
    shown = [photo(kind, seed) for seed, kind in enumerate(KINDS)]
    images = [evaluate_image.prepared(image) for _, _, image in shown]
    latents, _ = subject.loaded.sample(images, [1] * len(images), subject.how, Tracker())

    def rows(shown) -> list[dict]:
        return [
            judge(subject, bank, said, latent)
            | {"overlap": evaluate_image.overlap(shape, subject.function(latent))}
            for (said, shape, _), latent in zip(shown, latents, strict=True)
        ]

    return rows(shown), rows(shown[1:] + shown[:1])


def mean(rows: list[dict], name: str) -> float:
    return float(np.mean([row[name] for row in rows]))


def test_pictures_become_what_they_show(judged):
    right, wrong = judged
    assert mean(right, "kind") >= 0.75 and mean(right, "main") >= 0.75
    assert mean(right, "overlap") >= 0.6 and mean(right, "watertight") == 1
    assert mean(wrong, "kind") <= 0.25 and mean(wrong, "overlap") < mean(right, "overlap") - 0.2


def test_the_command_line_takes_a_photo(tmp_path, capsys):
    """With a background, as a JPEG, to a file that opens elsewhere; and its turntable."""
    file, made = tmp_path / "Foto eines Hauses ü.jpg", tmp_path / "house.glb"
    on_wall(photo("house")[2]).save(file, quality=90)
    arguments = ["--image", str(file), "-o", str(made), "--json", "--resolution", "48"]
    arguments += ["--prepared", str(tmp_path / "prepared.png"), "--device", "cpu"]
    arguments += ["--turntable", str(tmp_path / "turn.gif"), "--frame-size", "32", "--frames", "3"]
    assert main(["generate", *arguments]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["model"] == "maquette-mini-img2img" and told["image"] == str(file)
    assert told["files"] == [
        str(made),
        str(tmp_path / "turn.gif"),
        str(tmp_path / "prepared.png"),
    ]
    mesh = trimesh.load(made, force="mesh")
    assert mesh.is_watertight and mesh.volume > 0.01
    with Image.open(tmp_path / "prepared.png") as prepared:
        assert prepared.width == prepared.height and prepared.getpixel((0, 0)) == (255,) * 3
    with Image.open(tmp_path / "turn.gif") as turn:
        assert turn.n_frames == 3 and turn.size == (32, 32)
        assert len(turn.convert("RGB").getcolors(1024)) > 3, "something is to be seen"


@pytest.mark.parametrize("what", ["noise", "stripes", "a dark square"])
def test_what_it_never_saw_is_still_a_solid(what, tmp_path):
    pixels = np.full((96, 96, 3), 255, np.uint8)
    inside = pixels[20:76, 20:76]
    inside[:] = {
        "noise": np.random.default_rng(0).integers(0, 255, inside.shape),
        "stripes": np.where(np.arange(56) % 14 < 7, 30, 200)[None, :, None],
        "a dark square": 10,
    }[what]
    subject = Subject(FOLDER)
    function = subject.function(
        subject.latent(evaluate_image.prepared(Image.fromarray(pixels)), seed=2)
    )
    points = torch.from_numpy(evaluate_image.grid(32))
    assert 0.001 < (function.signed_distance(points) > 0).float().mean() < 0.9
