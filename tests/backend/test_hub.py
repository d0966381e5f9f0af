"""The real huggingface_hub against a hub on loopback that cuts, lies and refuses."""

from __future__ import annotations

import importlib.util
import itertools
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from backend.protocol import catalogue, store

ROOT = Path(__file__).parents[2]
PRIOR = "prior/diffusion_pytorch_model.fp16.safetensors"
RENDERER = "shap_e_renderer/diffusion_pytorch_model.bin"
TEXT, IMAGE = "openai/shap-e", "openai/shap-e-img2img"


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
    tokenizer = made[TEXT] / "tokenizer"
    for name in ("merges.txt", "special_tokens_map.json", "vocab.json"):
        if not (tokenizer / name).exists():
            (tokenizer / name).write_text("{}" if name.endswith("json") else "#version: 0.2\n")
    return made


@pytest.fixture
def hub(official, tmp_path):
    copies = {
        name: Path(shutil.copytree(f, tmp_path / "hub" / name)) for name, f in official.items()
    }
    made = _module().Hub(copies)
    yield made
    made.close()


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


def last(said) -> str:
    assert "Traceback" not in said.stderr, said.stderr
    return said.stderr.splitlines()[-1]


def blow_up(hub, size: int = 2_000_000) -> None:
    """Make the prior long enough to be cut in the middle."""
    file = hub.repositories[TEXT] / PRIOR
    save_file({**load_file(file), "padding": torch.arange(size // 4)}, file)


def test_downloaded_cut_three_times_verified_and_loaded(hub, run, cache, environ):
    blow_up(hub)
    hub.cuts = 3
    said = run("download", TEXT)
    assert said.returncode == 0, said.stderr
    assert "MIT" in said.stderr + said.stdout and "research" in said.stderr + said.stdout
    starts = hub.served(PRIOR)
    assert len(starts) == 4 and all(b - a > 60_000 for a, b in itertools.pairwise(starts))
    model = catalogue.find(TEXT)
    assert store.state(model) == "ready"
    for need in store.needs(model):
        mine, theirs = store.find(need), hub.repositories[need.owner.id] / need.file
        assert mine.read_bytes() == theirs.read_bytes(), need.file
    assert not any("/renderer/" in path for _, path, _ in hub.log), "the legacy one is left"
    hub.close()
    assert run("verify", TEXT).returncode == 0, "the cache knows the hashes"
    from backend import families
    from backend.progress import Progress

    loaded = families.load(model, torch.device("cpu"), torch.float32, Progress())
    assert loaded.components.prior.dtype == torch.float32


def test_the_renderer_is_downloaded_once(hub, run):
    assert run("download", TEXT).returncode == 0
    assert run("download", IMAGE).returncode == 0
    assert len(hub.served(RENDERER)) == 1
    assert store.state(catalogue.find(IMAGE)) == "ready"
    folders = store.locate(catalogue.find(IMAGE))
    assert folders["shap_e_renderer"].parent != folders["prior"].parent
    assert not any("renderer" in path for _, path, _ in hub.log if IMAGE in path)


def test_the_shared_renderer_stays_as_long_as_one_needs_it(hub, run, cache):
    for name in (TEXT, IMAGE):
        run("download", name)
    said = run("remove", TEXT)
    assert said.returncode == 0 and "removed" in said.stdout
    assert store.state(catalogue.find(TEXT)) == "partial"
    assert store.state(catalogue.find(IMAGE)) == "ready"
    run("remove", IMAGE)
    assert [store.state(catalogue.find(name)) for name in (TEXT, IMAGE)] == ["absent", "absent"]
    assert not [file for file in cache.rglob("*") if file.is_file() and "blobs" in file.parts]


def test_a_download_that_was_killed_goes_on_where_it_was(hub, run, environ):
    blow_up(hub)
    hub.pause = 0.05
    command = [sys.executable, "-m", "backend", "models", "download", TEXT]
    child = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    partial = store.repository(catalogue.find(TEXT)) / "blobs"
    end = time.monotonic() + 30
    while not any(file.stat().st_size > 300_000 for file in partial.glob("*.incomplete")):
        assert time.monotonic() < end
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert store.state(catalogue.find(TEXT)) == "partial"
    hub.pause = 0.0
    assert run("download", TEXT).returncode == 0
    first, second = hub.served(PRIOR)
    assert first == 0 and second > 300_000


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_ctrl_c_is_a_pause(hub, run, environ):
    blow_up(hub)
    hub.pause = 0.2
    code = f"""
import importlib, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
sys.exit(importlib.import_module("backend.__main__").main(["models", "download", {TEXT!r}]))
"""
    child = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=environ,
                             stderr=subprocess.PIPE)  # fmt: skip
    while not hub.served(PRIOR):
        time.sleep(0.02)
    time.sleep(0.5)
    begun = time.monotonic()
    child.send_signal(signal.SIGINT)
    assert child.wait(10) == 130 and time.monotonic() - begun < 3
    assert b"cancelled" in child.stderr.read()
    assert store.size_on_disk(catalogue.find(TEXT)) > 0


def test_a_wrong_byte_is_found_removed_and_fetched_again(hub, run):
    hub.wrong = PRIOR
    said = run("download", TEXT)
    assert said.returncode == 1 and PRIOR in last(said) and "again" in last(said)
    assert store.state(catalogue.find(TEXT)) != "ready"
    hub.wrong = ""
    assert run("download", TEXT).returncode == 0
    file = store.find(next(n for n in store.needs(catalogue.find(TEXT)) if n.file == PRIOR))
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.resolve().write_bytes(content)
    said = run("verify", TEXT)
    assert said.returncode == 1 and PRIOR in last(said) and not file.exists()
    assert run("download", TEXT).returncode == 0 and run("verify", TEXT).returncode == 0


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "logged in"),
        (403, "account"),
        (404, "does not have it"),
        (429, "too often"),
        (503, "503"),
    ],
)
def test_what_the_hub_refuses(hub, run, status, words):
    hub.status = status
    said = run("download", TEXT)
    assert said.returncode == 1 and words in last(said), last(said)


def test_no_hub(hub, run):
    hub.close()
    said = run("download", TEXT)
    assert said.returncode == 1 and "cannot be reached" in last(said)


def test_offline(hub, run):
    said = run("download", TEXT, HF_HUB_OFFLINE="1")
    assert said.returncode == 1 and "not allowed" in last(said) and not hub.log


def test_a_full_disk(hub, environ, monkeypatch, cache):
    code = f"""
import errno, importlib, shutil, sys
from backend import hub
{{}}
sys.exit(importlib.import_module("backend.__main__").main(["models", "download", {TEXT!r}]))
"""
    before = "hub.shutil.disk_usage = lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 10**6)"
    during = """
def write(self, data):
    raise OSError(errno.ENOSPC, "No space left on device")
hub._Stoppable.write = write
"""
    for patch, words in ((before, "needs"), (during, "disk is full")):
        command = [sys.executable, "-c", code.format(patch)]
        said = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True)
        assert said.returncode == 1 and words in last(said), said.stderr


def test_a_cache_that_is_already_there_is_used(hub, run, cache, environ):
    """What huggingface_hub itself downloaded."""
    code = f"import huggingface_hub as h; h.hf_hub_download({TEXT!r}, {PRIOR!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, check=True)
    assert store.state(catalogue.find(TEXT)) == "partial"
    assert run("download", TEXT).returncode == 0
    assert len(hub.served(PRIOR)) == 1


def test_the_list(hub, run):
    before = run("list").stdout
    assert "maquette-mini" in before and "not downloaded" in before and "MIT" in before
    run("download", TEXT)
    (line,) = [line for line in run("list").stdout.splitlines() if line.startswith(TEXT + " ")]
    assert "ready" in line


@pytest.mark.parametrize(
    "arguments", [("download", "dragon"), ("download", "maquette-mini"), ("verify", TEXT)]
)
def test_models_that_cannot_be_had(run, arguments):
    said = run(*arguments)
    assert said.returncode in (1, 2) and last(said).startswith("maquette: ")
