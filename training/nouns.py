"""Which of a model's kinds a noun means: made from WordNet, read by backend/shared/prompt.

    python -m training.nouns                    writes nouns.json beside the model's maquette.json
    python -m training.nouns --kinds all -o F   as if all kinds that are drawn were taught

A noun means a kind if one of its senses is a sense of the kind (a synonym), or below one (a
hyponym: a corgi is a dog). Failing both it may mean the nearest: the kind that is fewest steps from
its first sense up and down again, at most `UP` steps up and only by way of what looks alike
(`ALIKE`). nouns.toml has what a person decided.
"""

from __future__ import annotations

import argparse
import itertools
import json
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from backend.shared.prompt.nouns import LONGEST
from backend.shared.prompt.words import mended, singulars

from .captions import words_of
from .shapes import KINDS, TAUGHT
from .wordnet import PHYSICAL, Sense, WordNet, english, license

MODEL = Path(__file__).parents[1] / "backend/models/maquette-mini"
FILE, LICENSE = "nouns.json", "nouns-license.txt"
ANIMAL, FOOD, PEOPLE, PLANT = 5, 13, 18, 20  # lexicographer files
SENSES = 4  # of a word, that are looked at
UP, APART = 2, 3  # steps up to what a noun and its nearest kind have in common, and in all
DECIDED = tomllib.loads(Path(__file__).with_name("nouns.toml").read_text("utf-8"))
ALIKE, NOT_NOUNS = frozenset(DECIDED["alike"].split()), frozenset(DECIDED["not_nouns"].split())
NOTHING = frozenset(noun.strip() for noun in DECIDED["nothing"].replace("\n", " ").split(","))
ARTICLES = ("a_", "an_", "the_")
HEADED = frozenset(noun.strip() for noun in DECIDED["headed"].split(","))
MEANT: dict[str, str] = DECIDED["meant"]


class Kind(Protocol):
    """A name, others for the same, and what it is in WordNet."""

    @property
    def name(self) -> str: ...
    @property
    def synonyms(self) -> tuple[str, ...]: ...
    @property
    def senses(self) -> tuple[str, ...]: ...


def senses_of(kind: Kind, net: WordNet) -> list[Sense]:
    return [net.find(name) for name in kind.senses]


class Meanings:
    """From a sense to the kind that it is one of, or the nearest one."""

    def __init__(self, net: WordNet, kinds: Sequence[Kind]) -> None:
        self.net = net
        self.direct: dict[int, str] = {}
        for kind in kinds:
            for sense in senses_of(kind, net):
                self.direct[sense.offset] = kind.name  # the later kind is the narrower one
        self.below: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for offset, name in self.direct.items():
            for steps, sense in net.above(net.senses[offset]):
                self.below[sense.offset].append((steps, name))

    def kind_of(self, sense: Sense) -> tuple[str, str] | None:
        """The kind that a sense is, and "synonym" or "hyponym"."""
        for steps, above in self.net.above(sense):
            if above.offset in self.direct:
                return self.direct[above.offset], "hyponym" if steps else "synonym"
        return None

    def nearest(self, sense: Sense) -> str | None:
        """The kind that has most in common with a sense that is none of them; None: too little."""
        best: tuple[int, int, str] | None = None
        for up, above in self.net.above(sense):
            if up > UP:
                break
            if above.words[0] not in ALIKE:
                continue
            for down, name in self.below.get(above.offset, ()):
                if up + down <= APART and (best is None or (up + down, up) < best[:2]):
                    best = up + down, up, name
        return best[2] if best else None


def table(kinds: Sequence[Kind], words: list[str]) -> dict[str, Any]:
    """What `nouns.json` holds: the nouns' `relations`; and the English words that are one slip of a
    finger from a word that is known, which are no typing errors of it."""
    return {
        "source": "WordNet 3.0; its license is in nouns-license.txt",
        **relations(kinds),
        "english": " ".join(_near_misses(frozenset(words))),
    }


def relations(kinds: Sequence[Kind]) -> dict[str, Any]:
    """By relation and kind, its nouns in order; and what means "nothing", though a part of it
    means a kind: no bottle opener is a bottle."""
    net = WordNet()
    meanings = Meanings(net, kinds)
    named = {word for kind in kinds for word in (kind.name, *kind.synonyms)}
    found: dict[str, dict[str, list[str]]] = {
        by: defaultdict(list) for by in ("synonym", "hyponym", "nearest")
    }
    known, unknown = set(named), set(NOTHING)
    decided = {
        noun.strip(): (kind.name, by)
        for by, told in (("nearest", DECIDED["like"]), ("hyponym", DECIDED["is"]))
        for kind in kinds
        for noun in told.get(kind.name, "").split(",")
        if noun.strip()
    }
    for plain in sorted({word.replace("_", " ") for word in net.index} | {*decided}):
        word = plain.replace(" ", "_")
        first, _, rest = plain.partition(" ")
        described = first in NOT_NOUNS and rest in named and plain not in decided  # a hot tub
        if described or plain in named | NOTHING | NOT_NOUNS or word.startswith(ARTICLES):
            continue
        if not plain.replace(" ", "").isalpha():
            continue
        if meant := decided.get(plain) or _meant(word, net, meanings):
            name, by = meant
            found[by][name].append(plain)
            known.add(plain)
        elif 0 < plain.count(" ") < LONGEST and _things(net.of(word)):
            unknown.add(plain)
    unknown -= HEADED
    for plain in unknown - NOTHING:
        if not _partly(plain, known) or _headed(plain, net, known):
            unknown.remove(plain)
    return {
        **{by: {name: ", ".join(nouns) for name, nouns in kinds.items()}
           for by, kinds in found.items()},
        "nothing": ", ".join(sorted(unknown - named)),
    }  # fmt: skip


def _partly(noun: str, known: set[str]) -> bool:
    """Whether a part of a noun is known, or all of it."""
    words = noun.split()
    spans = itertools.combinations(range(len(words) + 1), 2)
    return any(" ".join(part) in known for a, b in spans for part in singulars((*words[a:b],)))


def _headed(noun: str, net: WordNet, known: set[str]) -> bool:
    """Whether a noun is what its last word says, for all that WordNet knows: an evening dress, but
    no gas tank, which is a tank of another sense."""
    last = next((w for (w,) in singulars((noun.split()[-1],)) if w in known), "")
    others = {sense.offset for sense in net.of(last)}
    above = {each.offset for sense in _things(net.of(noun)) for _, each in net.above(sense)}
    return bool(last) and not others & above


def _things(senses: list[Sense]) -> list[Sense]:
    return [sense for sense in senses if sense.file in PHYSICAL and not sense.named]


def _meant(word: str, net: WordNet, meanings: Meanings) -> tuple[str, str] | None:
    senses = net.of(word)
    if word in net.adjectives:  # a "german" or a "modern" is mostly said of other things
        senses = [sense for sense in senses if sense.file != PEOPLE]
    senses = [net.find(MEANT[word])] if word in MEANT else _shown(senses, meanings)
    for sense in senses:
        if kind := meanings.kind_of(sense):
            return kind
    for sense in senses[:1]:
        if name := meanings.nearest(sense):
            return name, "nearest"
    return None


def _shown(senses: list[Sense], meanings: Meanings) -> list[Sense]:
    """What a person may mean who asks for a shape: the first sense that is a thing; where that is
    eaten or alive, the others that are, too."""
    shown = _things(senses)
    if senses and senses[0].file != PEOPLE:  # a beaver is an animal, a drawer no draftsman
        shown = [sense for sense in shown if sense.file != PEOPLE] or shown
    if any(sense.file == FOOD for sense in shown):  # an almond is no tree
        shown = [s for s in shown if s.file != PLANT or s.offset in meanings.direct]
    grown = [sense for sense in shown[:SENSES] if sense.file in (ANIMAL, FOOD, PLANT)]
    return grown if shown and shown[0] in grown else shown[:1]


def _near_misses(known: frozenset[str]) -> list[str]:
    """English words that would be taken for typing errors of known ones."""
    by_first: dict[str, set[str]] = defaultdict(set)
    for word in known:
        by_first[word[0]].add(word)
    return sorted(w for w in english() - known if mended(w, frozenset(by_first[w[0]])))


def write(kinds: Sequence[Kind], folder: Path, words: Sequence[str] = ()) -> dict[str, Any]:
    """The table, and WordNet's license beside it. `words` are all that the model was taught; those
    of our captions, if there are none."""
    made = table(kinds, list(words) or words_of(kinds))
    text = json.dumps(made, indent=0, ensure_ascii=False) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8")
    (folder / LICENSE).write_text(license(), encoding="utf-8")
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kinds", choices=("taught", "all"), default="taught")
    parser.add_argument("-o", "--output", type=Path, default=MODEL, help="a folder")
    chosen = parser.parse_args()
    made = write(
        [KINDS[name] for name in (TAUGHT if chosen.kinds == "taught" else KINDS)], chosen.output
    )
    for by in ("synonym", "hyponym", "nearest"):
        print(by, sum(len(nouns.split(", ")) for nouns in made[by].values()), "nouns")
    print(f"{(chosen.output / FILE).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
