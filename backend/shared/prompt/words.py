"""Words: how a text is split into them, what they may be the plural of, how far apart they are."""

from __future__ import annotations

import unicodedata

SHORTEST_MENDED = 4  # letters; shorter words are near to too many others
LONG = 8  # letters, from which on two steps are allowed
IRREGULAR = {
    "feet": "foot",
    "geese": "goose",
    "knives": "knife",
    "leaves": "leaf",
    "loaves": "loaf",
    "men": "man",
    "mice": "mouse",
    "people": "person",
    "scarves": "scarf",
    "shelves": "shelf",
    "teeth": "tooth",
    "wolves": "wolf",
    "women": "woman",
    "children": "child",
    "oxen": "ox",
    "cacti": "cactus",
    "calves": "calf",
    "halves": "half",
    "hooves": "hoof",
    "wives": "wife",
    "elves": "elf",
    "dwarves": "dwarf",
    "thieves": "thief",
}


def split_words(text: str) -> list[str]:
    """Case-folded words: runs of letters, digits and the marks that belong to them. What is no word
    (emoji, punctuation) is left out."""
    text = unicodedata.normalize("NFC", text).casefold()
    return "".join(c if unicodedata.category(c)[0] in "LMN" else " " for c in text).split()


def with_article(words: str) -> str:
    """ "a chair", "an apple"."""
    return f"{'an' if words[:1].casefold() in 'aeiou' else 'a'} {words}"


def singulars(phrase: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The phrase, and what it may be the plural of."""
    *before, last = phrase
    found = [last]
    if last in IRREGULAR:
        found.append(IRREGULAR[last])
    if last.endswith("ies") and len(last) > 4:
        found.append(last[:-3] + "y")
    found += [last.removesuffix(ending) for ending in ("s", "es")]
    return [(*before, each) for each in dict.fromkeys(found) if each]


def steps(a: str, b: str) -> int:
    """How many letters are missing, too many, others, or swapped with their neighbor (optimal
    string alignment)."""
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


def mended(word: str, known: frozenset[str]) -> str:
    """The known word that this one is a typing error of: one step away (two from `LONG` letters
    on), with the same first letter. Empty if there is none."""
    if len(word) < SHORTEST_MENDED:
        return ""
    most = 2 if len(word) >= LONG else 1
    near = [
        (away, other)
        for other in sorted(known)
        if other[:1] == word[0]
        and abs(len(word) - len(other)) <= most
        and (away := steps(word, other)) <= most
    ]
    return min(near, default=(0, ""))[1]
