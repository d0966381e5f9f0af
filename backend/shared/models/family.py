"""The families of models that there are, as each describes itself: a `family.toml` in its folder.

They are found by looking: a new family is a new folder of `backend/families`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from .. import typed
from ..errors import foreign
from ..files import printable

FOLDER = Path(__file__).parents[2] / "families"
DESCRIPTION = "family.toml"


@dataclass(frozen=True)
class Pipeline:
    """A layout of a model folder.

    name        the class that its model_index.json names
    input       what it takes
    guidance    classifier-free guidance scale, as its makers recommend it
    components  folders in it that are read; others that the index names are not
    """

    name: str
    input: Literal["text", "image"]
    guidance: float
    components: tuple[str, ...]


@dataclass(frozen=True)
class Family:
    """label  for people
    files     component -> groups of files, of each of which it has one; a component that is not
              here has a config.json and weights
    """

    label: str
    pipelines: tuple[Pipeline, ...] = ()
    files: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)


@functools.cache
def families() -> Mapping[str, Family]:
    """By the names of their packages, sorted. Raises MaquetteError("model") for a description that
    cannot be read."""
    found = {}
    for path in sorted(FOLDER.glob(f"*/{DESCRIPTION}")):
        with foreign("model", f"{printable(path)} cannot be read", "Install Maquette again."):
            said = tomllib.loads(path.read_text("utf-8"))
            found[path.parent.name] = typed.fit(said, Family, "")
    return found


def pipelines() -> Mapping[str, tuple[str, Pipeline]]:
    """By their names, with the family that runs each."""
    return {each.name: (name, each) for name, it in families().items() for each in it.pipelines}
