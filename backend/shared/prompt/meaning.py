"""What the clauses of a prompt say about its thing: sizes, colors, parts, a form; and the words
that say nothing about it."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .clauses import (
    ARTICLES,
    FILLERS,
    JOINTS,
    LOOKS_FOLLOW,
    PARTS_FOLLOW,
    WHOLE,
    Clause,
    Found,
    Looks,
)
from .nouns import Nouns
from .words import singulars, split_words, with_article

FACTORS = (1.5, 1.25)  # how much longer a large thing is than usual, and a tall one


@dataclass(frozen=True)
class Meaning:
    """What the clauses say about the thing in one of them."""

    looks: Looks
    nouns: Nouns
    says: Callable[[str], bool]  # whether a word says something about looks, or nothing anywhere
    parts: list[Clause]
    head: Found
    others: list[Found]

    @property
    def kind(self) -> str:
        return self.head.thing.kind

    def main(self) -> list[tuple[int, str]]:
        """Words about the whole, with the number of the clause they stand in."""
        words: list[tuple[int, str]] = []
        for k, (_, clause) in enumerate(self.parts):
            if k == self.head.clause:
                clause = clause[: self.head.begin] + clause[self.head.end :]
            if self._of_the_whole(k):
                words += [(k, word) for word in clause]
        return words

    def _of_the_whole(self, k: int) -> bool:
        """Whether a clause says how all of the thing looks: its own, one that leads to it ("a red
        and blue chair", "a blue pair of shoes"), "that is red", "in red"."""
        before, words = self.parts[k]
        if k <= self.head.clause:
            return k == self.head.clause or self.parts[k + 1].before in JOINTS | {"of"}
        where = before == "in" and set(words) & ARTICLES  # "in a stone"
        return before in LOOKS_FOLLOW and not where and self._only_looks(words)

    def _only_looks(self, words: tuple[str, ...]) -> bool:
        looks = self.looks.colour_words | self.looks.size_words | FILLERS | WHOLE
        return all(word in looks for word in words)

    def sizes(self) -> list[str]:
        return [word for _, word in self.main() if word in self.looks.size_words]

    def length(self) -> float:
        """The longest side that such a thing usually has, in meters: less where it is small or
        short, more where it is large or tall. 0: not known."""
        length, said = self.looks.lengths.get(self.kind, 0.0), set(self.sizes())
        for factor, (low, high) in zip(FACTORS, self.looks.opposites, strict=False):
            length *= factor ** (bool(said & high) - bool(said & low))
        return length

    def colour(self) -> str:
        """Of the whole, or nothing."""
        colours = self.looks.colour_words
        return next((word for _, word in self.main() if word in colours), "")

    def whole(self) -> bool:
        """Whether that color is said to be the one of every part: "all red", "red all over"."""
        colour, words = self.colour(), [word for _, word in self.main()]
        pairs = set(itertools.pairwise(words))
        return bool(colour) and any(
            (word, colour) in pairs or (word, "over") in pairs for word in WHOLE
        )

    def accents(self) -> dict[str, str]:
        """Part -> its color. A color of a part that nobody knows is the first other part's."""
        own = self.looks.parts.get(self.kind, ())
        rest = dict.fromkeys(own, self.colour()) if self.whole() else {}
        return rest | self._told(own)

    def _told(self, own: tuple[str, ...]) -> dict[str, str]:
        spoken = {other.clause for other in self.others}
        told: dict[str, str] = {}
        astray = ""
        for k, (before, words) in enumerate(self.parts):
            if k <= self.head.clause or before not in JOINTS | PARTS_FOLLOW or k in spoken:
                continue
            colour = next((w for w in words if w in self.looks.colour_words), "")
            part = next((part for part in own if self._names(words, part)), "")
            if colour and part:
                told.setdefault(part, colour)
            elif colour and not self._only_looks(words):
                astray = astray or colour
        if astray and own and not told:
            told[own[0]] = astray
        return told

    def form(self) -> str:
        """What is said of the kind's form, or nothing."""
        digits = self.looks.digits
        words = (digits.get(w, w) for before, clause in self.parts for w in (before, *clause) if w)
        text = f" {' '.join(words)} "
        forms = self.looks.forms.get(self.kind, ())
        said = ((form, " ".join(split_words(form.removeprefix("with ")))) for form in forms)
        return next((form for form, words in said if f" {words} " in text), "")

    def natural(self) -> tuple[str, ...]:
        """Colors that such a thing has, if none is said of it."""
        return () if self.colour() else self.looks.natural.get(self.kind, ())

    def caption(self, natural: str = "") -> str:
        """The prompt in the model's own words, with a color that it does not say."""
        form, accents = self.form(), self.accents()
        trailing = form.startswith("with ")
        before = [*self.sizes(), form if form and not trailing else ""]
        before += [self.colour() or natural, self.kind]
        text = " ".join(filter(None, before))
        tail = [f"{colour} {part}" for part, colour in accents.items()]
        tail += [form.removeprefix("with ")] if trailing else []
        return with_article(text) + (f" with {' and '.join(tail)}" if tail else "")

    def left_out(self) -> tuple[str, ...]:
        """Words that say nothing to the model, or nothing about the thing."""
        accents = self.accents()
        own = {word for part in accents for word in part.split()} | set(split_words(self.form()))
        digits = self.looks.digits
        whole = {k for k, _ in self.main()} - {self.head.clause}
        left: list[str] = []
        for k, (_, clause) in enumerate(self.parts):
            for at, word in enumerate(clause):
                if k == self.head.clause and self.head.begin <= at < self.head.end:
                    continue
                told = k in whole or digits.get(word, word) in own or self._names((word,), *own)
                if not told and not self._harmless(word):
                    left.append(word)
        return tuple(dict.fromkeys(left))

    def _harmless(self, word: str) -> bool:
        """Whether a word may stand anywhere: it was taught and names no thing."""
        looks = self.looks
        if word in looks.colour_words | looks.size_words | WHOLE | {"over"}:
            return True
        return self.says(word) and not self.nouns.find((word,))

    def contradictions(self) -> Iterator[str]:
        said = [word for _, word in self.main()]
        for pair in self.looks.opposites:
            found = [next((word for word in said if word in group), "") for group in pair]
            if all(found):
                yield f"{found[0]} and {found[1]} contradict each other."

    @staticmethod
    def _names(words: tuple[str, ...], *parts: str) -> bool:
        """Whether one of these parts is among the words, in the singular or the plural."""
        for part in parts:
            wanted = tuple(part.split())
            singular = set(singulars(wanted))
            for at in range(len(words) + 1 - len(wanted)):
                if singular & set(singulars(words[at : at + len(wanted)])):
                    return True
        return False
