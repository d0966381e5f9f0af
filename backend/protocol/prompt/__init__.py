"""How a prompt is read before a model sees it: its thing, its looks, and what is left out.

words.py    words, their singulars, typing errors
nouns.py    which of a model's kinds a noun means
reading.py  the prompt as the model gets it, and sentences about that
"""

from .nouns import Thing
from .reading import Looks, Reading, Vocabulary
from .words import split_words

__all__ = ["Looks", "Reading", "Thing", "Vocabulary", "split_words"]
