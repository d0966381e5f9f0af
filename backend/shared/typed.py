"""Whether values are what type hints say: those of messages, requests, descriptions of models."""

from __future__ import annotations

import binascii
import dataclasses
import functools
import reprlib
import sys
import types
import typing
from typing import Annotated, Any, Literal, NamedTuple


class Range(NamedTuple):
    """Ends of what a number may be: `Annotated[int, Range(0, 9)]`."""

    lowest: float
    highest: float


LARGEST = Range(-(2**64), 2**64)  # of a whole number that no other range is given for
Count = Annotated[int, Range(0, 2**63 - 1)]
NAMES = {
    str: "a text",
    bytes: "a text of base64",
    bool: "true or false",
    int: "a whole number",
    float: "a number",
}
Seed = Annotated[int, Range(0, 2**64 - 1)]  # torch.Generator.manual_seed


def fit(value: Any, hint: Any, name: str) -> Any:
    """`value` as `hint` wants it: lists become tuples, objects dataclasses, whole numbers floats.

    Knows str, bool, int, float, bytes (base64 in JSON), None, Literal, unions with None,
    tuple[T, ...], dict[str, T], Annotated with a `Range`, and dataclasses of these, which a text
    stands for where they have an `of_text`. Raises ValueError that begins with `name`.
    """
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin is Annotated:
        return _within(fit(value, args[0], name), args[1], name)
    if origin in (types.UnionType, typing.Union):
        if value is None and type(None) in args:
            return None
        return fit(value, next(arg for arg in args if arg is not type(None)), name)
    if origin is Literal:
        if not isinstance(value, str) or value not in args:
            raise _not(value, f"one of {', '.join(args)}", name)
        return value
    if origin is tuple:
        if not isinstance(value, (list, tuple)):
            raise _not(value, "a list", name)
        return tuple(fit(item, args[0], f"{name}[{k}]") for k, item in enumerate(value))
    if origin is dict:
        if not isinstance(value, dict):
            raise _not(value, "an object", name)
        return {
            fit(key, args[0], name): fit(item, args[1], f"{name}.{key}")
            for key, item in value.items()
        }
    if dataclasses.is_dataclass(hint):
        return _dataclass(value, hint, name)
    return _plain(value, hint, name)


@functools.cache
def hints(kind: type) -> dict[str, Any]:
    """The hints of a dataclass' fields."""
    return typing.get_type_hints(kind, include_extras=True)


def _dataclass(value: Any, kind: Any, name: str) -> Any:
    if isinstance(value, str) and hasattr(kind, "of_text"):
        return kind.of_text(value)
    if isinstance(value, kind):
        value = {each: getattr(value, each) for each in hints(kind)}
    if not isinstance(value, dict):
        raise _not(value, "an object", name)
    known = hints(kind)
    if strange := [each for each in value if each not in known]:
        raise ValueError(f"{name} has no {str(strange[0])[:40]!r}")
    prefix = f"{name}." if name else ""
    found = {each: fit(item, known[each], prefix + each) for each, item in value.items()}
    try:
        return kind(**found)
    except TypeError as error:  # a field without a default is not there
        raise ValueError(f"{name or 'it'} is incomplete") from error


def _plain(value: Any, kind: type, name: str) -> Any:
    if kind is str and isinstance(value, str):
        return value
    if kind is bool and isinstance(value, bool):
        return value
    if kind is bytes and isinstance(value, (bytes, str)):
        return value if isinstance(value, bytes) else binascii.a2b_base64(value, strict_mode=True)
    whole = isinstance(value, int) and not isinstance(value, bool)
    if kind is int and whole:
        return _within(value, LARGEST, name)
    if kind is float and (whole or isinstance(value, float)):
        if not abs(value) <= sys.float_info.max:  # also false for NaN
            raise _not(value, "a finite number", name)
        return float(value)
    raise _not(value, NAMES[kind], name)


def _within(value: Any, ends: Range, name: str) -> Any:
    if value is not None and not ends.lowest <= value <= ends.highest:
        raise _not(value, f"between {ends.lowest} and {ends.highest}", name)
    return value


def _not(value: Any, wanted: str, name: str) -> ValueError:
    shown = "missing" if value is None else ascii(reprlib.repr(value))[1:-1]
    return ValueError(f"{name or 'it'} is {shown} and must be {wanted}")
