"""A request becomes meshes and files.

Imports torch and the families only inside a job, so that the first progress is out at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from . import families
from .mesh import Mesh, check_folder
from .progress import Progress
from .protocol import catalogue, messages
from .protocol.errors import MaquetteError
from .protocol.request import GenerationRequest

if TYPE_CHECKING:
    import torch


class Generator:
    """Runs one job at a time, and keeps the last model for the next job."""

    def __init__(self) -> None:
        self._key: tuple[catalogue.Model, torch.device] | None = None
        self._loaded: families.LoadedModel | None = None

    def generate(
        self, request: GenerationRequest, progress: Progress, job: str = ""
    ) -> messages.Result:
        """Make every sample of `request` and write it to `folder/name.format`.

        Stages: loading, sampling, meshing. All files are written, or none. Raises
        MaquetteError, or Cancelled at the first progress report after a cancel.
        """
        request.validate()
        model = catalogue.find(request.model)
        check_folder(Path(request.folder))
        steps = int(model.steps if request.steps is None else request.steps)
        guidance = float(model.guidance if request.guidance is None else request.guidance)
        with _memory_explained():
            loaded, device = self._load(model, request.device, progress)
            latents, notes = loaded.sample(request.prompt, request.seeds, steps, guidance, progress)
            samples = _write_meshes(loaded, latents, request, progress)
        return messages.Result(
            job=job,
            samples=samples,
            model=model.id,
            device=device,
            steps=steps,
            guidance=guidance,
            seconds=dict(progress.seconds),
            notes=(*_unlearned(model, request.prompt), *notes),
        )

    def _load(
        self, model: catalogue.Model, device_name: str, progress: Progress
    ) -> tuple[families.LoadedModel, str]:
        """The model in memory, and the device's description."""
        with progress.stage("loading"):
            from . import device as devices
        device = devices.choose(device_name)
        if self._loaded is None or self._key != (model, device):
            self._loaded = None  # first make room for the next one
            self._loaded = families.load(model, device, progress)
            self._key = model, device
        return self._loaded, devices.describe(device)


def _write_meshes(
    loaded: families.LoadedModel,
    latents: Sequence[Any],
    request: GenerationRequest,
    progress: Progress,
) -> tuple[messages.Sample, ...]:
    written: list[Path] = []
    samples = []
    steps = loaded.mesh_steps(request.resolution)
    try:
        with progress.stage("meshing", steps * len(latents)) as advance:
            for k, (latent, seed) in enumerate(zip(latents, request.seeds, strict=True)):
                mesh = loaded.mesh(
                    latent, request.resolution, lambda step, k=k: advance(k * steps + step)
                )
                path = _path(request, k)
                mesh.write(path)
                written.append(path)
                samples.append(_sample(path, seed, mesh))
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return tuple(samples)


def _path(request: GenerationRequest, k: int) -> Path:
    stem = request.name if request.samples == 1 else f"{request.name}-{k + 1}"
    return Path(request.folder).absolute() / f"{stem}.{request.format}"


def _sample(path: Path, seed: int, mesh: Mesh) -> messages.Sample:
    return messages.Sample(str(path), seed, len(mesh.vertices), len(mesh.faces))


def _unlearned(model: catalogue.Model, prompt: str) -> tuple[str, ...]:
    unknown = model.unknown_words(prompt)
    return (f"{model.label} has not learned: {', '.join(unknown)}.",) if unknown else ()


@contextmanager
def _memory_explained() -> Iterator[None]:
    """Torch has no one type for it: CUDA's and MPS' are a RuntimeError, the CPU's says so only in
    its text."""
    try:
        yield
    except (MemoryError, RuntimeError) as error:
        wanting = re.search("(out of|not enough|allocate) memory", str(error), re.IGNORECASE)
        if not isinstance(error, MemoryError) and not wanting:
            raise
        raise MaquetteError(
            "memory",
            "There is not enough memory for this.",
            "Ask for fewer samples or a lower resolution, or choose device cpu.",
        ) from error
