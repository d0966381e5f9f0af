"""What travels on the worker's pipes: one JSON object a line, ASCII, ended by a newline.

    to the worker      generate, prepare, convert, manage, install, cancel, ping, shutdown, chunk
    from the worker    ready, models, progress, made, preview, result, error, cancelled, pong, chunk

Every message is a frozen dataclass; `encode` and `decode` are each other's inverse. The worker
says `ready` once, before anything else. Each job (the first five) is answered by any number of
`progress`, `made` and `preview` and then exactly one of `result`, `error` and `cancelled` with the
same job name. The end of the worker's input means the same as `shutdown`. Files travel as
`Artifact`s: by their paths, or, where the worker shares no disk, in chunks ahead of the message
that names them (`contents.py`).
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import json
import tomllib
import typing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from . import strict_json, typed
from .artifact import Artifact
from .errors import Code, MaquetteError, foreign
from .request import (
    ConversionRequest,
    GenerationRequest,
    InstallationRequest,
    ModelRequest,
    PreparationRequest,
)
from .typed import Count, Seed

PROTOCOL = 5
LONGEST_LINE = 1 << 24  # bytes; 64 samples with a sequence of 120 images each have some 3 MB
NONE = Artifact()
ModelState = Literal["ready", "partial", "absent"]  # hub_cache.state
AGAIN = "Press Generate again. See the log for details."
MANIFEST = Path(__file__).parents[2] / "blender_manifest.toml"


@functools.cache
def version() -> str:
    """Maquette's own version, which the extension's manifest states."""
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["version"]


# To the worker.


@dataclass(frozen=True)
class Generate:
    job: str
    request: GenerationRequest


@dataclass(frozen=True)
class Prepare:
    job: str
    request: PreparationRequest


@dataclass(frozen=True)
class Convert:
    job: str
    request: ConversionRequest


@dataclass(frozen=True)
class Manage:
    job: str
    request: ModelRequest


@dataclass(frozen=True)
class Install:
    job: str
    request: InstallationRequest


@dataclass(frozen=True)
class Cancel:
    job: str


@dataclass(frozen=True)
class Ping:
    token: int


@dataclass(frozen=True)
class Shutdown:
    pass


# Both ways.


@dataclass(frozen=True)
class Chunk:
    """A piece of an artifact's content, in the order of the pieces."""

    sha256: str
    content: bytes


# From the worker.


@dataclass(frozen=True)
class Device:
    """A processor that torch can use here.

    name   "cuda", "mps" or "cpu"
    label  for a person: "NVIDIA GeForce RTX 4070"
    free   bytes of its memory that are not in use
    total  bytes of its memory
    speed  TFLOP/s of a matrix product in the precision that would be used; 0 where not measured
    """

    name: str
    label: str
    free: Count = 0
    total: Count = 0
    speed: float = 0.0


@dataclass(frozen=True)
class Ready:
    """The worker is up. `devices`, the fastest first, are none where torch is not installed.
    `remote`: it shares no disk with whoever asks; files go both ways by their contents, and
    `models` tells what of the hub's models is there, as `Models` does."""

    protocol: int
    version: str
    python: str
    devices: tuple[Device, ...] = ()
    packages: dict[str, str] = field(default_factory=dict)
    remote: bool = False
    models: dict[str, ModelState] = field(default_factory=dict)


@dataclass(frozen=True)
class Models:
    """How much of each of the hub's models, by its id, is where the worker is; said by one that
    shares no disk whenever that may have changed."""

    models: dict[str, ModelState]


@dataclass(frozen=True)
class Progress:
    """`step` of `total` in `stage` is done; `eta` is what is left of the stage, in seconds."""

    job: str
    stage: str
    step: Count = 0
    total: Count = 0
    eta: float | None = None


@dataclass(frozen=True)
class Sample:
    """One object that was made: its files and what it takes to make it again. `mesh` is false where
    none was asked for; `turntable` is one file, or each of a sequence; `watertight` is whether
    every edge of the mesh has two faces; `points` are there if both were asked for; `images` show
    an omage, which then is the `mesh`; `sides` are how long it is along x, y and z."""

    mesh: Artifact
    seed: Seed
    vertices: Count = 0
    faces: Count = 0
    turntable: tuple[Artifact, ...] = ()
    latent: Artifact = NONE
    thumbnail: Artifact = NONE
    watertight: bool = False
    points: Artifact = NONE
    images: tuple[Artifact, ...] = ()
    sides: tuple[float, ...] = ()


@dataclass(frozen=True)
class Made:
    """One sample of several can be looked at: its thumbnail is there, its other files come with
    the result, and only if that comes."""

    job: str
    sample: Sample


@dataclass(frozen=True)
class Preview:
    """What the first sample looks like after `step` steps of the sampler: a coarse mesh file, which
    the next one takes the place of, and an image of it, where the family's samples are images."""

    job: str
    mesh: Artifact
    step: Count
    image: Artifact = Artifact()


@dataclass(frozen=True)
class Result:
    """A job is done. `image` is the prepared one, if it was to be kept; `sampler`, `steps` and
    `guidance` are what was used, `seconds` the time of each stage, `notes` sentences worth showing
    (words the model does not know, a prompt cut short), `preview_meshes` the files of the live
    preview, where they were kept.
    """

    job: str
    samples: tuple[Sample, ...] = ()
    model: str = ""
    device: str = ""
    steps: Count = 0
    guidance: float = 0.0
    sampler: str = "exact"  # a history from before it was told knows no other
    seconds: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    image: Artifact = NONE
    preview_meshes: tuple[Artifact, ...] = ()


@dataclass(frozen=True)
class Error:
    """A job failed, or, without a job, the worker itself."""

    code: Code
    message: str
    remedy: str = ""
    job: str = ""

    @classmethod
    def of(cls, error: MaquetteError, job: str = "") -> Error:
        return cls(error.code, error.message, error.remedy, job)


@dataclass(frozen=True)
class Cancelled:
    job: str


@dataclass(frozen=True)
class Pong:
    token: int


JobCommand = Generate | Prepare | Convert | Manage | Install
Command = JobCommand | Cancel | Ping | Shutdown | Chunk
Event = Ready | Models | Progress | Made | Preview | Result | Error | Cancelled | Pong | Chunk

COMMANDS = {kind.__name__.lower(): kind for kind in typing.get_args(Command)}
EVENTS = {kind.__name__.lower(): kind for kind in typing.get_args(Event)}


def encode(message: Command | Event) -> bytes:
    """One line. ASCII, so that no pipe's encoding can spoil a prompt.

    Raises MaquetteError("protocol") for a message that `decode` would not take: one with a number
    that JSON has not, or longer than `LONGEST_LINE`.
    """
    body = {"type": type(message).__name__.lower(), **dataclasses.asdict(message)}
    with foreign("protocol", "A message cannot be sent", AGAIN):
        text = json.dumps(body, ensure_ascii=True, allow_nan=False, default=_base64)
        line = text.encode("ascii") + b"\n"
        if len(line) > LONGEST_LINE:
            raise ValueError(f"it has {len(line)} bytes")
    return line


def decode(line: bytes, kinds: dict[str, type]) -> Any:
    """The message in one line, of one of `kinds` (`COMMANDS` or `EVENTS`), with values of the types
    and within the ranges that its fields declare.

    Raises MaquetteError("protocol") for anything that is not such a message.
    """
    with foreign(
        "protocol", f"A message on the worker's pipe cannot be read: {_shown(line)}", AGAIN
    ):
        if len(line) > LONGEST_LINE:
            raise ValueError("it is too long")
        body = strict_json.loads(line)
        if not isinstance(body, dict):
            raise ValueError("it is not an object")
        kind = body.pop("type", None)
        if not isinstance(kind, str) or kind not in kinds:
            raise ValueError("its type is not known")
        return typed.fit(body, kinds[kind], "")


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def _shown(line: bytes) -> str:
    return ascii(line[:80].decode("ascii", "replace")).strip("'\"")
