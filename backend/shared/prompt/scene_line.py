"""Several objects named in one line: "a kitchen: a table, four chairs, a fridge, a lamp".

What is before the colon names them all. Commas, semicolons and "and" part the things, and a number
before one says how many. No more of the language is read: what a thing looks like is said as in any
prompt.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from ..texts import PROMPT_CHARACTERS
from .clauses import ARTICLES
from .reading import Vocabulary
from .words import singulars, with_article

NUMBERS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty
""".split()  # noqa: SIM905
COUNTS = {word: k for k, word in enumerate(NUMBERS, start=1)} | dict.fromkeys(ARTICLES, 1)
COUNTED = rf"(?:{'|'.join(COUNTS)}|\d+)"
PARTED = re.compile(rf"[,;]\s*(?:and\b)?|\band\b(?=\s+{COUNTED}\b)", re.IGNORECASE)
ITEM = re.compile(rf"(?:({COUNTED})\s+)?(.+)", re.IGNORECASE | re.DOTALL)
DIGITS = 9  # of a number; no more are asked for by anyone


class Item(NamedTuple):
    """What each of them is called, the prompt that it is made of, and how many there are."""

    name: str
    prompt: str
    many: int


class SceneLine(NamedTuple):
    """`name` is that of all; `items` in the order of the line."""

    name: str
    items: tuple[Item, ...]

    @property
    def many(self) -> int:
        return sum(item.many for item in self.items)


@functools.lru_cache(maxsize=16)  # panels ask at every redraw
def read(prompt: str, vocabulary: Vocabulary) -> SceneLine | None:
    """The objects that a line names; None for a prompt of one object, with a colon or without. The
    `vocabulary` of a model that knows many nouns says what is one, and what is its plural."""
    before, colon, after = prompt.partition(":")
    name = _without_article(before)
    if not (colon and name) or len(prompt) > PROMPT_CHARACTERS:
        return None
    parts = (part.strip(" \t\r\n.!") for part in PARTED.split(after))
    matches = [match for part in parts if part and (match := ITEM.fullmatch(part))]
    items = [_item(match[1], match[2], vocabulary) for match in matches]
    found = SceneLine(name, tuple(item for item in items if item.many))
    known = sum(item.many for item in found.items if vocabulary.read(item.prompt).known)
    counted = found.many > 1 and all(match[1] for match in matches)
    return found if known > 1 or counted else None


def _item(number: str | None, thing: str, vocabulary: Vocabulary) -> Item:
    said = (number or "one").casefold()
    count = int(said[:DIGITS]) if said.isdecimal() else COUNTS[said]
    thing = " ".join(thing.split())
    name = _singular(thing, vocabulary) if count > 1 else thing
    one = number and (count == 1 or name != thing)
    return Item(name, with_article(name) if one else thing, count)


def _singular(thing: str, vocabulary: Vocabulary) -> str:
    """With the noun that it is about in the singular, if that is known."""
    said = next((each.said for each in vocabulary.read(thing).things), "")
    plural = tuple(said.split())
    for words in singulars(plural)[1:] if plural else ():
        if words in vocabulary.nouns.meanings:
            mended = re.compile(rf"\b{re.escape(said)}\b", re.IGNORECASE)
            return mended.sub(" ".join(words), thing, count=1)
    return thing


def _without_article(text: str) -> str:
    words = text.split()
    return " ".join(words[1:] if words and words[0].casefold() in ARTICLES else words)
