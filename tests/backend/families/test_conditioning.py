"""A prompt or an image as CLIP sees it."""

from __future__ import annotations

import math

import pytest
import torch
from PIL import Image

from backend.compute.progress import Tracker
from backend.families import conditioning
from backend.families.shap_e import components
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog

PICTURE = Image.new("RGB", (30, 20), (200, 30, 30))


def load(folder) -> conditioning.Conditioning:
    model = catalog.find(str(folder))
    return components.load(model, torch.device("cpu"), torch.float32, Tracker()).conditioning


@pytest.fixture(scope="module")
def text(tiny_model):
    return load(tiny_model)


@pytest.fixture(scope="module")
def image(tiny_image_model):
    return load(tiny_image_model)


def test_text_has_the_length_of_its_width(text):
    embedding, notes = text("a red chair")
    assert embedding.shape == (1, 32) and notes == ()
    assert embedding.norm().item() == pytest.approx(math.sqrt(32), rel=1e-5)


def test_a_long_prompt_is_cut_and_the_artist_told(text):
    embedding, notes = text("a red chair " * 100)
    assert embedding.shape == (1, 32)
    assert len(notes) == 1 and "too long" in notes[0] and "a red" in notes[0]


@pytest.mark.parametrize(
    "prompt", ["🪑🔥", "كرسي أحمر", "\u202eriahc", "x" * 2000, "<|endoftext|>", "\x00"]
)
def test_any_prompt_has_an_embedding(text, prompt):
    assert torch.isfinite(text(prompt)[0]).all()


def test_a_picture_is_its_patches_without_the_class_token(image):
    embedding, notes = image(PICTURE)
    assert embedding.shape == (1, 4, 24) and notes == ()
    pixels = image.processor(PICTURE, return_tensors="pt").pixel_values
    whole = image.encoder(pixels).last_hidden_state
    assert torch.equal(embedding, whole[:, 1:])


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_any_mode(image, mode):
    assert image(Image.new(mode, (20, 20)))[0].shape == (1, 4, 24)


def test_the_wrong_kind_is_refused(text, image):
    for told, given in ((text, PICTURE), (image, "a red chair")):
        with pytest.raises(
            MaquetteError, match="takes (a prompt, not an image|an image, not a prompt)"
        ) as caught:
            conditioning.check(told, given)
        assert caught.value.code == "request"
    conditioning.check(text, "a red chair")
    conditioning.check(image, PICTURE)
