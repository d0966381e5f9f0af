"""How a model that was taught few words reads a prompt, and what a person should know of that.

Typing errors are mended: a word that the model was not taught, but that is one step (two, if it is
long) from one that it was, and begins with the same letter. A step is a letter that is missing, too
many, another, or swapped with its neighbour (optimal string alignment).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

SHORTEST_MENDED = 4  # letters; shorter words are near to too many others
LONG = 8  # letters, from which on two steps are allowed


class Reading(NamedTuple):
    """A prompt as the model gets it, and sentences for the person who typed it."""

    prompt: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What a model was taught.

    words      split and case-folded; empty: any word is worth a try
    things     what it makes, each with all its names
    parts      names of parts: what a prompt may name beside its thing
    opposites  pairs of groups of words that exclude each other
    """

    words: frozenset[str] = frozenset()
    things: tuple[tuple[str, ...], ...] = ()
    parts: frozenset[str] = frozenset()
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()

    @functools.lru_cache(maxsize=64)  # noqa: B019 - panels ask at every redraw; there are few
    def read(self, prompt: str) -> Reading:
        if not (self.words and split_words(prompt)):
            return Reading(prompt, ())
        strange = [word for word in dict.fromkeys(split_words(prompt)) if not self._knows(word)]
        mended = {word: near for word in strange if (near := self._nearest(word))}
        pieces = re.split(r"(\w+)", prompt)
        prompt = "".join(mended.get(piece.casefold(), piece) for piece in pieces)
        unknown = [word for word in strange if word not in mended]
        return Reading(prompt, tuple(self._sentences(split_words(prompt), mended, unknown)))

    def _sentences(
        self, words: list[str], mended: dict[str, str], unknown: list[str]
    ) -> Iterator[str]:
        if mended:
            yield f"Read as: {', '.join(f'{near} ({word})' for word, near in mended.items())}."
        if unknown:
            yield f"Not learned: {', '.join(unknown)}."
        for pair in self.opposites:
            found = [next((word for word in words if word in group), "") for group in pair]
            if all(found):
                yield f"{found[0]} and {found[1]} contradict each other."
        named = list(dict.fromkeys(self._things_in(words)))
        if len(named) > 1:
            yield f"One thing is made at a time; this names {' and '.join(named)}."
        elif self.things and not named:
            yield "No thing that was learned is named; the nearest is made."

    def _things_in(self, words: list[str]) -> Iterator[str]:
        """The things that are named, in order; longer names go before shorter ones, and what names
        a part too counts where nothing else is named before it."""
        names = {tuple(split_words(name)): thing[0] for thing in self.things for name in thing}
        at, found = 0, False
        while at < len(words):
            for length in (3, 2, 1):
                phrase = tuple(words[at : at + length])
                known = next((p for p in _singulars(phrase) if p in names), None)
                if known and not (found and " ".join(known) in self.parts):
                    yield names[known]
                    found = True
                    at += length
                    break
            else:
                at += 1

    def _knows(self, word: str) -> bool:
        return any(singular in self.words for (singular,) in _singulars((word,)))

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST_MENDED:
            return ""
        most = 2 if len(word) >= LONG else 1
        near = [
            (steps, known)
            for known in sorted(self.words)
            if known[0] == word[0]
            and abs(len(known) - len(word)) <= most
            and (steps := _steps(word, known)) <= most
        ]
        return min(near, default=(0, ""))[1]


def split_words(text: str) -> list[str]:
    """Case-folded words: runs of letters, digits and the marks that belong to them. What is no word
    (emoji, punctuation) is left out."""
    text = unicodedata.normalize("NFC", text).casefold()
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split()


def _singulars(phrase: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The phrase, and what it may be the plural of."""
    return [(*phrase[:-1], phrase[-1].removesuffix(ending)) for ending in ("", "s", "es")]


def _steps(a: str, b: str) -> int:
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        above, before, row = before, row, [i]
        for j, y in enumerate(b, start=1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                step = min(step, above[j - 2] + 1)
            row.append(step)
    return row[-1]
