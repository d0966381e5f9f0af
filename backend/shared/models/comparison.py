"""Models that are asked for the same: which ones can be, and what each is called beside the
others."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ..errors import MaquetteError
from . import catalog
from .catalog import Model


def chosen(names: Sequence[str], modality: str, prompt: str = "") -> tuple[Model, ...]:
    """The models called so, in this order; "" is the one in the box for "text" or "image" and such
    a prompt.

    Raises MaquetteError as `catalog.choose` does, and ("request") for fewer than two models, or for
    one that is named twice.
    """
    models = tuple(catalog.choose(name, modality, prompt) for name in names)
    for k, model in enumerate(models):
        if identity(model) in map(identity, models[:k]):
            raise MaquetteError(
                "request", f"{model.label} is named twice.", "Name each model once."
            )
    if len(models) < 2:
        raise MaquetteError(
            "request", "There is only one model to compare.", "Name two models or more."
        )
    return models


def identity(model: Model) -> str:
    """The same for all names of one model: that of the catalog, and each path of its folder."""
    source = model.source
    return os.path.normcase(os.path.realpath(source)) if isinstance(source, Path) else source


def short_name(model: Model) -> str:
    """The last part of its ID, or the name of its folder."""
    source = model.source
    return source.resolve().name if isinstance(source, Path) else source.rpartition("/")[2]


def labels(models: Sequence[Model]) -> tuple[str, ...]:
    """What people read of each: its label; where that is one of two models, its name or ID too."""
    plain = tuple(model.label for model in models)
    named = tuple(_with(model.label, short_name(model)) for model in models)
    full = tuple(_with(model.label, model.id) for model in models)
    return next((found for found in (plain, named) if len(set(found)) == len(found)), full)


def _with(label: str, name: str) -> str:
    return label if label == name else f"{label} ({name})"
