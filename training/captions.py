"""What a shape could be called, and shapes that fit what they are called.

A `Description` is the meaning of a caption; `say` words it in one of many ways and `draw` makes
parameters and colours that obey it. Words that are not said leave their parameter free.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from backend.shared.prompt.nouns import LONGEST

from . import palette
from .shapes import KINDS, Kind

KIND_NAMES = tuple(KINDS)
PARTS = 3
PARAMETERS = 8
SIZE, HEIGHT, WIDTH = 0, 1, 2  # what the first three parameters of every kind mean

WORDS = {  # words for the low and the high end of a parameter
    SIZE: (("small", "little", "tiny"), ("large", "big", "huge")),
    HEIGHT: (("short", "low"), ("tall", "high")),
    WIDTH: (("narrow", "thin", "slim"), ("wide", "broad", "fat")),
}
FORMS = tuple(sorted({form for kind in KINDS.values() for form in kind.forms}))
COLOUR_OF = {  # the number of the color that a word names
    word: number
    for number, name in enumerate(palette.NAMES)
    for word in (name, *palette.ALIASES[name])
}
DIGITS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "eight": "8"}
END = 0.2  # a said word keeps its parameter this close to its end
USUAL = (0.15, 0.85)  # of height and width where nothing is said
REGULAR = frozenset({"sphere", "cube"})  # whose sides are equal unless a word says otherwise

WHOLES = ("all", "completely", "entirely", "fully", "totally")  # before the color of all parts
STYLES = ("", "", "", "", "", "", "low poly", "cartoon", "toy", "simple", "cute", "stylized")
OPENINGS = (
    "a",
    "a",
    "a",
    "a",
    "a",
    "",
    "",
    "the",
    "one",
    "my",
    "a 3d model of a",
    "a picture of a",
)


@dataclass(frozen=True)
class Description:
    """What a caption says. Colours are numbers of the palette, -1 where nothing is said: `main` is
    the main part's, `accents` those of the second and the third. `ends` holds -1, 0 or 1 for size,
    height and width: low end, nothing said, high end. `form` is one of the kind's forms or
    empty."""

    kind: int
    main: int = -1
    accents: tuple[int, int] = (-1, -1)
    ends: tuple[int, int, int] = (0, 0, 0)
    form: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        return KINDS[KIND_NAMES[self.kind]].parts

    @property
    def whole(self) -> bool:
        """Whether one colour is said of all parts, of which there are several."""
        said = {self.main, *self.accents[: len(self.parts) - 1]}
        return len(self.parts) > 1 and len(said) == 1 and self.main >= 0

    def labels(self) -> list[int]:
        """One class number for each question that the text encoder is taught to answer."""
        form = FORMS.index(self.form) + 1 if self.form else 0
        colours = (colour + 1 for colour in (self.main, *self.accents))
        return [self.kind, *colours, *(end + 1 for end in self.ends), form]


QUESTIONS = (len(KINDS), 13, 13, 13, 3, 3, 3, 1 + len(FORMS))  # classes of each label


def words_of(kinds: Iterable[Kind]) -> list[str]:
    """Every word that a caption of these kinds can hold, sorted."""
    kinds = list(kinds)
    said = {*STYLES, *OPENINGS, *WHOLES, "with", "and", "that", "has", "is", "an", *DIGITS.values()}
    said.update(*palette.ALIASES.values(), palette.NAMES)
    said.update(word for ends in WORDS.values() for end in ends for word in end)
    for kind in kinds:
        said.update((kind.name, *kind.synonyms, *kind.parts[1:], *kind.forms))
    return sorted({word for phrase in said for word in phrase.split()})


def taught(kinds: Iterable[Kind]) -> dict[str, object]:
    """What a model of these kinds says of its words in maquette.json."""
    kinds = list(kinds)
    return {
        "kinds": [kind.name for kind in kinds],
        "names": {kind.name: list(kind.synonyms) for kind in kinds if kind.synonyms},
        "parts": {kind.name: list(kind.parts[1:]) for kind in kinds if len(kind.parts) > 1},
        "forms": {kind.name: list(kind.forms) for kind in kinds if kind.forms},
        "colours": {name: sorted({*palette.ALIASES[name]}) for name in palette.NAMES},
        "digits": {digit: word for word, digit in DIGITS.items()},
        "opposites": [[list(low), list(high)] for low, high in WORDS.values()],
    }


def describe(random: np.random.Generator, kind: int | None = None) -> Description:
    """Drawn at random: a colour is said 4 times in 5, a part's colour every other time, that of a
    second one in a fifth of these, one of the whole thing 1 time in 20, a form 2 times in 5."""
    kind = int(random.integers(len(KINDS)) if kind is None else kind)
    main = int(random.integers(12)) if random.random() < 0.8 else -1
    parts, forms = len(KINDS[KIND_NAMES[kind]].parts), list(KINDS[KIND_NAMES[kind]].forms)
    accents = [-1, -1]
    if parts > 1 and random.random() < 0.5:
        first = int(random.integers(1, parts)) if random.random() < 0.4 else 1
        accents[first - 1] = int(random.integers(12))
        if parts > 2 and random.random() < 0.2:
            accents = [int(colour) for colour in random.integers(12, size=2)]
    if main >= 0 and random.random() < 0.05:
        accents = [main if part < parts else -1 for part in (1, 2)]
    form = _pick(tuple(forms), random) if forms and random.random() < 0.4 else ""
    ends = [0, 0, 0]
    for axis in random.permutation(3)[: random.choice(3, p=[0.55, 0.35, 0.10])]:
        ends[axis] = int(random.choice([-1, 1]))
    return Description(kind, main, (accents[0], accents[1]), (ends[0], ends[1], ends[2]), form)


def say(description: Description, random: np.random.Generator) -> str:
    """One wording of the description, lower case."""
    kind = KINDS[KIND_NAMES[description.kind]]
    nouns = (kind.name,) * 3 + kind.synonyms
    noun = nouns[random.integers(len(nouns))]
    adjectives = [
        _pick(WORDS[axis][end > 0], random) for axis, end in enumerate(description.ends) if end
    ]
    trailing = description.form.startswith("with ")
    if description.form and not trailing:
        adjectives.append(description.form)
    random.shuffle(adjectives)
    style = _pick(STYLES, random)
    if style:
        adjectives.insert(int(random.integers(len(adjectives) + 1)), style)
    whole = description.whole and random.random() < 0.7
    tail = "" if whole else _accents(description, random)
    if trailing:
        words = description.form.split()[1:]
        if random.random() < 0.3:
            words = [DIGITS.get(word, word) for word in words]
        counted = " ".join(words)
        first = not tail or random.random() < 0.5
        tail = (
            f" with {counted}{tail.replace(' with ', ' and ')}"
            if first
            else f"{tail} and {counted}"
        )
    if description.main < 0:
        text = " ".join((*adjectives, noun)) + tail
    elif whole:
        all_of_it = f"{_pick(WHOLES, random)} {_colour(description.main, random)}"
        text = " ".join((*adjectives, all_of_it, noun)) + tail
    elif random.random() < 0.08:
        text = (
            " ".join((*adjectives, noun)) + f" that is {_colour(description.main, random)}" + tail
        )
    elif random.random() < 0.06:
        text = " ".join((*adjectives, noun)) + tail + f", {_colour(description.main, random)}"
    else:
        place = len(adjectives) if random.random() < 0.85 else 0
        adjectives.insert(place, _colour(description.main, random))
        text = " ".join((*adjectives, noun)) + tail
    opening = _pick(OPENINGS, random)
    if opening.endswith("a") and text[0] in "aeiou" and random.random() < 0.8:
        opening += "n"
    return f"{opening} {text}".strip()


def _accents(description: Description, random: np.random.Generator) -> str:
    """ " with black legs and red cushions", or nothing."""
    told = [
        f"{_colour(colour, random)} {description.parts[part]}"
        for part, colour in enumerate(description.accents, start=1)
        if colour >= 0
    ]
    if not told:
        return ""
    if random.random() < 0.5:
        told.reverse()
    joint = _pick(("with", "with", "with", "with a", "and", "and a", "that has"), random)
    return f" {joint} {' and '.join(told)}"


def understand(caption: str) -> Description | None:
    """What a caption says; what it says beyond that is passed over. None: it names no known thing.

    The thing is the first that is named. A colour belongs to the part that follows it, any other
    one to the whole.
    """
    plain = caption.casefold().replace("low poly", "")  # which is not low
    numbers = {digit: word for word, digit in DIGITS.items()}
    words = [numbers.get(word, word) for word in _words(plain)]
    nouns = {_words(n): k for k in KINDS.values() for n in (k.name, *k.synonyms)}
    spans = [(at, at + long) for at in range(len(words)) for long in range(LONGEST, 0, -1)]
    noun = next((span for span in spans if (*words[slice(*span)],) in nouns), None)
    if noun is None:
        return None
    kind = nouns[(*words[slice(*noun)],)]
    words[slice(*noun)] = [""]  # which says no more: a high heel is not high
    forms = {form: _words(form.removeprefix("with ")) for form in kind.forms}
    found = ((form, _find(words, said)) for form, said in forms.items())
    form, at = next(((form, at) for form, at in found if at is not None), ("", 0))
    words[at : at + len(forms.get(form, ()))] = [""]
    colours = [-1] * PARTS
    for at, word in enumerate(words):
        if word in COLOUR_OF:
            rest = f"{' '.join(words[at + 1 :])} "
            of = next((k for k, p in enumerate(kind.parts) if k and rest.startswith(f"{p} ")), 0)
            colours[of] = COLOUR_OF[word]
            if at and words[at - 1] in WHOLES:
                colours[: len(kind.parts)] = [COLOUR_OF[word]] * len(kind.parts)
    main, second, third = colours
    said = set(words)
    ends = [bool(said & {*high}) - bool(said & {*low}) for low, high in WORDS.values()]
    kind_number = KIND_NAMES.index(kind.name)
    return Description(kind_number, main, (second, third), (ends[0], ends[1], ends[2]), form)


def _words(text: str) -> tuple[str, ...]:
    return (*re.findall(r"\w+", text),)


def _find(words: list[str], wanted: tuple[str, ...]) -> int | None:
    """Where these words follow each other."""
    places = range(len(words) + 1 - len(wanted))
    return next((at for at in places if (*words[at : at + len(wanted)],) == wanted), None)


def draw(description: Description, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Parameters (8,) in 0..1 and part colours (3, 3) sRGB that obey the description."""
    parameters = random.random(PARAMETERS).astype(np.float32)
    parameters[SIZE] = random.uniform(0.35, 0.75)
    regular = KIND_NAMES[description.kind] in REGULAR
    parameters[[HEIGHT, WIDTH]] = 0.5 if regular else random.uniform(*USUAL, 2)
    for axis, end in enumerate(description.ends):
        if end:
            reach = random.random() * END
            parameters[axis] = reach if end < 0 else 1.0 - reach
    if description.form:
        place, low, high = KINDS[KIND_NAMES[description.kind]].forms[description.form]
        parameters[place] = random.uniform(low, high)
    return parameters, palette.vary(np.array(_part_colours(description, random)), random)


def _part_colours(description: Description, random: np.random.Generator) -> list[int]:
    kind = KINDS[KIND_NAMES[description.kind]]
    said = (description.main, *description.accents)
    colours: list[int] = []
    for part in range(PARTS):
        if part >= len(kind.parts):
            colours.append(colours[0])
        elif said[part] >= 0:
            colours.append(said[part])
        else:
            natural = _pick(kind.natural[part], random)
            colours.append(colours[0] if natural == "same" else palette.NAMES.index(natural))
    return colours


def _colour(index: int, random: np.random.Generator) -> str:
    name, aliases = palette.NAMES[index], palette.ALIASES[palette.NAMES[index]]
    return _pick((name,) * max(5, len(aliases)) + aliases, random)


def _pick(choices: tuple[str, ...], random: np.random.Generator) -> str:
    return choices[int(random.integers(len(choices)))]
