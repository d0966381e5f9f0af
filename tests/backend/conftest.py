"""Model folders to try things on."""

from __future__ import annotations

import hashlib
import importlib.util
import io
import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from backend.shared.process import environment


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


@pytest.fixture
def clip(tiny_model, tiny_image_model, tmp_path) -> Path:
    """A folder of CLIP: both halves, of which models take one, and what prepares their inputs."""
    import torch
    from transformers import CLIPConfig, CLIPModel

    text, image = tiny_model / "text_encoder", tiny_image_model / "image_encoder"
    halves = {
        "text_config": json.loads((text / "config.json").read_text("utf-8")),
        "vision_config": json.loads((image / "config.json").read_text("utf-8")),
        "projection_dim": 32,
    }
    folder = tmp_path / "clip"
    torch.manual_seed(5)
    CLIPModel(CLIPConfig(**halves)).save_pretrained(folder)
    for part in (tiny_model / "tokenizer", tiny_image_model / "image_processor"):
        for file in part.iterdir():
            (folder / file.name).write_bytes(file.read_bytes())
    return folder


class PackageIndex:
    """A folder of tiny wheels, and the locks that name them by their hashes."""

    def __init__(self, folder: Path, locks: Path) -> None:
        self.folder, self.locks = folder, locks
        self._hashes: dict[str, str] = {}
        for requirement in environment.requirements():
            self.lock(requirement, _wheel(requirement))
        (locks / "pip.txt").write_text("pip==99\n")

    def build(self, requirement: str, source: str = "", lock: bool = True) -> None:
        """A wheel of a requirement `name==version`, with one module; and its hash in the lock."""
        wheel = _wheel(requirement, source)
        name, version = requirement.replace("-", "_").split("==")
        (self.folder / f"{name}-{version}-py3-none-any.whl").write_bytes(wheel)
        if lock:
            self.lock(requirement, wheel)

    def lock(self, requirement: str, wheel: bytes) -> None:
        self._hashes[requirement] = hashlib.sha256(wheel).hexdigest()
        lines = (
            f"{requirement} --hash=sha256:{digest}\n"
            for requirement, digest in self._hashes.items()
            if not requirement.startswith("torch==")  # these wheels are a person's own source
        )
        (self.locks / "packages.txt").write_text("".join(lines))


def _wheel(requirement: str, source: str = "") -> bytes:
    name, version = requirement.replace("-", "_").split("==")
    info = f"{name}-{version}.dist-info"
    members = {
        f"{name}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": "",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        for member, text in members.items():
            wheel.writestr(zipfile.ZipInfo(member), text)  # without today's date
    return content.getvalue()


@pytest.fixture
def package_index(monkeypatch, tmp_path, tmp_path_factory) -> PackageIndex:
    """pip sees the wheels of the test and nothing else."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    wheels = tmp_path / "wheels-é"  # no space: pip parts its variables at spaces
    wheels.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("PIP_USER", "1")  # would make pip refuse a virtual environment
    index = PackageIndex(wheels, tmp_path_factory.mktemp("locks ü"))
    monkeypatch.setattr(environment, "LOCKS", index.locks)
    return index
