"""Which of a model's kinds a noun means: the table that `training/nouns.py` makes of WordNet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .words import singulars, split_words

RELATIONS = ("synonym", "hyponym", "nearest")
LONGEST = 4  # words of a noun


class Thing(NamedTuple):
    """What was said, the kind that it is made as, and why: the kind's "name", a "synonym" of it, a
    "hyponym" (a corgi is a dog), the "nearest" kind, or mended "spelling"."""

    said: str
    kind: str
    by: str


@dataclass(frozen=True)
class Nouns:
    """Every noun that means something, as its words, with the kind and the relation.

    nothing  nouns that mean nothing, though a part of them does: "bottle opener"
    english  words that are one letter from a known one and no typing errors of it
    """

    meanings: Mapping[tuple[str, ...], tuple[str, str]] = field(default_factory=dict, hash=False)
    english: frozenset[str] = frozenset()
    nothing: frozenset[tuple[str, ...]] = frozenset()

    def find(self, phrase: tuple[str, ...]) -> Thing | None:
        """What a phrase of case-folded words means, in the singular or the plural."""
        for words in singulars(phrase):
            if meaning := self.meanings.get(words):
                return Thing(" ".join(phrase), *meaning)
        return None

    def is_nothing(self, phrase: tuple[str, ...]) -> bool:
        return any(words in self.nothing for words in singulars(phrase))


def read(things: Mapping[str, tuple[str, ...]], table: Mapping[str, Any]) -> Nouns:
    """The nouns of a model: the names of its things, and the table of their relatives.

    Raises ValueError for a table of another form.
    """
    meanings: dict[tuple[str, ...], tuple[str, str]] = {}
    for relation in reversed(RELATIONS):  # the closer relation last, so that it wins
        for kind, nouns in _texts(table.get(relation, {})):
            if kind in things:
                for noun in nouns.split(","):
                    if words := tuple(split_words(noun)):
                        meanings[words] = kind, relation
    for kind, names in things.items():
        for name in (*names, kind):
            if words := tuple(split_words(name)):
                meanings[words] = kind, "name"
    english, nothing = table.get("english", ""), table.get("nothing", "")
    if not (isinstance(english, str) and isinstance(nothing, str)):
        raise ValueError("english and nothing must be texts")
    unmeant = frozenset(tuple(split_words(noun)) for noun in nothing.split(","))
    return Nouns(meanings, frozenset(split_words(english)), unmeant.difference(meanings))


def _texts(value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
        raise ValueError("a relation must map kinds to texts")
    return list(value.items())
