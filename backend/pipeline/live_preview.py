"""What a sample looks like while it is sampled: coarse meshes of what the sampler predicts."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from .. import families
from ..asset import mesh_files
from ..compute.progress import Tracker
from ..shared.artifact import Artifact
from ..shared.errors import MaquetteError
from ..shared.files import Outputs, fill
from ..shared.messages import Preview
from ..shared.request import GenerationRequest

RESOLUTION = 32
STAGE = "previews"  # in the result's seconds: what they cost


class LivePreview:
    """Writes one mesh file after the other, and shows it. Those that are kept are outputs of the
    job; else two files take turns, so that none is written while it is read, and at the end they
    are gone. An image beside them is never kept."""

    def __init__(
        self,
        request: GenerationRequest,
        output: str,
        progress: Tracker,
        job: str,
        outputs: Outputs,
    ) -> None:
        self._every, self._keep = request.preview_interval, request.keep_frames
        self._options = families.AssetOptions.of(request, output).coarse(RESOLUTION)
        self._folder, self._outputs = Path(request.folder), outputs
        self._progress, self._job = progress, job
        self._shown: dict[int, Artifact] = {}  # by their steps
        self._turns: dict[tuple[int, str], Path] = {}

    def of(
        self, loaded: families.LoadedModel, pictures: bool = False
    ) -> Callable[[int, Sequence[Any]], None] | None:
        """What `families.Sampling.watch` shall be; None if no preview is asked for.

        pictures  whether its family has the ability "image"
        """
        return partial(self._show, loaded, pictures) if self._every else None

    @property
    def kept(self) -> tuple[Artifact, ...]:
        """The files that are kept, in the order of their steps."""
        return tuple(self._shown[step] for step in sorted(self._shown)) if self._keep else ()

    def _show(
        self, loaded: families.LoadedModel, pictures: bool, step: int, samples: Sequence[Any]
    ) -> None:
        """The first of them."""
        if step % self._every or (self._keep and step in self._shown):
            return  # the sampler may begin again, in smaller steps
        begun = time.perf_counter()
        try:
            made = loaded.asset(samples[0], self._options, lambda _step: None)
            content = mesh_files.encoded(made, ".npz")
            png = cast("families.Pictures", loaded).image(samples[0]) if pictures else b""
        except MaquetteError:  # nothing to be seen yet
            return
        file = self._kept(step, content) if self._keep else self._passing(step, content, ".npz")
        self._shown[step] = Artifact.of(file, content)
        image = Artifact.of(self._passing(step, png, ".png"), png) if png else Artifact()
        spent = time.perf_counter() - begun
        self._progress.seconds[STAGE] = self._progress.seconds.get(STAGE, 0.0) + spent
        self._progress.show(Preview(self._job, self._shown[step], step, image))

    def _kept(self, step: int, content: bytes) -> Path:
        file = self._folder.absolute() / f"preview-{step:04}.npz"
        self._outputs.show(file, content)
        return file

    def _passing(self, step: int, content: bytes, suffix: str) -> Path:
        turn = step // self._every % 2, suffix
        if turn not in self._turns:
            self._turns[turn] = self._outputs.scratch(self._folder / f"preview{suffix}")
        fill(self._turns[turn], content)
        return self._turns[turn]
