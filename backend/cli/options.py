"""Options of the command line, made of the settings that requests declare."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from typing import Any

from ..shared import old_names
from ..shared.artifact import Artifact
from ..shared.request import ALL_STEPS, SourceImage
from ..shared.setting import Setting, default_of, plain, settings_of

SAID = "said"  # of a namespace: the places that were named


def add(parser: argparse._ActionsContainer, request: type, without: Collection[str] = ()) -> None:
    """An option for each setting of a request that has one, `without` some."""
    for name, known in _offered(request, without):
        flag = known.flag or "--" + name.replace("_", "-")
        kind, default = plain(request, name), known.offered or default_of(request, name)
        told: dict[str, Any] = {"dest": _place(request, name), "help": _help(known, default)}
        if kind is bool:
            told["action"] = "store_false" if default else "store_true"
        else:
            metavar = "|".join(known.values) or {int: "N", float: "X"}.get(kind, "TEXT")
            told |= {"type": kind, "default": default, "metavar": metavar, "action": _Said}
        parser.add_argument(flag, **told)
        for old, new in old_names.OPTIONS.items():
            if new == flag:
                told["help"] = argparse.SUPPRESS
                parser.add_argument(old, **told)


def add_preparation(parser: argparse._ActionsContainer) -> None:
    """How images are prepared."""
    parser.add_argument(
        "--skip", nargs="+", default=(), choices=ALL_STEPS, help="steps of the preparation to skip"
    )
    add(parser, SourceImage)


def prepared(options: argparse.Namespace, file: Artifact) -> SourceImage:
    """An image that is prepared so."""
    steps = tuple(step for step in ALL_STEPS if step not in options.skip)
    return SourceImage(file, steps, **taken(options, SourceImage))


def taken(
    options: argparse.Namespace, request: type, without: Collection[str] = ()
) -> dict[str, Any]:
    """What was said of these settings."""
    offered = _offered(request, without)
    return {name: getattr(options, _place(request, name)) for name, _ in offered}


def named(options: argparse.Namespace, request: type) -> set[str]:
    """Which of these settings, among those with a value, were named at all."""
    said = getattr(options, SAID, frozenset())
    return {name for name in settings_of(request) if _place(request, name) in said}


def defaults(request: type, said: Mapping[str, Any]) -> dict[str, Any]:
    """What `ArgumentParser.set_defaults` takes: these values hold where no other is given."""
    return {_place(request, name): said[name] for name, _ in _offered(request) if name in said}


class _Said(argparse.Action):
    """Takes a value, and remembers that there was one."""

    def __call__(self, _parser, namespace, values, _option=None) -> None:
        setattr(namespace, self.dest, values)
        setattr(namespace, SAID, getattr(namespace, SAID, frozenset()) | {self.dest})


def _offered(request: type, without: Collection[str] = ()) -> list[tuple[str, Setting]]:
    found = settings_of(request).items()
    offered = [(name, known) for name, known in found if known.label and known.flag is not None]
    return [(name, known) for name, known in offered if name not in without]


def _place(request: type, name: str) -> str:
    return f"{request.__name__}.{name}"


def _help(known: Setting, default: Any) -> str:
    text = known.flag_help or known.help
    text = (text[:1].lower() + text[1:]).replace("%", "%%")
    if default is None:
        default = "the model's" if known.recommended else "none"
    said = isinstance(default, bool) or default == ""
    return text if said else f"{text}; default: {default}"
