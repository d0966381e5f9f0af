"""Model folders to try things on."""

from __future__ import annotations

import importlib.util
import os
import shutil
import zipfile
from dataclasses import dataclass
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
    """The same, for images. Not to be written to."""
    return tiny.make_image(tmp_path_factory.mktemp("models") / "tiny image")


@pytest.fixture
def tiny_copy(tiny_model, tmp_path) -> Path:
    """A copy of it that a test may damage."""
    return Path(shutil.copytree(tiny_model, tmp_path / "copy"))


@dataclass(frozen=True)
class PackageIndex:
    folder: Path

    def build(self, requirement: str, source: str = "") -> None:
        """A wheel of a requirement `name==version`, with one module."""
        name, version = requirement.split("==")
        name = name.replace("-", "_")
        info = f"{name}-{version}.dist-info"
        with zipfile.ZipFile(self.folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}.py", source)
            wheel.writestr(
                f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
            )
            wheel.writestr(
                f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
            )
            wheel.writestr(f"{info}/RECORD", "")


@pytest.fixture
def package_index(monkeypatch, tmp_path) -> PackageIndex:
    """pip sees the wheels of the test and nothing else."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    wheels = tmp_path / "wheels-é"  # no space: pip parts its variables at spaces
    wheels.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_USER", "1")  # would make pip refuse a virtual environment
    return PackageIndex(wheels)
