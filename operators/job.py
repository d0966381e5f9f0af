"""One press of a button, from the asking to the end."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..backend.protocol import catalogue, files, messages
from ..backend.protocol.errors import MaquetteError
from ..backend.protocol.messages import Ghost, Progress, Result, Sample
from ..backend.protocol.request import (
    GenerationRequest,
    InstallationRequest,
    ModelRequest,
    PreparationRequest,
)
from . import preview
from .fitting import Box
from .placement import Placement
from .references import Reference

COMMANDS = {
    GenerationRequest: messages.Generate,
    PreparationRequest: messages.Prepare,
    ModelRequest: messages.Manage,
    InstallationRequest: messages.Install,
}


@dataclass(eq=False)
class Job:
    """What was asked of the worker and how far it is.

    python        the worker's
    title         what the objects are called
    size, shading, origin, voxels  of the objects; see `mesh_import.make_object`
    placement     where the press was, for what lands in a scene
    script        whether a script waits for it: what it made is then selected and active
    target        an object that shall get the mesh
    box           of that object, which the mesh shall fill
    beside        an object that the new ones stand beside
    parents       names of the objects whose latents it begins from, to make others
    sheet         of which contact sheet its samples are; they are looked at and picked
    shown         those of them that are there already
    ghost         what the first sample looks like so far
    settings      of the panel, as they were; none where no panel was asked
    after         called with the finished job; without it, its objects land in the scene
    follower      the job that follows once this one is cancelled
    file          which opening of a .blend it was asked in; see `references.opening`
    ended         seconds of the monotonic clock
    error         why it failed, or why its result does not land by itself
    notes         sentences about how it landed
    """

    request: GenerationRequest | PreparationRequest | ModelRequest | InstallationRequest
    python: Path
    title: str = ""
    size: float = 2.0
    shading: str = "SMOOTH"
    origin: str = "BASE"
    voxels: int = 0
    placement: Placement | None = None
    script: bool = False
    target: Reference | None = None
    box: Box | None = None
    beside: Reference | None = None
    parents: str = ""
    sheet: str = ""
    shown: list[Sample] = field(default_factory=list)
    ghost: Ghost | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    after: Callable[[Job], None] | None = None
    follower: Job | None = None
    file: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    ended: float = 0.0
    progress: Progress | None = None
    cancelled: bool = False
    result: Result | None = None
    error: MaquetteError | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def lands(self) -> bool:
        """Whether what it makes goes into a scene."""
        return isinstance(self.request, GenerationRequest) and not (self.after or self.sheet)

    @property
    def panel(self) -> dict[str, Any]:
        """Values of the panel's settings, as far as they are known."""
        shape = {name: getattr(self, name) for name in ("size", "shading", "origin", "voxels")}
        return shape | dict(self.settings)

    @property
    def queues(self) -> bool:
        """Whether it can wait for its turn. What manages the machine is done at once or not."""
        return isinstance(self.request, GenerationRequest)

    @property
    def news(self) -> tuple[str, ...]:
        """Sentences of the result that are news: the panel says those about a prompt as it is
        typed, a script hears them now."""
        notes, request = self.result.notes, self.request
        if self.script or not isinstance(request, GenerationRequest) or not request.prompt:
            return notes
        with contextlib.suppress(MaquetteError):  # somebody took the model away
            vocabulary = catalogue.choose(request.model, request.gives).vocabulary
            said = vocabulary.read(request.prompt).sentences
            notes = tuple(note for note in notes if note not in said)
        return notes

    @property
    def installs(self) -> bool:
        return isinstance(self.request, InstallationRequest)

    @property
    def command(self) -> messages.Job:
        return COMMANDS[type(self.request)](self.name, self.request)

    def discard(self) -> None:
        """Remove the job's folder with its meshes and pictures, and what is shown of those."""
        match self.request:
            case GenerationRequest(folder=folder):
                preview.forget(folder)
                files.remove_own(Path(folder))
            case PreparationRequest(output=output):
                files.remove_own(Path(output).parent)
