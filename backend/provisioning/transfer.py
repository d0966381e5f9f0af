"""One file of the Hugging Face hub on its way into the cache: described, fetched, checked.

huggingface_hub says what there is and where; `shared/models/hub_cache.py` has the cache's layout. A
file is fetched by us, because the library begins again after every stop (since its pull request
4228): it lies as `blobs/<hash>.incomplete`, and the next download goes on where the last one ended.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import httpx2
import huggingface_hub
from huggingface_hub import constants, errors

from ..shared.errors import JobCancelled, MaquetteError
from ..shared.models import hub_cache
from ..shared.models.catalog import Model
from ..shared.models.hub_cache import Need
from . import failures

TICK = 0.1  # seconds between two looks at whether the job was cancelled
CHUNK = 1 << 16  # bytes between two reports
LARGEST = 1 << 40  # bytes of a file; what claims more is no model's
PATIENCE = 60.0  # seconds in which nothing comes, after which the hub is given up
PAUSES = (1, 4, 10)  # seconds before a broken transfer goes on
BUSY = (408, 429)  # with what is above 500: what a hub says that cannot answer now

Stop = threading.Event


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
        return hub_cache.repository(self.need.owner) / "blobs" / self.hash

    @property
    def partial(self) -> Path:
        return self.path.with_name(f"{self.hash}.incomplete")


def describe(owner: Model, files: Sequence[str], token: str | bool) -> Iterator[Blob]:
    """What the hub says of files, in the commit that its revision meant when it was asked first;
    that commit is remembered. Raises what huggingface_hub raises, MaquetteError("model"), and
    ValueError for an answer that is not a hub's."""
    api, name = huggingface_hub.HfApi(constants.ENDPOINT, token), str(owner.source)
    commit = hub_cache.read_ref(owner)
    try:
        found = api.get_paths_info(name, [*files], revision=commit) if commit else None
    except errors.RevisionNotFoundError:
        found = None
    if found is None:
        commit = str(api.model_info(name, revision=owner.revision, timeout=20).sha)
        found = api.get_paths_info(name, [*files], revision=commit)
    known = {entry.path: entry for entry in found}
    if absent := [file for file in files if file not in known]:
        raise MaquetteError(
            "model", f"The hub's {owner.id} has no {absent[0]}.", "Update Maquette."
        )
    blobs = [_blob(Need(owner, file), commit, known[file]) for file in files]
    hub_cache.write_ref(owner, commit)
    yield from blobs


def _blob(need: Need, commit: str, entry: Any) -> Blob:
    """Of an answer from outside: its hashes become names of files, its size room on the disk."""
    name = entry.lfs.sha256 if entry.lfs else entry.blob_id
    if not (
        re.fullmatch(hub_cache.COMMIT, commit)
        and re.fullmatch(hub_cache.HASH, name)
        and isinstance(entry.size, int)
        and 0 <= entry.size <= LARGEST
    ):
        raise ValueError(f"{need.file}: {commit!r}, {name!r}, {entry.size!r}")
    return Blob(need, commit, name, entry.size)


def known(need: Need) -> Blob | None:
    """What the cache itself says of a file that it has."""
    commit, name = hub_cache.identity(need)
    if not name:
        return None
    blob = Blob(need, commit, name, 0)
    return dataclasses.replace(blob, size=length(blob.path))


def fetch(blob: Blob, report: Callable[[int], None], token: str | bool = False) -> None:
    """Bring a blob's partial file to its length. `report` is called with the bytes that are there,
    ten times a second, and may raise.

    A transfer that breaks goes on after a pause, as long as more comes with most attempts. Raises
    what huggingface_hub raises, OSError, or TimeoutError when nothing comes any more.
    """
    blob.partial.parent.mkdir(parents=True, exist_ok=True)

    def tick() -> int:
        report(here := length(blob.partial))
        return here

    pauses = iter(PAUSES)
    while True:
        begun = length(blob.partial)
        try:
            return in_background(lambda stop: _transfer(blob, stop, token), tick)
        except (httpx2.TransportError, OSError) as error:
            if not isinstance(error, httpx2.HTTPError) and error.errno is not None:
                raise  # the disk's
            if length(blob.partial) > begun:
                pauses = iter(PAUSES)
            pause = next(pauses, None) if _may_pass(error) else None
            if pause is None:
                raise
            pause = max(pause, failures.asked_wait(getattr(error, "response", None)))
            said = failures.without_secrets(repr(error))
            print(f"{said}: the transfer continues in {pause} s", file=sys.stderr)
            in_background(lambda stop, pause=pause: stop.wait(pause), tick)


def _may_pass(error: Exception) -> bool:
    answer = getattr(error, "response", None)
    if answer is None:
        return not isinstance(error, TimeoutError)
    status = answer.status_code
    return status >= 500 or status in BUSY or failures.elsewhere(answer, constants.ENDPOINT)


def _transfer(blob: Blob, stop: Stop, token: str | bool) -> None:
    """One attempt: the rest of the file, from the hub or from where it sends us."""
    with open(blob.partial, "ab") as file:
        if file.tell() > blob.size:
            file.truncate(0)
        if file.tell() == blob.size:
            return
        name = str(blob.need.owner.source)
        address = huggingface_hub.hf_hub_url(name, blob.need.file, revision=blob.commit)
        asked = {"Range": f"bytes={file.tell()}-", "Accept-Encoding": "identity"}
        if token:
            asked["Authorization"] = f"Bearer {token}"
        client, patience = huggingface_hub.get_session(), constants.HF_HUB_DOWNLOAD_TIMEOUT
        with client.stream("GET", address, headers=asked, timeout=patience) as answer:
            huggingface_hub.hf_raise_for_status(answer)
            if answer.status_code != 206:  # all of it comes, not the rest
                file.truncate(0)
            for piece in answer.iter_bytes(CHUNK):
                _append(file, piece, blob.size, stop)
        if file.tell() < blob.size:
            raise OSError(f"{file.tell()} of {blob.size} bytes came")


def _append(file: IO[bytes], piece: bytes, size: int, stop: Stop) -> None:
    """Never more than a file's size, and nothing once it was told to stop: a thread that hangs in
    the network wakes up when the next download writes already."""
    if stop.is_set():
        raise JobCancelled
    if file.tell() + len(piece) > size:
        raise OSError(f"more than {size} bytes came")
    file.write(piece)
    file.flush()


def check(blob: Blob, file: Path, report: Callable[[int], None]) -> bool:
    """Whether `file` is what the hub has. `report` is called with the bytes that were read."""
    if len(blob.hash) == 64:
        digest = hashlib.sha256()
    else:  # git's hash of a blob
        digest = hashlib.sha1(f"blob {length(file)}\0".encode(), usedforsecurity=False)
    done = 0
    with open(file, "rb") as content:
        while piece := content.read(1 << 22):
            digest.update(piece)
            done += len(piece)
            report(done)
    return digest.hexdigest() == blob.hash


def length(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def in_background(run: Callable[[Stop], Any], tick: Callable[[], int]) -> Any:
    """What `run` returns or raises, in a thread, while `tick` is called ten times a second and says
    how far things are. The thread is told to stop and left behind if `tick` raises, or if it says
    the same for `PATIENCE` seconds: then TimeoutError is raised."""
    stop, outcome = Stop(), {}

    def work() -> None:
        try:
            outcome["value"] = run(stop)
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            outcome["error"] = error

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    last, since = -1, time.monotonic()
    try:
        while thread.is_alive():
            if (here := tick()) != last:
                last, since = here, time.monotonic()
            if time.monotonic() - since > PATIENCE:
                raise TimeoutError(f"no data arrived for {PATIENCE:.0f} s")
            thread.join(TICK)
    except BaseException:
        stop.set()
        raise
    if "error" in outcome:
        raise outcome["error"]
    return outcome["value"]
