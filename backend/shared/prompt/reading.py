"""How a model that was taught some kinds of things reads a prompt, and what a person should know of
that.

A prompt is read clause by clause. One clause names the thing, by its last noun ("office chair" is a
chair); what follows "with" tells of its parts. Words that say nothing to the model are left out
before it sees them, so that they cannot change what the others say. If nothing has to be replaced
or left out, the model sees the prompt as it was typed.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from .clauses import (
    BREAKS,
    FILLERS,
    JOINTS,
    LIKENESSES,
    PARTS_FOLLOW,
    WHOLE,
    Clause,
    Found,
    Looks,
    clauses,
)
from .meaning import Meaning
from .nouns import LONGEST, Nouns, Thing
from .words import mended, singulars, split_words, with_article

_GRAMMAR = PARTS_FOLLOW | BREAKS | JOINTS | FILLERS | LIKENESSES | WHOLE


class Reading(NamedTuple):
    """A prompt as the model gets it, and what a person should know of that.

    sentences  to be shown
    things     the one that is made, then what else was named
    left_out   words that say nothing to the model
    known      whether it names something to make; to a model of any words everything does
    length     meters of the longest side that such a thing usually has; 0: not known
    colours    parts of the thing that is made with the words for their colors; "" is the whole
    natural    the prompt with one of the colors that such a thing has, where it says none
    """

    prompt: str
    sentences: tuple[str, ...] = ()
    things: tuple[Thing, ...] = ()
    left_out: tuple[str, ...] = ()
    known: bool = True
    length: float = 0.0
    colours: tuple[tuple[str, str], ...] = ()
    natural: tuple[str, ...] = ()

    def caption(self, seed: int) -> str:
        """What the model gets for a sample of this seed: every other one has the first color, which
        is the usual one."""
        if not self.natural:
            return self.prompt
        return self.natural[seed // 2 % len(self.natural) if seed % 2 else 0]


@dataclass(frozen=True)
class Vocabulary:
    """What a model was taught.

    words  all that a caption of its training can hold; empty: any word is worth a try
    nouns  which of its kinds a noun means
    looks  words for how a thing looks
    """

    words: frozenset[str] = frozenset()
    nouns: Nouns = Nouns()
    looks: Looks = Looks()

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """Everything that has a name of its own here, sorted."""
        meanings = self.nouns.meanings.items()
        return tuple(sorted(" ".join(words) for words, (_, by) in meanings if by == "name"))

    @functools.cached_property
    def _unbroken(self) -> frozenset[tuple[str, ...]]:
        parting = PARTS_FOLLOW | BREAKS | JOINTS
        whole = (*self.nouns.meanings, *self.nouns.nothing)
        return frozenset(words for words in whole if not parting.isdisjoint(words))

    @functools.lru_cache(maxsize=64)  # noqa: B019 - panels ask at every redraw; there are few
    def read(self, prompt: str) -> Reading:
        if not (self.words and split_words(prompt)):
            return Reading(prompt)
        prompt, repaired = self._mend(prompt)
        parts = clauses(prompt, self._unbroken)
        found = list(self._things(parts))
        if not found:
            nothing = "The prompt names nothing that this model knows."
            left = tuple(
                dict.fromkeys(word for word in split_words(prompt) if not self._says(word))
            )
            return Reading(prompt, (*_said(repaired, left), nothing), (), left, known=False)
        head, others = found[0], found[1:]
        meaning = Meaning(self.looks, self.nouns, self._says, parts, head, others)
        left = meaning.left_out()
        plain = (
            head.thing.by == "name"
            and not (left or others or meaning.whole())
            and all(self._taught(word) for word in split_words(prompt))
        )
        things = tuple(one.thing for one in found)
        if repaired and (mend := repaired.get(things[0].said)):
            things = (Thing(mend, things[0].kind, "spelling"), *things[1:])
        beside = {word for one in others for word in one.thing.said.split()}
        unknown = tuple(word for word in left if word not in beside)
        sentences = (*_said(repaired, unknown), *_about(things), *meaning.contradictions())
        caption = prompt if plain else meaning.caption()
        colours = (("", meaning.colour()), *meaning.accents().items())
        said = tuple((part, word) for part, word in colours if word)
        natural = tuple(map(meaning.caption, meaning.natural()))
        return Reading(caption, sentences, things, left, True, meaning.length(), said, natural)

    def _mend(self, prompt: str) -> tuple[str, dict[str, str]]:
        """Without typing errors, and what each word was that is not as it was typed."""
        strange = [word for word in dict.fromkeys(split_words(prompt)) if not self._means(word)]
        near = {word: other for word in strange if (other := mended(word, self.words))}
        pieces = re.split(r"(\w+)", prompt)
        repaired = "".join(near.get(piece.casefold(), piece) for piece in pieces)
        return repaired, {other: word for word, other in near.items()}

    def _taught(self, word: str) -> bool:
        return any(one in self.words for (one,) in singulars((word,)))

    def _means(self, word: str) -> bool:
        """Whether a word is no typing error."""
        known = self._taught(word) or word in self.nouns.english or self.nouns.find((word,))
        return bool(known) or word in _GRAMMAR

    def _says(self, word: str) -> bool:
        """Whether a word says something about looks, or nothing at all in any prompt."""
        return self._taught(word) or word in _GRAMMAR

    def _things(self, parts: list[Clause]) -> Iterator[Found]:
        """The thing that is to be made, then others that are named beside it."""
        named = self._named(parts, self.looks.colour_words) or self._named(parts, frozenset())
        if not named:
            return
        head = next((one for one in named if not self._stands_for_another(one, parts)), named[0])
        yield head
        for one in named:
            follows = parts[one.clause].before
            part = self._is_part(one, head.thing.kind, follows in JOINTS)
            if one.clause > head.clause and follows in JOINTS | PARTS_FOLLOW and not part:
                yield one

    def _named(self, parts: list[Clause], skip: frozenset[str]) -> list[Found]:
        """The last noun of each clause that has one. A word for a color is one only where there is
        no other: "an orange", but "an orange car"."""
        rows = (self._nouns(k, clause.words, skip) for k, clause in enumerate(parts))
        return [row[-1] for row in rows if row]

    def _nouns(self, number: int, words: tuple[str, ...], skip: frozenset[str]) -> list[Found]:
        """The nouns in a clause, the longest ones, in order."""
        found: list[Found] = []
        none = skip | self.looks.size_words | FILLERS
        at = 0
        while at < len(words):
            for end in range(min(at + LONGEST, len(words)), at, -1):
                phrase = words[at:end]
                if end - at == 1 and phrase[0] in none:
                    continue
                if self._is_coloured(words, at, end):
                    continue
                if thing := self.nouns.find(phrase):
                    found.append(Found(number, at, end, thing))
                if thing or self.nouns.is_nothing(phrase):
                    at = end
                    break
            else:
                at += 1
        return found

    def _is_coloured(self, words: tuple[str, ...], at: int, end: int) -> bool:
        """Whether what begins at a word is the name of a kind with a color before it: a gray hen is
        a hen that is gray, and a blue baby chair no blue baby."""
        if words[at] not in self.looks.colour_words or end - at < 2:
            return False
        whole = self.nouns.find(words[at:end])
        ends = range(end, min(at + 1 + LONGEST, len(words)) + 1)
        rest = [self.nouns.find(words[at + 1 : each]) for each in ends]
        named = any(thing and thing.by == "name" for thing in rest)
        return named and not (whole and whole.by == "name")

    def _is_part(self, one: Found, kind: str, joined: bool) -> bool:
        """Whether a noun after "with" names a part: of this kind, or of another and no thing. After
        "and" (`joined`) it must be one of this kind. So is what a form of the kind has."""
        words = tuple(one.thing.said.split())
        if words[0] in self.looks.colour_words:
            words = words[1:] or words
        said = set(singulars(words))
        own = {tuple(part.split()) for part in self.looks.parts.get(kind, ())}
        for form in map(split_words, self.looks.forms.get(kind, ())):
            own |= {(*form[k : k + len(words)],) for k in range(len(form))}
        parts = own if joined or one.thing.by == "name" else own | self.looks.part_names
        return any(said & set(singulars(part)) for part in parts)

    def _stands_for_another(self, one: Found, parts: list[Clause]) -> bool:
        """Of "a statue of a horse" the horse is meant, unless statues were taught."""
        after = parts[one.clause + 1].before if one.clause + 1 < len(parts) else ""
        said = {word for words in singulars(tuple(one.thing.said.split())) for word in words}
        return one.thing.by != "name" and after == "of" and bool(said & LIKENESSES)


def _said(repaired: Mapping[str, str], left: tuple[str, ...]) -> Iterator[str]:
    if repaired:
        yield f"Read as: {', '.join(f'{near} ({word})' for near, word in repaired.items())}."
    if left:
        yield f"Unknown: {', '.join(left)}."


def _about(things: tuple[Thing, ...]) -> Iterator[str]:
    said, kind, by = things[0]
    if by == "nearest":
        yield f"{said}: the closest thing this model knows is {with_article(kind)}."
    elif by in ("synonym", "hyponym"):
        yield f"{said}: made as {with_article(kind)}."
    if len(things) > 1:
        rest = " and ".join(dict.fromkeys(thing.said for thing in things[1:]))
        yield f"Only one object at a time: {kind}, not {rest}."
