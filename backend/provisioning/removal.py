"""Removes models from this machine: what belongs to one of them alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..compute.progress import Tracker
from ..shared.errors import MaquetteError
from ..shared.models import catalog, hub_cache
from ..shared.models.catalog import Model


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
                delete(file)
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


def delete(file: Path) -> None:
    """Remove a file, or a link with what it points to, if that lies in the cache: a person may have
    put a link there to a disk of their own."""
    target = file.resolve()
    file.unlink()
    if target.is_relative_to(hub_cache.cache().resolve()):
        target.unlink(missing_ok=True)


def _size(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file())
