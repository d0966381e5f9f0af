"""Why pip failed, by its own words."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence

from ..shared.errors import MaquetteError
from ..shared.files import printable

AGAIN = "Install the backend again; it continues where it stopped."


def explain(said: Sequence[str]) -> MaquetteError:
    """Why pip failed, by its own words."""
    text = "\n".join(said)
    if other := re.search(r"DO NOT MATCH THE HASHES(?:.*\n)+? +(\S+?)(?:==\S+)? from ", text):
        return MaquetteError(
            "environment",
            f"{printable(other[1])} is not the file that this version of Maquette was made with.",
            (
                "It is damaged, or the package index has another build: check pip's index"
                f" settings. {AGAIN}"
            ),
        )
    for pattern, message, *remedies in _REASONS:
        if re.search(pattern, text, re.IGNORECASE):
            return MaquetteError("environment", message, *remedies)
    errors = [line for line in said if line.startswith("ERROR:")] or [""]
    if errors[-1] == "ERROR: Exception:":  # a traceback, whose last line says it
        errors = [*said]
    last = errors[-1].removeprefix("ERROR:").strip().rstrip(".")
    return MaquetteError("environment", f"pip failed: {last or 'it did not say why'}.", AGAIN)


_REASONS = (
    (
        r"No space left|Errno 28|not enough space|Disk quota exceeded",
        "The disk is full.",
        f"Free up some space, also in the temporary folder {tempfile.gettempdir()}. {AGAIN}",
    ),
    (
        "Long Path support|path too long|filename or extension is too long",
        "The folder's path is too long for Windows.",
        "Choose a shorter folder in the preferences, such as C:\\Maquette.",
        "Choose a shorter one with --folder, such as C:\\Maquette.",
    ),
    (
        "SOCKS support|Unable to determine SOCKS|Not supported proxy scheme|socks(4|5h?)?://",
        "A proxy setting names a SOCKS proxy, which pip cannot use.",
        f"Set https_proxy to an HTTP proxy, or unset all_proxy. {AGAIN}",
    ),
    (
        "ProxyError|Proxy Authentication|Tunnel connection failed|InvalidProxyURL|check proxy URL",
        "The packages cannot be downloaded: the proxy refuses the connection.",
        f"Correct https_proxy or pip's proxy setting, with its password if it needs one. {AGAIN}",
    ),
    (
        "CA certificate bundle|TLS certificate file|TLS key file|NO_CERTIFICATE_OR_CRL_FOUND",
        "A setting names a certificate file that does not exist or is empty.",
        f"Correct or unset REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or pip's cert. {AGAIN}",
    ),
    (
        "CERTIFICATE_VERIFY_FAILED|SSLCertVerificationError|certificate verify failed",
        "The certificate of the package index is not trusted here.",
        (
            "If your company's network inspects connections, set REQUESTS_CA_BUNDLE to"
            f" its certificate (a .pem file). Otherwise check this computer's date. {AGAIN}"
        ),
    ),
    (
        "Invalid( IPv6)? URL|InvalidSchema|MissingSchema|No connection adapters|Failed to parse"
        "|please provide a scheme|lacks a specific scheme",
        "The address of a package index is not valid.",
        f"Write it with https:// in front, in pip's index settings. {AGAIN}",
    ),
    (
        r"SSLError\(",
        "No secure connection to the package index can be made.",
        f"Check https:// in pip's index and proxy settings. {AGAIN}",
    ),
    (
        "NewConnectionError|name resolution|getaddrinfo|Network is unreachable|timed out"
        "|Connection (broken|aborted|refused|reset)|SSLError|Max retries",
        "The packages cannot be downloaded: the network does not respond.",
        f"Check the connection and pip's proxy settings. {AGAIN}",
    ),
    (
        "Permission denied|Access is denied|Read-only file system",
        "pip cannot write to the folder, or a file in it is in use.",
        "Close other instances of Blender, or choose another folder in the preferences.",
        "Close other instances of Blender, or choose another folder with --folder.",
    ),
    (
        "No matching distribution|Could not find a version",
        "pip found no package that fits this computer and this Python.",
        (
            "Check in the browser whether this network asks for a login, then check pip's"
            " index settings. The log names the package."
        ),
    ),
)
