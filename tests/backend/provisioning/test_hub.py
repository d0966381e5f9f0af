"""The real huggingface_hub against a hub on loopback that cuts, lies and refuses."""

from __future__ import annotations

import errno
import itertools
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from backend import families
from backend.compute.progress import Tracker
from backend.provisioning import hub as hubs
from backend.provisioning import transfer
from backend.shared.errors import JobCancelled
from backend.shared.models import catalog, hub_cache

ROOT = Path(__file__).parents[3]
PRIOR = "prior/diffusion_pytorch_model.fp16.safetensors"
RENDERER = "shap_e_renderer/diffusion_pytorch_model.bin"
TEXT, IMAGE = "openai/shap-e", "openai/shap-e-img2img"


def state(name: str = TEXT) -> str:
    return hub_cache.state(catalog.find(name))


def cached(name: str) -> Path:
    """A file of the text model in the cache."""
    model = catalog.find(TEXT)
    return hub_cache.find(next(need for need in hub_cache.needs(model) if need.file == name))


def blow_up(hub, size: int = 2_000_000) -> None:
    """Make the prior long enough to be cut in the middle."""
    file = hub.repositories[TEXT] / PRIOR
    save_file({**load_file(file), "padding": torch.arange(size // 4)}, file)


def test_downloaded_cut_three_times_verified_and_loaded(hub, run, cache):
    blow_up(hub)
    hub.cuts = 3
    said = run("download", TEXT)
    assert said.returncode == 0, said.stderr
    assert "MIT" in said.stderr and "research" in said.stderr
    starts = hub.served(PRIOR)
    assert len(starts) == 4 and all(b - a > 60_000 for a, b in itertools.pairwise(starts))
    model = catalog.find(TEXT)
    assert state() == "ready"
    for need in hub_cache.needs(model):
        mine, theirs = hub_cache.find(need), hub.repositories[need.owner.id] / need.file
        assert mine.read_bytes() == theirs.read_bytes(), need.file
    assert not any("/renderer/" in path for _, path, _ in hub.log), "the legacy one is left"
    hub.close()
    assert run("verify", TEXT).returncode == 0, "the cache knows the hashes"
    loaded = families.load(model, torch.device("cpu"), torch.float32, Tracker())
    assert loaded.components.prior.dtype == torch.float32


def test_a_download_that_was_killed_goes_on_where_it_was(hub, run, environ):
    blow_up(hub)
    hub.pause = 0.05
    command = [sys.executable, "-m", "backend", "models", "download", TEXT]
    child = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)
    partial = hub_cache.repository(catalog.find(TEXT)) / "blobs"
    end = time.monotonic() + 30
    while not any(file.stat().st_size > 300_000 for file in partial.glob("*.incomplete")):
        assert time.monotonic() < end
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert state() == "partial"
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
    command = [sys.executable, "-c", code]
    child = subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.PIPE)
    while not hub.served(PRIOR):
        time.sleep(0.02)
    time.sleep(0.5)
    child.send_signal(signal.SIGINT)
    assert child.wait(10) == 130
    assert b"cancelled" in child.stderr.read()
    assert hub_cache.size_on_disk(catalog.find(TEXT)) > 0


def test_a_cancel_keeps_what_is_there(hub, ask):
    blow_up(hub)
    hub.pause = 0.05
    steps = []
    progress = Tracker(lambda *told: steps.append(told), lambda: bool(steps and steps[-1][1] >= 1))
    with pytest.raises(JobCancelled):
        ask("download", progress=progress)
    assert state() == "partial" and {told[0] for told in steps} == {"asking", "downloading"}
    hub.pause, steps = 0.0, []
    ask("download", progress=Tracker(lambda *told: steps.append(told)))
    stages = list(dict.fromkeys(told[0] for told in steps))
    assert stages == ["asking", "downloading", "checking"]
    downloading = [told for told in steps if told[0] == "downloading"]
    assert downloading[0][1] >= 1, "the bar goes on where it was"
    assert downloading[-1][1] == downloading[-1][2] > 1
    assert hub.served(PRIOR)[1] > 900_000


def test_the_renderer_is_downloaded_once(hub, ask):
    ask("download", TEXT)
    ask("download", IMAGE)
    assert len(hub.served(RENDERER)) == 1
    assert state(IMAGE) == "ready"
    folders = hub_cache.locate(catalog.find(IMAGE))
    assert folders["shap_e_renderer"].parent != folders["prior"].parent
    assert not any("renderer" in path for _, path, _ in hub.log if IMAGE in path)


def test_the_shared_renderer_stays_as_long_as_one_needs_it(hub, ask, cache):
    ask("download", IMAGE)
    assert (state(TEXT), state(IMAGE)) == ("absent", "ready"), "what was lent is not text's own"
    ask("download", TEXT)
    assert "removed" in ask("remove", TEXT)
    assert (state(TEXT), state(IMAGE)) == ("absent", "ready")
    ask("download", TEXT)
    ask("remove", IMAGE)
    assert (state(TEXT), state(IMAGE)) == ("ready", "absent")
    ask("download", IMAGE)
    for name in (TEXT, IMAGE):
        ask("remove", name)
    assert not [file for file in cache.rglob("*") if "models--" in str(file)]


def test_removing_one_leaves_the_others_half_download(hub, ask):
    ask("download", IMAGE)
    blow_up(hub)
    hub.pause = 0.05
    steps = []
    with pytest.raises(JobCancelled):
        ask("download", TEXT, Tracker(lambda *told: steps.append(told),
                                       lambda: bool(steps and steps[-1][1])))  # fmt: skip
    ask("remove", IMAGE)
    hub.pause = 0.0
    ask("download", TEXT)
    assert hub.served(PRIOR)[-1] > 300_000 and len(hub.served(RENDERER)) == 1


def test_a_wrong_byte_is_found_removed_and_fetched_again(hub, refused, ask):
    hub.wrong = PRIOR
    said, code = refused("download")
    assert PRIOR in said and "again" in said and code == "model"
    assert state() != "ready"
    hub.wrong = ""
    ask("download")
    for name in (PRIOR, RENDERER):
        content = bytearray(cached(name).read_bytes())
        content[-1] ^= 1
        cached(name).resolve().write_bytes(content)
    said, _ = refused("verify")
    assert PRIOR in said and RENDERER in said and state() == "partial"
    ask("download")
    ask("verify")
    assert len(hub.served("tokenizer/vocab.json")) == 1, "what was good stayed"


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        (401, "logged in", "model"),
        (403, "account", "model"),
        (404, "does not have this model", "model"),
        (429, "too many requests", "model"),
        (503, "503", "network"),
    ],
)
def test_what_the_hub_refuses(hub, refused, status, words, code):
    hub.status = status
    said, its_code = refused("download")
    assert words in said and its_code == code
    assert state() == "absent"


def test_a_hub_that_is_busy_for_a_while(hub, ask, capfd):
    hub.busy = 3
    ask("download")
    assert "continues in" in capfd.readouterr().err


def test_a_hub_that_wants_a_pause(hub, ask, capfd):
    hub.busy, hub.busy_status, hub.busy_headers = 1, 429, {"Retry-After": "2"}
    ask("download")
    assert "continues in 2 s" in capfd.readouterr().err


def test_a_hub_that_cannot_go_on_in_the_middle(hub, ask):
    """It sends all of the file instead of the rest."""
    blow_up(hub)
    hub.cuts, hub.deaf = 1, True
    ask("download")
    assert hub.served(PRIOR)[1] > 60_000, "the rest was asked for"
    assert cached(PRIOR).read_bytes() == (hub.repositories[TEXT] / PRIOR).read_bytes()


def test_a_hub_that_stays_busy(hub, refused):
    hub.busy = 1000
    assert "503" in refused("download")[0]
    assert 900 < hub.busy < 1000


def test_a_hub_that_falls_silent(hub, refused, monkeypatch):
    blow_up(hub)
    monkeypatch.setattr(transfer, "PATIENCE", 0.5)
    hub.pause = 30
    said, code = refused("download")
    assert "cannot be reached" in said and code == "network"


def test_no_hub(hub, refused):
    hub.close()
    said, code = refused("download")
    assert "cannot be reached" in said and hub.address[7:] in said and code == "network"


def test_offline(hub, run):
    said = run("download", TEXT, HF_HUB_OFFLINE="1")
    assert said.returncode == 1 and "not allowed" in said.stderr and not hub.log
    assert "Traceback" not in said.stderr


def test_a_disk_without_room(refused, monkeypatch):
    little = shutil._ntuple_diskusage(10**9, 10**9, 10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: little)
    said, code = refused("download")
    assert "needs 0.2 GB, but only 0.0 GB is free in" in said and code == "file"


def test_a_disk_that_fills_up(hub, refused, ask, cache):
    """A file that the system lets grow to 300 kB."""
    blow_up(hub)
    real = transfer._append

    def append(file, *rest):
        if file.tell() > 300_000:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(file, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(transfer, "_append", append)
        said, code = refused("download")
    assert "disk is full" in said and str(cache) in said and code == "file"
    ask("download")
    assert hub.served(PRIOR)[1] > 300_000


def test_a_cache_that_cannot_be_written(refused, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "file" / "cache"))
    said, code = refused("download")
    assert "cannot be written" in said and code == "file"


def test_two_at_once(refused, cache, ask):
    with hubs._alone():
        assert refused("download")[1] == "busy"
    ask("download")


def test_a_cache_that_is_already_there_is_used(hub, ask, environ):
    """What huggingface_hub itself downloaded."""
    code = f"import huggingface_hub as h; h.hf_hub_download({TEXT!r}, {PRIOR!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, check=True)
    assert state() == "partial"
    ask("download")
    assert len(hub.served(PRIOR)) == 1


def test_huggingface_hub_finds_what_was_downloaded_here(ask, environ):
    ask("download")
    code = f"import huggingface_hub as h; print(h.hf_hub_download({TEXT!r}, {PRIOR!r}))"
    environ = {**environ, "HF_HUB_OFFLINE": "1"}
    said = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True)
    assert Path(said.stdout.strip()).samefile(cached(PRIOR))


def test_a_remembered_commit_that_the_hub_has_lost(hub, ask):
    refs = hub_cache.repository(catalog.find(TEXT)) / "refs"
    refs.mkdir(parents=True)
    (refs / "main").write_text("0" * 40)
    ask("download")
    assert state() == "ready" and (refs / "main").read_text() == "5" * 40


def test_the_list(run, ask):
    before = run("list").stdout
    assert "maquette-mini" in before and "not downloaded" in before and "MIT" in before
    ask("download")
    (line,) = [line for line in run("list").stdout.splitlines() if line.startswith(TEXT + " ")]
    assert "ready" in line


@pytest.mark.parametrize(
    ("action", "name", "words"),
    [
        ("download", "dragon", "no model"),
        ("download", "maquette-mini", "not a model on the hub"),
        ("verify", TEXT, "is incomplete"),
    ],
)
def test_models_that_cannot_be_had(refused, action, name, words):
    assert words in refused(action, name)[0]
