"""A prompt becomes an image with any text-to-image model that diffusers can read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel
from PIL import Image
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTokenizer

from backend.compute.progress import Tracker
from backend.image import text_to_image
from backend.pipeline.generator import Generator
from backend.shared.errors import JobCancelled, MaquetteError
from backend.shared.request import GenerationRequest

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def drawer(tiny_model, tmp_path_factory):
    """A Stable Diffusion of 32 x 32 pixels, with random weights."""
    torch.manual_seed(4)
    tokenizer = CLIPTokenizer.from_pretrained(tiny_model / "tokenizer")
    pipeline = StableDiffusionPipeline(
        vae=AutoencoderKL(
            block_out_channels=(8, 8),
            down_block_types=("DownEncoderBlock2D",) * 2,
            up_block_types=("UpDecoderBlock2D",) * 2,
            latent_channels=4,
            norm_num_groups=2,
            sample_size=32,
        ),
        text_encoder=CLIPTextModel(
            CLIPTextConfig(
                hidden_size=16,
                intermediate_size=32,
                num_hidden_layers=1,
                num_attention_heads=2,
                vocab_size=len(tokenizer),
            )
        ),
        tokenizer=tokenizer,
        unet=UNet2DConditionModel(
            sample_size=16,
            in_channels=4,
            out_channels=4,
            block_out_channels=(8, 16),
            layers_per_block=1,
            down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
            up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
            cross_attention_dim=16,
            attention_head_dim=4,
            norm_num_groups=2,
        ),
        scheduler=DDIMScheduler(num_train_timesteps=20, clip_sample=False),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    folder = tmp_path_factory.mktemp("drawers") / "tiny drawer"
    pipeline.save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    """No pipeline's default, but enough here."""
    original = StableDiffusionPipeline.__call__
    monkeypatch.setattr(
        StableDiffusionPipeline,
        "__call__",
        lambda self, prompt, **how: original(self, prompt, num_inference_steps=3, **how),
    )


def draw(drawer, prompt="a red chair", seed=1, **how) -> np.ndarray:
    image = text_to_image.draw(str(drawer), prompt, seed, CPU, Tracker(**how))
    assert image.mode == "RGB"
    return np.asarray(image)


def test_the_seed_and_the_prompt_decide(drawer):
    told = []
    first = draw(drawer, report=lambda stage, step, *_: told.append((stage, step)))
    assert first.shape == (32, 32, 3) and first.std() > 0
    assert (first == draw(drawer)).all()
    assert (first != draw(drawer, seed=2)).any()
    assert (first != draw(drawer, "a blue vase")).any()
    assert told == [("loading", 0), *(("drawing", step) for step in range(4))]


def test_the_model_is_told_what_shap_e_needs(drawer, monkeypatch):
    asked = []
    original = StableDiffusionPipeline.__call__
    monkeypatch.setattr(
        StableDiffusionPipeline,
        "__call__",
        lambda self, prompt, **how: asked.append(prompt) or original(self, prompt, **how),
    )
    draw(drawer, " a red chair. ")
    assert asked[0].startswith("a red chair, one whole object")
    assert asked[0].endswith("plain white background")


def test_it_is_cancelled_between_two_steps(drawer):
    told = []
    with pytest.raises(JobCancelled):
        draw(
            drawer,
            report=lambda stage, step, *_: told.append((stage, step)),
            cancelled=lambda: ("drawing", 1) in told,
        )
    assert told[-1] == ("drawing", 1)


def test_what_cannot_draw(tiny_model, tmp_path):
    for source in (tiny_model, tmp_path, tmp_path / "absent", "nobody/nothing"):
        with pytest.raises(MaquetteError) as caught:
            draw(source)
        assert str(caught.value).startswith(f"{source} cannot draw an image: ")
        assert (
            caught.value.code == "model" and caught.value.remedy and "\n" not in str(caught.value)
        )


@pytest.mark.parametrize(
    "source", ["~nobody at all/x", "x" * 5000, "a\nb", "a\udcff", " ", "https://127.0.0.1:9/x"]
)
def test_names_that_nothing_has(source):
    with pytest.raises(MaquetteError, match="neither a folder nor a downloaded model") as caught:
        draw(source)
    said = str(caught.value)
    assert "\n" not in said and said.encode() and "connect" not in said


def test_code_in_a_drawers_folder_is_not_run(drawer, tmp_path):
    folder = Path(shutil.copytree(drawer, tmp_path / "drawer"))
    index = json.loads((folder / "model_index.json").read_text())
    (folder / "model_index.json").write_text(json.dumps({**index, "unet": ["evil", "Evil"]}))
    (folder / "unet" / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    with pytest.raises(MaquetteError, match="cannot draw an image: .* custom code"):
        draw(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("index", ["[]", '{"_class_name": NaN}', '{"a":' * 50_000])
def test_indexes_that_are_none(tmp_path, index):
    (tmp_path / "model_index.json").write_text(index)
    with pytest.raises(MaquetteError, match="cannot draw an image: ") as caught:
        draw(tmp_path)
    assert "\n" not in str(caught.value)


def test_a_prompt_becomes_an_object_by_way_of_a_picture(drawer, tiny_image_model, tmp_path):
    request = GenerationRequest(
        "a red chair",
        text_to_image=str(drawer),
        prepared_image=str(tmp_path / "kept.png"),
        model=str(tiny_image_model),
        folder=str(tmp_path),
        resolution=16,
        device="cpu",
    )
    result = Generator().generate(request, Tracker())
    assert result.image.path == str(tmp_path / "kept.png")
    with Image.open(result.image) as kept:
        assert kept.size[0] == kept.size[1]
    assert result.samples[0].vertices > 0
    assert {"drawing", "preparing", "sampling"} <= set(result.seconds)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kept.png", "mesh.npz"]
