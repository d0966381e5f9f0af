"""The network as this machine has it: its settings, judged before it is used, and the hub's token.

Called only where something is fetched. What needs no network calls `tolerate` alone, once, so that
a setting of the network's cannot break it. Standard library until `prepare`.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import ssl
import urllib.request
from collections.abc import Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from ..shared.errors import MaquetteError
from ..shared.files import printable
from . import failures
from .failures import first_line, without_secrets

# What libraries turn into numbers when they are imported, even for a model that lies here.
TIMEOUTS = ("HF_HUB_DOWNLOAD_TIMEOUT", "HF_HUB_ETAG_TIMEOUT")
NUMBERS = (*TIMEOUTS, "DIFFUSERS_TIMEOUT_REMOTE_CODE")
ENDPOINT = "HF_ENDPOINT"
BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")  # what httpx2 does not read and people set

_set_aside: dict[str, str] = {}  # variables that `tolerate` took away, with their values


def tolerate(environ: MutableMapping[str, str] = os.environ) -> None:
    """Take away what would keep libraries from being imported; `prepare` will speak of it."""
    for name in (*NUMBERS, ENDPOINT):
        if name in environ and not _reads(name, environ[name]):
            _set_aside[name] = environ.pop(name)


def _reads(name: str, value: str) -> bool:
    try:
        _ = int(value) if name in NUMBERS else urlsplit(value).hostname
    except ValueError:
        return False
    return True


def prepare(
    endpoints: Collection[str], hub: str, environ: MutableMapping[str, str] = os.environ
) -> None:
    """Make the hub's library ready to ask `endpoints`, of which `hub` may be one.

    Raises MaquetteError("network") for a setting that cannot work: which one, and what to do. One
    that is not needed for these addresses is taken away.
    """
    for name in TIMEOUTS:
        value = _set_aside.get(name, environ.get(name, "")).strip()
        if value and not re.fullmatch(r"[0-9]{1,6}", value):
            raise _setting(name, value, "is not a whole number of seconds", "Set it to a number")
    if hub in endpoints:
        _judge_address(_set_aside.get(ENDPOINT, hub))
    _judge_proxies(endpoints, environ)
    _judge_certificates(environ)

    from huggingface_hub import get_session, set_client_factory

    set_client_factory(_client)
    failures.hush()
    try:
        get_session()
    except Exception as error:
        raise MaquetteError(
            "network",
            f"The network settings of this system cannot be used: {first_line(error)}.",
            "Check the proxy and certificate variables, then try again.",
        ) from error


def _setting(name: str, value: str, fault: str, cure: str) -> MaquetteError:
    shown = printable(without_secrets(value))
    return MaquetteError("network", f"{name} {fault}: {shown}.", f"{cure}, or unset {name}.")


def _judge_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        good = False
    if not good:
        cure = "Write it with https:// in front" if "://" not in address else "Correct it"
        raise _setting(ENDPOINT, address, "is not the address of a hub", cure)


def proxy_of(address: str) -> tuple[str, str]:
    """The setting that names a proxy for `address`, and the proxy; two empty texts without one."""
    parts, found = urlsplit(address), urllib.request.getproxies()
    with contextlib.suppress(OSError, ValueError):
        if urllib.request.proxy_bypass(parts.netloc.rpartition("@")[2]):
            return "", ""
    for kind in (parts.scheme, "all"):
        if found.get(kind):
            names = (f"{kind}_proxy", f"{kind.upper()}_PROXY")
            named = next((name for name in names if os.environ.get(name)), "")
            return named or "The system's proxy", found[kind]
    return "", ""


def _judge_proxies(endpoints: Collection[str], environ: MutableMapping[str, str]) -> None:
    """Those that are needed must work. The library refuses to start with any other that does not,
    such as the all_proxy=socks://… that a desktop sets beside https_proxy: those are taken away."""
    for name, needed in map(proxy_of, endpoints):
        if needed and (fault := _proxy_fault(needed)):
            raise _setting(name, needed, fault, "Use a proxy such as http://proxy.example:3128")
    for kind in ("http", "https", "all"):
        for variable in (f"{kind}_proxy", f"{kind.upper()}_PROXY"):
            if environ.get(variable) and _proxy_fault(environ[variable]):
                del environ[variable]


def _proxy_fault(proxy: str) -> str:
    """What is wrong with it, in the words that follow its name; "" if nothing is."""
    try:
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        sound = re.fullmatch(r"[\w.:%-]+", parts.hostname or "") and parts.port != 0
    except ValueError:
        return "is not a proxy"
    if parts.scheme.startswith("socks"):
        able = parts.scheme in ("socks5", "socks5h") and importlib.util.find_spec("socksio")
        return "" if able and sound else "is a SOCKS proxy, which cannot be used here"
    return "" if sound and parts.scheme in ("http", "https") else "is not a proxy"


def _judge_certificates(environ: MutableMapping[str, str]) -> None:
    """Those of SSL_CERT_FILE or SSL_CERT_DIR; else those that pip and others were told of."""
    if not environ.get("SSL_CERT_FILE") and not environ.get("SSL_CERT_DIR"):
        named = next((name for name in BUNDLES if environ.get(name)), "")
        if not named:
            return
        kind = "SSL_CERT_DIR" if os.path.isdir(environ[named]) else "SSL_CERT_FILE"
        value = environ[named]
    else:
        kind = named = "SSL_CERT_FILE" if environ.get("SSL_CERT_FILE") else "SSL_CERT_DIR"
        value = environ[named]
    cure = "Use a certificate file in PEM format"
    if kind == "SSL_CERT_DIR":
        if not os.path.isdir(value):
            cure = "Use a folder of certificates"
            raise _setting(named, value, "names a folder that does not exist", cure)
    elif not os.path.exists(value):
        raise _setting(named, value, "names a certificate file that does not exist", cure)
    else:
        try:
            ssl.create_default_context(cafile=value)
        except ssl.SSLError as error:
            raise _setting(
                named, value, "names a file that contains no certificates", cure
            ) from error
        except OSError as error:
            fault = f"names a file that cannot be read ({error.strerror})"
            raise _setting(named, value, fault, cure) from error
    environ[kind] = value


def _client() -> Any:
    import httpx2

    return httpx2.Client(
        event_hooks={"response": [failures.judge_answer]},
        follow_redirects=True,
        timeout=None,  # every request has its own
    )


class Access:
    """With which token the hub is asked: the person's own, until the hub refuses it.

    token  for huggingface_hub: a text, or False for none
    notes  what there is to say of it
    """

    def __init__(self) -> None:
        import huggingface_hub

        self.token: str | bool = False
        self.notes: list[str] = []
        try:
            found = huggingface_hub.get_token() or ""
        except (OSError, ValueError):
            found = "\n"
        if re.fullmatch(r"[!-~]+", found):
            self.token = found
        elif found:
            self.notes.append(f"The Hugging Face token cannot be read and was not used. {LOGIN}")

    def refused(self, status: int) -> bool:
        """Whether to ask again, without the token: models that anyone may have refuse a stale one
        just as if they were private."""
        if status not in (401, 403) or not self.token:
            return False
        self.token = False
        self.notes.append(f"The hub refused the Hugging Face token, so it was not used. {LOGIN}")
        return True


LOGIN = "Get a new one with: hf auth login"
