"""Model folders to try things on."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tiny():
    """The module that makes tiny model folders."""
    path = Path(__file__).parent / "families" / "shap_e" / "tiny.py"
    spec = importlib.util.spec_from_file_location("tiny", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def tiny_model(tiny, tmp_path_factory) -> Path:
    """A model folder with random weights. Not to be written to."""
    return tiny.make(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny_image_model(tiny, tmp_path_factory) -> Path:
    """The same, for pictures. Not to be written to."""
    return tiny.make_image(tmp_path_factory.mktemp("models") / "tiny image")


@pytest.fixture
def tiny_copy(tiny_model, tmp_path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(tiny_model, tmp_path / "copy"))
