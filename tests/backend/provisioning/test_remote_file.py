"""Files at plain addresses, of which nobody publishes hashes, beside a small hub; on loopback."""

from __future__ import annotations

import errno
import hashlib
from pathlib import Path

import pytest
from huggingface_hub import constants

from backend.compute.progress import Tracker
from backend.shared.errors import JobCancelled
from backend.shared.models import catalog, hub_cache
from backend.shared.models.hub_cache import Need

TEXT, IMAGE, SHAP_E = "openai/point-e", "openai/point-e-img2img", "openai/shap-e"
LARGER = "openai/point-e-img2img-300m"
BASE, UPSAMPLER, SDF = "base/base_40m_textvec.pt", "upsampler/upsample_40m.pt", "sdf/sdf.pt"


@pytest.fixture(autouse=True)
def served(server):
    """Every test has it."""


def state(name: str = TEXT) -> str:
    return hub_cache.state(catalog.find(name))


def cached(file: str, name: str = TEXT) -> Path:
    return hub_cache.find(Need(catalog.find(name), file))


def original(server, file: str) -> Path:
    return server.repositories["point-e"] / Path(file).name


def stop(server, ask) -> None:
    """Begin a download and pause it in its second megabyte."""
    steps = []
    server.pause = 0.02
    progress = Tracker(lambda *told: steps.append(told), lambda: bool(steps and steps[-1][1] >= 1))
    with pytest.raises(JobCancelled):
        ask("download", TEXT, progress)
    server.pause = 0.0


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.resolve().write_bytes(content)


def test_downloaded_and_kept_as_the_hubs_files_are(server, hub, ask, cache):
    stages = []
    said = ask("download", TEXT, Tracker(lambda stage, *_: stages.append(stage)))
    assert "Point-E (OpenAI) is downloaded" in said and state() == "ready"
    assert list(dict.fromkeys(stages)) == ["asking", "downloading", "checking"]
    assert state(SHAP_E) == "absent", "its text encoder came for the sake of Point-E"
    repository = cache / "models--openai--point-e"
    commit = (repository / "refs/main").read_text()
    for file in (BASE, UPSAMPLER, SDF):
        link, content = repository / "snapshots" / commit / file, original(server, file)
        assert link.is_symlink() and link.read_bytes() == content.read_bytes()
        assert link.resolve().name == hashlib.sha256(content.read_bytes()).hexdigest()
    assert len(list((repository / "blobs").iterdir())) == 3
    folders = hub_cache.locate(catalog.find(TEXT))
    assert set(folders) == {"base", "upsampler", "sdf", "text_encoder", "tokenizer"}
    server.close()
    hub.close()
    assert ask("verify", TEXT) == (
        "Every file of Point-E (OpenAI) matches the hub or what was first downloaded."
    )
    assert set(server.tokens) == {""}


def test_a_broken_transfer_goes_on(server, ask):
    server.cuts, server.cut_after = 2, 800_000
    ask("download", TEXT)
    starts = server.served("base_40m_textvec.pt")
    assert starts[0] == 0 and starts[1] > 700_000 and starts[2] > starts[1] + 700_000
    assert cached(BASE).read_bytes() == original(server, BASE).read_bytes()


def test_a_pause_keeps_what_is_there(server, ask, cache):
    stop(server, ask)
    assert state() == "partial"
    ask("download", TEXT)
    first, second = server.served("base_40m_textvec.pt")
    assert first == 0 and second > 900_000 and state() == "ready"
    assert cached(BASE).read_bytes() == original(server, BASE).read_bytes()
    assert not list(cache.rglob("*.incomplete"))


def test_a_file_that_changed_during_the_pause_begins_anew(server, ask, cache):
    stop(server, ask)
    original(server, BASE).write_bytes(b"another" * 300_000)
    ask("download", TEXT)
    assert server.served("base_40m_textvec.pt") == [0, 0]
    assert cached(BASE).read_bytes() == b"another" * 300_000
    assert not list(cache.rglob("*.incomplete"))


def test_a_file_that_changes_during_the_download(server, ask):
    """The first transfer is cut; the server has another file when it goes on."""
    server.cuts, server.pause = 1, 0.02
    server.cut_after = 1_500_000
    begun = []

    def watch(stage, step, *_):
        if stage == "downloading" and step >= 1 and not begun:
            begun.append(step)
            original(server, BASE).write_bytes(b"another" * 300_000)

    with pytest.raises(Exception, match="has changed on 127.0.0.1 since the download") as caught:
        ask("download", TEXT, Tracker(watch))
    assert caught.value.code == "network" and caught.value.remedy == "Download it again."
    server.pause = 0.0
    ask("download", TEXT)
    assert cached(BASE).read_bytes() == b"another" * 300_000


def test_a_server_that_names_no_version_cannot_resume(server, ask):
    server.tagged = False
    stop(server, ask)
    ask("download", TEXT)
    assert server.served("base_40m_textvec.pt") == [0, 0] and state() == "ready"


def test_a_server_that_sends_all_instead_of_the_rest(server, ask):
    server.cuts, server.cut_after, server.deaf = 1, 800_000, True
    ask("download", TEXT)
    assert server.served("base_40m_textvec.pt")[1] > 700_000
    assert cached(BASE).read_bytes() == original(server, BASE).read_bytes()


@pytest.mark.parametrize("fault", ["short", "long"])
def test_a_file_of_another_length_than_announced(server, ask, refused, fault):
    setattr(server, fault, "base_40m_textvec.pt")
    said, code = refused("download", TEXT)
    assert "does not have the length that was announced" in said and code == "network"
    assert state() == "partial"
    setattr(server, fault, "")
    ask("download", TEXT)
    assert state() == "ready"


@pytest.mark.parametrize(
    ("status", "words", "code"),
    [
        (404, "The server does not have this file any more. Update Maquette, or import", "model"),
        (409, "The server does not give this file to everyone. Update Maquette, or", "model"),
        (503, "The server cannot respond now (status 503).", "network"),
    ],
)
def test_what_a_server_refuses(server, refused, status, words, code):
    server.status = status
    said, its_code = refused("download", TEXT)
    assert words in said and its_code == code and "hub" not in said and state() == "absent"


def test_no_server_a_captive_portal_and_nonsense(server, refused):
    server.answer = (200, "text/html", b"<form>Room and name</form>", {})
    assert "127.0.0.1 returned a web page" in refused("download", TEXT)[0]
    server.answer = (200, "application/octet-stream", b"", {})
    said, code = refused("download", TEXT)
    assert "responds, but not as expected" in said and "HF_ENDPOINT" not in said
    server.close()
    said, code = refused("download", TEXT)
    assert f"The server cannot be reached: {server.address[7:]}" in said and code == "network"


def test_a_proxy_is_judged_for_the_server_too(server, refused, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    said, code = refused("download", TEXT)
    assert "The proxy http://127.0.0.1:9 (http_proxy) does not respond" in said
    assert code == "network"


def test_offline_nobody_is_asked(server, hub, refused, monkeypatch):
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    said, code = refused("download", TEXT)
    assert "not allowed" in said and code == "offline" and not server.log and not hub.log


def test_a_damaged_file_is_found_removed_and_fetched_again(server, ask, refused):
    ask("download", TEXT)
    damage(cached(SDF))
    said, code = refused("verify", TEXT)
    assert "sdf/sdf.pt is not what was first downloaded; it was removed." in said
    assert code == "model" and state() == "partial"
    ask("download", TEXT)
    assert len(server.served("sdf.pt")) == 2 and len(server.served("upsample_40m.pt")) == 1
    damage(cached(SDF))
    damage(hub_cache.find(Need(catalog.find(SHAP_E), "text_encoder/config.json")))
    said, _ = refused("verify", TEXT)
    assert "sdf/sdf.pt, text_encoder/config.json are not what the hub has or what was" in said


def test_where_links_cannot_be_made_the_hash_is_kept_beside(server, hub, ask, refused, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(errno.EPERM, "a required privilege is not held by the client")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    ask("download", TEXT)
    assert state() == "ready" and not cached(BASE).is_symlink()
    server.close()
    hub.close()
    assert "what was first downloaded" in ask("verify", TEXT)
    damage(cached(BASE))
    assert f"{BASE} is not what was first downloaded" in refused("verify", TEXT)[0]


def test_what_is_shared_comes_once_and_stays_as_long_as_one_needs_it(server, ask, cache):
    ask("download", IMAGE)
    assert (state(TEXT), state(IMAGE), state(LARGER)) == ("absent", "ready", "absent")
    ask("download", LARGER)
    ask("download", TEXT)
    assert all(len(server.served(Path(file).name)) == 1 for file in (UPSAMPLER, SDF))
    ask("remove", TEXT)
    assert (state(TEXT), state(IMAGE), state(LARGER)) == ("absent", "ready", "ready")
    assert cached(BASE) is None and cached(SDF) is not None
    ask("remove", IMAGE)
    assert (state(IMAGE), state(LARGER)) == ("absent", "ready")
    ask("remove", LARGER)
    assert not [file for file in cache.rglob("*") if "models--" in str(file)]
