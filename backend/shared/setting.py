"""What a person sets, declared once: at the field of the request that holds it.

    resolution: int = setting(128, "Resolution", "How fine the mesh is", Range(8, 512))

The field says type and default, the `Setting` in its metadata the rest. From the two follow the
check of a request (here), the option of the command line (`backend/cli/options.py`), Blender's
property and its row in a panel (`operators/properties.py`), and what an object, a history entry and
a preset keep.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .errors import MaquetteError
from .typed import Range, fit, hints


class Choice(NamedTuple):
    """One of the values that a setting may have, and what people read of it."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True)
class Setting:
    """What a field is to people.

    label        its name, as Blender writes names
    help         a phrase, for the tooltip and the command line
    limits       ends of a number
    choices      values of a word; of a list of words, those that may stand in it
    group        the rows that it stands among: "sampling", "mesh" ...; "": it has a place of its
                 own in the panel, or none
    of_family    whether only some families of models have it: those whose family.toml lists it
    off          what 0 does in Blender, where None has no property: "keeps all"
    offered      what people begin with, where that is not the default of a request
    everywhere   values that every model takes, as they ask nothing of it
    recommended  whether None stands for what the model recommends
    kept         whether what is made depends on it, so that an object keeps it
    flag         of the command line; "": its name; None: it has none. That of a switch which is
                 on turns it off
    flag_help    where the command line's is another one
    slider       what Blender's property takes beyond that: soft ends, a subtype, a step
    """

    label: str = ""
    help: str = ""
    limits: Range | None = None
    choices: tuple[Choice, ...] = ()
    group: str = ""
    of_family: bool = False
    off: str = ""
    offered: str | None = None
    everywhere: tuple[str, ...] = ()
    recommended: bool = False
    kept: bool = True
    flag: str | None = ""
    flag_help: str = ""
    slider: Mapping[str, Any] = dataclasses.field(default_factory=dict, hash=False)

    def meant(self, value: Any) -> Any:
        """What a value of Blender's property is in a request: None for 0, where that is off."""
        return value or None if self.off else value

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(choice.value for choice in self.choices)


def setting(
    default: Any,
    label: str = "",
    help: str = "",
    limits: Range | None = None,
    choices: tuple[Choice, ...] = (),
    **more: Any,
) -> Any:
    """A field of a request that people set; see `Setting`. Without a label it is for programs, and
    only checked."""
    own = more.pop("slider", {})
    return field(
        default=default,
        metadata={"setting": Setting(label, help, limits, choices, slider=own, **more)},
    )


@functools.cache
def settings_of(request: type) -> Mapping[str, Setting]:
    """Its settings by name, in the order of their fields."""
    return {
        each.name: each.metadata["setting"]
        for each in dataclasses.fields(request)
        if "setting" in each.metadata
    }


def limits(request: type, name: str) -> Range:
    """The ends of one of its numbers."""
    found = settings_of(request)[name].limits
    assert found is not None, name
    return found


@functools.cache
def default_of(request: type, name: str) -> Any:
    return next(each.default for each in dataclasses.fields(request) if each.name == name)


def check(request: Any) -> None:
    """Every field is of the type that it declares, every number finite and within its limits, every
    word one of its choices. Raises MaquetteError("request") for the first that is not."""
    try:
        fit(request, type(request), "")
    except ValueError as error:
        raise MaquetteError("request", f"{error}.", "Choose another value.") from error
    for name, known in settings_of(type(request)).items():
        value = getattr(request, name)
        if value is None:
            continue
        if known.limits and not known.limits.lowest <= value <= known.limits.highest:
            raise MaquetteError(
                "request",
                f"{name} is {value}; it must lie between {known.limits.lowest} and"
                f" {known.limits.highest}.",
                "Choose a value in that range.",
            )
        for word in (value if isinstance(value, tuple) else (value,)) if known.choices else ():
            if word not in known.values:
                raise MaquetteError(
                    "request",
                    f"{name} is {word[:80]!r}; it must be one of {', '.join(known.values)}.",
                    "Choose one of them.",
                )


def plain(request: type, name: str) -> type:
    """int, float, bool, str or tuple: the type of a field that is not None."""
    hint = hints(request)[name]
    kinds = [kind for kind in getattr(hint, "__args__", (hint,)) if kind is not type(None)]
    origin = getattr(hint, "__origin__", None)
    return tuple if origin is tuple else kinds[0]
