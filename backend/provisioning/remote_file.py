"""Files that are elsewhere, as they are announced before they are fetched.

The Hugging Face hub names a file's commit, length and hash; huggingface_hub asks it. Other files
are at plain addresses, whose servers name a length and a version at most, and no hash: the sha256
of such a file is taken once it is complete, and the hub's cache keeps it under that like any other.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import huggingface_hub
from huggingface_hub import constants, errors

from ..shared.errors import MaquetteError
from ..shared.models import hub_cache
from ..shared.models.catalog import Model
from ..shared.models.hub_cache import Need

LARGEST = 1 << 40  # bytes of a file; what claims more is no model's
RANGE = r"bytes (\d+)-\d+/(\d+)"


@dataclass(frozen=True)
class Blob:
    """A file as it was announced.

    commit   of the hub's repository; of files at addresses always the same
    hash     under which the cache keeps it: sha256 of the hub's large files and git's sha1 of its
             small ones; sha256 of a file at an address, "" until it is known
    size     in bytes
    version  of a file at an address, as its server names it; "" if it does not
    """

    need: Need
    commit: str
    hash: str
    size: int
    version: str = ""

    @property
    def on_hub(self) -> bool:
        return self.need.file not in self.need.owner.addresses

    @property
    def address(self) -> str:
        owner, file = self.need
        if self.on_hub:
            return huggingface_hub.hf_hub_url(str(owner.source), file, revision=self.commit)
        return owner.addresses[file]

    @property
    def path(self) -> Path:
        return self._blobs / self.hash

    @property
    def partial(self) -> Path:
        """What has come so far: of this version of the file, and of no other."""
        name = self.hash if self.on_hub else f"{self._place}-{_sha1(self.version, self.size)}"
        return self._blobs / f"{name}.incomplete"

    @property
    def outdated(self) -> list[Path]:
        """What came of other versions of it."""
        if self.on_hub:
            return []
        partials = self._blobs.glob(f"{self._place}-*.incomplete")
        return [partial for partial in partials if partial != self.partial]

    @property
    def _blobs(self) -> Path:
        return hub_cache.repository(self.need.owner) / "blobs"

    @property
    def _place(self) -> str:
        return _sha1(self.address)


def endpoint(need: Need) -> str:
    """The server that is asked for a file: a scheme and a host."""
    address = need.owner.addresses.get(need.file)
    if address is None:
        return constants.ENDPOINT
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def known(need: Need) -> Blob | None:
    """What the cache itself says of a file that it has."""
    commit, name = hub_cache.identity(need)
    file = hub_cache.find(need)
    return Blob(need, commit, name, file.stat().st_size) if name and file else None


def describe(owner: Model, files: Sequence[str], token: str | bool) -> Iterator[Blob]:
    """What is said of files of one model: by the hub, of the commit that its revision meant when it
    was asked first, or by the servers of their addresses. That commit is remembered. Raises what
    huggingface_hub and its client raise, MaquetteError("model"), and ValueError for an answer that
    makes no sense."""
    if owner.addresses:
        blobs = [_at_address(Need(owner, file)) for file in files]
        hub_cache.write_ref(owner, _commit(owner))
    else:
        blobs = _on_hub(owner, files, token)
        hub_cache.write_ref(owner, blobs[0].commit)
    yield from blobs


def _on_hub(owner: Model, files: Sequence[str], token: str | bool) -> list[Blob]:
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
    return [_blob(Need(owner, file), commit, known[file]) for file in files]


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


def _commit(owner: Model) -> str:
    """A name for the snapshot of files that have no history: git's commits look like this."""
    return _sha1(owner.id)


def _at_address(need: Need) -> Blob:
    blob = Blob(need, _commit(need.owner), "", 0)
    answer = huggingface_hub.get_session().head(
        blob.address,
        headers={"Accept-Encoding": "identity"},
        timeout=constants.HF_HUB_ETAG_TIMEOUT,
    )
    huggingface_hub.hf_raise_for_status(answer)
    size = int(answer.headers["Content-Length"])
    if not 0 < size <= LARGEST:
        raise ValueError(f"{need.file}: {size}")
    return dataclasses.replace(blob, size=size, version=_version(answer))


def check_same(blob: Blob, answer: Any, begun: int) -> None:
    """Raise MaquetteError("network") if an answer has another version of a file at an address than
    was announced, and OSError unless it has all of it, or what follows its first `begun` bytes."""
    if _version(answer) != blob.version:
        raise MaquetteError(
            "network",
            f"{blob.need.file} has changed on {answer.url.host} since the download began.",
            "Download it again.",
        )
    start, size = 0, int(answer.headers.get("Content-Length", blob.size))
    if answer.status_code == 206:
        found = re.fullmatch(RANGE, answer.headers.get("Content-Range", ""))
        start, size = map(int, found.groups()) if found else (-1, -1)
    if start not in (0, begun) or size != blob.size:
        raise OSError(f"{size} bytes from {start} on would come")


def _version(answer: Any) -> str:
    """What If-Range may ask for (RFC 9110, 13.1.5): a strong entity tag, or else a date."""
    tag = answer.headers.get("ETag", "")
    return answer.headers.get("Last-Modified", "") if tag[:2] in ("", "W/") else tag


def _sha1(*parts: object) -> str:
    text = "\n".join(map(str, parts)).encode()
    return hashlib.sha1(text, usedforsecurity=False).hexdigest()
