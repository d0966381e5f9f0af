"""One press of a button, from the asking to the end."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...backend.shared import files, messages
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import Preview, Progress, Result, Sample
from ...backend.shared.models import catalog
from ...backend.shared.request import (
    GenerationRequest,
    InstallationRequest,
    ModelRequest,
    PreparationRequest,
)
from ..images import icons

if TYPE_CHECKING:
    from ..scene.placement import Placement

COMMANDS = {
    GenerationRequest: messages.Generate,
    PreparationRequest: messages.Prepare,
    ModelRequest: messages.Manage,
    InstallationRequest: messages.Install,
}


@dataclass(eq=False)
class Job:
    """What was asked of the worker, what becomes of the result, and how far it is.

    What was asked:
    python        the worker's
    title         what the objects are called
    placement     what becomes of the result in a scene; only `scene/` looks into it
    script        whether a script waits for it: what it made is then selected and active
    sheet         of which contact sheet its samples are; they are looked at and picked
    settings      of the panel, as far as they are known
    after         called with the finished job; without it, its objects land in the scene
    file          which opening of a .blend it was asked in; see `references.opening`

    How far it is:
    shown         samples of a contact sheet that are there already
    preview       what the first sample looks like so far
    follower      the job that follows once this one is cancelled
    ended         seconds of the monotonic clock
    error         why it failed, or why its result does not land by itself
    notes         sentences about how it landed
    """

    request: GenerationRequest | PreparationRequest | ModelRequest | InstallationRequest
    python: Path
    title: str = ""
    placement: Placement | None = None
    script: bool = False
    sheet: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    after: Callable[[Job], None] | None = None
    file: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    shown: list[Sample] = field(default_factory=list)
    preview: Preview | None = None
    follower: Job | None = None
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
            vocabulary = catalog.choose(request.model, request.gives).vocabulary
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
        """Remove the job's folder with its meshes and images, and what is shown of those."""
        match self.request:
            case GenerationRequest(folder=folder):
                icons.forget(folder)
                files.remove_own(Path(folder))
            case PreparationRequest(output=output):
                files.remove_own(Path(output).parent)
