"""Which models the worker has: on this machine those of the catalogue, and folders that the user
added; elsewhere, what that worker told."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from ...backend.shared.errors import MaquetteError
from ...backend.shared.models import catalog, family, hub_cache
from ...backend.shared.models.catalog import Model
from ...backend.shared.models.family import Family
from . import paths, worker_start

verified: set[str] = set()  # ids of models whose files were compared with their hashes
_told: Mapping[str, str] = {}  # id -> state of those of the hub, where the worker is elsewhere


def hear(states: Mapping[str, str]) -> None:
    """What a worker elsewhere told; {}: nothing yet."""
    global _told
    _told = states


def are_known() -> bool:
    """Whether it is known what the worker has."""
    return bool(_told) or not worker_start.is_elsewhere()


def state(model: Model) -> str:
    """How far it is where the worker is: "bundled" (in the box, or a folder), "ready", "partial",
    "absent", or "unknown" as long as a worker elsewhere has not told it."""
    if isinstance(model.source, Path):
        return "bundled"
    if worker_start.is_elsewhere():
        return _told.get(model.id, "unknown")
    with hub_cache.at(paths.models_folder()):
        return hub_cache.state(model)


def shares(model: Model) -> tuple[str, ...]:
    """Labels of the models with which it shares a part that is not there yet and would come too."""
    if worker_start.is_elsewhere():
        owners = [each for each in catalog.models() if each.id in model.shared.values()]
        return tuple(owner.label for owner in owners if state(owner) != "ready")
    with hub_cache.at(paths.models_folder()):
        lacking = [need.owner for need in hub_cache.needs(model) if hub_cache.find(need) is None]
    return tuple(dict.fromkeys(owner.label for owner in lacking if owner != model))


def added_folders() -> list[str]:
    """The user's own, in the order in which he added them, whether they are still there or not;
    none for a worker elsewhere, which cannot read them."""
    preferences = None if worker_start.is_elsewhere() else paths.preferences()
    return [folder.path for folder in preferences.model_folders] if preferences else []


def known() -> list[Model]:
    """The models of the catalogue, and added ones that are there."""
    found = list(catalog.models())
    for folder in added_folders():
        with contextlib.suppress(MaquetteError):
            found.append(catalog.find(folder))
    return found


def fitting(modality: str) -> list[Model]:
    """Those that take "text" or "image"."""
    return [model for model in known() if modality in model.inputs]


def able(ability: str, first: Model) -> list[Model]:
    """Those whose family has an ability: `first`, if it is one of them, then the others."""
    models = [first, *(model for model in known() if model.id != first.id)]
    families = family.families()
    return [m for m in models if m.family in families and ability in families[m.family].abilities]


def usable(modality: str) -> Iterator[Model]:
    """Those of them that can be used now; one by one, for a panel asks at every redraw whether
    there is any."""
    for model in fitting(modality):
        if worker_start.is_elsewhere():
            if state(model) in ("bundled", "ready"):
                yield model
            continue
        with hub_cache.at(paths.models_folder()):
            ready = hub_cache.is_ready(model)
        if ready:
            yield model


def add_folder(folder: str) -> None:
    """Remember a folder, once. Raises MaquetteError("model") if it is not laid out as one."""
    folder = os.path.normpath(folder)
    hub_cache.check_layout(Path(folder))
    if folder not in added_folders():
        paths.preferences().model_folders.add().path = folder


def forget_folder(folder: str) -> None:
    """Nothing happens to the folder itself."""
    paths.preferences().model_folders.remove(added_folders().index(folder))


def family_of(name: str) -> Family | None:
    """The family of the model called `name`; None where one of the two is gone, so that nobody
    knows what it could: what is asked of it then says so."""
    with contextlib.suppress(MaquetteError):
        return family.of(catalog.find(name).family)
    return None


def can(name: str, ability: str) -> bool:
    """Whether the family of the model called `name` has an ability, as far as anybody knows."""
    known = family_of(name)
    return known is None or ability in known.abilities


def installed(name: str) -> Model:
    """The model called `name`, which can be used now.

    Raises MaquetteError("model") if it is not, or no longer, where the worker is. What that has is
    asked of nobody here: where it is not known, the worker will say it.
    """
    far = worker_start.is_elsewhere()
    if far and name not in (model.id for model in catalog.models()):
        raise MaquetteError(
            "model",
            f"The worker is on another computer and cannot read {name}.",
            "Choose another model.",
        )
    try:
        model = catalog.find(name)
    except MaquetteError as error:
        if not os.path.isabs(name) or os.path.exists(name):
            raise
        gone, remedy = (
            f"The model folder {name} is gone.",
            "Put the folder back, or choose another model.",
        )
        raise MaquetteError("model", gone, remedy) from error
    if state(model) in ("partial", "absent"):
        where = "the worker's" if far else "this"
        gone = f"{model.label} is not on {where} computer, or is incomplete."
        raise MaquetteError("model", gone, "Download it in the Models panel.")
    return model
