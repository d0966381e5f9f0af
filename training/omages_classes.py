"""What the published checkpoints of Omages make, as prompts name it: maquette.json and nouns.json
of their family.

    python -m training.omages_classes

`omages_classes.toml` says of each class what it is in WordNet and what else it is called.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import NamedTuple

from backend.families.omages.classes import PUBLISHED
from backend.shared.prompt import split_words

from . import nouns

FOLDER = Path(__file__).parents[1] / "backend/families/omages"
SAID = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
ARTICLES = ("a", "an", "the")


class Named(NamedTuple):
    """A class: a `nouns.Kind`."""

    name: str
    synonyms: tuple[str, ...]
    senses: tuple[str, ...]


def kinds() -> list[Named]:
    """In the order of their ids."""
    return [
        Named(name, tuple(SAID[name]["names"]), tuple(SAID[name]["senses"])) for name in PUBLISHED
    ]


def words() -> list[str]:
    """All that means something to the model, and articles."""
    names = (name for kind in kinds() for name in (kind.name, *kind.synonyms))
    return sorted({*ARTICLES, *(word for name in names for word in split_words(name))})


def main() -> None:
    described = {
        "kinds": PUBLISHED,
        "names": {kind.name: kind.synonyms for kind in kinds() if kind.synonyms},
        "lengths": {name: SAID[name]["length"] for name in PUBLISHED},
        "words": words(),
    }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / "maquette.json").write_text(text, encoding="utf-8")
    nouns.write(kinds(), FOLDER, words())
    print(f"{(FOLDER / nouns.FILE).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
