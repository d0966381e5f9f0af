"""The things that a model was trained on, and which of them a prompt means.

How prompts are read is said by a vocabulary (`shared/prompt`): that of the model's folder, or that
of the published checkpoints, which lies beside this file (`maquette.json`, `nouns.json`;
`training/omages_classes.py` makes them).
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from ...shared.errors import MaquetteError
from ...shared.prompt import Vocabulary

NAMED = 8  # in a sentence

# By their ids in the published checkpoints: categories of Amazon Berkeley Objects.
PUBLISHED = (
    "air conditioner", "bag", "battery charger", "bed", "bench", "birdhouse", "book or journal",
    "bottle rack", "bowl", "cabinet", "candle holder", "cart", "chair", "clock", "clothes hook",
    "clothes rack", "container or basket", "cooking pan", "cup", "dining set", "dresser",
    "drink coaster", "easel", "electrical cable", "exercise equipment", "exercise mat",
    "exercise weight", "fan", "figurine or sculpture", "file folder", "fire pit", "floor mat",
    "heater", "holder", "instrument stand", "jar", "ladder", "lamp", "laptop stand", "mattress",
    "mirror", "mount", "mouse pad", "office appliance", "ottoman", "picture frame or painting",
    "pillow", "plant or flower pot", "rug", "shelf", "shredder", "soap dispenser", "sofa",
    "speaker stand", "sports equipment", "step stool", "table", "tent", "trash can", "tray",
    "vanity", "vase", "wagon",
)  # fmt: skip


def forms(prompt: str, vocabulary: Vocabulary, classes: Sequence[str]) -> list[int]:
    """The ids of the classes that a prompt means: their numbers in `classes`. Several have one
    name where they are forms of one thing.

    Raises MaquetteError("request") for a prompt that means none of them.
    """
    things = vocabulary.read(prompt).things
    kind = things[0].kind if things else ""
    if own := [number for number, name in enumerate(classes) if name == kind]:
        return own
    said, names = shorten(prompt, 60, placeholder="…"), list(dict.fromkeys(classes))
    raise MaquetteError(
        "request",
        f"{said!r} names none of the {len(names)} things that this model makes.",
        f"Name one of them, such as {', '.join(names[:NAMED])}; or choose another model.",
    )


def told(prompt: str, vocabulary: Vocabulary, words: Sequence[str], parts: int) -> list[int]:
    """Which of `words` a prompt says of the thing and of its other parts, by their numbers."""
    reading, found = vocabulary.read(prompt), [0] * parts
    kind = reading.things[0].kind if reading.things else ""
    names = ("", *vocabulary.looks.parts.get(kind, ()))[:parts]
    for part, word in reading.colours:
        if part in names and word in words:
            found[names.index(part)] = words.index(word)
    return found
