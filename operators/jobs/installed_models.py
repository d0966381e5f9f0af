"""Which models this machine has: those of the catalogue, and folders that the user added."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from ...backend.shared.errors import MaquetteError
from ...backend.shared.models import catalog, family, hub_cache
from ...backend.shared.models.catalog import Model
from ...backend.shared.models.family import Family
from . import paths

verified: set[str] = set()  # ids of models whose files were compared with their hashes


def state(model: Model) -> str:
    """How far it is on this machine: "bundled" (in the box, or a folder), "ready", "partial" or
    "absent"."""
    if isinstance(model.source, Path):
        return "bundled"
    with hub_cache.at(paths.models_folder()):
        return hub_cache.state(model)


def shares(model: Model) -> tuple[str, ...]:
    """Labels of the models with which it shares a part that is not here yet and would come too."""
    with hub_cache.at(paths.models_folder()):
        lacking = [need.owner for need in hub_cache.needs(model) if hub_cache.find(need) is None]
    return tuple(dict.fromkeys(owner.label for owner in lacking if owner != model))


def added_folders() -> list[str]:
    """The user's own, in the order in which he added them, whether they are still there or not."""
    preferences = paths.preferences()
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

    Raises MaquetteError("model") if it is not, or no longer, on this machine.
    """
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
        gone = f"{model.label} is not on this computer, or is incomplete."
        raise MaquetteError("model", gone, "Download it in the Models panel.")
    return model
