"""Options of the command line, made of the settings that requests declare."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Mapping
from typing import Any

from ..shared import old_names
from ..shared.setting import Setting, default_of, plain, settings_of


def add(parser: argparse._ActionsContainer, request: type, without: Collection[str] = ()) -> None:
    """An option for each setting of a request that has one, `without` some."""
    for name, known in _offered(request, without):
        flag = known.flag or "--" + name.replace("_", "-")
        kind, default = plain(request, name), default_of(request, name)
        told: dict[str, Any] = {"dest": _place(request, name), "help": _help(known, default)}
        if kind is bool:
            told["action"] = "store_false" if default else "store_true"
        else:
            metavar = "|".join(known.values) or {int: "N", float: "X"}.get(kind, "TEXT")
            told |= {"type": kind, "default": default, "metavar": metavar}
        parser.add_argument(flag, **told)
        for old, new in old_names.OPTIONS.items():
            if new == flag:
                told["help"] = argparse.SUPPRESS
                parser.add_argument(old, **told)


def taken(
    options: argparse.Namespace, request: type, without: Collection[str] = ()
) -> dict[str, Any]:
    """What was said of these settings."""
    offered = _offered(request, without)
    return {name: getattr(options, _place(request, name)) for name, _ in offered}


def defaults(request: type, said: Mapping[str, Any]) -> dict[str, Any]:
    """What `ArgumentParser.set_defaults` takes: these values hold where no other is given."""
    return {_place(request, name): said[name] for name, _ in _offered(request) if name in said}


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
