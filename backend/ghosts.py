"""What a sample looks like while it is sampled: coarse meshes of what the sampler predicts."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from . import families
from .progress import Progress
from .protocol.errors import MaquetteError
from .protocol.messages import Ghost
from .protocol.request import GenerationRequest

RESOLUTION = 32
STAGE = "ghosts"  # in the result's seconds: what they cost


class Ghosts:
    """Writes one mesh file after the other, and shows it. Where they are not kept, two names take
    turns, so that none is written while it is read, and at the end they are gone."""

    def __init__(self, request: GenerationRequest, progress: Progress, job: str) -> None:
        self._every, self._folder = request.ghost, Path(request.folder).absolute()
        self._progress, self._job = progress, job
        self._keep = request.keep_frames

    def of(self, loaded: families.LoadedModel) -> Callable[[int, Any], None] | None:
        """What `families.Sampling.watch` shall be; None if no ghost is asked for."""
        return partial(self._show, loaded) if self._every else None

    def __enter__(self) -> Ghosts:
        return self

    def __exit__(self, failure: type[BaseException] | None, *_error: object) -> None:
        if failure or not self._keep:
            for file in self._files():
                file.unlink(missing_ok=True)

    @property
    def frames(self) -> tuple[str, ...]:
        """The files that are kept, in the order of their steps."""
        return tuple(map(str, self._files())) if self._keep else ()

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("ghost-????.npz")) if self._every else []

    def _show(self, loaded: families.LoadedModel, step: int, latent: Any) -> None:
        if step % self._every:
            return
        begun = time.perf_counter()
        number = step if self._keep else step // self._every % 2
        file = self._folder / f"ghost-{number:04}.npz"
        try:
            loaded.mesh(latent, RESOLUTION, lambda _step: None).write(file)
        except MaquetteError:  # nothing to be seen yet
            return
        spent = time.perf_counter() - begun
        self._progress.seconds[STAGE] = self._progress.seconds.get(STAGE, 0.0) + spent
        self._progress.show(Ghost(self._job, str(file), step))
