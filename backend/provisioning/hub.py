"""Brings models from the Hugging Face hub onto this machine, checks them, and removes them.

`transfer.py` moves one file; here is what a person asks for, and the sentences when it fails.
"""

from __future__ import annotations

import contextlib
import errno
import math
import shutil
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

import filelock
from huggingface_hub import constants, errors

from ..compute.progress import MEGABYTE, Tracker
from ..shared.errors import JobCancelled, MaquetteError
from ..shared.models import catalog, hub_cache
from ..shared.models.catalog import Model
from ..shared.models.hub_cache import Need
from ..shared.request import ModelRequest
from . import failures, free_bytes, network, transfer
from .failures import AGAIN
from .network import Access
from .transfer import Blob, length

SPARE = 200 * MEGABYTE  # bytes that stay free on the disk
FULL = (errno.ENOSPC, errno.EDQUOT)


def manage(request: ModelRequest, progress: Tracker) -> list[str]:
    """Do what is asked of a model; sentences worth showing.

    Raises MaquetteError("request") for a model that is not the hub's.
    """
    request.validate()
    model = catalog.find(request.model)
    if isinstance(model.source, Path):
        raise MaquetteError("request", f"{model.label} is not a model on the hub.")
    return {"download": download, "verify": verify, "remove": remove}[request.action](
        model, progress
    )


def download(model: Model, progress: Tracker) -> list[str]:
    """Fetch what is missing of `model`, and check it. Stages: asking, downloading (in MB),
    checking (in MB).

    May be stopped at any time, by `JobCancelled` or the power plug, and goes on where it stopped.
    Raises MaquetteError("offline", "network", "model", "file" or "busy").
    """
    with _explained(), _alone():
        missing = [need for need in hub_cache.needs(model) if hub_cache.find(need) is None]
        blobs, access = _ask(missing, progress)
        left = list({blob.path: blob for blob in blobs if not blob.path.exists()}.values())
        begun = sum(length(blob.partial) for blob in left)
        _check_space(sum(blob.size for blob in left) - begun)
        with _counted(progress, "downloading", left, begun) as count:
            for blob in left:
                count(blob, lambda report, blob=blob: transfer.fetch(blob, report, access.token))
        _check(left, lambda blob: blob.partial, progress)
        for blob in left:
            blob.partial.replace(blob.path)
        for blob in blobs:
            hub_cache.add_to_snapshot(blob.need, blob.commit, blob.path)
    there = f"{model.label} is on this computer, {hub_cache.size_on_disk(model) / 1e9:.1f} GB."
    return [there, *access.notes]


def verify(model: Model, progress: Tracker) -> list[str]:
    """Compare every file of `model` with the hub's hash. Files that are not what they should be are
    removed, and MaquetteError("model") raised. Stage: checking (in MB)."""
    if hub_cache.state(model) != "ready":
        raise MaquetteError("model", f"{model.label} is incomplete.", AGAIN)
    with _explained():
        needs = hub_cache.needs(model)
        blobs = [blob for need in needs if (blob := transfer.known(need))]
        told = {blob.need for blob in blobs}
        blobs += _ask([need for need in needs if need not in told], progress)[0]
        _check(blobs, lambda blob: hub_cache.find(blob.need) or blob.path, progress)
    return [f"Every file of {model.label} matches the hub."]


def remove(model: Model, progress: Tracker) -> list[str]:
    """Delete what belongs to `model` alone, partial downloads too. Raises MaquetteError("file")."""
    others = (other for other in catalog.models() if other.id != model.id and other.files)
    kept = {
        need
        for other in others
        if hub_cache.state(other) != "absent"
        for need in hub_cache.needs(other)
    }
    mine = hub_cache.repository(model)
    repositories = {mine, *(hub_cache.repository(need.owner) for need in hub_cache.needs(model))}
    before = sum(map(_size, repositories))
    try:
        for need in set(hub_cache.needs(model)) - kept:
            if file := hub_cache.find(need):
                _delete(file)
        for partial in mine.glob("blobs/*.incomplete"):
            partial.unlink()
        for folder in repositories - {hub_cache.repository(need.owner) for need in kept}:
            if folder.exists() and (folder == mine or not _size(folder / "snapshots")):
                shutil.rmtree(folder)
    except OSError as error:
        raise MaquetteError(
            "file",
            f"{error.filename} cannot be removed: {error.strerror}.",
            "Close the program that uses it, then remove the model again.",
        ) from error
    freed = before - sum(map(_size, repositories))
    return [f"{model.label} was removed; {freed / 1e9:.1f} GB is free again."]


def _delete(file: Path) -> None:
    """A file, or a link with what it points to, if that lies in the cache: a person may have put a
    link there to a disk of their own."""
    target = file.resolve()
    file.unlink()
    if target.is_relative_to(hub_cache.cache().resolve()):
        target.unlink(missing_ok=True)


def _size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())


def _ask(needs: Sequence[Need], progress: Tracker) -> tuple[list[Blob], Access]:
    """What the hub says of files, and how it wants to be asked for them. Raises what
    huggingface_hub raises, and MaquetteError("offline") where it may not be asked."""
    if needs and constants.is_offline_mode():
        raise MaquetteError(
            "offline",
            "Downloads are not allowed.",
            "Allow online access, or unset HF_HUB_OFFLINE.",
        )
    if needs:
        network.prepare(constants.ENDPOINT)
    access = Access()
    groups = [
        (owner, [need.file for need in group])
        for owner, group in groupby(needs, key=lambda need: need.owner)
    ]

    def ask(_stop: transfer.Stop) -> list[Blob]:
        return [
            blob
            for owner, files in groups
            for blob in transfer.describe(owner, files, access.token)
        ]

    while needs:
        with progress.stage("asking") as advance:
            try:
                return transfer.in_background(ask, lambda: advance(0) or 0), access
            except errors.HfHubHTTPError as error:
                if not access.refused(error.response.status_code):
                    raise
    return [], access


def _check(blobs: Sequence[Blob], file_of: Callable[[Blob], Path], progress: Tracker) -> None:
    """Remove the files that are not what the hub has, and raise MaquetteError("model") if there
    are any."""
    wrong = []
    with _counted(progress, "checking", blobs) as count:
        for blob in blobs:
            if not count(blob, lambda report, b=blob: transfer.check(b, file_of(b), report)):
                _delete(file_of(blob))
                wrong.append(blob.need.file)
    if wrong:
        verb, they = ("is", "it was") if len(wrong) == 1 else ("are", "they were")
        names = ", ".join(wrong)
        raise MaquetteError("model", f"{names} {verb} not what the hub has; {they} removed.", AGAIN)


@contextlib.contextmanager
def _counted(
    progress: Tracker, stage: str, blobs: Sequence[Blob], begun: int = 0
) -> Iterator[Callable]:
    """A stage in MB over all of `blobs`. Yields what calls one step's function with a report."""
    total = math.ceil(sum(blob.size for blob in blobs) / MEGABYTE)
    with progress.stage(stage, total, begun // MEGABYTE) as advance:
        done = 0

        def count(blob: Blob, step: Callable[[Callable[[int], None]], object]) -> object:
            nonlocal done
            result = step(lambda here: advance((done + here) // MEGABYTE))
            done += blob.size
            return result

        yield count
        advance(total)


def _check_space(wanted: int) -> None:
    folder = hub_cache.cache()
    free = free_bytes(folder)
    if wanted and wanted + SPARE > free:
        raise MaquetteError(
            "file",
            f"The download needs {(wanted + SPARE) / 1e9:.1f} GB, but only"
            f" {free / 1e9:.1f} GB is free in {folder}.",
            "Free up some space, or choose another folder for models.",
        )


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two that write one partial file would spoil it."""
    folder = hub_cache.cache() / ".locks"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with filelock.FileLock(folder / "maquette.lock", timeout=0):
            yield
    except filelock.Timeout as error:
        raise MaquetteError(
            "busy",
            "Another Maquette is downloading a model.",
            "Wait until it finishes, then try again.",
        ) from error


@contextlib.contextmanager
def _explained() -> Iterator[None]:
    """What can go wrong between here and the hub, in sentences."""
    try:
        yield
    except (MaquetteError, JobCancelled):
        raise
    except Exception as error:  # noqa: BLE001 - of a library, a proxy, a portal: anything
        # Not from the error itself: its text, which the log gets, may hold a signed link.
        raise _sentence(error) from failures.Cause.of(error)


def _sentence(error: Exception) -> MaquetteError:
    if not isinstance(error, OSError) or isinstance(error, ConnectionError) or error.errno is None:
        proxy = network.proxy_of(constants.ENDPOINT)
        return failures.explained(error, constants.ENDPOINT, proxy)
    folder = hub_cache.cache()
    if error.errno in FULL:
        return MaquetteError("file", f"The disk is full: {folder}.", f"Free up some space. {AGAIN}")
    return MaquetteError(
        "file",
        f"{error.filename or folder} cannot be written: {error.strerror or error}.",
        "Choose another folder for models.",
    )
