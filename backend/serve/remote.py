"""A worker that shares no disk with whoever asks: what it gets and what it makes lies in a folder
of its own while a job runs, and goes back by its contents.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PureWindowsPath

from ..compute.progress import Tracker
from ..shared.artifact import Artifact, each
from ..shared.contents import without_paths
from ..shared.errors import MaquetteError
from ..shared.files import Outputs
from ..shared.messages import (
    Convert,
    Generate,
    JobCommand,
    Manage,
    Models,
    ModelState,
    Prepare,
    Result,
)
from ..shared.models import catalog, hub_cache
from ..shared.request import GenerationRequest
from . import homes

INSTALL = "Run there, in Maquette's folder: python3 -m backend install"


class Remote:
    """Runs jobs as `run` does, somewhere else than where they say."""

    def __init__(self, run: Callable[[JobCommand, Tracker], Result]) -> None:
        self._run = run

    def __call__(self, job: JobCommand, progress: Tracker) -> Result:
        job.request.validate()  # as it was asked
        show = progress.show
        progress.show = lambda seen: show(each(seen, Artifact.inlined))
        try:
            return self._done(job, progress)
        except MaquetteError as error:
            if error.code != "environment":
                raise
            raise MaquetteError(error.code, error.message, INSTALL) from error
        finally:
            if isinstance(job, Manage):
                show(Models(models_here()))

    def _done(self, job: JobCommand, progress: Tracker) -> Result:
        with homes.home() as home:
            given, made = Path(home, "given"), Path(home, "made")
            given.mkdir()
            made.mkdir()
            with Outputs() as outputs:
                job = each(without_paths(job), lambda file: file.placed(given, outputs))
            return each(self._run(moved(job, made), progress), Artifact.inlined)


def models_here() -> dict[str, ModelState]:
    """How much of each model of the hub this machine has."""
    hub = (model for model in catalog.models() if not isinstance(model.source, Path))
    return {model.id: hub_cache.state(model) for model in hub}


def moved(job: JobCommand, folder: Path) -> JobCommand:
    """The job with all that it writes in this folder, under the names that were asked for."""

    def there(file: str) -> str:
        return file and str(folder / PureWindowsPath(file).name)  # which knows both systems' paths

    match job:
        case Generate(request=GenerationRequest(turntable=turned) as asked):
            turned = turned and replace(turned, file=there(turned.file))
            own = {
                "folder": str(folder),
                "prepared_image": there(asked.prepared_image),
                "recording": there(asked.recording),
            }
            return replace(job, request=replace(asked, turntable=turned, **own))
        case Convert(request=asked):
            return replace(job, request=replace(asked, folder=str(folder)))
        case Prepare(request=asked):
            return replace(job, request=replace(asked, output=there(asked.output)))
    return job
