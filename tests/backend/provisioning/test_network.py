"""Networks as people have them: each fault names its cause and its cure, and what needs no network
never hears of it. All of it on loopback."""

from __future__ import annotations

import logging
import os
import shutil
import ssl
import subprocess
import sys
import traceback
from pathlib import Path
from unittest import mock

import pytest
from huggingface_hub import constants

from backend.provisioning import failures, network
from backend.shared.errors import MaquetteError
from backend.shared.models import catalog, hub_cache

ROOT = Path(__file__).parents[3]
TEXT = "openai/shap-e"
PRIOR = "prior/diffusion_pytorch_model.fp16.safetensors"
CONFIG = "prior/config.json"
NOBODY = "http://127.0.0.1:9"  # discard: nothing listens
PAGE = b"<!doctype html><title>Welcome to the Grand Hotel</title><form>Room and name</form>"


def state() -> str:
    return hub_cache.state(catalog.find(TEXT))


@pytest.fixture
def clean(monkeypatch):
    """No variable of the network is set; what a test takes away comes back."""
    names = ("SSL_CERT_FILE", "SSL_CERT_DIR", *network.BUNDLES, *network.NUMBERS)
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(network, "_set_aside", {})
    with mock.patch.dict(os.environ):
        yield monkeypatch


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("http_proxy", "socks://127.0.0.1:9", ("SOCKS", "unset http_proxy")),
        ("ALL_PROXY", "socks5h://me:secret@127.0.0.1:9", ("SOCKS", "unset ALL_PROXY")),
        ("http_proxy", "no proxy at all", ("is not a proxy", "unset http_proxy")),
        ("http_proxy", "http://[::1", ("is not a proxy", "http://[::1")),
        ("http_proxy", "http://127.0.0.1:port", ("is not a proxy",)),
        ("http_proxy", "ftp://127.0.0.1:21", ("is not a proxy",)),
        ("http_proxy", NOBODY, ("The proxy http://127.0.0.1:9 (http_proxy) does not respond",)),
        (
            "SSL_CERT_FILE",
            "/gone/ca.pem",
            ("SSL_CERT_FILE", "does not exist: /gone/ca.pem", "unset"),
        ),
        ("SSL_CERT_FILE", __file__, ("SSL_CERT_FILE", "contains no certificates")),
        ("SSL_CERT_DIR", "/gone", ("SSL_CERT_DIR", "a folder that does not exist")),
        ("REQUESTS_CA_BUNDLE", "/gone/ca.pem", ("REQUESTS_CA_BUNDLE", "does not exist")),
        ("HF_HUB_DOWNLOAD_TIMEOUT", "10s", ("HF_HUB_DOWNLOAD_TIMEOUT", "number of seconds: 10s")),
        ("HF_HUB_ETAG_TIMEOUT", "-3", ("HF_HUB_ETAG_TIMEOUT", "number of seconds: -3")),
    ],
)
def test_a_setting_that_cannot_work_is_named(refused, clean, name, value, words):
    clean.setenv(name, value)
    said, code = refused("download")
    assert all(word in said for word in words) and code == "network", said
    assert "secret" not in said and "cannot be written" not in said
    assert state() == "absent"


@pytest.mark.parametrize(
    "address", ["hub.example", "127.0.0.1:8000", "http://", "ftp://hub.example", "http://[::1"]
)
def test_a_mirror_that_is_no_address(refused, point, clean, address):
    point(address)
    said, code = refused("download")
    assert "HF_ENDPOINT is not the address" in said and address in said and code == "network"


def test_a_proxy_that_is_not_needed_does_no_harm(ask, hub, clean):
    """Desktops set all_proxy=socks://… beside http_proxy; and what is exempt asks for none."""
    clean.setenv("http_proxy", hub.address)
    clean.setenv("all_proxy", "socks://127.0.0.1:9")
    clean.setenv("https_proxy", "nonsense::")
    clean.setenv("no_proxy", "127.0.0.1")
    assert "is downloaded" in ask("download")
    clean.setenv("http_proxy", "socks://127.0.0.1:9")
    assert "removed" in ask("remove")
    assert "is downloaded" in ask("download")


@pytest.mark.parametrize("status", [200, 403, 511])
def test_a_captive_portal(hub, refused, status):
    hub.answer = (status, "text/html; charset=utf-8", PAGE, {})
    said, code = refused("download")
    assert "returned a web page" in said and "log in to the network" in said
    assert code == "network" and state() == "absent"


def test_a_captive_portal_that_comes_in_the_middle(hub, refused, open_hub):
    portal = open_hub()
    portal.answer = (200, "text/html", PAGE, {})
    hub.store = f"{portal.address}/login"
    said, _ = refused("download")
    assert portal.log and "returned a web page" in said and state() == "partial"


def test_a_redirect_in_circles(hub, refused):
    hub.answer = (302, "text/plain", b"", {"Location": hub.address + "/again"})
    said, code = refused("download")
    assert "in circles" in said and "log in" in said and code == "network"


@pytest.mark.parametrize("content", [b"welcome", b"{}", b"[]", b'"x"', b"[" * 100_000, b"\xff\xfe"])
def test_answers_that_are_no_hubs(hub, refused, content):
    hub.answer = (200, "application/json", content, {})
    said, code = refused("download")
    assert "not as a hub does" in said and "HF_ENDPOINT" in said and code == "network"
    assert "\n" not in said


@pytest.mark.parametrize(
    "lies",
    [
        {"oid": "../../../../outside"},
        {"oid": 5},
        {"oid": ""},
        {"size": -1},
        {"size": 10**19},
        {"size": "many"},
        {"path": "other.json"},
    ],
)
def test_lies_about_a_file(hub, refused, cache, lies):
    hub.lies = lies
    _, code = refused("download")
    assert code in ("network", "model") and state() == "absent"
    assert not list(cache.parent.rglob("*outside*")) and not list(cache.rglob("blobs/*"))


def test_a_file_that_is_too_short_or_too_long(hub, refused, ask):
    hub.short = CONFIG
    said, code = refused("download")
    assert "not have the length" in said and code == "network" and "written" not in said
    hub.short, hub.long = "", CONFIG
    said, code = refused("download")
    assert code in ("network", "model") and state() == "partial"
    hub.long = ""
    ask("download")
    assert state() == "ready"


@pytest.mark.parametrize("refusal", [401, 403])
def test_a_stale_token_on_a_model_that_anyone_may_have(hub, ask, clean, refusal):
    clean.setenv("HF_TOKEN", "hf_old")
    hub.stale, hub.refusal = "hf_old", refusal
    said = ask("download")
    assert "is downloaded" in said and "refused the Hugging Face token" in said
    assert "hf auth login" in said and set(hub.tokens) == {"hf_old", ""}
    assert hub.tokens.count("hf_old") == 1


def test_a_token_that_is_good_is_used(hub, ask, clean):
    clean.setenv("HF_TOKEN", "hf_good")
    assert "token" not in ask("download")
    assert set(hub.tokens) == {"hf_good"}


@pytest.mark.parametrize("damage", ["folder", "bytes", "words"])
def test_a_token_that_cannot_be_read(hub, ask, clean, tmp_path, damage):
    place = tmp_path / "token"
    if damage == "folder":
        place.mkdir()
    else:
        place.write_bytes(b"\xff\xfe\x00" if damage == "bytes" else "schlüssel zum haus".encode())
    clean.setattr(constants, "HF_TOKEN_PATH", str(place))
    said = ask("download")
    assert "is downloaded" in said and "token cannot be read" in said
    assert set(hub.tokens) == {""}


def test_a_hub_that_asks_for_a_long_wait(hub, refused):
    hub.answer = (429, "application/json", b"{}", {"Retry-After": "1700"})
    said, _ = refused("download")
    assert "too many requests" in said and "29 minutes" in said


SECRET = "Signature=0123456789abcdef"


def test_signed_links_and_passwords_stay_out_of_the_log(hub, ask, capfd, clean, open_hub):
    """The hub sends to a store, by a link that lets in whoever has it; the token is the hub's."""
    clean.setenv("HF_TOKEN", "hf_good")
    store_of_files = open_hub()
    store_of_files.status = 403
    hub.store = f"{store_of_files.address}/file?X-Amz-Credential=key&X-Amz-{SECRET}"
    logging.getLogger("huggingface_hub").setLevel(logging.DEBUG)
    try:
        with pytest.raises(MaquetteError) as caught:
            ask("download")
    finally:
        logging.getLogger("huggingface_hub").setLevel(logging.WARNING)
    log = "".join(traceback.format_exception(caught.value)) + capfd.readouterr().err
    assert store_of_files.log and "continues in" in log
    assert f"{store_of_files.address}/file?…" in log, "the cause is still told"
    assert SECRET not in log and "Credential" not in log
    assert caught.value.code == "network", "not the person's account: the link"
    assert set(hub.tokens) == {"hf_good"} and set(store_of_files.tokens) == {""}


def test_what_is_secret_in_a_text():
    said = failures.without_secrets(
        "see 'https://a.example/f?X-Sig=s' and http://me:pw@proxy:3128, me:pw@proxy or <h://t@x>"
    )
    assert "'https://a.example/f?…'" in said and "http://proxy:3128" in said
    assert "pw" not in said and "Sig" not in said and "t@" not in said


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> tuple[Path, Path]:
    """A company's own certificate, for 127.0.0.1, and one for another name."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here")
    folder = tmp_path_factory.mktemp("certificates")
    for name, of in (("company", "IP:127.0.0.1"), ("other", "DNS:portal.example")):
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
             "-keyout", folder / f"{name}.key", "-out", folder / f"{name}.pem",
             "-subj", "/CN=Company", "-addext", f"subjectAltName={of}"],
            check=True, capture_output=True,
        )  # fmt: skip
    return folder / "company.pem", folder / "other.pem"


def speaking(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))
    return context


def test_a_companys_own_certificate(open_hub, ask, refused, point, authority, clean):
    company, _ = authority
    point(open_hub(speaking(company)).address)
    said, code = refused("download")
    assert (
        "signed by an unknown authority" in said and "SSL_CERT_FILE" in said and code == "network"
    )
    clean.setenv("REQUESTS_CA_BUNDLE", str(company))
    assert "is downloaded" in ask("download")


def test_another_servers_certificate(open_hub, refused, point, authority, clean):
    _, other = authority
    point(open_hub(speaking(other)).address)
    clean.setenv("SSL_CERT_FILE", str(other))
    said, _ = refused("download")
    assert "belongs to another server" in said and "log in" in said


def test_a_server_that_does_not_speak_tls(hub, refused, point, clean):
    point(hub.address.replace("http:", "https:"))
    said, code = refused("download")
    assert "A secure connection" in said and code == "network"


AWFUL = {
    "http_proxy": "socks://127.0.0.1:9",
    "HTTPS_PROXY": "::::",
    "ALL_PROXY": "no proxy",
    "SSL_CERT_FILE": "/gone/ca.pem",
    "REQUESTS_CA_BUNDLE": "/gone/ca.pem",
    "HF_HUB_DOWNLOAD_TIMEOUT": "10s",
    "HF_HUB_ETAG_TIMEOUT": "",
    "DIFFUSERS_TIMEOUT_REMOTE_CODE": "soon",
    "HF_ENDPOINT": "http://[hub",
    "HF_TOKEN": "schlüssel\n",
}


def test_what_needs_no_network_never_fails_for_it(tiny_model, tmp_path):
    def run(*arguments):
        command = [sys.executable, "-m", "backend", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env={**os.environ, **AWFUL}, capture_output=True, text=True
        )

    mesh = tmp_path / "a.npz"
    made = run(
        "generate", "a chair", "-o", str(mesh), "--model", str(tiny_model), "--steps", "2",
        "--resolution", "16", "--device", "cpu",
    )  # fmt: skip
    assert "surface" in made.stderr or mesh.exists(), made.stderr
    assert "Traceback" not in made.stderr
    assert run("models").returncode == 0
    said = run("models", "download", TEXT).stderr
    assert "HF_HUB_DOWNLOAD_TIMEOUT is not a whole number" in said and "Traceback" not in said


def test_a_proxy_that_wants_a_password(hub, refused, open_hub, clean):
    proxy = open_hub()
    proxy.answer = (407, "text/plain", b"", {"Proxy-Authenticate": "Basic"})
    clean.setenv("http_proxy", proxy.address.replace("//", "//me:secret@"))
    said, code = refused("download")
    assert proxy.log and not hub.log and code == "network" and "secret" not in said
    assert f"The proxy {proxy.address} (http_proxy) refuses the connection" in said
    assert "password" in said


def test_to_tolerate_is_light():
    """It comes before everything, and in Blender's own Python there is nothing else."""
    code = (
        "import sys; from backend.provisioning import network; network.tolerate();"
        "print({'huggingface_hub', 'httpx2', 'torch'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert said.stdout == "set()\n"
