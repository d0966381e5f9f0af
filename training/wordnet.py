"""WordNet 3.0's nouns, as Debian's package wordnet-base has them: senses, and what is above them.

    python -m training.wordnet crane bow        the senses of a word, with what is above each

The format of the files is that of wndb(5WN). A sense is named as "dog.n.01": the first sense of
"dog"; words of several parts have underscores. WordNet's license is beside what is made of it, in
backend/models/maquette-mini/nouns-license.txt.
"""

from __future__ import annotations

import argparse
import functools
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("/usr/share/wordnet")
PHYSICAL = {5, 6, 8, 13, 17, 18, 20, 25}
"""Lexicographer files of things that can be shown: animals, artifacts, bodies, food, natural
objects, people, plants, shapes (lexnames(5WN))."""
HYPERNYM, INSTANCE = "@", "@i"


@dataclass(frozen=True)
class Sense:
    """A synset: its words in lower case, its lexicographer file, what it is a kind of, and whether
    it is one of a kind: a person or a place with a name."""

    offset: int
    words: tuple[str, ...]
    file: int
    above: tuple[int, ...]
    named: bool
    gloss: str


class WordNet:
    """Nouns. Raises FileNotFoundError without Debian's wordnet-base."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self.senses: dict[int, Sense] = {}
        self.index: dict[str, tuple[int, ...]] = {}
        for line in _lines(folder / "data.noun"):
            sense = _sense(line)
            self.senses[sense.offset] = sense
        for line in _lines(folder / "index.noun"):
            fields = line.split()
            count, pointers = int(fields[2]), int(fields[3])
            offsets = fields[6 + pointers : 6 + pointers + count]
            self.index[fields[0]] = tuple(int(offset) for offset in offsets)
        self.adjectives = {line.split()[0] for line in _lines(folder / "index.adj")}
        self.plurals = dict(line.split()[:2] for line in _lines(folder / "noun.exc"))

    def of(self, word: str) -> list[Sense]:
        """The senses of a word, the most frequent first."""
        offsets = self.index.get(word.casefold().replace(" ", "_"), ())
        return [self.senses[offset] for offset in offsets]

    def find(self, name: str) -> Sense:
        """The sense named as "dog.n.01". Raises LookupError."""
        word, _, number = name.rsplit(".", 2)
        return self.of(word)[int(number) - 1]

    def above(self, sense: Sense) -> Iterator[tuple[int, Sense]]:
        """How far up, and what is there: the sense itself first, each once, the nearest first."""
        seen, row, steps = {sense.offset}, [sense], 0
        while row:
            for each in row:
                yield steps, each
            offsets = dict.fromkeys(o for each in row for o in each.above)
            row = [self.senses[offset] for offset in offsets if offset not in seen]
            seen.update(offsets)
            steps += 1


@functools.cache
def english(folder: Path = FOLDER) -> frozenset[str]:
    """Every single word of WordNet, whatever its part of speech, in lower case, with irregular
    forms."""
    words = set()
    for part in ("noun", "verb", "adj", "adv"):
        words.update(line.split()[0] for line in _lines(folder / f"index.{part}"))
        words.update(line.split()[0] for line in _lines(folder / f"{part}.exc"))
    return frozenset(word for word in words if word.isalpha())


def license(folder: Path = FOLDER) -> str:
    """WordNet's, which stands at the head of each of its files."""
    with open(folder / "data.noun", encoding="utf-8") as lines:
        head = itertools.takewhile(lambda line: line.startswith("  "), lines)
        return "".join(line.strip().partition(" ")[2].rstrip() + "\n" for line in head)


def _lines(file: Path) -> Iterator[str]:
    """Without the licence, whose lines begin with blanks."""
    with open(file, encoding="utf-8") as lines:
        yield from (line for line in lines if not line.startswith("  "))


def _sense(line: str) -> Sense:
    data, _, gloss = line.partition("|")
    fields = data.split()
    count = int(fields[3], 16)
    words = tuple(word.casefold() for word in fields[4 : 4 + 2 * count : 2])
    pointers = fields[5 + 2 * count :]
    above = [(pointers[k], int(pointers[k + 1])) for k in range(0, len(pointers) - 3, 4)]
    return Sense(
        int(fields[0]),
        words,
        int(fields[1]),
        tuple(offset for kind, offset in above if kind in (HYPERNYM, INSTANCE)),
        any(kind == INSTANCE for kind, _ in above),
        gloss.strip(),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("words", nargs="+")
    net = WordNet()
    for word in parser.parse_args().words:
        for number, sense in enumerate(net.of(word), start=1):
            chain = " < ".join(each.words[0] for _, each in list(net.above(sense))[1:5])
            name = f"{word.replace(' ', '_')}.n.{number:02}"
            print(f"{name:24} {', '.join(sense.words)}: {sense.gloss[:90]} < {chain}")


if __name__ == "__main__":
    main()
