"""What tells an object of a list from others: its identity, a hash of all that decides what is
made. It does not depend on the list: neither on the row's number nor on the order of its columns.
"""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from .. import record
from ..errors import MaquetteError
from ..request import GenerationRequest, SourceImage
from ..setting import default_of
from ..texts import is_file_name

LONGEST_NAME = 200  # bytes of a folder's name, which gets endings in the making; systems take 255
WORDS = 40  # characters of the prompt in one that nobody gave
DIGITS = 12  # of the identity beside them
STRANGE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # of Windows
OURS = ("index.html", "index.jsonl")


def identity(used: GenerationRequest) -> str:
    """Of a request as it is used. Settings at their defaults are left out: one that a later version
    of Maquette adds does not change it."""
    told = record.of(used, "")
    said = {
        "request": _changed(told.request, GenerationRequest),
        "image": _changed(told.image or {}, SourceImage),
        "content": used.image.file.sha256 if used.image else "",
        "format": used.format,
    }
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _changed(said: dict[str, object], kind: type) -> dict[str, object]:
    return {name: value for name, value in said.items() if value != default_of(kind, name)}


def folder_name(used: GenerationRequest, identity: str) -> str:
    """Of a folder that nobody named."""
    words = used.prompt or (Path(used.image.file.name).stem if used.image else "")
    slug = re.sub(r"\W+", "-", words.casefold())[:WORDS].strip("-_") or "object"
    return f"{slug}-{identity[:DIGITS]}"


def check_name(name: str) -> None:
    """Raise MaquetteError("request") for a name that some system does not take for a folder's."""
    wrong = STRANGE.search(name) or RESERVED.fullmatch(name) or name[0] == "." or name[-1] in " ."
    if wrong or name.casefold() in OURS or not is_file_name(name) or not name.isprintable():
        raise MaquetteError(
            "request",
            f"Its name {name[:80]!r} is not a file name.",
            "Use letters, digits, spaces, hyphens and underscores.",
        )
    if (size := len(name.encode("utf-8", "replace"))) > LONGEST_NAME:
        raise MaquetteError(
            "request", f"Its name has {size} bytes.", f"Use a name of at most {LONGEST_NAME}."
        )
