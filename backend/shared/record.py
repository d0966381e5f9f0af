"""How a mesh was made, as its own file says it: the request as it was used, the model and its
license. `python -m backend show chair.glb` prints it, `generate --like chair.glb` makes it again.

A .glb keeps it in `asset.extras`, a .ply and an .obj in a line of their comments:

    maquette {"record": 1, "version": "0.1.0", "license": "GPL-3.0-or-later", "request": {...}}

Of the request it has the settings that decide what is made, and how the image was prepared, but
no path: neither the image's nor any other of the machine that it was made on.
"""

from __future__ import annotations

import dataclasses
import json
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import old_names, strict_json, typed
from .errors import MaquetteError
from .files import explained, printable
from .messages import version
from .request import GenerationRequest, SourceImage
from .setting import settings_of

VERSION = 1
KEY = "maquette"
LONGEST = 1 << 20  # bytes of a file's head that may hold it
SAID = (*(name for name, it in settings_of(GenerationRequest).items() if it.kept), "real_size")
PREPARED = tuple(settings_of(SourceImage))


@dataclass(frozen=True)
class Record:
    """request  values of `GenerationRequest`, by their names
    image  of `SourceImage`, if it was made of one
    init_latents  whether it began from the latents of other objects
    """

    record: int = VERSION
    version: str = ""
    license: str = ""
    request: dict[str, str | int | float | bool | None] = field(default_factory=dict)
    image: dict[str, Any] | None = None
    init_latents: bool = False

    def of_seed(self, seed: int) -> Record:
        return dataclasses.replace(self, request={**self.request, "seed": seed})


def of(request: GenerationRequest, license: str) -> Record:
    """Of a request as it was used."""
    shown = request.image
    return Record(
        version=version(),
        license=license,
        request={name: getattr(request, name) for name in SAID},
        image={name: getattr(shown, name) for name in PREPARED} if shown else None,
        init_latents=request.init_latents is not None,
    )


def encoded(record: Record) -> str:
    """One line of ASCII."""
    return json.dumps(dataclasses.asdict(record), ensure_ascii=True)


def read(file: Path | str) -> Record:
    """Of a .glb, .ply or .obj. Raises MaquetteError("file") for one that cannot be read or does not
    say how it was made."""
    try:
        with open(file, "rb") as opened:
            head = opened.read(LONGEST)
    except OSError as error:
        raise explained(file, error, "read") from error
    try:
        return _decoded(next(_found(head)))
    except (ValueError, StopIteration) as error:
        why = str(error)
        raise MaquetteError(
            "file",
            f"{printable(file)} does not say how it was made{': ' if why else ''}{why}.",
            "Choose a .glb, .ply or .obj that Maquette wrote.",
        ) from error


def _decoded(said: Any) -> Record:
    if not isinstance(said, dict):
        raise ValueError("its record is not an object")
    said = old_names.renamed(said, old_names.REQUEST)
    if said.get("record") != VERSION:
        raise ValueError(f"its record is of version {str(said.get('record'))[:20]}, not {VERSION}")
    request, hints = said.get("request"), typed.hints(GenerationRequest)
    if not isinstance(request, Mapping):
        raise ValueError("its record has no request")
    request = old_names.renamed(request, old_names.REQUEST)
    fitted = {name: typed.fit(request[name], hints[name], name) for name in SAID if name in request}
    image, hints = said.get("image"), typed.hints(SourceImage)
    if isinstance(image, Mapping):
        image = {n: typed.fit(image[n], hints[n], n) for n in PREPARED if n in image}
    known = {name: said[name] for name in ("version", "license", "init_latents") if name in said}
    plain = typed.fit(known, Record, "")
    return dataclasses.replace(plain, request=fitted, image=image)


def _found(head: bytes) -> Iterator[Any]:
    """What a file's head holds."""
    if head[:4] == b"glTF" and len(head) >= 20:
        (length,) = struct.unpack_from("<I", head, 12)
        scene = strict_json.loads(head[20 : 20 + length])
        asset = scene.get("asset") if isinstance(scene, dict) else None
        extras = asset.get("extras") if isinstance(asset, dict) else None
        if isinstance(extras, dict) and KEY in extras:
            yield extras[KEY]
        return
    for line in head.splitlines():
        words = line.split(None, 2)
        if line.startswith((b"# ", b"comment ")) and words[1:2] == [KEY.encode()]:
            yield strict_json.loads(words[2] if len(words) > 2 else b"")
        if line.startswith((b"v ", b"end_header")):
            return
