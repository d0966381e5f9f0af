"""A folder of CLIP, of which models take one half or the other."""

from __future__ import annotations

import json

import pytest
import torch
from transformers import CLIPConfig, CLIPModel


@pytest.fixture
def clip(tiny_model, tiny_image_model, tmp_path):
    """A folder of CLIP with both halves, and what prepares their inputs."""
    halves = {
        "text_config": json.loads((tiny_model / "text_encoder/config.json").read_text("utf-8")),
        "vision_config": json.loads(
            (tiny_image_model / "image_encoder/config.json").read_text("utf-8")
        ),
        "projection_dim": 32,
    }
    folder = tmp_path / "clip"
    torch.manual_seed(5)
    CLIPModel(CLIPConfig(**halves)).save_pretrained(folder)
    for file in (*(tiny_model / "tokenizer").iterdir(), *_processor(tiny_image_model)):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


def _processor(model):
    return (model / "image_processor").iterdir()
