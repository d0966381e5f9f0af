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
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .nouns import LONGEST, Nouns, Thing
from .words import mended, singulars, split_words

LIKENESSES = frozenset(  # "a statue of a horse" shall be a horse
    """
bit bunch bundle chunk couple drawing figure figurine form group illustration image kind lot lump
mesh miniature model painting pair photo photograph picture piece pile render rendering replica row
sample scene sculpture set shape silhouette sketch slice sort stack statue statuette type version
""".split()  # noqa: SIM905
)
PARTS_FOLLOW = frozenset({"with", "has", "have", "having", "featuring"})
JOINTS = frozenset({"and", "or", "plus", "&", ",", ";"})
LOOKS_FOLLOW = frozenset({"that", "which", "in", "is", "are", "made", *JOINTS})
ARTICLES = frozenset({"a", "an", "the"})
BREAKS = frozenset(
    """
of on in at for from by under over near beside behind between before after without into onto to
like as wearing holding carrying riding sitting standing lying made covered filled full who whose
while during against around inside outside which that is are
""".split()  # noqa: SIM905
)
FILLERS = frozenset(
    "a an the one my your his her its our their some it this very really painted".split()  # noqa: SIM905
)


class Reading(NamedTuple):
    """A prompt as the model gets it, and what a person should know of that.

    sentences  to be shown
    things     the one that is made, then what else was named
    left_out   words that say nothing to the model
    known      whether it names something to make; to a model of any words everything does
    """

    prompt: str
    sentences: tuple[str, ...] = ()
    things: tuple[Thing, ...] = ()
    left_out: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True)
class Looks:
    """Words for how a thing looks.

    colours    each with all its names
    opposites  pairs of groups of words that exclude each other: small and large …
    forms      kind -> what can be said of its form: "round", "with three legs"
    parts      kind -> its parts that have a color of their own
    digits     digit -> its word
    """

    colours: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    digits: Mapping[str, str] = field(default_factory=dict, hash=False)

    @functools.cached_property
    def colour_words(self) -> frozenset[str]:
        return frozenset(word for name, others in self.colours.items() for word in (name, *others))

    @functools.cached_property
    def part_names(self) -> frozenset[tuple[str, ...]]:
        return frozenset(tuple(part.split()) for own in self.parts.values() for part in own)

    @functools.cached_property
    def size_words(self) -> frozenset[str]:
        return frozenset(word for pair in self.opposites for group in pair for word in group)


class Clause(NamedTuple):
    """Words between two breaks, with the break before them, in lower case."""

    before: str
    words: tuple[str, ...]


class Found(NamedTuple):
    """A noun in the clause numbered `clause`, from word `begin` to `end`."""

    clause: int
    begin: int
    end: int
    thing: Thing


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

    @functools.lru_cache(maxsize=64)  # noqa: B019 - panels ask at every redraw; there are few
    def read(self, prompt: str) -> Reading:
        if not (self.words and split_words(prompt)):
            return Reading(prompt)
        prompt, repaired = self._mend(prompt)
        parts = clauses(prompt)
        found = list(self._things(parts))
        if not found:
            nothing = "Nothing that was learned is named."
            left = tuple(
                dict.fromkeys(word for word in split_words(prompt) if not self._says(word))
            )
            return Reading(prompt, (*_said(repaired, left), nothing), (), left, known=False)
        head, others = found[0], found[1:]
        meaning = Meaning(self, parts, head, others)
        left = meaning.left_out()
        plain = (
            head.thing.by == "name"
            and not (left or others)
            and all(self._taught(word) for word in split_words(prompt))
        )
        things = tuple(one.thing for one in found)
        if repaired and (mend := repaired.get(things[0].said)):
            things = (Thing(mend, things[0].kind, "spelling"), *things[1:])
        beside = {word for one in others for word in one.thing.said.split()}
        unknown = tuple(word for word in left if word not in beside)
        sentences = (*_said(repaired, unknown), *_about(things), *meaning.contradictions())
        return Reading(prompt if plain else meaning.caption(), sentences, things, left)

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
        return bool(known) or word in PARTS_FOLLOW | BREAKS | JOINTS | FILLERS | LIKENESSES

    def _says(self, word: str) -> bool:
        """Whether a word says something about looks, or nothing at all in any prompt."""
        return self._taught(word) or word in PARTS_FOLLOW | BREAKS | JOINTS | FILLERS | LIKENESSES

    def _things(self, parts: list[Clause]) -> Iterator[Found]:
        """The thing that is to be made, then others that are named beside it."""
        named = self._named(parts, self.looks.colour_words) or self._named(parts, frozenset())
        if not named:
            return
        head = next((one for one in named if not self._stands_for_another(one, parts)), named[0])
        yield head
        for one in named:
            follows = parts[one.clause].before
            beside = follows in JOINTS or (
                follows in PARTS_FOLLOW and not self._is_part(one, head.thing.kind)
            )
            if one.clause > head.clause and beside:
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
                if thing := self.nouns.find(phrase):
                    found.append(Found(number, at, end, thing))
                    at = end
                    break
            else:
                at += 1
        return found

    def _is_part(self, one: Found, kind: str) -> bool:
        """Whether a noun after "with" names a part: of this kind, or of another and no thing."""
        said = set(singulars(tuple(one.thing.said.split())))
        own = {tuple(part.split()) for part in self.looks.parts.get(kind, ())}
        parts = own if one.thing.by == "name" else self.looks.part_names
        return any(said & set(singulars(part)) for part in parts)

    def _stands_for_another(self, one: Found, parts: list[Clause]) -> bool:
        """Of "a statue of a horse" the horse is meant, unless statues were taught."""
        after = parts[one.clause + 1].before if one.clause + 1 < len(parts) else ""
        said = {word for words in singulars(tuple(one.thing.said.split())) for word in words}
        return one.thing.by != "name" and after == "of" and bool(said & LIKENESSES)


@dataclass(frozen=True)
class Meaning:
    """What the clauses say about the thing in one of them."""

    reader: Vocabulary
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
        looks = self.reader.looks.colour_words | self.reader.looks.size_words | FILLERS
        return all(word in looks for word in words)

    def sizes(self) -> list[str]:
        return [word for _, word in self.main() if word in self.reader.looks.size_words]

    def colour(self) -> str:
        """Of the whole, or nothing."""
        colours = self.reader.looks.colour_words
        return next((word for _, word in self.main() if word in colours), "")

    def accents(self) -> dict[str, str]:
        """Part -> its color. A color of a part that nobody knows is the first other part's."""
        own = self.reader.looks.parts.get(self.kind, ())
        spoken = {other.clause for other in self.others}
        told: dict[str, str] = {}
        astray = ""
        for k, (before, words) in enumerate(self.parts):
            if k <= self.head.clause or before not in JOINTS | PARTS_FOLLOW or k in spoken:
                continue
            colour = next((w for w in words if w in self.reader.looks.colour_words), "")
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
        digits = self.reader.looks.digits
        words = (digits.get(word, word) for _, clause in self.parts for word in clause)
        text = f" {' '.join(words)} "
        forms = self.reader.looks.forms.get(self.kind, ())
        return next((form for form in forms if f" {form.removeprefix('with ')} " in text), "")

    def caption(self) -> str:
        """The prompt in the model's own words."""
        form, accents = self.form(), self.accents()
        trailing = form.startswith("with ")
        before = [*self.sizes(), form if form and not trailing else "", self.colour(), self.kind]
        text = " ".join(filter(None, before))
        article = "an" if text[:1] in "aeiou" else "a"
        tail = [f"{colour} {part}" for part, colour in accents.items()]
        tail += [form.removeprefix("with ")] if trailing else []
        return f"{article} {text}" + (f" with {' and '.join(tail)}" if tail else "")

    def left_out(self) -> tuple[str, ...]:
        """Words that say nothing to the model, or nothing about the thing."""
        accents = self.accents()
        own = {word for part in accents for word in part.split()} | set(self.form().split())
        digits = self.reader.looks.digits
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
        looks = self.reader.looks
        if word in looks.colour_words | looks.size_words:
            return True
        return self.reader._says(word) and not self.reader.nouns.find((word,))

    def contradictions(self) -> Iterator[str]:
        said = [word for _, word in self.main()]
        for pair in self.reader.looks.opposites:
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


def clauses(text: str) -> list[Clause]:
    """The parts of a prompt in lower case."""
    text = unicodedata.normalize("NFC", text).casefold()
    found: list[Clause] = []
    before, words = "", list[str]()
    spaced = "".join(
        c if unicodedata.category(c)[0] in "LMN" else f" {c} " if c in ",;&" else " " for c in text
    )
    for word in spaced.split():
        if word in PARTS_FOLLOW | BREAKS | JOINTS:
            if words:
                found.append(Clause(before, tuple(words)))
                before, words = word, []
            elif not before or before in JOINTS or word in PARTS_FOLLOW:  # "and with", "that has"
                before = word
        else:
            words.append(word)
    return [*found, Clause(before, tuple(words))] if words else found


def _said(repaired: Mapping[str, str], left: tuple[str, ...]) -> Iterator[str]:
    if repaired:
        yield f"Read as: {', '.join(f'{near} ({word})' for near, word in repaired.items())}."
    if left:
        yield f"Not learned: {', '.join(left)}."


def _about(things: tuple[Thing, ...]) -> Iterator[str]:
    said, kind, by = things[0]
    if by == "nearest":
        yield f"{said}: the nearest I know is {_article(kind)}."
    elif by in ("synonym", "hyponym"):
        yield f"{said}: made as {_article(kind)}."
    if len(things) > 1:
        rest = " and ".join(dict.fromkeys(thing.said for thing in things[1:]))
        yield f"One thing is made at a time: {kind}, not {rest}."


def _article(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"
