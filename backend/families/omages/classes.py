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


def chosen(prompt: str, vocabulary: Vocabulary, classes: Sequence[str]) -> int:
    """The id of the class that a prompt means: its number in `classes`.

    Raises MaquetteError("request") for one that means none of them.
    """
    things = vocabulary.read(prompt).things
    kind = things[0].kind if things else ""
    if kind in classes:
        return classes.index(kind)
    said = shorten(prompt, 60, placeholder="…")
    raise MaquetteError(
        "request",
        f"{said!r} names none of the {len(classes)} things that this model makes.",
        f"Name one of them, such as {', '.join(classes[:NAMED])}; or choose another model.",
    )
