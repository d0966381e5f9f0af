"""How a prompt is read before a model sees it: its thing, its looks, and what is left out."""

from .clauses import Looks
from .completing import completions, instead, with_kind
from .nouns import Thing
from .reading import Reading, Vocabulary
from .words import split_words

__all__ = [
    "Looks",
    "Reading",
    "Thing",
    "Vocabulary",
    "completions",
    "instead",
    "split_words",
    "with_kind",
]
