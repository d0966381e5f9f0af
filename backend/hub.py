"""Brings models from the Hugging Face hub onto this machine, checks them, and removes them.

huggingface_hub talks to the hub and keeps its cache (`protocol/store.py` has the layout). A file on
its way is ours, because the library begins again after every stop (since its pull request 4228):
it lies as `blobs/<hash>.incomplete`, and the next download goes on where the last one ended.
"""

from __future__ import annotations

import contextlib
import hashlib
import math
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx2
import huggingface_hub
from huggingface_hub import constants, errors, file_download

from .progress import Progress
from .protocol import catalogue, store
from .protocol.catalogue import Model
from .protocol.errors import Cancelled, MaquetteError
from .protocol.request import ModelRequest
from .protocol.store import Need

MEGABYTE = 1_000_000
TICK = 0.1  # seconds between two looks at whether the job was cancelled
CHUNK = 1 << 16  # bytes between two reports
SPARE = 200 * MEGABYTE  # bytes that stay free on the disk
AGAIN = "Download it again; what is there already stays."
ANSWERS = {  # what the hub may say, and what to do
    401: ("refuses it to people who are not logged in", "Log in with: hf auth login"),
    403: ("refuses it to this account", "Accept its terms on its page, then: hf auth login"),
    404: ("does not have it", "Update Maquette, or choose another model."),
    429: ("has been asked too often", "Wait some minutes, then download again."),
}


@dataclass(frozen=True)
class Blob:
    """What the hub says of a file: its hash, sha256 of large files and git's sha1 of small ones,
    under which the cache keeps it, and its length in bytes."""

    need: Need
    commit: str
    hash: str
    size: int

    @property
    def path(self) -> Path:
        return store.repository(self.need.owner) / "blobs" / self.hash

    @property
    def partial(self) -> Path:
        return self.path.with_name(f"{self.hash}.incomplete")


def manage(request: ModelRequest, progress: Progress) -> list[str]:
    """Do what is asked of a model; sentences worth showing.

    Raises MaquetteError("request") for a model that is not the hub's.
    """
    request.validate()
    model = catalogue.find(request.model)
    if isinstance(model.source, Path):
        raise MaquetteError("request", f"{model.label} is no model of the hub.")
    return {"download": download, "verify": verify, "remove": remove}[request.action](
        model, progress
    )


def download(model: Model, progress: Progress) -> list[str]:
    """Fetch what is missing of `model`, and check it. Stages: asking, downloading (in MB),
    checking (in MB).

    May be stopped at any time, by `Cancelled` or the power plug, and goes on where it stopped.
    Raises MaquetteError("offline", "model" or "file").
    """
    with _explained(model):
        missing = [need for need in store.needs(model) if store.find(need) is None]
        blobs = _ask(missing, progress)
        left = {blob.path: blob for blob in blobs if not blob.path.exists()}.values()
        _check_space(sum(blob.size - _length(blob.partial) for blob in left))
        total = math.ceil(sum(blob.size for blob in left) / MEGABYTE)
        with progress.stage("downloading", total) as advance:
            done = 0
            for blob in left:
                _fetch(blob, lambda here, done=done: advance((done + here) // MEGABYTE))
                done += blob.size
        with progress.stage("checking", total) as advance:
            done = 0
            for blob in left:
                _check(
                    blob, blob.partial, lambda here, done=done: advance((done + here) // MEGABYTE)
                )
                blob.partial.replace(blob.path)
                done += blob.size
        for blob in blobs:
            _link(blob)
    return [f"{model.label} is on this machine, {store.size_on_disk(model) / 1e9:.1f} GB."]


def verify(model: Model, progress: Progress) -> list[str]:
    """Compare every file of `model` with the hub's hash. A file that is not what it should be is
    removed, and MaquetteError("model") raised. Stage: checking (in MB)."""
    if store.state(model) != "ready":
        raise MaquetteError("model", f"{model.label} is not whole.", AGAIN)
    with _explained(model):
        blobs = [_known(need) or _ask([need], progress)[0] for need in store.needs(model)]
        total = math.ceil(sum(blob.size for blob in blobs) / MEGABYTE)
        with progress.stage("checking", total) as advance:
            done = 0
            for blob in blobs:
                file = store.find(blob.need)
                assert file
                _check(blob, file, lambda here, done=done: advance((done + here) // MEGABYTE))
                done += blob.size
    return [f"Every file of {model.label} is what the hub has."]


def remove(model: Model, progress: Progress) -> list[str]:
    """Delete what belongs to `model` alone, partial downloads too."""
    kept = {
        need
        for other in catalogue.models()
        if other.id != model.id and other.files and _is_used(other, without=model)
        for need in store.needs(other)
    }
    freed = 0
    try:
        for need in store.needs(model):
            if need not in kept and (file := store.find(need)):
                freed += _delete(file)
        for owner in {need.owner.id: need.owner for need in store.needs(model)}.values():
            for partial in store.repository(owner).glob("blobs/*.incomplete"):
                freed += _delete(partial)
            if not any(need.owner.id == owner.id for need in kept):
                shutil.rmtree(store.repository(owner), ignore_errors=True)
    except OSError as error:
        raise MaquetteError(
            "file",
            f"{error.filename} cannot be removed: {error.strerror}.",
            "Close what uses it, and remove it again.",
        ) from error
    return [f"{model.label} is removed; {freed / 1e9:.1f} GB are free again."]


def _is_used(other: Model, without: Model) -> bool:
    """Whether something is there that `other` needs and `without` does not."""
    theirs = set(store.needs(other)) - set(store.needs(without))
    return any(store.find(need) for need in theirs)


def _delete(file: Path) -> int:
    """Remove a file, or a link with what it points to; the bytes that this freed."""
    target = file.resolve()
    size = _length(target)
    file.unlink()
    target.unlink(missing_ok=True)
    return size


def _ask(missing: list[Need], progress: Progress) -> list[Blob]:
    """What the hub says of files. Raises what huggingface_hub raises, and MaquetteError("offline")
    where it may not be asked."""
    if not missing:
        return []
    if constants.is_offline_mode():
        raise MaquetteError(
            "offline",
            "Downloads are not allowed.",
            "Allow online access, or unset HF_HUB_OFFLINE.",
        )
    with progress.stage("asking") as advance:
        return _in_background(lambda _stop: list(_described(missing)), lambda: advance(0))


def _described(missing: list[Need]) -> Iterator[Blob]:
    api = huggingface_hub.HfApi()
    for owner in dict.fromkeys(need.owner for need in missing):
        wanted = [need.file for need in missing if need.owner == owner]
        commit = api.model_info(str(owner.source), revision=owner.revision, timeout=20).sha
        found = api.get_paths_info(str(owner.source), wanted, revision=commit)
        known = {entry.path: entry for entry in found}
        for file in wanted:
            if file not in known:
                raise MaquetteError(
                    "model", f"The hub's {owner.id} has no {file}.", "Update Maquette."
                )
            entry = known[file]
            name = entry.lfs.sha256 if entry.lfs else entry.blob_id
            yield Blob(Need(owner, file), str(commit), name, entry.size)


def _known(need: Need) -> Blob | None:
    """What the cache's link says of a file: it points to its hash."""
    file = store.find(need)
    if file is None or not file.is_symlink():
        return None
    target = file.resolve()
    return Blob(need, file.relative_to(store.repository(need.owner)).parts[1], target.name,
                _length(target))  # fmt: skip


def _fetch(blob: Blob, report: Callable[[int], None]) -> None:
    """Bring a blob's partial file to its length. `report` is called with the bytes that are there,
    ten times a second, and may raise."""
    blob.partial.parent.mkdir(parents=True, exist_ok=True)
    url = huggingface_hub.hf_hub_url(
        str(blob.need.owner.source), blob.need.file, revision=blob.commit
    )

    def transfer(stop: threading.Event) -> None:
        constants.DOWNLOAD_CHUNK_SIZE = CHUNK  # read at every call; 10 MB are too many
        with open(blob.partial, "ab") as file:
            if file.tell() > blob.size:
                file.truncate(0)
            file_download.http_get(
                url,
                _Stoppable(file, stop),
                resume_size=file.tell(),
                headers=huggingface_hub.utils.build_hf_headers(),
                expected_size=blob.size,
                displayed_filename=blob.need.file,
                tqdm_class=_Silent,
            )

    _in_background(transfer, lambda: report(_length(blob.partial)))


class _Stoppable:
    """A file that takes no more once it was told to stop: a thread that hangs in the network wakes
    up when the next download writes already."""

    def __init__(self, file: IO[bytes], stop: threading.Event) -> None:
        self._file, self._stop = file, stop

    def write(self, data: bytes) -> int:
        if self._stop.is_set():
            raise Cancelled
        written = self._file.write(data)
        self._file.flush()
        return written

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class _Silent(huggingface_hub.utils.tqdm):
    def __init__(self, *args: Any, **how: Any) -> None:
        super().__init__(*args, **{**how, "disable": True})


def _in_background(run: Callable[[threading.Event], Any], tick: Callable[[], None]) -> Any:
    """What `run` returns or raises, in a thread, while `tick` is called ten times a second. If
    `tick` raises, the thread is told to stop and left behind."""
    stop, outcome = threading.Event(), {}

    def work() -> None:
        try:
            outcome["value"] = run(stop)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            outcome["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            tick()
            thread.join(TICK)
    except BaseException:
        stop.set()
        raise
    if "error" in outcome:
        raise outcome["error"]
    return outcome["value"]


def _check(blob: Blob, file: Path, report: Callable[[int], None]) -> None:
    """Raise MaquetteError("model") and remove `file` if it is not what the hub has."""
    if len(blob.hash) == 64:
        digest = hashlib.sha256()
    else:  # git's hash of a blob
        digest = hashlib.sha1(f"blob {_length(file)}\0".encode(), usedforsecurity=False)
    done = 0
    with open(file, "rb") as content:
        while piece := content.read(1 << 22):
            digest.update(piece)
            done += len(piece)
            report(done)
    if digest.hexdigest() != blob.hash:
        _delete(file)
        raise MaquetteError(
            "model", f"{blob.need.file} is not what the hub has; it was removed.", AGAIN
        )


def _link(blob: Blob) -> None:
    """Let the library enter a blob that is there into its snapshot. It asks for the head alone."""
    huggingface_hub.hf_hub_download(
        str(blob.need.owner.source), blob.need.file, revision=blob.need.owner.revision
    )


def _length(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _check_space(wanted: int) -> None:
    folder = store.cache()
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(existing).free
    if wanted and wanted + SPARE > free:
        raise MaquetteError(
            "file",
            f"The download needs {(wanted + SPARE) / 1e9:.1f} GB and {free / 1e9:.1f} GB are free"
            f" in {folder}.",
            "Make room, or choose another folder for models.",
        )


@contextlib.contextmanager
def _explained(model: Model) -> Iterator[None]:
    """What can go wrong between here and the hub, in sentences."""
    try:
        yield
    except errors.HfHubHTTPError as error:
        status = error.response.status_code if error.response is not None else 0
        what, remedy = ANSWERS.get(
            status, (f"cannot answer now (status {status})", "Try again later.")
        )
        code = "model" if status in ANSWERS else "offline"
        raise MaquetteError(code, f"The hub {what}: {model.id}.", remedy) from error
    except (httpx2.HTTPError, errors.OfflineModeIsEnabled, errors.LocalEntryNotFoundError) as error:
        raise MaquetteError(
            "offline",
            f"The hub cannot be reached: {constants.ENDPOINT.partition('//')[2]}.",
            f"Check the connection. {AGAIN}",
        ) from error
    except OSError as error:
        full = error.errno in (28, 122)
        what = "The disk is full" if full else f"{error.filename} cannot be written"
        raise MaquetteError(
            "file",
            f"{what}: {error.strerror or error}.",
            f"{'Make room' if full else 'Choose another folder for models'}. {AGAIN}",
        ) from error
