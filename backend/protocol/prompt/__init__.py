"""How a prompt is read before a model sees it: its thing, its looks, and what is left out.

words.py    words, their singulars, typing errors
nouns.py    which of a model's kinds a noun means
clauses.py  a prompt taken apart, words for looks
meaning.py  what the clauses say about the thing
reading.py  the prompt as the model gets it, and sentences about that
"""

from .clauses import Looks
from .completing import completions, instead
from .nouns import Thing
from .reading import Reading, Vocabulary
from .words import split_words

__all__ = ["Looks", "Reading", "Thing", "Vocabulary", "completions", "instead", "split_words"]
