"""A prompt while it is typed: how it could go on, and what else it could name."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable, Iterator, Sequence

from .words import split_words, with_article

MOST = 12  # completions that are offered
SHORTEST = 2  # letters, from which on a word is completed; any number where it is the only one
SIMILAR = 0.55  # of difflib's ratio, 0..1


def completions(names: Sequence[str], typed: str) -> list[str]:
    """The prompt with its last words completed to a name, in the order of the names: "a red ch"
    could be a red chair. Nothing for a prompt that ends with a name or a blank."""
    found: dict[str, None] = {}
    for start, end in _ends(typed):
        for name in names:
            if name.startswith(end) and name != end:
                found.setdefault(typed[:start] + name)
    return list(itertools.islice(found, MOST))


def instead(names: Sequence[str], typed: str, most: int) -> list[str]:
    """Prompts with a name in the place of the last word: first those that begin with it, then those
    that are spelled most like it; of a prompt that is like none the first names."""
    words = split_words(typed)
    last = words[-1] if words else ""
    begun = [name for name in names if len(last) >= SHORTEST and name.startswith(last)]
    like = difflib.get_close_matches(last, names, most, SIMILAR)
    found = dict.fromkeys((*begun, *like, *names))
    return [with_article(name) for name in list(found)[:most]]


def with_kind(colours: Iterable[tuple[str, str]], kind: str) -> str:
    """A prompt for another thing that keeps the color of the whole, of a reading's `colours`."""
    whole = dict(colours).get("", "")
    return with_article(f"{whole} {kind}".strip())


def _ends(typed: str) -> Iterator[tuple[int, str]]:
    """Where each of the last words begins, up to three of them, and what follows there."""
    plain = typed.casefold()
    starts = [0, *(at + 1 for at, letter in enumerate(plain) if letter in " ,;")]
    for start in reversed(starts[-3:]):
        end = plain[start:]
        if len(end) >= SHORTEST or (end and len(starts) == 1):
            yield start, end
