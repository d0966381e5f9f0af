"""Damage to what others send: seeded, so that a failure comes again."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

STRANGE: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 3, 2**31, 2**63, 2**64, 10**40, 0.5, -0.0, 1e308, float("nan"),
    float("inf"), "", " ", "x", "\0", "\ud800", "../..", "a/b", "a\\b", "C:\\x", "NaN", "\n",
    "x" * 5000, [], {}, [[]], [None], ["a", 1], {"": ""}, {"a": {"b": []}},
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    """Where something stands in a JSON value: (container, key)."""
    found: list[tuple[Any, Any]] = []
    if isinstance(value, (dict, list)):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            found += [(value, key), *places(value[key])]
    return found


def of_json(value: Any, chance: random.Random) -> Any:
    """A copy with one or two things in it changed, removed, added or named otherwise."""
    value = copy.deepcopy(value)
    for _ in range(chance.choice((1, 1, 2))):
        if not (where := places(value)):
            return chance.choice(STRANGE)
        container, key = chance.choice(where)
        match chance.randrange(6):
            case 0:
                del container[key]
            case 1 if isinstance(container, dict):
                container[chance.choice(("", "type", "x", "\0"))] = container.pop(key)
            case 2:
                container[key] = [container[key]] * chance.choice((0, 1, 3))
            case _:
                container[key] = copy.deepcopy(chance.choice(STRANGE))
    return value


def of_bytes(text: bytes, chance: random.Random) -> bytes:
    """A copy with some bytes changed, left out, doubled, or the end cut off."""
    text = bytearray(text)
    for _ in range(chance.choice((1, 1, 3))):
        at = chance.randrange(len(text) + 1)
        match chance.randrange(5):
            case 0:
                del text[at:]
            case 1:
                del text[at : at + chance.randrange(1, 20)]
            case 2:
                text[at:at] = text[at : at + chance.randrange(1, 200)]
            case 3:
                text[at:at] = (
                    chance.choice((b"[", b"{", b'"', b"\0", b"\xff", b"1e999", b"NaN")) * 3
                )
            case _:
                text[at : at + 1] = bytes([chance.randrange(256)])
    return bytes(text)


def lines(values: list[Any], number: int, seed: int) -> Iterator[bytes]:
    """Damaged lines of JSON: the one half by their meaning, the other by their bytes."""
    chance = random.Random(seed)
    whole = [json.dumps(value).encode() for value in values]
    for _ in range(number):
        k = chance.randrange(len(values))
        if chance.random() < 0.6:
            yield json.dumps(of_json(values[k], chance)).encode()
        else:
            yield of_bytes(whole[k], chance)


def one_sentence(run: Callable[[], Any], said: type[Exception]) -> str:
    """What `run` fails with, or nothing; it must be a `said` of one line that is a sentence."""
    try:
        run()
    except said as error:
        text = error.message  # type: ignore[attr-defined]
        assert text.endswith(".") and text.isprintable() and len(text) < 600, text
        return text
    return ""
