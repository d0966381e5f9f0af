"""What went wrong between here and the hub, or another server, by its cause; and nothing of it
that is secret.

What huggingface_hub and httpx2 raise becomes the sentence for a person, and a story for the log.
They are known by their names, so that this is the standard library alone.
"""

from __future__ import annotations

import logging
import re
import ssl
import traceback
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ..shared.errors import MaquetteError
from ..shared.files import printable

AGAIN = "Download it again; the files that are complete are kept."
THEN_AGAIN = "Then download again; the files that are complete are kept."
PORTAL = (
    "Open a web page in your browser and log in to the network, or ask its"
    " administrator to allow {}. Then download again."
)
ANSWERS = {  # what a hub may say, and what to do
    401: ("gives this model only to users who are logged in", "Log in with: hf auth login"),
    403: (
        "does not give this model to your account",
        "Accept its terms on its page, then: hf auth login",
    ),
    404: ("does not have this model", "Update Maquette, or choose another model."),
    429: ("has received too many requests", "Wait a few minutes, then download again."),
}
COPY = "Update Maquette, or import a copy: python -m backend models import"
SERVERS = {  # and what a server may that has files at plain addresses; 409 is Azure's for 403
    **dict.fromkeys((401, 403, 409), ("does not give this file to everyone", COPY)),
    **dict.fromkeys((404, 410), ("does not have this file any more", COPY)),
    429: ANSWERS[429],
}
PROXY_LOGIN = 407
CLOCK = (9, 10)  # of OpenSSL: a certificate that is not valid yet, or any more
OTHER_NAME = (62, 64)
LONGEST_WAIT = 30  # seconds that a hub may ask us to wait without a word to the person


def judge_answer(answer: Any) -> None:
    """Look at everything that comes, before huggingface_hub does. Raises MaquetteError.

    The hub answers with data. A web page comes from something between here and there.
    """
    if answer.is_redirect:
        return
    host, status = answer.url.host, answer.status_code
    page = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower() == "text/html"
    if status == 511 or (page and status < 500):
        raise MaquetteError(
            "network",
            f"{host} returned a web page instead of a model: this network requires a"
            " login, or blocks the address.",
            PORTAL.format(host),
        )
    if status == 429 and asked_wait(answer) > LONGEST_WAIT:
        raise MaquetteError(
            "model",
            f"{host} has received too many requests.",
            f"Wait {-(-asked_wait(answer) // 60)} minutes, then download again.",
        )


def asked_wait(answer: Any) -> int:
    """How many seconds a hub asks us to wait before the next request; 0 if it does not say."""
    wait = answer.headers.get("Retry-After", "") if answer is not None else ""
    return int(wait) if wait.isdecimal() else 0


def explained(
    error: BaseException, endpoint: str, proxy: tuple[str, str], hub: bool = True
) -> MaquetteError:
    """What went wrong between here and `endpoint`, by its cause.

    proxy  through which it was asked: the name of the setting, and its value; empty without one
    hub    whether that is a hub; else a server with files at plain addresses
    """
    answer = getattr(error, "response", None)
    if answer is not None and answer.status_code != PROXY_LOGIN:
        return _refused(answer, endpoint, hub)
    host = urlsplit(endpoint).netloc.rpartition("@")[2]
    causes = list(_chain(error))
    kinds = {base.__name__ for cause in causes for base in type(cause).__mro__}
    name, through = proxy[0], printable(without_secrets(proxy[1]))
    refused = next((c for c in causes if isinstance(c, ssl.SSLCertVerificationError)), None)
    if refused is not None:
        return _untrusted(refused, host)
    if "SSLError" in kinds:
        what = f"A secure connection to {through or host} cannot be made: {first_line(causes[-1])}."
        setting = name or ("HF_ENDPOINT" if hub else "")
        remedy = f"Check {setting}: is https:// right?" if setting else "Try another network."
        remedy = f"{remedy} {THEN_AGAIN}"
    elif kinds & {"ProxyError", "HfHubHTTPError"}:
        what = f"The proxy {through} ({name}) refuses the connection: {first_line(error)}."
        remedy = f"Correct {name}, with a user name and password if it needs them. {THEN_AGAIN}"
    elif "TooManyRedirects" in kinds:
        what = f"This network redirects requests for {host} in circles."
        remedy = PORTAL.format(host)
    elif through and kinds & {"ConnectError", "ConnectTimeout"}:
        what = f"The proxy {through} ({name}) does not respond."
        remedy = f"Correct or unset {name}. {THEN_AGAIN}"
    elif kinds & {"TransportError", "TimeoutError", "OfflineModeIsEnabled"}:
        what = f"The {'hub' if hub else 'server'} cannot be reached: {host}."
        remedy = f"Check the connection. {THEN_AGAIN}"
    elif "OSError" in kinds:  # of the library, about lengths
        what = f"The data from {host} does not have the length that was announced."
        remedy = f"Try another network. {THEN_AGAIN}"
    else:
        manner, setting = ("a hub does", ", or check HF_ENDPOINT") if hub else ("expected", "")
        what = f"{host} responds, but not as {manner} ({type(error).__name__})."
        remedy = f"Log in to the network in the browser{setting}. {THEN_AGAIN}"
    return MaquetteError("network", what, remedy)


def _refused(answer: Any, endpoint: str, hub: bool) -> MaquetteError:
    status, who = answer.status_code, "The hub" if hub else "The server"
    known = ANSWERS if hub else SERVERS
    if status in known and not elsewhere(answer, endpoint):
        what, remedy = known[status]
        return MaquetteError("model", f"{who} {what}.", remedy)
    return MaquetteError(
        "network", f"{who} cannot respond now (status {status}).", f"Try again later. {AGAIN}"
    )


def elsewhere(answer: Any, endpoint: str) -> bool:
    """Whether it is not the hub's own but of a store that it sent us to, with a link that lasts for
    a while: the hub makes a new one."""
    return str(answer.url.netloc, "ascii") != urlsplit(endpoint).netloc.rpartition("@")[2]


def _untrusted(error: ssl.SSLCertVerificationError, host: str) -> MaquetteError:
    code = getattr(error, "verify_code", 0)
    if code in CLOCK:
        fault, remedy = "has expired or is not valid yet", "Check this computer's date and time."
    elif code in OTHER_NAME:
        fault, remedy = "belongs to another server", PORTAL.format(host)
    else:
        fault = "is signed by an unknown authority"
        remedy = (
            "If your company's network inspects connections, set SSL_CERT_FILE to its"
            " certificate (a .pem file)."
        )
    return MaquetteError("network", f"The certificate of {host} {fault}.", remedy)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def first_line(error: BaseException) -> str:
    lines = without_secrets(str(error)).strip().splitlines()
    return printable(lines[0]).rstrip(".") if lines else type(error).__name__


def without_secrets(text: str) -> str:
    """A text without what is secret in addresses: what follows a question mark, where a hub signs
    its links, and names with passwords."""
    text = re.sub(r"(?:(?<=//)[^\s/@'\"]*|[^\s/@:'\"]*:[^\s/@'\"]*)@", "", text)
    return re.sub(r"(\w+://[^\s?'\"<>]*)\?[^\s'\"<>]*", r"\1?…", text)


class Cause(Exception):
    """The story of an error, for the log, without its secrets."""

    @classmethod
    def of(cls, error: BaseException) -> Cause:
        return cls(without_secrets("".join(traceback.format_exception(error))))


class _Discreet(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = without_secrets(record.getMessage()), ()
        return True


_DISCREET = _Discreet()


def hush() -> None:
    for logger in (logging.getLogger(), logging.getLogger("huggingface_hub")):
        for handler in logger.handlers:
            handler.addFilter(_DISCREET)  # adds it once
