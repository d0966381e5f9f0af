"""The folders of objects: which are there, which failed, and how one is put in place whole.

    OUT/a-red-chair-0123456789ab/   mesh.glb, mesh.npy, mesh.thumbnail.png,
                                    view.js, record.json
    OUT/.maquette-batch/            what is in the making, and why what failed did

An object is made in a folder there and renamed when it is whole. Of the folders in OUT none is
touched that does not hold an object of a list.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from ..shared import record, strict_json
from ..shared.errors import MaquetteError
from ..shared.files import explained, fill, printable, write_whole
from ..shared.messages import Result
from ..shared.models.resolving import resolve
from . import locks
from .orders import Order

WORK = ".maquette-batch"
VIEW = "view.js"
RECORD = "record.json"
PROBE = ".probe"  # no object's name
KEY = "batch"  # in the record: what it says beyond any other
LOCK, PART, OLD, FAILED = ".lock", ".part", ".old", ".failed.json"

State = Literal["made", "open"] | MaquetteError  # an error: it failed before


class Objects:
    """Those in one folder."""

    def __init__(self, folder: Path) -> None:
        """Makes the folder, if it is not there. Raises MaquetteError("file") for one that takes no
        files."""
        self.folder = folder.absolute()
        self._work = self.folder / WORK
        if self.folder.exists() and not self.folder.is_dir():
            raise MaquetteError(
                "file", f"{printable(folder)} is not a folder.", "Choose another name."
            )
        with _explained(folder):
            self._work.mkdir(parents=True, exist_ok=True)
        held = self.lock(PROBE, wait=True)
        assert held  # it was waited for
        with held, _explained(folder):
            probe = self._work / (PROBE + PART)
            probe.write_bytes(bytes(4096))  # an empty file would fit on a full disk
            probe.unlink()

    def lock(self, name: str, wait: bool = False) -> locks.Lock | None:
        """Of the object in the folder of this name, or of anything else that is one process's."""
        with _explained(self._work):
            while True:
                try:
                    return locks.take(self._work / (name + LOCK), wait)
                except FileNotFoundError:  # another process was done, and took the folder away
                    self._work.mkdir(exist_ok=True)

    def state(self, order: Order, retry: bool = False) -> State:
        """Whether an object is there. Raises MaquetteError("request") if something is where it
        belongs that must not be replaced."""
        place = self.folder / order.folder
        there = read(place)
        if there and there[KEY]["identity"] == order.identity and _is_whole(place, there):
            return "made"
        if there or os.path.lexists(place):
            _check_replaced(place, there, order.model)
        return (not retry and self._failure(order)) or "open"

    def trouble(self, order: Order) -> MaquetteError | None:
        """Why there is no object, if anything is the matter."""
        try:
            state = self.state(order)
        except MaquetteError as error:
            return error
        return state if isinstance(state, MaquetteError) else None

    def _failure(self, order: Order) -> MaquetteError | None:
        """Why it failed, if it did."""
        try:
            said = strict_json.read(self._work / (order.folder + FAILED))
            if said["attempt"] != order.attempt:
                return None
            return MaquetteError(said["code"], said["message"], said["remedy"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def part(self, order: Order) -> Path:
        """An empty folder to make it in, of who holds its lock."""
        part = self._work / (order.folder + PART)
        with _explained(part):
            _remove(part)
            part.mkdir()
        return part

    def put(self, order: Order, result: Result) -> None:
        """What was made in `part` becomes the object. Raises MaquetteError("file")."""
        part, place = self._work / (order.folder + PART), self.folder / order.folder
        old = self._work / (order.folder + OLD)
        content = _record(order, result, (part / VIEW).exists())
        fill(part / RECORD, content, place / RECORD)
        with _explained(place):
            _settle(part)
            if place.is_dir():  # of an earlier request: no system replaces a folder at once
                _remove(old)
                os.rename(place, old)
            os.rename(part, place)
            _remove(old)
            (self._work / (order.folder + FAILED)).unlink(missing_ok=True)

    def fail(self, order: Order, error: MaquetteError) -> None:
        """Keep why it failed. Raises MaquetteError("file")."""
        said = {
            "attempt": order.attempt,
            "code": error.code,
            "message": error.message,
            "remedy": error.typed,
        }
        write_whole(self._work / (order.folder + FAILED), json.dumps(said).encode())

    def discard(self, order: Order) -> None:
        """What is left of one in the making."""
        with contextlib.suppress(OSError):
            _remove(self._work / (order.folder + PART))

    def tidy(self) -> None:
        """Take away what processes left that are no more; an object that one of them had moved
        aside comes back. The folder itself goes when nothing is in it."""
        with contextlib.suppress(OSError, MaquetteError):
            for entry in sorted(os.listdir(self._work)):
                name, end = os.path.splitext(entry)
                if end not in (LOCK, PART, OLD) or (held := self.lock(name)) is None:
                    continue
                with held:
                    if end == OLD and not os.path.lexists(self.folder / name):
                        os.rename(self._work / entry, self.folder / name)
                    elif end != LOCK:
                        _remove(self._work / entry)
            os.rmdir(self._work)

    def made(self) -> list[str]:
        """Names of all folders that may hold an object, sorted."""
        with _explained(self.folder), os.scandir(self.folder) as entries:
            return sorted(e.name for e in entries if e.name[0] != "." and e.is_dir())


def _is_whole(place: Path, there: dict[str, Any]) -> bool:
    """Whether nobody has removed one of its files."""
    return all((place / name).is_file() for name in there[KEY]["files"].values())


def _check_replaced(place: Path, there: dict[str, Any] | None, model: str) -> None:
    """Raise MaquetteError("request") for what no list made, or another model, and for an object
    beside which somebody keeps other files."""
    if there is None:
        raise MaquetteError(
            "request",
            f"{printable(place)} exists, and holds no object of a list.",
            "Give the row another name, or choose another folder.",
        )
    if (other := there["request"].get("model")) != model:
        raise MaquetteError(
            "request",
            f"{printable(place)} was made with {other}, not {model}.",
            "Choose another folder for the objects of another model.",
        )
    with _explained(place):
        foreign = sorted({*os.listdir(place)} - {*there[KEY]["files"].values(), RECORD})
    if foreign:
        raise MaquetteError(
            "request",
            f"{printable(place)} would be replaced, and {printable(foreign[0])} in it be lost.",
            "Move that file to another folder, or give the row another name.",
        )


def read(place: Path) -> dict[str, Any] | None:
    """What the record of an object says; None where there is none."""
    try:
        said = json.loads((place / RECORD).read_bytes())
        known = isinstance(said[KEY]["files"], dict) and isinstance(said["request"], dict)
        return said if known and isinstance(said[KEY]["identity"], str) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(order: Order, result: Result, viewed: bool) -> bytes:
    """As every record, with what belongs to a list. It has no time, and nothing of this machine:
    the same row is the same bytes again."""
    used, model, *_ = resolve(order.request)
    (sample,) = result.samples
    told = record.of(used, model.licence).of_sample(sample)
    named = {
        "mesh": sample.mesh,
        "points": sample.points,
        "latent": sample.latent,
        "thumbnail": sample.thumbnail,
        "image": result.image,
    }
    files = {what: file.name for what, file in named.items() if file}
    more = {
        "identity": order.identity,
        "files": files | ({"view": VIEW} if viewed else {}),
        "source": used.image.file.name if used.image else "",
        "notes": list(result.notes),
    }
    said = {**dataclasses.asdict(told), KEY: more}
    return (json.dumps(said, indent=1) + "\n").encode()


def _settle(folder: Path) -> None:
    """Its files are on the disk, not only on their way: the rename may get there first, and then
    the power may fail."""
    for file in folder.iterdir():
        with open(file, "rb+") as opened:
            os.fsync(opened.fileno())


def _remove(ours: Path) -> None:
    if ours.is_dir() and not ours.is_symlink():
        shutil.rmtree(ours)
    else:
        ours.unlink(missing_ok=True)


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise explained(path, error) from error
