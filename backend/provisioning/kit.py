"""Carries the worker's environment and chosen models to a machine without internet, in one file.

The file is a zip whose members are not compressed, as wheels and weights hardly become smaller:

    kit.json                       what it is for, and the sha256 of every other member
    wheels/<name>.whl              of every package, for one system and one Python
    models/<hub id>/<file>         what the hub's cache holds of each model

Standard library only: a bare Python unpacks it. A kit is whole or it changes nothing, but as it
brings programs, take it from people you trust.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sys
import sysconfig
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from ..progress import Progress
from ..protocol import catalogue, environment, store
from ..protocol.errors import MaquetteError
from ..protocol.request import InstallationRequest
from ..protocol.store import Need
from . import free_bytes, installation

MANIFEST = "kit.json"
KIND = "maquette kit 1"
MEGABYTE = 1_000_000
CHUNK = 1 << 22  # bytes between two reports
UNPACKED = 4  # bytes on the disk for one of a wheel: it, its contents, and room
REMEDY = "Get the kit again from where it was made."

Count = Callable[[int], None]  # called with more bytes that are done


def export(file: Path, models: Sequence[str], accelerator: str, progress: Progress) -> list[str]:
    """Write the kit of this system, this Python and `models` of the catalogue.

    Stages: downloading (the wheels), packing (in MB). Raises MaquetteError or Cancelled, and leaves
    nothing half written.
    """
    needs = [need for name in models for need in _needs(name)]
    part = file.with_name(file.name + ".part")
    try:
        with _written(file), tempfile.TemporaryDirectory(dir=file.parent, prefix=".kit-") as folder:
            installation.collect(Path(folder), accelerator, progress)
            members = {f"wheels/{wheel.name}": wheel for wheel in sorted(Path(folder).iterdir())}
            members |= {_member(need): store.find(need) or Path() for need in needs}
            _pack(part, members, needs, progress)
            part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return [f"{file} has {file.stat().st_size / 1e9:.1f} GB, for {_system()}."]


def unpack(file: Path, folder: str, progress: Progress) -> list[str]:
    """Make the environment in `folder` and place the models in the hub's cache, from a kit alone.

    Stages: verifying and unpacking (in MB), and those of `installation.install`. Nothing is changed
    before every member was compared with its hash. Raises MaquetteError or Cancelled.
    """
    with _opened(file) as kit:
        manifest = _manifest(kit, file)
        needs = {need: entry for entry in manifest["models"] if (need := _need(entry))}
        wheels = [info for info in kit.infolist() if info.filename.startswith("wheels/")]
        missing = [need for need in needs if store.find(need) is None]
        target = Path(folder).expanduser().absolute()
        weights = sum(kit.getinfo(_member(need)).file_size for need in missing)
        packed = sum(info.file_size for info in wheels)
        _check_space(target, packed * UNPACKED)
        _check_space(store.cache(), weights)
        _verify(kit, manifest["sha256"], file, progress)
        with _written(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kit-") as temporary:
                with _stage(progress, "unpacking", packed + weights) as count:
                    for info in wheels:
                        wheel = Path(temporary, Path(info.filename).name)
                        _extract(kit, info.filename, wheel, count)
                    for need in missing:
                        _place(kit, need, needs[need], manifest["sha256"], count)
                request = InstallationRequest(str(target), "cpu")
                notes = installation.install(request, progress, Path(temporary))
    brought = dict.fromkeys(need.owner.label for need in needs)
    return [*notes, *(f"{label} is placed in {store.cache()}." for label in brought)]


def _pack(part: Path, members: Mapping[str, Path], needs: list[Need], progress: Progress) -> None:
    manifest: dict[str, Any] = {
        "kind": KIND,
        "system": _system(),
        "requirements": environment.requirements_hash(),
        "models": [
            dict(zip(("commit", "blob"), store.identity(need), strict=True))
            | {"model": need.owner.id, "file": need.file}
            for need in needs
        ],
        "sha256": {},
    }
    total = sum(path.stat().st_size for path in members.values())
    with zipfile.ZipFile(part, "w") as kit, _stage(progress, "packing", total) as count:
        for name, path in members.items():
            with open(path, "rb") as source, kit.open(name, "w", force_zip64=True) as sink:
                manifest["sha256"][name] = _copy(source, sink, count)
        kit.writestr(MANIFEST, json.dumps(manifest, indent=1))


def _needs(name: str) -> list[Need]:
    model = catalogue.find(name)
    if isinstance(model.source, Path):
        raise MaquetteError(
            "request", f"{model.label} is no model of the hub.", "Carry its folder by itself."
        )
    store.locate(model)  # raises unless all of it is there
    return list(store.needs(model))


def _need(entry: Mapping[str, str]) -> Need | None:
    """What an entry of the manifest brings; None for what this Maquette has no use for. The
    catalogue, not the kit, has the names of files and folders."""
    known = {(n.owner.id, n.file): n for m in catalogue.models() for n in store.needs(m)}
    if not re.fullmatch(r"[0-9a-f]{40}", entry["commit"]):
        return None
    return known.get((entry["model"], entry["file"]))


def _member(need: Need) -> str:
    return f"models/{need.owner.id}/{need.file}"


def _system() -> str:
    """What wheels are made for: the system and the minor version of Python."""
    return f"{sysconfig.get_platform()}, Python {sys.version_info[0]}.{sys.version_info[1]}"


@contextlib.contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as kit:
            yield kit
    except FileNotFoundError as error:
        raise MaquetteError("file", f"There is no file {file}.", REMEDY) from error
    except zipfile.BadZipFile as error:
        raise _damaged(file) from error


def _manifest(kit: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(kit.read(MANIFEST))
        known = manifest["kind"] == KIND
    except (KeyError, TypeError, ValueError) as error:
        raise MaquetteError("file", f"{file} is no kit of Maquette.", REMEDY) from error
    if not known or manifest["requirements"] != environment.requirements_hash():
        raise MaquetteError(
            "file",
            f"{file} was made by another version of Maquette.",
            "Make the kit with the version that is to use it.",
        )
    if manifest["system"] != _system():
        raise MaquetteError(
            "file",
            f"{file} is for {manifest['system']}; this is {_system()}.",
            "Make the kit on a system of this kind, with this Python.",
        )
    return manifest


def _verify(
    kit: zipfile.ZipFile, hashes: Mapping[str, str], file: Path, progress: Progress
) -> None:
    members = [info for info in kit.infolist() if info.filename != MANIFEST]
    if {info.filename for info in members} != hashes.keys():
        raise _damaged(file)
    total = sum(info.file_size for info in members)
    with _stage(progress, "verifying", total) as count:
        for info in members:
            with kit.open(info) as source:
                if _copy(source, None, count) != hashes[info.filename]:
                    raise _damaged(file)


def _place(
    kit: zipfile.ZipFile,
    need: Need,
    entry: Mapping[str, str],
    hashes: Mapping[str, str],
    count: Count,
) -> None:
    """Into the hub's cache, under the hash that the hub has for it, where that is known."""
    named = re.fullmatch(r"[0-9a-f]{40,64}", entry["blob"])
    name = named[0] if named else hashes[_member(need)]
    blob = store.repository(need.owner) / "blobs" / name
    blob.parent.mkdir(parents=True, exist_ok=True)
    part = blob.with_name(f"{name}.part")
    try:
        _extract(kit, _member(need), part, count)
        part.replace(blob)
    finally:
        part.unlink(missing_ok=True)
    store.enter(need, entry["commit"], blob)
    store.remember(need.owner, entry["commit"])


def _extract(kit: zipfile.ZipFile, name: str, target: Path, count: Count) -> None:
    with kit.open(name) as source, open(target, "wb") as sink:
        _copy(source, sink, count)


def _copy(source: IO[bytes], sink: IO[bytes] | None, count: Count) -> str:
    """The sha256 of what was copied."""
    digest = hashlib.sha256()
    while piece := source.read(CHUNK):
        digest.update(piece)
        if sink:
            sink.write(piece)
        count(len(piece))
    return digest.hexdigest()


@contextlib.contextmanager
def _stage(progress: Progress, name: str, total: int) -> Iterator[Count]:
    """A stage of `total` bytes, reported in MB."""
    with progress.stage(name, -(-total // MEGABYTE)) as advance:
        done = 0

        def count(more: int) -> None:
            nonlocal done
            done += more
            advance(done // MEGABYTE)

        yield count


@contextlib.contextmanager
def _written(target: Path) -> Iterator[None]:
    """What can go wrong with a place, in a sentence."""
    try:
        yield
    except OSError as error:
        raise MaquetteError(
            "file",
            f"{error.filename or target} cannot be written: {error.strerror or error}.",
            "Choose another place, or make room.",
        ) from error


def _check_space(folder: Path, wanted: int) -> None:
    free = free_bytes(folder)
    if wanted > free:
        raise MaquetteError(
            "file",
            f"This needs {wanted / 1e9:.1f} GB and {free / 1e9:.1f} GB are free in {folder}.",
            "Make room, or choose another folder.",
        )


def _damaged(file: Path) -> MaquetteError:
    return MaquetteError("file", f"{file} is damaged.", REMEDY)
