"""Carries the worker's environment and chosen models to a machine without internet, in one file.

The file is a zip whose members are not compressed, as wheels and weights hardly become smaller:

    kit.json                       what it is for, and the sha256 of every other member
    wheels/<name>.whl              of every package, for one system and one Python
    models/<hub id>/<file>         what the hub's cache holds of each model

Standard library only: a bare Python unpacks it. A bundle is whole or it changes nothing, but as it
brings programs, take it from people you trust.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..compute.progress import Tracker
from ..shared.errors import MaquetteError
from ..shared.files import Outputs, explained
from ..shared.models import catalog, hub_cache
from ..shared.models.hub_cache import Need
from ..shared.process import environment
from ..shared.request import InstallationRequest
from . import bundle_reading as reading
from . import free_bytes, installation
from .bundle_reading import Brought, Count, Digests, Manifest, member

UNPACKED = 4  # bytes on the disk for one of a wheel: it, its contents, and room


def export(file: Path, models: Sequence[str], accelerator: str, progress: Tracker) -> list[str]:
    """Write the bundle of this system, this Python and `models` of the catalogue.

    Stages: downloading (the wheels), packing (in MB). Raises MaquetteError or Cancelled, and leaves
    nothing half written.
    """
    needs = [need for name in models for need in _needs(name)]
    with Outputs() as outputs, _written(file):
        part = outputs.file(file)
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".kit-") as folder:
            installation.collect(Path(folder), accelerator, progress)
            members = {f"wheels/{wheel.name}": wheel for wheel in sorted(Path(folder).iterdir())}
            members |= {member(need): hub_cache.find(need) or Path() for need in needs}
            _pack(part, members, needs, progress)
        size = part.stat().st_size
    return [f"{file} is {size / 1e9:.1f} GB, for {reading.system()}."]


def unpack(file: Path, folder: str, progress: Tracker) -> list[str]:
    """Make the environment in `folder` and place the models in the hub's cache, from a bundle.

    Stages: verifying and unpacking (in MB), and those of `installation.install`. Nothing is changed
    before every member was compared with its hashes, and an environment that cannot be made of it
    goes again. Raises MaquetteError or Cancelled.
    """
    with reading.opened(file) as bundle:
        with reading.reading(file):
            told = reading.manifest(bundle, file)
            sizes = {info.filename: info.file_size for info in bundle.infolist()}
            missing = [need for need in told.models if hub_cache.find(need) is None]
            wheels = [name for name in told.hashes if name.startswith("wheels/")]
        target = Path(folder).expanduser().absolute()
        weights = sum(sizes[member(need)] for need in missing)
        packed = sum(sizes[name] for name in wheels)
        with _written(target):
            _check_space(target, packed * UNPACKED)
            _check_space(hub_cache.cache(), weights)
        with reading.reading(file):
            reading.verify(bundle, told, file, progress)
        with _written(target), _gone_if_it_fails(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".kit-") as temporary:
                with reading.stage(progress, "unpacking", packed) as count:
                    for name in wheels:
                        _extract(bundle, name, Path(temporary, Path(name).name), count)
                request = InstallationRequest(str(target), "cpu")
                notes = installation.install(request, progress, Path(temporary))
        with _written(hub_cache.cache()), reading.stage(progress, "unpacking", weights) as count:
            for need in missing:
                _place(bundle, need, told, count)
    brought = dict.fromkeys(need.owner.label for need in told.models)
    return [*notes, *(f"{label} was put in {hub_cache.cache()}." for label in brought)]


def _pack(part: Path, members: Mapping[str, Path], needs: list[Need], progress: Tracker) -> None:
    known = {member(need): (need, _identity(need)) for need in needs}
    manifest: dict[str, Any] = {
        "kind": reading.KIND,
        "system": reading.system(),
        "requirements": environment.requirements_hash(),
        "models": [
            {"commit": is_of.commit, "blob": is_of.hash, "model": need.owner.id, "file": need.file}
            for need, is_of in known.values()
        ],
        "sha256": {},
    }
    total = sum(path.stat().st_size for path in members.values())
    with (
        zipfile.ZipFile(part, "w") as bundle,
        reading.stage(progress, "packing", total) as count,
    ):
        for name, path in members.items():
            digests = Digests(path.stat().st_size)
            with open(path, "rb") as source, bundle.open(name, "w", force_zip64=True) as sink:
                reading.copy(source, _Both(sink, digests), count)
            if name in known and not digests.matches(known[name][1].hash):
                owner, its = known[name][0]
                source = "what was first downloaded" if its in owner.addresses else "the hub"
                raise MaquetteError(
                    "model",
                    f"{its} of {owner.label} does not match {source}.",
                    f"Run: python -m backend models verify {owner.id}",
                )
            manifest["sha256"][name] = digests.sha256
        bundle.writestr(reading.MANIFEST, json.dumps(manifest, indent=1))


class _Both:
    def __init__(self, *sinks: Any) -> None:
        self._sinks = sinks

    def write(self, piece: bytes) -> None:
        for sink in self._sinks:
            sink.write(piece)


def _identity(need: Need) -> Brought:
    commit, name = hub_cache.identity(need)
    return Brought(commit, name if re.fullmatch(hub_cache.HASH, name) else "")


def _needs(name: str) -> list[Need]:
    model = catalog.find(name)
    if isinstance(model.source, Path):
        raise MaquetteError(
            "request", f"{model.label} is not a model on the hub.", "Copy its folder separately."
        )
    hub_cache.locate(model)  # raises unless all of it is there
    return list(hub_cache.needs(model))


def _place(bundle: zipfile.ZipFile, need: Need, told: Manifest, count: Count) -> None:
    """Into the hub's cache, which other programs share: under its own hash, and beside what is
    there, not instead of it."""
    commit, named = told.models[need]
    blob = hub_cache.repository(need.owner) / "blobs" / (named or told.hashes[member(need)])
    blob.parent.mkdir(parents=True, exist_ok=True)
    if not blob.exists():
        with Outputs() as outputs:
            _extract(bundle, member(need), outputs.file(blob), count)
    hub_cache.add_to_snapshot(need, commit, blob)
    if not hub_cache.read_ref(need.owner):
        hub_cache.write_ref(need.owner, commit)


def _extract(bundle: zipfile.ZipFile, name: str, target: Path, count: Count) -> None:
    with bundle.open(name) as source, open(target, "wb") as sink:
        reading.copy(source, sink, count)


@contextlib.contextmanager
def _gone_if_it_fails(target: Path) -> Iterator[None]:
    """Folders that this made are gone again if it fails; what was there before stays."""
    new = [folder for folder in (target, *target.parents) if not folder.exists()]
    try:
        yield
    except BaseException:
        if target in new and environment.state(target) == "incomplete":
            shutil.rmtree(target, ignore_errors=True)
        for folder in new:
            with contextlib.suppress(OSError):
                folder.rmdir()  # only where it is empty
        raise


@contextlib.contextmanager
def _written(target: Path) -> Iterator[None]:
    """What can go wrong with a place, in a sentence."""
    try:
        yield
    except OSError as error:
        raise explained(error.filename or target, error) from error


def _check_space(folder: Path, wanted: int) -> None:
    free = free_bytes(folder)
    if wanted > free:
        raise MaquetteError(
            "file",
            f"This needs {wanted / 1e9:.1f} GB, but only {free / 1e9:.1f} GB is free in {folder}.",
            "Free up some space, or choose another folder.",
        )
