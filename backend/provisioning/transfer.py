"""One file on its way into the hub's cache: fetched, checked.

`remote_file.py` says what there is and where; `shared/models/hub_cache.py` has the cache's layout.
A file is fetched by us, because huggingface_hub begins again after every stop (since its pull
request 4228): it lies as `blobs/….incomplete`, and the next download goes on where the last one
ended.
"""

from __future__ import annotations

import hashlib
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

import httpx2
import huggingface_hub
from huggingface_hub import constants

from ..shared.errors import JobCancelled
from . import failures, remote_file
from .remote_file import Blob

TICK = 0.1  # seconds between two looks at whether the job was cancelled
CHUNK = 1 << 16  # bytes between two reports
PATIENCE = 60.0  # seconds in which nothing comes, after which the hub is given up
PAUSES = (1, 4, 10)  # seconds before a broken transfer goes on
BUSY = (408, 429)  # with what is above 500: what a hub says that cannot answer now

Stop = threading.Event


def fetch(blob: Blob, report: Callable[[int], None], token: str | bool = False) -> None:
    """Bring a blob's partial file to its length. `report` is called with the bytes that are there,
    ten times a second, and may raise.

    A transfer that breaks goes on after a pause, as long as more comes with most attempts. Raises
    what huggingface_hub raises, OSError, TimeoutError when nothing comes any more, or
    MaquetteError("network") if the file is another one meanwhile.
    """
    blob.partial.parent.mkdir(parents=True, exist_ok=True)
    for outdated in blob.outdated:
        outdated.unlink()

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
            pause = (
                next(pauses, None) if _may_pass(error, remote_file.endpoint(blob.need)) else None
            )
            if pause is None:
                raise
            pause = max(pause, failures.asked_wait(getattr(error, "response", None)))
            said = failures.without_secrets(repr(error))
            print(f"{said}: the transfer continues in {pause} s", file=sys.stderr)
            in_background(lambda stop, pause=pause: stop.wait(pause), tick)


def _may_pass(error: Exception, endpoint: str) -> bool:
    answer = getattr(error, "response", None)
    if answer is None:
        return not isinstance(error, TimeoutError)
    status = answer.status_code
    return status >= 500 or status in BUSY or failures.elsewhere(answer, endpoint)


def _transfer(blob: Blob, stop: Stop, token: str | bool) -> None:
    """One attempt: the rest of the file, from its server or from where that sends us."""
    with open(blob.partial, "ab") as file:
        if file.tell() == blob.size:
            return
        if file.tell() > blob.size or not (blob.on_hub or blob.version):
            _begin_again(file)
        asked = {"Range": f"bytes={file.tell()}-", "Accept-Encoding": "identity"}
        if blob.version:
            asked["If-Range"] = blob.version
        if token and blob.on_hub:
            asked["Authorization"] = f"Bearer {token}"
        client, patience = huggingface_hub.get_session(), constants.HF_HUB_DOWNLOAD_TIMEOUT
        with client.stream("GET", blob.address, headers=asked, timeout=patience) as answer:
            huggingface_hub.hf_raise_for_status(answer)
            if not blob.on_hub:
                remote_file.check_same(blob, answer, file.tell())
            if answer.status_code != 206:  # all of it comes, not the rest
                _begin_again(file)
            for piece in answer.iter_bytes(CHUNK):
                _append(file, piece, blob.size, stop)
        if file.tell() < blob.size:
            raise OSError(f"{file.tell()} of {blob.size} bytes came")


def _begin_again(file: IO[bytes]) -> None:
    file.seek(0)  # else it says that it is where it was
    file.truncate()


def _append(file: IO[bytes], piece: bytes, size: int, stop: Stop) -> None:
    """Never more than a file's size, and nothing once it was told to stop: a thread that hangs in
    the network wakes up when the next download writes already."""
    if stop.is_set():
        raise JobCancelled
    if file.tell() + len(piece) > size:
        raise OSError(f"more than {size} bytes came")
    file.write(piece)
    file.flush()


def digest(blob: Blob, file: Path, report: Callable[[int], None]) -> str:
    """The hash of `file`, of the kind that `blob` has. `report` is called with the bytes that were
    read."""
    if len(blob.hash) == 40:  # git's hash of a blob
        made = hashlib.sha1(f"blob {length(file)}\0".encode(), usedforsecurity=False)
    else:
        made = hashlib.sha256()
    done = 0
    with open(file, "rb") as content:
        while piece := content.read(1 << 22):
            made.update(piece)
            done += len(piece)
            report(done)
    return made.hexdigest()


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
