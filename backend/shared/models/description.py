"""What a model folder's maquette.json says of the model, read strictly: see `catalogue.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal

from .. import old_names, strict_json, typed
from ..prompt import Looks, Vocabulary, nouns, split_words
from ..request import GenerationRequest
from ..setting import limits
from ..typed import Range

LONGEST_FILE = 1 << 20  # bytes
LONGEST_TEXT = 200  # characters
Steps = Annotated[int, limits(GenerationRequest, "steps")]
Guidance = Annotated[float, limits(GenerationRequest, "guidance")]
Length = Annotated[float, Range(1e-4, 1e5)]  # meters
Texts = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Description:
    """The keys that mean something; others are for people. None: it does not say."""

    label: str | None = None
    family: str | None = None
    sampler: Literal["exact", "fast"] | None = None
    steps: Steps | None = None
    fast_steps: Steps | None = None
    guidance: Guidance | None = None
    words: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    names: Texts = field(default_factory=dict)
    colours: Texts = field(default_factory=dict)
    opposites: tuple[tuple[tuple[str, ...], ...], ...] = ()
    forms: Texts = field(default_factory=dict)
    parts: Texts = field(default_factory=dict)
    digits: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, Length] = field(default_factory=dict)
    natural: Texts = field(default_factory=dict)

    def vocabulary(self, table: Any) -> Vocabulary:
        """What it was taught, with the nouns of a table of `training/nouns.py`. Raises ValueError
        for a table of another form."""
        words = (part for word in (*self.words, *self.kinds) for part in split_words(word))
        if not isinstance(table, dict):
            raise ValueError("the table of nouns is not an object")
        return Vocabulary(
            words=frozenset(words),
            nouns=nouns.read({kind: self.names.get(kind, ()) for kind in self.kinds}, table),
            looks=Looks(
                colours=self.colours,
                opposites=tuple((frozenset(low), frozenset(high)) for low, high in self.opposites),
                forms=self.forms,
                parts=self.parts,
                digits=self.digits,
                lengths=self.lengths,
                natural=self.natural,
            ),
        )


def read(path: Path) -> Description:
    """Raises OSError, or ValueError that names what is wrong."""
    said = strict_json.read(path, LONGEST_FILE)
    if not isinstance(said, dict):
        raise ValueError("it is not an object")
    said, known = old_names.renamed(said, old_names.DESCRIPTION), typed.hints(Description)
    found = typed.fit({k: v for k, v in said.items() if k in known}, Description, "")
    for name in known:
        if wrong := [text for text in _texts(getattr(found, name)) if not _means(text)]:
            raise ValueError(f"{name} has {ascii(wrong[0][:40])}, which has no word or too many")
    if any(len(pair) != 2 for pair in found.opposites):
        raise ValueError("opposites must be pairs")
    return found


def _texts(value: Any) -> Iterator[str]:
    """All texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        parts = (*value.keys(), *value.values()) if isinstance(value, dict) else value
        for part in parts:
            yield from _texts(part)


def _means(text: str) -> bool:
    return text.isprintable() and len(text) <= LONGEST_TEXT and bool(split_words(text))
