"""How an object was made: what its file, the object in Blender and the history keep, in one form.

    {"record": 2, "version": "0.1.0", "license": "GPL-3.0-or-later", "request": {...}, ...}

Of the request it has the settings that decide what is made, as they were used, and how the image
was prepared, but no path: neither the image's nor any other of the machine that it was made on. A
.glb keeps it in `asset.extras`, a .ply and an .obj in a line of their comments, which begins with
"maquette". `python -m backend show chair.glb` prints it, `generate --like chair.glb` makes it
again.
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
from .messages import Sample, version
from .request import GenerationRequest, SourceImage
from .setting import settings_of
from .typed import Count

VERSION = 2
KEY = "maquette"
LONGEST = 1 << 20  # bytes of a file's head that may hold it
SAID = (*(name for name, it in settings_of(GenerationRequest).items() if it.kept), "real_size")
PREPARED = tuple(settings_of(SourceImage))


@dataclass(frozen=True)
class Geometry:
    """A mesh as it was made; watertight is whether every edge of it has two faces."""

    vertices: Count = 0
    faces: Count = 0
    watertight: bool = False


@dataclass(frozen=True)
class ObjectForm:
    """Of an object in Blender: what of the mesh lies in its origin, and the voxels of its quads
    along its longest side, or 0."""

    origin: str = "BASE"
    voxels: int = 0


@dataclass(frozen=True)
class Record:
    """request       values of `GenerationRequest`, by their names
    image         of `SourceImage`, if it was made from one
    init_latents  whether it began from the latents of other objects
    parents       their names in Blender
    strength      how much of the sampler's way was gone again from there
    retexture     whether its shape was kept, and a new material made for it
    mesh, form    what came of it
    """

    record: int = VERSION
    version: str = ""
    license: str = ""
    request: dict[str, Any] = field(default_factory=dict)
    image: dict[str, Any] | None = None
    init_latents: bool = False
    parents: str = ""
    strength: float = 0.0
    retexture: bool = False
    mesh: Geometry = Geometry()
    form: ObjectForm = ObjectForm()

    def of_seed(self, seed: int) -> Record:
        return dataclasses.replace(self, request={**self.request, "seed": seed})

    def of_sample(self, sample: Sample) -> Record:
        mesh = Geometry(sample.vertices, sample.faces, sample.watertight)
        return dataclasses.replace(self.of_seed(sample.seed), mesh=mesh)

    def asked(self, **more: Any) -> GenerationRequest:
        """The request once more; `more` has what a record does not keep, or goes before it."""
        return GenerationRequest(**{**self.request, **more})


def of(request: GenerationRequest, license: str, **more: Any) -> Record:
    """Of a request as it was used; `more` are fields of a record."""
    shown, init = request.image, request.init_latents
    return Record(
        version=version(),
        license=license,
        request={name: getattr(request, name) for name in SAID},
        image={name: getattr(shown, name) for name in PREPARED} if shown else None,
        init_latents=init is not None,
        strength=init.strength if init else 0.0,
        retexture=bool(init and init.retexture),
        **more,
    )


def encoded(record: Record) -> str:
    """One line of ASCII."""
    return json.dumps(dataclasses.asdict(record), ensure_ascii=True)


def decoded(line: str) -> Record:
    """Of such a line, of any version. Raises ValueError for anything else."""
    return _checked(strict_json.loads(line.encode("utf-8", "replace")))


def read(file: Path | str) -> Record:
    """Of a .glb, .ply or .obj. Raises MaquetteError("file") for one that cannot be read or does not
    say how it was made."""
    try:
        with open(file, "rb") as opened:
            head = opened.read(LONGEST)
    except OSError as error:
        raise explained(file, error, "read") from error
    try:
        return _checked(next(_found(head)))
    except (ValueError, StopIteration) as error:
        why = str(error)
        raise MaquetteError(
            "file",
            f"{printable(file)} does not say how it was made{': ' if why else ''}{why}.",
            "Choose a .glb, .ply or .obj that Maquette wrote.",
        ) from error


def _checked(said: Any) -> Record:
    if not isinstance(said, dict):
        raise ValueError("its record is not an object")
    if said.get("record") not in range(1, VERSION + 1):
        number = str(said.get("record"))[:20]
        raise ValueError(f"its record is of version {number}, not {VERSION}")
    said = old_names.renamed(said, old_names.REQUEST) | {"record": VERSION}
    request, hints = said.get("request"), typed.hints(GenerationRequest)
    if not isinstance(request, Mapping):
        raise ValueError("its record has no request")
    request = old_names.renamed(request, old_names.REQUEST)
    fitted = {name: typed.fit(request[name], hints[name], name) for name in SAID if name in request}
    image, hints = said.get("image"), typed.hints(SourceImage)
    if isinstance(image, Mapping):
        image = {n: typed.fit(image[n], hints[n], n) for n in PREPARED if n in image}
    plain = {each.name for each in dataclasses.fields(Record)} - {"request", "image"}
    known = typed.fit({name: said[name] for name in said if name in plain}, Record, "")
    return dataclasses.replace(known, request=fitted, image=image)


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
