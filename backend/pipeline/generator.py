"""A request becomes latents, meshes, images and files.

Imports torch and the families only inside a job, so that the first progress is out at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from .. import families
from ..asset import png_files
from ..compute.progress import Tracker
from ..shared import messages, record
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError, outcome
from ..shared.files import Outputs, fill
from ..shared.models import catalog
from ..shared.models.resolving import Resolved, resolve
from ..shared.request import GenerationRequest, SourceImage
from . import latents, memory, output_files, recording, writing
from .live_preview import LivePreview
from .postprocessing import Asset
from .recording import NOBODY, Listener

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

KINDS_NAMED = 6  # in a sentence
Seen = Callable[[GenerationRequest, Asset], None]


@dataclass(frozen=True)
class _Job:
    """One of several requests, ready to be sampled: `condition` is what the model gets to see."""

    request: GenerationRequest
    resolved: Resolved
    files: output_files.Places
    condition: families.Condition
    said: tuple[str, ...]


class Generator:
    """Runs one job at a time, and keeps the last model for the next job."""

    def __init__(self) -> None:
        self._key: tuple[catalog.Model, torch.device, torch.dtype] | None = None
        self._loaded: families.LoadedModel | None = None

    def generate(
        self,
        request: GenerationRequest,
        progress: Tracker,
        job: str = "",
        listener: Listener = NOBODY,
    ) -> messages.Result:
        """Make every sample of `request` and write it to `folder/name.format`.

        Stages: drawing, preparing, loading, sampling, meshing, turning; those that are needed. All
        files are written, or none. A recording that is asked for has a listener of its own in the
        place of `listener`. Raises MaquetteError, or Cancelled at the first progress report
        after a cancel.
        """
        used, model, kind, sampler, steps, guidance = resolve(request)
        files = output_files.of(request)
        init = request.init_latents
        start = latents.start(init, request.samples, request.seed)
        strength = float(init.strength) if init else 1.0
        chosen = [name for name in ("sampler", "steps", "guidance") if kind.has(name, used.output)]
        recorded = recording.of(request)
        listener = recorded.listener(model.label) if recorded else listener
        listener.begin(request, [f"{name}: {getattr(used, name)}" for name in chosen], progress)
        with Outputs() as outputs, memory.explained():
            seen = kind.preview(writing.first(used.output))
            preview = LivePreview(request, seen, progress, job, outputs)
            conditions, said = self._conditions(model, request, progress, outputs)
            listener.condition(conditions[0])
            loaded, device = self._load(model, request, progress)
            pictures = "image" in kind.abilities
            watch = _both(preview.of(loaded, pictures), listener.watch(loaded, seen, pictures))
            begin = start.on(loaded, request.seeds)
            how = families.Sampling(
                sampler, steps, guidance, begin, strength, watch, bool(init and init.retexture)
            )
            found, notes = memory.with_less_if_needed(
                lambda low_memory: loaded.sample(
                    conditions, request.seeds, how, progress, low_memory
                )
            )
            told = record.of(used, model.licence)
            made = writing.Made(kind, loaded, found, told, catalog.usual_length(request))
            samples = writing.write(made, used, progress, job, files, outputs, listener)
            if recorded and files.recording:
                outputs.write(files.recording, recorded.encoded())
        return messages.Result(
            job=job,
            samples=samples,
            image=prepared(request.prepared_image),
            model=model.id,
            device=device,
            sampler=sampler,
            steps=steps,
            guidance=guidance,
            seconds=dict(progress.seconds),
            notes=(*start.notes, *said, *notes),
            preview_meshes=preview.kept,
        )

    def generate_each(
        self,
        requests: Sequence[GenerationRequest],
        progress: Tracker,
        seen: Seen = lambda request, asset: None,
    ) -> Iterator[messages.Result | MaquetteError]:
        """Make one sample of each of `requests`, all in one batch of the network, and write them
        one after the other. What came of each, in their order, as soon as its files are there: what
        one fails of does not stop the others.

        They agree in model, device and precision, and in how is sampled. None has more than one
        sample, a live preview or latents to begin from. Raises JobCancelled.
        """
        jobs = [outcome(partial(self._prepared, each, progress)) for each in requests]
        good = [job for job in jobs if isinstance(job, _Job)]
        found = iter(self._sampled(good, progress) if good else ())
        for job in jobs:
            if isinstance(job, MaquetteError):
                yield job
            elif isinstance(sample := next(found), MaquetteError):
                yield sample
            else:
                yield outcome(partial(self._written, job, sample, progress, seen))

    def _prepared(self, request: GenerationRequest, progress: Tracker) -> _Job:
        resolved = resolve(request)
        files = output_files.of(request)
        with Outputs() as outputs, memory.explained():
            conditions, said = self._conditions(resolved.model, request, progress, outputs)
        return _Job(request, resolved, files, conditions[0], said)

    def _sampled(self, jobs: Sequence[_Job], progress: Tracker) -> Sequence[Any]:
        """A sample of each, or why there is none."""
        _, model, _, sampler, steps, guidance = jobs[0].resolved
        conditions = [job.condition for job in jobs]
        seeds = [job.request.seed for job in jobs]

        def sample() -> Sequence[Any]:
            with memory.explained():
                loaded, _ = self._load(model, jobs[0].request, progress)
                how = families.Sampling(sampler, steps, guidance)
                return memory.with_less_if_needed(
                    lambda low_memory: loaded.sample(conditions, seeds, how, progress, low_memory)
                )[0]

        found = outcome(sample)
        if not isinstance(found, MaquetteError):
            return found
        if len(jobs) == 1:
            return [found]
        return [self._sampled([job], progress)[0] for job in jobs]  # it may be one row's fault

    def _written(self, job: _Job, sample: Any, progress: Tracker, seen: Seen) -> messages.Result:
        used, model, kind, sampler, steps, guidance = job.resolved
        loaded, device = self._load(model, job.request, progress)
        told = record.of(used, model.licence)
        length = catalog.usual_length(job.request)
        made = writing.Made(kind, loaded, [sample], told, length, seen)
        with Outputs() as outputs, memory.explained():
            samples = writing.write(made, used, progress, "", job.files, outputs, NOBODY)
        return messages.Result(
            "",
            samples,
            image=prepared(job.request.prepared_image),
            model=model.id,
            device=device,
            sampler=sampler,
            steps=steps,
            guidance=guidance,
            notes=job.said,
        )

    def _conditions(
        self,
        model: catalog.Model,
        request: GenerationRequest,
        progress: Tracker,
        outputs: Outputs,
    ) -> tuple[Sequence[families.Condition], tuple[str, ...]]:
        """What the model gets to see, for all samples or for each, and notes about it."""
        if not request.samples_anew:
            return ("",), ()
        if request.image:
            image, notes = prepare(request.image, request.prepared_image, progress, outputs)
            return (image,), notes
        if not request.text_to_image:
            reading = model.vocabulary.read(request.prompt)
            if not (reading.known or request.anyway):
                raise _unknown(model, request.prompt)
            captions = [reading.caption(seed) for seed in request.seeds]
            return captions if len({*captions}) > 1 else captions[:1], reading.sentences
        self._loaded = None  # two models at a time are one too many
        from ..compute import device as devices
        from ..image import text_to_image

        device = devices.choose(request.device)
        drawn = text_to_image.draw(
            request.text_to_image, request.prompt, request.seed, device, progress
        )
        file = outputs.scratch(Path(request.folder, "drawn.png"))
        fill(file, png_files.encoded(drawn))
        source = SourceImage(Artifact.of(file))
        image, notes = prepare(source, request.prepared_image, progress, outputs)
        return (image,), notes

    def _load(
        self, model: catalog.Model, request: GenerationRequest, progress: Tracker
    ) -> tuple[families.LoadedModel, str]:
        """The model in memory, and the device's description."""
        with progress.stage("loading"):
            from ..compute import device as devices
        device = devices.choose(request.device)
        key = model, device, devices.precision(request.precision, device)
        if self._loaded is None or self._key != key:
            self._loaded = None  # first make room for the next one
            devices.release(device)
            self._loaded = families.load(*key, progress)
            self._key = key
        return self._loaded, devices.describe(device)


Watch = Callable[[int, Sequence[Any]], None]


def _both(one: Watch | None, other: Watch | None) -> Watch | None:
    if not (one and other):
        return one or other

    def watch(step: int, samples: Sequence[Any]) -> None:
        one(step, samples)
        other(step, samples)

    return watch


def _unknown(model: catalog.Model, prompt: str) -> MaquetteError:
    """For a prompt that names nothing: what would be made of it is anybody's guess."""
    known = ", ".join(model.kinds[:KINDS_NAMED])
    use = (
        f"Use one of the {len(model.kinds)} things that it knows, such as {known};"
        " choose a model that knows more; or"
    )
    return MaquetteError(
        "request",
        f"{model.label} knows nothing in {shorten(prompt, 60, placeholder='…')!r}.",
        f"{use} turn on Guess Unknown Prompts.",
        f"{use} pass --anyway.",
    )


def prepare(
    image: SourceImage, output: str, progress: Tracker, outputs: Outputs
) -> tuple[Image, tuple[str, ...]]:
    """The image as a model gets to see it, and notes about it. Stage "preparing". It is written
    to `output`, a PNG, unless that is ""."""
    with progress.stage("preparing") as advance:
        from ..image import preprocessing

        found = preprocessing.prepare(image, lambda: advance(0))
        if output:
            outputs.write(output, png_files.encoded(found.image))
    return found.image, found.notes


def prepared(output: str) -> Artifact:
    """The file that `prepare` wrote, once it is in its place; none for ""."""
    return Artifact.of(output, Path(output).read_bytes()) if output else messages.NONE
