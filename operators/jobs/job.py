"""One press of a button, from the asking to the end."""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from bpy.app.translations import pgettext_iface as iface_

from ...backend.shared import files, messages, record
from ...backend.shared.artifact import Artifact, each
from ...backend.shared.errors import MaquetteError
from ...backend.shared.messages import AGAIN, Preview, Progress, Result, Sample
from ...backend.shared.models import catalog
from ...backend.shared.record import Record
from ...backend.shared.request import (
    ConversionRequest,
    GenerationRequest,
    InstallationRequest,
    ModelRequest,
    PreparationRequest,
)
from ...backend.shared.setting import settings_of
from ..images import icons

if TYPE_CHECKING:  # it makes jobs
    from .listing import Listing

NEWS = 10.0  # seconds for which it is said that something is done
USED = [name for name, it in settings_of(GenerationRequest).items() if it.recommended]
MAKES = (GenerationRequest, ConversionRequest)  # what may wait, and may become an object
COMMANDS = {
    GenerationRequest: messages.Generate,
    PreparationRequest: messages.Prepare,
    ConversionRequest: messages.Convert,
    ModelRequest: messages.Manage,
    InstallationRequest: messages.Install,
}


@dataclass(eq=False)
class Job:
    """What was asked of the worker, what becomes of the result, and how far it is.

    What was asked:
    title         what the objects are called
    placement     what becomes of the result in a scene: a `Placement`; only `scene/` looks into it
    script        whether a script waits for it: what it made is then selected and active
    sheet         of which contact sheet its samples are; they are looked at and picked
    best          whether the one of its samples that fits the target's box best lands; the sheet
                  has all of them
    comparison    with jobs that ask the same of other models
    listing, row  the list that it is of, and the number of its row there
    settings      of the panel, as far as they are known
    after         called with the finished job; without it, its objects land in the scene
    file          which opening of a .blend it was asked in; see `references.opening`

    How far it is:
    shown         samples of a contact sheet that are there already
    preview       what the first sample looks like so far
    follower      the job that follows once this one is cancelled
    begun, ended  seconds of the monotonic clock
    error         why it failed, or why its result does not land by itself
    notes         sentences about how it landed
    """

    request: (
        GenerationRequest
        | PreparationRequest
        | ConversionRequest
        | ModelRequest
        | InstallationRequest
    )
    title: str = ""
    placement: Any = None
    script: bool = False
    sheet: str = ""
    best: bool = False
    comparison: Comparison | None = None
    listing: Listing | None = None
    row: int = 0
    settings: Mapping[str, Any] = field(default_factory=dict)
    after: Callable[[Job], None] | None = None
    file: int = 0
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:12])

    shown: list[Sample] = field(default_factory=list)
    preview: Preview | None = None
    follower: Job | None = None
    begun: float = 0.0
    ended: float = 0.0
    progress: Progress | None = None
    cancelled: bool = False
    result: Result | None = None
    error: MaquetteError | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def lands(self) -> bool:
        """Whether what it makes goes into a scene."""
        picked = self.sheet and not self.best
        return isinstance(self.request, MAKES) and not (self.after or picked)

    @property
    def queues(self) -> bool:
        """Whether it can wait for its turn. What manages the machine is done at once or not."""
        return isinstance(self.request, MAKES)

    @property
    def news(self) -> tuple[str, ...]:
        """Sentences of the result that are news: the panel says those about a prompt as it is
        typed, a script hears them now."""
        notes, request = self.result.notes, self.request
        compared = self.comparison.sentences if self.comparison else ()
        if self.script or not isinstance(request, GenerationRequest) or not request.prompt:
            return (*notes, *compared)
        with contextlib.suppress(MaquetteError):  # somebody took the model away
            model = catalog.choose(request.model, request.modality, request.prompt)
            said = model.vocabulary.read(request.prompt).sentences
            notes = tuple(note for note in notes if note not in said)
        return (*notes, *compared)

    @property
    def record(self) -> Record:
        """How it was generated: the request as it was used."""
        used = {name: getattr(self.result, name) for name in USED}
        asked = replace(self.request, model=self.result.model or self.request.model, **used)
        license = ""
        with contextlib.suppress(MaquetteError):  # somebody took the model away
            license = catalog.find(asked.model).licence
        return record.of(asked, license)

    @property
    def installs(self) -> bool:
        return isinstance(self.request, InstallationRequest)

    @property
    def command(self) -> messages.JobCommand:
        return COMMANDS[type(self.request)](self.name, self.request)

    @property
    def folder(self) -> Path | None:
        """The job's own, with its meshes and images."""
        match self.request:
            case GenerationRequest(folder=folder) | ConversionRequest(folder=folder):
                return Path(folder)
            case PreparationRequest(output=output):
                return Path(output).parent
        return None

    def received(self, event: messages.Event) -> messages.Event:
        """What the worker said of this job, with its files on our disk: those of a worker that
        shares it are there. Others are written, all or none: a turntable where it was asked for,
        the rest into the job's folder. Raises MaquetteError."""
        with files.Outputs() as outputs:
            if isinstance(event, Result) and getattr(self.request, "turntable", None):
                turned = tuple(
                    replace(s, turntable=tuple(self._turned(f, outputs) for f in s.turntable))
                    for s in event.samples
                )
                event = replace(event, samples=turned)
            return each(event, lambda file: file.placed(self.folder, outputs))

    def _turned(self, file: Artifact, outputs: files.Outputs) -> Artifact:
        """That folder is the user's: nothing is written there under a name not asked for."""
        place = Path(self.request.turntable.file)
        alike = file.name.startswith(place.stem.rstrip("#-")) and file.name.endswith(place.suffix)
        if not (file.path or alike):
            raise MaquetteError(
                "protocol", f"The worker sent {files.printable(file.name)}, not a turntable.", AGAIN
            )
        return file.placed(place.parent, outputs)

    def discard(self) -> None:
        """Remove the job's folder, and what is shown of its images."""
        if self.folder:
            icons.forget(self.folder)
            files.remove_own(self.folder)


class Done(NamedTuple):
    """What was made: what it is called, how many seconds it took, when that was."""

    title: str
    seconds: float
    at: float

    @classmethod
    def now(cls, job: Job) -> Done:
        return cls(job.title, job.ended - job.begun, time.monotonic())

    @property
    def is_news(self) -> bool:
        """Whether it is worth saying."""
        return time.monotonic() - self.at < NEWS


@dataclass(eq=False)
class Comparison:
    """Jobs of one press that ask the same of several models: one for each, by its label."""

    jobs: dict[str, Job]

    @property
    def sentences(self) -> tuple[str, ...]:
        """How long each took and what it made, or why it made nothing; of those that are done."""
        return tuple(
            _told(label, job) for label, job in self.jobs.items() if job.result or job.error
        )


def _told(label: str, job: Job) -> str:
    if not job.result:
        return iface_("{} failed: {}").format(label, job.error.message)
    (sample,), seconds = job.result.samples, job.result.seconds
    took = seconds.get("sampling", 0.0), seconds.get("meshing", 0.0)
    if sample.faces:
        told = iface_("{} took {:.1f} s to sample and {:.1f} s to mesh: {:,} triangles.")
        return told.format(label, *took, sample.faces)
    told = iface_("{} took {:.1f} s to sample and {:.1f} s to make {:,} points.")
    return told.format(label, *took, sample.vertices)
