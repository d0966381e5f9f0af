"""A small hub on loopback and those who ask it."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from huggingface_hub import constants
from safetensors.torch import load_file, save_file

from backend.compute.progress import Tracker
from backend.provisioning import hub as hubs
from backend.provisioning import transfer
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog
from backend.shared.request import ModelRequest

ROOT = Path(__file__).parents[3]
TEXT, IMAGE = "openai/shap-e", "openai/shap-e-img2img"
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def _module():
    path = Path(__file__).parent / "hub_on_loopback.py"
    spec = importlib.util.spec_from_file_location("hub_on_loopback", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def official(tiny, tmp_path_factory) -> dict[str, Path]:
    """The official repositories in their mixed layout, small: halves as safetensors, the renderer
    as a pickle, and the older renderer/ that nobody needs."""
    folder = tmp_path_factory.mktemp("official")
    made = {TEXT: tiny.make(folder / "text"), IMAGE: tiny.make_image(folder / "image")}
    for repository in made.values():
        (repository / "maquette.json").unlink()
        for component in ("prior", "text_encoder", "image_encoder"):
            for file in (repository / component).glob("*.safetensors"):
                halves = {name: value.half() for name, value in load_file(file).items()}
                save_file(halves, file.with_suffix(".fp16.safetensors"))
                file.unlink()
        whole = next((repository / "shap_e_renderer").glob("*.safetensors"))
        torch.save(load_file(whole), whole.with_suffix(".bin"))
        whole.unlink()
        shutil.copytree(repository / "shap_e_renderer", repository / "renderer")
    tokenizer = made[TEXT] / "tokenizer"  # in the three files of older transformers
    told = json.loads((tokenizer / "tokenizer.json").read_text("utf-8"))
    (tokenizer / "vocab.json").write_text(json.dumps(told["model"]["vocab"]), "utf-8")
    (tokenizer / "merges.txt").write_text("#version: 0.2\n")
    (tokenizer / "special_tokens_map.json").write_text("{}")
    (tokenizer / "tokenizer.json").unlink()
    return made


@pytest.fixture
def open_hub(official, tmp_path, monkeypatch):
    """Open a hub; `tls` makes it speak https. Proxies of this machine are left aside."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HF_TOKEN", "")
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "no token"))
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no token"))
    opened = []

    def make(tls=None):
        place = tmp_path / f"hub {len(opened)}"
        copies = {name: Path(shutil.copytree(f, place / name)) for name, f in official.items()}
        opened.append(_module().Hub(copies, tls))
        return opened[-1]

    yield make
    for one in opened:
        one.close()


@pytest.fixture
def hub(open_hub):
    return open_hub()


@pytest.fixture
def cache(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache ü"))
    return tmp_path / "cache ü"


@pytest.fixture
def environ(hub, cache) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HF_")}
    return {**kept, "HF_ENDPOINT": hub.address, "HF_HUB_CACHE": str(cache), "HF_TOKEN": ""}


@pytest.fixture
def run(environ):
    """Run `models ...` in a process of its own."""

    def call(*arguments, **more):
        command = [sys.executable, "-m", "backend", "models", *arguments]
        env = {**environ, **more}
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=90
        )

    return call


@pytest.fixture
def point(monkeypatch):
    """Make this process's huggingface_hub ask an address."""

    def to(address: str) -> None:
        monkeypatch.setattr(constants, "ENDPOINT", address)
        template = address + "/{repo_id}/resolve/{revision}/{filename}"
        monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", template)

    return to


@pytest.fixture
def ask(hub, cache, point, monkeypatch):
    """Do something with a model in this process, whose huggingface_hub asks the small hub."""
    point(hub.address)
    monkeypatch.setattr(transfer, "PAUSES", (0.1, 0.1, 0.1))

    def call(action: str, name: str = TEXT, progress: Tracker | None = None) -> str:
        return " ".join(hubs.manage(ModelRequest(action, name), progress or Tracker()))

    return call


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A server that has the files of Point-E at plain addresses, of two megabytes each, which the
    catalog names."""
    folder = tmp_path / "server"
    folder.mkdir()
    server = _module().Hub({"point-e": folder})

    def moved(address: str) -> str:
        file = folder / address.rpartition("/")[2]
        file.write_bytes(hashlib.sha256(file.name.encode()).digest() * (2_000_000 // 32))
        return f"{server.address}/point-e/resolve/main/{file.name}"

    listed = tuple(
        dataclasses.replace(it, addresses={k: moved(v) for k, v in it.addresses.items()})
        for it in catalog.models()
    )
    monkeypatch.setattr(catalog, "models", lambda: listed)
    yield server
    server.close()


@pytest.fixture
def refused(ask):
    """The sentence and the code with which something is refused."""

    def call(action: str, name: str = TEXT) -> tuple[str, str]:
        with pytest.raises(MaquetteError) as caught:
            ask(action, name)
        assert caught.value.remedy or caught.value.code == "request"
        return str(caught.value), caught.value.code

    return call
