"""What travels on the worker's pipes: one JSON object a line, ASCII, ended by a newline.

    to the worker      generate, install, cancel, ping, shutdown
    from the worker    ready, progress, result, error, cancelled, pong

Every message is a frozen dataclass; `encode` and `decode` are each other's inverse. The worker
says `ready` once, before anything else. Each `generate` or `install` is answered by any number of
`progress` and then exactly one of `result`, `error` and `cancelled` with the same job name. The
end of the worker's input means the same as `shutdown`. Meshes travel as files, never in here.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import Code, MaquetteError
from .request import GenerationRequest, InstallationRequest

PROTOCOL = 1
MANIFEST = Path(__file__).parents[2] / "blender_manifest.toml"


def version() -> str:
    """Maquette's own version, which the extension's manifest states."""
    return tomllib.loads(MANIFEST.read_text(encoding="utf-8"))["version"]


# To the worker.


@dataclass(frozen=True)
class Generate:
    job: str
    request: GenerationRequest


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


# From the worker.


@dataclass(frozen=True)
class Ready:
    """The worker is up. `device` and torch's version are empty where torch is not installed."""

    protocol: int
    version: str
    python: str
    device: str = ""
    packages: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """`step` of `total` in `stage` is done; `eta` is what is left of the stage, in seconds."""

    job: str
    stage: str
    step: int = 0
    total: int = 0
    eta: float | None = None


@dataclass(frozen=True)
class Sample:
    """One object that was made: its mesh file and what it takes to make it again."""

    mesh: str
    seed: int
    vertices: int
    faces: int


@dataclass(frozen=True)
class Result:
    """A job is done. `steps` and `guidance` are what was used, `seconds` the time of each stage,
    `notes` sentences worth showing (words the model does not know, a prompt cut short)."""

    job: str
    samples: tuple[Sample, ...] = ()
    model: str = ""
    device: str = ""
    steps: int = 0
    guidance: float = 0.0
    seconds: dict[str, float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


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


COMMANDS = {kind.__name__.lower(): kind for kind in (Generate, Install, Cancel, Ping, Shutdown)}
EVENTS = {kind.__name__.lower(): kind for kind in (Ready, Progress, Result, Error, Cancelled, Pong)}

Command = Generate | Install | Cancel | Ping | Shutdown
Event = Ready | Progress | Result | Error | Cancelled | Pong

_NESTED = {
    (Generate, "request"): GenerationRequest,
    (Install, "request"): InstallationRequest,
}


def encode(message: Command | Event) -> bytes:
    """One line. ASCII, so that no pipe's encoding can spoil a prompt."""
    body = {"type": type(message).__name__.lower(), **dataclasses.asdict(message)}
    return json.dumps(body, ensure_ascii=True, allow_nan=False).encode("ascii") + b"\n"


def decode(line: bytes, kinds: dict[str, type]) -> Any:
    """The message in one line, of one of `kinds` (`COMMANDS` or `EVENTS`).

    Raises MaquetteError("protocol") for anything that is not such a message.
    """
    try:
        body = json.loads(line)
        kind = kinds[body.pop("type")]
        for (owner, name), nested in _NESTED.items():
            if owner is kind:
                body[name] = nested(**body[name])
        if kind is Result:
            body["samples"] = tuple(Sample(**sample) for sample in body.get("samples", ()))
            body["notes"] = tuple(body.get("notes", ()))
        return kind(**body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise MaquetteError(
            "protocol",
            f"A message on the worker's pipe cannot be read: {line[:80]!r}.",
            "Press Generate again; the log has the rest.",
        ) from error
