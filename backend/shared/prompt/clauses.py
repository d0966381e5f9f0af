"""A prompt taken apart: clauses, the words that lead from one to the next, and words for looks."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .nouns import Thing

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
WHOLE = frozenset({"all", "completely", "entirely", "fully", "totally", "wholly"})
"""Before a color, or before "over": it is the color of every part."""


@dataclass(frozen=True)
class Looks:
    """Words for how a thing looks.

    colours    each with all its names
    opposites  pairs of groups of words that exclude each other: small and large …
    forms      kind -> what can be said of its form: "round", "with three legs"
    parts      kind -> its parts that have a color of their own
    digits     digit -> its word
    lengths    kind -> the longest side that such a thing usually has, in meters
    natural    kind -> colors that such a thing has where nobody says one, the usual ones more often
    """

    colours: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    opposites: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    digits: Mapping[str, str] = field(default_factory=dict, hash=False)
    lengths: Mapping[str, float] = field(default_factory=dict, hash=False)
    natural: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

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


def clauses(text: str, unbroken: frozenset[tuple[str, ...]] = frozenset()) -> list[Clause]:
    """The parts of a prompt in lower case. `unbroken` are nouns that have a word in them that would
    part them: a chest of drawers."""
    text = unicodedata.normalize("NFC", text).casefold()
    found: list[Clause] = []
    before, words = "", list[str]()
    spaced = "".join(
        c if unicodedata.category(c)[0] in "LMN" else f" {c} " if c in ",;&" else " " for c in text
    )
    every = spaced.replace(" low poly ", " poly ").split()  # which is not low
    longest, until = max(map(len, unbroken), default=0), 0
    for at, word in enumerate(every):
        ends = range(at + 2, min(at + longest, len(every)) + 1)
        until = max((end for end in ends if (*every[at:end],) in unbroken), default=until)
        all_over = word == "over" and words[-1:] == ["all"]
        if at >= until and word in PARTS_FOLLOW | BREAKS | JOINTS and not all_over:
            if words:
                found.append(Clause(before, tuple(words)))
                before, words = word, []
            elif not before or before in JOINTS or word in PARTS_FOLLOW:  # "and with", "that has"
                before = word
        else:
            words.append(word)
    return [*found, Clause(before, tuple(words))] if words else found
