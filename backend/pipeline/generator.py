"""A request becomes latents, meshes, images and files.

Imports torch and the families only inside a job, so that the first progress is out at once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING

from .. import families
from ..asset import png_files
from ..compute.progress import Tracker
from ..shared import messages, record
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError
from ..shared.files import Outputs, fill
from ..shared.models import catalog, family
from ..shared.request import GenerationRequest, SourceImage
from . import latents, memory, output_files, writing
from .live_preview import LivePreview

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image

KINDS_NAMED = 6  # in a sentence


class Generator:
    """Runs one job at a time, and keeps the last model for the next job."""

    def __init__(self) -> None:
        self._key: tuple[catalog.Model, torch.device, torch.dtype] | None = None
        self._loaded: families.LoadedModel | None = None

    def generate(
        self, request: GenerationRequest, progress: Tracker, job: str = ""
    ) -> messages.Result:
        """Make every sample of `request` and write it to `folder/name.format`.

        Stages: drawing, preparing, loading, sampling, meshing, turning; those that are needed. All
        files are written, or none. Raises MaquetteError, or Cancelled at the first progress report
        after a cancel.
        """
        request.validate()
        if request.samples_anew:
            model = catalog.choose(request.model, request.modality, request.prompt)
        else:
            model = catalog.find(request.model or catalog.default(request.modality).id)
        kind = family.of(model.family)
        kind.check(request, model.label)
        output = kind.output(request.output)
        files = output_files.of(request)
        sampler = request.sampler or model.sampler
        recommended = model.recommended_steps(sampler)
        steps = int(recommended if request.steps is None else request.steps)
        guidance = float(model.guidance if request.guidance is None else request.guidance)
        init = request.init_latents
        start = latents.start(init, request.samples, request.seed)
        strength = float(init.strength) if init else 1.0
        with Outputs() as outputs, memory.explained():
            preview = LivePreview(
                request, kind.preview(writing.first(output)), progress, job, outputs
            )
            condition, said = self._condition(model, request, progress, outputs)
            loaded, device = self._load(model, request, progress)
            watch = preview.of(loaded)
            begin = start.on(loaded, request.seeds)
            how = families.Sampling(
                sampler, steps, guidance, begin, strength, watch, bool(init and init.retexture)
            )
            found, notes = memory.with_less_if_needed(
                lambda low_memory: loaded.sample(
                    (condition,), request.seeds, how, progress, low_memory
                )
            )
            chosen = {"sampler": sampler, "steps": steps, "guidance": guidance}
            chosen = {name: value for name, value in chosen.items() if kind.has(name, output)}
            used = replace(request, model=model.id, output=output, **chosen)
            told = record.of(used, model.licence)
            made = writing.Made(kind, loaded, found, told, catalog.usual_length(request))
            samples = writing.write(made, request, progress, job, files, outputs)
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

    def _condition(
        self,
        model: catalog.Model,
        request: GenerationRequest,
        progress: Tracker,
        outputs: Outputs,
    ) -> tuple[families.Condition, tuple[str, ...]]:
        """What the model gets to see, and notes about it."""
        if not request.samples_anew:
            return "", ()
        if request.image:
            return prepare(request.image, request.prepared_image, progress, outputs)
        if not request.text_to_image:
            reading = model.vocabulary.read(request.prompt)
            if not (reading.known or request.anyway):
                raise _unknown(model, request.prompt)
            return reading.prompt, reading.sentences
        self._loaded = None  # two models at a time are one too many
        from ..compute import device as devices
        from ..image import text_to_image

        device = devices.choose(request.device)
        drawn = text_to_image.draw(
            request.text_to_image, request.prompt, request.seed, device, progress
        )
        file = outputs.scratch(Path(request.folder, "drawn.png"))
        fill(file, png_files.encoded(drawn))
        return prepare(SourceImage(Artifact.of(file)), request.prepared_image, progress, outputs)

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


def _unknown(model: catalog.Model, prompt: str) -> MaquetteError:
    """For a prompt that names nothing: what would be made of it is anybody's guess."""
    known = ", ".join(model.kinds[:KINDS_NAMED])
    return MaquetteError(
        "request",
        f"{model.label} knows nothing in {shorten(prompt, 60, placeholder='…')!r}.",
        f"Use one of the {len(model.kinds)} things that it knows, such as {known};"
        " choose a model that knows more; or turn on Guess Unknown Prompts (--anyway).",
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
