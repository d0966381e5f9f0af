"""Brings models onto this machine, from the Hugging Face hub or from addresses of their makers, and
checks them.

`transfer.py` moves one file; here is what a person asks for, and the sentences when it fails.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import math
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
from . import failures, free_bytes, network, remote_file, transfer
from .failures import AGAIN
from .network import Access
from .remote_file import Blob
from .removal import delete, remove
from .transfer import length

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
        left = list({blob.partial: blob for blob in blobs if not _is_there(blob)}.values())
        begun = sum(length(blob.partial) for blob in left)
        _check_space(sum(blob.size for blob in left) - begun)
        with _counted(progress, "downloading", left, begun) as count:
            for blob in left:
                with _explained(remote_file.endpoint(blob.need)):
                    count(blob, lambda got, blob=blob: transfer.fetch(blob, got, access.token))
        whole = {blob.partial: blob for blob in _check(left, lambda blob: blob.partial, progress)}
        for partial, blob in whole.items():
            partial.replace(blob.path)
        for blob in (whole.get(blob.partial, blob) for blob in blobs):
            hub_cache.add_to_snapshot(blob.need, blob.commit, blob.path)
    there = f"{model.label} is downloaded, {hub_cache.size_on_disk(model) / 1e9:.1f} GB."
    return [there, *access.notes]


def verify(model: Model, progress: Tracker) -> list[str]:
    """Compare every file of `model` with the hub's hash, or with what was first downloaded, where
    nobody publishes one. Files that are not what they should be are removed, and
    MaquetteError("model") raised. Stage: checking (in MB)."""
    if hub_cache.state(model) != "ready":
        raise MaquetteError("model", f"{model.label} is incomplete.", AGAIN)
    with _explained():
        needs = hub_cache.needs(model)
        blobs = [blob for need in needs if (blob := remote_file.known(need))]
        told = {blob.need for blob in blobs}
        blobs += _ask([need for need in needs if need not in told], progress)[0]
        _check(blobs, lambda blob: hub_cache.find(blob.need) or blob.path, progress)
    return [f"Every file of {model.label} matches {_original(blobs)}."]


def _ask(needs: Sequence[Need], progress: Tracker) -> tuple[list[Blob], Access]:
    """What is said of files where they are, and how the hub wants to be asked for them. Raises what
    huggingface_hub raises, and MaquetteError("offline") where nobody may be asked."""
    if needs and constants.is_offline_mode():
        raise MaquetteError(
            "offline",
            "Downloads are not allowed.",
            "Allow online access, or unset HF_HUB_OFFLINE.",
        )
    if needs:
        network.prepare({remote_file.endpoint(need) for need in needs}, constants.ENDPOINT)
    access = Access()
    by_server = groupby(needs, key=lambda need: (need.owner, remote_file.endpoint(need)))
    groups = [
        (owner, server, [need.file for need in group]) for (owner, server), group in by_server
    ]

    def ask(_stop: transfer.Stop) -> list[Blob]:
        blobs: list[Blob] = []
        for owner, server, files in groups:
            with _explained(server) if owner.addresses else contextlib.nullcontext():
                blobs += remote_file.describe(owner, files, access.token)
        return blobs

    while needs:
        with progress.stage("asking") as advance:
            try:
                return transfer.in_background(ask, lambda: advance(0) or 0), access
            except errors.HfHubHTTPError as error:
                if not access.refused(error.response.status_code):
                    raise
    return [], access


def _is_there(blob: Blob) -> bool:
    """Whether another file brought the same content."""
    return bool(blob.hash) and blob.path.exists()


def _check(blobs: Sequence[Blob], file_of: Callable[[Blob], Path], progress: Tracker) -> list[Blob]:
    """The same with the hashes of their files. Those that are not what they should be are removed,
    and if there are any, MaquetteError("model") is raised."""
    whole, wrong = [], []
    with _counted(progress, "checking", blobs) as count:
        for blob in blobs:
            file = file_of(blob)
            found = count(blob, lambda got, b=blob, f=file: transfer.digest(b, f, got))
            if blob.hash not in ("", found) or length(file) != blob.size:
                delete(file)
                wrong.append(blob)
            whole.append(dataclasses.replace(blob, hash=found))
    if wrong:
        verb, they = ("is", "it was") if len(wrong) == 1 else ("are", "they were")
        names = ", ".join(blob.need.file for blob in wrong)
        raise MaquetteError(
            "model",
            f"{names} {verb} not {_original(wrong, 'what the hub has')}; {they} removed.",
            AGAIN,
        )
    return whole


def _original(blobs: Sequence[Blob], of_hub: str = "the hub") -> str:
    """What files are compared with."""
    kinds = {of_hub if blob.on_hub else "what was first downloaded" for blob in blobs}
    return " or ".join(sorted(kinds, key=of_hub.__ne__))


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
def _explained(server: str = "") -> Iterator[None]:
    """What can go wrong between here and a server, or else the hub, in sentences."""
    try:
        yield
    except (MaquetteError, JobCancelled):
        raise
    except Exception as error:  # noqa: BLE001 - of a library, a proxy, a portal: anything
        # Not from the error itself: its text, which the log gets, may hold a signed link.
        raise _sentence(error, server or constants.ENDPOINT) from failures.Cause.of(error)


def _sentence(error: Exception, server: str) -> MaquetteError:
    if not isinstance(error, OSError) or isinstance(error, ConnectionError) or error.errno is None:
        proxy = network.proxy_of(server)
        return failures.explained(error, server, proxy, server == constants.ENDPOINT)
    folder = hub_cache.cache()
    if error.errno in FULL:
        return MaquetteError("file", f"The disk is full: {folder}.", f"Free up some space. {AGAIN}")
    return MaquetteError(
        "file",
        f"{error.filename or folder} cannot be written: {error.strerror or error}.",
        "Choose another folder for models.",
    )
