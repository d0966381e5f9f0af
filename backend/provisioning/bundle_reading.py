"""A bundle as something from outside: it is what `bundle.py` writes, to the last byte, or a
sentence says that it is not. Nothing is written here.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import stat
import sys
import sysconfig
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from ..compute.progress import MEGABYTE, Tracker
from ..shared.errors import JobCancelled, MaquetteError
from ..shared.files import explained, printable
from ..shared.models import catalog, hub_cache
from ..shared.models.hub_cache import Need
from ..shared.process import environment
from .failures import first_line

MANIFEST = "kit.json"
KIND = "maquette kit 1"
WHEEL = r"wheels/[A-Za-z0-9][\w.+!-]*\.whl"
MODEL = r"models(/\w[\w.-]*){3,}"
LARGEST_MANIFEST = 1 << 22  # bytes; that of a hundred members has twenty thousand
CHUNK = 1 << 22  # bytes between two reports
REMEDY = "Copy the bundle again from the computer where it was made."

Count = Callable[[int], None]  # called with more bytes that are done


class Brought(NamedTuple):
    """One file of a model: the commit that it is of, and its hash on the hub, which may be ""."""

    commit: str
    hash: str


class Manifest(NamedTuple):
    """The sha256 of each member, and which of them are files of models that we know."""

    hashes: dict[str, str]
    models: dict[Need, Brought]


def member(need: Need) -> str:
    return f"models/{need.owner.id}/{need.file}"


def system() -> str:
    """What wheels are made for: the system and the minor version of Python."""
    return f"{sysconfig.get_platform()}, Python {sys.version_info[0]}.{sys.version_info[1]}"


@contextlib.contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """Raises MaquetteError("file")."""
    if not file.is_file():
        what = "is not a file" if file.exists() else "does not exist"
        raise MaquetteError("file", f"There is no file: {printable(file)} {what}.", REMEDY)
    with contextlib.ExitStack() as stack:
        with reading(file):
            bundle = stack.enter_context(zipfile.ZipFile(file))
        yield bundle


@contextlib.contextmanager
def reading(file: Path) -> Iterator[None]:
    """Whatever a bundle does to those who read it, in a sentence."""
    try:
        yield
    except (MaquetteError, JobCancelled):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise explained(file, error, "read") from error
        raise damaged(file, f": {first_line(error)}") from error


def damaged(file: Path, why: str = "") -> MaquetteError:
    return MaquetteError("file", f"{printable(file)} is damaged{why}.", REMEDY)


def manifest(bundle: zipfile.ZipFile, file: Path) -> Manifest:
    """What a bundle says of itself, if it is for this Maquette and this system. Raises
    MaquetteError("file"), and everything that zipfile raises."""
    if MANIFEST not in bundle.namelist() or bundle.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _no_kit(file)
    _check_members(bundle, file)
    try:
        said = json.loads(bundle.read(MANIFEST), parse_constant=_refuse)
        kind = said["kind"]
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise _no_kit(file) from error
    if kind != KIND or said.get("requirements") != environment.requirements_hash():
        raise MaquetteError(
            "file",
            f"{printable(file)} was made by another version of Maquette.",
            "Make the bundle with the version of Maquette that will use it.",
        )
    if said.get("system") != system():
        raise MaquetteError(
            "file",
            f"{printable(file)} is for {printable(str(said.get('system'))[:80])};"
            f" this is {system()}.",
            "Make the bundle on the same kind of system, with the same Python version.",
        )
    return _checked(said, {info.filename for info in bundle.infolist()} - {MANIFEST}, file)


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not valid JSON")


def _no_kit(file: Path) -> MaquetteError:
    return MaquetteError("file", f"{printable(file)} is not a Maquette bundle.", REMEDY)


def _check_members(bundle: zipfile.ZipFile, file: Path) -> None:
    """Each once, a plain file, neither compressed nor encrypted, with a name such as ours; so that
    all of them together are no larger than the bundle."""
    seen: set[str] = set()
    for info in bundle.infolist():
        name, mode = info.filename, info.external_attr >> 16
        plain = (
            name == info.orig_filename
            and name not in seen
            and (name == MANIFEST or re.fullmatch(WHEEL, name) or re.fullmatch(MODEL, name))
            and info.compress_type == zipfile.ZIP_STORED
            and info.file_size == info.compress_size
            and not info.flag_bits & 1
            and stat.S_IFMT(mode) in (0, stat.S_IFREG)
        )
        if not plain:
            raise damaged(file, f": {printable(info.orig_filename[:80])} is not part of a bundle")
        seen.add(name)
    if sum(info.file_size for info in bundle.infolist()) > file.stat().st_size:
        raise damaged(file, ": it claims to contain more than it does")


def _checked(said: dict[str, Any], names: set[str], file: Path) -> Manifest:
    """The catalog, not the bundle, has the names of files and folders; what this Maquette has no
    use for is left."""
    hashes, entries = said.get("sha256"), said.get("models")
    if not (
        isinstance(hashes, dict)
        and hashes.keys() == names
        and all(isinstance(h, str) and re.fullmatch("[0-9a-f]{64}", h) for h in hashes.values())
        and isinstance(entries, list)
        and all(isinstance(entry, dict) for entry in entries)
    ):
        raise damaged(file)
    known = {(n.owner.id, n.file): n for m in catalog.models() for n in hub_cache.needs(m)}
    models = {}
    for entry in entries:
        model, name, commit, blob = (
            str(entry.get(key, "")) for key in ("model", "file", "commit", "blob")
        )
        need = known.get((model, name))
        if need and re.fullmatch(hub_cache.COMMIT, commit):
            if member(need) not in hashes:
                raise damaged(file, f": {member(need)} is missing")
            models[need] = Brought(commit, blob if re.fullmatch(hub_cache.HASH, blob) else "")
    return Manifest(hashes, models)


def verify(bundle: zipfile.ZipFile, told: Manifest, file: Path, progress: Tracker) -> None:
    """Compare every member with its sha256, and with the hash that it shall have in the hub's
    cache. Stage: verifying (in MB). Raises MaquetteError("file")."""
    of_hub = {member(need): brought.hash for need, brought in told.models.items()}
    members = [info for info in bundle.infolist() if info.filename != MANIFEST]
    with stage(progress, "verifying", sum(info.file_size for info in members)) as count:
        for info in members:
            digests = Digests(info.file_size)
            with bundle.open(info) as source:
                copy(source, digests, count)
            if told.hashes[info.filename] != digests.sha256 or not digests.matches(
                of_hub.get(info.filename, "")
            ):
                raise damaged(file, f": {info.filename} does not have the right content")


class Digests:
    """Both hashes by which the hub knows a file of `size` bytes. Takes pieces like a file."""

    def __init__(self, size: int) -> None:
        self._sha256 = hashlib.sha256()
        self._git = hashlib.sha1(f"blob {size}\0".encode(), usedforsecurity=False)

    def write(self, piece: bytes) -> None:
        self._sha256.update(piece)
        self._git.update(piece)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()

    def matches(self, name: str) -> bool:
        """Whether that is its name in the hub's cache; any is, if it has none there."""
        return name in ("", self.sha256, self._git.hexdigest())


def copy(source: IO[bytes], sink: Any, count: Count) -> None:
    while piece := source.read(CHUNK):
        sink.write(piece)
        count(len(piece))


@contextlib.contextmanager
def stage(progress: Tracker, name: str, total: int) -> Iterator[Count]:
    """A stage of `total` bytes, reported in MB."""
    with progress.stage(name, -(-total // MEGABYTE)) as advance:
        done = 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            advance(done // MEGABYTE)

        yield count
