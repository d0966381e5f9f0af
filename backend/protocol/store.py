"""Where models lie on this machine."""

from __future__ import annotations

from pathlib import Path

from .catalogue import Model

COMPONENTS = (
    "prior",
    "scheduler",
    "shap_e_renderer",
    "text_encoder",
    "tokenizer",
    "image_encoder",
    "image_processor",
)


def locate(model: Model) -> dict[str, Path]:
    return {name: model.source / name for name in COMPONENTS}
