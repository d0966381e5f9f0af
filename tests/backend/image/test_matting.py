"""The object is found before backgrounds that shade off, are noisy, or carry a shadow."""

from __future__ import annotations

import io
import json
import sys

import numpy as np
import pytest
from PIL import Image, ImageDraw

from backend.image import matting
from backend.shared.errors import MaquetteError

SIDE = 256


def chair() -> np.ndarray:
    """Thin legs and a back with holes, drawn at four times the size."""
    mask = Image.new("L", (4 * SIDE, 4 * SIDE))
    draw = ImageDraw.Draw(mask)
    for bar in (
        (0.30, 0.15, 0.36, 0.85),
        (0.64, 0.15, 0.70, 0.85),
        (0.30, 0.50, 0.70, 0.58),
        (0.30, 0.15, 0.70, 0.20),
        (0.30, 0.30, 0.70, 0.34),
        (0.42, 0.58, 0.46, 0.80),
    ):
        draw.rectangle([edge * 4 * SIDE for edge in bar], fill=255)
    return np.asarray(mask.resize((SIDE, SIDE), Image.Resampling.LANCZOS)) / 255


def ring() -> np.ndarray:
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    radius = np.hypot(x, y)
    return ((radius < 0.66) & (radius > 0.4)).astype(float)


def ball() -> np.ndarray:
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    return (np.hypot(x, y) < 0.66).astype(float)


def photo(mask, colour, background, noise=0.0, slope=0.0, vignette=0.0, shadow=0.0) -> np.ndarray:
    """A lit object before a background, as a JPEG."""
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j]
    light = (1 + slope * (0.6 * x + 0.4 * y)) * (1 - vignette * (x * x + y * y) / 2)
    floor = np.nonzero(mask > 0.5)[0].max() / SIDE * 2 - 1
    light = light * (1 - shadow * np.exp(-((x / 0.5) ** 2) - ((y - floor) / 0.06) ** 2))
    behind = light[..., None] * np.array(background) / 255
    front = (0.75 - 0.175 * (x + y))[..., None] * np.array(colour) / 255
    made = behind + (front - behind) * mask[..., None]
    made += np.random.default_rng(0).normal(0, noise, made.shape)
    jpeg = io.BytesIO()
    Image.fromarray((made.clip(0, 1) * 255).astype(np.uint8)).save(jpeg, "JPEG", quality=85)
    return np.asarray(Image.open(jpeg))


@pytest.mark.parametrize(
    ("mask", "colour", "background", "how", "least"),
    [
        (chair(), (180, 60, 40), (255, 255, 255), {}, 0.95),
        (ball(), (220, 200, 60), (60, 90, 160), {}, 0.98),
        (ring(), (60, 140, 70), (200, 200, 200), {}, 0.98),
        (chair(), (120, 80, 50), (210, 205, 200), {"slope": 0.15}, 0.95),
        (ball(), (180, 60, 40), (220, 220, 220), {"vignette": 0.35}, 0.98),
        (chair(), (180, 60, 40), (190, 200, 210), {"noise": 0.03}, 0.9),
        (ball(), (60, 60, 180), (240, 240, 240), {"shadow": 0.3}, 0.95),
        (chair(), (250, 250, 250), (105, 105, 105), {"noise": 0.01}, 0.9),
        (chair(), (150, 150, 160), (20, 20, 25), {"noise": 0.01}, 0.9),
    ],
)
def test_intersection_over_union(mask, colour, background, how, least):
    found = matting.alpha(photo(mask, colour, background, **how)) > 127
    assert (found & (mask > 0.5)).sum() / (found | (mask > 0.5)).sum() >= least


def test_edges_are_soft():
    found = matting.alpha(photo(ball(), (180, 60, 40), (255, 255, 255)))
    soft = (found > 20) & (found < 235)
    assert 50 < soft.sum() < 3000
    assert (found[:8] == 0).all() and (found[120:136, 120:136] == 255).all()


def test_a_picture_of_one_colour_has_no_object():
    assert not matting.alpha(np.full((40, 60, 3), 200, np.uint8)).any()


def refused(remover: str, says: str) -> None:
    with pytest.raises(MaquetteError, match=says) as caught:
        matting.alpha(np.zeros((8, 8, 3), np.uint8), remover)
    assert caught.value.remedy


def test_removers_that_are_not_there(tmp_path, tiny_model, monkeypatch):
    monkeypatch.setitem(sys.modules, "rembg", None)
    refused("rembg", "rembg is not installed")
    refused(str(tmp_path), "no background remover")
    refused(str(tiny_model / "prior"), "not an image-segmentation model")


def test_a_segmentation_model_of_the_users_choice(tmp_path):
    import torch
    from transformers import (
        SegformerConfig,
        SegformerForSemanticSegmentation,
        SegformerImageProcessor,
    )

    torch.manual_seed(2)
    config = SegformerConfig(
        depths=[1, 1, 1, 1],
        hidden_sizes=[8, 8, 8, 8],
        num_attention_heads=[1, 1, 1, 1],
        decoder_hidden_size=8,
        id2label={0: "Background", 1: "chair", 2: "table"},
        label2id={"Background": 0, "chair": 1, "table": 2},
    )
    network = SegformerForSemanticSegmentation(config).eval()
    network.save_pretrained(tmp_path)
    SegformerImageProcessor(size={"height": 64, "width": 64}).save_pretrained(tmp_path)
    colour = np.random.default_rng(1).integers(0, 255, (64, 48, 3), np.uint8)
    found = matting.alpha(colour, str(tmp_path))
    assert found.shape == (64, 48) and found.dtype == np.uint8
    assert 0 < (found == 255).sum() < found.size, "something is the object, something is not"


def test_code_in_a_removers_folder_is_not_run(tmp_path):
    code = {"AutoConfig": "evil.Evil", "AutoModelForImageSegmentation": "evil.Evil"}
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "evil", "auto_map": code}))
    (tmp_path / "evil.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    refused(str(tmp_path), "not an image-segmentation model")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("config", ["[]", "", "{}", '{"a":' * 50_000, '{"model_type": 5}'])
def test_configurations_that_are_none(tmp_path, config):
    (tmp_path / "config.json").write_text(config)
    refused(str(tmp_path), "not an image-segmentation model")
