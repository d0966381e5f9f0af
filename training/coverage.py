"""How many everyday nouns are read as a kind: the names of the classes of public sets.

    python -m training.coverage                  of what is taught, by the table beside the weights
    python -m training.coverage --kinds all      as if all kinds that are drawn were taught
    python -m training.coverage --list COCO      one list, noun by noun
    python -m training.coverage --wrong          those that are read in another sense than meant

The names are in public_lists.toml. How a noun came to its kind is one of `WAYS`.
"""

from __future__ import annotations

import argparse
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from backend.shared.models import catalog
from backend.shared.models.description import Description
from backend.shared.prompt import Thing, Vocabulary, split_words
from backend.shared.typed import fit

from .captions import taught, words_of
from .nouns import Meanings, relations
from .shapes import KINDS, TAUGHT
from .wordnet import WordNet, english

FILE = Path(__file__).with_name("public_lists.toml")
WAYS = ("name", "synonym", "hyponym", "nearest", "last word", "none")
"""The relations of `backend.shared.prompt.Thing`; "last word": only a part of the noun was
understood, as the towel of "paper towel"."""


class Noun(NamedTuple):
    """A noun, and its sense as WordNet names it, where that is known."""

    text: str
    sense: str = ""


def lists() -> dict[str, tuple[Noun, ...]]:
    """The public lists by name."""
    read = tomllib.loads(FILE.read_text("utf-8"))["lists"]
    return {each["name"]: tuple(map(_noun, each["nouns"].split(","))) for each in read}


def _noun(text: str) -> Noun:
    """Of "crane (bird) = crane.n.05"."""
    text, _, sense = text.partition("=")
    return Noun(re.sub(r"\(.*", "", text).strip(), sense.strip())


def vocabulary(kinds: str) -> Vocabulary:
    """How the model in the repository reads ("taught"), or one of all that is drawn ("all")."""
    if kinds == "taught":
        return catalog.find("maquette-mini").vocabulary
    drawn = list(KINDS.values())
    said = fit({"words": words_of(drawn), **taught(drawn)}, Description, "")
    # A word of English is never a typing error: to look for those that could be takes a minute.
    return said.vocabulary({**relations(drawn), "english": " ".join(english())})


def understood(noun: str, by: Vocabulary) -> tuple[str, Thing | None]:
    """One of `WAYS`, and what is made when a person types the noun."""
    things = by.read(noun).things
    if not things:
        return "none", None
    whole = split_words(things[0].said) == split_words(noun)
    return things[0].by if whole else "last word", things[0]


def wrong(nouns: list[Noun], by: Vocabulary, kinds: list[str]) -> list[tuple[Noun, str, str]]:
    """Nouns, the kind that each is read as, and the one that its sense is."""
    net = WordNet()
    meanings = Meanings(net, [KINDS[name] for name in kinds])
    found = []
    for noun in nouns:
        try:
            sense = net.find(noun.sense)
        except (LookupError, ValueError):
            continue
        thing = understood(noun.text, by)[1]
        meant = meanings.kind_of(sense)
        if thing and meant and meant[0] != thing.kind:
            found.append((noun, thing.kind, meant[0]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kinds", choices=("taught", "all"), default="taught")
    parser.add_argument("--list", choices=tuple(lists()), help="this list alone, noun by noun")
    parser.add_argument("--wrong", action="store_true", help="nouns read in another sense")
    chosen = parser.parse_args()
    read, by = lists(), vocabulary(chosen.kinds)
    if chosen.list:
        read = {chosen.list: read[chosen.list]}
    if chosen.wrong:
        nouns = [noun for nouns in read.values() for noun in nouns]
        kinds = list(TAUGHT if chosen.kinds == "taught" else KINDS)
        for noun, kind, meant in wrong(nouns, by, kinds):
            print(f"{noun.text} ({noun.sense}): read as {kind}, is {meant}")
        return
    print("| List | nouns | " + " | ".join(WAYS) + " | understood |")
    print("| --- " * (len(WAYS) + 3) + "|")
    for name, nouns in {**read, "all, each once": _once(read)}.items():
        ways = Counter(understood(noun.text, by)[0] for noun in nouns)
        cells = (str(ways[way]) for way in WAYS)
        share = f"{1 - ways['none'] / len(nouns):.0%}"
        print(f"| {name} | {len(nouns)} | {' | '.join(cells)} | {share} |")
    for name, nouns in read.items():
        told = [(noun.text, *understood(noun.text, by)) for noun in nouns]
        if chosen.list:
            print("\n".join(f"{text}: {thing.kind} ({w})" for text, w, thing in told if thing))
        print(f"\n{name}, not known: {', '.join(text for text, way, _ in told if way == 'none')}")


def _once(read: dict[str, tuple[Noun, ...]]) -> tuple[Noun, ...]:
    every = (noun for nouns in read.values() for noun in nouns)
    return tuple({tuple(split_words(noun.text)): noun for noun in every}.values())


if __name__ == "__main__":
    main()
